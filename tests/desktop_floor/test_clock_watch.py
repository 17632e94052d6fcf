"""Watching the clock: told when it was set, silent otherwise, and never busy.

The clock of the computer that runs the tests is not set: where the kernel would cancel the timer, the real timer runs
out, so that the file really becomes readable, and only the answer of `read` is another one.
"""

import errno
import os
import sys
from collections.abc import Iterator
from ctypes import addressof, wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from itb_companion.clock import SystemClock
from itb_companion.desktop import timer_fd
from itb_companion.desktop.clock_watch import WM_TIMECHANGE, ClockWatch, TimeChangeFilter
from itb_companion.desktop.timer_fd import TimerFd

from .test_timer_fd import FOR_EVER_S, noted

linux = pytest.mark.skipif(sys.platform != "linux", reason="a timer of the Linux kernel")


class Answering(TimerFd):
    """A real timer that counts its readings, and can answer them with an error of the kernel."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = 0
        self.error = 0

    def read(self) -> bool:
        self.readings += 1
        if self.error == 0:
            return super().read()
        if self.error == errno.ECANCELED:
            super().read()  # as after a real answer there is nothing left to read
            return True
        raise OSError(self.error, os.strerror(self.error))

    def run_out_soon(self) -> None:
        self.arm(round(SystemClock().now().timestamp() * 1000 + 50) * 10**6)


@pytest.fixture
def watch(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClockWatch]:
    monkeypatch.setattr(timer_fd, "TimerFd", Answering)
    watch = ClockWatch()
    yield watch
    watch.stop()


@pytest.fixture
def steps(watch: ClockWatch) -> list[int]:
    steps: list[int] = []
    watch.stepped.connect(lambda: steps.append(1))
    return steps


def open_files() -> list[str]:
    return sorted(str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink())


@linux
def test_told_each_time_the_clock_was_set(watch: ClockWatch, steps: list[int], qtbot: QtBot):
    assert watch.start()
    watch._timer.error = errno.ECANCELED

    for times in (1, 2, 3):
        watch._timer.run_out_soon()
        qtbot.waitUntil(lambda times=times: len(steps) == times)

    assert watch._timer.readings == 3


@linux
def test_a_timer_that_runs_out_is_armed_anew_and_tells_nothing(watch: ClockWatch, steps: list[int], qtbot: QtBot):
    watch.start()
    for times in (1, 2):
        watch._timer.run_out_soon()
        qtbot.waitUntil(lambda times=times: watch._timer.readings == times)

    qtbot.wait(60)

    assert watch._timer.readings == 2
    assert steps == []
    assert noted(watch._timer)[2] > FOR_EVER_S
    assert watch.watching


@linux
def test_a_timer_that_fails_is_given_up_instead_of_being_read_for_ever(
    watch: ClockWatch, steps: list[int], qtbot: QtBot, caplog: pytest.LogCaptureFixture
):
    """Its file stays readable: without an end, this would be a loop that never rests."""
    watch.start()
    timer, timer.error = watch._timer, errno.EIO

    timer.run_out_soon()
    qtbot.waitUntil(lambda: not watch.watching)
    qtbot.wait(60)

    assert timer.readings == 1
    assert steps == []
    assert "can no longer be watched" in caplog.text


@linux
def test_what_was_heard_is_told_even_if_it_was_the_last(watch: ClockWatch, steps: list[int], qtbot: QtBot):
    watch.start()
    watch._timer.error = errno.ECANCELED
    watch._timer.run_out_soon()

    def fails() -> bool:
        raise OSError(errno.EIO, "Input/output error")

    watch._timer.arm = fails

    qtbot.waitUntil(lambda: steps == [1])
    assert not watch.watching


@linux
def test_starting_again_and_stopping_leave_no_file_behind(watch: ClockWatch):
    before = open_files()

    assert watch.start()
    assert watch.start()
    assert len(open_files()) == len(before) + 1
    watch.stop()
    watch.stop()

    assert open_files() == before
    assert not watch.watching


@linux
@pytest.mark.parametrize("call", ["open", "arm"])
def test_a_system_without_such_timers_is_said_to_be_one(watch: ClockWatch, monkeypatch: pytest.MonkeyPatch, call: str):
    def refuse(_: TimerFd) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    before = open_files()
    monkeypatch.setattr(Answering, call, refuse)

    assert watch.start() is False
    assert open_files() == before


def test_elsewhere_nothing_is_watched(watch: ClockWatch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert watch.start() is False


@pytest.mark.parametrize(
    ("kind", "number", "told"),
    [
        (b"windows_generic_MSG", WM_TIMECHANGE, True),
        (b"windows_dispatcher_MSG", WM_TIMECHANGE, False),
        (b"windows_generic_MSG", WM_TIMECHANGE + 1, False),
        (b"xcb_generic_event_t", WM_TIMECHANGE, False),
    ],
)
def test_of_the_messages_of_windows_one_means_that_the_clock_was_set(kind: bytes, number: int, told: bool):
    heard: list[int] = []
    listener = TimeChangeFilter(lambda: heard.append(1))
    message = wintypes.MSG(message=number)

    assert listener.nativeEventFilter(QByteArray(kind), addressof(message)) == (False, 0)
    assert heard == [1] * told


def test_on_windows_it_listens_until_it_is_stopped(
    watch: ClockWatch, steps: list[int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "platform", "win32")
    assert watch.start()
    message = wintypes.MSG(message=WM_TIMECHANGE)

    watch._filter.nativeEventFilter(QByteArray(b"windows_generic_MSG"), addressof(message))
    watch.stop()

    assert steps == [1]
    assert not watch.watching
