"""A private system bus with the mocks of logind and timedated that python-dbusmock brings.

python-dbusmock belongs to the system's own Python (Debian: python3-dbusmock), since dbus-python is built against it.
"""

import itertools
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from .conftest import Process, Start

SYSTEM_PYTHON = "/usr/bin/python3"
MOCK = "org.freedesktop.DBus.Mock"
PATIENCE_S = 10


def require_dbusmock() -> None:
    """Skip where there are no mocks, but fail in CI: there a skip would be a hole."""
    command = [SYSTEM_PYTHON, "-c", "import dbusmock"]
    if shutil.which(SYSTEM_PYTHON) and subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    if os.environ.get("CI"):
        pytest.fail("CI lacks python3-dbusmock")
    pytest.skip("needs python3-dbusmock")


class SystemBus:
    """A system bus, and a member of it that asks the mocks to speak."""

    _numbers = itertools.count()

    def __init__(self, start: Start, start_bus: Callable[[], Process], socket: Path) -> None:
        self._start, self._start_bus = start, start_bus
        self.environ = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}
        self._begin()

    def restart(self) -> None:
        """End the bus with all that is on it, and start an empty one at the same address."""
        self._daemon.end()
        self._begin()

    def _begin(self) -> None:
        self._daemon = self._start_bus()
        self.speaker = QDBusConnection.connectToBus(*self.environ.values(), f"mock-{next(self._numbers)}")
        assert self.speaker.isConnected()

    def serve(self, template: str) -> Process:
        """Start the mock of a service and wait until it owns its name."""
        service = {"logind": "org.freedesktop.login1", "timedated": "org.freedesktop.timedate1"}[template]
        process = self._start(SYSTEM_PYTHON, "-m", "dbusmock", "--system", "--template", template, environ=self.environ)
        begin = time.monotonic()
        while not self.owned(service):
            assert process.popen.poll() is None, "the mock ended"
            assert time.monotonic() - begin < PATIENCE_S, "the mock does not come"
            time.sleep(0.02)
        return process

    def owned(self, service: str) -> bool:
        return self.speaker.interface().isServiceRegistered(service).value()

    def sleep(self, *, going: bool) -> None:
        """Let logind say that the computer goes to sleep, or that it woke up."""
        self._call(
            ("org.freedesktop.login1", "/org/freedesktop/login1", MOCK),
            "EmitSignal",
            ["org.freedesktop.login1.Manager", "PrepareForSleep", "b", [going]],
        )

    def set_zone(self, name: str) -> None:
        self._call(
            ("org.freedesktop.timedate1", "/org/freedesktop/timedate1", "org.freedesktop.timedate1"),
            "SetTimezone",
            [name, False],
        )

    def forge(self, path: str, interface: str, name: str, arguments: list[object]) -> None:
        """Emit a signal that looks like a service's, as any program may."""
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(arguments)
        assert self.speaker.send(message)

    def _call(self, target: tuple[str, str, str], member: str, arguments: list[object]) -> None:
        message = QDBusMessage.createMethodCall(*target, member)
        message.setArguments(arguments)
        reply = self.speaker.call(message)
        assert not reply.errorName(), reply.errorMessage()
