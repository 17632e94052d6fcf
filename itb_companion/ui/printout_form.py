"""The form of a clinic's printout, and what every form here shares: reading what is typed, saying what is wrong."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

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
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.date_field import DateField
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import ErrorLine, Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.words.language import Words
from itb_companion.words.problems import sentence

MOST_LETTERS = 60  # of a number or a serial; a paste of a whole page is not kept
OTHER_PUMP = "other"
ReadT = TypeVar("ReadT")


class Unreadable(ValueError):  # noqa: N818  it is what a person typed, not a failure of the program
    """What was typed cannot be read; `code` names the problem."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_number(text: str) -> float:
    """Read a number with a comma or a dot; raises Unreadable, also for "2,000", which may be 2 or 2000."""
    plain = re.sub(r"\s", "", text).replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?(\d+([.,]\d+)*|[.,]\d+)", plain):
        raise Unreadable("not-a-number")
    marks = re.findall(r"[.,]", plain)
    if len(marks) == 1 and re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain):
        raise Unreadable("number-ambiguous")
    if len(marks) > 1:
        if not re.fullmatch(r"[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*([.,]\d+)?", plain):
            raise Unreadable("not-a-number")
        if len(set(marks)) == 1:  # the same mark again and again only groups
            return float(plain.replace(marks[0], ""))
        plain = plain.replace(marks[0], "")
    return float(plain.replace(",", "."))


def read_whole(text: str) -> int:
    """Read a whole number; raises Unreadable."""
    number = read_number(text)
    if not number.is_integer():
        raise Unreadable("not-a-whole-number")
    return int(number)


def read_time(text: str) -> time:
    """Read a time of day such as 9:30, 09.30 or 9:30 pm; raises Unreadable."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*([ap])?\.?(?:m\.?)?\s*", text, re.IGNORECASE)
    if not found or (text.strip().lower().endswith("m") and not found[3]):
        raise Unreadable("not-a-time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unreadable("not-a-time")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise Unreadable("not-a-time") from None


def number_text(value: float | None) -> str:
    """Return a number as a person would type it; None is an empty text."""
    return "" if value is None else format(value, ".10g")


def said(problem: Problem, words: Words) -> str:
    """Return the sentence of a problem; those of unreadable text that `words` does not have yet stand here."""
    if words.has(f"problem.{problem.code}"):
        return sentence(words, problem)
    own = {
        "number-ambiguous": QCoreApplication.translate(
            "Fields", "This can be read in two ways. Please type it without the comma or dot, such as 2000."
        ),
        "not-a-whole-number": QCoreApplication.translate("Fields", "Please type a whole number, such as 7."),
        "not-a-time": QCoreApplication.translate("Fields", "Please type a time of day, such as 09:30."),
        "emergency-number-not-confirmed": QCoreApplication.translate(
            "Fields", "Please check this number, and tick the box below it."
        ),
    }
    return own[problem.code]


class Choice(QComboBox):
    """A choice that may be narrower than its longest entry, and that a turn of the wheel does not change."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a pump model must not change while somebody scrolls."""
        event.ignore()

    def show_data(self, data: object) -> None:
        """Show the entry with this data, or none; no signal of a person."""
        self.setCurrentIndex(self.findData(data))


class Tick(QWidget):
    """A check box whose words wrap; press `box`."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.label = WrapLabel(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)  # the box keeps room for words of its own
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.setFocusProxy(self.box)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick when the words are pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.setFocus()
            self.box.click()


class SaveRow(Redressed, QWidget):
    """The buttons that end a form, and the word that says it was kept."""

    def __init__(self, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=10)
        for button in buttons:
            self._flow.addWidget(button)
        self.saved = Pill(self.tr("Saved"), "in-order")
        self.saved.hide()
        self._flow.addWidget(self.saved)
        self.redress()

    def redress(self) -> None:
        """Stand a little apart from the fields above."""
        self._flow.setContentsMargins(0, look().px(8), 0, 0)


class Fields(QObject):
    """The fields of one form by the name of what they hold, in reading order.

    Signal `edited(str)`: a person changed the field with this name.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_dirty = False
        self.other = ErrorLine()
        self.other.hide()
        self._fields: dict[str, Field] = {}
        self._notes: dict[str, Pill] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def add(self, name: str, field: Field) -> Field:
        """Take a field in; it keeps to the top where its neighbour in a row is higher."""
        self._fields[name] = field
        field.layout().addStretch(1)
        _person_signal(field.editor).connect(lambda *_: self._on_edited(name))
        return field

    def read(self, name: str, reader: Callable[[str], ReadT], problems: list[Problem], empty: Any = None) -> ReadT:
        """Return what a field holds, `empty` where nothing or nothing readable is typed; that is a problem then."""
        text = self[name].text()
        try:
            return reader(text) if text else empty
        except Unreadable as error:
            problems.append(Problem(name, error.code))
            return empty

    def read_day(self, name: str, problems: list[Problem], *, is_needed: bool = False) -> date | None:
        """Return the date that a field holds; one that cannot be read, or is needed and missing, is a problem."""
        editor: DateField = self[name].editor
        if not editor.is_readable() or (is_needed and editor.is_empty()):
            problems.append(Problem(name, "not-a-date"))
        return editor.value()

    def show_problems(self, problems: list[Problem], words: Words) -> str | None:
        """Say each problem at its field, one a field, errors before doubts; return the name of the first."""
        self.clear()
        elsewhere = []
        for problem in sorted(problems, key=lambda problem: not problem.stops):
            if problem.field not in self:
                elsewhere.append(said(problem, words))
            elif not self.sentence(problem.field):
                self._say(problem, said(problem, words))
        self.other.setText(" ".join(elsewhere))
        self.other.setVisible(bool(elsewhere))
        return next((name for name in self._fields if self.sentence(name)), None)

    def sentence(self, name: str) -> str:
        """Return what is said at a field, or an empty text."""
        return self[name].error.text() or (self._notes[name].text() if name in self._notes else "")

    def doubts(self) -> list[str]:
        """Return the names of the fields that are in doubt, though not wrong."""
        return [name for name, note in self._notes.items() if note.text()]

    def focus(self, name: str) -> None:
        """Put the cursor into a field and bring it into view once the page is laid out."""
        field = self[name]
        field.editor.setFocus()
        QTimer.singleShot(0, field, lambda: bring_into_view(field))

    def clear(self, name: str | None = None) -> None:
        """Take back what was said at a field, or at all."""
        for each in (name,) if name else tuple(self._fields):
            self[each].set_error(None)
            if each in self._notes:
                self._notes[each].setText("")
                self._notes[each].hide()
        self.other.hide()

    def _say(self, problem: Problem, text: str) -> None:
        field = self[problem.field]
        if problem.stops:
            field.set_error(text)
            return
        if problem.field not in self._notes:
            note = self._notes[problem.field] = Pill("", "urgent")
            field.layout().insertWidget(2, note)
        self._notes[problem.field].setText(text)
        self._notes[problem.field].show()
        getattr(field.editor, "line", field.editor).setAccessibleDescription(text)

    def _on_edited(self, name: str) -> None:
        self.is_dirty = True
        self.clear(name)
        self.edited.emit(name)


def _person_signal(editor: QWidget) -> Any:
    """Return the signal by which an editor tells that a person changed it."""
    if isinstance(editor, QLineEdit):
        return editor.textEdited
    if isinstance(editor, QComboBox):
        return editor.activated
    return editor.textChanged if isinstance(editor, QPlainTextEdit) else editor.changed


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so that a widget is seen whole."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, look().px(24))


def line_edit(most_letters: int = MOST_LETTERS) -> QLineEdit:
    """Return a line for short text."""
    line = QLineEdit()
    line.setMaxLength(most_letters)
    return line


def beside(left: QWidget, right: QWidget) -> Sides:
    """Return two fields in one row, or one under the other where there is no room."""
    return Sides(left, right, (1, 1), narrow_at=520)


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
