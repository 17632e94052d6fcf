"""What a whole export holds, read off the tables themselves: every field of every table, and what may stand in it.

The file is JSON in UTF-8, indented, one entry a line:

    {
      "format": "itb-companion-export",     always this
      "version": 1,                         of the layout described here
      "program": "0.1.0",                   that wrote it
      "record_format": 2,                   number of the record's own format
      "made_at": "2026-11-22T09:00:00.000000+00:00",
      "tables": {"person": [{"id": 1, ...}, ...], "pump": [...], ...}
    }

Every table of the record is there under its name, also an empty one, with its entries in the order of their ids, and
every entry has every field of its table. Instants are ISO 8601 in UTC with microseconds, days ISO dates, times of day
HH:MM, documents plain JSON. `replaced_by` and fields of another table's name carry the id of another entry of the same
file. Ids mean nothing outside of the file: an import gives new ones where others are there already. Entries of alerts
also name ids inside their keys, as in "recheck:7:urgent" and "episode:3:emergency"; see KEYED.

`schema()` gives the same as a JSON Schema.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from peewee import BooleanField, Field, FloatField, ForeignKeyField, IntegerField, Model

from itb_companion.care.value import value
from itb_companion.record import tables
from itb_companion.record.fields import DayField, DocumentField, InstantField, WallTimeField

NAME = "itb-companion-export"
VERSION = 1
HEADER = ("format", "version", "program", "record_format", "made_at", "tables")
MOST_BYTES = 64 * 1024 * 1024
LONGEST_TEXT = 100_000
MOST_ENTRIES = 1_000_000
LARGEST_WHOLE = 2**31 - 1
LARGEST_NUMBER = 1e12
LARGEST_ID = 1_000_000_000
DEEPEST = 20

KEYED: Mapping[str, str] = {"recheck": "sign_check", "episode": "episode"}
"""What an alert is about, by the first word of its key, and the table whose id is the second."""
KEY_FIELDS = (("alert", "cause"), ("alert", "key"), ("occurrence", "key"), ("delivery", "key"))


class Kind(StrEnum):
    """What a field may hold."""

    INSTANT = "instant"
    DAY = "day"
    WALL_TIME = "wall-time"
    DOCUMENT = "document"
    TICK = "yes-or-no"
    NUMBER = "number"
    WHOLE = "whole-number"
    TEXT = "text"


@value
class Column:
    """One field of a table, as an export has it."""

    name: str
    kind: Kind
    may_be_empty: bool
    refers_to: str = ""
    """The table whose ids it carries, or nothing."""
    is_id: bool = False
    is_unique: bool = False
    default: Any = None
    """What an entry of an older record gets, which had no such field; None where nothing can be assumed."""


_KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (InstantField, Kind.INSTANT),
    (DayField, Kind.DAY),
    (WallTimeField, Kind.WALL_TIME),
    (DocumentField, Kind.DOCUMENT),
    (BooleanField, Kind.TICK),
    (FloatField, Kind.NUMBER),
    (IntegerField, Kind.WHOLE),
)


@cache
def columns() -> Mapping[str, tuple[Column, ...]]:
    """Return every column of every table by the table's name; parents stand before those that refer to them."""
    return {name_of(table): tuple(_column(table, field) for field in fields_of(table)) for table in tables.TABLES}


def name_of(table: type[Model]) -> str:
    """Return what a table is called in the database and in an export."""
    return str(table._meta.table_name)


def fields_of(table: type[Model]) -> tuple[Field, ...]:
    """Return the fields of a table in the order in which it defines them, its id first."""
    return tuple(table._meta.sorted_fields)


def _column(table: type[Model], field: Field) -> Column:
    refers_to = ""
    if isinstance(field, ForeignKeyField):
        refers_to, kind = name_of(field.rel_model), Kind.WHOLE
    else:
        kind = next((kind for cls, kind in _KINDS if isinstance(field, cls)), Kind.TEXT)
        if field.name == "replaced_by" and issubclass(table, tables.Entry):
            refers_to = name_of(table)
    default = None if callable(field.default) else field.default
    return Column(
        str(field.column_name), kind, bool(field.null), refers_to, bool(field.primary_key), bool(field.unique), default
    )


_SHAPES: Mapping[Kind, dict[str, Any]] = {
    Kind.INSTANT: {"type": "string", "format": "date-time"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.WALL_TIME: {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"},
    Kind.DOCUMENT: {},
    Kind.TICK: {"type": "boolean"},
    Kind.NUMBER: {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
    Kind.WHOLE: {"type": "integer", "minimum": -LARGEST_WHOLE, "maximum": LARGEST_WHOLE},
    Kind.TEXT: {"type": "string", "maxLength": LONGEST_TEXT},
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an export."""
    described = {table: _table_schema(found) for table, found in columns().items()}
    header: dict[str, Any] = {
        "format": {"const": NAME},
        "version": {"const": VERSION},
        "program": {"type": "string"},
        "record_format": {"type": "integer", "minimum": 1},
        "made_at": _SHAPES[Kind.INSTANT],
        "tables": _object(described),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": NAME} | _object(header)


def _table_schema(found: tuple[Column, ...]) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST_ENTRIES, "items": _object({each.name: _shape(each) for each in found})}


def _shape(column: Column) -> dict[str, Any]:
    shape = dict(_SHAPES[column.kind])
    if column.is_id or column.refers_to:
        shape |= {"minimum": 1, "maximum": LARGEST_ID}
    if column.refers_to:
        shape["description"] = f"id of an entry of {column.refers_to}"
    if column.may_be_empty and "type" in shape:
        shape["type"] = [shape["type"], "null"]
    return shape


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    closed = {"required": list(properties), "additionalProperties": False}
    return {"type": "object", "properties": properties} | closed
