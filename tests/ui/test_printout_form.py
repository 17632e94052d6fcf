"""The form of a printout: what can be read, what cannot, and that nothing typed is lost."""

from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from itb_companion.care.problems import Problem, Weight
from itb_companion.care.pump import check_fill, check_pump
from itb_companion.ui.printout_form import OTHER_PUMP, PrintoutForm
from itb_companion.ui.reading import Unreadable, read_number, read_time, read_whole
from itb_companion.words.language import Words
from itb_companion.words.problems import sentence
from tests.factories import ALARM_ON, BERLIN, FILLED_ON, make_fill, make_pump

WORDS = Words(BERLIN)
TODAY = date(2026, 3, 10)


@pytest.fixture
def form(qtbot: QtBot) -> PrintoutForm:
    """A form with a complete, consistent printout."""
    made = PrintoutForm()
    qtbot.addWidget(made)
    made.set_values(make_pump(), make_fill(id=7))
    return made


def retype(qtbot: QtBot, form: PrintoutForm, name: str, text: str) -> None:
    """Type a text into a field as a person would."""
    line = getattr(form.fields[name].editor, "line", form.fields[name].editor)
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def judge(form: PrintoutForm) -> list[Problem]:
    """Do what the program does with the form: read it, check it, show what is wrong."""
    pump, fill, problems = form.values()
    if not problems:
        problems = [*check_pump(pump), *check_fill(fill, pump, TODAY)]
    form.show_problems(problems, WORDS)
    return problems


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("20", 20.0),
        ("0,5", 0.5),
        (" 0.5 ", 0.5),
        (".5", 0.5),
        ("2 000", 2000.0),
        ("2\u202f000,5", 2000.5),
        ("2,000.0", 2000.0),
        ("2.000,5", 2000.5),
        ("1,000,000", 1_000_000.0),
        ("0.500", 0.5),
        ("-5", -5.0),
        ("\u22125", -5.0),
    ],
)
def test_numbers_are_read_with_comma_dot_and_spaces(typed: str, number: float):
    assert number == read_number(typed)


@pytest.mark.parametrize("typed", ["x", "5 mg", "1e3", "nan", "inf", "--5", "1,2,3", "1.2.3", "1,00.5", "", "."])
def test_what_is_no_number_is_refused(typed: str):
    with pytest.raises(Unreadable, match="not-a-number"):
        read_number(typed)


@pytest.mark.parametrize("typed", ["2,000", "2.000", "500.125"])
def test_a_number_that_can_be_two_numbers_is_refused_rather_than_guessed(typed: str):
    """2,000 is two thousand in one country and two in the next."""
    with pytest.raises(Unreadable, match="number-ambiguous"):
        read_number(typed)


def test_days_are_whole():
    assert read_whole("90") == 90
    with pytest.raises(Unreadable, match="not-a-whole-number"):
        read_whole("7.5")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("9", time(9)),
        ("9:30 pm", time(21, 30)),
        ("12 am", time(0)),
        ("12:15 P.M.", time(12, 15)),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, at: time):
    assert at == read_time(typed)


@pytest.mark.parametrize("typed", ["25:00", "9:60", "13 pm", "0 am", "9:3", "soon", "9m"])
def test_what_is_no_time_is_refused(typed: str):
    with pytest.raises(Unreadable, match="not-a-time"):
        read_time(typed)


@pytest.mark.parametrize(
    "code", ["number-ambiguous", "not-a-whole-number", "not-a-time", "emergency-number-not-confirmed", "not-a-number"]
)
def test_every_unreadable_text_has_a_sentence(code: str):
    assert sentence(WORDS, Problem("volume_ml", code)).endswith(".")


def test_what_was_shown_is_given_back_unchanged(form: PrintoutForm):
    assert (make_pump(), make_fill(id=7), []) == form.values()


def test_an_empty_form_has_the_usual_defaults(qtbot: QtBot):
    form = PrintoutForm()
    qtbot.addWidget(form)
    form.model.show_data("synchromed-iii-40")
    retype(qtbot, form, "filled_on", "2026-03-02")

    pump, fill, problems = form.values()

    assert problems == []
    assert pump.reservoir_ml == 40
    assert (fill.alarm_volume_ml, fill.longest_interval_days, fill.margin_days, fill.volume_ml) == (2.0, 180, 7, None)


def test_what_the_clinic_set_stays_from_one_fill_to_the_next(qtbot: QtBot):
    """A clinic's shorter interval must not silently become the default again."""
    form = PrintoutForm()
    qtbot.addWidget(form)
    before = make_fill(id=7, alarm_volume_ml=1.5, longest_interval_days=90, margin_days=10)
    form.set_values(make_pump(), None, habits=before)
    retype(qtbot, form, "filled_on", "2026-03-09")

    fill = form.values().fill

    assert (fill.alarm_volume_ml, fill.longest_interval_days, fill.margin_days) == (1.5, 90, 10)
    assert (fill.volume_ml, fill.alarm_on, fill.id) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("volume_ml", "0", "volume_ml-not-positive"),
        ("volume_ml", "-3", "volume_ml-not-positive"),
        ("volume_ml", "5000", "volume_ml-impossible"),
        ("volume_ml", "22", "fill-larger-than-reservoir"),
        ("volume_ml", "twenty", "not-a-number"),
        ("concentration_mcg_per_ml", "0", "concentration_mcg_per_ml-not-positive"),
        ("concentration_mcg_per_ml", "-1", "concentration_mcg_per_ml-not-positive"),
        ("concentration_mcg_per_ml", "99999", "concentration_mcg_per_ml-impossible"),
        ("concentration_mcg_per_ml", "2,000", "number-ambiguous"),
        ("dose_mcg_per_day", "0", "dose_mcg_per_day-not-positive"),
        ("dose_mcg_per_day", "-500", "dose_mcg_per_day-not-positive"),
        ("dose_mcg_per_day", "500000", "dose_mcg_per_day-impossible"),
        ("alarm_on", "2026-03-01", "alarm-date-before-fill"),
        ("alarm_on", "soon", "not-a-date"),
        ("filled_on", "", "not-a-date"),
        ("filled_on", "2026-02-30", "not-a-date"),
        ("longest_interval_days", "0", "interval-impossible"),
        ("margin_days", "a week", "not-a-number"),
    ],
)
def test_bad_input_gets_one_sentence_at_its_field_and_stays(
    qtbot: QtBot, form: PrintoutForm, field: str, typed: str, code: str
):
    retype(qtbot, form, field, typed)

    problems = judge(form)

    problem = next(each for each in problems if each.field == field)
    assert code == problem.code
    assert sentence(WORDS, problem) == form.fields[field].error.text()
    assert not form.fields[field].error.isHidden()
    assert typed == form.fields[field].text()


def test_the_first_wrong_field_in_reading_order_gets_the_cursor(qtbot: QtBot, form: PrintoutForm):
    form.show()
    retype(qtbot, form, "dose_mcg_per_day", "0")
    retype(qtbot, form, "volume_ml", "0")

    judge(form)

    assert form.fields["volume_ml"].editor is form.focusWidget()


def test_a_field_says_one_thing_and_an_error_before_a_doubt(form: PrintoutForm):
    doubt = Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK)
    form.show_problems([doubt, Problem("dose_mcg_per_day", "not-a-number"), doubt], WORDS)

    assert sentence(WORDS, Problem("", "not-a-number")) == form.fields.sentence("dose_mcg_per_day")


def test_editing_a_field_takes_back_only_what_was_said_there(qtbot: QtBot, form: PrintoutForm):
    retype(qtbot, form, "volume_ml", "0")
    retype(qtbot, form, "dose_mcg_per_day", "0")
    judge(form)

    retype(qtbot, form, "volume_ml", "20")

    assert form.fields.sentence("volume_ml") == ""
    assert form.fields.sentence("dose_mcg_per_day") != ""


def test_a_number_in_doubt_can_be_confirmed(qtbot: QtBot, form: PrintoutForm):
    """1500 mcg/mL is unusual, and a printout is never refused for that."""
    retype(qtbot, form, "concentration_mcg_per_ml", "1500")

    problems = judge(form)

    assert problems
    assert not any(problem.stops for problem in problems)
    assert form.fields["concentration_mcg_per_ml"].error.isHidden()
    assert form.fields.sentence("concentration_mcg_per_ml") == sentence(WORDS, problems[0])
    assert not form.confirm.isHidden()
    assert not form.confirmed
    form.confirm.box.click()
    assert form.confirmed


def test_pressing_the_words_of_the_confirmation_ticks_it(qtbot: QtBot, form: PrintoutForm):
    retype(qtbot, form, "concentration_mcg_per_ml", "1500")
    judge(form)

    qtbot.mouseClick(form.confirm.label, Qt.MouseButton.LeftButton)

    assert form.confirmed


def test_editing_after_confirming_asks_again(qtbot: QtBot, form: PrintoutForm):
    retype(qtbot, form, "concentration_mcg_per_ml", "1500")
    judge(form)
    form.confirm.box.click()

    retype(qtbot, form, "volume_ml", "19")

    assert not form.confirmed


def test_an_error_cannot_be_confirmed_away(qtbot: QtBot, form: PrintoutForm):
    doubt = Problem(
        "alarm_on", "printout-contradicts-itself", Weight.CHECK, {"projected": ALARM_ON, "printed": ALARM_ON}
    )
    form.show_problems([doubt, Problem("volume_ml", "volume_ml-not-positive")], WORDS)

    assert form.confirm.isHidden()
    assert not form.confirmed


def test_a_problem_under_more_opens_it(qtbot: QtBot, form: PrintoutForm):
    assert form.more.isHidden()

    retype(qtbot, form, "margin_days", "400")
    judge(form)

    assert not form.more.isHidden()


def test_more_opens_and_closes(form: PrintoutForm):
    form.more_button.click()
    assert not form.more.isHidden()

    form.more_button.click()
    assert form.more.isHidden()


def test_no_model_chosen_is_told_at_the_model(qtbot: QtBot, form: PrintoutForm):
    form.set_values(None, make_fill())

    judge(form)

    assert form.values().pump is None
    assert form.fields.sentence("model_id") == sentence(WORDS, Problem("", "pump-missing"))


@pytest.mark.parametrize(
    ("size", "code"),
    [("", "pump-missing"), ("big", "not-a-number"), ("0", "reservoir-impossible"), ("500", "reservoir-impossible")],
)
def test_another_pump_needs_a_possible_reservoir(qtbot: QtBot, form: PrintoutForm, size: str, code: str):
    form.model.show_data(OTHER_PUMP)
    retype(qtbot, form, "reservoir_ml", size)

    problems = judge(form)

    assert [code] == [problem.code for problem in problems if problem.field == "reservoir_ml"]
    assert form.fields.sentence("reservoir_ml") != ""


def test_another_pump_is_kept_by_name_and_size(qtbot: QtBot, form: PrintoutForm):
    assert form.other_pump.isHidden()
    form.model.show_data(OTHER_PUMP)
    assert not form.other_pump.isHidden()
    retype(qtbot, form, "pump_name", "Old <b>pump</b>")
    retype(qtbot, form, "reservoir_ml", "18,5")

    pump = form.values().pump

    assert (pump.full_name, pump.reservoir_ml, pump.model_id) == ("Old <b>pump</b>", 18.5, "")
    form.set_values(pump, make_fill())
    assert pump == form.values().pump


def test_a_turn_of_the_wheel_does_not_change_the_pump(qtbot: QtBot, form: PrintoutForm):
    """Somebody who scrolls the page with the pointer over the model must not choose another one."""
    form.show()
    before = form.model.currentData()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    form.model.wheelEvent(turn)

    assert before == form.model.currentData()
    assert not turn.isAccepted()
    assert form.model.focusPolicy() == Qt.FocusPolicy.StrongFocus  # the wheel takes no keyboard along


def test_the_fields_stand_in_the_order_of_the_printout(form: PrintoutForm):
    order = [name for name in form.fields._fields if name not in {"model_id", "serial", "pump_name", "reservoir_ml"}]

    assert order[:6] == [
        "filled_on", "volume_ml", "concentration_mcg_per_ml", "dose_mcg_per_day", "alarm_volume_ml", "alarm_on",
    ]  # fmt: skip


def test_a_problem_of_no_field_is_still_told(form: PrintoutForm):
    form.show_problems([Problem("elsewhere", "name-empty")], WORDS)

    assert not form.fields.other.isHidden()
    assert sentence(WORDS, Problem("", "name-empty")) == form.fields.other.text()


def test_a_screen_reader_hears_a_doubt_at_its_field(form: PrintoutForm):
    form.show_problems([Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK)], WORDS)

    spoken = form.fields["dose_mcg_per_day"].editor.accessibleDescription()
    assert sentence(WORDS, Problem("", "dose-unusual")) == spoken
    assert form.values().fill.filled_on == FILLED_ON
