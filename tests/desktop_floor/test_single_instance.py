"""One program for each data folder: who is first, how the second is heard, and what a crash leaves behind."""

import contextlib
import os
import shutil
import signal
import socket
import stat
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSysInfo
from pytestqt.qtbot import QtBot

from itb_companion.desktop import doorbell_unix, doorbell_windows, single_instance
from itb_companion.desktop.single_instance import LOCK_NAME, Instance, SingleInstance
from tests.powerless import powerless

from .conftest import Process, Start

OTHER = """
import importlib
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from itb_companion.desktop import single_instance
from itb_companion.desktop.single_instance import Instance, SingleInstance
bell = sys.argv.pop()
single_instance._doorbells = lambda: importlib.import_module("itb_companion.desktop." + bell)
app = QCoreApplication([])
single = SingleInstance(Path(sys.argv[1]))
print(single.acquire().name, flush=True)
"""
LISTENS = OTHER + "single.listen()\nprint('listening', flush=True)\napp.exec()\n"
DEAF = OTHER + "single.listen()\nprint('listening', flush=True)\nimport signal\nsignal.pause()\n"
TELLS = OTHER + "print(single.tell_first(sys.argv[2]), flush=True)\n"


BELLS = {"doorbell_unix": doorbell_unix, "doorbell_windows": doorbell_windows}
both_bells = pytest.mark.parametrize("bell", BELLS, indirect=True)
"""That of Windows is Qt's, which works here too."""


@pytest.fixture
def bell(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which doorbell is used, here and in the other programs: that of this system, unless a test names another."""
    name: str = getattr(request, "param", "doorbell_unix")
    monkeypatch.setattr(single_instance, "_doorbells", lambda: BELLS[name])
    return name


@pytest.fixture
def make(qapp: object, bell: str) -> Iterator[Callable[[Path], SingleInstance]]:
    made: list[SingleInstance] = []

    def maker(folder: Path) -> SingleInstance:
        made.append(SingleInstance(folder))
        return made[-1]

    yield maker
    for single in made:
        single.release()


@pytest.fixture
def other(start: Start, bell: str) -> Callable[..., Process]:
    """Start another program on the same data folder."""

    def starter(script: str, *argv: str, before: tuple[str, ...] = ()) -> Process:
        process = start(*before, sys.executable, "-c", textwrap.dedent(script), *argv, bell)
        process.read_on()
        return process

    return starter


@both_bells
def test_the_second_makes_the_first_come_forward(make, other, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    assert first.acquire() is Instance.FIRST
    assert first.listen()

    with qtbot.waitSignal(first.raise_requested) as raised:
        second = other(TELLS, str(tmp_path), "emergency")

    assert raised.args == ["emergency"]
    qtbot.waitUntil(lambda: second.lines == ["SECOND", "True"])


@both_bells
@pytest.mark.parametrize("message", ["", "Grüße\nan alle", "x" * 5000])
def test_any_message_arrives_on_one_line(make, other, tmp_path: Path, qtbot: QtBot, message: str):
    first = make(tmp_path)
    first.acquire()
    first.listen()

    with qtbot.waitSignal(first.raise_requested) as raised:
        other(TELLS, str(tmp_path), message)

    assert raised.args == [message.replace("\n", " ")[:1023]]


@both_bells
def test_a_first_that_is_hung_is_reported_within_two_seconds(make, other, tmp_path: Path, qtbot: QtBot):
    first = other(DEAF, str(tmp_path))
    qtbot.waitUntil(lambda: first.lines == ["FIRST", "listening"])

    second = make(tmp_path)

    assert second.acquire() is Instance.SECOND
    assert second.tell_first("") is False
    assert f"process {first.popen.pid} on {QSysInfo.machineHostName()}" in second.holder()


def test_a_first_that_does_not_listen_yet_is_reported(make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(single_instance, "PATIENCE_MS", 100)
    make(tmp_path).acquire()

    assert make(tmp_path).tell_first("") is False


@both_bells
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


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder is not closed by its mode")
def test_a_read_only_folder_leaves_it_unknown(other, tmp_path: Path, qtbot: QtBot):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    program = other(OTHER, str(closed), before=powerless())

    qtbot.waitUntil(lambda: program.lines == ["UNKNOWN"])


@both_bells
def test_each_folder_has_its_own_first_and_its_own_socket(make, tmp_path: Path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "one")
    one, two, link = (make(tmp_path / name) for name in ("one", "two", "link"))

    assert [one.acquire(), two.acquire(), link.acquire()] == [Instance.FIRST, Instance.FIRST, Instance.SECOND]
    assert one.server_name == link.server_name != two.server_name


@both_bells
def test_after_the_release_the_next_is_first(make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(single_instance, "PATIENCE_MS", 100)  # that nobody answers need not be waited for
    first = make(tmp_path)
    first.acquire()
    first.listen()
    first.release()
    first.release()

    assert make(tmp_path).acquire() is Instance.FIRST
    assert make(tmp_path).tell_first("") is False


@both_bells
def test_only_this_user_may_speak_to_it(make, tmp_path: Path):
    first = make(tmp_path)
    first.acquire()
    first.listen()

    mode = Path(first._doorbell.path).stat().st_mode

    assert stat.S_IMODE(mode) & 0o077 == 0


@both_bells
def test_endless_talk_without_a_line_is_cut_off(make, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    first.acquire()
    first.listen()
    heard: list[str] = []
    first.raise_requested.connect(heard.append)
    with socket.socket(socket.AF_UNIX) as talker:
        talker.connect(first._doorbell.path)
        talker.sendall(b"x" * 10_000)
        talker.settimeout(0)

        qtbot.waitUntil(lambda: hung_up(talker))

    assert heard == []
    qtbot.waitUntil(lambda: first._doorbell.callers() == 0)


def hung_up(caller: socket.socket) -> bool:
    """Whether the other end let this caller go."""
    try:
        return caller.recv(100) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:  # with some of what was said unread
        return True


@both_bells
def test_a_caller_that_hangs_up_at_once_does_no_harm(make, other, tmp_path: Path, qtbot: QtBot):
    first = make(tmp_path)
    first.acquire()
    first.listen()
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(first._doorbell.path)

    with qtbot.waitSignal(first.raise_requested) as raised:
        other(TELLS, str(tmp_path), "later")

    assert raised.args == ["later"]


def test_the_doorbell_of_this_system_is_taken(qapp: object, tmp_path: Path):
    single = SingleInstance(tmp_path)
    single.acquire()
    single.listen()

    assert isinstance(single._doorbell, (doorbell_windows if sys.platform == "win32" else doorbell_unix).Doorbell)
    single.release()


class TestTheSocketOfUnix:
    """Where it may be, and whom it lets in."""

    @pytest.fixture
    def places(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        """Two folders where it may be: that of the login, and one in the shared folder for temporary files."""
        shared = Path(tempfile.mkdtemp(prefix="itb"))
        monkeypatch.setenv("TMPDIR", str(shared))
        runtime = shared / "run"
        runtime.mkdir(mode=0o700)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
        yield [runtime, shared / f"itb-companion-{os.getuid()}"]
        shutil.rmtree(shared)

    @pytest.fixture
    def listening(self, make, tmp_path: Path) -> Callable[[], SingleInstance]:
        def listen() -> SingleInstance:
            first = make(tmp_path)
            assert first.acquire() is Instance.FIRST
            assert first.listen()
            return first

        return listen

    def test_it_is_in_the_folder_of_the_login(self, listening, places: list[Path]):
        assert Path(listening()._doorbell.path).parent == places[0]

    def test_without_one_it_is_in_a_folder_of_its_own_that_nobody_else_can_enter(
        self, listening, places: list[Path], monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.delenv("XDG_RUNTIME_DIR")

        assert Path(listening()._doorbell.path).parent == places[1]
        assert stat.S_IMODE(places[1].stat().st_mode) == 0o700

    def test_a_first_of_another_environment_is_found(
        self, listening, make, other, places: list[Path], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.delenv("XDG_RUNTIME_DIR")
        first = listening()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(places[0]))

        with qtbot.waitSignal(first.raise_requested):
            other(TELLS, str(tmp_path), "")

    @pytest.mark.parametrize("mode", [0o755, 0o770, 0o777])
    def test_a_folder_that_others_can_enter_is_not_used(self, listening, places: list[Path], mode: int):
        places[0].chmod(mode)

        assert Path(listening()._doorbell.path).parent == places[1]

    def test_a_folder_of_another_user_is_not_used(self, listening, places: list[Path], monkeypatch: pytest.MonkeyPatch):
        """Another user may make ours in the shared folder, to read along or to keep us out."""
        real = Path.lstat

        def of_somebody_else(path: Path) -> os.stat_result:
            found = real(path)
            return os.stat_result((*found[:4], found.st_uid + 1, *found[5:10])) if path == places[0] else found

        monkeypatch.setattr(Path, "lstat", of_somebody_else)

        assert Path(listening()._doorbell.path).parent == places[1]

    def test_a_link_to_a_folder_of_ours_is_not_used(self, listening, places: list[Path], tmp_path: Path):
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        places[0].rmdir()
        places[0].symlink_to(tmp_path / "elsewhere")

        assert Path(listening()._doorbell.path).parent == places[1]

    def test_a_path_that_is_too_long_is_not_used(self, listening, places: list[Path], monkeypatch: pytest.MonkeyPatch):
        deep = places[0] / ("x" * 60)
        deep.mkdir(mode=0o700)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))

        assert Path(listening()._doorbell.path).parent == places[1]

    def test_where_there_is_no_place_at_all_nothing_breaks(self, make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(doorbell_unix, "_places", lambda _: iter(()))
        monkeypatch.setattr(single_instance, "PATIENCE_MS", 100)
        first = make(tmp_path)
        first.acquire()

        assert first.listen() is False
        assert make(tmp_path).tell_first("") is False

    def test_what_is_no_socket_is_never_removed(self, listening, places: list[Path], make, tmp_path: Path):
        file = places[0] / make(tmp_path).server_name
        file.write_text("somebody's letter")

        assert Path(listening()._doorbell.path).parent == places[1]
        assert file.read_text() == "somebody's letter"

    def test_a_first_that_hangs_up_without_an_answer_did_not_come_forward(
        self, make, places: list[Path], tmp_path: Path
    ):
        single = make(tmp_path)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(places[0] / single.server_name))
            server.listen()

            def hang_up() -> None:
                caller, _ = server.accept()
                caller.recv(100)
                caller.close()

            other = threading.Thread(target=hang_up)
            other.start()

            assert single.tell_first("") is False
            other.join()

    def test_nothing_is_left_behind(self, listening, places: list[Path]):
        first = listening()
        path = Path(first._doorbell.path)
        assert path.is_socket()

        first.release()

        assert not path.exists()

    def test_many_who_say_nothing_keep_nobody_out(self, listening, other, tmp_path: Path, qtbot: QtBot):
        first = listening()
        path = first._doorbell.path
        with contextlib.ExitStack() as silent:
            for _ in range(doorbell_unix.MOST_CALLERS + 4):
                silent.enter_context(socket.socket(socket.AF_UNIX)).connect(path)
            qtbot.waitUntil(lambda: first._doorbell.callers() == doorbell_unix.MOST_CALLERS)

            with qtbot.waitSignal(first.raise_requested) as raised:
                other(TELLS, str(tmp_path), "after all")

            assert raised.args == ["after all"]
            assert first._doorbell.callers() <= doorbell_unix.MOST_CALLERS

    def test_it_is_not_handed_to_the_programs_that_we_start(self, listening):
        assert listening()._doorbell._server.get_inheritable() is False
