"""Which backups are kept: the newest of 7 days, 8 weeks and 24 months, and nothing of anybody else is touched."""

# ruff: noqa: DTZ001 - the times in names are wall times

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.record.backup_names import (
    DAYS,
    MONTHS,
    SAFETY_COPIES,
    WEEKS,
    Why,
    made_at,
    made_for,
    name_for,
    to_remove,
)

WALL = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(microsecond=0))
OURS = st.lists(st.tuples(WALL, st.sampled_from(Why)), min_size=1, max_size=120).map(
    lambda found: sorted({name_for(at, why) for at, why in found})
)
FOREIGN = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "care.db",
                "state.json",
                "care-2026-03-10.db",
                "care-2026-13-10-120000.db",
                "care-2026-03-10-120000.db.bak",
                "my care-2026-03-10-120000.db",
                "care-2026-03-10-120000-of-mia.db",
                "CARE-2026-03-10-120000.db",
            ]
        ),
    ),
    max_size=6,
)


@given(WALL, st.sampled_from(Why))
def test_a_name_tells_when_and_what_for(at, why):
    name = name_for(at, why)

    assert (made_at(name), made_for(name)) == (at, why)


def test_two_backups_of_one_second_have_two_names():
    at = datetime(2026, 3, 10, 12)
    first = name_for(at)
    second = name_for(at, taken={first})

    assert (first, second) == ("care-2026-03-10-120000.db", "care-2026-03-10-120000-1.db")
    assert made_at(second) == at


@given(OURS, FOREIGN, st.data())
def test_never_the_newest_never_the_one_just_made_and_never_what_is_not_ours(ours, foreign, data):
    just_made = data.draw(st.sampled_from(ours))
    gone = to_remove([*ours, *foreign], just_made)

    assert just_made not in gone
    assert set(gone) <= set(ours)
    assert max(ours, key=lambda name: (made_at(name), name)) not in gone


@given(OURS)
def test_what_stays_stays_when_it_is_asked_again(ours):
    just_made = ours[-1]
    left = set(ours) - set(to_remove(ours, just_made))

    assert to_remove(left, just_made) == []


@given(OURS)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_stays_and_not_much_more(ours):
    plain = sorted((made_at(name), name) for name in ours if made_for(name) is Why.KEEPING)
    just_made = ours[-1]
    left = set(ours) - set(to_remove(ours, just_made))
    for span, most in (
        (lambda at: at.date(), DAYS),
        (lambda at: at.isocalendar()[:2], WEEKS),
        (lambda at: (at.year, at.month), MONTHS),
    ):
        spans = sorted({span(at) for at, _ in plain})[-most:]
        for each in spans:
            assert max(pair for pair in plain if span(pair[0]) == each)[1] in left

    assert len([name for name in left if made_for(name) is Why.KEEPING]) <= DAYS + WEEKS + MONTHS + 2


def test_three_years_of_daily_backups_leave_seven_days_eight_weeks_and_two_years_of_months():
    today = datetime(2026, 3, 10, 9)
    kept: set[str] = set()
    for age in range(1095, -1, -1):
        made = name_for(today - timedelta(days=age))
        kept.add(made)
        kept -= set(to_remove(kept, made))
    left = sorted(made_at(name).date() for name in kept)

    assert left[-7:] == [(today - timedelta(days=age)).date() for age in range(6, -1, -1)]
    assert len(left) == pytest.approx(7 + 7 + 22, abs=1)
    assert left[0] == datetime(2024, 4, 30).date()


def test_copies_made_before_a_restore_stay_beside_the_others_and_do_not_take_their_days():
    today = datetime(2026, 3, 10, 9)
    daily = [name_for(today - timedelta(days=age)) for age in range(7)]
    safety = [name_for(today + timedelta(seconds=n), Why.BEFORE_RESTORE) for n in range(SAFETY_COPIES + 3)]
    gone = to_remove([*daily, *safety], daily[0])

    assert gone == safety[:3]


def test_backups_from_a_clock_that_was_ahead_do_not_cost_the_one_just_made():
    future = [name_for(datetime(2099, month, day, 9)) for month in range(1, 13) for day in range(1, 29)]
    just_made = name_for(datetime(2026, 3, 10, 9))

    assert just_made not in to_remove([*future, just_made], just_made)
