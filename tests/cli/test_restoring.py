"""`restore` shows what is in a backup, asks, and keeps what was there before."""

import io
import sys
from pathlib import Path

import pytest

from itb_companion.desktop.single_instance import SingleInstance
from tests.cli.conftest import Call
from tests.factories import Program, SettableClock
from tests.record.test_released import RELEASED


class Terminal(io.StringIO):
    """Somebody who types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def copy(call: Call, data: Path, tmp_path: Path) -> Path:
    """A backup of the record, which has another caregiver since."""
    call("--data-dir", data, "backup", tmp_path / "copy.db")
    program = Program(data, SettableClock())
    program.companion.people.set_caregiver("Ben")
    program.companion.close()
    return tmp_path / "copy.db"


def caregiver(data: Path) -> str:
    program = Program(data, SettableClock())
    found = program.companion.desk.caregiver
    program.companion.close()
    return found


def test_it_is_put_in_place_and_the_record_before_is_kept(call: Call, data: Path, copy: Path):
    told = call("--data-dir", data, "restore", copy, "--yes")

    assert (told.code, told.err) == (0, "")
    assert "This backup is of the record of Mia Berg." in told.out
    assert "Refills: 1." in told.out
    assert caregiver(data) == "Ana"
    [before] = (data / "backups").glob("*-before-restore.db")
    assert f"The record as it was before is in {before}." in told.out
    assert call("--data-dir", data, "restore", before, "--yes").code == 0
    assert caregiver(data) == "Ben"


def test_nothing_is_restored_over_help_that_is_being_sought(call: Call, data: Path, copy: Path):
    program = Program(data, SettableClock())
    program.companion.help.ask()
    program.companion.close()

    told = call("--data-dir", data, "restore", copy, "--yes")

    assert told.code == 1
    assert told.err.startswith("itb-companion: Help is being sought. Please close that on the emergency screen first")
    program = Program(data, SettableClock())
    assert program.companion.help.current() is not None
    program.companion.close()
    assert caregiver(data) == "Ben"


def test_without_a_yes_it_only_shows_what_is_in_it(call: Call, data: Path, copy: Path):
    told = call("--data-dir", data, "restore", copy)

    assert (told.code, "Mia Berg" in told.out) == (1, True)
    assert told.err == (
        "itb-companion: Nothing was changed. To put this backup in the place of the record, add --yes.\n"
    )
    assert caregiver(data) == "Ben"
    assert not list(data.glob(".restore-*"))


@pytest.mark.parametrize(("typed", "kept"), [("yes\n", "Ana"), (" YES \n", "Ana"), ("y\n", "Ben"), ("", "Ben")])
def test_on_a_terminal_it_asks(call: Call, data: Path, copy: Path, monkeypatch, typed: str, kept: str):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    call("--data-dir", data, "restore", copy)

    assert caregiver(data) == kept


def test_while_the_program_runs_on_the_folder_it_is_refused(call: Call, data: Path, copy: Path):
    running = SingleInstance(data)
    running.acquire()
    sentence = call("--data-dir", data, "restore", copy, "--yes").refused()
    running.release()

    assert sentence.startswith("ITB Companion is running on this record (")
    assert caregiver(data) == "Ben"


@pytest.mark.parametrize("content", [None, b"", b"a shopping list", b"SQLite format 3\0" + b"\x01" * 5000])
def test_what_is_no_backup_is_refused_in_one_sentence(call: Call, data: Path, copy: Path, tmp_path: Path, content):
    if content is not None:
        (tmp_path / "file").write_bytes(content)

    assert str(tmp_path / "file") in call("--data-dir", data, "restore", tmp_path / "file", "--yes").refused()
    assert caregiver(data) == "Ben"


def test_a_damaged_record_is_put_aside_for_it(call: Call, data: Path, copy: Path):
    (data / "care.db").write_bytes(b"not a database at all" * 500)
    told = call("--data-dir", data, "restore", copy, "--yes")

    assert told.code == 0
    assert "care-damaged-" in told.out
    assert caregiver(data) == "Ana"


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_on_a_new_computer_a_backup_of_any_released_version_is_enough(call: Call, tmp_path: Path, released: Path):
    told = call("--data-dir", tmp_path / "new", "restore", released, "--yes")

    assert (told.code, told.err) == (0, "")
    assert call("--data-dir", tmp_path / "new", "agenda").code == 0
