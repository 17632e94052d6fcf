"""A strip across the whole width: an icon, a sentence and one action."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.ui import icons
from itb_companion.ui.theme import Theme, look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed, antialiased, dress_again, repolish
from itb_companion.ui.widgets.flow import SidesLayout
from itb_companion.ui.widgets.labels import WrapLabel

ICONS = {"info": "info", "urgent": "warning", "emergency": "emergency"}


class Banner(Redressed, QFrame):
    """A strip in the dress `info`, `urgent` or `emergency`.

    Signal `acted()`: the person pressed the action.
    """

    acted = Signal()

    def __init__(
        self, sentence: str = "", action: str = "", dress: str = "info", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("dress", dress)
        self.sentence = WrapLabel(sentence)
        self.action = Button(action)
        self.action.setVisible(bool(action))
        self.action.clicked.connect(self.acted)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(SidesLayout(self.sentence, self.action, (1, 0), narrow_at=420))
        self.setAccessibleName(sentence)
        self.redress()

    def set_text(self, sentence: str, action: str = "") -> None:
        """Show another sentence and action; an empty action takes no room."""
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))

    def set_dress(self, dress: str) -> None:
        """Change how serious the strip is."""
        repolish(self, "dress", dress)
        dress_again(self.sentence)

    def redress(self) -> None:
        """Leave room for the icon at the text size."""
        px = look().px
        self._outer.setContentsMargins(px(20 + 22 + 12), px(10), px(20), px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground by stylesheet, and the icon beside the first line of the sentence."""
        super().paintEvent(event)
        px, dress = look().px, self.property("dress")
        middle = self.sentence.mapTo(self, self.sentence.rect().center()).y()
        painter = antialiased(self)
        icons.paint(
            painter, ICONS[dress], _ink(look().theme, dress),
            QRectF(px(20), middle - px(11), px(22), px(22)),
        )  # fmt: skip
        painter.end()


def _ink(theme: Theme, dress: str) -> str:
    return {"info": theme.on_accent_soft, "urgent": theme.urgent, "emergency": theme.on_emergency}[dress]
