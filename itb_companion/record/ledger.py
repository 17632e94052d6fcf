"""The ledger of alerts: one row an alert, one row an occurrence, written before anything is shown."""

from collections.abc import Sequence
from datetime import datetime

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.alerts import Alert
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.ports import ALERT_WINDOW, SOUND, Delivery
from itb_companion.care.severity import Severity
from itb_companion.record.columns import instant_text
from itb_companion.record.database import in_use
from itb_companion.record.late_tables import AbsenceRow, AlertRow, AnswerRow, DeliveryRow, OccurrenceRow, PulseRow
from itb_companion.record.prepared import Prepared

NO_NOTIFICATION = (ALERT_WINDOW, SOUND)
"""What is kept like the channels and is none."""
SEEN = "seen"
"""The reason kept with an alert that only had to be known."""


def open_alerts() -> tuple[Alert, ...]:
    """Return every alert that nothing has settled."""
    return tuple(_alert(row) for row in _OPEN.rows())


_OPEN: Prepared[AlertRow] = Prepared("alert", "WHERE settled_at IS NULL ORDER BY id")


def known(key: str) -> bool:
    """Whether this occurrence was raised before, whatever became of it."""
    return bool(OccurrenceRow.select().where(OccurrenceRow.key == key).exists())


def settled_as_void(key: str) -> Alert | None:
    """Return the settled alert of an occurrence, unless a person's answer settled it for good."""
    from itb_companion.record.tables import OccurrenceRow  # itself: a stand-in cannot be joined

    void = (OccurrenceRow.key == key) & ~AlertRow.settled_at.is_null() & (AlertRow.settled_why != SEEN)
    row = AlertRow.select().join(OccurrenceRow).where(void).order_by(AlertRow.id.desc()).first()
    return None if row is None else _alert(row)


def insert(alert: Alert) -> Alert:
    """Write a new alert with its occurrence; return it with its id."""
    row = AlertRow.create(**_values(alert))
    _write_occurrence(row.id, alert.item, alert.raised_at)
    return _alert(row)


def add_occurrence(alert: Alert, now: datetime) -> None:
    """Write a newer occurrence of an alert, and the alert as it now stands."""
    _write_occurrence(alert.id, alert.item, now)
    update(alert)


def add_contained(alert: Alert, items: Sequence[Item], now: datetime) -> None:
    """Write earlier occurrences that this alert speaks for; those that are known stay as they are."""
    for item in items:
        if not known(item.key):
            _write_occurrence(alert.id, item, now)


def update(alert: Alert) -> None:
    """Write an alert as it now stands."""
    AlertRow.update(_values(alert)).where(AlertRow.id == alert.id).execute()


def note_answer(alert: Alert, what: str, until: datetime | None, now: datetime, by: str) -> None:
    """Keep what a person answered."""
    AnswerRow.create(alert=alert.id, what=what, until=until, at=now, recorded_by=by)


def note_deliveries(key: str, deliveries: Sequence[Delivery], now: datetime) -> None:
    """Keep what is known of each attempt to show an occurrence."""
    for delivery in deliveries:
        DeliveryRow.create(
            key=key, channel=delivery.channel, outcome=delivery.outcome.value, detail=delivery.detail, at=now
        )


def last_deliveries(channels: Sequence[str]) -> dict[str, tuple[str, str, datetime]]:
    """Return the newest outcome of each channel that was ever tried: outcome, detail, when."""
    found = {row.channel: (row.outcome, row.detail, row.at) for row in _LAST_DELIVERIES.rows()}
    return {channel: found[channel] for channel in channels if channel in found}


_LAST_DELIVERIES: Prepared[DeliveryRow] = Prepared(
    "delivery", "WHERE id IN (SELECT MAX(id) FROM delivery GROUP BY channel)"
)


def forget_unfinished_announcements(now: datetime) -> None:
    """Let an alert be announced anew if no channel has told anything since it was written down as announced.

    The program ended between writing it down and handing it over. Twice is better than never here. One notification
    speaks for several alerts, so it may carry the key of another one.
    """
    for alert in open_alerts():
        if alert.announced_at is None:
            continue
        # What was noted by a clock that stood ahead proves nothing about now.
        since = DeliveryRow.at >= alert.announced_at
        if alert.announced_at <= now:
            # What was noted by a clock that stood ahead proves nothing about this announcement; where it was itself
            # made by that clock, it does.
            since &= DeliveryRow.at <= now
        told = since & DeliveryRow.channel.not_in(NO_NOTIFICATION)
        if not DeliveryRow.select().where(told).exists():
            AlertRow.update(announced_at=None).where(AlertRow.id == alert.id).execute()


def notices(channel: str, limit: int) -> list[tuple[str, str, bool]]:
    """Return the newest confirmed deliveries of a channel: key, detail, whether the alert is open and not answered."""
    confirmed = (DeliveryRow.channel == channel) & (DeliveryRow.outcome == "confirmed")
    rows = DeliveryRow.select().where(confirmed).order_by(DeliveryRow.id.desc()).limit(limit)
    wanted = {alert.item.key for alert in open_alerts() if alert.quiet_until is None}
    newest: dict[str, str] = {}
    for row in rows:
        newest.setdefault(row.key, row.detail)
    return [(key, detail, key in wanted) for key, detail in newest.items()]


def last_seen() -> tuple[datetime, str] | None:
    """Return when a person last answered an alert, and who."""
    row = _LAST_SEEN.first("reopened")
    return None if row is None else (row.at, row.recorded_by)


_LAST_SEEN: Prepared[AnswerRow] = Prepared("answer", "WHERE what != ? ORDER BY id DESC LIMIT 1")


def settled(limit: int) -> tuple[Alert, ...]:
    """Return the alerts that were settled last, newest first."""
    query = AlertRow.select().where(~AlertRow.settled_at.is_null()).order_by(AlertRow.settled_at.desc())
    return tuple(_alert(row) for row in query.limit(limit))


def settled_before(before: datetime, limit: int) -> tuple[Alert, ...]:
    """Return the alerts that were settled last before an instant, newest first."""
    query = AlertRow.select().where(AlertRow.settled_at < before).order_by(AlertRow.settled_at.desc())
    return tuple(_alert(row) for row in query.limit(limit))


def pulse() -> datetime | None:
    """Return when the program last looked at what is due."""
    row = _PULSE.first()
    return None if row is None else row.at


_PULSE: Prepared[PulseRow] = Prepared("pulse", "WHERE id = 1")


def set_pulse(now: datetime) -> None:
    """Keep that the program looked at what is due."""
    in_use().execute_sql("INSERT OR REPLACE INTO pulse (id, at) VALUES (1, ?)", (instant_text(now),))


def note_absence(absence: Absence) -> None:
    """Keep a time in which nothing could be shown."""
    values = (instant_text(absence.started_at), instant_text(absence.ended_at), absence.kind.value)
    in_use().execute_sql("INSERT INTO absence (started_at, ended_at, kind) VALUES (?, ?, ?)", values)


def untold_absences() -> tuple[Absence, ...]:
    """Return the absences that nobody was told of yet, newest first."""
    return tuple(_absence(row) for row in _UNTOLD.rows())


_UNTOLD: Prepared[AbsenceRow] = Prepared("absence", "WHERE told_at IS NULL ORDER BY id DESC")


def alerts_due_within(absence: Absence) -> frozenset[int]:
    """Return the ids of the alerts of which an occurrence fell due within an absence."""
    rows = _WITHIN.rows(instant_text(absence.started_at), instant_text(absence.ended_at))
    return frozenset(row.alert_id for row in rows)


_WITHIN: Prepared[OccurrenceRow] = Prepared("occurrence", "WHERE due_at >= ? AND due_at <= ?")


def tell_absences(now: datetime) -> None:
    """Keep that a person was told of every absence so far."""
    in_use().execute_sql("UPDATE absence SET told_at = ? WHERE told_at IS NULL", (instant_text(now),))


def absence_over(moment: datetime) -> Absence | None:
    """Return the absence that an instant fell into, if there was one."""
    query = AbsenceRow.select().where((AbsenceRow.started_at <= moment) & (AbsenceRow.ended_at >= moment))
    row = query.order_by(AbsenceRow.id.desc()).first()
    return None if row is None else _absence(row)


def absences(limit: int) -> tuple[Absence, ...]:
    """Return the newest absences, newest first."""
    return tuple(_absence(row) for row in AbsenceRow.select().order_by(AbsenceRow.id.desc()).limit(limit))


def absences_before(before: datetime, limit: int) -> tuple[Absence, ...]:
    """Return the absences that ended last before an instant, newest first."""
    query = AbsenceRow.select().where(AbsenceRow.ended_at < before).order_by(AbsenceRow.ended_at.desc())
    return tuple(_absence(row) for row in query.limit(limit))


def _absence(row: AbsenceRow) -> Absence:
    return Absence(row.started_at, row.ended_at, AbsenceKind(row.kind), row.id)


def _write_occurrence(alert_id: int | None, item: Item, now: datetime) -> None:
    OccurrenceRow.create(key=item.key, alert=alert_id, kind=item.kind.value, due_at=item.due_at, raised_at=now)


def _values(alert: Alert) -> dict[str, object]:
    return {
        "cause": alert.cause,
        "kind": alert.kind.value,
        "key": alert.item.key,
        "due_at": alert.item.due_at,
        "severity": int(alert.severity),
        "once": alert.item.once,
        "danger_at": alert.item.danger_at,
        "raised_at": alert.raised_at,
        "shown_at": alert.shown_at,
        "announced_at": alert.announced_at,
        "seen_at": alert.seen_at,
        "seen_by": alert.seen_by,
        "quiet_until": alert.quiet_until,
        "snoozed": alert.snoozed,
        "settled_at": alert.settled_at,
        "settled_by": alert.settled_by,
        "settled_why": alert.settled_why,
    }


def _alert(row: AlertRow) -> Alert:
    item = Item(Kind(row.kind), row.cause, row.key, row.due_at, Severity(row.severity), {}, row.once, row.danger_at)
    return Alert(
        cause=row.cause,
        item=item,
        raised_at=row.raised_at,
        shown_at=row.shown_at,
        announced_at=row.announced_at,
        seen_at=row.seen_at,
        seen_by=row.seen_by,
        quiet_until=row.quiet_until,
        snoozed=row.snoozed,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        settled_why=row.settled_why,
        id=row.id,
    )
