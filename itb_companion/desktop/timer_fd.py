"""A timer of the Linux kernel that tells at once when somebody sets the computer's clock."""

import errno
import os
import sys

NEVER_NS = 9_223_372_036 * 10**9
"""The last second the kernel can count to, in 2262; it lets nobody set a clock that far."""

_ABSOLUTE, _CANCEL_ON_SET = 1, 2
"""TFD_TIMER_ABSTIME and TFD_TIMER_CANCEL_ON_SET of linux/timerfd.h, the same on every architecture."""
_REALTIME = 0
"""CLOCK_REALTIME of linux/time.h."""


class TimerFd:
    """One timer on the wall clock, as a file that becomes readable."""

    def __init__(self) -> None:
        self._fd = -1

    def open(self) -> None:
        """Ask the kernel for the timer; OSError where the system has no such thing."""
        self._fd = _create()

    def fileno(self) -> int:
        """Return the number of the open file."""
        return self._fd

    def arm(self, at_ns: int = NEVER_NS) -> bool:
        """Wait for a moment, in nanoseconds since 1970, and for the clock being set; return whether it just was."""
        try:
            _arm(self._fd, at_ns)
        except OSError as error:
            if error.errno != errno.ECANCELED:
                raise
            return True  # set since the timer was armed the last time; it is armed anew all the same
        return False

    def read(self) -> bool:
        """Return, without waiting, whether the clock was set; after it the file is no longer readable.

        A computer that comes back from a suspend counts as one whose clock was set.
        """
        try:
            os.read(self._fd, 8)
        except BlockingIOError:
            pass  # woken for nothing
        except OSError as error:
            if error.errno != errno.ECANCELED:
                raise
            return True
        return False

    def close(self) -> None:
        """Give the file back; calling it again does nothing."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


if sys.version_info >= (3, 13):

    def _create() -> int:
        return os.timerfd_create(_REALTIME, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)

    def _arm(fd: int, at_ns: int) -> None:
        os.timerfd_settime_ns(fd, flags=_ABSOLUTE | _CANCEL_ON_SET, initial=at_ns)

else:

    def _create() -> int:
        return _call("timerfd_create", _REALTIME, os.O_NONBLOCK | os.O_CLOEXEC)

    def _arm(fd: int, at_ns: int) -> None:
        import ctypes

        # struct itimerspec: interval and first expiry, each in seconds and nanoseconds.
        when = (ctypes.c_int64 * 4)(0, 0, *divmod(at_ns, 10**9))
        _call("timerfd_settime", fd, _ABSOLUTE | _CANCEL_ON_SET, ctypes.byref(when), None)

    def _call(name: str, *arguments: object) -> int:
        """Call the C library; OSError when it says no, or has no such function."""
        import ctypes

        # With 32 bits it is the library's affair how wide its seconds are, and a struct too short would be read past
        # its end. Qt for Python is not made for such computers anyway.
        if ctypes.sizeof(ctypes.c_long) != ctypes.sizeof(ctypes.c_int64):
            raise OSError(errno.ENOSYS, "not used with 32 bits")
        try:
            function = getattr(ctypes.CDLL(None, use_errno=True), name)
        except AttributeError as error:
            raise OSError(errno.ENOSYS, f"the C library lacks {name}") from error
        answer: int = function(*arguments)
        if answer < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return answer
