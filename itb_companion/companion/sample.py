"""A sample household, clearly marked as one, for `demo`, `screenshots` and tests."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.ports import ALERT_WINDOW, Clock, Delivery, Outcome
from itb_companion.care.pump import Fill, Pump
from itb_companion.companion.companion import Companion
from itb_companion.companion.people import FirstStart
from itb_companion.record.store import Store

CAREGIVER = "Ana Sample"
PERSON = "Maya Sample"


_STARTED = datetime(2000, 1, 1, tzinfo=UTC)


class MovableClock:
    """A clock that stands where it is put, in the zone of another clock."""

    def __init__(self, at: datetime, zone: tzinfo) -> None:
        self.at = at
        self._zone = zone

    def now(self) -> datetime:
        """Return the instant it was put to."""
        return self.at

    def zone(self) -> tzinfo:
        """Return its zone."""
        return self._zone

    def since_boot_s(self) -> float:
        """Return seconds on a computer that was never off."""
        return (self.at - _STARTED).total_seconds()


def fill_sample(store: Store, clock: Clock) -> None:
    """Fill an empty record with a household as it stands after some weeks of use; closes the record."""
    moved = MovableClock(clock.now(), clock.zone())
    companion = Companion(store, moved)
    today = companion.desk.today
    now = moved.at
    moved.at = now - timedelta(days=100)
    first = _printout(today - timedelta(days=120))
    pump = Pump(20, "synchromed-ii-20", serial="SAMPLE-001", replacement_on=today + timedelta(days=600))
    contact = Contact("Sample pump clinic", Role.CLINIC, "+1 612 555 0140", "+1 612 555 0142")
    companion.people.begin(
        FirstStart(Person(PERSON, frozenset({"cannot-communicate"})), CAREGIVER, "911", pump, first, contact)
    )
    companion.people.save_contact(Contact("Dr. Sample", Role.DOCTOR, "+1 612 555 0177", ""))
    companion.people.save_contact(Contact("Tom Sample", Role.FAMILY, "+1 612 555 0108", "+1 612 555 0108"))
    moved.at = now - timedelta(days=48)
    companion.refills.record(_printout(today - timedelta(days=48)))
    moved.at = now - timedelta(days=5)
    for place in range(len(companion.household().contacts)):
        for after_hours in (False, True):
            companion.people.verify_number(companion.household().contacts[place].id or 0, after_hours=after_hours)
    companion.reminders.evaluate()
    _answer_all(companion)
    companion.reminders.note_alarm_test(saw_notification=True, heard_sound=True)
    moved.at = now - timedelta(days=2)
    local = now.astimezone(clock.zone())
    companion.refills.set_appointment((local + timedelta(days=13)).date(), time(10, 30))
    companion.reminders.evaluate("appointment-changed")
    moved.at = now - timedelta(hours=2)
    companion.checks.no_signs_now()
    companion.reminders.evaluate("check-saved")
    companion.close()


def _printout(filled_on: date) -> Fill:
    return Fill(filled_on, 20.0, 2000.0, 500.0, 2.0, filled_on + timedelta(days=72))


def _answer_all(companion: Companion) -> None:
    for alert in companion.reminders.evaluate().showing:
        shown = Delivery(ALERT_WINDOW, Outcome.CONFIRMED)
        companion.reminders.note_deliveries(alert.item.key, [shown])
        if alert.kind is not Kind.EPISODE:
            companion.reminders.seen(alert.id or 0)
