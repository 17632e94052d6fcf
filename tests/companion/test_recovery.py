"""A record that cannot be read: what is offered, what is saved of it, and that it stays whatever is chosen."""

import pytest

from itb_companion.companion.recovery import Recovery, preview
from itb_companion.record import backup
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import RecordError
from itb_companion.record.restore import prepare
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, days, minutes


@pytest.fixture
def damaged(begun):
    """A folder whose record is damaged, with a backup, two changes younger than it."""
    backups = begun.companion.backups
    backups.begin()
    backups.take(backups.attempt().run())
    begun.clock.at += minutes(60)
    begun.companion.people.set_caregiver("Ben")
    begun.companion.checks.no_signs_now()
    begun.companion.close()
    path = begun.folder / DATABASE_NAME
    content = bytearray(path.read_bytes())
    page = content.rindex(b"+49 30 555 0100") // 4096
    content[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    return begun


def reopened(program):
    program.restart()
    return program.companion


def test_the_newest_good_backup_is_offered_with_what_can_still_be_read(damaged):
    spoiled = (damaged.folder / DATABASE_NAME).read_bytes()
    recovery = Recovery(damaged.folder, damaged.clock)
    offer = recovery.offer()
    assert offer.backup.path.name == "care-2026-03-10-120000.db"
    assert (offer.salvaged.added >= 2, offer.salvaged.unreadable >= 1) == (True, True)
    recovery.accept(offer)
    companion = reopened(damaged)

    assert companion.desk.caregiver == "Ben"
    assert companion.household().last_check is not None
    assert companion.household().contacts[0].day_number == "+49 30 555 0100"
    [aside] = damaged.folder.glob("care-damaged-*.db")
    assert aside.read_bytes() == spoiled
    news = companion.backups.news()
    assert (news["news"], news["added"]) == ("recovered", offer.salvaged.added)


def test_a_backup_that_is_damaged_too_is_passed_over_for_an_older_one(damaged):
    torn = damaged.folder / "backups" / "care-2026-03-10-123000.db"
    torn.write_bytes((damaged.folder / "backups" / "care-2026-03-10-120000.db").read_bytes()[:-4096])

    assert Recovery(damaged.folder, damaged.clock).offer().backup.path.name == "care-2026-03-10-120000.db"


def test_what_was_replaced_by_a_restore_is_offered_last(damaged):
    folder = damaged.folder / "backups"
    name = "care-2026-03-10-130000-before-restore.db"
    (folder / name).write_bytes((folder / "care-2026-03-10-120000.db").read_bytes())

    assert Recovery(damaged.folder, damaged.clock).offer().backup.why is Why.KEEPING


def test_without_a_good_backup_nothing_is_offered_and_nothing_changes(damaged):
    (damaged.folder / "backups" / "care-2026-03-10-120000.db").write_bytes(b"no")
    before = (damaged.folder / DATABASE_NAME).read_bytes()

    assert Recovery(damaged.folder, damaged.clock).offer() is None
    assert (damaged.folder / DATABASE_NAME).read_bytes() == before


def test_to_start_empty_keeps_the_damaged_record(damaged):
    before = (damaged.folder / DATABASE_NAME).read_bytes()
    Recovery(damaged.folder, damaged.clock).start_empty()
    companion = reopened(damaged)

    assert companion.household().person is None
    assert companion.backups.news() == {"news": "empty"}
    assert next(damaged.folder.glob("care-damaged-*.db")).read_bytes() == before


def test_a_backup_replaces_a_damaged_record_which_is_put_aside(damaged):
    prepared = prepare(damaged.folder, damaged.folder / "backups" / "care-2026-03-10-120000.db")
    kept = Recovery(damaged.folder, damaged.clock).replace(prepared)

    assert kept.name == "care-damaged-2026-03-10-130000.db"
    assert reopened(damaged).desk.caregiver == "Ana"


def test_a_record_that_is_locked_is_not_replaced(begun, monkeypatch, tmp_path):
    copy = backup.back_up(begun.folder, tmp_path / "copy.db")
    begun.companion.people.set_caregiver("Ben")
    prepared = prepare(begun.folder, copy)
    monkeypatch.setattr("itb_companion.record.restore._BUSY_S", 0.05)
    with pytest.raises(RecordError):
        Recovery(begun.folder, begun.clock).replace(prepared)

    assert begun.companion.desk.household().caregiver == "Ben"


def test_a_preview_says_whose_when_and_how_much(begun, tmp_path):
    copy = backup.back_up(begun.folder, tmp_path / "copy.db")
    lines = preview(Words(BERLIN), prepare(begun.folder, copy).contents, NOON + days(1))

    assert lines[:3] == [
        "This backup is of the record of Mia Berg.",
        "Entries from yesterday at 12:00 to yesterday at 12:00.",
        "Checks: 0. Refills: 1. Calls for help: 0. Contacts: 1.",
    ]
    empty = Store(tmp_path / "empty")
    empty.close()
    lines = preview(Words(BERLIN), prepare(begun.folder, tmp_path / "empty" / DATABASE_NAME).contents, NOON)
    assert lines[:2] == ["In this backup nobody is entered.", "There are no entries in it."]
