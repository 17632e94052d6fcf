"""Puts what is due in front of a person.

The alert window always, sound and a notification on top of it, each outcome written down.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from itb_companion.care.absence import Absence
from itb_companion.care.alerts import Alert
from itb_companion.care.ports import ALERT_WINDOW, Delivery, Notice, Outcome, Sound
from itb_companion.companion.evaluation import Evaluation
from itb_companion.companion.reminders import Reminders
from itb_companion.companion.sounding import Sounding
from itb_companion.desktop.channels import ChannelChain
from itb_companion.record.errors import RecordError
from itb_companion.ui.views.alerts import SHOWN_BY_CHECK, SHOWN_BY_EMERGENCY_SCREEN, alert_view, away_sentence, notice
from itb_companion.words import Words

if TYPE_CHECKING:
    from itb_companion.ui.alert_window import AlertWindow

T = TypeVar("T")
ATTENDED_FOR = timedelta(minutes=15)
"""After this long without a key press or a click the emergency screen calls for somebody again."""


class Alerting(QObject):
    """Between the evaluation and the ways to be heard.

    Signals: `wanted(object)`, an alert whose own action was chosen; `changed()`; `failed(object)`, a RecordError;
    `tested(object)`, a Delivery of a test.
    """

    wanted = Signal(object)
    changed = Signal()
    failed = Signal(object)
    tested = Signal(object)

    def __init__(self, reminders: Reminders, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._words = words
        self._chain: ChannelChain | None = None
        self._sound: Sound | None = None
        self._sounding = Sounding()
        self._unheard: Alert | None = None
        self._calls = 0
        """How many sounds of alerts have not ended yet."""
        self._touched_at: datetime | None = None
        self._waiting: list[Notice] = []
        self._alerts: dict[int, Alert] = {}
        self._sent: dict[str, str] = {}
        """The key of the newest notice of each cause; notices of earlier runs are taken over by the channel itself."""

    @cached_property
    def window(self) -> "AlertWindow":
        """The window that stays until somebody answers; made for the first alert."""
        from itb_companion.ui.alert_window import AlertWindow

        window = AlertWindow()
        window.acted.connect(self._acted)
        window.seen.connect(self._seen)
        window.snoozed.connect(self._snoozed)
        return window

    def use(self, chain: ChannelChain, sound: Sound) -> None:
        """Send through these channels from now on; what was due before they were ready goes out now."""
        self._chain, self._sound = chain, sound
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.send(message)
        if self._unheard is not None:
            self._play(self._unheard)

    def show(self, evaluation: Evaluation, today: date, *, on_emergency_screen: bool, on_check: bool = False) -> None:
        """Bring window and sound in line with an evaluation; the same one may be shown again.

        What the emergency screen shows needs no window over it, and no sound while somebody works on it. Nor does a
        check for signs while somebody works on that: the window would lie over the danger signs.
        """
        on_screen = SHOWN_BY_EMERGENCY_SCREEN if on_emergency_screen else ()
        if on_check and self._is_attended(evaluation.at):
            on_screen = SHOWN_BY_CHECK
        showing = [alert for alert in evaluation.showing if alert.kind not in on_screen]
        self._alerts = {alert.id or 0: alert for alert in showing}
        household, now = evaluation.household, evaluation.at
        views = [
            alert_view(self._words, alert, household, now, today, self._gone(alert.item.due_at)) for alert in showing
        ]
        if views or self._has_window:
            self.window.show_alerts(views, away_sentence(self._words, evaluation, today))
        self._sound_for(showing if self._is_attended(now) else evaluation.showing, evaluation)

    def tell(self, evaluation: Evaluation, today: date) -> None:
        """Write down what is shown now, and send what is new; once for each evaluation."""
        for settled in evaluation.settled:
            self._withdraw(settled)
        for alert in evaluation.newly_shown:
            self._note(alert.item.key, [Delivery(ALERT_WINDOW, Outcome.CONFIRMED)])
        self._announce(evaluation, today)

    def _gone(self, moment: datetime) -> Absence | None:
        return self._keep(self._reminders.absence_at, moment)

    def _announce(self, evaluation: Evaluation, today: date) -> None:
        """Send one notification for everything that is new, about the worst of it."""
        if not evaluation.to_announce:
            return
        for alert in evaluation.to_announce:
            self._withdraw_older(alert)
        worst, *others = evaluation.to_announce
        self._sent[worst.cause] = worst.item.key
        gone = self._gone(worst.item.due_at)
        self.send(notice(self._words, worst, evaluation, today, gone, len(others)))

    def come_forward(self, key: str) -> bool:
        """Bring the alert window to the front if it shows the occurrence with this key; return whether it does."""
        if not any(alert.item.key == key for alert in self._alerts.values()):
            return False
        self.window.come_forward()
        self.window.activateWindow()  # a person asked for it, so it may take the keyboard
        return True

    # Sound

    def touched(self, now: datetime) -> None:
        """Note that somebody works with the program."""
        self._touched_at = now

    def _is_attended(self, now: datetime) -> bool:
        """Whether somebody worked with the program so lately that the emergency screen need not call for anybody."""
        return self._touched_at is not None and timedelta(0) <= now - self._touched_at < ATTENDED_FOR

    def _sound_for(self, showing: Sequence[Alert], evaluation: Evaluation) -> None:
        due = self._sounding.due(showing, evaluation.at, held=evaluation.held_until is not None)
        if due is not None:
            self._play(due)
        elif not showing:
            self._fall_silent()

    def _fall_silent(self) -> None:
        """End the sound of an alert; a test of the alarm is heard to its end."""
        self._unheard = None
        if self._calls and self._sound is not None:
            self._sound.stop()

    def next_sound_at(self) -> datetime | None:
        """Return when something sounds next, if nobody answers."""
        return self._sounding.next_at

    def _play(self, alert: Alert) -> None:
        if self._sound is None:
            self._unheard = alert
            return
        self._unheard = None
        self._calls += 1
        self._sound.play(alert.severity, lambda delivery: self._called(alert.item.key, delivery))

    def _called(self, key: str, delivery: Delivery) -> None:
        self._calls -= 1
        self._played(key, delivery)

    def _played(self, key: str, delivery: Delivery) -> None:
        """Write down what became of a sound; where none could be made, the system's own beep is better than nothing."""
        if delivery.outcome in (Outcome.UNAVAILABLE, Outcome.TIMED_OUT):
            QApplication.beep()
        self._delivered(key, [delivery])

    # Notifications

    def send(self, message: Notice) -> None:
        """Send a notice through the channels, as soon as there are any; its outcome is written down."""
        if self._chain is None:
            self._waiting.append(message)
            return
        self._chain.send(message, lambda deliveries: self._delivered(message.key, deliveries))

    def _delivered(self, key: str, deliveries: list[Delivery]) -> None:
        self._note(key, deliveries)
        self.changed.emit()

    def _note(self, key: str, deliveries: list[Delivery]) -> None:
        self._keep(self._reminders.note_deliveries, key, deliveries)

    def test(self, message: Notice) -> None:
        """Send a notice through every channel and play the alarm; each outcome is written down like any other."""

        def told(deliveries: list[Delivery]) -> None:
            for delivery in deliveries:
                self.tested.emit(delivery)
            self._delivered(message.key, deliveries)

        def played(delivery: Delivery) -> None:
            self.tested.emit(delivery)
            self._played(message.key, delivery)

        if self._chain is not None:
            self._chain.send_everywhere(message, told)
        if self._sound is not None:
            self._sound.play(message.severity, played)

    # Answers

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
        self._withdraw_older(alert)
        self._sent.pop(alert.cause, None)
        if self._chain is not None:
            self._chain.withdraw(alert.item.key)

    def _withdraw_older(self, alert: Alert) -> None:
        """Take back what was sent of an earlier occurrence of the same cause: it says what holds no longer."""
        older = self._sent.get(alert.cause, alert.item.key)
        if older != alert.item.key and self._chain is not None:
            self._chain.withdraw(older)

    def close(self) -> None:
        """Take the window away."""
        if self._has_window:
            self.window.hide()
            self.window.deleteLater()

    @property
    def _has_window(self) -> bool:
        return "window" in vars(self)
