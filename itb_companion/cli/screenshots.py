"""`itb-companion screenshots`: every screen with sample data to PNG, no display needed."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from itb_companion.cli.failure import Failure
from itb_companion.desktop.display import missing_library_sentence

SAMPLE_NOW = datetime(2026, 11, 19, 14, 37, tzinfo=UTC)
"""The pictures show one and the same day, so that two of them can be compared."""


def run(options: argparse.Namespace) -> int:
    """Write the pictures and say where they are."""
    if not 1.0 <= options.scale <= 2.0:  # noqa: PLR2004 - the text sizes of the program
        raise Failure("--scale must be between 1.0 and 2.0.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtWidgets import QApplication

        from itb_companion.ui import gallery, theme
    except ImportError as error:
        raise Failure(missing_library_sentence(error) or f"A part of the program is missing: {error}.") from error
    # Without a display Qt says once a window what it cannot do; a picture needs none of it.
    qInstallMessageHandler(lambda *_: None)
    theme.prepare()
    QApplication(sys.argv[:1])
    colours = theme.Theme.dark() if options.theme == "dark" else theme.Theme.light()
    folder = Path(options.folder)
    try:
        written = gallery.render(folder, theme.Look(colours, options.scale), SAMPLE_NOW, UTC)
    except OSError as error:
        raise Failure(f"{folder} cannot be written: {error.strerror}. Please name another folder.") from error
    print(f"{len(written)} pictures were written to {folder}.")
    return 0
