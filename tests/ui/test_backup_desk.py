"""Backups in the window: made in the background, shown on Today and in Settings, put back with a preview."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from itb_companion.companion.backups import SECOND_FOLDER
from itb_companion.record import backup
from itb_companion.record.store import DATABASE_NAME
from tests.ui.stage import Stage, settle, texts


@pytest.fixture
def stage(tmp_path, qtbot):
    with Stage(tmp_path / "data").begin() as made:
        yield made.open()


@pytest.fixture
def keeping(stage, qtbot):
    """A window that makes backups, after the first one."""
    stage.conductor.backup_desk.begin()
    ready(stage, qtbot)
    return stage


def ready(stage, qtbot):
    """Wait until what runs in the background is done and shown."""
    desk = stage.conductor.backup_desk
    qtbot.waitUntil(lambda: not desk._worker.is_busy and not desk._looker.is_busy, timeout=20_000)
    settle()


def files(stage):
    return sorted(path.name for path in (stage.folder / "backups").glob("*.db"))


def test_without_being_begun_nothing_is_made_and_settings_say_so(stage):
    stage.move(days=5)
    card = stage.go("settings").backups

    assert not (stage.folder / "backups").exists()
    assert "this is not a record that is kept" in texts(card)
    assert not card.back_up.isEnabled()
    assert not card.elsewhere.isEnabled()


def test_the_first_look_of_each_day_makes_one_and_today_says_so(keeping, qtbot):
    assert files(keeping) == ["care-2026-03-10-120000.db"]
    keeping.move(hours=1)
    ready(keeping, qtbot)
    assert len(files(keeping)) == 1
    keeping.move(days=1)
    ready(keeping, qtbot)

    assert files(keeping) == ["care-2026-03-10-120000.db", "care-2026-03-11-130000.db"]
    keeping.shell.nav["today"].click()
    assert "Newest backup: today" in texts(keeping.today)


def test_a_failed_backup_comes_as_an_alert_whose_button_leads_to_the_card_and_ends_with_a_good_one(
    keeping, qtbot, monkeypatch, caplog
):
    with monkeypatch.context() as broken:
        broken.setattr(backup, "_copy", no_room)
        keeping.move(days=1)
        ready(keeping, qtbot)
    assert "There is no good backup" in texts(keeping.alerts)
    assert "The last backup failed. The disk is full." in texts(keeping.today)
    caplog.clear()
    page = keeping.go("settings")
    assert "The disk is full." in texts(page.backups)
    page.backups.back_up.click()
    ready(keeping, qtbot)

    assert page.backups.result.sentence.text() == "A backup was made."
    assert not keeping.alerts.isVisible()
    assert "failed" not in texts(page.backups)


def no_room(*_):
    raise OSError(28, "No space left on device")


def test_a_preview_comes_before_a_restore_and_can_be_left(keeping, qtbot):
    keeping.companion.people.set_caregiver("Ben")
    card = keeping.go("settings").backups
    card.list.findChild(type(card.back_up)).click()
    ready(keeping, qtbot)
    assert "This backup is of the record of Mia Berg." in texts(card.preview)
    assert card.preview.let_be.hasFocus() or not card.isActiveWindow()
    card.preview.let_be.click()

    assert card.preview.isHidden()
    assert keeping.companion.desk.caregiver == "Ben"
    assert not list(keeping.folder.glob(".restore-*"))


def test_a_confirmed_restore_asks_for_a_new_start_after_which_the_news_is_told_once(keeping, qtbot):
    keeping.companion.people.set_caregiver("Ben")
    card = keeping.go("settings").backups
    card.list.findChild(type(card.back_up)).click()
    ready(keeping, qtbot)
    with qtbot.waitSignal(keeping.conductor.backup_desk.restart_wanted):
        card.preview.restore.click()
    keeping.restart()
    keeping.conductor.backup_desk.begin()
    ready(keeping, qtbot)

    assert keeping.companion.desk.caregiver == "Ana"
    assert keeping.failure.startswith("The backup is in the place of the record now. To go back, restore care-2026-")
    keeping.restart()
    keeping.conductor.backup_desk.begin()
    ready(keeping, qtbot)
    assert keeping.failure == ""


def test_a_file_from_elsewhere_that_is_no_backup_is_refused_in_words_on_the_card(keeping, qtbot, monkeypatch, tmp_path):
    (tmp_path / "holiday.db").write_bytes(b"JFIF")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "holiday.db"), ""))
    card = keeping.go("settings").backups
    card.elsewhere.click()
    ready(keeping, qtbot)

    assert "is not a record of ITB Companion" in card.result.sentence.text()
    assert card.preview.isHidden()


def test_a_second_folder_gets_a_copy_at_once_and_a_missing_stick_is_told(keeping, qtbot, monkeypatch, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    card = keeping.go("settings").backups
    keeping.move(hours=2)
    card.choose.click()
    ready(keeping, qtbot)
    assert [path.name for path in stick.rglob("*.db")] == ["care-2026-03-10-140000.db"]
    assert str(stick) in texts(card)

    stick.rename(tmp_path / "unplugged")
    card.back_up.click()
    ready(keeping, qtbot)
    assert "is the drive plugged in?" in texts(card)
    card.drop.click()
    settle()
    assert keeping.companion.household().options[SECOND_FOLDER] == ""
    assert card.drop.isHidden()


def test_damage_found_after_the_start_is_told_and_no_backup_is_made_of_it(stage, qtbot, caplog):
    with closing(sqlite3.connect(stage.folder / DATABASE_NAME)) as record, record:
        columns = "(key, alert_id, kind, due_at, raised_at)"
        record.execute(f"INSERT INTO occurrence {columns} VALUES ('k', 4711, 'book', 'then', 'then')")
    stage.conductor.backup_desk.begin()
    ready(stage, qtbot)

    assert stage.failure.startswith("The record is damaged: occurrence 1: ")
    stage.move(minutes=1)
    ready(stage, qtbot)
    assert files(stage) == []
    assert "The record is damaged." in texts(stage.go("settings").backups)
    caplog.clear()


def test_many_backups_are_shown_only_when_wanted(keeping, qtbot):
    for _ in range(6):
        keeping.move(days=1)
        ready(keeping, qtbot)
    card = keeping.go("settings").backups
    assert card.list.count == 5
    card.more.click()

    assert card.list.count == 7
    assert card.more.isHidden()


def test_closing_waits_for_a_backup_under_way(tmp_path, qtbot):
    with Stage(tmp_path / "data").begin() as stage:
        stage.open()
        stage.conductor.backup_desk.begin()

    assert [Path(name).suffix for name in files(stage)] in ([], [".db"])
    assert not list((tmp_path / "data").rglob(".*.part"))
