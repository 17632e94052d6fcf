"""Reads single values of an export: each comes back as it is kept, or with the code of what is wrong with it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from itb_companion.record.whole_schema import (
    DEEPEST,
    LARGEST_ID,
    LARGEST_NUMBER,
    LARGEST_WHOLE,
    LONGEST_TEXT,
    Column,
    Kind,
)

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_AS_KEPT = len("2026-11-22T09:00:00.000000+00:00")


class WrongValueError(ValueError):
    """A value that cannot be kept; `code` names the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_value(column: Column, given: Any) -> Any:
    """Return a value as the record keeps it; WrongValueError where it cannot be kept."""
    if given is None:
        if column.may_be_empty:
            return None
        raise WrongValueError("whole-empty")
    if column.is_id or column.refers_to:
        return _id(given)
    return _READERS[column.kind](given)


def _id(given: Any) -> int:
    if type(given) is not int or not 1 <= given <= LARGEST_ID:
        raise WrongValueError("whole-not-an-id")
    return given


def _text(given: Any) -> str:
    if type(given) is not str:
        raise WrongValueError("whole-not-text")
    if len(given) > LONGEST_TEXT:
        raise WrongValueError("whole-text-too-long", most=LONGEST_TEXT)
    if not given.isprintable() and not _can_be_kept(given):
        raise WrongValueError("whole-text-unkeepable")
    return given


def _can_be_kept(text: str) -> bool:
    """Whether a database takes these letters: no zero, and no half of a letter."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(given: Any) -> int:
    if type(given) is not int or not -LARGEST_WHOLE <= given <= LARGEST_WHOLE:
        raise WrongValueError("whole-not-a-whole-number")
    return given


def _number(given: Any) -> float:
    if type(given) not in (int, float) or not -LARGEST_NUMBER <= given <= LARGEST_NUMBER:
        raise WrongValueError("whole-not-a-number")
    return float(given)


def _tick(given: Any) -> bool:
    if type(given) is not bool:
        raise WrongValueError("whole-not-yes-or-no")
    return given


def _instant(given: Any) -> str:
    try:
        instant = datetime.fromisoformat(_text(given))
        if instant.tzinfo is None or not _FIRST_YEAR < instant.year < _LAST_YEAR:
            raise WrongValueError("whole-not-an-instant")
        if len(given) == _AS_KEPT and given[7] == "-" and given[10] == "T" and given.endswith("+00:00"):
            return str(given)
        return instant.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError) as error:
        raise WrongValueError("whole-not-an-instant") from error


def _day(given: Any) -> str:
    try:
        day = date.fromisoformat(_text(given))
    except ValueError as error:
        raise WrongValueError("whole-not-a-day") from error
    if not _FIRST_YEAR < day.year < _LAST_YEAR:
        raise WrongValueError("whole-not-a-day")
    return day.isoformat()


def _wall_time(given: Any) -> str:
    try:
        wall = time.fromisoformat(_text(given))
    except ValueError as error:
        raise WrongValueError("whole-not-a-time") from error
    if wall.tzinfo is not None:
        raise WrongValueError("whole-not-a-time")
    return wall.isoformat("minutes")


def _document(given: Any) -> Any:
    """Return a small JSON document; one without end, or with numbers that no other program could read, is refused."""
    room = LONGEST_TEXT
    level = [given]
    for _ in range(DEEPEST):
        inside: list[Any] = []
        for each in level:
            room -= 1
            if type(each) is dict:
                inside += [*each, *each.values()]
            elif type(each) is list:
                inside += each
            elif type(each) is str:
                room -= len(_text(each))
            elif type(each) in (int, float):
                _number(each)
        if room < 0 or not inside:
            break
        level = inside
    else:
        raise WrongValueError("whole-document-too-deep")
    if room < 0:
        raise WrongValueError("whole-text-too-long", most=LONGEST_TEXT)
    return given


_READERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INSTANT: _instant,
    Kind.DAY: _day,
    Kind.WALL_TIME: _wall_time,
    Kind.DOCUMENT: _document,
    Kind.TICK: _tick,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.TEXT: _text,
}
