"""The care plan: what is shown is given back, bad input is told at its field."""

from datetime import time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.people import OfficeHours, Person, check_name
from itb_companion.care.plan import Plan, Range, check_plan
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
    retype(qtbot, page.name, "Sam S.")
    page.risks["t6-or-above"].box.click()
    page.risks["cannot-communicate"].box.click()

    with qtbot.waitSignal(page.person_saved) as signal:
        page.save_person_button.click()

    assert [Person("Sam S.", frozenset({"t6-or-above"}))] == signal.args


def test_an_empty_name_is_told_and_the_risks_stay(qtbot: QtBot, page: CarePlanPage):
    page.person_saved.connect(lambda person: page.show_problems(check_name(person.name), WORDS))
    page.risks["earlier-withdrawal"].box.click()
    retype(qtbot, page.name, "")

    page.save_person_button.click()
    page.show_plan(PLAN, PERSON, WORDS)

    assert WORDS.text("problem.name-empty") == page.person_fields.sentence("name")
    assert page.risks["earlier-withdrawal"].box.isChecked()
    assert page.name.text() == ""


def test_a_ticked_risk_survives_a_redraw(qtbot: QtBot, page: CarePlanPage):
    page.risks["earlier-withdrawal"].box.click()

    page.show_plan(PLAN, PERSON, WORDS)

    assert page.risks["earlier-withdrawal"].box.isChecked()


def test_half_a_range_is_told_as_such(qtbot: QtBot, page: CarePlanPage):
    retype(qtbot, page.fields["usual_pulse_per_min"].editor.line, "60")

    page.save_button.click()

    assert page.fields.sentence("usual_pulse_per_min") == WORDS.text("problem.range-upside-down")


def test_a_redraw_leaves_alone_what_is_being_typed(qtbot: QtBot, page: CarePlanPage):
    qtbot.keyClicks(page.instructions, "New: ")

    page.show_plan(PLAN, Person("Somebody Else"), WORDS)

    assert page.instructions.toPlainText().startswith("New: ")
    assert page.name.text() == "Somebody Else"


def test_accepted_says_so_only_for_what_was_saved(qtbot: QtBot, page: CarePlanPage):
    page.person_saved.connect(page.accepted)
    qtbot.keyClicks(page.instructions, "New: ")

    page.save_person_button.click()
    page.show_plan(PLAN, PERSON, WORDS)

    assert not page.person_row.saved.isHidden()
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

    assert page.name.text() == ""
