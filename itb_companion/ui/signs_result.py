"""What a check comes to, live, with the way to help and the button that saves; and the note beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from itb_companion.ui.signs_why import WhyPart
from itb_companion.ui.widgets.announce import announce
from itb_companion.ui.widgets.buttons import Button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.labels import WrapLabel

DRAFT_AFTER_MS = 600
"""What is being typed is kept so long after the last key: within a second, with time to spare for writing it."""
_ROLES = {"urgent": "urgent", "emergency": "emergency"}


class ResultCard(Card):
    """The level in one line, its reasons, what to do, and the two buttons `help_button` and `save`."""

    def __init__(self) -> None:
        super().__init__()
        self.headline = WrapLabel("", "heading")
        self.reasons = WrapLabel()
        self.note = WrapLabel("", "quiet")
        self.help_button = Button("", "danger")
        self.save = primary_button(self.tr("Save this check"))
        self.why = WhyPart()
        for widget in (self.headline, self.reasons, self.note, self.help_button, self.save, self.why):
            self.add(widget)

    def show_result(
        self, dress: str, headline: str, reasons: list[str], note: str, help_button: str, why: Sequence[str] = ()
    ) -> None:
        """Show what the check comes to, with why in whole paragraphs; a text that is empty takes no room."""
        if self.isVisible() and headline != self.headline.text():
            announce(self, headline)
        self.set_dress(dress)
        self.headline.set_role(_ROLES.get(dress, "tile"))
        self.headline.setText(headline)
        self.setAccessibleName(headline)
        self.reasons.setText("\n".join(reasons))
        self.note.setText(note)
        self.help_button.setText(help_button)
        self.why.show_why(why)
        for widget, text in ((self.reasons, reasons), (self.note, note), (self.help_button, help_button)):
            widget.setVisible(bool(text))


class NoteCard(Card):
    """A line for what no question asks. Signal `noted(str)`: when it was finished, and soon after the last key."""

    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.set_title(self.tr("Note"))
        self._kept = ""
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Note"))
        self.line.editingFinished.connect(self.finish)
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_AFTER_MS)
        self._draft.timeout.connect(self.finish)
        self.line.textEdited.connect(lambda _: self._draft.start())
        self.add(self.line)

    def show_note(self, note: str) -> None:
        """Show the note that is kept; what a person is typing stays."""
        is_being_typed = self.line.hasFocus() or self.line.text().strip() != self._kept
        self._kept = note
        if not is_being_typed:
            self.line.setText(note)

    def forget_typing(self) -> None:
        """Empty the line, also under the cursor: what stood there belongs to a check that is saved."""
        self._draft.stop()
        self._kept = ""
        self.line.setText("")

    def finish(self) -> None:
        """Emit what is typed, if it is not kept already."""
        self._draft.stop()
        if self.line.text().strip() != self._kept:
            self.noted.emit(self.line.text().strip())
