"""The rows of the emergency screen: one call with its outcomes, the line for a note, and what was written down."""

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from itb_companion.care.episode import Outcome
from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import RowsLayout, SidesLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.qr_code import QrCode

MOST_LETTERS_OF_A_NOTE = 500
SIDE, FIRST_SIDE = 96, 128
"""Of a code, in pixels at 100 %."""


class Outcomes(QFrame):
    """What was tried of one call, and how it went now.

    Signal `called(str)`: the outcome.
    """

    called = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.whom = ""
        self.tried = Pill("", "urgent")
        self.buttons: dict[Outcome, Button] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look().px(4), 0, look().px(4))
        self._fill(outer)

    def _fill(self, outer: QVBoxLayout) -> None:
        outer.addLayout(self._make_buttons())
        outer.addWidget(self.tried)

    def _make_buttons(self) -> RowsLayout:
        row = RowsLayout()
        for outcome, words in self._outcomes():
            button = plain_button(words)
            button.clicked.connect(lambda _=False, outcome=outcome: self.called.emit(outcome.value))
            self.buttons[outcome] = button
            row.addWidget(button)
        return row

    def _outcomes(self) -> tuple[tuple[Outcome, str], ...]:
        return (
            (Outcome.REACHED, self.tr("Reached")),
            (Outcome.NO_ANSWER, self.tr("No answer")),
            (Outcome.LEFT_MESSAGE, self.tr("Left message")),
        )

    def show_tried(self, who: str, number: str, tried: list[str], *, is_reached: bool = False) -> None:
        """Show what was tried so far; only a call that reached nobody is a warning."""
        self.whom = who
        self.tried.setText("\n".join(tried))
        self.tried.set_dress("neutral" if is_reached else "urgent")
        self.tried.setVisible(bool(tried))
        self.setAccessibleName(f"{who}, {number}")
        for outcome, words in self._outcomes():
            self.buttons[outcome].setAccessibleName(f"{who}: {words}")


class CallRow(Outcomes):
    """One number in large digits with its code, what was tried, and how the call went.

    `first_role` is the role of the number where it is the one to call first.
    """

    def __init__(self, first_role: str = "phone-first") -> None:
        self._first_role = first_role
        self._dials = False
        self.is_first = False
        super().__init__()

    def _fill(self, outer: QVBoxLayout) -> None:
        outer.addLayout(SidesLayout(self._make_number(), self._make_buttons(), (1, 0), narrow_at=640))

    def _make_number(self) -> SidesLayout:
        self.code = QrCode(SIDE)
        self.who = WrapLabel("", "strong")
        self.detail = WrapLabel("", "quiet")
        self.number = WrapLabel("", "phone")
        column = self._column = QVBoxLayout()
        column.setSpacing(look().px(2))
        for label in (self.who, self.detail, self.number, self.tried):
            column.addWidget(label)
        return SidesLayout(self.code, column, (0, 1), narrow_at=240)

    @cached_property
    def scan(self) -> WrapLabel:
        """What the code is for; said of the first number only, and made for it."""
        label = WrapLabel(self.tr("Scan with a phone to dial"), "quiet")
        self._column.insertWidget(self._column.indexOf(self.number) + 1, label)
        return label

    def set_first(self, *, is_first: bool) -> None:
        """Make it the number to call first, larger and with a place in the order of Tab, or one of the others."""
        self.is_first = is_first
        self.code.set_side(FIRST_SIDE if is_first else SIDE)
        self.number.set_role(self._first_role if is_first else "phone")
        self.number.setProperty("focusPolicy", paint.TAB_FOCUS if is_first else paint.NO_FOCUS)
        self._show_scan()

    def _show_scan(self) -> None:
        if self.is_first or "scan" in vars(self):
            self.scan.setVisible(self.is_first and self._dials)

    def show_number(self, who: str, detail: str, number: str, link: str) -> None:
        """Show whom this calls, and the code of `link` that dials the number."""
        self.who.setText(who)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.number.setText(number)
        self.code.set_text(link, self.tr("Code that dials {number}").format(number=number))
        self._dials = bool(link)
        self._show_scan()


class NoteCard(Card):
    """One line to write down what happens.

    Signal `noted(str)`: what was typed; it stays until it was kept.
    """

    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.note = Field(self.tr("Note what happens"))
        self.keep = plain_button(self.tr("Keep the note"))
        self.note.editor.setMaxLength(MOST_LETTERS_OF_A_NOTE)
        self.note.editor.returnPressed.connect(self._keep)  # it closes nothing and calls nobody
        self.keep.clicked.connect(self._keep)
        self.add(self.note)
        self.add(self.keep)

    def _keep(self) -> None:
        self.noted.emit(self.note.text())

    def forget(self) -> None:
        """Empty the line, because what was typed is kept."""
        self.note.set_text("")
        self.note.set_error(None)


class StoryCard(Card):
    """What was written down so far, newest first; without anything it takes no room."""

    def __init__(self) -> None:
        super().__init__(self.tr("Written down so far"))
        self.lines = WrapLabel()
        self.add(self.lines)

    def show_lines(self, lines: list[str]) -> None:
        """Show the lines."""
        self.lines.setText("\n".join(lines))
        self.setVisible(bool(lines))
