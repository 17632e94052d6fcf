"""An export has every field of every table, and what comes back from one is what went into it."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from itb_companion import __version__
from itb_companion.companion.sample import MovableClock, fill_sample
from itb_companion.record import migrations, whole, whole_import
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.fields import DayField, DocumentField, InstantField
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.tables import TABLES, PersonRow, SettingRow
from itb_companion.record.whole_check import checked
from itb_companion.record.whole_schema import schema
from tests.benchmarks import ten_years
from tests.factories import BERLIN, NOON
from tests.record.whole_lives import Life

RELEASED = sorted((Path(__file__).parent / "released").glob("format-*.db"))
LATER = NOON + timedelta(days=4000)


def exported(store, now=LATER):
    return whole.export_bytes(whole.read(store), now)


def taken_in(store, data, now=LATER):
    with store.transaction():
        return whole_import.take_in(store, checked(data).rows, now)


def emptied(tmp_path, name="emptied"):
    store = Store(tmp_path / name)
    store.database.execute_sql("PRAGMA synchronous = OFF")
    return store


def comes_back(store, tmp_path):
    """Whether export, wipe, import, export gives the same bytes."""
    before = exported(store)
    store.close()
    wiped = emptied(tmp_path)
    taken_in(wiped, before)
    after = exported(wiped)
    again = taken_in(wiped, before)
    wiped.close()
    assert sum(again.added.values()) == 0
    return before == after


@pytest.fixture(autouse=True)
def _nothing_needs_to_outlive_a_power_cut(monkeypatch):
    """Waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "data"
    fill_sample(Store(folder), MovableClock(NOON, BERLIN))
    return folder


@pytest.fixture
def sample(sample_folder, tmp_path):
    shutil.copytree(sample_folder, tmp_path / "sample")
    opened = Store(tmp_path / "sample")
    yield opened
    opened.close()


# What stands in it


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_field_of_every_table_has_its_counterpart(sample, table):
    """Walks the models themselves, so that a new table or field cannot be forgotten."""
    document = json.loads(exported(sample))
    name = table._meta.table_name
    fields = [field.column_name for field in table._meta.sorted_fields]
    described = schema()["properties"]["tables"]["properties"][name]["items"]

    assert name in document["tables"]
    assert list(described["properties"]) == fields == described["required"]
    assert len(document["tables"][name]) == table.select().count()
    for row, kept in zip(document["tables"][name], table.select().order_by(table._meta.primary_key), strict=True):
        assert list(row) == fields
        for field in table._meta.sorted_fields:
            value = getattr(kept, field.object_id_name if hasattr(field, "rel_model") else field.name)
            if isinstance(field, InstantField) and value is not None:
                assert datetime.fromisoformat(row[field.column_name]) == value
                assert row[field.column_name].endswith("+00:00")
            elif isinstance(field, DayField) and value is not None:
                assert row[field.column_name] == value.isoformat()
            elif not isinstance(value, str | int | float | None):
                assert isinstance(field, DocumentField) or row[field.column_name] == f"{value:%H:%M}"
            else:
                assert row[field.column_name] == value


def test_the_database_has_no_column_that_the_tables_do_not_know(sample):
    """The migrations make what the models describe; what only they knew would be missing in every export."""
    for table in TABLES:
        columns = {row[1] for row in sample.database.execute_sql(f"PRAGMA table_info({table._meta.table_name})")}
        assert columns == {field.column_name for field in table._meta.sorted_fields}
    assert {*sample.database.get_tables()} == {table._meta.table_name for table in TABLES}


def test_it_says_what_it_is(sample):
    document = json.loads(exported(sample, datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))))

    assert list(document) == ["format", "version", "program", "record_format", "made_at", "tables"]
    assert document["format"] == "itb-companion-export"
    assert (document["version"], document["program"], document["record_format"]) == (1, __version__, migrations.FORMAT)
    assert document["made_at"] == "2026-05-01T10:00:00.000000+00:00"


def test_it_follows_its_own_schema(sample):
    """By hand, since no validator is at hand: types, and what must be there."""
    document = json.loads(exported(sample))
    described = schema()
    assert described["required"] == list(document)
    kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "null": type(None)}

    for name, table in described["properties"]["tables"]["properties"].items():
        for row in document["tables"][name]:
            for field, shape in table["items"]["properties"].items():
                allowed = shape.get("type")
                for_type = [allowed] if isinstance(allowed, str) else allowed or []
                assert not for_type or any(isinstance(row[field], kinds[each]) for each in for_type), (name, field)


def test_a_human_can_read_it_line_by_line(sample):
    lines = exported(sample).decode().splitlines()

    assert '    "person": [' in lines
    assert sum('"name": "Maya Sample"' in line for line in lines) == 1
    assert all(line.startswith(" ") for line in lines[1:-1])


def test_letters_of_every_language_stand_as_they_are(store):
    PersonRow.create(recorded_at=NOON, recorded_by="Zoë 李 😀", name="a\tb “c”\\", special_risks=[])
    data = exported(store)

    assert "Zoë 李 😀".encode() in data
    assert json.loads(data)["tables"]["person"][0]["name"] == "a\tb “c”\\"


def test_the_same_moment_gives_the_same_bytes_and_only_the_moment_differs(sample):
    first, second, later = exported(sample), exported(sample), exported(sample, LATER + timedelta(seconds=1))

    assert first == second
    assert sum(one != two for one, two in zip(first.splitlines(), later.splitlines(), strict=True)) == 1


def test_a_document_that_is_none_any_more_is_told(store):
    SettingRow.create(recorded_at=NOON, recorded_by="Ana", name="plan", value={})
    store.database.execute_sql("UPDATE setting SET value = '{'")

    with pytest.raises(RecordError) as told:
        whole.read(store)

    assert told.value.reason is Reason.NOT_A_RECORD


def test_a_number_that_no_file_can_hold_is_told(store):
    PersonRow.create(recorded_at=NOON, recorded_by="Ana", name="Mia", special_risks=[])
    rows = whole.read(store)
    rows["person"][0]["special_risks"] = [float("nan")]

    with pytest.raises(RecordError):
        whole.export_bytes(rows, NOON)


# Export, wipe, import, export


def test_the_sample_household_comes_back_byte_for_byte(sample, tmp_path):
    assert comes_back(sample, tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_a_random_household_comes_back_byte_for_byte(tmp_path, seed):
    life = Life(tmp_path / "life", seed).begin().live(30)

    assert comes_back(life.store, tmp_path)


def test_a_long_record_comes_back_byte_for_byte(tmp_path, monkeypatch):
    """As the ten years of the benchmarks, of which these are the first months: ten years take minutes to write."""
    monkeypatch.setattr(ten_years, "DAYS", 35)
    ten_years.fill_ten_years(tmp_path / "long", datetime(2026, 11, 22, tzinfo=UTC), BERLIN)

    assert comes_back(Store(tmp_path / "long"), tmp_path)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_record_of_every_released_format_comes_back_byte_for_byte(released, tmp_path):
    (tmp_path / "old").mkdir()
    shutil.copyfile(released, tmp_path / "old" / DATABASE_NAME)
    store = Store(tmp_path / "old")
    assert sum(len(rows) for rows in whole.read(store).values()) > 30

    assert comes_back(store, tmp_path)


def test_ids_with_gaps_between_them_come_back_too(store, tmp_path):
    for number in (3, 7, 40):
        PersonRow.create(id=number, recorded_at=NOON, recorded_by="Ana", name="Mia", special_risks=[], replaced_by=None)
    PersonRow.update(replaced_by=40).where(PersonRow.id < 40).execute()

    assert comes_back(store, tmp_path)


# Looking without touching


def test_what_is_kept_can_be_looked_at_without_making_or_changing_anything(tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    shutil.copyfile(RELEASED[0], old / DATABASE_NAME)
    before = (old / DATABASE_NAME).read_bytes()

    assert whole.kept_in(tmp_path / "none") == whole.nothing()
    assert not (tmp_path / "none").exists()
    seen = whole.kept_in(old)
    assert (old / DATABASE_NAME).read_bytes() == before
    store = Store(old)
    assert whole.read(store) == seen
    store.close()


@pytest.mark.parametrize(("content", "reason"), [(b"no database" * 500, Reason.NOT_A_RECORD), (b"", None)])
def test_looking_at_what_is_no_record_is_told(tmp_path, content, reason):
    (tmp_path / DATABASE_NAME).write_bytes(content)
    if reason is None:
        assert whole.kept_in(tmp_path) == whole.nothing()
        return

    with pytest.raises(RecordError) as told:
        whole.kept_in(tmp_path)

    assert told.value.reason is reason


def test_a_record_of_a_newer_program_is_not_looked_at(store):
    store.database.execute_sql(f"PRAGMA user_version = {migrations.FORMAT + 1}")

    with pytest.raises(RecordError) as told:
        whole.kept_in(store.folder)

    assert told.value.reason is Reason.NEWER
