"""The window: navigation, the Emergency button that is always there, and a strip that says what failed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from itb_companion.ui.shell import Shell
from itb_companion.ui.side import Side
from tests.ui.stage import drop, settle, windows

KEYS = ("today", "signs", "pump", "history", "contacts", "care_plan", "settings")


@pytest.fixture
def shell(qtbot):
    made = Shell()
    made.resize(1180, 760)
    for key in (*KEYS, "emergency"):
        made.add_page(key, lambda key=key: QLabel(key))
    yield made
    drop(made)


@pytest.fixture
def shown(shell, qtbot):
    shell.show_page("today")
    with qtbot.waitSignal(shell.painted):
        shell.show()
    return shell


@pytest.mark.parametrize("key", KEYS)
def test_the_navigation_asks_for_each_page(shown, qtbot, key):
    with qtbot.waitSignal(shown.page_wanted) as signal:
        qtbot.mouseClick(shown.side.nav[key], Qt.MouseButton.LeftButton)

    assert signal.args == [key]


def test_a_page_is_made_when_it_is_first_wanted_and_only_once(shell):
    assert shell.current == ""
    assert not shell.made("pump")
    page = shell.page("pump")

    assert shell.made("pump")
    assert shell.page("pump") is page


def test_a_page_is_made_while_its_button_is_still_held_and_shown_when_it_is_let_go(shown, qtbot):
    button = shown.side.nav["pump"]
    asked: list[str] = []
    shown.page_wanted.connect(asked.append)

    qtbot.mousePress(button, Qt.MouseButton.LeftButton)

    assert shown.made("pump")
    assert (shown.current, asked) == ("today", [])
    assert not shown.page("pump").isVisible()
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert asked == ["pump"]


def test_where_one_is_can_be_seen_and_heard(shown):
    shown.show_page("pump")

    assert [key for key, button in shown.side.nav.items() if button.isChecked()] == ["pump"]
    assert shown.side.nav["pump"].accessibleName() == "Pump and refills, this page"
    assert shown.side.nav["today"].accessibleName() == "Today"


def test_the_emergency_button_is_under_every_page(shown, qtbot):
    for key in KEYS:
        shown.show_page(key)
        assert shown.side.emergency.isVisible()
    with qtbot.waitSignal(shown.emergency_wanted):
        qtbot.mouseClick(shown.side.emergency, Qt.MouseButton.LeftButton)


def test_ctrl_e_asks_for_help_from_anywhere(shown, qtbot):
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    for key in KEYS:
        shown.show_page(key)
        with qtbot.waitSignal(shown.emergency_wanted):
            qtbot.keyClick(shown, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def test_the_emergency_screen_takes_the_whole_window(shown):
    shown.show_page("emergency")
    assert not shown.side.isVisible()
    shown.show_page("today")

    assert shown.side.isVisible()


def test_a_window_that_opens_on_the_emergency_screen_makes_its_navigation_when_somebody_leaves_it(shell, qtbot):
    shell.set_person("Mia Berg", "SynchroMed II 20 mL")
    shell.show_page("emergency")
    shell.show()
    assert not shell.findChildren(Side)

    shell.show_page("today")

    assert shell.side.isVisible()
    assert shell.side.name.text() == "Mia Berg"
    assert shell.side.nav["today"].isChecked()
    assert shell.side.geometry().left() == 0
    with qtbot.waitSignal(shell.emergency_wanted):
        shell.side.emergency.click()


@pytest.mark.parametrize("first", ["today", "emergency"])
def test_the_keyboard_goes_through_the_navigation_before_the_page(shell, first):
    shell.add_page("today", lambda: QPushButton("on the page"))
    shell.show_page(first)
    shell.show_page("today")

    order, widget = [], shell
    while widget.nextInFocusChain() is not shell:
        widget = widget.nextInFocusChain()
        order.append(widget)
    assert order.index(shell.side.nav["settings"]) < order.index(shell.page("today"))
    assert order.index(shell.side.emergency) < order.index(shell.page("today"))


def test_it_says_once_that_it_is_painted(shown, qtbot):
    with qtbot.assertNotEmitted(shown.painted, wait=50):
        shown.repaint()
        shown.hide()
        shown.show()
        shown.repaint()


def test_closing_is_left_to_the_program(shown, qtbot):
    with qtbot.waitSignal(shown.closing):
        shown.close()

    assert shown.isVisible()


def test_what_failed_stays_until_a_person_has_read_it(shown):
    shown.tell("The disk is full.")
    settle()
    assert shown.failure.isVisible()
    assert shown.failure.sentence.text() == "The disk is full."
    shown.show_page("pump")
    assert shown.failure.isVisible()
    shown.failure.action.click()

    assert not shown.failure.isVisible()


def test_it_comes_forward_from_minimised(shown):
    shown.showMinimized()
    shown.come_forward()

    assert not shown.isMinimized()
    assert shown.isVisible()
    assert shown in windows()


def test_whose_pump_it_is_stands_on_the_left(shown):
    shown.set_person("Mia Berg", "SynchroMed II 20 mL")

    assert (shown.side.name.text(), shown.side.pump.text()) == ("Mia Berg", "SynchroMed II 20 mL")
