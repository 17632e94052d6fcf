"""A QR code, always dark on white so that any phone reads it."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from itb_companion.documents.qr import Matrix, matrix
from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.dressing import Redressed

QUIET_MODULES = 3  # light border; the white ground around it is wider still


class QrCode(Redressed, QWidget):
    """Paints the code of a text at a side length given in pixels at 100 %."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._text = ""
        self._matrix: Matrix = ()
        self.redress()

    def set_text(self, text: str, spoken: str) -> None:
        """Show the code of another text; `spoken` says what it is to a screen reader."""
        self.setAccessibleName(spoken)
        if text != self._text:
            self._text = text
            self._matrix = ()
            self.update()
        self.setVisible(bool(text))

    def redress(self) -> None:
        """Keep modules large enough at every text size; a phone gains nothing beyond one and a half."""
        side = round(self._side * min(look().scale, 1.5))
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the code; one that is not made yet comes right after, so that the number beside it never waits."""
        if self._text and not self._matrix:
            QTimer.singleShot(0, self, self._make)
        painter = QPainter(self)
        paint.fill(painter, paint.rectangle(QRectF(self.rect())), "#FFFFFF")
        if self._matrix:
            self._paint_modules(painter)
        painter.end()

    def _make(self) -> None:
        if self._text and not self._matrix:
            self._matrix = matrix(self._text)
            self.update()

    def _paint_modules(self, painter: QPainter) -> None:
        count = len(self._matrix) + 2 * QUIET_MODULES
        # Whole device pixels keep the edges sharp.
        size = max(self.width() // count, 1)
        start = (self.width() - size * len(self._matrix)) // 2
        dark = QColor("#000000")
        for y, row in enumerate(self._matrix):
            for x, module in enumerate(row):
                if module:
                    painter.fillRect(QRectF(start + x * size, start + y * size, size, size), dark)
