"""One time line of what was done and seen: checks, fills, alerts, calls, and how episodes ended."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from itb_companion.care.episode import Closing, Episode
from itb_companion.care.plan import Plan
from itb_companion.care.signs import Check
from itb_companion.care.triage import Level
from itb_companion.care.value import field, value
from itb_companion.companion.desk import Desk
from itb_companion.record import checks, episodes, ledger, refills

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class EventKind(StrEnum):
    """What kind of thing happened."""

    CHECK = "check"
    FILL = "fill"
    ALERT = "alert"
    EPISODE_OPENED = "episode-opened"
    CALL = "call"
    NOTE = "note"
    EPISODE_CLOSED = "episode-closed"
    ABSENCE = "absence"


OF_EPISODES = frozenset({EventKind.EPISODE_OPENED, EventKind.CALL, EventKind.NOTE, EventKind.EPISODE_CLOSED})
"""What an episode tells."""


@value
class Event:
    """One line of the history; `facts` fill in the sentence that `words` has for its kind."""

    at: datetime
    kind: EventKind
    by: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@value
class Stretch:
    """A part of the history: whole days, newest first."""

    events: list[Event]
    before: datetime | None = None
    """The beginning of its last day, where there may be earlier ones; None where it goes back to the beginning."""


class History:
    """Reads back what was kept, a stretch at a time: ten years at once would take seconds."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def stretch(self, kinds: Collection[EventKind] = (), before: datetime | None = None, most: int = 12) -> Stretch:
        """Return the newest events of these kinds (of all, where none are named), before an instant if one is given.

        About `most` of them, newest first. Only whole local days, so that no day is told in two parts.
        """
        events = self._newest(frozenset(kinds or EventKind), before or _NEVER, most)
        if len(events) < most:
            return Stretch(events)
        days = [event.at.astimezone(self._desk.zone).date() for event in events]
        if days[0] == days[-1]:
            return self.stretch(kinds, before, 2 * most)
        # The last day may go on beyond what was read.
        whole = [event for event, day in zip(events, days, strict=True) if day != days[-1]]
        start = datetime.combine(days[len(whole) - 1], time(), tzinfo=self._desk.zone)
        return Stretch(whole, start.astimezone(UTC))

    def _newest(self, kinds: frozenset[EventKind], before: datetime, limit: int) -> list[Event]:
        """Return the newest events before an instant; each source is asked for as many as may be among them."""
        sources = (
            (EventKind.CHECK, self._checks),
            (EventKind.FILL, self._fills),
            (EventKind.ALERT, self._alerts),
            (EventKind.ABSENCE, self._absences),
        )
        events = [event for kind, source in sources if kind in kinds for event in source(before, limit)]
        events = _newest_of(events, before, limit)
        if not kinds.isdisjoint(OF_EPISODES):
            # Most stretches have none, and to read one takes as long as all the rest; a day is for clocks set back.
            since = events[-1].at - timedelta(days=1) if len(events) == limit else None
            told = [event for event in self._episodes(before, limit, since) if event.kind in kinds]
            events = _newest_of([*events, *told], before, limit)
        return events

    def _checks(self, before: datetime, limit: int) -> list[Event]:
        from itb_companion.record import plan_entries

        found = checks.saved_levels_before(before, limit)
        plans = plan_entries.in_force_at(check.saved_at for check, _ in found if check.saved_at and check.vitals.any)
        return [
            Event(
                check.saved_at,
                EventKind.CHECK,
                check.by,
                {"level": level, "signs": sorted(check.ticked), **_details(check, plans)},
            )
            for check, level in found
            if check.saved_at is not None
        ]

    def _fills(self, before: datetime, limit: int) -> list[Event]:
        zone = self._desk.zone
        last = (before + timedelta(days=1)).date()  # east of UTC it may be that day
        return [
            Event(datetime.combine(fill.filled_on, time(12), tzinfo=zone), EventKind.FILL, "", {"fill": fill})
            for fill in refills.fills_until(last, limit)
        ]

    def _alerts(self, before: datetime, limit: int) -> list[Event]:
        return [
            Event(alert.settled_at, EventKind.ALERT, alert.settled_by, {"kind": alert.kind, "why": alert.settled_why})
            for alert in ledger.settled_before(before, limit)
            if alert.settled_at is not None
        ]

    def _absences(self, before: datetime, limit: int) -> list[Event]:
        found = ledger.absences_before(before, limit)
        return [Event(gone.ended_at, EventKind.ABSENCE, "", {"gone": gone}) for gone in found]

    def _episodes(self, before: datetime, limit: int, since: datetime | None) -> list[Event]:
        events = []
        # Each but the newest was opened and closed before that: two events at least.
        for episode in episodes.begun_before(before, limit // 2 + 2, since):
            events += _openings(episode)
            for call in episode.attempts:
                about = {"who": call.who, "number": call.number, "outcome": call.outcome}
                events.append(Event(call.at, EventKind.CALL, call.by, about))
            events += [Event(note.at, EventKind.NOTE, note.by, {"text": note.text}) for note in episode.notes]
            closings = [earlier.closing for earlier in episode.earlier]
            events += [_closed(end) for end in (*closings, episode.closing) if end is not None]
        return events


def _details(check: Check, plans: Mapping[datetime, Plan]) -> dict[str, Any]:
    """Return what was measured, with the plan of that time, which says what was usual, and what was noted."""
    note = {"note": check.note} if check.note else {}
    plan = plans.get(check.saved_at) if check.saved_at and check.vitals.any else None
    return note if plan is None else note | {"vitals": check.vitals, "unusual": check.unusual, "plan": plan}


def _newest_of(events: list[Event], before: datetime, limit: int) -> list[Event]:
    """Return the newest of these before an instant, newest first."""
    return sorted((event for event in events if event.at < before), key=lambda event: event.at, reverse=True)[:limit]


def _openings(episode: Episode) -> list[Event]:
    """Return each time that an episode was opened, with what it was opened and raised for."""
    events = []
    for opening, at in enumerate([episode.opened_at, *(earlier.reopened_at for earlier in episode.earlier)]):
        causes = [cause for cause in episode.causes if cause.opening == opening]
        signs = list(dict.fromkeys(sign for cause in causes for sign in cause.signs))
        level = max((cause.level for cause in causes), default=Level.CLEAR)
        events.append(Event(at, EventKind.EPISODE_OPENED, "", {"level": level.id, "signs": signs}))
    return events


def _closed(end: Closing) -> Event:
    facts = {"ending": end.ending, "what": end.what}
    if end.advised_by:
        facts["advised_by"] = end.advised_by
    return Event(end.at, EventKind.EPISODE_CLOSED, end.by, facts)
