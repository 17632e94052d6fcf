"""A date that is typed as people write it, chosen from a calendar, or left empty."""

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.labels import WrapLabel

CENTURY = 2000


class DateField(Redressed, QWidget):
    """A line for a date with a calendar button; below it the date in words, so that no order is guessed.

    Signal `changed(object)`: a person entered a `datetime.date`, or None for empty or not readable.
    """

    changed = Signal(object)

    def __init__(self, value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._calendar: QWidget | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(shown_pattern(self.locale()))
        self.open = Button("", "plain", "today")
        self.open.setAccessibleName(self.tr("Choose the date from a calendar"))
        self.open.setToolTip(self.tr("Choose the date from a calendar"))
        self.words = WrapLabel("", "quiet")
        self._row = QHBoxLayout()
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        column.addWidget(self.words)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.open.clicked.connect(self._show_calendar)
        self.redress()
        self.set_value(value)

    def value(self) -> date | None:
        """Return the date, or None when the line is empty or cannot be read."""
        return read_date(self.line.text(), self.locale())

    def is_empty(self) -> bool:
        """Say whether nothing is typed."""
        return not self.line.text().strip()

    def is_readable(self) -> bool:
        """Say whether the line is empty or holds a date."""
        return self.is_empty() or self.value() is not None

    def text(self) -> str:
        """Return what is typed."""
        return self.line.text()

    def set_value(self, value: date | None) -> None:
        """Show a date, or an empty line; no signal."""
        self.line.setText(value.strftime(python_pattern(self.locale())) if value else "")
        self._spell()

    def redress(self) -> None:
        """Space the row for the text size."""
        self._row.setSpacing(look().px(8))
        self.layout().setSpacing(look().px(4))

    def _on_edited(self) -> None:
        self._spell()
        self.changed.emit(self.value())

    def _spell(self) -> None:
        value = self.value()
        spelt = self.locale().toString(_qdate(value), QLocale.FormatType.LongFormat) if value else ""
        self.words.setText(spelt)
        self.words.setVisible(bool(spelt))

    def _show_calendar(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QCalendarWidget

        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if value := self.value():
            calendar.setSelectedDate(_qdate(value))
        calendar.clicked.connect(self._on_picked)
        calendar.activated.connect(self._on_picked)
        calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.show()
        self._calendar = calendar

    def _on_picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self.changed.emit(self.value())
        if self._calendar is not None:
            calendar, self._calendar = self._calendar, None
            calendar.close()
        self.line.setFocus()


def read_date(text: str, locale: QLocale) -> date | None:
    """Read a date in the locale's order with any separator, or as year-month-day; None if it is not one."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) != 3 or re.search(r"[^\d\s./,-]", text):
        return None
    order = "ymd" if re.match(r"\s*\d{4}", text) else _order(locale)
    parts = dict(zip(order, numbers, strict=True))
    if parts["y"] < 100:
        parts["y"] += CENTURY
    try:
        return date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return None


def shown_pattern(locale: QLocale) -> str:
    """Return how the locale writes a date with a four-digit year, such as `dd.MM.yyyy`."""
    pattern = re.sub(r"'[^']*'", "", locale.dateFormat(QLocale.FormatType.ShortFormat)).strip()
    for letter, full in (("d", "dd"), ("M", "MM"), ("y", "yyyy")):
        pattern = re.sub(f"{letter}+", full, pattern)
    return pattern


def python_pattern(locale: QLocale) -> str:
    """Return the same pattern for `strftime`."""
    return shown_pattern(locale).replace("dd", "%d").replace("MM", "%m").replace("yyyy", "%Y")


def _order(locale: QLocale) -> str:
    return "".join(sorted("dmy", key=shown_pattern(locale).lower().find))


def _qdate(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)
