"""A backup on the command line is a whole copy; what does not work yet says so."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from itb_companion.care.episode import Outcome
from itb_companion.care.people import Role
from tests.cli.conftest import Call
from tests.factories import Program

LATER = ("card", "csv", "ics")
NO_DISPLAY = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}


def written(told) -> Path:
    assert told.code == 0, told.err
    return Path(re.fullmatch(r"A verified copy was written to (.+)\.\n", told.out)[1])


def names(record: Path) -> list[str]:
    with sqlite3.connect(record) as opened:
        return [row[0] for row in opened.execute("SELECT name FROM person")]


def test_by_default_a_backup_goes_into_the_data_folder_under_the_time(call: Call, data: Path):
    copy = written(call("--data-dir", data, "backup"))

    assert copy.parent == data / "backups"
    assert re.fullmatch(r"care-\d{4}-\d\d-\d\d-\d{6}\.db", copy.name)


def test_a_backup_can_be_opened_as_a_record_of_its_own(call: Call, data: Path, tmp_path: Path):
    copy = written(call("--data-dir", data, "backup", tmp_path / "usb" / "mia.db"))

    assert copy == tmp_path / "usb" / "mia.db"
    (tmp_path / "other").mkdir()
    shutil.copy(copy, tmp_path / "other" / "care.db")
    told = [
        call("--data-dir", folder, "agenda", "--json", "--at", "2026-05-14").out
        for folder in (data, copy.parents[1] / "other")
    ]
    assert told[0] == told[1] != ""


def test_what_was_written_a_moment_ago_by_the_running_program_is_in_it(call: Call, data: Path, tmp_path: Path):
    """It still lies in the log of the database, which a plain copy of the file would leave behind."""
    program = Program(data)
    program.companion.people.set_caregiver("Ben")
    written(call("--data-dir", data, "backup", tmp_path / "copy.db"))
    program.companion.close()

    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert "Ben" in str(copy.execute("SELECT value FROM setting").fetchall())


def test_a_folder_gets_a_file_of_its_own(call: Call, data: Path, tmp_path: Path):
    copy = written(call("--data-dir", data, "backup", tmp_path))

    assert copy.parent == tmp_path
    assert names(copy) == ["Mia Berg"]


def test_an_older_backup_of_the_same_name_is_replaced_whole(call: Call, data: Path, tmp_path: Path):
    (tmp_path / "copy.db").write_text("old")
    written(call("--data-dir", data, "backup", tmp_path / "copy.db"))

    assert names(tmp_path / "copy.db") == ["Mia Berg"]
    assert not list(tmp_path.glob(".*.part"))


def test_without_a_record_nothing_is_written(call: Call, tmp_path: Path):
    call("--data-dir", tmp_path / "none", "backup", tmp_path / "copy.db").refused()

    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="/proc is a place where even root cannot write")
def test_a_place_that_cannot_be_written_is_told(call: Call, data: Path):
    assert "/proc/none/copy.db" in call("--data-dir", data, "backup", "/proc/none/copy.db").refused()


def test_a_damaged_record_is_told_and_leaves_no_backup(call: Call, data: Path, tmp_path: Path):
    for left in data.glob("care.db-*"):
        left.unlink()
    (data / "care.db").write_bytes(b"not a database at all" * 1000)

    assert "damaged" in call("--data-dir", data, "backup", tmp_path / "copy.db").refused()
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("arguments", [["export", kind] for kind in LATER], ids=" ".join)
def test_what_comes_later_says_so_and_touches_nothing(call: Call, data: Path, tmp_path: Path, arguments):
    sentence = call("--data-dir", data, *arguments, tmp_path / "file").refused()

    assert f"{' '.join(arguments)} does not work yet" in sentence
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize("kind", ["pdf", "plan"])
@pytest.mark.parametrize("name", ["care.db", "emergency-card.json"])
def test_no_export_takes_the_place_of_a_file_of_the_record(start: Call, data: Path, kind: str, name: str):
    before = (data / name).read_bytes()

    told = start("--data-dir", data, "export", kind, data / name, environ=NO_DISPLAY)

    assert f"{data / name} is where the record itself is" in told.refused()
    assert (data / name).read_bytes() == before


@pytest.fixture
def around(tmp_path: Path) -> Path:
    """Return a link that leads to itself."""
    link = tmp_path / "around"
    link.symlink_to(link)
    return link


@pytest.mark.parametrize("arguments", [["backup"], ["export", "json"], ["export", "plan"]], ids=" ".join)
def test_a_link_that_leads_to_itself_is_written_over(call: Call, data: Path, around: Path, arguments):
    assert call("--data-dir", data, *arguments, around).code == 0
    assert around.is_file()


@pytest.mark.parametrize("arguments", [["import"], ["restore"], ["plan", "check"]], ids=" ".join)
def test_a_link_that_leads_to_itself_cannot_be_read(call: Call, data: Path, around: Path, arguments):
    assert str(around) in call("--data-dir", data, *arguments, around).refused()


class TestHandoverSheet:
    """Without a display, in a process of its own."""

    def test_it_is_written_from_the_record_with_the_open_episode(self, start: Call, data: Path, tmp_path: Path):
        program = Program(data)
        program.companion.help.tried("City clinic", "+49 30 1", Role.CLINIC, Outcome.NO_ANSWER)
        program.companion.close()
        told = start("--data-dir", data, "export", "pdf", tmp_path / "sheet.pdf", environ=NO_DISPLAY)

        assert (told.code, told.err) == (0, "")
        assert told.out == f"The handover sheet was written to {tmp_path / 'sheet.pdf'}.\n"
        said = " ".join(pdf_text(tmp_path / "sheet.pdf").split())
        for fact in ("Mia Berg has an implanted", "NGP000000H", "City clinic, +49 30 1: No answer", "On duty: Ana"):
            assert fact in said

    def test_a_folder_gets_a_file_named_after_the_time(self, start: Call, data: Path, tmp_path: Path):
        (tmp_path / "out").mkdir()
        assert start("--data-dir", data, "export", "pdf", tmp_path / "out", environ=NO_DISPLAY).code == 0

        [written] = (tmp_path / "out").iterdir()
        assert re.fullmatch(r"handover-\d{4}-\d\d-\d\d-\d{4}\.pdf", written.name)

    def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(self, start: Call, data: Path, tmp_path: Path):
        place = tmp_path / "none" / "sheet.pdf"
        sentence = start("--data-dir", data, "export", "pdf", place, environ=NO_DISPLAY).refused()

        assert sentence.startswith(f"{place} cannot be written: ")
        assert not place.parent.exists()

    def test_without_a_record_nothing_is_written(self, call: Call, tmp_path: Path):
        call("--data-dir", tmp_path / "none", "export", "pdf", tmp_path / "sheet.pdf").refused()

        assert not list(tmp_path.iterdir())


def pdf_text(path: Path) -> str:
    if shutil.which("pdftotext") is None:
        if os.environ.get("CI"):
            pytest.fail("CI lacks pdftotext")
        pytest.skip("needs pdftotext, of the package poppler-utils")
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, timeout=30, check=True).stdout
