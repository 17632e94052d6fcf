"""The editors that a care plan needs: a range, and a score with its words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from itb_companion.ui.fields import line_edit
from itb_companion.ui.reading import Unreadable
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel

EndT = TypeVar("EndT", float, time)


def stop_before(widget: QWidget) -> QWidget:
    """Return where the keyboard stands before Tab leads on to `widget`."""
    stop = widget.previousInFocusChain()
    while stop is not widget and not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
        stop = stop.previousInFocusChain()
    return stop


def tab_in_between(stop: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab lead from `stop` through widgets that were made later than the rest of the page."""
    for widget in widgets:
        # The list of a choice is a window of its own.
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is stop.window():
            QWidget.setTabOrder(stop, widget)
            stop = widget


class RangeEdit(Redressed, QWidget):
    """Two lines, from and to. Signal `changed()`: a person changed one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.most = line_edit(10), line_edit(10)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(WrapLabel(self.tr("to"), "quiet"))
        self._row.addWidget(self.most, 1)
        self.setFocusProxy(self.line)
        for line in (self.line, self.most):
            line.textEdited.connect(self.changed)
        self.redress()

    def name_lines(self, name: str) -> None:
        """Let a screen reader call the lines by this name."""
        self.line.setAccessibleName(name)
        self.most.setAccessibleName(self.tr("{name}, to").format(name=name))

    def set_ends(self, least: str, most: str) -> None:
        """Show both ends; no signal."""
        self.line.setText(least)
        self.most.setText(most)

    def typed(self) -> tuple[str, str]:
        """Return what is typed, without blanks around it."""
        return self.line.text().strip(), self.most.text().strip()

    def ends(self, reader: Callable[[str], EndT]) -> tuple[EndT, EndT] | None:
        """Return both ends, or None where nothing is typed; raises Unreadable."""
        least, most = self.typed()
        if not (least or most):
            return None
        if not (least and most):
            raise Unreadable("range-upside-down")
        return reader(least), reader(most)

    def redress(self) -> None:
        """Space the row for the text size."""
        self._row.setSpacing(look().px(8))


class _Answer(QWidget):
    """A radio button whose words wrap; press `button`."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QRadioButton()
        self.button.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrapLabel(words), 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose when the words are pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.button.setFocus()
            self.button.click()


class ScoreEdit(QWidget):
    """One of several scores, each with its words, or none. Signal `changed()`: a person chose one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[int | None, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_scores(self, scores: Mapping[int | None, str]) -> None:
        """Show the scores with their words, once."""
        for score, words in {} if self.buttons else scores.items():
            answer = _Answer(words)
            self.buttons[score] = answer.button
            self._group.addButton(answer.button)
            self._column.addWidget(answer)
            answer.button.clicked.connect(self.changed)
        tab_in_between(stop_before(self), self.buttons.values())
        if self.buttons:
            self.setFocusProxy(next(iter(self.buttons.values())))

    def show_score(self, score: int | None) -> None:
        """Show one score as chosen; no signal."""
        self.buttons[score].setChecked(True)

    def score(self) -> int | None:
        """Return the score that is chosen."""
        return next((score for score, button in self.buttons.items() if button.isChecked()), None)


class TextEdit(Redressed, QPlainTextEdit):
    """Several lines of somebody's own words; the Tab key leaves it."""

    def __init__(self, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.redress()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: how much a scroll bar needs is known only now."""
        super().showEvent(event)
        self.redress()

    def redress(self) -> None:
        """Be as high as its lines; more of them scroll."""
        wanted = look().px(12) + self._lines * look().px(22)
        self.setFixedHeight(max(wanted, self.minimumSizeHint().height()))
