"""A plan as a file, on the real page over a real record: saved, looked at, taken in, put back."""

from pathlib import Path

import pytest

from itb_companion.care.plan import Plan
from itb_companion.care.value import replace
from tests.factories import make_person
from tests.ui.stage import Stage, settle

FILE = """
clinic = "Pump clinic"
clinic_wait_min = 20
special_risks = ["t6-or-above"]
[stricter]
one-early-sign = "urgent"
"""


@pytest.fixture
def stage(qtbot, tmp_path: Path):
    with Stage(tmp_path / "data").begin().open(alerts=False) as opened:
        yield opened


@pytest.fixture
def page(stage: Stage):
    return stage.go("care_plan")


def choose(page, path: Path, text: str = FILE) -> None:
    """Choose a file as the dialog does when a person has chosen one."""
    path.write_text(text, encoding="utf-8")
    page.files.file_chosen.emit(str(path))
    settle()


def test_a_file_is_looked_at_taken_in_and_put_back(stage: Stage, page, tmp_path: Path):
    assert page.entered.text().startswith("Nobody has entered a care plan yet.")
    choose(page, tmp_path / "plan.toml")
    told = page.files.preview.text()
    assert told.startswith("plan.toml, from Pump clinic, would change this:")
    assert "Call the clinic: becomes urgent after\nNew: 20 minutes\nNow: 60 minutes" in told
    assert stage.companion.household().plan == Plan()

    page.files.preview.yes.click()
    settle()
    assert stage.companion.household().plan == Plan(clinic_wait_min=20, stricter={"one-early-sign": "urgent"})
    assert page.entered.text() == (
        "Entered by Ana, today at 12:00. From Pump clinic, taken in from the file plan.toml."
    )
    assert page.fields["clinic_wait_min"].text() == "20"
    assert page.person.risks["t6-or-above"].box.isChecked()
    assert page.files.preview.isHidden()

    [back] = page.files.earlier.buttons
    assert back.text() == "Put back the plan before"
    back.click()
    settle()
    assert stage.companion.household().plan == Plan()
    assert not page.person.risks["t6-or-above"].box.isChecked()
    assert "• Call the clinic: becomes urgent after: 60 minutes (was: 20 minutes)" in page.files.outcome.text()
    assert "An earlier plan, put back." in page.entered.text()


def test_a_file_that_is_left_changes_nothing(stage: Stage, page, tmp_path: Path):
    choose(page, tmp_path / "plan.toml")
    page.files.preview.no.click()
    page.files.taken.emit()

    assert page.files.preview.isHidden()
    assert stage.companion.household().plan == Plan()
    assert stage.companion.plans.entries()[0].id is None


def test_a_refused_file_is_told_problem_by_problem_and_takes_the_preview_away(page, tmp_path: Path):
    choose(page, tmp_path / "plan.toml")
    choose(page, tmp_path / "bad.toml", 'clinic_wait_min = 0\n[stricter]\nsevere-sign = "urgent"')

    first, *problems = page.files.outcome.text().split("\n")
    assert first == "bad.toml was not taken in, and nothing was changed:"
    assert [line.split(": ")[0] for line in problems] == ["• clinic_wait_min", "• [stricter] severe-sign"]
    assert page.files.preview.isHidden()
    choose(page, tmp_path / "plan.toml")
    assert page.files.outcome.isHidden()


def test_a_file_for_somebody_else_is_doubted_and_its_button_is_not_the_first_at_hand(page, tmp_path: Path):
    choose(page, tmp_path / "plan.toml", f'person = "Nora <b>Sample</b>"\n{FILE}')

    assert "it is for Nora <b>Sample</b>. This program cares for Mia Berg." in page.files.preview.doubt.sentence.text()
    assert page.window().focusWidget() is page.files.preview.no


def test_a_file_without_a_change_has_nothing_to_take_in(page, tmp_path: Path):
    choose(page, tmp_path / "plan.toml", "clinic_wait_min = 60")

    assert page.files.preview.text() == "plan.toml holds the plan as it is now. Nothing would change."
    assert page.files.preview.yes.isHidden()


def test_a_preview_that_no_longer_holds_is_taken_away(stage: Stage, page, tmp_path: Path):
    choose(page, tmp_path / "plan.toml")
    stage.companion.people.save_person(make_person(special_risks=frozenset({"cannot-communicate"})))
    stage.conductor.look()

    assert page.files.preview.isHidden()
    assert page.files.outcome.text() == "The plan was changed meanwhile. Please take the file in again."
    page.files.taken.emit()
    assert stage.companion.household().plan == Plan()


def test_a_saved_file_holds_the_plan_and_a_place_that_cannot_be_written_is_told(stage: Stage, page, tmp_path: Path):
    stage.companion.people.save_plan(Plan(instructions="Call us."))
    path = tmp_path / "mia.toml"
    page.files.save_wanted.emit(str(path))
    assert page.files.outcome.text().startswith(f"Saved as {path}.")
    assert 'instructions = "Call us."' in path.read_text(encoding="utf-8")

    page.files.save_wanted.emit(str(tmp_path / "no" / "mia.toml"))
    assert page.files.outcome.text().endswith("Please choose another place.")


def test_no_plan_is_saved_over_a_file_of_the_record(stage: Stage, page):
    card = stage.companion.desk.store.folder / "emergency-card.json"
    before = card.read_bytes()

    page.files.save_wanted.emit(str(card))

    assert page.files.outcome.text().startswith(f"{card} is a file of the record itself or a backup.")
    assert card.read_bytes() == before


def test_the_dialogs_propose_a_name_and_show_care_plans(page):
    page.files.save_button.click()
    assert page.files.files.selectedFiles()[0].endswith("care-plan.toml")
    assert page.files.files.defaultSuffix() == "toml"
    page.files.files.reject()
    page.files.take_button.click()
    assert page.files.files.nameFilters()[0] == "Care plan (*.toml)"
    page.files.files.reject()


def test_what_is_being_typed_stays_when_a_plan_is_taken_in(stage: Stage, page, tmp_path: Path):
    page.instructions.setPlainText("Half a sen")
    choose(page, tmp_path / "plan.toml")
    page.files.preview.yes.click()
    settle()
    page.save_button.click()
    settle()

    taken = Plan(clinic_wait_min=20, stricter={"one-early-sign": "urgent"})
    assert stage.companion.household().plan == replace(taken, instructions="Half a sen")


def test_five_earlier_plans_are_enough(stage: Stage, page):
    for count in range(8):
        stage.companion.people.save_plan(Plan(clinic_wait_min=10 + count))
    stage.conductor.look()

    assert len(page.files.earlier.buttons) == 5
    page.files.earlier.buttons[4].click()
    assert stage.companion.household().plan.clinic_wait_min == 12
