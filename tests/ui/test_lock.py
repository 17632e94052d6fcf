"""The screen lock stands before the records, and never before help."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from itb_companion.companion.screen_lock import lock_of
from itb_companion.ui.conductor import RECORDS
from itb_companion.ui.log_card import FILE_NAME
from tests.ui.stage import Stage, settle, texts


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path).begin().open() as opened:
        yield opened


@pytest.fixture
def locked(stage: Stage) -> Stage:
    """A lock that was turned on in Settings, and five minutes in which nobody touched anything."""
    turn_on(stage)
    stage.go("today")
    stage.move(minutes=5)
    return stage


def turn_on(stage: Stage, passphrase: str = "maya", again: str | None = None):
    card = stage.go("settings").lock_card
    card.fields["passphrase"].set_text(passphrase)
    card.fields["again"].set_text(passphrase if again is None else again)
    card.on_button.click()
    settle()
    return card


def type_in(stage: Stage, passphrase: str) -> None:
    page = stage.shell.page("lock")
    page.passphrase.setText(passphrase)
    page.open_button.click()
    settle()


def test_it_is_off_until_somebody_wants_it(stage: Stage):
    stage.move(days=3)

    for key in RECORDS:
        stage.go(key)
        assert stage.shell.current == key


def test_it_stands_before_every_record_and_opens_for_the_passphrase(locked: Stage):
    for key in RECORDS:
        locked.go(key)
        assert locked.shell.current == "lock"
        assert locked.shell.side.nav[key].isChecked()

        type_in(locked, "wrong")
        assert locked.shell.current == "lock"
        assert "That is not the passphrase. Please try again." in texts(locked.shell.page("lock"))

        type_in(locked, "maya")
        assert locked.shell.current == key
        locked.clock.at += timedelta(minutes=5)


def test_today_and_the_check_are_always_open(locked: Stage):
    for key in ("signs", "today"):
        locked.go(key)
        assert locked.shell.current == key


def test_no_signs_now_is_one_click_and_is_kept(locked: Stage):
    before = locked.companion.household().last_check

    locked.today.no_signs.emit()

    assert locked.companion.household().last_check != before
    assert locked.shell.current == "today"


def test_emergency_is_open_from_the_lock_itself_and_leads_back_to_today(locked: Stage):
    locked.go("history")
    assert locked.shell.side.emergency.isVisible()

    locked.shell.side.emergency.click()
    settle()

    assert locked.shell.current == "emergency"
    assert "911" in texts(locked.emergency) or "112" in texts(locked.emergency)
    locked.emergency.back_wanted.emit()
    assert locked.shell.current == "today"


def test_an_alert_comes_and_is_answered_while_it_is_locked(locked: Stage):
    locked.go("history")
    locked.move(days=40)

    assert locked.alerts.isVisible()
    card = locked.alerts.cards[0]
    card.set_awake(awake=True)
    before = len(locked.companion.reminders.evaluate().showing)
    card.see.click()
    settle()
    assert len(locked.companion.reminders.evaluate().showing) == before - 1


def test_it_closes_over_a_page_that_is_left_open_and_what_was_typed_is_there_again(stage: Stage):
    turn_on(stage)
    page = stage.go("settings")
    page.caregiver.setText("Ana B")
    page.caregiver.textEdited.emit("Ana B")

    stage.move(minutes=5)
    assert stage.shell.current == "lock"

    type_in(stage, "maya")
    assert stage.shell.current == "settings"
    assert page.caregiver.text() == "Ana B"


def test_while_somebody_works_it_stays_open(stage: Stage):
    turn_on(stage)
    stage.go("history")
    for _ in range(4):
        stage.move(minutes=4)
        stage.conductor.touched()

    assert stage.shell.current == "history"


def test_after_a_start_it_is_locked(stage: Stage):
    turn_on(stage)

    stage.restart()
    stage.go("contacts")

    assert stage.shell.current == "lock"


def test_the_way_from_a_reminder_to_the_refill_form_leads_over_the_lock(locked: Stage):
    locked.conductor.act("refill")
    assert locked.shell.current == "lock"

    type_in(locked, "maya")

    assert locked.shell.current == "pump"
    assert locked.shell.page("pump").form.isVisible()


def test_guessing_slows_down_in_words(locked: Stage):
    locked.go("history")
    for _ in range(3):
        type_in(locked, "guess")
    assert "Please wait 5 seconds before you try again." in texts(locked.shell.page("lock"))

    type_in(locked, "maya")
    assert locked.shell.current == "lock"
    locked.clock.at += timedelta(seconds=5)
    type_in(locked, "maya")
    assert locked.shell.current == "history"


def test_by_keyboard_alone_and_nothing_of_it_can_be_read(qtbot, locked: Stage):
    locked.go("history")
    page = locked.shell.page("lock")
    assert page.passphrase.hasFocus() or not locked.shell.isActiveWindow()
    assert page.passphrase.echoMode() is QLineEdit.EchoMode.Password
    spoken = QAccessible.queryAccessibleInterface(page.passphrase)
    assert spoken.text(QAccessible.Text.Name) == "Passphrase"
    qtbot.keyClicks(page.passphrase, "maya")
    assert "maya" not in spoken.text(QAccessible.Text.Value)

    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    settle()

    assert locked.shell.current == "history"
    assert page.passphrase.text() == ""


def test_what_cannot_be_a_passphrase_is_said_at_its_field(stage: Stage):
    card = turn_on(stage, "abc")
    assert card.fields.sentence("passphrase") == "Please choose at least 4 letters or digits."

    card = turn_on(stage, "abcd", "abce")
    assert card.fields.sentence("again") == "The two are not the same. Please type both again."
    assert lock_of(stage.companion.household().options) is None


def test_the_card_says_that_it_is_on_and_turns_it_off(stage: Stage):
    card = turn_on(stage)
    assert "On. The passphrase is asked for after 5 minutes" in texts(card)
    assert card.fields["passphrase"].text() == card.fields["again"].text() == ""
    assert card.on_button.isHidden()

    card.off_button.click()
    settle()

    assert card.off_button.isHidden()
    assert lock_of(stage.companion.household().options) is None
    stage.move(days=1)
    stage.go("history")
    assert stage.shell.current == "history"


def test_the_log_is_saved_where_the_person_wants_it(stage: Stage, tmp_path):
    card = stage.go("settings").log_card
    card.save_button.click()
    settle()
    assert card.files.selectedFiles()[0].endswith(FILE_NAME)

    card.files.fileSelected.emit(str(tmp_path / "log.txt"))
    card.files.reject()

    assert (tmp_path / "log.txt").read_text(encoding="utf-8").startswith("ITB Companion ")
    assert card.outcome.text() == f"Saved as {tmp_path / 'log.txt'}."


def test_a_log_that_cannot_be_saved_says_why(stage: Stage, tmp_path):
    card = stage.go("settings").log_card

    card.save_wanted.emit(str(tmp_path / "missing" / "log.txt"))

    assert card.outcome.text().endswith("cannot be written: No such file or directory. Please choose another place.")
