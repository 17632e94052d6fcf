"""Opens and closes the record: one SQLite file in WAL, in a folder that only its owner can read."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peewee import DatabaseError, PeeweeException, SqliteDatabase

from itb_companion.record import migrations, tables
from itb_companion.record.errors import Reason, RecordError, reason_of

DATABASE_NAME = "care.db"
_BUSY_MS = 2_000


def prepare_folder(folder: Path) -> None:
    """Make the data folder if it is missing, readable by its owner only; RecordError where that cannot be."""
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
            raise RecordError(reason_of(error), Path(self.database), str(error)) from error


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
            raise RecordError(reason_of(error), self.path, str(error)) from error

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def _opened(path: Path) -> SqliteDatabase:
    """Return the database, in its newest format; RecordError names what stands in the way, and nothing is changed."""
    database = _Database(
        str(path),
        pragmas={"busy_timeout": _BUSY_MS, "foreign_keys": 1},
        autoconnect=False,
    )
    old_mask = os.umask(0o077)
    try:
        database.connect()
        _refuse_unknown_format(database, path)
        database.execute_sql("PRAGMA journal_mode = WAL")
        database.execute_sql("PRAGMA synchronous = FULL")
        migrations.migrate(database)
    except RecordError:
        database.close()
        raise
    except (PeeweeException, OSError) as error:
        database.close()
        raise RecordError(reason_of(error), path, str(error)) from error
    finally:
        os.umask(old_mask)
    database.bind(tables.TABLES)
    return database


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
