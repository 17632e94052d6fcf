"""Joins pages and acts: what a person wants becomes an act, and every act redraws what is shown."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.care.agenda import Kind
from itb_companion.care.alerts import Alert
from itb_companion.care.household import Household
from itb_companion.care.ports import Autostart, Notice, Sound, StartupState
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.pump import pump_model, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.triage import Level
from itb_companion.companion import Companion
from itb_companion.companion.evaluation import Evaluation
from itb_companion.companion.failures import record_failure
from itb_companion.companion.help import EMPTY
from itb_companion.companion.people import FirstStart
from itb_companion.record import emergency_card
from itb_companion.record.errors import RecordError
from itb_companion.ui import theme
from itb_companion.ui.shell import Shell
from itb_companion.ui.views.today import Evidence, today_view
from itb_companion.ui.wiring import draw, page_makers
from itb_companion.words import Words, due

if TYPE_CHECKING:
    from itb_companion.desktop.channels import ChannelChain
    from itb_companion.ui.alarm_test import AlarmTestDialog
    from itb_companion.ui.alerting import Alerting
    from itb_companion.ui.emergency_desk import EmergencyDesk
    from itb_companion.ui.first_start import FirstStartDialog

CHANNELS = ("alert-window", "dbus", "plyer", "tray", "sound")


def chosen_look(app: QApplication, household: Household) -> theme.Look:
    """Return the look that a household chose."""
    try:
        scale = float(household.options.get("text_scale", "1"))
    except ValueError:
        scale = theme.SMALLEST_SCALE
    scale = min(max(scale, theme.SMALLEST_SCALE), theme.LARGEST_SCALE)
    return theme.Look(theme.theme_for(app, household.options.get("theme", "system")), scale)


class Conductor(QObject):
    """Holds the window together. Signal `evaluated(object)`: an Evaluation was made and shown."""

    evaluated = Signal(object)

    def __init__(self, companion: Companion, shell: Shell, words: Words) -> None:
        super().__init__()
        self.companion = companion
        self.shell = shell
        self.words = words
        self.first_start: FirstStartDialog | None = None
        self._alerting: Alerting | None = None
        self._emergency: EmergencyDesk | None = None
        self._evaluation: Evaluation | None = None
        self._service: str | None = None
        self._has_tray: bool | None = None
        self._autostart: Autostart | None = None
        self._startup: StartupState | None = None
        self._alarm_test: AlarmTestDialog | None = None
        self._opened_for: set[str] = set()
        self._worded_for: object = None
        shell.page_wanted.connect(self.go)
        shell.emergency_wanted.connect(self.open_emergency)
        for key, maker in page_makers(self).items():
            shell.add_page(key, maker)
        shell.add_page("emergency", self._make_emergency)

    # Starting, part by part

    def open_first_page(self) -> None:
        """Show the Today page, or the emergency screen where help is still being sought."""
        self.fill_first_page()
        self.resume_help()

    def fill_first_page(self) -> None:
        """Bring the Today page to the front, as the record has it."""
        # Filled before the window holds it: what is not dressed yet need not be dressed anew, which takes 14 ms.
        self.look(page="today")
        self.shell.show_page("today")

    def resume_help(self) -> None:
        """Open the emergency screen where help is still being sought."""
        if self.companion.help.current() is not None:
            self.open_emergency()

    def join_side_journal(self) -> None:
        """Take over what was done on the emergency screen while the record could not be used."""
        try:
            found = self.companion.help.join_side_journal()
        except RecordError as error:
            self.tell(record_failure(self.words, error))
            return
        if found:
            self.tell(self.words.text("app.journal-joined"))
            self.resume_help()

    def begin_alerts(self) -> None:
        """Put what is due in front of a person from now on."""
        from itb_companion.ui import alerting

        self._alerting = alerting.Alerting(self.companion.reminders, self.words, self)
        self._alerting.wanted.connect(self._act_on_alert)
        self._alerting.changed.connect(self.look)
        self._alerting.failed.connect(lambda error: self.tell(record_failure(self.words, error)))
        self.look()

    def use_channels(self, chain: "ChannelChain", sound: Sound) -> None:
        """Send notifications through these channels and sound from now on."""
        if self._alerting is not None:
            self._alerting.use(chain, sound)

    def notices_of_earlier_runs(self, channel: str) -> list[tuple[str, str, bool]]:
        """Return what earlier runs have shown through a channel: key, detail, whether it is still wanted."""
        try:
            return self.companion.reminders.notices(channel)
        except RecordError as error:
            self.tell(record_failure(self.words, error))
            return []

    def notification_clicked(self, key: str) -> None:
        """Bring the window to the front that a notification is about."""
        if self._alerting is None or not self._alerting.come_forward(key):
            self.come_forward()

    def use_autostart(self, autostart: Autostart) -> None:
        """Know from now on whether this program starts at login, and be able to change it."""
        self._autostart = autostart
        self._startup = autostart.state()

    def startup(self) -> StartupState | None:
        """Return whether the program starts at login, as it was last read; None before anybody has looked."""
        return self._startup

    def start_at_login(self, *, wanted: bool) -> None:
        """Let the program start at login, or not; what stands there then is read back."""
        if self._autostart is None:
            return
        self._startup = self._autostart.set() if wanted else self._autostart.remove()
        self._draw_page(self.shell.current)

    def touched(self) -> None:
        """Note that somebody works with the program."""
        if self._alerting is not None:
            self._alerting.touched(self.now)

    def seconds_to_next_look(self) -> float | None:
        """Return after how many seconds something falls due or sounds again, as far as is known now."""
        if self._evaluation is None:
            return None
        instants = [self._evaluation.next_at, self._alerting.next_sound_at() if self._alerting else None]
        next_at = min((instant for instant in instants if instant is not None), default=None)
        return None if next_at is None else (next_at - self.now).total_seconds()

    def service_answered(self, name: str | None) -> None:
        """Take in what the notification service calls itself; None where there is no such service."""
        self._service = name or ""
        self._draw_page(self.shell.current)

    def tray_seen(self, *, has_tray: bool) -> None:
        """Take in whether there is a tray."""
        self._has_tray = has_tray

    def offer_first_start(self) -> None:
        """Ask for the least that is needed, if nobody was entered yet."""
        if self.companion.household().person is not None or not self.shell.isVisible():
            return
        if self.first_start is not None:
            self.first_start.open()
            return
        from itb_companion.ui.first_start import FirstStartDialog

        self.first_start = FirstStartDialog(self.words, parent=self.shell)
        self.first_start.submitted.connect(self.guarded(self._begin))
        self.first_start.open()

    def _begin(self, start: FirstStart) -> None:
        dialog = self.first_start
        if dialog is None:
            return
        problems = self.companion.people.check_first_start(start)
        if problems and (any(p.stops for p in problems) or not dialog.confirmed):
            dialog.show_problems(problems, self.words)
            return
        self.companion.people.begin(start)
        self.start_at_login(wanted=dialog.start_at_login.box.isChecked())
        dialog.accept()
        self.first_start = None
        self.go("today")

    def come_forward(self) -> None:
        """Bring the window to the front, with its newest content."""
        if not self.shell.current:
            self.open_first_page()
        self.shell.come_forward()
        self.offer_first_start()

    # What is shown

    @property
    def today(self) -> date:
        """The local day."""
        return self.companion.desk.today

    @property
    def now(self) -> datetime:
        """This instant."""
        return self.companion.desk.now

    def look(self, why: str = "no-longer-due", page: str = "") -> Evaluation | None:
        """Evaluate what is due and redraw everything; a record that cannot be read is told, and nothing breaks.

        `page` is drawn instead of the page in front.
        """
        self.words.zone = self.companion.desk.zone
        self.guarded(self.companion.checks.progress)()
        try:
            evaluation = self.companion.reminders.evaluate(why, announces=self._alerting is not None)
            self._evaluation = evaluation
            if evaluation.failure is not None:
                self.tell(record_failure(self.words, evaluation.failure))
            self._draw(evaluation, page or self.shell.current)
        except RecordError as error:
            self.tell(record_failure(self.words, error))
            return None
        self.evaluated.emit(evaluation)
        return evaluation

    def _draw(self, evaluation: Evaluation, page: str) -> None:
        household = evaluation.household
        pump = household.pump
        self._forget_wording(household)
        self.shell.set_person(household.person.name if household.person else "", pump.full_name if pump else "")
        if self._alerting is not None and self.shell.current != "emergency":
            self._open_when_empty(evaluation)
        self._draw_page(self.shell.current if self.shell.current == "emergency" else page)
        self._show_alerts(evaluation)
        if self._alerting is not None:
            self._alerting.tell(evaluation, self.today)

    def _forget_wording(self, household: Household) -> None:
        """Let the check be made anew for another person, or another pump: its wording follows them."""
        worded_for = (household.person, household.pump)
        if self._worded_for != worded_for and self.shell.made("signs"):
            was_here = self.shell.current == "signs"
            self.shell.forget("signs")
            if was_here:
                self.shell.show_page("signs")
        self._worded_for = worded_for

    def _show_alerts(self, evaluation: Evaluation) -> None:
        if self._alerting is not None:
            on_screen = self.shell.current == "emergency" and self.shell.isVisible() and not self.shell.isMinimized()
            self._alerting.show(evaluation, self.today, on_emergency_screen=on_screen)

    def _draw_page(self, key: str) -> None:
        if key == "today" and self._evaluation is not None:
            view = today_view(self.words, self._evaluation, self.today, self._evidence())
            self.shell.page("today").show_today(view)
        elif key == "emergency" and self._emergency is not None:
            self._emergency.refresh()
        elif key:
            draw(self, key)

    def _evidence(self) -> Evidence:
        reach = self.companion.reminders.reach(CHANNELS)
        return Evidence(
            deliveries=reach.deliveries,
            seen=reach.seen,
            service=self._service,
            has_tray=self._has_tray,
            card_is_current=self.companion.desk.card_is_current,
            last_level_id=self.companion.checks.last_level_id(),
            startup=self._startup,
            test=self.companion.reminders.alarm_test(),
            backup_at=self.companion.backup_made_at(),
        )

    def _open_when_empty(self, evaluation: Evaluation) -> None:
        """Bring the emergency screen by itself, once an occurrence, when the pump may be empty."""
        for alert in evaluation.showing:
            if alert.kind is Kind.EMPTY and alert.item.key not in self._opened_for:
                self._opened_for.add(alert.item.key)
                self.open_emergency(EMPTY)
                return

    # Where a person goes

    def go(self, key: str) -> QWidget:
        """Show a page with its newest content."""
        page = self.shell.page(key)
        self.shell.show_page(key)
        self.look()
        if self.first_start is not None:
            self.first_start.open()
        return page

    def open_emergency(self, rule_id: str = "", level: Level = Level.EMERGENCY) -> None:
        """Show the emergency screen, whatever else is shown.

        A first start that is under way waits, with what was typed.
        """
        if self.first_start is not None:
            self.first_start.hide()
        self.shell.page("emergency")
        if self._emergency is not None:
            if rule_id:
                self._emergency.open(rule_id, level)
            else:
                self._emergency.open()
        self.shell.show_page("emergency")
        self.shell.come_forward()
        if self._evaluation is not None:
            self._show_alerts(self._evaluation)

    def _make_emergency(self) -> QWidget:
        from itb_companion.companion.help_without_record import HelpWithoutRecord
        from itb_companion.record.side_journal import SideJournal
        from itb_companion.ui.emergency_desk import EmergencyDesk
        from itb_companion.ui.pages.emergency import EmergencyPage

        page = EmergencyPage()
        page.back_wanted.connect(lambda: self.go("today"))
        page.check_wanted.connect(lambda: self.go("signs"))
        companion, folder = self.companion, self.companion.desk.store.folder
        self._emergency = EmergencyDesk(
            page,
            companion.help,
            companion.household,
            lambda: emergency_card.read(folder),
            lambda: HelpWithoutRecord(emergency_card.read(folder), companion.desk.clock, SideJournal(folder)),
            companion.desk.clock,
            self.words,
        )
        self._emergency.changed.connect(self._emergency_changed)
        return page

    def _emergency_changed(self, why: str) -> None:
        if why == "episode-closed":
            self.shell.show_page("today")
        self.look(why)

    def _act_on_alert(self, alert: Alert) -> None:
        from itb_companion.ui.views.actions import action_for

        self.act(action_for(alert.kind).name)
        self.shell.come_forward()

    def act(self, action: str) -> None:
        """Go where the button of something due leads."""
        if action == "refill":
            self.go("pump").open_form()
        elif action == "appointment":
            self.go("pump").open_appointment()
        elif action == "overdue":
            self.open_emergency("alarm-date-passed", Level.URGENT)
        elif action == "empty":
            self.open_emergency(EMPTY)
        elif action == "emergency":
            self.open_emergency()
        else:
            self.go(action)

    # Acts

    def attempt(self, page: QWidget, why: str, act: Callable[..., object], *arguments: object) -> bool:
        """Run one act of a page: what cannot be kept is told at its field, a failing disk in a sentence on top."""
        try:
            act(*arguments)
        except NotAcceptedError as error:
            page.show_problems(error.problems, self.words)
            return False
        except RecordError as error:
            self.tell(record_failure(self.words, error))
            return False
        if hasattr(page, "accepted"):
            page.accepted()
        self.look(why)
        return True

    def guarded(self, act: Callable[..., None]) -> Callable[..., None]:
        """Return an act that tells a failing disk in a sentence on top instead of breaking off."""

        def run(*arguments: object) -> None:
            try:
                act(*arguments)
            except RecordError as error:
                self.tell(record_failure(self.words, error))

        return run

    def tell(self, sentence: str) -> None:
        """Say what failed, on top of the window, without stopping anything."""
        self.shell.tell(sentence)

    def tell_of_defect(self) -> None:
        """Say that something failed that should not have."""
        self.tell(self.words.text("app.defect"))

    def no_signs(self) -> None:
        """Save a check without signs, in one click."""
        self.attempt(self.shell.page("today"), "check-saved", self.companion.checks.no_signs_now)

    def wake_alert(self, alert_id: int) -> None:
        """End the snooze of an alert; it comes back at once."""
        self.guarded(self.companion.reminders.wake)(alert_id)
        self.look()

    def test_alarm(self) -> None:
        """Send a test through every way to be heard, and ask what was seen and heard of it."""
        if self._alerting is None:
            return
        from itb_companion.ui.alarm_test import AlarmTestDialog

        if self._alarm_test is None:
            self._alarm_test = AlarmTestDialog(self.words, self.shell)
            self._alarm_test.again_wanted.connect(self._send_test)
            self._alarm_test.answered.connect(self._alarm_test_answered)
            self._alerting.tested.connect(self._alarm_test.show_delivery)
        self._alarm_test.begin()
        self._alarm_test.open()
        self._send_test()

    def _send_test(self) -> None:
        title = self.tr("This is a test of your alarm")
        body = self.tr("If you can read this, notifications reach you.")
        if self._alerting is not None:
            self._alerting.test(Notice(f"test:{self.now.isoformat()}", title, body, Severity.URGENT))

    def _alarm_test_answered(self, saw: bool, heard: bool) -> None:  # noqa: FBT001 - a signal's arguments
        keep = self.companion.reminders.note_alarm_test
        self.guarded(lambda: keep(saw_notification=saw, heard_sound=heard))()
        self.look()

    def tones_described(self) -> bool:
        """Whether a source describes the alarm tones of this household's pump."""
        pump = self.companion.household().pump
        model = pump_model(pump.model_id) if pump else None
        return bool(model and model.sources)

    def dates(self) -> object:
        """Return the refill dates, or why they cannot be told."""
        return refill_dates(self.companion.household().fill)

    def wear(self, app: QApplication) -> None:
        """Dress the program as this household chose."""
        theme.apply(app, chosen_look(app, self.companion.household()))

    # Ending

    def what_quitting_means(self) -> str:
        """Return what will not be reminded of, in words."""
        found, today = self.companion.reminders.agenda(), self.today
        lines = [self.words.text("app.quit")]
        if found.due:
            lines.append(self.words.text("app.quit-due", what=due.title(self.words, found.due[0], today)))
        if found.next is not None:
            when = self.words.moment(found.next.due_at, self.now)
            lines.append(self.words.text("app.quit-next", what=due.coming(self.words, found.next, today), when=when))
        return "\n\n".join(lines)

    def say_once_how_closing_works(self, *, has_tray: bool) -> None:
        """Tell a person who closes the window for the first time that reminding goes on."""
        household = self.companion.household()
        if household.options.get("told_closing") or self._alerting is None:
            return
        body = self.words.text("app.closed-to-tray" if has_tray else "app.closed-to-taskbar")
        self._alerting.send(Notice("closing", self.tr("ITB Companion goes on"), body, Severity.CALM))
        self.guarded(self.companion.people.set_option)("told_closing", "yes")

    def close(self) -> None:
        """Take away every window of ours but the shell."""
        if self._alerting is not None:
            self._alerting.close()
