"""The card of everything in one file: exports, looks into a file, asks, and takes it in, beside a window that lives."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from itb_companion.companion.whole_copy import WholeCopy, read_export
from itb_companion.record import protection
from itb_companion.record.tables import TABLES
from itb_companion.ui.whole_copy_card import WholeCopyCard
from itb_companion.ui.whole_copy_desk import WholeCopyDesk
from tests.factories import Program, SettableClock, days, make_contact
from tests.ui.stage import Stage

SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """The real cost of scrypt is a second."""
    real = protection.protect
    monkeypatch.setattr(protection, "protect", lambda data, secret: real(data, secret, cost=4))


@pytest.fixture
def card(qtbot) -> WholeCopyCard:
    made = WholeCopyCard()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "ours").begin().open(alerts=False) as opened:
        yield opened


@pytest.fixture
def page(stage):
    return stage.go("settings")


@pytest.fixture
def desk(page) -> WholeCopyDesk:
    return page.whole_copy.findChild(WholeCopyDesk)


@pytest.fixture
def file(tmp_path, request, stage):
    """An export of another computer that has one contact more."""
    program = Program(tmp_path / "theirs", SettableClock()).begin()
    program.companion.people.save_contact(make_contact("Ali", day_number="030 4711"))
    path = WholeCopy(program.companion.desk).export(tmp_path / "theirs.json", getattr(request, "param", ""))
    program.companion.close()
    stage.companion.desk.store.database.bind(TABLES)  # they belong to the record that was opened last
    return path


@pytest.fixture
def wait(qtbot, page):
    """Wait until what was started is done."""

    def until_done():
        qtbot.waitUntil(page.whole_copy.take_in.isEnabled, timeout=20_000)

    return until_done


def outcome(page) -> str:
    return "" if page.whole_copy.outcome.isHidden() else page.whole_copy.outcome.text()


def test_a_passphrase_is_only_asked_for_when_it_is_wanted_and_nobody_can_read_it(qtbot, card):
    assert card.passphrase.isHidden() or not card.passphrase.isVisibleTo(card)
    card.protect.box.click()

    assert card.passphrase.isVisibleTo(card)
    for field in (card.passphrase, card.again, card.asking.passphrase):
        assert field.editor.echoMode() is QLineEdit.EchoMode.Password
    card.passphrase.editor.setText(SECRET)
    card.protect.box.click()
    assert card.passphrase.editor.text() == ""


def test_what_was_typed_is_emitted_as_it_was_typed(qtbot, card):
    card.protect.box.click()
    card.passphrase.editor.setText(" blank ")
    card.again.editor.setText(" blank")

    with qtbot.waitSignal(card.export_wanted) as signal:
        card.export.click()

    assert signal.args == [" blank ", " blank"]


def test_text_out_of_a_file_is_shown_letter_by_letter(card):
    card.show_preview(["<b>bold</b> &amp;"], is_new=True)

    assert card.preview.lines.text() == "<b>bold</b> &amp;"
    assert card.preview.lines.textFormat().name == "PlainText"


def test_everything_is_exported_into_a_private_folder_that_is_proposed(stage, page, desk, wait):
    page.whole_copy.export.click()

    dialog = desk.files
    folder = stage.folder / "exports"
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.directory().absolutePath() == str(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    dialog.fileSelected.emit(str(folder / "mia.json"))
    dialog.reject()
    wait()

    assert outcome(page).startswith(f"Everything was written to {folder / 'mia.json'}.")
    assert read_export(folder / "mia.json").rows["person"][0]["name"] == "Mia Berg"


def test_with_a_passphrase_only_that_opens_it_and_nothing_of_it_stays(page, desk, wait, tmp_path):
    card = page.whole_copy
    card.protect.box.click()
    card.passphrase.editor.setText(SECRET)
    card.again.editor.setText(SECRET)
    card.export.click()
    desk.files.fileSelected.emit(str(tmp_path / "mia.itbc"))
    desk.files.reject()
    wait()

    assert outcome(page) == f"Everything was written to {tmp_path / 'mia.itbc'}."
    assert read_export(tmp_path / "mia.itbc", SECRET).rows["person"]
    assert not card.protect.box.isChecked()
    assert card.passphrase.editor.text() == ""


@pytest.mark.parametrize(("first", "second", "says"), [("short", "short", "at least 8"), (SECRET, "x", "not the same")])
def test_a_passphrase_that_cannot_be_used_is_told_at_its_field_and_stays(page, desk, first, second, says):
    card = page.whole_copy
    card.protect.box.click()
    card.passphrase.editor.setText(first)
    card.again.editor.setText(second)
    card.export.click()

    assert says in card.passphrase.error.text()
    assert card.passphrase.editor.text() == first
    assert not hasattr(desk, "files")


def test_an_export_is_looked_into_and_taken_in(stage, page, desk, file, wait):
    stage.go("contacts")
    stage.clock.at += days(1)
    stage.go("settings")
    page.whole_copy.take_in.click()
    desk.files.fileSelected.emit(str(file))
    desk.files.reject()
    wait()
    shown = page.whole_copy.preview.lines.text()
    assert "This export is of the record of Mia Berg." in shown
    assert len(stage.companion.household().contacts) == 1
    page.whole_copy.preview.take_in.click()
    wait()

    assert "What was missing is in the record now." in outcome(page)
    assert {contact.name for contact in stage.companion.household().contacts} == {"Baclofen on-call line", "Ali"}
    assert page.whole_copy.preview.isHidden()
    assert [file.name for file in (stage.folder / "backups").glob("*before-import.db")]
    names = json.loads((stage.folder / "emergency-card.json").read_bytes())["contacts"]
    assert {contact["name"] for contact in names} == {"Baclofen on-call line", "Ali"}
    assert not stage.shell.made("contacts")  # it may hold the ids of before


def test_leaving_it_changes_nothing(stage, page, desk, file, wait):
    desk.look_into(file)
    wait()
    page.whole_copy.preview.let_be.click()
    page.whole_copy.preview.take_in.click()

    assert page.whole_copy.preview.isHidden()
    assert len(stage.companion.household().contacts) == 1


@pytest.mark.parametrize("file", [SECRET], indirect=True)
def test_a_protected_file_asks_until_the_passphrase_is_right(page, desk, file, wait):
    card = page.whole_copy
    desk.look_into(file)
    wait()
    assert not card.asking.isHidden()
    card.asking.passphrase.editor.setText("another one")
    card.asking.open.click()
    wait()
    assert card.asking.passphrase.error.text() == "This is not the passphrase of this file. Please type it again."
    assert card.asking.passphrase.editor.text() == "another one"
    card.asking.passphrase.editor.setText(SECRET)
    card.asking.open.click()
    wait()

    assert not card.preview.isHidden()
    assert card.asking.isHidden()
    assert card.asking.passphrase.editor.text() == ""


def test_what_is_wrong_in_a_file_is_told_with_its_place_and_nothing_can_be_taken_in(stage, page, desk, file, wait):
    document = json.loads(file.read_bytes())
    document["tables"]["contact"][0]["day_number"] = 5
    file.write_text(json.dumps(document))
    desk.look_into(file)
    wait()

    assert outcome(page).splitlines()[1] == "contact[0].day_number: This must be text."
    assert page.whole_copy.outcome.property("role") == "error"
    assert page.whole_copy.preview.isHidden()


def test_what_is_known_already_offers_nothing_to_take_in(stage, page, desk, wait, tmp_path):
    desk.export_to(tmp_path / "ours.json")
    wait()
    desk.look_into(tmp_path / "ours.json")
    wait()

    assert page.whole_copy.preview.lines.text().endswith("There is nothing to take in.")
    assert page.whole_copy.preview.take_in.isHidden()


def test_a_place_that_cannot_be_written_is_told(stage, page, desk, wait):
    desk.export_to(stage.folder / "care.db")
    wait()

    assert "is where the record itself is" in outcome(page)
