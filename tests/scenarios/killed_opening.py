"""Kills a program while it opens its record, at each statement in turn, and looks at what it opens to afterwards."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from itb_companion.record import migrations
from itb_companion.record.database import Database
from itb_companion.record.store import DATABASE_NAME, Store
from tests.record.test_released import contents
from tests.scenarios.kills import kill, live_to_the_end, read_reports, wait_s

_LONGEST_S = 0.004


def kill_at_each_statement(folder: Path, released: Path | None, tries: int) -> list[int]:
    """Kill the opening of a new or of a released record at each of its statements, so often each.

    Check that nothing is lost by it; return the format that each kill had left.
    """
    formats, chance = [], Random(0)
    for attempt in range(tries):
        statement, was_opened = 0, False
        while not was_opened:
            place = folder / f"{attempt}-{statement}"
            place.mkdir(parents=True)
            if released is not None:
                shutil.copyfile(released, place / DATABASE_NAME)
            was_opened = _open_and_kill(place, statement, chance.uniform(0, _LONGEST_S) if attempt else 0)
            formats.append(_format_left(place))
            _nothing_is_lost(place / DATABASE_NAME, released)
            statement += 1
    return formats


def _open_and_kill(place: Path, statement: int, span_s: float) -> bool:
    """Kill a program a little after it has begun a statement; return whether it had no more of them."""

    def open_it(say: Callable[..., None]) -> None:
        whole = Database.execute_sql

        def execute(self: Any, *given: Any, **named: Any) -> Any:
            say("statement")
            return whole(self, *given, **named)

        Database.execute_sql = execute
        Store(place)
        say("opened")

    def wait(reports: Iterator[dict[str, Any]]) -> bool:
        for number, said in enumerate(reports):
            assert said["say"] != "failed", said["text"]
            if number == statement or said["say"] == "opened":
                wait_s(span_s)
                return said["say"] == "opened"
        raise AssertionError("it neither opened nor failed")

    return _in_child(open_it, wait)


def _format_left(place: Path) -> int:
    """Open the record anew and close it; return the format that it was found in."""

    def open_it(say: Callable[..., None]) -> None:
        found, whole = [], migrations.migrate

        def migrate(database: Any) -> None:
            found.append(migrations.format_of(database))
            whole(database)

        migrations.migrate = migrate
        opened = Store(place)
        assert migrations.format_of(opened.database) == migrations.FORMAT
        assert opened.database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        opened.close()
        say("opened", format=found[0])

    def wait(reports: Iterator[dict[str, Any]]) -> int:
        said = next(reports)
        assert said["say"] == "opened", said["text"]
        return said["format"]

    return _in_child(open_it, wait)


def _in_child(live: Callable[[Callable[..., None]], None], wait: Callable[[Iterator[dict[str, Any]]], Any]) -> Any:
    """Run something in a child, kill it after what is waited for, and return what that came to."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        live_to_the_end(live, write_end)
    os.close(write_end)
    try:
        return wait(read_reports(read_end))
    finally:
        kill(pid)
        os.close(read_end)


def _nothing_is_lost(path: Path, released: Path | None) -> None:
    after = contents(path)
    if released is None:
        assert after, "a new record has its tables"
        assert not any(after.values()), "a new record is empty"
        return
    for table, rows in contents(released).items():
        kept = [{column: row[column] for column in rows[0]} for row in after[table]] if rows else after[table]
        assert kept == rows, table
