"""The calls that open a window, where none can be opened, and where the record cannot be."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from itb_companion.app import Program
from itb_companion.care.ports import Startup
from itb_companion.cli import window
from itb_companion.desktop.single_instance import SingleInstance
from itb_companion.desktop.sound_process import Exit
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.first_start import FirstStartDialog
from tests.cli.conftest import ROOT, Call
from tests.factories import make_fill, make_first_start
from tests.ui.stage import drop

NO_DISPLAY = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a display")
@pytest.mark.parametrize("arguments", [[], ["--emergency"], ["--background"], ["demo"]], ids=" ".join)
def test_without_a_display_one_sentence_names_what_works_without(start: Call, tmp_path: Path, arguments):
    told = start("--data-dir", tmp_path / "data", *arguments, environ=NO_DISPLAY)

    assert told.refused() == (
        "There is no display to open a window on. Without a display these work: agenda, screenshots, doctor, triage."
    )
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows always has a display")
def test_a_display_that_cannot_be_reached_is_told_and_nothing_is_aborted(start: Call, tmp_path: Path):
    told = start("--data-dir", tmp_path, environ=NO_DISPLAY | {"DISPLAY": ":9876"})

    assert "The display :9876 cannot be reached." in told.refused()


def test_a_demo_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The folder is there, filled, while the window is open."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found: list[bool] = []

    def opened(data_dir: Path, **asked: bool) -> int:
        found.append((data_dir / "care.db").exists() and asked["sample"])
        return 0

    monkeypatch.setattr(window, "run", opened)
    assert window.demo() == 0
    assert found == [True]
    assert not list(tmp_path.iterdir())


class TestProgram:
    """The composition root, in this process, over a record of its own."""

    @pytest.fixture
    def program(self, qtbot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        silent = [sys.executable, "-c", f"raise SystemExit({Exit.NO_OUTPUT:d})"]
        monkeypatch.setattr("itb_companion.desktop.sound.child_command", lambda: silent)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        instance = SingleInstance(tmp_path)
        instance.acquire()
        made = Program(qapp, Store(tmp_path), instance)
        yield made
        made.stop()
        # The process would be over here: nothing that is still on its way may reach the closed record.
        for part in (made, made.conductor):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        drop(made.shell)
        qapp.setApplicationDisplayName("")
        theme.apply(qapp, theme.Look(theme.Theme.light()))

    @pytest.fixture
    def no_logs(self, monkeypatch: pytest.MonkeyPatch):
        """The log takes over the hooks of the whole process; its own test looks at that."""
        monkeypatch.setattr("itb_companion.desktop.logs.write_logs_to", lambda *_: None)

    def test_the_first_page_is_painted_before_anything_slow_is_started(self, program, qtbot, no_logs):
        with qtbot.waitSignal(program.shell.painted):
            program.open(background=False, emergency=False)
            assert program.shell.isVisible()
            assert program.shell.current == "today"
            assert not hasattr(program, "tray")

        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))

    def test_what_is_due_already_comes_with_the_first_page_and_not_after_its_paint(self, program, qtbot, no_logs):
        program.companion.people.begin(make_first_start(pump=None, fill=None))  # no refill date is known: that is due
        painted = []
        program.shell.painted.connect(lambda: painted.append(True))

        program.open(background=False, emergency=False)

        assert program.conductor.alerts.alerting.window.isVisible()
        assert painted == []
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))

    def test_nobody_entered_yet_is_asked_for_the_least(self, program, qtbot, no_logs):
        program.open(background=False, emergency=False)

        qtbot.waitUntil(lambda: program.conductor.first_start is not None)
        dialog = program.conductor.first_start
        assert isinstance(dialog, FirstStartDialog)
        assert dialog.isVisible()
        dialog.reject()

    @pytest.mark.skipif(sys.platform != "linux", reason="only here the entry's place can be chosen")
    def test_after_the_first_start_it_starts_by_itself_at_login(self, program, qtbot, no_logs, tmp_path):
        entry = tmp_path / "config" / "autostart" / "itb-companion.desktop"
        program.open(background=False, emergency=False)
        qtbot.waitUntil(lambda: program.conductor.first_start is not None)
        assert not entry.exists()
        program.conductor.first_start.submitted.emit(make_first_start())

        assert f"--data-dir {tmp_path} --background" in entry.read_text()
        assert program.conductor.startup().startup is Startup.ON

    def test_something_due_sounds_and_what_became_of_it_is_told(self, program, qtbot, no_logs):
        """The player of these tests finds no loudspeaker."""
        overdue = make_fill(filled_on=date(2020, 3, 2), alarm_on=date(2020, 5, 13))
        program.companion.people.begin(make_first_start(fill=overdue))
        program.open(background=True, emergency=False)

        def told() -> bool:
            found = program.companion.reminders.reach(("sound",)).deliveries
            return found.get("sound", ("",))[0] == "unavailable"

        qtbot.waitUntil(told)

    def test_in_the_background_no_window_comes_and_reminding_begins(self, program, qtbot, no_logs):
        program.open(background=True, emergency=False)

        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))
        assert not program.shell.isVisible()
        assert program.conductor.first_start is None
        assert program.companion.reminders.last_evaluated_at() is not None

    @pytest.mark.parametrize("background", [False, True])
    def test_the_emergency_screen_can_be_the_first_thing_shown(self, program, qtbot, no_logs, background):
        with qtbot.waitSignal(program.shell.painted):
            program.open(background=background, emergency=True)

        assert program.shell.isVisible()
        assert program.shell.current == "emergency"
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))

    def test_a_second_start_raises_the_window_or_the_emergency_screen(self, program, qtbot, no_logs):
        program.open(background=True, emergency=False)
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))

        program._raised("")
        assert program.shell.isVisible()
        assert program.shell.current == "today"
        program._raised("emergency")
        assert program.shell.current == "emergency"

    def test_closing_the_window_keeps_reminding(self, program, qtbot, no_logs):
        program.open(background=False, emergency=False)
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))
        program.conductor.first_start.reject()

        program.shell.close()

        assert program.shell.isMinimized() or not program.shell.isVisible()
        assert program._wakeups.running
        assert program.companion.household().options["told_closing"] == "yes"

    @pytest.mark.parametrize("leaves", [False, True])
    def test_quitting_asks_and_says_what_will_not_be_reminded_of(
        self, program, qtbot, qapp, no_logs, leaves, monkeypatch
    ):
        quits: list[bool] = []
        monkeypatch.setattr(qapp, "exit", lambda: quits.append(True))
        program.open(background=True, emergency=False)
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))
        said: list[str] = []

        def answer(box: QMessageBox) -> int:
            said.append(box.text())
            assert box.defaultButton() is box.escapeButton()
            assert box.buttonRole(box.defaultButton()) is QMessageBox.ButtonRole.RejectRole
            role = QMessageBox.ButtonRole.DestructiveRole if leaves else QMessageBox.ButtonRole.RejectRole
            next(button for button in box.buttons() if box.buttonRole(button) is role).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", answer)
        program.quit()

        assert "If you quit, nothing will remind you until the next start." in said[0]
        assert quits == [True] * leaves

    def test_whatever_wakes_the_program_makes_it_look_at_what_is_due(self, program, qtbot, no_logs):
        program.open(background=True, emergency=False)
        qtbot.waitUntil(lambda: hasattr(program, "_wakeups"))

        with qtbot.waitSignal(program.conductor.evaluated):
            program._wakeups.wanted.emit("resume")


@pytest.mark.parametrize(
    ("harm", "said"),
    [("newer", "newer ITB Companion"), ("file", "is a file, not a folder"), ("damaged", "is not a record")],
)
def test_a_record_that_cannot_be_used_is_told_and_the_emergency_screen_opens_from_its_card(
    start: Call, data: Path, tmp_path: Path, harm, said
):
    """A driver closes the window as a person would; the exit code says that something was wrong."""
    if harm == "newer":
        (data / "care.seal").unlink()  # as every program of ours does before it writes
        with closing(sqlite3.connect(data / "care.db")) as record:
            record.execute("PRAGMA user_version = 999")
    elif harm == "damaged":
        for left in data.glob("care.db-*"):
            left.unlink()
        (data / "care.db").write_bytes(b"not a database at all" * 1000)
    else:
        data = tmp_path / "file"
        data.touch()

    told = drive(data, "--emergency" if harm == "newer" else "")

    assert told[0] == 1
    assert said in told[2]
    assert told[2].count("itb-companion:") == 1
    assert told[1].startswith("emergency screen: 112" if harm != "file" else "emergency screen: not entered")


def drive(data: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the real program in a process of its own; what it shows is read and closed as soon as it is there."""
    script = f"""
import sys
from PySide6.QtCore import QTimer
from itb_companion.ui import emergency_alone
plain = emergency_alone.EmergencyAlone.showEvent
def shown(self, event):
    plain(self, event)
    print("emergency screen:", self.page.calls.first.number.text(), flush=True)
    QTimer.singleShot(0, self, self.close)
emergency_alone.EmergencyAlone.showEvent = shown
from itb_companion.cli import main
sys.exit(main({["--data-dir", str(data), *filter(None, arguments)]!r}))
"""
    # In a place that tells of no country, whose number would be proposed where none was entered.
    nowhere = {"TZ": "UTC", "LC_ALL": "C.UTF-8"}
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)} | nowhere
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr
