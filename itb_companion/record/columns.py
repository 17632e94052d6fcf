"""What the tables hold, for who reads without peewee: a plain copy of `tables`, and a test keeps both equal."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import Enum, auto
from typing import Any, NamedTuple


class Kind(Enum):
    """How a value stands in SQLite, and as what it is read."""

    TEXT = auto()
    WHOLE = auto()
    REAL = auto()
    TICK = auto()
    INSTANT = auto()
    """Aware, in UTC."""
    DAY = auto()
    WALL_TIME = auto()
    DOCUMENT = auto()
    """JSON."""


def _text(kept: str | bytes) -> str:
    """Return a text; ValueError for bytes that are none."""
    return kept.decode() if isinstance(kept, bytes) else str(kept)


READERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.WHOLE: int,
    Kind.REAL: float,
    Kind.TICK: bool,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.DAY: date.fromisoformat,
    Kind.WALL_TIME: time.fromisoformat,
    Kind.DOCUMENT: json.loads,
}


def instant_text(value: datetime) -> str:
    """Return the text for an aware instant, which sorts; ValueError for a naive one, which is a defect."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class Column(NamedTuple):
    """One column; `attribute` is what a row calls it, where that is another name."""

    name: str
    kind: Kind
    attribute: str = ""


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "person": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("name", Kind.TEXT),
        Column("special_risks", Kind.DOCUMENT),
    ),
    "pump": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("reservoir_ml", Kind.REAL),
        Column("model_id", Kind.TEXT),
        Column("name", Kind.TEXT),
        Column("serial", Kind.TEXT),
        Column("replacement_on", Kind.DAY),
    ),
    "fill": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("filled_on", Kind.DAY),
        Column("volume_ml", Kind.REAL),
        Column("concentration_mcg_per_ml", Kind.REAL),
        Column("dose_mcg_per_day", Kind.REAL),
        Column("alarm_volume_ml", Kind.REAL),
        Column("alarm_on", Kind.DAY),
        Column("longest_interval_days", Kind.WHOLE),
        Column("margin_days", Kind.WHOLE),
    ),
    "appointment": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("on_day", Kind.DAY),
        Column("at_time", Kind.WALL_TIME),
    ),
    "contact": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("name", Kind.TEXT),
        Column("role", Kind.TEXT),
        Column("day_number", Kind.TEXT),
        Column("after_hours_number", Kind.TEXT),
        Column("verified_on", Kind.DAY),
        Column("after_hours_verified_on", Kind.DAY),
        Column("entered_on", Kind.DAY),
        Column("position", Kind.WHOLE),
        Column("removed", Kind.TICK),
    ),
    "setting": (
        Column("id", Kind.WHOLE),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("replaced_by", Kind.WHOLE),
        Column("name", Kind.TEXT),
        Column("value", Kind.DOCUMENT),
    ),
    "episode": (
        Column("id", Kind.WHOLE),
        Column("opened_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("first_sign_at", Kind.INSTANT),
        Column("ending", Kind.TEXT),
        Column("ended_what", Kind.TEXT),
        Column("advised_by", Kind.TEXT),
        Column("ended_by", Kind.TEXT),
        Column("ended_at", Kind.INSTANT),
    ),
    "sign_check": (
        Column("id", Kind.WHOLE),
        Column("started_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("saved_at", Kind.INSTANT),
        Column("level", Kind.TEXT),
        Column("rules", Kind.DOCUMENT),
        Column("episode_id", Kind.WHOLE),
    ),
    "tick": (
        Column("id", Kind.WHOLE),
        Column("check_id", Kind.WHOLE, "check_row_id"),
        Column("what", Kind.TEXT),
        Column("value", Kind.DOCUMENT),
        Column("since", Kind.INSTANT),
        Column("recorded_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
    ),
    "cause": (
        Column("id", Kind.WHOLE),
        Column("episode_id", Kind.WHOLE),
        Column("level", Kind.TEXT),
        Column("rule_ids", Kind.DOCUMENT),
        Column("signs", Kind.DOCUMENT),
        Column("reading", Kind.WHOLE),
        Column("at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("opening", Kind.WHOLE),
    ),
    "attempt": (
        Column("id", Kind.WHOLE),
        Column("episode_id", Kind.WHOLE),
        Column("who", Kind.TEXT),
        Column("number", Kind.TEXT),
        Column("role", Kind.TEXT),
        Column("outcome", Kind.TEXT),
        Column("at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
        Column("opening", Kind.WHOLE),
    ),
    "note": (
        Column("id", Kind.WHOLE),
        Column("episode_id", Kind.WHOLE),
        Column("text", Kind.TEXT),
        Column("at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
    ),
    "closing": (
        Column("id", Kind.WHOLE),
        Column("episode_id", Kind.WHOLE),
        Column("first_sign_at", Kind.INSTANT),
        Column("ending", Kind.TEXT),
        Column("ended_what", Kind.TEXT),
        Column("advised_by", Kind.TEXT),
        Column("ended_by", Kind.TEXT),
        Column("ended_at", Kind.INSTANT),
        Column("reopened_at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
    ),
    "alert": (
        Column("id", Kind.WHOLE),
        Column("cause", Kind.TEXT),
        Column("kind", Kind.TEXT),
        Column("key", Kind.TEXT),
        Column("due_at", Kind.INSTANT),
        Column("severity", Kind.WHOLE),
        Column("once", Kind.TICK),
        Column("danger_at", Kind.INSTANT),
        Column("raised_at", Kind.INSTANT),
        Column("shown_at", Kind.INSTANT),
        Column("announced_at", Kind.INSTANT),
        Column("seen_at", Kind.INSTANT),
        Column("seen_by", Kind.TEXT),
        Column("quiet_until", Kind.INSTANT),
        Column("snoozed", Kind.TICK),
        Column("settled_at", Kind.INSTANT),
        Column("settled_by", Kind.TEXT),
        Column("settled_why", Kind.TEXT),
    ),
    "occurrence": (
        Column("id", Kind.WHOLE),
        Column("key", Kind.TEXT),
        Column("alert_id", Kind.WHOLE),
        Column("kind", Kind.TEXT),
        Column("due_at", Kind.INSTANT),
        Column("raised_at", Kind.INSTANT),
    ),
    "delivery": (
        Column("id", Kind.WHOLE),
        Column("key", Kind.TEXT),
        Column("channel", Kind.TEXT),
        Column("outcome", Kind.TEXT),
        Column("detail", Kind.TEXT),
        Column("at", Kind.INSTANT),
    ),
    "answer": (
        Column("id", Kind.WHOLE),
        Column("alert_id", Kind.WHOLE),
        Column("what", Kind.TEXT),
        Column("until", Kind.INSTANT),
        Column("at", Kind.INSTANT),
        Column("recorded_by", Kind.TEXT),
    ),
    "absence": (
        Column("id", Kind.WHOLE),
        Column("started_at", Kind.INSTANT),
        Column("ended_at", Kind.INSTANT),
        Column("kind", Kind.TEXT),
        Column("told_at", Kind.INSTANT),
    ),
    "pulse": (
        Column("id", Kind.WHOLE),
        Column("at", Kind.INSTANT),
    ),
}
