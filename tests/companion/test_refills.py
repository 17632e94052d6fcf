"""Recording, correcting and booking refills."""

from dataclasses import replace
from datetime import time

import pytest

from itb_companion.care.problems import Weight
from itb_companion.record.tables import FillRow
from tests.companion.test_people import refused
from tests.factories import ALARM_ON, FILLED_ON, REFILL_BY, at_on, days, make_fill, make_pump

AFTER = REFILL_BY - days(1)


@pytest.fixture
def booked(begun):
    """A refill is booked for the day before refill-by."""
    begun.companion.refills.set_appointment(AFTER, time(10, 30))
    return begun


def next_fill(on=AFTER, **changes):
    return make_fill(filled_on=on, alarm_on=None, **changes)


def test_a_refill_ends_the_appointment_that_belonged_to_it(booked):
    booked.clock.at = at_on(AFTER, "15:00")
    booked.companion.refills.record(next_fill())
    household = booked.companion.household()

    assert household.appointment is None
    assert household.fill.filled_on == AFTER
    assert [fill.filled_on for fill in booked.companion.refills.fills()] == [AFTER, FILLED_ON]


@pytest.mark.parametrize("early", [1, 30, 60])
def test_a_refill_that_came_earlier_than_booked_ends_the_appointment_too(booked, early):
    booked.clock.at = at_on(AFTER, "15:00")
    booked.companion.refills.record(next_fill(AFTER - days(early)))

    assert booked.companion.household().appointment is None


def test_an_appointment_for_the_refill_after_the_next_stays(booked):
    later = AFTER + days(70)
    booked.companion.refills.set_appointment(later)
    booked.clock.at = at_on(AFTER, "15:00")
    booked.companion.refills.record(next_fill())

    assert booked.companion.household().appointment.on == later


def test_an_older_printout_entered_for_the_history_leaves_the_appointment_that_is_booked(booked):
    booked.companion.refills.record(next_fill(FILLED_ON - days(70)))

    assert booked.companion.household().fill.filled_on == FILLED_ON
    assert booked.companion.household().appointment is not None


def test_a_first_refill_leaves_a_later_appointment(program):
    program.begin(fill=None)
    program.companion.refills.set_appointment(AFTER)
    program.companion.refills.record(make_fill())

    assert program.companion.household().appointment.on == AFTER


def test_a_correction_keeps_the_old_numbers_and_the_appointment(booked):
    fill = booked.companion.household().fill
    booked.companion.refills.correct(replace(fill, volume_ml=19.5))
    household = booked.companion.household()

    assert household.fill.volume_ml == 19.5
    assert household.appointment is not None
    assert [row.volume_ml for row in FillRow.select().order_by(FillRow.id)] == [20.0, 19.5]
    assert len(booked.companion.refills.fills()) == 1


def test_a_refill_is_never_taken_for_a_correction(begun):
    begun.clock.at = at_on(AFTER, "15:00")
    begun.companion.refills.record(replace(begun.companion.household().fill, filled_on=AFTER, alarm_on=None))

    assert len(begun.companion.refills.fills()) == 2


@pytest.mark.parametrize("act", ["record", "correct"])
def test_a_pump_that_changed_is_kept_with_the_refill(begun, act):
    pump = make_pump(reservoir_ml=40.0, model_id="synchromed-ii-40")
    getattr(begun.companion.refills, act)(make_fill(volume_ml=40.0, alarm_on=None), pump)

    assert begun.companion.household().pump == pump


@pytest.mark.parametrize("act", ["record", "correct"])
@pytest.mark.parametrize(
    ("fill", "pump", "expected"),
    [
        (make_fill(dose_mcg_per_day=0.0), None, [("dose_mcg_per_day", "dose_mcg_per_day-not-positive")]),
        (make_fill(alarm_on=FILLED_ON), None, [("alarm_on", "alarm-date-before-fill")]),
        (make_fill(volume_ml=21.0, alarm_on=None), None, [("volume_ml", "fill-larger-than-reservoir")]),
        (make_fill(), make_pump(reservoir_ml=-1), None),
        (make_fill(filled_on=ALARM_ON, alarm_on=None), None, [("filled_on", "fill-in-the-future")]),
    ],
)
def test_a_printout_with_something_wrong_is_refused_with_nothing_written(begun, act, fill, pump, expected):
    found = refused(getattr(begun.companion.refills, act), fill, pump)

    assert expected is None or found == expected
    assert begun.companion.household().pump == make_pump()


def test_numbers_worth_a_second_look_do_not_stop_a_refill(begun):
    fill = make_fill(concentration_mcg_per_ml=3000.0, dose_mcg_per_day=750.0)
    problems = begun.companion.refills.check(fill, None)

    assert {problem.weight for problem in problems} == {Weight.CHECK}
    begun.companion.refills.record(fill)
    assert begun.companion.household().fill.concentration_mcg_per_ml == 3000.0


def test_the_pump_s_own_data_are_kept_or_refused(begun):
    begun.companion.refills.save_pump(make_pump(serial=" X1 "))

    assert begun.companion.household().pump.serial == "X1"
    assert refused(begun.companion.refills.save_pump, make_pump(reservoir_ml=0)) == [
        ("reservoir_ml", "reservoir-impossible")
    ]


@pytest.mark.parametrize("on", [FILLED_ON, FILLED_ON - days(1)])
def test_an_appointment_before_the_last_refill_is_refused(begun, on):
    assert refused(begun.companion.refills.set_appointment, on) == [("appointment", "appointment-before-fill")]


def test_an_appointment_years_away_is_refused_and_a_late_one_is_kept(begun):
    refills = begun.companion.refills

    assert refused(refills.set_appointment, FILLED_ON + days(800)) == [("appointment", "appointment-too-far")]
    refills.set_appointment(ALARM_ON + days(30))
    assert begun.companion.household().appointment.on == ALARM_ON + days(30)


def test_an_appointment_may_be_entered_without_any_printout(program):
    program.begin(fill=None)
    program.companion.refills.set_appointment(REFILL_BY)

    assert program.companion.household().appointment.on == REFILL_BY


def test_a_cancelled_appointment_is_gone(booked):
    booked.companion.refills.cancel_appointment()

    assert booked.companion.household().appointment is None
