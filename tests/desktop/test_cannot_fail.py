"""Whatever is broken, the emergency screen opens with the right numbers; what is written down on it is never lost."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .session import CONTACT, NUMBER, SYSTEM_PYTHON, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

ALONE = "ITB Companion: emergency"
STEP_1 = "1. Call the emergency number"
DIALS = ["tel:+16125550142", "tel:911"]
HOUSE = Path(__file__).parents[2]
ENTRY = HOUSE / "assets" / "desktop" / "itb-companion.desktop"
ACTION_AS_A_DESKTOP_READS_IT = """
import json, sys
from gi.repository import Gio, GLib
app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])
[action] = app.list_actions()
entry = GLib.KeyFile()
entry.load_from_file(sys.argv[1], GLib.KeyFileFlags.NONE)
_, words = GLib.shell_parse_argv(entry.get_string(f"Desktop Action {action}", "Exec"))
print(json.dumps([app.get_action_name(action), words]))
"""
HOLDS_THE_LOCK = """
import sqlite3, sys
record = sqlite3.connect(sys.argv[1], isolation_level=None)
record.execute("PRAGMA locking_mode = EXCLUSIVE")
record.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def shows_whom_to_call(program: Program, window: str | None = None) -> None:
    """See the household's own numbers on the emergency screen."""
    program.wait("Emergency number: Reached", role="push button", window=window)
    for words in ("911", CONTACT, NUMBER):
        program.wait(words, role="label", window=window)


def codes_dial_them(session: Session) -> None:
    """Let a telephone read both numbers from the real screen."""
    session.desktop.park_pointer()
    assert until(lambda: len(session.codes()) == 2 and session.codes(), why="codes to scan") == DIALS


def attempts(session: Session) -> list[tuple[str, ...]]:
    return session.rows("SELECT who, number, outcome, recorded_by FROM attempt ORDER BY id")


# The record is gone, or cannot be read


def test_where_the_record_is_missing_the_card_shows_whom_to_call_and_stays_whole(session: Session):
    fill_record(session.data)
    card = (session.data / "emergency-card.json").read_bytes()
    for left in session.data.glob("care.db*"):
        left.unlink()

    # As it starts at login: nobody would ever be told, if no window came.
    program = session.start("--background")
    program.wait(part="care.db is gone or empty.", role="label")
    program.wait("Start", role="push button")
    until(lambda: program.is_active("first start"), why="the dialog is active")
    program.keys("ctrl+e")

    shows_whom_to_call(program)
    codes_dial_them(session)
    program.click(f"{CONTACT}: No answer")
    until(lambda: attempts(session) == [(CONTACT, NUMBER, "no-answer", "")], why="the call is in the new record")
    assert (session.data / "emergency-card.json").read_bytes() == card


def changed(folder: Path, change: Callable[[bytearray], bytes | bytearray]) -> None:
    """Change the bytes of a record that lies whole in its one file."""
    with contextlib.closing(sqlite3.connect(folder / "care.db")) as record:
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "care.db"
    path.write_bytes(change(bytearray(path.read_bytes())))


def random_bytes_where_the_contacts_are(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / "care.db")) as record:
        [(page,)] = record.execute("SELECT rootpage FROM sqlite_master WHERE name = 'contact'")
        [(size,)] = record.execute("PRAGMA page_size")

    def change(content: bytearray) -> bytearray:
        content[(page - 1) * size : page * size] = b"\xa5" + os.urandom(size - 1)
        return content

    changed(folder, change)


def a_header_of_zeros(folder: Path) -> None:
    changed(folder, lambda content: bytes(100) + content[100:])


def cut_in_half(folder: Path) -> None:
    changed(folder, lambda content: content[: len(content) // 2])


@pytest.mark.parametrize("harm", [random_bytes_where_the_contacts_are, a_header_of_zeros, cut_in_half])
def test_where_the_record_is_damaged_the_card_shows_whom_to_call(session: Session, harm: Callable[[Path], None]):
    fill_record(session.data)
    harm(session.data)
    damaged = (session.data / "care.db").read_bytes()

    program = session.start()

    shows_whom_to_call(program, ALONE)
    assert program.stderr.startswith("itb-companion: ")
    assert "Traceback" not in program.stderr
    assert (session.data / "care.db").read_bytes() == damaged


def test_calls_on_the_screen_of_a_locked_record_join_it_at_the_next_good_start(session: Session):
    fill_record(session.data)
    record = str(session.data / "care.db")
    more = {"environ": session.environ, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    other = session.processes.start("other", SYSTEM_PYTHON, "-c", HOLDS_THE_LOCK, record, **more)
    assert other.stdout.readline() == b"held\n"

    program = session.start("--emergency")
    shows_whom_to_call(program, ALONE)
    codes_dial_them(session)
    program.click(f"{CONTACT}: No answer")
    program.wait(part="No answer, ", role="label")
    program.kill()
    other.communicate()
    program = session.start()

    program.wait(part="written down while the record could not be used is in the record now", role="label")
    shows_whom_to_call(program)
    program.wait(part="No answer, ", role="label")
    assert attempts(session) == [(CONTACT, NUMBER, "no-answer", "Ana Berg")]


def a_pipe_at(place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)


def test_pipes_in_the_place_of_its_files_make_it_wait_for_nothing(session: Session):
    fill_record(session.data)
    beside = ("emergency-journal.jsonl", "care.seal", "log/itb-companion.log", "backups/state.json")
    for name in beside:
        a_pipe_at(session.data / name)
    card = (session.data / "emergency-card.json").read_bytes()
    a_pipe_at(session.data / "emergency-card.json")

    # The record is whole, and what stands beside it is not.
    program = session.start("--emergency")
    shows_whom_to_call(program)
    program.click(f"{CONTACT}: No answer")
    until(lambda: attempts(session) == [(CONTACT, NUMBER, "no-answer", "Ana Berg")], why="the call is kept")
    until((session.data / "emergency-card.json").is_file, why="the card is whole again")
    assert (session.data / "emergency-card.json").read_bytes() == card
    program.kill()

    # Nor is the record a file any more.
    for log in session.data.glob("care.db-*"):
        log.unlink()
    a_pipe_at(session.data / "care.db")
    program = session.start()
    shows_whom_to_call(program, ALONE)
    program.click(f"{CONTACT}: Reached", window=ALONE)
    program.wait(part="Reached, ", role="label")


# The disk


@contextlib.contextmanager
def own_disk(folder: Path) -> Iterator[None]:
    """Put a small disk of its own at a folder; only root can, and CI is root."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(folder)], check=False)
    if done.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_to_the_last_byte(disk: Path) -> Path:
    """Fill what is left of a disk with one file; return it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(disk).free == 0
    return filler


def test_a_disk_that_fills_up_hides_no_number_and_loses_no_call(session: Session):
    disk = session.data
    with own_disk(disk):
        session.data = disk / "record"
        fill_record(session.data)
        program = session.start()
        program.wait(part="Newest backup: today", role="label")  # a copy under way would leave room again
        until(lambda: program.is_active("ITB Companion"), why="the window is active")

        # It fills up while the program runs.
        filler = fill_to_the_last_byte(disk)
        program.keys("ctrl+e")
        shows_whom_to_call(program)
        program.click(f"{CONTACT}: No answer")
        program.wait(part="The disk is full", role="label")
        program.wait(part="No answer, ", role="label")
        program.kill()

        # It is full when the program starts; what was tried is still there.
        program = session.start("--emergency")
        shows_whom_to_call(program)
        program.wait(part="No answer, ", role="label")
        program.wait(part="The disk is full", role="label")
        program.click("Emergency number: Reached")
        program.wait(part="Reached, ", role="label")
        program.kill()

        # There is room again.
        filler.unlink()
        program = session.start()
        program.wait(part="written down while the record could not be used is in the record now", role="label")
        shows_whom_to_call(program)
        assert attempts(session) == [
            (CONTACT, NUMBER, "no-answer", "Ana Berg"),
            ("Emergency number", "911", "reached", "Ana Berg"),
        ]
        program.kill()


def test_on_a_read_only_disk_the_card_shows_whom_to_call(session: Session):
    with own_disk(session.data):
        fill_record(session.data)
        subprocess.run(["mount", "-o", "remount,ro", str(session.data)], check=True)

        program = session.start("--emergency")

        shows_whom_to_call(program, ALONE)
        program.wait(part="cannot be written", role="label")
        program.click(f"{CONTACT}: Left message")
        program.wait(part="Left message, ", role="label")
        program.kill()


# The program's own files


def installed(session: Session) -> Path:
    """Return the folder of a copy of the program as it is installed: with its assets inside."""
    package = session.folder / "installed" / "itb_companion"
    shutil.copytree(HOUSE / "itb_companion", package)
    shutil.copytree(HOUSE / "assets", package / "assets")
    return package


def start_installed(session: Session, package: Path) -> Program:
    """Start that copy, and no other."""
    paths = os.pathsep.join((str(package.parent), session.environ["PYTHONPATH"]))
    return session.start(environ={"PYTHONPATH": paths}, cwd=package.parent)


def scrambled(assets: Path) -> None:
    """Put bytes that are nothing at all into every file."""
    files = [path for path in assets.rglob("*") if path.is_file()]
    assert any(path.suffix == ".toml" for path in files)
    for path in files:
        path.write_bytes(b"\xff\x00[[[ no = such = thing" + os.urandom(64))


def emptied(assets: Path) -> None:
    """Leave every file, with nothing in it."""
    for path in assets.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def removed(assets: Path) -> None:
    shutil.rmtree(assets)
    assets.mkdir()


@pytest.mark.parametrize("harm", [scrambled, emptied, removed])
def test_with_every_asset_of_the_program_broken_signs_lead_to_the_right_number(
    session: Session, harm: Callable[[Path], None]
):
    """The catalogue, the rules, the numbers of the countries, the words in files, the icons and the sounds."""
    fill_record(session.data)
    package = installed(session)
    harm(package / "assets")

    program = start_installed(session, package)
    program.wait("Today, this page", role="radio button")
    program.wait(part="there is no notification service", role="label")  # all is started, and the page stands still
    until(lambda: program.is_active("ITB Companion"), why="the window is active")
    program.click("Check for signs", role="push button", window="ITB Companion")
    program.click("Itching: Yes")
    program.click("Tighter than usual: Yes")
    program.click("Show whom to call")

    shows_whom_to_call(program)
    program.wait("Urgent: possible baclofen withdrawal", role="label")


def test_with_a_part_of_the_program_itself_broken_the_card_shows_whom_to_call(session: Session):
    fill_record(session.data)
    package = installed(session)
    with (package / "ui" / "wiring.py").open("a") as wiring:
        wiring.write("\n\ndef page_makers(_desk):\n    raise RuntimeError('half of this file is gone')\n")

    program = start_installed(session, package)

    shows_whom_to_call(program, ALONE)
    assert program.stderr.startswith("itb-companion: The program could not open: something is broken")
    assert "Traceback" not in program.stderr


# Every way that leads there


def test_from_the_tray_the_emergency_screen_opens_though_there_was_no_window(session: Session):
    fill_record(session.data)
    place = ("--edge", "top", "--align", "left", "--widthtype", "request", "--height", "32")
    session.processes.start("trayer", "trayer", *place, environ=session.environ)
    until(lambda: session.run("xdotool", "search", "--onlyvisible", "--class", "trayer"), why="the tray")
    program = session.start("--background")

    icon = until(lambda: program.x_window("itb-companion"), why="the icon")
    before = set(program.x_windows())
    session.run("xdotool", "mousemove", "--window", icon, "8", "8", "click", "3")
    [menu] = until(lambda: set(program.x_windows()) - before, why="the menu of the icon")
    middle = ("getwindowgeometry", "--shell", menu)
    size = dict(line.split("=") for line in session.run("xdotool", *middle).split())
    half = [str(int(size[side]) // 2) for side in ("WIDTH", "HEIGHT")]  # of Open, Emergency and Quit
    session.run("xdotool", "mousemove", "--window", menu, *half, "click", "1")

    shows_whom_to_call(program)
    until(lambda: program.is_active("ITB Companion"), why="the window is active")


def test_the_action_of_the_desktop_entry_opens_the_emergency_screen(session: Session):
    fill_record(session.data)
    commands = os.pathsep.join((str(Path(sys.executable).parent), session.environ["PATH"]))
    environ = {"PATH": commands, "ITB_COMPANION_DATA_DIR": str(session.data)}
    session.environ |= environ
    name, command = json.loads(session.run(SYSTEM_PYTHON, "-c", ACTION_AS_A_DESKTOP_READS_IT, str(ENTRY)))

    program = session.start_command([shutil.which(command[0], path=commands), *command[1:]])

    assert name == "Emergency"
    shows_whom_to_call(program)
    assert program.titles() == ["ITB Companion"]


def test_with_no_data_at_all_it_shows_the_number_of_the_country_and_the_general_script(session: Session):
    session.start_dunst()
    program = session.start("--emergency", environ={"TZ": "Europe/Vienna"})

    program.wait(STEP_1, role="label")
    program.wait("144", role="label")
    program.wait(part="Nobody has entered an emergency number. The one shown is for Austria", role="label")
    program.wait(part="The patient has an implanted intrathecal baclofen pump.", role="label")
    until(lambda: session.codes() == ["tel:144"], why="the code to scan")
    program.click("Emergency number: Reached")
    program.wait(part="Reached, ", role="label")
    assert attempts(session) == [("Emergency number", "144", "reached", "")]
    # The questions of the first start wait until somebody leaves the emergency screen.
    until((session.data / "log").exists, why="the services")
    assert program.titles() == ["ITB Companion"]
    program.click("Back")
    program.wait("Start", role="push button")
