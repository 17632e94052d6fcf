"""Reads when something began, as people type it: "04:30", "yesterday 22:00", "monday 8 pm", "3 hours ago"."""

import re
from datetime import UTC, date, datetime, time, timedelta

from itb_companion.words.language import Words

LONGEST = timedelta(days=366)
_SHORTEST_WEEKDAY = 2  # letters: "mo"
_CLOCK = r"(\d{1,2})\s*[:.h]\s*(\d{2})|(\d{2})(\d{2})|(\d{1,2})(?=\s*[ap])"


class UnclearMomentError(ValueError):
    """What was typed tells no moment of the past; `key` is that of the sentence that says so."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = f"check.since.{key}"


def read_past(words: Words, text: str, now: datetime) -> datetime:
    """Return the instant that was typed, in UTC; raises UnclearMomentError.

    A time of day alone is the last one that has been: at 03:00, "22:00" is yesterday's.
    """
    typed = " ".join(text.lower().replace(",", " ").split())
    found = _span_ago(words, typed, now) or _on_a_day(words, typed, now)
    if found is None:
        raise UnclearMomentError("unreadable")
    if found > now:
        raise UnclearMomentError("future")
    if now - found > LONGEST:
        raise UnclearMomentError("long-ago")
    return found


def _span_ago(words: Words, typed: str, now: datetime) -> datetime | None:
    """Return the instant so long ago; a unit may be shortened, such as "h" or "min"."""
    found = re.fullmatch(r"(\d{1,5})\s*([^\W\d]+)\.?(?: [^\W\d]+)?", typed)
    if not found:
        return None
    count = int(found[1])
    for unit in ("minute", "hour", "day"):
        name = words.count(unit, 2).split()[-1]
        if name.startswith(found[2]) or words.count(unit, 1).split()[-1] == found[2]:
            return now - timedelta(**{f"{unit}s": count})
    return None


def _on_a_day(words: Words, typed: str, now: datetime) -> datetime | None:
    """Return the instant on a day that is named, or today or yesterday where none is."""
    local = now.astimezone(words.zone)
    found = re.search(rf"(?:^|\s)(?:{_CLOCK})\s*(?:([ap])\.?(?:m\.?)?)?$", typed)
    named = re.sub(rf"(?:^|\s){re.escape(_at(words))}$", "", typed[: found.start()] if found else typed).strip()
    clock = _clock(found.groups()) if found else local.time()
    if clock is None or (found is None and named in ("", words.text("time.today"))):
        return None
    if named:
        ago = _days_ago(words, named, local.date())
        return None if ago is None else _instant(words, local.date() - timedelta(days=ago), clock)
    last = _instant(words, local.date(), clock)
    return last if last <= now else _instant(words, local.date() - timedelta(days=1), clock)


def _at(words: Words) -> str:
    """Return what stands between a day and a time: "at"."""
    return words.text("time.at-time", day="", time="").strip()


def _clock(groups: tuple[str | None, ...]) -> time | None:
    """Return the time of day; None for one that no clock shows."""
    hour, minute = int(groups[0] or groups[2] or groups[4] or 0), int(groups[1] or groups[3] or 0)
    half = groups[5]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a half day
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - hours, minutes


def _days_ago(words: Words, named: str, today: date) -> int | None:
    """Return how many days ago the day was: today, yesterday, or the last day with that name."""
    for days, key in ((0, "time.today"), (1, "time.yesterday")):
        if named == words.text(key):
            return days
    if len(named) < _SHORTEST_WEEKDAY:
        return None
    for days in range(1, 8):
        if words.day(today - timedelta(days=days), today).lower().split()[0].startswith(named):
            return days
    return None


def _instant(words: Words, day: date, clock: time) -> datetime:
    """Return a local time as an instant; of an hour that comes twice, the first."""
    clock = clock.replace(second=0, microsecond=0, tzinfo=None)
    return datetime.combine(day, clock, tzinfo=words.zone).astimezone(UTC)
