"""Joins what is due with the alert window and the channels, and tests the alarm."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from itb_companion.care.alerts import Alert
from itb_companion.care.ports import Notice
from itb_companion.care.severity import Severity
from itb_companion.companion.evaluation import Evaluation
from itb_companion.companion.failures import record_failure
from itb_companion.record.errors import RecordError
from itb_companion.ui.alerting import Alerting

if TYPE_CHECKING:
    from itb_companion.ui.alarm_test import AlarmTestDialog
    from itb_companion.ui.conductor import Conductor


class AlertsDesk(QObject):
    """Puts what is due in front of a person; as long as there is none, nothing comes by itself."""

    def __init__(self, conductor: "Conductor") -> None:
        super().__init__()
        self._conductor = conductor
        self._reminders = conductor.companion.reminders
        self.alarm_test: AlarmTestDialog | None = None
        self.alerting = Alerting(self._reminders, conductor.words, conductor)
        self.alerting.wanted.connect(self._act_on)
        self.alerting.changed.connect(conductor.look)
        self.alerting.failed.connect(lambda error: conductor.tell(record_failure(conductor.words, error)))

    def show(self, evaluation: Evaluation) -> None:
        """Bring window and sound in line with an evaluation and with the page in front."""
        shell = self._conductor.shell
        in_front = shell.current if shell.isVisible() and not shell.isMinimized() else ""
        self.alerting.show(
            evaluation,
            self._conductor.today,
            on_emergency_screen=in_front == "emergency",
            on_check=in_front == "signs",
        )

    def tell(self, evaluation: Evaluation) -> None:
        """Write down what is shown now, and send what is new."""
        self.alerting.tell(evaluation, self._conductor.today)

    def notices_of_earlier_runs(self, channel: str) -> list[tuple[str, str, bool]]:
        """Return what earlier runs have shown through a channel: key, detail, whether it is still wanted."""
        try:
            return self._reminders.notices(channel)
        except RecordError as error:
            self._conductor.tell(record_failure(self._conductor.words, error))
            return []

    def notification_clicked(self, key: str) -> None:
        """Bring the window to the front that a notification is about."""
        if not self.alerting.come_forward(key):
            self._conductor.come_forward()

    def _act_on(self, alert: Alert) -> None:
        from itb_companion.ui.views.actions import action_for

        self._conductor.act(action_for(alert.kind).name)
        self._conductor.shell.come_forward()

    def say_once_how_closing_works(self, *, has_tray: bool) -> None:
        """Tell a person who closes the window for the first time that reminding goes on."""
        conductor = self._conductor
        if conductor.companion.household().options.get("told_closing"):
            return
        body = conductor.words.text("app.closed-to-tray" if has_tray else "app.closed-to-taskbar")
        self.alerting.send(Notice("closing", self.tr("ITB Companion goes on"), body, Severity.CALM))
        conductor.guarded(conductor.companion.people.set_option)("told_closing", "yes")

    # The alarm test

    def test_alarm(self) -> None:
        """Send a test through every way to be heard, and ask what was seen and heard of it."""
        from itb_companion.ui.alarm_test import AlarmTestDialog

        if self.alarm_test is None:
            self.alarm_test = AlarmTestDialog(self._conductor.words, self._conductor.shell)
            self.alarm_test.again_wanted.connect(self._send_test)
            self.alarm_test.answered.connect(self._alarm_test_answered)
            self.alerting.tested.connect(self.alarm_test.show_delivery)
        self.alarm_test.begin()
        self.alarm_test.open()
        self._send_test()

    def _send_test(self) -> None:
        title = self.tr("This is a test of your alarm")
        body = self.tr("If you can read this, notifications reach you.")
        self.alerting.test(Notice(f"test:{self._conductor.now.isoformat()}", title, body, Severity.URGENT))

    def _alarm_test_answered(self, saw: bool, heard: bool) -> None:  # noqa: FBT001 - a signal's arguments
        keep = self._reminders.note_alarm_test
        self._conductor.guarded(lambda: keep(saw_notification=saw, heard_sound=heard))()
        self._conductor.look()
