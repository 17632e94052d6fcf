"""Care plan: what the care team set for this person, and what is always true of the person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from itb_companion.care.people import Person
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.ui.later import Below
from itb_companion.ui.plan_form import PlanForm
from itb_companion.ui.views.plan import EarlierView
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words

if TYPE_CHECKING:
    from itb_companion.ui.plan_files import PlanFilesCard
    from itb_companion.ui.plan_person import PersonCard
    from itb_companion.ui.plan_questions import QuestionsCard


class CarePlanPage(Page):
    """Shows the care plan and changes it. Signals: `plan_saved(Plan)`, `person_saved(Person)`; `files` has its own.

    What stands below the form comes once the first screenful is painted, or when it is asked for.
    """

    plan_saved = Signal(object)
    person_saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Care plan"))
        self.set_subtitle(self.tr("What the clinic set for this person. Leave empty what the clinic did not tell you."))
        self._plan, self._person = Plan(), Person("")
        self._words: Words | None = None
        self._earlier: Sequence[EarlierView] = ()
        self._submitted: PlanForm | QuestionsCard | PersonCard | None = None
        self.entered = WrapLabel("", "strong")
        self.form = PlanForm()
        self.fields, self.plan_row, self.save_button = self.form.fields, self.form.row, self.form.save_button
        self.instructions = self.form.instructions
        self.body.addWidget(self.entered)
        self.body.addWidget(self.form)
        self.below = Below(self, self.body)
        self.below.keep_back(self.form.below_first_screen)
        for name, make in (("person", self._make_person), ("questions", self._make_questions), ("files", _make_files)):
            self.below.add(name, make)
        self.below.made.connect(self._show_in)
        self.form.saved.connect(self._on_plan)

    @property
    def person(self) -> "PersonCard":
        """The card of the person."""
        return self.below["person"]

    @property
    def questions(self) -> "QuestionsCard":
        """The card of the questions for the next visit."""
        return self.below["questions"]

    @property
    def files(self) -> "PlanFilesCard":
        """The card of plans in files, and of those that stood before."""
        return self.below["files"]

    def _make_person(self) -> "PersonCard":
        from itb_companion.ui.plan_person import PersonCard

        card = PersonCard()
        card.saved.connect(self._on_person)
        return card

    def _make_questions(self) -> "QuestionsCard":
        from itb_companion.ui.plan_questions import QuestionsCard

        card = QuestionsCard()
        card.saved.connect(self._on_questions)
        return card

    def show_plan(self, plan: Plan, person: Person | None, words: Words) -> None:
        """Show plan and person; what a person is typing stays."""
        self._plan, self._person, self._words = plan, person or Person(""), words
        self.form.show_plan(plan, words)
        self._show_below()

    def show_entries(self, status: str, earlier: Sequence[EarlierView]) -> None:
        """Show who entered the plan and when, and the plans that stood before."""
        self.entered.setText(status)
        self._earlier = earlier
        self._show_below()

    def _show_below(self) -> None:
        for name in ("person", "questions", "files"):
            if name in self.below:
                self._show_in(name)

    def _show_in(self, name: str) -> None:
        """Show the part with this name what it has to show, as far as that is known."""
        if self._words is None:
            return
        if name == "person":
            self.person.show_person(self._person, self._words)
        elif name == "questions":
            self.questions.show_questions(self._plan.questions, self._words)
        else:
            self.files.show_earlier(self._earlier)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        questions = [problem for problem in problems if problem.field.startswith("questions")]
        person = [problem for problem in problems if problem.field in self.person.fields]
        self.person.show_problems(person, words)
        self.questions.show_problems(questions, words)
        self.form.show_problems([problem for problem in problems if problem not in (*questions, *person)])

    def accepted(self) -> None:
        """Say that what was submitted last was kept."""
        if self._submitted is not None:
            self._submitted.accepted()
        self._submitted = None

    def _on_plan(self, plan: Plan) -> None:
        self._submitted = self.form
        self.plan_saved.emit(plan)

    def _on_questions(self, questions: object) -> None:
        self._submitted = self.questions
        self.plan_saved.emit(replace(self._plan, questions=questions))

    def _on_person(self, person: Person) -> None:
        self._submitted = self.person
        self.person_saved.emit(person)


def _make_files() -> "PlanFilesCard":
    from itb_companion.ui.plan_files import PlanFilesCard

    return PlanFilesCard()
