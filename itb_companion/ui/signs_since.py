"""Since when: for each sign that is there, when it began, and how to say it in seconds."""

from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import WrapLabel


class SinceLine(Redressed, QWidget):
    """One sign: a button that says when it began, and opens what changes it.

    Signals: `span_told(object)`, it began a timedelta ago; `moment_typed(str)`; `opened()`.
    """

    span_told = Signal(object)
    moment_typed = Signal(str)
    opened = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._name = name
        self.button = plain_button("", "clock")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggled)
        self.line = Field(self.tr("It began at"), hint=hint)
        self.line.editor.setAccessibleName(self.tr("When did this begin: {sign}").format(sign=name))
        self.line.editor.returnPressed.connect(self._typed)
        self.use = plain_button(self.tr("Use this time"))
        self.use.setAccessibleName(self.tr("Use this time: {sign}").format(sign=name))
        self.use.clicked.connect(self._typed)
        self.editor = QWidget()
        inside = QVBoxLayout(self.editor)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.line)
        inside.addWidget(self.use)
        inside.addWidget(WrapLabel(self.tr("Or how long ago?"), "strong"))
        inside.addWidget(self._make_spans())
        self.editor.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.button)
        self._column.addWidget(self.editor)
        self.redress()

    def redress(self) -> None:
        """Space the parts for the text size."""
        self._column.setSpacing(look().px(8))
        self.editor.layout().setSpacing(look().px(8))

    def _make_spans(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        self.spans: dict[timedelta, Button] = {}
        for words, span in self._spans():
            self.spans[span] = plain_button(words)
            self.spans[span].setAccessibleName(self.tr("{sign} began: {ago}").format(sign=self._name, ago=words))
            self.spans[span].clicked.connect(lambda _=False, span=span: self.span_told.emit(span))
            flow.addWidget(self.spans[span])
        return holder

    def _spans(self) -> list[tuple[str, timedelta]]:
        return [
            (self.tr("Just now"), timedelta()),
            (self.tr("1 hour"), timedelta(hours=1)),
            (self.tr("3 hours"), timedelta(hours=3)),
            (self.tr("6 hours"), timedelta(hours=6)),
            (self.tr("12 hours"), timedelta(hours=12)),
            (self.tr("1 day"), timedelta(days=1)),
            (self.tr("2 days"), timedelta(days=2)),
            (self.tr("A week"), timedelta(days=7)),
        ]

    def _toggled(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.editor.setVisible(opened)
        if opened:
            self.line.editor.setFocus()
            self.opened.emit()
            QTimer.singleShot(0, self, lambda: bring_into_view(self))  # once it has its place

    def _typed(self) -> None:
        self.moment_typed.emit(self.line.text())

    def show_when(self, when: str) -> None:
        """Show when the sign began, in words."""
        self.button.setText(f"{self._name}: {when}")
        self.button.setAccessibleName(
            self.tr("{sign}: {when}. Change when it began").format(sign=self._name, when=when)
        )

    def show_problem(self, sentence: str) -> None:
        """Say why what was typed tells no moment; it stays."""
        self.line.set_error(sentence)

    def close_editor(self) -> None:
        """Close what was opened; the keyboard goes back to the button where it came from."""
        had_keyboard = self.editor.isAncestorOf(self.window().focusWidget() or self.button)
        self.line.set_error(None)
        self.line.set_text("")
        self.button.setChecked(False)
        if had_keyboard:
            self.button.setFocus()


class SinceCard(Card):
    """Every sign that is there, in the order of the check, one of them open at a time.

    Signals: `since_told(str, object)`, a sign began a timedelta ago; `since_typed(str, str)`; `changed()`, other lines.
    """

    since_told = Signal(str, object)
    since_typed = Signal(str, str)
    changed = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__("")
        self.set_title(self.tr("Since when?"))
        self._hint = hint
        self.lines: dict[str, SinceLine] = {}
        self.hide()

    def show_since(self, since: list[tuple[str, str, str]]) -> None:
        """Show sign id, name and since when, for each sign that is there."""
        there = [sign for sign, _, _ in since]
        gone = [sign for sign in self.lines if sign not in there]
        for sign in gone:
            line = self.lines.pop(sign)
            line.hide()
            line.deleteLater()
        new = [(sign, name) for sign, name, _ in since if sign not in self.lines]
        for sign, name in new:
            self.lines[sign] = self._made(sign, name)
            self.add(self.lines[sign])
        for sign, _, when in since:
            self.lines[sign].show_when(when)
        self.setVisible(bool(since))
        if gone or new:
            self.changed.emit()

    def _made(self, sign: str, name: str) -> SinceLine:
        line = SinceLine(name, self._hint)
        line.span_told.connect(lambda span: self.since_told.emit(sign, span))
        line.moment_typed.connect(lambda text: self.since_typed.emit(sign, text))
        line.opened.connect(lambda: self._close_others(sign))
        return line

    def _close_others(self, sign: str) -> None:
        for other, line in self.lines.items():
            if other != sign and line.button.isChecked():
                line.close_editor()

    def finish(self) -> bool:
        """Take in what is typed and not yet used, and return whether all of it tells a moment."""
        typed = [line for line in self.lines.values() if line.line.text()]
        for line in typed:
            line.moment_typed.emit(line.line.text())
        return not any(line.line.error.text() for line in typed)

    def told(self, sign: str, problem: str = "") -> None:
        """Take in that a moment was kept, or why it cannot be."""
        if sign in self.lines:
            if problem:
                self.lines[sign].show_problem(problem)
            else:
                self.lines[sign].close_editor()
