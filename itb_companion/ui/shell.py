"""The window: navigation on the left, one page on the right, and the Emergency button always under it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import scroll_up_and_down

if TYPE_CHECKING:
    from itb_companion.ui.widgets.banner import Banner

SIDE_WIDTH = 216


class Shell(Redressed, QMainWindow):
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
        self._is_showing = False
        self._gone_to = ""
        self.setWindowTitle(self.tr("ITB Companion"))
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        self.side = self._make_side()
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        self._right = QVBoxLayout()
        self._right.addWidget(self.stack, 1)
        row.addLayout(self._right, 1)
        self.setCentralWidget(middle)
        self.add_shortcut("Ctrl+E").connect(self.emergency_wanted)
        self.redress()

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

    def _make_side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("side")
        self.name = WrapLabel("", "heading")
        self.pump = WrapLabel("", "quiet")
        self.emergency = Button(self.tr("Emergency"), "danger")
        self.emergency.setAccessibleDescription(self.tr("Whom to call and what to say. Ctrl+E from anywhere."))
        self.emergency.setToolTip(self.tr("Ctrl+E"))
        self.emergency.clicked.connect(self.emergency_wanted)
        self.nav: dict[str, Button] = {}
        self._nav_column = QWidget()
        self._nav_layout = QVBoxLayout(self._nav_column)
        for widget in (self.name, self.pump):
            self._nav_layout.addWidget(widget)
        self._nav_layout.addSpacing(look().px(10))
        for key, words, icon in self._entries():
            button = Button(words, "nav", icon)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(lambda checked, key=key: self._toggled(key) if checked else None)
            button.clicked.connect(lambda _=False, key=key: self._clicked(key))
            self.nav[key] = button
            self._nav_layout.addWidget(button)
        self._nav_layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll_up_and_down(scroll)
        self._nav_column.resize(0, 0)  # spares a layout, as in `Page`
        scroll.setWidget(self._nav_column)
        self._side_layout = QVBoxLayout(side)
        self._side_layout.addWidget(scroll, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.emergency)
        middle.addStretch(1)
        self._side_layout.addLayout(middle)
        return side

    def _entries(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("today", self.tr("Today"), "today"),
            ("signs", self.tr("Check for signs"), "signs"),
            ("pump", self.tr("Pump and refills"), "pump"),
            ("history", self.tr("History"), "history"),
            ("contacts", self.tr("Contacts"), "contacts"),
            ("care_plan", self.tr("Care plan"), "care-plan"),
            ("settings", self.tr("Settings"), "settings"),
        )

    def _toggled(self, key: str) -> None:
        """Go where a screen reader wants to: it toggles, and sends no click."""
        if not self._is_showing:
            self._gone_to = key
            self.page_wanted.emit(key)

    def _clicked(self, key: str) -> None:
        if self._gone_to != key:
            self.page_wanted.emit(key)  # the page in front, with its newest content
        self._gone_to = ""

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
        page = self.page(key)
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        self.side.setVisible(key != "emergency")
        for name, button in self.nav.items():
            self._is_showing = True
            button.setChecked(name == key)
            self._is_showing = False
            here = self.tr("{page}, this page").format(page=button.text()) if name == key else ""
            button.setAccessibleName(here or button.text())

    def set_person(self, name: str, pump: str) -> None:
        """Show who this is about."""
        self.name.setText(name)
        self.pump.setText(pump)

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

    def redress(self) -> None:
        """Size the side for the text."""
        px = look().px
        self.side.setFixedWidth(px(SIDE_WIDTH))
        self._nav_layout.setContentsMargins(px(12), px(18), px(12), px(8))
        self._nav_layout.setSpacing(px(2))
        self._side_layout.setContentsMargins(0, 0, 0, px(18))
        self.emergency.setMinimumHeight(px(64))
        self.emergency.setContentsMargins(0, 0, 0, 0)
        self.emergency.setFixedWidth(px(SIDE_WIDTH - 24))
