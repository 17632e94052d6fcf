"""The connection to a message bus: opened once for all who wait, and closed without a trace."""

import threading

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from itb_companion.desktop.bus_link import BusLink, method_call
from itb_companion.desktop.message_bus import Bus

from .conftest import Process

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


class Listener(QObject):
    """Notes whose coming and going it was told of."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    @Slot("QDBusMessage")
    def on_owner(self, message: QDBusMessage) -> None:
        self.names.append(message.arguments()[0])


def test_only_signals_about_what_was_asked_for_are_delivered(link: BusLink, bus: dict[str, str], qtbot: QtBot):
    listener, opened = Listener(), []
    link.open(opened.append)
    qtbot.waitUntil(lambda: opened == [""])
    changed = (*BUS, "NameOwnerChanged")
    assert link.subscribe(changed, listener, "on_owner(QDBusMessage)", ("sss", "org.example.Wanted"))
    other = QDBusConnection.connectToBus(bus["DBUS_SESSION_BUS_ADDRESS"], "test-bus-link-other")

    for name in ("org.example.Other", "org.example.Wanted"):
        assert other.registerService(name)
    qtbot.waitUntil(lambda: bool(listener.names))
    link.close()
    other.unregisterService("org.example.Wanted")
    qtbot.wait(50)

    assert listener.names == ["org.example.Wanted"]


def test_says_whether_a_connection_stands(link: BusLink, bus_daemon: Process, qtbot: QtBot):
    opened: list[str] = []
    assert not link.is_open
    link.open(opened.append)
    qtbot.waitUntil(lambda: opened == [""])
    assert link.is_open

    bus_daemon.end()

    qtbot.waitUntil(lambda: not link.is_open)


def test_the_system_bus_is_another_one(bus: dict[str, str], qtbot: QtBot):
    link, told = BusLink({"DBUS_SYSTEM_BUS_ADDRESS": bus["DBUS_SESSION_BUS_ADDRESS"]}, kind=Bus.SYSTEM), []

    link.open(told.append)

    qtbot.waitUntil(lambda: told == [""])
    link.close()
