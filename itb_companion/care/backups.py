"""What is known about the backups of a record: when the last good one was made, and since when they fail."""

from datetime import datetime, timedelta

from itb_companion.care.value import value

STALE_AFTER = timedelta(days=2)


@value
class Backups:
    """The backups of this computer's record. Instants are aware, in UTC."""

    since: datetime
    """When this program began to make them."""
    good_at: datetime | None = None
    """When the newest one that was verified was made."""
    failing_since: datetime | None = None
    """When the first attempt after it failed; None where the last attempt was good."""
    failure: str = ""
    """Why the last attempt failed: the id of a reason."""
    second_failure: str = ""
    """Why the copy into the second folder failed; empty where it was good, or none is wanted."""

    def due_at(self, now: datetime) -> datetime | None:
        """Return since when a person has to be told that there is no good backup; None where there is one.

        A good backup from a clock that was days ahead does not count: it would hide the missing one for ever.
        """
        known = self.good_at is not None and self.good_at <= now + STALE_AFTER
        stale_at = (self.good_at if known and self.good_at else self.since) + STALE_AFTER
        instants = [stale_at] if self.failing_since is None else [stale_at, self.failing_since]
        return min((at for at in instants if at <= now), default=None)
