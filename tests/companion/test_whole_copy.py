"""Everything in one file for its owner alone, and such a file taken in: previewed, backed up, all or nothing."""

import json
import os
import random
import sqlite3
import stat
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from itb_companion.care.people import Person
from itb_companion.companion import whole_copy
from itb_companion.companion.whole_copy import WholeCopy, file_name, needs_passphrase, read_export
from itb_companion.companion.whole_words import failure_lines, preview_lines, taken_words
from itb_companion.record import backup_names, emergency_card, protection, whole, whole_import
from itb_companion.record.database import use
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.protection import Closed, ProtectionError
from itb_companion.record.tables import TABLES
from itb_companion.record.whole_check import NotTakenError, Why, checked
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, Program, SettableClock, at, days, make_contact
from tests.record.whole_mutations import mutated_bytes

SECRET = "correct horse battery"
WORDS = Words(BERLIN)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Neither the disk nor scrypt needs its full time here."""
    real = protection.protect
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(protection, "protect", lambda data, passphrase: real(data, passphrase, cost=4))


@pytest.fixture
def program(tmp_path):
    program = Program(tmp_path / "data", SettableClock()).begin()
    yield program
    program.companion.close()


@pytest.fixture
def copies(program):
    return WholeCopy(program.companion.desk)


@pytest.fixture
def other(tmp_path, program):
    """Another computer with an empty record; the tables are bound to it."""
    other = Program(tmp_path / "other", SettableClock(NOON + days(1)))
    yield other
    other.companion.close()


def everything(program):
    return whole.read(program.companion.desk.store)


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if not path.name.startswith("care.db-")}


# Export


def test_an_export_is_for_its_owner_alone(copies, tmp_path):
    path = copies.export(tmp_path / "new" / "mia.json")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert json.loads(path.read_bytes())["tables"]["person"][0]["name"] == "Mia Berg"
    assert [each.name for each in path.parent.iterdir()] == ["mia.json"]


def test_an_export_with_a_passphrase_opens_only_with_it(copies, tmp_path):
    path = copies.export(tmp_path / "mia.itbc", SECRET)

    assert needs_passphrase(path)
    assert b"Mia" not in path.read_bytes()
    assert read_export(path, SECRET).rows["person"][0]["name"] == "Mia Berg"
    with pytest.raises(ProtectionError) as told:
        read_export(path, "another one")
    assert told.value.why is Closed.WRONG_PASSPHRASE


@pytest.mark.parametrize("name", ["care.db", "emergency-card.json", "mia.json"])
def test_nothing_is_written_between_the_files_of_the_record(program, copies, name):
    folder = program.companion.desk.store.folder
    before = files(folder)

    with pytest.raises(RecordError) as told:
        copies.export(folder / name)

    assert files(folder) == before
    [sentence] = failure_lines(WORDS, told.value)
    assert sentence == f"{folder / name} is where the record itself is. Please choose another place for the export."


def test_a_place_that_cannot_be_written_is_told(copies, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError):
        copies.export(tmp_path / "file" / "mia.json")


def test_an_export_that_fails_leaves_the_one_before(copies, tmp_path, monkeypatch):
    path = copies.export(tmp_path / "mia.json")
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    with pytest.raises(RecordError) as told:
        copies.export(path)

    assert told.value.reason is Reason.DISK_FULL
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == ["mia.json"]


def test_the_name_says_when_and_whether_it_is_protected():
    local = at("2026-05-06 07:08").astimezone(BERLIN)

    assert file_name(local, is_protected=False) == "itb-companion-2026-05-06-070800.json"
    assert file_name(local, is_protected=True) == "itb-companion-2026-05-06-070800.itbc"


# Looking into one


def test_the_preview_says_whose_it_is_and_what_is_new(copies, tmp_path):
    path = copies.export(tmp_path / "mia.json")

    found = whole_copy.preview(whole.nothing(), read_export(path), NOON)

    assert preview_lines(WORDS, found, "", NOON + days(1)) == [
        "This export is of the record of Mia Berg.",
        "It was made yesterday at 12:00.",
        "Entries about the person: 1 new.",
        "Entries about the pump: 1 new.",
        "Refills: 1 new.",
        "Entries about contacts: 1 new.",
        "Settings and care plan: 2 new.",
        "What is new was entered from yesterday at 12:00 to yesterday at 12:00.",
        WORDS.text("whole.preview.means"),
    ]
    assert found.is_first


def test_the_preview_of_what_is_known_says_that_there_is_nothing_to_take_in(copies, tmp_path):
    found = copies.look_into(copies.export(tmp_path / "mia.json"))

    assert not found.is_new
    assert "Entries about contacts: 1, all known already." in preview_lines(WORDS, found, "Mia Berg", NOON)
    assert preview_lines(WORDS, found, "Mia Berg", NOON)[-1] == WORDS.text("whole.preview.nothing")


def test_another_person_is_pointed_out(copies, program, tmp_path):
    path = copies.export(tmp_path / "mia.json")
    program.companion.people.save_person(Person("Ben Li"))

    lines = preview_lines(WORDS, copies.look_into(path), "Ben Li", NOON)

    assert "The record here is of Ben Li. Please take this in only if both are the same person." in lines


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"SQLite format 3\0" + b"x" * 100, Why.A_BACKUP), (b"{}", Why.NOT_AN_EXPORT), (b"\x89PNG", Why.NOT_READABLE)],
)
def test_other_files_are_told_from_exports(tmp_path, content, why):
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(NotTakenError) as told:
        read_export(tmp_path / "file")

    assert told.value.why is why
    assert failure_lines(WORDS, told.value)[0].endswith(".")


def test_a_file_that_is_not_there_is_told(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(RecordError) as told:
            read_export(path)
        assert told.value.reason is Reason.NO_FILE


def test_the_record_in_use_is_not_even_opened(program):
    """Closing its file would give up SQLite's locks on it."""
    for act in (read_export, needs_passphrase):
        with pytest.raises(NotTakenError) as told:
            act(program.companion.desk.store.path)
        assert told.value.why is Why.A_BACKUP


def test_a_damaged_protected_file_is_told_before_anybody_is_asked(copies, tmp_path):
    path = copies.export(tmp_path / "mia.itbc", SECRET)
    path.write_bytes(path.read_bytes()[:-5])

    with pytest.raises(ProtectionError) as told:
        needs_passphrase(path)

    assert told.value.why is Closed.DAMAGED


def test_what_is_wrong_is_told_with_its_place_twenty_of_it_and_how_many_more(copies, tmp_path):
    path = copies.export(tmp_path / "mia.json")
    document = json.loads(path.read_bytes())
    document["tables"]["contact"] = [
        document["tables"]["contact"][0] | {"id": n, "day_number": "x"} for n in range(1, 31)
    ]
    path.write_text(json.dumps(document))

    with pytest.raises(NotTakenError) as told:
        copies.look_into(path)

    lines = failure_lines(WORDS, told.value)
    assert lines[0] == "This file cannot be taken in, and nothing was changed. What is wrong in it:"
    assert lines[4] == (
        "contact[3].day_number: A telephone number has only digits, spaces and a leading +. "
        "Please retype “x” in digits."
    )
    assert len(lines) == 22
    assert lines[-1] == "And 10 more."


# Taking one in


@pytest.fixture
def export(program, tmp_path):
    """An export of the first computer with one more contact."""
    program.companion.people.save_contact(make_contact("Ali", day_number="030 4711"))
    return WholeCopy(program.companion.desk).export(tmp_path / "mia.json")


def test_an_empty_record_gets_everything_and_the_card_follows(export, program, other):
    copies = WholeCopy(other.companion.desk)

    assert copies.take_in(copies.look_into(export)) is None

    assert [contact.name for contact in other.companion.household().contacts] == ["Baclofen on-call line", "Ali"]
    card = emergency_card.read(other.companion.desk.store.folder)
    assert {contact.name for contact in card.contacts} == {"Baclofen on-call line", "Ali"}
    assert taken_words(WORDS, None) == "Everything in the file is in the record now."


def test_a_verified_backup_is_made_before(export, other):
    other.companion.people.set_caregiver("Ben")
    copies = WholeCopy(other.companion.desk)

    kept = copies.take_in(copies.look_into(export))

    assert backup_names.made_for(kept.name) is backup_names.Why.BEFORE_IMPORT
    assert kept.parent == other.companion.desk.store.folder / "backups"
    with closing(sqlite3.connect(kept)) as backup:
        assert backup.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert str(kept) in taken_words(WORDS, kept)


def test_without_a_backup_nothing_is_taken_in(export, other):
    other.companion.people.set_caregiver("Ben")
    folder = other.companion.desk.store.folder
    (folder / "backups").write_text("in the way")
    before = everything(other)
    copies = WholeCopy(other.companion.desk)

    with pytest.raises(RecordError):
        copies.take_in(copies.look_into(export))

    assert everything(other) == before


def test_taking_in_what_is_known_makes_no_backup_and_writes_nothing(copies, export, program):
    folder = program.companion.desk.store.folder
    before = everything(program), files(folder)

    assert copies.take_in(copies.look_into(export)) is None
    assert (everything(program), files(folder)) == before


def test_what_fails_in_the_middle_leaves_everything_as_it_was(export, other, monkeypatch):
    """The record is read back before it counts: what is not there as it was written undoes all of it."""
    other.companion.people.set_caregiver("Ben")
    before = everything(other)
    copies = WholeCopy(other.companion.desk)
    found = copies.look_into(export)
    real = whole_import._kept

    def garbled(row, columns):
        return ["Alj" if each == "Ali" else each for each in real(row, columns)]

    monkeypatch.setattr(whole_import, "_kept", garbled)

    with pytest.raises(RecordError) as told:
        copies.take_in(found)

    assert told.value.reason is Reason.FAILED
    assert everything(other) == before
    assert other.companion.household().caregiver == "Ben"


def test_a_locked_record_is_told_and_nothing_changes(export, other, monkeypatch):
    other.companion.people.set_caregiver("Ben")
    copies, before = WholeCopy(other.companion.desk), everything(other)
    found = copies.look_into(export)
    with closing(sqlite3.connect(other.companion.desk.store.path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError) as told:
            copies.take_in(found)
        holder.rollback()

    assert told.value.reason is Reason.LOCKED
    assert everything(other) == before


def test_what_was_written_since_the_preview_is_kept_too(export, other):
    other.companion.people.set_caregiver("Ben")
    copies = WholeCopy(other.companion.desk)
    found = copies.look_into(export)
    other.companion.checks.no_signs_now()

    copies.take_in(found)

    rows = everything(other)
    assert len(rows["sign_check"]) == 1
    assert len(rows["contact"]) == 2


def test_the_lock_and_the_folders_of_another_computer_are_not_taken_over(program, copies, other, tmp_path):
    theirs, mine = other.companion.people, program.companion.people
    with_record_of(other, lambda: theirs.set_caregiver("Ben"))
    with_record_of(other, lambda: theirs.set_option("lock", "5:00:11"))
    with_record_of(other, lambda: theirs.set_option("theme", "dark"))
    export = with_record_of(other, lambda: WholeCopy(other.companion.desk).export(tmp_path / "theirs.json"))

    def take_in():
        mine.set_option("backup_folder", "/media/stick")
        copies.take_in(copies.look_into(export))
        return program.companion.household().options, copies.look_into(export).is_new

    assert with_record_of(program, take_in) == ({"backup_folder": "/media/stick", "theme": "dark"}, False)


def with_record_of(one, act):
    """Do something while the tables are bound to this computer's record."""
    use(one.companion.desk.store.database)
    one.companion.desk.forget()
    return act()


def test_it_runs_beside_the_main_thread_on_a_connection_of_its_own(export, other, tmp_path):
    """As in the window, where nothing may stand still meanwhile."""
    copies, told = WholeCopy(other.companion.desk), []

    def work():
        with copies.alongside():
            told.append(copies.take_in(copies.look_into(export)))
            told.append(copies.export(tmp_path / "again.json", SECRET))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)

    assert told == [None, tmp_path / "again.json"]
    other.companion.desk.forget()
    assert other.companion.household().person.name == "Mia Berg"
    other.companion.people.set_caregiver("Cleo")
    assert read_export(tmp_path / "again.json", SECRET).rows["person"]


def test_hundreds_of_mutated_files_never_break_the_act_nor_write_a_part(export, other, tmp_path):
    """Through the whole act: whatever is not taken in whole leaves the record as it was."""
    chance, document = random.Random(17), json.loads(export.read_bytes())
    copies = WholeCopy(other.companion.desk)
    other.companion.people.set_caregiver("Ben")
    before, file = everything(other), tmp_path / "mutated"
    sealed_bytes = protection.protect(export.read_bytes(), SECRET)
    taken, slowest, told, unchanged = 0, 0.0, [], []
    for number in range(300):
        data = mutated_bytes(chance, document)
        file.write_bytes(data if number % 3 else _flipped(chance, sealed_bytes))
        began = time.perf_counter()
        try:
            copies.take_in(copies.look_into(file, SECRET))
        except (NotTakenError, ProtectionError, RecordError) as error:
            told += failure_lines(WORDS, error)
            unchanged.append(everything(other) == before)
        else:
            taken += 1
            after = everything(other)
            assert checked(whole.export_bytes(after, NOON)).rows == after
            _back_to(other, before)
        slowest = max(slowest, time.perf_counter() - began)

    assert slowest < 2
    assert 0 < taken < 200
    assert len(unchanged) == 300 - taken
    assert all(unchanged)
    assert all(line.strip() for line in told)


def _flipped(chance, data):
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _back_to(program, rows):
    """Put the record back as it was."""
    store = program.companion.desk.store
    store.database.bind(TABLES)
    with store.transaction():
        whole_import._replace(store, rows)
    for made in (store.folder / "backups").glob("*"):
        Path(made).unlink()
