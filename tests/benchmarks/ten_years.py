"""Ten years of a family's record, written by the program's own acts: what the figures of speed are measured with.

Daily checks and readings, a refill every three months with its reminders and answers, and a call for help every other
month.
"""

from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from unittest.mock import patch

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.ports import Delivery
from itb_companion.care.ports import Outcome as Shown
from itb_companion.care.pump import Fill, Pump
from itb_companion.companion import Companion
from itb_companion.companion.people import FirstStart
from itb_companion.companion.sample import MovableClock
from itb_companion.record.store import Store

DAYS = 3653
DAYS_OF_A_FILL = 92
DAYS_BETWEEN_EPISODES = 61
READINGS = {
    "temperature_c": (36.4, 0.1),
    "systolic_mmhg": (108, 1),
    "diastolic_mmhg": (68, 1),
    "pulse_per_min": (70, 1),
}
"""The lowest, and how much more it is from day to day, five times."""


def fill_ten_years(folder: Path, now: datetime, zone: tzinfo) -> None:
    """Fill an empty data folder; the last refill was 20 days ago, and nothing is due."""
    store = Store(folder)
    # Nothing of this needs to outlive a power cut, and waiting for the disk would take minutes.
    store.database.execute_sql("PRAGMA synchronous = OFF")
    clock = MovableClock(now - timedelta(days=DAYS), zone)
    companion = Companion(store, clock)
    _begin(companion)
    # The emergency card would be written anew 20,000 times: minutes. It is at the end.
    with patch.object(companion.desk, "write_card"):
        _live(companion, clock, now)
    companion.desk.write_card()
    companion.close()


def _live(companion: Companion, clock: MovableClock, now: datetime) -> None:
    first_refill = (DAYS - 20) % DAYS_OF_A_FILL
    for day in range(DAYS):
        clock.at = now - timedelta(days=DAYS - day, hours=-1)
        companion.checks.no_signs_now()
        _readings_are_taken(companion, clock, day)
        if day % DAYS_OF_A_FILL == first_refill:
            companion.refills.record(_printout(companion))
        if day % DAYS_BETWEEN_EPISODES == 0:
            _help_is_sought(companion, clock)
        _answer_everything(companion)


def _begin(companion: Companion) -> None:
    pump = Pump(20, "synchromed-ii-20", serial="SAMPLE-001")
    contact = Contact("Sample pump clinic", Role.CLINIC, "+1 612 555 0140", "+1 612 555 0142")
    person = Person("Maya Sample")
    companion.people.begin(FirstStart(person, "Ana Sample", "911", pump, _printout(companion), contact))


def _printout(companion: Companion) -> Fill:
    filled_on = companion.desk.today
    return Fill(filled_on, 20.0, 2000.0, 350.0, 2.0, filled_on + timedelta(days=102))


def _readings_are_taken(companion: Companion, clock: MovableClock, day: int) -> None:
    clock.at += timedelta(minutes=5)
    for reading, (usual, step) in READINGS.items():
        companion.checks.tick(reading, round(usual + day % 5 * step, 1))
    companion.checks.save()


def _help_is_sought(companion: Companion, clock: MovableClock) -> None:
    companion.checks.tick("sign:itch", "yes")
    companion.checks.tick("sign:tingling", "yes")
    companion.checks.save()
    rung = companion.help.ladder()[0]
    companion.help.tried(rung.contact.name, rung.number, rung.contact.role, Outcome.REACHED)
    clock.at += timedelta(minutes=30)
    companion.help.close(Ending.ADVICE, "Come tomorrow", "Ana Sample", "Dr. Sample")


def _answer_everything(companion: Companion) -> None:
    found = companion.reminders.evaluate()
    for alert in found.newly_shown:
        shown = [Delivery("alert-window", Shown.CONFIRMED), Delivery("dbus", Shown.CONFIRMED, "id 1 of :1.1")]
        companion.reminders.note_deliveries(alert.item.key, shown)
        companion.reminders.seen(alert.id or 0)
    for contact in companion.household().contacts:
        if any("verify-numbers" in alert.cause for alert in found.alerts):
            companion.people.verify_number(contact.id or 0)
            companion.people.verify_number(companion.household().contacts[0].id or 0, after_hours=True)
