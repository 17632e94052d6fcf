"""The rows of a check: a tile, a smaller row, the question about beeping, and the readings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.signs import Answer, PumpAlarm, Vitals
from itb_companion.ui.reading import Unreadable, read_number
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.segmented import Option, Segmented, answers


class SignTile(Card):
    """One of the four leading signs, large."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.answer = Segmented(name, answers(self.tr("No"), self.tr("Yes"), self.tr("Not sure")))
        self.add(WrapLabel(name, "tile"))
        self.add(WrapLabel(hint, "quiet"))
        self.body.addStretch(1)
        self.add(self.answer)

    def redress(self) -> None:
        """Leave the three answers room to stand side by side."""
        px = look().px
        self.body.setContentsMargins(px(14), px(14), px(14), px(14))
        self.body.setSpacing(px(8))

    def show_answer(self, answer: Answer | None) -> None:
        """Show the answer that is kept."""
        self.answer.set_value(answer.value if answer else None)


class SignRow(QWidget):
    """One of the other signs, a line each."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(WrapLabel(name, "strong"))
        column.addWidget(WrapLabel(hint, "quiet"))
        self.answer = Segmented(name, answers(self.tr("No"), self.tr("Yes"), self.tr("Not sure")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Sides(words, self.answer, (5, 4), narrow_at=520))

    def show_answer(self, answer: Answer | None) -> None:
        """Show the answer that is kept."""
        self.answer.set_value(answer.value if answer else None)


class BeepQuestion(QWidget):
    """Which tone was heard; the tones are described only for a pump whose tones a source describes."""

    def __init__(self, *, described: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        text = self.tr("Any beeping needs to be checked. Hearing none proves nothing: some people never hear it.")
        if described:
            tones = self.tr(
                "This pump has two alarms: a single tone of one second, about every hour; "
                "and a two-tone alarm of three seconds."
            )
            text = f"{tones} {text}"
        column.addWidget(WrapLabel(text, "quiet"))
        options = (
            Option(PumpAlarm.SINGLE.value, self.tr("Single beep"), "urgent"),
            Option(PumpAlarm.TWO_TONE.value, self.tr("Two tones"), "urgent"),
            Option(PumpAlarm.UNSURE.value, self.tr("Not sure which"), "urgent-soft"),
            Option(PumpAlarm.NONE.value, self.tr("No beep"), "soft"),
        )
        self.answer = Segmented(self.tr("What did you hear?"), options)
        column.addWidget(self.answer)


class VitalsRow(Redressed, QWidget):
    """Temperature, pressure and pulse.

    Signal `entered(object)`: Vitals, whenever a reading was finished and all can be read.
    """

    entered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = {
            "temperature_c": Field(self.tr("Temperature"), unit="°C"),
            "systolic_mmhg": Field(self.tr("Upper pressure"), unit="mmHg"),
            "diastolic_mmhg": Field(self.tr("Lower pressure"), unit="mmHg"),
            "pulse_per_min": Field(self.tr("Pulse"), unit="/min"),
        }
        self._flow = FlowLayout(self)
        for field in self.fields.values():
            field.editor.editingFinished.connect(self.finish)
            self._flow.addWidget(field)
        self.redress()

    def redress(self) -> None:
        """Give each field room for its number and unit."""
        for field in self.fields.values():
            field.setFixedWidth(look().px(168))

    def show_vitals(self, vitals: Vitals) -> None:
        """Show the readings that are kept; what a person is typing stays."""
        for name, field in self.fields.items():
            value = getattr(vitals, name)
            if not field.editor.hasFocus() and not field.error.text():
                field.set_text("" if value is None else f"{value:g}")

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say at each reading what is wrong with it; what was typed stays."""
        for name, field in self.fields.items():
            field.set_error(sentences.get(name))

    def finish(self) -> bool:
        """Emit what is typed, and return whether all of it can be read; where not, the field says so."""
        values: dict[str, float | int | None] = {}
        for name, field in self.fields.items():
            try:
                number = read_number(field.text()) if field.text() else None
            except Unreadable:
                field.set_error(self.tr("Please type a number, such as 37.5 or 120."))
                return False
            field.set_error(None)
            is_whole = name != "temperature_c" and number is not None
            values[name] = round(number) if is_whole and number is not None else number
        self.entered.emit(Vitals(**values))
        return not any(field.error.text() for field in self.fields.values())
