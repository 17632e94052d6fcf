"""All threads share one heap."""

import ctypes
import subprocess
import sys

import pytest

SCRIPT = """
import ctypes
import sys
import threading
from itb_companion.desktop.memory import share_one_heap

if "share" in sys.argv:
    share_one_heap()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
done = threading.Event()
threads = [threading.Thread(target=lambda: (libc.malloc(ctypes.c_size_t(5000)), done.wait())) for _ in range(4)]
for thread in threads:
    thread.start()
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
done.set()
"""


def heaps(*asked: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *asked], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.count("<heap nr=")


def has_glibc() -> bool:
    return sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")


@pytest.mark.skipif(not has_glibc(), reason="other C libraries give no heap to each thread")
def test_threads_that_come_and_go_leave_no_heaps_of_their_own():
    assert heaps() > 1
    assert heaps("share") == 1


def test_where_there_is_no_such_setting_nothing_happens(monkeypatch: pytest.MonkeyPatch):
    from itb_companion.desktop.memory import share_one_heap

    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    share_one_heap()
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(ctypes, "CDLL")
    share_one_heap()
