"""The heartbeat: it beats on the main thread by the steady clock, just after what is expected, whoever raises."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from pytestqt.qtbot import QtBot

from itb_companion.desktop.heartbeat import Heartbeat

from .own_time import own_s


@pytest.fixture
def heart(qapp: object) -> Iterator[Heartbeat]:
    heart = Heartbeat()
    yield heart
    heart.stop()


@pytest.fixture
def beats(heart: Heartbeat) -> list[float]:
    """When it beat, in seconds since the test began."""
    begin, beats = time.monotonic(), []
    heart.beat.connect(lambda: beats.append(time.monotonic() - begin))
    return beats


@pytest.fixture
def own_beats(heart: Heartbeat) -> list[float]:
    """The same without what other programs had of the processor meanwhile: so it is measured how late a beat is."""
    begin, beats = own_s(), []
    heart.beat.connect(lambda: beats.append(own_s() - begin))
    return beats


def quiet(qtbot: QtBot, heart: Heartbeat, milliseconds: int) -> bool:
    """Return whether no beat came for so long."""
    with qtbot.waitSignal(heart.beat, timeout=milliseconds, raising=False) as blocker:
        pass
    return not blocker.signal_triggered


def test_beats_again_and_again_on_the_main_thread(heart: Heartbeat, qtbot: QtBot):
    threads = []
    heart.beat.connect(lambda: threads.append(threading.current_thread()))

    heart.start(0.05)

    qtbot.waitUntil(lambda: len(threads) >= 3)
    assert set(threads) == {threading.main_thread()}


def test_beats_just_after_what_is_expected_and_never_before(heart: Heartbeat, beats: list[float], qtbot: QtBot):
    for delay_s in (0.2, 0.3, 0.4019):
        heart.start(30)
        beats.clear()
        begin, own_begin = time.monotonic(), own_s()
        heart.expect(delay_s)

        with qtbot.waitSignal(heart.beat):
            pass
        assert own_s() - own_begin < delay_s + 0.2
        assert time.monotonic() - begin >= delay_s


def test_after_what_was_expected_it_goes_on_at_its_interval(
    heart: Heartbeat, beats: list[float], own_beats: list[float], qtbot: QtBot
):
    heart.start(0.4)
    heart.expect(0.1)

    qtbot.waitUntil(lambda: len(beats) == 3)
    assert all(later - earlier > 0.35 for earlier, later in pairwise(beats))
    assert all(later - earlier < 0.45 for earlier, later in pairwise(own_beats))


@pytest.mark.parametrize("delay_s", [None, 0.5, 3600, float("inf"), float("nan")])
def test_nothing_that_is_expected_later_holds_the_heart_back(
    heart: Heartbeat, beats: list[float], own_beats: list[float], qtbot: QtBot, delay_s: float | None
):
    """Not even one who says so again and again, oftener than the heart would beat."""
    heart.start(0.3)
    again = QTimer()
    again.timeout.connect(lambda: heart.expect(delay_s))
    again.start(40)

    qtbot.waitUntil(lambda: bool(beats))
    assert beats[0] >= 0.3
    assert own_beats[0] < 0.45


def test_what_is_no_longer_expected_brings_no_beat(heart: Heartbeat, qtbot: QtBot):
    heart.start(30)
    heart.expect(0.06)
    heart.expect(None)

    assert quiet(qtbot, heart, 200)


@pytest.mark.parametrize("delay_s", [-3600, -0.001, 0, 0.001, float("-inf")])
def test_what_stays_overdue_does_not_keep_the_processor_busy(
    heart: Heartbeat, beats: list[float], own_beats: list[float], qtbot: QtBot, delay_s: float
):
    heart.beat.connect(lambda: heart.expect(delay_s))
    heart.start(30)
    heart.expect(delay_s)

    qtbot.waitUntil(lambda: len(beats) == 5)
    assert beats[4] >= 0.25
    assert own_beats[4] < 0.6


def test_goes_on_after_one_who_raises(heart: Heartbeat, beats: list[float], qtbot: QtBot):
    def fail() -> None:
        raise RuntimeError("the evaluation failed")

    heart.beat.connect(fail)
    with qtbot.capture_exceptions() as raised:
        heart.start(0.05)
        qtbot.waitUntil(lambda: len(beats) == 3)

    assert [str(error) for _, error, _ in raised] == ["the evaluation failed"] * 3


def test_after_the_stop_there_is_no_beat_and_nothing_can_be_expected(heart: Heartbeat, qtbot: QtBot):
    heart.start(0.05)
    heart.stop()
    heart.stop()
    heart.expect(0.05)

    assert not heart.running
    assert quiet(qtbot, heart, 200)


def test_one_who_is_told_may_stop_it(heart: Heartbeat, beats: list[float], qtbot: QtBot):
    heart.beat.connect(heart.stop)
    heart.start(0.05)

    qtbot.waitUntil(lambda: bool(beats))
    assert not heart.running
    assert quiet(qtbot, heart, 200)


def test_may_be_started_again_and_beats_once_an_interval(heart: Heartbeat, beats: list[float], qtbot: QtBot):
    heart.start(0.05)
    heart.start(0.3)

    qtbot.waitUntil(lambda: len(beats) == 2)
    assert beats[0] >= 0.3
    assert beats[1] - beats[0] >= 0.29


@pytest.mark.parametrize("interval_s", [31, 0, -1, float("nan")])
def test_refuses_an_interval_that_breaks_the_promise(heart: Heartbeat, interval_s: float):
    with pytest.raises(ValueError, match="at most 30 s"):
        heart.start(interval_s)

    assert not heart.running


def test_wakes_the_process_once_a_beat_and_needs_no_thread(heart: Heartbeat, beats: list[float], qtbot: QtBot):
    threads = _tasks()
    heart.start(0.25)
    qtbot.waitUntil(lambda: len(beats) == 1)
    before = _main_thread_sleeps()
    loop = QEventLoop()  # not qtbot: its waiting wakes the process itself
    heart.beat.connect(lambda: loop.exit() if len(beats) == 5 else None)

    loop.exec()

    assert _main_thread_sleeps() - before <= 4 + 2
    assert set(_tasks()) <= set(threads)  # one of an earlier test may end meanwhile


def _tasks() -> list[str]:
    tasks = Path("/proc/self/task")
    if not tasks.exists():
        pytest.skip("needs /proc")
    return sorted(task.name for task in tasks.iterdir())


def _main_thread_sleeps() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary"))
