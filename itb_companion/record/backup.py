"""A verified copy of the whole record, made by SQLite itself so that what is still in the WAL is in it."""

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.store import DATABASE_NAME

BACKUPS_NAME = "backups"


def back_up(folder: Path, target: Path) -> Path:
    """Copy the record of a data folder to `target`, reopen the copy and check it; RecordError where it cannot be.

    The copy comes under a temporary name first, so that an older backup is never half overwritten.
    """
    source = folder / DATABASE_NAME
    if not source.is_file():
        raise RecordError(Reason.NOT_A_RECORD, source, "there is no record yet")
    if target.resolve() == source.resolve():
        raise RecordError(Reason.FAILED, target, "a copy cannot replace the record itself")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _copy(source, part)
        part.chmod(0o600)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise RecordError(reason_of(error), target, str(error)) from error
    return target


def newest(folder: Path) -> datetime | None:
    """Return when the newest backup in a data folder was made; None where there is none that can be seen."""
    try:
        times = [file.stat().st_mtime for file in (folder / BACKUPS_NAME).glob("*.db")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _copy(source: Path, target: Path) -> None:
    from_record = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    into = sqlite3.connect(target)
    try:
        from_record.backup(into)
        # A copy is one file: without this it would need its WAL beside it.
        into.execute("PRAGMA journal_mode = DELETE")
        verdict = into.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"malformed copy: {verdict}")
    finally:
        into.close()
        from_record.close()
