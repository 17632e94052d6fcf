"""What is shown: the newest evaluation, every page as it has it, and the look that a household chose."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from itb_companion.care.household import Household
from itb_companion.care.temperature import unit_of
from itb_companion.companion.failures import record_failure
from itb_companion.record.errors import RecordError
from itb_companion.ui import theme
from itb_companion.ui.wiring import draw

if TYPE_CHECKING:
    from itb_companion.companion.evaluation import Evaluation
    from itb_companion.ui.conductor import Conductor


def chosen_look(app: QApplication, household: Household) -> theme.Look:
    """Return the look that a household chose."""
    try:
        scale = float(household.options.get("text_scale", "1"))
    except ValueError:
        scale = theme.SMALLEST_SCALE
    scale = min(max(scale, theme.SMALLEST_SCALE), theme.LARGEST_SCALE)
    return theme.Look(theme.theme_for(app, household.options.get("theme", "system")), scale)


class Shown:
    """Keeps pages and alerts in line with the record."""

    def __init__(self, conductor: "Conductor") -> None:
        self._conductor = conductor
        self._companion = conductor.companion
        self._shell = conductor.shell
        self._words = conductor.words
        self._proposed_unit = conductor.words.temperature_unit
        self._worded_for: object = None
        self.evaluation: Evaluation | None = None
        """The newest one; None before the first look."""

    @property
    def something_is_due(self) -> bool:
        """Whether the newest evaluation found something to be shown."""
        return self.evaluation is not None and bool(self.evaluation.showing)

    @property
    def options(self) -> Mapping[str, str]:
        """The household's choices, as the newest evaluation has them."""
        return {} if self.evaluation is None else self.evaluation.household.options

    def look(self, why: str, page: str = "") -> "Evaluation | None":
        """Evaluate what is due and redraw everything; a record that cannot be read is told, and nothing breaks.

        `page` is drawn instead of the page in front.
        """
        conductor = self._conductor
        self._words.zone = self._companion.desk.zone
        conductor.guarded(self.tell_in_chosen_unit)()
        conductor.guarded(self._settle_check)()
        conductor.keep_barred()
        try:
            evaluation = self._companion.reminders.evaluate(why, announces=conductor.alerts is not None)
            self.evaluation = evaluation
            if evaluation.failure is not None:
                conductor.tell(record_failure(self._words, evaluation.failure))
            self._draw(evaluation, page or self._shell.current)
        except RecordError as error:
            conductor.tell(record_failure(self._words, error))
            return None
        conductor.evaluated.emit(evaluation)
        return evaluation

    def _settle_check(self) -> None:
        """Let a check that was left count as it stands, and be ready for the next one."""
        checks = self._companion.checks
        if checks.take_in_left():
            self.forget_typing()
        checks.progress()

    def forget_typing(self) -> None:
        """Empty what was typed in the check, because it was saved."""
        if self._shell.made("signs"):
            self._shell.page("signs").forget_typing()

    def tell_in_chosen_unit(self) -> None:
        """Say temperatures in the unit that the household chose."""
        self._words.temperature_unit = unit_of(self._companion.household().options, self._proposed_unit)

    def draw_page(self, key: str) -> None:
        """Show a page its newest content."""
        if key == "emergency":
            self._conductor.emergency.refresh()
        elif key and (key != "today" or self.evaluation is not None):
            draw(self._conductor, key)

    def _draw(self, evaluation: "Evaluation", page: str) -> None:
        household, alerts = evaluation.household, self._conductor.alerts
        pump = household.pump
        self._forget_wording(household)
        self._shell.set_person(household.person.name if household.person else "", pump.full_name if pump else "")
        if evaluation.empty and alerts is not None and self._shell.current != "emergency":
            self._conductor.emergency.open_when_empty(evaluation)
        self.draw_page(self._shell.current if self._shell.current == "emergency" else page)
        if alerts is not None:
            alerts.show(evaluation)
            alerts.tell(evaluation)

    def _forget_wording(self, household: Household) -> None:
        """Let the check be made anew for another person, or another pump: its wording follows them."""
        worded_for = (household.person, household.pump)
        if self._worded_for != worded_for and self._shell.made("signs"):
            was_here = self._shell.current == "signs"
            self._shell.forget("signs")
            if was_here:
                self._shell.show_page("signs")
        self._worded_for = worded_for

    def seconds_to_next_look(self) -> float | None:
        """Return after how many seconds something falls due or sounds again, as far as is known now."""
        if self.evaluation is None:
            return None
        alerts = self._conductor.alerts
        instants = [self.evaluation.next_at, alerts.alerting.next_sound_at() if alerts else None]
        next_at = min((instant for instant in instants if instant is not None), default=None)
        return None if next_at is None else (next_at - self._conductor.now).total_seconds()

    def wear_if_another(self, app: QApplication) -> None:
        """Dress anew where the desktop says another thing than its colours told at the start; see `theme_for`."""
        if chosen_look(app, self._companion.household()) != theme.look():
            self.wear(app)

    def wear(self, app: QApplication) -> None:
        """Dress the program as this household chose."""
        theme.apply(app, chosen_look(app, self._companion.household()))
