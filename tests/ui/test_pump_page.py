"""Pump and refills: entering a printout and an appointment, and that an open form survives every redraw."""

from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.problems import Problem, Weight
from itb_companion.care.pump import Fill, Refusal, check_fill, refill_dates
from itb_companion.ui.pages.pump import PumpPage
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words
from tests.factories import ALARM_ON, BERLIN, make_appointment, make_fill, make_pump

WORDS = Words(BERLIN)
TODAY = date(2026, 3, 10)
CURRENT = make_fill(id=2)
BEFORE = make_fill(id=1, filled_on=date(2025, 12, 8), alarm_on=date(2026, 2, 20), dose_mcg_per_day=480.0)


def show(page: PumpPage, fill: Fill | None = CURRENT, **changes: Any) -> None:
    values = {"pump": make_pump() if fill else None, "appointment": None, "dates": refill_dates(fill)} | changes
    page.show_pump(
        values["pump"], fill, (fill, BEFORE) if fill else (), values["appointment"], values["dates"], WORDS, TODAY
    )


@pytest.fixture
def page(qtbot: QtBot) -> PumpPage:
    made = PumpPage()
    qtbot.addWidget(made)
    show(made)
    return made


def retype(qtbot: QtBot, line: Any, text: str) -> None:
    line = getattr(line, "line", line)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def fill_in(qtbot: QtBot, page: PumpPage, **changes: str) -> None:
    values = {
        "filled_on": "2026-03-09",
        "volume_ml": "20",
        "concentration_mcg_per_ml": "2000",
        "dose_mcg_per_day": "500",
        "alarm_on": "2026-05-20",
    } | changes
    for name, text in values.items():
        retype(qtbot, page.form.fields[name].editor, text)


def texts(page: PumpPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(WrapLabel) if not label.isHidden())


def test_the_printout_is_readable(page: PumpPage):
    shown = texts(page)

    for words in ("20 mL", "2000 mcg/mL", "500 mcg/day", "Wednesday 13 May", "Wednesday 6 May, in 57 days"):
        assert words in shown
    assert "480 mcg/day" in shown


def test_a_refill_is_recorded(qtbot: QtBot, page: PumpPage):
    page.record_button.click()
    fill_in(qtbot, page)

    with qtbot.waitSignal(page.fill_recorded) as signal:
        page.save_button.click()

    expected = make_fill(filled_on=date(2026, 3, 9), alarm_on=date(2026, 5, 20))
    assert [expected, make_pump()] == signal.args


def test_a_refill_starts_with_empty_numbers(page: PumpPage):
    """The numbers of the last fill must not pass for those of the new one."""
    page.open_form()

    for name in ("volume_ml", "concentration_mcg_per_ml", "dose_mcg_per_day"):
        assert page.form.fields[name].text() == ""
    assert page.form.filled_on.is_empty()


def test_a_correction_keeps_which_fill_it_is(qtbot: QtBot, page: PumpPage):
    page.correct_button.click()
    retype(qtbot, page.form.fields["dose_mcg_per_day"].editor, "510")

    with qtbot.waitSignal(page.fill_corrected) as signal:
        page.save_button.click()

    assert make_fill(id=2, dose_mcg_per_day=510.0) == signal.args[0]


def test_what_cannot_be_read_is_not_emitted(qtbot: QtBot, page: PumpPage):
    page.record_button.click()
    fill_in(qtbot, page, volume_ml="twenty", filled_on="soon")

    with qtbot.assertNotEmitted(page.fill_recorded):
        page.save_button.click()

    assert page.form.fields.sentence("volume_ml") != ""
    assert page.form.fields.sentence("filled_on") != ""
    assert page.form.fields["volume_ml"].text() == "twenty"


def test_a_refused_printout_stays_open_with_what_was_typed(qtbot: QtBot, page: PumpPage):
    page.fill_recorded.connect(lambda fill, pump: page.show_problems(check_fill(fill, pump, TODAY), WORDS))
    page.record_button.click()
    fill_in(qtbot, page, volume_ml="22", alarm_on="2026-03-01")

    page.save_button.click()

    assert not page.form_part.isHidden()
    assert "20 mL holds" in page.form.fields.sentence("volume_ml")
    assert "must come after" in page.form.fields.sentence("alarm_on")
    assert page.form.fields["volume_ml"].text() == "22"


def test_a_redraw_leaves_an_open_form_alone(qtbot: QtBot, page: PumpPage):
    """The program redraws after every evaluation; what somebody is typing must survive it."""
    page.record_button.click()
    fill_in(qtbot, page, dose_mcg_per_day="555")

    show(page)
    page.open_form()

    assert page.form.fields["dose_mcg_per_day"].text() == "555"
    assert not page.form_part.isHidden()


def test_accepted_closes_the_form_and_says_so(qtbot: QtBot, page: PumpPage):
    page.fill_recorded.connect(page.accepted)
    page.record_button.click()
    fill_in(qtbot, page)

    page.save_button.click()

    assert page.form_part.isHidden()
    assert not page.printout_row.saved.isHidden()
    assert not page.summary.isHidden()


def test_an_appointment_that_is_kept_leaves_an_open_form_open(qtbot: QtBot, page: PumpPage):
    page.appointment_set.connect(page.accepted)
    page.record_button.click()
    fill_in(qtbot, page, volume_ml="twenty")
    page.save_button.click()
    retype(qtbot, page.appointment_on, "2026-05-04")

    page.save_appointment.click()

    assert not page.form_part.isHidden()
    assert page.form.fields["volume_ml"].text() == "twenty"


def test_a_form_refused_before_is_not_closed_by_a_later_appointment(qtbot: QtBot, page: PumpPage):
    page.fill_recorded.connect(lambda fill, pump: page.show_problems(check_fill(fill, pump, TODAY), WORDS))
    page.record_button.click()
    fill_in(qtbot, page, volume_ml="22")
    page.save_button.click()

    page.accepted()

    assert not page.form_part.isHidden()


def test_closing_the_form_emits_nothing(qtbot: QtBot, page: PumpPage):
    page.record_button.click()
    fill_in(qtbot, page)

    with qtbot.assertNotEmitted(page.fill_recorded):
        page.close_button.click()

    assert page.form_part.isHidden()
    assert page.printout_row.saved.isHidden()


def test_a_doubt_is_confirmed_in_the_form(qtbot: QtBot, page: PumpPage):
    page.record_button.click()
    page.show_problems([Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK)], WORDS)
    assert not page.form_confirmed()

    page.form.confirm.box.click()

    assert page.form_confirmed()


@pytest.mark.parametrize(("typed", "at"), [("", None), ("10:30", time(10, 30)), ("2 pm", time(14))])
def test_an_appointment_is_set_with_or_without_a_time(qtbot: QtBot, page: PumpPage, typed: str, at: time | None):
    retype(qtbot, page.appointment_on, "2026-05-04")
    retype(qtbot, page.appointment_at, typed)

    with qtbot.waitSignal(page.appointment_set) as signal:
        page.save_appointment.click()

    assert [date(2026, 5, 4), at] == signal.args


@pytest.mark.parametrize(
    ("day", "at", "field"),
    [
        ("", "10:30", "appointment"),
        ("next week", "", "appointment"),
        ("2026-05-04", "25:00", "appointment_at"),
        ("2026-05-04", "early", "appointment_at"),
    ],
)
def test_an_unreadable_appointment_is_told_at_its_field(qtbot: QtBot, page: PumpPage, day: str, at: str, field: str):
    retype(qtbot, page.appointment_on, day)
    retype(qtbot, page.appointment_at, at)

    with qtbot.assertNotEmitted(page.appointment_set):
        page.save_appointment.click()

    assert page.appointment_fields.sentence(field) != ""
    assert (day, at) == (page.appointment_on.text(), page.appointment_at.text())


def test_an_appointment_before_the_fill_is_told_at_its_day(page: PumpPage):
    page.show_problems([Problem("appointment", "appointment-before-fill", facts={"filled_on": ALARM_ON})], WORDS)

    assert "Wednesday 13 May 2026" in page.appointment_fields.sentence("appointment")


def test_an_appointment_is_shown_and_can_be_cancelled(qtbot: QtBot, page: PumpPage):
    assert page.cancel_appointment.isHidden()
    show(page, appointment=make_appointment(date(2026, 5, 4), at=time(10, 30)))
    assert "Monday 4 May at 10:30, in 55 days" in page.appointment_state.text()
    assert page.appointment_at.text() == "10:30"

    retype(qtbot, page.appointment_on, "2026-05-05")
    with qtbot.waitSignal(page.appointment_cancelled):
        page.cancel_appointment.click()

    show(page)
    assert page.appointment_on.is_empty()


def test_a_redraw_leaves_a_typed_appointment_alone_until_it_is_kept(qtbot: QtBot, page: PumpPage):
    retype(qtbot, page.appointment_on, "2026-05-04")
    show(page)
    assert page.appointment_on.text() == "2026-05-04"

    page.save_appointment.click()
    page.accepted()
    show(page, appointment=make_appointment(date(2026, 5, 5)))

    assert page.appointment_on.value() == date(2026, 5, 5)


def test_without_a_printout_the_page_says_why_nothing_is_told(page: PumpPage):
    show(page, None)

    assert not page.refusal.isHidden()
    assert WORDS.text("refusal.no-printout") == page.refusal.sentence.text()
    assert page.record_button.text() == "Enter the printout"
    assert page.correct_button.isHidden()
    assert page.earlier.isHidden()


def test_numbers_that_contradict_the_printed_date_are_pointed_out(page: PumpPage):
    show(page, make_fill(id=2, alarm_on=date(2026, 9, 1)))

    assert WORDS.text(f"refusal.{Refusal.PRINTOUT_CONTRADICTS_ITSELF}") == page.refusal.sentence.text()
    assert not page.refusal.isHidden()


def test_what_the_printout_does_not_say_is_named(page: PumpPage):
    show(page, make_fill(id=2, volume_ml=None, dose_mcg_per_day=None))

    assert "not entered" in texts(page)


def test_opening_the_appointment_puts_the_cursor_there(qtbot: QtBot, page: PumpPage):
    page.show()

    page.open_appointment()

    assert page.appointment_on.line is page.focusWidget()
