"""A labelled input with its unit, a hint, and an error in words."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from itb_companion.ui import icons
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed, antialiased, repolish
from itb_companion.ui.widgets.labels import WrapLabel


class ErrorLine(Redressed, WrapLabel):
    """A sentence that says what is wrong, with a warning sign, so that colour is not alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "error", parent)
        self.redress()

    def redress(self) -> None:
        """Keep room for the warning sign."""
        px = look().px
        self.setContentsMargins(px(18 + 6), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign before the first line."""
        super().paintEvent(event)
        side = look().px(18)
        top = max(0, (QFontMetrics(self.font()).height() - side) / 2)
        painter = antialiased(self)
        icons.paint(painter, "warning", look().theme.emergency_text, QRectF(0, top, side, side))
        painter.end()


class Field(Redressed, QWidget):
    """A label above an editor (a line edit unless given), a unit after it, hint and error below.

    Signal `changed(str)`: a person changed the text of the line edit.
    """

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        editor: QWidget | None = None,
        unit: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor or QLineEdit()
        self.label = WrapLabel("", "strong")
        self.label.setBuddy(getattr(self.editor, "line", self.editor))
        self.label.setText(label)
        self.unit = WrapLabel(unit, "quiet")
        self.hint = WrapLabel(hint, "quiet")
        for line, words in ((self.unit, unit), (self.hint, hint)):
            if not words:  # shown here, without a parent yet, it would be a window and take the keyboard
                line.hide()
        self.error = ErrorLine()
        self.error.hide()
        self._row = QHBoxLayout()
        self._row.addWidget(self.editor, 1)
        self._row.addWidget(self.unit)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.label)
        self._column.addLayout(self._row)
        for line in (self.error, self.hint):
            self._column.addWidget(line)
        self._name(unit)
        if isinstance(self.editor, QLineEdit):
            self.editor.textEdited.connect(self.changed)
        self._describe()
        self.redress()

    def text(self) -> str:
        """Return what is typed, without blanks around it."""
        return self.editor.text().strip()

    def set_text(self, text: str) -> None:
        """Show `text`; no signal."""
        self.editor.setText(text)

    def set_error(self, sentence: str | None) -> None:
        """Say what is wrong and how to mend it, or None when all is well."""
        self.error.setText(sentence or "")
        self.error.setVisible(bool(sentence))
        repolish(self._spoken(), "wrong", bool(sentence))
        self._describe()

    def set_hint(self, sentence: str) -> None:
        """Show a quiet sentence below; an empty one takes no room."""
        self.hint.setText(sentence)
        self.hint.setVisible(bool(sentence))
        self._describe()

    def show_unit(self, unit: str) -> None:
        """Show this unit after the editor, and say it with the name."""
        self.unit.setText(unit)
        self._name(unit)

    def redress(self) -> None:
        """Space the lines for the text size."""
        px = look().px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(5))
        self._row.setSpacing(px(8))

    def _name(self, unit: str) -> None:
        name = f"{self.label.text()} ({unit})" if unit else self.label.text()
        self._spoken().setAccessibleName(name)
        if hasattr(self.editor, "name_lines"):  # one of several lines
            self.editor.name_lines(name)

    def _spoken(self) -> QWidget:
        """Return the widget that a screen reader names: the line inside a compound editor."""
        return getattr(self.editor, "line", self.editor)

    def _describe(self) -> None:
        parts = (self.error.text(), self.hint.text())
        self._spoken().setAccessibleDescription(" ".join(part for part in parts if part))
