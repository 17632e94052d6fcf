"""Joins pages and acts: what a person wants becomes an act, and every act redraws what is shown."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itb_companion.care.clinical import Clinical
from itb_companion.care.ports import Autostart, Sound, StartupState
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.triage import Level
from itb_companion.companion import Companion
from itb_companion.companion.failures import record_failure
from itb_companion.companion.help import EMPTY, OVERDUE
from itb_companion.record.errors import RecordError
from itb_companion.ui.shell import Shell
from itb_companion.ui.shown import Shown
from itb_companion.ui.wiring import page_makers
from itb_companion.words import Words

if TYPE_CHECKING:
    from itb_companion.companion.evaluation import Evaluation
    from itb_companion.desktop.channels import ChannelChain
    from itb_companion.ui.alerts_desk import AlertsDesk
    from itb_companion.ui.backup_desk import BackupDesk
    from itb_companion.ui.emergency_screen import EmergencyScreen
    from itb_companion.ui.first_start import FirstStartDialog
    from itb_companion.ui.first_start_desk import FirstStartDesk
    from itb_companion.ui.lock_desk import LockDesk


RECORDS = frozenset({"pump", "history", "contacts", "care_plan", "settings"})
"""The pages that a screen lock may stand before."""


class Conductor(QObject):
    """Holds the window together. Signal `evaluated(object)`: an Evaluation was made and shown.

    What has a desk of its own is made when it is first wanted, for nothing of it is needed to show the first page.
    """

    evaluated = Signal(object)

    def __init__(self, companion: Companion, shell: Shell, words: Words) -> None:
        super().__init__()
        self.companion = companion
        self.shell = shell
        self.words = words
        self.alerts: AlertsDesk | None = None
        """None until what is due comes in front of a person."""
        self.shown = Shown(self)
        self.service: str | None = None
        """What the notification service calls itself, or nothing; None before it has answered."""
        self.has_tray: bool | None = None
        self.sound: Sound | None = None
        self._autostart: Autostart | None = None
        self._startup: StartupState | None = None
        self._backup_desk: BackupDesk | None = None
        self._first_start: FirstStartDesk | None = None
        shell.page_wanted.connect(self.go)
        shell.emergency_wanted.connect(self.open_emergency)
        for key, maker in page_makers(self).items():
            shell.add_page(key, maker)
        self.guarded(self.shown.tell_in_chosen_unit)()

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

    def tell_of_lost_record(self) -> None:
        """Say that the record is gone, where only the emergency card beside it is left."""
        desk = self.companion.desk
        if desk.is_record_lost():
            self.tell(self.words.text("emergency-alone.record-lost", path=desk.store.path))

    def use_clinical(self, clinical: Clinical) -> None:
        """Assess by this content from now on, and say its words."""
        self.companion.desk.clinical = clinical
        self.words.adopt(clinical.texts)

    def begin_alerts(self) -> None:
        """Put what is due in front of a person from now on."""
        from itb_companion.ui.alerts_desk import AlertsDesk

        self.alerts = AlertsDesk(self)
        self.look()

    def use_channels(self, chain: "ChannelChain", sound: Sound) -> None:
        """Send notifications through these channels and sound from now on."""
        self.sound = sound
        if self.alerts is not None:
            self.alerts.alerting.use(chain, sound)

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
        self.shown.draw_page(self.shell.current)

    def service_answered(self, name: str | None) -> None:
        """Take in what the notification service calls itself; None where there is no such service."""
        self.service = name or ""
        self.shown.draw_page(self.shell.current)

    def tray_seen(self, *, has_tray: bool) -> None:
        """Take in whether there is a tray."""
        self.has_tray = has_tray

    # What has a desk of its own

    @cached_property
    def emergency(self) -> "EmergencyScreen":
        """The emergency screen as the window holds it."""
        from itb_companion.ui.emergency_screen import EmergencyScreen

        return EmergencyScreen(self)

    @cached_property
    def lock(self) -> "LockDesk":
        """The screen lock before the records; few households have one."""
        from itb_companion.ui.lock_desk import LockDesk

        return LockDesk(self)

    @property
    def backup_desk(self) -> "BackupDesk":
        """What makes backups and puts them back."""
        if self._backup_desk is None:
            from itb_companion.ui.backup_desk import BackupDesk

            self._backup_desk = BackupDesk(self)
        return self._backup_desk

    @property
    def first_start(self) -> "FirstStartDialog | None":
        """The dialog of a first start that is under way."""
        return None if self._first_start is None else self._first_start.dialog

    def offer_first_start(self) -> None:
        """Ask for the least that is needed, if nobody was entered yet."""
        if self.companion.household().person is not None:
            return
        if self._first_start is None:
            from itb_companion.ui.first_start_desk import FirstStartDesk

            self._first_start = FirstStartDesk(self)
        self._first_start.offer()

    def test_alarm(self) -> None:
        """Send a test through every way to be heard, and ask what was seen and heard of it."""
        if self.alerts is not None:
            self.alerts.test_alarm()

    # What is shown

    @property
    def today(self) -> date:
        """The local day."""
        return self.companion.desk.today

    @property
    def now(self) -> datetime:
        """This instant."""
        return self.companion.desk.now

    def look(self, why: str = "no-longer-due", page: str = "") -> "Evaluation | None":
        """Evaluate what is due and redraw everything; see `Shown.look`."""
        return self.shown.look(why, page)

    # Where a person goes

    def go(self, key: str) -> QWidget:
        """Show a page with its newest content."""
        page = self.shell.page(key)
        self._show_page(key)
        self.look()
        if key == "signs":
            from itb_companion.ui.later import after_painting

            after_painting(self, self.build_emergency_ahead)
        if self._first_start is not None:
            self._first_start.come_back(key)
        return page

    def _show_page(self, key: str) -> None:
        """Show a page, or first the lock that stands before it."""
        if self._is_barred(key):
            self.shell.side.nav[key].setChecked(True)
            self.lock.stand_before(key)
            key = "lock"
        self.shell.show_page(key)

    def _is_barred(self, key: str) -> bool:
        """Whether the lock stands before a page. Never before help: Today, the check, and the emergency screen."""
        return key in RECORDS and bool(self.shown.options.get("lock")) and self.lock.is_locked()

    def keep_barred(self) -> None:
        """Show the lock over a page that was left open."""
        if self._is_barred(self.shell.current):
            self._show_page(self.shell.current)

    def touched(self) -> None:
        """Note that somebody works with the program."""
        if self.shown.options.get("lock"):
            self.lock.touched()
        if self.alerts is not None:
            self.alerts.alerting.touched(self.now)

    def open_emergency(self, rule_id: str = "", level: Level = Level.EMERGENCY) -> None:
        """Show the emergency screen, whatever else is shown.

        A first start that is under way waits, with what was typed.
        """
        if self._first_start is not None:
            self._first_start.step_aside()
        if self.shown.evaluation is not None:
            self.guarded(self._take_in_check)()
        self.emergency.open(rule_id, level)
        if self.shown.evaluation is not None and self.alerts is not None:
            self.alerts.show(self.shown.evaluation)

    def _take_in_check(self) -> None:
        """Let what is ticked on the check count on the emergency screen, whichever way leads there."""
        if self.companion.checks.take_in_left(timedelta()):
            self.shown.forget_typing()

    def open_from_tray(self) -> None:
        """Bring the window to the front: on the emergency screen where help is being sought, else as it was left."""
        if self.shown.evaluation is not None and self.shown.evaluation.household.episode is not None:
            self.open_emergency()
        else:
            self.come_forward()

    def come_forward(self) -> None:
        """Bring the window to the front, with its newest content."""
        if not self.shell.current:
            self.open_first_page()
        self.shell.come_forward()
        self.offer_first_start()

    def build_emergency_ahead(self) -> None:
        """Make the emergency screen while nobody waits for it."""
        self.emergency.build_ahead()

    def act(self, action: str) -> None:
        """Go where the button of something due leads."""
        if action == "refill":
            self.go("pump").open_form()
        elif action == "appointment":
            self.go("pump").open_appointment()
        elif action == "overdue":
            self.open_emergency(OVERDUE, Level.URGENT)
        elif action == "first-start":
            self.offer_first_start()
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
        """Say what failed, on top of the window, without stopping anything; not twice on the emergency screen."""
        if self.shell.current == "emergency" and self.emergency.says(sentence):
            return
        self.shell.tell(sentence)

    def tell_of_defect(self) -> None:
        """Say that something failed that should not have."""
        self.tell(self.words.text("app.defect"))

    def close(self) -> None:
        """Take away every window of ours but the shell."""
        if self._backup_desk is not None:
            self._backup_desk.close()
        if self.alerts is not None:
            self.alerts.alerting.close()
