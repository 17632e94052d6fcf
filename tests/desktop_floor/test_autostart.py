"""Starting at login: what is written is what the system starts, and what stands there is told as it is."""

import json
import os
import plistlib
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from itb_companion import __version__
from itb_companion.care.ports import Autostart, Startup
from itb_companion.desktop.autostart import autostart_of_this_system, command_to_start
from itb_companion.desktop.autostart_windows import APPROVED, LONGEST, NAME, RUN
from itb_companion.desktop.dbus_channel import DESKTOP_ENTRY
from tests.powerless import powerless

from .conftest import require

ROOT = Path(__file__).parents[2]
MENU_ENTRY = ROOT / "assets" / "desktop" / "itb-companion.desktop"
SYSTEMD_GENERATOR = Path("/usr/lib/systemd/user-generators/systemd-xdg-autostart-generator")
PYTHON_WITH_GI = "/usr/bin/python3"
ARGUMENTS = ["--data-dir", "/home/an na/100% of $it", "--background"]

STARTED_BY_GLIB = """
import json, os, sys
from gi.repository import Gio, GLib
try:
    from gi.repository.GioUnix import DesktopAppInfo
except ImportError:
    from gi.repository.Gio import DesktopAppInfo
print("ready", flush=True)
for line in sys.stdin:
    read, write = os.pipe()
    try:
        entry = DesktopAppInfo.new_from_filename(json.loads(line))
    except TypeError:
        pass  # what it says of an entry that it cannot use
    else:
        flags = GLib.SpawnFlags.DEFAULT
        entry.launch_uris_as_manager_with_fds([], None, flags, None, None, None, None, -1, write, -1)
    os.close(write)
    with open(read, "rb") as told:
        print(json.dumps(os.fsdecode(told.read())), flush=True)
"""
"""Starts entries as a desktop does, and tells what the program was given."""


@pytest.fixture(scope="module")
def start_by_glib() -> Iterator[Callable[[Path], list[str]]]:
    if subprocess.run([PYTHON_WITH_GI, "-c", "import gi"], check=False, capture_output=True).returncode:
        require("python3-gi")  # no program has this name: the package is missing
    environ = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    glib = subprocess.Popen(
        [PYTHON_WITH_GI, "-c", STARTED_BY_GLIB],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environ,
    )
    assert glib.stdout.readline() == "ready\n"

    def start(entry: Path) -> list[str]:
        print(json.dumps(str(entry)), file=glib.stdin, flush=True)
        return json.loads(glib.stdout.readline()).split("\0")[:-1]

    yield start
    with glib:
        glib.kill()


@pytest.fixture
def program(tmp_path: Path) -> str:
    return executable(tmp_path / "programs" / "itb-companion")


@pytest.fixture
def command(program: str) -> list[str]:
    return [program, *ARGUMENTS]


def executable(path: Path, content: str = "#!/bin/sh\n") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(0o755)
    return str(path)


class TestLinux:
    @pytest.fixture
    def config_home(self, tmp_path: Path) -> Path:
        return tmp_path / "config"

    @pytest.fixture
    def entry(self, config_home: Path) -> Path:
        return config_home / "autostart" / "itb-companion.desktop"

    @pytest.fixture
    def autostart(self, command: list[str], config_home: Path) -> Autostart:
        return on_linux(command, config_home)

    def test_is_set_read_back_and_removed(
        self, autostart: Autostart, command: list[str], config_home: Path, entry: Path
    ):
        assert autostart.state().startup is Startup.OFF

        done = autostart.set()

        assert (done.startup, done.detail) == (Startup.ON, str(entry))
        assert on_linux(command, config_home).state().startup is Startup.ON
        assert autostart.remove().startup is Startup.OFF
        assert list(entry.parent.iterdir()) == []
        assert autostart.remove().startup is Startup.OFF

    @pytest.mark.parametrize("environ", [{}, {"XDG_CONFIG_HOME": ""}, {"XDG_CONFIG_HOME": "not/absolute"}])
    def test_stands_in_the_home_folder_where_no_other_place_is_named(
        self, command: list[str], tmp_path: Path, environ: dict[str, str]
    ):
        autostart_of_this_system(command, "linux", environ, tmp_path).set()

        assert (tmp_path / ".config" / "autostart" / "itb-companion.desktop").is_file()

    def test_a_session_that_does_not_name_its_desktop_is_doubted(self, command: list[str], config_home: Path):
        done = autostart_of_this_system(command, "linux", {"XDG_CONFIG_HOME": str(config_home)}).set()

        assert done.startup is Startup.ON
        assert "does not name its desktop" in done.detail

    def test_a_backslash_is_doubted(self, program: str, config_home: Path):
        """Seen with systemd 252: its unit starts the program with a newline where the folder has \\n."""
        done = on_linux([program, "--data-dir", r"/home/new\notes"], config_home).set()

        assert done.startup is Startup.ON
        assert "with a backslash in it" in done.detail

    @pytest.mark.parametrize(
        ("line", "startup"),
        [
            ("Hidden=true", Startup.OFF),
            ("Hidden = true", Startup.OFF),
            ("Hidden=false", Startup.ON),
            ("X-GNOME-Autostart-enabled=false", Startup.OFF),
            ("X-MATE-Autostart-enabled=false", Startup.OFF),
            ("OnlyShowIn=KDE;XFCE;", Startup.BROKEN),
            ("OnlyShowIn=KDE;GNOME;", Startup.ON),
            ("NotShowIn=GNOME;", Startup.BROKEN),
            ("NotShowIn=KDE;", Startup.ON),
            ("TryExec=/nowhere/itb-companion", Startup.BROKEN),
            ("TryExec=sh", Startup.ON),
            ("Type=Link", Startup.BROKEN),
            ("Exec=", Startup.BROKEN),
            ('Exec="never closed', Startup.BROKEN),
            ("[Another Group]\nHidden=true", Startup.ON),
            ("# Hidden=true", Startup.ON),
        ],
    )
    def test_what_another_program_changed_is_seen(self, autostart: Autostart, entry: Path, line: str, startup: Startup):
        autostart.set()
        with entry.open("a") as file:
            file.write(f"{line}\n")

        found = autostart.state()

        assert found.startup is startup
        assert str(entry) in found.detail
        assert autostart.set().startup is Startup.ON

    def test_what_was_quoted_otherwise_by_a_desktop_is_still_the_same_command(
        self, autostart: Autostart, entry: Path, program: str
    ):
        autostart.set()
        with entry.open("a") as file:
            file.write(f"Exec='{program}'  --data-dir '/home/an na/100%% of $it' --background\n")

        assert autostart.state().startup is Startup.ON

    def test_a_deleted_environment_is_told_with_what_to_do(
        self, autostart: Autostart, config_home: Path, program: str, tmp_path: Path
    ):
        autostart.set()
        Path(program).unlink()

        here = autostart.state()
        elsewhere = on_linux([executable(tmp_path / "new" / "itb-companion"), "--background"], config_home).state()

        assert (here.startup, elsewhere.startup) == (Startup.BROKEN, Startup.BROKEN)
        assert f"{program}, which was moved or deleted" in here.detail
        assert here.detail.endswith("Please install the program again.")
        assert f"{program}, which was moved or deleted" in elsewhere.detail
        assert elsewhere.detail.endswith("Please switch it on again in Settings.")

    def test_a_program_that_may_not_be_run_starts_nothing(self, autostart: Autostart, program: str):
        autostart.set()
        Path(program).chmod(0o644)

        assert autostart.state().startup is Startup.BROKEN

    @pytest.mark.parametrize("arguments", [[], ["--background"], ["--data-dir", "/elsewhere", "--background"]])
    def test_another_data_folder_is_not_this_installation(
        self, autostart: Autostart, config_home: Path, program: str, arguments: list[str]
    ):
        autostart.set()

        found = on_linux([program, *arguments], config_home).state()

        assert found.startup is Startup.BROKEN
        assert "/home/an na/100% of $it" in found.detail

    @pytest.mark.parametrize(
        "garbage",
        [
            b"",
            b"\0" * 99,
            b"\xff\xfe",
            b"Exec=true\n",
            b"[Desktop Entry]\nno key\n",
            b"[Other]\n[Desktop Entry]\nType=Application\n",
        ],
    )
    def test_garbage_is_told_and_replaced(self, autostart: Autostart, entry: Path, garbage: bytes):
        entry.parent.mkdir(parents=True)
        entry.write_bytes(garbage)

        found = autostart.state()

        assert found.startup is Startup.BROKEN
        assert "cannot be read as a desktop entry" in found.detail
        assert autostart.set().startup is Startup.ON

    @given(content=st.binary() | st.text().map(lambda text: f"[Desktop Entry]\nExec={text}\nTryExec={text}".encode()))
    def test_no_content_raises(self, content: bytes):
        with tempfile.TemporaryDirectory() as name:
            entry = Path(name, "autostart", "itb-companion.desktop")
            entry.parent.mkdir()
            entry.write_bytes(content)

            assert on_linux(["/bin/true"], Path(name)).state().startup is not Startup.ON

    def test_a_folder_in_its_place_is_told_and_left_alone(self, autostart: Autostart, entry: Path):
        (entry / "kept").mkdir(parents=True)

        for found in (autostart.state(), autostart.set(), autostart.remove()):
            assert found.startup is Startup.BROKEN
            assert "is not a file. Please move it away." in found.detail
        assert (entry / "kept").is_dir()

    def test_a_pipe_in_its_place_does_not_hold_the_program_up(self, autostart: Autostart, entry: Path):
        entry.parent.mkdir(parents=True)
        os.mkfifo(entry)

        assert autostart.state().startup is Startup.BROKEN

    def test_a_file_where_the_folder_should_be_is_told(self, autostart: Autostart, config_home: Path):
        config_home.mkdir()
        (config_home / "autostart").write_text("")

        assert autostart.state().startup is Startup.OFF
        done = autostart.set()
        assert done.startup is Startup.OFF
        assert "cannot be written: " in done.detail
        assert autostart.remove().startup is Startup.OFF

    def test_a_folder_that_may_not_be_written_is_told(self, config_home: Path, entry: Path):
        entry.parent.mkdir(parents=True)
        entry.parent.chmod(0o555)

        done = acted_powerless(config_home, "set")

        assert done == ["off", f"{entry} cannot be written: Permission denied. There is no {entry}."]

    def test_an_entry_that_cannot_be_replaced_or_removed_is_told_as_it_stands(self, config_home: Path, entry: Path):
        acted_powerless(config_home, "set")
        entry.parent.chmod(0o555)

        assert acted_powerless(config_home, "set") == ["on", str(entry)]
        assert acted_powerless(config_home, "remove") == [
            "on",
            f"{entry} cannot be removed: Permission denied. {entry}",
        ]

    def test_a_file_that_may_not_be_read_is_not_guessed_at(self, config_home: Path, entry: Path):
        acted_powerless(config_home, "set")
        entry.chmod(0)

        assert acted_powerless(config_home, "state") == ["unknown", f"{entry} cannot be read: Permission denied."]

    def test_a_path_that_no_entry_can_hold_is_told(self, config_home: Path, tmp_path: Path):
        program = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")

        done = on_linux([program], config_home).set()

        assert done.startup is Startup.OFF
        assert "characters that such an entry cannot hold" in done.detail

    @pytest.mark.skipif(not SYSTEMD_GENERATOR.exists(), reason="needs systemd")
    def test_systemd_takes_the_entry(self, config_home: Path, tmp_path: Path):
        program = executable(tmp_path / "an na's (new) 100% programs; = é" / "itb-companion")
        on_linux([program, *ARGUMENTS], config_home).set()

        units = tmp_path / "units"
        units.mkdir()
        subprocess.run(
            [SYSTEMD_GENERATOR, units, units, units],
            env={"XDG_CONFIG_HOME": str(config_home), "XDG_CONFIG_DIRS": str(tmp_path), "HOME": str(tmp_path)},
            check=True,
            timeout=60,
        )

        [unit] = units.glob("app-itb*.service")
        program = "/bin/sh -c " + r'"exec \"\$0\" \"\$@\""' + f' "{program.replace("%", "%%")}"'
        started = r'--data-dir "/home/an na/100%% of \$it" --background'  # in a unit too, %% means %
        assert f"ExecStart=:{program} {started}" in unit.read_text().splitlines()


class TestEntryByOthers:
    """The entry as programs read it that are not ours."""

    names = st.text(
        st.sampled_from("\"'%\\$`~ \t;=#&|<>*?()[]{}!fUé") | st.characters(exclude_categories=["Cs"]), max_size=40
    ).map(lambda text: text.replace("\0", ""))

    @settings(deadline=None, max_examples=80)
    @given(
        name=names.map(lambda name: name.replace("/", "").encode()[:200].decode(errors="ignore")),
        arguments=st.lists(names, max_size=4),
    )
    @example(name="plain", arguments=["--background"])
    @example(name="100% $HOME", arguments=["%f", "%%", "a%", "", " ", "\\", '"', "~", "\n", "a\tb\r", "\x1c\x85\u2028"])
    def test_a_desktop_starts_exactly_this_command(
        self, start_by_glib: Callable[[Path], list[str]], name: str, arguments: list[str]
    ):
        with tempfile.TemporaryDirectory() as folder:
            command = [f"{folder}/{name}.sh", *arguments]
            executable(Path(command[0]), '#!/bin/sh\nprintf \'%s\\0\' "$0" "$@"\n')
            config_home = Path(folder)

            assert on_linux(command, config_home).set().startup is Startup.ON
            assert start_by_glib(config_home / "autostart" / "itb-companion.desktop") == command

    def test_the_program_named_has_no_equals_sign_which_the_specification_forbids(self, tmp_path: Path):
        program = executable(tmp_path / "a=b" / "itb-companion")

        assert on_linux([program], tmp_path).set().startup is Startup.ON
        entry = tmp_path / "autostart" / "itb-companion.desktop"
        [line] = [line for line in entry.read_text().splitlines() if program in line]
        assert line.startswith("Exec=/bin/sh ")

    def test_the_validator_of_freedesktop_has_nothing_to_say(self, command: list[str], tmp_path: Path):
        require("desktop-file-validate")
        on_linux(command, tmp_path).set()

        for path in (tmp_path / "autostart" / "itb-companion.desktop", MENU_ENTRY):
            done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stdout + done.stderr) == (0, "")

    def test_the_menu_entry_is_the_one_that_notifications_name_and_starts_an_installed_script(self):
        scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
        started = [line.partition("=")[2] for line in MENU_ENTRY.read_text().splitlines() if line.startswith("Exec=")]

        assert MENU_ENTRY.stem == DESKTOP_ENTRY
        assert started == ["itb-companion", "itb-companion --emergency"]
        assert "itb-companion" in scripts


def on_linux(command: list[str], config_home: Path) -> Autostart:
    environ = {"XDG_CONFIG_HOME": str(config_home), "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}
    return autostart_of_this_system(command, "linux", environ, config_home)


def acted_powerless(config_home: Path, act: str) -> list[str]:
    """Act as somebody for whom permissions hold, which they do not for root; return the state and its detail."""
    require("setpriv")
    script = (
        "import sys; from pathlib import Path\n"
        "from itb_companion.desktop.autostart import autostart_of_this_system\n"
        "environ = {'XDG_CONFIG_HOME': sys.argv[1], 'XDG_CURRENT_DESKTOP': 'GNOME'}\n"
        "done = getattr(autostart_of_this_system(['/bin/true'], 'linux', environ, Path(sys.argv[1])), sys.argv[2])()\n"
        "print(done.startup, done.detail, sep='\\n')"
    )
    done = subprocess.run(
        [*powerless(), sys.executable, "-c", script, config_home, act],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


class MemoryRegistry:
    """As much of winreg as is used, with its errors; names do not differ by case."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, KEY_READ, REG_SZ, REG_BINARY = "HKCU", 2, 0x20019, 1, 3

    def __init__(self, *keys: str) -> None:
        self.keys: dict[str, dict[str, tuple[object, int]]] = {key.lower(): {} for key in keys}
        self.denied: int | None = None

    def OpenKey(self, root: str, path: str, reserved: int = 0, access: int = KEY_READ) -> "MemoryKey":
        if access == self.denied:
            raise PermissionError(13, "Access is denied")
        if root != self.HKEY_CURRENT_USER or path.lower() not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return MemoryKey(self.keys[path.lower()], access)

    def CreateKeyEx(self, root: str, path: str, reserved: int = 0, access: int = 0x20006) -> "MemoryKey":
        if access != self.denied:
            self.keys.setdefault(path.lower(), {})
        return self.OpenKey(root, path, reserved, access)

    def QueryValueEx(self, key: "MemoryKey", name: str) -> tuple[object, int]:
        if key.access != self.KEY_READ:
            raise PermissionError(13, "Access is denied")
        if name.lower() not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name.lower()]

    def SetValueEx(self, key: "MemoryKey", name: str, reserved: int, kind: int, content: object) -> None:
        if key.access != self.KEY_SET_VALUE:
            raise PermissionError(13, "Access is denied")
        key.values[name.lower()] = (content, kind)

    def DeleteValue(self, key: "MemoryKey", name: str) -> None:
        if key.values.pop(name.lower(), None) is None:
            raise FileNotFoundError(2, "The system cannot find the file specified")


class MemoryKey:
    """An open key."""

    def __init__(self, values: dict[str, tuple[object, int]], access: int) -> None:
        self.values, self.access = values, access

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.access = -1


class TestWindows:
    """The logic on a registry in memory. The real winreg, and what Windows makes of the value, were not run."""

    @pytest.fixture
    def registry(self) -> MemoryRegistry:
        return MemoryRegistry(RUN)

    @pytest.fixture
    def program(self) -> Iterator[str]:
        """A short path: Windows takes no long ones here."""
        with tempfile.TemporaryDirectory(prefix="an na") as folder:
            yield executable(Path(folder) / "itb-companion-window.exe")

    @pytest.fixture
    def autostart(self, command: list[str], registry: MemoryRegistry) -> Autostart:
        return autostart_of_this_system(command, "win32", registry=registry)

    @pytest.mark.parametrize("registry", [MemoryRegistry(RUN), MemoryRegistry()], ids=["key", "no key"])
    def test_is_set_read_back_and_removed(self, autostart: Autostart, registry: MemoryRegistry, program: str):
        assert autostart.state().startup is Startup.OFF

        assert autostart.set().startup is Startup.ON
        assert registry.keys[RUN.lower()] == {
            NAME.lower(): (f'"{program}" --data-dir "/home/an na/100% of $it" --background', registry.REG_SZ)
        }
        assert autostart.state().startup is Startup.ON

        assert autostart.remove().startup is Startup.OFF
        assert registry.keys[RUN.lower()] == {}
        assert autostart.remove().startup is Startup.OFF

    @pytest.mark.parametrize(
        ("approved", "startup"),
        [
            ("020000000000000000000000", Startup.ON),
            ("060000000000000000000000", Startup.ON),
            ("030000001779bd0117d9d101", Startup.OFF),
            ("0700000071c933ae16d9d101", Startup.OFF),
            ("6360606062f98c76c53bd991", Startup.OFF),
            ("", Startup.ON),
        ],
    )
    def test_what_task_manager_switched_off_is_off(
        self, autostart: Autostart, registry: MemoryRegistry, approved: str, startup: Startup
    ):
        """The bytes are those that people found in their registries."""
        registry.keys[APPROVED.lower()] = {NAME.lower(): (bytes.fromhex(approved), registry.REG_BINARY)}

        done = autostart.set()

        assert done.startup is startup
        assert ("Task Manager" in done.detail) == (startup is Startup.OFF)

    @pytest.mark.parametrize("content", ["", "C:\\other.exe", '"C:\\Program Files\\old.exe" --background', 7, None])
    def test_another_command_is_told_and_replaced(
        self, autostart: Autostart, registry: MemoryRegistry, content: object
    ):
        registry.keys[RUN.lower()] = {NAME.lower(): (content, registry.REG_SZ)}

        assert autostart.state().startup is (Startup.OFF if content is None else Startup.BROKEN)
        assert autostart.set().startup is Startup.ON

    def test_the_program_of_another_command_is_named_whole(self, autostart: Autostart, registry: MemoryRegistry):
        registry.keys[RUN.lower()] = {NAME.lower(): ('"C:\\Program Files\\old.exe" --x', registry.REG_SZ)}

        assert "starts C:\\Program Files\\old.exe, which was moved or deleted" in autostart.state().detail

    def test_a_deleted_program_is_told(self, autostart: Autostart, program: str):
        autostart.set()
        Path(program).unlink()

        assert autostart.state().startup is Startup.BROKEN

    def test_a_command_longer_than_windows_takes_is_not_written(self, program: str, registry: MemoryRegistry):
        room = LONGEST - len(f'"{program}" ')
        fits, too_long = ([program, "x" * length] for length in (room, room + 1))

        assert autostart_of_this_system(fits, "win32", registry=registry).set().startup is Startup.ON
        registry.keys[RUN.lower()].clear()
        done = autostart_of_this_system(too_long, "win32", registry=registry).set()
        assert done.startup is Startup.OFF
        assert "no more than 260 characters" in done.detail
        assert registry.keys[RUN.lower()] == {}

    def test_what_is_denied_is_told(self, autostart: Autostart, registry: MemoryRegistry):
        registry.denied = registry.KEY_SET_VALUE
        done = autostart.set()
        assert done.startup is Startup.OFF
        assert "cannot be written: Access is denied" in done.detail

        registry.denied = None
        autostart.set()
        registry.denied = registry.KEY_SET_VALUE
        done = autostart.remove()
        assert done.startup is Startup.ON
        assert "cannot be removed: Access is denied" in done.detail

        registry.denied = registry.KEY_READ
        assert autostart.state().startup is Startup.UNKNOWN

    def test_a_python_from_the_store_has_a_registry_of_its_own_and_promises_nothing(
        self, command: list[str], registry: MemoryRegistry, monkeypatch: pytest.MonkeyPatch
    ):
        store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.2800.0_x64__qbz5n2kfra8p0"
        monkeypatch.setattr(sys, "base_prefix", store)
        autostart = autostart_of_this_system(command, "win32", registry=registry)

        done = autostart.set()

        assert done.startup is Startup.UNKNOWN
        assert "python.org" in done.detail
        assert registry.keys[RUN.lower()] == {}


class TestMacos:
    """The file as plistlib writes and reads it. launchd itself was not run."""

    @pytest.fixture
    def agent(self, tmp_path: Path) -> Path:
        return tmp_path / "Library" / "LaunchAgents" / "itb-companion.plist"

    @pytest.fixture
    def autostart(self, command: list[str], tmp_path: Path) -> Autostart:
        return autostart_of_this_system(command, "darwin", {}, tmp_path)

    def test_is_set_read_back_and_removed(self, autostart: Autostart, agent: Path, command: list[str]):
        assert autostart.state().startup is Startup.OFF

        assert autostart.set().startup is Startup.ON
        written = plistlib.loads(agent.read_bytes())
        assert (written["Label"], written["RunAtLoad"]) == (agent.stem, True)
        assert written["ProgramArguments"] == command

        assert autostart.remove().startup is Startup.OFF
        assert not agent.exists()

    @pytest.mark.parametrize(
        ("change", "startup"),
        [
            ({"Disabled": True}, Startup.OFF),
            ({"RunAtLoad": False}, Startup.BROKEN),
            ({"Label": "another"}, Startup.BROKEN),
            ({"ProgramArguments": ["/nowhere/itb-companion"]}, Startup.BROKEN),
            ({"ProgramArguments": []}, Startup.BROKEN),
            ({"ProgramArguments": [7]}, Startup.BROKEN),
            ({"ProgramArguments": "text"}, Startup.BROKEN),
        ],
    )
    def test_what_another_program_changed_is_seen(
        self, autostart: Autostart, agent: Path, change: dict[str, object], startup: Startup
    ):
        autostart.set()
        agent.write_bytes(plistlib.dumps(plistlib.loads(agent.read_bytes()) | change))

        assert autostart.state().startup is startup
        assert autostart.set().startup is Startup.ON

    @given(content=st.binary() | st.binary().map(lambda tail: b"bplist00" + tail) | st.just(plistlib.dumps([])))
    @example(content=b"<plist><dict><date>x</date></dict></plist>")
    def test_no_content_raises(self, content: bytes):
        with tempfile.TemporaryDirectory() as name:
            agent = Path(name, "Library", "LaunchAgents", "itb-companion.plist")
            agent.parent.mkdir(parents=True)
            agent.write_bytes(content)

            assert autostart_of_this_system(["/bin/true"], "darwin", {}, Path(name)).state().startup is Startup.BROKEN

    def test_a_path_that_no_property_list_can_hold_is_told(self, tmp_path: Path):
        done = autostart_of_this_system(["/bin/\x01"], "darwin", {}, tmp_path).set()

        assert done.startup is Startup.OFF
        assert "characters that such an entry cannot hold" in done.detail


class TestCommand:
    def test_starts_this_installation(self):
        command = command_to_start(None)

        assert command[-1] == "--background"
        done = subprocess.run(
            [*command[:-1], "--version"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
        )
        assert done.stdout.strip() == f"itb-companion {__version__}"

    def test_names_the_data_folder_only_where_it_is_not_the_default(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        monkeypatch.chdir(tmp_path)

        assert "--data-dir" not in command_to_start(None)
        assert "--data-dir" not in command_to_start(tmp_path / "itb-companion")
        assert command_to_start(Path("my data"))[-3:] == ["--data-dir", str(tmp_path / "my data"), "--background"]

    def test_takes_the_script_beside_python(self, tmp_path: Path):
        python = executable(tmp_path / "bin" / "python")
        script = executable(tmp_path / "bin" / "itb-companion", f"#!{python}\n")

        assert command_to_start(None, executable=python, platform="linux") == [script, "--background"]

    @pytest.mark.parametrize("content", [None, "#!/old place/bin/python\n"], ids=["no script", "script of a moved one"])
    def test_takes_python_itself_where_no_script_starts_it(self, tmp_path: Path, content: str | None):
        python = executable(tmp_path / "bin" / "python")
        if content:
            executable(tmp_path / "bin" / "itb-companion", content)

        command = command_to_start(None, executable=python, platform="linux")

        assert command == [python, "-m", "itb_companion", "--background"]

    def test_a_folder_with_the_name_of_the_script_is_no_script(self, tmp_path: Path):
        python = executable(tmp_path / "bin" / "python")
        (tmp_path / "bin" / "itb-companion").mkdir()

        assert command_to_start(None, executable=python, platform="linux")[0] == python

    def test_opens_no_console_on_windows(self, tmp_path: Path):
        python = executable(tmp_path / "python.exe")
        executable(tmp_path / "itb-companion.exe", f"#!{python}\n")
        bare = command_to_start(None, executable=python, platform="win32")
        windowless = executable(tmp_path / "pythonw.exe")
        without_script = command_to_start(None, executable=python, platform="win32")
        script = executable(tmp_path / "itb-companion-window.exe", f"MZ...#!{windowless}\n")
        with_script = command_to_start(None, executable=python, platform="win32")

        assert bare == [python, "-m", "itb_companion", "--background"]
        assert without_script == [windowless, "-m", "itb_companion", "--background"]
        assert with_script == [script, "--background"]

    def test_a_frozen_program_is_its_own_command(self, tmp_path: Path):
        program = executable(tmp_path / "itb-companion-app")

        assert command_to_start(None, executable=program, frozen=True) == [program, "--background"]
