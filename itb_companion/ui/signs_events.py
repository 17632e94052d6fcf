"""What happened in the last three days: what the record knows is told, and the rest is asked."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from itb_companion.care.signs import RECENT_EVENTS
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.words import Words

FOUND = ("known-fault", "mimic-found")
"""What somebody may have found, however long ago."""


class EventsCard(Card):
    """Boxes for what happened and what was found. Signal `ticked(str, bool)`: a person ticked one or took it back."""

    ticked = Signal(str, bool)

    def __init__(self, words: Words) -> None:
        super().__init__("")
        self.set_title(self.tr("In the last 3 days?"))
        self.boxes: dict[str, QCheckBox] = {}
        self.known: dict[str, Pill] = {}
        for event in RECENT_EVENTS:
            self.known[event] = Pill("", "neutral")
            self.known[event].hide()
            self.add(self.known[event])
        self.add(self._make_boxes(words, RECENT_EVENTS))
        self.add(WrapLabel(self.tr("Was anything found?"), "strong"))
        self.add(self._make_boxes(words, FOUND))
        self.add(WrapLabel(self.tr("Another illness does not rule withdrawal out."), "quiet"))

    def redress(self) -> None:
        """Stand close, as one list."""
        super().redress()
        self.body.setSpacing(look().px(6))

    def _make_boxes(self, words: Words, events: tuple[str, ...]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=6)
        for event in events:
            box = QCheckBox(words.text(f"event.{event}"))
            box.clicked.connect(lambda checked, event=event: self.ticked.emit(event, checked))
            self.boxes[event] = box
            flow.addWidget(box)
        return holder

    def show_events(self, events: frozenset[str], known: Mapping[str, str]) -> None:
        """Show what was ticked; what the record knows is told in its sentence and not asked again."""
        for event, box in self.boxes.items():
            box.setChecked(event in events)
            box.setVisible(event not in known)
        for event, pill in self.known.items():
            pill.setText(known.get(event, ""))
            pill.setVisible(event in known)
