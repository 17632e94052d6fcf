"""One time line of what was done and seen: checks, fills, alerts, calls, and how episodes ended."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any

from itb_companion.care.episode import Closing, Episode
from itb_companion.care.triage import Level
from itb_companion.care.value import field, value
from itb_companion.companion.desk import Desk
from itb_companion.record import checks, episodes, ledger, refills


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


@value
class Event:
    """One line of the history; `facts` fill in the sentence that `words` has for its kind."""

    at: datetime
    kind: EventKind
    by: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class History:
    """Reads back what was kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def events(self, limit: int = 100) -> list[Event]:
        """Return the newest events, newest first."""
        events = [
            *self._checks(limit),
            *self._fills(),
            *self._alerts(limit),
            *self._episodes(limit),
            *self._absences(limit),
        ]
        return sorted(events, key=lambda event: event.at, reverse=True)[:limit]

    def _checks(self, limit: int) -> list[Event]:
        return [
            Event(check.saved_at, EventKind.CHECK, check.by, {"level": level, "signs": sorted(check.ticked)})
            for check, level in checks.saved_levels(limit)
            if check.saved_at is not None
        ]

    def _fills(self) -> list[Event]:
        zone = self._desk.zone
        return [
            Event(datetime.combine(fill.filled_on, time(12), tzinfo=zone), EventKind.FILL, "", {"fill": fill})
            for fill in refills.fills()
        ]

    def _alerts(self, limit: int) -> list[Event]:
        return [
            Event(alert.settled_at, EventKind.ALERT, alert.settled_by, {"kind": alert.kind, "why": alert.settled_why})
            for alert in ledger.settled(limit)
            if alert.settled_at is not None
        ]

    def _absences(self, limit: int) -> list[Event]:
        return [Event(gone.ended_at, EventKind.ABSENCE, "", {"gone": gone}) for gone in ledger.absences(limit)]

    def _episodes(self, limit: int) -> list[Event]:
        events = []
        for episode in episodes.all_episodes(limit):
            events += _openings(episode)
            for call in episode.attempts:
                about = {"who": call.who, "number": call.number, "outcome": call.outcome}
                events.append(Event(call.at, EventKind.CALL, call.by, about))
            events += [Event(note.at, EventKind.NOTE, note.by, {"text": note.text}) for note in episode.notes]
            closings = [earlier.closing for earlier in episode.earlier]
            events += [_closed(end) for end in (*closings, episode.closing) if end is not None]
        return events


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
