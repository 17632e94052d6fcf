"""The doctor's table: one line for each thing that the program depends on, from evidence."""

import shutil
import sqlite3
import sys
from datetime import time
from functools import partial
from pathlib import Path

import pytest

from itb_companion.care.ports import Delivery, Outcome
from itb_companion.care.value import replace
from itb_companion.cli import doctor
from itb_companion.cli.doctor import Finding
from itb_companion.clock import SystemClock
from itb_companion.companion.clinical import read_clinical_files
from itb_companion.desktop.autostart import autostart_of_this_system, command_to_start
from itb_companion.record.backup import BACKUPS_NAME, back_up
from itb_companion.record.store import Store
from itb_companion.resources import asset
from tests.cli.conftest import Call, Told
from tests.factories import Program, SettableClock

NO_DISPLAY = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None, "DBUS_SESSION_BUS_ADDRESS": None}


def rows(told: Told) -> dict[str, tuple[str, str]]:
    assert "Traceback" not in told.err
    found = {}
    width = max(len(line) - len(line[8:].lstrip()) for line in told.out.splitlines())
    assert width == 8
    for line in told.out.splitlines():
        what, told_of_it = line[8:].split("  ", 1)
        found[what.strip()] = (line[:8].strip(), told_of_it.strip())
    return found


@pytest.fixture
def here(tmp_path: Path):
    """The data part of the table, which needs no desktop."""

    def asked(folder: Path) -> dict[str, Finding]:
        return {found.what: found for found in [*doctor._record(folder), doctor._card(folder)]}

    return asked


def test_without_a_display_every_row_is_there_and_a_missing_service_is_a_problem(start: Call, data: Path):
    told = start("--data-dir", data, "doctor", environ=NO_DISPLAY)
    found = rows(told)

    assert told.code == 1
    assert found["data"] == ("ok", str(data))
    assert found["display"][0] == "unknown"
    assert "There is no display to open a window on." in found["display"][1]
    assert found["tray"] == ("unknown", "cannot be told without a display")
    assert found["fonts"][0] == "ok"
    assert found["notifications"][0] == "problem"
    assert "The alert window still comes." in found["notifications"][1]
    assert found["after sleep"] == ("unknown", "found within 30 seconds")
    assert found["clock set"][1] in ("told at once", "found within 30 seconds")
    assert found["autostart"] == (
        "problem",
        "Does not start by itself when you log in: switch it on under Settings",
    )
    assert found["alarm sound"] == ("unknown", "Nobody has tested the alarm yet: press “Test my alarm”")
    assert found["last alert"] == ("unknown", "No alert was due yet")
    assert found["backup"] == ("unknown", "There is no backup yet")
    assert found["contacts"][0] == "ok"
    assert found["contacts"][1].startswith("1 entered. ")
    assert found["emergency card"] == ("ok", "1 contacts and the emergency number")
    assert found["last evaluation"][0] == "unknown"
    assert found["clinical files"] == ("ok", "31 signs and 16 rules, as built in")


def test_no_data_is_a_problem_and_makes_no_folder(start: Call, tmp_path: Path):
    told = start("--data-dir", tmp_path / "none", "doctor", environ=NO_DISPLAY)

    assert told.code == 1
    assert rows(told)["data"][0] == "problem"
    assert not (tmp_path / "none").exists()


def test_what_the_program_evaluated_last_is_told(here, data: Path):
    program = Program(data, SettableClock())
    program.companion.reminders.evaluate()
    program.companion.close()

    assert here(data)["last evaluation"].state == "ok"


def test_what_is_known_about_reaching_a_person_is_told_from_evidence(here, data: Path):
    program = Program(data, SettableClock())
    program.companion.people.save_preferences(
        replace(program.companion.household().preferences, sign_check_times=(time(13),))
    )
    program.clock.move(hours=1)
    reminders = program.companion.reminders
    [alert] = reminders.evaluate().showing
    failed = [Delivery("alert-window", Outcome.CONFIRMED), Delivery("dbus", Outcome.REFUSED, "no")]
    reminders.note_deliveries(alert.item.key, [*failed, Delivery("sound", Outcome.UNAVAILABLE, "no audio output")])
    reminders.seen(alert.id)
    program.companion.close()
    found = here(data)

    assert found["last alert"].state == "ok"
    assert found["last notice"].state == "problem"
    assert "the service refused" in found["last notice"].told
    assert found["last answer"].told.endswith("by Ana")
    assert found["alarm sound"].state == "problem"
    assert "no audio output" in found["alarm sound"].told


def test_a_test_of_the_alarm_and_a_backup_are_evidence(here, data: Path):
    program = Program(data, SystemClock())
    program.companion.reminders.note_alarm_test(saw_notification=True, heard_sound=True)
    program.companion.close()
    back_up(data, data / BACKUPS_NAME / "care.db")
    found = here(data)

    assert found["alarm sound"].state == "ok"
    assert found["alarm sound"].told.startswith("Ana heard the alarm ")
    assert found["backup"].state == "ok"
    assert found["backup"].told.startswith("Newest backup: ")


@pytest.mark.skipif(sys.platform != "linux", reason="only here the entry's place can be chosen")
def test_an_entry_that_starts_this_program_at_login_is_read_back(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert doctor._autostart(data).state == "problem"
    autostart_of_this_system(command_to_start(data)).set()

    assert doctor._autostart(data).told.startswith(("Starts by itself", "Set to start by itself"))


def test_something_due_or_coming_is_named(here, data: Path):
    """The builders' household was filled in 2026: by this computer its refill is coming, due or overdue."""
    found = here(data)

    assert {"due now", "next reminder"} & set(found)


def test_without_a_printout_nothing_is_coming_and_that_is_a_problem(here, tmp_path: Path):
    Store(tmp_path).close()
    found = here(tmp_path)

    assert found["next reminder"] == Finding(
        "problem", "next reminder", "Nothing is coming: please enter the pump's printout."
    )
    assert found["emergency number"].state == "problem"
    assert found["emergency card"].state == "problem"


def test_a_household_without_a_contact_is_a_problem(here, tmp_path: Path):
    Program(tmp_path / "data").begin(contact=None).companion.close()

    assert here(tmp_path / "data")["contacts"].state == "problem"


def test_a_card_that_cannot_be_read_is_a_problem(here, data: Path):
    (data / "emergency-card.json").write_text("{")

    assert here(data)["emergency card"].state == "problem"


def test_a_record_of_a_newer_program_is_a_problem_and_the_card_is_still_checked(here, data: Path):
    with sqlite3.connect(data / "care.db") as record:
        record.execute("PRAGMA user_version = 999")
    found = here(data)

    assert "newer" in found["data"].told
    assert found["emergency card"].state == "ok"


class TestClinicalFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        copy = shutil.copytree(asset("clinical"), tmp_path / "clinical")
        monkeypatch.setattr(doctor, "read_clinical_files", partial(read_clinical_files, copy))
        return copy

    def test_every_fault_of_a_broken_file_is_a_problem(self, folder):
        rules = folder / "rules.toml"
        rules.write_text(
            rules.read_text(encoding="utf-8").replace('level = "watch"', 'level = "soon"'), encoding="utf-8"
        )
        (folder / "pumps.toml").unlink()

        found = doctor._clinical()

        assert {(one.state, one.what) for one in found} == {("problem", "clinical files")}
        assert "A fault in pumps.toml and rules.toml: the built-in rules for signs count." in found[0].told
        assert found[1].told == "pumps.toml is missing."
        assert "rules.toml, not-specific-signs: there is no level “soon”." in found[2].told

    def test_changed_files_are_told(self, folder):
        rules = folder / "rules.toml"
        text = rules.read_text(encoding="utf-8").replace('level = "call-clinic"', 'level = "urgent"')
        rules.write_text(text, encoding="utf-8")

        [found] = doctor._clinical()

        assert found.state == "unknown"
        assert found.told.startswith("Rules or words for signs were changed in rules.toml.")
