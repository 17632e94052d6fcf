"""The computer's clock jumps while the program runs: nothing due is missed, and nothing is shown twice."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from itb_companion.clock import SystemClock

from .session import Program, Session, faketime, fill_record, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
NOTICED_WITHIN_S = 35


class MovedClock:
    """The clock that the program sees, moved while it runs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.move(timedelta())
        self.environ = {
            "LD_PRELOAD": faketime(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, span: timedelta) -> None:
        """Set the clock so far ahead of the real one, in one step."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{span.total_seconds():+.0f}\n")
        new.replace(self._file)


@pytest.fixture
def clock(session: Session) -> MovedClock:
    return MovedClock(session.folder)


@pytest.fixture
def program(session: Session, clock: MovedClock) -> Program:
    """The program, with a refill to be booked that stands in its alert window and in one notification."""
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)
    program = session.start(environ=clock.environ)
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: session.shown() == 1, why="a notification")
    return program


def looked_at(session: Session) -> datetime:
    """Return when the program last looked at what is due, by the clock that it sees."""
    [(at,)] = session.rows("SELECT at FROM pulse")
    return datetime.fromisoformat(at)


def test_what_fell_due_in_three_skipped_days_is_shown_soon_and_says_since_when(
    session: Session, clock: MovedClock, program: Program
):
    program.click(f"Seen: {ALERT}")
    until(lambda: not program.x_window(ALERT), why="the alert window goes")

    clock.move(timedelta(days=3))

    program.wait(ALERT, within=NOTICED_WITHIN_S, role="label", window=ALERT)
    said = " ".join(program.words(ALERT))
    assert ", today. No appointment is recorded." in said
    assert "Due since today at 09:00" in said
    assert "You are told now because this computer or the program was off." in said
    until(lambda: session.shown() == 1, why="a new notification")
    # One alert about one cause: the two days between are contained in it.
    assert session.rows("SELECT kind, seen_at FROM alert") == [("book", None)]
    assert session.rows("SELECT count(*), count(DISTINCT key) FROM occurrence") == [(2, 2)]


def test_a_clock_set_back_two_hours_shows_nothing_twice(session: Session, clock: MovedClock, program: Program):
    clock.move(timedelta(hours=-2))

    long_ago = SystemClock().now() - timedelta(hours=1)
    until(lambda: looked_at(session) < long_ago, within=NOTICED_WITHIN_S, why="a look at the new time")
    program.wait(part="Due since today at 09:00", role="label", window=ALERT)
    assert program.titles() == ["ITB Companion", f"{ALERT} — ITB Companion"]
    assert (session.shown(), session.history()) == (1, [])
    assert session.rows("SELECT count(*) FROM alert") == [(1,)]
    assert session.rows("SELECT count(*) FROM occurrence") == [(1,)]
    assert session.rows("SELECT count(*) FROM delivery") == [(2,)]
