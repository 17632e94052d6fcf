"""Everything in one file, and such a file taken in; what takes long runs in a thread of its own, as `alongside` allows.

The order of an import: read and check the file, show what is new in it, let a person agree, keep a verified backup,
and only then add what is missing, all of it or nothing.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from itb_companion.care.value import value
from itb_companion.companion.backups import SECOND_FOLDER
from itb_companion.companion.desk import Desk
from itb_companion.companion.screen_lock import OPTION
from itb_companion.record import backup, entries, whole
from itb_companion.record.atomic_file import write_atomically
from itb_companion.record.backup import BACKUPS_NAME
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.own_files import DATABASE_MAGIC, DATABASE_NAME, refuse_own
from itb_companion.record.whole_check import Export, NotTakenError, checked
from itb_companion.record.whole_check import Why as NotTaken
from itb_companion.record.whole_import import take_in
from itb_companion.record.whole_merge import merge
from itb_companion.record.whole_schema import MOST_BYTES

OF_THIS_COMPUTER = (SECOND_FOLDER, OPTION, "told_closing")
"""Options that a record which is not empty does not take from another computer."""
_OPTIONS = "options"
EXPORTS_NAME = "exports"
"""The private folder that is proposed for exports, inside the data folder."""


@value
class Preview:
    """What is in an export, and what of it is new here."""

    export: Export
    made_at: datetime
    """When the export was made, in UTC."""
    person: str
    """Whose record it is; empty where nobody was entered."""
    added: Mapping[str, int]
    known: Mapping[str, int]
    """How many entries of each table are new, and how many are here already."""
    first_at: datetime | None
    last_at: datetime | None
    """When the first and the last of the new entries were written."""
    is_new: bool
    """Whether taking it in would change anything."""
    is_first: bool
    """Whether nothing at all is kept here yet."""


def file_name(local: datetime, *, is_protected: bool) -> str:
    """Return the name of an export made at a local time."""
    return f"itb-companion-{local:%Y-%m-%d-%H%M%S}.{'itbc' if is_protected else 'json'}"


def needs_passphrase(path: Path) -> bool:
    """Whether a file was protected with a passphrase; errors as of `read_export`, also where none would open it."""
    from itb_companion.record import protection

    data = _content(path)
    if not data.startswith(protection.MAGIC):
        return False
    protection.check_whole(data)
    return True


def read_export(path: Path, passphrase: str = "") -> Export:
    """Return what stands in an export.

    RecordError where the file cannot be read, ProtectionError where the passphrase does not open it, NotTakenError
    names everything that is wrong in it.
    """
    from itb_companion.record import protection

    data = _content(path)
    if data.startswith(protection.MAGIC):
        data = protection.open_protected(data, passphrase)
    if data.startswith(DATABASE_MAGIC):
        raise NotTakenError(NotTaken.A_BACKUP)
    return checked(data)


def _content(path: Path) -> bytes:
    """Return a file, as far as it is not too large for an export anyway."""
    # A record is not opened: closing its file would give up the locks on one that is in use.
    if Path(os.path.realpath(path)).name.startswith(DATABASE_NAME):
        raise NotTakenError(NotTaken.A_BACKUP)
    with _told(path):
        if not path.is_file():
            raise RecordError(Reason.NO_FILE, path)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1024)


def preview(mine: whole.Rows, export: Export, now: datetime) -> Preview:
    """Return what taking in an export would add to these rows; NotTakenError where two episodes would be open."""
    merged = merge(mine, export.rows, now)
    first_at, last_at = (datetime.fromisoformat(at) for at in merged.times) if merged.times else (None, None)
    people = [row["name"] for row in export.rows["person"] if row["replaced_by"] is None]
    made_at, person = datetime.fromisoformat(export.made_at), people[-1] if people else ""
    is_new = merged.rows != mine
    is_first = not any(mine.values())
    return Preview(export, made_at, person, merged.added, merged.known, first_at, last_at, is_new, is_first)


class WholeCopy:
    """Writes everything into a file, and takes such a file in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def export(self, path: Path, passphrase: str = "") -> Path:
        """Write everything into a file that only its owner can read; return where it is.

        RecordError where it cannot be written, ProtectionError for a passphrase that is too short.
        """
        refuse_own(path, self._desk.store.folder)
        data = whole.export_bytes(whole.read(self._desk.store), self._desk.now)
        if passphrase:
            from itb_companion.record.protection import protect

            data = protect(data, passphrase)
        with _told(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, data)
        return path

    def look_into(self, path: Path, passphrase: str = "") -> Preview:
        """Return what is in an export and what of it is new here; errors as of `read_export` and `preview`."""
        export = read_export(path, passphrase)
        return preview(whole.read(self._desk.store), export, self._desk.now)

    def take_in(self, found: Preview) -> Path | None:
        """Add what is missing, in one act; return the backup that was made before, None where none was needed.

        RecordError where no backup can be made or the record not be written, NotTakenError where two episodes would
        be open; then nothing has changed.
        """
        if not found.is_new:
            return None
        kept = None if found.is_first else self._back_up()
        with self._desk.act():
            before = entries.setting(_OPTIONS, {})
            take_in(self._desk.store, found.export.rows, self._desk.now)
            if not found.is_first:
                self._keep_own_options(before)
        return kept

    def _keep_own_options(self, before: Mapping[str, str]) -> None:
        """Let what is about this computer stay as it was: another one has other folders, and another passphrase."""
        now_in_force = entries.setting(_OPTIONS, {})
        of_all = {name: value for name, value in now_in_force.items() if name not in OF_THIS_COMPUTER}
        kept = of_all | {name: before[name] for name in OF_THIS_COMPUTER if name in before}
        if kept != now_in_force:
            entries.set_setting(_OPTIONS, kept, self._desk.now, self._desk.caregiver)

    def _back_up(self) -> Path:
        folder = self._desk.store.folder
        local = self._desk.now.astimezone(self._desk.zone).replace(tzinfo=None)
        return backup.keep_one(folder, folder / BACKUPS_NAME, local, Why.BEFORE_IMPORT)

    @contextlib.contextmanager
    def alongside(self) -> Iterator[None]:
        """Let the thread that asks use the record on a connection of its own."""
        with whole.connected(self._desk.store):
            yield


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Let what the system refuses be told in words."""
    try:
        yield
    except OSError as error:
        raise RecordError(reason_of(error), path, error.strerror or str(error)) from error
