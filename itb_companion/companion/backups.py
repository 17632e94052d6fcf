"""Backups: when one is due, what became of it, and putting one back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from itb_companion.care.backups import Backups as State
from itb_companion.care.value import replace
from itb_companion.companion.desk import Desk
from itb_companion.record import backup, backup_state
from itb_companion.record.backup import BACKUPS_NAME, Backup
from itb_companion.record.errors import RecordError

if TYPE_CHECKING:
    from itb_companion.companion.backup_attempt import Attempt, Made
    from itb_companion.record.restore import Prepared

SECOND_FOLDER = "backup_folder"
RETRY_AFTER = timedelta(hours=1)


class Keeping:
    """Keeps the record as it is before a restore. `run` may run in another thread, the rest may not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._changes = desk.store.changes
        self.file: Path | None = None
        """The backup; None where the record cannot be read."""

    def run(self) -> "Keeping":
        """Keep it, and return this; RecordError where it can be read and not be kept."""
        from itb_companion.companion.recovery import Recovery

        self.file = Recovery(self._desk.store.folder, self._desk.clock).keep()
        return self

    @property
    def is_outdated(self) -> bool:
        """Whether something was written since this was made, which may not be in the backup."""
        return self._desk.store.changes != self._changes


class Backups:
    """The backups of the open record."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tried_at: datetime | None = None
        self._wanted = False

    def begin(self) -> None:
        """Make backups from now on: it is told from now on when there are none. Not to be called for a sample."""
        self._wanted = True
        if self.state() is None:
            backup_state.write(self._desk.store.folder, State(self._desk.now))
            self._desk.forget()

    def state(self) -> State | None:
        """Return how they went; None where none are made."""
        return backup_state.read(self._desk.store.folder)

    def attempt_due(self) -> "Attempt | None":
        """Return the attempt that is due now: the first of a local day, and after a failure every hour."""
        if not self._wanted:
            return None
        now, state = self._desk.now, self.state()
        if self._tried_at is not None and timedelta(0) <= now - self._tried_at < RETRY_AFTER:
            return None
        good_at = state.good_at if state and self.listed() else None
        is_of_today = good_at is not None and good_at.astimezone(self._desk.zone).date() == self._desk.today
        if is_of_today and not (state and state.failing_since):
            return None
        return self.attempt()

    def attempt(self) -> "Attempt":
        """Return an attempt that is made now because a person wants it."""
        from itb_companion.companion.backup_attempt import Attempt

        self._tried_at = now = self._desk.now
        state = self.state()
        if state is not None:
            backup_state.write(self._desk.store.folder, replace(state, begun_at=now))
            self._desk.forget()
        second = self.second_folder()
        has_copies = second is not None and state is not None and state.second_place == str(second)
        folder = self._desk.store.folder
        return Attempt(folder, second, self._desk.now, self._local(), second_has_copies=has_copies)

    def take(self, made: "Made") -> None:
        """Keep what became of an attempt."""
        folder = self._desk.store.folder
        state = self.state() or State(made.at)
        second = _told(made.second_failure)
        if made.failure is None:
            state = replace(state, good_at=made.at, failing_since=None, failure="", second_failure=second)
            if made.second is not None:
                state = replace(state, second_place=str(made.second))
        else:
            first = state.failing_since
            began = first if first is not None and first <= made.at else made.at
            state = replace(state, failing_since=began, failure=_told(made.failure))
        backup_state.write(folder, state)
        self._desk.forget()

    def listed(self) -> tuple[Backup, ...]:
        """Return the backups in the data folder, newest first."""
        return backup.listed(self._desk.store.folder / BACKUPS_NAME)

    def second_folder(self) -> Path | None:
        """Return the second folder that was chosen; None where none was."""
        try:
            chosen = self._desk.household().options.get(SECOND_FOLDER, "")
        except RecordError:  # a record that cannot be read is told elsewhere
            return None
        return Path(chosen) if chosen else None

    def made_at(self) -> datetime | None:
        """Return when the newest backup was made; None where there is none."""
        state, newest = self.state(), backup.newest(self._desk.store.folder)
        return state.good_at if state is not None and state.good_at is not None and newest is not None else newest

    def begin_in_second(self) -> None:
        """Take the second folder as it is from now on: one that was just chosen need not hold earlier copies."""
        state = self.state()
        if state is not None:
            backup_state.write(self._desk.store.folder, replace(state, second_place="", second_failure=""))
            self._desk.forget()

    def keeping(self) -> "Keeping":
        """Return what keeps the state before a restore; the record stays open meanwhile."""
        return Keeping(self._desk)

    def restore(self, prepared: "Prepared", kept: "Keeping") -> bool:
        """Put a prepared backup in the place of the record that was kept; False, and nothing, where that is outdated.

        The program has to start again after it: nothing in memory knows the record as it is now. RecordError where it
        cannot be; then nothing has changed, and the record is open as before.
        """
        from itb_companion.companion.recovery import Recovery

        store = self._desk.store
        if kept.is_outdated:
            return False
        store.close()
        try:
            before = Recovery(store.folder, self._desk.clock).swap(prepared, kept.file)
        except RecordError:
            store.reopen()
            raise
        # Where it was put aside, that is no backup that could be restored.
        name = before.name if before is not None and before == kept.file else ""
        backup_state.leave_news(store.folder, {"news": "restored", "before": name})
        return True

    def news(self) -> dict[str, str | int]:
        """Return, once, what became of a restore before this start; empty where there was none."""
        return backup_state.take_news(self._desk.store.folder)

    def _local(self) -> datetime:
        return self._desk.now.astimezone(self._desk.zone).replace(tzinfo=None)


def _told(failure: RecordError | None) -> str:
    return "" if failure is None else failure.reason.value
