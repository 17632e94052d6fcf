"""All that is known about one household at one moment: what the agenda and the rules look at."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from itb_companion.care.backups import Backups
from itb_companion.care.episode import Episode
from itb_companion.care.people import Contact, Person
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem
from itb_companion.care.pump import Fill, Pump, RefillDates, refill_dates
from itb_companion.care.signs import Check
from itb_companion.care.triage import Level
from itb_companion.care.value import field, value

RECENT_DAYS = 3
NEAR_DAYS = 7


@value
class Appointment:
    """A refill appointment: a local day, perhaps a local time, and when somebody entered it."""

    on: date
    entered_at: datetime
    at: time | None = None
    id: int | None = None


@value
class Preferences:
    """How this household wants to be reminded. Steps are days before the day in question."""

    morning: time = time(9, 0)
    book_steps: tuple[int, ...] = (42, 28, 21, 14, 10, 7, 5, 3, 2, 1)
    attend_steps: tuple[int, ...] = (7, 2, 1, 0)
    replacement_steps: tuple[int, ...] = (180, 90, 30, 7)
    sign_check_times: tuple[time, ...] = ()
    sign_checks_since: datetime | None = None
    """When the daily sign check was asked for; it is not due for times before that."""
    quiet_from: time | None = time(22, 0)
    quiet_until: time | None = time(7, 0)
    """Between these local times what is not urgent makes no sound and sends no notification."""

    def is_quiet(self, wall: time) -> bool:
        """Whether a local time lies within the quiet hours, which may go past midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= wall < self.quiet_until
        return wall >= self.quiet_from or wall < self.quiet_until


def check_preferences(preferences: Preferences) -> list[Problem]:
    """Return steps that cannot be: none at all, below zero, or more than two years ahead.

    And a morning after 12:00, and quiet hours of which only one end is told.
    """
    problems = []
    for name in ("book_steps", "attend_steps", "replacement_steps"):
        steps = getattr(preferences, name)
        if not steps or any(not 0 <= step <= _FURTHEST_STEP_DAYS for step in steps):
            problems.append(Problem(name, "steps-impossible", facts={"most": _FURTHEST_STEP_DAYS}))
    if not time(4, 0) <= preferences.morning <= time(12, 0):
        problems.append(Problem("morning", "morning-impossible"))
    if (preferences.quiet_from is None) != (preferences.quiet_until is None):
        missing = "quiet_from" if preferences.quiet_from is None else "quiet_until"
        problems.append(Problem(missing, "quiet-hours-half"))
    return problems


_FURTHEST_STEP_DAYS = 730


@value
class Household:
    """One person with a pump, and everything around them that matters now."""

    person: Person | None = None
    entered_at: datetime | None = None
    pump: Pump | None = None
    fill: Fill | None = None
    appointment: Appointment | None = None
    contacts: tuple[Contact, ...] = ()
    emergency_number: str = ""
    caregiver: str = ""
    plan: Plan = field(default_factory=Plan)
    preferences: Preferences = field(default_factory=Preferences)
    last_check: Check | None = None
    last_level: Level = Level.CLEAR
    """What the last check came to."""
    last_closed_at: datetime | None = None
    """When the last episode was closed."""
    episode: Episode | None = None
    """The open episode, if there is one."""
    options: Mapping[str, str] = field(default_factory=dict)
    backups: Backups | None = None
    """How the backups of the record went; None where none are made, as of a sample."""

    @property
    def open_appointment(self) -> Appointment | None:
        """The appointment, unless a refill was recorded on its day or later."""
        if self.appointment is None or (self.fill is not None and self.appointment.on <= self.fill.filled_on):
            return None
        return self.appointment


def missed_appointment(household: Household, today: date) -> Appointment | None:
    """Return the appointment whose day is past without a refill recorded since, if there is one."""
    appointment = household.open_appointment
    return appointment if appointment is not None and appointment.on < today else None


def context_of(household: Household, today: date) -> frozenset[str]:
    """Return the context ids that follow from the record on a day: refill dates, a recent refill, special risks.

    The strict reading of clinical-facts section 3: the alarm date counts as passed from its own day on.
    """
    context: set[str] = set(household.person.special_risks) if household.person else set()
    dates = refill_dates(household.fill)
    if isinstance(dates, RefillDates):
        context |= _context_of_dates(dates, today)
        appointment = household.open_appointment
        booked = appointment is not None and today <= appointment.on < dates.last_day
        if today > dates.refill_by and not booked:
            context.add("refill-overdue")
    if missed_appointment(household, today):
        context.add("refill-overdue")
    if household.fill is not None and timedelta(0) <= today - household.fill.filled_on <= timedelta(days=RECENT_DAYS):
        context.add("recent-refill")
    return frozenset(context)


def _context_of_dates(dates: RefillDates, today: date) -> set[str]:
    context = set()
    if today >= dates.last_day:
        context.add("alarm-date-passed")
    elif today >= dates.last_day - timedelta(days=NEAR_DAYS):
        context.add("alarm-date-near")
    if today >= dates.earliest_empty_on:
        context.add("may-be-empty")
    return context
