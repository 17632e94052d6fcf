"""Looks at every row of a record: what it holds must be what its column is for.

SQLite's own check sees to pages and indexes; this one to dates that are no dates and numbers that are no numbers. A
date changed into another date passes both: only a seal tells that (see `seal`).
"""

import functools
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from peewee import BooleanField, Field, FloatField, ForeignKeyField, IntegerField, Model

from itb_companion.care.absence import AbsenceKind
from itb_companion.care.occurrence import Kind
from itb_companion.care.severity import Severity
from itb_companion.record.fields import DayField, DocumentField, InstantField, WallTimeField
from itb_companion.record.tables import TABLES, AbsenceRow, AlertRow

_LONGEST_ID = 2**31


def problems(connection: sqlite3.Connection, most: int = 20) -> list[str]:
    """Return what is wrong with a record, such as `fill 3: filled_on`; nothing where it is sound.

    Every message names table, row and column, never what stands there. sqlite3.Error where it cannot be read at all.
    """
    verdict = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({most:d})")]
    if verdict != ["ok"]:
        return verdict[:most]
    found = [f"{row[0]} {row[1]}: refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    for table in TABLES:
        found += _unsound(connection, table)
        if len(found) >= most:
            break
    return found[:most]


def columns(table: type[Model]) -> list[str]:
    """Return the columns of a table, in their order."""
    return [field.column_name for field in table._meta.sorted_fields]


def name_of(table: type[Model]) -> str:
    """Return what a table is called in the file."""
    return str(table._meta.table_name)


def wrong_column(table: type[Model], row: tuple[Any, ...]) -> str:
    """Return the first column of a row whose content cannot stand there, or an empty text."""
    for (name, nullable, can_be), value in zip(_readers(table), row, strict=True):
        if value is None:
            if not nullable:
                return str(name)
        else:
            try:
                if not can_be(value):
                    return str(name)
            except (ValueError, TypeError, RecursionError):
                return str(name)
    return ""


@functools.cache
def _readers(table: type[Model]) -> list[tuple[str, bool, Callable[[Any], bool]]]:
    return [(field.column_name, *_reader(table, field)) for field in table._meta.sorted_fields]


def _unsound(connection: sqlite3.Connection, table: type[Model]) -> Iterator[str]:
    names = ", ".join(columns(table))
    for row in connection.execute(f"SELECT {names} FROM {name_of(table)}"):  # noqa: S608 - names of our own
        wrong = wrong_column(table, row)
        if wrong:
            yield f"{name_of(table)} {row[0]}: {wrong}"


def _reader(table: type[Model], field: Field) -> tuple[bool, Callable[[Any], bool]]:
    return bool(field.null), _SPECIAL.get((table, field.name)) or _by_kind(field)


def _by_kind(field: Field) -> Callable[[Any], bool]:
    by_kind: dict[type[Field], Callable[[Any], bool]] = {
        InstantField: lambda value: datetime.fromisoformat(value).tzinfo is not None,
        DayField: lambda value: bool(date.fromisoformat(value)),
        WallTimeField: lambda value: isinstance(time.fromisoformat(value), time),
        DocumentField: lambda value: isinstance(value, str) and (json.loads(value), True)[1],
        BooleanField: lambda value: value in (0, 1),
        FloatField: lambda value: isinstance(value, int | float),
        ForeignKeyField: _is_id,
        IntegerField: lambda value: isinstance(value, int) and abs(value) < _LONGEST_ID,
    }
    return next((check for kind, check in by_kind.items() if isinstance(field, kind)), _is_text)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and 0 < value < _LONGEST_ID


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


_SPECIAL: dict[tuple[type[Model], str], Callable[[Any], bool]] = {
    (AlertRow, "kind"): lambda value: value in set(Kind),
    (AlertRow, "severity"): lambda value: value in set(Severity),
    (AbsenceRow, "kind"): lambda value: value in set(AbsenceKind),
}
