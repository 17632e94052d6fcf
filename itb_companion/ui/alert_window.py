"""The alert window: everything that must be in front of a person, worst first, in one window that stays."""

from datetime import timedelta

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from itb_companion.care.value import replace, value
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.announce import announce
from itb_companion.ui.widgets.banner import Banner
from itb_companion.ui.widgets.buttons import Button, plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel

WAKE_MS = 700
"""Buttons answer only after this long, so that a key press meant for another window settles nothing."""
WIDTH = 560
_HOUR_MIN = 60
_PILLS = {"accent": "neutral", "urgent": "urgent", "emergency": "emergency"}


@value
class AlertView:
    """One alert in words."""

    id: int
    dress: str
    """accent, urgent or emergency."""
    title: str
    body: str
    since: str
    action: str
    """The button that leads to what settles it."""
    snoozes: tuple[timedelta, ...]
    """How long it may be silenced; none where the danger is nearer."""
    until_morning: str
    """The button that silences it until the next morning; empty where that would be too long."""
    tag: str
    """How serious it is, in a word."""
    key: str
    """Of the occurrence; a new one puts the buttons to sleep again."""


class AlertWindow(Redressed, QWidget):
    """Stays until every alert was answered.

    Signals: `acted(int)`, the alert's own action; `seen(int)`; `snoozed(int, object)`, a timedelta or None for
    tomorrow morning.
    """

    acted = Signal(int)
    seen = Signal(int)
    snoozed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(self.tr("ITB Companion: reminder"))
        self.cards: list[AlertCard] = []
        self._shown: tuple[AlertView, ...] = ()
        self.away = Banner()
        self.away.hide()
        self._column = QWidget()
        self._layout = QVBoxLayout(self._column)
        self._layout.addWidget(self.away)
        self._layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._wake = QTimer(self)
        self._wake.setSingleShot(True)
        self._wake.setInterval(WAKE_MS)
        self._wake.timeout.connect(self._wake_buttons)
        self.redress()

    def show_alerts(self, alerts: list[AlertView], away: str = "") -> None:
        """Show these alerts, worst first, and come to the front for what is new; with none the window goes away.

        `away` says below them why they come late.
        """
        self.away.set_text(away)
        self.away.setVisible(bool(away))
        shown, self._shown = self._shown, tuple(alerts)
        if not alerts:
            self.hide()
            return
        if [_standing(view) for view in alerts] != [_standing(view) for view in shown]:
            self._rebuild()
        else:
            for card, view in zip(self.cards, alerts, strict=True):
                card.since.setText(view.since)
        if {a.key for a in alerts} - {a.key for a in shown} or not self.isVisible():
            self.come_forward()

    def _rebuild(self) -> None:
        asleep = self._wake.isActive()
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [AlertCard(view) for view in self._shown]
        for number, card in enumerate(self.cards):
            card.acted.connect(self.acted)
            card.seen.connect(self.seen)
            card.snoozed.connect(self.snoozed)
            card.set_awake(awake=not asleep)
            self._layout.insertWidget(number, card)
            card.show()  # at once: what Qt shows later by itself has no height yet when the window is fitted
        self.setWindowTitle(self.tr("{alert} — ITB Companion").format(alert=self._shown[0].title))
        self._fit()

    def come_forward(self) -> None:
        """Be in front of everything, with the buttons asleep for a moment."""
        for card in self.cards:
            card.set_awake(awake=False)
        self._wake.start()
        self._fit()
        self.show()
        self.raise_()
        announce(self, " ".join(f"{view.title}. {view.body}" for view in self._shown))

    def _wake_buttons(self) -> None:
        for card in self.cards:
            card.set_awake(awake=True)

    def _fit(self) -> None:
        """Be as high as the alerts need, and never higher than the screen."""
        screen = self.screen() or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        room = area.size()
        width = min(look().px(WIDTH), room.width() - 40)
        needed = self._layout.heightForWidth(width) if self._layout.hasHeightForWidth() else 0
        height = min(max(needed, self._column.sizeHint().height()) + 4, room.height() - 60)
        self.resize(width, height)
        self._keep_on_screen(area)
        self._scroll.verticalScrollBar().setValue(0)

    def _keep_on_screen(self, area: QRect) -> None:
        """Move up and to the left where it grew beyond the screen: no button may lie where nobody can press it."""
        around = self.frameGeometry()
        left = max(area.left(), min(self.x(), area.right() + 1 - around.width()))
        top = max(area.top(), min(self.y(), area.bottom() + 1 - around.height()))
        was_placed = self.isVisible() or not self.pos().isNull()
        if was_placed and (left, top) != (self.x(), self.y()):
            self.move(left, top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape settle nothing."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Count closing the window as having seen all of it: it is no way to lose an alert."""
        event.ignore()
        # Only a person sees; the end of the program or of the session closes windows too.
        if event.spontaneous() and not self._wake.isActive():
            for view in self._shown:
                self.seen.emit(view.id)

    def redress(self) -> None:
        """Space the cards for the text."""
        px = look().px
        self._layout.setContentsMargins(px(14), px(14), px(14), px(14))
        self._layout.setSpacing(px(12))


def _standing(view: AlertView) -> AlertView:
    """Return an alert without the words that change by the minute: they need no new card, and the keyboard stays."""
    return replace(view, since="")


class AlertCard(Card):
    """One alert with its answers."""

    acted = Signal(int)
    seen = Signal(int)
    snoozed = Signal(int, object)

    def __init__(self, view: AlertView) -> None:
        super().__init__("", view.dress)
        self.view = view
        self.setAccessibleName(view.title)
        role = {"urgent": "urgent", "emergency": "emergency"}.get(view.dress, "tile")
        self.headline = WrapLabel(view.title, role)
        self.add(Pill(view.tag, _PILLS[view.dress]))
        self.since = WrapLabel(view.since, "quiet")
        for label in (self.headline, WrapLabel(view.body), self.since):
            self.add(label)
        self.act = primary_button(view.action)
        self.act.clicked.connect(lambda: self.acted.emit(view.id))
        self.see = plain_button(self.tr("Seen"))
        self.see.clicked.connect(lambda: self.seen.emit(view.id))
        self.snooze = [self._snooze_button(span) for span in view.snoozes]
        if view.snoozes and view.until_morning:
            morning = plain_button(view.until_morning)
            morning.clicked.connect(lambda: self.snoozed.emit(view.id, None))
            self.snooze.append(morning)
        answers = QWidget()
        flow = FlowLayout(answers)
        for button in self._buttons():
            what = self.tr("{answer}: {alert}").format(answer=button.text(), alert=view.title)
            button.setAccessibleName(what)
            flow.addWidget(button)
        self.add(answers)

    def _snooze_button(self, span: timedelta) -> Button:
        minutes = span // timedelta(minutes=1)
        text = self.tr("Snooze 1 hour") if minutes == _HOUR_MIN else self.tr("Snooze {n} min").format(n=minutes)
        button = plain_button(text)
        button.clicked.connect(lambda: self.snoozed.emit(self.view.id, span))
        return button

    def _buttons(self) -> tuple[Button, ...]:
        return (self.act, self.see, *self.snooze)

    def set_awake(self, *, awake: bool) -> None:
        """Let the buttons answer, or not yet."""
        for button in self._buttons():
            button.setEnabled(awake)
