"""Records as released programs left them: each opens in the newest format with all that was in it."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from itb_companion.care.episode import Closing, Ending, Outcome
from itb_companion.care.plan import Plan
from itb_companion.care.triage import Level
from itb_companion.record import episodes, household, ledger, migrations, people
from itb_companion.record.store import DATABASE_NAME, Store
from itb_companion.record.tables import AbsenceRow, AlertRow, CheckRow, ContactRow

RELEASED = sorted((Path(__file__).parent / "released").glob("format-*.db"))
FORMATS = [int(path.stem.rpartition("-")[2]) for path in RELEASED]


def read(path, statement):
    """Return the rows of a statement with nothing of ours in between, and nothing written."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(statement)]


def contents(path):
    """Return every row of every table."""
    tables = read(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {table["name"]: read(path, f"SELECT * FROM {table['name']} ORDER BY id") for table in tables}


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request):
    """The file of a released format."""
    return request.param


@pytest.fixture
def opened(released, tmp_path):
    """A copy of it, opened by this program."""
    shutil.copyfile(released, tmp_path / DATABASE_NAME)
    store = Store(tmp_path)
    yield store
    store.close()


def test_there_is_a_record_of_every_format_before_the_newest():
    assert set(FORMATS) >= set(range(1, migrations.FORMAT))


def test_a_released_record_says_which_format_it_is(released):
    [version] = read(released, "PRAGMA user_version")

    assert version["user_version"] == FORMATS[RELEASED.index(released)]


def test_it_is_worth_migrating(released):
    rows = {table: len(found) for table, found in contents(released).items()}

    assert all(rows[table] for table in ("person", "pump", "fill", "appointment", "contact", "setting", "sign_check"))
    assert all(rows[table] for table in ("tick", "episode", "cause", "alert", "occurrence", "answer", "absence"))


def test_it_opens_in_the_newest_format_and_stays_in_it(released, opened):
    opened.close()
    again = Store(opened.folder)

    assert migrations.format_of(again.database) == migrations.FORMAT
    assert again.database.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert again.database.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    again.close()


def test_every_row_of_every_table_is_there_with_every_value_it_had(released, opened):
    opened.close()
    before, after = contents(released), contents(opened.path)
    new = {table: [] for table in after if table not in before}

    assert {table: len(rows) for table, rows in after.items()} == {
        table: len(rows) for table, rows in (before | new).items()
    }
    for table, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[table]] if rows else []
        assert kept == rows, table


def test_it_can_be_read_as_a_household_with_its_open_alerts_and_episode(released, opened):
    found = household.read()
    unsettled = read(released, "SELECT * FROM alert WHERE settled_at IS NULL")
    [person] = read(released, "SELECT * FROM person WHERE replaced_by IS NULL")

    assert found.person.name == person["name"]
    assert found.episode is not None
    assert {alert.item.key for alert in ledger.open_alerts()} == {row["key"] for row in unsettled}
    assert all(ledger.known(row["key"]) for row in read(released, "SELECT key FROM occurrence"))


# What the second format added


@pytest.fixture
def from_the_first(tmp_path):
    shutil.copyfile(RELEASED[FORMATS.index(1)], tmp_path / DATABASE_NAME)
    store = Store(tmp_path)
    yield store
    store.close()


def test_the_one_date_of_a_contact_stands_for_both_of_its_numbers(from_the_first):
    dates = {(row.id, row.verified_on, row.after_hours_verified_on, row.entered_on) for row in ContactRow.select()}
    right = date(2026, 4, 26)

    assert dates == {*((old, None, None, None) for old in (1, 2, 3)), *((new, right, right, None) for new in (4, 5, 6))}
    assert [[known.verified_on for known in contact.numbers] for contact in people.contacts()] == [
        [right, right],
        [right],
        [right],
    ]


def test_what_was_announced_had_been_shown_and_does_not_come_anew(from_the_first):
    rows = list(AlertRow.select())

    assert len(rows) == 3
    assert [row.shown_at for row in rows] == [row.announced_at for row in rows]
    assert all(row.shown_at is not None for row in rows)


def test_old_absences_count_as_told_and_as_a_program_that_was_not_running(from_the_first):
    rows = list(AbsenceRow.select())

    assert rows
    assert {row.kind for row in rows} == {"not-running"}
    assert [row.told_at for row in rows] == [row.ended_at for row in rows]
    assert ledger.untold_absences() == ()
    assert len(ledger.absences(100)) == len(rows)


# What the third format added


@pytest.fixture
def from_the_second(tmp_path):
    shutil.copyfile(RELEASED[FORMATS.index(2)], tmp_path / DATABASE_NAME)
    store = Store(tmp_path)
    yield store
    store.close()


def test_advice_from_before_anybody_asked_who_gave_it_stays_as_it_was(from_the_second):
    _open, closed = episodes.all_episodes(9)

    assert (closed.closing.ending, closed.closing.advised_by) == (Ending.ADVICE, "")
    assert closed.closing.what.startswith("Nurse: look again")
    assert [(call.outcome, call.opening) for call in closed.attempts] == [(Outcome.NO_ANSWER, 0), (Outcome.REACHED, 0)]


def test_the_check_that_opened_an_episode_belongs_to_it(from_the_second):
    episode, closed = episodes.all_episodes(9)

    assert [(check.vitals.temperature_c, check.note) for check in episode.checks] == [
        (37.4, "Restless since breakfast")
    ]
    assert [check.ticked for check in closed.checks] == [frozenset({"itch"})]
    assert CheckRow.select().where(CheckRow.episode.is_null()).count() == 1


def test_an_open_episode_of_an_older_format_keeps_its_level_and_can_be_closed_and_opened_again(from_the_second):
    episode = episodes.open_episode()
    opened_at = episode.opened_at
    assert [step.level for step in episode.steps(opened_at, Plan())] == [Level.URGENT]

    episodes.close(episode.id, Closing(Ending.HANDED_OVER, "Crew", "Ana", opened_at + timedelta(hours=1)))
    episodes.reopen(episode.id, None, opened_at + timedelta(hours=2), "Ana")

    [earlier] = episodes.open_episode().earlier
    assert (earlier.closing.what, earlier.reopened_at) == ("Crew", opened_at + timedelta(hours=2))
