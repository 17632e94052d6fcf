"""Every row of a record is looked at: what stands in a column must be what the column is for."""

import sqlite3
from contextlib import closing

import pytest

from itb_companion.companion.sample import fill_sample
from itb_companion.record import refills, soundness
from itb_companion.record.backup import back_up
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.soundness import columns, name_of
from itb_companion.record.soundness_check import first_problem
from itb_companion.record.store import Store
from itb_companion.record.tables import TABLES
from tests.factories import SettableClock


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A sample record, closed."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    store = Store(folder)
    fill_sample(store, SettableClock())
    return folder


@pytest.fixture
def record(sample, tmp_path):
    """A copy of it in a folder of its own."""
    return back_up(sample, tmp_path / "care.db")


def spoil(record, statement, *values):
    with closing(sqlite3.connect(record)) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


def found(record):
    with closing(sqlite3.connect(record)) as connection:
        return soundness.problems(connection)


def test_a_record_of_the_program_is_sound(record):
    assert found(record) == []
    assert first_problem(record) == ""


def test_every_table_begins_with_its_id():
    assert {columns(table)[0] for table in TABLES} == {"id"}


SPOILED = [
    ("UPDATE fill SET filled_on = '2026-02-30' WHERE id = 1", "fill 1: filled_on"),
    ("UPDATE fill SET volume_ml = 'twenty' WHERE id = 1", "fill 1: volume_ml"),
    ("UPDATE person SET recorded_at = '2026-03-10T12:00' WHERE id = 1", "person 1: recorded_at"),
    ("UPDATE person SET special_risks = '[' WHERE id = 1", "person 1: special_risks"),
    ("UPDATE appointment SET at_time = '25:00'", "appointment 1: at_time"),
    ("UPDATE alert SET severity = 9 WHERE id = 1", "alert 1: severity"),
    ("UPDATE alert SET kind = 'boek' WHERE id = 1", "alert 1: kind"),
    ("UPDATE contact SET removed = 7 WHERE id = 1", "contact 1: removed"),
]


@pytest.mark.parametrize(("statement", "told"), SPOILED, ids=[told for _, told in SPOILED])
def test_what_cannot_stand_in_a_column_is_named_by_table_row_and_column(record, statement, told):
    spoil(record, statement)

    assert told in " ".join(found(record))
    assert first_problem(record) == found(record)[0]


def test_a_text_that_is_no_text_and_a_row_that_refers_to_nothing_are_named(record):
    spoil(record, "UPDATE contact SET name = ? WHERE id = 1", b"\xff\x00")
    assert "contact 1: name" in " ".join(found(record)) or "NUMERIC" in " ".join(found(record))
    with closing(sqlite3.connect(record)) as connection, connection:
        connection.execute("UPDATE contact SET name = 'A' WHERE id = 1")
        connection.execute("UPDATE tick SET check_id = 4711")
    assert all("refers to nothing" in each for each in found(record))


@pytest.mark.parametrize("table", TABLES, ids=name_of)
def test_every_column_of_every_table_is_looked_at(record, table):
    """A blob fits no column at all."""
    with closing(sqlite3.connect(record)) as connection:
        row = connection.execute(f"SELECT {', '.join(columns(table))} FROM {name_of(table)}").fetchone()
    whole = row or (1,) + (None,) * (len(columns(table)) - 1)
    for at, column in enumerate(columns(table)):
        spoiled = (*whole[:at], b"\x00", *whole[at + 1 :])
        assert soundness.wrong_column(table, spoiled) in columns(table)[: at + 1], column


def test_what_is_told_names_nobody(record):
    spoil(record, "UPDATE person SET recorded_at = 'Maya Sample' WHERE id = 1")

    assert "Maya" not in " ".join(found(record))


def test_a_damaged_file_is_told_and_a_locked_one_is_not_called_damaged(record, tmp_path, monkeypatch):
    content = bytearray(record.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xa5" * 4096
    (tmp_path / "broken.db").write_bytes(content)
    assert first_problem(tmp_path / "broken.db")
    monkeypatch.setattr("itb_companion.record.soundness_check._BUSY_S", 0.01)
    with closing(sqlite3.connect(record, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert first_problem(record) == ""
    assert first_problem(tmp_path / "missing.db") == ""


def test_a_value_that_stands_for_nothing_is_a_record_error_where_it_is_read(record):
    spoil(record, "UPDATE fill SET filled_on = 'Tuesday'")
    store = Store(record.parent)
    with pytest.raises(RecordError) as caught:
        refills.current_fill()
    store.close()

    assert (caught.value.reason, caught.value.detail) == (Reason.DAMAGED, "fill: filled_on")


def test_a_page_that_breaks_in_the_middle_of_a_reading_is_a_record_error(sample, tmp_path):
    from itb_companion.record.tables import DeliveryRow
    from tests.factories import NOON

    store = Store(tmp_path / "data")
    with store.transaction():
        for number in range(400):
            DeliveryRow.create(key=f"key {number}", channel="dbus", outcome="confirmed", detail="x" * 40, at=NOON)
    store.close()
    content = bytearray(store.path.read_bytes())
    last = content.rindex(b"key 300") // 4096 * 4096
    content[last : last + 4096] = bytes(4096)
    store.path.write_bytes(content)
    store = Store(tmp_path / "data")
    with pytest.raises(RecordError) as caught:
        list(DeliveryRow.select())
    store.close()

    assert caught.value.reason is Reason.NOT_A_RECORD
