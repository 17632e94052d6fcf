"""The settings: reminders are saved together, theme and text size at once."""

from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.household import Preferences, check_preferences
from itb_companion.care.people import check_name
from itb_companion.care.ports import Startup, StartupState
from itb_companion.ui.pages.settings import SettingsPage
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON

WORDS = Words(BERLIN)
PREFERENCES = Preferences(sign_check_times=(time(8), time(20)), sign_checks_since=NOON)


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    made = SettingsPage()
    qtbot.addWidget(made)
    made.show_settings(PREFERENCES, {"theme": "dark", "text_scale": "1.25"}, "Ana", WORDS)
    return made


def retype(qtbot: QtBot, line, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def test_what_was_shown_is_given_back_unchanged(qtbot: QtBot, page: SettingsPage):
    with qtbot.waitSignal(page.preferences_saved) as signal:
        page.save_button.click()

    assert signal.args == [PREFERENCES]


def test_changed_reminders_are_saved(qtbot: QtBot, page: SettingsPage):
    retype(qtbot, page.fields["morning"].editor, "8.15")
    retype(qtbot, page.fields["book_steps"].editor, "7, 28,14 ; 7")
    retype(qtbot, page.fields["sign_check_times"].editor, "")
    retype(qtbot, page.fields["quiet_from"].editor, "21.30")

    with qtbot.waitSignal(page.preferences_saved) as signal:
        page.save_button.click()

    expected = replace(
        PREFERENCES, morning=time(8, 15), book_steps=(28, 14, 7), sign_check_times=(), quiet_from=time(21, 30)
    )
    assert [expected] == signal.args


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("morning", "early"),
        ("book_steps", ""),
        ("book_steps", "a week"),
        ("attend_steps", "7, two"),
        ("replacement_steps", ","),
        ("sign_check_times", "08:00, 25:00"),
        ("sign_check_times", ","),
        ("quiet_from", "late"),
        ("quiet_until", "25:00"),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_and_is_not_emitted(
    qtbot: QtBot, page: SettingsPage, field: str, typed: str
):
    retype(qtbot, page.fields[field].editor, typed)

    with qtbot.assertNotEmitted(page.preferences_saved):
        page.save_button.click()

    assert page.fields.sentence(field).endswith(".")
    assert typed == page.fields[field].text()


@pytest.mark.parametrize(("field", "typed"), [("morning", "23:00"), ("book_steps", "-3"), ("attend_steps", "9999")])
def test_what_cannot_be_kept_is_told_and_stays(qtbot: QtBot, page: SettingsPage, field: str, typed: str):
    page.preferences_saved.connect(lambda given: page.show_problems(check_preferences(given), WORDS))
    retype(qtbot, page.fields[field].editor, typed)

    page.save_button.click()

    assert page.fields.sentence(field).endswith(".")
    assert typed == page.fields[field].text()


def test_quiet_hours_are_shown_and_both_empty_means_none(qtbot: QtBot, page: SettingsPage):
    assert [page.fields[name].text() for name in ("quiet_from", "quiet_until")] == ["22:00", "07:00"]
    for name in ("quiet_from", "quiet_until"):
        retype(qtbot, page.fields[name].editor, "")

    with qtbot.waitSignal(page.preferences_saved) as signal:
        page.save_button.click()

    assert signal.args == [replace(PREFERENCES, quiet_from=None, quiet_until=None)]
    page.show_settings(signal.args[0], {}, "Ana", WORDS)
    assert page.fields["quiet_from"].text() == ""


@pytest.mark.parametrize("missing", ["quiet_from", "quiet_until"])
def test_quiet_hours_with_one_end_are_told_at_the_end_that_is_missing(qtbot: QtBot, page: SettingsPage, missing: str):
    retype(qtbot, page.fields[missing].editor, "")

    with qtbot.assertNotEmitted(page.preferences_saved):
        page.save_button.click()

    told = "Quiet hours need a beginning and an end, such as 22:00 and 07:00; both empty means none."
    assert page.fields.sentence(missing) == told
    [other] = {"quiet_from", "quiet_until"} - {missing}
    assert page.fields.sentence(other) == ""


def test_an_end_that_cannot_be_read_is_not_called_missing(qtbot: QtBot, page: SettingsPage):
    retype(qtbot, page.fields["quiet_until"].editor, "late")
    page.save_button.click()

    assert "both empty means none" not in page.fields.sentence("quiet_until")


@pytest.mark.parametrize(
    ("state", "is_ticked", "is_enabled"),
    [
        (None, False, False),
        (StartupState(Startup.ON), True, True),
        (StartupState(Startup.OFF), False, True),
        (StartupState(Startup.BROKEN), False, True),
        (StartupState(Startup.UNKNOWN), False, True),
    ],
)
def test_the_switch_for_the_login_shows_what_was_read_back(page: SettingsPage, state, is_ticked, is_enabled):
    page.show_startup(state, "As told")

    assert (page.startup.box.isChecked(), page.startup.isEnabled()) == (is_ticked, is_enabled)
    assert page.startup_told.text() == "As told"


def test_showing_the_switch_asks_for_nothing_and_a_click_does(qtbot: QtBot, page: SettingsPage):
    with qtbot.assertNotEmitted(page.startup_wanted):
        page.show_startup(StartupState(Startup.OFF), "")
    with qtbot.waitSignal(page.startup_wanted) as signal:
        page.startup.box.click()

    assert signal.args == [True]


def test_the_theme_is_set_at_once(qtbot: QtBot, page: SettingsPage):
    assert page.theme.value() == "dark"

    with qtbot.waitSignal(page.option_set) as signal:
        page.theme.segments["light"].click()

    assert signal.args == ["theme", "light"]


def test_there_is_always_a_theme(qtbot: QtBot, page: SettingsPage):
    """Delete takes an answer back elsewhere; a theme cannot be none."""
    with qtbot.assertNotEmitted(page.option_set):
        page.theme.set_value(None)
        page.theme.chosen.emit("")

    assert page.theme.value() == "dark"


def test_the_text_size_is_set_at_once(qtbot: QtBot, page: SettingsPage):
    assert page.text_scale.currentText() == "125 %"
    page.text_scale.setFocus()

    with qtbot.waitSignal(page.option_set) as signal:
        qtbot.keyClick(page.text_scale, Qt.Key.Key_Down)

    assert signal.args == ["text_scale", "1.50"]


@pytest.mark.parametrize(
    ("stored", "shown"), [("1", "100 %"), ("2.0", "200 %"), ("1.3", "125 %"), ("huge", "100 %"), ("9", "200 %")]
)
def test_any_stored_text_size_is_shown_as_the_nearest(page: SettingsPage, stored: str, shown: str):
    page.show_settings(PREFERENCES, {"text_scale": stored, "theme": "pink"}, "Ana", WORDS)

    assert shown == page.text_scale.currentText()
    assert page.theme.value() == "system"


def test_who_is_on_duty_is_saved(qtbot: QtBot, page: SettingsPage):
    retype(qtbot, page.caregiver, "Ben")

    with qtbot.waitSignal(page.caregiver_saved) as signal:
        page.save_caregiver_button.click()

    assert signal.args == ["Ben"]


def test_an_empty_name_is_told_and_stays(qtbot: QtBot, page: SettingsPage):
    page.caregiver_saved.connect(lambda name: page.show_problems(check_name(name, "caregiver"), WORDS))
    retype(qtbot, page.caregiver, "  ")

    page.save_caregiver_button.click()
    page.show_settings(PREFERENCES, {}, "Ana", WORDS)

    assert WORDS.text("problem.name-empty") == page.duty_fields.sentence("caregiver")
    assert page.caregiver.text() == "  "


def test_another_theme_leaves_alone_what_is_being_typed(qtbot: QtBot, page: SettingsPage):
    """Setting an option is accepted too; that must not throw away reminders that were refused before."""
    page.option_set.connect(page.accepted)
    retype(qtbot, page.fields["book_steps"].editor, "a week")
    page.save_button.click()

    page.theme.segments["light"].click()
    page.show_settings(PREFERENCES, {"theme": "light"}, "Ana", WORDS)

    assert page.fields["book_steps"].text() == "a week"
    assert page.reminders_row.saved.isHidden()


def test_reminders_that_could_not_be_kept_are_not_called_saved(qtbot: QtBot, page: SettingsPage):
    """On a failing disk a page hears nothing; another act that works must not pass for this one."""
    page.option_set.connect(page.accepted)
    retype(qtbot, page.fields["morning"].editor, "8")
    page.save_button.click()

    page.theme.segments["light"].click()
    page.show_settings(PREFERENCES, {}, "Ana", WORDS)

    assert page.reminders_row.saved.isHidden()
    assert page.fields["morning"].text() == "8"


def test_accepted_says_so_and_shows_what_was_kept(qtbot: QtBot, page: SettingsPage):
    page.preferences_saved.connect(page.accepted)
    retype(qtbot, page.fields["morning"].editor, "8")
    page.save_button.click()
    assert not page.reminders_row.saved.isHidden()

    page.show_settings(replace(PREFERENCES, morning=time(8)), {}, "Ana", WORDS)

    assert page.fields["morning"].text() == "08:00"
    retype(qtbot, page.fields["morning"].editor, "9")
    assert page.reminders_row.saved.isHidden()


@pytest.mark.parametrize("what", ["talks to the pump", "dose", "diagnosis", "calls nobody", "over a network"])
def test_the_page_says_what_the_program_is_not(page: SettingsPage, what: str):
    assert any(what in label.text() for label in page.below["not_this"].findChildren(type(page.title)))
