"""One occurrence of something due, and the moment as the series of such occurrences see it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from itb_companion.care.household import Appointment, Household
from itb_companion.care.severity import Severity
from itb_companion.care.value import field, value


class Kind(StrEnum):
    """What something due is about. Its words are in `words`, its action in `ui`."""

    BOOK = "book"
    ATTEND = "attend"
    INSIDE_MARGIN = "inside-margin"
    TOO_LATE = "too-late"
    MISSED = "missed"
    OVERDUE = "overdue"
    EMPTY = "empty"
    NO_PRINTOUT = "no-printout"
    REPLACE_PUMP = "replace-pump"
    VERIFY_NUMBERS = "verify-numbers"
    ORAL_EXPIRY = "oral-expiry"
    BACKUP = "backup"
    SIGN_CHECK = "sign-check"
    RECHECK = "recheck"
    EPISODE = "episode"


@value
class Item:
    """One occurrence. `key` is derived from what it is about, so the same occurrence has the same key for ever."""

    kind: Kind
    cause: str
    key: str
    due_at: datetime
    """Aware, in UTC."""
    severity: Severity
    facts: dict[str, Any] = field(default_factory=dict, compare=False)
    once: bool = False
    """Whether having seen it is enough; everything else is settled only by the fact."""
    danger_at: datetime | None = None
    """No snooze reaches past this instant."""


@value
class View:
    """One moment as the series see it: now, the local day, and how to resolve a local time."""

    household: Household
    now: datetime
    zone: tzinfo
    until: date
    first: date
    """No series that speaks every day looks further back than this."""

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, wall: time) -> datetime:
        """Resolve a local wall time; of one that comes twice the first counts.

        One that is skipped comes after the gap.
        """
        return datetime.combine(day, wall, tzinfo=self.zone).astimezone(UTC)

    def morning(self, day: date) -> datetime:
        """Resolve the time of day at which reminders come."""
        return self.at(day, self.household.preferences.morning)

    def entered(self, appointment: Appointment) -> datetime:
        """Return when an appointment was entered; one from a clock that stood ahead counts as entered now."""
        return min(appointment.entered_at, self.now)

    def that_matter(self, days: Iterable[date]) -> list[date]:
        """Return the days from the first that can matter on, and the one before it, which may still stand."""
        ordered = sorted(days)
        return ordered[max(bisect_left(ordered, self.first) - 1, 0) :]

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from first to last that can matter, up to the horizon."""
        day = max(first, self.first)
        end = min(last, self.until)
        while day <= end:
            yield day
            day += timedelta(days=1)


def days_before(day: date, steps: Iterable[int]) -> set[date]:
    """Return the days that lie so many days before a day."""
    return {day - timedelta(days=step) for step in steps}
