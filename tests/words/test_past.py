"""Since when, as people type it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.words import Words
from itb_companion.words.past import LONGEST, UnclearMomentError, read_past
from tests.factories import BERLIN, at

WORDS = Words(BERLIN)
NIGHT = at("2026-03-10 03:00")
"""A Tuesday, at three in the morning."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("02:30", "2026-03-10 02:30"),
        ("at 02:30", "2026-03-10 02:30"),
        ("2.30", "2026-03-10 02:30"),
        ("0230", "2026-03-10 02:30"),
        ("03:00", "2026-03-10 03:00"),
        ("22:00", "2026-03-09 22:00"),
        ("10 pm", "2026-03-09 22:00"),
        ("2:30 pm", "2026-03-09 14:30"),
        ("12 am", "2026-03-10 00:00"),
        ("12.30 p.m.", "2026-03-09 12:30"),
        ("Yesterday 22:00", "2026-03-09 22:00"),
        ("yesterday, at 22:00", "2026-03-09 22:00"),
        ("yesterday", "2026-03-09 03:00"),
        ("today 01:00", "2026-03-10 01:00"),
        ("monday 8 pm", "2026-03-09 20:00"),
        ("sat at 10:00", "2026-03-07 10:00"),
        ("tuesday 01:00", "2026-03-03 01:00"),
        ("3 hours ago", "2026-03-10 00:00"),
        ("3h", "2026-03-10 00:00"),
        ("1 hour", "2026-03-10 02:00"),
        ("30 min", "2026-03-10 02:30"),
        ("2 days ago", "2026-03-08 03:00"),
    ],
)
def test_what_people_type_is_read(typed, meant):
    assert read_past(WORDS, typed, NIGHT) == at(meant)


@pytest.mark.parametrize(
    "typed", ["", "now-ish", "4", "25:00", "12:61", "13 pm", "0 am", "today", "ye 3:00", "3 moons", "s 10:00"]
)
def test_what_tells_no_moment_is_said(typed):
    with pytest.raises(UnclearMomentError) as error:
        read_past(WORDS, typed, NIGHT)
    assert error.value.key == "check.since.unreadable"
    assert WORDS.has(error.value.key)


@pytest.mark.parametrize(
    ("typed", "why"), [("today 10:00", "future"), ("400 days", "long-ago"), ("99999 days", "long-ago")]
)
def test_the_future_and_the_far_past_are_questioned(typed, why):
    with pytest.raises(UnclearMomentError) as error:
        read_past(WORDS, typed, NIGHT)
    assert error.value.key == f"check.since.{why}"
    assert WORDS.has(error.value.key)


@pytest.mark.parametrize(
    ("typed", "now", "instant"),
    [
        # 29 March 2026: 02:30 does not exist; 25 October: 02:30 comes twice, and began with the first.
        ("02:30", "2026-03-29 12:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("02:30", "2026-10-25 12:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("24 hours", "2026-10-25 12:00", datetime(2026, 10, 24, 11, 0, tzinfo=UTC)),
    ],
)
def test_on_the_nights_when_the_clocks_change(typed, now, instant):
    assert read_past(WORDS, typed, at(now)) == instant


@given(st.integers(0, 10 * 366 * 24 * 60), st.times())
def test_a_time_of_day_is_the_last_one_that_was(minutes_on, wall):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes_on)
    found = read_past(WORDS, f"{wall:%H:%M}", now)

    assert timedelta() <= now - found <= timedelta(hours=25)
    assert found.tzinfo is UTC


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_moment_of_the_past_or_named_as_none(typed):
    try:
        found = read_past(WORDS, typed, NIGHT)
    except UnclearMomentError:
        return
    assert timedelta() <= NIGHT - found <= LONGEST
