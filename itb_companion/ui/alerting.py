"""Puts what is due in front of a person.

The alert window always, a notification on top of it, each outcome written down.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from itb_companion.care.alerts import Alert
from itb_companion.care.ports import Delivery, Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.companion.reminders import Evaluation, Reminders
from itb_companion.desktop.channels import ChannelChain
from itb_companion.record.errors import RecordError
from itb_companion.ui.alert_window import AlertWindow
from itb_companion.ui.views.alerts import SHOWN_BY_EMERGENCY_SCREEN, alert_view, notice
from itb_companion.words import Words

T = TypeVar("T")
ALERT_WINDOW = "alert-window"


class Alerting(QObject):
    """Between the evaluation and the ways to be heard.

    Signals: `wanted(object)`, an alert whose own action was chosen; `changed()`; `failed(object)`, a RecordError.
    """

    wanted = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, reminders: Reminders, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window = AlertWindow()
        self._reminders = reminders
        self._words = words
        self._chain: ChannelChain | None = None
        self._waiting: list[Notice] = []
        self._alerts: dict[int, Alert] = {}
        self.window.acted.connect(self._acted)
        self.window.seen.connect(self._seen)
        self.window.snoozed.connect(self._snoozed)

    def use(self, chain: ChannelChain) -> None:
        """Send through these channels from now on; what was due before they were ready goes out now."""
        self._chain = chain
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.send(message)

    def show(self, evaluation: Evaluation, today: date, *, on_emergency_screen: bool) -> None:
        """Bring window and notifications in line with an evaluation.

        What the emergency screen shows needs no window over it.
        """
        showing = [
            alert
            for alert in evaluation.showing
            if not (on_emergency_screen and alert.kind in SHOWN_BY_EMERGENCY_SCREEN)
        ]
        self._alerts = {alert.id or 0: alert for alert in showing}
        household, now = evaluation.household, evaluation.at
        views = [
            alert_view(
                self._words,
                alert,
                household,
                now,
                today,
                was_off=bool(self._keep(self._reminders.was_absent_at, alert.item.due_at)),
            )
            for alert in showing
        ]
        self.window.show_alerts(views)
        if self._chain is not None:
            for settled in evaluation.settled:
                self._chain.withdraw(settled.item.key)
        self._announce(evaluation, today)

    def _announce(self, evaluation: Evaluation, today: date) -> None:
        """Send one notification for everything that is new, about the worst of it."""
        if not evaluation.to_announce:
            return
        for alert in evaluation.to_announce:
            delivery = Delivery(ALERT_WINDOW, Outcome.CONFIRMED)
            self._keep(self._reminders.note_deliveries, alert.item.key, [delivery])
        worst = evaluation.to_announce[0]
        if worst.severity > Severity.CALM:
            QApplication.beep()
        self.send(notice(self._words, worst, evaluation.household, evaluation.at, today))

    def send(self, message: Notice) -> None:
        """Send a notice through the channels, as soon as there are any; its outcome is written down."""
        if self._chain is None:
            self._waiting.append(message)
            return
        self._chain.send(message, lambda deliveries: self._delivered(message.key, deliveries))

    def _delivered(self, key: str, deliveries: list[Delivery]) -> None:
        self._keep(self._reminders.note_deliveries, key, deliveries)
        self.changed.emit()

    def test(self, message: Notice) -> None:
        """Send a notice that is only a test; its outcome is written down like any other."""
        QApplication.beep()
        self.send(message)

    def _acted(self, alert_id: int) -> None:
        alert = self._alerts.get(alert_id)
        if alert is not None:
            self._quieten(alert)
            self.wanted.emit(alert)

    def _seen(self, alert_id: int) -> None:
        alert = self._alerts.get(alert_id)
        if alert is not None:
            self._quieten(alert)
            self.changed.emit()

    def _snoozed(self, alert_id: int, span: object) -> None:
        alert = self._alerts.get(alert_id)
        if alert is not None:
            self._keep(self._reminders.snooze, alert_id, span)
            self._withdraw(alert)
            self.changed.emit()

    def _quieten(self, alert: Alert) -> None:
        self._keep(self._reminders.seen, alert.id or 0)
        self._withdraw(alert)

    def _keep(self, act: Callable[..., T], *given: object) -> T | None:
        """Run an act of the ledger; one that cannot be written is told and hinders no alert."""
        try:
            return act(*given)
        except RecordError as error:
            self.failed.emit(error)
            return None

    def _withdraw(self, alert: Alert) -> None:
        if self._chain is not None:
            self._chain.withdraw(alert.item.key)

    def close(self) -> None:
        """Take the window away."""
        self.window.hide()
        self.window.deleteLater()
