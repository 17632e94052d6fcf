"""Keeps episodes: why they stand, who was called, and how they ended."""

from collections.abc import Sequence
from datetime import datetime

from itb_companion.care.episode import Attempt, Cause, Closing, Ending, Episode, Outcome
from itb_companion.care.people import Role
from itb_companion.care.triage import Level, Reading
from itb_companion.record.tables import AttemptRow, CauseRow, EpisodeRow


def open_episode() -> Episode | None:
    """Return the episode that nobody has closed."""
    row = EpisodeRow.select().where(EpisodeRow.ended_at.is_null()).order_by(EpisodeRow.id.desc()).first()
    return None if row is None else _loaded([row])[0]


def last_closed_at() -> datetime | None:
    """Return when the last episode was closed."""
    row = EpisodeRow.select().where(~EpisodeRow.ended_at.is_null()).order_by(EpisodeRow.ended_at.desc()).first()
    return None if row is None else row.ended_at


def all_episodes(limit: int) -> tuple[Episode, ...]:
    """Return the newest episodes, newest first."""
    return tuple(_loaded(list(EpisodeRow.select().order_by(EpisodeRow.id.desc()).limit(limit))))


def start(cause: Cause, first_sign_at: datetime | None, now: datetime, by: str) -> int:
    """Open an episode with its first cause and return its id."""
    row = EpisodeRow.create(opened_at=now, recorded_by=by, first_sign_at=first_sign_at)
    add_cause(row.id, cause, by)
    return int(row.id)


def add_cause(episode_id: int, cause: Cause, by: str) -> None:
    """Keep one more reason why an episode stands."""
    CauseRow.create(
        episode=episode_id,
        level=cause.level.id,
        rule_ids=list(cause.rule_ids),
        signs=list(cause.signs),
        reading=int(cause.reading),
        at=cause.at,
        recorded_by=by,
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
    )


def close(episode_id: int, closing: Closing) -> None:
    """Keep how an episode ended; one that is closed already stays as it was."""
    values = {
        "ending": closing.ending.value,
        "ended_what": closing.what,
        "ended_by": closing.by,
        "ended_at": closing.at,
    }
    EpisodeRow.update(values).where((EpisodeRow.id == episode_id) & EpisodeRow.ended_at.is_null()).execute()


def _loaded(rows: Sequence[EpisodeRow]) -> list[Episode]:
    """Return episodes with their causes and calls: three queries, however many there are."""
    causes: dict[int, list[Cause]] = {row.id: [] for row in rows}
    attempts: dict[int, list[Attempt]] = {row.id: [] for row in rows}
    for cause in CauseRow.select().where(CauseRow.episode.in_(list(causes))).order_by(CauseRow.id):
        causes[cause.episode_id].append(_cause(cause))
    for attempt in AttemptRow.select().where(AttemptRow.episode.in_(list(causes))).order_by(AttemptRow.id):
        attempts[attempt.episode_id].append(_attempt(attempt))
    return [_episode(row, causes[row.id], attempts[row.id]) for row in rows]


def _episode(row: EpisodeRow, causes: Sequence[Cause], attempts: Sequence[Attempt]) -> Episode:
    closing = None
    if row.ended_at and row.ending is not None:
        closing = Closing(Ending(row.ending), row.ended_what or "", row.ended_by or "", row.ended_at)
    return Episode(
        id=row.id,
        opened_at=row.opened_at,
        causes=tuple(causes),
        first_sign_at=row.first_sign_at,
        attempts=tuple(attempts),
        closing=closing,
    )


def _cause(row: CauseRow) -> Cause:
    return Cause(Level.from_id(row.level), tuple(row.rule_ids), tuple(row.signs), row.at, Reading(row.reading))


def _attempt(row: AttemptRow) -> Attempt:
    role = Role(row.role) if row.role else None
    return Attempt(row.who, row.number, role, Outcome(row.outcome), row.at, row.recorded_by)
