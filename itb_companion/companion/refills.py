"""Acts about the pump, its printouts and the refill appointment."""

from datetime import date, time, timedelta

from itb_companion.care.household import Appointment
from itb_companion.care.problems import Problem, stop_on_errors
from itb_companion.care.pump import Fill, Pump, RefillDates, check_fill, check_pump, refill_dates
from itb_companion.care.value import replace
from itb_companion.companion.desk import Desk
from itb_companion.record import refills as kept

_FURTHEST_APPOINTMENT = timedelta(days=730)


class Refills:
    """What a caregiver can do about refills. Each act raises NotAcceptedError for what cannot be kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def check(self, fill: Fill, pump: Pump | None) -> list[Problem]:
        """Return every problem of a printout: errors, and numbers worth a second look."""
        problems = [] if pump is None else check_pump(pump)
        return problems + check_fill(fill, pump, self._desk.today)

    def record(self, fill: Fill, pump: Pump | None = None) -> None:
        """Keep a refill, with the pump where it changed; the appointment that this refill kept is over."""
        used = pump or kept.pump()
        stop_on_errors(self.check(fill, used))
        now, by = self._desk.now, self._desk.caregiver
        with self._desk.act():
            if pump is not None and pump != kept.pump():
                kept.save_pump(pump, now, by)
            if self._ends_appointment(fill):
                kept.save_appointment(None, now, by)
            kept.save_fill(replace(fill, id=None), now, by)

    def _ends_appointment(self, fill: Fill) -> bool:
        """Whether the appointment belonged to the fill before.

        It is for a day up to that fill's last day, or is past.
        """
        appointment, before = kept.appointment(), kept.current_fill()
        if appointment is None or (before is not None and fill.filled_on < before.filled_on):
            return False
        dates = refill_dates(before)
        last = dates.last_day if isinstance(dates, RefillDates) else fill.filled_on
        return appointment.on <= max(last, fill.filled_on)

    def correct(self, fill: Fill, pump: Pump | None = None) -> None:
        """Keep a correction of the fill with this id; what was typed before stays in the record."""
        stop_on_errors(self.check(fill, pump or kept.pump()))
        now, by = self._desk.now, self._desk.caregiver
        with self._desk.act():
            if pump is not None and pump != kept.pump():
                kept.save_pump(pump, now, by)
            kept.save_fill(fill, now, by)

    def save_pump(self, pump: Pump) -> None:
        """Keep the pump's own data."""
        stop_on_errors(check_pump(pump))
        with self._desk.act():
            kept.save_pump(pump, self._desk.now, self._desk.caregiver)

    def fills(self) -> tuple[Fill, ...]:
        """Return every fill, newest first."""
        return kept.fills()

    def check_appointment(self, on: date) -> list[Problem]:
        """Return what is wrong with an appointment's day: before the last refill, or more than two years away."""
        fill = kept.current_fill()
        if fill is not None and on <= fill.filled_on:
            return [Problem("appointment", "appointment-before-fill", facts={"filled_on": fill.filled_on})]
        if on - self._desk.today > _FURTHEST_APPOINTMENT:
            return [Problem("appointment", "appointment-too-far")]
        return []

    def set_appointment(self, on: date, at: time | None = None) -> None:
        """Keep the refill appointment; one that is too late is kept too, and the agenda says so."""
        stop_on_errors(self.check_appointment(on))
        with self._desk.act():
            kept.save_appointment(Appointment(on, self._desk.now, at), self._desk.now, self._desk.caregiver)

    def cancel_appointment(self) -> None:
        """Keep that there is no appointment any more."""
        with self._desk.act():
            kept.save_appointment(None, self._desk.now, self._desk.caregiver)
