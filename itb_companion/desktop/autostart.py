"""Starting at login: which command starts this installation, and where this system keeps it."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from itb_companion.care.ports import Autostart


def autostart_of_this_system(
    command: Sequence[str],
    platform: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
    home: Path | None = None,
    registry: Any = None,
) -> Autostart:
    """Return the entry that starts `command` at login; `registry` stands in for the module winreg."""
    if platform == "win32":
        from itb_companion.desktop.autostart_windows import WindowsAutostart

        return WindowsAutostart(command, registry or importlib.import_module("winreg"), sys.base_prefix)
    home = home or Path.home()
    if platform == "darwin":
        from itb_companion.desktop.autostart_macos import macos_autostart

        return macos_autostart(command, home)
    from itb_companion.desktop.autostart_xdg import xdg_autostart

    return xdg_autostart(command, environ, home)


def command_to_start(
    data_dir: Path | None,
    *,
    executable: str = sys.executable,
    platform: str = sys.platform,
    frozen: bool = getattr(sys, "frozen", False),
) -> list[str]:
    """Return the command that starts this installation in the background, on this data folder (None: the default)."""
    return [*_program(Path(executable).absolute(), platform, frozen=frozen), *_place(data_dir), "--background"]


def _program(executable: Path, platform: str, *, frozen: bool) -> list[str]:
    if frozen:
        return [str(executable)]
    windows = platform == "win32"
    script = executable.with_name("itb-companion-window.exe" if windows else "itb-companion")
    if _starts_python_of(executable.parent, script):
        return [str(script)]
    if windows and (windowless := executable.with_name("pythonw.exe")).is_file():
        executable = windowless  # python.exe would open a console at every login
    return [str(executable), "-m", "itb_companion"]


def _starts_python_of(folder: Path, script: Path) -> bool:
    """Return whether the script runs and names this folder: in a moved environment it names one that is gone."""
    try:
        return os.access(script, os.X_OK) and os.fsencode(folder) in script.read_bytes()
    except OSError:
        return False


def _place(data_dir: Path | None) -> list[str]:
    from platformdirs import user_data_path

    if data_dir is None or data_dir.absolute() == user_data_path("itb-companion", appauthor=False):
        return []
    return ["--data-dir", str(data_dir.absolute())]
