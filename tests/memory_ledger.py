"""The ledger in memory: what the record keeps of alerts, without a disk, for years of evaluations in one test."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from itb_companion.care.absence import Absence
from itb_companion.care.alerts import Alert
from itb_companion.care.occurrence import Item
from itb_companion.care.value import replace
from itb_companion.record.ledger import SEEN


class Occurrence(NamedTuple):
    """One occurrence and the alert that speaks for it."""

    alert_id: int
    item: Item
    raised_at: datetime


class MemoryLedger:
    """Implements `care.ports.Ledger`; what it keeps is open to look at."""

    def __init__(self) -> None:
        self.alerts: dict[int, Alert] = {}
        self.occurrences: dict[str, Occurrence] = {}
        self.answers: list[tuple[int, str, datetime | None, datetime, str]] = []
        self.absences: list[Absence] = []
        self._open: dict[int, Alert] = {}
        self._by_due_at: list[tuple[datetime, int]] = []
        self._told = 0
        self._pulse: datetime | None = None

    def open_alerts(self) -> tuple[Alert, ...]:
        """Return the open alerts, oldest first."""
        return tuple(self._open[alert_id] for alert_id in sorted(self._open))

    def known(self, key: str) -> bool:
        return key in self.occurrences

    def settled_as_void(self, key: str) -> Alert | None:
        occurrence = self.occurrences.get(key)
        alert = self.alerts[occurrence.alert_id] if occurrence is not None else None
        return None if alert is None or alert.is_open or alert.settled_why == SEEN else alert

    def insert(self, alert: Alert) -> Alert:
        """Keep a new alert under the next id; ValueError where its occurrence is there already."""
        written = replace(alert, id=len(self.alerts) + 1)
        self._write(written, written.item, alert.raised_at)
        self.update(written)
        return written

    def add_occurrence(self, alert: Alert, now: datetime) -> None:
        self._write(alert, alert.item, now)
        self.update(alert)

    def add_contained(self, alert: Alert, items: Sequence[Item], now: datetime) -> None:
        for item in items:
            if item.key not in self.occurrences:
                self._write(alert, item, now)

    def update(self, alert: Alert) -> None:
        alert_id = _id_of(alert)
        self.alerts[alert_id] = alert
        if alert.is_open:
            self._open[alert_id] = alert
        else:
            self._open.pop(alert_id, None)

    def note_answer(self, alert: Alert, what: str, until: datetime | None, now: datetime, by: str) -> None:
        self.answers.append((_id_of(alert), what, until, now, by))

    def pulse(self) -> datetime | None:
        return self._pulse

    def set_pulse(self, now: datetime) -> None:
        self._pulse = now

    def note_absence(self, absence: Absence) -> None:
        self.absences.append(replace(absence, id=len(self.absences) + 1))

    def untold_absences(self) -> tuple[Absence, ...]:
        return tuple(reversed(self.absences[self._told :]))

    def alerts_due_within(self, absence: Absence) -> frozenset[int]:
        """Return the ids of the alerts of which an occurrence fell due within an absence."""
        first = bisect_left(self._by_due_at, (absence.started_at, 0))
        last = bisect_right(self._by_due_at, (absence.ended_at, len(self.alerts)))
        return frozenset(alert_id for _, alert_id in self._by_due_at[first:last])

    def tell_absences(self, now: datetime) -> None:
        self._told = len(self.absences)

    def _write(self, alert: Alert, item: Item, now: datetime) -> None:
        if item.key in self.occurrences:
            raise ValueError(f"written twice: {item.key}")
        self.occurrences[item.key] = Occurrence(_id_of(alert), item, now)
        insort(self._by_due_at, (item.due_at, _id_of(alert)))


def _id_of(alert: Alert) -> int:
    if alert.id is None:
        raise ValueError(f"never inserted: {alert.cause}")
    return alert.id
