"""Puts a backup in the record's place, all or nothing: verified and migrated in a folder of its own, then swapped."""

import contextlib
import functools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from peewee import PeeweeException, SqliteDatabase

from itb_companion.care.value import value
from itb_companion.record import migrations, seal, set_aside, soundness
from itb_companion.record.atomic_file import flush_folder
from itb_companion.record.errors import Reason, RecordError, reason_of
from itb_companion.record.own_files import DATABASE_MAGIC, DATABASE_NAME

_COUNTED = {
    "sign_check": "saved_at IS NOT NULL",
    "fill": "replaced_by IS NULL",
    "episode": "TRUE",
    "contact": "replaced_by IS NULL AND removed = 0",
}
"""What is told of a backup, and which rows of it: a correction is no further refill."""
OPENED_PLACE = ".backup-"
"""What a folder's name begins with that holds a protected backup for as long as it can be read."""
_PLACE = ".restore-"
_BUSY_S = 2.0
_NAME = "SELECT name FROM person WHERE replaced_by IS NULL ORDER BY id DESC LIMIT 1"
_WHEN = {
    "person": "recorded_at",
    "fill": "recorded_at",
    "contact": "recorded_at",
    "setting": "recorded_at",
    "appointment": "recorded_at",
    "tick": "recorded_at",
    "sign_check": "started_at",
    "episode": "opened_at",
    "attempt": "at",
}
"""Tables of what people entered, and the column that says when."""


@value
class Contents:
    """What is in a backup."""

    format: int
    """As it was found; older ones are brought to the newest."""
    person: str
    """Empty where nobody was entered."""
    first_at: datetime | None
    last_at: datetime | None
    """When the first and the last entry were made."""
    counts: Mapping[str, int]
    """How many saved checks, refills, episodes and contacts, by table; what was corrected or removed since is not."""


@value
class Prepared:
    """A backup that was checked and can take the record's place."""

    file: Path
    """A copy in a folder of its own, inside the data folder."""
    source: Path
    contents: Contents


def prepare(folder: Path, source: Path) -> Prepared:
    """Copy a backup into the data folder, check all of it and bring it to the newest format.

    RecordError where it cannot be used: no file, another program's, a newer one's, damaged, or no room. Neither the
    record nor the backup is touched.
    """
    discard_all(folder)
    try:
        place = Path(tempfile.mkdtemp(prefix=_PLACE, dir=folder))
    except OSError as error:
        raise RecordError(reason_of(error), folder, str(error)) from error
    try:
        candidate = _copied(source, folder, place)
        found = _brought_up_to_date(candidate)
        contents = _contents(candidate, found)
    except RecordError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise RecordError(error.reason, source, error.detail) from error
    except (sqlite3.Error, PeeweeException, OSError, ValueError, OverflowError, MemoryError) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise RecordError(_reason(error), source, str(error)) from error
    return Prepared(candidate, source, contents)


def check(candidate: Path) -> None:
    """Check a prepared record anew after it was added to; RecordError where it is not sound."""
    try:
        with _opened(candidate) as connection:
            wrong = soundness.problems(connection, most=1)
    except (sqlite3.Error, ValueError) as error:
        raise RecordError(reason_of(error), candidate, str(error)) from error
    if wrong:
        raise RecordError(Reason.DAMAGED, candidate, wrong[0])


def put_in_place(folder: Path, prepared: Prepared, now: datetime) -> None:
    """Let what was prepared be the record, which must be closed; RecordError where that cannot be, and nothing changed.

    The time the program looked last goes on: it was running while the restored record was not the record.
    """
    record = folder / DATABASE_NAME
    try:
        _look_goes_on(prepared.file, now)
        _flush(prepared.file)
        if record.exists():
            _fold_log_in(record)
        for ending in ("-wal", "-shm"):
            record.with_name(record.name + ending).unlink(missing_ok=True)
        prepared.file.replace(record)
    except (sqlite3.Error, OSError) as error:
        raise RecordError(reason_of(error), record, str(error)) from error
    seal.remove(record)
    flush_folder(folder)
    discard_all(folder)


def put_in_place_of_damaged(folder: Path, prepared: Prepared, now: datetime, local: datetime) -> Path | None:
    """Let it be the record where that cannot be read: it is put aside as it is; return where."""
    try:
        _look_goes_on(prepared.file, now)
        _flush(prepared.file)
    except (sqlite3.Error, OSError) as error:
        raise RecordError(reason_of(error), prepared.file, str(error)) from error
    aside = set_aside.set_aside(folder / DATABASE_NAME, local, prepared.file)
    discard_all(folder)
    return aside


def discard_all(folder: Path) -> None:
    """Remove what was prepared and not put in place, also by a program that ended meanwhile."""
    for place in folder.glob(f"{_PLACE}*"):
        shutil.rmtree(place, ignore_errors=True)


def discard_left(folder: Path) -> None:
    """Remove what a program that was killed has left: copies that can be read, of a restore or a protected backup.

    Only at the start of a program that holds the folder.
    """
    discard_all(folder)
    for place in folder.glob(f"{OPENED_PLACE}*"):
        shutil.rmtree(place, ignore_errors=True)


def _copied(source: Path, folder: Path, place: Path) -> Path:
    """Copy a backup, with the log beside it where it has one, after a look at what it says it is."""
    if not source.is_file():
        raise RecordError(Reason.NO_FILE, source)
    if os.path.realpath(source) == os.path.realpath(folder / DATABASE_NAME):
        raise RecordError(Reason.ITSELF, source)
    with source.open("rb") as file:
        if file.read(len(DATABASE_MAGIC)) != DATABASE_MAGIC:
            raise RecordError(Reason.NOT_A_RECORD, source)
    if seal.is_torn(source):
        raise RecordError(Reason.DAMAGED, source, "its checksum is wrong")
    candidate = place / DATABASE_NAME
    shutil.copyfile(source, candidate)
    log = source.with_name(f"{source.name}-wal")
    if log.is_file():
        shutil.copyfile(log, place / f"{DATABASE_NAME}-wal")
    candidate.chmod(0o600)
    return candidate


def _brought_up_to_date(candidate: Path) -> int:
    """Migrate the copy and check all of it; return the format that it had."""
    with _opened(candidate) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if found > migrations.FORMAT:
            raise RecordError(Reason.NEWER, candidate)
        if found <= 0 or not {"person", "alert"} <= tables:
            raise RecordError(Reason.NOT_A_RECORD, candidate)
    pragmas = {"foreign_keys": 1, "synchronous": 0}
    database = SqliteDatabase(str(candidate), pragmas=pragmas, autoconnect=False)
    try:
        database.connect()
        migrations.migrate(database)
    finally:
        database.close()
    with _opened(candidate) as connection:
        if _shape(connection) != _right_shape(migrations.FORMAT):
            raise RecordError(Reason.NOT_A_RECORD, candidate, "its tables are not those of this program")
        wrong = soundness.problems(connection, most=1)
        if wrong:
            raise RecordError(Reason.DAMAGED, candidate, wrong[0])
        connection.execute("PRAGMA application_id = 0")
    return found


def _shape(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    """Return the tables with their columns, the indexes, and whatever else may be in a database."""
    found: set[tuple[Any, ...]] = set()
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master").fetchall():
        found.add((kind, name))
        if kind == "table":
            quoted = name.replace('"', '""')
            found |= {(name, *row[1:4]) for row in connection.execute(f'PRAGMA table_info("{quoted}")')}
    return found


@functools.cache
def _right_shape(_: int) -> set[tuple[Any, ...]]:
    """Return what is in a new record of a format, which is the newest."""
    database = SqliteDatabase(":memory:", autoconnect=False)
    database.connect()
    try:
        migrations.migrate(database)
        return _shape(database.connection())
    finally:
        database.close()


def _contents(candidate: Path, found: int) -> Contents:
    with _opened(candidate) as connection:
        person = connection.execute(_NAME).fetchone()
        counts = {table: _count(connection, table, counted) for table, counted in _COUNTED.items()}
        spans = [_span(connection, table, column) for table, column in _WHEN.items()]
    instants = [datetime.fromisoformat(at) for span in spans for at in span if at is not None]
    first, last = min(instants, default=None), max(instants, default=None)
    return Contents(found, person[0] if person else "", first, last, counts)


def _count(connection: sqlite3.Connection, table: str, counted: str) -> int:
    question = f"SELECT count(*) FROM {table} WHERE {counted}"  # noqa: S608 - names of our own
    return int(connection.execute(question).fetchone()[0])


def _span(connection: sqlite3.Connection, table: str, column: str) -> tuple[str | None, str | None]:
    found = connection.execute(f"SELECT min({column}), max({column}) FROM {table}").fetchone()  # noqa: S608
    return found[0], found[1]


def _look_goes_on(candidate: Path, now: datetime) -> None:
    with _opened(candidate) as connection:
        connection.execute("UPDATE pulse SET at = ?", (now.isoformat(timespec="microseconds"),))


def _flush(candidate: Path) -> None:
    handle = os.open(candidate, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fold_log_in(record: Path) -> None:
    """Bring the log of a closed record into its file, and take the log away; sqlite3.Error where it is in use."""
    connection = sqlite3.connect(record, timeout=_BUSY_S, isolation_level=None)
    try:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if mode != "delete":
            raise sqlite3.OperationalError("database is locked")
    finally:
        connection.close()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that trusts nothing in the file, and commit what was done."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA synchronous = OFF")  # what is prepared is flushed once, before it counts
        with connection:
            yield connection
    finally:
        connection.close()


def _reason(error: BaseException) -> Reason:
    """Return why a backup cannot be used: what SQLite finds wrong in a file that says it is ours is damage."""
    found = reason_of(error)
    return Reason.DAMAGED if found in (Reason.FAILED, Reason.NOT_A_RECORD) else found
