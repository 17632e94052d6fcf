"""What every part of the handover sheet shares: typed text on one line, days and instants by their date."""

from datetime import date, datetime
from unicodedata import bidirectional, category

from itb_companion.words import Words

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def one_line(text: str) -> str:
    """Return what a person typed as one line that disturbs nothing around it.

    Breaks become spaces, what steers the direction of writing is left out, and words that run from right to left are
    set apart, so that the numbers after them keep their order.
    """
    letters = (_letter(letter) for letter in text if letter not in _BIDI_CONTROLS)
    line = " ".join("".join(letters).split())
    runs_left = any(bidirectional(letter) in _RIGHT_TO_LEFT for letter in line)
    return f"{_ISOLATE}{line}{_END_ISOLATE}" if runs_left else line


def _letter(letter: str) -> str:
    kind = category(letter)
    if kind == "Cs":
        return "\ufffd"  # half of a pair, which no file can hold
    return " " if kind == "Cc" else letter


def day_told(words: Words, day: date) -> str:
    """Return a day with its year."""
    return f"{words.short_day(day)} {day.year}"


def moment_told(words: Words, at: datetime, now: datetime | None = None) -> str:
    """Return an instant by its date, since "today" is wrong on paper tomorrow; with its year if that is not now's."""
    day = at.astimezone(words.zone).date()
    same_year = now is not None and now.astimezone(words.zone).year == day.year
    told = words.short_day(day) if same_year else day_told(words, day)
    return words.text("handover.moment", day=told, time=words.clock(at))
