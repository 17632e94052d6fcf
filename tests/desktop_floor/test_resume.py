"""Waking up and travelling: what logind and timedated say on the system bus is heard, and nobody else."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.desktop.resume import ResumeWatch

from .system_services import SystemBus
from .test_dbus_channel import Lag

MANAGER = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
PROPERTIES = ("/org/freedesktop/timedate1", "org.freedesktop.DBus.Properties", "PropertiesChanged")


class Heard(list[str]):
    """What a watch told, in order."""

    def __init__(self, watch: ResumeWatch) -> None:
        super().__init__()
        watch.resumed.connect(lambda: self.append("resumed"))
        watch.zone_changed.connect(lambda: self.append("zone"))


@pytest.fixture
def make(qapp: object) -> Iterator[Callable[[dict[str, str]], ResumeWatch]]:
    made: list[ResumeWatch] = []

    def maker(environ: dict[str, str]) -> ResumeWatch:
        made.append(ResumeWatch(environ))
        return made[-1]

    yield maker
    for watch in made:
        watch.stop()


@pytest.fixture
def watch(make: Callable[[dict[str, str]], ResumeWatch], system_bus: SystemBus) -> ResumeWatch:
    return make(system_bus.environ)


@pytest.fixture
def listening(watch: ResumeWatch, system_bus: SystemBus, qtbot: QtBot) -> ResumeWatch:
    system_bus.serve("logind")
    watch.start()
    qtbot.waitUntil(lambda: watch.listening)
    return watch


def test_each_wake_is_told_once(listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot):
    """Though logind says it twice when a suspend is followed by a hibernation."""
    heard = Heard(listening)

    for nights in (1, 2):
        system_bus.sleep(going=True)
        qtbot.wait(30)
        assert len(heard) == nights - 1
        system_bus.sleep(going=False)
        system_bus.sleep(going=False)
        qtbot.waitUntil(lambda nights=nights: len(heard) == nights)

    assert heard == ["resumed", "resumed"]


def test_a_wake_is_told_even_if_the_program_came_only_while_the_computer_fell_asleep(
    listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot
):
    heard = Heard(listening)

    system_bus.sleep(going=False)

    qtbot.waitUntil(lambda: heard == ["resumed"])


def test_a_zone_that_is_set_is_told(listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot):
    """timedated is started when it is needed and ends soon after: its coming has to be noticed."""
    heard = Heard(listening)
    system_bus.serve("timedated")

    system_bus.set_zone("Asia/Kathmandu")

    qtbot.waitUntil(lambda: heard == ["zone"])


def test_what_another_program_makes_up_is_not_heard(listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot):
    heard = Heard(listening)
    system_bus.serve("timedated")

    system_bus.forge(*MANAGER, [False])
    system_bus.forge(*PROPERTIES, ["org.freedesktop.timedate1", {"Timezone": "Asia/Kathmandu"}, []])
    qtbot.wait(50)
    system_bus.sleep(going=True)
    system_bus.sleep(going=False)

    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["resumed"]


def test_logind_may_come_late_go_and_come_back(watch: ResumeWatch, system_bus: SystemBus, qtbot: QtBot):
    heard = Heard(watch)
    watch.start()
    qtbot.waitUntil(lambda: watch._link.is_open)
    assert not watch.listening

    first = system_bus.serve("logind")
    qtbot.waitUntil(lambda: watch.listening)
    system_bus.sleep(going=False)
    first.end()
    qtbot.waitUntil(lambda: not watch.listening)
    system_bus.serve("logind")
    qtbot.waitUntil(lambda: watch.listening)
    system_bus.sleep(going=False)

    qtbot.waitUntil(lambda: heard == ["resumed", "resumed"])


def test_after_the_stop_nothing_is_heard_until_it_is_started_again(
    listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot
):
    heard = Heard(listening)
    listening.stop()
    system_bus.sleep(going=False)
    qtbot.wait(50)
    assert (listening.listening, heard) == (False, [])

    listening.start()
    qtbot.waitUntil(lambda: listening.listening)
    system_bus.sleep(going=False)

    qtbot.waitUntil(lambda: heard == ["resumed"])


def test_a_bus_that_was_lost_is_found_again_by_a_new_start(listening: ResumeWatch, system_bus: SystemBus, qtbot: QtBot):
    heard = Heard(listening)
    system_bus.restart()
    qtbot.waitUntil(lambda: not listening.listening)

    listening.start()
    qtbot.waitUntil(lambda: listening._link.is_open)
    assert not listening.listening  # on this bus there is no logind yet
    system_bus.serve("logind")
    qtbot.waitUntil(lambda: listening.listening)
    system_bus.sleep(going=False)
    qtbot.waitUntil(lambda: heard == ["resumed"])


def test_a_bus_that_hangs_holds_up_nothing(
    make: Callable[[dict[str, str]], ResumeWatch], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    """QtDBus itself would freeze the program here, without end."""
    monkeypatch.setattr("itb_companion.desktop.bus_link.BUS_PATIENCE_S", 0.3)
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "mute"))
        mute.listen()
        watch, reasons = make({"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path / 'mute'}"}), []
        watch._link.open(reasons.append)
        lag = Lag()

        watch.start()

        qtbot.waitUntil(lambda: bool(reasons))
        assert lag.stop() < 0.1
    assert reasons == ["The system's message bus does not answer."]
    assert not watch.listening


def test_without_a_bus_nothing_happens(make: Callable[[dict[str, str]], ResumeWatch], qtbot: QtBot):
    watch, reasons = make({"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}), []
    watch._link.open(reasons.append)

    watch.start()

    qtbot.waitUntil(lambda: bool(reasons))
    assert "No such file" in reasons[0]
    assert not watch.listening
