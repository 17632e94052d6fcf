"""When a person is told that there is no good backup, and when not."""

from datetime import timedelta

import pytest

from itb_companion.care.agenda import agenda
from itb_companion.care.backups import STALE_AFTER, Backups
from itb_companion.care.occurrence import Kind
from itb_companion.care.severity import Severity
from itb_companion.care.value import replace
from tests.factories import BERLIN, NOON, at, days, make_household


def due(backups, now=NOON):
    found = agenda(make_household(backups=backups), now, BERLIN)
    assert not [item for item in found.coming if item.kind is Kind.BACKUP]
    return [item for item in found.due if item.kind is Kind.BACKUP]


def test_a_household_without_backups_such_as_a_sample_is_told_nothing():
    assert due(None) == []


def test_a_good_backup_is_enough_for_two_days():
    backups = Backups(NOON - days(100), NOON - STALE_AFTER + timedelta(seconds=1))

    assert due(backups) == []
    [item] = due(backups, NOON + timedelta(seconds=1))
    assert (item.severity, item.due_at, item.once) == (Severity.REMINDER, NOON + timedelta(seconds=1), False)


def test_after_days_of_sleep_the_next_attempt_is_waited_for_and_one_that_hangs_is_told():
    """The computer was off for three days: the backup of today is made after the first look."""
    backups = Backups(NOON - days(100), NOON - days(3), begun_at=NOON - days(3))
    assert due(backups) == []

    under_way = replace(backups, begun_at=NOON)
    assert due(under_way, NOON + timedelta(minutes=59)) == []
    [item] = due(under_way, NOON + timedelta(hours=1))
    assert item.due_at == NOON - days(1)
    [item] = due(replace(under_way, failing_since=NOON), NOON)
    assert item.due_at == NOON - days(1)


def test_without_any_backup_the_two_days_begin_with_the_first_start():
    assert due(Backups(NOON - days(1))) == []
    [item] = due(Backups(NOON - days(3)))
    assert item.due_at == NOON - days(1)


def test_a_failed_attempt_is_told_at_once_and_every_seventh_morning_until_one_is_good():
    failing = Backups(NOON - days(100), NOON - days(1), failing_since=NOON, failure="disk-full")
    [first] = due(failing)
    assert first.due_at == NOON

    assert due(failing, NOON + days(6)) == [first]
    [second] = due(failing, at("2026-03-17 09:00"))
    assert second.due_at == at("2026-03-17 09:00")
    assert (second.cause, second.key) != (first.cause, first.key)
    assert second.cause == first.cause
    assert due(failing, at("2026-03-17 08:59")) == [first]
    assert due(Backups(NOON - days(100), NOON), NOON) == []


def test_the_earlier_of_both_counts_and_keeps_its_key():
    stale = Backups(NOON - days(100), NOON - days(3))
    failed_later = Backups(NOON - days(100), NOON - days(3), failing_since=NOON)

    assert due(stale) == due(failed_later)


@pytest.mark.parametrize(("ahead", "is_due"), [(timedelta(hours=2), False), (days(800), True)])
def test_a_backup_from_a_clock_that_was_far_ahead_hides_nothing(ahead, is_due):
    assert bool(due(Backups(NOON - days(100), NOON + ahead))) is is_due


def test_a_failure_from_a_clock_that_was_ahead_waits_for_the_next_attempt():
    assert due(Backups(NOON - days(100), NOON, failing_since=NOON + days(1))) == []
