"""A backup a day, verified, in two places; what fails is told until one is good; and a backup put back."""

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from itb_companion.care.occurrence import Kind
from itb_companion.companion.backup_attempt import Made, place_in_second
from itb_companion.companion.backups import RETRY_AFTER, SECOND_FOLDER
from itb_companion.record import backup, backup_state, restore, whole
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import DATABASE_NAME
from tests.factories import days, minutes


def make(program):
    """Make the backup that is due, as the window does in the background; None where none is due."""
    attempt = program.companion.backups.attempt_due()
    if attempt is None:
        return None
    made = attempt.run()
    program.companion.backups.take(made)
    return made


def told(program):
    """Return the alerts about backups that are open."""
    return [alert for alert in program.companion.reminders.evaluate().alerts if alert.kind is Kind.BACKUP]


def names(path):
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM person")]


@pytest.fixture
def keeping(begun):
    """A program that keeps backups."""
    begun.companion.backups.begin()
    return begun


def test_where_none_are_wanted_none_are_made_and_none_are_missed(begun):
    begun.clock.at += days(30)

    assert begun.companion.backups.attempt_due() is None
    assert told(begun) == []
    assert not (begun.folder / backup.BACKUPS_NAME).exists()


def test_the_first_look_of_a_day_makes_one_and_the_others_do_not(keeping):
    made = make(keeping)
    assert made.file.name == "care-2026-03-10-120000.db"
    assert names(made.file) == ["Mia Berg"]
    keeping.clock.at += minutes(60 * 11)
    assert make(keeping) is None
    keeping.clock.at += minutes(60)
    assert make(keeping).file.name == "care-2026-03-11-000000.db"
    assert keeping.companion.backup_made_at() == keeping.clock.at


def test_a_restart_on_the_same_day_makes_no_second_one(keeping):
    make(keeping)
    keeping.restart()
    keeping.companion.backups.begin()

    assert make(keeping) is None


def test_backups_that_somebody_removed_are_made_anew(keeping):
    make(keeping).file.unlink()
    keeping.restart()
    keeping.companion.backups.begin()

    assert make(keeping) is not None


def test_a_month_of_days_leaves_what_rotation_keeps(keeping):
    for _ in range(30):
        make(keeping)
        keeping.clock.at += days(1)
    listed = keeping.companion.backups.listed()

    assert 11 <= len(listed) <= 13
    assert listed[0].made_at.date().isoformat() == "2026-04-08"


def test_two_days_without_a_good_backup_are_told_once_an_attempt_hangs_and_the_next_good_one_settles_it(keeping):
    make(keeping)
    keeping.clock.at += days(2)
    assert told(keeping) == []  # asleep until now: today's is about to be made
    assert keeping.companion.backups.attempt_due() is not None
    keeping.clock.at += timedelta(minutes=59)
    assert told(keeping) == []
    keeping.clock.at += timedelta(minutes=1)
    [alert] = told(keeping)
    make(keeping)
    found = keeping.companion.reminders.evaluate("backup-made")

    assert [settled.cause for settled in found.settled] == [alert.cause]
    assert told(keeping) == []


def test_a_failed_attempt_is_told_at_once_and_still_after_a_restart(keeping):
    make(keeping)
    keeping.clock.at += days(1)
    made = Made(keeping.clock.at, failure=RecordError(Reason.DISK_FULL, keeping.folder))
    keeping.companion.backups.take(made)
    assert len(told(keeping)) == 1
    keeping.restart()

    assert len(told(keeping)) == 1
    assert keeping.companion.backups.state().failure == "disk-full"
    assert keeping.companion.backups.state().good_at == keeping.clock.at - days(1)


def test_after_a_failure_it_is_tried_every_hour(keeping):
    keeping.companion.backups.attempt_due()
    keeping.companion.backups.take(Made(keeping.clock.at, failure=RecordError(Reason.LOCKED, keeping.folder)))
    keeping.clock.at += RETRY_AFTER - minutes(1)
    assert make(keeping) is None
    keeping.clock.at += minutes(1)
    assert make(keeping).failure is None
    assert told(keeping) == []


def test_a_full_backup_folder_is_named_and_leaves_nothing_half(keeping, monkeypatch):
    def no_room(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(backup, "_copy", no_room)
    made = make(keeping)

    assert made.failure.reason is Reason.DISK_FULL
    assert [path.name for path in (keeping.folder / "backups").iterdir()] == ["state.json"]


def test_a_disk_too_full_to_keep_that_a_backup_failed_does_not_hide_it(keeping, monkeypatch):
    make(keeping)
    with monkeypatch.context() as full:
        for module, name in ((backup, "_copy"), (backup_state, "write_atomically")):
            full.setattr(module, name, no_room)
        keeping.clock.at += days(1)
        make(keeping)
        [alert] = told(keeping)
        assert alert.kind is Kind.BACKUP
        assert keeping.companion.household().backups.failure == Reason.DISK_FULL
        keeping.clock.at += days(20)
        assert make(keeping).failure.reason is Reason.DISK_FULL
        assert len(told(keeping)) == 1

    keeping.clock.at += RETRY_AFTER
    assert make(keeping).failure is None
    assert told(keeping) == []


def no_room(*_):
    raise OSError(28, os.strerror(28))


def test_a_record_with_a_row_that_is_not_sound_gets_no_backup_that_would_push_out_a_good_one(keeping):
    make(keeping)
    keeping.clock.at += days(1)
    with closing(sqlite3.connect(keeping.folder / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE contact SET verified_on = 'x'")
    made = make(keeping)

    assert made.failure.reason is Reason.DAMAGED
    assert [each.path.name for each in keeping.companion.backups.listed()] == ["care-2026-03-10-120000.db"]


def test_a_copy_goes_into_the_second_folder_too_and_is_rotated_there_by_itself(keeping, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "holiday.jpg").write_bytes(b"mine")
    keeping.companion.people.set_option(SECOND_FOLDER, str(stick))
    for _ in range(10):
        make(keeping)
        keeping.clock.at += days(1)
    copies = stick / place_in_second(keeping.folder)

    assert [path.name for path in sorted(copies.iterdir())] == [
        each.path.name for each in reversed(keeping.companion.backups.listed())
    ]
    assert names(max(copies.iterdir())) == ["Mia Berg"]
    assert (stick / "holiday.jpg").read_bytes() == b"mine"


def test_two_households_on_one_stick_do_not_share_a_folder():
    assert place_in_second(Path("/home/ana/a")) != place_in_second(Path("/home/ana/b"))


def test_a_stick_that_is_not_plugged_in_is_told_and_the_backup_here_is_good_all_the_same(keeping, tmp_path):
    keeping.companion.people.set_option(SECOND_FOLDER, str(tmp_path / "stick"))
    made = make(keeping)

    assert made.failure is None
    assert made.second_failure.reason is Reason.NO_FILE
    assert keeping.companion.backups.state().second_failure == "no-file"
    assert not (tmp_path / "stick").exists()
    assert told(keeping) == []


def test_a_stick_that_was_pulled_out_and_left_its_empty_folder_behind_is_told(keeping, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    keeping.companion.people.set_option(SECOND_FOLDER, str(stick))
    make(keeping)
    stick.rename(tmp_path / "unplugged")
    stick.mkdir()
    keeping.clock.at += days(1)
    keeping.restart()
    keeping.companion.backups.begin()

    assert make(keeping).second_failure.reason is Reason.NO_FILE
    assert keeping.companion.backups.state().second_failure == "no-file"
    assert list(stick.iterdir()) == []

    # It is plugged in again; then another, empty one is chosen.
    stick.rmdir()
    (tmp_path / "unplugged").rename(stick)
    keeping.clock.at += days(1)
    assert make(keeping).second_failure is None
    empty = tmp_path / "new stick"
    empty.mkdir()
    keeping.companion.people.set_option(SECOND_FOLDER, str(empty))
    keeping.clock.at += days(1)
    assert make(keeping).second_failure is None
    assert keeping.companion.backups.state().second_failure == ""


def test_the_same_folder_chosen_again_may_be_empty(keeping, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    keeping.companion.people.set_option(SECOND_FOLDER, str(stick))
    make(keeping)
    (stick / place_in_second(keeping.folder)).rename(tmp_path / "put away")
    keeping.clock.at += days(1)
    assert make(keeping).second_failure is not None

    keeping.companion.backups.begin_in_second()

    assert keeping.companion.backups.attempt().run().second_failure is None


def test_a_second_folder_that_cannot_be_written_is_told(keeping, tmp_path):
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / place_in_second(keeping.folder)).write_text("a file in the way")
    keeping.companion.people.set_option(SECOND_FOLDER, str(tmp_path / "stick"))

    assert make(keeping).second_failure is not None


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"since": 4}', b'{"since": "2026-03-10"}', b"\xff"])
def test_a_state_that_cannot_be_read_is_begun_anew(keeping, content):
    (keeping.folder / "backups" / backup_state.STATE_NAME).write_bytes(content)
    keeping.restart()
    keeping.companion.backups.begin()

    assert make(keeping).failure is None
    assert told(keeping) == []


def test_the_time_that_the_window_stands_still_for_a_backup_does_not_grow_with_the_record(keeping):
    """What runs on the main thread neither opens nor reads the record."""
    attempt = keeping.companion.backups.attempt_due()
    keeping.companion.close()
    made = attempt.run()

    assert made.failure is None


# Putting one back


def test_a_restore_brings_the_older_state_and_keeps_the_newer_one_to_go_back_to(keeping):
    make(keeping)
    keeping.clock.at += minutes(90)
    keeping.companion.people.set_caregiver("Ben")
    prepared = restore.prepare(keeping.folder, keeping.companion.backups.listed()[0].path)
    keeping.companion.backups.restore(prepared, keeping.companion.backups.keeping().run())
    keeping.restart()
    assert keeping.companion.desk.caregiver == "Ana"
    news = keeping.companion.backups.news()
    assert news == {"news": "restored", "before": "care-2026-03-10-133000-before-restore.db"}
    assert keeping.companion.backups.news() == {}

    [before] = [each for each in keeping.companion.backups.listed() if each.why is Why.BEFORE_RESTORE]
    again = restore.prepare(keeping.folder, before.path)
    assert keeping.companion.backups.restore(again, keeping.companion.backups.keeping().run())
    keeping.restart()
    assert keeping.companion.desk.caregiver == "Ben"


def write_here(program):
    program.companion.people.set_caregiver("Ben")


def write_in_another_thread(program):
    def act():
        with whole.connected(program.companion.desk.store):
            program.companion.people.set_caregiver("Ben")

    with ThreadPoolExecutor(1) as other:
        other.submit(act).result()


@pytest.mark.parametrize("write", [write_here, write_in_another_thread])
def test_nothing_that_was_written_after_the_state_was_kept_can_be_lost_by_a_restore(keeping, write):
    make(keeping)
    keeping.companion.people.set_caregiver("Cid")
    backups = keeping.companion.backups
    prepared = restore.prepare(keeping.folder, backups.listed()[0].path)
    kept = backups.keeping().run()
    write(keeping)

    assert not backups.restore(prepared, kept)
    assert keeping.companion.backups.news() == {}
    assert backups.restore(prepared, backups.keeping().run())
    keeping.restart()
    assert keeping.companion.desk.caregiver == "Ana"
    [first, second] = sorted(
        (each.path for each in keeping.companion.backups.listed() if each.why is Why.BEFORE_RESTORE),
        key=lambda path: path.stat().st_mtime_ns,
    )
    assert (caregiver_in(first), caregiver_in(second)) == ("Cid", "Ben")


def caregiver_in(file):
    with closing(sqlite3.connect(file)) as connection:
        [(value,)] = connection.execute("SELECT value FROM setting WHERE name = 'caregiver' AND replaced_by IS NULL")
    return json.loads(value)


def test_after_a_restore_no_time_without_the_program_is_told_and_what_is_due_is_there_once(keeping):
    make(keeping)
    keeping.clock.at += timedelta(days=60)
    keeping.companion.reminders.evaluate()
    prepared = restore.prepare(keeping.folder, keeping.companion.backups.listed()[0].path)
    keeping.companion.backups.restore(prepared, keeping.companion.backups.keeping().run())
    keeping.restart()
    keeping.clock.at += minutes(1)
    found = keeping.companion.reminders.evaluate()

    assert found.away is None
    causes = [alert.cause for alert in found.showing]
    assert len(causes) == len(set(causes)) > 0
    assert not keeping.companion.reminders.evaluate().to_announce


def test_a_restore_that_fails_leaves_the_record_open_as_it_was(keeping, monkeypatch):
    make(keeping)
    keeping.companion.people.set_caregiver("Ben")
    prepared = restore.prepare(keeping.folder, keeping.companion.backups.listed()[0].path)
    prepared.file.unlink()
    with pytest.raises(RecordError):
        keeping.companion.backups.restore(prepared, keeping.companion.backups.keeping().run())

    keeping.companion.people.set_caregiver("Cid")
    keeping.restart()
    assert keeping.companion.desk.caregiver == "Cid"


def test_a_restore_without_room_for_the_state_before_is_refused(keeping, monkeypatch):
    make(keeping)
    keeping.companion.people.set_caregiver("Ben")
    prepared = restore.prepare(keeping.folder, keeping.companion.backups.listed()[0].path)

    def no_room(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(backup, "_copy", no_room)
    with pytest.raises(RecordError) as caught:
        keeping.companion.backups.restore(prepared, keeping.companion.backups.keeping().run())

    assert caught.value.reason is Reason.DISK_FULL
    assert keeping.companion.desk.household().caregiver == "Ben"
