"""The life of an alert: raised, shown, seen, snoozed, settled. Severity and state are kept apart.

Seen is not done: it quiets an alert for a bounded time, and only the fact settles it. Something newer or worse wakes
it.
"""

from datetime import UTC, datetime, time, timedelta, tzinfo

from itb_companion.care.household import Preferences
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.refill_ladder import EVENING
from itb_companion.care.severity import Severity
from itb_companion.care.value import replace, value

SEEN_BY_DAY = timedelta(hours=4)
SEEN_URGENT = timedelta(hours=1)
SEEN_EMERGENCY = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
LONGEST_SNOOZE = timedelta(hours=25)  # the next morning may be 25 hours away on the night the clocks go back


@value
class Alert:
    """One open or settled alert about one cause; raised again, never stacked."""

    cause: str
    item: Item
    """The latest occurrence."""
    raised_at: datetime
    shown_at: datetime | None = None
    """When this showing came before a person in the alert window; None if it still has to."""
    announced_at: datetime | None = None
    """When this showing was handed to the channels; None if it still has to be, or quiet hours hold it back."""
    seen_at: datetime | None = None
    seen_by: str = ""
    quiet_until: datetime | None = None
    snoozed: bool = False
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_why: str = ""
    id: int | None = None

    @property
    def severity(self) -> Severity:
        """How loud it is."""
        return self.item.severity

    @property
    def kind(self) -> Kind:
        """What it is about."""
        return self.item.kind

    @property
    def is_open(self) -> bool:
        """Whether nothing has settled it."""
        return self.settled_at is None

    def needs_showing(self, now: datetime) -> bool:
        """Whether it must be in front of a person at this instant.

        A clock set back behind the answer ends the quiet.
        """
        return self.is_open and not self.is_quiet(now)

    def is_quiet(self, now: datetime) -> bool:
        """Whether a person's answer keeps it quiet at this instant."""
        if self.quiet_until is None or self.seen_at is None:
            return False
        return self.seen_at <= now < self.quiet_until


def raise_alert(item: Item, now: datetime) -> Alert:
    """Return a new alert for an occurrence."""
    return Alert(item.cause, item, raised_at=now)


def renew(alert: Alert, item: Item) -> Alert:
    """Return the alert woken by a newer or worse occurrence of its cause."""
    return replace(_shown_anew(alert), item=item, seen_at=None, seen_by="")


def rearm(alert: Alert, now: datetime) -> Alert:
    """Return the alert, to be announced anew if its quiet time is over; otherwise unchanged."""
    if not alert.is_open or alert.quiet_until is None or alert.is_quiet(now):
        return alert
    return _shown_anew(alert)


def _shown_anew(alert: Alert) -> Alert:
    return replace(alert, shown_at=None, announced_at=None, quiet_until=None, snoozed=False)


def see(alert: Alert, now: datetime, by: str, morning: time, zone: tzinfo) -> Alert:
    """Return the alert as seen by a person.

    It is quiet for 15 minutes in an emergency, 1 hour when urgent, else 4 hours by day and until the morning
    otherwise, never past the danger instant. What only had to be known is settled by it.
    """
    seen = replace(alert, seen_at=now, seen_by=by, snoozed=False)
    if alert.item.once:
        return settle(seen, now, by, "seen")
    return replace(seen, quiet_until=_not_past_danger(alert, now, _seen_until(alert, now, morning, zone)))


def _seen_until(alert: Alert, now: datetime, morning: time, zone: tzinfo) -> datetime:
    if alert.severity is Severity.EMERGENCY:
        return now + SEEN_EMERGENCY
    if alert.severity is Severity.URGENT:
        return now + SEEN_URGENT
    later = now + SEEN_BY_DAY
    local = later.astimezone(zone)
    if morning <= local.time() < EVENING:
        return later
    return next_morning(now, morning, zone)


def next_morning(now: datetime, morning: time, zone: tzinfo) -> datetime:
    """Return the next instant, later than now, at which the local clock shows the morning time."""
    day = now.astimezone(zone).date()
    at = datetime.combine(day, morning, tzinfo=zone).astimezone(UTC)
    if at <= now:
        at = datetime.combine(day + timedelta(days=1), morning, tzinfo=zone).astimezone(UTC)
    return at


def quiet_hours_end(preferences: Preferences, now: datetime, zone: tzinfo) -> datetime | None:
    """Return when the quiet hours end that hold at this instant; None outside of them."""

    def is_quiet(at: datetime) -> bool:
        return preferences.is_quiet(at.astimezone(zone).time())

    until = preferences.quiet_until
    if until is None or not is_quiet(now):
        return None
    today = now.astimezone(zone).date()
    ends = [
        datetime.combine(day, until.replace(fold=fold), tzinfo=zone).astimezone(UTC)
        for day in (today, today + timedelta(days=1), today + timedelta(days=2))
        for fold in (0, 1)
    ]
    end = min(at for at in ends if at > now and not is_quiet(at))
    # Where the clock skips the time at which they end, they end with the gap.
    while end - _MINUTE > now and not is_quiet(end - _MINUTE):
        end -= _MINUTE
    return end


def snooze(alert: Alert, now: datetime, until: datetime, by: str) -> Alert:
    """Return the alert silent until an instant: at most a day, an hour when urgent, never past the danger.

    An emergency is returned unchanged.
    """
    if alert.severity is Severity.EMERGENCY:
        return alert
    longest = SEEN_URGENT if alert.severity is Severity.URGENT else LONGEST_SNOOZE
    until = _not_past_danger(alert, now, min(until, now + longest))
    return replace(alert, seen_at=now, seen_by=by, quiet_until=until, snoozed=True)


def wake(alert: Alert) -> Alert:
    """Return the alert with its quiet time ended by a person."""
    return _shown_anew(alert)


def reopen(alert: Alert) -> Alert:
    """Return a settled alert as open again: what had settled it does not hold any more."""
    return replace(_shown_anew(alert), settled_at=None, settled_by="", settled_why="")


def settle(alert: Alert, now: datetime, by: str, why: str) -> Alert:
    """Return the alert settled, with the reason and the person; a settled one stays as it was."""
    if not alert.is_open:
        return alert
    return replace(alert, settled_at=now, settled_by=by, settled_why=why, quiet_until=None, snoozed=False)


def _not_past_danger(alert: Alert, now: datetime, until: datetime) -> datetime:
    danger_at = alert.item.danger_at
    if danger_at is not None and now < danger_at < until:
        return danger_at
    return until
