"""The entry for the login on macOS: a LaunchAgent of the user. Not yet run on a real Mac.

launchd reads the folder at login, so nothing has to be told to it. What System Settings switches off under Login Items
is kept where only an administrator can read it.
"""

import plistlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from itb_companion.care.ports import Startup, StartupState
from itb_companion.desktop.autostart_file import AutostartFile
from itb_companion.desktop.autostart_verdict import AGAIN, verdict

LABEL = "itb-companion"


def macos_autostart(command: Sequence[str], home: Path) -> AutostartFile:
    """Return the LaunchAgent of this user."""
    path = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    return AutostartFile(path, partial(_compose, command), partial(_judge, str(path), command))


def _compose(command: Sequence[str]) -> bytes:
    # Interactive: launchd slows down what it takes for a background job, and this one shows windows.
    agent = {"Label": LABEL, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
    return plistlib.dumps(agent)


def _judge(path: str, wanted: Sequence[str], content: bytes) -> StartupState:
    agent = _read(content)
    if agent is None or agent.get("Label") != LABEL:
        return StartupState(Startup.BROKEN, f"{path} is not the LaunchAgent of this program. {AGAIN}")
    if agent.get("Disabled"):
        return StartupState(Startup.OFF, f"{path} is switched off there (Disabled).")
    if not agent.get("RunAtLoad"):
        return StartupState(Startup.BROKEN, f"{path} starts nothing at login (RunAtLoad). {AGAIN}")
    state = verdict(path, _command(agent), wanted)
    if state.startup is Startup.ON:
        told = f"{path}, unless System Settings switches it off under Login Items"
        return StartupState(Startup.ON, told, is_doubtful=True)
    return state


def _read(content: bytes) -> dict[str, Any] | None:
    try:
        agent = plistlib.loads(content)
    except Exception:  # noqa: BLE001 - plistlib passes on whatever garbage makes its parsers raise
        return None
    return agent if isinstance(agent, dict) else None


def _command(agent: dict[str, Any]) -> list[str]:
    words = agent.get("ProgramArguments")
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else []
