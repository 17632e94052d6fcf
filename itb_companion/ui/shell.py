"""The window: navigation on the left, one page on the right, and the Emergency button always under it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from itb_companion.ui.side import Side
    from itb_companion.ui.widgets.banner import Banner


class Shell(QMainWindow):
    """The main window. Pages are made when they are first shown.

    Signals: `page_wanted(str)`, a page was chosen in the navigation; `emergency_wanted()`; `closing()`, the person
    closed the window.
    """

    page_wanted = Signal(str)
    emergency_wanted = Signal()
    closing = Signal()
    painted = Signal()
    """Once, when the window is on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        self._person = ("", "")
        self.setWindowTitle(self.tr("ITB Companion"))
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        middle = QWidget()
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._right = QVBoxLayout()
        self._right.addWidget(self.stack, 1)
        self._row.addLayout(self._right, 1)
        self.setCentralWidget(middle)
        self.add_shortcut("Ctrl+E").connect(self.emergency_wanted)

    @cached_property
    def side(self) -> "Side":
        """The navigation; made with the first page that it stands beside, for the emergency screen has none."""
        from itb_companion.ui.side import Side

        made = Side()
        made.page_wanted.connect(self.page_wanted)
        made.page_pressed.connect(self.page)  # made while the finger is still down, which takes longer
        made.emergency_wanted.connect(self.emergency_wanted)
        made.show_person(*self._person)
        self._row.insertWidget(0, made)
        return made

    @cached_property
    def failure(self) -> "Banner":
        """The strip over the page that says what failed; made when something does."""
        from itb_companion.ui.widgets.banner import Banner

        strip = Banner("", self.tr("Understood"), "urgent")
        strip.acted.connect(strip.hide)
        strip.hide()
        self._right.insertWidget(0, strip)
        return strip

    def add_shortcut(self, keys: str) -> SignalInstance:
        """Return the signal of a combination of keys, such as `Ctrl+E`, pressed anywhere in the window."""
        action = QAction(self)
        action.setProperty("shortcut", keys)  # the property takes words; `QKeySequence` costs a start 2 ms
        self.addAction(action)
        return action.triggered

    def add_page(self, key: str, maker: Callable[[], QWidget]) -> None:
        """Name a page and how it is made once it is needed."""
        self._makers[key] = maker

    def page(self, key: str) -> QWidget:
        """Return a page, made now if nobody has seen it yet."""
        if key not in self._pages:
            self._pages[key] = self._makers[key]()
        return self._pages[key]

    def forget(self, key: str) -> None:
        """Let a page be made anew when it is next shown, since it was made for other circumstances."""
        page = self._pages.pop(key, None)
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()

    def made(self, key: str) -> bool:
        """Whether a page was made already."""
        return key in self._pages

    @property
    def current(self) -> str:
        """The key of the page in front."""
        return next((key for key, page in self._pages.items() if page is self.stack.currentWidget()), "")

    def show_page(self, key: str) -> None:
        """Bring a page to the front; the emergency screen takes the whole window."""
        is_alone = key == "emergency"
        if self._has_side or not is_alone:
            # Before the page comes in: the keyboard goes through the window in this order.
            self.side.setVisible(not is_alone)
            self.side.show_where(key)
        page = self.page(key)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    @property
    def _has_side(self) -> bool:
        return "side" in vars(self)

    def set_person(self, name: str, pump: str) -> None:
        """Show who this is about."""
        self._person = (name, pump)
        if self._has_side:
            self.side.show_person(name, pump)

    def tell(self, sentence: str) -> None:
        """Say what failed in a strip over the page, until a person has read it."""
        self.failure.set_text(sentence, self.tr("Understood"))
        self.failure.show()

    def come_forward(self) -> None:
        """Show the window, also from minimised, and ask for the keyboard."""
        if self.isMinimized():
            from PySide6.QtCore import Qt  # see `paint` for why it is late

            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the window is on the screen: everything slow waits for that."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the program what closing means: reminding goes on."""
        event.ignore()
        self.closing.emit()
