"""One attempt to make a backup, and a copy of it in the second folder.

It runs in a thread of its own, on connections of its own; it never touches the open record's.
"""

import logging
import zlib
from datetime import datetime
from pathlib import Path

from itb_companion.care.value import value
from itb_companion.record import backup
from itb_companion.record.backup import BACKUPS_NAME
from itb_companion.record.errors import Reason, RecordError

log = logging.getLogger(__name__)
_PLACE = "itb-companion-backups-"


@value
class Made:
    """What became of an attempt."""

    at: datetime
    file: Path | None = None
    failure: RecordError | None = None
    second: Path | None = None
    """The second folder into which it was copied; None where none was wanted, or that failed."""
    second_failure: RecordError | None = None


class Attempt:
    """One backup to be made: everything that is needed for it, so that it can run in another thread."""

    def __init__(
        self, folder: Path, second: Path | None, now: datetime, local: datetime, *, second_has_copies: bool = False
    ) -> None:
        self._folder = folder
        self._second = second
        self._second_has_copies = second_has_copies
        self._now = now
        self._local = local

    def run(self) -> Made:
        """Make it, verified, and its copy in the second folder. Never raises."""
        into = self._folder / BACKUPS_NAME
        try:
            made = backup.keep_one(self._folder, into, self._local)
        except RecordError as error:
            log.warning("the backup failed: %s", error.reason)
            return Made(self._now, failure=error)
        except Exception as error:
            log.exception("the backup failed")
            return Made(self._now, failure=RecordError(Reason.FAILED, into, type(error).__name__))
        if self._second is None:
            return Made(self._now, made)
        failure = self._copy_to_second(self._second, made)
        return Made(self._now, made, second=None if failure else self._second, second_failure=failure)

    def _copy_to_second(self, second: Path, made: Path) -> RecordError | None:
        try:
            # The folder a person chose is never made: where a stick is not plugged in, it would land on this disk.
            if not second.is_dir() or (self._second_has_copies and not _has_copies(second)):
                return RecordError(Reason.NO_FILE, second)
            into = second / place_in_second(self._folder)
            backup.back_up(self._folder, into / made.name)
            backup.rotate(into, made.name)
        except RecordError as error:
            log.warning("the backup into the second folder failed: %s", error.reason)
            return error
        except OSError as error:
            log.warning("the backup into the second folder failed")
            return RecordError(Reason.FAILED, second, str(error.strerror))
        return None


def place_in_second(folder: Path) -> str:
    """Return the folder below the chosen one: of this computer and data folder, so that no two share it."""
    import platform

    number = zlib.crc32(f"{platform.node()}:{folder.absolute()}".encode(errors="surrogateescape"))
    return f"{_PLACE}{number:08x}"


def _has_copies(second: Path) -> bool:
    """Whether earlier copies are there; where a stick was pulled out, its empty folder may have stayed on this disk."""
    return any(second.glob(f"{_PLACE}*"))
