"""A backup takes the record's place whole, or nothing changes: whatever the backup is, and whenever it fails."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.people import Role
from itb_companion.care.value import replace
from itb_companion.companion import Companion
from itb_companion.companion.sample import fill_sample
from itb_companion.record import household, ledger, migrations, people, restore
from itb_companion.record.backup import back_up
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.restore import prepare, put_in_place, put_in_place_of_damaged
from itb_companion.record.store import DATABASE_NAME, Store
from tests.factories import NOON, Program, SettableClock, at, make_contact, make_person
from tests.record.test_released import FORMATS, RELEASED, contents


@pytest.fixture(scope="module")
def sample_backup(tmp_path_factory):
    """A backup of the sample household."""
    folder = tmp_path_factory.mktemp("sample")
    fill_sample(Store(folder / "data"), SettableClock())
    return back_up(folder / "data", folder / "copy.db")


@pytest.fixture
def data(tmp_path):
    """A closed record of somebody else."""
    store = Store(tmp_path / "data")
    with store.transaction():
        people.save_person(make_person(name="Old"), NOON, "Ana")
    store.close()
    return store.folder


def files(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(data, source):
    before = files(data)
    with pytest.raises(RecordError) as caught:
        prepare(data, source)
    assert files(data) == before
    return caught.value


def test_a_backup_takes_the_records_place_with_every_row_of_it(data, sample_backup):
    before = contents(sample_backup)
    put_in_place(data, prepare(data, sample_backup), NOON)

    assert {path.name for path in data.iterdir()} == {DATABASE_NAME}
    after = contents(data / DATABASE_NAME)
    assert {table: rows for table, rows in after.items() if table != "pulse"} == {
        table: rows for table, rows in before.items() if table != "pulse"
    }
    store = Store(data)
    assert household.read().person.name == "Maya Sample"
    store.close()


def test_the_time_without_the_restored_record_does_not_count_as_a_program_that_was_not_running(data, sample_backup):
    now = NOON + timedelta(days=30)
    put_in_place(data, prepare(data, sample_backup), now)
    clock = SettableClock(now + timedelta(seconds=20))
    companion = Companion(Store(data), clock)

    assert ledger.pulse() == now
    absences = ledger.absences(100)
    companion.reminders.evaluate()
    assert ledger.absences(100) == absences
    companion.close()


def test_what_the_old_record_had_in_its_log_does_not_get_into_the_new_one(data, sample_backup):
    """Killed, the program leaves its last acts in the log; SQLite would play them into whatever file is there."""
    killed = Store(data)
    with killed.transaction():
        people.save_person(make_person(name="In the log"), NOON, "Ana")
    log = (data / "care.db-wal").read_bytes()
    main = (data / DATABASE_NAME).read_bytes()
    killed.close()
    (data / DATABASE_NAME).write_bytes(main)
    (data / "care.db-wal").write_bytes(log)
    put_in_place(data, prepare(data, sample_backup), NOON)

    store = Store(data)
    assert people.person()[0].name == "Maya Sample"
    assert store.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_into_a_folder_without_a_record(tmp_path, sample_backup):
    put_in_place(tmp_path, prepare(tmp_path, sample_backup), NOON)
    store = Store(tmp_path)

    assert people.person()[0].name == "Maya Sample"
    store.close()


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_backup_of_every_released_format_is_restored_with_all_that_was_in_it(released, data):
    prepared = prepare(data, released)
    put_in_place(data, prepared, NOON)
    store = Store(data)
    found = household.read()
    kept = contents(data / DATABASE_NAME)
    store.close()

    assert prepared.contents.format == FORMATS[RELEASED.index(released)]
    assert found.person is not None
    for table, rows in contents(released).items():
        if table != "pulse":
            assert [{column: row[column] for column in old} for row, old in zip(kept[table], rows, strict=True)] == rows


def test_a_preview_tells_who_when_and_how_much(data, sample_backup):
    found = prepare(data, sample_backup).contents

    assert (found.person, found.format) == ("Maya Sample", migrations.FORMAT)
    assert found.counts == {"sign_check": 1, "fill": 2, "episode": 0, "contact": 3}
    assert found.first_at == at("2026-03-10 12:00") - timedelta(days=100)
    assert found.last_at == at("2026-03-10 12:00") - timedelta(hours=2)


def test_a_preview_counts_what_holds_and_not_what_was_corrected_removed_or_not_finished(data, tmp_path):
    companion = Program(tmp_path / "life").begin().companion
    companion.refills.correct(replace(companion.household().fill, volume_ml=19.0))
    companion.people.save_contact(make_contact("Neighbour", Role.OTHER))
    companion.people.remove_contact(companion.household().contacts[-1].id)
    companion.checks.no_signs_now()
    companion.checks.tick("sign:itch", "yes")
    companion.close()

    counts = prepare(data, tmp_path / "life" / DATABASE_NAME).contents.counts
    assert counts == {"sign_check": 1, "fill": 1, "episode": 0, "contact": 1}


def test_a_preview_of_an_empty_record(data, tmp_path):
    Store(tmp_path / "empty").close()
    found = prepare(data, tmp_path / "empty" / DATABASE_NAME).contents

    assert (found.person, found.first_at, found.last_at) == ("", None, None)
    assert set(found.counts.values()) == {0}


def test_looking_leaves_the_record_and_the_backup_as_they_are_and_the_next_look_clears_up(data, sample_backup):
    before, backup = files(data), sample_backup.read_bytes()
    prepare(data, sample_backup)
    prepare(data, sample_backup)
    assert len(list(data.glob(".restore-*"))) == 1
    restore.discard_all(data)

    assert files(data) == before
    assert sample_backup.read_bytes() == backup


def test_a_copy_of_an_open_record_is_restored_with_its_log(data, tmp_path):
    """Somebody has copied the folder by hand while the program was running."""
    store = Store(tmp_path / "running")
    with store.transaction():
        people.save_person(make_person(name="Just entered"), NOON, "Ana")
    shutil.copytree(tmp_path / "running", tmp_path / "copied")
    store.close()
    prepared = prepare(data, tmp_path / "copied" / DATABASE_NAME)

    assert prepared.contents.person == "Just entered"


# Refused, and nothing changed


def test_a_file_that_is_missing_or_the_record_itself(data, tmp_path):
    assert refusal(data, tmp_path / "gone.db").reason is Reason.NO_FILE
    assert refusal(data, tmp_path).reason is Reason.NO_FILE
    assert refusal(data, data / ".." / "data" / DATABASE_NAME).reason is Reason.ITSELF


@pytest.mark.parametrize("content", [b"", b"SQLite", b"a shopping list" * 400, b"SQLite format 3\0"])
def test_what_is_no_record(data, tmp_path, content):
    (tmp_path / "file.db").write_bytes(content)

    assert refusal(data, tmp_path / "file.db").reason in (Reason.NOT_A_RECORD, Reason.DAMAGED)


def changed(sample_backup, path, *statements):
    shutil.copy(sample_backup, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA application_id = 0")
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (f"PRAGMA user_version = {migrations.FORMAT + 1}", Reason.NEWER),
        ("PRAGMA user_version = 0", Reason.NOT_A_RECORD),
        ("DROP TABLE alert", Reason.NOT_A_RECORD),
        ("DROP TABLE cause", Reason.NOT_A_RECORD),
        ("ALTER TABLE fill RENAME COLUMN volume_ml TO volume_l", Reason.NOT_A_RECORD),
        ("CREATE TABLE spare (id INTEGER)", Reason.NOT_A_RECORD),
        ("CREATE TRIGGER t AFTER INSERT ON tick BEGIN DELETE FROM contact; END", Reason.NOT_A_RECORD),
        ("CREATE VIEW v AS SELECT * FROM contact", Reason.NOT_A_RECORD),
        ("DROP INDEX occurrence_key", Reason.NOT_A_RECORD),
        ("UPDATE fill SET filled_on = 'soon'", Reason.DAMAGED),
        ("UPDATE tick SET check_id = 4711", Reason.DAMAGED),
    ],
)
def test_a_database_that_is_not_quite_ours(data, sample_backup, tmp_path, statement, reason):
    assert refusal(data, changed(sample_backup, tmp_path / "other.db", statement)).reason is reason


def test_half_a_backup(data, sample_backup, tmp_path):
    content = sample_backup.read_bytes()
    (tmp_path / "half.db").write_bytes(content[: len(content) // 2])

    assert refusal(data, tmp_path / "half.db").reason is Reason.DAMAGED


@given(st.data())
def test_a_backup_with_any_damage_is_refused_in_words(many, sample_backup, given_data):
    folder, content = many, bytearray(sample_backup.read_bytes())
    for _ in range(given_data.draw(st.integers(1, 4))):
        at = given_data.draw(st.integers(16, len(content) - 1))
        length = given_data.draw(st.sampled_from([1, 1, 1, 8, 512]))
        content[at : at + length] = given_data.draw(st.binary(min_size=length, max_size=length))
    if bytes(content) == sample_backup.read_bytes():
        return
    (folder / "mutated.db").write_bytes(content)
    with pytest.raises(RecordError) as caught:
        prepare(folder / "data", folder / "mutated.db")

    assert caught.value.path == folder / "mutated.db"


@given(st.data())
def test_damage_without_a_checksum_never_ends_in_anything_but_words(many, sample_backup, given_data):
    """A record that was copied by hand has no stamp: what it passes is sound in every row."""
    folder = many
    if not (folder / "plain.db").exists():
        changed(sample_backup, folder / "plain.db")
    content = bytearray((folder / "plain.db").read_bytes())
    for _ in range(given_data.draw(st.integers(1, 3))):
        page = given_data.draw(st.integers(0, len(content) // 4096 - 1)) * 4096
        at = page + given_data.draw(st.integers(0, 200) if given_data.draw(st.booleans()) else st.integers(0, 4095))
        content[at] = given_data.draw(st.integers(0, 255))
    (folder / "mutated.db").write_bytes(content)
    try:
        prepared = prepare(folder / "data", folder / "mutated.db")
    except RecordError:
        return
    restore.check(prepared.file)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    Store(folder / "data").close()
    return folder


def test_a_record_in_use_by_another_program_is_not_replaced(data, sample_backup, monkeypatch):
    monkeypatch.setattr(restore, "_BUSY_S", 0.05)
    prepared = prepare(data, sample_backup)
    with closing(sqlite3.connect(data / DATABASE_NAME)) as other:
        other.execute("SELECT * FROM person").fetchall()
        other.execute("BEGIN")
        other.execute("SELECT * FROM person").fetchall()
        with pytest.raises(RecordError) as caught:
            put_in_place(data, prepared, NOON)

    assert caught.value.reason is Reason.LOCKED
    store = Store(data)
    assert people.person()[0].name == "Old"
    store.close()


# A record that cannot be read


def test_a_damaged_record_is_kept_under_another_name_with_its_log(data, sample_backup):
    for name in (DATABASE_NAME, "care.db-wal", "care.db-shm"):
        (data / name).write_bytes(b"damaged " + name.encode())
    local = NOON.replace(tzinfo=None)
    aside = put_in_place_of_damaged(data, prepare(data, sample_backup), NOON, local)

    assert aside == data / "care-damaged-2026-03-10-110000.db"
    assert {name: content for name, content in files(data).items() if name != DATABASE_NAME} == {
        "care-damaged-2026-03-10-110000.db": b"damaged care.db",
        "care-damaged-2026-03-10-110000.db-wal": b"damaged care.db-wal",
        "care-damaged-2026-03-10-110000.db-shm": b"damaged care.db-shm",
    }
    store = Store(data)
    assert people.person()[0].name == "Maya Sample"
    store.close()


def test_two_damaged_records_of_one_second_are_both_kept(data, sample_backup):
    for content in (b"one", b"two"):
        (data / DATABASE_NAME).write_bytes(content)
        put_in_place_of_damaged(data, prepare(data, sample_backup), NOON, NOON.replace(tzinfo=None))

    assert {path.read_bytes() for path in data.glob("care-damaged-*.db")} == {b"one", b"two"}
