"""The card on the care plan page that holds what is always true of the person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.people import SPECIAL_RISKS, Person
from itb_companion.care.problems import Problem
from itb_companion.ui.fields import Fields, SaveRow, Tick, line_edit
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words

MOST_LETTERS_OF_A_NAME = 200  # more than may be kept, so that a long name is told and not cut


class PersonCard(Card):
    """Name and special risks. Signal `saved(Person)`: a person wants them kept as they stand here."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("The person with the pump"))
        self._person = Person("")
        self.name = line_edit(MOST_LETTERS_OF_A_NAME)
        self.fields = Fields(self)
        self.add(self.fields.add("name", Field(self.tr("Name"), self.name)))
        self.add(WrapLabel(self.tr("Special risks"), "strong"))
        self.risks = {risk: Tick("") for risk in SPECIAL_RISKS}
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        for tick in self.risks.values():
            ticks.addWidget(tick)
            tick.box.clicked.connect(self._on_risk)
        self.body.addLayout(ticks)
        self.save_button = plain_button(self.tr("Save name and risks"))
        self.row = SaveRow(self.save_button)
        self.add(self.row)
        self.fields.edited.connect(self.row.saved.hide)
        self.save_button.clicked.connect(self._on_save)
        self.name.returnPressed.connect(self._on_save)

    def show_person(self, person: Person, words: Words) -> None:
        """Show a person; what somebody is typing stays."""
        self._person = person
        for risk, tick in self.risks.items():
            tick.label.setText(words.text(f"event.{risk}"))
            tick.box.setAccessibleName(words.text(f"event.{risk}"))
        if not self.fields.is_dirty:
            self.name.setText(person.name)
            for risk, tick in self.risks.items():
                tick.box.setChecked(risk in person.special_risks)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field, and put the cursor into the first; what was typed stays."""
        first = self.fields.show_problems(problems, words) if problems else None
        if first:
            self.fields.focus(first)

    def accepted(self) -> None:
        """Say that what was submitted was kept."""
        self.fields.clear()
        self.fields.is_dirty = False
        self.row.saved.show()

    def _on_risk(self) -> None:
        self.fields.is_dirty = True
        self.row.saved.hide()

    def _on_save(self) -> None:
        ticked = frozenset(risk for risk, tick in self.risks.items() if tick.box.isChecked())
        others = self._person.special_risks - frozenset(self.risks)
        self.saved.emit(Person(self.name.text().strip(), ticked | others))
