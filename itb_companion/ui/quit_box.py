"""The question before the program ends: what will not be reminded of then."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from itb_companion.companion import Companion
from itb_companion.words import Words, due
from itb_companion.words.plain import plain


def what_quitting_means(companion: Companion, words: Words) -> str:
    """Return what will not be reminded of, in words."""
    found, today, now = companion.reminders.agenda(), companion.desk.today, companion.desk.now
    lines = [words.text("app.quit")]
    if found.due:
        lines.append(words.text("app.quit-due", what=due.title(words, found.due[0], today)))
    if found.next is not None:
        when = words.moment(found.next.due_at, now)
        lines.append(words.text("app.quit-next", what=due.coming(words, found.next, today), when=when))
    return "\n\n".join(lines)


class QuitBox(QMessageBox):
    """Asks whether to quit; Enter and Escape both stay."""

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # it tells of people by name
        self.setWindowTitle(self.tr("Quit ITB Companion?"))
        self.setText(plain(sentence))
        self.stay = self.addButton(self.tr("Keep reminding"), QMessageBox.ButtonRole.RejectRole)
        self.leave = self.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        self.setDefaultButton(self.stay)
        self.setEscapeButton(self.stay)

    def ask(self) -> bool:
        """Return whether the person wants to quit."""
        self.exec()
        return self.clickedButton() is self.leave
