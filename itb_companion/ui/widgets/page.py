"""The base of every page: one sentence at the top, a centred column, and never a horizontal scroll bar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel

WIDEST = 1120  # pixels at 100 %; wider content falls apart into islands


class Page(Redressed, QScrollArea):
    """A page that scrolls up and down; fill its `body`."""

    def __init__(
        self, title: str = "", subtitle: str = "", top: int = 26, above: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._top, self._above = top, above
        self._view_width = 0  # `viewport()` would answer too, but its first call loads every widget class
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QWidget()
        self._column = QVBoxLayout(column)
        self.title = WrapLabel("", "title")
        self.subtitle = WrapLabel("", "quiet")
        self.body = QVBoxLayout()
        for label in (self.title, self.subtitle):
            self._column.addWidget(label)
        self._column.addLayout(self.body)
        self._column.addStretch(1)
        column.resize(0, 0)  # has a size, so that `setWidget` does not lay out a page that is still being built: 8 ms
        self.setWidget(column)
        self.set_title(title)
        self.set_subtitle(subtitle)
        self.redress()

    def set_title(self, sentence: str) -> None:
        """Show the page's sentence, which is also its name for a screen reader."""
        self.title.setText(sentence)
        self.title.setVisible(bool(sentence))
        self.setAccessibleName(sentence)

    def set_subtitle(self, sentence: str) -> None:
        """Show a quiet sentence under the title; an empty one takes no room."""
        self.subtitle.setText(sentence)
        self.subtitle.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred in the view, whose size this event carries."""
        super().resizeEvent(event)
        self._view_width = event.size().width()
        self._centre()

    def redress(self) -> None:
        """Space the column for the text size."""
        px = look().px
        self._column.setSpacing(px(4))
        self.body.setSpacing(px(16))
        self.body.setContentsMargins(0, px(self._above), 0, 0)
        self._centre()

    def _centre(self) -> None:
        px = look().px
        side = max(min(px(30), 40), (self._view_width - px(WIDEST)) // 2)
        self._column.setContentsMargins(side, px(self._top), side, px(self._top))
