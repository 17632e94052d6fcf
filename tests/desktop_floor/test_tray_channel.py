"""The tray: used only where there is one, and never believed."""

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.tray_channel import TrayChannel

from .conftest import Told


class Tray:
    def __init__(self, *, there: bool = True, broken: bool = False) -> None:
        self.there, self.broken = there, broken
        self.messages: list[tuple[str, str, Severity]] = []

    def available(self) -> bool:
        return self.there

    def show_message(self, title: str, body: str, severity: Severity) -> None:
        if self.broken:
            raise RuntimeError("the icon is gone")
        self.messages.append((title, body, severity))


def test_a_message_is_shown_as_it_is_and_stays_unconfirmed(qapp: object, notice: Notice, told: Told, qtbot: QtBot):
    tray = Tray()
    channel = TrayChannel(tray)

    channel.send(notice, told)
    assert told == []  # later, never from inside the call

    qtbot.waitUntil(lambda: bool(told))
    assert told[0].outcome is Outcome.UNCONFIRMED
    assert tray.messages == [(notice.title, notice.body, Severity.URGENT)]


@pytest.mark.parametrize(
    ("tray", "outcome"), [(Tray(there=False), Outcome.UNAVAILABLE), (Tray(broken=True), Outcome.REFUSED)]
)
def test_no_tray_and_a_broken_one_are_told_apart(
    qapp: object, notice: Notice, told: Told, qtbot: QtBot, tray: Tray, outcome: Outcome
):
    channel = TrayChannel(tray)

    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert [one.outcome for one in told] == [outcome]
    assert tray.messages == []
