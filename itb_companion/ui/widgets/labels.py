"""Labels that wrap, always show plain text, and dress by role."""

import re

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from itb_companion.ui import icons
from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.dressing import GrowsDown, antialiased, repolish
from itb_companion.words.plain import plain

WIDEST_LINE = 640  # pixels at 100 %: longer lines are hard to follow

_LONG_WORD = re.compile(r"\S{17,}")
"""Longer than the narrowest place for words, the side of the window, has room for."""
_PIECE = re.compile(r"(\S{7}[^\s\u200d])(?=[\w!-~])")

PLAIN_TEXT = 0
"""`Qt.TextFormat.PlainText`; see `paint` for why it is not named."""

ICONS = {"in-order": "check", "urgent": "warning", "emergency": "emergency", "neutral": "info"}


class WrapLabel(QLabel):
    """A label that wraps its words; `role` is a role of the stylesheet, such as `title` or `quiet`."""

    _hint_key: tuple[object, ...] | None = None
    _hint = QSize()
    _text = ""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)
        if text:
            self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` letter by letter: nothing in it is read as markup, and a word too long for a line is broken."""
        self._text = text = plain(text)
        broken = _LONG_WORD.sub(_breakable, text)
        # What is read aloud must not hold the places where a word may break.
        self.setAccessibleName("" if broken == text else text)
        super().setText(broken.replace("&", "&&") if self.buddy() else broken)

    def text(self) -> str:
        """Return the words as they are meant, without the places where a long one may break."""
        return self._text

    def set_role(self, role: str) -> None:
        """Change the role of the stylesheet."""
        repolish(self, "role", role)

    def sizeHint(self) -> QSize:
        """Ask for one line where it fits, because Qt's own guess for wrapped words is nearly square."""
        if not self.text():
            return super().sizeHint()
        self.ensurePolished()
        font = self.font()
        key = (self.text(), font.pixelSize(), font.bold(), look().scale, self.contentsMargins().left())
        if key != self._hint_key:
            lines = self.fontMetrics().size(0, self.text())
            margins = self.contentsMargins()
            width = min(lines.width() + 1, look().px(WIDEST_LINE)) + margins.left() + margins.right()
            self._hint_key, self._hint = key, QSize(width, self.heightForWidth(width))
        return self._hint


def _breakable(word: re.Match[str]) -> str:
    """Let a word break after every eighth letter, but never within one that is made of several."""
    return _PIECE.sub("\\1\u200b", word[0])


class Pill(GrowsDown, WrapLabel):
    """A word with its icon on a soft ground: `in-order`, `urgent`, `emergency` or `neutral`."""

    def __init__(self, text: str = "", dress: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(text, "", parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.set_dress(dress)

    def setText(self, text: str) -> None:
        """Show `text`, as high as it needs at the width that the pill has."""
        super().setText(text)
        if self.tall():
            self._measure()

    def set_dress(self, dress: str) -> None:
        """Change what the pill means."""
        self._icon = ICONS[dress]
        repolish(self, "dress", dress)
        self._fit()

    def sizeHint(self) -> QSize:
        """One line, or as high as the width it got asks for."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.tall() or hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the icon when the text size changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        px = look().px
        self.setContentsMargins(px(12) + px(16) + px(6), px(5), px(13), px(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and icon, and the words above them."""
        theme, px = look().theme, look().px
        ground, words = theme.pills[self.property("dress")]
        painter = antialiased(self)
        paint.fill(painter, paint.rounded(QRectF(self.rect()), min(self.height() / 2, px(14))), ground)
        side = px(16)
        line = QFontMetrics(self.font()).height()
        top = px(5) + (line - side) / 2 if self.height() > 2 * line else (self.height() - side) / 2
        icons.paint(painter, self._icon, words, QRectF(px(12), top, side, side))
        painter.end()
        super().paintEvent(event)
