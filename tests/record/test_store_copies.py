"""Before a record gets another format a verified copy of it is kept; and what a drive must be able to do."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from peewee import SqliteDatabase

from itb_companion.record import backup, migrations, store
from itb_companion.record.backup import listed
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.restore import prepare
from itb_companion.record.store import DATABASE_NAME, Store
from tests.record.test_released import FORMATS, RELEASED, contents

OLDER = [path for path, number in zip(RELEASED, FORMATS, strict=True) if number < migrations.FORMAT]


@pytest.mark.parametrize("released", OLDER, ids=lambda path: path.stem)
def test_before_a_migration_a_copy_of_the_older_format_is_kept_that_can_be_restored(released, tmp_path):
    shutil.copyfile(released, tmp_path / DATABASE_NAME)
    Store(tmp_path).close()
    [copy] = listed(tmp_path / "backups")

    assert copy.why is Why.BEFORE_UPDATE
    assert contents(copy.path) == contents(released)
    assert prepare(tmp_path, copy.path).contents.format == FORMATS[RELEASED.index(released)]


def test_a_record_of_the_newest_format_is_not_copied_at_every_start(tmp_path):
    Store(tmp_path).close()
    Store(tmp_path).close()

    assert listed(tmp_path / "backups") == ()


def test_without_room_for_the_copy_the_record_keeps_its_format(tmp_path, monkeypatch):
    def no_room(*_):
        raise OSError(28, "No space left on device")

    shutil.copyfile(OLDER[0], tmp_path / DATABASE_NAME)
    with monkeypatch.context() as full:
        full.setattr(backup, "_copy", no_room)
        with pytest.raises(RecordError) as caught:
            Store(tmp_path)

    assert caught.value.reason is Reason.DISK_FULL
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as record:
        assert record.execute("PRAGMA user_version").fetchone() == (FORMATS[RELEASED.index(OLDER[0])],)


@pytest.mark.skipif(not hasattr(store.os, "fork"), reason="the drive without shared memory is one of Unix")
def test_a_drive_on_which_programs_cannot_share_memory_is_named(tmp_path):
    """SQLite's own locks by files stand in for a network drive: they have no shared memory either."""
    database = SqliteDatabase(f"file:{tmp_path / 'care.db'}?vfs=unix-dotfile", uri=True, autoconnect=False)
    database.connect()
    with pytest.raises(RecordError) as caught:
        store._use_wal(database, tmp_path / DATABASE_NAME)
    database.close()

    assert caught.value.reason is Reason.NETWORK_DRIVE


def test_an_act_on_a_locked_record_is_given_up_before_a_window_stands_still(tmp_path):
    opened = Store(tmp_path)
    [waits_ms] = opened.database.execute_sql("PRAGMA busy_timeout").fetchone()
    opened.close()

    assert waits_ms <= 50
