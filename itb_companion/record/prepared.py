"""Queries that are put into SQL once: peewee builds the text anew each time, which takes longer than to run it."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from peewee import Model

RowT = TypeVar("RowT", bound=Model)


class Prepared(Generic[RowT]):
    """A query without values that change. `make` returns it, and is called when it is first asked."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._ready: tuple[Any, str, list[Any]] | None = None

    def rows(self) -> list[RowT]:
        """Return what the record holds now."""
        if self._ready is None:
            query = self._make()
            self._ready = (query.model, *query.sql())
        table, sql, values = self._ready
        return list(table.raw(sql, *values))

    def first(self) -> RowT | None:
        """Return the first of them, or None; the query is to ask for no more than one."""
        return next(iter(self.rows()), None)
