"""History: everything that was seen and done, day by day, newest first."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from itb_companion.companion.history import EventKind, Stretch
from itb_companion.ui.fields import Choice
from itb_companion.ui.history_lines import GROUPS, Line, line
from itb_companion.ui.later import after_painting
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words


class DayCard(Card):
    """The lines of one day."""

    def __init__(self, title: str, lines: Sequence[Line], parent: QWidget | None = None) -> None:
        self._grid = QGridLayout()
        super().__init__(title, parent=parent)
        self.lines = tuple(lines)
        self._grid.setColumnStretch(1, 1)
        for each in lines:
            row = self._grid.rowCount()
            said = QWidget()
            flow = FlowLayout(said)
            flow.addWidget(WrapLabel(each.sentence))
            if each.by:
                flow.addWidget(WrapLabel(self.tr("by {name}").format(name=each.by), "quiet"))
            self._grid.addWidget(WrapLabel(each.clock, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)
            if each.details:
                self._grid.addWidget(WrapLabel(each.details), row + 1, 1)
        self.body.addLayout(self._grid)

    def redress(self) -> None:
        """Keep the times in one column at every text size."""
        super().redress()
        px = look().px
        self._grid.setColumnMinimumWidth(0, px(56))
        self._grid.setVerticalSpacing(px(8))


class HistoryPage(Page):
    """Shows what was kept, newest first; earlier days follow as one scrolls down or asks for them.

    A filter above chooses what kind. Signals: `chosen()`, another kind is to be shown from its newest; and
    `earlier_wanted()`, what was before `before` is to be added.
    """

    chosen = Signal()
    earlier_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("History"))
        self.before: datetime | None = None
        """Up to where the days go back that are shown; None where there are no earlier ones."""
        self.days: list[DayCard] = []
        self._lines: list[Line] = []
        self._words: Words | None = None
        self._drawn_for: tuple[date, tzinfo] | None = None
        self._is_looking = False
        self.filter = Choice()
        for key, name in (
            ("all", self.tr("Everything")),
            ("checks", self.tr("Checks for signs")),
            ("refills", self.tr("Refills and reminders")),
            ("help", self.tr("Calls for help")),
        ):
            self.filter.addItem(name, key)
        self.filter.currentIndexChanged.connect(self._on_chosen)
        self.empty = WrapLabel()
        self.earlier = plain_button(self.tr("Show earlier days"))
        self.earlier.clicked.connect(self.earlier_wanted)
        self._list = QVBoxLayout()
        self.body.addWidget(Field(self.tr("What to show"), self.filter))
        self.body.addWidget(self.empty)
        self.body.addLayout(self._list)
        self.body.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self.earlier.hide()
        bar = self.verticalScrollBar()
        for moved in (bar.valueChanged, bar.rangeChanged, bar.sliderReleased):
            moved.connect(self._look_ahead)
        self.redress()

    @property
    def kinds(self) -> frozenset[EventKind]:
        """Return the kinds that are to be shown; all, where none are named."""
        return GROUPS.get(self.filter.currentData(), frozenset())

    def show_events(self, newest: Stretch, words: Words, now: datetime) -> None:
        """Show the newest stretch; days before it that a person has reached stay, and so does what did not change."""
        drawn_for = (now.astimezone(words.zone).date(), words.zone)
        lines = [line(event, words) for event in newest.events]
        earlier: list[Line] = []
        if self._drawn_for is not None and self._drawn_for[1] == words.zone and newest.before is not None:
            last = lines[-1].day
            if any(each.day >= last for each in self._lines):  # else days between the two would be missing
                earlier = [each for each in self._lines if each.day < last]
        if not earlier:
            self.before = newest.before
        if (self._lines, self._drawn_for) == (lines + earlier, drawn_for) and self._words is words:
            return
        self._lines, self._words, self._drawn_for = lines + earlier, words, drawn_for
        self._draw()

    def add_events(self, earlier: Stretch) -> None:
        """Show what was before the last day that is shown."""
        self.before = earlier.before
        lines = [line(event, self._words) for event in earlier.events]
        self._lines += lines
        for title, of_day in self._by_day(lines):
            self.days.append(DayCard(title, of_day))
            self._list.addWidget(self.days[-1])
        self.earlier.setVisible(self.before is not None)
        if not self.verticalScrollBar().maximum():  # else the bar tells when there is more room, or a person moves
            self._look_ahead()

    def redress(self) -> None:
        """Space the days for the text size."""
        super().redress()
        if hasattr(self, "_list"):  # the page is dressed once before it has one
            self._list.setSpacing(look().px(16))

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin with the newest again when a person comes back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._lines, self._drawn_for = [], None

    def _on_chosen(self) -> None:
        self._lines, self._drawn_for = [], None
        self.chosen.emit()

    def _draw(self) -> None:
        kept = {(card.title.text(), card.lines): card for card in self.days}
        self.days = []
        for place, (title, lines) in enumerate(self._by_day(self._lines)):
            card = kept.pop((title, tuple(lines)), None)
            if card is None:
                card = DayCard(title, lines)
                self._list.insertWidget(place, card)
            self.days.append(card)
        for card in kept.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        nothing = self.tr("Nothing is recorded yet. Checks, refills, reminders and calls will stand here.")
        self.empty.setText(self.tr("Nothing of this kind is recorded yet.") if self.kinds else nothing)
        self.empty.setVisible(not self._lines)
        self.earlier.setVisible(self.before is not None)
        if not self.verticalScrollBar().maximum():  # else the bar tells when there is more room, or a person moves
            self._look_ahead()

    def _by_day(self, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
        return [(self._title(day), list(of_day)) for day, of_day in groupby(lines, lambda each: each.day)]

    def _title(self, day: date) -> str:
        today = self._drawn_for[0]
        told = self._words.day(day, today)
        if not -1 <= (day - today).days <= 0:
            return told
        near = self._words.away(day, today)
        return self.tr("{near}, {day}").format(near=near[:1].upper() + near[1:], day=told)

    def _look_ahead(self) -> None:
        """Ask for earlier days, once what is here has its place, before a person comes to the last one."""
        if self.before is not None and not self._is_looking:
            self._is_looking = True
            after_painting(self, self._ask_near_the_end)

    def _ask_near_the_end(self) -> None:
        self._is_looking = False
        bar = self.verticalScrollBar()
        is_near = bar.maximum() - bar.value() < self.height() // 2
        # More of it while the bar is held would pull the page away under the hand.
        if is_near and not bar.isSliderDown() and self.before is not None and self.isVisible():
            self.earlier_wanted.emit()
