"""What stands in the way of the record, as a named reason."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from itb_companion.record.errors import Reason, RecordError, reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (sqlite3.OperationalError("database is locked"), Reason.LOCKED),
        (sqlite3.OperationalError("database table is locked: alert"), Reason.LOCKED),
        (OSError(errno.EBUSY, os.strerror(errno.EBUSY)), Reason.LOCKED),
        (sqlite3.OperationalError("attempt to write a readonly database"), Reason.READ_ONLY),
        (sqlite3.OperationalError("unable to open database file"), Reason.READ_ONLY),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), Reason.READ_ONLY),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), Reason.READ_ONLY),
        (sqlite3.OperationalError("database or disk is full"), Reason.DISK_FULL),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), Reason.DISK_FULL),
        (sqlite3.DatabaseError("file is not a database"), Reason.NOT_A_RECORD),
        (sqlite3.DatabaseError("database disk image is malformed"), Reason.NOT_A_RECORD),
        (sqlite3.OperationalError("disk I/O error"), Reason.FAILED),
        (ValueError(), Reason.FAILED),
    ],
)
def test_an_error_of_the_database_or_the_system_stands_for_a_reason(error, reason):
    assert reason_of(error) is reason


def test_an_error_says_reason_path_and_detail():
    error = RecordError(Reason.LOCKED, Path("care.db"), "busy")

    assert str(error) == "locked: care.db busy"
    assert (error.reason, error.path, error.detail) == (Reason.LOCKED, Path("care.db"), "busy")
