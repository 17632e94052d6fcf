"""Measured times: each stands at the end of the run, and in a file for the README's table."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path


class Figures:
    """What was measured in one run, in the order in which it was."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, object]] = {}

    def note(self, what: str, seconds: float | Sequence[float], bound_s: float, busy: float = 1.0) -> None:
        """Keep a figure, and fail unless it, or the median of several, is at most its bound.

        `busy` is how much slower than usual the machine was; the bound counts for a machine that is not.
        """
        all_s = [seconds] if isinstance(seconds, float) else list(seconds)
        median = statistics.median(all_s)
        self._found[what] = {
            "seconds": [round(each, 3) for each in all_s],
            "median_s": round(median, 3),
            "bound_s": bound_s,
            "busy": round(busy, 2),
        }
        assert median <= bound_s * busy, f"{what}: {self.told(what)}"

    def told(self, what: str) -> str:
        """Return one figure as a line."""
        found = self._found[what]
        several = f", median of {found['seconds']}" if len(found["seconds"]) > 1 else ""
        busy = f", on a machine {found['busy']:g} times slower than usual" if found["busy"] > 1 else ""
        return f"{found['median_s']:.3f} s of {found['bound_s']:g} s: {what}{several}{busy}"

    def lines(self) -> list[str]:
        """Return every figure as a line."""
        return [self.told(what) for what in self._found]

    def write(self, path: Path) -> None:
        """Write all of it down as JSON."""
        path.write_text(json.dumps(self._found, indent=2) + "\n")
