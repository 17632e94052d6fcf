"""Keeps the program small in memory, as it lies in the tray for months."""

import ctypes
import sys

_M_ARENA_MAX = -8
"""Of `mallopt` in glibc."""


def share_one_heap() -> None:
    """Let all threads share one heap, before the first of them begins; another C library than glibc is left alone.

    glibc would give each thread a heap of its own. Ours run for moments, and the heaps stay: 0.6 MiB.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (OSError, AttributeError):
        return
