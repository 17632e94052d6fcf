"""The first start: the least that the program must know before it can be of use, in one dialog that scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.people import Contact, Person, Role, check_name
from itb_companion.care.problems import Problem
from itb_companion.companion.emergency_numbers import Country, emergency_numbers
from itb_companion.companion.people import FirstStart, check_emergency_number
from itb_companion.ui.fields import Choice, Fields, SaveRow, Tick, beside, line_edit
from itb_companion.ui.printout_form import Printout, PrintoutForm
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dialog import ScrollingDialog
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words

SIZE = (900, 760)
MOST_LETTERS_OF_A_NAME = 200  # more than may be kept, so that a long name is told and not cut
AFTER_THE_PRINTOUT = ("contact_name", "role", "day_number", "after_hours_number")


class FirstStartDialog(ScrollingDialog):
    """Asks for person, caregiver, emergency number, printout and one contact; the last two can wait.

    Signal `submitted(FirstStart)`: the person pressed Start and everything could be read.
    """

    submitted = Signal(object)

    def __init__(self, words: Words, countries: Sequence[Country] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Page(), SIZE, parent)
        self._words = words
        self.setWindowTitle(self.tr("ITB Companion: first start"))
        self.page.set_title(self.tr("Welcome. A few things first."))
        self.page.set_subtitle(
            self.tr(
                "This program reminds you of refills and shows whom to call. It never talks to the pump, never sets a "
                "dose, makes no diagnosis, calls nobody by itself, and sends nothing over a network."
            )
        )
        self.fields = Fields(self)
        self._build_people()
        self._build_emergency_number(emergency_numbers() if countries is None else countries)
        self._build_printout()
        self._build_contact()
        self._build_end()
        self.redress()

    @property
    def confirmed(self) -> bool:
        """Whether a person compared the numbers in doubt with the printout."""
        return not self.no_printout.box.isChecked() and self.form.confirmed

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field and go to the first; what was typed stays."""
        printout = [problem for problem in problems if problem.field in self.form.fields]
        own = self.fields.show_problems([problem for problem in problems if problem not in printout], words)
        in_form = self.form.show_problems(printout, words, is_focused=False)
        if in_form and (own is None or own in AFTER_THE_PRINTOUT):
            self.form.fields.focus(in_form)
        elif own:
            self.fields.focus(own)

    def redress(self) -> None:
        """Space the buttons below for the text size."""
        super().redress()
        self.contact_rows.layout().setSpacing(look().px(14))

    def _build_people(self) -> None:
        self.name, self.caregiver = line_edit(MOST_LETTERS_OF_A_NAME), line_edit(MOST_LETTERS_OF_A_NAME)
        name = self.fields.add("name", Field(self.tr("Person with the pump"), self.name))
        hint = self.tr("It stands on what you write down.")
        own = self.fields.add("caregiver", Field(self.tr("Your own name"), self.caregiver, hint=hint))
        card = Card(self.tr("Names"))
        card.add(beside(name, own))
        self.page.body.addWidget(card)

    def _build_emergency_number(self, countries: Sequence[Country]) -> None:
        self.country = Choice(self.tr("Choose your country"))
        for country in countries:
            self.country.addItem(country.name, country)
        self.emergency_number = line_edit()
        country = self.fields.add("country", Field(self.tr("Country"), self.country))
        number = Field(self.tr("Number for an ambulance"), self.emergency_number)
        self.fields.add("emergency_number", number)
        country.setVisible(bool(countries))
        self.number_right = Tick(self.tr("I checked it: this number brings an ambulance where we live"))
        card = Card(self.tr("Emergency number"))
        card.add(beside(country, number))
        card.add(self.number_right)
        self.page.body.addWidget(card)
        self.country.activated.connect(self._on_country)
        self.emergency_number.textEdited.connect(lambda: self.number_right.box.setChecked(False))
        self.number_right.box.clicked.connect(lambda: self.fields.clear("emergency_number"))

    def _build_printout(self) -> None:
        self.form = PrintoutForm()
        self.no_printout = Tick(self.tr("I do not have the printout at hand"))
        self.copy_line_by_line = WrapLabel(
            self.tr("Copy the clinic's printout line by line. Leave empty what it does not say."), "quiet"
        )
        card = Card(self.tr("The pump's printout"))
        for part in (self.no_printout, self.copy_line_by_line, self.form):
            card.add(part)
        self.page.body.addWidget(card)
        for part in (self.form, self.copy_line_by_line):
            self.no_printout.box.toggled.connect(part.setHidden)

    def _build_contact(self) -> None:
        self.contact_name, self.role = line_edit(MOST_LETTERS_OF_A_NAME), Choice()
        self.day_number, self.after_hours_number = line_edit(), line_edit()
        for role in Role:
            self.role.addItem(self._words.text(f"role.{role}"), role)
        self.role.show_data(Role.CLINIC)
        name = self.fields.add("contact_name", Field(self.tr("Name of the clinic or person"), self.contact_name))
        role = self.fields.add("role", Field(self.tr("What they are"), self.role))
        day = self.fields.add("day_number", Field(self.tr("Number by day"), self.day_number))
        after = self.fields.add("after_hours_number", Field(self.tr("Number after hours"), self.after_hours_number))
        self.no_contact = Tick(self.tr("I do not have their numbers at hand"))
        self.contact_rows = QWidget()
        column = QVBoxLayout(self.contact_rows)
        column.setContentsMargins(0, 0, 0, 0)
        for row in (beside(name, role), beside(day, after)):
            column.addWidget(row)
        card = Card(self.tr("The pump clinic"))
        card.add(self.no_contact)
        card.add(self.contact_rows)
        self.page.body.addWidget(card)
        self.no_contact.box.toggled.connect(self.contact_rows.setHidden)

    def _build_end(self) -> None:
        self.start_at_login = Tick(self.tr("Start by itself when I log in, so that no reminder is missed"))
        self.start_at_login.box.setChecked(True)
        self.start_button = primary_button(self.tr("Start"))
        self.later_button = plain_button(self.tr("Not now"))
        self.start_button.clicked.connect(self._on_start)
        self.later_button.clicked.connect(self.reject)
        for part in (self.fields.other, self.start_at_login, SaveRow(self.start_button, self.later_button)):
            self.add_to_foot(part)

    def _on_country(self) -> None:
        self.emergency_number.setText(self.country.currentData().number)
        self.number_right.box.setChecked(False)
        self.fields.clear("emergency_number")

    def _on_start(self) -> None:
        printout = Printout(None, None, []) if self.no_printout.box.isChecked() else self.form.values()
        problems = [*self._unconfirmed_number(), *printout.problems]
        if problems:
            # The domain is asked about the rest already now, so that all is said at once.
            own = check_name(self.name.text()) + check_name(self.caregiver.text(), "caregiver")
            number = check_emergency_number(self.emergency_number.text())
            self.show_problems([*own, *number, *problems], self._words)
            return
        contact = None if self.no_contact.box.isChecked() else self._contact()
        person = Person(self.name.text().strip())
        caregiver, number = self.caregiver.text().strip(), self.emergency_number.text().strip()
        self.submitted.emit(FirstStart(person, caregiver, number, printout.pump, printout.fill, contact))

    def _unconfirmed_number(self) -> list[Problem]:
        if self.number_right.box.isChecked() or not self.emergency_number.text().strip():
            return []
        return [Problem("emergency_number", "emergency-number-not-confirmed")]

    def _contact(self) -> Contact:
        return Contact(
            self.contact_name.text().strip(),
            Role(self.role.currentData()),
            self.day_number.text().strip(),
            self.after_hours_number.text().strip(),
        )
