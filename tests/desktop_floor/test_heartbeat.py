"""The heartbeat: it beats on the main thread, whatever the clock does, and leaves nothing behind."""

import datetime as dt
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.desktop.heartbeat import Heartbeat


@pytest.fixture
def heart(qapp: object):
    heart = Heartbeat()
    yield heart
    heart.stop()


def test_beats_again_and_again_on_the_main_thread(heart: Heartbeat, qtbot: QtBot):
    threads = []
    heart.beat.connect(lambda: threads.append(threading.current_thread()))

    heart.start(0.1)

    qtbot.waitUntil(lambda: len(threads) >= 3, timeout=3000)
    assert set(threads) == {threading.main_thread()}


def test_goes_on_within_its_interval_when_the_clock_is_set_back(
    heart: Heartbeat, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    """APScheduler waits until a wall-clock time: alone it would fall silent for the hour the clock was set back."""
    from apscheduler.schedulers import base
    from apscheduler.triggers import interval

    heart.start(0.2)
    qtbot.waitSignal(heart.beat, timeout=2000).wait()

    class SetBack(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) - dt.timedelta(hours=1)  # noqa: TID251

    monkeypatch.setattr(base, "datetime", SetBack)
    monkeypatch.setattr(interval, "datetime", SetBack)
    beats = []
    heart.beat.connect(lambda: beats.append(time.monotonic()))

    begin = time.monotonic()
    qtbot.waitUntil(lambda: len(beats) >= 5, timeout=5000)

    # The one that was due at once, then the guard after the interval and its grace, then the scheduler as before.
    assert beats[1] - begin < 1.7
    assert beats[4] - beats[3] < 0.6


def test_a_beat_on_its_way_does_not_arrive_after_the_stop(heart: Heartbeat, qtbot: QtBot):
    beats = []
    heart.beat.connect(lambda: beats.append(1))
    heart.start(30)

    heart._pulse.emit()
    heart.stop()

    with qtbot.waitSignal(heart._pulse, timeout=100, raising=False):
        pass
    assert beats == []
    assert not heart.running


def test_ends_its_threads(heart: Heartbeat, qtbot: QtBot):
    before = set(threading.enumerate())
    heart.start(0.05)
    qtbot.waitSignal(heart.beat, timeout=2000).wait()
    during = set(threading.enumerate()) - before

    heart.stop()

    assert len(during) == 2  # the scheduler's and its one worker
    assert not any(thread.is_alive() for thread in during)


def test_may_be_started_again_and_beats_once_an_interval(heart: Heartbeat, qtbot: QtBot):
    heart.start(0.05)
    heart.start(0.3)
    beats = []
    heart.beat.connect(lambda: beats.append(time.monotonic()))

    qtbot.waitUntil(lambda: len(beats) == 3, timeout=3000)

    assert beats[2] - beats[0] > 0.5


@pytest.mark.parametrize("interval_s", [31, 0, -1, float("nan")])
def test_refuses_an_interval_that_breaks_the_promise(heart: Heartbeat, interval_s: float):
    with pytest.raises(ValueError, match="at most 30 s"):
        heart.start(interval_s)

    assert not heart.running


def test_drops_no_beat_however_late_it_comes(heart: Heartbeat):
    heart.start(30)

    job = heart._scheduler.get_job("heartbeat")

    assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (None, True, 1)


def test_wakes_the_process_no_more_often_than_it_beats(heart: Heartbeat, qtbot: QtBot):
    """Idle: the scheduler's thread, its worker and the main thread, once each half second here, once in 30 s in use."""
    guard_fired: list[int] = []
    heart._guard.timeout.connect(lambda: guard_fired.append(1))
    heart.start(0.5)
    qtbot.waitSignal(heart.beat, timeout=2000).wait()
    before = _voluntary_switches()
    for _ in range(4):
        qtbot.waitSignal(heart.beat, timeout=2000).wait()

    assert (_voluntary_switches() - before) / 4 < 12
    assert guard_fired == []


def _voluntary_switches() -> int:
    from pathlib import Path

    tasks = Path("/proc/self/task")
    if not tasks.exists():
        pytest.skip("needs /proc")
    lines = "".join((task / "status").read_text() for task in tasks.iterdir()).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary"))
