"""What a damaged record has more than the backup is saved as far as it can be read; the rest is counted."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from itb_companion.companion import Companion
from itb_companion.companion.sample import MovableClock, fill_sample
from itb_companion.record import checks, people
from itb_companion.record.backup import back_up
from itb_companion.record.restore import check, prepare
from itb_companion.record.salvage import Salvaged, salvage
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.tables import CheckRow, ContactRow
from tests.factories import BERLIN, NOON, SettableClock, minutes
from tests.record.test_released import contents


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    """A data folder with a backup, and a record with 40 checks and a changed number more."""
    folder = tmp_path_factory.mktemp("family")
    fill_sample(Store(folder / "data"), SettableClock())
    back_up(folder / "data", folder / "copy.db")
    clock = MovableClock(NOON, BERLIN)
    companion = Companion(Store(folder / "data"), clock)
    for _ in range(40):
        clock.at += minutes(30)
        companion.checks.tick("sign:itch", "no")
        companion.checks.save()
    contact = companion.household().contacts[0]
    companion.people.save_contact(type(contact)(contact.name, contact.role, "+1 612 555 0999", "", id=contact.id))
    companion.people.set_caregiver("Tom Sample")
    companion.close()
    return folder


@pytest.fixture
def damaged(family, tmp_path):
    """A copy of the folder, whose record can be spoiled."""
    shutil.copytree(family, tmp_path / "family")
    return tmp_path / "family"


def merged(folder):
    """Return what was salvaged, and the rows of the result."""
    prepared = prepare(folder / "data", folder / "copy.db")
    found = salvage(folder / "data" / DATABASE_NAME, prepared.file)
    check(prepared.file)
    return found, contents(prepared.file), prepared


def spoil_pages(folder, pages):
    path = folder / "data" / DATABASE_NAME
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    path.write_bytes(content)


def test_from_a_record_that_can_be_read_everything_is_taken_over(damaged):
    whole = contents(damaged / "data" / DATABASE_NAME)
    found, rows, _ = merged(damaged)

    assert found.unreadable == 0
    assert found.added > 80
    for table in ("sign_check", "tick", "contact", "setting", "person", "fill"):
        assert rows[table] == whole[table], table


def test_what_replaced_an_entry_counts_in_the_result(damaged):
    _, _, prepared = merged(damaged)
    shutil.copy(prepared.file, damaged / DATABASE_NAME)
    store = Store(damaged)

    assert people.contacts()[0].day_number == "+1 612 555 0999"
    assert len(people.contacts()) == 3
    assert checks.last_saved().answers["itch"].value == "no"
    store.close()


def test_an_entry_whose_successor_is_lost_counts_again(damaged):
    """Better an older number than none."""
    with closing(sqlite3.connect(damaged / "data" / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE contact SET day_number = x'ff' WHERE day_number LIKE '%0999'")
    found, _, prepared = merged(damaged)
    shutil.copy(prepared.file, damaged / DATABASE_NAME)
    store = Store(damaged)

    assert found.unreadable >= 1
    assert people.contacts()[0].day_number == "+1 612 555 0140"
    assert ContactRow.select().where(ContactRow.replaced_by.is_null()).count() == 3
    store.close()


@pytest.mark.parametrize("page", range(2, 34, 3))
def test_with_any_page_broken_the_result_is_sound_and_has_nothing_that_was_not_there(damaged, page):
    truth = contents(damaged / "data" / DATABASE_NAME)
    backup = contents(damaged / "copy.db")
    spoil_pages(damaged, [page])
    found, rows, _ = merged(damaged)

    for table, kept in rows.items():
        known = {row["id"]: row for row in [*truth[table], *backup[table]]}
        assert {row["id"] for row in backup[table]} <= {row["id"] for row in kept}, table
        for row in kept:
            right = known[row["id"]]
            assert {**row, "replaced_by": None} == {**right, "replaced_by": None} or row in backup[table], table
    missing = sum(len(truth[table]) - len(rows[table]) for table in truth if table != "pulse")
    assert missing >= 0
    assert found.unreadable or missing == 0


def test_a_tick_whose_check_is_lost_is_not_taken_over(damaged):
    with closing(sqlite3.connect(damaged / "data" / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE sign_check SET started_at = 'then' WHERE id = (SELECT max(id) FROM sign_check)")
    found, rows, _ = merged(damaged)

    assert found.unreadable >= 1
    assert {row["check_id"] for row in rows["tick"]} <= {row["id"] for row in rows["sign_check"]}


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 300, b"SQLite format 3\0" + b"\xff" * 9000])
def test_from_what_is_no_database_nothing_is_saved_and_the_backup_stays_as_it_is(damaged, content):
    (damaged / "data" / DATABASE_NAME).write_bytes(content)
    before = contents(damaged / "copy.db")
    found, rows, _ = merged(damaged)

    assert found == Salvaged()
    assert rows == before


def test_the_damaged_record_and_its_log_are_only_read(damaged):
    store = Store(damaged / "data")
    with store.transaction():
        CheckRow.create(started_at=NOON, recorded_by="Ana")
    shutil.copytree(damaged / "data", damaged / "killed")
    store.close()
    shutil.copy(damaged / "copy.db", damaged / "killed" / "copy.db")
    before = {path.name: path.read_bytes() for path in (damaged / "killed").iterdir()}
    prepared = prepare(damaged / "killed", damaged / "copy.db")
    found = salvage(damaged / "killed" / DATABASE_NAME, prepared.file)

    assert len(contents(prepared.file)["sign_check"]) == 42
    assert found.added
    assert {path.name: path.read_bytes() for path in (damaged / "killed").iterdir() if path.is_file()} == before


def test_a_tick_of_a_table_that_lacks_a_column_is_left(damaged):
    with closing(sqlite3.connect(damaged / "data" / DATABASE_NAME)) as connection, connection:
        connection.execute("ALTER TABLE tick DROP COLUMN since")
    _, rows, _ = merged(damaged)

    assert rows["tick"] == contents(damaged / "copy.db")["tick"]
    assert len(rows["sign_check"]) == 41
