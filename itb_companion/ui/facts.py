"""Lines of a name and what it is, such as those of a printout."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel

LARGE = 1.4
"""At a larger text no line has room for both."""


class Facts(Redressed, QWidget):
    """Lines of a name and what it is; the second goes under the first where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[str, str]] = []
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.redress()

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Show these lines instead of those before; nothing is made anew where nothing changed."""
        if lines == self._shown:
            return
        self._shown = lines
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in lines:
            label = WrapLabel(name, "quiet")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._form.addRow(label, WrapLabel(value, "strong"))

    def redress(self) -> None:
        """Space the lines for the text size; at a large one no line has room for both."""
        wraps = QFormLayout.RowWrapPolicy
        self._form.setRowWrapPolicy(wraps.WrapAllRows if look().scale > LARGE else wraps.WrapLongRows)
        self._form.setVerticalSpacing(look().px(8))
        self._form.setHorizontalSpacing(look().px(24))
