"""The part of Settings about everything in one file: writing one, looking into one, and taking it in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from itb_companion.ui.fields import SaveRow, Tick, beside
from itb_companion.ui.later import after_painting
from itb_companion.ui.passphrase_card import PassphraseCard, secret_line
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import WrapLabel


class WholeCopyCard(Card):
    """Asks for what is needed and says what came of it.

    Signals: `export_wanted(passphrase, again)`, both empty for a file that everybody can read; `file_wanted()` of an
    export to look into; `opened(passphrase)` of one that is protected; `taking_in_wanted()` of the one in the
    preview; `let_be()`.
    """

    export_wanted = Signal(str, str)
    file_wanted = Signal()
    opened = Signal(str)
    taking_in_wanted = Signal()
    let_be = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Everything in one file"))
        told = self.tr(
            "An export has everything that is kept here, in a form that other programs can read too. Taking one in "
            "adds what is missing here, and removes nothing."
        )
        self.protect = Tick(self.tr("Protect the export with a passphrase"))
        lost = self.tr("At least 8 letters. Without it nobody can open the file, so keep it where you find it.")
        self.passphrase = Field(self.tr("Passphrase of the export"), secret_line(), hint=lost)
        self.again = Field(self.tr("The same passphrase again"), secret_line())
        for field in (self.passphrase, self.again):
            field.layout().addStretch(1)  # one keeps to the top where the other has more to say
        self._new = beside(self.passphrase, self.again)
        self.export = plain_button(self.tr("Export everything..."))
        self.take_in = plain_button(self.tr("Take in an export..."))
        self.outcome = WrapLabel("", "strong")
        self.asking = PassphraseCard()
        self.preview = _Preview()
        row = SaveRow(self.export, self.take_in)
        for part in (WrapLabel(told, "quiet"), self.protect, self._new, row, self.outcome, self.asking, self.preview):
            self.add(part)
        for part in (self._new, self.outcome, self.asking, self.preview):
            part.hide()
        self.protect.box.toggled.connect(self._on_protect)
        self.export.clicked.connect(self._on_export)
        self.again.editor.returnPressed.connect(self._on_export)
        self.take_in.clicked.connect(self.file_wanted)
        self.asking.given.connect(self.opened)
        self.asking.let_be_wanted.connect(self.let_be)
        self.preview.let_be.clicked.connect(self.let_be)
        self.preview.take_in.clicked.connect(self.taking_in_wanted)

    def say(self, lines: list[str], *, failed: bool = False) -> None:
        """Say what became of the last press, in one or more lines; none take it back."""
        self.outcome.set_role("error" if failed else "strong")
        self.outcome.setText("\n".join(lines))
        self.outcome.setVisible(bool(lines))

    def show_passphrase_problem(self, sentence: str) -> None:
        """Say at the field what is wrong with the new passphrase; what was typed stays."""
        self.passphrase.set_error(sentence)
        self.passphrase.editor.setFocus()

    def ask(self, sentence: str = "") -> None:
        """Ask for the passphrase of a file; `sentence` says why it is asked for again."""
        self.say([])
        self.preview.hide()
        self.asking.ask(sentence)
        after_painting(self, lambda: bring_into_view(self.asking))

    def show_preview(self, lines: list[str], *, is_new: bool) -> None:
        """Show what is in an export, and ask whether to take it in where that would change anything."""
        self.close_questions()
        self.say([])
        self.preview.lines.setText("\n".join(lines))
        self.preview.take_in.setVisible(is_new)
        self.preview.show()
        self.preview.let_be.setFocus()
        after_painting(self, lambda: bring_into_view(self.preview))

    def close_questions(self) -> None:
        """Take the questions back, and leave nothing behind of what was typed."""
        self.asking.close_question()
        self.preview.hide()

    def exported(self) -> None:
        """Leave nothing behind of the passphrase that was typed."""
        self.protect.box.setChecked(False)

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed twice while something is under way."""
        for button in (self.export, self.take_in, self.asking.open, self.preview.take_in):
            button.setEnabled(not busy)

    def _on_protect(self, wanted: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._new.setVisible(wanted)
        for field in (self.passphrase, self.again):
            field.set_error(None)
            field.editor.clear()

    def _on_export(self) -> None:
        self.passphrase.set_error(None)
        # Not stripped, unlike everywhere else: a blank may be part of a passphrase.
        self.export_wanted.emit(self.passphrase.editor.text(), self.again.editor.text())


class _Preview(Card):
    """What is in one export, and the question whether to take it in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(dress="accent", parent=parent)
        self.set_title(self.tr("What is in this export"))
        self.lines = WrapLabel()
        self.let_be = primary_button(self.tr("Leave the record as it is"))
        self.take_in = plain_button(self.tr("Take it in"))
        self.add(self.lines)
        self.add(SaveRow(self.let_be, self.take_in))
