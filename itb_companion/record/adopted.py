"""The open record as peewee sees it: each statement goes through our own connection, and stands in its transaction."""

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peewee import SqliteDatabase

if TYPE_CHECKING:
    from itb_companion.record.database import Database


class Adopted(SqliteDatabase):
    """Opens nothing and closes nothing; its errors are those of `Database`."""

    def __init__(self, own: "Database") -> None:
        self._own: Database | None = None  # peewee closes whatever is open while it begins
        super().__init__(str(own.path), autoconnect=False)
        self._own = own

    def execute_sql(self, sql: str, params: Iterable[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement; RecordError where it cannot be read or written."""
        return self._opened().execute_sql(sql, params or ())

    def _opened(self) -> "Database":
        if self._own is None:
            raise ValueError("it is not adopted yet")
        return self._own

    def connection(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        return self._opened().connection()

    def is_closed(self) -> bool:
        """Whether this thread has no connection."""
        return self._own is None or self._own.is_closed()

    def atomic(self, *_: Any, **__: Any) -> Any:
        """Return one act of the record."""
        return self._opened().atomic()
