"""`itb-companion backup` and `export pdf`, and the calls that come with a later version."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from itb_companion.cli.failure import Failure
from itb_companion.cli.paths import whole_path
from itb_companion.cli.reading import opened, refuse_own_file
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.display import missing_library_sentence
from itb_companion.record.backup import BACKUPS_NAME, back_up, keep_one
from itb_companion.record.backup_names import name_for
from itb_companion.record.errors import RecordError
from itb_companion.words import Words

if TYPE_CHECKING:
    from itb_companion.care.household import Household
    from itb_companion.care.temperature import TemperatureUnit


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
    folder, wall = options.data_dir, local.replace(tzinfo=None)
    try:
        if options.passphrase:
            copy = _back_up_protected(options, name_for(wall))
        elif options.path:
            copy = back_up(folder, _target(options.path, name_for(wall)))
        else:
            copy = keep_one(folder, folder / BACKUPS_NAME, wall)
    except RecordError as error:
        raise Failure(record_failure(Words(clock.zone()), error)) from error
    print(f"A verified copy was written to {copy}.")
    return 0


def _back_up_protected(options: argparse.Namespace, name: str) -> Path:
    """Ask for a passphrase and write a copy that only it opens, by default into the data folder's backups."""
    from itb_companion.cli.passphrase import asked_new
    from itb_companion.companion.whole_words import failure_lines
    from itb_companion.record.protected_backup import ENDING, back_up_protected
    from itb_companion.record.protection import ProtectionError

    words = Words(SystemClock().zone())
    given = options.path or str(options.data_dir / BACKUPS_NAME / f"{name}{ENDING}")
    secret = asked_new(words)
    try:
        return back_up_protected(options.data_dir, _target(given, f"{name}{ENDING}"), secret)
    except ProtectionError as error:
        raise Failure(" ".join(failure_lines(words, error))) from error


def _export_pdf(options: argparse.Namespace) -> int:
    """Write the handover sheet of this moment; no display needed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from itb_companion.documents.handover import handover

    with opened(options.data_dir) as companion:
        now, words = companion.desk.now, Words(companion.desk.zone)
        try:
            words.temperature_unit = _temperature_unit(companion.household())
            sheet = handover(words, companion.household(), companion.help.current(), now)
        except RecordError as error:
            raise Failure(record_failure(words, error)) from error
    name = f"{words.text('handover.file-name')}-{now.astimezone(words.zone):%Y-%m-%d-%H%M}.pdf"
    path = _target(options.path, name)
    refuse_own_file(options.data_dir, path)
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


def _temperature_unit(household: "Household") -> "TemperatureUnit":
    """Return the unit that the household chose, or that of the country where Qt can be asked."""
    from itb_companion.care.temperature import TemperatureUnit, unit_of

    try:
        from itb_companion.desktop.units import temperature_unit
    except ImportError:
        return unit_of(household.options, TemperatureUnit.CELSIUS)
    return unit_of(household.options, temperature_unit())


def _target(given: str, name: str) -> Path:
    """Return the file to write: as given, or with a name of ours in a folder that was given."""
    path = whole_path(given)
    return path / name if path.is_dir() else path
