"""Care plan: what the care team set for this person, and what is always true of the person."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.people import SPECIAL_RISKS, Person
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.ui.fields import Fields, SaveRow, Tick, line_edit
from itb_companion.ui.later import Below, widgets_in
from itb_companion.ui.plan_files import EarlierView, PlanFilesCard
from itb_companion.ui.plan_form import PlanForm
from itb_companion.ui.plan_questions import QuestionsCard
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words

MOST_LETTERS_OF_A_NAME = 200  # more than may be kept, so that a long name is told and not cut


class CarePlanPage(Page):
    """Shows the care plan and changes it. Signals: `plan_saved(Plan)`, `person_saved(Person)`; `files` has its own."""

    plan_saved = Signal(object)
    person_saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Care plan"))
        self.set_subtitle(self.tr("What the clinic set for this person. Leave empty what the clinic did not tell you."))
        self._plan, self._person = Plan(), Person("")
        self._submitted: object = None
        self.entered = WrapLabel("", "strong")
        self.form = PlanForm()
        self.fields, self.plan_row, self.save_button = self.form.fields, self.form.row, self.form.save_button
        self.instructions = self.form.instructions
        self.questions = QuestionsCard()
        self.files = PlanFilesCard()
        self.body.addWidget(self.entered)
        self.body.addWidget(self.form)
        self._build_person()
        for card in (self.questions, self.files):
            self.body.addWidget(card)
        self.below = Below(self, self.body)
        self.below.keep_back([*self.form.below_first_screen, *widgets_in(self.body)[2:]])
        self.form.saved.connect(self._on_plan)
        self.questions.saved.connect(self._on_questions)

    def show_plan(self, plan: Plan, person: Person | None, words: Words) -> None:
        """Show plan and person; what a person is typing stays."""
        self._plan, self._person = plan, person or Person("")
        self.form.show_plan(plan, words)
        self.questions.show_questions(plan.questions, words)
        for risk, tick in self.risks.items():
            tick.label.setText(words.text(f"event.{risk}"))
            tick.box.setAccessibleName(words.text(f"event.{risk}"))
        if not self.person_fields.is_dirty:
            self.name.setText(self._person.name)
            for risk, tick in self.risks.items():
                tick.box.setChecked(risk in self._person.special_risks)

    def show_entries(self, status: str, earlier: Sequence[EarlierView]) -> None:
        """Show who entered the plan and when, and the plans that stood before."""
        self.entered.setText(status)
        self.files.show_earlier(earlier)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        questions = [problem for problem in problems if problem.field.startswith("questions")]
        person = [problem for problem in problems if problem.field in self.person_fields]
        first = self.person_fields.show_problems(person, words) if person else None
        if first:
            self.person_fields.focus(first)
        self.questions.show_problems(questions, words)
        self.form.show_problems([problem for problem in problems if problem not in (*questions, *person)])

    def accepted(self) -> None:
        """Say that what was submitted last was kept."""
        if self._submitted is self.person_fields:
            self.person_fields.clear()
            self.person_fields.is_dirty = False
            self.person_row.saved.show()
        elif self._submitted is not None:
            self._submitted.accepted()
        self._submitted = None

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

    def _on_risk(self) -> None:
        self.person_fields.is_dirty = True
        self.person_row.saved.hide()

    def _on_plan(self, plan: Plan) -> None:
        self._submitted = self.form
        self.plan_saved.emit(plan)

    def _on_questions(self, questions: object) -> None:
        self._submitted = self.questions
        self.plan_saved.emit(replace(self._plan, questions=questions))

    def _on_save_person(self) -> None:
        self._submitted = self.person_fields
        ticked = frozenset(risk for risk, tick in self.risks.items() if tick.box.isChecked())
        others = self._person.special_risks - frozenset(self.risks)
        self.person_saved.emit(Person(self.name.text().strip(), ticked | others))
