"""Buttons that are easy to hit, wrap their words instead of clipping them, and show focus clearly."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QSizePolicy, QWidget

from itb_companion.ui import icons
from itb_companion.ui.theme import Theme, look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.dressing import GrowsDown, antialiased
from itb_companion.words.plain import plain

WRAPPED = paint.WORD_WRAP
KeptT = TypeVar("KeptT")
RING = 3  # pixels of the focus ring at every text size


class Dress(NamedTuple):
    """The three colours of a button, and where its focus ring must stand to be seen."""

    ground: str
    words: str
    edge: str
    is_filled: bool = False


@lru_cache(maxsize=64)
def dress_of(theme: Theme, name: str) -> Dress:
    """Return the colours of a dress: primary, plain, danger, danger-line, urgent or nav."""
    return {
        "primary": Dress(theme.accent, theme.on_accent, theme.accent, is_filled=True),
        "plain": Dress(theme.surface, theme.text, theme.line),
        "danger": Dress(theme.emergency, theme.on_emergency, theme.emergency, is_filled=True),
        "danger-line": Dress(theme.surface, theme.emergency_text, theme.emergency_text),
        "urgent": Dress(theme.urgent, theme.on_urgent, theme.urgent, is_filled=True),
        "nav": Dress(theme.surface, theme.text, theme.surface),
        "nav-here": Dress(theme.accent_soft, theme.on_accent_soft, theme.accent_soft),
    }[name]


class Button(GrowsDown, QPushButton):
    """A button in one of the dresses of `dress_of`; `icon` names a line icon before its words."""

    def __init__(self, text: str = "", dress: str = "plain", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._icon = icon
        self._kept_for: object = None
        self._answers: dict[object, Any] = {}
        self.setProperty("dress", dress)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` letter by letter; an ampersand stays an ampersand."""
        self._words = text = plain(text)
        super().setText(text.replace("&", "&&"))
        if self.tall():
            self._measure()

    def text(self) -> str:
        """Return the words as they were given."""
        return self._words

    def set_dress(self, dress: str) -> None:
        """Change the colours."""
        self.setProperty("dress", dress)
        self.update()

    def set_icon(self, name: str) -> None:
        """Change the line icon before the words; an empty name takes it away."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line, at least 44 px high at 100 %."""
        one_line = self._kept("hint", self._one_line)
        return QSize(one_line.width(), self.tall() or one_line.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the longest word."""
        return self._kept("least", self._narrowest)

    def hasHeightForWidth(self) -> bool:
        """Say yes: wrapped words need more height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the words need at `width`."""
        return self._kept(width, lambda: self._height_at(width))

    def _kept(self, what: object, make: Callable[[], KeptT]) -> KeptT:
        """Return an answer that was given before: layouts ask for each some dozen times."""
        key = (look(), self._words, self._icon, self.property("dress"))
        if self._kept_for != key:
            self._kept_for, self._answers = key, {}
        if what not in self._answers:
            self._answers[what] = make()
        return self._answers[what]

    def _one_line(self) -> QSize:
        lines = _lines(self._words, *_font_key())
        return QSize(lines.width() + 2 + self._beside(), max(look().px(44), lines.height() + 2 * self._above()))

    def _narrowest(self) -> QSize:
        return QSize(_longest_word(self._words, *_font_key()) + 2 + self._beside(), look().px(44))

    def _height_at(self, width: int) -> int:
        words = _height(self._words, max(1, width - self._beside()), *_font_key())
        return max(look().px(44), words + 2 * self._above())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button in focus as Space does; a key that is held presses once."""
        from PySide6.QtCore import Qt  # see `paint` for why it is late

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and words."""
        dress = dress_of(look().theme, self._dress())
        painter = antialiased(self)
        paint_ground(painter, self, dress, QRectF(self.rect()))
        inner = self.rect().adjusted(self._side(), 0, -self._side(), 0)
        paint_words(painter, inner, self._words, self._icon, self._ink(dress), is_left=self._is_nav())
        painter.end()

    def _dress(self) -> str:
        name = self.property("dress")
        return "nav-here" if name == "nav" and self.isChecked() else name

    def _is_nav(self) -> bool:
        return self.property("dress") == "nav"

    def _ink(self, dress: Dress) -> str:
        return dress.words if self.isEnabled() else look().theme.quiet

    def _side(self) -> int:
        if not self._words:
            return look().px(12)
        return look().px(14 if self._is_nav() or self.property("dress") == "danger-line" else 20)

    def _above(self) -> int:
        return look().px(10)

    def _beside(self) -> int:
        return 2 * self._side() + before_words(self._icon, self._words)


# Layouts ask for the same words some hundred times at a start, and shaping them takes 0.03 ms each time.


def _font_key() -> tuple[str, float]:
    """Return what the measures of words hang on."""
    return QApplication.font().family(), look().scale


@lru_cache(maxsize=256)
def _lines(words: str, _family: str, _scale: float) -> QSize:
    return look().metrics(bold=True).size(0, words)


@lru_cache(maxsize=256)
def _longest_word(words: str, _family: str, _scale: float) -> int:
    metrics = look().metrics(bold=True)
    return max((metrics.horizontalAdvance(word) for word in words.split()), default=0)


@lru_cache(maxsize=1024)
def _height(words: str, width: int, _family: str, _scale: float) -> int:
    return look().metrics(bold=True).boundingRect(QRect(0, 0, width, 10_000), WRAPPED, words or " ").height()


def paint_ground(painter: QPainter, button: QAbstractButton, dress: Dress, at: QRectF) -> None:
    """Paint the rounded ground of a button, a little tinted under the pointer, with its focus ring."""
    theme, px = look().theme, look().px
    ground = QColor(dress.ground if button.isEnabled() else theme.window)
    edge = QColor(dress.edge if button.isEnabled() else theme.line)
    if button.isEnabled() and (button.isDown() or button.underMouse()):
        ground = tinted(ground, QColor(dress.words), 0.2 if button.isDown() else 0.09)
    middle = at.adjusted(0.5, 0.5, -0.5, -0.5)
    paint.fill(painter, paint.rounded(middle, px(10)), ground)
    paint.fill(painter, paint.frame(middle, px(10), 1), edge)
    if button.hasFocus():
        inset = RING / 2 + (RING if dress.is_filled else 0)
        ring = paint.frame(at.adjusted(inset, inset, -inset, -inset), px(10) - inset, RING)
        paint.fill(painter, ring, dress.words if dress.is_filled else theme.accent)


def paint_words(painter: QPainter, room: QRect, words: str, icon: str, colour: str, *, is_left: bool = False) -> None:
    """Paint words, wrapped where needed, with an icon before them."""
    px = look().px
    paint.write_in(painter, look().font(bold=True), colour)
    before = before_words(icon, words)
    words_room = room.adjusted(before, 0, 0, 0)
    flags = WRAPPED | paint.ALIGN_V_CENTRE | (paint.ALIGN_LEFT if is_left else paint.ALIGN_H_CENTRE)
    if icon:
        taken = painter.boundingRect(words_room, flags, words) if words else words_room
        top = room.top() + (room.height() - px(20)) / 2
        icons.paint(painter, icon, colour, QRectF(taken.left() - before, top, px(20), px(20)))
    painter.drawText(words_room, flags, words)


def before_words(icon: str, words: str) -> int:
    """Return the pixels that an icon takes before its words."""
    return look().px(20 + (10 if words else 0)) if icon else 0


def tinted(ground: QColor, other: QColor, share: float) -> QColor:
    """Return `ground` with a `share` of another colour."""
    parts = zip(ground.getRgb()[:3], other.getRgb()[:3], strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def primary_button(text: str, icon: str = "") -> Button:
    """Return the button of a screen's one main action."""
    return Button(text, "primary", icon)


def plain_button(text: str, icon: str = "") -> Button:
    """Return a button for every other action."""
    return Button(text, "plain", icon)


def danger_button(text: str, icon: str = "") -> Button:
    """Return a red button, for emergencies only."""
    return Button(text, "danger", icon)
