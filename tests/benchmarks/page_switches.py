"""Switches between the pages over a record of ten years, and one that was just begun, and times each.

    python -m tests.benchmarks.page_switches [--rounds 5] [--ten-years FOLDER]

A time runs from the click on the navigation until everything that follows from it was laid out and painted; what a page
does after that is timed piece by piece, since a person waits for each of them. Also times the agenda. Processor time of
this process: other work on the machine counts little. Quote the differences: times alone say more about the machine.
Needs no display. FOLDER keeps the record of ten years, which takes minutes to make, for another time.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PAGES = ("signs", "pump", "history", "contacts", "care_plan", "settings", "today")
TARGET_MS = 100.0
AGENDA_TARGET_MS = 10.0
PIECE_TARGET_MS = 50.0
AGENDA_ROUNDS = 50
SETTLE_S = 0.3
"""Longer than a page waits between two pieces of what it makes later."""


def switch_times_ms(folder: Path, rounds: int) -> tuple[dict[str, list[float]], dict[str, float], list[float]]:
    """Return the times of each page, the first of each making it; the longest piece after it; those of the agenda."""
    from itb_companion.desktop.plain_imports import use_plain_imports

    use_plain_imports()  # as the program does
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
    companion.desk.store.prepare_writing()  # what the program does after its first page, too
    found: dict[str, list[float]] = {key: [] for key in PAGES}
    pieces = dict.fromkeys(PAGES, 0.0)
    for _ in range(rounds):
        for key in PAGES:
            began = time.process_time()
            shell.side.nav[key].click()
            app.sendPostedEvents()  # layout and painting, and not yet what waits for them
            found[key].append((time.process_time() - began) * 1000)
            pieces[key] = max(pieces[key], _longest_piece_ms(app))
    agenda = []
    for _ in range(AGENDA_ROUNDS):
        companion.desk.forget()
        began = time.process_time()
        companion.reminders.agenda()
        agenda.append((time.process_time() - began) * 1000)
    conductor.close()
    shell.deleteLater()
    companion.close()
    return found, pieces, agenda


def _longest_piece_ms(app: "QApplication") -> float:
    """Let the page do what it does later, until it is quiet; return how long the window stood still at most."""
    longest, quiet_since = 0.0, time.monotonic()
    while time.monotonic() - quiet_since < SETTLE_S:
        began = time.process_time()
        app.processEvents()
        took = (time.process_time() - began) * 1000
        longest = max(longest, took)
        if took > 1:
            quiet_since = time.monotonic()
        time.sleep(0.002)
    return longest


def ten_years_from(kept: Path | None, folder: Path) -> None:
    """Fill a folder with ten years: a copy of those that were kept, which are made where there are none yet."""
    from tests.benchmarks.measure import ten_years_record

    if kept is None:
        ten_years_record(folder)
        return
    if not (kept / "care.db").exists():
        kept.mkdir(parents=True, exist_ok=True)
        ten_years_record(kept)
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def main() -> int:
    """Print the times; 1 where a target is missed."""
    from tests.benchmarks.measure import sample_record

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ten-years", type=Path, metavar="FOLDER", help="keeps the record of ten years")
    options = parser.parse_args()
    missed = False
    ten_years = partial(ten_years_from, options.ten_years)
    for name, fill in (("sample", sample_record), ("ten years", ten_years)):
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder))
            found, pieces, agenda = switch_times_ms(Path(folder), options.rounds)
        for key, (first, *later) in found.items():
            again, piece = f"{statistics.median(later):6.1f} (worst {max(later):.1f})", pieces[key]
            print(f"{name}: {key:10} first {first:6.1f} ms, then {again}, later pieces up to {piece:.1f}")
            missed = missed or max(first, statistics.median(later)) > TARGET_MS or piece > PIECE_TARGET_MS
        print(f"{name}: agenda {statistics.median(agenda):.1f} ms, worst of {len(agenda)} {max(agenda):.1f}")
        missed = missed or max(agenda) > AGENDA_TARGET_MS
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
