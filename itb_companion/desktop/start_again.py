"""Lets this program end and start again, on the same data."""

import contextlib
import os
import sys
from pathlib import Path

from itb_companion.desktop.autostart import command_to_start


def start_again(data_dir: Path, *, background: bool = False) -> None:
    """Replace this process by a new start, after everything was closed; it does not return where that works.

    OSError where the program cannot be started.
    """
    command = [part for part in command_to_start(data_dir) if part != "--background" or background]
    for stream in (sys.stdout, sys.stderr):  # None where there is no console, and full where the disk is
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    if sys.platform == "win32":  # there, `exec` makes a second process and loses the first one's window
        import subprocess

        subprocess.Popen(command, close_fds=True)  # noqa: S603 - our own program
        return
    os.execv(command[0], command)  # noqa: S606 - our own program
