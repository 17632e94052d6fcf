"""The form of a clinic's printout, in the order of the printout."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.problems import Problem
from itb_companion.care.pump import (
    DEFAULT_ALARM_VOLUME_ML,
    DEFAULT_MARGIN_DAYS,
    LONGEST_INTERVAL_DAYS,
    PUMP_MODELS,
    Fill,
    Pump,
    pump_model,
)
from itb_companion.ui.fields import Choice, Fields, Tick, beside, line_edit
from itb_companion.ui.reading import number_text, read_number, read_whole
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.date_field import DateField
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.words.language import Words

OTHER_PUMP = "other"


class Printout(NamedTuple):
    """What the form holds; a part that cannot be made of it is None, and a problem says why."""

    pump: Pump | None
    fill: Fill | None
    problems: list[Problem]


class PrintoutForm(Redressed, QWidget):
    """The fields of a printout in its order, with the pump before and what is rarely needed after.

    Signal `edited()`: a person changed something.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill_id: int | None = None
        self.fields = Fields(self)
        self.fields.edited.connect(self._on_edited)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._build_pump()
        self._build_fill()
        self._build_more()
        self._column.addWidget(self.fields.other)
        self.confirm = Tick(self.tr("I compared these numbers with the printout; they stand there like this"))
        self.confirm.hide()
        self._column.addWidget(self.confirm)
        self.set_values(None, None)
        self.redress()

    @property
    def confirmed(self) -> bool:
        """Whether a person compared the numbers in doubt with the printout, since they were last changed."""
        return not self.confirm.isHidden() and self.confirm.box.isChecked()

    def set_values(self, pump: Pump | None, fill: Fill | None, habits: Fill | None = None) -> None:
        """Show a pump and a printout, or empty fields; `habits` gives what stays from one fill to the next."""
        kept = fill or habits
        self._fill_id = fill.id if fill else None
        self.model.show_data((pump.model_id or OTHER_PUMP) if pump else None)
        is_other = pump is not None and pump_model(pump.model_id) is None
        texts = {
            "pump_name": pump.name if pump and is_other else "",
            "reservoir_ml": number_text(pump.reservoir_ml) if pump and is_other else "",
            "serial": pump.serial if pump else "",
            "volume_ml": number_text(fill.volume_ml if fill else None),
            "concentration_mcg_per_ml": number_text(fill.concentration_mcg_per_ml if fill else None),
            "dose_mcg_per_day": number_text(fill.dose_mcg_per_day if fill else None),
            "alarm_volume_ml": number_text(kept.alarm_volume_ml if kept else DEFAULT_ALARM_VOLUME_ML),
            "longest_interval_days": str(kept.longest_interval_days if kept else LONGEST_INTERVAL_DAYS),
            "margin_days": str(kept.margin_days if kept else DEFAULT_MARGIN_DAYS),
        }
        for name, text in texts.items():
            self.fields[name].set_text(text)
        self.filled_on.set_value(fill.filled_on if fill else None)
        self.alarm_on.set_value(fill.alarm_on if fill else None)
        self.replacement_on.set_value(pump.replacement_on if pump else None)
        self.fields.clear()
        self._forget_confirmation()

    def values(self) -> Printout:
        """Return what is typed, with a problem for every text that cannot be read."""
        problems: list[Problem] = []
        pump = self._pump(problems)
        filled_on = self.fields.read_day("filled_on", problems, is_needed=True)
        number = {
            name: self.fields.read(name, read_number, problems)
            for name in ("volume_ml", "concentration_mcg_per_ml", "dose_mcg_per_day")
        }
        alarm_volume = self.fields.read("alarm_volume_ml", read_number, problems, DEFAULT_ALARM_VOLUME_ML)
        alarm_on = self.fields.read_day("alarm_on", problems)
        interval = self.fields.read("longest_interval_days", read_whole, problems, LONGEST_INTERVAL_DAYS)
        margin = self.fields.read("margin_days", read_whole, problems, DEFAULT_MARGIN_DAYS)
        if filled_on is None:
            return Printout(pump, None, problems)
        fill = Fill(
            filled_on, alarm_volume_ml=alarm_volume, alarm_on=alarm_on, longest_interval_days=interval,
            margin_days=margin, id=self._fill_id, **number,
        )  # fmt: skip
        return Printout(pump, fill, problems)

    def show_problems(self, problems: list[Problem], words: Words, *, is_focused: bool = True) -> str | None:
        """Say each problem at its field and go to the first; where all are doubts, let a person confirm."""
        self._forget_confirmation()
        first = self.fields.show_problems(problems, words)
        if any(problem.field in MORE_FIELDS for problem in problems):
            self._show_more(is_shown=True)
        self.confirm.setVisible(bool(problems) and not any(problem.stops for problem in problems))
        if first and is_focused:
            self.fields.focus(first)
        return first

    def redress(self) -> None:
        """Space the rows for the text size."""
        self._column.setSpacing(look().px(14))
        self.more.layout().setSpacing(look().px(14))

    def _pump(self, problems: list[Problem]) -> Pump | None:
        replacement_on = self.fields.read_day("replacement_on", problems)
        serial = self.fields["serial"].text()
        model = pump_model(self.model.currentData() or "")
        if model is not None:
            return Pump(model.reservoir_ml, model.id, serial=serial, replacement_on=replacement_on)
        if self.model.currentData() is None:
            problems.append(Problem("model_id", "pump-missing"))
            return None
        before = len(problems)
        reservoir = self.fields.read("reservoir_ml", read_number, problems)
        if reservoir is None:
            if len(problems) == before:
                problems.append(Problem("reservoir_ml", "pump-missing"))
            return None
        return Pump(reservoir, "", self.fields["pump_name"].text(), serial, replacement_on)

    def _build_pump(self) -> None:
        self.model = Choice(self.tr("Choose the pump model"))
        for model in PUMP_MODELS:
            self.model.addItem(model.name, model.id)
        self.model.addItem(self.tr("Other pump"), OTHER_PUMP)
        model = self.fields.add("model_id", Field(self.tr("Pump model"), self.model))
        serial = self._line("serial", self.tr("Serial number"), hint=self.tr("On the pump ID card; may wait."))
        name = self._line("pump_name", self.tr("Name of this pump"))
        size = self._line("reservoir_ml", self.tr("Reservoir size"), self.tr("mL"), self.tr("From the pump ID card."))
        self.other_pump = beside(name, size)
        self.other_pump.hide()
        self.model.currentIndexChanged.connect(self._on_model_changed)
        for row in (beside(model, serial), self.other_pump):
            self._column.addWidget(row)

    def _build_fill(self) -> None:
        mcg_per_ml, mcg_per_day, ml = self.tr("mcg/mL"), self.tr("mcg/day"), self.tr("mL")
        self.filled_on, self.alarm_on = DateField(), DateField()
        day = self.fields.add("filled_on", Field(self.tr("Refill day"), self.filled_on))
        volume = self._line("volume_ml", self.tr("Reservoir volume after the refill"), ml)
        drug = self._line("concentration_mcg_per_ml", self.tr("Concentration of baclofen"), mcg_per_ml)
        dose = self._line("dose_mcg_per_day", self.tr("Daily dose"), mcg_per_day)
        alarm = self._line(
            "alarm_volume_ml", self.tr("Low reservoir alarm volume"), ml, self.tr("Counts as 2 if left empty.")
        )
        alarm_day = Field(self.tr("Low reservoir alarm date"), self.alarm_on)
        self.fields.add("alarm_on", alarm_day)
        for left, right in ((day, volume), (drug, dose), (alarm, alarm_day)):
            self._column.addWidget(beside(left, right))

    def _build_more(self) -> None:
        self.more_button = plain_button("")
        self.more_button.clicked.connect(lambda: self._show_more(is_shown=self.more.isHidden()))
        holder = QWidget()
        FlowLayout(holder).addWidget(self.more_button)
        self.more = QWidget()
        column = QVBoxLayout(self.more)
        column.setContentsMargins(0, 0, 0, 0)
        days, self.replacement_on = self.tr("days"), DateField()
        longest = self._line("longest_interval_days", self.tr("Longest time between refills"), days)
        margin = self._line("margin_days", self.tr("Refill this long before the alarm date"), days)
        replace = Field(self.tr("Pump must be replaced by"), self.replacement_on)
        column.addWidget(beside(longest, margin))
        column.addWidget(beside(self.fields.add("replacement_on", replace), QWidget()))
        self._column.addWidget(holder)
        self._column.addWidget(self.more)
        self._show_more(is_shown=False)

    def _line(self, name: str, label: str, unit: str = "", hint: str = "") -> Field:
        return self.fields.add(name, Field(label, line_edit(), unit, hint))

    def _show_more(self, *, is_shown: bool) -> None:
        self.more.setVisible(is_shown)
        self.more_button.setText(self.tr("Fewer fields") if is_shown else self.tr("More: intervals, pump replacement"))

    def _on_model_changed(self) -> None:
        self.other_pump.setVisible(self.model.currentData() == OTHER_PUMP)

    def _on_edited(self, _name: str) -> None:
        was_asked = not self.confirm.isHidden()
        self._forget_confirmation()
        self.confirm.setVisible(was_asked and bool(self.fields.doubts()))
        self.edited.emit()

    def _forget_confirmation(self) -> None:
        self.confirm.box.setChecked(False)
        self.confirm.hide()


MORE_FIELDS = ("longest_interval_days", "margin_days", "replacement_on")
