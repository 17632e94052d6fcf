"""Builds what the alert window and the notifications show."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from itb_companion.care.agenda import Kind
from itb_companion.care.alerts import Alert, next_morning
from itb_companion.care.household import Household
from itb_companion.care.ports import Notice
from itb_companion.care.severity import Severity
from itb_companion.ui.alert_window import AlertView
from itb_companion.ui.views.actions import action_for
from itb_companion.words import Words, due

_DRESS = {Severity.EMERGENCY: "emergency", Severity.URGENT: "urgent"}


def alert_view(
    words: Words, alert: Alert, household: Household, now: datetime, today: date, *, was_off: bool
) -> AlertView:
    """Return one alert in words."""
    morning = next_morning(now, household.preferences.morning, words.zone)
    return AlertView(
        id=alert.id or 0,
        dress=_DRESS.get(alert.severity, "accent"),
        title=due.title(words, alert.item, today),
        body=due.body(words, alert.item, _name(household), today),
        since=due.since(words, alert.item.due_at, now, was_off=was_off),
        action=action_for(alert.kind).words,
        can_snooze=alert.severity < Severity.EMERGENCY and _fits(alert, now),
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


def _fits(alert: Alert, now: datetime) -> bool:
    """Whether an hour of silence ends before the danger."""
    danger_at = alert.item.danger_at
    return danger_at is None or now + timedelta(hours=1) < danger_at


def notice(words: Words, alert: Alert, household: Household, now: datetime, today: date) -> Notice:
    """Return the notification of one alert."""
    body = due.body(words, alert.item, _name(household), today)
    since = due.since(words, alert.item.due_at, now)
    return Notice(alert.item.key, due.title(words, alert.item, today), f"{body} {since}", alert.severity)


def _name(household: Household) -> str:
    if household.person is None:
        return QCoreApplication.translate("Alert", "The person")
    return household.person.first_name


SHOWN_BY_EMERGENCY_SCREEN = (Kind.EPISODE, Kind.EMPTY)
