"""Five hundred damaged records: each opens with what was in it, or is named as damaged and can be put aside.

What can be promised differs. A record that was closed in order is sealed: there every change is found, also another
digit in a telephone number. One whose program was killed has its last acts in a log and no seal: there SQLite's own
checks and those of the rows find a broken page, a date that is none, a missing row of an index; a letter changed
within a text passes them, and so does one date changed into another, or a log that ends early.

    ITB_CORRUPTIONS=5000 python -m pytest tests/scenarios/test_corruptions.py
"""

import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from itb_companion.companion import Companion
from itb_companion.companion.recovery import CURABLE, Recovery
from itb_companion.companion.sample import MovableClock, fill_sample
from itb_companion.record import emergency_card, ledger, seal
from itb_companion.record.errors import RecordError
from itb_companion.record.restore import check, prepare
from itb_companion.record.salvage import salvage
from itb_companion.record.soundness_check import first_problem
from itb_companion.record.store import DATABASE_NAME, Store
from tests.factories import BERLIN, NOON, SettableClock, minutes
from tests.record.test_released import contents

pytestmark = pytest.mark.no_cover  # what it runs thousands of times is measured elsewhere

CORRUPTIONS = int(os.environ.get("ITB_CORRUPTIONS", "500"))
EVERY = 5
"""Of so many that are damaged, one goes the whole way a person goes; from the others is saved what can be."""
SEEDS = 10
"""In so many parts, so that a failure names a small one."""


class Family:
    """A data folder as a closed program leaves it, and one as a killed program does."""

    def __init__(self, folder: Path) -> None:
        self.closed, self.killed, self.other = folder / "closed", folder / "killed", folder / "other"
        fill_sample(Store(self.closed), SettableClock())
        clock = MovableClock(NOON, BERLIN)
        companion = Companion(Store(self.closed), clock)
        companion.desk.bring_card_up_to_date()
        companion.backups.begin()
        companion.backups.take(companion.backups.attempt().run())
        for _ in range(6):
            clock.at += minutes(30)
            companion.checks.tick("sign:itch", "no")
            companion.checks.save()
        companion.reminders.evaluate()
        companion.close()
        running = Companion(Store(self.closed), clock)
        for _ in range(6):
            clock.at += minutes(30)
            running.checks.tick("sign:tingling", "no")
            running.checks.save()
        shutil.copytree(self.closed, self.killed)
        running.close()
        with closing(sqlite3.connect(self.closed / DATABASE_NAME)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # A log of another record, of the same program.
        stranger = Store(self.other)
        with stranger.transaction():
            stranger.database.execute_sql("UPDATE pulse SET at = at")
            ledger.set_pulse(NOON)
        self.strange_log = (self.other / "care.db-wal").read_bytes()
        stranger.close()
        self.truth = {folder: rows_of(folder) for folder in (self.closed, self.killed)}
        self.card = (self.closed / emergency_card.CARD_NAME).read_bytes()

        self.prepared = prepare(self.other, next((self.closed / "backups").glob("*.db"))).file.read_bytes()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder in memory where there is one: nothing of this needs to reach a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def family(place):
    return Family(place / "family")


def rows_of(folder):
    """Return every row, read by nothing of ours; the time of the last look aside, which every opening changes."""
    copy = folder.with_name(f"{folder.name}-read")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    with closing(sqlite3.connect(copy / DATABASE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {table: rows for table, rows in contents(copy / DATABASE_NAME).items() if table != "pulse"}


def damage(path: Path, chance: Random, kind: str, strange_log: bytes) -> None:
    """Damage a file as a disk does, that is without anybody having written to it."""
    if kind == "strange log":
        path.with_name("care.db-wal").write_bytes(strange_log)
        return
    found = path.stat()
    content = bytearray(path.read_bytes())
    pages = len(content) // 4096
    if kind == "flipped bits":
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == "cut off":
        del content[chance.randrange(len(content)) :]
    elif kind == "pages of zeros":
        for _ in range(chance.randint(1, 3)):
            page = chance.randrange(pages) * 4096
            content[page : page + 4096] = bytes(4096)
    elif kind == "pages swapped":
        one, two = (chance.randrange(pages) * 4096 for _ in range(2))
        content[one : one + 4096], content[two : two + 4096] = content[two : two + 4096], content[one : one + 4096]
    path.write_bytes(content)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


KINDS = ("flipped bits", "cut off", "pages of zeros", "pages swapped", "strange log")


@pytest.mark.parametrize("seed", range(SEEDS))
def test_five_hundred_corruptions(family, place, seed):
    counts: Counter[str] = Counter()
    for number in range(CORRUPTIONS // SEEDS):
        chance = Random(f"{seed}-{number}")
        was_killed = chance.random() < 0.4
        kind = chance.choice(KINDS[:-1] if was_killed else KINDS)
        folder = place / f"{seed}-{number}"
        shutil.copytree(family.killed if was_killed else family.closed, folder)
        in_log = was_killed and chance.random() < 0.5
        damage(folder / ("care.db-wal" if in_log else DATABASE_NAME), chance, kind, family.strange_log)
        before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        try:
            became = look(folder, family, was_killed=was_killed, before=before)
            if became == "damaged":
                became = salvaged(folder, family) if number % EVERY else put_aside(folder)
            counts[became] += 1
        except Exception as error:
            raise AssertionError(f"{seed}-{number}: {kind}, killed: {was_killed}, log: {in_log}") from error
        shutil.rmtree(folder)

    assert counts["put aside"] + counts["salvaged"] > CORRUPTIONS / SEEDS / 4
    assert counts["put aside"] > 0
    assert counts["opened"] + counts["opened after a kill"] > 0


def _hold(error: RecordError) -> None:
    """Hold a refusal to be one that can be put right."""
    assert error.reason in CURABLE, error


def look(folder: Path, family: Family, *, was_killed: bool, before: dict[str, bytes]) -> str:
    """Open a damaged record as the program does, and hold it to what is promised; return what became of it."""
    card = emergency_card.read(folder)
    assert (card.emergency_number, card.contacts[0].day_number) == ("911", "+1 612 555 0140")
    try:
        companion = Companion(Store(folder), MovableClock(NOON + minutes(600), BERLIN))
    except RecordError as error:
        _hold(error)
        assert {name: (folder / name).read_bytes() for name in before if "shm" not in name} == {
            name: content for name, content in before.items() if "shm" not in name
        }
        return "damaged"
    try:
        companion.household()
        companion.reminders.evaluate(announces=False)
        companion.history.stretch()
    except RecordError as error:
        _hold(error)
        companion.desk.store.database.close()
        return "damaged"
    wrong = first_problem(folder / DATABASE_NAME)
    companion.desk.store.database.close()
    if wrong:
        return "opened, and named as damaged"
    return compare(folder, family, was_killed=was_killed)


def compare(folder: Path, family: Family, *, was_killed: bool) -> str:
    """Compare what was opened as sound with the truth."""
    truth, found = family.truth[family.killed if was_killed else family.closed], rows_of(folder)
    if not was_killed:
        # An evaluation settles and renews alerts; what people entered is as it was.
        for table in truth.keys() - {"alert", "occurrence", "delivery", "answer", "absence"}:
            assert found[table] == truth[table], table
        return "opened"
    for table in truth.keys() - {"alert", "occurrence", "delivery", "answer", "absence"}:
        known = {row["id"]: row for row in truth[table]}
        assert found[table] == [row for row in found[table] if row["id"] in known], f"{table} has rows nobody made"
    return "opened after a kill"


def salvaged(folder: Path, family: Family) -> str:
    """Save what can be read into a copy of the backup, which is sound in any case."""
    candidate = folder / "candidate.db"
    candidate.write_bytes(family.prepared)
    salvage(folder / DATABASE_NAME, candidate)
    check(candidate)
    return "salvaged"


def put_aside(folder: Path) -> str:
    """Put the record aside as it is, and let the backup take its place."""
    damaged, clock = (folder / DATABASE_NAME).read_bytes(), MovableClock(NOON + minutes(600), BERLIN)
    recovery = Recovery(folder, clock)
    offer = recovery.offer()
    assert offer is not None
    recovery.accept(offer)
    [aside] = folder.glob("care-damaged-*.db")
    assert aside.read_bytes() == damaged
    companion = Companion(Store(folder), clock)
    household = companion.household()
    assert (household.emergency_number, household.contacts[0].day_number) == ("911", "+1 612 555 0140")
    assert first_problem(folder / DATABASE_NAME) == ""
    companion.desk.store.database.close()
    return "put aside"


def test_what_is_found_without_a_seal_is_less_and_a_seal_finds_the_rest(family, tmp_path):
    """The other digit in a number: named where the record was closed in order, and honestly not without that."""
    for name, is_found in (("closed", True), ("killed", False)):
        folder = tmp_path / name
        shutil.copytree(family.closed, folder)
        if not is_found:
            seal.remove(folder / DATABASE_NAME)
        path = folder / DATABASE_NAME
        found, content = path.stat(), bytearray(path.read_bytes())
        at = content.rindex(b"+1 612 555 0142")
        content[at + 14] ^= 1
        path.write_bytes(content)
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
        if is_found:
            with pytest.raises(RecordError):
                Store(folder)
        else:
            Store(folder).close()
