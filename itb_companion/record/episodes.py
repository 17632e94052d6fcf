"""Keeps episodes: why they stand, who was called, what was noted, and how they ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from itb_companion.care.episode import Attempt, Cause, Closing, Earlier, Ending, Episode, Note, Outcome
from itb_companion.care.people import Role
from itb_companion.care.triage import Level, Reading
from itb_companion.record import checks
from itb_companion.record.late_tables import AttemptRow, CauseRow, ClosingRow, EpisodeRow, NoteRow
from itb_companion.record.prepared import Prepared


def open_episode() -> Episode | None:
    """Return the episode that nobody has closed."""
    row = _OPEN.first()
    return None if row is None else _loaded([row])[0]


_OPEN: Prepared[EpisodeRow] = Prepared("episode", "WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1")


def last_closed() -> Episode | None:
    """Return the newest episode if it is closed."""
    row = EpisodeRow.select().order_by(EpisodeRow.id.desc()).first()
    return None if row is None or row.ended_at is None else _loaded([row])[0]


def last_closed_at() -> datetime | None:
    """Return when an episode was closed last, also if it was opened again since."""
    rows = [_LAST_CLOSED.first(), _LAST_EARLIER.first()]
    return max((row.ended_at for row in rows if row is not None), default=None)


_LAST_CLOSED: Prepared[EpisodeRow] = Prepared("episode", "WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1")
_LAST_EARLIER: Prepared[ClosingRow] = Prepared("closing", "ORDER BY ended_at DESC LIMIT 1")


def all_episodes(limit: int) -> tuple[Episode, ...]:
    """Return the newest episodes, newest first."""
    return tuple(_loaded(list(EpisodeRow.select().order_by(EpisodeRow.id.desc()).limit(limit))))


def begun_before(before: datetime, limit: int, since: datetime | None = None) -> tuple[Episode, ...]:
    """Return the newest episodes that were opened before an instant, newest first, without their checks.

    Of those that were closed before `since`, if that is given, none.
    """
    query = EpisodeRow.select().where(EpisodeRow.opened_at < before)
    if since is not None:
        query = query.where(EpisodeRow.ended_at.is_null() | (EpisodeRow.ended_at >= since))
    rows = list(query.order_by(EpisodeRow.id.desc()).limit(limit))
    return tuple(_loaded(rows, with_checks=False)) if rows else ()


def start(cause: Cause, first_sign_at: datetime | None, now: datetime, by: str) -> int:
    """Open an episode with its first cause and return its id."""
    row = EpisodeRow.create(opened_at=now, recorded_by=by, first_sign_at=first_sign_at)
    add_cause(row.id, cause, by)
    return int(row.id)


def add_cause(episode_id: int, cause: Cause, by: str) -> None:
    """Keep one more reason why an episode stands, since it was opened for the last time."""
    CauseRow.create(
        episode=episode_id,
        level=cause.level.id,
        rule_ids=list(cause.rule_ids),
        signs=list(cause.signs),
        reading=int(cause.reading),
        at=cause.at,
        recorded_by=by,
        opening=_openings(episode_id),
    )


def set_first_sign(episode_id: int, first_sign_at: datetime) -> None:
    """Keep when the first sign began."""
    EpisodeRow.update(first_sign_at=first_sign_at).where(EpisodeRow.id == episode_id).execute()


def add_attempt(episode_id: int, attempt: Attempt) -> None:
    """Keep one call that was tried."""
    AttemptRow.create(
        episode=episode_id,
        who=attempt.who,
        number=attempt.number,
        role=attempt.role.value if attempt.role else None,
        outcome=attempt.outcome.value,
        at=attempt.at,
        recorded_by=attempt.by,
        opening=_openings(episode_id),
    )


def add_note(episode_id: int, note: Note) -> None:
    """Keep one line that a person wrote."""
    NoteRow.create(episode=episode_id, text=note.text, at=note.at, recorded_by=note.by)


def _openings(episode_id: int) -> int:
    """Return how many times an episode was opened again."""
    return int(ClosingRow.select().where(ClosingRow.episode == episode_id).count())


def close(episode_id: int, closing: Closing) -> None:
    """Keep how an episode ended; one that is closed already stays as it was."""
    values = {
        "ending": closing.ending.value,
        "ended_what": closing.what,
        "advised_by": closing.advised_by,
        "ended_by": closing.by,
        "ended_at": closing.at,
    }
    EpisodeRow.update(values).where((EpisodeRow.id == episode_id) & EpisodeRow.ended_at.is_null()).execute()


def reopen(episode_id: int, first_sign_at: datetime | None, now: datetime, by: str) -> None:
    """Open a closed episode again; how it had ended is kept beside it. One that is open stays as it is."""
    row = EpisodeRow.get_by_id(episode_id)
    if row.ended_at is None:
        return
    ClosingRow.create(
        episode=episode_id,
        first_sign_at=row.first_sign_at,
        ending=row.ending,
        ended_what=row.ended_what or "",
        advised_by=row.advised_by or "",
        ended_by=row.ended_by or "",
        ended_at=row.ended_at,
        reopened_at=now,
        recorded_by=by,
    )
    anew = dict.fromkeys(("ending", "ended_what", "advised_by", "ended_by", "ended_at"))
    EpisodeRow.update(first_sign_at=first_sign_at, **anew).where(EpisodeRow.id == episode_id).execute()


def _loaded(rows: Sequence[EpisodeRow], *, with_checks: bool = True) -> list[Episode]:
    """Return episodes with everything that belongs to them: a handful of queries, however many there are."""
    ids = [row.id for row in rows]
    causes, attempts, notes, closings = (_by_episode(part, ids) for part in (_CAUSES, _ATTEMPTS, _NOTES, _CLOSINGS))
    seen = checks.of_episodes(ids) if with_checks else {}
    return [
        Episode(
            id=row.id,
            opened_at=row.opened_at,
            causes=tuple(_cause(cause) for cause in causes[row.id]),
            first_sign_at=row.first_sign_at,
            attempts=tuple(_attempt(attempt) for attempt in attempts[row.id]),
            closing=_closing(row) if row.ended_at and row.ending is not None else None,
            earlier=tuple(
                Earlier(_closing(closing), closing.reopened_at, closing.first_sign_at) for closing in closings[row.id]
            ),
            notes=tuple(Note(note.text, note.at, note.recorded_by) for note in notes[row.id]),
            checks=tuple(seen.get(row.id, ())),
        )
        for row in rows
    ]


_OF_EPISODES = "WHERE episode_id IN ({ids}) ORDER BY id"
_CAUSES: Prepared[CauseRow] = Prepared("cause", _OF_EPISODES)
_ATTEMPTS: Prepared[AttemptRow] = Prepared("attempt", _OF_EPISODES)
_NOTES: Prepared[NoteRow] = Prepared("note", _OF_EPISODES)
_CLOSINGS: Prepared[ClosingRow] = Prepared("closing", _OF_EPISODES)


def _by_episode(part: Prepared[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return the rows of one table by the episode that they belong to, in the order in which they were kept."""
    found: dict[int, list[Any]] = {episode_id: [] for episode_id in ids}
    for row in part.among(ids):
        found[row.episode_id].append(row)
    return found


def _closing(row: "EpisodeRow | ClosingRow") -> Closing:
    what, by, advised_by = row.ended_what or "", row.ended_by or "", row.advised_by or ""
    return Closing(Ending(str(row.ending)), what, by, row.ended_at, advised_by)


def _cause(row: CauseRow) -> Cause:
    level, reading = Level.from_id(row.level), Reading(row.reading)
    return Cause(level, tuple(row.rule_ids), tuple(row.signs), row.at, reading, row.opening)


def _attempt(row: AttemptRow) -> Attempt:
    role = Role(row.role) if row.role else None
    return Attempt(row.who, row.number, role, Outcome(row.outcome), row.at, row.recorded_by, row.opening)
