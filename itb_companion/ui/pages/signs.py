"""Check for signs: four large tiles, danger signs one click from the emergency screen, and everything else below."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from itb_companion.care.signs import LEADING_SIGNS, RECENT_EVENTS, SIGNS, Check, Group
from itb_companion.care.value import value
from itb_companion.ui.signs_rows import BeepQuestion, SignRow, SignTile, VitalsRow
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Columns
from itb_companion.ui.widgets.disclosure import Disclosure
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
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
    since: list[tuple[str, str]]
    """Sign id and since when, in words, for what is ticked."""


class SignsPage(Page):
    """The check.

    Signals: `ticked(str, object)`, an answer; `since_told(str, object)`, a sign began a timedelta ago; `danger(str)`,
    a danger sign; `vitals_entered(object)`, Vitals; `saved()`; `help_wanted()`.
    """

    ticked = Signal(str, object)
    since_told = Signal(str, object)
    danger = Signal(str)
    vitals_entered = Signal(object)
    saved = Signal()
    help_wanted = Signal()

    def __init__(self, words: Words, name: str, *, from_outside: bool, tones_described: bool) -> None:
        super().__init__(self.tr("What do you see right now?"))
        self._words = words
        self._from_outside = from_outside
        self._tones_described = tones_described
        self._check = Check()
        compared = self.tr("Compared with what is usual for {name}. Every answer is kept as you tap it.")
        self.set_subtitle(compared.format(name=name or self.tr("this person")))
        self.rows: dict[str, SignTile | SignRow] = {}
        columns = Columns(22, 10, narrow_at=760)
        for widget in (self._make_tiles(), self._make_danger(), *self._make_sections()):
            columns.left.addWidget(widget)
        columns.left.addStretch(1)
        for widget in (self._make_result(), self._make_since(), self._make_events(), self._make_note()):
            columns.right.addWidget(widget)
        columns.right.addStretch(1)
        self.body.addWidget(columns)

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
            button.setToolTip(self._named(sign)[1])
            button.setAccessibleDescription(self._named(sign)[1])
            button.clicked.connect(lambda _=False, sign=sign: self._danger_pressed(sign))
            self.danger_buttons[sign] = button
            flow.addWidget(button)
        card.add(holder)
        return card

    def _make_sections(self) -> list[Disclosure]:
        self.more = Disclosure(self.tr("More signs"), lambda: self._sign_rows(MORE_SIGNS))
        self.too_much = Disclosure(self.tr("Floppy, sleepy or cold?"), lambda: self._sign_rows(TOO_MUCH_SIGNS))
        self.beep = Disclosure(self.tr("I heard the pump beep"), self._beep_question)
        self.readings = Disclosure(self.tr("Temperature, pressure, pulse"), self._readings)
        return [self.more, self.too_much, self.beep, self.readings]

    def _sign_rows(self, signs: tuple[str, ...]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(12))
        for sign in signs:
            column.addWidget(self._answered(SignRow(*self._named(sign)), sign))
        return holder

    def _beep_question(self) -> QWidget:
        self.beep_question = BeepQuestion(described=self._tones_described)
        self.beep_question.answer.chosen.connect(lambda value: self.ticked.emit("pump_alarm", value or None))
        self.beep_question.answer.set_value(self._check.pump_alarm)
        return self.beep_question

    def _readings(self) -> QWidget:
        self.vitals = VitalsRow()
        self.vitals.entered.connect(self.vitals_entered)
        self.vitals.show_vitals(self._check.vitals)
        return self.vitals

    def _make_result(self) -> Card:
        self.result = Card()
        self.headline = WrapLabel("", "heading")
        self.reasons = WrapLabel()
        self.note = WrapLabel("", "quiet")
        self.help_button = Button("", "danger")
        self.help_button.clicked.connect(self._help_pressed)
        self.save = primary_button(self.tr("Save this check"))
        self.save.clicked.connect(self._save_pressed)
        for widget in (self.headline, self.reasons, self.note, self.help_button, self.save):
            self.result.add(widget)
        return self.result

    def _make_since(self) -> Card:
        self.since = Card(self.tr("Since when?"))
        self._since_lines: dict[str, tuple[QWidget, WrapLabel, QComboBox]] = {}
        return self.since

    def _make_events(self) -> Card:
        card = Card(self.tr("In the last 3 days?"))
        self.events: dict[str, QCheckBox] = {}
        for event in (*RECENT_EVENTS, "known-fault", "mimic-found"):
            box = QCheckBox(self._words.text(f"event.{event}"))
            box.clicked.connect(lambda checked, event=event: self.ticked.emit(f"event:{event}", checked))
            self.events[event] = box
            card.add(box)
        return card

    def _make_note(self) -> Card:
        card = Card(self.tr("Note"))
        self.note_line = QLineEdit()
        self.note_line.setAccessibleName(self.tr("Note"))
        self.note_line.editingFinished.connect(self._note_finished)
        card.add(self.note_line)
        return card

    def _finish_typing(self) -> bool:
        """Take in what is still being typed; return whether every reading can be read.

        A screen reader presses a button without moving the keyboard to it, and so does a mouse on some systems.
        """
        self._note_finished()
        return not self.readings.made or self.vitals.finish()

    def _save_pressed(self) -> None:
        if self._finish_typing():
            self.saved.emit()

    def _help_pressed(self) -> None:
        self._finish_typing()
        self.help_wanted.emit()

    def _danger_pressed(self, sign: str) -> None:
        # A reading that cannot be read must not stand in the way of help.
        self._finish_typing()
        self.danger.emit(sign)

    def _note_finished(self) -> None:
        if self.note_line.text().strip() != self._check.note:
            self.ticked.emit("note", self.note_line.text().strip())

    def show_signs(self, view: SignsView) -> None:
        """Show the check so far and what it comes to; what a person is typing stays."""
        self._check = view.check
        for sign, row in self.rows.items():
            row.show_answer(view.check.answers.get(sign))
        for event, box in self.events.items():
            box.setChecked(event in view.check.events)
        if self.beep.made:
            self.beep_question.answer.set_value(view.check.pump_alarm)
        if self.readings.made:
            self.vitals.show_vitals(view.check.vitals)
        if not self.note_line.hasFocus():
            self.note_line.setText(view.check.note)
        self._show_result(view)
        self._show_since(view.since)

    def _show_result(self, view: SignsView) -> None:
        self.result.set_dress(view.dress)
        self.headline.set_role({"urgent": "urgent", "emergency": "emergency"}.get(view.dress, "tile"))
        self.headline.setText(view.headline)
        self.result.setAccessibleName(view.headline)
        self.reasons.setText("\n".join(view.reasons))
        self.reasons.setVisible(bool(view.reasons))
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.help_button.setText(view.help_button)
        self.help_button.setVisible(bool(view.help_button))
        self.save.setEnabled(not view.check.nothing_answered)

    def _show_since(self, since: list[tuple[str, str]]) -> None:
        for sign in [sign for sign in self._since_lines if sign not in dict(since)]:
            line = self._since_lines.pop(sign)[0]
            line.hide()
            line.deleteLater()
        for sign, when in since:
            if sign not in self._since_lines:
                self._since_lines[sign] = self._since_line(sign)
                self.since.add(self._since_lines[sign][0])
            self._since_lines[sign][1].setText(f"{sign_name(self._words, sign)}: {when}")
        self.since.setVisible(bool(since))

    def _since_line(self, sign: str) -> tuple[QWidget, WrapLabel, QComboBox]:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        label = WrapLabel()
        earlier = QComboBox()
        question = self.tr("When did this begin: {sign}").format(sign=sign_name(self._words, sign))
        earlier.setAccessibleName(question)
        earlier.addItem(self.tr("It began earlier …"))
        for words, span in self._spans():
            earlier.addItem(words, span)
        earlier.activated.connect(lambda _=0, box=earlier: self._earlier_chosen(sign, box))
        column.addWidget(label)
        column.addWidget(earlier)
        return line, label, earlier

    def _earlier_chosen(self, sign: str, box: QComboBox) -> None:
        span = box.currentData()
        if span is not None:
            self.since_told.emit(sign, span)
        box.setCurrentIndex(0)

    def _spans(self) -> list[tuple[str, timedelta]]:
        return [
            (self.tr("Just now"), timedelta()),
            (self.tr("1 hour ago"), timedelta(hours=1)),
            (self.tr("3 hours ago"), timedelta(hours=3)),
            (self.tr("6 hours ago"), timedelta(hours=6)),
            (self.tr("12 hours ago"), timedelta(hours=12)),
            (self.tr("Yesterday"), timedelta(days=1)),
            (self.tr("2 days ago"), timedelta(days=2)),
            (self.tr("A week ago"), timedelta(days=7)),
        ]

    def show_vitals_problems(self, sentences: dict[str, str]) -> None:
        """Say at each reading what is wrong with it."""
        self.vitals.show_problems(sentences)
