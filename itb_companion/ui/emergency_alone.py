"""The emergency screen in a window of its own, from the emergency card, when the record cannot be used."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from itb_companion.care.ports import Clock
from itb_companion.companion.help_without_record import HelpWithoutRecord
from itb_companion.desktop.units import temperature_unit
from itb_companion.record import emergency_card
from itb_companion.record.side_journal import SideJournal
from itb_companion.ui.emergency_desk import EmergencyDesk
from itb_companion.ui.pages.emergency import EmergencyPage
from itb_companion.words import Words

if TYPE_CHECKING:
    from itb_companion.ui.recovery_strip import RecoveryStrip


class EmergencyAlone(QMainWindow):
    """Whom to call and what to say, from the card; with a `strip` below it.

    Signal `closed()`: the person closed the window.
    """

    closed = Signal()

    def __init__(self, data_dir: Path, clock: Clock, sentence: str, strip: "RecoveryStrip | None" = None) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("ITB Companion: emergency"))
        card = emergency_card.read(data_dir)
        self.page = EmergencyPage()
        self.page.add_signs.hide()
        self.page.back_wanted.connect(self.close)
        self.page.ending.back.setText(self.tr("Close"))
        self.setCentralWidget(_stacked(self.page, strip) if strip else self.page)
        help_ = HelpWithoutRecord(card, clock, SideJournal(data_dir))
        words = Words(clock.zone(), temperature_unit())
        self._desk = EmergencyDesk(
            self.page, help_, lambda: card, lambda: card, lambda *_: help_, clock, words, sentence
        )
        self._desk.changed.connect(lambda _: self._desk.refresh())
        self._desk.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End with the window: without the record there is nothing else to do."""
        event.accept()
        self.closed.emit()


def _stacked(page: EmergencyPage, strip: "RecoveryStrip") -> QWidget:
    """Return both, one under the other; the numbers keep all the room that the strip does not need."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(page, 1)
    column.addWidget(strip)
    page.ending.back.parentWidget().layout().addWidget(strip.mend)
    return both
