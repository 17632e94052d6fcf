"""Builds what the Today page shows."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from itb_companion.care.alarm_test import AlarmTest
from itb_companion.care.alerts import Alert
from itb_companion.care.backups import Backups
from itb_companion.care.clinical import Clinical
from itb_companion.care.household import Household
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.ports import StartupState
from itb_companion.care.pump import LastDayReason, Projection, RefillDates, Refusal, project, refill_dates
from itb_companion.care.triage import Level
from itb_companion.care.value import field, value
from itb_companion.companion.evaluation import Evaluation
from itb_companion.ui.pages.today import TodayView, Todo
from itb_companion.ui.reservoir_chart import ReservoirPicture
from itb_companion.ui.views.actions import action_for
from itb_companion.words import Words, due
from itb_companion.words import evidence as proof
from itb_companion.words import today as say
from itb_companion.words.backups import failures as backup_failures
from itb_companion.words.problems import refusal
from itb_companion.words.watching import what_to_watch

_PLANNED = (Kind.BOOK, Kind.ATTEND, Kind.REPLACE_PUMP, Kind.SIGN_CHECK)
"""What is shown before it is due; the rest only comes if these are not done."""
_MOST_COMING = 3


@value
class Evidence:
    """What is known about reaching a person, and about the last check."""

    deliveries: Mapping[str, tuple[str, str, datetime]] = field(default_factory=dict)
    seen: tuple[datetime, str] | None = None
    service: str | None = None
    """The notification service's own name; empty where there is none, None where nobody has asked yet."""
    has_tray: bool | None = None
    card_is_current: bool = True
    last_level_id: str = ""
    startup: StartupState | None = None
    test: AlarmTest | None = None
    backup_at: datetime | None = None
    backups: Backups | None = None
    clinical: Clinical = field(default_factory=Clinical)


def today_view(words: Words, evaluation: Evaluation, today: date, evidence: Evidence) -> TodayView:
    """Return everything that the page shows."""
    household, now = evaluation.household, evaluation.at
    dates = refill_dates(household.fill)
    projection = project(household.fill, today)
    picture = _picture(words, household, dates, projection, today)
    return TodayView(
        sentence=say.sentence(words, household, evaluation.agenda, now, today),
        pill=say.booking(words, household.fill, household.appointment, today),
        picture=picture,
        picture_sentence=_chart_sentence(words, household, dates, projection, today),
        reservoir_note=_note(words, dates, projection, today),
        booked=household.appointment is not None,
        last_check=_last_check(words, household, evidence.last_level_id, now),
        reach=_reach(words, evidence, evaluation, today),
        todos=_todos(words, evaluation, today),
        is_due=bool(evaluation.alerts),
        banner=_banner(words, household, now),
    )


def _last_check(words: Words, household: Household, level_id: str, now: datetime) -> str:
    """Return what the last check said; where it saw nothing to act on, what to watch for."""
    told = say.last_check(words, household, level_id, now)
    if household.last_check is None or household.episode is not None or level_id not in _LOOKED_AT_AGAIN:
        return told
    return words.text("check.recorded", told=told, watch=what_to_watch(words, household, now))


_LOOKED_AT_AGAIN = (Level.CLEAR.id, Level.WATCH.id)
"""The levels of a check that leave nothing to do but to look again; the others bring the emergency screen."""


def _banner(words: Words, household: Household, now: datetime) -> tuple[str, str, str] | None:
    if household.episode is None:
        return None
    from itb_companion.words.emergency import title  # most starts have no need of it

    level = household.episode.level_at(now, household.plan)
    dress = {Level.EMERGENCY: "emergency", Level.URGENT: "urgent"}.get(level, "info")
    return dress, title(words, household.episode, level), QCoreApplication.translate("Today", "Show whom to call")


def _note(words: Words, dates: RefillDates | Refusal, projection: Projection | Refusal, today: date) -> str:
    if isinstance(projection, Projection):
        return say.plausible_range(words, projection, today)
    reason = dates if isinstance(dates, Refusal) else projection
    return refusal(words, reason)


def _picture(
    words: Words,
    household: Household,
    dates: RefillDates | Refusal,
    projection: Projection | Refusal,
    today: date,
) -> ReservoirPicture | None:
    fill = household.fill
    if fill is None or not isinstance(dates, RefillDates):
        return None
    appointment = household.appointment
    known = projection if isinstance(projection, Projection) else None
    volume = fill.volume_ml or 0.0
    is_interval = dates.last_day_reason is LastDayReason.LONGEST_INTERVAL
    alarm_label = "today.chart.interval" if is_interval else "today.chart.alarm"
    return ReservoirPicture(
        filled_on=fill.filled_on,
        today=today,
        fill_volume_ml=volume,
        reservoir_ml=household.pump.reservoir_ml if household.pump else volume,
        level_today_ml=known.level_ml if known else None,
        alarm_volume_ml=fill.alarm_volume_ml if known else None,
        refill_by=dates.refill_by,
        alarm_on=dates.last_day,
        empty_on=dates.empty_on,
        earliest_alarm_on=known.earliest_alarm_on if known else None,
        latest_alarm_on=known.latest_alarm_on if known else None,
        earliest_empty_on=known.earliest_empty_on if known else None,
        latest_empty_on=known.latest_empty_on if known else None,
        appointment_on=appointment.on if appointment else None,
        appointment_good=appointment is not None and today <= appointment.on < dates.last_day,
        filled_label=words.text("today.chart.filled", day=words.short_day(fill.filled_on)),
        today_label=words.text("today.chart.today"),
        level_label=words.text("today.chart.level", level=say.volume(known.level_ml)) if known else "",
        appointment_label=(
            words.text("today.chart.appointment", day=words.short_day(appointment.on)) if appointment else ""
        ),
        refill_by_label=words.text("today.chart.refill-by", day=words.short_day(dates.refill_by)),
        alarm_label=words.text(alarm_label, day=words.short_day(dates.last_day)),
        beeps_label=words.text("today.chart.beeps", volume=fill.alarm_volume_ml),
    )


def _chart_sentence(
    words: Words,
    household: Household,
    dates: RefillDates | Refusal,
    projection: Projection | Refusal,
    today: date,
) -> str:
    if household.fill is None or not isinstance(dates, RefillDates):
        return ""
    days = words.text(
        "today.chart.dates",
        filled=words.day(household.fill.filled_on, today),
        refill_by=words.day(dates.refill_by, today),
        last_day=words.day(dates.last_day, today),
    )
    if not isinstance(projection, Projection):
        return f"{refusal(words, projection)} {days}"
    return words.text(
        "today.chart.sentence",
        level=say.volume(projection.level_ml),
        reservoir=household.pump.reservoir_ml if household.pump else household.fill.volume_ml or 0.0,
        lowest=say.volume(projection.lowest_ml),
        highest=say.volume(projection.highest_ml),
        dates=days,
    )


def _reach(words: Words, evidence: Evidence, evaluation: Evaluation, today: date) -> list[proof.Line]:
    """Return what is known about reaching this person: what fails first, then what is not known."""
    now, found = evaluation.at, evidence.deliveries
    lines = [
        *proof.window(words, found, now),
        *proof.looked(words, now),
        *proof.seen(words, evidence.seen, now),
        *proof.notifications(words, found, evidence.service, now, evidence.test),
        *proof.sound(words, found, evidence.test, now),
        *proof.startup(words, evidence.startup),
        *proof.numbers(words, evaluation.household.contacts, today),
        *proof.backup(words, evidence.backup_at, now, today),
        *backup_failures(words, evidence.backups),
        *proof.clinical(words, evidence.clinical),
    ]
    if evidence.has_tray is False:
        lines.append((None, words.text("reach.no-tray")))
    if not evidence.card_is_current:
        lines.append((False, words.text("reach.card-failed")))
    order = {False: 0, None: 1, True: 2}
    return sorted(dict.fromkeys(lines), key=lambda line: order[line[0]])


def _todos(words: Words, evaluation: Evaluation, today: date) -> list[Todo]:
    now = evaluation.at
    todos = [_todo(words, alert, evaluation, today) for alert in evaluation.alerts]
    fill = evaluation.household.fill
    if fill is not None and fill.contradicts_printed_date:
        todos.append(_check_printout(words))
    todos += [_nobody_entered()] if evaluation.household.person is None else []
    todos += [_no_contact()] if not evaluation.household.contacts else []
    coming: dict[str, Item] = {}
    for item in evaluation.agenda.coming:
        if item.kind in _PLANNED:
            coming.setdefault(item.kind, item)
    for item in list(coming.values())[:_MOST_COMING]:
        action = action_for(item.kind)
        when = words.moment(item.due_at, now)
        todos.append(
            Todo(
                words.away(item.due_at.astimezone(words.zone).date(), today).capitalize(),
                "neutral",
                due.coming(words, item, today),
                QCoreApplication.translate("Today", "You will be reminded {when}.").format(when=when),
                action.words,
                action.name,
            ),
        )
    return todos


def _check_printout(words: Words) -> Todo:
    tr = QCoreApplication.translate
    detail = words.text("refusal.printout-contradicts-itself")
    title = tr("Today", "The printout contradicts itself")
    return Todo(tr("Today", "Please check"), "urgent", title, detail, tr("Today", "Show the printout"), "pump")


def _nobody_entered() -> Todo:
    tr = QCoreApplication.translate
    detail = tr("Today", "Who has the pump, the number that brings an ambulance, and the newest printout.")
    title = tr("Today", "Nobody is entered yet")
    return Todo(tr("Today", "Not done yet"), "urgent", title, detail, tr("Today", "Enter it now"), "first-start")


def _no_contact() -> Todo:
    tr = QCoreApplication.translate
    detail = tr("Today", "The emergency screen needs the numbers of the pump clinic, by day and after hours.")
    title = tr("Today", "No contact is entered")
    return Todo(tr("Today", "Not done yet"), "urgent", title, detail, tr("Today", "Enter a contact"), "contacts")


def _todo(words: Words, alert: Alert, evaluation: Evaluation, today: date) -> Todo:
    tag, dress = say.tag(words, alert, evaluation.at)
    action = action_for(alert.kind)
    name = evaluation.household.person.first_name if evaluation.household.person else ""
    return Todo(
        tag=tag,
        dress=dress,
        title=due.title(words, alert.item, today),
        detail=due.body(words, alert.item, name, today),
        button=action.words,
        action=action.name,
        about=alert.item.key,
        wake=alert.id or 0 if alert.snoozed and alert.is_quiet(evaluation.at) else 0,
    )
