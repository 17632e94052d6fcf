"""What is read by plain SQL is what peewee's tables hold: the same columns, the same values, the record in use."""

import subprocess
import sys
from datetime import date

import pytest
from peewee import AutoField, BooleanField, Field, FloatField, ForeignKeyField, IntegerField

from itb_companion.care.episode import Outcome
from itb_companion.care.people import Role
from itb_companion.record import fields, people, refills
from itb_companion.record.columns import COLUMNS, Column, Kind
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.prepared import Prepared
from itb_companion.record.store import Store
from itb_companion.record.tables import TABLES, PersonRow
from tests.factories import NOON, Program, make_fill, make_person

NEWEST: Prepared[PersonRow] = Prepared("person", "ORDER BY id DESC LIMIT 1")
ALL: Prepared[PersonRow] = Prepared("person", "ORDER BY id")
NAMED: Prepared[PersonRow] = Prepared("person", "WHERE name = ?")

KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (fields.InstantField, Kind.INSTANT),
    (fields.DayField, Kind.DAY),
    (fields.WallTimeField, Kind.WALL_TIME),
    (fields.DocumentField, Kind.DOCUMENT),
    (BooleanField, Kind.TICK),
    (AutoField, Kind.WHOLE),
    (ForeignKeyField, Kind.WHOLE),
    (IntegerField, Kind.WHOLE),
    (FloatField, Kind.REAL),
)


def column_of(field: Field) -> Column:
    kind = next((kind for table, kind in KINDS if isinstance(field, table)), Kind.TEXT)
    attribute = getattr(field, "object_id_name", None) or field.name
    return Column(field.column_name, kind, "" if attribute == field.column_name else attribute)


def test_the_plain_copy_of_the_tables_is_that_of_the_tables():
    ours = {table._meta.table_name: tuple(map(column_of, table._meta.sorted_fields)) for table in TABLES}

    assert ours == COLUMNS


def test_it_follows_the_record_and_the_one_that_is_opened_after_it(tmp_path):
    for folder in ("first", "second"):
        store = Store(tmp_path / folder)
        assert NEWEST.first() is None
        assert ALL.rows() == []

        for name in ("Mia Berg", "Ida Berg"):
            people.save_person(
                make_person(name=f"{name} {folder}", special_risks=frozenset({"t6-or-above"})), NOON, "A"
            )

        assert [row.name for row in ALL.rows()] == [f"Mia Berg {folder}", f"Ida Berg {folder}"]
        assert [row.id for row in NAMED.rows(f"Ida Berg {folder}")] == [2]
        newest = NEWEST.first()
        assert newest is not None
        # Values come as the columns of the table are read, not as SQLite keeps them.
        assert (newest.recorded_at, newest.special_risks) == (NOON, ["t6-or-above"])
        store.close()


def test_a_row_read_by_plain_sql_is_the_row_that_peewee_reads(tmp_path):
    store = Store(tmp_path)
    refills.save_fill(make_fill(filled_on=date(2026, 11, 2)), NOON, "A")
    people.save_person(make_person(), NOON, "A")

    for table in TABLES:
        name = table._meta.table_name
        for plain, row in zip(Prepared(name, "ORDER BY id").rows(), table.select().order_by(table.id), strict=True):
            assert vars(plain) == {key: getattr(row, key) for key in vars(plain)}
    store.close()


def test_a_text_that_is_kept_as_bytes_is_read_as_peewee_reads_it(tmp_path):
    store = Store(tmp_path)
    people.save_person(make_person(name="Mia"), NOON, "A")
    store.database.execute_sql("UPDATE person SET name = CAST('Míra' AS BLOB)")
    plain = NEWEST.first()

    assert plain is not None
    assert plain.name == PersonRow.get().name == "Míra"

    store.database.execute_sql("UPDATE person SET name = x'ff'")
    with pytest.raises(RecordError) as caught:
        NEWEST.first()
    assert (caught.value.reason, caught.value.detail) == (Reason.DAMAGED, "person: name")
    store.close()


@pytest.mark.parametrize("column", ["recorded_at", "special_risks"])
def test_a_value_that_stands_for_nothing_is_told_with_table_and_column(tmp_path, column):
    store = Store(tmp_path)
    people.save_person(make_person(), NOON, "A")
    store.database.execute_sql(f"UPDATE person SET {column} = 'Tuesday {{'")

    with pytest.raises(RecordError) as caught:
        NEWEST.first()

    assert (caught.value.reason, caught.value.detail) == (Reason.DAMAGED, f"person: {column}")
    store.close()


def test_the_household_is_read_and_looked_at_without_peewee(tmp_path):
    """It would take a fifth of the time in which an empty window opens."""
    script = f"""
import sys
from pathlib import Path
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.record.store import Store
companion = Companion(Store(Path({str(tmp_path)!r})), SystemClock())
household = companion.household()
companion.reminders.evaluate(announces=False)
companion.reminders.reach(["d-bus"])
print(household.person, "peewee" in sys.modules)
"""
    Store(tmp_path).close()

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == ["None", "False"]


def test_an_episode_with_all_that_belongs_to_it_is_read_without_peewee(tmp_path):
    program = Program(tmp_path).begin()
    program.companion.checks.danger("seizure")
    program.companion.help.tried("Clinic", "911", Role.CLINIC, Outcome.NO_ANSWER)
    program.companion.help.note("She shakes.")
    program.companion.close()
    script = f"""
import sys
from pathlib import Path
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.record.store import Store
found = Companion(Store(Path({str(tmp_path)!r})), SystemClock()).help.current()
print(len(found.causes), len(found.checks), len(found.attempts), len(found.notes), "peewee" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == ["1", "1", "1", "1", "False"]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_of_many_ids_all_is_found_part_by_part(tmp_path, monkeypatch, count):
    store = Store(tmp_path)
    monkeypatch.setattr("itb_companion.record.prepared._MOST_IDS", 3)
    for number in range(count):
        people.save_person(make_person(name=f"Person {number}"), NOON, "A")
    ids = range(1, count + 1)
    among: Prepared[PersonRow] = Prepared("person", "WHERE id IN ({ids}) ORDER BY id")

    assert [row.name for row in among.among(ids)] == [f"Person {number}" for number in range(count)]
    assert among.among([count + 1]) == []
    store.close()
