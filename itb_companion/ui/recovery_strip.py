"""The strip under the emergency screen when the record is damaged: use a backup, start empty, or leave it."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from itb_companion.care.ports import Clock
from itb_companion.companion.failures import record_failure
from itb_companion.companion.recovery import Offer, Recovery
from itb_companion.desktop.single_instance import Instance, SingleInstance
from itb_companion.desktop.worker import Worker
from itb_companion.record.backup import BACKUPS_NAME
from itb_companion.record.errors import RecordError
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words import Words
from itb_companion.words import backups as say


class RecoveryStrip(Card):
    """Looks for the newest good backup, and asks once `mend` was pressed, a button that its window has a place for.

    Signal `recovered()`: the program can start again now.
    """

    recovered = Signal()

    def __init__(self, data_dir: Path, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._folder = data_dir
        self._clock = clock
        self._words = Words(clock.zone())
        self._recovery = Recovery(data_dir, clock)
        self._lock = SingleInstance(data_dir)
        self._worker = Worker(self)
        self._offer: Offer | None = None
        self._is_sure = False
        self.told = WrapLabel(self._words.text("recovery.looking"))
        self.use = primary_button("")
        self.empty = plain_button(self.tr("Start empty"))
        self.mend = plain_button(self.tr("Put the record right..."))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=10)
        for button in (self.use, self.empty):
            flow.addWidget(button)
            button.hide()
        self._choices = Sides(self.told, buttons, (3, 2), narrow_at=620)
        self.add(self._choices)
        self.hide()
        self.mend.clicked.connect(self.unfold)
        self.use.clicked.connect(self._use)
        self.empty.clicked.connect(self._start_empty)

    def unfold(self) -> None:
        """Show what can be done; until somebody wants to know, the numbers above have the room."""
        self.mend.hide()
        self.show()
        (self.use if self.use.isVisible() else self.told).setFocus()

    def begin(self) -> None:
        """Take the record's lock, and look for a backup."""
        if self._lock.acquire() is Instance.SECOND:
            self.told.setText(self._words.text("recovery.held", holder=self._lock.holder() or "?"))
            return
        self._worker.start(self._recovery.offer, self._found)

    def close_down(self) -> None:
        """Wait for what is under way, and give the lock back."""
        self._worker.close()
        self._lock.release()

    def redress(self) -> None:
        """Take little room: the numbers above matter more."""
        px = look().px
        self.body.setContentsMargins(px(20), px(10), px(20), px(10))

    def _found(self, found: object) -> None:
        if isinstance(found, Offer):
            self._offer = found
            self.show_offer(found.backup.made_at, found.salvaged.added, found.salvaged.unreadable)
        else:
            self.told.setText(self._words.text("recovery.no-backup", path=self._folder / BACKUPS_NAME))
        self.empty.show()

    def show_offer(self, made_at: datetime, added: int, unreadable: int) -> None:
        """Show what the newest good backup has, made at a local time, and what would be missing."""
        now = self._clock.now()
        self.told.setText(" ".join(say.offer(self._words, made_at, added, unreadable, now)))
        self.use.setText(self._words.text("recovery.use", when=say.made(self._words, made_at, now)))
        self.use.show()
        self.empty.show()

    def _use(self) -> None:
        if self._offer is not None:
            try:
                self._recovery.accept(self._offer)
            except RecordError as error:
                self.told.setText(record_failure(self._words, error))
                return
            self.recovered.emit()

    def _start_empty(self) -> None:
        """Start empty at the second press: the first one says what it means."""
        if not self._is_sure:
            self._is_sure = True
            self.told.setText(self._words.text("recovery.empty-means"))
            self.empty.setText(self.tr("Yes, start empty"))
            return
        try:
            self._recovery.start_empty()
        except RecordError as error:
            self.told.setText(record_failure(self._words, error))
            return
        self.recovered.emit()
