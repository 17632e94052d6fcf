"""History: everything that was seen and done, day by day, newest first."""

from datetime import date, datetime
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from itb_companion.companion.history import Event
from itb_companion.ui.fields import Choice
from itb_companion.ui.history_lines import GROUPS, Line, line
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words


class DayCard(Card):
    """The lines of one day."""

    def __init__(self, title: str, lines: list[Line], parent: QWidget | None = None) -> None:
        self._grid = QGridLayout()
        super().__init__(title, parent=parent)
        self.lines = lines
        self._grid.setColumnStretch(1, 1)
        for row, each in enumerate(lines):
            said = QWidget()
            flow = FlowLayout(said)
            flow.addWidget(WrapLabel(each.sentence))
            if each.by:
                flow.addWidget(WrapLabel(self.tr("by {name}").format(name=each.by), "quiet"))
            self._grid.addWidget(WrapLabel(each.clock, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)
        self.body.addLayout(self._grid)

    def redress(self) -> None:
        """Keep the times in one column at every text size."""
        super().redress()
        px = look().px
        self._grid.setColumnMinimumWidth(0, px(56))
        self._grid.setVerticalSpacing(px(8))


class HistoryPage(Page):
    """Shows what was kept; a filter above chooses what kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("History"))
        self._shown: tuple[list[Event], date] | None = None
        self._words: Words | None = None
        self.days: list[DayCard] = []
        self.filter = Choice()
        for key, name in (
            ("all", self.tr("Everything")),
            ("checks", self.tr("Checks for signs")),
            ("refills", self.tr("Refills and reminders")),
            ("help", self.tr("Calls for help")),
        ):
            self.filter.addItem(name, key)
        self.filter.currentIndexChanged.connect(self._draw)
        self.empty = WrapLabel()
        self._list = QVBoxLayout()
        self.body.addWidget(Field(self.tr("What to show"), self.filter))
        self.body.addWidget(self.empty)
        self.body.addLayout(self._list)
        self.redress()

    def show_events(self, events: list[Event], words: Words, now: datetime) -> None:
        """Show events, newest first; nothing is drawn anew where nothing changed."""
        today = now.astimezone(words.zone).date()
        if self._shown == (events, today) and self._words is words:
            return
        self._shown, self._words = (events, today), words
        self._draw()

    def redress(self) -> None:
        """Space the days for the text size."""
        super().redress()
        if hasattr(self, "_list"):  # the page is dressed once before it has one
            self._list.setSpacing(look().px(16))

    def _draw(self) -> None:
        events, today = self._shown or ([], date.min)
        group = GROUPS.get(self.filter.currentData())
        lines = [line(event, self._words) for event in events if group is None or event.kind in group]
        for card in self.days:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.days = [
            DayCard(self._title(day, today), list(of_day)) for day, of_day in groupby(lines, lambda each: each.day)
        ]
        for card in self.days:
            self._list.addWidget(card)
        nothing = self.tr("Nothing is recorded yet. Checks, refills, reminders and calls will stand here.")
        self.empty.setText(self.tr("Nothing of this kind is recorded yet.") if events else nothing)
        self.empty.setVisible(not lines)

    def _title(self, day: date, today: date) -> str:
        told = self._words.day(day, today)
        if not -1 <= (day - today).days <= 0:
            return told
        near = self._words.away(day, today)
        return self.tr("{near}, {day}").format(near=near[:1].upper() + near[1:], day=told)
