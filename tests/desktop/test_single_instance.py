"""One program for each record: a later start brings the first one forward, and a dead one is in nobody's way."""

import pytest

from .session import SERVICE_ANSWERS, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

WINDOW = "ITB Companion"


@pytest.fixture
def first(session: Session) -> Program:
    """The program, started and settled."""
    session.start_dunst()
    fill_record(session.data)
    program = session.start()
    program.wait(part=SERVICE_ANSWERS, role="label")
    return program


def minimise(program: Program) -> None:
    program.session.run("xdotool", "windowminimize", program.x_window(WINDOW) or "")
    until(lambda: not program.x_windows(), why="minimised")


def ended_well(second: Program) -> bool:
    return (second.exit_code(), second.stderr) == (0, "")


def test_a_second_start_brings_the_minimised_first_to_the_front(session: Session, first: Program):
    minimise(first)

    second = session.start()

    assert ended_well(second)
    until(lambda: first.is_active(WINDOW), why="the first is active again")
    assert first.process.poll() is None


def test_a_second_start_brings_the_first_over_another_window(session: Session, first: Program):
    other = session.processes.start("other", "dunst", "--help", environ=session.environ)
    other.wait()
    session.run("xdotool", "windowmove", first.x_window(WINDOW) or "", "0", "0")
    minimise(first)
    assert session.run("xdotool", "getactivewindow").strip() not in first.x_windows()

    assert ended_well(session.start())

    until(lambda: first.is_active(WINDOW), why="the first is active again")


def test_a_second_start_for_the_emergency_opens_that_screen_in_the_first(session: Session, first: Program):
    minimise(first)

    second = session.start("--emergency")

    assert ended_well(second)
    first.wait("1. Call the emergency number", role="label")
    first.wait("911", role="label")
    until(lambda: first.is_active(WINDOW), why="the first is active again")
    assert session.rows("SELECT count(*) FROM episode") == [(0,)]


def test_a_first_that_was_killed_is_in_nobodys_way(session: Session, first: Program):
    first.kill()
    assert (session.data / "running.lock").exists()

    second = session.start()

    second.wait(part=SERVICE_ANSWERS, role="label")
    third = session.start()
    assert ended_well(third)
    assert second.stderr == ""


def test_of_two_starts_at_the_same_moment_one_runs_and_the_other_ends_well(session: Session):
    fill_record(session.data)

    programs = [session.start(), session.start()]

    ended = until(lambda: [program for program in programs if program.process.poll() is not None])
    assert [ended_well(program) for program in ended] == [True]
    [running] = [program for program in programs if program not in ended]
    running.wait("Today, this page")


def test_a_start_in_the_background_shows_no_window_until_a_second_start(session: Session):
    session.start_dunst()
    fill_record(session.data)
    program = session.start("--background")
    until(lambda: session.rows("SELECT count(*) FROM pulse") == [(1,)], why="an evaluation")
    until((session.data / "log").exists, why="the services")
    assert program.x_windows() == []

    second = until(lambda: started_when_heard(session))

    assert ended_well(second)
    until(lambda: program.is_active(WINDOW), why="the window")
    program.wait("Today, this page")


def started_when_heard(session: Session) -> Program | None:
    """Start once more; a first that does not listen yet is asked again."""
    program = session.start()
    return program if program.exit_code() == 0 else None


def test_a_background_start_still_puts_what_is_due_in_front_of_a_person(session: Session):
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)

    program = session.start("--background")

    program.wait("Seen: The refill is not booked", state="sensitive")
    assert program.titles() == ["The refill is not booked — ITB Companion"]
    until(lambda: session.shown() == 1, why="a notification")


def test_a_start_behind_another_window_still_puts_what_is_due_in_front_of_a_person(session: Session):
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)
    cover = session.cover_the_screen()

    program = session.start()

    program.wait("Seen: The refill is not booked", state="sensitive")
    assert cover.poll() is None
