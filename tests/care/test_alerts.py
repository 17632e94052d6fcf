"""The life of an alert: raised, shown, seen, snoozed, woken, settled."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.alerts import (
    LONGEST_SNOOZE,
    next_morning,
    quiet_hours_end,
    raise_alert,
    rearm,
    renew,
    reopen,
    see,
    settle,
    snooze,
    wake,
)
from itb_companion.care.household import Preferences
from itb_companion.care.occurrence import Kind
from itb_companion.care.severity import Severity
from tests.factories import BERLIN, NOON, at, make_alert, make_item, minutes

MORNING = time(9, 0)
HOUR = timedelta(hours=1)
A_SECOND = timedelta(seconds=1)
QUIETABLE = [Severity.CALM, Severity.REMINDER, Severity.URGENT]


def seen(alert, now=NOON, zone=BERLIN):
    return see(alert, now, "Ana", MORNING, zone)


# Raised


def test_a_raised_alert_is_open_must_be_shown_and_has_not_been_announced():
    item = make_item(Severity.URGENT, kind=Kind.OVERDUE)
    alert = raise_alert(item, NOON)

    assert (alert.cause, alert.item, alert.raised_at) == (item.cause, item, NOON)
    assert (alert.severity, alert.kind) == (Severity.URGENT, Kind.OVERDUE)
    assert alert.is_open
    assert alert.needs_showing(NOON)
    assert (alert.shown_at, alert.announced_at) == (None, None)


@pytest.mark.parametrize(
    "begin_anew",
    [
        lambda alert: renew(alert, make_item(key="newer")),
        lambda alert: rearm(snooze(alert, NOON, NOON + HOUR, "Ana"), NOON + HOUR),
        lambda alert: wake(seen(alert)),
        lambda alert: reopen(settle(alert, NOON, "Ana", "appointment-changed")),
    ],
    ids=["renewed", "quiet over", "woken", "opened again"],
)
def test_a_new_showing_has_to_come_before_a_person_and_to_the_channels_anew(begin_anew):
    before = replace(make_alert(), shown_at=NOON, announced_at=NOON)
    after = begin_anew(before)

    assert (after.shown_at, after.announced_at) == (None, None)


def test_an_answer_leaves_when_it_was_shown():
    shown = replace(make_alert(), shown_at=NOON, announced_at=NOON)

    assert [(a.shown_at, a.announced_at) for a in (seen(shown), snooze(shown, NOON, NOON + HOUR, "Ana"))] == [
        (NOON, NOON),
        (NOON, NOON),
    ]


def test_an_alert_that_nobody_answers_stays_in_front():
    assert make_alert().needs_showing(NOON + timedelta(days=400))
    assert rearm(make_alert(), NOON + timedelta(days=400)) == make_alert()


# Seen


@pytest.mark.parametrize(
    ("severity", "quiet"),
    [
        (Severity.CALM, 4 * HOUR),
        (Severity.REMINDER, 4 * HOUR),
        (Severity.URGENT, HOUR),
        (Severity.EMERGENCY, minutes(15)),
    ],
)
def test_seen_quiets_by_day_for_a_time_that_depends_on_severity_and_settles_nothing(severity, quiet):
    alert = seen(make_alert(severity))

    assert (alert.seen_at, alert.seen_by) == (NOON, "Ana")
    assert alert.is_open
    assert not alert.needs_showing(NOON)
    assert not alert.needs_showing(NOON + quiet - A_SECOND)
    assert alert.needs_showing(NOON + quiet)
    assert not alert.snoozed


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ("2026-03-10 09:00", "2026-03-10 13:00"),
        ("2026-03-10 17:59", "2026-03-10 21:59"),
        ("2026-03-10 18:00", "2026-03-11 09:00"),
        ("2026-03-10 23:30", "2026-03-11 09:00"),
        ("2026-03-11 00:30", "2026-03-11 09:00"),
        ("2026-03-11 04:59", "2026-03-11 09:00"),
        ("2026-03-11 05:00", "2026-03-11 09:00"),
        ("2026-03-11 08:59", "2026-03-11 12:59"),
        ("2026-03-28 20:00", "2026-03-29 09:00"),
        ("2026-10-24 20:00", "2026-10-25 09:00"),
    ],
)
def test_seen_late_in_the_day_a_reminder_comes_back_in_the_morning(local, until):
    assert seen(make_alert(), at(local)).quiet_until == at(until)


@pytest.mark.parametrize(("severity", "quiet"), [(Severity.URGENT, HOUR), (Severity.EMERGENCY, minutes(15))])
def test_urgent_and_emergency_come_back_in_the_night_too(severity, quiet):
    midnight = at("2026-03-10 23:50")

    assert seen(make_alert(severity), midnight).quiet_until == midnight + quiet


@pytest.mark.parametrize("severity", [Severity.CALM, Severity.REMINDER, Severity.URGENT])
def test_seen_is_never_quiet_past_the_danger(severity):
    danger_at = NOON + minutes(30)
    alert = seen(make_alert(severity, danger_at=danger_at))

    assert alert.quiet_until == danger_at
    assert alert.needs_showing(danger_at)


def test_a_danger_that_is_already_there_or_far_away_changes_nothing():
    assert seen(make_alert(danger_at=NOON)).quiet_until == NOON + 4 * HOUR
    assert seen(make_alert(danger_at=NOON + 4 * HOUR)).quiet_until == NOON + 4 * HOUR
    assert seen(make_alert(danger_at=NOON + timedelta(days=9))).quiet_until == NOON + 4 * HOUR


def test_what_only_had_to_be_known_is_settled_when_it_is_seen():
    alert = seen(make_alert(Severity.CALM, once=True, kind=Kind.INSIDE_MARGIN))

    assert not alert.is_open
    assert (alert.seen_at, alert.settled_at, alert.settled_by, alert.settled_why) == (NOON, NOON, "Ana", "seen")
    assert not alert.needs_showing(NOON + timedelta(days=30))


# Back again


@pytest.mark.parametrize("severity", list(Severity))
def test_when_the_quiet_time_is_over_an_alert_is_announced_anew(severity):
    alert = seen(make_alert(severity))
    before, after = rearm(alert, alert.quiet_until - A_SECOND), rearm(alert, alert.quiet_until)

    assert before == alert
    assert (after.quiet_until, after.announced_at, after.snoozed) == (None, None, False)
    assert (after.seen_at, after.seen_by) == (NOON, "Ana")
    assert rearm(after, alert.quiet_until) == after


def test_a_settled_alert_is_not_announced_anew():
    settled = settle(make_alert(), NOON, "Ana", "refill recorded")

    assert rearm(settled, NOON + timedelta(days=9)) == settled


# Snoozed


@pytest.mark.parametrize("severity", QUIETABLE)
@pytest.mark.parametrize("length", [minutes(15), HOUR])
def test_a_snooze_is_silent_until_it_ends_and_then_comes_back(severity, length):
    alert = snooze(make_alert(severity), NOON, NOON + length, "Ben")

    assert alert.snoozed
    assert (alert.seen_at, alert.seen_by) == (NOON, "Ben")
    assert not alert.needs_showing(NOON)
    assert not alert.needs_showing(NOON + length - A_SECOND)
    assert alert.needs_showing(NOON + length)
    assert not rearm(alert, NOON + length).snoozed


@given(st.sampled_from(QUIETABLE), st.integers(1, 10_000).map(minutes), st.integers(1, 10_000).map(minutes))
def test_a_snooze_never_passes_the_danger_nor_its_longest_time(severity, danger, length):
    alert = snooze(make_alert(severity, danger_at=NOON + danger), NOON, NOON + length, "Ana")
    longest = HOUR if severity is Severity.URGENT else LONGEST_SNOOZE

    assert alert.quiet_until == NOON + min(danger, length, longest)
    assert alert.needs_showing(NOON + danger)


@pytest.mark.parametrize("length", [minutes(15), HOUR, timedelta(days=300)])
def test_an_emergency_cannot_be_snoozed(length):
    alert = make_alert(Severity.EMERGENCY)

    assert snooze(alert, NOON, NOON + length, "Ana") == alert
    assert snooze(alert, NOON, NOON + length, "Ana").needs_showing(NOON)


def test_a_snooze_does_not_lengthen_the_quiet_of_an_emergency_that_was_seen():
    alert = seen(make_alert(Severity.EMERGENCY))

    assert snooze(alert, NOON, NOON + 9 * HOUR, "Ana").quiet_until == NOON + minutes(15)


def test_an_urgent_alert_cannot_be_snoozed_for_a_year():
    alert = snooze(make_alert(Severity.URGENT), NOON, NOON + timedelta(days=365), "Ana")

    assert alert.needs_showing(NOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("severity", "longest"),
    [(Severity.CALM, LONGEST_SNOOZE), (Severity.REMINDER, LONGEST_SNOOZE), (Severity.URGENT, HOUR)],
)
def test_a_snooze_longer_than_allowed_ends_at_the_longest_that_is(severity, longest):
    alert = snooze(make_alert(severity), NOON, NOON + timedelta(days=365), "Ana")

    assert alert.quiet_until == NOON + longest


def test_a_reminder_can_be_snoozed_until_the_morning_after_the_night_on_which_the_clocks_go_back():
    evening = at("2026-10-24 09:00") + A_SECOND
    morning = next_morning(evening, MORNING, BERLIN)

    assert snooze(make_alert(), evening, morning, "Ana").quiet_until == morning
    assert timedelta(hours=26) > LONGEST_SNOOZE


def test_an_urgent_alert_may_be_snoozed_no_longer_than_seen_would_quiet_it():
    alert = make_alert(Severity.URGENT)

    assert snooze(alert, NOON, NOON + 9 * HOUR, "Ana").quiet_until == seen(alert).quiet_until


def test_seeing_a_snoozed_alert_ends_the_snooze():
    alert = seen(snooze(make_alert(), NOON, NOON + HOUR, "Ana"))

    assert not alert.snoozed
    assert alert.quiet_until == NOON + 4 * HOUR


def test_a_person_may_end_a_quiet_time():
    alert = wake(snooze(make_alert(), NOON, NOON + HOUR, "Ana"))

    assert alert.needs_showing(NOON)
    assert not alert.snoozed
    assert alert.announced_at is None


def test_a_seen_alert_is_not_silent_for_days_because_the_clock_was_set_back():
    alert = seen(make_alert(Severity.URGENT))

    assert alert.needs_showing(NOON - timedelta(days=30) + 2 * HOUR)


@pytest.mark.parametrize("back", [A_SECOND, 2 * HOUR, timedelta(days=400)])
@pytest.mark.parametrize("quiet", [seen, lambda alert: snooze(alert, NOON, NOON + HOUR, "Ana")])
def test_a_clock_set_back_behind_the_answer_ends_the_quiet_and_announces_anew(quiet, back):
    alert = quiet(make_alert())

    assert alert.needs_showing(NOON - back)
    assert rearm(alert, NOON - back).announced_at is None
    assert rearm(alert, NOON - back).quiet_until is None


@pytest.mark.parametrize("severity", list(Severity))
@given(away=st.integers(-(10**6), 10**6).map(minutes))
def test_no_answer_keeps_an_alert_quiet_longer_than_it_may_wherever_the_clock_goes(severity, away):
    longest = LONGEST_SNOOZE if severity < Severity.URGENT else HOUR
    for quiet in (seen, lambda alert: snooze(alert, NOON, NOON + timedelta(days=90), "Ana")):
        alert = quiet(make_alert(severity))

        assert alert.needs_showing(NOON + away) or timedelta(0) <= away < longest


# Opened again


def test_what_had_settled_an_alert_may_fall_through_and_it_is_open_and_announced_again():
    settled = settle(seen(replace(make_alert(), announced_at=NOON)), NOON + HOUR, "Ben", "appointment-changed")
    alert = reopen(settled)

    assert alert.is_open
    assert alert.needs_showing(NOON + HOUR)
    assert (alert.settled_at, alert.settled_by, alert.settled_why) == (None, "", "")
    assert (alert.announced_at, alert.quiet_until) == (None, None)
    assert (alert.raised_at, alert.item) == (NOON, make_alert().item)
    assert settle(alert, NOON + 2 * HOUR, "Ana", "refill-recorded").settled_by == "Ana"


# Woken


@pytest.mark.parametrize("quiet", [seen, lambda alert: snooze(alert, NOON, NOON + HOUR, "Ana")])
def test_a_newer_or_worse_occurrence_wakes_a_quiet_alert(quiet):
    worse = make_item(Severity.EMERGENCY, NOON + minutes(5), kind=Kind.EMPTY, key="newer")
    alert = renew(quiet(make_alert(Severity.URGENT)), worse)

    assert alert.needs_showing(NOON + minutes(5))
    assert (alert.item, alert.severity, alert.kind) == (worse, Severity.EMERGENCY, Kind.EMPTY)
    assert (alert.announced_at, alert.seen_at, alert.seen_by, alert.snoozed) == (None, None, "", False)
    assert alert.raised_at == NOON


# Settled


def test_a_settled_alert_keeps_when_by_whom_and_why():
    alert = settle(seen(make_alert()), NOON + HOUR, "Ben", "refill recorded")

    assert (alert.settled_at, alert.settled_by, alert.settled_why) == (NOON + HOUR, "Ben", "refill recorded")
    assert (alert.seen_at, alert.seen_by) == (NOON, "Ana")
    assert alert.quiet_until is None
    assert not alert.is_open


def test_settled_stays_settled():
    settled = settle(make_alert(), NOON, "Ana", "refill recorded")
    later = NOON + HOUR

    assert settle(settled, later, "Ben", "again") == settled
    for touched in (
        seen(settled, later),
        snooze(settled, later, later + HOUR, "Ana"),
        wake(settled),
        rearm(settled, later),
        renew(settled, make_item(Severity.EMERGENCY, later, key="newer")),
    ):
        assert not touched.is_open
        assert not touched.needs_showing(later + timedelta(days=30))
        assert (touched.settled_at, touched.settled_by) == (NOON, "Ana")


ACTS = st.sampled_from(["see", "snooze", "wake", "rearm", "renew"])


@given(st.sampled_from(Severity), st.lists(st.tuples(ACTS, st.integers(0, 600)), max_size=12))
def test_whatever_people_do_an_open_alert_is_back_by_the_danger_and_an_emergency_within_a_quarter_hour(severity, acts):
    danger_at = NOON + 5 * HOUR
    alert, now = make_alert(severity, danger_at=danger_at), NOON
    for act, gap in acts:
        now += minutes(gap)
        alert = {
            "see": lambda a, n: see(a, n, "Ana", MORNING, BERLIN),
            "snooze": lambda a, n: snooze(a, n, n + HOUR, "Ana"),
            "wake": lambda a, n: wake(a),
            "rearm": rearm,
            "renew": lambda a, n: renew(a, a.item),
        }[act](alert, now)
        assert alert.is_open
        if now < danger_at:
            assert alert.needs_showing(danger_at)
        if severity is Severity.EMERGENCY:
            assert alert.needs_showing(now + minutes(15))


# The next morning


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("Europe/Berlin", "2026-03-28T20:00", "2026-03-29T07:00"),
        ("Europe/Berlin", "2026-10-24T20:00", "2026-10-25T08:00"),
        ("America/New_York", "2026-03-08T05:30", "2026-03-08T13:00"),
        ("Australia/Lord_Howe", "2026-04-04T13:00", "2026-04-04T22:30"),
        ("Pacific/Apia", "2011-12-30T06:00", "2011-12-30T19:00"),
        ("UTC", "2026-03-10T08:59", "2026-03-10T09:00"),
        ("UTC", "2026-03-10T09:00", "2026-03-11T09:00"),
    ],
)
def test_the_next_morning_is_the_local_one(zone, now, expected):
    now, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, expected))

    assert next_morning(now, MORNING, ZoneInfo(zone)) == expected


# The end of the quiet hours


def quiet_end(now, zone=BERLIN, start=time(22), until=time(7)):
    return quiet_hours_end(Preferences(quiet_from=start, quiet_until=until), now, zone)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-10 21:59", None),
        ("2026-03-10 22:00", "2026-03-11 07:00"),
        ("2026-03-11 00:00", "2026-03-11 07:00"),
        ("2026-03-11 06:59", "2026-03-11 07:00"),
        ("2026-03-11 07:00", None),
        ("2026-03-28 23:00", "2026-03-29 07:00"),
        ("2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_the_quiet_hours_end_at_the_next_local_time_of_their_end(now, end):
    assert quiet_end(at(now)) == (None if end is None else at(end))


def test_without_quiet_hours_they_have_no_end():
    assert quiet_end(at("2026-03-10 23:00"), start=None, until=None) is None


def first_loud_instant(now, zone, preferences):
    """Return the first instant from now on at which the wall clock stands outside of the quiet hours."""
    while preferences.is_quiet(now.astimezone(zone).time()):
        now += minutes(1)
    return now


DST_NIGHTS = [
    ("Europe/Berlin", "2026-03-28T20:00"),
    ("Europe/Berlin", "2026-10-24T20:00"),
    ("America/New_York", "2026-03-08T02:00"),
    ("America/New_York", "2026-11-01T02:00"),
    ("Australia/Lord_Howe", "2026-04-04T09:00"),
    ("Australia/Lord_Howe", "2026-10-03T09:00"),
]


@pytest.mark.parametrize(("zone", "evening"), DST_NIGHTS)
@pytest.mark.parametrize(("start", "until"), [(22, 7), (0, 6), (23, 4), (21, 9)])
def test_on_the_night_of_a_time_change_the_quiet_hours_end_when_the_wall_clock_says_so(zone, evening, start, until):
    zone, preferences = ZoneInfo(zone), Preferences(quiet_from=time(start), quiet_until=time(until))
    evening = datetime.fromisoformat(evening).replace(tzinfo=UTC)
    for quarter in range(64):
        now = evening + minutes(15 * quarter)
        expected = first_loud_instant(now, zone, preferences)

        assert quiet_hours_end(preferences, now, zone) == (expected if expected > now else None)


@pytest.mark.parametrize(("zone", "evening"), DST_NIGHTS)
@pytest.mark.parametrize("until", [time(1, 30), time(2, 0), time(2, 15), time(2, 30), time(3, 0)])
def test_quiet_hours_that_end_in_the_hour_of_a_time_change_end_no_later_than_the_wall_clock_says(zone, evening, until):
    zone, preferences = ZoneInfo(zone), Preferences(quiet_from=time(22), quiet_until=until)
    evening = datetime.fromisoformat(evening).replace(tzinfo=UTC)
    for quarter in range(64):
        now = evening + minutes(15 * quarter)
        end = quiet_hours_end(preferences, now, zone)

        assert end is None or end <= first_loud_instant(now, zone, preferences), now.astimezone(zone)


@given(
    st.integers(0, 10 * 365 * 24 * 60).map(lambda count: NOON + minutes(count)),
    st.times(time(4), time(12)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_the_next_morning_is_later_than_now_and_at_most_25_hours_away(now, morning, zone):
    found = next_morning(now, morning, ZoneInfo(zone))

    assert now < found <= now + 25 * HOUR
    assert found.astimezone(ZoneInfo(zone)).time() == morning
