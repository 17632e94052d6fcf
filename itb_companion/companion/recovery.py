"""What can be done about a record that cannot be read: what the newest good backup has, and what it has not."""

from datetime import datetime
from pathlib import Path

from itb_companion.care.ports import Clock
from itb_companion.care.value import value
from itb_companion.record import backup, backup_state, restore, set_aside
from itb_companion.record.backup import BACKUPS_NAME, Backup
from itb_companion.record.backup_names import Why
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.migrations import FORMAT
from itb_companion.record.own_files import DATABASE_NAME
from itb_companion.record.restore import Contents, Prepared
from itb_companion.record.salvage import Salvaged, salvage
from itb_companion.words import Words
from itb_companion.words import backups as say

CURABLE = (Reason.NOT_A_RECORD, Reason.DAMAGED)


@value
class Offer:
    """The newest backup that can take the record's place, and what of the damaged record is in it by now."""

    backup: Backup
    prepared: Prepared
    salvaged: Salvaged


def preview(words: Words, contents: Contents, now: datetime) -> list[str]:
    """Return what is in a backup, and what restoring it means, in words."""
    span, is_older = (contents.first_at, contents.last_at), contents.format < FORMAT
    return say.preview(words, contents.person, span, contents.counts, now, is_older=is_older)


class Recovery:
    """One data folder whose record cannot be read. Whoever calls holds its lock."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def replace(self, prepared: Prepared) -> Path | None:
        """Put a prepared backup in the place of the closed record, whatever state that is in.

        The state before is kept as a backup, or put aside where it cannot be read; return where. RecordError where
        it cannot be kept, or not be replaced: then nothing has changed.
        """
        if not (self._folder / DATABASE_NAME).exists():
            restore.put_in_place(self._folder, prepared, self._clock.now())
            return None
        return self.swap(prepared, self.keep())

    def keep(self) -> Path | None:
        """Keep the record as it is as a backup; return where, None where it cannot be read.

        Takes long, and can be done while the record is open. RecordError where it can be read and not be kept.
        """
        try:
            return backup.keep_one(self._folder, self._folder / BACKUPS_NAME, self._local(), Why.BEFORE_RESTORE)
        except RecordError as error:
            if error.reason not in CURABLE:
                raise
            return None

    def swap(self, prepared: Prepared, kept: Path | None) -> Path | None:
        """Put a prepared backup in the place of the closed record that was kept, or put that aside where it was not.

        Return where the state before is. RecordError where it cannot be replaced: then nothing has changed.
        """
        if kept is None:
            return restore.put_in_place_of_damaged(self._folder, prepared, self._clock.now(), self._local())
        restore.put_in_place(self._folder, prepared, self._clock.now())
        return kept

    def offer(self) -> Offer | None:
        """Return the newest good backup, with what the damaged record has more; None where there is no good one.

        Takes long; nothing in the folder is changed by it but a folder of its own.
        """
        known = backup.listed(self._folder / BACKUPS_NAME)
        # What a person replaced by a restore comes last: it was not wanted then.
        for each in sorted(known, key=lambda one: one.why is Why.BEFORE_RESTORE):
            try:
                prepared = restore.prepare(self._folder, each.path)
                salvaged = salvage(self._folder / DATABASE_NAME, prepared.file)
                restore.check(prepared.file)
            except RecordError:
                continue
            return Offer(each, prepared, salvaged)
        return None

    def accept(self, offer: Offer) -> None:
        """Put the damaged record aside and the offered one in its place; RecordError where that cannot be."""
        restore.put_in_place_of_damaged(self._folder, offer.prepared, self._clock.now(), self._local())
        found = offer.salvaged
        told: dict[str, str | int] = {"news": "recovered", "added": found.added, "unreadable": found.unreadable}
        backup_state.leave_news(self._folder, told | {"file": offer.backup.path.name})

    def start_empty(self) -> None:
        """Put the damaged record aside, so that the next start begins an empty one; RecordError where it cannot."""
        set_aside.set_aside(self._folder / DATABASE_NAME, self._local())
        restore.discard_all(self._folder)
        backup_state.leave_news(self._folder, {"news": "empty"})

    def _local(self) -> datetime:
        return self._clock.now().astimezone(self._clock.zone()).replace(tzinfo=None)
