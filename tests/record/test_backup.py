"""A verified copy of the whole record."""

import sqlite3
import stat

import pytest

from itb_companion.record import backup, people
from itb_companion.record.backup import back_up
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.tables import PersonRow
from tests.factories import NOON, make_person


def fill(store, count):
    for number in range(count):
        with store.transaction():
            people.save_person(make_person(name=f"Person {number}"), NOON, "Ana")


def names(path):
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT name FROM person ORDER BY id")]
    connection.close()
    return found


def test_a_copy_made_while_the_record_is_open_has_every_row_that_is_still_in_the_wal(store, tmp_path):
    fill(store, 50)
    target = back_up(store.folder, tmp_path / "copies" / "copy.db")

    assert names(target) == [f"Person {number}" for number in range(50)]
    assert (store.folder / "care.db-wal").stat().st_size > 0
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_copy_is_made_of_a_closed_record_too(store, tmp_path):
    fill(store, 3)
    store.close()

    assert len(names(back_up(store.folder, tmp_path / "copy.db"))) == 3


def test_a_copy_does_not_hold_what_an_act_under_way_wrote(store, tmp_path):
    fill(store, 2)
    with store.transaction():
        people.save_person(make_person(name="Half"), NOON, "Ana")
        target = back_up(store.folder, tmp_path / "copy.db")

    assert names(target) == ["Person 0", "Person 1"]
    assert PersonRow.select().count() == 3


def test_a_copy_is_a_record_that_can_be_opened(store, tmp_path):
    fill(store, 1)
    folder = tmp_path / "other"
    folder.mkdir()
    back_up(store.folder, folder / DATABASE_NAME)
    store.close()
    again = Store(folder)

    assert people.person() == (make_person(name="Person 0"), NOON)
    again.close()


def test_an_older_copy_is_replaced_whole(store, tmp_path):
    (tmp_path / "copy.db").write_bytes(b"older" * 10_000)
    fill(store, 1)

    assert names(back_up(store.folder, tmp_path / "copy.db")) == ["Person 0"]


def test_what_an_interrupted_copy_left_is_no_hindrance(store, tmp_path):
    (tmp_path / ".copy.db.part").write_bytes(b"half")
    back_up(store.folder, tmp_path / "copy.db")

    assert not (tmp_path / ".copy.db.part").exists()


def test_where_there_is_no_record_there_is_nothing_to_copy(tmp_path):
    with pytest.raises(RecordError) as caught:
        back_up(tmp_path, tmp_path / "copy.db")

    assert caught.value.reason is Reason.NOT_A_RECORD
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_not_copied_over_an_older_copy(tmp_path):
    (tmp_path / DATABASE_NAME).write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    (tmp_path / "copy.db").write_bytes(b"older")
    with pytest.raises(RecordError) as caught:
        back_up(tmp_path, tmp_path / "copy.db")

    assert caught.value.reason is Reason.NOT_A_RECORD
    assert (tmp_path / "copy.db").read_bytes() == b"older"
    assert not (tmp_path / ".copy.db.part").exists()


def test_a_copy_that_does_not_pass_the_check_is_not_kept(store, tmp_path, monkeypatch):
    """A page in the middle is damaged: SQLite copies it, and only the check of the copy finds it."""
    fill(store, 400)
    store.close()
    content = bytearray((store.folder / DATABASE_NAME).read_bytes())
    middle = len(content) // 4096 // 2 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    (store.folder / DATABASE_NAME).write_bytes(content)
    (tmp_path / "copy.db").write_bytes(b"older")
    with pytest.raises(RecordError) as caught:
        back_up(store.folder, tmp_path / "copy.db")

    assert caught.value.reason is Reason.NOT_A_RECORD
    assert (tmp_path / "copy.db").read_bytes() == b"older"


def test_into_a_folder_that_cannot_be_written_nothing_is_written(open_folder, as_nobody):
    (open_folder / "data").mkdir(mode=0o777)
    Store(open_folder / "data").close()
    (open_folder / "data").chmod(0o777)
    (open_folder / "data" / DATABASE_NAME).chmod(0o666)
    (open_folder / "copies").mkdir(mode=0o755)

    assert as_nobody(open_folder, "backup.back_up(folder / 'data', folder / 'copies' / 'copy.db')") == Reason.READ_ONLY
    assert list((open_folder / "copies").iterdir()) == []


def test_a_folder_in_the_place_of_the_copy_is_an_error_and_leaves_nothing(store, tmp_path):
    (tmp_path / "copy.db").mkdir()
    with pytest.raises(RecordError):
        back_up(store.folder, tmp_path / "copy.db")

    assert not (tmp_path / ".copy.db.part").exists()


def test_a_copy_below_a_file_is_refused(store, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RecordError):
        back_up(store.folder, tmp_path / "file" / "copy.db")


def test_a_copy_onto_the_record_itself_is_refused(store):
    fill(store, 1)
    before = store.path.stat().st_ino
    with pytest.raises(RecordError):
        back_up(store.folder, store.folder / ".." / store.folder.name / DATABASE_NAME)

    assert store.path.stat().st_ino == before


@pytest.mark.parametrize(
    "name", [DATABASE_NAME, "care.db-wal", "care.db-shm", "care.seal", "CARE.DB-WAL", "emergency-card.json"]
)
def test_a_copy_onto_what_belongs_to_the_record_is_refused_and_harms_nothing(store, name):
    fill(store, 3)
    before = {path.name: path.read_bytes() for path in store.folder.iterdir()}
    with pytest.raises(RecordError) as refused:
        back_up(store.folder, store.folder / name)

    assert refused.value.reason is Reason.ITSELF
    assert {path.name: path.read_bytes() for path in store.folder.iterdir()} == before
    assert back_up(store.folder, store.folder / "care-2026-03-10-120000.db").exists()


@pytest.mark.parametrize("name", ["a#b", "50%20", "why?"])
def test_a_record_in_a_folder_with_any_name_is_copied(tmp_path, name):
    store = Store(tmp_path / name)
    fill(store, 2)
    target = back_up(store.folder, tmp_path / "copy.db")
    store.close()

    assert len(names(target)) == 2
    assert {path.name for path in tmp_path.iterdir()} == {name, "copy.db"}


def test_the_copy_s_own_check_decides(store, tmp_path, monkeypatch):
    class Doubtful(sqlite3.Connection):
        def execute(self, statement, *arguments):
            if "integrity_check" in statement:
                return super().execute("SELECT 'row 7 missing from index'")
            return super().execute(statement, *arguments)

    real = sqlite3.connect
    monkeypatch.setattr(backup.sqlite3, "connect", lambda *args, **options: real(*args, factory=Doubtful, **options))
    with pytest.raises(RecordError) as caught:
        back_up(store.folder, tmp_path / "copy.db")

    assert caught.value.reason is Reason.NOT_A_RECORD
    assert "row 7" in caught.value.detail
    assert not (tmp_path / "copy.db").exists()
