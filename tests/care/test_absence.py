"""Times in which nothing could be shown: from when to when, and what the clocks tell about why."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.absence import ABSENT_AFTER, Absence, AbsenceKind, Look, absence
from tests.factories import NOON, minutes

A_SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
LONG_UP = 90 * 24 * 3600.0
"""A computer that has been on for three months, in seconds."""


def after(look, passed, wall=None):
    """Return the look after a time has passed, by a wall clock that moved as far or otherwise."""
    return Look(look.at + (passed if wall is None else wall), look.since_boot_s + passed.total_seconds())


FIRST = Look(NOON, LONG_UP)


def test_before_the_first_look_of_all_nothing_was_missed():
    assert absence(None, None, FIRST) is None


@pytest.mark.parametrize(
    ("gap", "told"), [(timedelta(0), False), (ABSENT_AFTER, False), (ABSENT_AFTER + A_SECOND, True), (HOUR, True)]
)
def test_up_to_two_minutes_are_no_absence_within_a_run_or_between_two(gap, told):
    now = after(FIRST, gap)

    assert (absence(None, FIRST, now) is not None) is told
    assert (absence(NOON, None, now) is not None) is told


def test_an_absence_lasts_from_the_last_look_to_this_one():
    now = after(FIRST, HOUR)

    assert absence(NOON - HOUR, FIRST, now) == Absence(NOON, NOON + HOUR, AbsenceKind.ASLEEP)
    assert absence(NOON, None, now) == Absence(NOON, NOON + HOUR, AbsenceKind.NOT_RUNNING)


def test_within_a_run_its_own_last_look_counts_and_not_an_older_one_that_was_written():
    assert absence(NOON - timedelta(days=3), FIRST, after(FIRST, minutes(1))) is None


@pytest.mark.parametrize("back", [A_SECOND, HOUR, timedelta(days=8000)])
def test_a_clock_set_back_is_no_absence(back):
    behind = after(FIRST, minutes(1), wall=-back)

    assert absence(None, FIRST, behind) is None
    assert absence(NOON, None, behind) is None


@pytest.mark.parametrize(
    ("up_s", "kind"),
    [
        (0.0, AbsenceKind.COMPUTER_OFF),
        (30.0, AbsenceKind.COMPUTER_OFF),
        (3599.0, AbsenceKind.COMPUTER_OFF),
        (3600.0, AbsenceKind.NOT_RUNNING),
        (LONG_UP, AbsenceKind.NOT_RUNNING),
    ],
)
def test_a_computer_started_after_the_last_look_was_off(up_s, kind):
    assert absence(NOON, None, Look(NOON + HOUR, up_s)).kind is kind


@pytest.mark.parametrize(
    ("passed", "kind"),
    [
        (timedelta(0), AbsenceKind.CLOCK_SET),
        (minutes(1), AbsenceKind.CLOCK_SET),
        (HOUR - ABSENT_AFTER - A_SECOND, AbsenceKind.CLOCK_SET),
        (HOUR - ABSENT_AFTER, AbsenceKind.ASLEEP),
        (HOUR, AbsenceKind.ASLEEP),
        (2 * HOUR, AbsenceKind.ASLEEP),
    ],
)
def test_a_wall_clock_that_went_further_than_time_passed_was_set(passed, kind):
    assert absence(None, FIRST, after(FIRST, passed, wall=HOUR)).kind is kind


@pytest.mark.parametrize(("moment", "covered"), [(-1, False), (0, True), (30, True), (60, True), (61, False)])
def test_an_absence_covers_its_ends_and_what_lies_between(moment, covered):
    gone = Absence(NOON, NOON + HOUR, AbsenceKind.ASLEEP)

    assert gone.covers(NOON + minutes(moment)) is covered


SPANS = st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds))


@given(SPANS, SPANS)
def test_a_computer_that_only_slept_or_ran_is_never_said_to_have_had_its_clock_set(passed, up):
    gone = absence(None, Look(NOON, up.total_seconds()), Look(NOON + passed, (up + passed).total_seconds()))

    assert gone is None or gone.kind is AbsenceKind.ASLEEP


@given(SPANS, SPANS)
def test_between_two_runs_the_computer_was_off_exactly_if_it_was_started_since(gap, up):
    gone = absence(NOON, None, Look(NOON + gap, up.total_seconds()))

    assert (gone is not None) == (gap > ABSENT_AFTER)
    assert gone is None or (gone.kind is AbsenceKind.COMPUTER_OFF) == (up < gap)
