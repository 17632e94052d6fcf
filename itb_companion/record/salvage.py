"""Saves what can still be read in a damaged record and is not in the backup that takes its place.

Row by row: one that cannot be read, or does not hold what its columns are for, is left and counted. A row that both
have is the backup's; only what was empty in it is filled from the damaged one, such as what replaced an entry.
"""

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from peewee import ForeignKeyField, Model

from itb_companion.care.value import value
from itb_companion.record import soundness
from itb_companion.record.errors import RecordError, reason_of
from itb_companion.record.soundness import columns, name_of
from itb_companion.record.tables import TABLES, PulseRow

_MOST_PROBES = 20_000
_UNREADABLE = (sqlite3.Error, ValueError, OverflowError)
"""What SQLite and its Python module raise in a damaged file; ValueError is a name that is no text."""
Row = tuple[Any, ...]


@value
class Salvaged:
    """What became of the entries that were not in the backup."""

    added: int = 0
    unreadable: int = 0
    """At least so many could not be read, or were not sound."""


def salvage(damaged: Path, candidate: Path) -> Salvaged:
    """Add to a prepared backup what a damaged record of the same format has more; the damaged one is not touched.

    All of it in one transaction. RecordError where the candidate cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=candidate.parent) as name:
        try:
            copy = _copied(damaged, Path(name))
        except OSError:
            return Salvaged()
        into = sqlite3.connect(candidate)
        try:
            with contextlib.closing(sqlite3.connect(copy)) as source:
                found = _merge(source, into)
            into.commit()
        except sqlite3.Error as error:
            raise RecordError(reason_of(error), candidate, str(error)) from error
        finally:
            into.close()
    return found


def _copied(damaged: Path, place: Path) -> Path:
    copy = place / "damaged.db"
    shutil.copyfile(damaged, copy)
    log = damaged.with_name(f"{damaged.name}-wal")
    if log.is_file():
        shutil.copyfile(log, place / "damaged.db-wal")
    return copy


def _merge(source: sqlite3.Connection, into: sqlite3.Connection) -> Salvaged:
    added = unreadable = 0
    with contextlib.suppress(sqlite3.Error):
        source.execute("PRAGMA trusted_schema = OFF")
    for table in TABLES:
        if table is PulseRow or not _same_columns(source, table):
            continue
        rows, lost = _read(source, table)
        kept, wrong = _take(into, table, rows)
        added, unreadable = added + kept, unreadable + lost + wrong
    return Salvaged(added, unreadable)


def _same_columns(source: sqlite3.Connection, table: type[Model]) -> bool:
    try:
        found = {row[1] for row in source.execute(f"PRAGMA table_info({name_of(table)})")}
    except _UNREADABLE:
        return False
    return found == set(columns(table))


def _read(source: sqlite3.Connection, table: type[Model]) -> tuple[dict[int, Row], int]:
    """Return the rows that can be read, by id, and how many of those between them cannot."""
    rows: dict[int, Row] = {}
    broke = False
    for order in ("ASC", "DESC"):
        broke = _scan(source, table, order, rows)
        if not broke:
            return rows, 0
    missing = [id_ for id_ in range(min(rows, default=1), max(rows, default=0)) if id_ not in rows]
    lost = 0
    for id_ in missing[:_MOST_PROBES]:
        row = _one(source, table, id_)
        if isinstance(row, tuple):
            rows[id_] = row
        lost += row is False
    return rows, max(lost, 1)


def _scan(source: sqlite3.Connection, table: type[Model], order: str, rows: dict[int, Row]) -> bool:
    """Read a table from one end as far as it goes; return whether it broke off."""
    names = ", ".join(columns(table))
    try:
        for row in source.execute(f"SELECT {names} FROM {name_of(table)} ORDER BY id {order}"):  # noqa: S608
            if isinstance(row[0], int):
                rows.setdefault(row[0], row)
    except _UNREADABLE:
        return True
    return False


def _one(source: sqlite3.Connection, table: type[Model], id_: int) -> Row | bool:
    """Return one row; True where there is none, False where it cannot be read."""
    try:
        statement = f"SELECT {', '.join(columns(table))} FROM {name_of(table)} WHERE id = ?"  # noqa: S608
        row: Row | None = source.execute(statement, (id_,)).fetchone()
    except _UNREADABLE:
        return False
    return True if row is None else row


def _take(into: sqlite3.Connection, table: type[Model], rows: dict[int, Row]) -> tuple[int, int]:
    """Add what is sound and new; return how many rows, and how many were not sound."""
    names = columns(table)
    statement = f"SELECT {', '.join(names)} FROM {name_of(table)}"  # noqa: S608
    present = {row[0]: row for row in into.execute(statement)}
    sound = {id_: row for id_, row in rows.items() if id_ > 0 and not soundness.wrong_column(table, row)}
    ids = present.keys() | sound.keys()
    added, new = 0, sorted(sound.keys() - present.keys())
    for id_ in new:
        row = _without_dangling(names, sound[id_], ids)
        marks = ", ".join("?" * len(names))
        with contextlib.suppress(sqlite3.IntegrityError):
            if _parents_are_there(into, table, names, row):
                into.execute(f"INSERT INTO {name_of(table)} ({', '.join(names)}) VALUES ({marks})", row)  # noqa: S608
                added += 1
    for id_ in sound.keys() & present.keys():
        _fill_in(into, table, names, present[id_], _without_dangling(names, sound[id_], ids))
    return added, len(rows) - len(sound) + len(new) - added


def _without_dangling(names: list[str], row: Row, ids: set[int]) -> Row:
    """Return a row that nothing replaces, where what had replaced it is lost: better an older entry than none."""
    if "replaced_by" not in names:
        return row
    at = names.index("replaced_by")
    return row if row[at] is None or row[at] in ids else (*row[:at], None, *row[at + 1 :])


def _parents_are_there(into: sqlite3.Connection, table: type[Model], names: list[str], row: Row) -> bool:
    for field in table._meta.sorted_fields:
        refers_to = row[names.index(field.column_name)]
        if isinstance(field, ForeignKeyField) and refers_to is not None:
            statement = f"SELECT 1 FROM {name_of(field.rel_model)} WHERE id = ?"  # noqa: S608
            if into.execute(statement, (refers_to,)).fetchone() is None:
                return False
    return True


def _fill_in(into: sqlite3.Connection, table: type[Model], names: list[str], old: Row, new: Row) -> None:
    """Fill what was empty in the backup's row, if the rows are the same in everything else."""
    changed = [(name, b) for name, a, b in zip(names, old, new, strict=True) if a != b]
    if not changed or any(a is not None for a, b in zip(old, new, strict=True) if a != b):
        return
    settings = ", ".join(f"{name} = ?" for name, _ in changed)
    into.execute(f"UPDATE {name_of(table)} SET {settings} WHERE id = ?", (*(b for _, b in changed), old[0]))  # noqa: S608
