"""Times in which nothing could be shown, and what can be told about why."""

from datetime import datetime, timedelta
from enum import StrEnum

from itb_companion.care.value import value

ABSENT_AFTER = timedelta(minutes=2)


class AbsenceKind(StrEnum):
    """Why nothing could be shown, as far as the clocks tell."""

    COMPUTER_OFF = "computer-off"
    """The computer was started after the program had looked last."""
    NOT_RUNNING = "not-running"
    """The program was not running."""
    ASLEEP = "asleep"
    """The program was running and could not act: the computer slept."""
    CLOCK_SET = "clock-set"
    """No time passed; somebody, or the network, set the clock ahead."""


@value
class Absence:
    """One time in which nothing could be shown."""

    started_at: datetime
    ended_at: datetime
    kind: AbsenceKind
    id: int | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether an instant falls into it."""
        return self.started_at <= moment <= self.ended_at


@value
class Look:
    """One look at the clocks: the wall, and the seconds since the computer was started, sleep included."""

    at: datetime
    since_boot_s: float


def absence(last_at: datetime | None, before: Look | None, now: Look) -> Absence | None:
    """Return the time since the last look in which nothing could be shown; None where it is no longer than 2 minutes.

    `last_at` is when any run of the program looked last, `before` the last look of this run.
    """
    started_at = before.at if before is not None else last_at
    if started_at is None or now.at - started_at <= ABSENT_AFTER:
        return None
    return Absence(started_at, now.at, _kind(now.at - started_at, before, now))


def _kind(gap: timedelta, before: Look | None, now: Look) -> AbsenceKind:
    if before is None:
        started_since = timedelta(seconds=now.since_boot_s) < gap
        return AbsenceKind.COMPUTER_OFF if started_since else AbsenceKind.NOT_RUNNING
    passed = timedelta(seconds=now.since_boot_s - before.since_boot_s)
    return AbsenceKind.CLOCK_SET if gap - passed > ABSENT_AFTER else AbsenceKind.ASLEEP
