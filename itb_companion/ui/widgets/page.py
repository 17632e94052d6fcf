"""The base of every page: one sentence at the top, a centred column, and never a horizontal scroll bar."""

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel

WIDEST = 1120  # pixels at 100 %; wider content falls apart into islands


# Numbers of `Qt`, which the properties take too; see `paint` for why they are not named.
_BAR_AS_NEEDED, _BAR_NEVER, _BAR_ALWAYS = 0, 1, 2
_NO_FOCUS = 0


def scroll_up_and_down(area: QScrollArea) -> None:
    """Let an area scroll in no other direction, without a frame, and leave the keyboard to what is in it."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setProperty("horizontalScrollBarPolicy", _BAR_NEVER)
    area.setProperty("focusPolicy", _NO_FOCUS)


class _Column(QWidget):
    """What scrolls in a page. It has no size of its own before the page has one: each layout before that takes 8 ms."""

    is_wanted = False

    def sizeHint(self) -> QSize:
        """Return what its layout asks for."""
        return self.layout().sizeHint() if self.is_wanted else QSize()

    def minimumSizeHint(self) -> QSize:
        """Return the least that its layout can do with."""
        return super().minimumSizeHint() if self.is_wanted else QSize()


class Page(Redressed, QScrollArea):
    """A page that scrolls up and down; fill its `body`."""

    def __init__(
        self, title: str = "", subtitle: str = "", top: int = 26, above: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._top, self._above = top, above
        self._view_width = 0  # `viewport()` would answer too, but its first call loads every widget class
        scroll_up_and_down(self)
        self._content = _Column()
        self._column = QVBoxLayout(self._content)
        self.title = WrapLabel("", "title")
        self.subtitle = WrapLabel("", "quiet")
        self.body = QVBoxLayout()
        for label in (self.title, self.subtitle):
            self._column.addWidget(label)
        self._column.addLayout(self.body)
        self._column.addStretch(1)
        self.setWidget(self._content)
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
        self._view_width = event.size().width()
        self._centre()
        if not self._content.is_wanted:
            self._lay_out_first(event.size().height())
        super().resizeEvent(event)

    def _lay_out_first(self, height: int) -> None:
        """Lay the column out once: dressed before it is measured, and beside the scroll bar where it needs one."""
        self._content.is_wanted = True
        for widget in self._content.findChildren(QWidget):
            if widget.isVisibleTo(self._content):
                widget.ensurePolished()
        bar = self.verticalScrollBar().sizeHint().width()
        if self._column.heightForWidth(self._view_width - bar) > height:
            self.setProperty("verticalScrollBarPolicy", _BAR_ALWAYS)
            QTimer.singleShot(0, self, lambda: self.setProperty("verticalScrollBarPolicy", _BAR_AS_NEEDED))
        self.setWidgetResizable(True)

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
