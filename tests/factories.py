"""Builders of domain values for tests: a plausible household by default, of which any part can be replaced.

The household of these builders was refilled on Monday 2 March 2026. Its printout gives 72 days: low reservoir alarm
on 13 May, refill by 6 May, empty by arithmetic on 21 May, plausibly empty from 10 May on.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from itb_companion.care.alerts import Alert, raise_alert
from itb_companion.care.episode import Attempt, Cause, Closing, Ending, Episode, Outcome
from itb_companion.care.household import Appointment, Household, Preferences
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.pump import Fill, Pump
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Answer, Check, PumpAlarm, Tone, Vitals
from itb_companion.care.triage import Level
from itb_companion.companion import Companion
from itb_companion.companion.people import FirstStart
from itb_companion.record.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
FILLED_ON = date(2026, 3, 2)
VERIFIED_ON = date(2026, 3, 9)
"""When the numbers of these builders' contacts were last called; they are due again on 7 June."""
REFILL_BY = date(2026, 5, 6)
EARLIEST_EMPTY_ON = date(2026, 5, 10)
ALARM_ON = date(2026, 5, 13)
EMPTY_ON = date(2026, 5, 21)


def at(text: str, zone: tzinfo = BERLIN) -> datetime:
    """Return the UTC instant of a local wall time written as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def at_on(day: date, wall: str = "09:00", zone: tzinfo = BERLIN) -> datetime:
    """Return the UTC instant of a local wall time on a day."""
    return datetime.combine(day, time.fromisoformat(wall), tzinfo=zone).astimezone(UTC)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


NOON = at("2026-03-10 12:00")
"""A Tuesday, by day, within office hours, eight days after the refill."""


def make_person(**changes: Any) -> Person:
    return Person(**({"name": "Mia Berg"} | changes))


def make_pump(**changes: Any) -> Pump:
    return Pump(**({"reservoir_ml": 20.0, "model_id": "synchromed-ii-20", "serial": "NGP000000H"} | changes))


def make_fill(**changes: Any) -> Fill:
    """Return a complete printout: 20 mL of 2000 mcg/mL at 500 mcg/day, with the alarm date that arithmetic gives."""
    values: dict[str, Any] = {
        "filled_on": FILLED_ON,
        "volume_ml": 20.0,
        "concentration_mcg_per_ml": 2000.0,
        "dose_mcg_per_day": 500.0,
        "alarm_volume_ml": 2.0,
        "alarm_on": ALARM_ON,
    }
    return Fill(**(values | changes))


def make_contact(name: str = "Baclofen on-call line", role: Role = Role.ON_CALL, **changes: Any) -> Contact:
    if not changes.keys() & {"day_number", "after_hours_number"}:
        changes["day_number"] = "+49 30 555 0100"
    changes = {"verified_on": VERIFIED_ON, "after_hours_verified_on": VERIFIED_ON} | changes
    return Contact(name, role, **changes)


def make_appointment(on: date, entered_at: datetime | None = None, **changes: Any) -> Appointment:
    """Return an appointment, entered on the day after the refill unless told otherwise."""
    return Appointment(on, entered_at or at("2026-03-03 10:00"), **changes)


def make_preferences(**changes: Any) -> Preferences:
    return Preferences(**changes)


def make_household(**changes: Any) -> Household:
    values: dict[str, Any] = {
        "person": make_person(),
        "entered_at": at("2026-03-02 18:00"),
        "pump": make_pump(),
        "fill": make_fill(),
        "contacts": (make_contact(),),
        "emergency_number": "112",
        "caregiver": "Ana",
    }
    return Household(**(values | changes))


def make_check(
    signs: Iterable[str] = (),
    *,
    unsure: Iterable[str] = (),
    no: Iterable[str] = (),
    tone: Tone | None = None,
    pump_alarm: PumpAlarm | None = None,
    events: Iterable[str] = (),
    temperature_c: float | None = None,
    systolic_mmhg: int | None = None,
    diastolic_mmhg: int | None = None,
    pulse_per_min: int | None = None,
    **changes: Any,
) -> Check:
    """Return a check in which these signs were answered yes, not sure and no."""
    answers = dict.fromkeys(no, Answer.NO) | dict.fromkeys(unsure, Answer.UNSURE) | dict.fromkeys(signs, Answer.YES)
    vitals = Vitals(temperature_c, systolic_mmhg, diastolic_mmhg, pulse_per_min)
    return Check(answers, tone, pump_alarm, vitals, frozenset(events), **changes)


def make_cause(level: Level = Level.URGENT, cause_at: datetime = NOON, **changes: Any) -> Cause:
    return Cause(**({"level": level, "rule_ids": ("two-early-signs",), "signs": ("itch",), "at": cause_at} | changes))


def make_attempt(
    attempt_at: datetime,
    role: Role | None = Role.ON_CALL,
    outcome: Outcome = Outcome.REACHED,
    **changes: Any,
) -> Attempt:
    """Return a call; `role` None is the emergency number."""
    values = {"who": "Baclofen on-call line", "number": "+49 30 555 0100", "by": "Ana"}
    return Attempt(role=role, outcome=outcome, at=attempt_at, **(values | changes))


def make_closing(closing_at: datetime, ending: Ending = Ending.HANDED_OVER, **changes: Any) -> Closing:
    return Closing(ending, at=closing_at, **({"what": "Ambulance crew took over", "by": "Ana"} | changes))


def make_episode(level: Level = Level.URGENT, opened_at: datetime = NOON, **changes: Any) -> Episode:
    """Return an open episode with one cause, at the moment of its opening."""
    values: dict[str, Any] = {"id": 1, "opened_at": opened_at, "causes": (make_cause(level, opened_at),)}
    return Episode(**(values | changes))


def make_item(severity: Severity = Severity.REMINDER, due_at: datetime = NOON, **changes: Any) -> Item:
    values: dict[str, Any] = {"kind": Kind.BOOK, "cause": "book:2026-03-02", "key": "book:2026-03-02:2026-03-10"}
    return Item(severity=severity, due_at=due_at, **(values | changes))


def make_alert(severity: Severity = Severity.REMINDER, raised_at: datetime = NOON, **changes: Any) -> Alert:
    """Return an alert as it is when first raised; the changes are those of its item."""
    return raise_alert(make_item(severity, raised_at, **changes), raised_at)


def make_first_start(**changes: Any) -> FirstStart:
    """Return the first start of the household that these builders are about."""
    values: dict[str, Any] = {
        "person": make_person(),
        "caregiver": "Ana",
        "emergency_number": "112",
        "pump": make_pump(),
        "fill": make_fill(),
        "contact": make_contact(),
    }
    return FirstStart(**(values | changes))


_STARTED = datetime(2000, 1, 1, tzinfo=UTC)


class SettableClock:
    """A clock that stands where a test puts it, in the zone a test gives it."""

    def __init__(self, now: datetime = NOON, zone: tzinfo = BERLIN) -> None:
        self.at = now
        self.in_zone = zone
        self.boot_offset_s = 0.0

    def now(self) -> datetime:
        return self.at

    def zone(self) -> tzinfo:
        return self.in_zone

    def since_boot_s(self) -> float:
        """Return seconds on a computer that was never off and whose clock nobody sets."""
        return (self.at - _STARTED).total_seconds() + self.boot_offset_s

    def set_wall(self, **span: float) -> None:
        """Set the wall clock ahead, or back, without time passing."""
        self.at += timedelta(**span)
        self.boot_offset_s -= timedelta(**span).total_seconds()

    def boot(self) -> None:
        """Start the computer anew at this instant."""
        self.boot_offset_s = -(self.at - _STARTED).total_seconds()

    def move(self, **span: float) -> None:
        """Move on by hours, minutes and so on; back where they are negative."""
        self.at += timedelta(**span)


class Program:
    """Everything below the window over one data folder, which can be ended and started again like the program."""

    def __init__(self, folder: Path, clock: SettableClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or SettableClock()
        self.companion = Companion(Store(folder), self.clock)

    def begin(self, **changes: Any) -> "Program":
        """Enter the household of these builders as a first start does."""
        self.companion.people.begin(make_first_start(**changes))
        return self

    def restart(self) -> None:
        """End the program and start it again on the same data."""
        self.companion.close()
        self.companion = Companion(Store(self.folder), self.clock)
