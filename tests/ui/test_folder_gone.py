"""The data folder goes while the window is open: it is said, nothing looks kept that is not, and help is there."""

import shutil

import pytest

from tests.factories import make_contact
from tests.ui.stage import settle, texts

SENTENCE = "care.db was moved, removed or replaced while ITB Companion is running, so nothing more can be kept."


@pytest.fixture
def gone(stage):
    stage.begin(contact=make_contact(day_number="+49 30 555 0140")).open(alerts=False)
    shutil.rmtree(stage.folder)
    return stage


def test_a_press_says_so_and_shows_nothing_as_kept(gone, caplog):
    before = texts(gone.today)
    gone.today.no_signs.emit()
    settle()

    assert SENTENCE in gone.failure
    assert texts(gone.today) == before
    gone.shell.failure.action.click()
    gone.move(minutes=5)
    assert SENTENCE in gone.failure  # it stays true, so it is said again
    assert not gone.folder.exists()
    caplog.clear()


def test_what_is_typed_stays(gone, caplog):
    page = gone.go("settings")
    page.caregiver.setText("Ben")
    page.duty_fields.is_dirty = True
    page.save_caregiver_button.click()
    settle()

    assert SENTENCE in gone.failure
    assert page.caregiver.text() == "Ben"
    assert page.duty_row.saved.isHidden()
    caplog.clear()


def test_a_danger_sign_opens_the_emergency_screen_with_its_numbers(gone, caplog):
    page = gone.go("signs")
    page.danger_buttons["seizure"].click()
    settle()
    shown = texts(gone.emergency)

    assert gone.shell.current == "emergency"
    assert "112" in shown
    assert "+49 30 555 0140" in shown
    assert SENTENCE in shown + gone.failure
    caplog.clear()


def test_no_backup_makes_the_folder_anew(stage, qtbot, caplog):
    """It would stand in the place of the drive that was pulled out, and hinder its coming back."""
    stage.begin().open(alerts=False)
    desk = stage.conductor.backup_desk
    desk.begin()
    qtbot.waitUntil(lambda: not desk._worker.is_busy and not desk._looker.is_busy, timeout=20_000)
    elsewhere = stage.folder.with_name("elsewhere")
    stage.folder.rename(elsewhere)
    for _ in range(3):
        stage.move(days=1)
        qtbot.waitUntil(lambda: not desk._worker.is_busy, timeout=20_000)
        settle()
    assert not stage.folder.exists()
    assert SENTENCE in stage.failure
    elsewhere.rename(stage.folder)
    stage.move(hours=2)
    stage.today.no_signs.emit()
    settle()

    assert stage.companion.household().last_check.saved_at == stage.clock.at
    caplog.clear()
