"""The rows of the emergency screen: one call with its outcomes, the line for a note, and what was written down."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from itb_companion.care.episode import Outcome
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import RowsLayout, SidesLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.qr_code import QrCode

MOST_LETTERS_OF_A_NOTE = 500


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
    """One number in large digits with its code, what was tried, and how the call went."""

    def _fill(self, outer: QVBoxLayout) -> None:
        outer.addLayout(SidesLayout(self._make_number(), self._make_buttons(), (1, 0), narrow_at=640))

    def _make_number(self) -> SidesLayout:
        self.code = QrCode(96)
        self.who = WrapLabel("", "strong")
        self.detail = WrapLabel("", "quiet")
        self.number = WrapLabel("", "phone")
        column = QVBoxLayout()
        column.setSpacing(look().px(2))
        for label in (self.who, self.detail, self.number, self.tried):
            column.addWidget(label)
        return SidesLayout(self.code, column, (0, 1), narrow_at=240)

    def show_number(self, who: str, detail: str, number: str, link: str) -> None:
        """Show whom this calls, and the code of `link` that dials the number."""
        self.who.setText(who)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.number.setText(number)
        self.code.set_text(link, self.tr("Code that dials {number}").format(number=number))


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
