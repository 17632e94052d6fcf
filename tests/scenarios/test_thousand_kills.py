"""A thousand times kill -9 at a random moment: no answer is lost, no announcement, and none that was told comes twice.

    ITB_KILLS=20000 python -m pytest -s tests/scenarios/test_thousand_kills.py

kills more often. A seed tells what the program does and when it is killed; the computer's own haste does the rest, so
a failure shows what was found and cannot always be had again.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from itb_companion.record import migrations
from tests.record.test_released import RELEASED
from tests.scenarios.kills import Kills

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork and no kill -9"),
    pytest.mark.no_cover,
]

KILLS = int(os.environ.get("ITB_KILLS", "1000"))
FIRST_SEED = int(os.environ.get("ITB_FIRST_SEED", "0"))
A_RECORD = min(100, KILLS)
"""So often the programs on one record are killed; then the next record begins."""


def kill(break_it: Callable[[], None] | None, folder: Path, times: int, seed: int) -> Counter[str]:
    """Kill on a record of its own; to be called in a process without threads."""
    from tests.scenarios import killed_life

    def live(*given: Any) -> None:
        if break_it is not None:
            break_it()  # in the child only
        killed_life.live(*given)

    try:
        return Kills(seed, folder / f"record-{seed}", live).kill(times)
    except AssertionError as error:
        raise AssertionError(f"record {seed}: {error}") from error


def test_a_thousand_kills(tmp_path, capsys):
    seeds = [*range(FIRST_SEED, FIRST_SEED + KILLS // A_RECORD)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        counts = sum(pool.map(partial(kill, None, tmp_path, A_RECORD), seeds), Counter())
    with capsys.disabled():
        sys.stdout.write(f"\n{told(counts)}\n")

    assert counts["kills"] == KILLS // A_RECORD * A_RECORD
    assert counts["acts"] > KILLS
    for what in ("kills inside a transaction", "cut off and kept", "cut off and not kept"):
        assert counts[what] > KILLS / 50, f"hardly any {what}"
    for what in ("announcements to be made again", "starts with the emergency card behind the record"):
        assert counts[what] > 0, f"no {what}"
    for what in ("look", "deliver", "seen", "snoozed", "woken", "appointment", "number", "caregiver"):
        assert counts[what] > KILLS / 50, f"the programs hardly did anything of {what}"


@pytest.mark.parametrize("released", [None, *RELEASED], ids=lambda path: path.stem if path else "new")
def test_a_record_whose_opening_was_killed_opens_with_all_that_was_in_it(released, tmp_path):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        formats = pool.submit(kill_openings, tmp_path, released, 2).result()

    oldest = int(released.stem.rpartition("-")[2]) if released else 0
    assert set(formats) == set(range(oldest, migrations.FORMAT + 1)), "some step of the migration was never cut off"


def kill_openings(folder: Path, released: Path | None, tries: int) -> list[int]:
    from tests.scenarios.killed_opening import kill_at_each_statement

    return kill_at_each_statement(folder, released, tries)


def told(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))


class TestTheKillsThemselves:
    """With a promise broken on purpose, some kill finds it."""

    def some_kill_finds(self, break_it: Callable[[], None], folder: Path, match: str) -> None:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            broken = pool.submit(kill, break_it, folder, 500, 0)
            with pytest.raises(AssertionError, match=match):
                broken.result()

    def test_an_act_reported_before_it_is_kept_is_found(self, tmp_path):
        found = "rows changed|reported and not kept|neither what was reported is there"
        self.some_kill_finds(keep_late, tmp_path, found)

    def test_an_announcement_that_was_told_and_is_made_again_is_found(self, tmp_path):
        self.some_kill_finds(forget_every_announcement, tmp_path, "announced a second time")

    def test_an_announcement_that_nobody_got_and_that_is_not_made_again_is_found(self, tmp_path):
        self.some_kill_finds(forget_no_announcement, tmp_path, "counts as announced and never was")

    def test_an_answer_kept_without_its_alert_is_found(self, tmp_path):
        found = "was answered and is not quiet|assert alert.quiet_until is None|quiet by another answer"
        self.some_kill_finds(answer_in_two_acts, tmp_path, found)

    def test_a_migration_kept_in_part_is_found(self, tmp_path):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            broken = pool.submit(kill_openings_without_transaction, tmp_path)
            with pytest.raises(AssertionError, match="duplicate column name"):
                broken.result()

    def test_an_emergency_card_written_in_place_is_found(self, tmp_path):
        self.some_kill_finds(write_in_place, tmp_path, "JSONDecodeError")

    def test_an_emergency_card_that_stays_behind_the_record_is_found(self, tmp_path):
        self.some_kill_finds(leave_the_old_card, tmp_path, "the_card_is_that_of_the_record")

    def test_an_unfinished_emergency_card_that_stays_is_found(self, tmp_path):
        self.some_kill_finds(leave_unfinished_cards, tmp_path, r"assert unfinished_cards\(folder\) == \[\]")


def kill_openings_without_transaction(folder: Path) -> None:
    """Kill openings in which each statement of a migration is kept by itself."""
    from itb_companion.record.database import Database

    Database.atomic = lambda self, *given: nullcontext()
    kill_openings(folder, RELEASED[0], 1)


def keep_late() -> None:
    """Commit each act only when the next one begins."""
    from itb_companion.record.store import Store

    @contextmanager
    def transaction(self):
        connection = self.database.connection()
        if connection.in_transaction:
            connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        yield

    Store.transaction = transaction


def forget_every_announcement() -> None:
    """Announce at each start what is open, whether a channel had told of it or not."""
    from itb_companion.record import ledger
    from itb_companion.record.tables import AlertRow

    ledger.forget_unfinished_announcements = lambda _: AlertRow.update(announced_at=None).execute()


def forget_no_announcement() -> None:
    """Take for announced whatever was written down as announced."""
    from itb_companion.record import ledger

    ledger.forget_unfinished_announcements = lambda _: None


def answer_in_two_acts() -> None:
    """Keep an answer in one transaction, and what it makes of the alert in another."""
    from itb_companion.companion.reminders import Reminders
    from itb_companion.record import ledger

    def answer(self, alert_id, what, change):
        for alert in ledger.open_alerts():
            if alert.id == alert_id:
                answered = change(alert)
                with self._desk.store.transaction():
                    ledger.note_answer(answered, what, answered.quiet_until, self._desk.now, self._desk.caregiver)
                with self._desk.store.transaction():
                    ledger.update(answered)
                    ledger.tell_absences(self._desk.now)

    Reminders._answer = answer


def write_in_place() -> None:
    """Write over the old emergency card, as slowly as a busy disk does."""
    from itb_companion.companion import desk

    def write(path, content):
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(content), 20):
                file.write(content[start : start + 20])
                time.sleep(0.001)

    desk.write_atomically = write


def leave_the_old_card() -> None:
    """Trust at the start whatever card is there."""
    from itb_companion.companion.desk import Desk
    from itb_companion.record.emergency_card import CARD_NAME

    whole = Desk.bring_card_up_to_date
    Desk.bring_card_up_to_date = lambda self: None if (self.store.folder / CARD_NAME).exists() else whole(self)


def leave_unfinished_cards() -> None:
    """Let what was written beside the card lie there, on a busy disk."""
    from itb_companion.companion import desk

    whole = os.fsync

    def flush(handle):
        time.sleep(0.005)
        whole(handle)

    os.fsync = flush
    desk.remove_unfinished = lambda path: None
