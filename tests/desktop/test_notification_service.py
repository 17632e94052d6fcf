"""Notifications are a bonus: missing, hung or lying, their service neither delays nor fools the program."""

import pytest

from .figures import Figures
from .session import Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
SOON_S = 2.0
AT_ONCE_S = 0.3
ASKED_FOR_S = 4.0
"""Longer than the program waits for an answer of the service."""


def started_with_a_reminder_due(session: Session, figures: Figures, service: str) -> Program:
    """Start the program; its alert window must be there soon, and the whole of it must go on answering."""
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    shown_at = program.mapped(ALERT)
    slowest = program.slowest_ping(ASKED_FOR_S)
    busy = session.busy()
    figures.note(f"{service}: start to alert window", shown_at - program.started, SOON_S, busy)
    figures.note(f"{service}: slowest answer to the window manager", slowest, AT_ONCE_S, busy)
    return program


def failures(session: Session) -> list[tuple[str, str]]:
    """Return what became of each try to notify, in order."""
    ours = "('alert-window', 'sound')"
    return session.rows(f"SELECT channel, outcome FROM delivery WHERE channel NOT IN {ours} ORDER BY id")


def test_without_a_service_the_alert_window_comes_at_once_and_today_says_so(session: Session, figures: Figures):
    program = started_with_a_reminder_due(session, figures, "no notification service")

    program.wait(part="Notifications do not work: there is no notification service.", role="label")
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: ("dbus", "unavailable") in failures(session), why="written down")


def test_without_any_message_bus_the_alert_window_comes_all_the_same(session: Session):
    fill_record(session.data, days_to_refill=3)

    program = session.start(environ={"DBUS_SESSION_BUS_ADDRESS": f"unix:path={session.folder}/nobody"})

    program.wait(f"Seen: {ALERT}", state="sensitive")
    program.wait(part="Notifications do not work: ", role="label")


def test_a_service_that_never_answers_delays_nothing(session: Session, figures: Figures):
    session.start_fake("hangs")

    program = started_with_a_reminder_due(session, figures, "hung notification service")

    program.wait(part="Notifications do not work: the service did not answer.", role="label")
    assert until(lambda: failures(session), why="written down")[0] == ("dbus", "timed-out")
    program.click(f"Seen: {ALERT}")
    until(lambda: not program.x_window(ALERT), why="the window goes")


@pytest.mark.parametrize("fault", ["error", "zero"])
def test_a_service_that_refuses_or_lies_is_not_believed(session: Session, figures: Figures, fault: str):
    session.start_fake(fault)

    program = started_with_a_reminder_due(session, figures, f"refusing notification service ({fault})")

    program.wait(part="Notifications do not work: the service refused.", role="label")
    assert until(lambda: failures(session), why="written down")[0] == ("dbus", "refused")
    program.wait(f"Seen: {ALERT}", state="sensitive")
