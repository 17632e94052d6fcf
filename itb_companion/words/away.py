"""Words for a time in which nothing could be shown, and for what fell due in it."""

from collections.abc import Sequence
from datetime import date, datetime

from itb_companion.care.absence import Absence
from itb_companion.care.alerts import Alert
from itb_companion.words import due
from itb_companion.words.language import Words


def absence(words: Words, gone: Absence, now: datetime) -> str:
    """Return from when to when nothing could be shown, and why."""
    start, end = words.moment(gone.started_at, now), words.moment(gone.ended_at, now)
    duration = words.duration(gone.ended_at - gone.started_at)
    return words.text(f"away.{gone.kind}", start=start, end=end, duration=duration)


def absence_on_record(words: Words, gone: Absence) -> str:
    """Return the same for a list that is read on any later day: no "today", and the day of the end stands above it."""
    first, last = (at.astimezone(words.zone).date() for at in (gone.started_at, gone.ended_at))
    start, end = words.clock(gone.started_at), words.clock(gone.ended_at)
    if first != last:
        start = words.text("time.at-time", day=words.day(first, last), time=start)
        end = words.text("time.at-time", day=words.day(last, last), time=end)
    duration = words.duration(gone.ended_at - gone.started_at)
    return words.text(f"away.{gone.kind}", start=start, end=end, duration=duration)


def due_meanwhile(words: Words, alerts: Sequence[Alert], today: date) -> str:
    """Return what fell due in that time, in one sentence."""
    titles = list(dict.fromkeys(due.title(words, alert.item, today) for alert in alerts))
    unit = "one" if len(alerts) == 1 else "other"
    return words.text(f"away.due.{unit}", n=len(alerts), what="; ".join(titles))
