"""Tells a lock file whose holder is dead from one whose holder lives."""

import sys
from pathlib import Path


def nobody_holds(lock_file: Path) -> bool:
    """Return whether the system itself says that no process holds this file locked; False where it cannot tell.

    QLockFile looks only at the process number and the program's name in the file. After a crash that number may
    belong to another Python program, and the reminders would then not start. The kernel's own lock, which QLockFile
    takes too, dies with its process.
    """
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        with lock_file.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
