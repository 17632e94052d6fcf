"""The base of a dialog that scrolls: what does not fit on the screen can still be reached, its buttons always."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.page import Page

_ACTIONS = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_PageUp: _ACTIONS.SliderPageStepSub,
    Qt.Key.Key_PageDown: _ACTIONS.SliderPageStepAdd,
    Qt.Key.Key_Home: _ACTIONS.SliderToMinimum,
    Qt.Key.Key_End: _ACTIONS.SliderToMaximum,
}


class ScrollingDialog(Redressed, QDialog):
    """A page that scrolls over a foot that does not; `size` is in pixels at 100 %.

    Fill `page.body` and `foot`. No button answers to Enter in a line: it must not end a dialog with half of it typed.
    """

    def __init__(self, page: Page, size: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = size
        self.page = page
        self.foot = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(page, 1)
        outer.addLayout(self.foot)

    def add_to_foot(self, widget: QWidget) -> None:
        """Put a widget at the end of the foot."""
        for button in widget.findChildren(Button):
            button.setAutoDefault(False)
        self.foot.addWidget(widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Open as large as is comfortable, and never larger than the screen."""
        super().showEvent(event)
        room, px = self.screen().availableGeometry(), look().px
        self.resize(min(px(self._wanted[0]), room.width() - 40), min(px(self._wanted[1]), room.height() - 60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the page by keyboard too while a button of the foot is in focus."""
        action = _SCROLLS.get(event.key())
        if action is None:
            super().keyPressEvent(event)
        else:
            self.page.verticalScrollBar().triggerAction(action)

    def redress(self) -> None:
        """Space the foot for the text size."""
        px = look().px
        self.foot.setContentsMargins(min(px(30), 40), px(4), px(16), px(12))
