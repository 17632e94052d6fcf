"""The check by keyboard alone: Tab goes in the order of need, Enter and Space press, and nothing needs a mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from itb_companion.care.signs import Answer
from itb_companion.ui.pages.signs import DANGER_ORDER
from itb_companion.words.signs import sign_name
from tests.ui.signs_stage import answer, draft
from tests.ui.stage import settle


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


def tab_stops(qtbot, first) -> list[str]:
    """Return what Tab comes to from a widget on, by accessible name, until it leaves the page."""
    first.setFocus()
    names = []
    while len(names) < 80 and (names[-1:] != ["Save this check"]):
        stop = QApplication.focusWidget()
        names.append(stop.accessibleName() or stop.text())
        qtbot.keyClick(stop, Qt.Key.Key_Tab)
    return names


def test_tab_goes_in_the_order_of_need_however_late_a_part_was_opened(stage, page, qtbot):
    for sign in ("itch", "tingling"):
        answer(page, sign, "yes")
    for part in (page.readings, page.beep, page.too_much):  # the last part first
        part.open()

    assert tab_stops(qtbot, page.rows["itch"].answer.segments["yes"]) == [
        "Itching: Yes",
        "Tingling or numbness: Yes",
        "Tighter than usual: No",
        "Blood pressure: No",
        *(sign_name(stage.words, sign) for sign in DANGER_ORDER),
        "Show whom to call",
        "More signs, closed",
        "Floppy, sleepy or cold?, open",
        "Tighter or looser than usual?: Tighter",
        "Floppy: No",
        "Drowsy: No",
        "Colder than normal: No",
        "I heard the pump beep, open",
        "Play the single tone",
        "Play the two-tone alarm",
        "What did you hear?: Single beep",
        "Temperature, pressure, pulse, open",
        "Temperature (°C)",
        "Unit of the temperature: °C",
        "Pulse (/min)",
        "Upper pressure (mmHg)",
        "Lower pressure (mmHg)",
        "Itching: today at 12:00. Change when it began",
        "Tingling or numbness: today at 12:00. Change when it began",
        "Refill",
        "Dose change",
        "Surgery",
        "MRI",
        "Fall or blow",
        "Missed oral dose",
        "Known pump fault",
        "Other illness found",
        "Note",
        "Save this check",
    ]


def test_one_key_on_a_danger_sign_opens_the_emergency_screen(stage, page, qtbot):
    keys = {"breathing": Qt.Key.Key_Return, "seizure": Qt.Key.Key_Enter, "fainted": Qt.Key.Key_Space}
    for sign, key in keys.items():
        button = page.danger_buttons[sign]
        button.setFocus()
        qtbot.keyClick(button, key)
        settle()

        assert stage.shell.current == "emergency"
        assert sign in stage.companion.help.current().signs
        stage.conductor.go("signs")


def test_a_check_is_made_and_saved_with_keys_only(stage, page, qtbot):
    first = page.rows["itch"].answer.segments["no"]
    first.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        qtbot.keyClick(QApplication.focusWidget(), key)
        settle()
    assert draft(stage).answers == {"itch": Answer.YES, "tingling": Answer.NO}
    page.save.setFocus()
    qtbot.keyClick(page.save, Qt.Key.Key_Return)
    settle()

    assert stage.shell.current == "emergency"
