"""Painting without the names in `Qt`, for what the first page needs.

To set a pen or a brush makes PySide6 turn all 1,195 names in `Qt` into Python enums, a sixth of the time in which an
empty window opens. Shapes are filled, lines are narrow shapes, and words take their colour as a widget's do.
"""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

WORD_WRAP = 0x1000
WRAP_ANYWHERE = 0x2000
ALIGN_LEFT = 0x0001
ALIGN_RIGHT = 0x0002
ALIGN_H_CENTRE = 0x0004
ALIGN_V_CENTRE = 0x0080
"""How words stand, as `drawText` takes it; a test holds them against Qt's own."""

NO_FOCUS, TAB_FOCUS = 0, 1
"""`Qt.FocusPolicy`, which is not named for the same reason."""


def fill(painter: QPainter, shape: QPainterPath, colour: QColor | str) -> None:
    """Fill a shape, without a line around it."""
    painter.fillPath(shape, _brush((QColor(colour) if isinstance(colour, str) else colour).rgba()))


def rectangle(at: QRectF) -> QPainterPath:
    """Return a rectangle."""
    shape = QPainterPath()
    shape.addRect(at)
    return shape


def rounded(at: QRectF, radius: float) -> QPainterPath:
    """Return a rectangle with round corners."""
    shape = QPainterPath()
    shape.addRoundedRect(at, radius, radius)
    return shape


def frame(at: QRectF, radius: float, width: float) -> QPainterPath:
    """Return the line along such a rectangle, half of its `width` on either side; `radius` is that of its middle."""
    half = width / 2
    shape = rounded(at.adjusted(-half, -half, half, half), radius + half)
    shape.addRoundedRect(at.adjusted(half, half, -half, -half), max(radius - half, 0), max(radius - half, 0))
    return shape


def polygon(points: QPolygonF) -> QPainterPath:
    """Return a shape with these corners."""
    shape = QPainterPath()
    shape.addPolygon(points)
    shape.closeSubpath()
    return shape


def ellipse(at: QRectF) -> QPainterPath:
    """Return an ellipse that fills a rectangle."""
    shape = QPainterPath()
    shape.addEllipse(at)
    return shape


def line(start: QPointF, end: QPointF, width: float, dash: tuple[float, float] | None = None) -> QPainterPath:
    """Return a straight line; with `dash`, so long are its pieces and the gaps between them, in widths of the line."""
    length = math.hypot(end.x() - start.x(), end.y() - start.y())
    if not length:
        return QPainterPath()
    along = QPointF((end.x() - start.x()) / length, (end.y() - start.y()) / length)
    across = QPointF(-along.y(), along.x()) * (width / 2)
    piece, gap = (length, 0.0) if dash is None else (dash[0] * width, dash[1] * width)
    shape = QPainterPath()
    done = 0.0
    while done < length:
        a, b = start + along * done, start + along * min(done + piece, length)
        shape.addPolygon(QPolygonF([a + across, b + across, b - across, a - across]))
        shape.closeSubpath()
        done += piece + gap
    return shape


def write_in(painter: QPainter, font: QFont, colour: str) -> None:
    """Let words that follow be painted in this font and colour."""
    _ink(colour).give(painter)
    painter.setFont(font)


@lru_cache(maxsize=64)
def _brush(rgba: int) -> QBrush:
    pen = QPen()
    pen.setColor(QColor.fromRgba(rgba))
    return pen.brush()


class _Ink(QWidget):
    """Is never shown: a painter that it gives its colour to writes as it would write itself."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor(colour))
        self.setPalette(palette)

    def give(self, painter: QPainter) -> None:
        self.initPainter(painter)


_inks: dict[str, _Ink] = {}


def _ink(colour: str) -> _Ink:
    if colour not in _inks:
        _inks[colour] = _Ink(colour)
    return _inks[colour]


def line_below(widget: QWidget, colour: str) -> None:
    """Paint a line of one pixel along the lower edge of a widget; to be called within its `paintEvent`."""
    painter = QPainter(widget)
    fill(painter, rectangle(QRectF(0, widget.height() - 1, widget.width(), 1)), colour)
    painter.end()
