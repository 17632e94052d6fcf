"""The refill: book it, attend it, and what is said when it is missed, overdue, or when no date can be told."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from itb_companion.care.household import NEAR_DAYS, Appointment
from itb_companion.care.occurrence import Item, Kind, View, days_before
from itb_companion.care.pump import RefillDates, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.value import value

EVENING = time(22, 0)
URGENT_EVERY_HOURS = 4
_LAST_HOUR = 24


def refill_ladder(view: View) -> Iterator[Item]:
    """Yield all that is said about the refill; without a date, every morning, that there is none."""
    dates = refill_dates(view.household.fill)
    if isinstance(dates, RefillDates):
        yield from _refill_items(view, dates)
    elif view.household.person is not None:
        yield from _no_printout(view)


def _refill_items(view: View, dates: RefillDates) -> Iterator[Item]:
    appointment = view.household.open_appointment
    if appointment is None:
        yield from _book(view, dates)
    elif appointment.on >= dates.last_day:
        yield from _too_late(view, dates, appointment)
    else:
        yield from _attend(view, dates, appointment)
    yield from _overdue(view, dates)


def _fill_key(view: View) -> str:
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


def _book(view: View, dates: RefillDates) -> Iterator[Item]:
    """Yield the ladder before refill-by, then every morning until the last day."""
    cause = f"book:{_fill_key(view)}"
    ladder = days_before(dates.refill_by, view.household.preferences.book_steps)
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


def _attend(view: View, dates: RefillDates, appointment: Appointment) -> Iterator[Item]:
    """Yield the days before an appointment in time, the note about a narrow margin, and that it was missed."""
    cause = f"attend:{_fill_key(view)}:{appointment.on.isoformat()}"
    facts = _refill_facts(dates, appointment)
    danger_at = view.morning(dates.last_day)
    if appointment.on > dates.refill_by:
        key = f"inside-margin:{_fill_key(view)}:{appointment.on.isoformat()}"
        # Numbers that contradict the printed date tell no day on which it may be empty.
        fill = view.household.fill
        is_known = fill is not None and not fill.contradicts_printed_date
        doubt = {"may_be_empty": is_known and appointment.on >= dates.earliest_empty_on}
        yield Item(Kind.INSIDE_MARGIN, key, key, view.entered(appointment), Severity.CALM, facts | doubt, once=True)
    for day in view.that_matter(days_before(appointment.on, view.household.preferences.attend_steps)):
        due_at = view.morning(day)
        if due_at >= view.entered(appointment):
            key = f"{cause}:{day.isoformat()}"
            yield Item(Kind.ATTEND, cause, key, due_at, Severity.REMINDER, facts, danger_at=danger_at)
    first = max(view.entered(appointment), view.morning(appointment.on + timedelta(days=1)))
    missed = _Daily(Kind.MISSED, cause, first, dates.last_day, facts, danger_at, urgent_from=dates.last_day)
    yield from _at_once_and_daily(view, missed)


def _too_late(view: View, dates: RefillDates, appointment: Appointment) -> Iterator[Item]:
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


def _at_once_and_daily(view: View, series: _Daily) -> Iterator[Item]:
    first_day = series.first.astimezone(view.zone).date()
    yield series.item("first", series.first, first_day)
    for day in view.days(first_day + timedelta(days=1), series.until - timedelta(days=1)):
        yield series.item(day.isoformat(), view.morning(day), day)


def _overdue(view: View, dates: RefillDates) -> Iterator[Item]:
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


def _no_printout(view: View) -> Iterator[Item]:
    """Yield, every morning after the first day, that no refill date can be told."""
    since = min(view.household.entered_at or view.now, view.now)
    first = since.astimezone(view.zone).date() + timedelta(days=1)
    for day in view.days(first, view.until):
        key = f"no-printout:{day.isoformat()}"
        yield Item(Kind.NO_PRINTOUT, "no-printout", key, view.morning(day), Severity.REMINDER)
