"""Check for signs: four large tiles, danger signs one click from the emergency screen, and everything else below."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget

from itb_companion.care.signs import LEADING_SIGNS, SIGNS, Answer, Check, Group
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.care.value import field, value
from itb_companion.ui.signs_events import EventsCard
from itb_companion.ui.signs_pinned import PinnedResult
from itb_companion.ui.signs_result import NoteCard, ResultCard
from itb_companion.ui.signs_rows import SignRow, SignTile, ToneQuestion
from itb_companion.ui.signs_sections import Section, Sections
from itb_companion.ui.signs_since import SinceCard
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Columns
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.page import Page
from itb_companion.words import Words
from itb_companion.words.signs import sign_hint, sign_name

DANGER_ORDER = (
    "seizure",
    "confusion",
    "hallucinations",
    "unresponsive",
    "breathing",
    "high-fever",
    "rigidity",
    "fainted",
)
MORE_SIGNS = tuple(
    sign.id
    for sign in SIGNS
    if sign.id not in LEADING_SIGNS
    and (sign.group in (Group.EARLY, Group.NOT_SPECIFIC, Group.SITE) or sign.id == "fever")
)
TOO_MUCH_SIGNS = tuple(sign.id for sign in SIGNS if sign.group is Group.TOO_MUCH)
PRESSURE_SIGN = "low-blood-pressure"
"""The sign of a pressure that is unusual for this person, low or high."""
PRESSURES = ("systolic_mmhg", "diastolic_mmhg")


@value
class SignsView:
    """What the page shows: the check so far, and what it comes to, in words."""

    check: Check
    dress: str
    """Of the result: plain, accent, urgent or emergency."""
    headline: str
    reasons: list[str]
    note: str
    help_button: str
    since: list[tuple[str, str, str]]
    """Sign id, name, and since when in words, for what is ticked."""
    compared: Mapping[str, str] = field(default_factory=dict)
    """How each reading compares with what is usual, in words."""
    asked: frozenset[str] = frozenset()
    """The readings of which the caregiver is asked whether they are unusual."""
    unusual: frozenset[str] = frozenset()
    """Those that were called unusual."""
    unit: TemperatureUnit = TemperatureUnit.CELSIUS
    why: Sequence[str] = ()
    """Every reason with its sources, a paragraph each, for who wants to know."""
    known: Mapping[str, str] = field(default_factory=dict)
    """What the record knows of the last three days, in words by event."""


class SignsPage(Page):
    """The check.

    Signals: `ticked(str, object)`, an answer; `since_told(str, object)`, a sign began a timedelta ago;
    `since_typed(str, str)`, when it began, as typed; `danger(str)`, a danger sign; `vitals_entered(object)`, Vitals;
    `vitals_drafted(object)`, those that are still being typed; `unit_chosen(str)`; `sample_wanted(str)` and
    `silence_wanted()`, of the tones to compare; `saved()`; `help_wanted()`.
    """

    ticked = Signal(str, object)
    since_told = Signal(str, object)
    since_typed = Signal(str, str)
    danger = Signal(str)
    vitals_entered = Signal(object)
    vitals_drafted = Signal(object)
    unit_chosen = Signal(str)
    sample_wanted = Signal(str)
    silence_wanted = Signal()
    saved = Signal()
    help_wanted = Signal()

    def __init__(self, words: Words, name: str, *, from_outside: bool, tones_described: bool) -> None:
        super().__init__(self.tr("What do you see right now?"))
        self._words = words
        self._from_outside = from_outside
        self._tones_described = tones_described
        self._view: SignsView | None = None
        self._check = Check()
        compared = self.tr("Compared with what is usual for {name}. Every answer is kept as you tap it.")
        self.set_subtitle(compared.format(name=name or self.tr("this person")))
        self.rows: dict[str, SignTile | SignRow] = {}
        columns = Columns(22, 10, narrow_at=760)
        self._tiles, self._danger, self._sections = self._make_tiles(), self._make_danger(), self._make_sections()
        for widget in (self._tiles, self._danger, self._sections):
            columns.left.addWidget(widget)
        columns.left.addStretch(1)
        for widget in (self._make_result(), self._make_since(), self._make_events(), self._make_note()):
            columns.right.addWidget(widget)
        columns.right.addStretch(1)
        self.body.addWidget(columns)
        self.pinned = PinnedResult(self, self.headline, lambda room: self.setViewportMargins(0, 0, 0, room))
        self.pinned.acted.connect(self._help_pressed)
        self._order()

    def _make_tiles(self) -> QWidget:
        tiles = QWidget()
        column = QVBoxLayout(tiles)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(14))
        for pair in (LEADING_SIGNS[:2], LEADING_SIGNS[2:]):
            sides = Columns(1, 1, narrow_at=500)
            for sign, side in zip(pair, (sides.left, sides.right), strict=True):
                side.addWidget(self._answered(SignTile(*self._named(sign)), sign))
            column.addWidget(sides)
        return tiles

    def _named(self, sign: str) -> tuple[str, str]:
        return sign_name(self._words, sign), sign_hint(self._words, sign, from_outside=self._from_outside)

    def _answered(self, row: SignTile | SignRow, sign: str) -> SignTile | SignRow:
        row.answer.chosen.connect(lambda value: self.ticked.emit(f"sign:{sign}", value or None))
        row.show_answer(self._check.answers.get(sign))
        self.rows[sign] = row
        return row

    def _make_danger(self) -> Card:
        card = Card(self.tr("Danger signs: tap one and the emergency screen opens"), "emergency")
        holder = QWidget()
        flow = FlowLayout(holder)
        self.danger_buttons: dict[str, Button] = {}
        for sign in DANGER_ORDER:
            button = Button(sign_name(self._words, sign), "danger-line")
            button.clicked.connect(lambda _=False, sign=sign: self.danger.emit(sign))
            self.danger_buttons[sign] = button
            flow.addWidget(button)
        card.add(holder)
        self._say_hints()
        return card

    def _say_hints(self) -> None:
        """Say what to look for, anew where the unit of the temperatures changed."""
        for sign, row in self.rows.items():
            row.hint.setText(self._named(sign)[1])
        for sign, button in self.danger_buttons.items():
            button.setToolTip(self._named(sign)[1])
            button.setAccessibleDescription(self._named(sign)[1])

    def _make_sections(self) -> Sections:
        self.more = Section(self.tr("More signs"), lambda: self._sign_rows(MORE_SIGNS))
        self.too_much = Section(self.tr("Floppy, sleepy or cold?"), self._too_much)
        self.beep = Section(self.tr("I heard the pump beep"), self._beep_question)
        self.readings = Section(self.tr("Temperature, pressure, pulse"), self._readings)
        for section in self._all_sections():
            section.opened.connect(self._order)
        return Sections(*self._all_sections())

    def _all_sections(self) -> tuple[Section, ...]:
        return self.more, self.too_much, self.beep, self.readings

    def _sign_rows(self, signs: tuple[str, ...], first: QWidget | None = None) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(12))
        for row in [first] if first else []:
            column.addWidget(row)
        for sign in signs:
            column.addWidget(self._answered(SignRow(*self._named(sign)), sign))
        return holder

    def _too_much(self) -> QWidget:
        self.tone = ToneQuestion()
        self.tone.answer.chosen.connect(lambda value: self.ticked.emit("tone", value or None))
        self.tone.show_answer(self._check.tone)
        return self._sign_rows(TOO_MUCH_SIGNS, self.tone)

    def _beep_question(self) -> QWidget:
        from itb_companion.ui.signs_beep import BeepQuestion

        self.beep_question = BeepQuestion(described=self._tones_described)
        self.beep_question.answer.chosen.connect(lambda value: self.ticked.emit("pump_alarm", value or None))
        self.beep_question.play_wanted.connect(self.sample_wanted)
        self.beep_question.stop_wanted.connect(self.silence_wanted)
        self.beep_question.answer.set_value(self._check.pump_alarm)
        return self.beep_question

    def _readings(self) -> QWidget:
        from itb_companion.ui.signs_vitals import VitalsRow

        self.vitals = VitalsRow(self._words)
        self.vitals.entered.connect(self.vitals_entered)
        self.vitals.drafted.connect(self.vitals_drafted)
        self.vitals.unit_chosen.connect(self.unit_chosen)
        self.vitals.unusual_ticked.connect(self._unusual_ticked)
        if self._view is not None:
            self._show_readings(self._view)
        return self.vitals

    def _unusual_ticked(self, reading: str, is_unusual: bool) -> None:  # noqa: FBT001 - a signal's argument
        if reading in PRESSURES:
            self.ticked.emit(f"sign:{PRESSURE_SIGN}", "yes" if is_unusual else None)
        else:
            self.ticked.emit(f"unusual:{reading}", is_unusual)

    def _make_result(self) -> ResultCard:
        self.result = ResultCard()
        self.headline, self.reasons, self.note = self.result.headline, self.result.reasons, self.result.note
        self.help_button, self.save = self.result.help_button, self.result.save
        self.help_button.clicked.connect(self._help_pressed)
        self.save.clicked.connect(self._save_pressed)
        return self.result

    def _make_since(self) -> SinceCard:
        self.since = SinceCard(self._words.text("check.since.hint"))
        self.since.since_told.connect(self.since_told)
        self.since.since_typed.connect(self.since_typed)
        self.since.changed.connect(self._order)
        return self.since

    def _make_events(self) -> EventsCard:
        self.events_card = EventsCard(self._words)
        self.events = self.events_card.boxes
        self.events_card.ticked.connect(lambda event, checked: self.ticked.emit(f"event:{event}", checked))
        return self.events_card

    def _make_note(self) -> NoteCard:
        self.note_card = NoteCard()
        self.note_line = self.note_card.line
        self.note_card.noted.connect(lambda text: self.ticked.emit("note", text))
        return self.note_card

    def _order(self) -> None:
        """Let Tab go in the order of need: what is seen, help, what else is seen, since when, and saving last."""
        parts: list[QWidget] = [self._tiles, self._danger, self.help_button, self.pinned.action]
        for section in self._all_sections():
            parts += [section.toggle, section]
        parts += [self.since, self.events_card, self.note_line, self.save, self.result.why]
        stops = [stop for part in parts for stop in _stops(part)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def finish_typing(self) -> bool:
        """Take in what is still being typed; return whether every reading can be read.

        A screen reader presses a button without moving the keyboard to it, and so does a mouse on some systems.
        """
        self.note_card.finish()
        told = self.since.finish()
        return (not self.readings.made or self.vitals.finish()) and told

    def forget_typing(self) -> None:
        """Empty what was typed, because it is saved: left under the cursor, it would be taken in once more."""
        self.note_card.forget_typing()
        if self.readings.made:
            self.vitals.forget_typing()

    def _save_pressed(self) -> None:
        if self.finish_typing():
            self.saved.emit()

    def _help_pressed(self) -> None:
        self.finish_typing()
        self.help_wanted.emit()

    def show_signs(self, view: SignsView) -> None:
        """Show the check so far and what it comes to; what a person is typing stays."""
        if self._view is None or self._view.unit is not view.unit:
            self._say_hints()
        self._view, self._check = view, view.check
        for sign, row in self.rows.items():
            row.show_answer(view.check.answers.get(sign))
        self.events_card.show_events(view.check.events, view.known)
        if self.beep.made:
            self.beep_question.answer.set_value(view.check.pump_alarm)
        if self.too_much.made:
            self.tone.show_answer(view.check.tone)
        self.note_card.show_note(view.check.note)
        self._show_result(view)
        self.since.show_since(view.since)
        if self.readings.made:
            self._show_readings(view)

    def _show_readings(self, view: SignsView) -> None:
        self.vitals.show_vitals(view.check.vitals)
        self.vitals.show_compared(view.compared, view.asked, view.unusual)
        self.vitals.show_unit(view.unit)  # last, for it may read again what was typed, and show all of this anew

    def _show_result(self, view: SignsView) -> None:
        self.result.show_result(view.dress, view.headline, view.reasons, view.note, view.help_button, view.why)
        self.save.setEnabled(not view.check.nothing_answered)
        self.pinned.show_result(view.dress, view.headline, view.help_button)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the top, where the early signs are: further down another answer would lie under hand or keyboard."""
        super().showEvent(event)
        if not event.spontaneous():
            next(iter(self.rows.values())).answer.segments[Answer.NO].setFocus()
            self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the result in view at every size."""
        super().resizeEvent(event)
        self.pinned.place()

    def show_vitals_problems(self, sentences: dict[str, str]) -> None:
        """Say at each reading what is wrong with it."""
        self.vitals.show_problems(sentences)

    def show_since_told(self, sign: str, problem: str = "") -> None:
        """Take in that the beginning of a sign was kept, or why it cannot be."""
        self.since.told(sign, problem)

    def show_sample_ended(self, name: str, trouble: str) -> None:
        """Take in that a sample was played, or why it was not."""
        if self.beep.made:
            self.beep_question.show_ended(name, trouble)


def _stops(part: QWidget) -> list[QWidget]:
    """Return a part, or what is in it, in the order in which it was made, as far as the keyboard can reach it."""
    if isinstance(part, QAbstractButton | QLineEdit):
        return [part]
    return [widget for widget in part.findChildren(QWidget) if isinstance(widget, QAbstractButton | QLineEdit)]
