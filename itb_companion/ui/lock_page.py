"""What stands before the records while they are locked: one field, and the ways that are always open."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from itb_companion.companion.screen_lock import MOST_LETTERS
from itb_companion.ui.fields import SaveRow, line_edit
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page


class LockPage(Page):
    """Asks for the passphrase. Signals: `tried(str)`; `back_wanted()` to Today."""

    tried = Signal(str)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("The records are locked"))
        self.passphrase = line_edit(MOST_LETTERS)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field(self.tr("Passphrase"), self.passphrase)
        self.open_button = primary_button(self.tr("Unlock"))
        self.back_button = plain_button(self.tr("Back to Today"))
        card = Card()
        always = self.tr(
            "Type the passphrase to see them. Today, Check for signs, Emergency and every reminder work without it."
        )
        forgotten = self.tr(
            "Forgotten? Quit the program, run “itb-companion unlock” on this computer, and start it again. "
            "Nothing is lost."
        )
        parts = (WrapLabel(always), self.field, SaveRow(self.open_button, self.back_button))
        for part in (*parts, WrapLabel(forgotten, "quiet")):
            card.add(part)
        self.body.addWidget(card)
        self.open_button.clicked.connect(self._on_try)
        self.passphrase.returnPressed.connect(self._on_try)
        self.back_button.clicked.connect(self.back_wanted)

    def refuse(self, sentence: str) -> None:
        """Say that the passphrase was wrong; what was typed is marked, so that the next one replaces it."""
        self.field.set_error(sentence)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard: whoever comes here types."""
        super().showEvent(event)
        QTimer.singleShot(0, self.passphrase, self.passphrase.setFocus)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing behind of what was typed."""
        super().hideEvent(event)
        self.passphrase.clear()
        self.field.set_error(None)

    def _on_try(self) -> None:
        self.tried.emit(self.passphrase.text())
