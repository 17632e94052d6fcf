"""Backups in the window: made in the background, shown on Today and in Settings, put back with a preview."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QLineEdit

from itb_companion.companion.backups import SECOND_FOLDER
from itb_companion.record import backup, backup_state, protection
from itb_companion.record.protected_backup import back_up_protected
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
    keeping.shell.side.nav["today"].click()
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


def test_a_backup_that_a_person_wants_on_a_full_disk_is_told_to_have_failed(keeping, qtbot, monkeypatch):
    for module, name in ((backup, "_copy"), (backup_state, "write_atomically")):
        monkeypatch.setattr(module, name, no_room)
    card = keeping.go("settings").backups
    card.back_up.click()
    ready(keeping, qtbot)

    assert card.result.sentence.text() == "The last backup failed. The disk is full."


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
    stick.mkdir()
    card.back_up.click()
    ready(keeping, qtbot)
    assert "is the drive plugged in?" in texts(card)
    card.choose.click()
    ready(keeping, qtbot)
    assert "is the drive plugged in?" not in texts(card)
    assert len(list(stick.rglob("*.db"))) == 1
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


def test_the_preview_of_a_backup_far_down_the_list_comes_into_view(keeping, qtbot):
    for _ in range(8):
        keeping.move(days=1)
        ready(keeping, qtbot)
    page = keeping.go("settings")
    card = page.backups
    card.more.click()
    settle()
    *_, last = card.list.findChildren(type(card.back_up))
    page.ensureWidgetVisible(last)
    settle()
    last.click()
    ready(keeping, qtbot)
    qtbot.waitUntil(lambda: is_seen(page, card.preview.title))

    assert is_seen(page, card.preview.let_be)


def is_seen(page, widget):
    top = widget.mapTo(page, QPoint()).y()
    return widget.isVisible() and 0 <= top <= page.height() - widget.height()


# Putting one back: what takes long runs beside the window, and nothing is lost by it


def to_be_restored(stage, qtbot):
    """Return the card with the newest backup in its preview, after an act that is not in it."""
    stage.companion.people.set_caregiver("Ben")
    card = stage.go("settings").backups
    card.list.findChild(type(card.back_up)).click()
    ready(stage, qtbot)
    assert not card.preview.isHidden()
    return card


def before_restore(stage):
    return [name for name in files(stage) if "before-restore" in name]


def test_the_state_before_a_restore_is_kept_beside_the_window(keeping, qtbot, monkeypatch):
    card = to_be_restored(keeping, qtbot)
    copied_by, copy = [], backup._copy
    monkeypatch.setattr(backup, "_copy", lambda *given: (copied_by.append(threading.current_thread()), copy(*given)))
    with qtbot.waitSignal(keeping.conductor.backup_desk.restart_wanted):
        card.preview.restore.click()
        assert not card.preview.restore.isEnabled()
        assert "Keeping the record as it is now" in card.result.sentence.text()

    assert len(copied_by) == 1
    assert threading.main_thread() not in copied_by


def test_what_is_written_while_the_state_is_kept_is_kept_too(keeping, qtbot, monkeypatch):
    card = to_be_restored(keeping, qtbot)
    copies, copy, stored = [], backup._copy, threading.Event()

    def slow(*given):
        copy(*given)
        copies.append(given)
        if len(copies) == 1:
            assert stored.wait(10)

    monkeypatch.setattr(backup, "_copy", slow)
    with qtbot.waitSignal(keeping.conductor.backup_desk.restart_wanted):
        card.preview.restore.click()
        qtbot.waitUntil(lambda: len(copies) == 1)
        keeping.companion.people.set_caregiver("Cid")
        stored.set()

    newest = sorted((keeping.folder / "backups").glob("*before-restore*.db"), key=lambda file: file.stat().st_mtime_ns)
    with closing(sqlite3.connect(newest[-1])) as kept:
        [(who,)] = kept.execute("SELECT value FROM setting WHERE name = 'caregiver' AND replaced_by IS NULL")
    assert who == '"Cid"'
    assert len(copies) == 2
    keeping.restart()
    assert keeping.companion.desk.caregiver == "Ana"


def test_a_restore_can_be_left_while_the_state_is_kept(keeping, qtbot):
    card = to_be_restored(keeping, qtbot)
    card.preview.restore.click()
    card.preview.let_be.click()
    ready(keeping, qtbot)

    assert card.preview.isHidden()
    assert keeping.companion.desk.caregiver == "Ben"
    keeping.companion.people.set_caregiver("Cid")
    assert not list(keeping.folder.glob(".restore-*"))


def test_a_state_that_cannot_be_kept_is_told_and_nothing_is_restored(keeping, qtbot, monkeypatch):
    card = to_be_restored(keeping, qtbot)
    monkeypatch.setattr(backup, "_copy", no_room)
    card.preview.restore.click()
    ready(keeping, qtbot)

    assert "The disk" in card.result.sentence.text()
    assert card.result.property("dress") == "urgent"
    assert keeping.companion.desk.caregiver == "Ben"
    keeping.companion.people.set_caregiver("Cid")


def test_nothing_is_restored_over_help_that_is_being_sought(keeping, qtbot):
    card = to_be_restored(keeping, qtbot)
    keeping.companion.help.ask()
    card.preview.restore.click()
    ready(keeping, qtbot)

    assert card.result.sentence.text().startswith("Help is being sought.")
    assert before_restore(keeping) == []
    assert keeping.companion.help.current() is not None


def test_a_press_during_a_backup_is_answered(keeping, qtbot, monkeypatch):
    goes_on, copy = threading.Event(), backup._copy
    monkeypatch.setattr(backup, "_copy", lambda *given: (goes_on.wait(10), copy(*given)))
    card = keeping.go("settings").backups
    card.back_up.click()
    card.list.findChild(type(card.back_up)).click()
    said = card.result.sentence.text()
    goes_on.set()
    ready(keeping, qtbot)

    assert said == "A backup is being made. Please try again in a moment."
    assert card.preview.isHidden()


SECRET = "correct horse battery"


@pytest.fixture
def sealed(keeping, monkeypatch, tmp_path):
    """A backup from elsewhere that a passphrase protects, which a person chooses."""
    real = protection.protect
    monkeypatch.setattr(protection, "protect", lambda data, secret: real(data, secret, cost=4))
    file = back_up_protected(keeping.folder, tmp_path / "stick" / "mia.itbc", SECRET)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    keeping.companion.people.set_caregiver("Ben")
    return file


def opened(stage, qtbot, secret):
    card = stage.shell.page("settings").backups
    card.asking.passphrase.editor.setText(secret)
    card.asking.open.click()
    ready(stage, qtbot)
    return card


def readable_copies(stage):
    """Return what lies in the data folder and could be read without the passphrase."""
    return [path for path in stage.folder.rglob("*") if path.suffix == ".itbc" or ".backup-" in str(path)]


def test_a_protected_backup_asks_until_the_passphrase_is_right_and_can_be_restored(keeping, qtbot, sealed):
    card = keeping.go("settings").backups
    card.elsewhere.click()
    ready(keeping, qtbot)
    assert not card.asking.isHidden()
    assert card.preview.isHidden()
    opened(keeping, qtbot, "another one")
    assert card.asking.passphrase.error.text() == "This is not the passphrase of this file. Please type it again."
    assert card.asking.passphrase.editor.text() == "another one"
    assert card.result.isHidden()
    opened(keeping, qtbot, SECRET)

    assert "This backup is of the record of Mia Berg." in texts(card.preview)
    assert card.asking.isHidden()
    assert card.asking.passphrase.editor.text() == ""
    assert readable_copies(keeping) == []
    with qtbot.waitSignal(keeping.conductor.backup_desk.restart_wanted):
        card.preview.restore.click()
    keeping.restart()
    keeping.conductor.backup_desk.begin()
    ready(keeping, qtbot)
    assert keeping.companion.desk.caregiver == "Ana"
    assert keeping.failure.startswith("The backup is in the place of the record now. To go back, restore care-2026-")


def test_a_damaged_protected_backup_is_told_without_asking_for_a_passphrase(keeping, qtbot, sealed):
    sealed.write_bytes(sealed.read_bytes()[:-9])
    card = keeping.go("settings").backups
    card.elsewhere.click()
    ready(keeping, qtbot)

    assert card.asking.isHidden()
    assert "damaged or cut short, so no passphrase opens it" in card.result.sentence.text()
    assert keeping.companion.desk.caregiver == "Ben"


def test_a_protected_file_that_is_no_backup_is_told_by_its_own_name(keeping, qtbot, sealed):
    sealed.write_bytes(protection.protect(b"a shopping list", SECRET))
    card = keeping.go("settings").backups
    card.elsewhere.click()
    ready(keeping, qtbot)
    opened(keeping, qtbot, SECRET)

    assert card.result.sentence.text().startswith(f"{sealed} is not a record of ITB Companion")
    assert readable_copies(keeping) == []


def test_a_protected_backup_can_be_left(keeping, qtbot, sealed):
    card = keeping.go("settings").backups
    card.elsewhere.click()
    ready(keeping, qtbot)
    card.asking.passphrase.editor.setText(SECRET)
    card.asking.let_be.click()

    assert card.asking.isHidden()
    assert card.asking.passphrase.editor.text() == ""
    card.asking.open.click()
    ready(keeping, qtbot)
    assert card.preview.isHidden()


def test_what_a_killed_program_left_readable_of_a_backup_goes_at_the_next_start(stage, qtbot):
    for name in (".backup-x7", ".restore-x7"):
        (stage.folder / name).mkdir()
        (stage.folder / name / "mia.itbc").write_bytes(b"SQLite format 3\0 Mia Berg")
    (stage.folder / "exports").mkdir()
    stage.conductor.backup_desk.begin()
    ready(stage, qtbot)

    assert not [path for path in stage.folder.iterdir() if path.name.startswith(".")]
    assert (stage.folder / "exports").is_dir()


def test_the_passphrase_of_a_backup_cannot_be_read_over_a_shoulder(keeping):
    card = keeping.go("settings").backups

    assert card.asking.passphrase.editor.echoMode() is QLineEdit.EchoMode.Password
