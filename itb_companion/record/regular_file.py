"""Files of the data folder are opened as regular files only: to open a pipe would wait for ever."""

import errno
import os
import stat
from pathlib import Path

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""Opens a pipe at once; for a regular file it means nothing. Windows has neither."""


def open_regular(path: Path, flags: int) -> int:
    """Return a handle on a file, readable by its owner only where it is made; OSError for anything else there."""
    handle = os.open(path, flags | _NO_WAIT | getattr(os, "O_BINARY", 0), 0o600)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise OSError(errno.EINVAL, "not a regular file", str(path))


def read_regular(path: Path, most: int = -1) -> bytes:
    """Return what is in a file, or its first `most` bytes; OSError where it is none."""
    with os.fdopen(open_regular(path, os.O_RDONLY), "rb") as file:
        return file.read(most)
