"""The screen lock in Settings: after how long it closes, and its passphrase twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from itb_companion.care.problems import Problem
from itb_companion.companion.screen_lock import MINUTES, MOST_LETTERS, Lock
from itb_companion.ui.fields import Choice, Fields, SaveRow, beside, line_edit
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words


class LockCard(Card):
    """Turns the lock on and off. Signals: `on_wanted(passphrase, again, minutes)`, `off_wanted()`."""

    on_wanted = Signal(str, str, int)
    off_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Screen lock"))
        self.told = WrapLabel()
        self.fields = Fields(self)
        self.minutes = Choice()
        for minutes in MINUTES:
            self.minutes.addItem(self.tr("{minutes} minutes").format(minutes=minutes), minutes)
        hint = self.tr("At least four letters or digits.")
        passphrase = self.fields.add("passphrase", Field(self.tr("Passphrase"), _secret(), hint=hint))
        again = self.fields.add("again", Field(self.tr("The passphrase again"), _secret()))
        self.on_button = plain_button(self.tr("Turn the lock on"))
        self.off_button = plain_button(self.tr("Turn the lock off"))
        self._form = (Field(self.tr("Lock after"), self.minutes), beside(passphrase, again), self.on_button)
        why = self.tr(
            "When nobody was at the computer for a while, History, Contacts, Care plan, Pump and Settings can ask for "
            "a passphrase. Emergency, Today, Check for signs and every reminder never do."
        )
        limit = self.tr("It keeps looks away. It does not keep out somebody who has this computer.")
        for part in (WrapLabel(why), WrapLabel(limit, "quiet"), self.told, *self._form[:2]):
            self.add(part)
        self.add(SaveRow(self.on_button, self.off_button))
        self.on_button.clicked.connect(self._on_wanted)
        self.off_button.clicked.connect(self.off_wanted)
        again.editor.returnPressed.connect(self._on_wanted)

    def show_lock(self, lock: Lock | None, words: Words) -> None:
        """Show whether there is a lock; what a person is typing stays."""
        told = "" if lock is None else words.text("lock.on", minutes=words.count("minute", lock.minutes))
        self.told.setText(told)
        self.told.setVisible(bool(told))
        for part in self._form:
            part.setVisible(lock is None)
        self.off_button.setVisible(lock is not None)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field."""
        first = self.fields.show_problems(problems, words)
        if first:
            self.fields.focus(first)

    def accepted(self) -> None:
        """Leave nothing behind of what was typed."""
        self.fields.clear()
        for name in ("passphrase", "again"):
            self.fields[name].set_text("")
        self.fields.is_dirty = False

    def _on_wanted(self) -> None:
        # Not stripped, unlike everywhere else: a blank may be part of a passphrase.
        typed = [self.fields[name].editor.text() for name in ("passphrase", "again")]
        self.on_wanted.emit(*typed, self.minutes.currentData())


def _secret() -> QLineEdit:
    line = line_edit(MOST_LETTERS)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
