"""The connection to the session bus: opened once for all who wait, and closed without a trace."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.desktop.bus_link import BusLink, method_call

BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


@pytest.fixture
def link(qapp: object, bus: dict[str, str]):
    link = BusLink(bus)
    yield link
    link.close()


def test_all_who_wait_are_told_on_the_main_thread(link: BusLink, qtbot: QtBot):
    told: list[tuple[str, threading.Thread]] = []
    for _ in range(3):
        link.open(lambda reason: told.append((reason, threading.current_thread())))

    qtbot.waitUntil(lambda: len(told) == 3)
    assert set(told) == {("", threading.main_thread())}
    link.open(lambda reason: told.append((reason, threading.current_thread())))
    assert len(told) == 4  # connected: nothing to wait for


def test_a_question_is_answered(link: BusLink, qtbot: QtBot):
    answers: list[object] = []
    link.open(
        lambda _: link.call(method_call(BUS, "NameHasOwner", BUS[0]), lambda reply: answers.extend(reply.arguments()))
    )

    qtbot.waitUntil(lambda: answers == [True])
    assert link._pending == set()


@pytest.mark.qt_log_ignore("Could not connect")
def test_a_slot_that_does_not_exist_is_not_taken_for_a_subscription(link: BusLink, qtbot: QtBot):
    opened: list[str] = []
    link.open(opened.append)
    qtbot.waitUntil(lambda: opened == [""])

    assert link.subscribe((*BUS, "NameOwnerChanged"), link, "_no_such_slot(QDBusMessage)") is False


def test_after_the_end_nothing_is_told(link: BusLink, qtbot: QtBot):
    before: list[str] = []
    after: list[str] = []
    link.open(before.append)
    link.close()
    assert link.subscribe((*BUS, "NameOwnerChanged"), link, "deleteLater()") is False

    link.open(after.append)

    qtbot.waitUntil(lambda: after == [""])
    assert before == []
