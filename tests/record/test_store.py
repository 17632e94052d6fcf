"""Opening the record: its folder, its file, its format, and every way in which it is refused and left alone."""

import signal
import sqlite3
import stat

import pytest
from peewee import AutoField, ForeignKeyField

from itb_companion.care.people import Person
from itb_companion.record import entries, migrations, people
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.tables import TABLES, PersonRow, TickRow
from tests.factories import NOON, make_person
from tests.record.conftest import run_child


def pragma(store, name):
    return store.database.execute_sql(f"PRAGMA {name}").fetchone()[0]


def refusal(folder):
    with pytest.raises(RecordError) as caught:
        Store(folder)
    return caught.value


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def make_database(folder, *statements):
    folder.mkdir(exist_ok=True)
    connection = sqlite3.connect(folder / DATABASE_NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return folder


# Format


def test_the_record_is_in_wal_with_foreign_keys_and_flushes_every_act_to_the_disk(store):
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "synchronous") == 2
    assert pragma(store, "user_version") == migrations.FORMAT == len(migrations.MIGRATIONS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_the_migrated_file_has_the_columns_that_the_table_declares(store, table):
    name = table._meta.table_name
    found = {row[1]: bool(row[3]) for row in store.database.execute_sql(f"PRAGMA table_info({name})")}
    keys = [row[1] for row in store.database.execute_sql(f"PRAGMA table_info({name})") if row[5]]

    assert found == {field.column_name: not field.null for field in table._meta.sorted_fields}
    assert keys == [table._meta.primary_key.column_name]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_the_migrated_file_is_as_unique_as_the_table_declares(store, table):
    name, unique = table._meta.table_name, []
    for _, index, is_unique, *_ in store.database.execute_sql(f"PRAGMA index_list({name})").fetchall():
        if is_unique:
            unique.append([row[2] for row in store.database.execute_sql(f"PRAGMA index_info({index})")])
    declared = [[field.column_name] for field in table._meta.sorted_fields if field.unique]
    if not isinstance(table._meta.primary_key, AutoField):
        declared = [each for each in declared if each != [table._meta.primary_key.column_name]]

    assert sorted(unique) == sorted(declared)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_the_migrated_file_refers_where_the_table_declares(store, table):
    name = table._meta.table_name
    found = {(row[3], row[2]) for row in store.database.execute_sql(f"PRAGMA foreign_key_list({name})")}

    assert found == {
        (field.column_name, field.rel_model._meta.table_name)
        for field in table._meta.sorted_fields
        if isinstance(field, ForeignKeyField)
    }


def test_there_is_no_table_beside_those_declared(store):
    assert set(store.database.get_tables()) == {table._meta.table_name for table in TABLES}


def test_a_tick_without_its_check_is_refused(store):
    with pytest.raises(RecordError), store.transaction():
        TickRow.create(check_id=4711, what="tone", recorded_at=NOON, recorded_by="Ana")

    assert TickRow.select().count() == 0


def test_opening_again_changes_nothing(tmp_path):
    first = Store(tmp_path)
    with first.transaction():
        people.save_person(make_person(), NOON, "Ana")
    first.close()
    before = contents(tmp_path)
    Store(tmp_path).close()

    assert contents(tmp_path) == before


def test_a_migration_that_fails_leaves_the_format_before_it(tmp_path, monkeypatch):
    def fail(database):
        database.execute_sql("CREATE TABLE half (id INTEGER)")
        database.execute_sql("this is not SQL")

    Store(tmp_path).close()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, fail))

    assert refusal(tmp_path).reason is Reason.FAILED
    monkeypatch.undo()
    store = Store(tmp_path)
    assert "half" not in store.database.get_tables()
    assert pragma(store, "user_version") == migrations.FORMAT
    store.close()


def test_a_migration_brings_an_older_record_to_the_newest_format_and_keeps_what_is_in_it(tmp_path, monkeypatch):
    store = Store(tmp_path)
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")
    store.close()
    step = (*migrations.MIGRATIONS, lambda database: database.execute_sql("CREATE TABLE later (id INTEGER)"))
    monkeypatch.setattr(migrations, "MIGRATIONS", step)
    monkeypatch.setattr(migrations, "FORMAT", len(step))
    store = Store(tmp_path)

    assert "later" in store.database.get_tables()
    assert pragma(store, "user_version") == len(step)
    assert people.person() == (make_person(), NOON)
    store.close()


# Refused, and left as it was


def test_a_record_of_a_newer_program_is_refused_and_untouched(tmp_path):
    Store(tmp_path).close()
    make_database(tmp_path, f"PRAGMA user_version = {migrations.FORMAT + 1}")
    before = contents(tmp_path)
    error = refusal(tmp_path)

    assert (error.reason, error.path) == (Reason.NEWER, tmp_path / DATABASE_NAME)
    assert contents(tmp_path) == before


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path):
    make_database(tmp_path, "CREATE TABLE notes (id INTEGER)")
    before = contents(tmp_path)

    assert refusal(tmp_path).reason is Reason.NOT_A_RECORD
    assert contents(tmp_path) == before


@pytest.mark.parametrize("number", range(1, migrations.FORMAT + 1))
def test_a_database_of_another_program_that_counts_its_formats_is_refused_and_untouched(tmp_path, number):
    make_database(tmp_path, "CREATE TABLE notes (id INTEGER)", f"PRAGMA user_version = {number}")
    before = contents(tmp_path)

    assert refusal(tmp_path).reason is Reason.NOT_A_RECORD
    assert contents(tmp_path) == before


@pytest.mark.parametrize("content", [b"Milk, eggs, bread\n" * 20, b"SQLite format 3\0" + b"\xff" * 4096, b"{}"])
def test_what_is_no_database_is_refused_and_untouched(tmp_path, content):
    (tmp_path / DATABASE_NAME).write_bytes(content)

    assert refusal(tmp_path).reason is Reason.NOT_A_RECORD
    assert contents(tmp_path) == {DATABASE_NAME: content}


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / DATABASE_NAME).mkdir()

    assert refusal(tmp_path).reason is Reason.READ_ONLY


# Folder


def test_a_missing_folder_is_made_for_its_owner_only_and_so_are_the_files(tmp_path):
    folder = tmp_path / "deep" / "data"
    store = Store(folder)
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")

    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == {
        "care.db": 0o600,
        "care.db-wal": 0o600,
        "care.db-shm": 0o600,
    }
    store.close()


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path):
    tmp_path.chmod(0o755)
    Store(tmp_path).close()

    assert mode(tmp_path) == 0o700


@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_folder_that_is_a_file_is_named_as_such(tmp_path, below):
    (tmp_path / "file").write_text("mine")
    error = refusal(tmp_path / "file" / below)

    assert error.reason is Reason.FOLDER_IS_A_FILE
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_named_as_such(open_folder, as_nobody):
    assert as_nobody(open_folder, "store.Store(folder)") == Reason.READ_ONLY
    assert list(open_folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named_as_such(open_folder, as_nobody):
    assert as_nobody(open_folder / "data", "store.Store(folder)") == Reason.FOLDER_CANNOT_BE_MADE


def test_a_folder_that_cannot_even_be_looked_at_is_named_as_such(open_folder, as_nobody):
    (open_folder / "closed").mkdir(mode=0o700)

    assert as_nobody(open_folder / "closed" / "data", "store.Store(folder)") == Reason.FOLDER_CANNOT_BE_MADE


def test_a_folder_whose_name_is_too_long_is_named_as_such(tmp_path):
    assert refusal(tmp_path / ("x" * 300)).reason is Reason.FOLDER_CANNOT_BE_MADE


def test_a_folder_that_the_system_refuses_to_make_or_to_write_is_named_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *arguments: False)
    assert refusal(tmp_path).reason is Reason.READ_ONLY
    monkeypatch.undo()

    def fail(*arguments, **options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.mkdir", fail)
    error = refusal(tmp_path / "data")
    assert (error.reason, error.path) == (Reason.FOLDER_CANNOT_BE_MADE, tmp_path / "data")
    assert "Read-only" in error.detail


def test_a_file_that_cannot_be_written_in_a_folder_that_can_is_named_as_such(open_folder, as_nobody):
    folder = open_folder / "data"
    Store(folder).close()
    folder.chmod(0o777)
    (folder / DATABASE_NAME).chmod(0o444)
    act = "s = store.Store(folder)\n    with s.transaction():\n        s.database.execute_sql('DELETE FROM pulse')"

    assert as_nobody(folder, act) == Reason.READ_ONLY


# Locked


def test_a_record_that_another_program_holds_is_refused_as_locked(tmp_path, impatient):
    Store(tmp_path).close()
    other = sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    error = refusal(tmp_path)
    other.close()

    assert error.reason is Reason.LOCKED
    Store(tmp_path).close()


def test_an_act_while_another_program_writes_is_refused_as_locked_and_leaves_nothing(tmp_path, impatient):
    store = Store(tmp_path)
    other = sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordError) as caught, store.transaction():
        people.save_person(make_person(), NOON, "Ana")
    other.execute("ROLLBACK")
    other.close()

    assert caught.value.reason is Reason.LOCKED
    assert people.person() is None
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")
    assert people.person() == (make_person(), NOON)
    store.close()


# Acts


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, sqlite3.IntegrityError, OSError])
def test_an_act_that_fails_half_way_leaves_nothing(store, error):
    def act():
        people.save_person(make_person(), NOON, "Ana")
        entries.set_setting("caregiver", "Ana", NOON, "Ana")
        raise error

    with pytest.raises(RecordError if error is sqlite3.IntegrityError else error), store.transaction():
        act()

    assert people.person() is None
    assert entries.settings() == {}


def test_an_act_within_an_act_fails_with_it(store):
    def act():
        with store.transaction():
            people.save_person(make_person(), NOON, "Ana")
        raise ValueError

    with pytest.raises(ValueError), store.transaction():
        act()

    assert PersonRow.select().count() == 0


def test_an_error_of_the_database_carries_its_reason_and_the_file(store):
    with pytest.raises(RecordError) as caught, store.transaction():
        store.database.execute_sql("SELECT * FROM nowhere")

    assert (caught.value.reason, caught.value.path) == (Reason.FAILED, store.path)
    assert "nowhere" in caught.value.detail


# Killed

_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from itb_companion.care.people import Person
from itb_companion.record import people
from itb_companion.record.store import Store
store = Store(Path(sys.argv[1]))
now = datetime(2026, 3, 10, 11, tzinfo=UTC)
for count in range(20):
    with store.transaction():
        people.save_person(Person(f"Person {{count}}"), now, "Ana")
with store.transaction():
    people.save_person(Person("Half"), now, "Ana")
    {end}
"""


@pytest.mark.parametrize(
    ("end", "code"),
    [("os._exit(9)", 9), ("os.kill(os.getpid(), signal.SIGKILL)", -getattr(signal, "SIGKILL", 9))],
)
def test_a_program_killed_in_the_middle_of_an_act_leaves_every_act_before_it(tmp_path, end, code):
    folder = tmp_path / "data"
    assert run_child(_KILLED.format(end=end), folder).returncode == code
    store = Store(folder)

    assert people.person()[0] == Person("Person 19")
    assert [row.name for row in PersonRow.select().order_by(PersonRow.id)] == [f"Person {n}" for n in range(20)]
    assert pragma(store, "integrity_check") == "ok"
    store.close()


def test_a_closed_record_is_closed_although_somebody_holds_what_was_asked_of_it(store):
    """Else its log would be written into it later, by whoever lets go: a damaged one must stay as it was found."""
    people.save_person(make_person(), NOON, "A")
    held = store.database.execute_sql("SELECT name FROM sqlite_master")
    assert held.fetchone()
    assert store.path.with_name(f"{DATABASE_NAME}-wal").exists()

    store.database.close()

    assert not store.path.with_name(f"{DATABASE_NAME}-wal").exists()
    with pytest.raises(RecordError):
        held.fetchone()
