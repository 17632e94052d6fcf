"""The emergency screen: whom to call, what to say, what was tried; it opens in any state of the data."""

from datetime import timedelta
from functools import cached_property

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from itb_companion.ui.emergency_calls import Calls
from itb_companion.ui.emergency_ending import EndingBar
from itb_companion.ui.emergency_rows import NoteCard, StoryCard
from itb_companion.ui.emergency_shown import EmergencyView
from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.announce import announce
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Columns
from itb_companion.ui.widgets.dressing import Redressed, dress_again, repolish
from itb_companion.ui.widgets.flow import SidesLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page

_RANKS = ("accent", "urgent", "emergency")
"""The dresses of the head, the calmest first."""

HEAD_NEEDS, ENDING_NEEDS = 480, 620
"""Heights of the window in pixels at 100 % from which head and ending stand still."""


def _column() -> QVBoxLayout:
    """Return a column of words; it does not grow with the text, which needs all the room at 200 %."""
    column = QVBoxLayout()
    column.setSpacing(6)
    return column


class EmergencyPage(Redressed, QWidget):
    """The screen.

    Signals: `called(int, str)`, the outcome of a call; the index counts `calls`, and -1 is the emergency number.
    `noted(str)`: a line to be kept. `closed(str, str, str, str)`: ending, what, by, who gave the advice.
    `back_wanted()`, `check_wanted()`, `handover_wanted()`.
    """

    called = Signal(int, str)
    noted = Signal(str)
    closed = Signal(str, str, str, str)
    back_wanted = Signal()
    check_wanted = Signal()
    handover_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self.scroll = Page(top=14, above=0)
        self._outer.addWidget(self._make_head())
        self._outer.addWidget(self.scroll, 1)
        self.ending = EndingBar()
        self.ending.closed.connect(self.closed)
        self.ending.back_wanted.connect(self.back_wanted)
        self._outer.addWidget(self.ending)
        self.notice = WrapLabel("", "urgent")
        self.notice.hide()
        columns = Columns(22, 9, narrow_at=820)
        self.calls = Calls(self)
        self.calls.called.connect(self.called)
        columns.left.addWidget(self.calls.first_card)
        columns.left.addWidget(self.notice)  # under the number: what is wrong with a file never pushes it away
        columns.left.addWidget(self.calls.ladder)
        self.story = StoryCard()
        columns.left.addWidget(self.story)
        columns.left.addStretch(1)
        self.note = NoteCard()
        self.note.noted.connect(self.noted)
        # What can be pressed comes first: it must not lie under the bar of a small window.
        for card in (self._make_next(), self._make_take(), self._make_do_not(), self.note):
            columns.right.addWidget(card)
        columns.right.addStretch(1)
        self._right = columns.right
        self.scroll.body.addWidget(columns)
        self._since_shown = QElapsedTimer()
        self._elapsed = timedelta()
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._show_clock)
        self.redress()

    def _make_head(self) -> QFrame:
        self.head = QFrame()
        self.head.setObjectName("head")
        column = _column()
        self.title = WrapLabel("", "head-title")
        self.line = WrapLabel("", "head-line")
        column.addWidget(self.title)
        column.addWidget(self.line)
        clock_column = _column()
        self.clock = WrapLabel("", "head-clock")
        self.clock_caption = WrapLabel("", "head-line")
        for label in (self.clock, self.clock_caption):
            label.setProperty("alignment", paint.ALIGN_RIGHT)
        clock_column.addWidget(self.clock)
        clock_column.addWidget(self.clock_caption)
        layout = QHBoxLayout(self.head)
        layout.addLayout(SidesLayout(column, clock_column, (1, 0), narrow_at=400))
        self._head_layout = layout
        return self.head

    def _make_take(self) -> Card:
        card = self.take_card = Card()
        self.take = WrapLabel()
        self.handover = plain_button(self.tr("Handover sheet"))
        self.handover.clicked.connect(self.handover_wanted)
        card.add(self.take)
        card.add(self.handover)
        return card

    def _make_do_not(self) -> Card:
        card = Card(self.tr("Do not"), "urgent")
        self.do_not = WrapLabel()
        card.add(self.do_not)
        return card

    @cached_property
    def clinic(self) -> Card:
        """The clinic's own words, in full; made when there are any."""
        card = Card(self.tr("The clinic says"))
        self.clinic_words = WrapLabel()
        card.add(self.clinic_words)
        self._right.insertWidget(self._right.indexOf(self.note), card)
        card.stackUnder(self.note)  # for a screen reader too it stands before the note
        return card

    def _make_next(self) -> Card:
        card = self.next = Card(self.tr("Next"))
        self.next_steps = WrapLabel()
        self.add_signs = plain_button(self.tr("Add what you see"))
        self.add_signs.clicked.connect(self.check_wanted)
        card.add(self.next_steps)
        card.add(self.add_signs)
        return card

    def show_emergency(self, view: EmergencyView) -> None:
        """Show whom to call and what to say; what a person is typing stays."""
        rises = _RANKS.index(view.dress) > _RANKS.index(self.head.property("dress") or _RANKS[0])
        self._dress_head(view.dress)
        self.title.setText(view.title)
        self.line.setText(view.line)
        self.setAccessibleName(f"{view.title}. {view.line}")
        self.clock_caption.setText(view.elapsed_caption)
        self._elapsed = view.elapsed
        self._since_shown.start()
        self._show_clock()
        self.notice.setText(view.notice)
        self.notice.setVisible(bool(view.notice))
        # Below an emergency the emergency number is no step of its own.
        self.take_card.set_title(self.tr("3. Take along") if view.is_emergency else self.tr("2. Take along"))
        first = self.calls.first
        self.calls.show_calls(view)
        self.take.setText("\n".join(f"\u2610 {item}" for item in view.take_along))
        self.do_not.setText(view.do_not)
        if view.clinic_says or "clinic" in vars(self):
            self.clinic.setVisible(bool(view.clinic_says))
            self.clinic_words.setText("\n\n".join(view.clinic_says))
        self.next_steps.setText("\n".join(view.next_steps))
        self.next_steps.setVisible(bool(view.next_steps))
        self.next.setVisible(bool(view.next_steps) or self.add_signs.isVisibleTo(self.next))
        self.story.show_lines(view.story)
        self.ending.show_state(view.caregiver, view.question, is_open=view.is_open, is_emergency=view.is_emergency)
        if self.calls.first is not first or (rises and self.isVisible()):
            self._come_to_number()
        if rises and self.isVisible():
            announce(self, f"{self.title.text()}. {self.calls.told()}")

    def _come_to_number(self) -> None:
        """Bring the number into view, which may be another one than before."""
        if not isinstance(self.focusWidget(), QLineEdit):  # nobody is to lose the line that they type in
            self._show_number()

    def _dress_head(self, dress: str) -> None:
        """Dress ground and words of the head together: a stylesheet does not look at the words again by itself."""
        if self.head.property("dress") == dress:
            return
        repolish(self.head, "dress", dress)
        for label in (self.title, self.line, self.clock, self.clock_caption):
            dress_again(label)

    def _show_clock(self) -> None:
        passed = self._elapsed + timedelta(milliseconds=self._since_shown.elapsed())
        minutes, seconds = divmod(max(int(passed.total_seconds()), 0), 60)
        hours, minutes = divmod(minutes, 60)
        self.clock.setText(f"{hours}:{minutes:02d}:{seconds:02d}")

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say what is missing to close, or to keep a note."""
        self.ending.show_problems(sentences)
        self.note.note.set_error(sentences.get("note"))

    def showEvent(self, event: object) -> None:
        """Run the clock while it can be seen, and put the keyboard where the need is."""
        super().showEvent(event)
        self._second.start()
        self._show_number()
        # Not a button: a stray Enter must not write down a call that nobody made.
        self.calls.first.number.setFocus()

    def _show_number(self) -> None:
        """Scroll to whom to call."""
        self.scroll.verticalScrollBar().setValue(0)

    def hideEvent(self, event: object) -> None:
        """Let nothing wake the computer for a clock that nobody sees."""
        super().hideEvent(event)
        self._second.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew once this size is laid out: layouts must not change while they are at work."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place_parts)

    def _place_parts(self) -> None:
        """Let head and ending scroll with the rest where they would leave too little room for the numbers."""
        self._place(self.head, 0, in_page=self.height() < look().px(HEAD_NEEDS))
        self._place(self.ending, -1, in_page=self.height() < look().px(ENDING_NEEDS))

    def _place(self, part: QWidget, index: int, *, in_page: bool) -> None:
        home, other = self.scroll.body, self._outer
        if not in_page:
            home, other = other, home
        if home.indexOf(part) < 0:
            other.removeWidget(part)
            home.insertWidget(home.count() if index < 0 else index, part)

    def redress(self) -> None:
        """Space the head for the text."""
        px = look().px
        self._head_layout.setContentsMargins(px(30), px(12), px(30), px(12))
