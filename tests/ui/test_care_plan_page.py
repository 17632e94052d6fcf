"""The care plan: what is shown is given back, bad input is told at its field."""

import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.people import OfficeHours, Person, check_name
from itb_companion.care.plan import Plan, Question, Range, check_plan
from itb_companion.care.stricter import own_levels
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from itb_companion.ui.pages.care_plan import CarePlanPage
from itb_companion.words.language import Words
from tests.factories import BERLIN

WORDS = Words(BERLIN)
PLAN = Plan(
    clinic_wait_min=45,
    urgent_wait_min=20,
    usual_systolic_mmhg=Range(95, 120),
    stricter={"fever": "urgent"},
    instructions="First line.\n<b>Second</b> line.",
    office_hours=OfficeHours(time(7, 30), time(16, 0)),
)
PERSON = Person("Sam Sample", frozenset({"cannot-communicate"}))

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page(qtbot: QtBot) -> CarePlanPage:
    made = CarePlanPage()
    qtbot.addWidget(made)
    made.show_plan(PLAN, PERSON, WORDS)
    return made


def retype(qtbot: QtBot, line, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def test_what_was_shown_is_given_back_unchanged(qtbot: QtBot, page: CarePlanPage):
    """Also what this page does not show, such as stricter levels."""
    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()

    assert signal.args == [PLAN]


def test_a_changed_plan_is_saved(qtbot: QtBot, page: CarePlanPage):
    retype(qtbot, page.fields["clinic_wait_min"].editor, "30")
    pulse = page.fields["usual_pulse_per_min"].editor
    retype(qtbot, pulse.line, "50")
    retype(qtbot, pulse.most, "90")
    for end in (page.fields["usual_systolic_mmhg"].editor.line, page.fields["usual_systolic_mmhg"].editor.most):
        retype(qtbot, end, "")

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()

    plan = signal.args[0]
    assert (30, Range(50, 90), None) == (plan.clinic_wait_min, plan.usual_pulse_per_min, plan.usual_systolic_mmhg)


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("usual_pulse_per_min", "90", "sixty"),
        ("usual_pulse_per_min", "60", ""),
        ("usual_systolic_mmhg", "95.5", "120"),
        ("opens", "early", "17:00"),
        ("opens", "08:00", "25:00"),
    ],
)
def test_an_unreadable_range_is_told_and_stays_and_is_not_emitted(
    qtbot: QtBot, page: CarePlanPage, field: str, least: str, most: str
):
    ends = page.fields[field].editor
    retype(qtbot, ends.line, least)
    retype(qtbot, ends.most, most)

    with qtbot.assertNotEmitted(page.plan_saved):
        page.save_button.click()

    assert page.fields.sentence(field).endswith(".")
    assert (least, most) == (ends.line.text(), ends.most.text())


@pytest.mark.parametrize("typed", ["soon", "7.5"])
def test_an_unreadable_waiting_time_is_told(qtbot: QtBot, page: CarePlanPage, typed: str):
    retype(qtbot, page.fields["urgent_wait_min"].editor, typed)

    with qtbot.assertNotEmitted(page.plan_saved):
        page.save_button.click()

    assert page.fields.sentence("urgent_wait_min").endswith(".")


@pytest.mark.parametrize(
    ("field", "least", "most"), [("opens", "17:00", "08:00"), ("usual_systolic_mmhg", "120", "95")]
)
def test_a_range_the_wrong_way_round_is_told_at_its_field(
    qtbot: QtBot, page: CarePlanPage, field: str, least: str, most: str
):
    page.plan_saved.connect(lambda plan: page.show_problems(check_plan(plan), WORDS))
    page.fields[field].editor.set_ends(least, most)

    page.save_button.click()

    assert page.fields.sentence(field).endswith(".")
    assert page.fields.other.isHidden()
    assert least == page.fields[field].editor.line.text()


@pytest.mark.parametrize("typed", ["0", "-5", "100000"])
def test_an_impossible_waiting_time_is_told_at_its_field(qtbot: QtBot, page: CarePlanPage, typed: str):
    page.plan_saved.connect(lambda plan: page.show_problems(check_plan(plan), WORDS))
    retype(qtbot, page.fields["clinic_wait_min"].editor, typed)

    page.save_button.click()

    assert page.fields.sentence("clinic_wait_min").endswith(".")
    assert typed == page.fields["clinic_wait_min"].text()


def test_name_and_risks_are_saved(qtbot: QtBot, page: CarePlanPage):
    retype(qtbot, page.person.name, "Sam S.")
    page.person.risks["t6-or-above"].box.click()
    page.person.risks["cannot-communicate"].box.click()

    with qtbot.waitSignal(page.person_saved) as signal:
        page.person.save_button.click()

    assert [Person("Sam S.", frozenset({"t6-or-above"}))] == signal.args


def test_an_empty_name_is_told_and_the_risks_stay(qtbot: QtBot, page: CarePlanPage):
    page.person_saved.connect(lambda person: page.show_problems(check_name(person.name), WORDS))
    page.person.risks["earlier-withdrawal"].box.click()
    retype(qtbot, page.person.name, "")

    page.person.save_button.click()
    page.show_plan(PLAN, PERSON, WORDS)

    assert WORDS.text("problem.name-empty") == page.person.fields.sentence("name")
    assert page.person.risks["earlier-withdrawal"].box.isChecked()
    assert page.person.name.text() == ""


def test_a_ticked_risk_survives_a_redraw(qtbot: QtBot, page: CarePlanPage):
    page.person.risks["earlier-withdrawal"].box.click()

    page.show_plan(PLAN, PERSON, WORDS)

    assert page.person.risks["earlier-withdrawal"].box.isChecked()


def test_half_a_range_is_told_as_such(qtbot: QtBot, page: CarePlanPage):
    retype(qtbot, page.fields["usual_pulse_per_min"].editor.line, "60")

    page.save_button.click()

    assert page.fields.sentence("usual_pulse_per_min") == WORDS.text("problem.range-upside-down")


def test_a_redraw_leaves_alone_what_is_being_typed(qtbot: QtBot, page: CarePlanPage):
    qtbot.keyClicks(page.instructions, "New: ")

    page.show_plan(PLAN, Person("Somebody Else"), WORDS)

    assert page.instructions.toPlainText().startswith("New: ")
    assert page.person.name.text() == "Somebody Else"


def test_accepted_says_so_only_for_what_was_saved(qtbot: QtBot, page: CarePlanPage):
    page.person_saved.connect(page.accepted)
    qtbot.keyClicks(page.instructions, "New: ")

    page.person.save_button.click()
    page.show_plan(PLAN, PERSON, WORDS)

    assert not page.person.row.saved.isHidden()
    assert page.plan_row.saved.isHidden()
    assert page.instructions.toPlainText().startswith("New: ")


def test_after_it_was_kept_the_plan_is_shown_as_kept(qtbot: QtBot, page: CarePlanPage):
    page.plan_saved.connect(page.accepted)
    retype(qtbot, page.fields["clinic_wait_min"].editor, "30")
    page.save_button.click()
    assert not page.plan_row.saved.isHidden()

    page.show_plan(PLAN, PERSON, WORDS)

    assert page.fields["clinic_wait_min"].text() == "45"


def test_the_page_says_that_no_waiting_time_outweighs_a_danger_sign(page: CarePlanPage):
    said = [label.text() for label in page.findChildren(type(page.title))]

    assert sum("danger sign less than an emergency" in text for text in said) == 1


def test_without_a_person_the_page_still_works(qtbot: QtBot):
    page = CarePlanPage()
    qtbot.addWidget(page)

    page.show_plan(Plan(), None, WORDS)

    assert page.person.name.text() == ""


# What is usual, oral baclofen, rules


FULL = replace(
    PLAN,
    usual_diastolic_mmhg=Range(60, 80),
    usual_temperature_c=Range(36.21, 37.1),
    usual_spasticity=2,
    oral_baclofen_instruction=" As told.\n",
    oral_baclofen_expires_on=date(2027, 3, 31),
    questions=(Question("Fly? ", is_answered=True, answer="Yes.\n"), Question(standard="missed-dose")),
)


@pytest.mark.parametrize("unit", TemperatureUnit)
def test_a_full_plan_is_given_back_unchanged_in_either_unit(qtbot: QtBot, page: CarePlanPage, unit: TemperatureUnit):
    page.show_plan(FULL, PERSON, Words(BERLIN, unit))
    page.form.rules.open()

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()
    assert signal.args == [FULL]

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.questions.save_button.click()
    assert signal.args == [FULL]


@pytest.mark.parametrize(
    ("unit", "typed", "kept"),
    [("c", ("36,4", "37.2"), Range(36.4, 37.2)), ("f", ("97.5", "98.9"), Range(36.389, 37.167)), ("f", ("", ""), None)],
)
def test_the_usual_temperature_is_typed_in_the_household_s_unit(qtbot, page, unit, typed, kept):
    words = Words(BERLIN, TemperatureUnit(unit))
    page.show_plan(FULL, PERSON, words)
    field = page.fields["usual_temperature_c"]
    for line, text in zip((field.editor.line, field.editor.most), typed, strict=True):
        retype(qtbot, line, text)

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()

    assert signal.args[0].usual_temperature_c == kept
    assert field.unit.text() == words.temperature_unit.sign
    named = [line.accessibleName() for line in (field.editor.line, field.editor.most)]
    assert named == [f"Usual temperature ({field.unit.text()})", f"Usual temperature ({field.unit.text()}), to"]


def test_a_temperature_in_the_wrong_unit_is_told_at_its_field(qtbot: QtBot, page: CarePlanPage):
    page.plan_saved.connect(lambda plan: page.show_problems(check_plan(plan), WORDS))
    ends = page.fields["usual_temperature_c"].editor
    retype(qtbot, ends.line, "97.5")
    retype(qtbot, ends.most, "98.9")

    page.save_button.click()

    assert "between 30 and 40 °C" in page.fields.sentence("usual_temperature_c")
    assert ends.typed() == ("97.5", "98.9")


def test_spasms_are_chosen_by_the_words_of_the_scale_and_taken_back(qtbot: QtBot, page: CarePlanPage):
    buttons = page.fields["usual_spasticity"].editor.buttons
    assert [button.accessibleName() for button in buttons.values()][1:] == [WORDS.text(f"penn.{n}") for n in range(5)]

    for score in (4, None, 0):
        buttons[score].click()
        with qtbot.waitSignal(page.plan_saved) as signal:
            page.save_button.click()
        assert signal.args[0].usual_spasticity == score


def test_an_expiry_that_is_no_date_is_told_and_stays(qtbot: QtBot, page: CarePlanPage):
    editor = page.fields["oral_baclofen_expires_on"].editor
    qtbot.keyClicks(editor.line, "next spring")

    with qtbot.assertNotEmitted(page.plan_saved):
        page.save_button.click()
    assert page.fields.sentence("oral_baclofen_expires_on").endswith(".")
    assert editor.text() == "next spring"

    retype(qtbot, editor.line, "2027-03-31")
    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()
    assert signal.args[0].oral_baclofen_expires_on == date(2027, 3, 31)


def test_a_rule_offers_its_own_level_and_stricter_ones_only(page: CarePlanPage):
    rules = page.form.rules
    rules.open()
    own = own_levels()

    assert set(rules.choices) == {rule for rule, level in own.items() if level is not Level.EMERGENCY}
    for rule, choice in rules.choices.items():
        offered = [Level(choice.itemData(place)) for place in range(choice.count())]
        assert offered == [level for level in Level if level >= own[rule]]
        assert choice.accessibleName()


def choose(choice, level: Level) -> None:
    choice.setCurrentIndex(choice.findData(level))
    choice.activated.emit(choice.currentIndex())


def test_a_rule_made_stricter_and_back_again(qtbot: QtBot, page: CarePlanPage):
    rules = page.form.rules
    rules.open()
    choose(rules.choices["one-early-sign"], Level.URGENT)
    page.show_plan(PLAN, PERSON, WORDS)

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()
    assert signal.args[0].stricter == {"fever": "urgent", "one-early-sign": "urgent"}

    page.accepted()
    page.show_plan(signal.args[0], PERSON, WORDS)
    assert rules.raised.text() == "One early sign: Urgent."
    choose(rules.choices["one-early-sign"], Level.CALL_CLINIC)
    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()
    assert signal.args[0].stricter == {"fever": "urgent"}


def test_rules_that_are_stricter_are_told_without_opening_the_list(page: CarePlanPage):
    assert page.form.rules.raised.text() == "Nothing is stricter than usual for this person."
    page.show_plan(replace(PLAN, stricter={"pump-site": "emergency"}), PERSON, WORDS)

    assert page.form.rules.choices == {}
    assert page.form.rules.raised.text() == "Redness, swelling or drainage over the pump or the scar: Emergency."


def test_a_change_from_elsewhere_is_shown_beside_what_is_being_typed_and_is_not_taken_back(
    qtbot: QtBot, page: CarePlanPage
):
    """A plan taken in while somebody types must not be undone by what the other fields showed before."""
    retype(qtbot, page.fields["clinic_wait_min"].editor, "30")
    taken = replace(FULL, urgent_wait_min=10, clinic_wait_min=50)
    page.show_plan(taken, PERSON, WORDS)

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.save_button.click()

    assert signal.args == [replace(taken, clinic_wait_min=30)]


# Questions


def test_a_question_is_answered_with_the_answer_beside_it(qtbot: QtBot, page: CarePlanPage):
    row = page.questions.rows[0]
    assert row.answer_field.isHidden()

    row.tick.box.click()
    qtbot.keyClicks(row.answer, "At once.")
    with qtbot.waitSignal(page.plan_saved) as signal:
        page.questions.save_button.click()

    assert signal.args[0].questions[0] == Question(standard="when-to-report", is_answered=True, answer="At once.")
    assert signal.args[0].questions[1:] == PLAN.questions[1:]
    assert not row.answer_field.isHidden()


def test_a_question_is_reworded_removed_and_added(qtbot: QtBot, page: CarePlanPage):
    first, second, *_ = page.questions.rows
    first.edit.click()
    retype(qtbot, first.line, "When do we call?")
    second.remove.click()
    qtbot.keyClicks(page.questions.new, "May we fly?")
    page.questions.add_button.click()

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.questions.save_button.click()

    assert signal.args[0].questions == (Question("When do we call?"), *PLAN.questions[2:], Question("May we fly?"))
    assert page.questions.new.text() == ""


def test_a_question_that_was_typed_and_not_added_is_saved_too(qtbot: QtBot, page: CarePlanPage):
    qtbot.keyClicks(page.questions.new, "May we fly?")

    with qtbot.waitSignal(page.plan_saved) as signal:
        page.questions.save_button.click()

    assert signal.args[0].questions == (*PLAN.questions, Question("May we fly?"))


def test_unsaved_questions_stay_through_a_redraw_and_are_shown_anew_once_kept(qtbot: QtBot, page: CarePlanPage):
    page.questions.rows[0].remove.click()
    page.show_plan(FULL, PERSON, WORDS)
    assert len(page.questions.rows) == 4

    page.plan_saved.connect(page.accepted)
    page.questions.save_button.click()
    assert not page.questions.row.saved.isHidden()
    assert page.plan_row.saved.isHidden()
    page.show_plan(FULL, PERSON, WORDS)

    assert [row.question() for row in page.questions.rows] == list(FULL.questions)


def test_a_question_that_cannot_be_kept_is_told_at_its_row_and_stays(qtbot: QtBot, page: CarePlanPage):
    page.plan_saved.connect(lambda plan: page.show_problems(check_plan(plan), WORDS))
    row = page.questions.rows[2]
    row.edit.click()
    retype(qtbot, row.line, "x" * 220)

    page.questions.save_button.click()

    assert [r.error.text() for r in page.questions.rows] == [
        "",
        "",
        WORDS.text("problem.text-too-long", most=200),
        "",
        "",
    ]
    assert row.line.text() == "x" * 220
    qtbot.keyClick(row.line, Qt.Key.Key_Backspace)
    assert row.error.isHidden()


def test_nothing_to_add_is_told(page: CarePlanPage):
    page.questions.add_button.click()

    assert page.questions.new_field.error.text() == WORDS.text("problem.question-to-add-missing")
    assert len(page.questions.rows) == 5


def test_the_last_question_can_be_removed(page: CarePlanPage):
    for row in tuple(page.questions.rows):
        row.remove.click()

    assert page.questions.rows == []


def test_nothing_of_what_stands_below_is_loaded_to_open_the_page(tmp_path):
    script = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication(["x", "-platform", "offscreen"])
from tests.ui.stage import Stage
with Stage(Path(sys.argv[1])).begin().open(alerts=False) as stage:
    stage.conductor.go("care_plan")
    below = ("plan_files", "plan_person", "plan_questions")
    print([name for name in below if f"itb_companion.ui.{name}" in sys.modules])
"""
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"
