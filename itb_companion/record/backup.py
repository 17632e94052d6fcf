"""A verified copy of the whole record, made by SQLite itself so that what is still in the WAL is in it."""

import contextlib
import os
import sqlite3
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from itb_companion.care.value import value
from itb_companion.record import backup_names, seal
from itb_companion.record.atomic_file import flush_folder
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.own_files import DATABASE_NAME, has_own_name

BACKUPS_NAME = "backups"
_BUSY_S = 10.0  # nobody waits for a backup


@value
class Backup:
    """One backup in a folder."""

    path: Path
    made_at: datetime
    """Local time, without a zone, as its name says."""
    size: int
    why: Why


def back_up(folder: Path, target: Path) -> Path:
    """Copy the record of a data folder to `target`, reopen the copy and check it; RecordError where it cannot be.

    The copy comes under a temporary name first, so that an older backup is never half overwritten.
    """
    source = folder / DATABASE_NAME
    if not source.is_file():
        raise RecordError(Reason.NOT_A_RECORD, source, "there is no record yet")
    place = Path(os.path.realpath(target))  # `resolve` raises for a link that leads to itself
    # A copy over its log, its seal or the emergency card would harm it as much as one over the record itself.
    is_ours = has_own_name(place) and place.parent == Path(os.path.realpath(folder))
    if is_ours or place == Path(os.path.realpath(source)):
        raise RecordError(Reason.ITSELF, target)
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _copy(source, part)
        part.chmod(0o600)
        seal.stamp(part)
        part.replace(target)
        flush_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise RecordError(reason_of(error), target, str(error)) from error
    return target


def keep_one(folder: Path, into: Path, local: datetime, why: Why = Why.KEEPING) -> Path:
    """Make a backup of a data folder's record under a dated name, then let go of what is no longer needed there.

    RecordError where the record cannot be copied, or a row of it is not sound: then nothing older is let go.
    """
    made = back_up(folder, into / backup_names.name_for(local, why, _names(into)))
    if why is not Why.BEFORE_UPDATE:  # of an older format, whose rows are others
        _refuse_unsound(made, folder / DATABASE_NAME)
    rotate(into, made.name)
    return made


def _refuse_unsound(made: Path, record: Path) -> None:
    from itb_companion.record import soundness

    connection = sqlite3.connect(f"{made.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        wrong = soundness.problems(connection, most=1)
    except (sqlite3.Error, ValueError) as error:
        wrong = [str(error)]
    finally:
        connection.close()
    if wrong:
        made.unlink(missing_ok=True)
        raise RecordError(Reason.DAMAGED, record, wrong[0])


def rotate(folder: Path, just_made: str) -> None:
    """Remove the backups that are not kept any longer; one that cannot be removed stays."""
    for name in backup_names.to_remove(_names(folder), just_made):
        with contextlib.suppress(OSError):
            (folder / name).unlink()


def listed(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder by their names, newest first. Never raises: what cannot be seen is not there."""
    found = []
    for name in _names(folder):
        made_at = backup_names.made_at(name)
        with contextlib.suppress(OSError):
            if made_at is not None:
                size = (folder / name).stat().st_size
                found.append(Backup(folder / name, made_at, size, backup_names.made_for(name)))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True))


def _names(folder: Path) -> Collection[str]:
    try:
        files: Iterable[Path] = list(folder.iterdir())
    except OSError:
        return ()
    return {file.name for file in files}


def newest(folder: Path) -> datetime | None:
    """Return when the newest backup in a data folder was made; None where there is none that can be seen."""
    try:
        times = [file.stat().st_mtime for file in (folder / BACKUPS_NAME).glob("*.db")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _copy(source: Path, target: Path) -> None:
    from_record = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
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
