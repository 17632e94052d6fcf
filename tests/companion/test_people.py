"""The first start, contacts, plan, preferences; what cannot be kept is refused with nothing written."""

from dataclasses import replace
from datetime import time

import pytest

from itb_companion.care.household import Preferences
from itb_companion.care.people import Contact, OfficeHours, Role
from itb_companion.care.plan import Plan, Range
from itb_companion.care.problems import NotAcceptedError
from itb_companion.companion.people import check_emergency_number
from itb_companion.record.tables import TABLES
from tests.factories import NOON, days, make_contact, make_fill, make_first_start, make_person, make_pump


def rows():
    """Return how many rows there are in all tables."""
    return sum(table.select().count() for table in TABLES)


def refused(act, *arguments, **options):
    """Return what is wrong at which field, and that nothing was written for it."""
    before = rows()
    with pytest.raises(NotAcceptedError) as caught:
        act(*arguments, **options)
    assert rows() == before
    return [(problem.field, problem.code) for problem in caught.value.problems]


# First start


def test_a_first_start_keeps_everything_in_one_act_under_the_caregiver_s_name(program):
    household = program.begin().companion.household()

    assert household.person == make_person()
    assert household.entered_at == NOON
    assert household.pump == make_pump()
    assert replace(household.fill, id=None) == make_fill()
    assert [replace(contact, id=None) for contact in household.contacts] == [make_contact(entered_on=NOON.date())]
    assert (household.emergency_number, household.caregiver) == ("112", "Ana")


def test_a_first_start_needs_no_more_than_a_name_a_caregiver_and_a_number(program):
    household = program.begin(pump=None, fill=None, contact=None).companion.household()

    assert (household.pump, household.fill, household.contacts) == (None, None, ())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person": make_person(name="  ")}, [("name", "name-empty")]),
        ({"caregiver": ""}, [("caregiver", "name-empty")]),
        ({"emergency_number": ""}, [("emergency_number", "emergency-number-missing")]),
        ({"emergency_number": "one one two"}, [("emergency_number", "number-has-letters")]),
        ({"pump": make_pump(reservoir_ml=0), "fill": None}, [("reservoir_ml", "reservoir-impossible")]),
        ({"fill": make_fill(volume_ml=30.0, alarm_on=None)}, [("volume_ml", "fill-larger-than-reservoir")]),
        ({"contact": Contact("", Role.CLINIC, "111")}, [("contact_name", "name-empty")]),
        ({"contact": Contact("Clinic", Role.CLINIC)}, [("day_number", "number-missing")]),
    ],
)
def test_a_first_start_with_something_wrong_keeps_nothing_at_all(program, changes, expected):
    people = program.companion.people

    assert refused(people.begin, make_first_start(**changes)) == expected
    assert rows() == 0
    assert not (program.folder / "emergency-card.json").exists()


def test_names_are_kept_without_the_spaces_around_them(program):
    program.begin(person=make_person(name="  Mia Berg "), caregiver=" Ana ", emergency_number=" 112 ")
    household = program.companion.household()

    assert (household.person.name, household.caregiver, household.emergency_number) == ("Mia Berg", "Ana", "112")


# Later


def test_a_person_is_corrected_and_the_day_of_the_first_entry_stays(begun):
    begun.clock.move(days=3)
    begun.companion.people.save_person(make_person(name=" Mia Lund "))
    household = begun.companion.household()

    assert (household.person.name, household.entered_at) == ("Mia Lund", NOON)
    assert refused(begun.companion.people.save_person, make_person(name="x" * 81)) == [("name", "name-too-long")]


def test_a_new_contact_stands_at_the_end_of_the_ladder(begun):
    begun.companion.people.save_contact(make_contact("Dr. Roth", Role.DOCTOR))

    assert [contact.name for contact in begun.companion.household().contacts] == ["Baclofen on-call line", "Dr. Roth"]


def test_contacts_move_up_and_down_and_no_further_than_the_ends(begun):
    people = begun.companion.people
    for name in ("B", "C"):
        people.save_contact(make_contact(name))

    def moved(name, steps):
        contact_id = next(contact.id for contact in begun.companion.household().contacts if contact.name == name)
        people.move_contact(contact_id, steps)
        return [contact.name[0] for contact in begun.companion.household().contacts]

    begun.companion.people.save_contact(replace(begun.companion.household().contacts[0], name="A"))
    assert moved("C", -1) == ["A", "C", "B"]
    assert moved("C", -9) == ["C", "A", "B"]
    assert moved("C", 9) == ["A", "B", "C"]
    before = rows()
    people.move_contact(4711, 1)
    assert rows() == before


TODAY = NOON.date()


def dates_of(program):
    [contact] = program.companion.household().contacts
    return contact.verified_on, contact.after_hours_verified_on


@pytest.fixture
def two_numbers(program):
    """One contact with two numbers of which nobody has called any yet."""
    contact = Contact("On-call line", Role.ON_CALL, "111", "222")
    return program.begin(contact=contact)


@pytest.mark.parametrize(("after_hours", "dates"), [(False, (TODAY, None)), (True, (None, TODAY))])
def test_each_number_of_a_contact_is_verified_by_itself(two_numbers, after_hours, dates):
    [contact] = two_numbers.companion.household().contacts
    two_numbers.companion.people.verify_number(contact.id, after_hours=after_hours)
    two_numbers.restart()

    assert dates_of(two_numbers) == dates


@pytest.mark.parametrize(
    ("changes", "dates"),
    [
        ({"name": "Somebody else"}, (TODAY, TODAY)),
        ({"day_number": " 111 "}, (TODAY, TODAY)),
        ({"day_number": "333"}, (None, TODAY)),
        ({"after_hours_number": "333"}, (TODAY, None)),
        ({"after_hours_number": ""}, (TODAY, None)),
        ({"day_number": "333", "after_hours_number": "444"}, (None, None)),
    ],
)
def test_a_number_that_changed_was_not_verified_and_the_other_keeps_its_date(two_numbers, changes, dates):
    people = two_numbers.companion.people
    [contact] = two_numbers.companion.household().contacts
    people.verify_number(contact.id)
    people.verify_number(two_numbers.companion.household().contacts[0].id, after_hours=True)
    people.save_contact(replace(two_numbers.companion.household().contacts[0], **changes))

    assert dates_of(two_numbers) == dates


def test_dates_that_a_form_hands_in_do_not_verify_a_changed_number(two_numbers):
    [contact] = two_numbers.companion.household().contacts
    two_numbers.companion.people.save_contact(replace(contact, day_number="333", verified_on=TODAY))

    assert dates_of(two_numbers) == (None, None)


@pytest.mark.parametrize(("changes", "later"), [({"name": "Somebody else"}, 0), ({"day_number": "333"}, 5)])
def test_a_number_that_changed_was_entered_on_the_day_of_the_change(two_numbers, changes, later):
    [contact] = two_numbers.companion.household().contacts
    assert contact.entered_on == TODAY
    two_numbers.clock.move(days=5)
    two_numbers.companion.people.save_contact(replace(contact, **changes))

    assert two_numbers.companion.household().contacts[0].entered_on == TODAY + days(later)


def test_a_new_contact_was_entered_today(begun):
    begun.clock.move(days=5)
    begun.companion.people.save_contact(Contact("Dr. Roth", Role.DOCTOR, "333"))

    assert begun.companion.household().contacts[-1].entered_on == TODAY + days(5)


def test_moving_on_the_ladder_changes_no_date(begun):
    begun.companion.people.save_contact(Contact("Dr. Roth", Role.DOCTOR, "333"))
    before = {replace(contact, id=None) for contact in begun.companion.household().contacts}
    begun.clock.move(days=5)
    begun.companion.people.move_contact(begun.companion.household().contacts[0].id, 1)

    assert {replace(contact, id=None) for contact in begun.companion.household().contacts} == before


def test_a_removed_contact_is_off_the_ladder(begun):
    [contact] = begun.companion.household().contacts
    begun.companion.people.remove_contact(contact.id)

    assert begun.companion.household().contacts == ()
    assert begun.companion.help.ladder() == ()


@pytest.mark.parametrize("act", ["verify_number", "remove_contact"])
def test_an_act_about_a_contact_that_is_not_there_changes_nothing(begun, act):
    before = rows()
    getattr(begun.companion.people, act)(4711)

    assert rows() == before


def test_a_contact_that_cannot_be_called_is_refused(begun):
    act = begun.companion.people.save_contact

    assert refused(act, Contact("Clinic", Role.CLINIC)) == [("day_number", "number-missing")]
    assert refused(act, Contact("Clinic", Role.CLINIC, "call me")) == [("day_number", "number-has-letters")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "emergency-number-missing"),
        ("   ", "emergency-number-missing"),
        ("abc", "number-has-letters"),
        ("+", "number-too-short"),
        ("1" * 16, "number-too-long"),
        ("99", None),
        ("112", None),
        ("+49 112", None),
    ],
)
def test_an_emergency_number_may_be_short_but_not_empty_and_not_letters(number, code):
    assert [problem.code for problem in check_emergency_number(number)] == ([code] if code else [])


def test_an_emergency_number_that_is_none_is_refused(begun):
    assert refused(begun.companion.people.set_emergency_number, " ") == [
        ("emergency_number", "emergency-number-missing")
    ]
    begun.companion.people.set_emergency_number(" 911 ")
    assert begun.companion.household().emergency_number == "911"


def test_who_comes_on_duty_is_on_every_entry_from_then_on(begun):
    begun.companion.people.set_caregiver(" Ben ")
    begun.companion.checks.no_signs_now()

    assert begun.companion.household().last_check.by == "Ben"
    assert refused(begun.companion.people.set_caregiver, " ") == [("caregiver", "name-empty")]


def test_a_plan_is_kept_and_a_contradicting_one_is_not(begun):
    plan = Plan(clinic_wait_min=20, usual_pulse_per_min=Range(50, 90), stricter={"one-early-sign": "urgent"})
    begun.companion.people.save_plan(plan)
    wrong = Plan(clinic_wait_min=0, office_hours=OfficeHours(time(9), time(8)))

    assert refused(begun.companion.people.save_plan, wrong) == [
        ("clinic_wait_min", "wait-impossible"),
        ("opens", "hours-upside-down"),
    ]
    assert begun.companion.household().plan == plan


def test_preferences_remember_since_when_sign_checks_are_wanted(begun):
    people = begun.companion.people
    people.save_preferences(Preferences(sign_check_times=(time(8),)))
    assert begun.companion.household().preferences.sign_checks_since == NOON

    begun.clock.move(days=2)
    people.save_preferences(replace(begun.companion.household().preferences, morning=time(7)))
    assert begun.companion.household().preferences.sign_checks_since == NOON
    people.save_preferences(replace(begun.companion.household().preferences, sign_check_times=(time(20),)))
    assert begun.companion.household().preferences.sign_checks_since == NOON + days(2)
    assert refused(people.save_preferences, Preferences(book_steps=())) == [("book_steps", "steps-impossible")]


def test_options_of_the_program_are_kept_beside_one_another(begun):
    begun.companion.people.set_option("theme", "dark")
    begun.companion.people.set_option("text", "150")
    begun.companion.people.set_option("theme", "light")

    assert begun.companion.household().options == {"theme": "light", "text": "150"}
