"""The kernel's timer: armed on the wall clock with the flag that tells of a clock that was set, and given back.

Nothing here sets the clock of the computer that runs the tests; the kernel is asked what it has noted down instead.
"""

import ctypes
import errno
import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from itb_companion.clock import SystemClock
from itb_companion.desktop import timer_fd
from itb_companion.desktop.timer_fd import TimerFd

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a timer of the Linux kernel")

FOR_EVER_S = 100 * 365 * 86400
before_313 = pytest.mark.skipif(sys.version_info >= (3, 13), reason="Python itself calls the kernel")


@pytest.fixture
def timer() -> Iterator[TimerFd]:
    timer = TimerFd()
    timer.open()
    yield timer
    timer.close()


def noted(timer: TimerFd) -> tuple[str, str, int]:
    """Return clock, flags and the seconds still to wait, as the kernel has them."""
    lines = Path(f"/proc/self/fdinfo/{timer.fileno()}").read_text().splitlines()
    facts = dict(line.split(":", 1) for line in lines)
    return facts["clockid"].strip(), facts["settime flags"].strip(), int(facts["it_value"].strip(" (").split(",")[0])


def in_milliseconds(delay: int) -> int:
    return round(SystemClock().now().timestamp() * 1000 + delay) * 10**6


def readable(timer: TimerFd, seconds: float) -> bool:
    return bool(select.select([timer], [], [], seconds)[0])


def test_waits_for_the_wall_clock_being_set_and_for_nothing_else(timer: TimerFd):
    assert timer.arm() is False

    clock, flags, seconds = noted(timer)
    assert (clock, flags) == ("0", "03")  # CLOCK_REALTIME; absolute, cancelled when the clock is set
    assert seconds > FOR_EVER_S
    assert not readable(timer, 0.05)


def test_a_moment_that_comes_is_no_clock_that_was_set(timer: TimerFd):
    timer.arm(in_milliseconds(50))

    assert readable(timer, 5)
    assert timer.read() is False
    assert not readable(timer, 0)


def test_woken_for_nothing_it_does_not_wait(timer: TimerFd):
    timer.arm()
    assert not os.get_blocking(timer.fileno())

    assert timer.read() is False


def test_a_cancelled_timer_means_that_the_clock_was_set(timer: TimerFd, monkeypatch: pytest.MonkeyPatch):
    def cancelled(*_: object) -> bytes:
        raise OSError(errno.ECANCELED, "Operation canceled")

    monkeypatch.setattr(timer_fd.os, "read", cancelled)
    assert timer.read() is True

    monkeypatch.setattr(timer_fd, "_arm", cancelled)
    assert timer.arm() is True


def test_any_other_error_is_one(timer: TimerFd):
    timer.close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        timer.read()
    with pytest.raises(OSError, match="Bad file descriptor"):
        timer.arm()


def test_gives_its_file_back_once(timer: TimerFd):
    number = timer.fileno()

    timer.close()
    timer.close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_no_program_that_is_started_gets_it(timer: TimerFd):
    assert not os.get_inheritable(timer.fileno())


@before_313
def test_a_library_without_such_timers_is_named(monkeypatch: pytest.MonkeyPatch):
    class Libc:
        def __init__(self, *_: object, **__: object) -> None: ...

    monkeypatch.setattr(ctypes, "CDLL", Libc)

    with pytest.raises(OSError, match="lacks timerfd_create"):
        TimerFd().open()


@before_313
def test_with_32_bits_no_struct_of_an_unknown_size_is_handed_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ctypes, "c_long", ctypes.c_int32)

    with pytest.raises(OSError, match="32 bits"):
        TimerFd().open()
