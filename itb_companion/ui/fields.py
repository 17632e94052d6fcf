"""What every form shares: its fields by name, saying what is wrong at each, and the parts that Qt lacks."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from itb_companion.care.problems import Problem
from itb_companion.ui.reading import Unreadable
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.date_field import DateField
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import ErrorLine, Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.words.language import Words
from itb_companion.words.problems import sentence

MOST_LETTERS = 60  # of a number or a serial; a paste of a whole page is not kept
ReadT = TypeVar("ReadT")


class Choice(QComboBox):
    """A choice that may be narrower than its longest entry, and that a turn of the wheel does not change."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        from PySide6.QtCore import Qt  # here and below: see `paint` for why it is late

        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor does the wheel take the keyboard along

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a pump model must not change while somebody scrolls."""
        event.ignore()

    def show_data(self, data: object) -> None:
        """Show the entry with this data, or none; no signal of a person."""
        self.setCurrentIndex(self.findData(data))


class Tick(QWidget):
    """A check box whose words wrap; press `box`."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtCore import Qt

        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.label = WrapLabel(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)  # the box keeps room for words of its own
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.setFocusProxy(self.box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick when the words are pressed."""
        from PySide6.QtCore import Qt

        if event.button() == Qt.MouseButton.LeftButton:
            self.box.setFocus()
            self.box.click()


class SaveRow(Redressed, QWidget):
    """The buttons that end a form, and the word that says it was kept."""

    def __init__(self, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=10)
        for button in buttons:
            self._flow.addWidget(button)
        self.saved = Pill(self.tr("Saved"), "in-order")
        self.saved.hide()
        self._flow.addWidget(self.saved)
        self.redress()

    def redress(self) -> None:
        """Stand a little apart from the fields above."""
        self._flow.setContentsMargins(0, look().px(8), 0, 0)


class Fields(QObject):
    """The fields of one form by the name of what they hold, in reading order.

    Signal `edited(str)`: a person changed the field with this name.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_dirty = False
        self.other = ErrorLine()
        self.other.hide()
        self._fields: dict[str, Field] = {}
        self._notes: dict[str, Pill] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def add(self, name: str, field: Field) -> Field:
        """Take a field in; it keeps to the top where its neighbour in a row is higher."""
        self._fields[name] = field
        field.layout().addStretch(1)
        _person_signal(field.editor).connect(lambda *_: self._on_edited(name))
        return field

    def read(self, name: str, reader: Callable[[str], ReadT], problems: list[Problem], empty: Any = None) -> ReadT:
        """Return what a field holds, `empty` where nothing or nothing readable is typed; that is a problem then."""
        text = self[name].text()
        try:
            return reader(text) if text else empty
        except Unreadable as error:
            problems.append(Problem(name, error.code))
            return empty

    def read_day(self, name: str, problems: list[Problem], *, is_needed: bool = False) -> date | None:
        """Return the date that a field holds; one that cannot be read, or is needed and missing, is a problem."""
        editor: DateField = self[name].editor
        if not editor.is_readable() or (is_needed and editor.is_empty()):
            problems.append(Problem(name, "not-a-date"))
        return editor.value()

    def show_problems(self, problems: list[Problem], words: Words) -> str | None:
        """Say each problem at its field, one a field, errors before doubts; return the name of the first."""
        self.clear()
        elsewhere = []
        for problem in sorted(problems, key=lambda problem: not problem.stops):
            if problem.field not in self:
                elsewhere.append(sentence(words, problem))
            elif not self.sentence(problem.field):
                self._say(problem, sentence(words, problem))
        self.other.setText(" ".join(elsewhere))
        self.other.setVisible(bool(elsewhere))
        return next((name for name in self._fields if self.sentence(name)), None)

    def sentence(self, name: str) -> str:
        """Return what is said at a field, or an empty text."""
        return self[name].error.text() or (self._notes[name].text() if name in self._notes else "")

    def doubts(self) -> list[str]:
        """Return the names of the fields that are in doubt, though not wrong."""
        return [name for name, note in self._notes.items() if note.text()]

    def focus(self, name: str) -> None:
        """Put the cursor into a field and bring it into view once the page is laid out."""
        field = self[name]
        field.editor.setFocus()
        QTimer.singleShot(0, field, lambda: bring_into_view(field))

    def clear(self, name: str | None = None) -> None:
        """Take back what was said at a field, or at all."""
        for each in (name,) if name else tuple(self._fields):
            self[each].set_error(None)
            if each in self._notes:
                self._notes[each].setText("")
                self._notes[each].hide()
        self.other.hide()

    def _say(self, problem: Problem, text: str) -> None:
        field = self[problem.field]
        if problem.stops:
            field.set_error(text)
            return
        if problem.field not in self._notes:
            note = self._notes[problem.field] = Pill("", "urgent")
            field.layout().insertWidget(2, note)
        self._notes[problem.field].setText(text)
        self._notes[problem.field].show()
        getattr(field.editor, "line", field.editor).setAccessibleDescription(text)

    def _on_edited(self, name: str) -> None:
        self.is_dirty = True
        self.clear(name)
        self.edited.emit(name)


def _person_signal(editor: QWidget) -> Any:
    """Return the signal by which an editor tells that a person changed it."""
    if isinstance(editor, QLineEdit):
        return editor.textEdited
    if isinstance(editor, QComboBox):
        return editor.activated
    return editor.textChanged if isinstance(editor, QPlainTextEdit) else editor.changed


def line_edit(most_letters: int = MOST_LETTERS) -> QLineEdit:
    """Return a line for short text."""
    line = QLineEdit()
    line.setMaxLength(most_letters)
    return line


def beside(left: QWidget, right: QWidget) -> Sides:
    """Return two fields in one row, or one under the other where there is no room."""
    return Sides(left, right, (1, 1), narrow_at=520)
