"""What a check comes to, at the foot of the page while its card is scrolled out of view: the level is always seen."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.banner import Banner

_DRESS = {"accent": "info"}


class PinnedResult(Banner):
    """A strip over the foot of a page, shown while `headline` cannot be seen; `leave_room(px)` keeps the page above it.

    Signal `acted()`: help is wanted.
    """

    def __init__(self, page: QScrollArea, headline: QWidget, leave_room: Callable[[int], None]) -> None:
        super().__init__(parent=page)
        self._page, self._headline, self._leave_room = page, headline, leave_room
        self._is_wanted = False
        self.hide()
        page.verticalScrollBar().valueChanged.connect(self.place)
        page.verticalScrollBar().rangeChanged.connect(self.place)

    def show_result(self, dress: str, headline: str, action: str) -> None:
        """Take in what the check comes to; without an action the strip is not needed."""
        self._is_wanted = bool(action)
        if self._is_wanted:
            self.set_dress(_DRESS.get(dress, dress))
            self.set_text(headline, action)
        was_there = self.isVisible()
        self.place()
        if self.isVisible() and not was_there:
            QTimer.singleShot(0, self, self._uncover)  # once the page knows its room

    def _uncover(self) -> None:
        """Keep in view what was just answered: the strip comes up over it."""
        focus = self._page.window().focusWidget()
        if focus is not None and self._page.widget().isAncestorOf(focus):
            self._page.ensureWidgetVisible(focus, 0, look().px(24))

    def place(self) -> None:
        """Stand at the foot of the page, or go."""
        # Measured against the whole page, strip or no strip, so that showing it cannot hide it again.
        top = self._headline.mapTo(self._page, QPoint()).y()
        is_seen = top >= 0 and top + self._headline.height() <= self._page.height()
        is_shown = self._is_wanted and self._page.isVisible() and not is_seen
        width = self._page.widget().width()  # the first call of `viewport()` takes 25 ms
        height = self.layout().totalHeightForWidth(width) if is_shown else 0
        self.setVisible(is_shown)
        self._leave_room(height)
        self.setGeometry(0, self._page.height() - height, width, height)
        self.raise_()
