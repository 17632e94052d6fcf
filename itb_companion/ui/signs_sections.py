"""What a check asks less often, each behind a button; the buttons stand together, and what they open below them."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.into_view import bring_into_view


class Section(Card):
    """One part and its button, `toggle`; the part is made when it is first opened. Signal `opened()`."""

    opened = Signal()

    def __init__(self, words: str, maker: Callable[[], QWidget]) -> None:
        super().__init__(words)
        self._maker = maker
        self._words = words
        self.content: QWidget | None = None
        self.toggle = Button(words, "plain", "down")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._toggled)
        self.toggle.clicked.connect(self._clicked)
        self.hide()
        self._name()

    @property
    def made(self) -> bool:
        """Whether the part was opened before."""
        return self.content is not None

    def open(self) -> None:
        """Open the part."""
        self.toggle.setChecked(True)

    def _toggled(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self.content is None:
            self.content = self._maker()
            self.add(self.content)
        self.setVisible(opened)
        self.toggle.set_dress("nav-here" if opened else "plain")
        self._name()
        if opened:
            self.opened.emit()

    def _clicked(self) -> None:
        if self.toggle.isChecked():  # once it has its place
            QTimer.singleShot(0, self, lambda: bring_into_view(self))

    def _name(self) -> None:
        state = self.tr("open") if self.toggle.isChecked() else self.tr("closed")
        self.toggle.setAccessibleName(f"{self._words}, {state}")


class Sections(Redressed, QWidget):
    """The buttons in a row that wraps, and under it what is open."""

    def __init__(self, *sections: Section) -> None:
        super().__init__()
        row = QWidget()
        flow = FlowLayout(row)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(row)
        for section in sections:
            flow.addWidget(section.toggle)
            self._column.addWidget(section)
        self.redress()

    def redress(self) -> None:
        """Space the parts for the text size."""
        self._column.setSpacing(look().px(14))
