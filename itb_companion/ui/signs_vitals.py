"""The readings of a check: typed in the person's units, compared with what is usual, and kept while they are typed."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from itb_companion.care.problems import Problem
from itb_companion.care.signs import Vitals
from itb_companion.care.temperature import TemperatureUnit, check_reading, to_c, told
from itb_companion.care.value import replace
from itb_companion.ui.fields import Tick, beside
from itb_companion.ui.reading import Unreadable, read_number
from itb_companion.ui.signs_result import DRAFT_AFTER_MS
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.segmented import Option, Segmented
from itb_companion.words import Words
from itb_companion.words.problems import sentence
from itb_companion.words.readings import MAY_BE_CALLED_UNUSUAL

TEMPERATURE = "temperature_c"


class TemperatureField(Field):
    """A temperature with its unit beside it. Signal `unit_chosen(str)`: a person chose "c" or "f"."""

    unit_chosen = Signal(str)
    units: Segmented | None = None

    def __init__(self, label: str) -> None:
        super().__init__(label)
        question = self.tr("Unit of the temperature")
        self.units = Segmented(question, [Option(unit.value, unit.sign) for unit in TemperatureUnit])
        self.units.chosen.connect(self._chosen)
        self._row.addWidget(self.units)
        self.redress()

    def choose_unit(self, unit: TemperatureUnit) -> None:
        """Show which unit counts."""
        self._unit = unit
        self.units.set_value(unit.value)
        self.editor.setAccessibleName(f"{self.label.text()} ({unit.sign})")

    def redress(self) -> None:
        """Keep both units beside the line at every text size."""
        super().redress()
        if self.units is not None:
            self.units.setFixedWidth(self.units.sizeHint().width())

    def _chosen(self, key: str) -> None:
        if key:
            self.unit_chosen.emit(key)
        else:  # there is always a unit, so the answer cannot be taken back
            self.units.set_value(self._unit.value)


class VitalsRow(QWidget):
    """Temperature, pressure and pulse, each with how it compares.

    Signals: `entered(object)`, Vitals when a reading was finished; `drafted(object)`, Vitals so far, soon after the
    last key; `unit_chosen(str)`; `unusual_ticked(str, bool)`, the caregiver calls a reading unusual for this person.
    What cannot be read is left in them as it was kept before.
    """

    entered = Signal(object)
    drafted = Signal(object)
    unit_chosen = Signal(str)
    unusual_ticked = Signal(str, bool)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._unit = TemperatureUnit.CELSIUS
        self._kept = Vitals()
        self._shown: dict[str, str] = {}
        self._edited: set[str] = set()
        self._unread: dict[str, str] = {}
        temperature = TemperatureField(self.tr("Temperature"))
        temperature.unit_chosen.connect(self.unit_chosen)
        self.fields: dict[str, Field] = {
            TEMPERATURE: temperature,
            "pulse_per_min": Field(self.tr("Pulse"), unit="/min"),
            "systolic_mmhg": Field(self.tr("Upper pressure"), unit="mmHg"),
            "diastolic_mmhg": Field(self.tr("Lower pressure"), unit="mmHg"),
        }
        self.unusual: dict[str, Tick] = {}
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(DRAFT_AFTER_MS)
        self._draft.timeout.connect(self._keep_draft)
        blocks = {name: self._block(name, field) for name, field in self.fields.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(14))
        column.addWidget(beside(blocks[TEMPERATURE], blocks["pulse_per_min"]))
        column.addWidget(beside(blocks["systolic_mmhg"], blocks["diastolic_mmhg"]))
        temperature.choose_unit(self._unit)

    def _block(self, name: str, field: Field) -> QWidget:
        """Return a reading with the question whether it is unusual, where that is asked."""
        field.editor.editingFinished.connect(self.finish)
        field.editor.textEdited.connect(lambda _: self._on_edited(name))
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        if name in MAY_BE_CALLED_UNUSUAL:
            tick = self.unusual[name] = Tick(self.tr("Unusual for this person"))
            label = field.label.text()
            tick.box.setAccessibleName(self.tr("{reading}: unusual for this person").format(reading=label))
            tick.box.clicked.connect(lambda checked, name=name: self.unusual_ticked.emit(name, checked))
            tick.hide()
            column.addWidget(tick)
        column.addStretch(1)
        return block

    def show_unit(self, unit: TemperatureUnit) -> None:
        """Show temperatures in this unit; what was typed and could not be kept is read again in it."""
        if unit is self._unit:
            return
        self._unit = unit
        temperature = self.fields[TEMPERATURE]
        temperature.choose_unit(unit)
        if self._is_as_shown(TEMPERATURE):
            self._show_number(TEMPERATURE, self._kept.temperature_c)
        else:
            self.finish()

    def show_vitals(self, vitals: Vitals) -> None:
        """Show the readings that are kept; what a person is typing stays."""
        self._kept = vitals
        for name, field in self.fields.items():
            if not field.editor.hasFocus() and not field.error.text():
                self._show_number(name, getattr(vitals, name))

    def forget_typing(self) -> None:
        """Empty what was taken in, also under the cursor: it belongs to a check that is saved. What is wrong stays."""
        self._draft.stop()
        self._kept = Vitals()
        for name, field in self.fields.items():
            if not field.error.text():
                self._show_number(name, None)

    def _show_number(self, name: str, value: float | None) -> None:
        self._edited.discard(name)
        self._shown[name] = "" if value is None else self._number_text(name, value)
        self.fields[name].set_text(self._shown[name])

    def _on_edited(self, name: str) -> None:
        self._edited.add(name)
        self._draft.start()

    def _is_as_shown(self, name: str) -> bool:
        """Whether nobody changed what a field shows of the reading that is kept."""
        return name not in self._edited and self.fields[name].text() == self._shown.get(name, "")

    def _number_text(self, name: str, value: float) -> str:
        in_f = name == TEMPERATURE and self._unit is TemperatureUnit.FAHRENHEIT
        # What was typed in °F has more decimals in °C than any thermometer.
        return told(value, self._unit) if in_f or round(value, 2) != value else f"{value:g}"

    def show_compared(self, compared: Mapping[str, str], asked: frozenset[str], unusual: frozenset[str]) -> None:
        """Say at each reading how it compares; ask of some whether they are unusual, and show what was answered."""
        for name, field in self.fields.items():
            field.set_hint(compared.get(name, ""))
        for name, tick in self.unusual.items():
            tick.setVisible(name in asked or name in unusual)
            tick.box.setChecked(name in unusual)

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say at each reading what is wrong with it; what was typed stays, and so does what could not be read."""
        for name, field in self.fields.items():
            field.set_error(self._unread.get(name) or sentences.get(name))

    def finish(self) -> bool:
        """Emit what is typed, and return whether all of it can be read; where not, the field says so."""
        self._draft.stop()
        vitals, self._unread = self._typed()
        self.show_problems({})
        self.entered.emit(vitals)
        return not any(field.error.text() for field in self.fields.values())

    def _keep_draft(self) -> None:
        self.drafted.emit(self._typed()[0])

    def _typed(self) -> tuple[Vitals, dict[str, str]]:
        """Return the readings as typed, with those kept before for what cannot be read, and why it cannot."""
        vitals, unread = self._kept, {}
        for name, field in self.fields.items():
            if self._is_as_shown(name):
                continue  # as it is kept, which may be finer than what is shown of it
            try:
                vitals = replace(vitals, **{name: self._read(name, field.editor)})
            except Unreadable:
                unread[name] = self.tr("Please type a number, such as 37.5 or 120.")
            except _NotPossibleError as error:
                unread[name] = sentence(self._words, error.problem)
        return vitals, unread

    def _read(self, name: str, line: QLineEdit) -> float | int | None:
        text = line.text().strip()
        if not text:
            return None
        number = read_number(text)
        if name != TEMPERATURE:
            return round(number)
        problems = check_reading(number, self._unit)
        if problems:
            raise _NotPossibleError(problems[0])
        return to_c(number, self._unit)


class _NotPossibleError(Exception):
    """A reading that cannot be true."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
