"""A message bus of one's own, and things that live on it."""

import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from itb_companion.care.ports import Delivery, Notice
from itb_companion.care.severity import Severity

if TYPE_CHECKING:
    from .system_services import SystemBus

ROOT = Path(__file__).parents[2]
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"""


def require(*programs: str) -> None:
    """Skip where a program is missing, but fail in CI: there a skip would be a hole."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI lacks {missing}")
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


@dataclass
class Process:
    """A program started for one test, with the lines it has printed so far."""

    popen: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    def read_on(self) -> None:
        def read() -> None:
            for line in self.popen.stdout:
                self.lines.append(line.strip())

        self.reader = threading.Thread(target=read, daemon=True)
        self.reader.start()

    def end(self) -> None:
        self.popen.kill()
        self.popen.wait()
        if self.reader is not None:
            self.reader.join()
        self.popen.stdout.close()


@dataclass
class FakeService(Process):
    """A fake notification service, with the file of the calls it has got."""

    calls_file: Path = Path()

    @property
    def calls(self) -> list[dict]:
        """What the service was asked so far; whatever it has answered is there for certain."""
        text = self.calls_file.read_text() if self.calls_file.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


Start = Callable[..., Process]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a program and wait for its first line; it is ended with the test."""
    running: list[Process] = []

    def starter(*argv: str, environ: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()) -> Process:
        env = {**os.environ, **(environ or {}), "PYTHONPATH": str(ROOT)}
        popen = subprocess.Popen(
            argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env, pass_fds=pass_fds
        )
        running.append(process := Process(popen))
        return process

    yield starter
    for process in reversed(running):
        process.end()


@pytest.fixture
def start_bus(start: Start, tmp_path: Path) -> Callable[[], Process]:
    """Start a message bus that is real and empty, and where nothing can be activated."""
    require("dbus-daemon")
    config = tmp_path / "bus.conf"
    config.write_text(BUS_CONFIG.format(socket=tmp_path / "bus"))

    def starter() -> Process:
        (tmp_path / "bus").unlink(missing_ok=True)
        daemon = start("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address")
        assert daemon.popen.stdout.readline()
        return daemon

    return starter


@pytest.fixture
def bus_daemon(start_bus: Callable[[], Process]) -> Process:
    return start_bus()


@pytest.fixture
def bus(bus_daemon: Process, tmp_path: Path) -> dict[str, str]:
    """The environment of a session that has such a bus."""
    return {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/bus", "XDG_RUNTIME_DIR": str(tmp_path)}


@pytest.fixture
def service(start: Start, bus: dict[str, str], tmp_path: Path) -> Callable[[str], FakeService]:
    """Start a fake notification service on the bus."""
    numbers = itertools.count()

    def starter(mode: str) -> FakeService:
        script = str(Path(__file__).with_name("fake_notification_service.py"))
        calls = tmp_path / f"calls-{next(numbers)}.jsonl"
        process = start(sys.executable, script, mode, str(calls), environ=bus)
        assert process.popen.stdout.readline().strip() == "ready"
        return FakeService(process.popen, calls_file=calls)

    return starter


@pytest.fixture
def system_bus(qapp: object, start: Start, start_bus: Callable[[], Process], tmp_path: Path) -> "SystemBus":
    """A system bus of one's own that nobody serves yet."""
    from .system_services import SystemBus, require_dbusmock

    require_dbusmock()
    return SystemBus(start, start_bus, tmp_path / "bus")


@pytest.fixture
def notice() -> Notice:
    return Notice("refill:2026-03-02", "Refill <soon>", "Call Dr. O'Neill & <b>book</b>", Severity.URGENT)


class Told(list[Delivery]):
    """Collects what a channel reports."""

    def __call__(self, delivery: Delivery) -> None:
        self.append(delivery)


@pytest.fixture
def told() -> Told:
    return Told()
