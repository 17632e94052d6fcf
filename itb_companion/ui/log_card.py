"""The log in Settings: saved into one file, for whoever looks for a defect."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from itb_companion.ui.fields import SaveRow
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.labels import WrapLabel

FILE_NAME = "itb-companion-log.txt"


class LogCard(Card):
    """Asks where to. Signal: `save_wanted(path)`."""

    save_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("When something does not work"))
        why = self.tr(
            "The log tells those who mend the program what happened. It holds no names, no numbers and no notes. "
            "Nothing is sent: you choose where it goes."
        )
        self.save_button = plain_button(self.tr("Save the log for a bug report"))
        self.outcome = WrapLabel("", "strong")
        self.outcome.hide()
        for part in (WrapLabel(why), SaveRow(self.save_button), self.outcome):
            self.add(part)
        self.save_button.clicked.connect(self._on_save)

    def tell(self, sentence: str, *, failed: bool = False) -> None:
        """Say where it was saved, or why it was not."""
        self.outcome.set_role("error" if failed else "strong")
        self.outcome.setText(sentence)
        self.outcome.show()

    def _on_save(self) -> None:
        self.files = QFileDialog(self, self.tr("Save the log for a bug report"))
        self.files.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.files.setNameFilter(self.tr("Text (*.txt)"))
        self.files.setDefaultSuffix("txt")
        self.files.selectFile(FILE_NAME)
        self.files.fileSelected.connect(self.save_wanted)
        self.files.open()
