"""Notifications are a bonus: missing, hung or lying, their service neither delays nor fools the program."""

import time

import pytest

from .session import SYSTEM_PYTHON, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
SOON_S = 2.0
AT_ONCE_S = 0.3


def started_with_a_reminder_due(session: Session) -> Program:
    """Start the program and return it as soon as its alert window is on the screen, which must be soon."""
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    until(lambda: program.x_window(ALERT), why="the alert window")
    took = time.monotonic() - program.started
    assert took < SOON_S * busy(session), f"the alert window took {took:.2f} s"
    return program


def busy(session: Session) -> float:
    """Return how much slower than usual this machine is now, so that other work on it fails no test; at least 1."""
    began = time.monotonic()
    for _ in range(3):
        session.run(SYSTEM_PYTHON, "-c", "import json, decimal, argparse, logging, email.message")
    return max(1.0, (time.monotonic() - began) / 3 / 0.15)


def failures(session: Session) -> list[tuple[str, str]]:
    return session.rows("SELECT channel, outcome FROM delivery WHERE channel != 'alert-window' ORDER BY id")


def test_without_a_service_the_alert_window_comes_at_once_and_today_says_so(session: Session):
    program = started_with_a_reminder_due(session)

    program.wait(part="Notifications do not work: there is no notification service.", role="label")
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: ("dbus", "unavailable") in failures(session), why="written down")


def test_without_any_message_bus_the_alert_window_comes_all_the_same(session: Session):
    fill_record(session.data, days_to_refill=3)

    program = session.start(environ={"DBUS_SESSION_BUS_ADDRESS": f"unix:path={session.folder}/nobody"})

    program.wait(f"Seen: {ALERT}", state="sensitive")
    program.wait(part="Notifications do not work: ", role="label")


def test_a_service_that_never_answers_delays_nothing(session: Session):
    session.start_fake("hangs")

    program = started_with_a_reminder_due(session)

    slowest, deadline = 0.0, time.monotonic() + 4
    while time.monotonic() < deadline:
        slowest = max(slowest, session.driver.ask("answer_time", pid=program.pid))
    assert slowest < AT_ONCE_S * busy(session)
    program.wait(part="Notifications do not work: the service did not answer.", role="label")
    assert failures(session)[0] == ("dbus", "timed-out")
    program.click(f"Seen: {ALERT}")
    until(lambda: not program.x_window(ALERT), why="the window goes")


def test_a_service_that_lies_is_not_believed(session: Session):
    session.start_fake("zero")

    program = started_with_a_reminder_due(session)

    program.wait(part="Notifications do not work: the service refused.", role="label")
    assert failures(session)[0] == ("dbus", "refused")
    program.wait(f"Seen: {ALERT}", state="sensitive")
