"""Contacts: whom to call and in which order, when each number was last verified, and the emergency number."""

from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.care.people import Contact, KnownNumber, Role
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.ui.fields import Choice, Fields, SaveRow, beside, line_edit
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.ui.widgets.paint import line_below
from itb_companion.words.language import Words

MOST_LETTERS_OF_A_NAME = 200  # more than may be kept, so that a long name is told and not cut


class ContactRow(Redressed, QFrame):
    """One contact with what can be done about it. Signals: the presses, and `remove_confirmed()`."""

    remove_confirmed = Signal()

    def __init__(self, contact: Contact, words: Words, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contact = contact
        self._column = QVBoxLayout(self)
        role = WrapLabel(words.text(f"role.{contact.role}"), "quiet")
        self._column.addWidget(_flow(WrapLabel(contact.name, "strong"), role))
        self.verify_day, self.verify_after_hours = self._verify_button(), self._verify_button()
        for number in contact.numbers:
            self._column.addWidget(self._number_line(number, words, today))
        self._build_buttons()
        self.redress()

    def redress(self) -> None:
        """Space the lines for the text size."""
        self._column.setSpacing(look().px(6))
        self._column.setContentsMargins(0, look().px(14), 0, look().px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a quiet line below, which sets the contact apart from what follows."""
        super().paintEvent(event)
        line_below(self, look().theme.line)

    def ask(self, *, is_asked: bool) -> None:
        """Ask whether to remove the contact, in place of the buttons, or take the question back."""
        self.question.setVisible(is_asked)
        self.buttons.setHidden(is_asked)
        (self.no if is_asked else self.remove).setFocus()

    def _verify_button(self) -> Button:
        button = plain_button(self.tr("I called, it is right"), "check")
        button.hide()
        return button

    def _number_line(self, number: KnownNumber, words: Words, today: date) -> QWidget:
        """Return a number with the hours it is for, when it was last right, and the button that says it is."""
        button = self.verify_after_hours if number.after_hours else self.verify_day
        spoken = self.tr("I called {number} of {name}, it is right").format(
            number=number.number, name=self.contact.name
        )
        button.setAccessibleName(spoken)
        button.show()
        when = WrapLabel(self._hours(number), "quiet")
        return _flow(WrapLabel(number.number, "phone"), when, self._verified(number, words, today), button)

    def _hours(self, number: KnownNumber) -> str:
        if len(self.contact.numbers) == 1 and self.contact.day_number and self.contact.after_hours_number:
            return self.tr("day and night")
        return self.tr("after hours") if number.after_hours else self.tr("by day")

    def _verified(self, number: KnownNumber, words: Words, today: date) -> Pill:
        if number.verified_on is None:
            return Pill(self.tr("Never verified"), "neutral")
        day = words.day(number.verified_on, today)
        if today >= number.due_on(today, today):
            return Pill(self.tr("Last verified {day}: please call it again").format(day=day), "urgent")
        return Pill(self.tr("Verified {day}").format(day=day), "in-order")

    def _build_buttons(self) -> None:
        self.edit = plain_button(self.tr("Edit"), "edit")
        self.up, self.down = plain_button(self.tr("Move up")), plain_button(self.tr("Move down"))
        self.remove = plain_button(self.tr("Remove"), "trash")
        self.yes, self.no = plain_button(self.tr("Yes, remove")), plain_button(self.tr("No, keep"))
        self.buttons = _flow(self.edit, self.up, self.down, self.remove)
        self.question = _flow(WrapLabel(self.tr("Remove {name}?").format(name=self.contact.name)), self.no, self.yes)
        self.question.hide()
        for part in (self.buttons, self.question):
            self._column.addWidget(part)
        for button in (self.edit, self.up, self.down, self.remove, self.yes, self.no):
            spoken = self.tr("{action}: {name}").format(action=button.text(), name=self.contact.name)
            button.setAccessibleName(spoken)
        self.remove.clicked.connect(lambda: self.ask(is_asked=True))
        self.no.clicked.connect(lambda: self.ask(is_asked=False))
        self.yes.clicked.connect(self.remove_confirmed)


class ContactsPage(Page):
    """Shows the contacts and changes them.

    Signals: `saved(Contact)`, `removed(id)`, `moved(id, steps)` with -1 for up, `verified(id, after_hours)` for one
    of the numbers, `emergency_number_saved(str)`.
    """

    saved = Signal(object)
    removed = Signal(int)
    moved = Signal(int, int)
    verified = Signal(int, bool)
    emergency_number_saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Contacts"))
        self.rows: list[ContactRow] = []
        self._edited = Contact("", Role.CLINIC)
        self._shown: object = None
        self._submitted: Fields | None = None
        self._build_list()
        self._build_editor()
        self._build_emergency_number()

    def show_contacts(self, contacts: tuple[Contact, ...], emergency_number: str, words: Words, today: date) -> None:
        """Show the contacts in their order; what a person is typing stays, and so does the place of the cursor."""
        if not self.number_fields.is_dirty:
            self.emergency_number.setText(emergency_number)
        if self._shown == (contacts, today):
            return
        self._shown = (contacts, today)
        here = self._cursor()
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [ContactRow(contact, words, today) for contact in contacts]
        for place, row in enumerate(self.rows):
            self._list.addWidget(row)
            self._connect(row, place)
        self.empty.setVisible(not contacts)
        self._put_cursor(here)
        for place, role in enumerate(Role):
            self.role.setItemText(place, words.text(f"role.{role}"))

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        number = [problem for problem in problems if problem.field in self.number_fields]
        for fields, wrong in ((self.number_fields, number), (self.fields, [p for p in problems if p not in number])):
            first = fields.show_problems(wrong, words) if wrong else None
            if first:
                fields.focus(first)

    def accepted(self) -> None:
        """Close what was submitted last: it was kept. Moving, verifying and removing leave an open editor alone."""
        if self._submitted is self.fields:
            self._close_editor()
            self.list_row.saved.show()
        elif self._submitted is self.number_fields:
            self.number_fields.clear()
            self.number_fields.is_dirty = False
            self.number_row.saved.show()
        self._submitted = None

    def open_editor(self, contact: Contact | None = None) -> None:
        """Open the editor for a contact, or for a new one."""
        self._edited = contact or Contact("", Role.CLINIC)
        self.name.setText(self._edited.name)
        self.role.show_data(self._edited.role)
        self.day_number.setText(self._edited.day_number)
        self.after_hours_number.setText(self._edited.after_hours_number)
        self.fields.clear()
        self.list_row.saved.hide()
        self.editor.set_title(self.tr("Change a contact") if contact else self.tr("New contact"))
        self.editor.show()
        self.fields.focus("name")
        bring_into_view(self.editor)

    def _build_list(self) -> None:
        self.list_card = Card(self.tr("Whom to call"))
        order = self.tr("On the emergency screen the on-call line, the clinic and doctors come first, then the others.")
        self.list_card.add(WrapLabel(order, "quiet"))
        self.empty = WrapLabel(self.tr("No contact yet. Please add the pump clinic first."))
        self.list_card.add(self.empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.list_card.body.addLayout(self._list)
        self.add_button = primary_button(self.tr("Add a contact"), "plus")
        self.list_row = SaveRow(self.add_button)
        self.list_card.add(self.list_row)
        self.add_button.clicked.connect(lambda _checked: self.open_editor())
        self.body.addWidget(self.list_card)

    def _build_editor(self) -> None:
        self.editor = Card()
        self.name, self.role = line_edit(MOST_LETTERS_OF_A_NAME), Choice()
        self.day_number, self.after_hours_number = line_edit(), line_edit()
        for role in Role:
            self.role.addItem(role.value, role)
        self.fields = Fields(self)
        name = self.fields.add("name", Field(self.tr("Name"), self.name))
        role = self.fields.add("role", Field(self.tr("What they are"), self.role))
        day = self.fields.add("day_number", Field(self.tr("Number by day"), self.day_number))
        after = self.fields.add("after_hours_number", Field(self.tr("Number after hours"), self.after_hours_number))
        self.save_button, self.close_button = primary_button(self.tr("Save")), plain_button(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close without saving"))
        row = SaveRow(self.save_button, self.close_button)
        for part in (beside(name, role), beside(day, after), self.fields.other, row):
            self.editor.add(part)
        self.editor.hide()
        self.body.addWidget(self.editor)
        self.save_button.clicked.connect(self._on_save)
        for line in (self.name, self.day_number, self.after_hours_number):
            line.returnPressed.connect(self._on_save)
        self.close_button.clicked.connect(self._close_editor)

    def _build_emergency_number(self) -> None:
        self.emergency_number = line_edit()
        hint = self.tr("As it is dialled where you live, such as 112 or 911.")
        field = Field(self.tr("Number for an ambulance"), self.emergency_number, hint=hint)
        self.number_fields = Fields(self)
        self.number_fields.add("emergency_number", field)
        self.save_number_button = plain_button(self.tr("Save the emergency number"))
        self.number_row = SaveRow(self.save_number_button)
        self.number_fields.edited.connect(self.number_row.saved.hide)
        card = Card(self.tr("Emergency number"))
        card.add(field)
        card.add(self.number_row)
        self.body.addWidget(card)
        self.save_number_button.clicked.connect(self._on_save_number)
        self.emergency_number.returnPressed.connect(self._on_save_number)

    def _connect(self, row: ContactRow, place: int) -> None:
        contact = row.contact
        row.up.setEnabled(place > 0)
        row.down.setEnabled(place < len(self.rows) - 1)
        row.edit.clicked.connect(lambda: self.open_editor(contact))
        row.up.clicked.connect(lambda: self._act(self.moved, contact.id, -1))
        row.down.clicked.connect(lambda: self._act(self.moved, contact.id, 1))
        for button, after_hours in ((row.verify_day, False), (row.verify_after_hours, True)):
            button.clicked.connect(lambda _, after_hours=after_hours: self._act(self.verified, contact.id, after_hours))
        row.remove_confirmed.connect(lambda: self._act(self.removed, contact.id))

    def _act(self, signal: SignalInstance, *given: int) -> None:
        self._submitted = None
        signal.emit(*given)

    def _cursor(self) -> tuple[int | None, str] | None:
        """Return which button of which contact has the focus."""
        focused = self.window().focusWidget()
        for row in self.rows:
            for name in BUTTONS:
                if getattr(row, name) is focused:
                    return row.contact.id, name
        return None

    def _put_cursor(self, here: tuple[int | None, str] | None) -> None:
        """Give the focus back to the same button of the same contact, or to what is next to it."""
        if here is None:
            return
        row = next((row for row in self.rows if row.contact.id == here[0]), None)
        wanted = [getattr(row, here[1]), row.edit] if row and here[1] not in {"yes", "no"} else []
        next(button for button in [*wanted, self.add_button] if button.isEnabled()).setFocus()

    def _close_editor(self) -> None:
        self.editor.hide()
        self.add_button.setFocus()

    def _on_save(self) -> None:
        self._submitted = self.fields
        contact = replace(
            self._edited,
            name=self.name.text().strip(),
            role=Role(self.role.currentData()),
            day_number=self.day_number.text().strip(),
            after_hours_number=self.after_hours_number.text().strip(),
        )
        self.saved.emit(contact)

    def _on_save_number(self) -> None:
        self._submitted = self.number_fields
        self.emergency_number_saved.emit(self.emergency_number.text().strip())


BUTTONS = ("verify_day", "verify_after_hours", "edit", "up", "down", "remove", "yes", "no")


def _flow(*parts: Button | WrapLabel) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for part in parts:
        flow.addWidget(part)
    return holder
