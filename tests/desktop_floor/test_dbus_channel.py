"""The notification service over D-Bus: what it really shows, and what becomes of one that hangs, lies or refuses."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.dbus_channel import DbusChannel

from .conftest import ROOT, FakeService, Process, Told
from .own_time import own_s

Service = Callable[[str], FakeService]


@pytest.fixture
def channels(qapp: object) -> Iterator[list[DbusChannel]]:
    """Channels to be closed at the end of the test."""
    made: list[DbusChannel] = []
    yield made
    for channel in made:
        channel.close()


@pytest.fixture
def channel(channels: list[DbusChannel], bus: dict[str, str]) -> DbusChannel:
    channels.append(DbusChannel("Open", 3000, bus))
    return channels[0]


@pytest.fixture
def hasty(channels: list[DbusChannel], bus: dict[str, str]) -> DbusChannel:
    """A channel that waits only a short while, so that the tests do too."""
    channels.append(DbusChannel("Open", 400, bus))
    return channels[0]


class Lag:
    """The longest time for which the main loop did not turn, without what other programs had of the processor."""

    def __init__(self) -> None:
        self.longest_s, self._last = 0.0, own_s()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        now = own_s()
        self.longest_s, self._last = max(self.longest_s, now - self._last), now

    def stop(self) -> float:
        self._timer.stop()
        return self.longest_s


def test_a_service_gets_the_types_and_texts_that_the_specification_asks_for(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    fake = service("works")

    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert [(one.channel, one.outcome) for one in told] == [("dbus", Outcome.CONFIRMED)]
    assert re.fullmatch(r"id 1 of :\d+\.\d+", told[0].detail)
    [call] = fake.calls
    assert call["signature"] == "susssasa{sv}i"
    app, replaces, icon, title, body, actions, expires = call["arguments"]
    assert (app, replaces, icon, title) == ("ITB Companion", 0, "", "Refill <soon>")
    assert body == "Call Dr. O'Neill &amp; &lt;b&gt;book&lt;/b&gt;"
    assert actions == ["default", "Open"]
    assert '"urgency" = [Variant(uchar): 2]' in call["text"]
    assert '"desktop-entry" = [Variant(QString): "itb-companion"]' in call["text"]
    assert '"resident" = [Variant(bool): true]' in call["text"]
    assert expires == 0


@pytest.mark.parametrize(
    ("severity", "urgency"),
    [(Severity.CALM, 1), (Severity.REMINDER, 1), (Severity.URGENT, 2), (Severity.EMERGENCY, 2)],
)
def test_urgent_and_worse_are_critical_and_stay(
    channel: DbusChannel,
    service: Service,
    notice: Notice,
    told: Told,
    qtbot: QtBot,
    severity: Severity,
    urgency: int,
):
    fake = service("works")

    channel.send(replace(notice, severity=severity), told)

    qtbot.waitUntil(lambda: bool(told))
    critical = urgency == 2
    assert f'"urgency" = [Variant(uchar): {urgency}]' in fake.calls[0]["text"]
    assert ('"resident"' in fake.calls[0]["text"]) is critical
    assert fake.calls[0]["arguments"][-1] == (0 if critical else -1)


@pytest.mark.parametrize(
    ("mode", "detail"), [("zero", "answered 0"), ("text", "answered 'shown'"), ("empty", "None"), ("error", "too many")]
)
def test_a_service_that_lies_or_refuses_is_not_believed(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot, mode: str, detail: str
):
    service(mode)

    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert told[0].outcome is Outcome.REFUSED
    assert detail in told[0].detail


def test_a_service_that_hangs_holds_up_nothing(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    """Three seconds, not the 25 of D-Bus, and the window goes on living meanwhile."""
    service("hangs")
    lag, begin, own_begin = Lag(), time.monotonic(), own_s()

    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told), timeout=6000)
    assert own_s() - own_begin < 3.5
    assert time.monotonic() - begin > 2.8
    assert lag.stop() < 0.1
    assert told[0].outcome is Outcome.TIMED_OUT


def test_a_bus_that_hangs_holds_up_nothing(
    tmp_path: Path, channels: list[DbusChannel], notice: Notice, told: Told, qtbot: QtBot
):
    """QtDBus itself would freeze the program here, without end."""
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute"))
        mute.listen()
        channels.append(DbusChannel("Open", 400, {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'mute'}"}))
        lag = Lag()

        channels[0].send(notice, told)

        qtbot.waitUntil(lambda: bool(told))
        assert lag.stop() < 0.1
        assert told[0].outcome is Outcome.TIMED_OUT


def test_without_a_bus_it_is_unavailable(channels: list[DbusChannel], notice: Notice, told: Told, qtbot: QtBot):
    channels.append(DbusChannel("Open", 3000, {}))

    channels[0].send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].outcome, told[0].detail) == (Outcome.UNAVAILABLE, "This session has no message bus.")


def test_without_a_service_it_is_unavailable(channel: DbusChannel, notice: Notice, told: Told, qtbot: QtBot):
    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].outcome, told[0].detail) == (Outcome.UNAVAILABLE, "no notification service is running")


def test_a_late_answer_changes_nothing_but_can_still_be_taken_back(
    hasty: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    fake, connected = service("late"), []
    hasty._link.open(connected.append)  # or its short while might pass before the service is asked at all
    qtbot.waitUntil(lambda: connected == [""])

    hasty.send(notice, told)
    qtbot.waitUntil(lambda: bool(told))
    hasty.withdraw(notice.key)

    qtbot.waitUntil(lambda: [call["member"] for call in fake.calls] == ["Notify", "CloseNotification"])
    assert fake.calls[1]["arguments"] == [1]
    assert [one.outcome for one in told] == [Outcome.TIMED_OUT]


def test_the_same_key_replaces_and_withdrawing_closes(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    fake = service("works")
    channel.send(replace(notice, key="other"), told)
    qtbot.waitUntil(lambda: len(told) == 1)
    channel.send(notice, told)
    qtbot.waitUntil(lambda: len(told) == 2)

    channel.send(notice, told)
    qtbot.waitUntil(lambda: len(told) == 3)
    channel.withdraw(notice.key)
    channel.withdraw(notice.key)
    channel.withdraw("never sent")

    qtbot.waitUntil(lambda: len(fake.calls) == 4)
    assert [call["arguments"][1] for call in fake.calls[:3]] == [0, 0, 2]
    assert (fake.calls[3]["member"], fake.calls[3]["signature"], fake.calls[3]["arguments"]) == (
        "CloseNotification",
        "u",
        [2],
    )


def test_withdrawn_before_it_was_shown_it_is_not_shown(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    fake = service("works")

    channel.send(notice, told)
    channel.withdraw(notice.key)

    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].outcome, told[0].detail) == (Outcome.REFUSED, "withdrawn before it was shown")
    channel.send(replace(notice, key="other"), told)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [call["member"] for call in fake.calls] == ["Notify"]


def test_another_service_is_not_told_to_replace_what_it_never_showed(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    first = service("works")
    channel.send(notice, told)
    qtbot.waitUntil(lambda: len(told) == 1)
    first.end()
    qtbot.waitUntil(lambda: channel._shown.number(notice.key) == 0)

    second = service("works")
    channel.send(notice, told)

    qtbot.waitUntil(lambda: len(told) == 2)
    assert second.calls[0]["arguments"][1] == 0


def test_a_click_on_our_own_notice_is_heard_and_no_other(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    service("clicks")
    heard: list[str] = []
    channel.activated.connect(heard.append)

    channel.send(notice, told)
    qtbot.waitUntil(lambda: bool(heard))

    assert channel.listening
    assert heard == [notice.key]


def test_a_click_that_another_program_made_up_is_not_heard(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    service("works")
    channel.send(notice, told)
    qtbot.waitUntil(lambda: bool(told))
    seen: list[object] = []
    heard: list[str] = []
    channel.activated.connect(heard.append)
    key_of = channel._shown.key_of
    channel._shown.key_of = lambda *given: seen.append(given) or key_of(*given)

    service("forger")

    qtbot.waitUntil(lambda: len(seen) == 5)
    assert heard == []


def test_connects_again_after_the_bus_was_lost(
    channel: DbusChannel,
    bus_daemon: Process,
    start_bus: Callable[[], Process],
    service: Service,
    notice: Notice,
    told: Told,
    qtbot: QtBot,
):
    channel.send(notice, told)
    qtbot.waitUntil(lambda: len(told) == 1)
    bus_daemon.end()
    qtbot.waitUntil(lambda: not channel._link._bus.isConnected())
    start_bus()
    service("works")

    channel.send(notice, told)

    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].outcome is Outcome.CONFIRMED


COMING_AND_GOING = """
import os
from PySide6.QtCore import QCoreApplication, QEventLoop
from itb_companion.desktop.dbus_channel import DbusChannel
app = QCoreApplication([])
for _ in range(100):
    channel, answers = DbusChannel(), []
    channel.ask_service(answers.append)
    while not answers:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    channel._link._connect(os.environ["DBUS_SESSION_BUS_ADDRESS"])
    assert channel.listening
    channel.close()
    del channel
print("done")
"""


def test_coming_and_going_neither_hangs_nor_crashes(bus: dict[str, str]):
    """With QDBusConnection.disconnectFromBus() about every second run of this stood still for ever."""
    done = subprocess.run(
        [sys.executable, "-c", COMING_AND_GOING],
        env={**os.environ, **bus, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "done\n")


def test_names_the_service(channel: DbusChannel, service: Service, qtbot: QtBot):
    service("works")
    names: list[str | None] = []

    channel.ask_service(names.append)

    qtbot.waitUntil(lambda: names == ["fake 1.2"])


def test_names_none_where_there_is_none(channel: DbusChannel, qtbot: QtBot):
    names: list[str | None] = []

    channel.ask_service(names.append)

    qtbot.waitUntil(lambda: names == [None])


@pytest.mark.parametrize("text", ["\ud800", "a\0b", "-u bogus", "<img src=x>", "😀" * 500])
def test_no_text_brings_it_down(
    channel: DbusChannel, service: Service, notice: Notice, told: Told, qtbot: QtBot, text: str
):
    service("works")

    channel.send(replace(notice, title=text, body=text), told)

    qtbot.waitUntil(lambda: bool(told))
    assert told[0].outcome is Outcome.CONFIRMED


def run_before(channel: DbusChannel, notices: list[Notice], told: Told, qtbot: QtBot) -> list[tuple[str, str, bool]]:
    """Show notices as a run of the program did that was killed; return what its ledger has of them, all wanted."""
    for one in notices:
        channel.send(one, told)
    qtbot.waitUntil(lambda: len(told) == len(notices))
    channel.close()
    return [(one.key, delivery.detail, True) for one, delivery in zip(notices, told, strict=True)]


def test_a_later_run_closes_what_is_no_longer_wanted_and_replaces_the_rest(
    channels: list[DbusChannel], channel: DbusChannel, bus, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    fake = service("works")
    kept, gone = notice, replace(notice, key="appointment:2026-03-09")
    before = [(key, detail, key == kept.key) for key, detail, _ in run_before(channel, [kept, gone], told, qtbot)]
    channels.append(later := DbusChannel("Open", 3000, bus))

    later.adopt(before)

    qtbot.waitUntil(lambda: fake.calls[-1]["member"] == "CloseNotification")
    assert fake.calls[-1]["arguments"] == [2]
    later.send(kept, told)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert fake.calls[-1]["arguments"][1] == 1


def test_ids_of_another_run_of_the_service_are_left_alone(
    channels: list[DbusChannel], channel: DbusChannel, bus, service: Service, notice: Notice, told: Told, qtbot: QtBot
):
    first = service("works")
    before = run_before(channel, [notice], told, qtbot)
    first.end()
    second = service("works")
    channels.append(later := DbusChannel("Open", 3000, bus))

    later.adopt([(key, detail, False) for key, detail, _ in before])
    later.send(replace(notice, key="other"), told)

    qtbot.waitUntil(lambda: len(told) == 2)
    assert [call["member"] for call in second.calls] == ["Notify"]
    assert second.calls[0]["arguments"][1] == 0
