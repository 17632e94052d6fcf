"""What follows from the record on a day: context, missed appointments, preferences."""

from datetime import time

import pytest

from itb_companion.care.household import (
    Household,
    Preferences,
    check_preferences,
    context_of,
    missed_appointment,
)
from itb_companion.care.signs import CONTEXT
from tests.factories import (
    ALARM_ON,
    EARLIEST_EMPTY_ON,
    EMPTY_ON,
    FILLED_ON,
    REFILL_BY,
    days,
    make_appointment,
    make_fill,
    make_household,
    make_person,
)


def test_an_empty_household_has_no_context():
    assert context_of(Household(), FILLED_ON) == frozenset()


def test_special_risks_belong_to_the_person_on_every_day():
    risks = frozenset({"t6-or-above", "earlier-withdrawal"})

    assert context_of(Household(person=make_person(special_risks=risks)), FILLED_ON) == risks


@pytest.mark.parametrize(
    ("day", "context"),
    [
        (FILLED_ON - days(1), set()),
        (FILLED_ON, {"recent-refill"}),
        (FILLED_ON + days(3), {"recent-refill"}),
        (FILLED_ON + days(4), set()),
        (REFILL_BY - days(1), set()),
        (REFILL_BY, {"alarm-date-near"}),
        (REFILL_BY + days(1), {"alarm-date-near", "refill-overdue"}),
        (EARLIEST_EMPTY_ON - days(1), {"alarm-date-near", "refill-overdue"}),
        (EARLIEST_EMPTY_ON, {"alarm-date-near", "refill-overdue", "may-be-empty"}),
        (ALARM_ON - days(1), {"alarm-date-near", "refill-overdue", "may-be-empty"}),
        (ALARM_ON, {"alarm-date-passed", "refill-overdue", "may-be-empty"}),
        (EMPTY_ON, {"alarm-date-passed", "refill-overdue", "may-be-empty"}),
        (EMPTY_ON + days(3650), {"alarm-date-passed", "refill-overdue", "may-be-empty"}),
    ],
)
def test_the_days_of_a_fill_turn_into_context(day, context):
    assert context_of(make_household(), day) == context


def test_a_refill_booked_in_time_is_not_overdue_until_it_was_missed():
    booked = make_household(appointment=make_appointment(ALARM_ON - days(2)))

    assert "refill-overdue" not in context_of(booked, ALARM_ON - days(2))
    assert "refill-overdue" in context_of(booked, ALARM_ON - days(1))


def test_a_refill_booked_for_the_alarm_date_or_later_is_overdue_all_the_same():
    booked = make_household(appointment=make_appointment(ALARM_ON))

    assert "refill-overdue" in context_of(booked, REFILL_BY + days(1))


def test_a_missed_appointment_counts_as_overdue_long_before_the_alarm_date():
    household = make_household(appointment=make_appointment(FILLED_ON + days(20)))

    assert context_of(household, FILLED_ON + days(21)) == {"refill-overdue"}


def test_an_appointment_is_missed_from_the_day_after_it():
    household = make_household(appointment=make_appointment(REFILL_BY))

    assert missed_appointment(household, REFILL_BY) is None
    assert missed_appointment(household, REFILL_BY + days(1)) is household.appointment
    assert missed_appointment(make_household(), REFILL_BY) is None


def test_an_appointment_after_which_a_refill_was_recorded_was_not_missed():
    filled_at_it = make_household(appointment=make_appointment(FILLED_ON))

    assert missed_appointment(filled_at_it, FILLED_ON + days(10)) is None


@pytest.mark.parametrize(("after", "is_open"), [(-20, False), (0, False), (1, True), (60, True)])
def test_an_appointment_is_open_until_a_refill_is_recorded_on_its_day_or_later(after, is_open):
    household = make_household(appointment=make_appointment(FILLED_ON + days(after)))

    assert household.open_appointment == (household.appointment if is_open else None)


def test_without_any_refill_an_appointment_is_open_and_without_an_appointment_none_is():
    household = make_household(fill=None, appointment=make_appointment(FILLED_ON))

    assert household.open_appointment is household.appointment
    assert make_household().open_appointment is None


def test_an_appointment_at_which_the_pump_was_refilled_does_not_count_as_booked():
    household = make_household(appointment=make_appointment(FILLED_ON))

    assert "refill-overdue" in context_of(household, REFILL_BY + days(1))


def test_a_fill_without_numbers_or_date_says_nothing_about_days():
    unknown = make_household(fill=make_fill(alarm_on=None, volume_ml=None))

    assert context_of(unknown, EMPTY_ON) == frozenset()


def test_a_printed_date_without_numbers_still_says_that_the_alarm_date_passed():
    only_date = make_household(fill=make_fill(volume_ml=None, concentration_mcg_per_ml=None, dose_mcg_per_day=None))

    assert context_of(only_date, ALARM_ON) >= {"alarm-date-passed", "refill-overdue"}


def test_a_month_after_a_printed_alarm_date_the_drug_may_not_be_flowing():
    only_date = make_household(fill=make_fill(volume_ml=None, concentration_mcg_per_ml=None, dose_mcg_per_day=None))

    assert "may-be-empty" in context_of(only_date, ALARM_ON + days(30))


def test_every_id_that_follows_from_a_record_is_a_known_one():
    person = make_person(special_risks=frozenset({"t6-or-above", "cannot-communicate", "earlier-withdrawal"}))
    household = make_household(person=person, appointment=make_appointment(FILLED_ON + days(1)))

    for count in range(100):
        assert context_of(household, FILLED_ON + days(count)) <= set(CONTEXT)


# Preferences


def test_the_preferences_a_household_starts_with_are_without_problems():
    assert check_preferences(Preferences()) == []


@pytest.mark.parametrize("field", ["book_steps", "attend_steps", "replacement_steps"])
@pytest.mark.parametrize(("steps", "accepted"), [((), False), ((-1,), False), ((731,), False), ((0, 730), True)])
def test_steps_are_at_least_one_and_lie_within_two_years(field, steps, accepted):
    problems = [(p.field, p.code, p.stops) for p in check_preferences(Preferences(**{field: steps}))]

    assert problems == ([] if accepted else [(field, "steps-impossible", True)])


@pytest.mark.parametrize(
    ("quiet", "wall", "is_quiet"),
    [
        (("22:00", "07:00"), "21:59:59", False),
        (("22:00", "07:00"), "22:00", True),
        (("22:00", "07:00"), "00:00", True),
        (("22:00", "07:00"), "06:59:59", True),
        (("22:00", "07:00"), "07:00", False),
        (("22:00", "07:00"), "12:00", False),
        (("00:30", "06:00"), "00:29", False),
        (("00:30", "06:00"), "00:30", True),
        (("00:30", "06:00"), "06:00", False),
        (("00:00", "06:00"), "00:00", True),
        (("22:00", "00:00"), "23:59", True),
        (("22:00", "00:00"), "00:00", False),
        (("08:00", "08:00"), "08:00", False),
        (("08:00", "08:00"), "20:00", False),
    ],
)
def test_quiet_hours_last_from_the_first_time_to_the_second_past_midnight_too(quiet, wall, is_quiet):
    quiet_from, quiet_until = (time.fromisoformat(end) for end in quiet)

    assert Preferences(quiet_from=quiet_from, quiet_until=quiet_until).is_quiet(time.fromisoformat(wall)) is is_quiet


def test_a_household_starts_with_quiet_hours_from_ten_to_seven():
    assert (Preferences().quiet_from, Preferences().quiet_until) == (time(22), time(7))


@pytest.mark.parametrize(("quiet_from", "quiet_until"), [(None, None), (None, time(7)), (time(22), None)])
@pytest.mark.parametrize("hour", range(24))
def test_without_both_ends_there_are_no_quiet_hours(quiet_from, quiet_until, hour):
    assert not Preferences(quiet_from=quiet_from, quiet_until=quiet_until).is_quiet(time(hour))


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "missing"),
    [
        (time(22), time(7), []),
        (None, None, []),
        (None, time(7), [("quiet_from", "quiet-hours-half")]),
        (time(22), None, [("quiet_until", "quiet-hours-half")]),
    ],
)
def test_quiet_hours_have_both_ends_or_none(quiet_from, quiet_until, missing):
    problems = check_preferences(Preferences(quiet_from=quiet_from, quiet_until=quiet_until))

    assert [(p.field, p.code) for p in problems] == missing
    assert all(p.stops for p in problems)


@pytest.mark.parametrize(
    ("morning", "accepted"),
    [(time(3, 59), False), (time(4, 0), True), (time(12, 0), True), (time(12, 1), False), (time(0, 0), False)],
)
def test_a_morning_lies_between_four_and_noon(morning, accepted):
    problems = [(p.field, p.code) for p in check_preferences(Preferences(morning=morning))]

    assert problems == ([] if accepted else [("morning", "morning-impossible")])
