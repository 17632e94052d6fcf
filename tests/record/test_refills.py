"""Keeping the pump, its fills and the refill appointment."""

from dataclasses import replace

from hypothesis import given

from itb_companion.care.household import Appointment
from itb_companion.record import refills
from itb_companion.record.tables import AppointmentRow, FillRow, PumpRow
from tests.factories import FILLED_ON, NOON, REFILL_BY, days, make_appointment, make_fill, make_pump
from tests.record.strategies import DAYS, FILLS, INSTANTS, PUMPS, WALLS, maybe, taken_back


@given(FILLS)
def test_a_fill_comes_back_as_it_was_kept(shared_store, fill):
    with taken_back(shared_store):
        fill_id = refills.save_fill(fill, NOON, "Ana")

        assert refills.current_fill() == replace(fill, id=fill_id)
        assert refills.fills() == (replace(fill, id=fill_id),)


@given(PUMPS)
def test_a_pump_comes_back_as_it_was_kept(shared_store, pump):
    with taken_back(shared_store):
        refills.save_pump(pump, NOON, "Ana")

        assert refills.pump() == pump


@given(DAYS, maybe(WALLS), INSTANTS)
def test_an_appointment_comes_back_as_it_was_kept_with_when_it_was_entered(shared_store, on, at, entered_at):
    with taken_back(shared_store):
        refills.save_appointment(Appointment(on, NOON, at), entered_at, "Ana")
        found = refills.appointment()

        assert (found.on, found.at, found.entered_at) == (on, at, entered_at)


def test_nothing_is_kept_in_a_new_record(store):
    assert (refills.pump(), refills.current_fill(), refills.fills(), refills.appointment()) == (None, None, (), None)


def test_fills_come_newest_first_by_their_day_and_not_by_when_they_were_entered(store):
    refills.save_fill(make_fill(), NOON, "Ana")
    refills.save_fill(make_fill(filled_on=FILLED_ON - days(70), alarm_on=None), NOON + days(1), "Ana")

    assert [fill.filled_on for fill in refills.fills()] == [FILLED_ON, FILLED_ON - days(70)]
    assert refills.current_fill().filled_on == FILLED_ON


def test_of_two_printouts_of_one_day_the_later_entered_counts(store):
    refills.save_fill(make_fill(volume_ml=18.0), NOON, "Ana")
    refills.save_fill(make_fill(volume_ml=19.0), NOON, "Ben")

    assert refills.current_fill().volume_ml == 19.0


def test_a_corrected_fill_keeps_the_old_numbers_with_their_writer(store):
    first = refills.save_fill(make_fill(dose_mcg_per_day=50.0), NOON, "Ana")
    second = refills.save_fill(make_fill(dose_mcg_per_day=500.0, id=first), NOON + days(1), "Ben")

    assert [fill.dose_mcg_per_day for fill in refills.fills()] == [500.0]
    assert refills.current_fill().id == second
    assert [(row.dose_mcg_per_day, row.recorded_by, row.replaced_by) for row in FillRow.select()] == [
        (50.0, "Ana", second),
        (500.0, "Ben", None),
    ]


def test_a_correction_of_what_was_corrected_meanwhile_leaves_one_fill_that_counts(store):
    first = refills.save_fill(make_fill(dose_mcg_per_day=50.0), NOON, "Ana")
    refills.save_fill(make_fill(filled_on=FILLED_ON + days(1), id=first), NOON, "Ben")
    refills.save_fill(make_fill(dose_mcg_per_day=510.0, id=first), NOON, "Ana")

    assert [fill.dose_mcg_per_day for fill in refills.fills()] == [510.0]


def test_a_changed_pump_keeps_the_old_one(store):
    refills.save_pump(make_pump(), NOON, "Ana")
    refills.save_pump(make_pump(serial="NGP000001H"), NOON, "Ben")

    assert refills.pump().serial == "NGP000001H"
    assert [row.serial for row in PumpRow.select().order_by(PumpRow.id)] == ["NGP000000H", "NGP000001H"]


def test_a_cancelled_appointment_is_gone_and_stays_in_the_record(store):
    refills.save_appointment(make_appointment(REFILL_BY), NOON, "Ana")
    refills.save_appointment(None, NOON + days(1), "Ben")

    assert refills.appointment() is None
    assert [(row.on_day, row.recorded_by) for row in AppointmentRow.select().order_by(AppointmentRow.id)] == [
        (REFILL_BY, "Ana"),
        (None, "Ben"),
    ]
