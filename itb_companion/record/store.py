"""Opens and closes the record: one SQLite file in WAL, in a folder that only its owner can read."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from itb_companion.record import late_tables, migrations, seal
from itb_companion.record.database import Database, failure, use
from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.own_files import DATABASE_NAME

__all__ = ["DATABASE_NAME", "Store", "prepare_folder"]

_BUSY_MS = 2_000
"""So long is waited for another program when the record is opened."""
_BUSY_ACT_MS = 40
"""So long in an act: a window must not stand still. Longer than that it is told, and what was typed stays."""


def prepare_folder(folder: Path) -> None:
    """Make the data folder if it is missing, readable by its owner only; RecordError where that cannot be.

    Modes mean nothing on Windows: there it is as private as the folder it is in, whose access list it inherits. The
    user's profile, where it is by default, is closed to other users; a folder chosen elsewhere may not be.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise RecordError(Reason.FOLDER_IS_A_FILE, folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except NotADirectoryError as error:
        raise RecordError(Reason.FOLDER_IS_A_FILE, folder) from error
    except OSError as error:
        raise RecordError(Reason.FOLDER_CANNOT_BE_MADE, folder, str(error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RecordError(Reason.READ_ONLY, folder)
    with contextlib.suppress(OSError):
        folder.chmod(0o700)


class Store:
    """The open record. Used from one thread; a `with store.transaction()` block is one act."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / DATABASE_NAME
        prepare_folder(folder)
        self.database = _opened(self.path)
        self._file = _file_at(self.path)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run one act: all of it is kept, durably, or none; RecordError where it cannot be written."""
        self._refuse_when_gone()
        try:
            with self.database.atomic("IMMEDIATE"):
                yield
        except sqlite3.Error as error:
            raise failure(error, self.path) from error

    @property
    def changes(self) -> tuple[int, int]:
        """What is another one after anybody, in this thread or elsewhere, has written to the record."""
        return self.database.connection().total_changes, self.database.execute_sql("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Close the file, and seal it."""
        if not self.database.is_closed():
            self.database.close()
            seal.put(self.path)

    def prepare_writing(self) -> None:
        """Load what writes most entries, so that the first act need not wait for it."""
        late_tables.load()

    def reopen(self) -> None:
        """Open the file again after `close`; RecordError as at the first time."""
        self.database = _opened(self.path)
        self._file = _file_at(self.path)

    def _refuse_when_gone(self) -> None:
        """Refuse to write where nobody would find it: a file that was removed can still be written while it is open."""
        if _file_at(self.path) != self._file:
            raise RecordError(Reason.GONE, self.path)


def _file_at(path: Path) -> tuple[int, int] | None:
    """Return which file is at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _opened(path: Path) -> Database:
    """Return the database, in its newest format; RecordError names what stands in the way, and nothing is changed."""
    if seal.is_broken(path):
        raise RecordError(Reason.DAMAGED, path, "what is in it changed by itself")
    if not path.exists() and path.with_name(f"{path.name}-wal").exists():
        _finish_setting_aside(path)
    _look_before_touching(path)
    database = Database(path, _BUSY_MS)
    old_mask = os.umask(0o077)
    try:
        database.connect()
        _refuse_unknown_format(database, path)
        _use_wal(database, path)
        database.execute_sql("PRAGMA synchronous = FULL")
        _keep_a_copy_before_migrating(database, path)
        seal.remove(path)
        migrations.migrate(database)
        _forget_stamp(database)
        database.execute_sql(f"PRAGMA busy_timeout = {min(_BUSY_MS, _BUSY_ACT_MS):d}")
    except RecordError:
        database.close()
        raise
    except (sqlite3.Error, OSError) as error:
        database.close()
        raise failure(error, path) from error
    except UnicodeError as error:  # a name in it is no text
        database.close()
        raise RecordError(Reason.DAMAGED, path, type(error).__name__) from error
    finally:
        os.umask(old_mask)
    use(database)
    return database


def _look_before_touching(path: Path) -> None:
    """Refuse a damaged record that a killed program has left with its log, before anything is done to either.

    A connection that may write plays the log into the file when it is closed, and deletes the log.
    """
    try:
        if path.with_name(f"{path.name}-wal").stat().st_size == 0 or not path.stat().st_size:
            return
    except OSError:
        return
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_MS / 1000)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        if reason_of(error) is Reason.NOT_A_RECORD:
            raise failure(error, path) from error


def _finish_setting_aside(path: Path) -> None:
    """Keep the log of a record that is gone: SQLite would delete it, and entries may be in it."""
    from itb_companion.record import set_aside

    set_aside.keep_orphans(path)


def _use_wal(database: Database, path: Path) -> None:
    """Switch to the write-ahead log; RecordError where that cannot be: such a drive has no locks to rely on.

    SQLite refuses where memory cannot be shared between programs, as on a network drive. One that grants it and does
    not keep its locks cannot be told from a good one.
    """
    mode = str(database.execute_sql("PRAGMA journal_mode = WAL").fetchone()[0])
    if mode != "wal":
        raise RecordError(Reason.NETWORK_DRIVE, path, mode)


def _keep_a_copy_before_migrating(database: Database, path: Path) -> None:
    """Keep a verified copy of a record that is about to get another format; without it, it keeps the format it has."""
    if not 0 < migrations.format_of(database) < migrations.FORMAT:
        return
    from itb_companion.clock import SystemClock
    from itb_companion.record import backup, backup_names

    clock = SystemClock()
    local = clock.now().astimezone(clock.zone()).replace(tzinfo=None)
    backup.keep_one(path.parent, path.parent / backup.BACKUPS_NAME, local, backup_names.Why.BEFORE_UPDATE)


def _forget_stamp(database: Database) -> None:
    """Take out the checksum of a backup that somebody has put in the record's place by hand: it holds no longer."""
    if database.execute_sql("PRAGMA application_id").fetchone()[0]:
        database.execute_sql("PRAGMA application_id = 0")


def _refuse_unknown_format(database: Database, path: Path) -> None:
    """Refuse a record of a newer program, and a database of another one.

    It has tables, but no format number of ours.
    """
    found = migrations.format_of(database)
    if found > migrations.FORMAT:
        raise RecordError(Reason.NEWER, path)
    tables = set(database.get_tables())
    if (found == 0 and tables) or (found and not {"person", "alert"} <= tables):
        raise RecordError(Reason.NOT_A_RECORD, path)
