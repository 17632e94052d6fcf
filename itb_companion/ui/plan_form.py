"""The form of a care plan: the clinic's words, what is usual, waiting times and rules."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.people import OfficeHours
from itb_companion.care.plan import PENN_SCALE, Plan, Range
from itb_companion.care.problems import Problem
from itb_companion.care.temperature import TemperatureUnit, from_c, to_c
from itb_companion.care.value import replace
from itb_companion.ui.fields import Fields, SaveRow, beside, line_edit
from itb_companion.ui.plan_editors import EndT, RangeEdit, ScoreEdit, TextEdit
from itb_companion.ui.plan_rules import RulesCard
from itb_companion.ui.reading import Unreadable, number_text, read_number, read_time, read_whole
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.date_field import DateField
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words
from itb_companion.words.plan import score_name

_WAITS = ("clinic_wait_min", "urgent_wait_min")
_WHOLE_RANGES = ("usual_systolic_mmhg", "usual_diastolic_mmhg", "usual_pulse_per_min")
_TEMPERATURE = "usual_temperature_c"
_TEXTS = ("instructions", "oral_baclofen_instruction")
_EXPIRY = "oral_baclofen_expires_on"
_SCORE = "usual_spasticity"


class PlanForm(Redressed, QWidget):
    """Shows a plan and reads it back. Signal `saved(Plan)`: a person wants it kept as it is typed."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = Fields(self)
        self._plan = Plan()
        self._words: Words | None = None
        self._touched: set[str] = set()
        self._shown_temperature = ("", "")
        self._unit: TemperatureUnit | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        cards = [build() for build in (self._build_texts, self._build_usual, self._build_waiting, self._build_rules)]
        for card in cards:
            self._column.addWidget(card)
        self.save_button = primary_button(self.tr("Save the care plan"))
        self.row = SaveRow(self.save_button)
        for part in (self.fields.other, self.row):
            self._column.addWidget(part)
        self.fields.edited.connect(self._on_edited)
        self.rules.edited.connect(self._on_edited)
        self.below_first_screen = (*cards[1:], self.row)
        """What can be shown later than the rest, from above to below."""
        self.save_button.clicked.connect(self._on_save)
        self.redress()

    def show_plan(self, plan: Plan, words: Words) -> None:
        """Show a plan, but for what a person is changing: that stays as typed."""
        self._plan, self._words = plan, words
        self._name_unit(words)
        scores = {score: score_name(words, score) for score in PENN_SCALE}
        self._editor(_SCORE).set_scores({None: self.tr("Not set")} | scores)
        for name in (*_WAITS, "opens", *_WHOLE_RANGES, _TEMPERATURE, _SCORE, *_TEXTS, _EXPIRY):
            if name not in self._touched:
                self._fill(name, plan)
        self.rules.show_stricter(plan.stricter, words)

    def accepted(self) -> None:
        """Say that what was submitted was kept."""
        self.fields.clear()
        self.fields.is_dirty = False
        self._touched.clear()
        self.rules.accepted()
        self.row.saved.show()

    def redress(self) -> None:
        """Space the cards for the text size."""
        self._column.setSpacing(look().px(16))

    # Building

    def _build_texts(self) -> Card:
        card = Card(self.tr("What the clinic says"))
        self.instructions, oral = TextEdit(), TextEdit(3)
        hint = self.tr("In the clinic's own words, such as whom to tell and what to bring.")
        card.add(self._field("instructions", self.tr("Instructions of the clinic"), self.instructions, hint=hint))
        hint = self.tr("Only as the doctor instructed beforehand, in the doctor's own words. It is not enough alone.")
        card.add(
            self._field(
                "oral_baclofen_instruction", self.tr("Oral baclofen: the clinic's instruction"), oral, hint=hint
            )
        )
        hint = self.tr(
            "You are reminded 30 and 7 days before, on the day, and every week until a new date stands here."
        )
        card.add(self._field(_EXPIRY, self.tr("Oral baclofen: use before"), DateField(), hint=hint))
        return card

    def _build_usual(self) -> Card:
        card = Card(self.tr("What is usual for this person"))
        told = self.tr(
            "Pressure and pulse outside these count as a sign. Leave empty what the clinic did not tell you."
        )
        card.add(WrapLabel(told, "quiet"))
        upper = self._range("usual_systolic_mmhg", self.tr("Usual upper blood pressure"), self.tr("mmHg"))
        lower = self._range("usual_diastolic_mmhg", self.tr("Usual lower blood pressure"), self.tr("mmHg"))
        pulse = self._range("usual_pulse_per_min", self.tr("Usual pulse"), self.tr("a minute"))
        warmth = self._range(_TEMPERATURE, self.tr("Usual temperature"), TemperatureUnit.CELSIUS.sign)
        card.add(beside(upper, lower))
        card.add(beside(pulse, warmth))
        scale = self.tr("Usual spasms, on the Penn spasm frequency scale")
        card.add(self._field(_SCORE, scale, ScoreEdit()))
        return card

    def _build_waiting(self) -> Card:
        card = Card(self.tr("If nobody is reached"))
        card.add(WrapLabel(self.tr("No waiting time can make a danger sign less than an emergency."), "quiet"))
        minutes = self.tr("minutes")
        clinic = self._field(
            "clinic_wait_min", self.tr("Call the clinic: becomes urgent after"), line_edit(), unit=minutes
        )
        urgent = self._field(
            "urgent_wait_min", self.tr("Urgent: becomes an emergency after"), line_edit(), unit=minutes
        )
        card.add(beside(clinic, urgent))
        card.add(self._range("opens", self.tr("Office hours of the clinic, Monday to Friday")))
        return card

    def _build_rules(self) -> Card:
        self.rules = RulesCard()
        return self.rules

    def _range(self, name: str, label: str, unit: str = "") -> Field:
        return self._field(name, label, RangeEdit(), unit=unit)

    def _field(self, name: str, label: str, editor: QWidget, *, unit: str = "", hint: str = "") -> Field:
        return self.fields.add(name, Field(label, editor, unit, hint))

    # Showing

    def _fill(self, name: str, plan: Plan) -> None:
        editor = self._editor(name)
        if name in _WAITS:
            self.fields[name].set_text(str(getattr(plan, name)))
        elif name == "opens":
            hours = plan.office_hours
            editor.set_ends(f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}")
        elif name in _TEXTS:
            if editor.toPlainText() != getattr(plan, name):
                with QSignalBlocker(editor):
                    editor.setPlainText(getattr(plan, name))
        elif name == _EXPIRY:
            editor.set_value(plan.oral_baclofen_expires_on)
        elif name == _SCORE:
            editor.show_score(plan.usual_spasticity)
        else:
            self._fill_range(name, getattr(plan, name))

    def _fill_range(self, name: str, usual: Range | None) -> None:
        ends = ("", "") if usual is None else (usual.least, usual.most)
        if name == _TEMPERATURE and usual is not None and self._words is not None:
            ends = tuple(round(from_c(end, self._words.temperature_unit), 2) for end in ends)
        least, most = (number_text(end) if usual else "" for end in ends)
        self._editor(name).set_ends(least, most)
        if name == _TEMPERATURE:
            self._shown_temperature = (least, most)

    def _name_unit(self, words: Words) -> None:
        """Show the temperature in the household's unit; what was typed in the other one is typed anew."""
        if self._unit is not words.temperature_unit:
            self._unit = words.temperature_unit
            self.fields[_TEMPERATURE].show_unit(words.temperature_unit.sign)
            self._touched.discard(_TEMPERATURE)

    # Reading

    def _on_edited(self, name: str = "") -> None:
        if name:
            self._touched.add(name)
        self.row.saved.hide()

    def _editor(self, name: str) -> QWidget:
        return self.fields[name].editor

    def _ends(self, name: str, reader: Callable[[str], EndT], problems: list[Problem]) -> tuple[EndT, EndT] | None:
        try:
            return self._editor(name).ends(reader)
        except Unreadable as error:
            problems.append(Problem(name, error.code))
            return None

    def _temperature(self, problems: list[Problem]) -> Range | None:
        """Return the range as typed; one that was not touched stays as exact as it was kept."""
        if self._editor(_TEMPERATURE).typed() == self._shown_temperature:
            return self._plan.usual_temperature_c
        ends = self._ends(_TEMPERATURE, read_number, problems)
        unit = self._words.temperature_unit if self._words else TemperatureUnit.CELSIUS
        return None if ends is None else Range(*(to_c(end, unit) for end in ends))

    def _on_save(self) -> None:
        problems: list[Problem] = []
        waits = {name: self.fields.read(name, read_whole, problems, getattr(Plan(), name)) for name in _WAITS}
        hours = self._ends("opens", read_time, problems)
        ranges = {name: self._ends(name, read_whole, problems) for name in _WHOLE_RANGES}
        warmth = self._temperature(problems)
        expires_on = self.fields.read_day(_EXPIRY, problems)
        if problems:
            self.show_problems(problems)
            return
        self.saved.emit(
            replace(
                self._plan, **waits,
                **{name: Range(*ends) if ends else None for name, ends in ranges.items()},
                **{name: self._editor(name).toPlainText().strip() for name in _TEXTS if name in self._touched},
                office_hours=OfficeHours(*hours) if hours else OfficeHours(),
                usual_temperature_c=warmth,
                usual_spasticity=self._editor(_SCORE).score(),
                oral_baclofen_expires_on=expires_on,
                stricter=self.rules.stricter(),
            )
        )  # fmt: skip

    def show_problems(self, problems: list[Problem]) -> None:
        """Say each problem at its field, and put the cursor into the first; what was typed stays."""
        first = self.fields.show_problems(problems, self._words) if problems and self._words else None
        if first:
            self.fields.focus(first)
