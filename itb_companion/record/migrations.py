"""Numbered steps from one format of the record to the next, each in one transaction, counted in `PRAGMA user_version`.

A step is frozen once it was released: it says in SQL what it made then, whatever the tables look like now.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Database(Protocol):
    """An open SQLite file: the record, or a copy of it."""

    def execute_sql(self, sql: str, /) -> Any:
        """Run one statement and return its cursor."""

    def atomic(self, how: str, /) -> AbstractContextManager[Any]:
        """Return one act: all of it is kept, or none."""


_ENTRY = (
    "id INTEGER NOT NULL PRIMARY KEY, recorded_at VARCHAR(255) NOT NULL, "
    "recorded_by VARCHAR(255) NOT NULL, replaced_by INTEGER"
)

_FIRST_FORMAT = (
    f"CREATE TABLE person ({_ENTRY}, name VARCHAR(255) NOT NULL, special_risks TEXT NOT NULL)",
    f"CREATE TABLE pump ({_ENTRY}, reservoir_ml REAL NOT NULL, model_id VARCHAR(255) NOT NULL, "
    "name VARCHAR(255) NOT NULL, serial VARCHAR(255) NOT NULL, replacement_on VARCHAR(255))",
    f"CREATE TABLE fill ({_ENTRY}, filled_on VARCHAR(255) NOT NULL, volume_ml REAL, concentration_mcg_per_ml REAL, "
    "dose_mcg_per_day REAL, alarm_volume_ml REAL NOT NULL, alarm_on VARCHAR(255), "
    "longest_interval_days INTEGER NOT NULL, margin_days INTEGER NOT NULL)",
    f"CREATE TABLE appointment ({_ENTRY}, on_day VARCHAR(255), at_time VARCHAR(255))",
    f"CREATE TABLE contact ({_ENTRY}, name VARCHAR(255) NOT NULL, role VARCHAR(255) NOT NULL, "
    "day_number VARCHAR(255) NOT NULL, after_hours_number VARCHAR(255) NOT NULL, verified_on VARCHAR(255), "
    "position INTEGER NOT NULL, removed INTEGER NOT NULL)",
    f"CREATE TABLE setting ({_ENTRY}, name VARCHAR(255) NOT NULL, value TEXT NOT NULL)",
    "CREATE INDEX setting_name ON setting (name, replaced_by)",
    "CREATE TABLE sign_check (id INTEGER NOT NULL PRIMARY KEY, started_at VARCHAR(255) NOT NULL, "
    "recorded_by VARCHAR(255) NOT NULL, saved_at VARCHAR(255), level VARCHAR(255), rules TEXT)",
    "CREATE INDEX sign_check_saved_at ON sign_check (saved_at)",
    "CREATE TABLE tick (id INTEGER NOT NULL PRIMARY KEY, check_id INTEGER NOT NULL REFERENCES sign_check (id), "
    "what VARCHAR(255) NOT NULL, value TEXT, since VARCHAR(255), recorded_at VARCHAR(255) NOT NULL, "
    "recorded_by VARCHAR(255) NOT NULL)",
    "CREATE INDEX tick_check_id ON tick (check_id)",
    "CREATE TABLE episode (id INTEGER NOT NULL PRIMARY KEY, opened_at VARCHAR(255) NOT NULL, "
    "recorded_by VARCHAR(255) NOT NULL, first_sign_at VARCHAR(255), ending VARCHAR(255), ended_what TEXT, "
    "ended_by VARCHAR(255), ended_at VARCHAR(255))",
    "CREATE TABLE cause (id INTEGER NOT NULL PRIMARY KEY, episode_id INTEGER NOT NULL REFERENCES episode (id), "
    "level VARCHAR(255) NOT NULL, rule_ids TEXT NOT NULL, signs TEXT NOT NULL, reading INTEGER NOT NULL, "
    "at VARCHAR(255) NOT NULL, recorded_by VARCHAR(255) NOT NULL)",
    "CREATE INDEX cause_episode_id ON cause (episode_id)",
    "CREATE TABLE attempt (id INTEGER NOT NULL PRIMARY KEY, episode_id INTEGER NOT NULL REFERENCES episode (id), "
    "who VARCHAR(255) NOT NULL, number VARCHAR(255) NOT NULL, role VARCHAR(255), outcome VARCHAR(255) NOT NULL, "
    "at VARCHAR(255) NOT NULL, recorded_by VARCHAR(255) NOT NULL)",
    "CREATE INDEX attempt_episode_id ON attempt (episode_id)",
    "CREATE TABLE alert (id INTEGER NOT NULL PRIMARY KEY, cause VARCHAR(255) NOT NULL, kind VARCHAR(255) NOT NULL, "
    "key VARCHAR(255) NOT NULL, due_at VARCHAR(255) NOT NULL, severity INTEGER NOT NULL, once INTEGER NOT NULL, "
    "danger_at VARCHAR(255), raised_at VARCHAR(255) NOT NULL, announced_at VARCHAR(255), seen_at VARCHAR(255), "
    "seen_by VARCHAR(255) NOT NULL, quiet_until VARCHAR(255), snoozed INTEGER NOT NULL, settled_at VARCHAR(255), "
    "settled_by VARCHAR(255) NOT NULL, settled_why VARCHAR(255) NOT NULL)",
    "CREATE INDEX alert_settled_at ON alert (settled_at)",
    "CREATE TABLE occurrence (id INTEGER NOT NULL PRIMARY KEY, key VARCHAR(255) NOT NULL, "
    "alert_id INTEGER NOT NULL REFERENCES alert (id), kind VARCHAR(255) NOT NULL, due_at VARCHAR(255) NOT NULL, "
    "raised_at VARCHAR(255) NOT NULL)",
    "CREATE UNIQUE INDEX occurrence_key ON occurrence (key)",
    "CREATE TABLE delivery (id INTEGER NOT NULL PRIMARY KEY, key VARCHAR(255) NOT NULL, "
    "channel VARCHAR(255) NOT NULL, outcome VARCHAR(255) NOT NULL, detail TEXT NOT NULL, at VARCHAR(255) NOT NULL)",
    "CREATE INDEX delivery_at ON delivery (at)",
    "CREATE TABLE answer (id INTEGER NOT NULL PRIMARY KEY, alert_id INTEGER NOT NULL REFERENCES alert (id), "
    "what VARCHAR(255) NOT NULL, until VARCHAR(255), at VARCHAR(255) NOT NULL, recorded_by VARCHAR(255) NOT NULL)",
    "CREATE TABLE absence (id INTEGER NOT NULL PRIMARY KEY, started_at VARCHAR(255) NOT NULL, "
    "ended_at VARCHAR(255) NOT NULL)",
    "CREATE TABLE pulse (id INTEGER NOT NULL PRIMARY KEY, at VARCHAR(255) NOT NULL)",
)


def _make_first_format(database: Database) -> None:
    for statement in _FIRST_FORMAT:
        database.execute_sql(statement)


_SECOND_FORMAT = (
    # An alert that was announced had been shown.
    "ALTER TABLE alert ADD COLUMN shown_at VARCHAR(255)",
    "UPDATE alert SET shown_at = announced_at",
    # Why nothing ran was not kept before; that it was told was not kept either, and it is too late to tell it now.
    "ALTER TABLE absence ADD COLUMN kind VARCHAR(255) NOT NULL DEFAULT 'not-running'",
    "ALTER TABLE absence ADD COLUMN told_at VARCHAR(255)",
    "UPDATE absence SET told_at = ended_at",
    # One date stood for both numbers of a contact.
    "ALTER TABLE contact ADD COLUMN after_hours_verified_on VARCHAR(255)",
    "UPDATE contact SET after_hours_verified_on = verified_on",
    "ALTER TABLE contact ADD COLUMN entered_on VARCHAR(255)",
)


def _make_second_format(database: Database) -> None:
    for statement in _SECOND_FORMAT:
        database.execute_sql(statement)


_THIRD_FORMAT = (
    "CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, episode_id INTEGER NOT NULL REFERENCES episode (id), "
    "text TEXT NOT NULL, at VARCHAR(255) NOT NULL, recorded_by VARCHAR(255) NOT NULL)",
    "CREATE INDEX note_episode_id ON note (episode_id)",
    "CREATE TABLE closing (id INTEGER NOT NULL PRIMARY KEY, episode_id INTEGER NOT NULL REFERENCES episode (id), "
    "first_sign_at VARCHAR(255), ending VARCHAR(255) NOT NULL, ended_what TEXT NOT NULL, advised_by TEXT NOT NULL, "
    "ended_by VARCHAR(255) NOT NULL, ended_at VARCHAR(255) NOT NULL, reopened_at VARCHAR(255) NOT NULL, "
    "recorded_by VARCHAR(255) NOT NULL)",
    "CREATE INDEX closing_episode_id ON closing (episode_id)",
    # Who gave the advice was not asked before; an episode could not be opened again.
    "ALTER TABLE episode ADD COLUMN advised_by TEXT",
    "ALTER TABLE cause ADD COLUMN opening INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE attempt ADD COLUMN opening INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sign_check ADD COLUMN episode_id INTEGER REFERENCES episode (id)",
    "CREATE INDEX sign_check_episode_id ON sign_check (episode_id)",
    # To the minute: a check was saved a moment before the episode that it opened.
    "UPDATE sign_check SET episode_id = (SELECT MAX(episode.id) FROM episode "
    "WHERE SUBSTR(episode.opened_at, 1, 16) <= SUBSTR(saved_at, 1, 16) "
    "AND (episode.ended_at IS NULL OR episode.ended_at >= saved_at)) WHERE saved_at IS NOT NULL",
)


def _make_third_format(database: Database) -> None:
    for statement in _THIRD_FORMAT:
        database.execute_sql(statement)


MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    _make_first_format,
    _make_second_format,
    _make_third_format,
)
FORMAT = len(MIGRATIONS)


def format_of(database: Database) -> int:
    """Return the number of the record's format; 0 for an empty file."""
    return int(database.execute_sql("PRAGMA user_version").fetchone()[0])


def migrate(database: Database) -> None:
    """Bring the record to the newest format, one transaction a step; a failed step leaves the format before it."""
    for number, step in enumerate(MIGRATIONS[format_of(database) :], start=format_of(database) + 1):
        with database.atomic("IMMEDIATE"):
            step(database)
            database.execute_sql(f"PRAGMA user_version = {number:d}")
