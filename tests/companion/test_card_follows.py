"""Whatever is changed, by whichever act: the emergency card on the disk tells what the record tells."""

from dataclasses import dataclass
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itb_companion.care.people import Contact, OfficeHours, Role
from itb_companion.care.plan import Plan
from itb_companion.care.value import replace
from itb_companion.record import emergency_card
from itb_companion.record.emergency_card import CARD_NAME
from itb_companion.record.errors import Reason, RecordError
from tests.factories import make_contact, make_first_start, make_person, make_pump

NAMES = st.sampled_from(("Maya Berg", "Jürgen 王", "Ana", "Dr. Lund"))
NUMBERS = st.sampled_from(("112", "911", "+49 30 555 0100", "+1 612 555 0142"))
WAITS = st.integers(1, 24 * 60)
HOURS = st.integers(0, 22).flatmap(
    lambda hour: st.builds(OfficeHours, st.just(time(hour, 30)), st.integers(hour + 1, 23).map(time))
)
PLANS = st.builds(
    Plan, clinic_wait_min=WAITS, urgent_wait_min=WAITS, instructions=NAMES | st.just(""), office_hours=HOURS
)
CONTACTS = st.builds(Contact, NAMES, st.sampled_from(Role), NUMBERS, NUMBERS | st.just(""))


def at(program, place):
    """Return the id of one of the contacts, whichever number is given; None where there is none."""
    contacts = program.companion.household().contacts
    return contacts[place % len(contacts)].id if contacts else None


def on_contact(name, **more):
    """Return an act on one of the contacts."""

    def act(program, place):
        contact_id = at(program, place)
        if contact_id is not None:
            getattr(program.companion.people, name)(contact_id, **more)

    return act


def change_contact(program, given):
    place, contact = given
    program.companion.people.save_contact(replace(contact, id=at(program, place)))


PLACES = st.integers(0, 3)
ACTS = (
    (lambda p, name: p.companion.people.save_person(make_person(name=name)), NAMES),
    (lambda p, risk: p.companion.people.save_person(make_person(special_risks=frozenset(risk))),
     st.sets(st.sampled_from(("t6-or-above", "earlier-withdrawal")))),
    (lambda p, name: p.companion.people.set_caregiver(name), NAMES),
    (lambda p, number: p.companion.people.set_emergency_number(number), NUMBERS),
    (lambda p, plan: p.companion.people.save_plan(plan), PLANS),
    (lambda p, wait: p.companion.people.save_plan(replace(p.companion.household().plan, urgent_wait_min=wait)), WAITS),
    (lambda p, wait: p.companion.people.save_plan(replace(p.companion.household().plan, clinic_wait_min=wait)), WAITS),
    (lambda p, hours: p.companion.people.save_plan(replace(p.companion.household().plan, office_hours=hours)), HOURS),
    (lambda p, contact: p.companion.people.save_contact(contact), CONTACTS),
    (change_contact, st.tuples(PLACES, CONTACTS)),
    (on_contact("remove_contact"), PLACES),
    (on_contact("move_contact", steps=1), PLACES),
    (on_contact("verify_number"), PLACES),
    (lambda p, serial: p.companion.refills.save_pump(make_pump(serial=serial)), st.sampled_from(("", "X1", "NGP2"))),
    (lambda p, option: p.companion.people.set_option("theme", option), st.sampled_from(("dark", "light"))),
)  # fmt: skip


@dataclass
class Step:
    """One act, and what it is done with."""

    number: int
    given: object

    def do(self, program):
        ACTS[self.number][0](program, self.given)


STEPS = st.integers(0, len(ACTS) - 1).flatmap(lambda n: st.builds(Step, st.just(n), ACTS[n][1]))


@given(st.lists(STEPS, min_size=1, max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_every_act_the_card_tells_what_the_record_tells(begun, steps):
    """One household goes through all examples: what must hold, holds after each act, whatever was before it."""
    for step in steps:
        step.do(begun)
        household = begun.companion.household()

        card = emergency_card.read(begun.folder)
        assert (begun.folder / CARD_NAME).read_bytes() == emergency_card.card_bytes(household)
        assert (card.person, card.emergency_number) == (household.person, household.emergency_number)
        assert called(card) == called(household)
        assert waits(card.plan) == waits(household.plan)


def called(household):
    return [(each.name, each.role, each.day_number, each.after_hours_number) for each in household.contacts]


def waits(plan):
    return plan.urgent_wait_min, plan.clinic_wait_min, plan.office_hours


# A record that was lost


@pytest.fixture
def lost(begun):
    """A household whose record is gone: the card is still there, and the program was started again."""
    begun.companion.people.save_plan(Plan(urgent_wait_min=5))
    begun.companion.close()
    for left in begun.folder.glob("care.db*"):
        left.unlink()
    begun.restart()
    return begun


def test_a_lost_record_hides_no_number_of_the_card(lost):
    assert lost.companion.desk.is_record_lost()
    known = lost.companion.desk.household_to_call_for()

    assert (known.person.name, known.emergency_number, known.plan.urgent_wait_min) == ("Mia Berg", "112", 5)
    assert [rung.number for rung in lost.companion.help.ladder()] == ["+49 30 555 0100"]


def test_a_lost_record_does_not_empty_the_card(lost):
    before = (lost.folder / CARD_NAME).read_bytes()
    lost.companion.desk.bring_card_up_to_date()
    lost.companion.help.ask()
    lost.companion.people.set_option("theme", "dark")

    assert (lost.folder / CARD_NAME).read_bytes() == before


def test_what_is_entered_anew_counts_and_the_gaps_are_still_filled(lost):
    lost.companion.people.set_emergency_number("911")

    card = emergency_card.read(lost.folder)
    assert (card.emergency_number, card.person.name, len(card.contacts)) == ("911", "Mia Berg", 1)


def test_after_a_new_first_start_the_old_card_counts_no_longer(lost):
    lost.companion.people.begin(make_first_start(emergency_number="911", contact=make_contact("Dr. Roth")))

    card = emergency_card.read(lost.folder)
    assert [contact.name for contact in card.contacts] == ["Dr. Roth"]
    assert (card.emergency_number, lost.companion.desk.is_record_lost()) == ("911", False)


def test_a_record_that_is_new_is_not_lost(program):
    assert not program.companion.desk.is_record_lost()
    assert program.companion.desk.household_to_call_for() == program.companion.household()


def test_a_single_damaged_value_is_a_record_that_cannot_be_read(begun):
    begun.companion.desk.store.database.execute_sql("UPDATE contact SET verified_on = 'Tuesday'")
    begun.restart()

    with pytest.raises(RecordError) as raised:
        begun.companion.household()
    assert raised.value.reason is Reason.DAMAGED
