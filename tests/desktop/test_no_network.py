"""The real program opens no socket but local ones, from start to end: the kernel's own list of calls says so."""

import contextlib
import re
import stat
from pathlib import Path

import pytest

from .session import CONTACT, SERVICE_ANSWERS, SYSTEM_PYTHON, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

ALERT = "The refill is not booked"
LOCAL = {"AF_UNIX"}
"""Qt, the message buses and the sound server need no others; AF_NETLINK neither."""
WATCHER = "org.kde.StatusNotifierWatcher"


def traced(trace: Path) -> tuple[str, ...]:
    """Return what starts a program so that every call to the network is written down, its children's too.

    The tracer stands beside the program, not before it, so that the program keeps its own process number.
    """
    return ("strace", "-D", "-f", "--seccomp-bpf", "-e", "trace=network", "-s", "200", "-o", str(trace))


def families(trace: Path) -> set[str]:
    """Return every family of addresses of which a socket was made, or to which one was led."""
    until(lambda: "+++ exited with" in trace.read_text().rpartition("\n")[0][-200:], why="the trace is whole")
    text = trace.read_text()
    return set(re.findall(r"\bsocket(?:pair)?\((\w+)", text)) | set(re.findall(r"\bsa_family=(\w+)", text))


def test_the_guard_sees_a_socket_of_the_network(session: Session):
    """Opened on purpose: the same guard must tell of it, also when it is a child process that does it."""
    trace = session.folder / "trace"
    opens = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('127.0.0.1', 9))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {opens!r}], check=True)"

    session.run(*traced(trace), SYSTEM_PYTHON, "-c", child)

    assert families(trace) - LOCAL == {"AF_INET"}


def test_nothing_of_the_program_ever_opens_a_socket_that_leaves_the_computer(session: Session):
    session.start_dunst()
    start_tray(session)
    fill_record(session.data, days_to_refill=3)
    first, second = session.folder / "first.trace", session.folder / "second.trace"

    # Whatever a login allows others to do with its files, none of ours is theirs.
    program = session.start(before=traced(first), umask=0o000)
    is_notified_and_answers(session, program)
    sees_every_page(program)
    hides_into_the_tray_and_comes_back(session, program)
    assert session.start(before=traced(second), umask=0o022).exit_code() == 0
    finds_signs_and_calls(session, program)
    saves_the_handover_sheet(session, program)
    only_its_owner_can_read_any_of_it(session)
    quits(program)
    only_its_owner_can_read_any_of_it(session)
    the_log_names_nobody(session)

    assert families(first) == LOCAL
    assert families(second) == LOCAL
    assert ".X11-unix/" in first.read_text(), "the trace is not that of a program with windows"
    assert f"{session.folder.name}/run/itb-companion-" in second.read_text(), "the second start rings at no doorbell"


def start_tray(session: Session) -> None:
    """Put a tray on the session's bus, which takes every icon."""
    mock = (SYSTEM_PYTHON, "-m", "dbusmock", "--session", WATCHER, "/StatusNotifierWatcher", WATCHER)
    session.processes.start("tray", *mock, environ=session.environ)
    object_ = ("gdbus", "call", "--session", "--dest", WATCHER, "--object-path", "/StatusNotifierWatcher", "--method")
    shown = (WATCHER, "IsStatusNotifierHostRegistered", "<true>")
    until(
        lambda: session.run(*object_, "org.freedesktop.DBus.Mock.AddProperty", *shown),
        why="a tray",
    )
    takes = (WATCHER, "RegisterStatusNotifierItem", "s", "", "")
    assert session.run(*object_, "org.freedesktop.DBus.Mock.AddMethod", *takes)


def is_notified_and_answers(session: Session, program: Program) -> None:
    program.wait(f"Seen: {ALERT}", state="sensitive")
    until(lambda: session.shown() == 1, why="a notification")
    program.click(f"Seen: {ALERT}")
    program.gone(window=ALERT, role="push button")
    program.wait(part=SERVICE_ANSWERS, role="label")


def sees_every_page(program: Program) -> None:
    program.click("Test my alarm", role="push button")
    program.wait("Did you hear the alarm?", role="label")
    until(lambda: program.is_active("Test my alarm"), why="the dialog is active")
    program.keys("Escape")
    program.gone(window="Test my alarm", role="push button")
    for page in ("Pump and refills", "History", "Contacts", "Care plan", "Settings"):
        program.click(page, role="radio button")
        program.wait(f"{page}, this page", role="radio button")


def hides_into_the_tray_and_comes_back(session: Session, program: Program) -> None:
    program.close("ITB Companion")
    until(lambda: not program.titles_on_screen(), why="hidden into the tray")
    [owner] = re.findall(r'RegisterStatusNotifierItem "(:[\d.]+)"', (session.folder / "tray.log").read_text())
    item = ("--dest", owner, "--object-path", "/StatusNotifierItem")
    assert session.run("gdbus", "call", "--session", *item, "--method", "org.kde.StatusNotifierItem.Activate", "0", "0")
    until(program.titles_on_screen, why="back from the tray")


def finds_signs_and_calls(session: Session, program: Program) -> None:
    program.click("Check for signs", role="radio button")
    program.click("Itching: Yes")
    program.click("Tighter than usual: Yes")
    program.click("Show whom to call")
    program.wait(CONTACT, role="label")
    session.desktop.park_pointer()
    until(session.codes, why="the codes that a phone dials")
    program.click(f"{CONTACT}: No answer")
    program.wait(part="No answer, ", role="label")


def saves_the_handover_sheet(session: Session, program: Program) -> None:
    program.click("Handover sheet", role="push button")
    program.click("Save as PDF", window="Handover sheet")
    path = session.folder / "sheet.pdf"
    program.type_into("File name:", str(path))
    program.keys("Return")
    until(path.exists, why="the PDF")
    program.click("Close", window="Handover sheet", role="push button")
    program.gone(window="Handover sheet", role="push button")


def only_its_owner_can_read_any_of_it(session: Session) -> None:
    """Look at every file and folder that the program made, while it runs and after it."""
    modes: dict[str, int] = {}
    for path in (session.data, *session.data.rglob("*"), session.folder / "sheet.pdf"):
        with contextlib.suppress(FileNotFoundError):  # of a file that is written beside its place, and put there
            modes[str(path.relative_to(session.folder))] = stat.S_IMODE(path.stat().st_mode)

    assert {"record/care.db", "record/emergency-card.json", "record/log/itb-companion.log", "sheet.pdf"} <= set(modes)
    wrong = {name: oct(mode) for name, mode in modes.items() if mode & 0o077}
    assert wrong == {}


def the_log_names_nobody(session: Session) -> None:
    lines = (session.data / "log" / "itb-companion.log").read_text().splitlines()
    told = "\n".join(re.sub(r"^[\d-]+ [\d:,]+ ", "", line) for line in lines)  # 12:09:11,911 is no number to call

    assert not re.findall(r"Maya|Berg|Ana|Riverside|0142|911", told)
    assert str(session.folder) not in told


def quits(program: Program) -> None:
    until(lambda: program.is_active("ITB Companion"), why="the window is active again")
    program.keys("ctrl+q")
    program.click("Quit", role="push button")
    assert program.exit_code() == 0
    assert program.stderr == ""
