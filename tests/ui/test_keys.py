"""What keys do everywhere: Enter presses the button in focus, and a dialog's page can be scrolled from its foot."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from itb_companion.care.plan import Plan
from itb_companion.documents.handover import handover
from itb_companion.ui.fields import SaveRow
from itb_companion.ui.handover_dialog import HandoverDialog
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dialog import ScrollingDialog
from itb_companion.ui.widgets.page import Page
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, make_household
from tests.ui.stage import drop, settle

PRESSES = [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space]


@pytest.mark.parametrize("key", PRESSES)
def test_the_way_from_today_to_help_needs_no_key_but_tab_and_this(stage, qtbot, key):
    stage.begin().open()
    today = stage.today
    today.check_signs.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), key)
    settle()
    assert stage.shell.current == "signs"
    stage.shell.side.emergency.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), key)
    settle()

    assert stage.shell.current == "emergency"


@pytest.mark.parametrize("key", PRESSES)
def test_a_key_that_is_held_presses_once(qtbot, key):
    button, pressed = Button("Reached"), []
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(key))
    qtbot.keyPress(button, key)
    for _ in range(5):
        QApplication.sendEvent(
            button, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", autorep=True)
        )
    qtbot.keyRelease(button, key)

    assert pressed == [key]


def test_enter_in_a_line_of_a_dialog_still_presses_nothing(qtbot):
    dialog, line, button = ScrollingDialog(Page("Title"), (400, 300)), QLineEdit(), Button("Done")
    dialog.page.body.addWidget(line)
    dialog.add_to_foot(SaveRow(button))
    dialog.show()
    line.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            qtbot.keyClick(line, key)

    assert dialog.isVisible()
    drop(dialog)


def test_the_handover_sheet_can_be_read_to_its_end_and_back_with_keys_alone(qtbot):
    dialog, words = HandoverDialog(Words(BERLIN)), Words(BERLIN)
    plan = Plan(instructions="Call us first.\n" * 60)
    dialog.show_handover(handover(words, make_household(plan=plan), None, NOON), "x.pdf")
    dialog.show()
    settle()
    dialog.print_button.setFocus()
    bar, places = dialog.page.verticalScrollBar(), []
    longest = bar.maximum()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(QApplication.focusWidget(), key)
        places.append(bar.value())
    drop(dialog)

    one, end, before, start = places
    assert 0 < one < end == longest
    assert before < end
    assert start == 0
