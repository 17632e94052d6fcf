"""One question with two to four answers side by side, nothing chosen at first."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from itb_companion.ui.theme import Theme, look
from itb_companion.ui.widgets.buttons import Dress, dress_of, paint_ground, paint_words
from itb_companion.ui.widgets.dressing import GrowsDown, antialiased

BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
FORTH = (Qt.Key.Key_Right, Qt.Key.Key_Down)
CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)

GAP = 6  # pixels at 100 % between two answers


class Option(NamedTuple):
    """An answer: what the program calls it, its words, and its dress when chosen."""

    key: str
    words: str
    dress: str = "soft"


def answers(no: str, yes: str, unsure: str) -> tuple[Option, ...]:
    """Return the three answers to a sign, `no`, `yes` and `unsure`, in the words given."""
    return (Option("no", no, "soft"), Option("yes", yes, "urgent"), Option("unsure", unsure, "urgent-soft"))


class Segmented(GrowsDown, QWidget):
    """An exclusive choice. Arrow keys move within, Space chooses, Delete takes the answer back.

    Moving does not choose, because every answer is kept as it is given.
    Signal `chosen(str)`: a person chose the answer with this key, or took it back (an empty string).
    """

    chosen = Signal(str)

    def __init__(self, question: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if not 2 <= len(options) <= 4:
            raise ValueError(f"a choice has 2 to 4 answers, not {len(options)}")
        self.setAccessibleName(question)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._is_setting = False
        self.segments = {option.key: _Segment(option, self) for option in options}
        for segment in self.segments.values():
            name = self.tr("{question}: {answer}").format(question=question, answer=segment.option.words)
            segment.setAccessibleName(name)
            # Not `clicked`: a screen reader toggles, and sends no click.
            segment.toggled.connect(self._on_toggled)
        self._rove()

    def value(self) -> str | None:
        """Return the key of the answer, or None."""
        return next((key for key, segment in self.segments.items() if segment.isChecked()), None)

    def set_value(self, key: str | None) -> None:
        """Show an answer, or none; no signal."""
        if key is not None and key not in self.segments:
            raise ValueError(f"{key!r} is not one of {', '.join(self.segments)}")
        self._is_setting = True
        for name, segment in self.segments.items():
            segment.setChecked(name == key)
        self._is_setting = False
        self._rove()

    def hasHeightForWidth(self) -> bool:
        """Answers stand one under the other where they do not fit side by side."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width`."""
        return max(place.bottom() + 1 for place in self._places(width))

    def sizeHint(self) -> QSize:
        """All answers side by side."""
        count = len(self.segments)
        return QSize(self._widest() * count + look().px(GAP) * (count - 1), self.tall() or look().px(44))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest answer."""
        return QSize(self._widest(), look().px(44))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the answers."""
        super().resizeEvent(event)
        for segment, place in zip(self.segments.values(), self._places(self.width()), strict=True):
            segment.setGeometry(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, take the answer back with Delete."""
        ordered = list(self.segments.values())
        at = next((i for i, segment in enumerate(ordered) if segment.hasFocus()), None)
        if at is None:
            super().keyPressEvent(event)
        elif event.key() in BACK or event.key() in FORTH:
            step = -1 if event.key() in BACK else 1
            target = ordered[(at + step) % len(ordered)]
            target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rove(target)
        elif event.key() in CLEAR and self.value() is not None:
            self.set_value(None)
            self._rove(ordered[at])
            self.chosen.emit("")
        else:
            super().keyPressEvent(event)

    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._is_setting:
            return
        key = self.sender().option.key
        self.set_value(key)  # also where it was taken off: a second click on the chosen answer must not do that
        if checked:
            self.chosen.emit(key)

    def _rove(self, home: "_Segment | None" = None) -> None:
        """Leave one answer in the Tab order: the one in use, else the chosen one, else the first."""
        ordered = list(self.segments.values())
        home = home or next((s for s in ordered if s.isChecked()), ordered[0])
        for segment in ordered:
            is_home = segment is home
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_home else Qt.FocusPolicy.ClickFocus)

    def _widest(self) -> int:
        return max(segment.sizeHint().width() for segment in self.segments.values())

    def _places(self, width: int) -> list[QRect]:
        """Place the answers side by side, equally wide if they can be, else each as wide as its words; else stacked."""
        count, high, gap = len(self.segments), look().px(44), look().px(GAP)
        room = width - gap * (count - 1)
        needs = [segment.sizeHint().width() for segment in self.segments.values()]
        if room < sum(needs):
            return [QRect(0, i * (high + gap), width, high) for i in range(count)]
        spare = room - sum(needs)
        wide = [room / count] * count if room >= max(needs) * count else [need + spare / count for need in needs]
        edges = [round(sum(wide[:i]) + i * gap) for i in range(count + 1)]
        return [QRect(a, 0, b - a - gap, high) for a, b in pairwise(edges)]


class _Segment(QRadioButton):
    """One answer; a radio button, so that a screen reader says so."""

    def __init__(self, option: Option, parent: Segmented) -> None:
        super().__init__(option.words.replace("&", "&&"), parent)
        self.option = option
        self.setAutoExclusive(False)

    def hitButton(self, pos: QPoint) -> bool:
        """Accept a click anywhere on the answer."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows and Delete to the question; Enter chooses as Space does."""
        if event.key() in (*BACK, *FORTH, *CLEAR):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for the words and the check mark, so that choosing moves nothing."""
        words = look().metrics(bold=True).horizontalAdvance(self.option.words)
        return QSize(words + look().px(26 + 2 * 6) + 2, look().px(44))

    def minimumSizeHint(self) -> QSize:
        """Ask for the whole: the words do not wrap."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the answer, with a check mark when it is chosen."""
        theme = look().theme
        dress = _dress(theme, self.option.dress) if self.isChecked() else dress_of(theme, "plain")
        painter = antialiased(self)
        paint_ground(painter, self, dress, QRectF(self.rect()))
        paint_words(painter, self.rect(), self.option.words, "check" if self.isChecked() else "", dress.words)
        painter.end()


def _dress(theme: Theme, name: str) -> Dress:
    return {
        "soft": Dress(theme.accent_soft, theme.on_accent_soft, theme.accent),
        "urgent": Dress(theme.urgent, theme.on_urgent, theme.urgent, is_filled=True),
        "urgent-soft": Dress(theme.urgent_soft, theme.urgent, theme.urgent),
        "emergency": Dress(theme.emergency, theme.on_emergency, theme.emergency, is_filled=True),
    }[name]
