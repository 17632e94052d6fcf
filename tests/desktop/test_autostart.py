"""Starting at login: set by the first start, started as a desktop would, taken away, and never believed unseen."""

import json
from pathlib import Path

import pytest

from .session import SYSTEM_PYTHON, Program, Session, doctor, fill_record, until
from .test_the_main_job import fill_in

pytestmark = pytest.mark.desktop

SETTING = "Start by itself when I log in"
LOGIN = {"XDG_CURRENT_DESKTOP": "XFCE"}
"""A desktop that starts what stands in the autostart folder."""
AS_A_DESKTOP_READS_IT = """
import json, sys
from gi.repository import Gio, GLib
app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
_, words = GLib.shell_parse_argv(app.get_commandline())
print(json.dumps([word.replace("%%", "%") for word in words]))
"""


def entry(session: Session) -> Path:
    return Path(session.environ["XDG_CONFIG_HOME"]) / "autostart" / "itb-companion.desktop"


def set_at_the_first_start(session: Session) -> Program:
    program = session.start(environ=LOGIN)
    assert not entry(session).exists()
    fill_in(program)
    until(entry(session).exists, why="the entry for the login")
    return program


def test_after_the_first_start_the_program_starts_at_login_in_the_background_with_this_record(session: Session):
    program = set_at_the_first_start(session)
    program.wait("✓ Starts by itself when you log in", role="label")
    program.kill()
    elsewhere = session.folder / "elsewhere"
    elsewhere.mkdir()

    command = json.loads(session.run(SYSTEM_PYTHON, "-c", AS_A_DESKTOP_READS_IT, str(entry(session))))
    started = session.start_command(command, environ=LOGIN, cwd=elsewhere)

    started.wait("Seen: The refill is not booked")
    started.mapped("The refill is not booked")
    assert started.titles_on_screen() == ["The refill is not booked — ITB Companion"]
    assert session.start().exit_code() == 0
    until(lambda: "ITB Companion" in started.titles_on_screen(), why="the window")


def test_switched_off_in_settings_it_is_gone_and_told(session: Session):
    program = set_at_the_first_start(session)
    program.click("Seen: The refill is not booked")

    program.click("Settings", role="radio button")
    program.click(SETTING, role="check box")

    until(lambda: not entry(session).exists(), why="the entry goes")
    program.wait(part="Does not start by itself when you log in", role="label")
    program.click(SETTING, role="check box")
    until(entry(session).exists, why="the entry comes back")
    program.wait("Starts by itself when you log in", role="label")


def test_deleted_behind_the_programs_back_it_is_told_on_today_and_by_doctor(session: Session):
    program = set_at_the_first_start(session)
    program.kill()
    assert "ok      autostart" in doctor(session, LOGIN)

    entry(session).unlink()

    assert "problem autostart" in doctor(session, LOGIN)
    program = session.start(environ=LOGIN)
    program.wait(part="! Does not start by itself when you log in: switch it on under Settings", role="label")


def test_a_record_from_before_without_an_entry_is_told_on_today(session: Session):
    fill_record(session.data)

    program = session.start(environ=LOGIN)

    program.wait(part="! Does not start by itself when you log in", role="label")
    assert not entry(session).exists()
