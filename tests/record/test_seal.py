"""A changed digit in a file at rest is found, and nobody is alarmed who has only been writing to it."""

import os
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.record import people, seal
from itb_companion.record.backup import back_up
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import DATABASE_NAME, Store
from tests.factories import NOON, make_contact, make_person


@pytest.fixture
def closed(tmp_path):
    """A record with a contact, closed in order."""
    store = Store(tmp_path / "data")
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")
        people.save_contact(make_contact(), 0, NOON, "Ana")
    store.close()
    return store.path


def rot(path, change):
    """Change a file as a failing disk does: nobody has written to it."""
    found = path.stat()
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def another_digit(content):
    at = content.index(b"+49 30 555 0100")
    content[at + 14 : at + 15] = b"7"


def test_another_digit_in_a_telephone_number_is_found_though_sqlite_sees_nothing_wrong(closed):
    rot(closed, another_digit)
    with sqlite3.connect(closed) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    before = closed.read_bytes()

    with pytest.raises(RecordError) as caught:
        Store(closed.parent)
    assert caught.value.reason is Reason.DAMAGED
    assert closed.read_bytes() == before


def test_a_log_that_is_not_its_own_is_found(closed, tmp_path):
    other = Store(tmp_path / "other")
    with other.transaction():
        people.save_person(make_person(name="Somebody else"), NOON, "Ben")
    log = (tmp_path / "other" / "care.db-wal").read_bytes()
    other.close()
    closed.with_name("care.db-wal").write_bytes(log)

    with pytest.raises(RecordError) as caught:
        Store(closed.parent)
    assert caught.value.reason is Reason.DAMAGED


def test_what_was_written_by_another_program_is_no_damage(closed):
    with sqlite3.connect(closed) as connection:
        connection.execute("UPDATE person SET name = 'Mia Sample'")
    connection.close()
    store = Store(closed.parent)

    assert people.person()[0].name == "Mia Sample"
    store.close()


@pytest.mark.parametrize("content", [b"", b"1 2", b"1 2 3 4", b"\xff\xfe", b"x y z\n"])
def test_a_seal_that_says_nothing_is_none(closed, content):
    seal.beside(closed).write_bytes(content)
    Store(closed.parent).close()


def test_an_open_record_has_no_seal_so_that_a_killed_program_leaves_none(closed):
    assert seal.beside(closed).exists()
    store = Store(closed.parent)
    assert not seal.beside(closed).exists()
    store.close()
    assert seal.beside(closed).exists()
    assert seal.beside(closed).stat().st_mode & 0o777 == 0o600


def test_a_record_that_somebody_else_has_still_open_is_not_sealed(closed):
    store = Store(closed.parent)
    other = sqlite3.connect(closed)
    other.execute("SELECT * FROM person").fetchall()
    store.close()
    sealed = seal.beside(closed).exists()
    other.close()

    assert not sealed


def test_a_folder_that_takes_no_seal_hinders_nothing(closed):
    seal.beside(closed).unlink()
    seal.beside(closed).mkdir()
    Store(closed.parent).close()


@given(st.data())
def test_any_changed_byte_of_a_backup_is_found(shared_backup, data):
    content = shared_backup.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    changed = shared_backup.with_name("changed.db")
    changed.write_bytes(content[:at] + bytes([content[at] ^ data.draw(st.integers(1, 255))]) + content[at + 1 :])

    # Only a stamp of four zeros would count as none.
    assert seal.is_torn(changed)


@pytest.fixture(scope="module")
def shared_backup(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stamped")
    store = Store(folder / "data")
    with store.transaction():
        people.save_contact(make_contact(), 0, NOON, "Ana")
    made = back_up(store.folder, folder / "copy.db")
    store.close()
    return made


def test_a_whole_backup_is_not_torn_and_a_record_has_no_stamp(shared_backup, closed):
    assert not seal.is_torn(shared_backup)
    assert not seal.is_torn(closed)


def test_a_backup_put_in_the_records_place_by_hand_loses_its_stamp_so_that_later_copies_of_it_are_whole(
    shared_backup, tmp_path
):
    (tmp_path / DATABASE_NAME).write_bytes(shared_backup.read_bytes())
    store = Store(tmp_path)
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")
    store.close()

    assert not seal.is_torn(tmp_path / DATABASE_NAME)
