"""Care plan: what the care team set for this person, and what is always true of the person."""

from collections.abc import Callable
from datetime import time
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from itb_companion.care.people import SPECIAL_RISKS, OfficeHours, Person
from itb_companion.care.plan import Plan, Range
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.ui.fields import Fields, SaveRow, Tick, beside, line_edit
from itb_companion.ui.reading import Unreadable, read_time, read_whole
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words

MOST_LETTERS_OF_A_NAME = 200  # more than may be kept, so that a long name is told and not cut
EndT = TypeVar("EndT", int, time)


class RangeEdit(Redressed, QWidget):
    """Two lines, from and to. Signal `changed()`: a person changed one."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.most = line_edit(10), line_edit(10)
        self.most.setAccessibleName(self.tr("{name}, to").format(name=name))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(WrapLabel(self.tr("to"), "quiet"))
        self._row.addWidget(self.most, 1)
        self.setFocusProxy(self.line)
        for line in (self.line, self.most):
            line.textEdited.connect(self.changed)
        self.redress()

    def set_ends(self, least: str, most: str) -> None:
        """Show both ends; no signal."""
        self.line.setText(least)
        self.most.setText(most)

    def ends(self, reader: Callable[[str], EndT]) -> tuple[EndT, EndT] | None:
        """Return both ends, or None where nothing is typed; raises Unreadable."""
        typed = [line.text().strip() for line in (self.line, self.most)]
        if not any(typed):
            return None
        if not all(typed):
            raise Unreadable("range-upside-down")
        return reader(typed[0]), reader(typed[1])

    def redress(self) -> None:
        """Space the row for the text size."""
        self._row.setSpacing(look().px(8))


class CarePlanPage(Page):
    """Shows the care plan and changes it. Signals: `plan_saved(Plan)`, `person_saved(Person)`."""

    plan_saved = Signal(object)
    person_saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Care plan"))
        self.set_subtitle(self.tr("What the clinic set for this person. Leave empty what the clinic did not tell you."))
        self._plan, self._person = Plan(), Person("")
        self._words: Words | None = None
        self._submitted: Fields | None = None
        self._build_plan()
        self._build_person()

    def show_plan(self, plan: Plan, person: Person | None, words: Words) -> None:
        """Show plan and person; what a person is typing stays."""
        self._words = words
        for risk, tick in self.risks.items():
            tick.label.setText(words.text(f"event.{risk}"))
            tick.box.setAccessibleName(words.text(f"event.{risk}"))
        self._plan, self._person = plan, person or Person("")
        if not self.fields.is_dirty:
            self._fill_plan(plan)
        if not self.person_fields.is_dirty:
            self.name.setText(self._person.name)
            for risk, tick in self.risks.items():
                tick.box.setChecked(risk in self._person.special_risks)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        person = [problem for problem in problems if problem.field in self.person_fields]
        for fields, wrong in ((self.person_fields, person), (self.fields, [p for p in problems if p not in person])):
            first = fields.show_problems(wrong, words) if wrong else None
            if first:
                fields.focus(first)

    def accepted(self) -> None:
        """Say that what was submitted last was kept."""
        for fields, row in ((self.fields, self.plan_row), (self.person_fields, self.person_row)):
            if fields is self._submitted:
                fields.clear()
                fields.is_dirty = False
                row.saved.show()
        self._submitted = None

    def _build_plan(self) -> None:
        self.fields = Fields(self)
        minutes = self.tr("minutes")
        clinic = Field(self.tr("Call the clinic: becomes urgent after"), line_edit(), minutes)
        urgent = Field(self.tr("Urgent: becomes an emergency after"), line_edit(), minutes)
        hours = self._range(self.tr("Office hours of the clinic, Monday to Friday"))
        pressure = self._range(self.tr("Usual upper blood pressure"), self.tr("mmHg"))
        pulse = self._range(self.tr("Usual pulse"), self.tr("a minute"))
        self.instructions = QPlainTextEdit()
        self.instructions.setTabChangesFocus(True)
        hint = self.tr("In the clinic's own words, such as what to give and whom to tell.")
        own = Field(self.tr("Instructions of the clinic"), self.instructions, hint=hint)
        waits = (("clinic_wait_min", clinic), ("urgent_wait_min", urgent))
        for name, field in (*waits, ("opens", hours), ("usual_systolic_mmhg", pressure)):
            self.fields.add(name, field)
        self.fields.add("usual_pulse_per_min", pulse)
        self.fields.add("instructions", own)
        wait = Card(self.tr("If nobody is reached"))
        wait.add(WrapLabel(self.tr("No waiting time can make a danger sign less than an emergency."), "quiet"))
        wait.add(beside(clinic, urgent))
        wait.add(hours)
        usual = Card(self.tr("What is usual, and what the clinic says"))
        self.save_button = primary_button(self.tr("Save the care plan"))
        self.plan_row = SaveRow(self.save_button)
        for part in (beside(pressure, pulse), own, self.fields.other, self.plan_row):
            usual.add(part)
        self.body.addWidget(wait)
        self.body.addWidget(usual)
        self.fields.edited.connect(self.plan_row.saved.hide)
        self.save_button.clicked.connect(self._on_save_plan)

    def _build_person(self) -> None:
        card = Card(self.tr("The person with the pump"))
        self.name = line_edit(MOST_LETTERS_OF_A_NAME)
        self.person_fields = Fields(self)
        card.add(self.person_fields.add("name", Field(self.tr("Name"), self.name)))
        card.add(WrapLabel(self.tr("Special risks"), "strong"))
        self.risks = {risk: Tick("") for risk in SPECIAL_RISKS}
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        for tick in self.risks.values():
            ticks.addWidget(tick)
            tick.box.clicked.connect(self._on_risk)
        card.body.addLayout(ticks)
        self.save_person_button = plain_button(self.tr("Save name and risks"))
        self.person_row = SaveRow(self.save_person_button)
        card.add(self.person_row)
        self.body.addWidget(card)
        self.person_fields.edited.connect(self.person_row.saved.hide)
        self.save_person_button.clicked.connect(self._on_save_person)
        self.name.returnPressed.connect(self._on_save_person)

    def _range(self, label: str, unit: str = "") -> Field:
        return Field(label, RangeEdit(label), unit)

    def _fill_plan(self, plan: Plan) -> None:
        self.fields["clinic_wait_min"].set_text(str(plan.clinic_wait_min))
        self.fields["urgent_wait_min"].set_text(str(plan.urgent_wait_min))
        hours = plan.office_hours
        self._ends("opens").set_ends(f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}")
        for name in ("usual_systolic_mmhg", "usual_pulse_per_min"):
            usual: Range | None = getattr(plan, name)
            self._ends(name).set_ends(str(usual.least) if usual else "", str(usual.most) if usual else "")
        if self.instructions.toPlainText() != plan.instructions:
            with QSignalBlocker(self.instructions):
                self.instructions.setPlainText(plan.instructions)

    def _ends(self, name: str) -> RangeEdit:
        return self.fields[name].editor

    def _read_ends(self, name: str, reader: Callable[[str], EndT], problems: list[Problem]) -> tuple[EndT, EndT] | None:
        try:
            return self._ends(name).ends(reader)
        except Unreadable as error:
            problems.append(Problem(name, error.code))
            return None

    def _on_risk(self) -> None:
        self.person_fields.is_dirty = True
        self.person_row.saved.hide()

    def _on_save_plan(self) -> None:
        problems: list[Problem] = []
        waits = {
            name: self.fields.read(name, read_whole, problems, getattr(Plan(), name))
            for name in ("clinic_wait_min", "urgent_wait_min")
        }
        hours = self._read_ends("opens", read_time, problems)
        pressure = self._read_ends("usual_systolic_mmhg", read_whole, problems)
        pulse = self._read_ends("usual_pulse_per_min", read_whole, problems)
        if problems:
            self.show_problems(problems, self._words)
            return
        self._submitted = self.fields
        plan = replace(
            self._plan, **waits,
            office_hours=OfficeHours(*hours) if hours else OfficeHours(),
            usual_systolic_mmhg=Range(*pressure) if pressure else None,
            usual_pulse_per_min=Range(*pulse) if pulse else None,
            instructions=self.instructions.toPlainText().strip(),
        )  # fmt: skip
        self.plan_saved.emit(plan)

    def _on_save_person(self) -> None:
        self._submitted = self.person_fields
        ticked = frozenset(risk for risk, tick in self.risks.items() if tick.box.isChecked())
        others = self._person.special_risks - frozenset(self.risks)
        self.person_saved.emit(Person(self.name.text().strip(), ticked | others))
