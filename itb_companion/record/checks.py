"""Keeps checks for signs, tick by tick; what a check says is the fold of its ticks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from itb_companion.care.signs import Answer, Check, PumpAlarm, Tone, Vitals
from itb_companion.care.value import replace
from itb_companion.record.late_tables import CheckRow, TickRow
from itb_companion.record.prepared import Prepared

_VITALS = ("temperature_c", "systolic_mmhg", "diastolic_mmhg", "pulse_per_min")


def start(now: datetime, by: str) -> int:
    """Open a check and return its id."""
    return int(CheckRow.create(started_at=now, recorded_by=by).id)


def tick(check_id: int, what: str, value: Any, since: datetime | None, now: datetime, by: str) -> None:
    """Keep one answer: `sign:itch`, `tone`, `pump_alarm`, `event:recent-fall`, `unusual:pulse_per_min` or `note`.

    A reading has its own name; a temperature is in °C.
    """
    TickRow.create(check_id=check_id, what=what, value=value, since=since, recorded_at=now, recorded_by=by)


def finish(check_id: int, level_id: str, rule_ids: Iterable[str], now: datetime) -> None:
    """Mark a check as saved, with the level it came to and the rules that gave it."""
    values = {"saved_at": now, "level": level_id, "rules": list(rule_ids)}
    CheckRow.update(values).where(CheckRow.id == check_id).execute()


def unfinished() -> Check | None:
    """Return the newest check if nobody has saved it: what was ticked before a crash or a closed laptop."""
    row = _NEWEST.first()
    return None if row is None or row.saved_at is not None else _load(row)


def last_answer_at(check_id: int) -> datetime | None:
    """Return when the newest answer of a check was given; None where it has none."""
    ticks = _TICKS.rows(check_id)
    return ticks[-1].recorded_at if ticks else None


_NEWEST: Prepared[CheckRow] = Prepared("sign_check", "ORDER BY id DESC LIMIT 1")


def last_saved() -> Check | None:
    """Return the check that was saved last: by the order of the rows, for a clock may have stood ahead."""
    return last_saved_and_level()[0]


def last_saved_and_level() -> tuple[Check | None, str]:
    """Return the check that was saved last, with the id of the level that it came to."""
    row = _LAST_SAVED.first()
    return (None, "") if row is None else (_load(row), row.level or "")


_LAST_SAVED: Prepared[CheckRow] = Prepared("sign_check", "WHERE saved_at IS NOT NULL ORDER BY id DESC LIMIT 1")


def last_level() -> str:
    """Return the id of the level that the newest saved check came to, or nothing."""
    row = _LAST_SAVED.first()
    return row.level or "" if row is not None else ""


def saved_levels(limit: int) -> list[tuple[Check, str]]:
    """Return the newest saved checks with the id of the level each came to."""
    return _with_levels(CheckRow.select().where(~CheckRow.saved_at.is_null()), limit)


def saved_levels_before(before: datetime, limit: int) -> list[tuple[Check, str]]:
    """Return the newest checks that were saved before an instant, with the id of the level each came to."""
    return _with_levels(CheckRow.select().where(CheckRow.saved_at < before), limit)


def _with_levels(query: Any, limit: int) -> list[tuple[Check, str]]:
    rows: Sequence[CheckRow] = list(query.order_by(CheckRow.saved_at.desc()).limit(limit))
    ticks = _ticks_of(rows)
    return [(_folded_check(row, ticks[row.id]), row.level or "") for row in rows]


def join_episode(check_id: int, episode_id: int) -> None:
    """Keep that a check was saved while an episode stood open."""
    CheckRow.update(episode=episode_id).where(CheckRow.id == check_id).execute()


def of_episodes(episode_ids: Sequence[int]) -> dict[int, list[Check]]:
    """Return the checks that were saved while these episodes stood open, in the order in which they were made."""
    rows = _OF_EPISODES.among(episode_ids)
    found: dict[int, list[Check]] = {episode_id: [] for episode_id in episode_ids}
    ticks = _ticks_of(rows)
    for row in rows:
        if row.episode_id is not None:
            found[row.episode_id].append(_folded_check(row, ticks[row.id]))
    return found


_OF_EPISODES: Prepared[CheckRow] = Prepared("sign_check", "WHERE episode_id IN ({ids}) ORDER BY id")


def _ticks_of(rows: Sequence[CheckRow]) -> dict[int, list[TickRow]]:
    """Return the ticks of checks in one query: a hundred small ones take a tenth of a second."""
    ticks: dict[int, list[TickRow]] = {row.id: [] for row in rows}
    for tick_row in _TICKS_OF.among(ticks):
        ticks[tick_row.check_row_id].append(tick_row)
    return ticks


_TICKS_OF: Prepared[TickRow] = Prepared("tick", "WHERE check_id IN ({ids}) ORDER BY id")


def _load(row: CheckRow) -> Check:
    return _folded_check(row, _TICKS.rows(row.id))


_TICKS: Prepared[TickRow] = Prepared("tick", "WHERE check_id = ? ORDER BY id")


def _folded_check(row: CheckRow, ticks: Iterable[TickRow]) -> Check:
    check = Check(started_at=row.started_at, by=row.recorded_by, id=row.id, saved_at=row.saved_at)
    for tick_row in ticks:
        check = folded(check, tick_row.what, tick_row.value, tick_row.since)
    return check


def folded(check: Check, what: str, value: Any, since: datetime | None = None) -> Check:
    """Return the check with one more answer taken in; an answer of a kind that is not known changes nothing."""
    try:
        return _folded(check, what, value, since)
    except (ValueError, TypeError):
        return check


def _folded(check: Check, what: str, value: Any, since: datetime | None) -> Check:
    kind, _, about = what.partition(":")
    if kind == "sign":
        return _with_sign(check, about, value, since)
    if kind == "event":
        return replace(check, events=check.events | {about} if value else check.events - {about})
    if kind == "unusual":
        return replace(check, unusual=check.unusual | {about} if value else check.unusual - {about})
    if kind == "tone":
        return replace(check, tone=Tone(value) if value else None)
    if kind == "pump_alarm":
        return replace(check, pump_alarm=PumpAlarm(value) if value else None)
    if kind in _VITALS:
        return replace(check, vitals=_with_reading(check.vitals, kind, value))
    return replace(check, note=value or "") if kind == "note" else check


def _with_reading(vitals: Vitals, name: str, value: Any) -> Vitals:
    values = {field: getattr(vitals, field) for field in _VITALS}
    return Vitals(**(values | {name: value}))


def _with_sign(check: Check, sign: str, value: str | None, since: datetime | None) -> Check:
    answers = {key: answer for key, answer in check.answers.items() if key != sign}
    began = {key: at for key, at in check.since.items() if key != sign}
    if value:
        answers[sign] = Answer(value)
    if value and since is not None and answers[sign].counts:
        began[sign] = since
    return replace(check, answers=answers, since=began)
