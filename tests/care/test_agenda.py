"""The schedule as a function of the record: both ladders, wall times, and that nothing due is ever lost."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itb_companion.care.agenda import Agenda, agenda
from itb_companion.care.household import Household
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Contact, Role
from itb_companion.care.plan import Plan
from itb_companion.care.pump import refill_dates
from itb_companion.care.refill_ladder import urgent_times
from itb_companion.care.reminders import recheck
from itb_companion.care.severity import Severity
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from tests.factories import (
    ALARM_ON,
    BERLIN,
    EMPTY_ON,
    FILLED_ON,
    NOON,
    REFILL_BY,
    VERIFIED_ON,
    at,
    at_on,
    days,
    make_appointment,
    make_cause,
    make_check,
    make_closing,
    make_contact,
    make_episode,
    make_fill,
    make_household,
    make_preferences,
    make_pump,
    minutes,
)

A_SECOND = timedelta(seconds=1)
ENTERED_AT = at("2026-03-03 10:00")
REFILL_KINDS = {Kind.BOOK, Kind.ATTEND, Kind.INSIDE_MARGIN, Kind.TOO_LATE, Kind.MISSED}
WITHOUT_NUMBERS = {"volume_ml": None, "concentration_mcg_per_ml": None, "dose_mcg_per_day": None}


def due(household, now, *kinds, zone=BERLIN):
    """Return what is due, of these kinds or all."""
    return [item for item in agenda(household, now, zone).due if not kinds or item.kind in kinds]


def coming_at(household, now, *kinds, zone=BERLIN, horizon=200):
    """Return the instants at which items of these kinds come."""
    return [item.due_at for item in agenda(household, now, zone, horizon).coming if item.kind in kinds]


def mornings(*on):
    return [at_on(day) for day in on]


def span(first, last):
    return [first + days(count) for count in range((last - first).days + 1)]


# Book


def test_without_an_appointment_booking_is_said_on_each_step_before_refill_by_and_then_daily_to_the_alarm_date():
    steps = [REFILL_BY - days(step) for step in (42, 28, 21, 14, 10, 7, 5, 3, 2, 1)]
    daily = span(REFILL_BY, ALARM_ON - days(1))

    assert coming_at(make_household(), at_on(FILLED_ON), Kind.BOOK) == mornings(*steps, *daily)


def test_nothing_is_due_before_the_first_step():
    assert due(make_household(), at_on(REFILL_BY - days(42)) - A_SECOND) == []


@pytest.mark.parametrize("step", [42, 28, 21, 14, 10, 7, 5, 3, 2, 1, 0, -1, -6])
def test_a_booking_step_stands_from_its_morning_until_the_next(step):
    morning = at_on(REFILL_BY - days(step))
    [item] = due(make_household(), morning)
    before = due(make_household(), morning - A_SECOND)

    assert (item.kind, item.severity, item.due_at) == (Kind.BOOK, Severity.REMINDER, morning)
    assert item not in before
    assert due(make_household(), morning + timedelta(hours=14)) == [item]


def test_a_booking_reminder_tells_the_days_it_is_about_and_its_danger():
    [item] = due(make_household(), at_on(REFILL_BY))

    assert item.facts["refill_by"] == REFILL_BY
    assert item.facts["last_day"] == ALARM_ON
    assert item.facts["empty_on"] == EMPTY_ON
    assert item.facts["appointment"] is None
    assert item.danger_at == at_on(ALARM_ON)
    assert not item.once


def test_the_steps_are_the_household_s_to_change():
    household = make_household(preferences=make_preferences(book_steps=(30, 3)))

    assert coming_at(household, at_on(FILLED_ON), Kind.BOOK)[:2] == mornings(REFILL_BY - days(30), REFILL_BY - days(3))


def test_a_short_interval_says_at_once_that_the_next_refill_must_be_booked():
    household = make_household(fill=make_fill(alarm_on=FILLED_ON + days(30)))

    assert [item.kind for item in due(household, at_on(FILLED_ON, "18:00"))] == [Kind.BOOK]


def test_the_plausible_range_raises_nothing_by_itself():
    with_range, without = make_household(), make_household(fill=make_fill(**WITHOUT_NUMBERS))
    now = at_on(ALARM_ON - days(1), "23:00")

    assert due(with_range, now) == due(without, now)


def test_a_new_fill_ends_what_was_due_for_the_old_one():
    refilled = make_household(fill=make_fill(filled_on=ALARM_ON, alarm_on=ALARM_ON + days(72)))

    assert due(refilled, at_on(ALARM_ON, "12:00")) == []


# Attend


def test_an_appointment_is_said_7_2_and_1_days_before_and_on_the_day():
    day = REFILL_BY - days(10)
    household = make_household(appointment=make_appointment(day))
    expected = mornings(day - days(7), day - days(2), day - days(1), day)

    assert coming_at(household, ENTERED_AT, Kind.ATTEND) == expected
    assert coming_at(household, ENTERED_AT, Kind.BOOK) == []
    for morning in expected:
        [item] = due(household, morning)
        assert (item.kind, item.severity, item.due_at) == (Kind.ATTEND, Severity.REMINDER, morning)
        assert morning not in [item.due_at for item in due(household, morning - A_SECOND)]


def test_steps_before_the_appointment_was_entered_are_not_said():
    day = REFILL_BY - days(10)
    household = make_household(appointment=make_appointment(day, at_on(day - days(1), "10:00")))

    assert due(household, at_on(day - days(1), "12:00")) == []
    assert coming_at(household, at_on(day - days(1), "12:00"), Kind.ATTEND) == mornings(day)


def test_a_reminder_to_attend_carries_day_and_time():
    appointment = make_appointment(REFILL_BY, at=time(10, 30))
    [item] = due(make_household(appointment=appointment), at_on(REFILL_BY))

    assert (item.facts["appointment"], item.facts["appointment_at"]) == (REFILL_BY, time(10, 30))


def test_an_appointment_inside_the_margin_is_pointed_out_once_and_calmly_as_soon_as_it_is_entered():
    for day in span(REFILL_BY + days(1), ALARM_ON - days(1)):
        household = make_household(appointment=make_appointment(day))
        [item] = due(household, ENTERED_AT)

        assert (item.kind, item.severity, item.due_at) == (Kind.INSIDE_MARGIN, Severity.CALM, ENTERED_AT)
        assert item.once
        assert item.facts["refill_by"] == REFILL_BY
        assert item.facts["appointment"] == day
        assert coming_at(household, ENTERED_AT, Kind.INSIDE_MARGIN) == []
        assert {i.key for i in due(household, ENTERED_AT + days(20), Kind.INSIDE_MARGIN)} == {item.key}


def test_an_appointment_by_which_the_pump_may_be_empty_is_pointed_out_as_such_and_no_louder():
    dates = refill_dates(make_fill(margin_days=20))
    on_time, in_doubt = dates.earliest_empty_on - days(1), dates.earliest_empty_on
    assert dates.refill_by < on_time < in_doubt < dates.last_day
    found = [
        due(make_household(fill=make_fill(margin_days=20), appointment=make_appointment(day)), ENTERED_AT)
        for day in (on_time, in_doubt)
    ]

    assert [item.facts["may_be_empty"] for [item] in found] == [False, True]
    assert {item.severity for [item] in found} == {Severity.CALM}


def test_an_appointment_by_the_refill_date_is_in_good_time():
    assert due(make_household(appointment=make_appointment(REFILL_BY)), ENTERED_AT) == []


# Too late, missed


@pytest.mark.parametrize("day", [ALARM_ON, ALARM_ON + days(1), ALARM_ON + days(300), date.max])
def test_an_appointment_on_or_after_the_alarm_date_is_said_at_once_and_daily(day):
    household = make_household(appointment=make_appointment(day))
    [item] = due(household, ENTERED_AT)

    assert (item.kind, item.severity, item.due_at) == (Kind.TOO_LATE, Severity.REMINDER, ENTERED_AT)
    assert item.facts["appointment"] == day
    assert coming_at(household, ENTERED_AT, Kind.TOO_LATE) == mornings(*span(date(2026, 3, 4), ALARM_ON - days(1)))
    assert coming_at(household, ENTERED_AT, Kind.ATTEND, Kind.BOOK) == []


def test_an_appointment_entered_while_the_clock_was_ahead_counts_as_entered_now_and_is_one_occurrence():
    household = make_household(appointment=make_appointment(ALARM_ON))
    behind = ENTERED_AT - days(30) - A_SECOND
    [earlier], [later] = due(household, behind), due(household, ENTERED_AT)

    assert (earlier.kind, earlier.due_at) == (Kind.TOO_LATE, behind)
    assert earlier.key == later.key


def test_a_narrow_margin_entered_while_the_clock_was_ahead_is_told_all_the_same():
    household = make_household(appointment=make_appointment(REFILL_BY + days(1), ENTERED_AT + days(365)))

    assert [item.kind for item in due(household, ENTERED_AT)] == [Kind.INSIDE_MARGIN]


def test_an_appointment_that_is_too_late_becomes_urgent_a_week_before_the_alarm_date():
    household = make_household(appointment=make_appointment(ALARM_ON))

    assert [i.severity for i in due(household, at_on(ALARM_ON - days(8), "23:59"))] == [Severity.REMINDER]
    assert [i.severity for i in due(household, at_on(ALARM_ON - days(7)))] == [Severity.URGENT]


def test_an_appointment_that_is_past_without_a_refill_is_said_the_next_morning_and_daily():
    day = REFILL_BY - days(10)
    household = make_household(appointment=make_appointment(day))
    missed = coming_at(household, ENTERED_AT, Kind.MISSED)

    assert [i.kind for i in due(household, at_on(day + days(1)) - A_SECOND)] == [Kind.ATTEND]
    assert missed == mornings(*span(day + days(1), ALARM_ON - days(1)))
    for later in span(day + days(1), ALARM_ON - days(1)):
        [item] = due(household, at_on(later))
        assert (item.kind, item.severity, item.due_at) == (Kind.MISSED, Severity.REMINDER, at_on(later))


def test_an_appointment_entered_when_its_day_is_past_is_said_at_once():
    entered_at = at_on(REFILL_BY - days(5), "15:00")
    household = make_household(appointment=make_appointment(REFILL_BY - days(10), entered_at))
    [item] = due(household, entered_at)

    assert (item.kind, item.due_at) == (Kind.MISSED, entered_at)
    assert [i.due_at for i in due(household, at_on(REFILL_BY - days(4)))] == mornings(REFILL_BY - days(4))


def test_an_appointment_at_which_the_pump_was_refilled_is_over():
    household = make_household(appointment=make_appointment(FILLED_ON, at("2026-02-01 10:00")))

    assert due(household, at_on(FILLED_ON + days(10))) == []
    assert [item.kind for item in due(household, at_on(REFILL_BY))] == [Kind.BOOK]


def test_an_overdue_refill_does_not_tell_of_an_appointment_that_is_over():
    household = make_household(appointment=make_appointment(FILLED_ON))
    [item] = due(household, at_on(ALARM_ON))

    assert (item.kind, item.facts["appointment"]) == (Kind.OVERDUE, None)


def test_an_appointment_entered_while_the_clock_was_a_year_ahead_is_reminded_of_all_the_same():
    day = REFILL_BY - days(10)
    household = make_household(appointment=make_appointment(day, ENTERED_AT + days(365)))

    assert [item.kind for item in due(household, at_on(day))] == [Kind.ATTEND]


# Overdue, empty


def test_from_the_alarm_date_on_it_is_urgent_every_4_hours_by_day_and_at_22():
    walls = ("09:00", "13:00", "17:00", "21:00", "22:00")
    expected = [at_on(day, wall) for day in span(ALARM_ON, EMPTY_ON - days(1)) for wall in walls]
    household = make_household()

    assert coming_at(household, at_on(FILLED_ON), Kind.OVERDUE) == expected
    for instant in expected:
        [item] = due(household, instant)
        assert (item.kind, item.severity, item.due_at) == (Kind.OVERDUE, Severity.URGENT, instant)
        assert instant not in [i.due_at for i in due(household, instant - A_SECOND)]
        assert item.danger_at == at_on(EMPTY_ON, "00:00")


@pytest.mark.parametrize(
    ("morning", "walls"),
    [
        (time(4, 0), "04:00 08:00 12:00 16:00 20:00 22:00"),
        (time(9, 0), "09:00 13:00 17:00 21:00 22:00"),
        (time(10, 0), "10:00 14:00 18:00 22:00"),
        (time(10, 30), "10:30 14:30 18:30 22:00"),
        (time(6, 45), "06:45 10:45 14:45 18:45 22:00"),
        (time(12, 0), "12:00 16:00 20:00 22:00"),
    ],
)
def test_an_urgent_day_begins_with_the_household_s_morning(morning, walls):
    assert [wall.isoformat("minutes") for wall in urgent_times(morning)] == walls.split()


@given(st.times(time(4, 0), time(12, 0)))
def test_the_times_of_an_urgent_day_rise_by_at_most_four_hours_to_22(morning):
    walls = [wall.hour * 60 + wall.minute for wall in urgent_times(morning)]

    assert walls[0] == morning.hour * 60 + morning.minute
    assert walls[-1] == 22 * 60
    assert all(0 < later - earlier <= 240 for earlier, later in pairwise(walls))


def test_past_the_empty_date_it_is_an_emergency_from_midnight_on():
    household = make_household()
    midnight = at_on(EMPTY_ON, "00:00")
    [before], [after] = due(household, midnight - A_SECOND), due(household, midnight)

    assert (before.kind, before.severity) == (Kind.OVERDUE, Severity.URGENT)
    assert (after.kind, after.severity, after.due_at) == (Kind.EMPTY, Severity.EMERGENCY, midnight)
    assert after.cause == before.cause
    for count in range(40):
        [item] = due(household, at_on(EMPTY_ON + days(count), "22:30"), Kind.EMPTY, Kind.OVERDUE)
        assert (item.kind, item.severity) == (Kind.EMPTY, Severity.EMERGENCY)
        assert item.due_at == at_on(EMPTY_ON + days(count), "22:00")


@pytest.mark.parametrize("appointment", [None, REFILL_BY, ALARM_ON - days(1), ALARM_ON, ALARM_ON + days(2)])
def test_an_appointment_does_not_quiet_an_overdue_refill(appointment):
    booked = make_household(appointment=make_appointment(appointment) if appointment else None)

    for day in span(ALARM_ON, ALARM_ON + days(20)):
        assert [item.kind for item in due(booked, at_on(day, "12:00"))] == [
            Kind.EMPTY if day >= EMPTY_ON else Kind.OVERDUE,
        ]


def test_the_night_before_the_first_call_of_the_alarm_date_the_booking_still_stands():
    assert [item.kind for item in due(make_household(), at_on(ALARM_ON, "03:00"))] == [Kind.BOOK]


def test_a_printed_date_without_numbers_is_urgent_from_that_date_on():
    household = make_household(fill=make_fill(**WITHOUT_NUMBERS))

    assert [(i.kind, i.severity) for i in due(household, at_on(ALARM_ON))] == [(Kind.OVERDUE, Severity.URGENT)]


def test_a_printed_date_without_numbers_becomes_an_emergency_in_the_end():
    household = make_household(fill=make_fill(**WITHOUT_NUMBERS))

    [item] = due(household, at_on(ALARM_ON + days(60)), Kind.EMPTY, Kind.OVERDUE)
    assert item.severity is Severity.EMERGENCY


def test_a_printed_date_without_numbers_is_an_emergency_two_days_after_it():
    household = make_household(fill=make_fill(**WITHOUT_NUMBERS))
    empty_at = at_on(ALARM_ON + days(2), "00:00")

    assert [item.kind for item in due(household, empty_at - A_SECOND)] == [Kind.OVERDUE]
    [item] = due(household, empty_at)
    assert (item.kind, item.severity, item.facts["empty_on"]) == (Kind.EMPTY, Severity.EMERGENCY, ALARM_ON + days(2))


# No printout


@pytest.mark.parametrize("fill", [None, make_fill(alarm_on=None, volume_ml=None)])
def test_without_a_printout_that_gives_a_date_this_is_said_every_morning_from_the_next_day_on(fill):
    household = make_household(fill=fill)

    assert due(household, at("2026-03-03 08:59")) == []
    for count in range(1, 30):
        [item] = due(household, at_on(FILLED_ON + days(count)))
        assert (item.kind, item.severity) == (Kind.NO_PRINTOUT, Severity.REMINDER)
        assert item.due_at == at_on(FILLED_ON + days(count))


def test_before_anybody_is_entered_nothing_is_due():
    assert agenda(Household(), at_on(FILLED_ON), BERLIN) == Agenda((), ())
    assert agenda(Household(), at_on(FILLED_ON), BERLIN).next is None


def test_a_household_without_a_time_of_entry_is_told_of_the_missing_printout_from_tomorrow():
    household = make_household(fill=None, entered_at=None)

    assert due(household, at_on(FILLED_ON)) == []
    assert coming_at(household, at_on(FILLED_ON), Kind.NO_PRINTOUT)[0] == at_on(FILLED_ON + days(1))


# Pump replacement


def test_the_pump_s_replacement_is_said_180_90_30_and_7_days_before_and_then_daily_and_urgently():
    replacement = date(2026, 12, 1)
    household = make_household(fill=make_fill(longest_interval_days=3000, alarm_on=date(2030, 1, 1)))
    household = make_household(fill=household.fill, pump=make_pump(replacement_on=replacement))
    ladder = [replacement - days(step) for step in (180, 90, 30, 7)]
    items = agenda(household, at_on(FILLED_ON), BERLIN, 280).coming

    found = [(i.due_at, i.severity) for i in items if i.kind is Kind.REPLACE_PUMP]
    assert found[:4] == [(morning, Severity.REMINDER) for morning in mornings(*ladder)]
    assert found[4:] == [(at_on(day), Severity.URGENT) for day in span(replacement, FILLED_ON + days(280))]
    assert {i.danger_at for i in items if i.kind is Kind.REPLACE_PUMP} == {at_on(replacement)}


def test_replacement_stands_beside_the_refill():
    household = make_household(pump=make_pump(replacement_on=EMPTY_ON))

    assert [item.kind for item in due(household, at_on(EMPTY_ON))] == [Kind.EMPTY, Kind.REPLACE_PUMP]


@pytest.mark.parametrize("pump", [None, make_pump()])
def test_without_a_replacement_date_nothing_is_said_about_it(pump):
    assert due(make_household(pump=pump), at_on(FILLED_ON + days(9000)), Kind.REPLACE_PUMP) == []


# Telephone numbers

VERIFY_FIRST = VERIFIED_ON + days(90)


def with_contacts(*contacts, **changes):
    return make_household(contacts=contacts, **changes)


def verify_days(household, now=FILLED_ON, horizon=130):
    found = coming_at(household, at_on(now, "00:00"), Kind.VERIFY_NUMBERS, horizon=horizon)
    assert all(instant.astimezone(BERLIN).time() == time(9) for instant in found)
    return [instant.astimezone(BERLIN).date() for instant in found]


def test_a_number_is_to_be_called_again_90_days_after_it_was_right_and_then_weekly():
    weekly = [VERIFY_FIRST + days(7 * week) for week in range(5)]

    assert verify_days(make_household(), VERIFIED_ON)[:5] == weekly
    for first, then in pairwise(weekly):
        [item] = due(make_household(), at_on(first), Kind.VERIFY_NUMBERS)
        assert (item.severity, item.due_at, item.once) == (Severity.CALM, at_on(first), False)
        assert due(make_household(), at_on(then) - A_SECOND, Kind.VERIFY_NUMBERS) == [item]
    assert due(make_household(), at_on(VERIFY_FIRST) - A_SECOND, Kind.VERIFY_NUMBERS) == []


def test_a_number_that_nobody_ever_called_is_due_a_week_after_it_was_entered():
    never = Contact("Clinic", Role.CLINIC, "111", entered_on=FILLED_ON + days(10))

    assert verify_days(with_contacts(never), FILLED_ON + days(10))[:2] == [FILLED_ON + days(17), FILLED_ON + days(24)]


def test_a_contact_from_before_its_day_of_entry_was_kept_counts_from_the_household_s():
    never = Contact("Clinic", Role.CLINIC, "111")

    assert verify_days(with_contacts(never))[0] == FILLED_ON + days(7)
    assert verify_days(with_contacts(never, entered_at=None), FILLED_ON + days(3))[0] == FILLED_ON + days(10)


def test_each_of_two_numbers_counts_by_itself():
    contact = Contact("Clinic", Role.CLINIC, "111", "222", VERIFIED_ON, VERIFIED_ON + days(3))
    expected = {VERIFY_FIRST + days(7 * week + more) for week in range(3) for more in (0, 3)}

    assert verify_days(with_contacts(contact), VERIFIED_ON + days(3))[:6] == sorted(expected)
    called_by_day = with_contacts(replace(contact, verified_on=VERIFY_FIRST))
    [item] = due(called_by_day, at_on(VERIFY_FIRST + days(3)), Kind.VERIFY_NUMBERS)
    assert item.due_at == at_on(VERIFY_FIRST + days(3))
    assert due(called_by_day, at_on(VERIFY_FIRST + days(2)), Kind.VERIFY_NUMBERS) == []


def test_one_number_for_day_and_night_is_to_be_called_once():
    contact = Contact("Clinic", Role.CLINIC, "+49 30 111", "+49 (0)30-111", VERIFIED_ON)

    assert verify_days(with_contacts(contact, entered_at=at_on(FILLED_ON)), VERIFIED_ON)[0] == VERIFY_FIRST


def test_a_number_that_was_called_is_over_for_90_days():
    called = with_contacts(make_contact(verified_on=VERIFY_FIRST + days(1)))

    assert due(called, at_on(VERIFY_FIRST + days(1), "12:00"), Kind.VERIFY_NUMBERS) == []
    assert verify_days(called, VERIFY_FIRST + days(1))[0] == VERIFY_FIRST + days(91)


def test_a_number_verified_while_the_clock_was_ahead_counts_as_never_called():
    ahead = with_contacts(make_contact(verified_on=VERIFIED_ON + days(3000)))

    assert verify_days(ahead)[0] == FILLED_ON + days(7)


def test_numbers_of_several_people_are_one_reminder_that_names_those_whose_turn_it_is():
    clinic = Contact("Clinic", Role.CLINIC, "111", "222", VERIFIED_ON, VERIFIED_ON)
    doctor = Contact("Dr. Roth", Role.DOCTOR, "333", verified_on=VERIFIED_ON + days(7))
    household = with_contacts(clinic, doctor)
    [first] = due(household, at_on(VERIFY_FIRST), Kind.VERIFY_NUMBERS)
    [second] = due(household, at_on(VERIFY_FIRST + days(7)), Kind.VERIFY_NUMBERS)

    assert (first.facts["contacts"], second.facts["contacts"]) == (("Clinic",), ("Clinic", "Dr. Roth"))
    assert first.cause == second.cause
    assert first.key != second.key


@pytest.mark.parametrize("contacts", [(), (Contact("Nobody", Role.OTHER),)])
def test_without_a_number_there_is_none_to_call(contacts):
    assert verify_days(with_contacts(*contacts)) == []


def test_numbers_that_nobody_called_for_years_are_one_reminder_of_this_week():
    [item] = due(make_household(), at_on(VERIFY_FIRST + days(7 * 500 + 3)), Kind.VERIFY_NUMBERS)

    assert item.due_at == at_on(VERIFY_FIRST + days(7 * 500))


# Sign checks

CHECKED_TWICE = make_preferences(sign_check_times=(time(8, 0), time(20, 0)))


def test_no_sign_check_is_due_unless_it_was_asked_for():
    assert coming_at(make_household(), at_on(FILLED_ON), Kind.SIGN_CHECK) == []


def test_sign_checks_come_at_the_chosen_times_calmly():
    household = make_household(preferences=CHECKED_TWICE)
    now = at("2026-03-10 12:00")

    assert coming_at(household, now, Kind.SIGN_CHECK, horizon=1) == [
        at("2026-03-10 20:00"),
        at("2026-03-11 08:00"),
        at("2026-03-11 20:00"),
    ]
    [item] = due(household, now)
    assert (item.kind, item.severity, item.due_at) == (Kind.SIGN_CHECK, Severity.CALM, at("2026-03-10 08:00"))


def test_a_sign_check_is_over_when_a_check_was_saved_after_it():
    saved = make_check(saved_at=at("2026-03-10 08:00"))
    household = make_household(preferences=CHECKED_TWICE, last_check=saved)

    assert due(household, at("2026-03-10 19:59")) == []
    assert [item.due_at for item in due(household, at("2026-03-10 20:00"))] == [at("2026-03-10 20:00")]


def test_a_check_that_was_begun_and_never_saved_settles_nothing():
    household = make_household(preferences=CHECKED_TWICE, last_check=make_check())

    assert len(due(household, at("2026-03-10 12:00"))) == 1


def test_a_check_saved_while_the_clock_was_ahead_settles_nothing_of_today():
    preferences = make_preferences(sign_check_times=(time(8, 0),))
    ahead = make_check(saved_at=at("2027-03-10 08:30"))
    household = make_household(preferences=preferences, last_check=ahead)

    assert [item.kind for item in due(household, at("2026-03-10 09:00"))] == [Kind.SIGN_CHECK]


def test_sign_checks_asked_for_while_the_clock_was_ahead_are_due_all_the_same():
    preferences = make_preferences(sign_check_times=(time(8, 0),), sign_checks_since=at("2027-03-10 08:00"))

    assert [item.kind for item in due(make_household(preferences=preferences), at("2026-03-10 09:00"))] == [
        Kind.SIGN_CHECK
    ]


def test_a_sign_check_is_not_due_for_times_before_it_was_asked_for():
    preferences = make_preferences(sign_check_times=(time(8, 0),), sign_checks_since=at("2026-03-10 08:00") + A_SECOND)
    household = make_household(preferences=preferences)

    assert due(household, at("2026-03-10 12:00")) == []
    assert len(due(household, at("2026-03-11 08:00"))) == 1


# Looking again

HOURS_4, HOURS_2, HALF_AN_HOUR, QUARTER = (minutes(count) for count in (240, 120, 30, 15))
AGAIN = [
    # what the check came to, how long after it the signs are looked at again, how loudly this is said
    (Level.WATCH, HOURS_4, Severity.CALM),
    (Level.CALL_CLINIC, HOURS_2, Severity.REMINDER),
    (Level.URGENT, HALF_AN_HOUR, Severity.URGENT),
    (Level.EMERGENCY, QUARTER, Severity.URGENT),
]


def checked(level, saved_at=NOON, **changes):
    """Return a household whose last check was saved at an instant and came to a level."""
    check = make_check(["anxiety"], saved_at=saved_at, id=7)
    return make_household(**({"last_check": check, "last_level": level} | changes))


@pytest.mark.parametrize(("level", "after", "severity"), AGAIN)
def test_after_a_check_that_came_to_something_the_signs_are_looked_at_again(level, after, severity):
    household = checked(level)
    [item] = due(household, NOON + after)

    assert (item.kind, item.severity, item.due_at) == (Kind.RECHECK, severity, NOON + after)
    assert (item.once, item.danger_at) == (False, None)
    assert due(household, NOON + after - A_SECOND) == []
    assert coming_at(household, NOON, Kind.RECHECK) == [NOON + after]


def test_a_check_that_came_to_watch_without_an_episode_is_repeated_after_exactly_four_hours():
    household = checked(Level.WATCH)
    assert household.episode is None

    before, then = (agenda(household, NOON + HOURS_4 - early, BERLIN).due for early in (A_SECOND, timedelta(0)))
    assert [item.kind for item in before] == []
    assert [item.kind for item in then] == [Kind.RECHECK]
    assert then[0].due_at == household.last_check.saved_at + timedelta(hours=4)


@pytest.mark.parametrize(("level", "after", "severity"), AGAIN)
def test_looking_again_stays_due_as_one_occurrence_until_somebody_looks(level, after, severity):
    household = checked(level)
    first, *later = (due(household, NOON + after + wait, Kind.RECHECK) for wait in (minutes(0), minutes(1), days(30)))

    assert len(first) == 1
    assert later == [first, first]
    newer = replace(household.last_check, saved_at=NOON + after + minutes(1), id=8)
    assert due(replace(household, last_check=newer), NOON + after + minutes(1), Kind.RECHECK) == []


def test_each_check_is_looked_at_again_by_itself():
    [first] = due(checked(Level.WATCH), NOON + HOURS_4)
    again = make_check(["anxiety"], saved_at=NOON + HOURS_4, id=8)
    [second] = due(checked(Level.WATCH, last_check=again), NOON + 2 * HOURS_4)

    assert second.due_at == NOON + 2 * HOURS_4
    assert first.cause != second.cause
    assert first.key != second.key


@pytest.mark.parametrize(
    "household",
    [
        make_household(),
        make_household(last_level=Level.URGENT),
        make_household(last_level=Level.URGENT, last_check=make_check(["itch"], id=7)),
        checked(Level.CLEAR),
    ],
    ids=["no check", "no check, a level all the same", "a check under way", "a clear check"],
)
def test_without_a_saved_check_that_came_to_something_nothing_is_looked_at_again(household):
    assert recheck(household, NOON + days(1)) is None
    assert due(household, NOON + days(1), Kind.RECHECK) == []


@pytest.mark.parametrize(
    ("closed_at", "is_over"),
    [
        (NOON - A_SECOND, False),
        (NOON, True),
        (NOON + minutes(20), True),
        (NOON + days(3), False),
    ],
    ids=["before the check", "with it", "after it", "by a clock ahead"],
)
def test_an_episode_that_was_closed_after_the_check_ends_it(closed_at, is_over):
    household = checked(Level.URGENT, last_closed_at=closed_at)

    assert (due(household, NOON + days(1), Kind.RECHECK) == []) is is_over


def test_a_new_episode_after_one_that_was_closed_asks_for_it_again():
    again = make_episode(Level.URGENT, NOON + minutes(30))
    household = checked(Level.URGENT, last_closed_at=NOON + minutes(20), episode=again)

    assert [item.severity for item in due(household, NOON + days(1), Kind.RECHECK)] == [Severity.URGENT]


@pytest.mark.parametrize(
    ("level", "open_level", "expected"),
    [
        (Level.CLEAR, Level.CALL_CLINIC, Level.CALL_CLINIC),
        (Level.WATCH, Level.EMERGENCY, Level.EMERGENCY),
        (Level.URGENT, Level.CALL_CLINIC, Level.URGENT),
        (Level.EMERGENCY, Level.URGENT, Level.EMERGENCY),
    ],
)
def test_the_level_of_an_open_episode_counts_if_it_is_higher(level, open_level, expected):
    household = checked(level, episode=make_episode(open_level, NOON))

    after = {of: span for of, span, _ in AGAIN}[expected]
    assert recheck(household, NOON) == (expected, NOON + after)


def test_an_episode_that_is_closed_does_not_count():
    closed = make_episode(Level.EMERGENCY, NOON, closing=make_closing(NOON + minutes(1)))

    assert recheck(checked(Level.WATCH, episode=closed), NOON + minutes(2)) == (Level.WATCH, NOON + HOURS_4)


def test_what_waiting_makes_of_an_episode_after_the_check_leaves_it_when_it_was_due():
    """Otherwise what is due at 14:00 would have been due at 12:30, told as late, and told a second time."""
    household = checked(Level.CALL_CLINIC, episode=make_episode(Level.CALL_CLINIC, NOON))
    found = [item for now in (60, 90, 120, 600) for item in due(household, NOON + minutes(now), Kind.RECHECK)]

    assert {(item.key, item.due_at) for item in found} == {("recheck:7:call-clinic", NOON + HOURS_2)}
    assert len(found) == 2


def test_a_check_after_the_waiting_was_over_counts_what_the_episode_had_come_to():
    household = checked(Level.CLEAR, NOON + minutes(70), episode=make_episode(Level.CALL_CLINIC, NOON))

    assert recheck(household, NOON + minutes(70)) == (Level.URGENT, NOON + minutes(100))


@pytest.mark.parametrize(("level", "after", "severity"), AGAIN)
def test_a_check_from_a_clock_far_ahead_puts_nothing_off(level, after, severity):
    household = checked(level, NOON + days(365))

    [item] = due(household, NOON, Kind.RECHECK)
    assert (item.due_at, item.severity) == (NOON, severity)
    [then] = due(household, NOON + days(365) + after, Kind.RECHECK)
    assert then.key == item.key


def test_a_check_by_a_clock_a_little_ahead_is_looked_at_again_when_it_would_be():
    assert recheck(checked(Level.URGENT, NOON + minutes(2)), NOON) == (Level.URGENT, NOON + minutes(32))


def test_an_overdue_refill_alone_asks_for_no_look():
    """It makes every check urgent, and looking again would change nothing."""
    clean = make_check(no=["itch"], saved_at=NOON, id=7)

    assert recheck(checked(Level.URGENT, last_check=clean), NOON + days(1)) is None


def test_help_that_was_asked_for_long_after_a_check_counts_from_then():
    old = make_check(no=["itch"], saved_at=NOON - days(14), id=7)
    household = checked(Level.CLEAR, last_check=old, episode=make_episode(Level.EMERGENCY, NOON))

    assert recheck(household, NOON + minutes(1)) == (Level.EMERGENCY, NOON + minutes(15))


def test_looking_again_stands_beside_an_overdue_refill_and_a_sign_check():
    saved_at = at_on(ALARM_ON, "07:00")
    household = checked(Level.WATCH, saved_at, preferences=CHECKED_TWICE)
    found = due(household, at_on(ALARM_ON, "12:00"))

    assert [item.kind for item in found] == [Kind.OVERDUE, Kind.SIGN_CHECK, Kind.RECHECK]


# Episodes


def test_an_open_episode_is_due_at_its_level_and_comes_at_the_next():
    opened_at = at("2026-03-10 12:00")
    household = make_household(episode=make_episode(Level.CALL_CLINIC, opened_at))
    found = agenda(household, opened_at, BERLIN)

    assert [(i.kind, i.severity, i.due_at) for i in found.due] == [(Kind.EPISODE, Severity.REMINDER, opened_at)]
    assert found.next.due_at == opened_at + minutes(60)
    assert found.next.severity is Severity.URGENT
    assert found.due[0].facts == {"level": Level.CALL_CLINIC, "signs": ("itch",), "told": False}


@pytest.mark.parametrize(
    ("level", "severity"),
    [
        (Level.CLEAR, Severity.CALM),
        (Level.WATCH, Severity.CALM),
        (Level.CALL_CLINIC, Severity.REMINDER),
        (Level.URGENT, Severity.URGENT),
        (Level.EMERGENCY, Severity.EMERGENCY),
    ],
)
def test_an_episode_is_as_loud_as_its_level(level, severity):
    household = make_household(episode=make_episode(level))

    assert [item.severity for item in due(household, at("2026-03-10 12:00"))] == [severity]


def test_an_episode_that_waiting_made_worse_is_due_as_the_worse_under_the_same_cause():
    household = make_household(episode=make_episode(Level.CALL_CLINIC))
    rises = [at("2026-03-10 12:00"), at("2026-03-10 13:00"), at("2026-03-10 13:30")]
    items = [item for now in rises for item in due(household, now)]

    assert [(i.severity, i.due_at) for i in items] == list(
        zip([Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY], rises, strict=True),
    )
    assert len({i.cause for i in items}) == 1
    assert len({i.key for i in items}) == 3
    assert agenda(household, rises[-1], BERLIN).next.kind is not Kind.EPISODE


def test_the_plan_s_waiting_times_decide_when_an_episode_gets_worse():
    household = make_household(episode=make_episode(Level.URGENT), plan=Plan(urgent_wait_min=5))

    assert agenda(household, at("2026-03-10 12:00"), BERLIN).next.due_at == at("2026-03-10 12:05")


def test_a_closed_episode_is_over():
    closed = make_episode(Level.EMERGENCY, closing=make_closing(at("2026-03-10 13:00")))

    assert due(make_household(episode=closed), at("2026-03-10 14:00")) == []


def test_an_open_emergency_stays_due_when_the_clock_is_set_back():
    household = make_household(episode=make_episode(Level.EMERGENCY, at("2026-03-10 12:00")))

    assert [item.severity for item in due(household, at("2026-03-10 11:00"))] == [Severity.EMERGENCY]


# Order


def test_what_is_due_is_told_worst_first_and_what_comes_soonest_first():
    cause = make_cause(Level.EMERGENCY, at_on(ALARM_ON))
    household = make_household(
        pump=make_pump(replacement_on=ALARM_ON),
        preferences=CHECKED_TWICE,
        episode=make_episode(causes=(cause,)),
    )
    found = agenda(household, at_on(ALARM_ON, "12:00"), BERLIN)

    assert [item.kind for item in found.due] == [Kind.EPISODE, Kind.OVERDUE, Kind.REPLACE_PUMP, Kind.SIGN_CHECK]
    assert [item.due_at for item in found.coming] == sorted(item.due_at for item in found.coming)
    assert found.next is found.coming[0]


# Wall times

NEW_YORK, LORD_HOWE, APIA = (ZoneInfo(name) for name in ("America/New_York", "Australia/Lord_Howe", "Pacific/Apia"))
TIME_CHANGES = [
    # zone, local day, local morning, the same instant in UTC
    (BERLIN, "2026-03-28", "09:00", "2026-03-28T08:00"),
    (BERLIN, "2026-03-29", "09:00", "2026-03-29T07:00"),
    (BERLIN, "2026-10-24", "09:00", "2026-10-24T07:00"),
    (BERLIN, "2026-10-25", "09:00", "2026-10-25T08:00"),
    (BERLIN, "2026-10-25", "04:00", "2026-10-25T03:00"),
    (NEW_YORK, "2026-03-07", "12:00", "2026-03-07T17:00"),
    (NEW_YORK, "2026-03-08", "12:00", "2026-03-08T16:00"),
    (NEW_YORK, "2026-03-08", "04:00", "2026-03-08T08:00"),
    (NEW_YORK, "2026-10-31", "09:00", "2026-10-31T13:00"),
    (NEW_YORK, "2026-11-01", "09:00", "2026-11-01T14:00"),
    (LORD_HOWE, "2026-04-04", "09:00", "2026-04-03T22:00"),
    (LORD_HOWE, "2026-04-05", "09:00", "2026-04-04T22:30"),
    (LORD_HOWE, "2026-10-03", "09:00", "2026-10-02T22:30"),
    (LORD_HOWE, "2026-10-04", "09:00", "2026-10-03T22:00"),
    (APIA, "2011-12-29", "09:00", "2011-12-29T19:00"),
    (APIA, "2011-12-31", "09:00", "2011-12-30T19:00"),
]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "day", "wall", "instant"), TIME_CHANGES)
def test_a_morning_is_the_local_one_on_the_days_around_a_time_change(zone, day, wall, instant):
    day = date.fromisoformat(day)
    fill = make_fill(filled_on=day - days(60), alarm_on=day + days(10), margin_days=9)
    preferences = make_preferences(morning=time.fromisoformat(wall), book_steps=(1,))
    household = make_household(fill=fill, preferences=preferences, contacts=())

    [item] = due(household, utc(instant), zone=zone)
    assert item.due_at == utc(instant)
    assert due(household, utc(instant) - A_SECOND, zone=zone) == []


@pytest.mark.parametrize(
    ("zone", "day", "wall", "change", "latest"),
    [
        (BERLIN, "2026-03-29", "02:30", "2026-03-29T01:00", "2026-03-29T01:30"),
        (NEW_YORK, "2026-03-08", "02:00", "2026-03-08T07:00", "2026-03-08T07:00"),
        (LORD_HOWE, "2026-10-04", "02:15", "2026-10-03T15:30", "2026-10-03T15:45"),
    ],
)
def test_a_time_that_the_clock_skips_comes_when_it_would_have_been(zone, day, wall, change, latest):
    preferences = make_preferences(sign_check_times=(time.fromisoformat(wall),))
    household = make_household(preferences=preferences)
    noon = datetime.combine(date.fromisoformat(day), time(12), tzinfo=zone).astimezone(UTC)
    [item] = due(household, noon, Kind.SIGN_CHECK, zone=zone)

    assert utc(change) <= item.due_at <= utc(latest)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "instant"),
    [
        (BERLIN, "2026-10-25", "02:30", "2026-10-25T00:30"),
        (NEW_YORK, "2026-11-01", "01:30", "2026-11-01T05:30"),
        (LORD_HOWE, "2026-04-05", "01:45", "2026-04-04T14:45"),
    ],
)
def test_a_time_that_comes_twice_is_said_the_first_time_and_only_once(zone, day, wall, instant):
    preferences = make_preferences(sign_check_times=(time.fromisoformat(wall),))
    household = make_household(preferences=preferences)
    [item] = due(household, utc(instant), Kind.SIGN_CHECK, zone=zone)

    assert item.due_at == utc(instant)
    assert due(household, utc(instant) + minutes(90), Kind.SIGN_CHECK, zone=zone) == [item]


def test_the_same_record_in_another_zone_speaks_at_that_zone_s_morning():
    household = make_household()
    here = coming_at(household, at_on(FILLED_ON), Kind.BOOK)
    there = coming_at(household, at_on(FILLED_ON), Kind.BOOK, zone=NEW_YORK)

    assert [instant.astimezone(NEW_YORK).time() for instant in there] == [time(9)] * len(there)
    assert [i.astimezone(BERLIN).date() for i in here] == [i.astimezone(NEW_YORK).date() for i in there]
    assert all(one < other for one, other in zip(here, there, strict=True))


def test_a_journey_changes_no_key_of_what_hangs_on_a_day():
    household = make_household(pump=make_pump(replacement_on=date(2026, 6, 1)))
    here, there = (agenda(household, at_on(FILLED_ON, "16:00"), zone, 100).coming for zone in (BERLIN, NEW_YORK))

    assert [item.key for item in here] == [item.key for item in there]


def test_the_morning_is_the_household_s_to_change():
    household = make_household(preferences=make_preferences(morning=time(4, 0)))

    assert coming_at(household, at_on(FILLED_ON), Kind.BOOK)[0] == at_on(REFILL_BY - days(42), "04:00")


def test_an_overdue_refill_stays_due_in_the_night_after_a_day_that_the_calendar_skipped():
    fill = make_fill(
        filled_on=date(2011, 10, 1), alarm_on=date(2011, 12, 20), alarm_volume_ml=5.0, dose_mcg_per_day=375.0
    )
    night = datetime(2011, 12, 31, 3, 0, tzinfo=APIA).astimezone(UTC)

    assert [item.kind for item in due(make_household(fill=fill), night, zone=APIA)] == [Kind.OVERDUE]


# Nothing is lost, nothing is early, nothing comes twice

ZONES = st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kolkata"), UTC])
START = at("2026-03-02 12:00")


def called_contacts():
    """Contacts with one number or two, each verified on a day before the start, or never."""
    ago = st.one_of(st.none(), st.integers(0, 120).map(lambda count: FILLED_ON - days(count)))
    number = st.sampled_from(["111", "222"])
    return st.builds(Contact, st.just("Clinic"), st.just(Role.CLINIC), number, number, ago, ago, ago)


@st.composite
def households(draw):
    filled_on = FILLED_ON + days(draw(st.integers(-20, 0)))
    alarm_on = draw(st.one_of(st.none(), st.integers(1, 120).map(lambda count: filled_on + days(count))))
    numbers = {} if draw(st.booleans()) else WITHOUT_NUMBERS
    fill = make_fill(filled_on=filled_on, alarm_on=alarm_on, margin_days=draw(st.integers(0, 14)), **numbers)
    appointment = None
    if draw(st.booleans()):
        entered_at = START + timedelta(hours=draw(st.integers(-400, 0)))
        appointment = make_appointment(FILLED_ON + days(draw(st.integers(-30, 150))), entered_at)
    walls = st.sampled_from([time(2, 30), time(8), time(20), time(23, 59)])
    preferences = make_preferences(
        morning=draw(st.times(time(4), time(12)).map(lambda wall: wall.replace(second=0, microsecond=0))),
        sign_check_times=tuple(draw(st.lists(walls, max_size=2, unique=True))),
    )
    replacement = draw(st.one_of(st.none(), st.integers(-10, 300).map(lambda count: FILLED_ON + days(count))))
    episode = make_episode(draw(st.sampled_from(Level)), START) if draw(st.booleans()) else None
    contacts = draw(st.lists(called_contacts(), max_size=2).map(tuple))
    saved_at = START - minutes(draw(st.integers(0, 3000)))
    last_check = draw(st.one_of(st.none(), st.just(make_check(saved_at=saved_at, id=7))))
    return make_household(
        entered_at=START,
        fill=draw(st.sampled_from([fill, fill, fill, None])),
        appointment=appointment,
        preferences=preferences,
        pump=make_pump(replacement_on=replacement),
        episode=episode,
        contacts=contacts,
        last_check=last_check,
        last_level=draw(st.sampled_from(Level)),
        last_closed_at=draw(st.one_of(st.none(), st.just(START - minutes(draw(st.integers(0, 3000)))))),
    )


def walked(before, now):
    """Return the keys due at `now` to somebody who looked at `before` and then waited for everything that came.

    `before` is the agenda at an earlier instant, with a horizon that reaches past `now`. Of an episode only the next
    rise is announced, so its further rises are not among them.
    """
    latest = {item.cause: item for item in before.due}
    for item in before.coming:
        if item.due_at <= now:
            latest[item.cause] = item
    overdue = any(item.kind in (Kind.OVERDUE, Kind.EMPTY) for item in latest.values())
    return {item.key for item in latest.values() if not (overdue and item.kind in REFILL_KINDS)}


@given(households(), ZONES, st.integers(0, 140 * 24 * 60))
@settings(max_examples=120)
def test_waking_up_at_any_instant_finds_what_waiting_through_would_have_left(household, zone, elapsed):
    now = START + minutes(elapsed)
    found = agenda(household, now, zone, 5)

    expected = walked(agenda(household, START, zone, 150), now)

    assert {item.key for item in found.due if item.kind is not Kind.EPISODE} == {
        key for key in expected if not key.startswith("episode:")
    }


@given(households(), ZONES, st.integers(0, 130 * 24))
@settings(max_examples=30)
def test_looking_every_hour_for_days_loses_nothing_and_shows_nothing_twice(household, zone, begin):
    now = START + timedelta(hours=begin)
    first = before = agenda(household, now, zone, 5)
    shown = [item.key for item in first.due]
    for _ in range(72):
        now += timedelta(hours=1)
        found = agenda(household, now, zone, 5)
        assert {item.key for item in found.due} == walked(before, now)
        fresh = {item.key for item in found.due} - {item.key for item in before.due}
        assert not fresh & set(shown)
        shown += sorted(fresh)
        before = found


# What passed since the last look


def since_last(household, now, zone, since):
    """Return the keys that are told as due or contained, without what was due at the last look already."""
    found = agenda(household, now, zone, 5, since=since)
    assert [item.due_at for item in found.contained] == sorted(item.due_at for item in found.contained)
    assert all(since < item.due_at <= now for item in found.contained)
    assert {item.cause for item in found.contained} <= {item.cause for item in found.due}
    assert not {item.key for item in found.contained} & {item.key for item in found.due}
    return {item.key: item.cause for item in (*found.due, *found.contained) if item.due_at > since}


@given(households(), ZONES, st.integers(0, 140 * 24 * 60), st.integers(1, 40 * 24 * 60))
@settings(max_examples=100)
def test_after_any_time_away_all_that_came_in_it_is_told_of_what_still_stands(household, zone, begin, gap):
    since = START + minutes(begin)
    now = since + minutes(gap)
    standing = {item.cause for item in agenda(household, now, zone, 5).due}
    before = agenda(household, since, zone, 45)
    # Of an episode only the next rise is announced; the next property has them all.
    expected = {item.key for item in before.coming if item.due_at <= now and item.cause in standing}
    expected -= {item.key for item in before.coming if item.kind is Kind.EPISODE}
    found = since_last(household, now, zone, since)

    assert {key for key in found if not key.startswith("episode:")} == expected


@given(households(), ZONES, st.integers(0, 140 * 24 * 60), st.lists(st.integers(1, 4000), min_size=1, max_size=12))
@settings(max_examples=100)
def test_one_late_look_tells_the_occurrences_that_many_looks_in_between_would_have(household, zone, begin, gaps):
    since = now = START + minutes(begin)
    polled = {}
    for gap in gaps:
        now, before = now + minutes(gap), now
        polled |= since_last(household, now, zone, before)
    standing = {item.cause for item in agenda(household, now, zone, 5).due}

    assert since_last(household, now, zone, since) == {k: cause for k, cause in polled.items() if cause in standing}


@given(households(), ZONES, st.integers(0, 140 * 24 * 60), st.integers(0, 40 * 24 * 60))
@settings(max_examples=60)
def test_what_is_due_and_coming_does_not_hang_on_when_it_was_looked_at_last(household, zone, elapsed, ago):
    now = START + minutes(elapsed)
    fresh, late = agenda(household, now, zone, 5), agenda(household, now, zone, 5, since=now - minutes(ago))

    assert (late.due, late.coming, fresh.contained) == (fresh.due, fresh.coming, ())


def test_after_years_away_no_more_is_told_than_a_year_and_a_month_hold():
    household = make_household(preferences=CHECKED_TWICE, pump=make_pump(replacement_on=ALARM_ON))
    now = at_on(EMPTY_ON + days(365 * 20), "12:00")
    found = agenda(household, now, BERLIN, 5, since=at_on(FILLED_ON))
    daily = [item for item in found.contained if item.kind in (Kind.EMPTY, Kind.SIGN_CHECK)]

    assert {item.kind for item in daily} == {Kind.EMPTY, Kind.SIGN_CHECK}
    assert min(item.due_at for item in daily[1:]) >= now - days(401)
    assert len(found.contained) < 402 * 9


def test_what_came_at_the_very_instant_of_the_last_look_was_found_then():
    since, now = at_on(ALARM_ON, "09:00"), at_on(ALARM_ON, "17:00")
    told = agenda(make_household(), now, BERLIN, 5, since=since).contained

    assert [item.due_at for item in told] == [at_on(ALARM_ON, "13:00")]


def test_a_last_look_ahead_of_the_clock_leaves_nothing_to_tell():
    found = agenda(make_household(), at_on(ALARM_ON, "18:00"), BERLIN, 5, since=at_on(ALARM_ON + days(9)))

    assert (found.contained, [item.kind for item in found.due]) == ((), [Kind.OVERDUE])


@given(households(), ZONES, st.integers(0, 140 * 24 * 60))
@settings(max_examples=100)
def test_no_item_is_due_before_its_time_and_keys_are_unique_one_due_item_a_cause(household, zone, elapsed):
    now = START + minutes(elapsed)
    found = agenda(household, now, zone)
    keys = [item.key for item in (*found.due, *found.coming)]

    assert len(set(keys)) == len(keys)
    assert all(item.due_at <= now for item in found.due)
    assert all(item.due_at > now for item in found.coming)
    assert len({item.cause for item in found.due}) == len(found.due)
    assert all(item.due_at.tzinfo is UTC for item in (*found.due, *found.coming) if item.kind is not Kind.EPISODE)


@given(households(), ZONES, st.integers(0, 130 * 24 * 60), st.integers(0, 10 * 24 * 60))
@settings(max_examples=100)
def test_an_occurrence_keeps_its_key_kind_and_instant_however_late_it_is_looked_at(household, zone, elapsed, later):
    now = START + minutes(elapsed)
    first, second = agenda(household, now, zone, 20), agenda(household, now + minutes(later), zone, 10)
    known = {item.key: item for item in (*first.due, *first.coming)}
    ahead = settled_since(household, now)

    for item in (*second.due, *second.coming):
        if item.kind in ahead:
            continue
        if item.key in known:
            assert (item.due_at, item.kind) == (known[item.key].due_at, known[item.key].kind)
        else:
            assert item.due_at > now


def settled_since(household, then):
    """Return the kinds that a check or a closing may have settled after an instant: to a clock set back it is ahead.

    What a check ahead of the clock says about looking again is nothing, so that is due too.
    """
    check, closed_at = household.last_check, household.last_closed_at
    settled = {Kind.SIGN_CHECK, Kind.RECHECK} if check is not None and check.saved_at > then else set()
    return settled | {Kind.RECHECK} if closed_at is not None and closed_at > then else settled


@given(households(), ZONES, st.integers(0, 130 * 24 * 60), st.integers(1, 60 * 24 * 60))
@settings(max_examples=150)
def test_a_clock_set_back_raises_nothing_that_is_not_contained_in_what_was_due(household, zone, elapsed, back):
    now = START + minutes(elapsed)
    later, earlier = agenda(household, now, zone, 5), agenda(household, now - minutes(back), zone, 5)
    standing = {item.cause: item for item in later.due}
    overdue = any(item.kind in (Kind.OVERDUE, Kind.EMPTY) for item in later.due)

    settled = settled_since(household, now - minutes(back))
    for item in earlier.due:
        contained = overdue and item.kind in REFILL_KINDS
        assert contained or item.kind in settled or standing[item.cause].due_at >= item.due_at
    assert agenda(household, now, zone, 5) == later


@pytest.mark.parametrize("steps", [{"book_steps": (7, 0)}, {"attend_steps": (2, 2)}, {"replacement_steps": (7, 0)}])
def test_steps_that_fall_on_the_same_day_are_one_occurrence(steps):
    appointment = make_appointment(REFILL_BY) if "attend_steps" in steps else None
    household = make_household(
        appointment=appointment,
        preferences=make_preferences(**steps),
        pump=make_pump(replacement_on=date(2026, 4, 1)),
    )
    keys = [item.key for item in agenda(household, at_on(FILLED_ON), BERLIN, 100).coming]

    assert len(set(keys)) == len(keys)


# Years


@pytest.mark.parametrize("years", [1, 10, 50])
def test_years_overdue_are_as_few_items_as_days_overdue(years):
    household = make_household(preferences=CHECKED_TWICE, pump=make_pump(replacement_on=ALARM_ON), contacts=())
    long_after, soon_after = (
        agenda(household, at_on(EMPTY_ON + days(count), "12:00"), BERLIN, 60) for count in (365 * years, 5)
    )

    assert [item.kind for item in long_after.due] == [Kind.EMPTY, Kind.REPLACE_PUMP, Kind.SIGN_CHECK]
    assert len(long_after.coming) <= len(soon_after.coming) <= 61 * 8


def test_a_year_ahead_is_bounded_by_what_a_day_holds():
    household = make_household(preferences=CHECKED_TWICE, pump=make_pump(replacement_on=FILLED_ON))

    assert len(agenda(household, at_on(FILLED_ON), BERLIN, 365).coming) <= 366 * 8


def test_an_appointment_missed_years_ago_yields_what_is_due_now_only():
    household = make_household(appointment=make_appointment(REFILL_BY), contacts=())

    assert len(agenda(household, at_on(REFILL_BY + days(4000)), BERLIN, 1).due) == 1
