"""What can wait until a page was painted: what lies below its first screenful, and what nobody has asked for yet."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget


def after_painting(owner: QObject, act: Callable[[], object]) -> None:
    """Run this once everything that is due before it was done: layouts, painting, and what a person pressed.

    A timer, because `QTimer.singleShot(0, ...)` is none: Qt runs what it is given before it paints.
    """
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)


_TURNS = 3
"""Of the event loop for each part: one makes it, one lays the page out, and one paints it."""


class Below(QObject):
    """The parts of a page below its first screenful: they come one after the other once that is painted.

    To make, dress and lay out all of a long page takes a fifth of a second; a part takes a twentieth at most, and what
    a person does meanwhile goes first. They stand below what is seen, so nothing moves. Signal `made(str, QWidget)`:
    fill it, and do what it asks for.
    """

    made = Signal(str, object)

    def __init__(self, page: QWidget, column: QVBoxLayout) -> None:
        super().__init__(page)
        self._column = column
        self._hidden: list[QWidget] = []
        self._kept_back: list[QWidget] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._parts: dict[str, QWidget] = {}
        # A timer that goes on: Qt runs it once between two paintings, and would run a chain of new ones in one go.
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(0)
        self._turn = _TURNS - 1

    def keep_back(self, parts: Iterable[QWidget]) -> None:
        """Let parts that are made already be shown later."""
        for part in parts:
            part.hide()
            self._hidden.append(part)
            self._kept_back.append(part)

    def add(self, name: str, make: Callable[[], QWidget]) -> None:
        """Let a part be made later, below all others so far; or when it is asked for, with those above it."""
        self._makers[name] = make

    def parts(self) -> list[QWidget]:
        """Return every part that is there, shown or not."""
        return [*self._kept_back, *self._parts.values()]

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __getitem__(self, name: str) -> QWidget:
        while name not in self._parts:
            self._go_on()
        return self._parts[name]

    def _on_turn(self) -> None:
        page = self._column.parentWidget()
        self._turn = (self._turn + 1) % _TURNS
        if self._turn == 1:
            # Painted before all of it has its place, the page would be squeezed together for a moment.
            page.setUpdatesEnabled(False)
            try:
                self._go_on()
            except BaseException:  # told as any defect is, and once
                self._stop()
                raise
        elif self._turn == 0:
            page.setUpdatesEnabled(True)

    def _go_on(self) -> None:
        if self._hidden:
            self._hidden.pop(0).show()
        elif len(self._parts) < len(self._makers):
            name = next(name for name in self._makers if name not in self._parts)
            part = self._parts[name] = self._makers[name]()
            self._column.addWidget(part)
            self.made.emit(name, part)
        else:
            self._stop()

    def _stop(self) -> None:
        self._timer.stop()
        self._column.parentWidget().setUpdatesEnabled(True)


def widgets_in(layout: QLayout) -> list[QWidget]:
    """Return the widgets that a layout holds, in their order."""
    found = [layout.itemAt(place).widget() for place in range(layout.count())]
    return [widget for widget in found if widget is not None]
