"""One program for each data folder: who is first, how the second is heard, and what a crash leaves behind."""

import os
import signal
import socket
import stat
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSysInfo
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from itb_companion.desktop.single_instance import LOCK_NAME, Instance, SingleInstance

from .conftest import Process, Start

OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from itb_companion.desktop.single_instance import Instance, SingleInstance
app = QCoreApplication([])
single = SingleInstance(Path(sys.argv[1]))
print(single.acquire().name, flush=True)
"""
LISTENS = OTHER + "single.listen()\nprint('listening', flush=True)\napp.exec()\n"
DEAF = OTHER + "single.listen()\nprint('listening', flush=True)\nimport signal\nsignal.pause()\n"
TELLS = OTHER + "print(single.tell_first(sys.argv[2]), flush=True)\n"


@pytest.fixture
def make(qapp: object) -> Iterator[Callable[[Path], SingleInstance]]:
    made: list[SingleInstance] = []

    def maker(folder: Path) -> SingleInstance:
        made.append(SingleInstance(folder))
        return made[-1]

    yield maker
    for single in made:
        single.release()


@pytest.fixture
def other(start: Start) -> Callable[..., Process]:
    """Start another program on the same data folder."""

    def starter(script: str, *argv: str) -> Process:
        process = start(sys.executable, "-c", textwrap.dedent(script), *argv)
        process.read_on()
        return process

    return starter


def test_the_second_makes_the_first_come_forward(make, other, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    assert first.acquire() is Instance.FIRST
    assert first.listen()

    with qtbot.waitSignal(first.raise_requested) as raised:
        second = other(TELLS, str(tmp_path), "emergency")

    assert raised.args == ["emergency"]
    qtbot.waitUntil(lambda: second.lines == ["SECOND", "True"])


@pytest.mark.parametrize("message", ["", "Grüße\nan alle", "x" * 5000])
def test_any_message_arrives_on_one_line(make, other, tmp_path: Path, qtbot: QtBot, message: str):
    first = make(tmp_path)
    first.acquire()
    first.listen()

    with qtbot.waitSignal(first.raise_requested) as raised:
        other(TELLS, str(tmp_path), message)

    assert raised.args == [message.replace("\n", " ")[:1023]]


def test_a_first_that_is_hung_is_reported_within_two_seconds(make, other, tmp_path: Path, qtbot: QtBot):
    first = other(DEAF, str(tmp_path))
    qtbot.waitUntil(lambda: first.lines == ["FIRST", "listening"])

    second = make(tmp_path)

    assert second.acquire() is Instance.SECOND
    assert second.tell_first("") is False
    assert f"process {first.popen.pid} on {QSysInfo.machineHostName()}" in second.holder()


def test_a_first_that_does_not_listen_yet_is_reported(make, tmp_path: Path):
    make(tmp_path).acquire()

    assert make(tmp_path).tell_first("") is False


def test_what_a_killed_program_left_is_taken_over(make, other, tmp_path: Path, qtbot: QtBot):
    """Lock file and socket both stay behind after kill -9."""
    killed = other(LISTENS, str(tmp_path))
    qtbot.waitUntil(lambda: killed.lines == ["FIRST", "listening"])
    os.kill(killed.popen.pid, signal.SIGKILL)
    killed.popen.wait()
    assert (tmp_path / LOCK_NAME).exists()

    heir = make(tmp_path)

    assert heir.acquire() is Instance.FIRST
    assert heir.listen()
    second = other(TELLS, str(tmp_path), "")
    qtbot.waitUntil(lambda: second.lines == ["SECOND", "True"])


@pytest.mark.skipif(sys.platform == "win32", reason="asks the Unix kernel for the lock")
def test_a_dead_programs_number_that_another_python_got_is_seen_through(make, other, tmp_path: Path, qtbot: QtBot):
    """The worst of stale locks: by number and name its holder lives, and the reminders would never start again."""
    killed = other(LISTENS, str(tmp_path))
    qtbot.waitUntil(lambda: killed.lines == ["FIRST", "listening"])
    killed.popen.kill()
    killed.popen.wait()
    lock = tmp_path / LOCK_NAME
    left = lock.read_text().splitlines()
    stranger = other("import signal\nprint('here', flush=True)\nsignal.pause()")
    qtbot.waitUntil(lambda: stranger.lines == ["here"])
    lock.write_text("\n".join([str(stranger.popen.pid), *left[1:]]) + "\n")

    assert make(tmp_path).acquire() is Instance.FIRST


def test_a_lock_from_another_computer_is_not_judged(make, tmp_path: Path):
    first = make(tmp_path)
    first.acquire()
    lines = (tmp_path / LOCK_NAME).read_text().splitlines()
    first.release()
    (tmp_path / LOCK_NAME).write_text("\n".join([lines[0], lines[1], "nursery", *["f" * 32] * 2]) + "\n")

    assert make(tmp_path).acquire() is Instance.SECOND


def test_a_folder_that_cannot_hold_a_lock_leaves_it_unknown(make, tmp_path: Path):
    (tmp_path / "file").write_text("")

    assert make(tmp_path / "missing").acquire() is Instance.UNKNOWN
    assert make(tmp_path / "file").acquire() is Instance.UNKNOWN
    assert make(tmp_path / "missing").holder() is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_leaves_it_unknown(make, tmp_path: Path):
    tmp_path.chmod(0o500)
    try:
        assert make(tmp_path).acquire() is Instance.UNKNOWN
    finally:
        tmp_path.chmod(0o700)


def test_each_folder_has_its_own_first_and_its_own_socket(make, tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "one")
    one, two, link = (make(tmp_path / name) for name in ("one", "two", "link"))

    assert [one.acquire(), two.acquire(), link.acquire()] == [Instance.FIRST, Instance.FIRST, Instance.SECOND]
    assert one.server_name == link.server_name != two.server_name


def test_after_the_release_the_next_is_first(make, tmp_path: Path):
    first = make(tmp_path)
    first.acquire()
    first.listen()
    first.release()
    first.release()

    assert make(tmp_path).acquire() is Instance.FIRST
    assert make(tmp_path).tell_first("") is False


def test_only_this_user_may_speak_to_it(make, tmp_path: Path):
    first = make(tmp_path)
    first.acquire()
    first.listen()

    mode = Path(first._server.fullServerName()).stat().st_mode

    assert stat.S_IMODE(mode) & 0o077 == 0


def test_endless_talk_without_a_line_is_cut_off(make, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    first.acquire()
    first.listen()
    heard: list[str] = []
    first.raise_requested.connect(heard.append)
    talker = QLocalSocket()
    talker.connectToServer(first.server_name)

    with qtbot.waitSignal(talker.disconnected):
        talker.write(b"x" * 10_000)

    assert heard == []
    qtbot.waitUntil(lambda: first._heard == {})


def test_a_caller_that_hangs_up_at_once_does_no_harm(make, other, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    first.acquire()
    first.listen()
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(first._server.fullServerName())

    with qtbot.waitSignal(first.raise_requested) as raised:
        other(TELLS, str(tmp_path), "later")

    assert raised.args == ["later"]
