"""The reasons and sources of a result are one key away, and in nobody's way."""

import pytest
from PySide6.QtCore import Qt

from itb_companion.ui.widgets.buttons import Button
from tests.ui.signs_stage import answer
from tests.ui.stage import settle, texts


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


@pytest.fixture
def why(page):
    return page.result.why


SOURCE = 'From: Medtronic patient page "Signs of underdose and overdose"'


def test_nothing_ticked_has_no_why(page, why):
    assert why.isHidden()
    answer(page, "itch", "yes")
    assert why.isVisible()
    answer(page, "itch", "no")

    assert why.isHidden()


def test_reasons_and_sources_are_shown_when_asked_for_and_hidden_again(page, why):
    answer(page, "itch", "yes")
    assert SOURCE not in texts(page)
    why.toggle.click()
    assert why.text.text().startswith("Call the clinic. An early sign: itching.\n" + SOURCE)
    assert why.text.isVisible()
    why.toggle.click()

    assert not why.text.isVisible()


def test_they_follow_the_check_while_they_are_open(page, why):
    answer(page, "itch", "yes")
    why.toggle.click()
    answer(page, "tingling", "unsure")

    assert why.text.text().startswith("Urgent. More than one early sign: itching and tingling or numbness.\n")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_by_keyboard_it_comes_right_after_saving(page, why, qtbot, key):
    answer(page, "itch", "yes")
    page.save.setFocus()
    qtbot.keyClick(page.save, Qt.Key.Key_Tab)
    assert why.toggle.hasFocus()
    assert why.toggle.accessibleName() == "Why? Reasons and sources, closed"
    qtbot.keyClick(why.toggle, key)
    settle()

    assert why.toggle.accessibleName() == "Why? Reasons and sources, open"
    assert why.text.isVisible()


def test_what_is_to_be_done_stands_before_it(page, why):
    answer(page, "itch", "yes")
    why.toggle.click()
    settle()

    assert max(button.y() + button.height() for button in (page.help_button, page.save)) <= why.y()
    assert isinstance(why.toggle, Button)
