"""The question about beeping, with samples of the tones to compare."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.signs import PumpAlarm
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.field import ErrorLine
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.segmented import Option, Segmented


class BeepQuestion(QWidget):
    """Which tone was heard. Tones are described, and can be played, only where a source describes them.

    Signals: `play_wanted(str)`, a PumpAlarm's sample; `stop_wanted()`.
    """

    play_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self, *, described: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.samples: dict[str, Button] = {}
        self._playing = ""
        self.trouble = ErrorLine()
        self.trouble.hide()
        text = self.tr("Any beeping needs to be checked. Hearing none proves nothing: some people never hear it.")
        if described:
            tones = self.tr(
                "This pump has two alarms: a single tone of one second, about every hour; "
                "and a two-tone alarm of three seconds."
            )
            text = f"{tones} {text}"
        column.addWidget(WrapLabel(text, "quiet"))
        if described:
            column.addWidget(self._make_samples())
        options = (
            Option(PumpAlarm.SINGLE.value, self.tr("Single beep"), "urgent"),
            Option(PumpAlarm.TWO_TONE.value, self.tr("Two tones"), "urgent"),
            Option(PumpAlarm.UNSURE.value, self.tr("Not sure which"), "urgent-soft"),
            Option(PumpAlarm.NONE.value, self.tr("No beep"), "soft"),
        )
        self.answer = Segmented(self.tr("What did you hear?"), options)
        column.addWidget(WrapLabel(self.tr("What did you hear?"), "strong"))
        column.addWidget(self.answer)

    def _make_samples(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        row = QWidget()
        flow = FlowLayout(row)
        for name in (PumpAlarm.SINGLE.value, PumpAlarm.TWO_TONE.value):
            self.samples[name] = plain_button("", "sound")
            self.samples[name].clicked.connect(lambda _=False, name=name: self._pressed(name))
            flow.addWidget(self.samples[name])
        self._show_playing("")
        column.addWidget(row)
        column.addWidget(self.trouble)
        differs = self.tr("The samples show how long the tones are. Your pump is softer, and its pitch can differ.")
        column.addWidget(WrapLabel(differs, "quiet"))
        return holder

    def _pressed(self, name: str) -> None:
        self.trouble.hide()
        is_playing = name == self._playing
        self._show_playing("" if is_playing else name)
        if is_playing:
            self.stop_wanted.emit()
        else:
            self.play_wanted.emit(name)

    def show_ended(self, name: str, trouble: str) -> None:
        """Take in that a sample ended; `trouble` says why it was not heard, or is empty.

        One that a person stopped, or whose place another took, has nothing more to tell.
        """
        if name == self._playing:
            self._show_playing("")
            self.trouble.setText(trouble)
            self.trouble.setVisible(bool(trouble))
            self.samples[name].setAccessibleDescription(trouble)

    def hideEvent(self, event: QHideEvent) -> None:
        """Be silent where the question is no longer seen."""
        if self._playing:
            self._show_playing("")
            self.stop_wanted.emit()
        super().hideEvent(event)

    def _show_playing(self, name: str) -> None:
        self._playing = name
        for each, button in self.samples.items():
            play, stop = self._captions(each)
            button.setText(stop if each == name else play)
            button.setAccessibleName(button.text())

    def _captions(self, name: str) -> tuple[str, str]:
        if name == PumpAlarm.SINGLE.value:
            return self.tr("Play the single tone"), self.tr("Stop the single tone")
        return self.tr("Play the two-tone alarm"), self.tr("Stop the two-tone alarm")
