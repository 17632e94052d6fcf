"""The disk fills up at each write of a day in turn: what was reported as saved is there, and the rest is told in words.

A child process works under a limit on the size of every file it writes, which grows byte by byte over what the day
needs: the write beyond it fails as on a full disk. Where a small disk in memory may be mounted, a really full one too.
"""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from itb_companion.care.episode import Outcome
from itb_companion.companion import Companion
from itb_companion.companion.failures import record_failure
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, Program, SettableClock, days, minutes

resource = pytest.importorskip("resource", reason="this system puts no limit on files")

STEPS = 20
INDEX = 32_768
WORDS = Words(BERLIN)


def day(companion, clock):
    """Yield the acts of a day, each with what says that it was kept."""
    for number in range(6):
        clock.at += minutes(20)
        yield companion.checks.no_signs_now
        name = f"Caregiver {number} {'x' * 40}"
        yield lambda name=name: companion.people.set_caregiver(name)
    yield companion.help.ask
    yield companion.reminders.evaluate
    yield lambda: companion.people.set_option("note", "y" * 9_000)


def live(folder, limit):
    """Do a day in a child under the limit; return for each act "done", or the reason it was refused with."""
    children = get_context("forkserver")
    children.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=children) as child:
        return child.submit(_live, folder, limit).result()


def _live(folder, limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    clock = SettableClock(NOON)
    try:
        companion = Companion(Store(folder), clock)
    except RecordError as error:
        return [record_failure(WORDS, error)]
    said = []
    for act in day(companion, clock):
        try:
            act()
        except RecordError as error:
            said.append(record_failure(WORDS, error))
        else:
            said.append("done")
    return said


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder in memory where there is one: nothing of this needs to reach a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def begun(place):
    """A closed record, and how large its files get in a day."""
    folder = place / "data"
    program = Program(folder, SettableClock(NOON - days(1))).begin()
    program.companion.close()
    whole = folder.parent / "whole"
    shutil.copytree(folder, whole)
    assert set(live(whole, 10_000_000)) == {"done"}
    return folder, (whole / "care.db-wal").stat().st_size


def saved(folder):
    """Return how many checks, and which caregivers, are in the record, which is whole."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as record:
        assert record.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        checks = record.execute("SELECT count(*) FROM sign_check WHERE saved_at IS NOT NULL").fetchone()[0]
        names = record.execute("SELECT value FROM setting WHERE name = 'caregiver' ORDER BY id").fetchall()
        return checks, [json.loads(name)[:11] for (name,) in names if "Caregiver" in name]


def check_day(folder, said):
    """Hold what is in the record to what was reported; each refusal is a sentence that says what to do."""
    refused = [each for each in said if each != "done"]
    assert all(sentence.endswith(".") and "Please" in sentence for sentence in refused), refused
    if len(said) > 1:
        acts = said[:12]
        checks, names = saved(folder)
        assert checks == sum(acts[number] == "done" for number in range(0, 12, 2))
        assert names == [f"Caregiver {number}" for number in range(6) if acts[2 * number + 1] == "done"]
    else:
        assert saved(folder) == (0, [])


def test_a_disk_that_is_full_at_each_write_in_turn_loses_nothing_that_was_saved(begun):
    folder, largest = begun
    outcomes = set()
    for step in range(STEPS):
        place = folder.parent / f"{step}"
        shutil.copytree(folder, place)
        # Below the size of the index of the log nothing opens at all; at the largest everything fits.
        said = live(place, INDEX + (largest - INDEX) * step // (STEPS - 2))
        check_day(place, said)
        outcomes.add((said.count("done"), len(said)))
        opened = Program(place, SettableClock(NOON + days(1)))
        opened.companion.checks.no_signs_now()
        opened.companion.close()
        shutil.rmtree(place)

    assert len(outcomes) > 5, "the limit hardly ever came in the middle of the day"
    assert (15, 15) in outcomes


@contextlib.contextmanager
def small_disk(place, size):
    """Mount a disk in memory; the test is skipped where that is not allowed."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("a disk in memory may not be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no tmpfs")
@pytest.mark.parametrize("left", [0, 4096, 40_960, 90_112])
def test_a_really_full_disk(begun, tmp_path, left):
    folder, _ = begun
    with small_disk(tmp_path / "disk", "1m") as disk:
        shutil.copytree(folder, disk / "data")
        (disk / "filler").write_bytes(b"x" * max(_free(disk) - left, 0))
        said = live(disk / "data", resource.RLIM_INFINITY)
        assert any(each != "done" for each in said)
        (disk / "filler").unlink()
        check_day(disk / "data", said)
        opened = Program(disk / "data", SettableClock(NOON + days(1)))
        opened.companion.checks.no_signs_now()
        opened.companion.close()


def _free(disk):
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


def removed(folder):
    shutil.rmtree(folder)


def moved(folder):
    folder.rename(folder.with_name("elsewhere"))


def replaced(folder):
    """What a program does that keeps a folder the same on two computers."""
    shutil.copy2(folder / DATABASE_NAME, folder / "newer")
    (folder / "newer").replace(folder / DATABASE_NAME)


@pytest.mark.parametrize("harm", [removed, moved, replaced])
def test_a_record_that_goes_while_the_program_runs_takes_no_act_to_lose_it_and_the_numbers_stay(tmp_path, harm):
    """The file that is open can still be written, and nobody would ever find what is written there."""
    folder = tmp_path / "data"
    program = Program(folder).begin()
    companion = program.companion
    program.clock.at += days(120)
    [alert, *_] = companion.reminders.evaluate().alerts
    known = companion.help.ladder()
    harm(folder)
    acts = [
        companion.checks.no_signs_now,
        lambda: companion.people.set_caregiver("Ben"),
        lambda: companion.checks.tick("sign:itch", "yes"),
        lambda: companion.reminders.seen(alert.id),
        lambda: companion.checks.danger("seizure"),
        lambda: companion.help.tried("Line", "111", known[0].contact.role, Outcome.NO_ANSWER),
    ]
    for act in acts:
        with pytest.raises(RecordError) as refused:
            act()
        sentence = record_failure(WORDS, refused.value)
        assert refused.value.reason is Reason.GONE
        assert sentence.startswith(f"{folder / DATABASE_NAME} was moved, removed or replaced while ITB Companion")
    found = companion.reminders.evaluate()

    assert found.failure.reason is Reason.GONE
    assert alert.cause in {each.cause for each in found.alerts}
    assert companion.household().caregiver == "Ana"
    assert companion.help.ladder() == known != []
    assert companion.desk.household_to_call_for().emergency_number == "112"
    assert harm is replaced or not folder.exists()
    with contextlib.suppress(RecordError):
        companion.close()


def test_a_record_that_comes_back_to_its_place_takes_acts_again_with_nothing_lost(tmp_path):
    folder, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    program = Program(folder).begin()
    program.companion.people.set_caregiver("Ben")
    folder.rename(elsewhere)
    with pytest.raises(RecordError):
        program.companion.people.set_caregiver("Cid")
    elsewhere.rename(folder)
    program.companion.checks.no_signs_now()
    program.restart()

    assert program.companion.desk.caregiver == "Ben"
    assert program.companion.household().last_check is not None
    program.companion.close()


def test_a_folder_that_turns_read_only_while_the_program_runs_loses_nothing(tmp_path):
    """The files that are open can still be written; what cannot be made anew is told."""
    folder = tmp_path / "data"
    program = Program(folder).begin()
    folder.chmod(0o500)
    with contextlib.suppress(RecordError):
        program.companion.people.set_caregiver("Ben")
    known = program.companion.household().caregiver
    program.companion.close()
    folder.chmod(0o700)
    program.restart()

    assert program.companion.household().caregiver == known
    program.companion.close()


def test_a_clock_before_the_last_entry_keeps_the_order_of_entries_and_takes_new_ones(tmp_path):
    program = Program(tmp_path / "data").begin()
    program.companion.people.set_caregiver("Ben")
    program.companion.checks.no_signs_now()
    program.clock.at -= days(400)
    program.restart()
    program.companion.reminders.evaluate()
    program.companion.people.set_caregiver("Cid")
    program.companion.checks.no_signs_now()
    program.restart()

    assert program.companion.desk.caregiver == "Cid"
    assert program.companion.household().last_check.saved_at == program.clock.at
    assert saved(tmp_path / "data")[0] == 2
    program.companion.close()
