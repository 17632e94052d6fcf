"""Reads an export and says everything that is wrong with it, each with its place, before anything is kept of it."""

import json
from enum import StrEnum
from typing import Any

from itb_companion.care.problems import Problem
from itb_companion.care.value import value
from itb_companion.record import migrations
from itb_companion.record.whole import Row, Rows
from itb_companion.record.whole_facts import facts_problems, shown
from itb_companion.record.whole_keys import id_in
from itb_companion.record.whole_schema import (
    HEADER,
    KEY_FIELDS,
    KEYED,
    MOST_BYTES,
    MOST_ENTRIES,
    NAME,
    VERSION,
    Column,
    Kind,
    columns,
)
from itb_companion.record.whole_values import WrongValueError, read_value

MOST_NAMED = 20
"""So many problems are named; the others are counted."""


class Why(StrEnum):
    """Why a file cannot be taken in."""

    TOO_LARGE = "too-large"
    NOT_READABLE = "not-readable"
    """It is no JSON in UTF-8: cut short, damaged, or something else."""
    NOT_AN_EXPORT = "not-an-export"
    A_BACKUP = "a-backup"
    """It is a record, or a backup of one, which is restored and not taken in."""
    NEWER = "newer"
    PROBLEMS = "problems"
    TWO_OPEN = "two-open"
    """Help is being sought here and, about something else, in the file."""


@value
class Fault:
    """One problem at one place, such as `contact[3].day_number`; entries are counted from 0, as in JSON."""

    place: str
    problem: Problem


class NotTakenError(ValueError):
    """A file cannot be taken in; nothing of it was."""

    def __init__(self, why: Why, detail: str = "", faults: tuple[Fault, ...] = (), more: int = 0) -> None:
        super().__init__(", ".join([why, detail, *(f"{fault.place}: {fault.problem.code}" for fault in faults)]))
        self.why = why
        self.detail = detail
        self.faults = faults
        self.more = more


@value
class Export:
    """What stands in an export that is in order."""

    rows: Rows
    program: str
    made_at: str
    """When it was made, in UTC, as ISO 8601."""


def checked(data: bytes) -> Export:
    """Return what stands in an export; NotTakenError names what is wrong with it."""
    document = _document(data)
    if document.get("format") != NAME:
        raise NotTakenError(Why.NOT_AN_EXPORT)
    version, record_format = document.get("version"), document.get("record_format")
    if _is_above(version, VERSION) or _is_above(record_format, migrations.FORMAT):
        raise NotTakenError(Why.NEWER, shown(document.get("program", "")))
    return _Checker(document).export()


def _is_above(given: object, most: int) -> bool:
    return type(given) is int and given > most


class _AmbiguousError(ValueError):
    """A JSON object names the same thing twice; which of them counts, nobody knows."""


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise NotTakenError(Why.TOO_LARGE, f"{MOST_BYTES // 2**20}")
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_once_each, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotTakenError(Why.NOT_READABLE, _where(error)) from error
    if type(document) is not dict:
        raise NotTakenError(Why.NOT_AN_EXPORT)
    return document


def _where(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}"
    return shown(error) if isinstance(error, _AmbiguousError) else ""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _AmbiguousError(next(name for name in names if names.count(name) > 1))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


class _Checker:
    """Walks through one document and gathers what is wrong."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._faults: list[Fault] = []
        self._count = 0
        given = document.get("record_format")
        self._is_older = type(given) is int and given < migrations.FORMAT

    def export(self) -> Export:
        """Return the rows as they are kept, or raise NotTakenError with every problem."""
        self._check_header()
        rows = self._rows()
        if not self._count:
            for table, found in columns().items():
                self._check_references(table, found, rows)
            self._check_families(rows)
        if self._count:
            raise NotTakenError(Why.PROBLEMS, "", tuple(self._faults), self._count - len(self._faults))
        return Export(rows, shown(self._document["program"]), self._document["made_at"])

    def _tell(self, place: str, problem: Problem) -> None:
        self._count += 1
        if len(self._faults) < MOST_NAMED:
            self._faults.append(Fault(place, problem))

    def _tell_code(self, place: str, code: str, **facts: object) -> None:
        self._tell(place, Problem("", code, facts=facts))

    def _check_header(self) -> None:
        for name in HEADER:
            if name not in self._document:
                self._tell_code(name, "whole-missing")
        for name in self._document.keys() - {*HEADER}:
            self._tell_code(shown(name), "whole-unknown-field")
        for name in ("version", "record_format"):
            given = self._document.get(name)
            if name in self._document and (type(given) is not int or given < 1):
                self._tell_code(name, "whole-not-a-whole-number")
        for name, kind in (("program", Kind.TEXT), ("made_at", Kind.INSTANT)):
            if name in self._document:
                try:
                    self._document[name] = read_value(Column(name, kind, may_be_empty=False), self._document[name])
                except WrongValueError as error:
                    self._tell_code(name, error.code, **error.facts)

    def _rows(self) -> Rows:
        given = self._document.get("tables", {})
        if type(given) is not dict:
            self._tell_code("tables", "whole-not-an-object")
            return {}
        for table in given.keys() - columns().keys():
            self._tell_code(shown(table), "whole-unknown-table")
        rows: Rows = {}
        for table, found in columns().items():
            entries = given.get(table)
            if table not in given and not self._is_older:
                self._tell_code(table, "whole-missing")
            elif table in given and type(entries) is not list:
                self._tell_code(table, "whole-not-a-list")
                entries = None
            elif entries and len(entries) > MOST_ENTRIES:
                self._tell_code(table, "whole-too-many", most=MOST_ENTRIES)
                entries = None
            rows[table] = [self._row(f"{table}[{at}]", table, found, each) for at, each in enumerate(entries or ())]
        return rows

    def _row(self, place: str, table: str, found: tuple[Column, ...], given: Any) -> Row:
        if type(given) is not dict:
            self._tell_code(place, "whole-not-an-object")
            return {}
        before, row = self._count, {}
        for column in found:
            name = column.name
            if name in given:
                try:
                    row[name] = read_value(column, given[name])
                except WrongValueError as error:
                    self._tell_code(f"{place}.{name}", error.code, **error.facts)
            elif self._is_older and (column.may_be_empty or column.default is not None):
                row[name] = column.default
            else:
                self._tell_code(f"{place}.{name}", "whole-missing")
        if len(given) > len(found) or not row.keys() >= given.keys():
            for name in given.keys() - {column.name for column in found}:
                self._tell_code(f"{place}.{shown(name)}", "whole-unknown-field")
        if self._count == before:
            for problem in facts_problems(table, row):
                self._tell(f"{place}.{problem.field}", problem)
        return row

    def _check_references(self, table: str, found: tuple[Column, ...], rows: Rows) -> None:
        for column in found:
            if column.is_id or column.is_unique:
                self._check_unique(table, column.name, rows[table])
            if column.refers_to:
                known = {row["id"] for row in rows[column.refers_to]}
                for at, row in enumerate(rows[table]):
                    if row[column.name] is not None and row[column.name] not in known:
                        self._tell_code(f"{table}[{at}].{column.name}", "whole-no-such-entry")
            if column.refers_to == table:
                self._check_ends(table, column.name, rows[table])
        for name in [field for of, field in KEY_FIELDS if of == table]:
            self._check_keys(table, name, rows)

    def _check_unique(self, table: str, name: str, rows: list[Row]) -> None:
        seen = set()
        for at, row in enumerate(rows):
            if row[name] in seen:
                self._tell_code(f"{table}[{at}].{name}", "whole-twice")
            seen.add(row[name])

    def _check_ends(self, table: str, name: str, rows: list[Row]) -> None:
        """Refuse chains that bite their own tail: nothing in them would be current."""
        after = {row["id"]: row[name] for row in rows}
        ends: set[int | None] = {None}
        for at, row in enumerate(rows):
            walked, here = set(), row["id"]
            while here not in ends and here not in walked:
                walked.add(here)
                here = after.get(here)
            if here in walked:
                self._tell_code(f"{table}[{at}].{name}", "whole-replaced-in-a-circle")
            ends |= walked

    def _check_keys(self, table: str, name: str, rows: Rows) -> None:
        known = {of: {row["id"] for row in rows[of]} for of in KEYED.values()}
        for at, row in enumerate(rows[table]):
            about = id_in(row[name])
            if about is not None and about[1] not in known[about[0]]:
                self._tell_code(f"{table}[{at}].{name}", "whole-no-such-entry")

    def _check_families(self, rows: Rows) -> None:
        """Refuse an episode without a cause, and a second open one: neither can be shown."""
        caused = {row["episode_id"] for row in rows["cause"]}
        is_open = [at for at, row in enumerate(rows["episode"]) if row["ended_at"] is None]
        for at, row in enumerate(rows["episode"]):
            if row["id"] not in caused:
                self._tell_code(f"episode[{at}]", "whole-without-cause")
        for at in is_open[1:]:
            self._tell_code(f"episode[{at}].ended_at", "whole-second-open")
