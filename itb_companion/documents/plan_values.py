"""The values of a care plan's file: each reader returns what a value stands for, or raises TypeError or ValueError."""

import re
from datetime import date, time
from typing import Any

from itb_companion.care.plan import PENN_SCALE, Range

_LARGEST = 10**9
_MOST_LETTERS_TOLD = 60


def minutes(given: Any) -> int:
    """Return a whole number."""
    if type(given) is not int or abs(given) > _LARGEST:
        raise TypeError
    return given


def whole_numbers(given: Any) -> Range | None:
    """Return a range of two whole numbers; None for an empty list or text."""
    return _pair(given, int)


def numbers(given: Any) -> Range | None:
    """Return a range of two numbers; None for an empty list or text."""
    return _pair(given, int, float)


def _pair(given: Any, *kinds: type) -> Range | None:
    if given in ([], ""):
        return None
    if type(given) is not list or len(given) != 2 or any(type(end) not in kinds for end in given):  # noqa: PLR2004
        raise TypeError
    if not all(-_LARGEST < end < _LARGEST for end in given):
        raise ValueError
    return Range(given[0], given[1])


def text(given: Any) -> str:
    """Return a text."""
    if not isinstance(given, str):
        raise TypeError
    return given


def truth(given: Any) -> bool:
    """Return true or false."""
    if not isinstance(given, bool):
        raise TypeError
    return given


def wall(given: Any) -> time:
    """Return a time of day: a text such as 08:00, or TOML's own."""
    if isinstance(given, time):
        return given.replace(second=0, microsecond=0, tzinfo=None)
    if not re.fullmatch(r"\d{1,2}:\d{2}", text(given), re.ASCII):
        raise ValueError
    hour, minute = given.split(":")
    return time(int(hour), int(minute))


def day(given: Any) -> date | None:
    """Return a day: TOML's own, or a text such as 2027-03-31; None for an empty text."""
    if type(given) is date:
        return given
    return date.fromisoformat(given) if text(given) else None


def score(given: Any) -> int | None:
    """Return a score of the Penn scale; None for an empty text or list."""
    if given in ("", []):
        return None
    if type(given) is not int or given not in PENN_SCALE:
        raise ValueError
    return given


def shown(given: object) -> str:
    """Return a name as it can be told: short, and without letters that nobody sees."""
    if not isinstance(given, str | int | float) or (isinstance(given, int) and abs(given) > _LARGEST):
        return type(given).__name__
    text = "".join(letter if letter.isprintable() else "?" for letter in str(given)[: _MOST_LETTERS_TOLD + 1])
    return text if len(text) <= _MOST_LETTERS_TOLD else f"{text[:_MOST_LETTERS_TOLD]}…"
