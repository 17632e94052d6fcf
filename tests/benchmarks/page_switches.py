"""Switches between the pages over a record of ten years, and one that was just begun, and times each.

    python -m tests.benchmarks.page_switches [--rounds 5]

A time runs from the click on the navigation until everything that follows from it was laid out and painted. Also times
the agenda. Quote the differences: times alone say more about the machine. Needs no display.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PAGES = ("signs", "pump", "history", "contacts", "care_plan", "settings", "today")
TARGET_MS = 100.0
AGENDA_TARGET_MS = 10.0


def switch_times_ms(folder: Path, rounds: int) -> tuple[dict[str, list[float]], float]:
    """Return the times of each page, the first of each making it, and the median of the agenda."""
    from PySide6.QtWidgets import QApplication

    from itb_companion.clock import SystemClock
    from itb_companion.companion import Companion
    from itb_companion.record.store import Store
    from itb_companion.ui import theme
    from itb_companion.ui.conductor import Conductor
    from itb_companion.ui.shell import Shell
    from itb_companion.words import Words

    app = QApplication.instance() or QApplication([])
    theme.apply(app, theme.Look(theme.Theme.light()))
    clock = SystemClock()
    companion = Companion(Store(folder), clock)
    shell = Shell()
    conductor = Conductor(companion, shell, Words(clock.zone()))
    shell.resize(1180, 760)
    conductor.open_first_page()
    shell.show()
    app.processEvents()
    found: dict[str, list[float]] = {key: [] for key in PAGES}
    for _ in range(rounds):
        for key in PAGES:
            began = time.process_time()
            shell.nav[key].click()
            app.processEvents()
            found[key].append((time.process_time() - began) * 1000)
    agenda = []
    for _ in range(rounds * 4):
        companion.desk.forget()
        began = time.process_time()
        companion.reminders.agenda()
        agenda.append((time.process_time() - began) * 1000)
    conductor.close()
    shell.deleteLater()
    companion.close()
    return found, statistics.median(agenda)


def main() -> int:
    """Print the times; 1 where a target is missed."""
    from tests.benchmarks.measure import sample_record, ten_years_record

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    missed = False
    for name, fill in (("sample", sample_record), ("ten years", ten_years_record)):
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder))
            found, agenda_ms = switch_times_ms(Path(folder), options.rounds)
        for key, (first, *later) in found.items():
            print(
                f"{name}: {key:10} first {first:6.1f} ms, then {statistics.median(later):6.1f} (worst {max(later):.1f})"
            )
            missed = missed or max(first, statistics.median(later)) > TARGET_MS
        print(f"{name}: agenda {agenda_ms:.1f} ms")
        missed = missed or agenda_ms > AGENDA_TARGET_MS
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
