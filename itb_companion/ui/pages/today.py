"""Today: how things stand, the reservoir, the last check, what is due, and whether reminders reach a person."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from itb_companion.care.value import field, replace, value
from itb_companion.ui.reservoir_chart import ReservoirChart, ReservoirPicture
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Columns
from itb_companion.ui.widgets.flow import RowsLayout, SidesLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.page import Page

if TYPE_CHECKING:
    from itb_companion.ui.widgets.banner import Banner

FIRST_LINES = 3
_MARKS = {True: "\u2713", False: "!", None: "?"}


@value
class Todo:
    """One line under To do; `action` names what its button asks for, `about` what it is about."""

    tag: str
    dress: str
    title: str
    detail: str
    button: str
    action: str
    about: str = ""
    wake: int = 0
    """The alert whose snooze can be ended here; 0 for none."""


@value
class TodayView:
    """Everything that the page shows, in words."""

    sentence: str
    pill: tuple[str, str] | None = None
    picture: ReservoirPicture | None = None
    picture_sentence: str = ""
    reservoir_note: str = ""
    booked: bool = False
    last_check: str = ""
    reach: list[tuple[bool | None, str]] = field(default_factory=list)
    """All that is known about reaching a person, what fails first: True it is so, False it fails, None not known."""
    todos: list[Todo] = field(default_factory=list)
    is_due: bool = False
    """Whether anything under To do is due already."""
    banner: tuple[str, str, str] | None = None
    """Dress, sentence and button of the strip on top, if anything stands there."""


class EvidenceLines:
    """Lines of evidence in a layout: labels that are there already are used again."""

    def __init__(self, into: QVBoxLayout) -> None:
        self.column = QVBoxLayout()
        into.addLayout(self.column)
        self._labels: list[WrapLabel] = []

    def show_lines(self, lines: list[tuple[bool | None, str]]) -> None:
        """Show these lines and no others."""
        while len(self._labels) < len(lines):
            label = WrapLabel("", "quiet")
            self._labels.append(label)
            self.column.addWidget(label)
        for label, (is_so, words) in zip(self._labels, lines, strict=False):
            label.setText(f"{_MARKS[is_so]} {words}")
            label.set_role("urgent-line" if is_so is False else "quiet")
        for number, label in enumerate(self._labels):
            label.setVisible(number < len(lines))


class TodayPage(Page):
    """The first page.

    Signals: `check_wanted()`, `check_pressed()` when the button for it goes down, `no_signs()`, `refill_wanted()`,
    `appointment_wanted()`, `alarm_test_wanted()`, `emergency_wanted()`, `woken(int)`: end the snooze of this alert,
    and `acted(str, str)`: the action of a line under To do, with what it is about.
    """

    check_wanted = Signal()
    check_pressed = Signal()
    no_signs = Signal()
    refill_wanted = Signal()
    appointment_wanted = Signal()
    alarm_test_wanted = Signal()
    emergency_wanted = Signal()
    acted = Signal(str, str)
    woken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._view: TodayView | None = None
        columns = Columns(13, 6)
        columns.left.addWidget(self._make_reservoir(), 1)
        columns.right.addWidget(self._make_signs())
        columns.right.addWidget(self._make_reach())
        columns.right.addStretch(1)
        self.body.addWidget(columns)
        self.todo = Card(self.tr("To do"))
        self._todo_lines: list[QWidget] = []
        self.body.addWidget(self.todo)
        self.evidence: tuple[EvidenceLines, ...] = ()

    @cached_property
    def banner(self) -> "Banner":
        """The strip over everything else; made when something stands there."""
        from itb_companion.ui.widgets.banner import Banner

        strip = Banner()
        strip.acted.connect(self.emergency_wanted)
        strip.hide()
        self.body.insertWidget(0, strip)
        return strip

    def _make_reservoir(self) -> Card:
        self.pill = Pill()
        card = Card(self.tr("Reservoir"), aside=self.pill)
        self.chart = ReservoirChart()
        self.reservoir_note = WrapLabel("", "quiet")
        self.record_refill = primary_button(self.tr("Record a refill"))
        self.change_appointment = plain_button(self.tr("Enter the appointment"))
        self.record_refill.clicked.connect(self.refill_wanted)
        self.change_appointment.clicked.connect(self.appointment_wanted)
        flow = RowsLayout()
        flow.addWidget(self.record_refill)
        flow.addWidget(self.change_appointment)
        card.body.addWidget(self.chart, 1)
        card.add(self.reservoir_note)
        card.body.addLayout(flow)
        self._room_below = card.body.count()
        card.body.addStretch(0)
        self.reservoir = card
        return card

    def _make_signs(self) -> Card:
        card = Card(self.tr("Signs"))
        self.last_check = WrapLabel("", "quiet")
        self.check_signs = primary_button(self.tr("Check for signs"))
        self.no_signs_now = plain_button(self.tr("No signs now"))
        self.check_signs.pressed.connect(self.check_pressed)
        self.check_signs.clicked.connect(self.check_wanted)
        self.no_signs_now.clicked.connect(self.no_signs)
        for widget in (self.last_check, self.check_signs, self.no_signs_now):
            card.add(widget)
        return card

    def _make_reach(self) -> Card:
        card = Card(self.tr("Do reminders reach you?"))
        self.reach = EvidenceLines(card.body)
        self.test_alarm = plain_button(self.tr("Test my alarm"), "sound")
        self.test_alarm.clicked.connect(self.alarm_test_wanted)
        card.add(self.test_alarm)
        return card

    def _make_evidence(self) -> tuple[EvidenceLines, ...]:
        card = Card(self.tr("What is known about reaching you"))
        columns = Columns(1, 1)
        card.add(columns)
        self.body.addWidget(card)
        lines = EvidenceLines(columns.left), EvidenceLines(columns.right)
        for column in (columns.left, columns.right):
            column.addStretch(1)  # the shorter column keeps its lines close
        return lines

    def show_today(self, view: TodayView) -> None:
        """Show how things stand; what stands there already is left alone."""
        before, self._view = self._view, view
        if before is None or before.reach != view.reach or not self.evidence:
            self._show_reach(view.reach, is_first=before is None)  # changes by the minute, unlike the rest
        if before is not None and view == replace(before, reach=view.reach):
            return
        self.set_title(view.sentence)
        if view.banner is not None:
            dress, sentence, button = view.banner
            self.banner.set_dress(dress)
            self.banner.set_text(sentence, button)
        above = int("banner" in vars(self))
        if above:
            self.banner.setVisible(view.banner is not None)
        if view.pill is not None:
            words, dress = view.pill
            self.pill.setText(words)
            self.pill.set_dress(dress)
        self.pill.setVisible(view.pill is not None)  # showing dresses it, so its dress must be known: else 14 ms
        self.chart.setVisible(view.picture is not None)
        # The chart takes the room that the card beside it makes; without it what stands there stays on top.
        self.reservoir.body.setStretch(self._room_below, 0 if view.picture is not None else 1)
        self.chart.set_picture(view.picture, view.picture_sentence)
        self.reservoir_note.setText(view.reservoir_note)
        self.reservoir_note.setVisible(bool(view.reservoir_note))
        self.change_appointment.setText(
            self.tr("Change appointment") if view.booked else self.tr("Enter the appointment")
        )
        self.last_check.setText(view.last_check)
        self._show_todos(view.todos)
        # What is due stands before everything else; what is only coming stands last.
        self.body.removeWidget(self.todo)
        self.body.insertWidget(above if view.is_due else above + 1, self.todo)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard on what is wanted most often."""
        super().showEvent(event)
        self.check_signs.setFocus()

    def _show_reach(self, lines: list[tuple[bool | None, str]], *, is_first: bool) -> None:
        """Show what fails beside the signs, and everything in a card below, which comes after the first paint."""
        failing = sum(is_so is False for is_so, _ in lines)
        self.reach.show_lines(lines[: max(failing, FIRST_LINES)])
        if is_first:
            return
        self.evidence = self.evidence or self._make_evidence()
        half = (len(lines) + 1) // 2
        for column, part in zip(self.evidence, (lines[:half], lines[half:]), strict=True):
            column.show_lines(part)

    def _show_todos(self, todos: list[Todo]) -> None:
        for line in self._todo_lines:
            line.hide()
            line.deleteLater()
        self._todo_lines = [self._todo_line(todo) for todo in todos]
        if not todos:
            self._todo_lines = [WrapLabel(self.tr("Nothing is due now."), "quiet")]
        for line in self._todo_lines:
            self.todo.add(line)

    def _todo_line(self, todo: Todo) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(look().px(2))
        pill = Pill(todo.tag, todo.dress)
        column.addLayout(SidesLayout(pill, WrapLabel(todo.title, "strong"), (0, 1), narrow_at=340, gap=12))
        column.addWidget(WrapLabel(todo.detail, "quiet"))
        button = Button(todo.button)
        button.setAccessibleName(self.tr("{action}: {what}").format(action=todo.button, what=todo.title))
        button.clicked.connect(lambda: self.acted.emit(todo.action, todo.about))
        line = QFrame()
        outer = QVBoxLayout(line)
        outer.setContentsMargins(0, look().px(4), 0, look().px(4))
        outer.addLayout(SidesLayout(column, self._with_wake(button, todo), (1, 0), narrow_at=520))
        return line

    def _with_wake(self, button: Button, todo: Todo) -> QWidget | QLayout:
        """Return the button of a line, and over it the one that ends a snooze."""
        if not todo.wake:
            return button
        wake = Button(self.tr("End the snooze"))
        wake.setAccessibleName(self.tr("End the snooze: {what}").format(what=todo.title))
        wake.clicked.connect(lambda: self.woken.emit(todo.wake))
        column = QVBoxLayout()
        column.setSpacing(look().px(6))
        column.addWidget(wake)
        column.addWidget(button)
        return column
