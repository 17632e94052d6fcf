"""Our own line icons, recoloured by role and sharp at device pixel ratios 1 and 2."""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from itb_companion.resources import asset

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtSvg import QSvgRenderer

APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


@cache
def icon(name: str, colour: str, size: int = 20) -> "QIcon":
    """Return the line icon `name` in `colour` (such as `#10202B`), `size` logical pixels square."""
    from PySide6.QtGui import QIcon  # its theme names take 3 ms, and painted icons need none

    made = QIcon()
    made.addPixmap(pixmap(name, colour, size, 1.0))
    made.addPixmap(pixmap(name, colour, size, 2.0))
    return made


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return one icon painted for a device pixel ratio; `paint` is the everyday way in."""
    return _painted(_renderer(name, colour), size, ratio)


def paint(painter: QPainter, name: str, colour: str, at: QRectF) -> None:
    """Paint an icon into the square `at`, as sharp as the screen behind the painter allows."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(at.topLeft(), pixmap(name, colour, round(at.width()), ratio))


@cache
def app_icon() -> "QIcon":
    """Return the program's own icon, 16 to 256 px."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    renderer = _renderer("app", "#000000")
    for size in APP_SIZES:
        made.addPixmap(_painted(renderer, size, 1.0))
    return made


@cache
def _renderer(name: str, colour: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer  # loads a library of its own, so not before an icon is painted

    drawing = asset("icons", f"{name}.svg").read_bytes()
    drawing = drawing.replace(b"currentColor", QColor(colour).name().encode())
    return QSvgRenderer(QByteArray(drawing))


def _painted(renderer: "QSvgRenderer", size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    made = QPixmap(side, side)
    made.fill(QColor(0, 0, 0, 0))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
