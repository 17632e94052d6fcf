"""Keeping the person, the contacts, the plan and the preferences."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.household import Preferences
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.record import entries, people
from itb_companion.record.tables import ContactRow, PersonRow
from tests.factories import NOON, days, make_contact, make_person
from tests.record.strategies import CONTACTS, INSTANTS, NAMES, PEOPLE, PLANS, PREFERENCES, on_one_line, taken_back


@given(PEOPLE, INSTANTS, NAMES)
def test_a_person_comes_back_as_they_were_kept(shared_store, person, now, by):
    with taken_back(shared_store):
        people.save_person(person, now, by)

        assert people.person() == (on_one_line(person), now)


@given(CONTACTS, INSTANTS)
def test_a_contact_comes_back_as_it_was_kept(shared_store, contact, now):
    with taken_back(shared_store):
        contact_id = people.save_contact(contact, 0, now, "Ana")

        assert people.contacts() == (on_one_line(replace(contact, id=contact_id)),)


@given(PLANS)
def test_a_plan_comes_back_as_it_was_kept(shared_store, plan):
    with taken_back(shared_store):
        entries.set_setting("plan", people.plan_document(plan), NOON, "Ana")

        assert people.plan_from(entries.setting("plan")) == plan


@given(PREFERENCES)
def test_preferences_come_back_as_they_were_kept(shared_store, preferences):
    with taken_back(shared_store):
        entries.set_setting("preferences", people.preferences_document(preferences), NOON, "Ana")

        assert people.preferences_from(entries.setting("preferences")) == preferences


@pytest.mark.parametrize("document", [None, {}])
def test_what_an_older_record_does_not_hold_is_the_default(document):
    assert people.plan_from(document) == Plan()
    assert people.preferences_from(document) == Preferences()


def test_a_corrected_person_keeps_the_old_value_with_its_writer_and_the_day_of_the_first_entry(store):
    people.save_person(make_person(), NOON, "Ana")
    people.save_person(make_person(name="Mia Berg-Lund"), NOON + days(3), "Ben")

    assert people.person() == (make_person(name="Mia Berg-Lund"), NOON)
    assert [(row.name, row.recorded_at, row.recorded_by) for row in PersonRow.select().order_by(PersonRow.id)] == [
        ("Mia Berg", NOON, "Ana"),
        ("Mia Berg-Lund", NOON + days(3), "Ben"),
    ]


def test_contacts_stand_in_the_order_of_the_ladder(store):
    first = people.save_contact(make_contact("First"), 1, NOON, "Ana")
    people.save_contact(make_contact("Second"), 0, NOON, "Ana")

    assert [contact.name for contact in people.contacts()] == ["Second", "First"]
    people.save_contact(make_contact("First", id=first), 0, NOON, "Ana")
    people.save_contact(people.contacts()[0], 1, NOON, "Ana")
    assert sorted(contact.name for contact in people.contacts()) == ["First", "Second"]


def test_a_removed_contact_is_off_the_ladder_and_stays_in_the_record(store):
    kept = people.save_contact(make_contact("Dr. Roth", Role.DOCTOR), 0, NOON, "Ana")
    people.save_contact(make_contact("Dr. Roth", Role.DOCTOR, id=kept), 0, NOON + days(1), "Ben", removed=True)

    assert people.contacts() == ()
    assert [(row.name, row.day_number, row.removed, row.recorded_by) for row in ContactRow.select()] == [
        ("Dr. Roth", "+49 30 555 0100", False, "Ana"),
        ("Dr. Roth", "+49 30 555 0100", True, "Ben"),
    ]


def test_a_changed_contact_keeps_its_old_number(store):
    kept = people.save_contact(make_contact(), 0, NOON, "Ana")
    people.save_contact(make_contact(day_number="112", id=kept), 0, NOON, "Ben")

    assert [contact.day_number for contact in people.contacts()] == ["112"]
    assert [row.day_number for row in ContactRow.select().order_by(ContactRow.id)] == ["+49 30 555 0100", "112"]


def test_a_role_that_this_program_does_not_know_is_still_somebody_to_call(store):
    people.save_contact(make_contact(), 0, NOON, "Ana")
    ContactRow.update(role="astrologer").execute()

    assert people.contacts()[0].role is Role.OTHER


@given(st.permutations(range(5)))
def test_any_order_of_the_ladder_comes_back(shared_store, order):
    with taken_back(shared_store):
        for place in order:
            people.save_contact(make_contact(str(place)), place, NOON, "Ana")

        assert [contact.name for contact in people.contacts()] == list("01234")
