"""The emergency screen in the window: made when wanted or ahead of it, and brought to the front over everything."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.care.triage import Level
from itb_companion.companion.failures import record_failure
from itb_companion.companion.help import EMPTY
from itb_companion.record.errors import RecordError

if TYPE_CHECKING:
    from itb_companion.companion.evaluation import Evaluation
    from itb_companion.ui.conductor import Conductor
    from itb_companion.ui.emergency_desk import EmergencyDesk


class EmergencyScreen:
    """Makes the screen and shows it, at a person's wish, by itself, or before anything is written down."""

    def __init__(self, conductor: "Conductor") -> None:
        self._conductor = conductor
        self._companion = conductor.companion
        self._shell = conductor.shell
        self._desk: EmergencyDesk | None = None
        self._opened_for: set[str] = set()

    def make(self) -> QWidget:
        """Return the page, made now, with what its buttons do."""
        from itb_companion.companion.help_without_record import HelpWithoutRecord
        from itb_companion.record import emergency_card
        from itb_companion.record.side_journal import SideJournal
        from itb_companion.ui.emergency_desk import EmergencyDesk
        from itb_companion.ui.pages.emergency import EmergencyPage

        page = EmergencyPage()
        page.back_wanted.connect(lambda: self._conductor.go("today"))
        page.check_wanted.connect(lambda: self._conductor.go("signs"))
        companion, folder = self._companion, self._companion.desk.store.folder
        self._desk = EmergencyDesk(
            page,
            companion.help,
            companion.desk.household_to_call_for,
            lambda: emergency_card.read(folder),
            lambda told, episode: HelpWithoutRecord(told, companion.desk.clock, SideJournal(folder), episode),
            companion.desk.clock,
            self._conductor.words,
            rejoin=companion.help.join_side_journal,
        )
        self._desk.changed.connect(self._changed)
        return page

    def _changed(self, why: str) -> None:
        if why == "episode-closed":
            self._shell.show_page("today")
        self._conductor.look(why)

    def open(self, rule_id: str = "", level: Level = Level.EMERGENCY) -> None:
        """Show the screen for what a person asks for, whatever else is shown."""
        self._shell.page("emergency")
        if self._desk is not None:
            if rule_id:
                self._desk.open(rule_id, level)
            else:
                self._desk.open()
        self._shell.show_page("emergency")
        self._shell.come_forward()

    def open_first(self, dress: Callable[[], None]) -> None:
        """Show the screen as the first page of all: filled, then dressed, then shown, as `theme.prepare_for` asks."""
        self._shell.page("emergency")
        if self._desk is not None:
            self._desk.open()
        self._shell.show_page("emergency")
        dress()
        self._shell.come_forward()

    def open_when_empty(self, evaluation: "Evaluation") -> None:
        """Bring the screen by itself, once an occurrence, when the pump may be empty."""
        for alert in evaluation.empty:
            if alert.item.key not in self._opened_for:
                self._opened_for.add(alert.item.key)
                self._conductor.open_emergency(EMPTY)
                return

    def show_now(self, sign: str) -> None:
        """Paint the screen for a danger sign that is about to be written down, before this returns."""
        page = self._shell.page("emergency")
        if self._desk is not None:
            self._conductor.guarded(lambda desk: desk.expect(self._companion.checks.expect_danger(sign)))(self._desk)
        self._shell.show_page("emergency")
        if self._shell.isVisible():
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            page.repaint()

    def build_ahead(self) -> None:
        """Make the screen while nobody waits for it, in steps that nobody feels."""
        if self._shell.made("emergency") or not self._shell.isVisible():
            return
        page = self._shell.page("emergency")

        def lay_out() -> None:
            if self._shell.stack.indexOf(page) < 0:
                self._shell.stack.addWidget(page)
                page.resize(self._shell.size())
                page.grab(QRect(0, 0, 1, 1))

        def fill() -> None:
            if self._shell.current != "emergency":
                self.refresh()
            QTimer.singleShot(0, self._conductor, lay_out)

        QTimer.singleShot(0, self._conductor, fill)

    def refresh(self) -> None:
        """Show the newest state, where the screen was made already."""
        if self._desk is not None:
            self._desk.refresh()

    def says(self, sentence: str) -> bool:
        """Whether the screen tells already what is wrong."""
        return self._desk is not None and self._desk.says(sentence)

    def join_side_journal(self) -> None:
        """Take over what was done on this screen while the record could not be used."""
        conductor = self._conductor
        try:
            found = self._companion.help.join_side_journal()
        except RecordError as error:
            self._shell.page("emergency")
            if self._desk is not None and self._desk.use_journal(error):
                conductor.open_emergency()
            conductor.tell(record_failure(conductor.words, error))
            return
        if found:
            conductor.tell(conductor.words.text("app.journal-joined"))
            conductor.resume_help()
