"""The emergency card follows every act, and hinders none."""

import logging
from dataclasses import replace

import pytest

from itb_companion.care.plan import Plan
from itb_companion.companion.failures import record_failure
from itb_companion.record import emergency_card
from itb_companion.record.errors import Reason, RecordError
from itb_companion.words.language import Words
from tests.factories import BERLIN, make_contact, make_household, make_person, make_pump


def card(program):
    return emergency_card.read(program.folder)


def test_the_card_follows_each_act(begun):
    people = begun.companion.people
    assert (card(begun).person, card(begun).emergency_number) == (make_person(), "112")

    people.set_emergency_number("911")
    assert card(begun).emergency_number == "911"
    people.save_contact(make_contact("Dr. Roth"))
    assert [contact.name for contact in card(begun).contacts] == ["Baclofen on-call line", "Dr. Roth"]
    people.remove_contact(begun.companion.household().contacts[0].id)
    assert [contact.name for contact in card(begun).contacts] == ["Dr. Roth"]
    people.save_person(make_person(name="Mia Lund"))
    assert card(begun).person.name == "Mia Lund"
    people.set_caregiver("Ben")
    assert card(begun).caregiver == "Ben"
    people.save_plan(Plan(urgent_wait_min=5))
    assert card(begun).plan.urgent_wait_min == 5
    begun.companion.refills.save_pump(make_pump(serial="X1"))
    assert card(begun).pump.serial == "X1"
    assert begun.companion.desk.card_is_current


def test_an_act_that_changes_nothing_on_the_card_leaves_the_file_alone(begun):
    before = (begun.folder / "emergency-card.json").stat().st_mtime_ns
    begun.companion.checks.no_signs_now()

    assert (begun.folder / "emergency-card.json").stat().st_mtime_ns == before


def test_a_card_that_cannot_be_written_is_told_hinders_nothing_and_is_written_when_it_can_be(begun, caplog):
    path = begun.folder / "emergency-card.json"
    path.unlink()
    path.mkdir()
    with caplog.at_level(logging.ERROR):
        begun.companion.people.set_emergency_number("911")

    assert begun.companion.household().emergency_number == "911"
    assert not begun.companion.desk.card_is_current
    assert "emergency card" in caplog.text
    path.rmdir()
    begun.companion.checks.no_signs_now()
    assert begun.companion.desk.card_is_current
    assert card(begun).emergency_number == "911"


def test_an_act_that_fails_does_not_touch_the_card(begun):
    before = (begun.folder / "emergency-card.json").read_bytes()

    def act():
        with begun.companion.desk.act():
            raise ValueError

    with pytest.raises(ValueError):
        act()
    assert (begun.folder / "emergency-card.json").read_bytes() == before


def test_after_a_restart_a_card_that_was_lost_comes_back_with_the_next_act(begun):
    (begun.folder / "emergency-card.json").unlink()
    begun.restart()
    begun.companion.checks.no_signs_now()

    assert card(begun).emergency_number == "112"


@pytest.fixture
def cut_off(begun):
    """The program ended after it had kept a new number and while it wrote the card, and was started again."""
    old = (begun.folder / emergency_card.CARD_NAME).read_bytes()
    begun.companion.people.set_emergency_number("911")
    (begun.folder / emergency_card.CARD_NAME).write_bytes(old)
    (begun.folder / f".{emergency_card.CARD_NAME}.k2b7x").write_bytes(b'{"form')
    begun.restart()
    return begun


def test_a_start_brings_a_card_up_to_date_that_the_program_had_no_time_to_write(cut_off):
    assert card(cut_off).emergency_number == "112"
    cut_off.companion.desk.bring_card_up_to_date()

    assert card(cut_off).emergency_number == "911"
    assert (cut_off.folder / emergency_card.CARD_NAME).read_bytes() == emergency_card.card_bytes(
        cut_off.companion.household()
    )
    assert cut_off.companion.desk.card_is_current


def test_a_start_removes_a_card_that_was_not_written_to_its_end(cut_off):
    cut_off.companion.desk.bring_card_up_to_date()

    assert [path.name for path in cut_off.folder.glob(".*card*")] == []


def test_a_start_brings_back_a_card_that_was_lost(begun):
    (begun.folder / emergency_card.CARD_NAME).unlink()
    begun.restart()
    begun.companion.desk.bring_card_up_to_date()

    assert card(begun).emergency_number == "112"


def test_a_start_leaves_a_card_alone_that_is_up_to_date(begun):
    before = (begun.folder / emergency_card.CARD_NAME).stat()
    begun.restart()
    begun.companion.desk.bring_card_up_to_date()
    begun.companion.checks.no_signs_now()
    after = (begun.folder / emergency_card.CARD_NAME).stat()

    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert begun.companion.desk.card_is_current


def test_a_card_that_can_be_neither_read_nor_written_does_not_hinder_the_start_and_is_told(begun, caplog):
    (begun.folder / emergency_card.CARD_NAME).unlink()
    (begun.folder / emergency_card.CARD_NAME).mkdir()
    begun.restart()
    with caplog.at_level(logging.ERROR):
        begun.companion.desk.bring_card_up_to_date()

    assert not begun.companion.desk.card_is_current
    assert "emergency card" in caplog.text


def test_the_desk_knows_the_local_day_of_the_moment(begun):
    begun.clock.at = begun.clock.at.replace(hour=23, minute=30)

    assert str(begun.companion.desk.today) == "2026-03-11"


@pytest.mark.parametrize("reason", list(Reason))
def test_a_record_that_cannot_be_used_is_told_in_words(reason, tmp_path):
    said = record_failure(Words(BERLIN), RecordError(reason, tmp_path, "disk I/O error"))

    assert "{" not in said
    assert said.endswith(".")
    assert reason is Reason.DISK_FULL or str(tmp_path) in said


def test_the_card_holds_nothing_that_only_the_record_knows():
    household = make_household()

    assert emergency_card.card_bytes(household) == emergency_card.card_bytes(replace(household, fill=None))
