"""Joins the check for signs to its acts: every answer is kept as it is made, and what it comes to is shown."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from itb_companion.care.ports import SOUND, Delivery, Outcome
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.pump import pump_model
from itb_companion.care.signs import Vitals
from itb_companion.care.temperature import OPTION
from itb_companion.companion.checks import Progress
from itb_companion.ui.pages.signs import SignsPage
from itb_companion.ui.views.signs import signs_view
from itb_companion.words.past import UnclearMomentError, read_past
from itb_companion.words.problems import sentence
from itb_companion.words.samples import sample_trouble

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor


class SignsDesk:
    """One page and what each of its signals does."""

    def __init__(self, conductor: "Conductor") -> None:
        self._conductor = conductor
        self._checks = conductor.companion.checks
        person = conductor.companion.household().person
        self.page = SignsPage(
            conductor.words,
            person.first_name if person else "",
            from_outside=bool(person and person.cannot_communicate),
            tones_described=_tones_described(conductor),
        )
        for signal, act in (
            (self.page.ticked, self._ticked),
            (self.page.since_told, self._since_told),
            (self.page.since_typed, self._since_typed),
            (self.page.danger, self._danger),
            (self.page.vitals_entered, self._vitals_entered),
            (self.page.vitals_drafted, self._vitals_drafted),
            (self.page.unit_chosen, self._unit_chosen),
            (self.page.saved, self._saved),
            (self.page.help_wanted, self._help_wanted),
        ):
            signal.connect(conductor.guarded(act))
        self.page.sample_wanted.connect(self._sample_wanted)
        self.page.silence_wanted.connect(self._silence_wanted)

    def _show(self, progress: Progress) -> None:
        draw(self._conductor, self.page, progress)

    def _ticked(self, what: str, value: object) -> None:
        self._show(self._checks.tick(what, value))

    # Since when

    def _since_told(self, sign: str, span: timedelta) -> None:
        self._began(sign, self._conductor.now - span)

    def _since_typed(self, sign: str, text: str) -> None:
        try:
            at = read_past(self._conductor.words, text, self._conductor.now)
        except UnclearMomentError as error:
            self.page.show_since_told(sign, self._conductor.words.text(error.key))
            return
        self._began(sign, at)

    def _began(self, sign: str, at: datetime) -> None:
        answer = self._checks.progress().check.answers.get(sign)
        self._show(self._checks.tick(f"sign:{sign}", answer.value if answer else "yes", at))
        self.page.show_since_told(sign)

    # Readings

    def _vitals_entered(self, vitals: Vitals) -> None:
        try:
            progress = self._checks.set_vitals(vitals)
        except NotAcceptedError as error:
            words = self._conductor.words
            self.page.show_vitals_problems({p.field: sentence(words, p) for p in error.problems})
            self._show(self._checks.draft_vitals(vitals))  # what is wrong with one must not lose the others
            return
        self.page.show_vitals_problems({})
        self._show(progress)

    def _vitals_drafted(self, vitals: Vitals) -> None:
        self._show(self._checks.draft_vitals(vitals))

    def _unit_chosen(self, unit: str) -> None:
        self._conductor.companion.people.set_option(OPTION, unit)
        self._conductor.look()

    # Samples of the pump's tones

    def _sample_wanted(self, name: str) -> None:
        sound = self._conductor.sound
        if sound is None:
            self._sample_ended(name, Delivery(SOUND, Outcome.UNAVAILABLE, "there is no sound yet"))
        else:
            sound.play_sample(name, lambda delivery: self._sample_ended(name, delivery))

    def _silence_wanted(self) -> None:
        if self._conductor.sound is not None:
            self._conductor.sound.stop_sample()

    def _sample_ended(self, name: str, delivery: Delivery) -> None:
        shell = self._conductor.shell
        if shell.made("signs") and shell.page("signs") is self.page:  # else it was made anew meanwhile
            self.page.show_sample_ended(name, sample_trouble(self._conductor.words, delivery))

    # Done

    def _danger(self, sign: str) -> None:
        # Whom to call must not wait for the disk; the screen opens whether or not the sign can be kept.
        self._conductor.emergency.show_now(sign)
        self.page.finish_typing()  # a reading that cannot be read does not stand in the way of help
        self._conductor.guarded(self._keep_danger)(sign)
        self._go_to_help()

    def _keep_danger(self, sign: str) -> None:
        self._checks.danger(sign)
        self.page.forget_typing()

    def _help_wanted(self) -> None:
        self._conductor.guarded(self._save)()
        self._go_to_help()

    def _save(self) -> None:
        self._checks.save()
        self.page.forget_typing()

    def _saved(self) -> None:
        self._save()
        if self._conductor.companion.help.current() is not None:
            self._go_to_help()
        else:
            self._conductor.shell.show_page("today")
            self._conductor.look("check-saved")

    def _go_to_help(self) -> None:
        self._conductor.open_emergency()
        self._conductor.look("check-saved")


def _tones_described(conductor: "Conductor") -> bool:
    """Whether a source describes the alarm tones of this household's pump."""
    pump = conductor.companion.household().pump
    model = pump_model(pump.model_id) if pump else None
    return bool(model and model.sources)


def draw(conductor: "Conductor", page: QWidget, progress: Progress | None = None) -> None:
    """Show a page of signs the check as it stands."""
    found = progress or conductor.companion.checks.progress()
    household, titles = conductor.companion.household(), conductor.companion.desk.clinical.catalogue.sources
    page.show_signs(signs_view(conductor.words, found, household, conductor.now, titles))
