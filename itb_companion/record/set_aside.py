"""Puts a record that cannot be read aside, under a dated name and with its log; nothing of it is ever deleted."""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from itb_companion.record import seal
from itb_companion.record.atomic_file import flush_folder
from itb_companion.record.errors import RecordError, reason_of

_LOGS = ("-wal", "-shm")


def set_aside(record: Path, local: datetime, replacement: Path | None = None) -> Path | None:
    """Put a record aside and `replacement` in its place, or nothing; return where it is now, None if there was none.

    Killed at any moment, there is either the old record, which then is asked about again, or the new one; never the
    new one with the old one's log, which SQLite would play into it. RecordError where it cannot be.
    """
    aside = _free_name(record, local)
    try:
        was_there = record.exists()
        if was_there:
            _link(record, aside)
        for ending in _LOGS:
            with contextlib.suppress(FileNotFoundError):
                record.with_name(record.name + ending).replace(aside.with_name(aside.name + ending))
        if replacement is not None:
            replacement.replace(record)
        elif was_there:
            record.unlink()
    except OSError as error:
        raise RecordError(reason_of(error), record, str(error)) from error
    seal.remove(record)
    flush_folder(record.parent)
    return aside if was_there else None


def keep_orphans(record: Path) -> None:
    """Put aside the log of a record that is gone itself; where it cannot be, it stays."""
    number = 0
    while (name := record.with_name(f"care-damaged-log-{number}.db-wal")).exists():
        number += 1
    with contextlib.suppress(OSError):
        record.with_name(f"{record.name}-wal").replace(name)


def _free_name(record: Path, local: datetime) -> Path:
    stem, number = f"care-damaged-{local:%Y-%m-%d-%H%M%S}", 0
    while (name := record.with_name(f"{stem}{f'-{number}' if number else ''}.db")).exists():
        number += 1
    return name


def _link(record: Path, aside: Path) -> None:
    """Give the file a second name, so that there is no moment without a record; a copy where that cannot be."""
    try:
        os.link(record, aside)
    except OSError:
        shutil.copy2(record, aside)
