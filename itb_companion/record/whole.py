"""Everything that is kept as one file, and everything that is kept as plain rows.

`whole_schema` says what the file holds, `whole_check` reads one, `whole_merge` joins two, `whole_import` keeps the
result.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peewee import PeeweeException, SqliteDatabase

from itb_companion import __version__
from itb_companion.record import migrations
from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.whole_schema import NAME, VERSION, Column, Kind, columns

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Entries by table, each with plain JSON values: what stands in an export, and what a merge works on."""


_BUSY_MS = 5_000  # nobody waits in front of the window for such a thread


def nothing() -> Rows:
    """Return the rows of a record in which nothing is kept."""
    return {table: [] for table in columns()}


@contextmanager
def connected(store: Store) -> Iterator[None]:
    """Let the thread that asks use an open record on a connection of its own, and close that again."""
    try:
        store.database.connect()
        store.database.execute_sql("PRAGMA synchronous = FULL")
        store.database.execute_sql(f"PRAGMA busy_timeout = {_BUSY_MS:d}")
        yield
    except PeeweeException as error:
        raise RecordError(reason_of(error), store.path, str(error)) from error
    finally:
        store.database.close()


def read(store: Store) -> Rows:
    """Return everything that is kept, in the order of the ids; RecordError where it cannot be read."""
    return read_from(store.database, store.path)


def read_from(database: migrations.Database, path: Path) -> Rows:
    """Return everything that an open database holds."""
    try:
        with database.atomic("DEFERRED"):
            return {table: _rows(database, table, found) for table, found in columns().items()}
    except ValueError as error:
        raise RecordError(Reason.NOT_A_RECORD, path, str(error)) from error


def _rows(database: migrations.Database, table: str, found: tuple[Column, ...]) -> list[Row]:
    names = [column.name for column in found]
    key = next(column.name for column in found if column.is_id)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor = database.execute_sql(f'SELECT {listed} FROM "{table}" ORDER BY "{key}"')  # noqa: S608 - our own names
    plain = [_PLAIN.get(column.kind) for column in found]
    return [
        {
            name: each if each is None or make is None else make(each)
            for name, each, make in zip(names, kept, plain, strict=True)
        }
        for kept in cursor.fetchall()
    ]


_PLAIN: Mapping[Kind, Callable[[Any], Any]] = {Kind.DOCUMENT: json.loads, Kind.TICK: bool}


def export_bytes(rows: Rows, now: datetime, record_format: int = migrations.FORMAT) -> bytes:
    """Return the export of rows, made at an aware instant; the same rows and instant give the same bytes.

    RecordError where a number is kept that no JSON can say.
    """
    header = {
        "format": NAME,
        "version": VERSION,
        "program": __version__,
        "record_format": record_format,
        "made_at": now.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    try:
        lines = [f"  {_text(name)}: {_text(each)}," for name, each in header.items()]
        listed = ",\n".join(_listed(table, rows[table]) for table in columns())
        return "\n".join(["{", *lines, '  "tables": {', listed, "  }", "}", ""]).encode()
    except ValueError as error:
        raise RecordError(Reason.FAILED, Path(DATABASE_NAME), str(error)) from error


def _listed(table: str, rows: list[Row]) -> str:
    if not rows:
        return f"    {_text(table)}: []"
    entries = ",\n".join(f"      {_text(row)}" for row in rows)
    return f"    {_text(table)}: [\n{entries}\n    ]"


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False)


def kept_in(folder: Path) -> Rows:
    """Return what the record of a folder holds, without making one; nothing where there is none.

    A record of an older format is read through a copy in memory, so that looking changes nothing.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        return nothing()
    copy = SqliteDatabase(":memory:", pragmas={"foreign_keys": 1})
    try:
        copy.connect()
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            source.backup(copy.connection())
        _bring_up_to_date(copy, path)
        return read_from(copy, path)
    except (PeeweeException, sqlite3.Error, OSError) as error:
        raise RecordError(reason_of(error), path, str(error)) from error
    finally:
        copy.close()


def _bring_up_to_date(copy: SqliteDatabase, path: Path) -> None:
    found = migrations.format_of(copy)
    if found > migrations.FORMAT:
        raise RecordError(Reason.NEWER, path)
    if found == 0 and copy.get_tables():
        raise RecordError(Reason.NOT_A_RECORD, path)
    migrations.migrate(copy)
