"""Runs the emergency screen: over the record where there is one, over the emergency card alone where there is none."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from itb_companion.care.episode import Cause, Ending, Episode, Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Role, Rung
from itb_companion.care.ports import Clock
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.triage import Level
from itb_companion.companion.failures import record_failure
from itb_companion.companion.help import ASKED
from itb_companion.companion.help_without_record import HelpWithoutRecord
from itb_companion.record.errors import RecordError
from itb_companion.ui.pages.emergency import EmergencyPage
from itb_companion.ui.views.emergency import emergency_view
from itb_companion.words import Words
from itb_companion.words.problems import sentence

if TYPE_CHECKING:
    from itb_companion.ui.handover_dialog import HandoverDialog


class HelpActs(Protocol):
    """The acts of an episode, with or without a record."""

    def current(self) -> Episode | None:
        """Return the open episode."""
        ...

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now."""
        ...

    def ask(self, rule_id: str = ..., level: Level = ...) -> Episode:
        """Open an episode because a person asked for help."""
        ...

    def tried(self, who: str, number: str, role: Role | None, outcome: Outcome) -> Episode:
        """Write down one call."""
        ...

    def close(self, ending: Ending, what: str, by: str) -> None:
        """Close the episode."""
        ...


class EmergencyDesk(QObject):
    """Between the screen and the acts.

    Signal `changed(str)`: something was written down, with its reason for the ledger.
    """

    changed = Signal(str)

    def __init__(
        self,
        page: EmergencyPage,
        help_: HelpActs,
        household: Callable[[], Household],
        card: Callable[[], Household],
        without_record: Callable[[], HelpWithoutRecord],
        clock: Clock,
        words: Words,
        notice: str = "",
    ) -> None:
        super().__init__(page)
        self.page = page
        self._help = help_
        self._household = household
        self._card = card
        self._without_record = without_record
        self._spare: HelpWithoutRecord | None = None
        self._clock = clock
        self._words = words
        self._notice = notice
        self._asked = (ASKED, Level.EMERGENCY)
        self._opened_at = clock.now()
        self._rungs: tuple[Rung, ...] = ()
        self._dialog: HandoverDialog | None = None
        page.handover_wanted.connect(self.open_handover)
        page.called.connect(self._called)
        page.closed.connect(self._closed)

    def open(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY) -> None:
        """Show the screen for what a person asks for; nothing is written down before something is done."""
        self._asked = (rule_id, level)
        self._opened_at = self._clock.now()
        self.refresh()

    def refresh(self) -> None:
        """Show the newest state."""
        self._run(self._show)

    def _run(self, act: Callable[[HelpActs, Household], None]) -> None:
        """Run something over the record; where that fails, over the emergency card, and say so on the screen."""
        if self._spare is None:
            try:
                act(self._help, self._household())
            except RecordError as error:
                self._spare = self._without_record()
                self._notice = record_failure(self._words, error)
            else:
                return
        act(self._spare, self._card())

    def _show(self, help_: HelpActs, household: Household) -> None:
        now = self._clock.now()
        self._rungs = help_.ladder()
        episode = self._episode(help_)
        notice = self._notice
        if isinstance(help_, HelpWithoutRecord):
            notice += " " + self._words.text("app.joined-later" if help_.is_kept else "app.paper-too")
        self.page.show_emergency(emergency_view(self._words, household, episode, self._rungs, now, notice))

    def _episode(self, help_: HelpActs) -> Episode:
        """Return the open episode; one that was not started yet lends its words, with id 0."""
        rule_id, level = self._asked
        cause = Cause(level, (rule_id,), (), self._opened_at)
        return help_.current() or Episode(0, self._opened_at, (cause,))

    def open_handover(self) -> None:
        """Show the handover sheet of this moment."""
        self._run(self._show_handover)

    def _show_handover(self, help_: HelpActs, household: Household) -> None:
        from itb_companion.documents.handover import handover
        from itb_companion.ui.handover_dialog import HandoverDialog

        now = self._clock.now()
        if self._dialog is None:
            self._dialog = HandoverDialog(self._words, self.page.window())
        name = f"{self._words.text('handover.file-name')}-{now.astimezone(self._clock.zone()):%Y-%m-%d-%H%M}.pdf"
        self._dialog.show_handover(handover(self._words, household, self._episode(help_), now), name)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _called(self, index: int, outcome: str) -> None:
        def write_down(help_: HelpActs, household: Household) -> None:
            if help_.current() is None:
                help_.ask(*self._asked)
            if index < 0:
                who, number, role = self.page.emergency_row.who.text(), household.emergency_number, None
            else:
                rung = self._rungs[index]
                who, number, role = rung.contact.name, rung.number, rung.contact.role
            help_.tried(who, number, role, Outcome(outcome))

        self._run(write_down)
        self.refresh()
        self.changed.emit("call-logged")

    def _closed(self, ending: str, what: str, by: str) -> None:
        try:
            self._run(lambda help_, _: help_.close(Ending(ending), what, by))
        except NotAcceptedError as error:
            self.page.show_problems({p.field: sentence(self._words, p) for p in error.problems})
            return
        self.page.show_problems({})
        self.changed.emit("episode-closed")
