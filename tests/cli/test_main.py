"""What is understood, what is refused, and where the data lie."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from platformdirs import user_data_path

from itb_companion import __version__
from itb_companion.cli import ENV_DATA_DIR, data_dir
from itb_companion.cli.failure import Failure
from itb_companion.desktop.sound import SUBCOMMAND
from itb_companion.desktop.sound_process import Exit
from tests.cli.conftest import ROOT, Call

COMMANDS = ("demo", "doctor", "agenda", "triage", "screenshots", "backup", "restore", "export")


def test_the_version_is_told(call: Call):
    told = call("--version")

    assert (told.code, told.out.strip()) == (0, f"itb-companion {__version__}")


def test_help_names_every_call_and_what_the_program_never_does(call: Call):
    told = call("--help")

    assert told.code == 0
    for name in (*COMMANDS, "--data-dir", "--background", "--emergency"):
        assert name in told.out
    assert "never doses" in " ".join(told.out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_call_has_help_of_its_own(call: Call, command):
    told = call(command, "--help")

    assert told.code == 0
    assert told.out.startswith(f"usage: itb-companion {command}")


@pytest.mark.parametrize(
    "wrong",
    [
        ["dance"], ["--dance"], ["triage"], ["agenda", "--days", "many"], ["export", "docx", "x"], ["export", "pdf"],
        ["restore"], ["screenshots"], ["screenshots", "x", "--theme", "pink"], ["screenshots", "x", "--scale", "big"],
        ["screenshots", "x", "--language", "xx"], ["agenda", "--data-dir", "x"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_exit_code_2_with_the_usage(call: Call, wrong):
    told = call(*wrong)

    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("usage: itb-companion")


def test_the_program_can_be_started_as_a_module(start: Call):
    assert start("--version").out.strip() == f"itb-companion {__version__}"
    assert start("--dance").code == 2


def test_what_a_call_writes_is_for_its_owner_alone(call: Call, data: Path):
    call("--data-dir", data, "backup")
    [copy] = (data / "backups").iterdir()

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe that breaks is a matter of POSIX")
def test_a_reader_that_stops_reading_gets_no_traceback(data: Path):
    script = f"{sys.executable} -m itb_companion --data-dir {data} agenda --days 3650 --json | head -c 1"
    done = subprocess.run(
        ["bash", "-c", script], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60, check=True
    )

    assert done.stdout == b"{"
    assert b"Traceback" not in done.stderr


class TestDataFolder:
    def test_the_one_given_counts_before_the_environment(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
        monkeypatch.setenv(ENV_DATA_DIR, str(tmp_path / "environment"))

        assert data_dir(str(tmp_path / "given")) == tmp_path / "given"
        assert data_dir(None) == tmp_path / "environment"

    def test_otherwise_it_lies_where_the_system_keeps_a_users_data(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv(ENV_DATA_DIR, raising=False)

        assert data_dir(None) == user_data_path("itb-companion", appauthor=False)

    def test_home_may_be_written_short_and_a_relative_one_is_made_whole(self, monkeypatch, tmp_path: Path):
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        monkeypatch.chdir(tmp_path)

        assert data_dir("~/pump") == tmp_path / "pump"
        assert data_dir("pump") == tmp_path / "pump"

    @pytest.mark.parametrize("rest", [[], ["--emergency"], ["doctor"], ["plan", "check", "~nobody-there/x"]])
    def test_one_that_nobody_can_find_is_told_in_a_sentence(self, call: Call, rest: list[str]):
        told = call("--data-dir", "~nobody-there/pump", *rest)

        assert told.code == 1
        assert told.err == (
            "itb-companion: ~nobody-there/pump cannot be found from here. "
            "Please type the whole path, from the root of the disk on.\n"
        )

    @pytest.mark.skipif(sys.platform == "win32", reason="there a folder in use cannot be removed")
    def test_nor_is_one_begun_from_a_folder_that_was_removed(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
        (tmp_path / "gone").mkdir()
        monkeypatch.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()

        with pytest.raises(Failure, match=r"^pump cannot be found from here"):
            data_dir("pump")

    def test_the_environment_reaches_a_call(self, call: Call, monkeypatch: pytest.MonkeyPatch, data: Path):
        monkeypatch.setenv(ENV_DATA_DIR, str(data))

        assert call("agenda", "--at", "2026-03-10T12:00").code == 0


def test_a_frozen_program_is_asked_by_a_call_of_its_own_to_play_a_sound(tmp_path):
    """The exit code is the child's own: this is no sound."""
    (tmp_path / "noise.wav").write_bytes(b"no sound")
    command = [sys.executable, "-m", "itb_companion", SUBCOMMAND, str(tmp_path / "noise.wav")]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode in (Exit.NO_OUTPUT, Exit.UNPLAYABLE, Exit.NO_QT_MULTIMEDIA), done.stderr
    assert "usage" not in done.stderr
