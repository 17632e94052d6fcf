"""What is known about the backups of a record: when the last good one was made, and since when they fail."""

from datetime import datetime, timedelta

from itb_companion.care.value import value

STALE_AFTER = timedelta(days=2)
ENDS_WITHIN = timedelta(hours=1)
"""An attempt that has not ended by then hangs."""


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
    second_place: str = ""
    """The second folder into which a copy was made; empty where none was since it was chosen."""
    begun_at: datetime | None = None
    """When the last attempt began; None where that is not known."""

    def due_at(self, now: datetime) -> datetime | None:
        """Return since when a person has to be told that there is no good backup; None where there is one.

        A good backup from a clock that was days ahead does not count: it would hide the missing one for ever.
        """
        known = self.good_at is not None and self.good_at <= now + STALE_AFTER
        stale_at = (self.good_at if known and self.good_at else self.since) + STALE_AFTER
        if self.failing_since is not None:
            instants = [stale_at, self.failing_since]
        else:
            instants = [] if known and self._may_be_made_any_moment(now) else [stale_at]
        return min((at for at in instants if at <= now), default=None)

    def _may_be_made_any_moment(self, now: datetime) -> bool:
        """Whether the next attempt is still to come, as after days of sleep, or is under way."""
        if self.begun_at is None or self.good_at is None:
            return False
        return self.begun_at <= self.good_at or timedelta(0) <= now - self.begun_at < ENDS_WITHIN
