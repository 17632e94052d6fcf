"""The one module that asks the system for the time and the time zone."""

import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo


class SystemZone(tzinfo):
    """The zone this computer is set to, with its daylight-saving rules, asked anew at every use."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """Return the offset that the system's rules give for this local time."""
        if dt is None:
            return None
        return _told(dt.replace(tzinfo=None, fold=dt.fold)).utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002 - tzinfo asks for the argument
        """Return None: nothing here needs to know how much of the offset is daylight saving."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """Return the system's name for the zone at this local time."""
        return None if dt is None else _told(dt.replace(tzinfo=None)).tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """Return the local time of a UTC time that carries this zone."""
        told = _told(dt.replace(tzinfo=UTC))
        local = told.replace(tzinfo=self, fold=0)
        # Of an hour that comes twice, the second one is told apart by its offset.
        return local if local.utcoffset() == told.utcoffset() else local.replace(fold=1)


def _told(dt: datetime) -> datetime:
    """Return a time with the system's offset; in UTC where the rules are none, as with `TZ=UTC+24`.

    A clock that is hours off still reminds, and one that raises opens not even the emergency screen.
    """
    try:
        return dt.astimezone()
    except (ValueError, OverflowError):
        return dt.replace(tzinfo=UTC)


class SystemClock:
    """Wall clock, zone and a steady counter, as the computer gives them."""

    def __init__(self) -> None:
        self._zone = SystemZone()

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> tzinfo:
        """Return the zone the computer is set to at this moment, re-read so that a journey is noticed."""
        if hasattr(time, "tzset"):
            time.tzset()
        return self._zone

    def since_boot_s(self) -> float:
        """Return seconds since the computer was started, sleep included; no clock change moves it."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        if sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_MONOTONIC)  # Python's own counter stands still while a Mac sleeps
        return time.monotonic()
