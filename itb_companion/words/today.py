"""Words for the Today page: how things stand, what is next, and whether reminders reach a person."""

from datetime import date, datetime, timedelta

from itb_companion.care.agenda import Agenda
from itb_companion.care.alerts import Alert
from itb_companion.care.episode import Episode
from itb_companion.care.household import Appointment, Household
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.plan import Plan
from itb_companion.care.pump import Fill, Projection, RefillDates, Refusal, project, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.triage import Level
from itb_companion.words import due
from itb_companion.words.language import Words
from itb_companion.words.signs import headline, inside_sentence, level_name

_NEXT_IN_DOUBT: dict[object, str] = {
    Refusal.PRINTOUT_CONTRADICTS_ITSELF: "today.next-check-printout",
    Refusal.TODAY_BEFORE_FILL: "today.next-check-clock",
}
"""What is not called on time, although it is booked in time: either the dates or today's may be wrong."""

_REFILL_KINDS = (Kind.EMPTY, Kind.OVERDUE, Kind.TOO_LATE, Kind.MISSED, Kind.BOOK, Kind.ATTEND, Kind.NO_PRINTOUT)


def sentence(words: Words, household: Household, agenda: Agenda, now: datetime, today: date) -> str:
    """Return the one sentence that says how things stand and what is next."""
    if household.episode is not None:
        return help_sought(words, household.episode, household.plan, now)
    item = next((item for item in agenda.due if item.kind in _REFILL_KINDS), None)
    if item is not None:
        return _due_sentence(words, item, household, today)
    dates = refill_dates(household.fill)
    if not isinstance(dates, RefillDates):
        return words.text("today.unknown" if household.person else "today.welcome")
    appointment = household.open_appointment
    doubt = _NEXT_IN_DOUBT.get(project(household.fill, today))
    narrow_from = dates.refill_by + timedelta(days=1)
    if doubt is None:  # numbers that contradict the date tell no day on which it may be empty
        narrow_from = min(narrow_from, dates.earliest_empty_on)
    if appointment is not None and narrow_from <= appointment.on < dates.last_day and today <= appointment.on:
        return words.text(
            "today.next-narrow", day=words.day(appointment.on, today), away=words.away(appointment.on, today)
        )
    if appointment is not None and today <= appointment.on < dates.last_day:
        day, away = words.day(appointment.on, today), words.away(appointment.on, today)
        return words.text(doubt or "today.next-appointment", day=day, away=away)
    day, away = words.day(dates.refill_by, today), words.away(dates.refill_by, today)
    return words.text("today.next-book", day=day, away=away)


def help_sought(words: Words, episode: Episode, plan: Plan, now: datetime) -> str:
    """Return what to do while help is sought, and whether somebody who can decide knows of it."""
    level = episode.level_at(now, plan)
    key = "today.episode-told" if episode.was_told(now, plan) else "today.episode"
    return words.text(key, headline=headline(words, level), level=level_name(words, level))


def _due_sentence(words: Words, item: Item, household: Household, today: date) -> str:
    dates = refill_dates(household.fill)
    if item.kind is Kind.BOOK and isinstance(dates, RefillDates):
        day, away = words.day(dates.refill_by, today), words.away(dates.refill_by, today)
        return words.text("today.due-book", day=day, away=away)
    title = due.title(words, item, today)
    return title if title.endswith("?") else words.text("today.due", title=title)


def booking(words: Words, fill: Fill | None, appointment: Appointment | None, today: date) -> tuple[str, str] | None:
    """Return what the pill over the reservoir says, and its dress: in-order, neutral, urgent or emergency.

    None where no refill date can be told; never in order while the dates or today's are in doubt.
    """
    dates = refill_dates(fill)
    if not isinstance(dates, RefillDates):
        return None
    said, dress = _booking(words, dates, appointment, today)
    if dress != "in-order":
        return said, dress
    if project(fill, today) in _NEXT_IN_DOUBT:
        return said, "neutral"
    if appointment is not None and appointment.on >= dates.earliest_empty_on:
        return words.text("today.pill.may-be-empty"), "urgent"
    return said, dress


def _booking(words: Words, dates: RefillDates, appointment: Appointment | None, today: date) -> tuple[str, str]:
    if today >= dates.last_day:
        return words.text("today.pill.overdue"), "emergency"
    if appointment is None:
        soon = (dates.refill_by - today).days <= _SOON_DAYS
        return words.text("today.pill.not-booked"), "urgent" if soon else "neutral"
    if appointment.on < today:
        return words.text("today.pill.missed"), "urgent"
    if appointment.on >= dates.last_day:
        return words.text("today.pill.too-late"), "urgent"
    spare = (dates.refill_by - appointment.on).days
    if spare < 0:
        return words.text("today.pill.inside-margin"), "neutral"
    if spare == 0:
        return words.text("today.pill.same-day"), "in-order"
    return words.text("today.pill.good", days=words.count("day", spare)), "in-order"


_SOON_DAYS = 14


def volume(volume_ml: float) -> str:
    """Return a volume as a person says it: whole millilitres, halves below three."""
    return f"{volume_ml:.0f}" if volume_ml >= _SMALL_ML else f"{round(volume_ml * 2) / 2:g}"


_SMALL_ML = 3.0


def plausible_range(words: Words, projection: Projection, today: date) -> str:
    """Return the plausible range of the level, and the first day on which the alarm may come. Source: accuracy-2023."""
    lowest, highest = volume(projection.lowest_ml), volume(projection.highest_ml)
    alarm = "today.range.alarm-from" if projection.earliest_alarm_on > today else "today.range.alarm-since"
    told = words.text(alarm, earliest=words.day(projection.earliest_alarm_on, today))
    if lowest == highest:
        return told
    return f"{words.text('today.range.level', lowest=lowest, highest=highest)} {told}"


def last_check(words: Words, household: Household, level_id: str, now: datetime) -> str:
    """Return when the last check was made, by whom, and what was ticked."""
    check = household.last_check
    if check is None or check.saved_at is None:
        return words.text("today.check.none")
    ticked = inside_sentence(words, sorted(check.ticked))
    result = ticked or words.text("today.check.clear" if check.says_no else "today.check.unasked")
    if level_id and Level.from_id(level_id) >= Level.CALL_CLINIC:
        result = f"{level_name(words, Level.from_id(level_id))} – {result}"
    by = words.text("today.check.by", name=check.by) if check.by else ""
    return words.text("today.check.last", when=words.moment(check.saved_at, now), by=by, result=result)


def tag(words: Words, alert: Alert, now: datetime) -> tuple[str, str]:
    """Return what a line under To do is tagged with, and the dress of the tag."""
    dress = {Severity.EMERGENCY: "emergency", Severity.URGENT: "urgent"}.get(alert.severity, "neutral")
    if alert.quiet_until is not None and now < alert.quiet_until:
        key = "today.tag.snoozed" if alert.snoozed else "today.tag.quiet"
        left = words.duration(alert.quiet_until - now)
        return words.text(key, when=words.moment(alert.quiet_until, now), left=left), dress
    name = {Severity.EMERGENCY: "emergency", Severity.URGENT: "urgent"}.get(alert.severity, "due")
    return words.text(f"today.tag.{name}"), dress
