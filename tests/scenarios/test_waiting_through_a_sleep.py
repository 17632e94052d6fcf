"""Waiting times through a sleep of the computer: escalated at wake, once, and written down before anybody sees it."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from itb_companion.care.absence import AbsenceKind
from itb_companion.care.episode import Ending
from itb_companion.care.occurrence import Kind
from itb_companion.care.signs import Answer
from itb_companion.care.triage import Level
from itb_companion.record.store import DATABASE_NAME
from tests.factories import NOON, Program, SettableClock, minutes

HEARTBEAT = timedelta(seconds=30)
CLINIC, URGENT, EMERGENCY = (f"episode:1:{level}" for level in ("call-clinic", "urgent", "emergency"))


@pytest.fixture
def itching(tmp_path):
    """An early sign at noon: the clinic is to be called, urgent from 13:00 on, an emergency from 13:30 on."""
    program = Program(tmp_path / "data", SettableClock()).begin()
    program.companion.checks.tick("sign:itch", Answer.YES)
    program.companion.checks.save()
    yield program
    program.companion.close()


def look(program):
    """Evaluate as the heartbeat does; return the keys that are announced about the episode."""
    found = program.companion.reminders.evaluate()
    return [alert.item.key for alert in found.to_announce if alert.kind is Kind.EPISODE]


def look_until(program, end):
    """Let the heartbeat look up to an instant; return what was announced, with when."""
    announced = []
    while program.clock.at < end:
        program.clock.at = min(program.clock.at + HEARTBEAT * 10, end)
        announced += [(program.clock.at - NOON, key) for key in look(program)]
    return announced


def on_the_disk(program, statement):
    """Read with SQLite itself, from outside of the program, what is durably written."""
    with closing(sqlite3.connect(f"file:{program.folder / DATABASE_NAME}?mode=ro", uri=True)) as connection:
        return connection.execute(statement).fetchall()


def rows(program):
    return on_the_disk(program, "SELECT key FROM occurrence WHERE kind = 'episode' ORDER BY id")


def test_two_hours_of_sleep_in_the_middle_escalate_at_wake_and_once(itching):
    assert look(itching) == [CLINIC]
    assert look_until(itching, NOON + minutes(20)) == []

    itching.clock.at += timedelta(hours=2)  # asleep: nothing looks, and the clock goes on

    assert look(itching) == [EMERGENCY]
    assert itching.companion.help.level() is Level.EMERGENCY
    assert look_until(itching, NOON + minutes(240)) == []
    assert sorted(rows(itching)) == sorted([(CLINIC,), (URGENT,), (EMERGENCY,)])
    assert on_the_disk(itching, "SELECT cause, severity FROM alert WHERE kind = 'episode'") == [("episode:1", 3)]
    assert {kind for (kind,) in on_the_disk(itching, "SELECT kind FROM absence")} == {AbsenceKind.ASLEEP}


def test_awake_it_escalates_at_its_minute_and_each_level_is_announced_once(itching):
    announced = [(timedelta(0), key) for key in look(itching)] + look_until(itching, NOON + minutes(240))

    assert announced == [(minutes(0), CLINIC), (minutes(60), URGENT), (minutes(90), EMERGENCY)]
    assert rows(itching) == [(CLINIC,), (URGENT,), (EMERGENCY,)]


def test_it_is_written_down_before_it_is_shown(itching):
    look(itching)
    itching.clock.at += timedelta(hours=2)
    found = itching.companion.reminders.evaluate()

    # Nothing of `found` has been shown to anybody yet.
    [alert] = [alert for alert in found.newly_shown if alert.kind is Kind.EPISODE]
    written = on_the_disk(itching, "SELECT key, shown_at, announced_at FROM alert WHERE kind = 'episode'")
    assert [(key, bool(shown), bool(announced)) for key, shown, announced in written] == [(EMERGENCY, True, True)]
    assert (alert.item.key,) in rows(itching)


def test_asleep_and_then_restarted_it_is_announced_by_one_of_both_only(itching):
    look(itching)
    itching.clock.at += timedelta(hours=2)
    first = look(itching)
    itching.companion.reminders.note_deliveries(EMERGENCY, [])
    itching.restart()
    again = look(itching)

    # An announcement of which no channel told anything is made up for once, and then no more.
    assert (first, again) == ([EMERGENCY], [EMERGENCY])
    assert look_until(itching, NOON + minutes(200)) == []
    assert len(rows(itching)) == len(set(rows(itching))) == 3


def test_a_program_that_was_off_for_the_two_hours_escalates_at_its_start_once(itching):
    look(itching)
    itching.companion.close()
    itching.clock.at += timedelta(hours=2)
    itching.restart()

    assert look(itching) == [EMERGENCY]
    assert look_until(itching, NOON + minutes(180)) == []


def test_closed_before_the_sleep_nothing_escalates_in_it(itching):
    look(itching)
    itching.companion.help.close(Ending.ADVICE, "Watch on", "Ana", "Dr. Roth")
    itching.companion.reminders.evaluate("episode-closed")
    itching.clock.at += timedelta(hours=2)

    assert look(itching) == []
    assert rows(itching) == [(CLINIC,)]
