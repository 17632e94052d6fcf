"""A record that cannot be read is put aside with its log; killed at any step, nothing of it is lost or mixed."""

import os
from pathlib import Path

import pytest

from itb_companion.record import people
from itb_companion.record.errors import RecordError
from itb_companion.record.set_aside import set_aside
from itb_companion.record.store import DATABASE_NAME, Store
from tests.factories import NOON, make_person

DAMAGED = {"care.db": b"damaged", "care.db-wal": b"its log", "care.db-shm": b"its index"}


@pytest.fixture
def damaged(tmp_path):
    for name, content in DAMAGED.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_nothing_takes_its_place(damaged):
    aside = set_aside(damaged / DATABASE_NAME, NOON)

    assert {path.name: path.read_bytes() for path in damaged.iterdir()} == {
        f"{aside.name}{name.removeprefix('care.db')}": content for name, content in DAMAGED.items()
    }


def test_where_there_is_no_record_nothing_is_put_aside(tmp_path):
    assert set_aside(tmp_path / DATABASE_NAME, NOON) is None
    assert list(tmp_path.iterdir()) == []


def test_where_a_file_can_have_but_one_name_it_is_copied(damaged, monkeypatch):
    def refuse(*_):
        raise OSError("no second names here")

    monkeypatch.setattr(os, "link", refuse)
    aside = set_aside(damaged / DATABASE_NAME, NOON)

    assert aside.read_bytes() == b"damaged"
    assert not (damaged / DATABASE_NAME).exists()


@pytest.mark.parametrize("step", range(3))
def test_cut_off_at_each_step_the_new_record_never_meets_the_old_log(damaged, monkeypatch, step):
    """Each renaming in turn does not come to pass, as if the computer had gone off before it."""
    (damaged / "new.db").write_bytes(b"new")
    real, done = Path.replace, []

    def replace(self, target):
        if len(done) == step:
            raise OSError("the computer went off")
        done.append(self)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(RecordError):
        set_aside(damaged / DATABASE_NAME, NOON, damaged / "new.db")

    left = {path.read_bytes() for path in damaged.iterdir()}
    assert left == {*DAMAGED.values(), b"new"}
    assert (damaged / DATABASE_NAME).read_bytes() == b"damaged"


def test_a_log_whose_record_is_gone_is_kept_and_not_deleted_with_the_next_start(tmp_path):
    store = Store(tmp_path)
    with store.transaction():
        people.save_person(make_person(), NOON, "Ana")
    log = (tmp_path / "care.db-wal").read_bytes()
    store.close()
    (tmp_path / DATABASE_NAME).unlink()
    (tmp_path / "care.db-wal").write_bytes(log)
    Store(tmp_path).close()

    assert (tmp_path / "care-damaged-log-0.db-wal").read_bytes() == log
