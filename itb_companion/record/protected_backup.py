"""Backups that only a passphrase opens: for a stick that may be lost, or a folder that others can read."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from itb_companion.care.value import replace
from itb_companion.record import backup, protection
from itb_companion.record.atomic_file import write_atomically
from itb_companion.record.errors import RecordError, reason_of
from itb_companion.record.own_files import DATABASE_NAME, refuse_own
from itb_companion.record.restore import OPENED_PLACE, Prepared, prepare

ENDING = ".itbc"


def back_up_protected(folder: Path, target: Path, passphrase: str) -> Path:
    """Write a verified and protected copy of a folder's record; what is not protected is never outside of the folder.

    RecordError where it cannot be made, ProtectionError for a passphrase that is too short.
    """
    refuse_own(target, folder)
    try:
        with tempfile.TemporaryDirectory(prefix=OPENED_PLACE, dir=folder) as place:
            copy = backup.back_up(folder, Path(place) / DATABASE_NAME)
            sealed = protection.protect(copy.read_bytes(), passphrase)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(target, sealed)
    except OSError as error:
        raise RecordError(reason_of(error), target, str(error)) from error
    return target


@contextmanager
def readable(folder: Path, source: Path, ask: Callable[[], str]) -> Iterator[Path]:
    """Yield a backup as it can be restored: itself, or, for as long as it is needed, a copy that a passphrase opened.

    The copy lies inside the data folder, which only its owner can read. `ask` is only called where a passphrase is
    needed, and can open the file. RecordError and ProtectionError where it cannot be opened.
    """
    try:
        is_protected = source.is_file() and protection.is_protected(source)
    except OSError as error:
        raise RecordError(reason_of(error), source, str(error)) from error
    if not is_protected:
        yield source
        return
    try:
        with tempfile.TemporaryDirectory(prefix=OPENED_PLACE, dir=folder) as place:
            with source.open("rb") as file:
                sealed = file.read(protection.MOST_SEALED_BYTES + 1)
            protection.check_whole(sealed)
            opened = Path(place) / source.name
            write_atomically(opened, protection.open_protected(sealed, ask()))
            try:
                yield opened
            except RecordError as error:  # whoever reads of it knows the file by the name that they chose
                raise RecordError(error.reason, source, error.detail) from error
    except OSError as error:
        raise RecordError(reason_of(error), source, str(error)) from error


def prepare_any(folder: Path, source: Path, ask: Callable[[], str]) -> Prepared:
    """Make a backup ready to be restored, protected or not; errors as of `readable` and `restore.prepare`."""
    with readable(folder, source, ask) as file:
        return replace(prepare(folder, file), source=source)
