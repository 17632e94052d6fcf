"""Builds what the alert window and the notifications show."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from itb_companion.care.absence import Absence
from itb_companion.care.alerts import Alert, next_morning
from itb_companion.care.household import Household
from itb_companion.care.occurrence import Kind
from itb_companion.care.ports import Notice
from itb_companion.care.severity import Severity
from itb_companion.companion.evaluation import Evaluation
from itb_companion.ui.alert_window import AlertView
from itb_companion.ui.views.actions import action_for
from itb_companion.words import Words, away, due

SNOOZES = (timedelta(minutes=15), timedelta(hours=1))
_DRESS = {Severity.EMERGENCY: "emergency", Severity.URGENT: "urgent"}


def alert_view(
    words: Words, alert: Alert, household: Household, now: datetime, today: date, gone: Absence | None
) -> AlertView:
    """Return one alert in words; `gone` is the time without the program in which it fell due, if it did."""
    morning = next_morning(now, household.preferences.morning, words.zone)
    return AlertView(
        id=alert.id or 0,
        dress=_DRESS.get(alert.severity, "accent"),
        title=due.title(words, alert.item, today),
        body=due.body(words, alert.item, _name(household), today),
        since=due.since(words, alert.item.due_at, now, gone),
        action=action_for(alert.kind).words,
        snoozes=tuple(span for span in SNOOZES if alert.severity < Severity.EMERGENCY and _fits(alert, now, span)),
        until_morning=_until_morning(words, morning, now) if alert.severity < Severity.URGENT else "",
        tag=_tag(alert.severity),
        key=alert.item.key,
    )


def _tag(severity: Severity) -> str:
    tr = QCoreApplication.translate
    if severity is Severity.EMERGENCY:
        return tr("Alert", "Emergency")
    return tr("Alert", "Urgent") if severity is Severity.URGENT else tr("Alert", "Reminder")


def _until_morning(words: Words, morning: datetime, now: datetime) -> str:
    return QCoreApplication.translate("Alert", "Until {when}").format(when=words.moment(morning, now))


def _fits(alert: Alert, now: datetime, span: timedelta) -> bool:
    """Whether a silence of this length ends before the danger."""
    danger_at = alert.item.danger_at
    return danger_at is None or now + span < danger_at


def away_sentence(words: Words, evaluation: Evaluation, today: date) -> str:
    """Return what is told once after a time without the program; empty where there is nothing to tell."""
    if evaluation.away is None:
        return ""
    told = away.absence(words, evaluation.away.absence, evaluation.at)
    title, meanwhile = words.text("away.title"), away.due_meanwhile(words, evaluation.away.due, today)
    return f"{title}. {told} {meanwhile}"


def notice(
    words: Words, alert: Alert, evaluation: Evaluation, today: date, gone: Absence | None, others: int = 0
) -> Notice:
    """Return the notification of one alert, which speaks for `others` more."""
    household, now = evaluation.household, evaluation.at
    body = due.body(words, alert.item, _name(household), today)
    since = due.since(words, alert.item.due_at, now, gone)
    if others:
        since += " " + words.text(f"time.and-more.{'one' if others == 1 else 'other'}", n=others)
    return Notice(alert.item.key, due.title(words, alert.item, today), f"{body} {since}", alert.severity)


def _name(household: Household) -> str:
    if household.person is None:
        return QCoreApplication.translate("Alert", "The person")
    return household.person.first_name


SHOWN_BY_EMERGENCY_SCREEN = (Kind.EPISODE, Kind.EMPTY, Kind.OVERDUE, Kind.RECHECK)
SHOWN_BY_CHECK = (Kind.EPISODE, Kind.RECHECK)
"""What a check for signs answers, or leads to the emergency screen from."""
