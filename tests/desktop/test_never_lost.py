"""A reminder is never lost: whatever happened meanwhile, what is due stands in front of a person, and soon."""

import shutil
import statistics
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from itb_companion.care.pump import Fill, Pump
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.sample import MovableClock
from itb_companion.record.store import Store

from .clock import MovedClock, ahead_of_now, at, day_told, shifted
from .figures import Figures
from .session import AHEAD, Program, Session, fill_record, local_now, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
WINDOW = "ITB Companion"
DUE_IN_DAYS = 2
DUE_AT = "09:00"
FIRST_STEP = 42
"""Days before the day to refill by at which the first reminder comes."""
RUNS = 5


def to_be_booked(folder: Path) -> None:
    """Make a record of which the first reminder comes in two days, in the morning; nothing else comes near it."""
    fill_record(folder, days_to_refill=FIRST_STEP + DUE_IN_DAYS)


def due_at(late: timedelta = timedelta()) -> dict[str, str]:
    """Return the environment in which that reminder was due so long ago."""
    return shifted(ahead_of_now(DUE_IN_DAYS, DUE_AT) + late)


def looked(session: Session) -> bool:
    return session.rows("SELECT count(*) FROM pulse") == [(1,)]


@pytest.fixture
def lost_power_a_minute_before(session: Session) -> Path:
    """Return the record of a program that was killed, as by a power cut, a minute before the reminder was due."""
    to_be_booked(session.data)
    program = session.start("--background", environ=due_at(-timedelta(minutes=1)))
    until((session.data / "log").exists, why="the program runs")
    until(lambda: looked(session), why="it has looked at what is due")
    program.kill()
    assert session.rows("SELECT count(*) FROM alert") == [(0,)]
    return session.data


@pytest.mark.parametrize("how", [(), ("--background",)], ids=["by hand", "at login"])
@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(minutes=10), "10 minutes"),
        (timedelta(days=2, hours=3), "2 days and 3 hours"),
    ],
    ids=["10 minutes late", "2 days late"],
)
def test_what_fell_due_while_nothing_ran_is_shown_at_the_start(
    session: Session,
    lost_power_a_minute_before: Path,
    figures: Figures,
    late: timedelta,
    told: str,
    how: tuple[str, ...],
):
    looked_last = session.looked_at()
    took, busy = [], [session.busy()]
    for number in range(RUNS):
        session.data = session.folder / f"copy-{number}"
        shutil.copytree(lost_power_a_minute_before, session.data)
        environ = due_at(late + timedelta(seconds=10))
        program = session.start(*how, environ=environ)
        took.append(program.mapped(ALERT) - program.started)
        busy.append(session.busy())
        if number < RUNS - 1:
            program.kill()

    program.wait(f"Seen: {ALERT}")
    said = " ".join(program.words(ALERT))
    since = since_when(at(DUE_IN_DAYS, DUE_AT).date(), (local_now() + ahead_of_now(DUE_IN_DAYS, DUE_AT) + late).date())
    why = why_nobody_was_told(looked_last, timedelta(seconds=float(environ["FAKETIME"])))
    assert f"Due since {since} at {DUE_AT}, {told} ago. {why}" in said
    assert "While you were away." in said
    assert session.rows("SELECT count(*) FROM alert") == [(1,)]
    started = "at login" if how else "by hand"
    figures.note(f"closed when it was due, started {started} {told} late", took, 0.8, statistics.mean(busy))


def since_when(day: date, today: date) -> str:
    """Return a day as the program tells it."""
    return "today" if day == today else day_told(day, today)


def why_nobody_was_told(looked_last: datetime, ahead: timedelta) -> str:
    """Return what a program whose clock is so far ahead must say of this computer, which was started when it was."""
    clock = SystemClock()
    was_started_since = clock.now() + ahead - timedelta(seconds=clock.since_boot_s()) > looked_last
    return "This computer was off." if was_started_since else "This program was not running."


def test_what_falls_due_while_the_program_runs_is_shown_when_it_is_due_and_never_before(
    session: Session, figures: Figures
):
    to_be_booked(session.data)
    session.start_dunst()
    due_s = time.monotonic() + 8 * session.busy()
    program = session.start(environ=due_at(timedelta(seconds=time.monotonic() - due_s)))
    program.wait(f"You will be reminded today at {DUE_AT}.", role="label")
    program.mapped(WINDOW)
    assert time.monotonic() < due_s, "too slow to see that nothing was shown before"
    assert program.titles_on_screen() == [WINDOW]

    shown_s = program.mapped(ALERT, within=60)

    assert shown_s > due_s
    figures.note("falls due while the program runs", shown_s - due_s, 1.0, session.busy())
    program.wait(part="Due now.", role="label", window=ALERT)
    until(lambda: session.shown() == 1, why="a notification")


def test_killed_while_nobody_had_answered_it_stands_there_again_and_nothing_is_sent_twice(
    session: Session, figures: Figures
):
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: session.shown() == 1, why="a notification")
    confirmed = "SELECT count(*) FROM delivery WHERE channel = 'dbus' AND outcome = 'confirmed'"
    until(lambda: session.rows(confirmed) == [(1,)], why="that written down")
    before = kept(session)

    took, busy = [], [session.busy()]
    for _ in range(RUNS):
        program.kill()
        program = session.start()
        took.append(program.mapped(ALERT) - program.started)
        busy.append(session.busy())

    program.wait(f"Seen: {ALERT}", state="sensitive")
    program.wait(part="The notification service answers", role="label")
    assert program.titles_on_screen() == [WINDOW, f"{ALERT} — ITB Companion"]
    assert kept(session) == before
    assert (session.shown(), session.history()) == (1, [])
    figures.note("killed while unanswered, started again", took, 1.0, statistics.mean(busy))


def kept(session: Session) -> list[list[tuple[object, ...]]]:
    """Return what the record has of alerts, and of all ways to show them but sound."""
    return [
        session.rows("SELECT cause, key, raised_at, shown_at, announced_at, seen_at FROM alert"),
        session.rows("SELECT * FROM occurrence"),
        session.rows("SELECT key, channel, outcome FROM delivery WHERE channel != 'sound'"),
    ]


def test_everything_overdue_at_once_is_one_window_and_one_notification(session: Session):
    session.start_dunst()
    neglected(session.data)

    program = session.start("--background")

    program.wait("Seen: The refill is overdue")
    program.mapped("The refill is overdue")
    titles = program.titles_on_screen()
    assert titles == ["The refill is overdue — ITB Companion"]
    cards = [node.name.removeprefix("Seen: ") for node in program.find(part="Seen: ", role="push button")]
    assert sorted(cards) == sorted(
        [
            "The refill is overdue",
            "The pump itself must be replaced",
            "Call the on-call line now",
            "Telephone numbers to check",
            "Time to check for signs",
        ]
    )
    assert set(cards[3:]) == {"Telephone numbers to check", "Time to check for signs"}, "the worst come first"
    assert program.words("overdue").count("Urgent") == 3
    until(lambda: session.shown() > 0, why="a notification")
    until(lambda: len(notified(session)) > 0, why="that written down")
    program.wait("Seen: The refill is overdue", state="sensitive")
    [notification] = session.read_notifications()
    assert notification["summary"] == "The refill is overdue"
    assert "4 more reminders are in the alert window." in notification["body"]
    assert len(notified(session)) == 1
    # Everything that fell due in months is contained in it, and is not shown one by one.
    assert session.rows("SELECT count(*) FROM alert") == [(5,)]


def notified(session: Session) -> list[tuple[object, ...]]:
    return session.rows("SELECT key FROM delivery WHERE channel = 'dbus'")


def neglected(folder: Path) -> None:
    """Make a record in which everything is overdue that can be overdue at the same time."""
    from itb_companion.care.household import Preferences
    from itb_companion.care.people import Contact, Person, Role
    from itb_companion.care.triage import Level
    from itb_companion.care.value import replace
    from itb_companion.companion.people import FirstStart

    clock = MovableClock(SystemClock().now() - timedelta(days=100), timezone(AHEAD))
    today = local_now().date()
    companion = Companion(Store(folder), clock)
    filled_on = today - timedelta(days=74)
    companion.people.begin(
        FirstStart(
            Person("Maya Berg"),
            "Ana Berg",
            "911",
            Pump(20, "synchromed-ii-20", replacement_on=today - timedelta(days=1)),
            None,
            Contact("Riverside Pump Clinic", Role.CLINIC, "+1 612 555 0142", "+1 612 555 0142"),
        )
    )
    clock.at = SystemClock().now() - timedelta(days=74)
    companion.refills.record(Fill(filled_on, 20.0, 2000.0, 500.0, 2.0, filled_on + timedelta(days=72)))
    midnight = at(0, "00:00").time()
    companion.people.save_preferences(replace(Preferences(), sign_check_times=(midnight,)))
    clock.at = SystemClock().now() - timedelta(minutes=5)
    companion.help.ask(level=Level.URGENT)
    companion.close()


def test_closing_the_window_goes_on_reminding_and_says_so_once(session: Session):
    to_be_booked(session.data)
    session.start_dunst()
    due_s = time.monotonic() + 12 * session.busy()
    program = session.start(environ=due_at(timedelta(seconds=time.monotonic() - due_s)))
    program.wait(f"You will be reminded today at {DUE_AT}.", role="label")

    program.close(WINDOW)
    until(lambda: not program.titles_on_screen(), why="the window is gone")
    until(lambda: session.shown() == 1, why="what closing means is told")
    assert session.start().exit_code() == 0
    program.mapped(WINDOW)
    program.close(WINDOW)
    until(lambda: not program.titles_on_screen(), why="the window is gone again")
    assert time.monotonic() < due_s, "too slow to see that it goes on reminding"

    program.mapped(ALERT, within=60)
    until(lambda: session.shown() == 2, why="the notification of what is due")
    # A second one would have taken the place of the first on the screen.
    assert session.rows("SELECT count(*) FROM delivery WHERE key = 'closing' AND channel = 'dbus'") == [(1,)]
    due, told = session.read_notifications()
    assert due["summary"] == ALERT
    assert told["summary"] == "ITB Companion goes on"
    assert told["body"] == "ITB Companion goes on reminding, minimised. To end it, press Ctrl+Q in its window."
    assert program.process.poll() is None


def test_quitting_says_what_comes_next_ends_the_program_and_answers_nothing(session: Session):
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    program.wait(f"Seen: {ALERT}", state="sensitive")
    program.click("Today, this page")
    until(lambda: program.is_active(WINDOW), why="the window is active")

    program.keys("ctrl+q")
    program.wait(part="If you quit, nothing will remind you until the next start.", role="label")
    assert program.find(part=f"Still open: {ALERT}.", role="label")
    [told] = program.find(part="Next: Book the refill: it is due by ", role="label")
    assert told.name.endswith(f", tomorrow at {DUE_AT}.")
    program.click("Keep reminding", role="push button")
    program.gone(part="If you quit", role="label")
    assert program.process.poll() is None
    until(lambda: program.is_active(WINDOW), why="the window is active again")

    program.keys("ctrl+q")
    program.click("Quit", role="push button")
    assert program.exit_code() == 0
    assert session.rows("SELECT seen_at, quiet_until FROM alert") == [(None, None)]
    assert session.rows("SELECT count(*) FROM answer") == [(0,)]


def test_closing_the_alert_window_counts_as_having_seen_it(session: Session):
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    program.wait(f"Seen: {ALERT}", state="sensitive")

    program.close(f"{ALERT} — ITB Companion")

    until(lambda: program.titles_on_screen() == [WINDOW], why="the alert window is gone")
    assert session.rows("SELECT what FROM answer") == [("seen",)]


def test_a_snooze_has_an_end_that_is_shown_and_can_be_brought_forward(session: Session):
    session.start_logind()
    session.start_dunst()
    clock = MovedClock(session.folder)
    fill_record(session.data, days_to_refill=3)
    program = session.start(environ=clock.environ)

    snooze(program)
    program.click(f"End the snooze: {ALERT}")
    program.mapped(ALERT)
    until(lambda: session.shown() == 1, why="a notification again")

    snooze(program)
    sleep_for(session, clock, timedelta(minutes=14))
    program.wait(part="less than a minute left", role="label")
    assert program.titles_on_screen() == [WINDOW]
    sleep_for(session, clock, timedelta(minutes=16))
    program.mapped(ALERT)
    until(lambda: session.shown() == 1, why="a notification again")
    program.gone(part="End the snooze")
    assert session.rows("SELECT what FROM answer ORDER BY id") == [("snoozed",), ("woken",), ("snoozed",)]


def snooze(program: Program) -> None:
    """Snooze the alert, and find on Today until when."""
    program.click(f"Snooze 15 min: {ALERT}")
    until(lambda: program.titles_on_screen() == [WINDOW], why="the alert window goes")
    until(lambda: program.session.shown() == 0, why="the notification goes")
    program.wait(part="Snoozed until today at", role="label")
    [tag] = [node.name for node in program.find(part="Snoozed until today at", role="label")]
    assert tag.endswith((", 14 minutes left", ", 15 minutes left"))


def sleep_for(session: Session, clock: MovedClock, span: timedelta) -> None:
    """Send the computer to sleep; its clock then stands so far ahead of the real one."""
    session.sleep(going=True)
    clock.move(span)
    session.sleep(going=False)
