"""A crash or a power cut in the middle of a check loses nothing that was answered, nor what was typed before it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from itb_companion.care.signs import Answer
from itb_companion.record.store import DATABASE_NAME
from tests.factories import Program
from tests.scenarios.killed_check import live, told
from tests.scenarios.kills import kill, live_to_the_end, read_reports, wait_s

ROOT = Path(__file__).parents[2]
KILLS, MOST_KILLS = 15, 150
CUT_OFF = 4
"""So many answers at least are to be cut off in the middle of being kept."""

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that was forked"),
    pytest.mark.no_cover,
]


def killed_after(folder: Path, chance: Random) -> list[dict]:
    """Let somebody tick for a moment, kill the program, and return what it reported."""
    seed, acts, span_s = chance.random(), chance.randint(0, 8), 10 ** chance.uniform(-5, -2)
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        live_to_the_end(lambda say: live(folder, seed, say), write_end)
    os.close(write_end)
    reports, said = read_reports(read_end), []
    try:
        for report in reports:
            said.append(report)
            if len(said) > acts:
                break
        wait_s(span_s)
        kill(pid)
        said += reports  # what it said last is still in the pipe
    finally:
        kill(pid)
        os.close(read_end)
    return said


def test_whenever_it_is_killed_every_answer_that_was_given_is_there(tmp_path: Path):
    # From a process with one thread, which may be forked.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        cut_off, acts = pool.submit(kill_many_times, tmp_path / "data").result()

    assert acts > KILLS
    assert cut_off >= CUT_OFF


def kill_many_times(folder: Path) -> tuple[int, int]:
    """Kill checks until enough of them were cut off; return how many were, and how many answers were given."""
    program = Program(folder).begin()
    state = told(program.companion.checks.progress().check)
    program.companion.close()
    chance, cut_off, acts = Random(20), 0, 0

    for kills in range(MOST_KILLS):
        if kills >= KILLS and cut_off >= CUT_OFF:
            break
        begun = None
        for report in killed_after(program.folder, chance):
            assert report["say"] != "failed", report["text"]
            if report["say"] == "done":
                state, begun, acts = report["check"], None, acts + 1
            else:
                begun = report["after"]
        again = Program(program.folder)
        found = told(again.companion.checks.progress().check)
        again.companion.close()
        assert found in (state, begun)
        cut_off += begun is not None
        state = found
    return cut_off, acts


def test_what_was_being_typed_is_there_after_a_power_cut(tmp_path: Path):
    folder = tmp_path / "data"
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    typing = subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.killed_typing", folder],
        cwd=ROOT,
        env=environ,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_tick(folder / DATABASE_NAME, "temperature_c", typing)
    finally:
        typing.send_signal(signal.SIGKILL)
        typing.wait()
    program = Program(folder)
    check = program.companion.checks.progress().check
    program.companion.close()

    assert check.answers == {"itch": Answer.YES}
    assert check.vitals.temperature_c == 38.4
    assert check.note == "pale and cla"


def wait_for_tick(database: Path, what: str, typing: subprocess.Popen) -> None:
    """Wait until somebody else than the program can read a tick."""
    deadline = time.monotonic() + 60
    while True:
        assert time.monotonic() < deadline
        assert typing.poll() is None
        try:
            with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as reader:
                if reader.execute("SELECT 1 FROM tick WHERE what = ?", (what,)).fetchone():
                    return
        except sqlite3.Error:
            pass
        time.sleep(0.05)
