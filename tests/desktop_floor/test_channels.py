"""The chain: channels in order until one has the notice, everything told once, nothing able to break it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Delivery, Notice, Outcome
from itb_companion.desktop.channels import ChannelChain, default_channels

from .test_tray_channel import Tray


@dataclass
class Fixed:
    """A channel with one answer; "raises", "silent" and "twice" are faults."""

    answer: str
    name: str = "fixed"
    sent: list[Notice] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)

    def send(self, notice: Notice, done: Callable[[Delivery], None]) -> None:
        self.sent.append(notice)
        if self.answer == "raises":
            raise ZeroDivisionError("a fault of ours")
        for _ in range({"silent": 0, "twice": 2}.get(self.answer, 1)):
            outcome = Outcome.REFUSED if self.answer == "twice" else Outcome(self.answer or "refused")
            QTimer.singleShot(0, lambda outcome=outcome: done(Delivery(self.name, outcome)))

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)
        if self.answer == "raises":
            raise ZeroDivisionError("a fault of ours")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["confirmed", "confirmed"], ["confirmed"]),
        (["refused", "unconfirmed", "confirmed"], ["refused", "unconfirmed"]),
        (["timed-out", "unavailable", "refused"], ["timed-out", "unavailable", "refused"]),
        (["raises", "confirmed"], ["refused", "confirmed"]),
        (["twice", "refused", "unconfirmed"], ["refused", "refused", "unconfirmed"]),
        ([], []),
    ],
)
def test_goes_on_until_one_has_it_and_tells_all_once(
    qapp: object, notice: Notice, qtbot: QtBot, answers: list[str], expected: list[str]
):
    chain = ChannelChain([Fixed(answer) for answer in answers], longest_wait_ms=2000)
    told: list[list[str]] = []

    chain.send(notice, lambda deliveries: told.append([one.outcome.value for one in deliveries]))
    assert told == []

    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(chain.destroyed, timeout=50, raising=False):
        pass  # time for a second report, which must not come
    assert told == [expected]


def test_a_channel_that_never_reports_is_passed_over(qapp: object, notice: Notice, qtbot: QtBot):
    chain = ChannelChain([Fixed("silent", "mute"), Fixed("confirmed")], longest_wait_ms=50)
    told: list[list[Delivery]] = []

    chain.send(notice, told.append)

    qtbot.waitUntil(lambda: bool(told))
    assert told == [
        [Delivery("mute", Outcome.TIMED_OUT, "the channel did not report"), Delivery("fixed", Outcome.CONFIRMED)]
    ]


def test_a_fault_is_named(qapp: object, notice: Notice, qtbot: QtBot):
    told: list[list[Delivery]] = []
    chain = ChannelChain([Fixed("raises")])

    chain.send(notice, told.append)

    qtbot.waitUntil(lambda: bool(told))
    assert told == [[Delivery("fixed", Outcome.REFUSED, "ZeroDivisionError: a fault of ours")]]


def test_withdrawing_asks_every_channel(qapp: object):
    channels = [Fixed("raises"), Fixed("confirmed")]

    ChannelChain(channels).withdraw("refill")

    assert [channel.withdrawn for channel in channels] == [["refill"], ["refill"]]


def test_what_is_withdrawn_on_its_way_goes_no_further(qapp: object, notice: Notice, qtbot: QtBot):
    channels = [Fixed("refused"), Fixed("confirmed")]
    chain = ChannelChain(channels)
    told: list[list[Delivery]] = []
    chain.send(notice, told.append)

    chain.withdraw(notice.key)

    qtbot.waitUntil(lambda: bool(told))
    assert [one.outcome for one in told[0]] == [Outcome.REFUSED]
    assert channels[1].sent == []


def test_two_notices_at_once_do_not_disturb_each_other(qapp: object, notice: Notice, qtbot: QtBot):
    chain = ChannelChain([Fixed("refused"), Fixed("confirmed")])
    told: list[str] = []

    chain.send(notice, lambda deliveries: told.append(f"one {len(deliveries)}"))
    chain.send(notice, lambda deliveries: told.append(f"two {len(deliveries)}"))

    qtbot.waitUntil(lambda: len(told) == 2)
    assert sorted(told) == ["one 2", "two 2"]


@pytest.mark.parametrize(
    ("platform", "names"),
    [("linux", ["dbus", "plyer", "tray"]), ("win32", ["plyer", "tray"]), ("darwin", ["plyer", "tray"])],
)
def test_each_system_has_its_channels(qapp: object, platform: str, names: list[str]):
    assert [channel.name for channel in default_channels(Tray(), platform=platform)] == names
