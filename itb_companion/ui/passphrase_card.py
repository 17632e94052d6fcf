"""Asks for the passphrase of a file that somebody has chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from itb_companion.ui.fields import SaveRow, line_edit
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field

MOST_LETTERS = 500


class PassphraseCard(Card):
    """A line for the passphrase. Signals: `given(str)`, as it was typed; `let_be_wanted()`."""

    given = Signal(str)
    let_be_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(dress="accent", parent=parent)
        self.set_title(self.tr("This file is protected"))
        self.passphrase = Field(self.tr("Its passphrase"), secret_line())
        self.open = primary_button(self.tr("Open it"))
        self.let_be = plain_button(self.tr("Leave it"))
        self.add(self.passphrase)
        self.add(SaveRow(self.open, self.let_be))
        self.open.clicked.connect(self._on_open)
        self.passphrase.editor.returnPressed.connect(self._on_open)
        self.let_be.clicked.connect(self.let_be_wanted)

    def ask(self, sentence: str = "") -> None:
        """Ask; `sentence` says why it is asked for again, and what was typed stays."""
        self.show()
        self.passphrase.set_error(sentence or None)
        self.passphrase.editor.selectAll()
        self.passphrase.editor.setFocus()

    def close_question(self) -> None:
        """Take the question back, and leave nothing behind of what was typed."""
        self.hide()
        self.passphrase.set_error(None)
        self.passphrase.editor.clear()

    def _on_open(self) -> None:
        self.passphrase.set_error(None)
        # Not stripped, unlike everywhere else: a blank may be part of a passphrase.
        self.given.emit(self.passphrase.editor.text())


def secret_line() -> QLineEdit:
    """Return a line whose letters nobody can read over a shoulder."""
    line = line_edit(MOST_LETTERS)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
