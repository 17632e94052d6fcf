"""The clock that the program sees, which is not the computer's: moved by libfaketime."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from .session import faketime, local_now


def ahead_of_now(days: int, wall: str) -> timedelta:
    """Return how far the clock must be moved to show this time of day, so many days from now."""
    return at(days, wall) - local_now()


def at(days: int, wall: str) -> datetime:
    """Return the instant at which the program's clock shows this time of day, so many days from now."""
    now = local_now()
    return datetime.combine(now.date() + timedelta(days=days), time.fromisoformat(wall), tzinfo=now.tzinfo)


def day_told(day: date, today: date) -> str:
    """Return a day as the program tells it, neither today nor next to it: with its year where that is another one."""
    words = f"{day:%A} {day.day} {day:%B}"
    return words if day.year == today.year else f"{words} {day.year}"


def shifted(span: timedelta) -> dict[str, str]:
    """Return the environment in which a program's clock stands so far ahead of the real one, for good.

    Its steady clock stays as it is, as on a computer of which the clock is set.
    """
    return {
        "LD_PRELOAD": faketime(),
        "FAKETIME": f"{span.total_seconds():+.3f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


class MovedClock:
    """The clock that the program sees, moved while it runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.move(timedelta())
        self.environ = {
            **shifted(timedelta()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
        }
        del self.environ["FAKETIME"]  # it would be stronger than the file

    def move(self, span: timedelta) -> None:
        """Set the clock so far ahead of the real one, in one step."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{span.total_seconds():+.3f}\n")
        new.replace(self._file)
