"""Opens and closes the record: one SQLite file in WAL, in a folder that only its owner can read."""

import contextlib
import functools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peewee import DatabaseError, PeeweeException, SqliteDatabase

from itb_companion.record import migrations, seal, tables
from itb_companion.record.backup import DATABASE_NAME
from itb_companion.record.errors import Reason, RecordError, reason_of

__all__ = ["DATABASE_NAME", "Store", "prepare_folder"]

_BUSY_MS = 2_000
"""So long is waited for another program when the record is opened."""
_BUSY_ACT_MS = 40
"""So long in an act: a window must not stand still. Longer than that it is told, and what was typed stays."""
_LEAST_FREE_BYTES = 64 * 1024
"""The record needs as much beside itself only to be opened."""


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


class _Database(SqliteDatabase):
    """SQLite, whose errors carry a reason that can be told to a person, wherever they come up."""

    def execute_sql(self, *given: Any, **named: Any) -> Any:
        """Run one statement; RecordError where it cannot be read or written."""
        run: Any = super().execute_sql
        try:
            return run(*given, **named)
        except DatabaseError as error:
            raise _failure(error, Path(self.database)) from error

    def cursor(self, named_cursor: str | None = None) -> Any:
        """Return a cursor whose errors carry a reason too: most rows are read after the statement was run."""
        if self.is_closed():
            return super().cursor(named_cursor)  # type: ignore[no-untyped-call]
        connection: sqlite3.Connection = self.connection()  # type: ignore[no-untyped-call]
        return connection.cursor(_cursor_of(Path(self.database)))


@functools.lru_cache(maxsize=4)
def _cursor_of(path: Path) -> type[sqlite3.Cursor]:
    class Cursor(sqlite3.Cursor):
        def fetchone(self) -> Any:
            try:
                return super().fetchone()
            except (sqlite3.Error, UnicodeError) as error:
                raise _failure(error, path) from error

        def fetchall(self) -> list[Any]:
            try:
                return super().fetchall()
            except (sqlite3.Error, UnicodeError) as error:
                raise _failure(error, path) from error

        def __next__(self) -> Any:
            try:
                return super().__next__()
            except (sqlite3.Error, UnicodeError) as error:
                raise _failure(error, path) from error

    return Cursor


def _failure(error: BaseException, path: Path) -> RecordError:
    """Return why the record cannot be used; on a full disk SQLite often says no more than "disk I/O error"."""
    reason = reason_of(error)
    if reason is Reason.FAILED and _is_disk_full(path.parent):
        reason = Reason.DISK_FULL
    return RecordError(reason, path, str(error))


def _is_disk_full(folder: Path) -> bool:
    import shutil

    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE_BYTES
    except OSError:
        return False


class Store:
    """The open record. Used from one thread; a `with store.transaction()` block is one act."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / DATABASE_NAME
        prepare_folder(folder)
        self.database = _opened(self.path)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Run one act: all of it is kept, durably, or none; RecordError where it cannot be written."""
        try:
            with self.database.atomic("IMMEDIATE"):
                yield
        except DatabaseError as error:
            raise _failure(error, self.path) from error

    def close(self) -> None:
        """Close the file, and seal it."""
        if not self.database.is_closed():
            self.database.close()
            seal.put(self.path)

    def reopen(self) -> None:
        """Open the file again after `close`; RecordError as at the first time."""
        self.database = _opened(self.path)


def _opened(path: Path) -> SqliteDatabase:
    """Return the database, in its newest format; RecordError names what stands in the way, and nothing is changed."""
    if seal.is_broken(path):
        raise RecordError(Reason.DAMAGED, path, "what is in it changed by itself")
    if not path.exists() and path.with_name(f"{path.name}-wal").exists():
        _finish_setting_aside(path)
    _look_before_touching(path)
    database = _Database(
        str(path),
        pragmas={"busy_timeout": _BUSY_MS, "foreign_keys": 1},
        autoconnect=False,
    )
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
    except (PeeweeException, OSError) as error:
        database.close()
        raise _failure(error, path) from error
    except UnicodeError as error:  # a name in it is no text
        database.close()
        raise RecordError(Reason.DAMAGED, path, type(error).__name__) from error
    finally:
        os.umask(old_mask)
    database.bind(tables.TABLES)
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
            raise _failure(error, path) from error


def _finish_setting_aside(path: Path) -> None:
    """Keep the log of a record that is gone: SQLite would delete it, and entries may be in it."""
    from itb_companion.record import set_aside

    set_aside.keep_orphans(path)


def _use_wal(database: SqliteDatabase, path: Path) -> None:
    """Switch to the write-ahead log; RecordError where that cannot be: such a drive has no locks to rely on.

    SQLite refuses where memory cannot be shared between programs, as on a network drive. One that grants it and does
    not keep its locks cannot be told from a good one.
    """
    mode = str(database.execute_sql("PRAGMA journal_mode = WAL").fetchone()[0])
    if mode != "wal":
        raise RecordError(Reason.NETWORK_DRIVE, path, mode)


def _keep_a_copy_before_migrating(database: SqliteDatabase, path: Path) -> None:
    """Keep a verified copy of a record that is about to get another format; without it, it keeps the format it has."""
    if not 0 < migrations.format_of(database) < migrations.FORMAT:
        return
    from itb_companion.clock import SystemClock
    from itb_companion.record import backup, backup_names

    clock = SystemClock()
    local = clock.now().astimezone(clock.zone()).replace(tzinfo=None)
    backup.keep_one(path.parent, path.parent / backup.BACKUPS_NAME, local, backup_names.Why.BEFORE_UPDATE)


def _forget_stamp(database: SqliteDatabase) -> None:
    """Take out the checksum of a backup that somebody has put in the record's place by hand: it holds no longer."""
    if database.execute_sql("PRAGMA application_id").fetchone()[0]:
        database.execute_sql("PRAGMA application_id = 0")


def _refuse_unknown_format(database: SqliteDatabase, path: Path) -> None:
    """Refuse a record of a newer program, and a database of another one.

    It has tables, but no format number of ours.
    """
    found = migrations.format_of(database)
    if found > migrations.FORMAT:
        raise RecordError(Reason.NEWER, path)
    ours = {table._meta.table_name for table in (tables.PersonRow, tables.AlertRow)}
    if (found == 0 and database.get_tables()) or (found and not ours <= set(database.get_tables())):
        raise RecordError(Reason.NOT_A_RECORD, path)
