"""The entry for the login on Linux: a desktop entry in the user's autostart folder.

Written and read by the Desktop Entry Specification 1.5 and the Desktop Application Autostart Specification 0.5.
"""

import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from itb_companion.care.ports import Startup, StartupState
from itb_companion.desktop.autostart_file import AutostartFile
from itb_companion.desktop.autostart_verdict import AGAIN, verdict

FILE_NAME = "itb-companion.desktop"
GROUP = "Desktop Entry"
SWITCHES = {"Hidden": True, "X-GNOME-Autostart-enabled": False, "X-MATE-Autostart-enabled": False}
"""The keys by which desktops switch an entry off, and the value that does."""

_ENTRY = f"""[{GROUP}]
Type=Application
Name=ITB Companion
Comment=Reminders for a baclofen pump
Exec={{exec}}
Icon=itb-companion
Terminal=false
X-GNOME-Autostart-enabled=true
"""
_BY_SHELL = ["/bin/sh", "-c", 'exec "$0" "$@"']
"""Stands before a program whose path GLib and systemd do not find (%), or the specification forbids (=)."""
_NEEDS_NO_QUOTES = re.compile(r"[\w@+:,./%-]+", re.ASCII)
_IN_VALUE = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}
_BLANK = " \t\r\f\v"
_MEANT = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def xdg_autostart(command: Sequence[str], environ: Mapping[str, str], home: Path) -> AutostartFile:
    """Return the entry in the autostart folder of this user."""
    path = _config_home(environ, home) / "autostart" / FILE_NAME
    desktops = [name for name in environ.get("XDG_CURRENT_DESKTOP", "").split(":") if name]
    return AutostartFile(path, partial(compose, command), partial(_judge, str(path), command, desktops))


def compose(command: Sequence[str]) -> bytes:
    """Return the entry that starts this command; ValueError for a name that is not UTF-8."""
    by_shell = _BY_SHELL if {"%", "="} & set(command[0]) else []
    line = " ".join(_quoted(argument) for argument in [*by_shell, *command])
    value = "".join(_IN_VALUE.get(letter, letter) for letter in line)
    return _ENTRY.format(exec=value).encode()


def read_entry(content: bytes) -> dict[str, str]:
    """Return the keys of a desktop entry with their raw values; ValueError if it is none."""
    groups: dict[str, dict[str, str]] = {}
    group = None
    # Not splitlines: it also breaks lines where a desktop entry goes on.
    for line in (raw.strip(_BLANK) for raw in content.decode().split("\n")):
        if line.startswith("[") and line.endswith("]"):
            group = groups.setdefault(line[1:-1], {})
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            if group is None or not equals:
                raise ValueError("neither a group nor a key with its value")
            group[key.rstrip(_BLANK)] = value.lstrip(_BLANK)
    if next(iter(groups), None) != GROUP:
        raise ValueError(f"the first group is not {GROUP}")
    return groups[GROUP]


def command_in(value: str) -> list[str]:
    """Return the program and arguments in a raw Exec value; ValueError if they cannot be told apart."""
    line = re.sub(r"\\(.)", lambda escape: _MEANT.get(escape[1], escape[0]), value)
    # The dollar and the backtick may be escaped as in a shell, which shlex does not know.
    line = re.sub(r"\\(.)", lambda escape: escape[1] if escape[1] in "$`" else escape[0], line, flags=re.DOTALL)
    # Field codes stand for files to open; at login there are none.
    words = [re.sub("%(.?)", lambda code: "%" * (code[1] == "%"), word) for word in shlex.split(line)]
    return words[len(_BY_SHELL) :] if words[: len(_BY_SHELL)] == _BY_SHELL else words


def _quoted(argument: str) -> str:
    argument = argument.replace("%", "%%")
    if _NEEDS_NO_QUOTES.fullmatch(argument):
        return argument
    return '"' + re.sub(r'(["`$\\])', r"\\\1", argument) + '"'


def _config_home(environ: Mapping[str, str], home: Path) -> Path:
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    return named if named.is_absolute() else home / ".config"


def _judge(path: str, wanted: Sequence[str], desktops: Sequence[str], content: bytes) -> StartupState:
    try:
        entry = read_entry(content)
        found = command_in(entry.get("Exec", ""))
    except ValueError:
        return StartupState(Startup.BROKEN, f"{path} cannot be read as a desktop entry. {AGAIN}")
    for key, off in SWITCHES.items():
        if key in entry and (entry[key] in ("true", "1")) == off:
            return StartupState(Startup.OFF, f"{path} is switched off there ({key}={entry[key]}).")
    if obstacle := _obstacle(entry, desktops):
        return StartupState(Startup.BROKEN, f"{path} {obstacle}. {AGAIN}")
    state = verdict(path, found, wanted)
    if state.startup is Startup.ON and (doubt := _doubt(found, desktops)):
        return StartupState(Startup.ON, f"{path}; {doubt}", is_doubtful=True)
    return state


def _obstacle(entry: Mapping[str, str], desktops: Sequence[str]) -> str | None:
    """Return what keeps this desktop from starting the entry, whatever its command."""
    if entry.get("Type") != "Application":
        return "is not the entry of a program"
    only, never = entry.get("OnlyShowIn"), entry.get("NotShowIn", "")
    if only is not None and not set(only.split(";")) & set(desktops):
        return f"works only on other desktops (OnlyShowIn={only})"
    if set(never.split(";")) & set(desktops):
        return f"does not work on this desktop (NotShowIn={never})"
    needed = entry.get("TryExec")
    if needed and shutil.which(needed) is None:
        return f"needs {needed}, which is not there"
    return None


def _doubt(command: Sequence[str], desktops: Sequence[str]) -> str | None:
    """Return why a right entry might not be started all the same."""
    if not desktops:
        return "this session does not name its desktop, and a bare window manager starts nothing at login"
    if any("\\" in word for word in command):
        # systemd's xdg-autostart-generator takes them for escapes once too often.
        return "some desktops cannot start a command with a backslash in it"
    return None
