"""A QR code, always dark on white so that any phone reads it."""

from itertools import groupby

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
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
        self._modules: QPainterPath | None = None
        self.redress()

    def set_text(self, text: str, spoken: str) -> None:
        """Show the code of another text; `spoken` says what it is to a screen reader."""
        self.setAccessibleName(spoken)
        if text != self._text:
            self._text = text
            self._matrix, self._modules = (), None
            self.update()
        self.setVisible(bool(text))

    def set_side(self, side: int) -> None:
        """Change the side length."""
        self._side = side
        self.redress()

    def redress(self) -> None:
        """Keep modules large enough at every text size; a phone gains nothing beyond one and a half."""
        side = round(self._side * min(look().scale, 1.5))
        self.setFixedSize(QSize(side, side))
        self._modules = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the code; one that is not made yet comes right after, so that the number beside it never waits."""
        if self._text and not self._matrix:
            QTimer.singleShot(0, self, self._make)
        painter = QPainter(self)
        paint.fill(painter, paint.rectangle(QRectF(self.rect())), "#FFFFFF")
        if self._matrix:
            if self._modules is None:
                self._modules = self._outlined()
            paint.fill(painter, self._modules, "#000000")
        painter.end()

    def _make(self) -> None:
        if self._text and not self._matrix:
            self._matrix = matrix(self._text)
            self.update()

    def _outlined(self) -> QPainterPath:
        """Return the dark modules as one shape, in runs: painting each by itself takes a phone number's code 2 ms."""
        count = len(self._matrix) + 2 * QUIET_MODULES
        # Whole device pixels keep the edges sharp.
        size = max(self.width() // count, 1)
        start = (self.width() - size * len(self._matrix)) // 2
        shape = QPainterPath()
        for y, row in enumerate(self._matrix):
            x = 0
            for is_dark, run in groupby(row):
                length = len(list(run))
                if is_dark:
                    shape.addRect(QRectF(start + x * size, start + y * size, length * size, size))
                x += length
        return shape
