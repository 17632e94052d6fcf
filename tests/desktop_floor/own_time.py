"""A clock that stands still while other programs have the processor: how long something of ours took by itself."""

import time
from pathlib import Path


def own_s() -> float:
    """Return seconds by the steady clock, without those in which this thread waited for a processor."""
    while True:
        queued, now = _queued_s(), time.perf_counter()
        if _queued_s() == queued:  # else it had to wait between the two looks
            return now - queued


def _queued_s() -> float:
    """Return for how long this thread could have run but other programs had the processor; 0 where nothing tells."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0
