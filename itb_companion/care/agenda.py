"""The whole schedule as a pure function of the record: what is due, and what is coming.

Nothing is ever scheduled and then lost. Each series knows when it stands and at which instants it speaks; what is due
is the latest of those instants that has come. Days are local days, and "at 09:00" is resolved in the zone given for
this evaluation.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from itb_companion.care.household import NEAR_DAYS, Appointment, Household
from itb_companion.care.pump import RefillDates, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Check
from itb_companion.care.triage import Level, saw_something
from itb_companion.care.value import field, value

EVENING = time(22, 0)
URGENT_EVERY_HOURS = 4
VERIFY_AGAIN_DAYS = 7
_LAST_HOUR = 24
_LONGEST_LOOK_BACK_DAYS = 400


class Kind(StrEnum):
    """What something due is about. Its words are in `words`, its action in `ui`."""

    BOOK = "book"
    ATTEND = "attend"
    INSIDE_MARGIN = "inside-margin"
    TOO_LATE = "too-late"
    MISSED = "missed"
    OVERDUE = "overdue"
    EMPTY = "empty"
    NO_PRINTOUT = "no-printout"
    REPLACE_PUMP = "replace-pump"
    VERIFY_NUMBERS = "verify-numbers"
    SIGN_CHECK = "sign-check"
    RECHECK = "recheck"
    EPISODE = "episode"


@value
class Item:
    """One occurrence. `key` is derived from what it is about, so the same occurrence has the same key for ever."""

    kind: Kind
    cause: str
    key: str
    due_at: datetime
    """Aware, in UTC."""
    severity: Severity
    facts: dict[str, Any] = field(default_factory=dict, compare=False)
    once: bool = False
    """Whether having seen it is enough; everything else is settled only by the fact."""
    danger_at: datetime | None = None
    """No snooze reaches past this instant."""


@value
class Agenda:
    """What is due now, worst first, and what is coming, soonest first."""

    due: tuple[Item, ...]
    coming: tuple[Item, ...]
    contained: tuple[Item, ...] = ()
    """Earlier occurrences of what is due, come since `since`, soonest first: one alert speaks for all of them."""

    @property
    def next(self) -> Item | None:
        """The first thing that is coming."""
        return self.coming[0] if self.coming else None


@value
class _View:
    """One moment as the series see it: now, the local day, and how to resolve a local time."""

    household: Household
    now: datetime
    zone: tzinfo
    until: date
    first: date
    """No series that speaks every day looks further back than this."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, wall: time) -> datetime:
        """Resolve a local wall time; of one that comes twice the first counts.

        One that is skipped comes after the gap.
        """
        return datetime.combine(day, wall, tzinfo=self.zone).astimezone(UTC)

    def morning(self, day: date) -> datetime:
        return self.at(day, self.household.preferences.morning)

    def entered(self, appointment: Appointment) -> datetime:
        """Return when an appointment was entered; one from a clock that stood ahead counts as entered now."""
        return min(appointment.entered_at, self.now)

    def that_matter(self, days: Iterable[date]) -> list[date]:
        """Return the days from the first that can matter on, and the one before it, which may still stand."""
        ordered = sorted(days)
        return ordered[max(bisect_left(ordered, self.first) - 1, 0) :]

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from first to last that can matter, up to the horizon."""
        day = max(first, self.first)
        end = min(last, self.until)
        while day <= end:
            yield day
            day += timedelta(days=1)


def agenda(
    household: Household, now: datetime, zone: tzinfo, horizon_days: int = 60, since: datetime | None = None
) -> Agenda:
    """Return what is due at `now` (aware) and what comes within the horizon, if nothing else is entered.

    One item is due a cause: the latest that has come. Earlier ones of the same cause are contained in it; those that
    came after `since`, when this was asked last, are told too.
    """
    today = now.astimezone(zone).date()
    view = _View(household, now, zone, today + timedelta(days=horizon_days), _first_day(today, since, zone))
    due: dict[str, Item] = {}
    coming: list[Item] = []
    passed: list[Item] = []
    for item in _all_items(view):
        if item.due_at > now:
            if item.due_at.astimezone(zone).date() <= view.until:
                coming.append(item)
            continue
        if since is not None and item.due_at > since:
            passed.append(item)
        if item.cause not in due or item.due_at >= due[item.cause].due_at:
            due[item.cause] = item
    standing = {item.cause: item for item in due.values() if _still_stands(item, due)}
    contained = [item for item in passed if item.cause in standing and item is not standing[item.cause]]
    return Agenda(
        tuple(sorted(standing.values(), key=lambda item: (-item.severity, item.due_at, item.key))),
        tuple(sorted(coming, key=lambda item: (item.due_at, -item.severity, item.key))),
        tuple(sorted(contained, key=lambda item: (item.due_at, item.key))),
    )


def _first_day(today: date, since: datetime | None, zone: tzinfo) -> date:
    """Return how far back to look: two days, or to when this was asked last.

    Two days find the latest occurrence: a series that speaks every day has spoken since, even where a zone skipped
    a day.
    """
    first = today - timedelta(days=2)
    if since is None:
        return first
    return max(min(first, since.astimezone(zone).date()), today - timedelta(days=_LONGEST_LOOK_BACK_DAYS))


def _still_stands(item: Item, due: dict[str, Item]) -> bool:
    """Whether an item is not contained in a worse one about the same refill."""
    overdue = any(other.kind in (Kind.OVERDUE, Kind.EMPTY) for other in due.values())
    refill = (Kind.BOOK, Kind.ATTEND, Kind.INSIDE_MARGIN, Kind.TOO_LATE, Kind.MISSED)
    return not (overdue and item.kind in refill)


def _all_items(view: _View) -> Iterator[Item]:
    dates = refill_dates(view.household.fill)
    if isinstance(dates, RefillDates):
        yield from _refill_items(view, dates)
    elif view.household.person is not None:
        yield from _no_printout(view)
    yield from _replace_pump(view)
    yield from _verify_numbers(view)
    yield from _sign_checks(view)
    yield from _recheck(view)
    yield from _episode(view)


# The refill: book, attend, overdue


def _refill_items(view: _View, dates: RefillDates) -> Iterator[Item]:
    appointment = view.household.open_appointment
    if appointment is None:
        yield from _book(view, dates)
    elif appointment.on >= dates.last_day:
        yield from _too_late(view, dates, appointment)
    else:
        yield from _attend(view, dates, appointment)
    yield from _overdue(view, dates)


def _fill_key(view: _View) -> str:
    fill = view.household.fill
    return fill.filled_on.isoformat() if fill else ""


def _refill_facts(dates: RefillDates, appointment: Appointment | None = None) -> dict[str, Any]:
    return {
        "refill_by": dates.refill_by,
        "last_day": dates.last_day,
        "last_day_reason": dates.last_day_reason,
        "empty_on": dates.empty_on,
        "appointment": appointment.on if appointment else None,
        "appointment_at": appointment.at if appointment else None,
    }


def _book(view: _View, dates: RefillDates) -> Iterator[Item]:
    """Yield the ladder before refill-by, then every morning until the last day."""
    cause = f"book:{_fill_key(view)}"
    ladder = _days_before(dates.refill_by, view.household.preferences.book_steps)
    daily = view.days(dates.refill_by, dates.last_day - timedelta(days=1))
    for day in view.that_matter({*ladder, *daily}):
        if day <= view.until:
            yield Item(
                Kind.BOOK,
                cause,
                f"{cause}:{day.isoformat()}",
                view.morning(day),
                Severity.REMINDER,
                _refill_facts(dates),
                danger_at=view.morning(dates.last_day),
            )


def _days_before(day: date, steps: Iterable[int]) -> set[date]:
    return {day - timedelta(days=step) for step in steps}


def _attend(view: _View, dates: RefillDates, appointment: Appointment) -> Iterator[Item]:
    """Yield the days before an appointment in time, the note about a narrow margin, and that it was missed."""
    cause = f"attend:{_fill_key(view)}:{appointment.on.isoformat()}"
    facts = _refill_facts(dates, appointment)
    danger_at = view.morning(dates.last_day)
    if appointment.on > dates.refill_by:
        key = f"inside-margin:{_fill_key(view)}:{appointment.on.isoformat()}"
        yield Item(Kind.INSIDE_MARGIN, key, key, view.entered(appointment), Severity.CALM, facts, once=True)
    for day in view.that_matter(_days_before(appointment.on, view.household.preferences.attend_steps)):
        due_at = view.morning(day)
        if due_at >= view.entered(appointment):
            key = f"{cause}:{day.isoformat()}"
            yield Item(Kind.ATTEND, cause, key, due_at, Severity.REMINDER, facts, danger_at=danger_at)
    first = max(view.entered(appointment), view.morning(appointment.on + timedelta(days=1)))
    missed = _Daily(Kind.MISSED, cause, first, dates.last_day, facts, danger_at, urgent_from=dates.last_day)
    yield from _at_once_and_daily(view, missed)


def _too_late(view: _View, dates: RefillDates, appointment: Appointment) -> Iterator[Item]:
    """Yield what is wrong with an appointment on or after the last day: at once, and every morning."""
    cause = f"too-late:{_fill_key(view)}:{appointment.on.isoformat()}"
    near = dates.last_day - timedelta(days=NEAR_DAYS)
    facts, danger_at = _refill_facts(dates, appointment), view.morning(dates.last_day)
    first = view.entered(appointment)
    late = _Daily(Kind.TOO_LATE, cause, first, dates.last_day, facts, danger_at, urgent_from=near)
    yield from _at_once_and_daily(view, late)


@value
class _Daily:
    """Something said at once, and then every morning until the day before `until`; urgent from a day on."""

    kind: Kind
    cause: str
    first: datetime
    until: date
    facts: dict[str, Any]
    danger_at: datetime
    urgent_from: date

    def item(self, key: str, due_at: datetime, day: date) -> Item:
        severity = Severity.URGENT if day >= self.urgent_from else Severity.REMINDER
        key = f"{self.cause}:{self.kind}:{key}"
        return Item(self.kind, self.cause, key, due_at, severity, self.facts, danger_at=self.danger_at)


def _at_once_and_daily(view: _View, series: _Daily) -> Iterator[Item]:
    first_day = series.first.astimezone(view.zone).date()
    yield series.item("first", series.first, first_day)
    for day in view.days(first_day + timedelta(days=1), series.until - timedelta(days=1)):
        yield series.item(day.isoformat(), view.morning(day), day)


def _overdue(view: _View, dates: RefillDates) -> Iterator[Item]:
    """Yield the urgent call for a refill from the last day on, and the emergency from the projected empty date on."""
    cause = f"overdue:{_fill_key(view)}"
    facts = _refill_facts(dates, view.household.open_appointment)
    empty_at = view.at(dates.empty_on, time.min)
    yield Item(Kind.EMPTY, cause, f"{cause}:empty:{dates.empty_on}", empty_at, Severity.EMERGENCY, facts)
    times = urgent_times(view.household.preferences.morning)
    for day in view.days(dates.last_day, view.until):
        for wall in times:
            due_at = view.at(day, wall)
            is_empty = due_at >= empty_at
            kind = Kind.EMPTY if is_empty else Kind.OVERDUE
            severity = Severity.EMERGENCY if is_empty else Severity.URGENT
            key = f"{cause}:{day.isoformat()}T{wall.isoformat('minutes')}"
            yield Item(kind, cause, key, due_at, severity, facts, danger_at=empty_at)


def urgent_times(morning: time) -> tuple[time, ...]:
    """Return the local times of an urgent day: the morning, every 4 hours after it, and 22:00."""
    hours = range(morning.hour, _LAST_HOUR, URGENT_EVERY_HOURS)
    slots = [time(hour, morning.minute) for hour in hours]
    return (*(slot for slot in slots if slot < EVENING), EVENING)


# Everything else


def _no_printout(view: _View) -> Iterator[Item]:
    """Yield, every morning after the first day, that no refill date can be told."""
    since = min(view.household.entered_at or view.now, view.now)
    first = since.astimezone(view.zone).date() + timedelta(days=1)
    for day in view.days(first, view.until):
        key = f"no-printout:{day.isoformat()}"
        yield Item(Kind.NO_PRINTOUT, "no-printout", key, view.morning(day), Severity.REMINDER)


def _replace_pump(view: _View) -> Iterator[Item]:
    """Yield the ladder before the pump's replacement date, and every morning from that date on, urgently."""
    pump = view.household.pump
    if pump is None or pump.replacement_on is None:
        return
    replacement_on = pump.replacement_on
    cause, facts = f"replace-pump:{replacement_on.isoformat()}", {"replacement_on": replacement_on}
    ladder = _days_before(replacement_on, view.household.preferences.replacement_steps)
    for day in view.that_matter({*ladder, *view.days(replacement_on, view.until)}):
        if day <= view.until:
            severity = Severity.URGENT if day >= replacement_on else Severity.REMINDER
            key = f"{cause}:{day.isoformat()}"
            danger_at = view.morning(replacement_on)
            yield Item(Kind.REPLACE_PUMP, cause, key, view.morning(day), severity, facts, danger_at=danger_at)


def _verify_numbers(view: _View) -> Iterator[Item]:
    """Yield when each number of a contact should be called again, and every week until it was."""
    entered = (view.household.entered_at or view.now).astimezone(view.zone).date()
    due_on = [
        (number.due_on(contact.entered_on or entered, view.today), contact.name)
        for contact in view.household.contacts
        for number in contact.numbers
    ]
    for day in sorted({day for first, _ in due_on for day in _weekly(first, view.first, view.until)}):
        facts = {"contacts": tuple(dict.fromkeys(name for first, name in due_on if first <= day))}
        key = f"verify-numbers:{day.isoformat()}"
        yield Item(Kind.VERIFY_NUMBERS, "verify-numbers", key, view.morning(day), Severity.CALM, facts)


def _weekly(first: date, after: date, until: date) -> Iterator[date]:
    """Yield a day and every seventh day after it up to `until`, from the last one that is not later than `after`."""
    weeks = max((after - first).days // VERIFY_AGAIN_DAYS, 0)
    day = first + timedelta(days=weeks * VERIFY_AGAIN_DAYS)
    while day <= until:
        yield day
        day += timedelta(days=VERIFY_AGAIN_DAYS)


def _sign_checks(view: _View) -> Iterator[Item]:
    """Yield the daily sign checks that were asked for; one is over when a check was saved after it."""
    preferences, last = view.household.preferences, view.household.last_check
    checked_at = last.saved_at if last else None
    if checked_at is not None and checked_at > view.now:
        checked_at = None  # from a clock that stood ahead: it says nothing about today
    since = preferences.sign_checks_since
    if since is not None and since > view.now:
        since = None
    for day in view.days(view.first, view.until):
        for wall in preferences.sign_check_times:
            due_at = view.at(day, wall)
            asked = since is None or due_at >= since
            if asked and (checked_at is None or checked_at < due_at):
                key = f"sign-check:{day.isoformat()}T{wall.isoformat('minutes')}"
                yield Item(Kind.SIGN_CHECK, "sign-check", key, due_at, Severity.CALM)


RECHECK_AFTER = {
    Level.WATCH: timedelta(hours=4),
    Level.CALL_CLINIC: timedelta(hours=2),
    Level.URGENT: timedelta(minutes=30),
    Level.EMERGENCY: timedelta(minutes=15),
}
"""So long after a check the signs are looked at again. Source for watch: clinical-facts section 3, "check again in 4
hours"; the others are this program's own, shorter where it is more serious."""
_RECHECK_SEVERITY = {Level.WATCH: Severity.CALM, Level.CALL_CLINIC: Severity.REMINDER}


def recheck(household: Household, now: datetime) -> tuple[Level, datetime] | None:
    """Return how serious it is and when the signs should be looked at again; None where nothing asks for it.

    What asks for it is an open episode, or what was seen in the last check. An episode that was closed after the
    check ends that: the person was handed over, or advice was received.
    """
    check, episode = household.last_check, household.episode
    if check is None or check.saved_at is None:
        return None
    level, looked_at = _seen_last(household, check, now), check.saved_at
    if episode is not None and episode.is_open:
        looked_at = max(check.saved_at, episode.opened_at)
        # What waiting makes of it later leaves this when it was due, or it would be late as soon as it is told.
        level = max(level, episode.level_at(looked_at, household.plan))
    if level not in RECHECK_AFTER:
        return None
    # A clock that stood far ahead must not put it off: then it is due at once.
    ahead = looked_at - now > RECHECK_AFTER[level]
    return level, now if ahead else looked_at + RECHECK_AFTER[level]


def _seen_last(household: Household, check: Check, now: datetime) -> Level:
    """Return what the last check came to, if something was seen in it and no episode was closed since; else clear.

    An overdue refill alone raises the level of every check; that is no reason to look again.
    """
    closed_at = household.last_closed_at
    is_over = closed_at is not None and check.saved_at is not None and check.saved_at <= closed_at <= now
    return household.last_level if saw_something(check, household.plan) and not is_over else Level.CLEAR


def _recheck(view: _View) -> Iterator[Item]:
    """Yield when the signs should be looked at again."""
    found, check = recheck(view.household, view.now), view.household.last_check
    if found is None or check is None:
        return
    level, due_at = found
    severity = _RECHECK_SEVERITY.get(level, Severity.URGENT)
    cause = f"recheck:{check.id}"
    yield Item(Kind.RECHECK, cause, f"{cause}:{level.id}", due_at, severity)


_EPISODE_SEVERITY = {
    Level.CALL_CLINIC: Severity.REMINDER,
    Level.URGENT: Severity.URGENT,
    Level.EMERGENCY: Severity.EMERGENCY,
}


def _episode(view: _View) -> Iterator[Item]:
    """Yield each level that the open episode has come to, and the one that waiting will bring."""
    episode, plan = view.household.episode, view.household.plan
    if episode is None or not episode.is_open:
        return
    cause = f"episode:{episode.id}"
    steps: Iterable[tuple[Level, datetime]] = [(s.level, min(s.since, view.now)) for s in episode.steps(view.now, plan)]
    escalates_at = episode.next_escalation_at(view.now, plan)
    if escalates_at is not None:
        steps = [*steps, (Level(episode.level_at(view.now, plan) + 1), escalates_at)]
    for level, since in steps:
        severity = _EPISODE_SEVERITY.get(level, Severity.CALM)
        facts = {"level": level, "signs": episode.signs}
        yield Item(Kind.EPISODE, cause, f"{cause}:{level.id}", since, severity, facts)
