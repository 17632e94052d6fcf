"""`itb-companion backup` and `export pdf`, and the calls that come with a later version."""

import argparse
import os
import sys
from pathlib import Path

from itb_companion.cli.failure import Failure
from itb_companion.cli.reading import opened
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.display import missing_library_sentence
from itb_companion.record.backup import BACKUPS_NAME, back_up
from itb_companion.record.errors import RecordError
from itb_companion.words import Words


def run(options: argparse.Namespace) -> int:
    """Make a backup or a handover sheet; say that the others are not there yet."""
    if options.command == "backup":
        return _back_up(options)
    if options.command == "export" and options.kind == "pdf":
        return _export_pdf(options)
    wanted = f"export {options.kind}" if options.command == "export" else options.command
    raise Failure(f"{wanted} does not work yet: it comes with a later version. “backup” and “export pdf” work.")


def _back_up(options: argparse.Namespace) -> int:
    clock = SystemClock()
    local = clock.now().astimezone(clock.zone())
    name = f"care-{local:%Y-%m-%d-%H%M%S}.db"
    target = _target(options.path, name) if options.path else options.data_dir / BACKUPS_NAME / name
    try:
        copy = back_up(options.data_dir, target)
    except RecordError as error:
        raise Failure(record_failure(Words(clock.zone()), error)) from error
    print(f"A verified copy was written to {copy}.")
    return 0


def _export_pdf(options: argparse.Namespace) -> int:
    """Write the handover sheet of this moment; no display needed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from itb_companion.documents.handover import handover

    with opened(options.data_dir) as companion:
        now, words = companion.desk.now, Words(companion.desk.zone)
        try:
            sheet = handover(words, companion.household(), companion.help.current(), now)
        except RecordError as error:
            raise Failure(record_failure(words, error)) from error
    name = f"{words.text('handover.file-name')}-{now.astimezone(words.zone):%Y-%m-%d-%H%M}.pdf"
    path = _target(options.path, name)
    try:
        from PySide6.QtCore import qInstallMessageHandler
        from PySide6.QtGui import QGuiApplication

        from itb_companion.desktop.sheet import write_pdf
    except ImportError as error:
        raise Failure(missing_library_sentence(error) or f"A part of the program is missing: {error}.") from error
    # Without a display Qt says what it cannot do; a sheet needs none of it.
    qInstallMessageHandler(lambda *_: None)
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    try:
        write_pdf(sheet, path, lambda page, pages: words.text("handover.page", page=page, pages=pages))
    except OSError as error:
        detail = (error.strerror or str(error)).rstrip(".")
        raise Failure(words.text("handover.cannot-be-written", path=path, detail=detail)) from error
    del app  # it had to live until here: fonts belong to it
    print(f"The handover sheet was written to {path}.")
    return 0


def _target(given: str, name: str) -> Path:
    """Return the file to write: as given, or with a name of ours in a folder that was given."""
    path = Path(given).expanduser().absolute()
    return path / name if path.is_dir() else path
