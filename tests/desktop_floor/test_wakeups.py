"""All that wakes the evaluation, in one signal: nothing is lost, nothing is told twice, and it ends in silence."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.desktop.wakeups import Wakeups, Why

from .own_time import own_s
from .system_services import SystemBus

FILES = Path("/proc/self/fd")
NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}


@pytest.fixture
def make(qapp: object) -> Iterator[Callable[[dict[str, str]], Wakeups]]:
    made: list[Wakeups] = []

    def maker(environ: dict[str, str]) -> Wakeups:
        made.append(Wakeups(environ))
        return made[-1]

    yield maker
    for wakeups in made:
        wakeups.stop()


@pytest.fixture
def wakeups(make: Callable[[dict[str, str]], Wakeups]) -> Wakeups:
    return make(NO_BUS)


@pytest.fixture
def told(wakeups: Wakeups) -> list[str]:
    told: list[str] = []
    wakeups.wanted.connect(told.append)
    return told


def test_the_heart_beats_whatever_else_there_is(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start(0.05)

    qtbot.waitUntil(lambda: told == ["heartbeat"] * 3)
    assert wakeups.running
    assert not wakeups.hears_resume


def test_what_is_expected_is_told_in_time(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start()
    begin, own_begin = time.monotonic(), own_s()
    wakeups.expect(0.2)

    qtbot.waitUntil(lambda: told == ["heartbeat"])
    assert own_s() - own_begin < 0.5
    assert time.monotonic() - begin >= 0.2


def test_a_wake_and_a_new_zone_are_told_with_their_reason(
    make: Callable[[dict[str, str]], Wakeups], system_bus: SystemBus, qtbot: QtBot
):
    wakeups, told = make(system_bus.environ), []
    wakeups.wanted.connect(told.append)
    system_bus.serve("logind")
    system_bus.serve("timedated")
    wakeups.start()
    qtbot.waitUntil(lambda: wakeups.hears_resume)

    system_bus.sleep(going=False)
    qtbot.waitUntil(lambda: told == ["resume"])
    system_bus.set_zone("Asia/Kathmandu")
    qtbot.waitUntil(lambda: told == ["resume", "zone"])


def test_a_clock_that_was_set_is_told_with_its_reason(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start()

    wakeups._clock.stepped.emit()

    qtbot.waitUntil(lambda: told == ["clock-step"])


def test_what_comes_together_is_told_once_by_its_weightiest_reason(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start()

    for signal in (wakeups._heart.beat, wakeups._resume.resumed, wakeups._clock.stepped, wakeups._clock.stepped):
        signal.emit()

    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(50)
    assert told == [Why.CLOCK_STEP]


def test_what_comes_while_it_tells_is_told_after_that(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start()
    wakeups.wanted.connect(lambda why: wakeups._resume.resumed.emit() if why == "clock-step" else None)

    wakeups._clock.stepped.emit()

    qtbot.waitUntil(lambda: told == ["clock-step", "resume"])


def test_goes_on_after_an_evaluation_that_raises(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    def fail(_why: str) -> None:
        raise RuntimeError("the evaluation failed")

    wakeups.wanted.connect(fail)
    with qtbot.capture_exceptions() as raised:
        wakeups.start(0.05)
        qtbot.waitUntil(lambda: len(told) == 3)

    assert len(raised) == 3


def test_a_reason_on_its_way_is_not_told_after_the_stop(wakeups: Wakeups, told: list[str], qtbot: QtBot):
    wakeups.start(0.05)
    wakeups._clock.stepped.emit()
    wakeups.stop()
    wakeups.stop()

    qtbot.wait(150)
    assert told == []
    assert not wakeups.running
    assert not wakeups.hears_clock


@pytest.mark.skipif(not FILES.is_dir(), reason="needs /proc")
def test_leaves_neither_files_nor_threads_behind(wakeups: Wakeups, qtbot: QtBot):
    files, threads = len(list(FILES.iterdir())), set(threading.enumerate())
    wakeups.start()
    assert wakeups.hears_clock
    wakeups.stop()

    # What an earlier test left may end meanwhile.
    qtbot.waitUntil(lambda: len(list(FILES.iterdir())) <= files and threads.issuperset(threading.enumerate()))


def test_refuses_an_interval_that_breaks_the_promise(wakeups: Wakeups):
    with pytest.raises(ValueError, match="at most 30 s"):
        wakeups.start(31)

    assert not wakeups.running
    assert not wakeups.hears_clock
