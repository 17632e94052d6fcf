"""Reads rows by plain SQL, as a first page needs them: without peewee, and without building a query anew each time."""

from collections.abc import Collection, Sequence
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

from itb_companion.record import database
from itb_companion.record.columns import COLUMNS, READERS, Column
from itb_companion.record.errors import Reason, RecordError

RowT = TypeVar("RowT")

_MOST_IDS = 500
"""In one statement: SQLite takes 999 at least."""


class Prepared(Generic[RowT]):
    """What is read of one table: `which` is the SQL after its name, such as `WHERE removed = 0 ORDER BY position`.

    With `WHERE check_id IN ({ids})` it is read by `among`.

    A row has the attributes of a row of `tables`, and nothing else of it: what is to be changed is read by peewee.
    """

    def __init__(self, table: str, which: str) -> None:
        self._table = table
        self._which = which

    def rows(self, *values: Any) -> list[RowT]:
        """Return what the record holds now, with these values for the question marks; RecordError if it is damaged."""
        return self._rows(self._which, values)

    def _rows(self, which: str, values: Sequence[Any]) -> list[RowT]:
        columns = COLUMNS[self._table]
        names = ", ".join(f'"{column.name}"' for column in columns)
        found = database.in_use().execute_sql(f'SELECT {names} FROM "{self._table}" {which}', values)  # noqa: S608
        kept = found.fetchall()
        return [cast("RowT", SimpleNamespace(**self._read(columns, row))) for row in kept]

    def among(self, ids: Collection[int]) -> list[RowT]:
        """Return what belongs to one of these ids, which stand for `{ids}`; of many, part by part."""
        found: list[RowT] = []
        for start in range(0, len(ids), _MOST_IDS):
            part = list(ids)[start : start + _MOST_IDS]
            found += self._rows(self._which.format(ids=", ".join("?" * len(part))), part)
        return found

    def first(self, *values: Any) -> RowT | None:
        """Return the first of them, or None; the query is to ask for no more than one."""
        return next(iter(self.rows(*values)), None)

    def _read(self, columns: tuple[Column, ...], row: tuple[Any, ...]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for column, kept in zip(columns, row, strict=True):
            try:
                value = None if kept is None else READERS[column.kind](kept)
            except (ValueError, TypeError, RecursionError) as error:
                path = database.in_use().path
                raise RecordError(Reason.DAMAGED, path, f"{self._table}: {column.name}") from error
            read[column.attribute or column.name] = value
        return read
