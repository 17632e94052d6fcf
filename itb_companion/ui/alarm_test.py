"""Test my alarm: every way to be heard is tried, and the person says what they saw and heard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.ports import Delivery, Outcome
from itb_companion.ui.fields import SaveRow
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.dialog import ScrollingDialog
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.ui.widgets.segmented import Option, Segmented
from itb_companion.words.language import Words

SIZE = (640, 560)
_MARKS = {Outcome.CONFIRMED: "\u2713", Outcome.UNCONFIRMED: "?"}


class AlarmTestDialog(ScrollingDialog):
    """Tells what each channel says of itself, and asks for the evidence that only a person has.

    Signals: `again_wanted()`; `answered(saw_notification, heard_sound)`.
    """

    again_wanted = Signal()
    answered = Signal(bool, bool)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(Page(), SIZE, parent)
        self._words = words
        self._lines: dict[str, WrapLabel] = {}
        self.setWindowTitle(self.tr("Test my alarm"))
        self.page.set_title(self.tr("A test was sent. What did you see and hear?"))
        self._outcomes = QVBoxLayout()
        self.page.body.addLayout(self._outcomes)
        yes_no = (Option("yes", self.tr("Yes")), Option("no", self.tr("No"), "urgent-soft"))
        self.saw = self._question(self.tr("Did you see a notification, outside of this window?"), yes_no)
        self.heard = self._question(self.tr("Did you hear the alarm?"), yes_no)
        self.advice = WrapLabel("", "urgent-line")
        self.page.body.addWidget(self.advice)
        self.page.body.addStretch(1)
        self._build_end()
        self.redress()

    def _build_end(self) -> None:
        self.save = primary_button(self.tr("Save the answer"))
        self.again = plain_button(self.tr("Test again"), "sound")
        self.close_button = plain_button(self.tr("Close"))
        self.save.clicked.connect(self._on_save)
        self.again.clicked.connect(self._on_again)
        self.close_button.clicked.connect(self.reject)
        self.add_to_foot(SaveRow(self.save, self.again, self.close_button))

    def begin(self) -> None:
        """Forget the answers and outcomes of an earlier test."""
        for label in self._lines.values():
            label.hide()
            label.deleteLater()
        self._lines.clear()
        for question in (self.saw, self.heard):
            question.set_value(None)
        self._advise()

    def show_delivery(self, delivery: Delivery) -> None:
        """Show what one channel says of itself."""
        label = self._lines.get(delivery.channel)
        if label is None:
            label = self._lines[delivery.channel] = WrapLabel("", "quiet")
            self._outcomes.addWidget(label)
        # A sound tells its reason in words; of a notification service only the kind of its answer is of use.
        if delivery.channel == "sound":
            outcome = delivery.detail
        elif delivery.outcome is Outcome.UNAVAILABLE:
            outcome = self._words.text("outcome.not-here")
        else:
            outcome = self._words.text(f"outcome.{delivery.outcome}")
        name = self._words.text(f"channel.{delivery.channel}")
        label.setText(f"{_MARKS.get(delivery.outcome, '!')} {name}: {outcome}")

    def redress(self) -> None:
        """Space the outcomes and the buttons for the text size."""
        super().redress()
        self._outcomes.setSpacing(look().px(4))

    def _question(self, words: str, options: tuple[Option, ...]) -> Segmented:
        question = Segmented(words, options)
        question.chosen.connect(self._advise)
        self.page.body.addWidget(WrapLabel(words, "strong"))
        self.page.body.addWidget(question)
        return question

    def _advise(self) -> None:
        advice = []
        if self.heard.value() == "no":
            advice.append(self.tr("Please check that the loudspeaker is on and not muted, then test again."))
        if self.saw.value() == "no":
            advice.append(
                self.tr("Please allow notifications for this program in the system's settings, and end Do not disturb.")
            )
        if advice:
            advice.append(self.tr("The alert window comes in every case."))
        self.advice.setText(" ".join(advice))
        self.advice.setVisible(bool(advice))
        self.save.setEnabled(self.saw.value() is not None and self.heard.value() is not None)

    def _on_again(self) -> None:
        self.begin()
        self.again_wanted.emit()

    def _on_save(self) -> None:
        self.answered.emit(self.saw.value() == "yes", self.heard.value() == "yes")
        self.accept()
