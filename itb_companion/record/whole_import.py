"""Takes an export into the record: all of it or nothing, in one transaction, read back before it counts."""

import sqlite3
from datetime import datetime

from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.fields import DocumentField
from itb_companion.record.store import Store
from itb_companion.record.whole import Row, Rows, read
from itb_companion.record.whole_merge import Merged, merge
from itb_companion.record.whole_schema import Column, Kind, columns


def take_in(store: Store, theirs: Rows, now: datetime) -> Merged:
    """Add what is missing in the record; to be called within a transaction, which must be undone where this raises.

    `theirs` is what `whole_check.checked` returned. RecordError where it cannot be written, NotTakenError where two
    episodes would be open. Where everything is known, nothing is written.
    """
    mine = read(store)
    merged = merge(mine, theirs, now)
    if merged.rows != mine:
        _replace(store, merged.rows)
        if read(store) != merged.rows:
            raise RecordError(Reason.FAILED, store.path, "what was written is not what can be read")
    return merged


def _replace(store: Store, rows: Rows) -> None:
    """Write every row anew: entries that came in stand between others, whose ids move with what refers to them."""
    connection = store.database.connection()
    try:
        for table in reversed(list(columns())):
            connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own names
        for table, found in columns().items():
            names = ", ".join(f'"{column.name}"' for column in found)
            places = ", ".join("?" * len(found))
            insert = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 - our own names
            connection.executemany(insert, (_kept(row, found) for row in rows[table]))
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise RecordError(reason_of(error), store.path, str(error)) from error


def _kept(row: Row, found: tuple[Column, ...]) -> list[object]:
    return [_DOCUMENTS.db_value(row[each.name]) if each.kind is Kind.DOCUMENT else row[each.name] for each in found]


_DOCUMENTS = DocumentField()
