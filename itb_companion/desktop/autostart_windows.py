r"""The entry for the login on Windows: a value under the user's Run key. Not yet run on a real Windows.

Task Manager and Settings leave that value alone when they switch it off. They note it under StartupApproved, in bytes
of which the first is odd for off. Microsoft does not document this; the sources are traces of Task Manager, such as
https://superuser.com/questions/1766797.
"""

import re
import subprocess
from collections.abc import Sequence
from typing import Any

from itb_companion.care.ports import Startup, StartupState
from itb_companion.desktop.autostart_verdict import AGAIN, although, verdict

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
NAME = "ITB Companion"
LONGEST = 260
"""Characters; https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys."""
PLACE = rf"The registry value HKCU\{RUN}\{NAME}"


class WindowsAutostart:
    """The Run value; `registry` is the module winreg, `base_prefix` that of sys."""

    def __init__(self, command: Sequence[str], registry: Any, base_prefix: str) -> None:
        self._command = command
        self._line = subprocess.list2cmdline(command)
        self._registry = registry
        # https://docs.python.org/3/using/windows.html: such a Python writes to a private copy of the registry.
        self._private = "\\windowsapps\\" in base_prefix.lower()

    def state(self) -> StartupState:
        """Return what stands there now."""
        if self._private:
            told = (
                "This Python is from the Microsoft Store and cannot start anything at login. "
                "Please install the program with Python from python.org."
            )
            return StartupState(Startup.UNKNOWN, told)
        try:
            line, approved = self._value(RUN), self._value(APPROVED)
        except OSError as error:
            return StartupState(Startup.UNKNOWN, f"{PLACE} cannot be read: {error.strerror or error}.")
        if line is None:
            return StartupState(Startup.OFF, f"{PLACE} is not there.")
        if isinstance(approved, bytes) and approved[:1] and approved[0] % 2 == 1:
            told = f"{PLACE} is switched off in Task Manager, under Startup apps. Please switch it on there."
            return StartupState(Startup.OFF, told)
        if not isinstance(line, str):
            return StartupState(Startup.BROKEN, f"{PLACE} is not a command. {AGAIN}")
        return verdict(PLACE, self._command if line == self._line else _words(line), self._command)

    def set(self) -> StartupState:
        """Write the entry, read it back and return what stands there."""
        if self._private:
            return self.state()
        if len(self._line) > LONGEST:
            told = f"Windows takes no more than {LONGEST} characters here: please install into a shorter folder."
            return although(Startup.ON, self.state(), told)
        registry = self._registry
        try:
            with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, RUN, 0, registry.KEY_SET_VALUE) as key:
                registry.SetValueEx(key, NAME, 0, registry.REG_SZ, self._line)
        except OSError as error:
            return although(Startup.ON, self.state(), f"{PLACE} cannot be written: {error.strerror or error}.")
        return self.state()

    def remove(self) -> StartupState:
        """Take the entry away and return what stands there."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN, 0, registry.KEY_SET_VALUE) as key:
                registry.DeleteValue(key, NAME)
        except OSError as error:
            return although(Startup.OFF, self.state(), f"{PLACE} cannot be removed: {error.strerror or error}.")
        return self.state()

    def _value(self, path: str) -> Any:
        """Return our value under this key, or None where there is none."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, NAME)[0]
        except FileNotFoundError:
            return None


def _words(line: str) -> list[str]:
    """Return the program of a command line that is not ours, and the rest as it stands."""
    found = re.match(r'\s*(?:"([^"]*)"|(\S+))\s*(.*)', line, re.DOTALL)
    return [word for word in found.groups() if word] if found else []
