"""The base of a dialog that scrolls: what does not fit on the screen can still be reached, its buttons always."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.page import Page


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

    def redress(self) -> None:
        """Space the foot for the text size."""
        px = look().px
        self.foot.setContentsMargins(min(px(30), 40), px(4), px(16), px(12))
