"""The agenda on the command line, from the record alone."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from itb_companion.care.pump import Pump
from tests.cli.conftest import ROOT, Call
from tests.factories import Program, SettableClock, at


def plan(call: Call, data: Path, *arguments: object) -> dict:
    told = call("--data-dir", data, "agenda", "--json", *arguments)
    assert told.code == 0, told.err
    return json.loads(told.out)


def test_what_is_due_and_what_is_coming_is_told_in_words(call: Call, data: Path):
    told = call("--data-dir", data, "agenda", "--at", "2026-05-14T12:00:00+02:00")

    assert told.code == 0
    assert "[urgent] The refill is overdue. Due since " in told.out
    assert "Wednesday 13 May was the low reservoir alarm date on the printout" in told.out
    assert "From Thursday 21 May on the pump may be empty" in told.out


def test_nothing_due_is_said_and_the_first_reminder_is_named(call: Call, data: Path):
    told = call("--data-dir", data, "agenda", "--at", "2026-03-10T12:00:00+01:00")

    assert told.out.splitlines()[:2] == ["Nothing is due.", "Coming:"]
    assert "Book the refill: it is due by Wednesday 6 May" in told.out


def test_what_only_repeats_itself_is_told_once(call: Call, data: Path):
    told = call("--data-dir", data, "agenda", "--at", "2026-03-10T12:00:00+01:00", "--days", "120")

    assert told.out.count("From Thursday 21 May on the pump may be empty") == 1


def test_the_number_of_days_ends_the_list(call: Call, data: Path):
    when = ("--at", "2026-03-10T12:00:00+01:00")

    assert len(plan(call, data, *when, "--days", "60")["coming"]) > len(
        plan(call, data, *when, "--days", "30")["coming"]
    )


def test_nothing_coming_within_the_days_is_said(call: Call, data: Path):
    told = call("--data-dir", data, "agenda", "--at", "2026-03-10T12:00:00+01:00", "--days", "3")

    assert told.out == "Nothing is due.\nNothing is coming within 3 days.\n"


def test_json_gives_each_item_with_its_key_its_instant_and_how_serious_it_is(call: Call, data: Path):
    found = plan(call, data, "--at", "2026-05-14T12:00:00+02:00")

    assert set(found) == {"due", "coming"}
    [overdue] = found["due"]
    assert set(overdue) == {"kind", "key", "due_at", "severity", "facts"}
    assert (overdue["kind"], overdue["severity"]) == ("overdue", "urgent")
    assert overdue["due_at"].endswith("+00:00")
    assert overdue["facts"]["last_day"] == "2026-05-13"


def test_a_time_without_a_zone_is_one_of_this_computer(call: Call, data: Path):
    assert plan(call, data, "--at", "2026-05-14T12:00") == plan(call, data, "--at", at_here("2026-05-14T12:00"))


def at_here(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().isoformat()


def test_asking_changes_nothing(call: Call, data: Path):
    def kept() -> list:
        with sqlite3.connect(data / "care.db") as record:
            tables = [row[0] for row in record.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return [record.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(tables)]

    before = kept()
    call("--data-dir", data, "agenda", "--at", "2026-05-14T12:00")
    call("--data-dir", data, "agenda")

    assert kept() == before


def test_a_replacement_of_the_pump_is_told(call: Call, tmp_path: Path):
    folder = tmp_path / "data"
    program = Program(folder, SettableClock()).begin(pump=Pump(20, "synchromed-ii-20", replacement_on=date(2026, 9, 1)))
    program.companion.close()

    told = call("--data-dir", folder, "agenda", "--at", "2026-03-10T12:00")
    assert "[reminder] The pump itself must be replaced." in told.out


class TestRefusals:
    @pytest.mark.parametrize("when", ["soon", "2026-13-01", "2026-05-14T25:00", "14.05.2026", "-"])
    def test_a_bad_time_is_told_with_one_that_is_understood(self, call: Call, data: Path, when):
        sentence = call("--data-dir", data, "agenda", f"--at={when}").refused()

        assert f"“{when}” is no time" in sentence
        assert "2026-12-01T09:00" in sentence

    @pytest.mark.parametrize("days", ["-1", "3651", "99999999999999999999"])
    def test_an_impossible_number_of_days_is_told(self, call: Call, data: Path, days):
        assert "between 0 and 3650" in call("--data-dir", data, "agenda", f"--days={days}").refused()

    @pytest.mark.parametrize("when", ["0001-01-01T00:00", "9999-12-31T23:59"])
    def test_a_time_at_the_edge_of_the_calendar_is_told(self, start: Call, data: Path, when):
        assert start("--data-dir", data, "agenda", "--at", when).refused()

    def test_a_missing_folder_is_told_and_not_made(self, call: Call, tmp_path: Path):
        sentence = call("--data-dir", tmp_path / "none", "agenda").refused()

        assert str(tmp_path / "none") in sentence
        assert "--data-dir" in sentence
        assert not (tmp_path / "none").exists()

    def test_an_empty_folder_is_told_and_stays_empty(self, call: Call, tmp_path: Path):
        assert "There is no record in" in call("--data-dir", tmp_path, "agenda").refused()
        assert not list(tmp_path.iterdir())

    def test_a_file_in_place_of_the_folder_is_told(self, call: Call, tmp_path: Path):
        (tmp_path / "file").touch()

        assert "is a file, not a folder" in call("--data-dir", tmp_path / "file", "agenda").refused()

    def test_a_record_of_a_newer_program_is_told_and_left_alone(self, call: Call, data: Path):
        (data / "care.seal").unlink()  # as every program of ours does before it writes
        with closing(sqlite3.connect(data / "care.db")) as record:
            record.execute("PRAGMA user_version = 999")
        before = (data / "care.db").read_bytes()

        assert "newer ITB Companion" in call("--data-dir", data, "agenda").refused()
        assert (data / "care.db").read_bytes() == before

    def test_something_else_under_the_name_of_the_record_is_told(self, call: Call, data: Path):
        for left in data.glob("care.db*"):
            left.unlink()
        (data / "care.db").write_bytes(b"no database at all, but long enough to look like one" * 100)

        assert "is not a record of ITB Companion" in call("--data-dir", data, "agenda").refused()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="folders are not made read-only this way on Windows")
    def test_a_folder_that_may_not_be_written_is_told(self, data: Path):
        """Asked by somebody who is not root: root may write everywhere."""
        for path in (data, *data.iterdir()):
            path.chmod(0o555 if path.is_dir() else 0o444)
        for parent in takewhile(lambda folder: folder != Path(gettempdir()), data.parents):
            parent.chmod(0o755)
        script = (
            f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
            "import locale, itb_companion.cli.agenda\n"  # argparse wants it later, when this user may not read Python
            "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            f"sys.exit(itb_companion.cli.main(['--data-dir', {str(data)!r}, 'agenda']))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
        data.chmod(0o700)

        assert done.returncode == 1
        assert "cannot be written" in done.stderr
        assert done.stderr.count("\n") == 1

    def test_a_record_that_is_being_changed_by_another_program_can_still_be_read(self, call: Call, data: Path):
        other = sqlite3.connect(data / "care.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            assert call("--data-dir", data, "agenda", "--at", "2026-03-10T12:00").code == 0
        finally:
            other.close()

    def test_a_record_locked_for_itself_by_another_program_is_told(self, call: Call, data: Path):
        other = sqlite3.connect(data / "care.db", isolation_level=None)
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        try:
            assert "in use by another program" in call("--data-dir", data, "agenda").refused()
        finally:
            other.close()

    def test_a_copy_without_its_emergency_card_is_as_good(self, call: Call, data: Path, tmp_path: Path):
        shutil.copytree(data, tmp_path / "copy")
        (tmp_path / "copy" / "emergency-card.json").unlink()

        assert plan(call, tmp_path / "copy", "--at", "2026-03-10T12:00") == plan(call, data, "--at", "2026-03-10T12:00")


def test_with_nobody_entered_the_printout_is_asked_for(call: Call, tmp_path: Path):
    Program(tmp_path / "data", SettableClock(at("2026-03-10 12:00"))).companion.close()

    assert call("--data-dir", tmp_path / "data", "agenda", "--at", "2026-03-10T12:00").code == 0
