"""A desktop of one's own: X server, window manager, message buses, notification service, and the program on it."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.pump import Fill, Pump
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.people import FirstStart
from itb_companion.record.store import Store

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
REGISTRY = "/usr/libexec/at-spi2-registryd"
PROGRAMS = (
    "Xvfb",
    "openbox",
    "dunst",
    "dunstctl",
    "dbus-daemon",
    "dbus-send",
    "gdbus",
    "xdotool",
    "import",
    "zbarimg",
    "strace",
    "trayer",
    SYSTEM_PYTHON,
    REGISTRY,
)
PATIENCE_S = 15.0
"""For anything that happens sooner or later; what has to be quick says so in its test."""
POLL_S = 0.02
EMPTY_WINDOW = HERE.parent / "benchmarks" / "empty_window.py"
EMPTY_WINDOW_S = 0.2
"""From the start of an empty PySide6 window to its first paint where the bounds of the figures were measured."""
WORK = "import time; w = time.monotonic; a = w()\nwhile time.process_time() < .3: pass\nprint((w() - a) / .3)"
"""Says how many times longer some work takes than where nobody else wants the processors."""
LOGIND = "org.freedesktop.login1"
STARTED = SystemClock().now()
AHEAD = timedelta(hours=12 - STARTED.hour, minutes=-STARTED.minute)
"""The program runs in a time zone in which these tests begin at noon: none depends on the hour at which it runs."""
CONTACT, NUMBER = "Riverside Pump Clinic", "+1 612 555 0142"
SERVICE_ANSWERS = "The notification service answers"
"""Stands on Today as soon as everything is started."""
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>{kind}</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""
WINDOWS_ARE_PLAIN = """<openbox_config xmlns="http://openbox.org/3.4/rc"><theme><animateIconify>no</animateIconify></theme>
<desktops><number>1</number><popupTime>0</popupTime></desktops>
<mouse><dragThreshold>8</dragThreshold>
<context name="Client"><mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/>
</mousebind></context></mouse></openbox_config>"""


def faketime() -> str | None:
    """Return the library that moves a program's clock, if it is here."""
    return next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def missing() -> list[str]:
    """Return what this machine lacks for these tests."""
    lacking = [program for program in PROGRAMS if shutil.which(program) is None]
    if SYSTEM_PYTHON not in lacking:
        for module, package in (("pyatspi", "python3-pyatspi"), ("dbusmock", "python3-dbusmock")):
            asked = [SYSTEM_PYTHON, "-c", f"import {module}"]
            if subprocess.run(asked, capture_output=True, check=False, env=clean_environ()).returncode:
                lacking.append(package)
    if faketime() is None:
        lacking.append("libfaketime")
    return lacking


def clean_environ() -> dict[str, str]:
    """Return this environment without anything of the real user's session."""
    unwanted = (
        "XDG_",
        "DBUS_",
        "QT_",
        "AT_SPI",
        "WAYLAND_",
        "ITB_",
        "LC_",
        "PYTEST_",
        "COV_",
        "FAKETIME",
        "LD_PRELOAD",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    for name in ("DISPLAY", "XAUTHORITY", "PYTHONDONTWRITEBYTECODE", "LANGUAGE"):
        kept.pop(name, None)
    return kept


def until(what: Callable[[], Any], within: float = PATIENCE_S, why: str = "") -> Any:
    """Return the first truthy value of `what`; AssertionError when none comes in time."""
    deadline = time.monotonic() + within
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {why or what}")
        time.sleep(POLL_S)


class Processes:
    """What was started here; ended by its own pid, the last one first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, *argv: str, environ: Mapping[str, str], **more: Any) -> subprocess.Popen[bytes]:
        """Start a program whose output goes into a log of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            more = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | more
            process = subprocess.Popen(argv, env=dict(environ), **more)
        self._running.append((name, process))
        return process

    def end(self) -> None:
        """Stop everything and wait until it is gone."""
        for _, process in reversed(self._running):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
        self._running.clear()

    def logs(self) -> str:
        """Return everything that was logged, for a test that failed."""
        parts = []
        for log in sorted(self.folder.glob("*.log")):
            text = log.read_text(errors="replace").strip()
            if text:
                parts.append(f"--- {log.name}\n{text[-4000:]}")
        return "\n".join(parts)


@dataclass(frozen=True)
class Node:
    """Something that a screen reader can tell of, as it was when it was asked for."""

    id: int
    role: str
    name: str
    description: str
    label: str
    states: tuple[str, ...]
    text: str | None
    box: tuple[int, int, int, int]
    seen: tuple[int, int, int, int] | None = None

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Node":
        """Return the node for what the driver said."""
        lists = {key: tuple(value) for key, value in plain.items() if isinstance(value, list)}
        return cls(**{**plain, **lists})

    @property
    def awake(self) -> bool:
        """Whether it can be pressed."""
        return "sensitive" in self.states


class Driver:
    """The other end of atspi_driver.py, and of x_driver.py."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.answer()

    def ask(self, do: str, **query: Any) -> Any:
        """Return the answer to one request; AssertionError where the driver says what went wrong."""
        self.begin(do, **query)
        return self.answer()

    def begin(self, do: str, **query: Any) -> None:
        """Put a request, and let the test go on meanwhile."""
        self._process.stdin.write(json.dumps({"do": do, **query}).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """Return the answer to the request that was begun."""
        answer = json.loads(self._process.stdout.readline() or b'{"error": "the driver ended"}')
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["ok"]


class Desktop:
    """X server, window manager and accessibility bus, shared by all tests of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes = Processes(folder)
        self.environ = {
            **clean_environ(),
            **nobodys_home(folder),
            "LANG": "C.UTF-8",
            "TZ": time_zone(AHEAD),
            "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONFAULTHANDLER": "1",
        }

    def start(self) -> None:
        """Start all of it."""
        read_end, write_end = os.pipe()
        screen = ("-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset", "-ac")
        argv = ("Xvfb", "-displayfd", str(write_end), *screen)
        self.processes.start("xvfb", *argv, environ=self.environ, pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as number:
            self.environ["DISPLAY"] = f":{number.readline().strip()}"
        self.environ["AT_SPI_BUS_ADDRESS"] = start_bus(self.processes, "accessibility", self.environ)
        self.processes.start("registry", REGISTRY, environ=self.environ)
        config = self.folder / "openbox.xml"
        config.write_text(WINDOWS_ARE_PLAIN)
        self.processes.start("openbox", "openbox", "--config-file", str(config), environ=self.environ)
        until(lambda: "_NET_SUPPORTING_WM_CHECK" in self.run("xprop", "-root"), why="a window manager")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        drivers = [
            Driver(self.processes.start(name, SYSTEM_PYTHON, str(HERE / f"{name}.py"), environ=self.environ, **pipes))
            for name in ("atspi_driver", "x_driver")
        ]
        self.driver, self.x = drivers

    def run(self, *argv: str) -> str:
        """Run a small tool on this desktop and return what it prints; nothing where it fails."""
        done = subprocess.run(argv, env=self.environ, capture_output=True, text=True, check=False, timeout=60)
        return done.stdout if done.returncode == 0 else ""

    def picture(self, path: Path) -> Path:
        """Write a picture of the whole screen."""
        self.run("import", "-window", "root", str(path))
        return path

    def park_pointer(self) -> None:
        """Move the mouse pointer where it touches nothing."""
        self.run("xdotool", "mousemove", "1365", "0")


def nobodys_home(folder: Path) -> dict[str, str]:
    """Make a home with nothing in it, and return where it is: no settings, no system bus and nothing to sound on."""
    homes = {f"XDG_{name.upper()}_HOME": folder / name for name in ("config", "data", "cache", "state")}
    homes |= {"HOME": folder / "home", "XDG_RUNTIME_DIR": folder / "run"}
    for home in homes.values():
        home.mkdir(mode=0o700)
    nobody = folder / "nobody"
    return {
        **{name: str(home) for name, home in homes.items()},
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder / 'system.bus'}",
        "PULSE_SERVER": f"unix:{nobody}",
        "PIPEWIRE_REMOTE": str(nobody),
        "ALSA_CONFIG_PATH": str(nobody),
    }


def doctor(session: "Session", environ: Mapping[str, str] | None = None) -> str:
    """Return the table of doctor."""
    program = session.start("doctor", environ=environ or {})
    program.exit_code()
    return program.stderr


def local_now() -> datetime:
    """Return the time that the program under test has on its clock."""
    return SystemClock().now() + AHEAD


def time_zone(ahead: timedelta) -> str:
    """Return the value of TZ for a clock that stands so many minutes ahead of UTC; POSIX counts the other way."""
    minutes = abs(ahead) // timedelta(minutes=1)
    return f"<NOON>{'-' if ahead > timedelta() else ''}{minutes // 60}:{minutes % 60:02}"


def start_bus(processes: Processes, kind: str, environ: Mapping[str, str]) -> str:
    """Start a message bus that is real and empty, and where nothing is activated; return its address."""
    socket = processes.folder / f"{kind}.bus"
    config = processes.folder / f"{kind}.conf"
    config.write_text(BUS_CONFIG.format(kind=kind, socket=socket))
    processes.start(f"bus-{kind}", "dbus-daemon", f"--config-file={config}", "--nofork", environ=environ)
    until(socket.exists, why=f"the bus of {kind}")
    return f"unix:path={socket}"


@dataclass
class Program:
    """The program, started as a person would, seen from outside."""

    process: subprocess.Popen[bytes]
    session: "Session"
    log: Path
    started: float
    """The instant just before it was started, by the steady clock."""

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    @property
    def stderr(self) -> str:
        """What it said on standard error and output.

        Without what Qt says of itself: it does not know one of the questions of the screen reader used here.
        """
        lines = self.log.read_text().splitlines(keepends=True)
        return "".join(line for line in lines if "AtSpiAdaptor" not in line)

    # What is there

    def wait(self, name: str | None = None, within: float = PATIENCE_S, **query: Any) -> Node:
        """Return the first thing with this name as soon as it is shown."""
        found = self.session.driver.ask("wait", pid=self.pid, name=name, within=within, **query)
        return Node.of(found[0])

    def find(self, name: str | None = None, **query: Any) -> list[Node]:
        """Return everything that fits now."""
        return [Node.of(plain) for plain in self.session.driver.ask("find", pid=self.pid, name=name, **query)]

    def gone(self, name: str | None = None, within: float = PATIENCE_S, **query: Any) -> None:
        """Wait until nothing fits any more."""
        self.session.driver.ask("wait", pid=self.pid, name=name, within=within, gone=True, **query)

    def words(self, window: str) -> list[str]:
        """Return every text that a window shows, in reading order."""
        return [node.name for node in self.find(window=window, role="label")]

    def titles(self) -> list[str]:
        """Return the titles of its windows that are shown."""
        return self.session.driver.ask("titles", pid=self.pid)

    def focused(self) -> str:
        """Return the name of what has the keyboard."""
        return self.wait(state="focused").name

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until something has the keyboard, as a person without a mouse does."""
        passed: list[str] = []
        while len(passed) < 60:
            self.keys(key)
            passed.append(self.focused())
            if passed[-1] == name:
                return
        raise AssertionError(f"{name} is not reached by {key}: {passed}")

    # Real input

    def fresh(self, node: Node) -> Node:
        """Return a thing that was just found as it is now."""
        return Node.of(self.session.driver.ask("fresh", id=node.id))

    def click(self, name: str, **query: Any) -> Node:
        """Scroll to something that is awake, and click into its middle with the mouse."""
        query = {"state": "sensitive"} | query
        node = self._in_view(self.wait(name, **query))
        x, y = node.box[0] + node.box[2] // 2, node.box[1] + node.box[3] // 2
        self.session.run("xdotool", "mousemove", str(x), str(y), "click", "1")
        return node

    def _in_view(self, node: Node) -> Node:
        """Turn the wheel until a widget can be seen, and it stands still."""
        before = None
        for _ in range(60):
            node = self.fresh(node)
            middle = node.box[1] + node.box[3] // 2
            _, top, width, height = node.seen
            seen = width > 0 and height > 0 and top < middle < top + height
            if seen and node.box == before:
                return node
            if not seen:
                self._wheel(node, down=middle >= top + height or middle > 384)
            before = node.box
        raise AssertionError(f"{node} cannot be scrolled into view")

    def _wheel(self, node: Node, *, down: bool) -> None:
        x = node.box[0] + min(node.box[2] // 2, 8)
        argv = ("mousemove", str(x), "384", "click", "5" if down else "4")
        self.session.run("xdotool", *argv)

    def type_into(self, name: str, text: str, **query: Any) -> None:
        """Click into a field, replace what stands there, and type letter by letter."""
        node = self.click(name, role="text", **query)
        until(lambda: "focused" in self.fresh(node).states, why=f"{name} has the keyboard")
        self.keys("ctrl+a")
        self.type(text)
        until(lambda: self.fresh(node).text == text, why=f"{text} typed into {name}")

    def press(self, name: str, **query: Any) -> None:
        """Press something as a screen reader does, with neither mouse nor keyboard."""
        node = self.wait(name, **{"state": "sensitive"} | query)
        assert self.session.driver.ask("press", id=node.id)

    def write(self, name: str, text: str) -> None:
        """Put text into a field as a screen reader does."""
        node = self.wait(name, role="text")
        assert self.session.driver.ask("write", id=node.id, text=text)
        until(lambda: self.wait(name, role="text").text == text, why=f"{text} written into {name}")

    def choose(self, name: str, entry: str) -> None:
        """Open a choice, type the beginning of an entry, and take it."""
        self.click(name, role="combo box")
        self.wait(role="list item")
        self.type(entry)
        self.keys("Return")
        self.gone(role="list item")

    def type(self, text: str) -> None:
        """Type text on the real keyboard."""
        self.session.run("xdotool", "type", "--delay", "4", text)
        self.session.desktop.x.ask("handled", pid=self.pid)

    def keys(self, *names: str) -> None:
        """Press keys on the real keyboard, one after the other."""
        self.session.run("xdotool", "key", "--delay", "8", *names)
        self.session.desktop.x.ask("handled", pid=self.pid)

    # The X server's view

    def mapped(self, title: str, within: float = PATIENCE_S) -> float:
        """Return the instant, by the steady clock, at which a window with this in its title is on the screen."""
        return self.session.desktop.x.ask("mapped", pid=self.pid, title=title, within=within)

    def slowest_ping(self, seconds: float) -> float:
        """Ask it for so long as a window manager does; return how long the slowest answer took, in seconds."""
        took = self.session.desktop.x.ask("ping", pid=self.pid, seconds=seconds, every=0.05)
        assert took, "it has no window to ask"
        return max(took)

    def close(self, title: str) -> None:
        """Close a window as a click on the cross in its title bar does."""
        self.mapped(title)
        assert self.session.desktop.x.ask("close", pid=self.pid, title=title) == 1

    def titles_on_screen(self) -> list[str]:
        """Return the titles of its windows that the X server shows; a minimised one is not there."""
        return self.session.desktop.x.ask("titles", pid=self.pid)

    def x_windows(self) -> list[str]:
        """Return the ids of its windows that are on the screen; a minimised one is not."""
        return self.session.run("xdotool", "search", "--onlyvisible", "--pid", str(self.pid), "--name", ".").split()

    def x_window(self, title: str) -> str | None:
        """Return the id of its window on the screen with this title, or with this in its title."""
        names = {self.session.run("xdotool", "getwindowname", window).strip(): window for window in self.x_windows()}
        return names.get(title) or next((names[name] for name in names if title in name), None)

    def is_active(self, title: str) -> bool:
        """Whether the keyboard belongs to its window with this title."""
        window = self.x_window(title)
        return window is not None and self.session.run("xdotool", "getactivewindow").strip() == window

    # Its end

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def exit_code(self, within: float = PATIENCE_S) -> int:
        """Return its exit code once it has ended."""
        return self.process.wait(within)


class Session:
    """One login: a home and a message bus of its own, a notification service or none, and an empty data folder."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self.driver = desktop.driver
        self.folder = folder
        self.data = folder / "record"
        self.processes = Processes(folder)
        self.environ = {**desktop.environ, **nobodys_home(folder)}
        self.environ["DBUS_SESSION_BUS_ADDRESS"] = start_bus(self.processes, "session", self.environ)
        self.programs: list[Program] = []

    def start_dunst(self) -> None:
        """Start the real notification service."""
        config = self.folder / "dunstrc"
        # Small, and in a corner that no window of ours reaches: a notification must not lie over what is clicked.
        look = ("width = 80", "height = 40", "origin = bottom-right", "offset = 0x0", "idle_threshold = 0")
        stays = [f"[urgency_{urgency}]\ntimeout = 0" for urgency in ("low", "normal", "critical")]
        config.write_text("\n".join(["[global]", "follow = none", *look, *stays, ""]))
        self.processes.start("dunst", "dunst", "-conf", str(config), environ=self.environ)
        until(lambda: self.shown() == 0, why="dunst")

    def start_fake(self, mode: str) -> None:
        """Start a notification service with a fault of its choice."""
        script = HERE.parent / "desktop_floor" / "fake_notification_service.py"
        command = (sys.executable, str(script), mode, str(self.data.parent / "calls.jsonl"))
        process = self.processes.start("fake", *command, environ=self.environ, stdout=subprocess.PIPE)
        assert process.stdout.readline().strip() == b"ready"

    def start_logind(self) -> None:
        """Start a system bus with the mock of logind that python-dbusmock brings."""
        start_bus(self.processes, "system", self.environ)
        mock = (SYSTEM_PYTHON, "-m", "dbusmock", "--system", "--template", "logind")
        self.processes.start("logind", *mock, environ=self.environ)
        owned = ("--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner")
        until(lambda: "true" in self.run("dbus-send", "--system", *owned, f"string:{LOGIND}"), why="logind")

    def sleep(self, *, going: bool) -> None:
        """Let logind say that the computer goes to sleep, or that it woke up."""
        signal_ = ("org.freedesktop.login1.Manager", "PrepareForSleep", "b", f"[<{str(going).lower()}>]")
        mock = ("--dest", LOGIND, "--object-path", "/org/freedesktop/login1")
        done = self.run(
            "gdbus", "call", "--system", *mock, "--method", "org.freedesktop.DBus.Mock.EmitSignal", *signal_
        )
        assert done, "logind says nothing"

    def run(self, *argv: str) -> str:
        """Run a small tool within this session."""
        done = subprocess.run(argv, env=self.environ, capture_output=True, text=True, check=False, timeout=60)
        return done.stdout if done.returncode == 0 else ""

    def busy(self) -> float:
        """Return how much slower than usual this machine is now, so that other work on it fails no test; at least 1."""
        began = time.monotonic()
        window = self.processes.start(
            "empty", sys.executable, str(EMPTY_WINDOW), environ=self.environ, stdout=subprocess.PIPE
        )
        assert window.stdout.readline().startswith(b"painted")
        took = time.monotonic() - began
        window.kill()
        window.wait()
        return max(1.0, took / EMPTY_WINDOW_S, float(self.run(SYSTEM_PYTHON, "-c", WORK)))

    def shown(self) -> int:
        """Return how many notifications dunst shows; -1 where it does not answer."""
        counts = [self.run("dunstctl", "count", kind) for kind in ("displayed", "waiting")]
        return sum(int(count) for count in counts) if all(counts) else -1

    def history(self) -> list[dict[str, str]]:
        """Return every notification that dunst has closed, the latest first."""
        rows = json.loads(self.run("dunstctl", "history"))["data"][0]
        return [{name: cell["data"] for name, cell in row.items()} for row in rows]

    def read_notifications(self) -> list[dict[str, str]]:
        """Close every notification, and return all that there ever were, the latest first."""
        count = self.shown()
        before = len(self.history())
        self.run("dunstctl", "close-all")
        return until(lambda: len(self.history()) == before + count and self.history(), why="closed notifications")

    def start(
        self, *argv: str, environ: Mapping[str, str | None] | None = None, before: tuple[str, ...] = (), **more: Any
    ) -> Program:
        """Start the program; `environ` changes its environment, None takes a name away; `before` runs it."""
        call = (*before, sys.executable, "-m", "itb_companion", "--data-dir", str(self.data), *argv)
        return self.start_command(call, environ, **more)

    def start_command(
        self, call: Sequence[str], environ: Mapping[str, str | None] | None = None, **more: Any
    ) -> Program:
        """Start the program by a command of somebody else's."""
        name = f"program-{len(self.programs) + 1}"
        started = time.monotonic()
        full = {**self.environ, **(environ or {})}
        full = {key: value for key, value in full.items() if value is not None}
        process = self.processes.start(name, *call, environ=full, **more)
        program = Program(process, self, self.folder / f"{name}.log", started)
        self.programs.append(program)
        return program

    def cover_the_screen(self) -> subprocess.Popen[bytes]:
        """Put another program's window over everything, above all others; return its process."""
        script = (
            "import sys; from PySide6.QtCore import Qt; from PySide6.QtWidgets import QApplication, QWidget\n"
            "app = QApplication([]); w = QWidget(None, Qt.WindowType.BypassWindowManagerHint)\n"
            "w.setGeometry(0, 0, 1366, 768); w.show(); w.raise_()\n"
            "sys.stdout.write('up\\n'); sys.stdout.flush(); app.exec()"
        )
        environ = {**self.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"}
        process = self.processes.start("cover", sys.executable, "-c", script, environ=environ, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"up\n"
        return process

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return rows of the record, read by SQLite itself."""
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data / 'care.db'}?mode=ro", uri=True, timeout=5)
        ) as record:
            return record.execute(query).fetchall()

    def looked_at(self) -> datetime:
        """Return when the program last looked at what is due, by the clock that it saw."""
        [(at,)] = self.rows("SELECT at FROM pulse")
        return datetime.fromisoformat(at)

    def codes(self) -> list[str]:
        """Return what a telephone reads from the codes on the screen."""
        picture = self.desktop.picture(self.folder / "codes.png")
        return sorted(self.run("zbarimg", "--raw", "--quiet", str(picture)).split())

    def end(self) -> None:
        """Stop everything that was started here."""
        self.processes.end()


def filled_on(days_to_refill: int) -> date:
    """Return the day of a fill whose refill-by day is so many days from today; its alarm date is 72 days after it."""
    return local_now().date() + timedelta(days=days_to_refill + 7 - 72)


def fill_record(folder: Path, days_to_refill: int = 50) -> None:
    """Make a record with everything that the first start asks for; more than 42 days ahead nothing is due."""
    day = filled_on(days_to_refill)
    companion = Companion(Store(folder), SystemClock())
    companion.people.begin(
        FirstStart(
            Person("Maya Berg"),
            "Ana Berg",
            "911",
            Pump(20, "synchromed-ii-20"),
            Fill(day, 20.0, 2000.0, 500.0, 2.0, day + timedelta(days=72)),
            Contact(CONTACT, Role.CLINIC, NUMBER, NUMBER),
        )
    )
    companion.close()


@contextlib.contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Yield a desktop that is gone afterwards."""
    made = Desktop(folder)
    try:
        made.start()
        yield made
    finally:
        made.processes.end()
