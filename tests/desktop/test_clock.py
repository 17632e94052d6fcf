"""The computer's clock jumps while the program runs: nothing due is missed, and nothing is shown twice."""

import time
from datetime import timedelta

import pytest

from itb_companion.clock import SystemClock

from .clock import MovedClock, day_told
from .figures import Figures
from .session import Program, Session, doctor, fill_record, local_now, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
HEARTBEAT_S = 30.0
AT_ONCE_S = 1.0
PATIENCE_S = 60.0
"""For a beat of the heart on a busy machine; how late it may be says the figure."""


@pytest.fixture
def clock(session: Session) -> MovedClock:
    return MovedClock(session.folder)


def reminded(session: Session, clock: MovedClock) -> Program:
    """Start the program with a refill to be booked; return it when that stands in its window and a notification."""
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)
    program = session.start(environ=clock.environ)
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: session.shown() == 1, why="a notification")
    confirmed = "SELECT count(*) FROM delivery WHERE channel = 'dbus' AND outcome = 'confirmed'"
    until(lambda: session.rows(confirmed) == [(1,)], why="that written down")
    return program


def has_seen_it(program: Program) -> None:
    program.click(f"Seen: {ALERT}")
    until(lambda: not program.x_window(ALERT), why="the alert window goes")


def is_told_once(program: Program) -> None:
    """One alert about one cause, with everything that fell due in the three days."""
    session = program.session
    said = " ".join(program.words(ALERT))
    assert ", today. No appointment is recorded." in said
    assert "Due since today at 09:00, 3 hours" in said
    assert f"The clock of this computer was set ahead, from {three_days_ago()} at " in said
    until(lambda: session.shown() == 1, why="a new notification")
    assert program.titles_on_screen().count(f"{ALERT} — ITB Companion") == 1
    assert session.rows("SELECT kind, seen_at FROM alert") == [("book", None)]
    assert session.rows("SELECT count(*), count(DISTINCT key) FROM occurrence") == [(4, 4)]


def three_days_ago() -> str:
    """Return today as the program tells it once its clock is three days ahead."""
    day = local_now().date()
    return day_told(day, day + timedelta(days=3))


def test_what_fell_due_in_three_skipped_days_is_shown_by_the_heartbeat_alone(
    session: Session, clock: MovedClock, figures: Figures
):
    # libfaketime cannot let the kernel tell of the step, and there is no logind: only the heartbeat is left.
    program = reminded(session, clock)
    has_seen_it(program)
    stepped_at = time.monotonic()

    clock.move(timedelta(days=3))

    shown_at = program.mapped(ALERT, within=PATIENCE_S)
    figures.note(
        "clock 3 days ahead while running, by the heartbeat alone", shown_at - stepped_at, HEARTBEAT_S, session.busy()
    )
    program.wait(f"Seen: {ALERT}")
    is_told_once(program)


def test_after_a_sleep_what_fell_due_is_shown_at_once(session: Session, clock: MovedClock, figures: Figures):
    session.start_logind()
    program = reminded(session, clock)
    has_seen_it(program)

    session.sleep(going=True)
    clock.move(timedelta(days=3))
    woken_at = time.monotonic()
    session.sleep(going=False)

    shown_at = program.mapped(ALERT, within=PATIENCE_S)
    figures.note("clock 3 days ahead, the system says so", shown_at - woken_at, AT_ONCE_S, session.busy())
    program.wait(f"Seen: {ALERT}")
    is_told_once(program)


def test_a_clock_set_back_two_hours_shows_nothing_twice(session: Session, clock: MovedClock):
    session.start_logind()
    program = reminded(session, clock)
    before = everything_kept(session)

    session.sleep(going=True)
    clock.move(timedelta(hours=-2))
    session.sleep(going=False)

    long_ago = SystemClock().now() - timedelta(hours=1)
    until(lambda: session.looked_at() < long_ago, within=AT_ONCE_S * session.busy(), why="a look at the new time")
    program.wait(part="Due since today at 09:00", role="label", window=ALERT)
    assert program.titles_on_screen() == ["ITB Companion", f"{ALERT} — ITB Companion"]
    assert (session.shown(), session.history()) == (1, [])
    assert everything_kept(session) == before


def test_doctor_says_whether_the_system_tells_of_a_wake(session: Session):
    assert "unknown after sleep" in doctor(session)

    session.start_logind()

    assert "ok      after sleep" in doctor(session)


def everything_kept(session: Session) -> list[list[tuple[object, ...]]]:
    """Return what the record has of alerts; of one alert, shown in the window and in one notification."""
    kept = [
        session.rows("SELECT cause, key, raised_at, shown_at, announced_at FROM alert"),
        session.rows("SELECT * FROM occurrence"),
        session.rows("SELECT key, channel, outcome FROM delivery WHERE channel != 'sound'"),
    ]
    assert [len(rows) for rows in kept] == [1, 1, 2]
    return kept
