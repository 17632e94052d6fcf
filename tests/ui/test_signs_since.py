"""Since when: told in seconds, by mouse or keyboard, as a span, a time of day or a day."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from itb_companion.care.signs import Answer
from tests.factories import NOON, at
from tests.ui.signs_stage import answer, draft
from tests.ui.stage import settle


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


def open_line(page, sign):
    """Open what changes when a sign began, as a person does."""
    line = page.since.lines[sign]
    line.button.click()
    settle()
    return line


def test_a_sign_began_when_it_was_ticked_unless_somebody_says_otherwise(stage, page):
    assert not page.since.isVisible()
    answer(page, "itch", "yes")
    line = page.since.lines["itch"]
    assert line.button.text() == "Itching: today at 12:00"
    assert line.button.accessibleName() == "Itching: today at 12:00. Change when it began"
    assert not line.editor.isVisible()

    open_line(page, "itch")
    assert line.line.editor.accessibleName() == "When did this begin: Itching"
    line.spans[timedelta(hours=6)].click()
    settle()

    assert draft(stage).since["itch"] == NOON - timedelta(hours=6)
    assert draft(stage).answers["itch"] is Answer.YES
    assert line.button.text() == "Itching: today at 06:00"
    assert not line.editor.isVisible()


def test_a_time_is_typed_without_the_mouse(stage, page, qtbot):
    answer(page, "itch", "unsure")
    for typed, began, told in (
        ("04:30", "2026-03-10 04:30", "today at 04:30"),
        ("yesterday 22:00", "2026-03-09 22:00", "yesterday at 22:00"),
        ("3 hours", "2026-03-10 09:00", "today at 09:00"),
    ):
        line = open_line(page, "itch")
        assert QApplication.focusWidget() is line.line.editor
        qtbot.keyClicks(line.line.editor, typed)
        qtbot.keyClick(line.line.editor, Qt.Key.Key_Return)
        settle()

        assert draft(stage).since["itch"] == at(began)
        assert draft(stage).answers["itch"] is Answer.UNSURE
        assert line.button.text() == f"Itching: {told}"
        assert QApplication.focusWidget() is line.button


def test_what_tells_no_moment_stays_and_is_not_passed_over(stage, page, qtbot):
    answer(page, "itch", "yes")
    line = open_line(page, "itch")
    for typed, said in (("soonish", "Please type a time"), ("today 23:00", "This lies in the future")):
        line.line.editor.clear()
        qtbot.keyClicks(line.line.editor, typed)
        line.use.click()
        assert line.line.error.text().startswith(said)
        page.save.click()

        assert stage.shell.current == "signs"
        assert line.line.text() == typed
        assert draft(stage).since["itch"] == NOON


def test_a_time_that_was_typed_and_not_confirmed_counts_when_the_check_is_saved(stage, page, qtbot):
    answer(page, "itch", "yes")
    line = open_line(page, "itch")
    qtbot.keyClicks(line.line.editor, "04:30")
    page.save.click()

    assert stage.companion.help.current().first_sign_at == at("2026-03-10 04:30")


def test_a_moment_that_cannot_be_read_does_not_stand_in_the_way_of_help(stage, page, qtbot):
    answer(page, "itch", "yes")
    qtbot.keyClicks(open_line(page, "itch").line.editor, "soonish")
    page.danger_buttons["seizure"].click()

    assert stage.shell.current == "emergency"
    assert set(stage.companion.help.current().signs) == {"itch", "seizure"}


def test_each_sign_has_its_own_line_and_one_is_open_at_a_time(page):
    for sign in ("itch", "tingling"):
        answer(page, sign, "yes")
    first, second = open_line(page, "itch"), open_line(page, "tingling")

    assert (first.editor.isVisible(), second.editor.isVisible()) == (False, True)
    answer(page, "itch", "no")
    assert list(page.since.lines) == ["tingling"]
    answer(page, "tingling", "no")
    assert not page.since.isVisible()
