"""The whole schedule as a pure function of the record: what is due, and what is coming.

Nothing is ever scheduled and then lost. Each series knows when it stands and at which instants it speaks; what is due
is the latest of those instants that has come. Days are local days, and "at 09:00" is resolved in the zone given for
this evaluation.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from itertools import chain

from itb_companion.care.household import Household
from itb_companion.care.occurrence import Item, Kind, View
from itb_companion.care.refill_ladder import refill_ladder
from itb_companion.care.reminders import other_reminders
from itb_companion.care.value import value

_LONGEST_LOOK_BACK_DAYS = 400


@value
class Agenda:
    """What is due now, worst first, and what is coming, soonest first."""

    due: tuple[Item, ...]
    coming: tuple[Item, ...]
    contained: tuple[Item, ...] = ()
    """Earlier occurrences of what is due, come since `since`, soonest first: one alert speaks for all of them."""

    @property
    def next(self) -> Item | None:
        """The first thing that is coming."""
        return self.coming[0] if self.coming else None


def agenda(
    household: Household, now: datetime, zone: tzinfo, horizon_days: int = 60, since: datetime | None = None
) -> Agenda:
    """Return what is due at `now` (aware) and what comes within the horizon, if nothing else is entered.

    One item is due a cause: the latest that has come. Earlier ones of the same cause are contained in it; those that
    came after `since`, when this was asked last, are told too.
    """
    today = now.astimezone(zone).date()
    view = View(household, now, zone, today + timedelta(days=horizon_days), _first_day(today, since, zone))
    end = view.at(view.until + timedelta(days=1), time.min)
    due: dict[str, Item] = {}
    coming: list[Item] = []
    passed: list[Item] = []
    for item in chain(refill_ladder(view), other_reminders(view)):
        if item.due_at > now:
            if item.due_at < end:
                coming.append(item)
            continue
        if since is not None and item.due_at > since:
            passed.append(item)
        if item.cause not in due or item.due_at >= due[item.cause].due_at:
            due[item.cause] = item
    standing = {item.cause: item for item in due.values() if _still_stands(item, due)}
    contained = [item for item in passed if item.cause in standing and item is not standing[item.cause]]
    return Agenda(
        tuple(sorted(standing.values(), key=lambda item: (-item.severity, item.due_at, item.key))),
        tuple(sorted(coming, key=lambda item: (item.due_at, -item.severity, item.key))),
        tuple(sorted(contained, key=lambda item: (item.due_at, item.key))),
    )


def _first_day(today: date, since: datetime | None, zone: tzinfo) -> date:
    """Return how far back to look: two days, or to when this was asked last.

    Two days find the latest occurrence: a series that speaks every day has spoken since, even where a zone skipped
    a day.
    """
    first = today - timedelta(days=2)
    if since is None:
        return first
    return max(min(first, since.astimezone(zone).date()), today - timedelta(days=_LONGEST_LOOK_BACK_DAYS))


def _still_stands(item: Item, due: dict[str, Item]) -> bool:
    """Whether an item is not contained in a worse one about the same refill."""
    overdue = any(other.kind in (Kind.OVERDUE, Kind.EMPTY) for other in due.values())
    refill = (Kind.BOOK, Kind.ATTEND, Kind.INSIDE_MARGIN, Kind.TOO_LATE, Kind.MISSED)
    return not (overdue and item.kind in refill)
