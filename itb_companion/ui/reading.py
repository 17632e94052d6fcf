"""Reads numbers and times as people type them."""

import re
from datetime import time


class Unreadable(ValueError):  # noqa: N818  it is what a person typed, not a failure of the program
    """What was typed cannot be read; `code` names the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(text: str) -> float:
    """Read a number with a comma or a dot; raises Unreadable, also for "2,000", which may be 2 or 2000."""
    plain = re.sub(r"\s", "", text).replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)", plain):
        raise Unreadable("not-a-number")
    marks = re.findall(r"[.,]", plain)
    if len(marks) == 1 and re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain):
        raise Unreadable("number-ambiguous")
    if len(marks) > 1:
        if not re.fullmatch(r"[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*([.,]\d+)?", plain):
            raise Unreadable("not-a-number")
        if len(set(marks)) == 1:  # the same mark again and again only groups
            return float(plain.replace(marks[0], ""))
        plain = plain.replace(marks[0], "")
    return float(plain.replace(",", "."))


def read_whole(text: str) -> int:
    """Read a whole number; raises Unreadable."""
    number = read_number(text)
    if not number.is_integer():
        raise Unreadable("not-a-whole-number")
    return int(number)


def read_time(text: str) -> time:
    """Read a time of day such as 9:30, 09.30 or 9:30 pm; raises Unreadable."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*([ap])?\.?(?:m\.?)?\s*", text, re.IGNORECASE)
    if not found or (text.strip().lower().endswith("m") and not found[3]):
        raise Unreadable("not-a-time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unreadable("not-a-time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise Unreadable("not-a-time") from None


def number_text(value: float | None) -> str:
    """Return a number as a person would type it; None is an empty text."""
    return "" if value is None else format(value, ".10g")
