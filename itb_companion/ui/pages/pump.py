"""Pump and refills: the appointment, the printout that counts now and how to enter one, and earlier fills."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.household import Appointment
from itb_companion.care.problems import Problem
from itb_companion.care.pump import Fill, Pump, RefillDates, Refusal
from itb_companion.ui.facts import Facts
from itb_companion.ui.fields import Fields, SaveRow, beside, line_edit
from itb_companion.ui.plan_editors import stop_before, tab_in_between
from itb_companion.ui.reading import number_text, read_time
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.banner import Banner
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.date_field import DateField
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.words.language import Words
from itb_companion.words.problems import refusal

if TYPE_CHECKING:
    from itb_companion.ui.printout_form import PrintoutForm

MOST_AT_FIRST = 8
"""So many earlier refills are shown, two years of them; the others when a person asks."""


class PumpPage(Page):
    """Shows the pump and its refills; the form of a printout opens in place.

    Signals: `fill_recorded(Fill, Pump)`, `fill_corrected(Fill, Pump)`, `appointment_set(date, time or None)`,
    `appointment_cancelled()`.
    """

    fill_recorded = Signal(object, object)
    fill_corrected = Signal(object, object)
    appointment_set = Signal(object, object)
    appointment_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Pump and refills"))
        self._pump: Pump | None = None
        self._fill: Fill | None = None
        self._words: Words | None = None
        self._is_correction = False
        self._is_form_submitted = False
        self._build_appointment()
        self._build_printout()
        self.earlier = Card(self.tr("Earlier refills"))
        self.earlier_lines = Facts()
        self.show_all = plain_button(self.tr("Show all refills"))
        self.earlier.add(self.earlier_lines)
        self.earlier.body.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignLeft)
        self._shows_all = False
        self._before: list[tuple[str, str]] = []
        self.show_all.clicked.connect(self._on_show_all)
        self.body.addWidget(self.earlier)
        self.redress()

    def show_pump(
        self,
        pump: Pump | None,
        fill: Fill | None,
        fills: tuple[Fill, ...],
        appointment: Appointment | None,
        dates: RefillDates | Refusal,
        words: Words,
        today: date,
    ) -> None:
        """Show what is known; what a person is typing stays."""
        self._pump, self._fill, self._words = pump, fill, words
        self._show_appointment(appointment, today)
        self.refusal.setVisible(isinstance(dates, Refusal) or bool(fill and fill.contradicts_printed_date))
        reason = dates if isinstance(dates, Refusal) else Refusal.PRINTOUT_CONTRADICTS_ITSELF
        self.refusal.set_text(refusal(words, reason))
        dates_lines = self._date_lines(dates, today) if isinstance(dates, RefillDates) else []
        self.summary.show_lines(dates_lines + self._printout_lines(today))
        self.record_button.setText(self.tr("Record a refill") if fill else self.tr("Enter the printout"))
        self.correct_button.setVisible(fill is not None)
        before = [each for each in fills if fill is None or each.id != fill.id]
        self._before = [(words.day(each.filled_on, today), self._in_short(each)) for each in before]
        self._show_earlier()

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        self._is_form_submitted = False
        appointment = [problem for problem in problems if problem.field in self.appointment_fields]
        printout = [problem for problem in problems if problem not in appointment]
        if appointment:
            self.appointment_fields.focus(self.appointment_fields.show_problems(appointment, words))
        if printout:
            self.form.show_problems(printout, words)

    def form_confirmed(self) -> bool:
        """Whether a person compared the numbers in doubt with the printout."""
        return self.form.confirmed

    def accepted(self) -> None:
        """Close what was submitted last: it was kept."""
        if self._is_form_submitted:
            self._close_form()
        else:
            self.appointment_fields.clear()
            self.appointment_fields.is_dirty = False
            self.appointment_row.saved.show()

    def open_form(self) -> None:
        """Open an empty printout for a refill, unless one is open already."""
        if self.form_part.isHidden():
            self._open_form(is_correction=False)

    def open_appointment(self) -> None:
        """Go to the appointment's date."""
        self.appointment_fields.focus("appointment")

    def redress(self) -> None:
        """Space the open form for the text size."""
        super().redress()
        if hasattr(self, "form_part"):  # the page is dressed once before it has one
            self.form_part.layout().setSpacing(look().px(12))

    def _build_appointment(self) -> None:
        self.appointment_on, self.appointment_at = DateField(), line_edit()
        self.appointment_at.setPlaceholderText("09:30")
        self.appointment_state = WrapLabel()
        self.save_appointment = plain_button(self.tr("Save the appointment"))
        self.cancel_appointment = plain_button(self.tr("Cancel the appointment"))
        self.appointment_row = SaveRow(self.save_appointment, self.cancel_appointment)
        self.appointment_fields = Fields(self)
        self.appointment_fields.edited.connect(self.appointment_row.saved.hide)
        on = self.appointment_fields.add("appointment", Field(self.tr("Day of the refill"), self.appointment_on))
        time_hint = self.tr("May be left empty.")
        at = Field(self.tr("Time"), self.appointment_at, hint=time_hint)
        self.appointment_fields.add("appointment_at", at)
        card = Card(self.tr("Refill appointment"))
        for part in (self.appointment_state, beside(on, at), self.appointment_fields.other, self.appointment_row):
            card.add(part)
        self.body.addWidget(card)
        self.save_appointment.clicked.connect(self._on_save_appointment)
        self.appointment_at.returnPressed.connect(self._on_save_appointment)
        self.cancel_appointment.clicked.connect(self._on_cancel_appointment)

    def _build_printout(self) -> None:
        self.refusal = Banner("", "", "urgent")
        self.summary = Facts()
        self.record_button = primary_button("")
        self.correct_button = plain_button(self.tr("Correct this printout"), "edit")
        self.printout_row = SaveRow(self.record_button, self.correct_button)
        self.save_button = primary_button(self.tr("Save"))
        self.close_button = plain_button(self.tr("Close without saving"))
        self.form_part = QWidget()
        column = QVBoxLayout(self.form_part)
        column.setContentsMargins(0, 0, 0, 0)
        copy = self.tr("Copy the clinic's printout line by line. Leave empty what it does not say.")
        for part in (WrapLabel(copy, "quiet"), SaveRow(self.save_button, self.close_button)):
            column.addWidget(part)
        self.form_part.hide()
        self.printout = Card(self.tr("Current printout"))
        for part in (self.refusal, self.summary, self.printout_row, self.form_part):
            self.printout.add(part)
        self.body.addWidget(self.printout)
        self.record_button.clicked.connect(self.open_form)
        self.correct_button.clicked.connect(lambda: self._open_form(is_correction=True))
        self.save_button.clicked.connect(self._on_save_form)
        self.close_button.clicked.connect(self._close_form)

    @cached_property
    def form(self) -> "PrintoutForm":
        """The fields of a printout; made when they are first needed, once in three months."""
        from itb_companion.ui.printout_form import PrintoutForm

        form = PrintoutForm()
        self.form_part.layout().insertWidget(1, form)
        tab_in_between(stop_before(self.save_button), form.findChildren(QWidget))
        form.edited.connect(self.printout_row.saved.hide)
        return form

    def _show_appointment(self, appointment: Appointment | None, today: date) -> None:
        words = self._words
        state = self.tr("No appointment is recorded.")
        if appointment is not None:
            day = words.day(appointment.on, today)
            if appointment.at is not None:
                day = words.text("time.at-time", day=day, time=words.clock(appointment.at))
            state = self.tr("Booked for {day}, {away}.").format(day=day, away=words.away(appointment.on, today))
        self.appointment_state.setText(state)
        self.cancel_appointment.setVisible(appointment is not None)
        if not self.appointment_fields.is_dirty:
            self.appointment_on.set_value(appointment.on if appointment else None)
            self.appointment_at.setText(words.clock(appointment.at) if appointment and appointment.at else "")

    def _show_earlier(self) -> None:
        shown = self._before if self._shows_all else self._before[:MOST_AT_FIRST]
        self.earlier_lines.show_lines(shown)
        self.earlier.setVisible(bool(shown))
        self.show_all.setVisible(len(shown) < len(self._before))

    def _on_show_all(self) -> None:
        self._shows_all = True
        self._show_earlier()

    def _date_lines(self, dates: RefillDates, today: date) -> list[tuple[str, str]]:
        words = self._words
        told = self.tr("{day}, {away}")
        refill_by = told.format(day=words.day(dates.refill_by, today), away=words.away(dates.refill_by, today))
        reason = words.text(f"last-day.{dates.last_day_reason}")
        last = told.format(day=words.day(dates.last_day, today), away=reason)
        lines = [(self.tr("Refill by"), refill_by), (self.tr("Last day"), last)]
        return [*lines, (self.tr("May be empty as early as"), words.day(dates.earliest_empty_on, today))]

    def _printout_lines(self, today: date) -> list[tuple[str, str]]:
        fill, words, unknown = self._fill, self._words, self.tr("not entered")
        lines = []
        if self._pump is not None:
            name = self._pump.full_name or self.tr("Other pump")
            size = self.tr("{name}, {size} mL reservoir")
            pump = size.format(name=name, size=number_text(self._pump.reservoir_ml))
            lines.append((self.tr("Pump"), pump if not self._pump.model_id else name))
        if fill is None:
            return lines

        def told(value: float | None, text: str) -> str:
            return unknown if value is None else text.format(number_text(value))

        alarm = words.day(fill.alarm_on, today) if fill.alarm_on else unknown
        if self._pump is not None and self._pump.replacement_on is not None:
            replace = words.day(self._pump.replacement_on, today)
            lines.append((self.tr("Pump must be replaced by"), replace))
        return [
            *lines,
            (self.tr("Refill day"), words.day(fill.filled_on, today)),
            (self.tr("Reservoir volume after the refill"), told(fill.volume_ml, self.tr("{} mL"))),
            (self.tr("Concentration of baclofen"), told(fill.concentration_mcg_per_ml, self.tr("{} mcg/mL"))),
            (self.tr("Daily dose"), told(fill.dose_mcg_per_day, self.tr("{} mcg/day"))),
            (self.tr("Low reservoir alarm volume"), told(fill.alarm_volume_ml, self.tr("{} mL"))),
            (self.tr("Low reservoir alarm date"), alarm),
        ]

    def _in_short(self, fill: Fill) -> str:
        parts = (
            (fill.volume_ml, self.tr("{} mL")),
            (fill.concentration_mcg_per_ml, self.tr("{} mcg/mL")),
            (fill.dose_mcg_per_day, self.tr("{} mcg/day")),
        )
        told = [text.format(number_text(value)) for value, text in parts if value is not None]
        return ", ".join(told) or self.tr("no numbers entered")

    def _open_form(self, *, is_correction: bool) -> None:
        self._is_correction = is_correction
        if is_correction:
            self.form.set_values(self._pump, self._fill)
            self.printout.set_title(self.tr("Correct this printout"))
        else:
            self.form.set_values(self._pump, None, habits=self._fill)
            self.printout.set_title(self.tr("Record a refill"))
        self._show_form(is_shown=True)
        self.form.fields.focus("filled_on" if self._pump else "model_id")
        bring_into_view(self.form_part)

    def _close_form(self) -> None:
        was_kept = self._is_form_submitted
        self._show_form(is_shown=False)
        self.printout.set_title(self.tr("Current printout"))
        self.printout_row.saved.setVisible(was_kept)
        self.record_button.setFocus()

    def _show_form(self, *, is_shown: bool) -> None:
        self._is_form_submitted = False
        self.form_part.setVisible(is_shown)
        for part in (self.summary, self.printout_row):
            part.setHidden(is_shown)

    def _on_save_form(self) -> None:
        printout = self.form.values()
        if printout.problems:
            self.form.show_problems(printout.problems, self._words)
            return
        self._is_form_submitted = True
        signal = self.fill_corrected if self._is_correction else self.fill_recorded
        signal.emit(printout.fill, printout.pump)

    def _on_save_appointment(self) -> None:
        problems: list[Problem] = []
        on = self.appointment_fields.read_day("appointment", problems, is_needed=True)
        at = self.appointment_fields.read("appointment_at", read_time, problems)
        if problems:
            self.show_problems(problems, self._words)
            return
        self._is_form_submitted = False
        self.appointment_set.emit(on, at)

    def _on_cancel_appointment(self) -> None:
        self._is_form_submitted = False
        self.appointment_fields.is_dirty = False
        self.appointment_cancelled.emit()
