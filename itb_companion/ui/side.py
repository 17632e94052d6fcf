"""The left side of the window: who this is about, the way to every page, and the Emergency button under it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import scroll_up_and_down

SIDE_WIDTH = 216


class Side(Redressed, QFrame):
    """The navigation.

    Signals: `page_wanted(str)`, a page was chosen; `page_pressed(str)`, its button went down, and most likely will be
    let go on it; `emergency_wanted()`.
    """

    page_wanted = Signal(str)
    page_pressed = Signal(str)
    emergency_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self._is_showing = False
        self._gone_to = ""
        self.name = WrapLabel("", "heading")
        self.pump = WrapLabel("", "quiet")
        self.nav: dict[str, Button] = {}
        self.emergency = Button(self.tr("Emergency"), "danger")
        self.emergency.setAccessibleDescription(self.tr("Whom to call and what to say. Ctrl+E from anywhere."))
        self.emergency.setToolTip(self.tr("Ctrl+E"))
        self.emergency.clicked.connect(self.emergency_wanted)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll_up_and_down(scroll)
        scroll.setWidget(self._make_column())
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(scroll, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.emergency)
        middle.addStretch(1)
        self._layout.addLayout(middle)
        self.redress()

    def _make_column(self) -> QWidget:
        column = QWidget()
        self._nav_layout = QVBoxLayout(column)
        for widget in (self.name, self.pump):
            self._nav_layout.addWidget(widget)
        self._nav_layout.addSpacing(look().px(10))
        for key, words, icon in self._entries():
            button = Button(words, "nav", icon)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(lambda checked, key=key: self._toggled(key) if checked else None)
            button.pressed.connect(lambda key=key: self.page_pressed.emit(key))
            button.clicked.connect(lambda _=False, key=key: self._clicked(key))
            self.nav[key] = button
            self._nav_layout.addWidget(button)
        self._nav_layout.addStretch(1)
        column.resize(0, 0)  # spares a layout, as in `Page`
        return column

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

    def show_person(self, name: str, pump: str) -> None:
        """Show who this is about."""
        self.name.setText(name)
        self.pump.setText(pump)

    def show_where(self, key: str) -> None:
        """Show which page is in front, to the eye and to a screen reader."""
        for name, button in self.nav.items():
            self._is_showing = True
            button.setChecked(name == key)
            self._is_showing = False
            here = self.tr("{page}, this page").format(page=button.text()) if name == key else ""
            button.setAccessibleName(here or button.text())

    def redress(self) -> None:
        """Size the side for the text."""
        px = look().px
        self.setFixedWidth(px(SIDE_WIDTH))
        self._nav_layout.setContentsMargins(px(12), px(18), px(12), px(8))
        self._nav_layout.setSpacing(px(2))
        self._layout.setContentsMargins(0, 0, 0, px(18))
        self.emergency.setMinimumHeight(px(64))
        self.emergency.setContentsMargins(0, 0, 0, 0)
        self.emergency.setFixedWidth(px(SIDE_WIDTH - 24))
