"""The tray: nothing is promised where there is none, and where there is one it leads back."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from itb_companion.care.severity import Severity
from itb_companion.ui.tray import TrayIcon
from tests.ui.stage import settle


@pytest.fixture
def tray(qtbot):
    made = TrayIcon()
    yield made
    made.remove()
    made._menu.deleteLater()
    made.deleteLater()
    settle()


def test_without_a_tray_nothing_is_shown_and_nothing_fails(tray):
    """Offscreen there is none."""
    assert not tray.available()
    tray.show_message("Refill", "Due", Severity.URGENT)
    tray.remove()

    assert tray._icon is None


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)
def test_the_icon_appears_as_soon_as_there_is_a_tray_and_only_once(tray, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))

    assert tray.available()
    icon = tray._icon
    assert icon.toolTip() == "ITB Companion"
    assert tray.available()
    assert tray._icon is icon
    for severity in Severity:
        tray.show_message("Refill", "Due", severity)


@pytest.mark.parametrize(
    ("words", "signal"), [("Open", "open_wanted"), ("Emergency", "emergency_wanted"), ("Quit", "quit_wanted")]
)
def test_the_menu_leads_back_to_the_program(tray, qtbot, words, signal):
    [action] = [action for action in tray._menu.actions() if action.text() == words]

    with qtbot.waitSignal(getattr(tray, signal)):
        action.trigger()


def test_a_click_opens_and_a_click_for_the_menu_does_not(tray, qtbot):
    reason = QSystemTrayIcon.ActivationReason
    for opens in (reason.Trigger, reason.DoubleClick):
        with qtbot.waitSignal(tray.open_wanted):
            tray._activated(opens)
    with qtbot.assertNotEmitted(tray.open_wanted):
        tray._activated(reason.Context)
