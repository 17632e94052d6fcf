"""Columns that keep days as days and instants as aware UTC instants.

As text that sorts and that any database can hold.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from peewee import CharField, Field, TextField

from itb_companion.record.columns import instant_text
from itb_companion.record.errors import Reason, RecordError

ReadT = TypeVar("ReadT")


def _read(field: Field, value: Any, reader: Callable[[Any], ReadT]) -> ReadT | None:
    """Return what a text stands for; RecordError that names table and column where it stands for nothing."""
    try:
        return None if value is None else reader(value)
    except (ValueError, TypeError, RecursionError) as error:
        meta = field.model._meta
        raise RecordError(
            Reason.DAMAGED, Path(meta.database.database), f"{meta.table_name}: {field.column_name}"
        ) from error


class InstantField(CharField):
    """An aware instant, kept in UTC with microseconds: `2026-11-22T09:00:00.000000+00:00`."""

    def db_value(self, value: datetime | None) -> str | None:
        """Return the text for an aware instant; a naive one is a defect."""
        return None if value is None else instant_text(value)

    def python_value(self, value: str | None) -> datetime | None:
        """Return the instant for a text."""
        return _read(self, value, datetime.fromisoformat)


class DayField(CharField):
    """A local date: `2026-11-22`."""

    def db_value(self, value: date | None) -> str | None:
        """Return the text for a day."""
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        """Return the day for a text."""
        return _read(self, value, date.fromisoformat)


class WallTimeField(CharField):
    """A local time of day: `09:00`."""

    def db_value(self, value: time | None) -> str | None:
        """Return the text for a time of day."""
        return None if value is None else value.isoformat("minutes")

    def python_value(self, value: str | None) -> time | None:
        """Return the time of day for a text."""
        return _read(self, value, time.fromisoformat)


class DocumentField(TextField):
    """A small JSON document."""

    def db_value(self, value: Any) -> str | None:
        """Return the text for a document."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        """Return the document for a text."""
        return _read(self, value, json.loads)
