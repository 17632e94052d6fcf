"""Opens the record of a data folder for the commands that only look."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from itb_companion.cli.failure import Failure
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.failures import record_failure
from itb_companion.record.errors import RecordError
from itb_companion.record.own_files import refuse_own
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.words import Words


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Companion]:
    """Yield the record of a folder; Failure where there is none or it cannot be opened. Makes no folder and no file."""
    if not folder.exists() or (folder.is_dir() and not (folder / DATABASE_NAME).exists()):
        raise Failure(
            f"There is no record in {folder}. Start itb-companion once, or name another folder with --data-dir."
        )
    clock = SystemClock()
    try:
        companion = Companion(Store(folder), clock)
    except RecordError as error:
        raise Failure(record_failure(Words(clock.zone()), error)) from error
    try:
        yield companion
    finally:
        companion.close()


def refuse_own_file(folder: Path, target: Path) -> None:
    """Refuse to write between the files of the record; Failure: what stood there would be gone."""
    try:
        refuse_own(target, folder)
    except RecordError as error:
        raise Failure(Words(SystemClock().zone()).text("whole.into-data", path=target)) from error
