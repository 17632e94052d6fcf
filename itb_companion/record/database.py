"""The open SQLite file, without peewee: the first page is read by plain SQL, and the library is loaded after it.

Loading peewee and the tables takes a fifth of the time in which an empty window opens. `late_tables` brings them when
the first row is written by them; they work on the connection that is open here, in the transaction that stands here.
"""

import contextlib
import functools
import sqlite3
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from itb_companion.record.errors import Reason, RecordError, reason_of

if TYPE_CHECKING:
    from peewee import Model, SqliteDatabase

_LEAST_FREE_BYTES = 64 * 1024
"""The record needs as much beside itself only to be opened."""


class Database:
    """One SQLite file: a connection for each thread that asks, whose errors carry a reason that can be told."""

    def __init__(self, path: Path, busy_ms: int) -> None:
        self.path = path
        self._busy_ms = busy_ms
        self._mine = threading.local()

    def connect(self) -> None:
        """Open the file for this thread; RecordError where that cannot be."""
        try:
            connection = sqlite3.connect(str(self.path), timeout=self._busy_ms / 1000, isolation_level=None)
        except sqlite3.Error as error:
            raise failure(error, self.path) from error
        self._mine.connection = connection
        self._mine.cursors = weakref.WeakSet()
        self._mine.depth = 0
        self.execute_sql("PRAGMA foreign_keys = 1")

    def connection(self) -> sqlite3.Connection:
        """Return the connection of this thread; RecordError where it has none."""
        found: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if found is None:
            raise RecordError(Reason.FAILED, self.path, "it is closed")
        return found

    def is_closed(self) -> bool:
        """Whether this thread has no connection."""
        return getattr(self._mine, "connection", None) is None

    def close(self) -> None:
        """Close the connection of this thread; calling it again does nothing.

        With all that was asked of it: SQLite keeps a file open, and may write its log into it, as long as one question
        is held by somebody, such as by the traceback of an error.
        """
        if not self.is_closed():
            for cursor in list(self._mine.cursors):
                cursor.close()
            self.connection().close()
            self._mine.connection = None

    def execute_sql(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run one statement; RecordError where it cannot be read or written, also when its rows are fetched."""
        cursor = self.connection().cursor(_cursor_of(self.path))
        self._mine.cursors.add(cursor)
        try:
            return cursor.execute(sql, tuple(values))
        except (sqlite3.Error, UnicodeError) as error:
            raise failure(error, self.path) from error

    def atomic(self, how: str = "DEFERRED") -> "_Act":
        """Return one act, to be used with `with`: all of it is kept, or none. Within another one it is a part of it."""
        return _Act(self, how)

    def get_tables(self) -> list[str]:
        """Return the names of the tables."""
        found = self.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [name for (name,) in found.fetchall()]

    def bind(self, tables: Iterable["type[Model]"]) -> None:
        """Make this the record that everything is read from and written to, also by these tables."""
        _Open.tables = tuple(tables)
        use(self)

    @functools.cached_property
    def orm(self) -> "SqliteDatabase":
        """The same connection as peewee sees it."""
        from itb_companion.record.adopted import Adopted

        return Adopted(self)


class _Open:
    """Holds the record that was opened last, for one program has one, and peewee's tables once they are loaded."""

    database: Database | None = None
    tables: "tuple[type[Model], ...]" = ()


def use(database: Database) -> None:
    """Make this the record that everything is read from and written to."""
    _Open.database = database
    if _Open.tables:
        database.orm.bind(_Open.tables)


def follow(tables: "tuple[type[Model], ...]") -> None:
    """Let these tables belong to the record in use, and to each that is opened after it."""
    _Open.tables = tables
    if _Open.database is not None:
        use(_Open.database)


def in_use() -> Database:
    """Return the record that was opened last."""
    if _Open.database is None:
        raise RecordError(Reason.FAILED, Path(), "no record is open")
    return _Open.database


class _Act:
    """A transaction, or, within one, a part that can be taken back by itself."""

    def __init__(self, database: Database, how: str) -> None:
        self._database = database
        self._how = how
        self._part = ""

    def __enter__(self) -> Self:
        mine = self._database._mine
        self._part = f"part_{mine.depth}" if mine.depth else ""
        self._begin()
        mine.depth += 1
        return self

    def _begin(self) -> None:
        self._database.execute_sql(f"SAVEPOINT {self._part}" if self._part else f"BEGIN {self._how}")

    def __exit__(self, kind: object, *_: object) -> None:
        self._database._mine.depth -= 1
        if kind is not None:
            self._take_back()
            return
        try:
            self._database.execute_sql(f"RELEASE {self._part}" if self._part else "COMMIT")
        except RecordError:
            self._take_back()
            raise

    def rollback(self) -> None:
        """Take back what was done so far; what follows may still be kept."""
        self._take_back()
        self._begin()

    def _take_back(self) -> None:
        # SQLite may have taken all of it back already, as on a full disk.
        if self._database.connection().in_transaction:
            with contextlib.suppress(RecordError):
                if self._part:
                    self._database.execute_sql(f"ROLLBACK TO {self._part}")
                    self._database.execute_sql(f"RELEASE {self._part}")
                else:
                    self._database.execute_sql("ROLLBACK")


@functools.lru_cache(maxsize=4)
def _cursor_of(path: Path) -> type[sqlite3.Cursor]:
    """Return a cursor whose errors carry a reason too: most rows are read after the statement was run."""

    class Cursor(sqlite3.Cursor):
        def fetchone(self) -> Any:
            try:
                return super().fetchone()
            except (sqlite3.Error, UnicodeError) as error:
                raise failure(error, path) from error

        def fetchall(self) -> list[Any]:
            try:
                return super().fetchall()
            except (sqlite3.Error, UnicodeError) as error:
                raise failure(error, path) from error

        def __next__(self) -> Any:
            try:
                return super().__next__()
            except (sqlite3.Error, UnicodeError) as error:
                raise failure(error, path) from error

    return Cursor


def failure(error: BaseException, path: Path) -> RecordError:
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
