"""Why the record cannot be opened or written, as a named reason that `words` puts into a sentence."""

from enum import StrEnum
from pathlib import Path


class Reason(StrEnum):
    """What stands in the way."""

    FOLDER_IS_A_FILE = "folder-is-a-file"
    FOLDER_CANNOT_BE_MADE = "folder-cannot-be-made"
    READ_ONLY = "read-only"
    NEWER = "newer"
    NOT_A_RECORD = "not-a-record"
    DAMAGED = "damaged"
    NO_FILE = "no-file"
    GONE = "gone"
    """The record that is open is no longer where it was."""
    ITSELF = "itself"
    NETWORK_DRIVE = "network-drive"
    LOCKED = "locked"
    DISK_FULL = "disk-full"
    FAILED = "failed"


class RecordError(Exception):
    """The record cannot be used; nothing in it was changed."""

    def __init__(self, reason: Reason, path: Path, detail: str = "") -> None:
        super().__init__(f"{reason}: {path} {detail}".strip())
        self.reason = reason
        self.path = path
        self.detail = detail


def reason_of(error: BaseException) -> Reason:
    """Return which reason an error of the database or the system stands for."""
    text = str(error).lower()
    signs = (
        ("locked", Reason.LOCKED),
        ("busy", Reason.LOCKED),
        ("readonly", Reason.READ_ONLY),
        ("read-only", Reason.READ_ONLY),
        ("unable to open", Reason.READ_ONLY),
        ("permission", Reason.READ_ONLY),
        ("disk is full", Reason.DISK_FULL),
        ("no space", Reason.DISK_FULL),
        ("not a database", Reason.NOT_A_RECORD),
        ("malformed", Reason.NOT_A_RECORD),
    )
    return next((reason for sign, reason in signs if sign in text), Reason.FAILED)
