"""Runs the emergency screen: over the record where there is one, over the emergency card alone where there is none."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from itb_companion.care.episode import Cause, Ending, Episode, Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Role, Rung
from itb_companion.care.ports import Clock
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.triage import Assessment, Level
from itb_companion.care.value import replace
from itb_companion.companion.failures import record_failure
from itb_companion.companion.help import ASKED, standing_reason
from itb_companion.companion.help_without_record import HelpWithoutRecord
from itb_companion.record.errors import RecordError
from itb_companion.ui.pages.emergency import EmergencyPage
from itb_companion.ui.views.emergency import emergency_view
from itb_companion.ui.widgets.announce import announce
from itb_companion.words import Words
from itb_companion.words.problems import sentence

if TYPE_CHECKING:
    from itb_companion.companion.emergency_numbers import Country
    from itb_companion.ui.handover_dialog import HandoverDialog


class HelpActs(Protocol):
    """The acts of an episode, with or without a record."""

    def current(self) -> Episode | None:
        """Return the open episode."""
        ...

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now."""
        ...

    def ask(self, rule_id: str = ..., level: Level = ..., since: datetime | None = ...) -> Episode:
        """Open an episode because a person asked for help, at `since`."""
        ...

    def tried(self, who: str, number: str, role: Role | None, outcome: Outcome) -> Episode:
        """Write down one call."""
        ...

    def note(self, text: str) -> Episode:
        """Write down one line."""
        ...

    def close(self, ending: Ending, what: str, by: str, advised_by: str = ...) -> None:
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
        without_record: Callable[[Household, Episode | None], HelpWithoutRecord],
        clock: Clock,
        words: Words,
        notice: str = "",
        rejoin: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(page)
        self._rejoin = rejoin
        self.page = page
        self._help = help_
        self._household = household
        self._card = card
        self._without_record = without_record
        self._spare: HelpWithoutRecord | None = None
        self._told = Household()
        self._clock = clock
        self._words = words
        self._notice = notice
        self._asked = (ASKED, Level.EMERGENCY)
        self._opened_at = clock.now()
        self._rungs: tuple[Rung, ...] = ()
        self._dialog: HandoverDialog | None = None
        page.handover_wanted.connect(self.open_handover)
        page.called.connect(self._called)
        page.noted.connect(self._noted)
        page.closed.connect(self._closed)

    def open(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY) -> None:
        """Show the screen for what a person asks for; nothing is written down before something is done."""
        self._come_back()
        self._asked = (rule_id, level)
        self._opened_at = self._clock.now()
        self.refresh()

    def expect(self, found: Assessment) -> None:
        """Show what signs come to before they are written down: nobody is to wait for the disk."""

        def show(help_: HelpActs, household: Household) -> None:
            now = self._clock.now()
            cause = Cause(found.level, tuple(fired.rule_id for fired in found.fired), found.signs, now, found.reading)
            known = household.episode or Episode(0, now, (), now)
            self._show(help_, household, replace(known, causes=(*known.causes, cause)))

        self._run(show)

    def refresh(self) -> None:
        """Show the newest state."""
        self._run(self._show)

    def _run(self, act: Callable[[HelpActs, Household], None]) -> None:
        """Run something over the record; where that fails, over the emergency card, and say so on the screen."""
        if self._spare is None:
            try:
                act(self._help, self._household())
            except NotAcceptedError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is broken, the screen goes on
                self._spare = self._go_on_without_record(error)
            else:
                return
        act(self._spare, self._told)

    def _go_on_without_record(self, error: Exception) -> HelpWithoutRecord:
        """Go on from what the record still tells, where it can be read and only not written; else from the card."""
        try:
            self._told, episode = self._household(), self._help.current()
        except Exception:  # noqa: BLE001 - whatever is broken, the card is enough
            self._told, episode = self._card(), None
        if isinstance(error, RecordError):
            self._notice = record_failure(self._words, error)
        else:
            import logging  # a start is spared it

            logging.getLogger(__name__).error("the emergency screen goes on without the record", exc_info=error)
            self._notice = self._words.text("emergency-alone.goes-on")
        return self._without_record(self._told, episode)

    def _come_back(self) -> None:
        """Use the record again once it takes what was written down beside it: it knows every newer number and sign."""
        if self._spare is None or self._rejoin is None or not self._spare.all_kept:
            return
        try:
            self._rejoin()
        except Exception:  # noqa: BLE001 - whatever is still broken, the screen goes on without it
            return
        self._spare, self._notice = None, ""

    def use_journal(self, error: RecordError) -> bool:
        """Go on without a record that does not take the side journal; return whether that tells of an open episode."""
        self._spare = self._go_on_without_record(error)
        return self._spare.current() is not None

    def says(self, sentence: str) -> bool:
        """Whether the screen tells already what is wrong."""
        return self._notice == sentence

    def _show(self, help_: HelpActs, household: Household, expected: Episode | None = None) -> None:
        now = self._clock.now()
        self._rungs = help_.ladder()
        episode = expected or self._episode(help_, household)
        notice = self._notice
        proposed = self._proposed_number(household)
        if proposed is not None:
            household = replace(household, emergency_number=proposed.number)
            notice = f"{notice} {self._words.text('emergency-alone.number-of-country', country=proposed.name)}".strip()
        if isinstance(help_, HelpWithoutRecord):
            notice += " " + self._words.text("app.joined-later" if help_.is_kept else "app.paper-too")
        self.page.show_emergency(emergency_view(self._words, household, episode, self._rungs, now, notice))

    def _proposed_number(self, household: Household) -> "Country | None":
        """Return the country that this computer is set to, with its number, where nobody entered a number."""
        if household.emergency_number:
            return None
        from itb_companion.companion.emergency_numbers import emergency_numbers
        from itb_companion.desktop.country import countries_of_this_computer

        known = {country.code: country for country in emergency_numbers()}
        return next((known[code] for code in countries_of_this_computer() if code in known), None)

    def _reason(self, household: Household) -> tuple[str, Level]:
        """Return why help is asked for; who gives no reason has the one that the record knows of, if any."""
        rule_id, level = self._asked
        if rule_id == ASKED:
            rule_id = standing_reason(household, self._clock.now().astimezone(self._clock.zone()).date())
        return rule_id, level

    def _episode(self, help_: HelpActs, household: Household) -> Episode:
        """Return the open episode; one that was not started yet lends its words, with id 0."""
        rule_id, level = self._reason(household)
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
        self._dialog.show_handover(handover(self._words, household, self._episode(help_, household), now), name)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _called(self, index: int, outcome: str) -> None:
        self._come_back()

        def write_down(help_: HelpActs, household: Household) -> None:
            if help_.current() is None:
                help_.ask(*self._reason(household), self._opened_at)
            if index < 0:
                proposed = self._proposed_number(household)
                number = proposed.number if proposed else household.emergency_number
                who, role = self.page.calls.emergency_row.whom, None
            else:
                rung = self._rungs[index]
                who, number, role = rung.contact.name, rung.number, rung.contact.role
            help_.tried(who, number, role, Outcome(outcome))
            announce(self.page, f"{who}: {self._words.text(f'emergency.outcome.{outcome}')}")

        self._run(write_down)
        self.refresh()
        self.changed.emit("call-logged")

    def _noted(self, text: str) -> None:
        self._come_back()

        def write_down(help_: HelpActs, household: Household) -> None:
            if text and help_.current() is None:
                help_.ask(*self._reason(household), self._opened_at)
            help_.note(text)

        try:
            self._run(write_down)
        except NotAcceptedError as error:
            self.page.show_problems({p.field: sentence(self._words, p) for p in error.problems})
            return
        self.page.note.forget()
        self.refresh()
        self.changed.emit("note-kept")

    def _closed(self, ending: str, what: str, by: str, advised_by: str) -> None:
        self._come_back()
        try:
            self._run(lambda help_, _: help_.close(Ending(ending), what, by, advised_by))
        except NotAcceptedError as error:
            self.page.show_problems({p.field: sentence(self._words, p) for p in error.problems})
            return
        self.page.show_problems({})
        self._opened_at = self._clock.now()  # what is written down from now on belongs to no earlier call for help
        self.refresh()  # nothing of this ending may stand filled in when signs come again
        self.changed.emit("episode-closed")
