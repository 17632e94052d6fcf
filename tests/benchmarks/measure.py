"""Measures start, memory and idle wake-ups against an empty PySide6 window, and how soon help is shown, in one run.

    python -m tests.benchmarks.measure [--pairs 10] [--idle 60] [--ten-years]

Needs an X server: the one at DISPLAY, or an Xvfb of its own where there is none. Quote the ratios; times alone say
more about the machine.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
EMPTY = [sys.executable, str(HERE / "empty_window.py")]
OURS = [sys.executable, str(HERE / "our_window.py")]
CLICKS = [sys.executable, str(HERE / "danger_clicks.py")]
TARGETS = {"start": 1.6, "emergency": 1.6, "danger_ms": 50.0, "memory_mib": 70.0, "wake_ups_per_s": 0.2}
SETTLE_S = 4
LONGEST_START_S = 30
LONGEST_CLICKS_S = 300


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Yield an environment with a display, in which compiled modules are kept."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if env.get("DISPLAY"):
        yield env
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    try:
        yield env | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], float, float]]:
    """Start a window; yield it with wall seconds and processor seconds until it was painted, then kill it."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    try:
        line = process.stdout.readline() if process.stdout else ""
        wall = time.perf_counter() - begin
        found = re.fullmatch(r"painted ([\d.]+)\n", line)
        if not found or wall > LONGEST_START_S:
            sys.exit(f"{' '.join(command)} was not painted: {line!r}")
        yield process, wall, float(found[1])
    finally:
        process.kill()
        process.wait()


def ten_years_record(folder: Path) -> None:
    """Fill a data folder with ten years of a family; in memory first, where the disk need not be waited for."""
    from itb_companion.clock import SystemClock
    from tests.benchmarks.ten_years import fill_ten_years

    clock, memory = SystemClock(), Path("/dev/shm")
    made = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        fill_ten_years(made, clock.now(), clock.zone())
        shutil.copytree(made, folder, dirs_exist_ok=True)
    finally:
        shutil.rmtree(made)


def sample_record(folder: Path) -> None:
    """Fill a data folder with the sample household."""
    from itb_companion.clock import SystemClock
    from itb_companion.companion.sample import fill_sample
    from itb_companion.record.store import Store

    fill_sample(Store(folder), SystemClock())


def start_ratios(ours: list[str], env: dict[str, str], pairs: int) -> tuple[list[float], list[float]]:
    """Return the ratios of wall and of processor time of interleaved pairs; one pair more warms up."""
    walls, processors = [], []
    for number in range(pairs + 1):
        with running(EMPTY, env) as (_, floor_wall, floor_cpu):
            pass
        with running(ours, env) as (_, our_wall, our_cpu):
            pass
        if number:
            walls.append(our_wall / floor_wall)
            processors.append(our_cpu / floor_cpu)
    return walls, processors


def danger_clicks(data_dir: Path, env: dict[str, str]) -> tuple[list[float], list[float]]:
    """Return wall and processor ms of each click on a danger sign, on a copy of the record: clicks are written down."""
    folder = Path(tempfile.mkdtemp(prefix="itb-benchmark-"))
    try:
        copy = shutil.copytree(data_dir, folder / "record")
        command = [*CLICKS, "--data-dir", str(copy)]
        asked = {"stdout": subprocess.PIPE, "text": True, "env": env, "timeout": LONGEST_CLICKS_S}
        done = subprocess.run(command, check=False, **asked)
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}")
        found = json.loads(done.stdout)
    finally:
        shutil.rmtree(folder)
    return found["wall_ms"], found["processor_ms"]


def percentile_95(values: list[float]) -> float:
    """Return the value that 95 of 100 do not pass."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def pss_mib(pid: int) -> float:
    """Return the proportional share of memory of a process in MiB."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


def switches(pid: int) -> int:
    """Return how often the threads of a process were woken or put aside so far."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        total += sum(int(n) for n in re.findall(r"ctxt_switches:\s+(\d+)", status.read_text()))
    return total


def processor_s(pid: int) -> float:
    """Return the processor time that a process has used so far, in steps of 10 ms."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def memory_and_idle(command: list[str], env: dict[str, str], idle_s: float) -> tuple[float, float, float]:
    """Return Pss in MiB, and wake-ups and processor seconds a second of a window that nobody touches."""
    with running(command, env) as (process, _, _):
        time.sleep(SETTLE_S)
        memory = pss_mib(process.pid)
        time.sleep(SETTLE_S if idle_s else 0)
        before, used = switches(process.pid), processor_s(process.pid)
        time.sleep(idle_s)
        if not idle_s:
            return memory, float("nan"), float("nan")
        woken, worked = switches(process.pid) - before, processor_s(process.pid) - used
        return memory, woken / idle_s, worked / idle_s


def main() -> int:
    """Print the figures; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--idle", type=float, default=60)
    parser.add_argument("--ten-years", action="store_true", help="with ten years of history in the record")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="itb-benchmark-"))
    try:
        (ten_years_record if options.ten_years else sample_record)(folder)
        ours = [*OURS, "--data-dir", str(folder)]
        with display() as env:
            walls, processors = start_ratios(ours, env, options.pairs)
            help_walls, help_processors = start_ratios([*ours, "--emergency"], env, options.pairs)
            clicks, clicks_cpu = danger_clicks(folder, env)
            floor_memory, *_ = memory_and_idle(EMPTY, env, 0)
            memory, wake_ups, worked = memory_and_idle(ours, env, options.idle)
    finally:
        shutil.rmtree(folder)
    start, emergency = statistics.median(walls), statistics.median(help_walls)
    danger_ms = percentile_95(clicks)
    print(f"start to painted Today page  {start:.2f} x an empty window, target {TARGETS['start']} x")
    print(f"  {spread(walls)}; processor time {statistics.median(processors):.2f} x")
    print(f"--emergency to painted       {emergency:.2f} x an empty window, target {TARGETS['emergency']} x")
    print(f"  {spread(help_walls)}; processor time {statistics.median(help_processors):.2f} x")
    print(f"danger sign to emergency     {danger_ms:.0f} ms, target {TARGETS['danger_ms']:.0f}")
    print(f"  95th percentile of {len(clicks)} clicks; median {statistics.median(clicks):.0f}, first {clicks[0]:.0f};")
    print(f"  processor time {percentile_95(clicks_cpu):.0f}, median {statistics.median(clicks_cpu):.0f}")
    print(f"memory with window open      {memory:.1f} MiB Pss, target {TARGETS['memory_mib']}")
    print(f"  an empty window {floor_memory:.1f} MiB")
    print(f"idle wake-ups                {wake_ups:.2f} a second, target {TARGETS['wake_ups_per_s']}")
    print(f"  over {options.idle:g} s; processor {worked * 100:.3f} %")
    figures = (start, emergency, danger_ms, memory, wake_ups)
    return 1 if any(figure > target for figure, target in zip(figures, TARGETS.values(), strict=True)) else 0


def spread(ratios: list[float]) -> str:
    """Return how many pairs there were, and between what their ratios lie."""
    return f"{len(ratios)} pairs, {min(ratios):.2f} to {max(ratios):.2f}"


if __name__ == "__main__":
    sys.exit(main())
