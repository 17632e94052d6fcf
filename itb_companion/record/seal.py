"""Checksums of files at rest: what changed on the disk without anybody writing it, no check of SQLite's can see.

SQLite finds a broken page, not another digit in a telephone number. So a record that was closed in order has a seal
beside it, and a backup has one inside. What is not sealed (a record whose program was killed) has SQLite's checks and
the checks of its rows alone: there a changed letter within a text can go unnoticed.
"""

import contextlib
import os
import zlib
from pathlib import Path

from itb_companion.record.own_files import SEAL_NAME
from itb_companion.record.regular_file import open_regular, read_regular

_APPLICATION_ID = slice(68, 72)
"""Four bytes of a database's header that are the application's own."""
_CHUNK = 1 << 20


def beside(record: Path) -> Path:
    """Return where the seal of a record lies."""
    return record.with_name(SEAL_NAME)


def put(record: Path) -> None:
    """Seal a record that was just closed; one that somebody else has still open is not sealed. Never raises."""
    if _wal(record).exists():
        return
    with contextlib.suppress(OSError):
        found = record.stat()
        line = f"{found.st_size} {found.st_mtime_ns} {_checksum(record):08x}\n"
        handle = open_regular(beside(record), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


def is_broken(record: Path) -> bool:
    """Whether a sealed record has other content, or a log that is not its own, although nobody wrote to it since.

    A record is sealed when it has no log, and the seal goes before anything is written. Never raises.

    Not to be asked while this process has the record open: closing the file would give up SQLite's own locks on it.
    """
    try:
        size, written_ns, checksum = read_regular(beside(record)).decode("ascii").split()
        found = record.stat()
        if (found.st_size, found.st_mtime_ns) != (int(size), int(written_ns)):
            return False
        if _wal(record).exists():
            return _wal(record).stat().st_size > 0
        return _checksum(record) != int(checksum, 16)
    except (OSError, ValueError):
        return False


def remove(record: Path) -> None:
    """Take the seal away before the record is written to."""
    with contextlib.suppress(OSError):
        beside(record).unlink()


def stamp(backup: Path) -> None:
    """Write a backup's checksum into its header (OSError); to be done last."""
    number = _stamp_of(backup).to_bytes(4, "big")
    with backup.open("r+b") as file:
        file.seek(_APPLICATION_ID.start)
        file.write(number)
        file.flush()
        os.fsync(file.fileno())


def is_torn(backup: Path) -> bool:
    """Whether a stamped backup has other content than when it was stamped (OSError); False for one without a stamp."""
    with backup.open("rb") as file:
        stamped = int.from_bytes(file.read(_APPLICATION_ID.stop)[_APPLICATION_ID], "big")
    return stamped != 0 and stamped != _stamp_of(backup)


def _stamp_of(backup: Path) -> int:
    return _checksum(backup, without=_APPLICATION_ID) or 1


def _checksum(path: Path, without: slice | None = None) -> int:
    value = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if without is not None:
                chunk = chunk[: without.start] + bytes(4) + chunk[without.stop :]
                without = None
            value = zlib.crc32(chunk, value)
    return value


def _wal(record: Path) -> Path:
    return record.with_name(f"{record.name}-wal")
