"""An escalation: waiting times, what ends them, and a level that never falls by itself."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.episode import Ending, Outcome, Step, check_closing
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.care.triage import Level, Reading
from tests.factories import NOON, make_attempt, make_cause, make_closing, make_episode, minutes

PLAN = Plan()
A_SECOND = timedelta(seconds=1)
DECIDERS = [Role.ON_CALL, Role.CLINIC, Role.DOCTOR, None]


def levels(episode, now, plan=PLAN):
    return [(step.level, step.since) for step in episode.steps(now, plan)]


# Waiting


@pytest.mark.parametrize(
    ("level", "wait", "next_level"),
    [(Level.CALL_CLINIC, 60, Level.URGENT), (Level.URGENT, 30, Level.EMERGENCY)],
)
def test_the_level_rises_at_exactly_the_minute_when_nobody_was_reached(level, wait, next_level):
    episode = make_episode(level)

    assert episode.level_at(NOON + minutes(wait) - A_SECOND, PLAN) is level
    assert episode.level_at(NOON + minutes(wait), PLAN) is next_level
    assert episode.next_escalation_at(NOON, PLAN) == NOON + minutes(wait)


def test_a_call_to_the_clinic_that_nobody_answers_becomes_an_emergency_after_both_waits():
    episode = make_episode(Level.CALL_CLINIC)

    assert levels(episode, NOON + minutes(90)) == [
        (Level.CALL_CLINIC, NOON),
        (Level.URGENT, NOON + minutes(60)),
        (Level.EMERGENCY, NOON + minutes(90)),
    ]
    assert episode.level_at(NOON + minutes(90) - A_SECOND, PLAN) is Level.URGENT
    assert episode.next_escalation_at(NOON + minutes(70), PLAN) == NOON + minutes(90)


@pytest.mark.parametrize("level", [Level.CLEAR, Level.WATCH, Level.EMERGENCY])
def test_waiting_changes_nothing_below_call_clinic_and_above_urgent(level):
    episode = make_episode(level)

    assert episode.level_at(NOON + timedelta(days=30), PLAN) is level
    assert episode.next_escalation_at(NOON, PLAN) is None


def test_the_care_team_may_shorten_the_waits():
    strict = Plan(clinic_wait_min=10, urgent_wait_min=5)

    assert levels(make_episode(Level.CALL_CLINIC), NOON + minutes(15), strict) == [
        (Level.CALL_CLINIC, NOON),
        (Level.URGENT, NOON + minutes(10)),
        (Level.EMERGENCY, NOON + minutes(15)),
    ]


@pytest.mark.parametrize("role", DECIDERS)
@pytest.mark.parametrize("level", [Level.CALL_CLINIC, Level.URGENT])
def test_reaching_somebody_who_can_decide_ends_the_waiting(role, level):
    episode = make_episode(level, attempts=(make_attempt(NOON + minutes(29), role),))

    assert episode.level_at(NOON + timedelta(days=1), PLAN) is level
    assert episode.next_escalation_at(NOON + minutes(29), PLAN) is None


@pytest.mark.parametrize("role", [Role.FAMILY, Role.OTHER])
def test_reaching_the_family_does_not_end_the_waiting(role):
    episode = make_episode(attempts=(make_attempt(NOON + minutes(1), role),))

    assert episode.level_at(NOON + minutes(30), PLAN) is Level.EMERGENCY


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE])
@pytest.mark.parametrize("role", DECIDERS)
def test_no_answer_and_a_message_do_not_end_the_waiting(role, outcome):
    episode = make_episode(attempts=(make_attempt(NOON + minutes(1), role, outcome),))

    assert episode.level_at(NOON + minutes(30), PLAN) is Level.EMERGENCY


def test_somebody_reached_too_late_does_not_take_the_level_back():
    in_time = make_episode(attempts=(make_attempt(NOON + minutes(30) - A_SECOND),))
    late = make_episode(attempts=(make_attempt(NOON + minutes(30)),))

    assert in_time.level_at(NOON + minutes(60), PLAN) is Level.URGENT
    assert late.level_at(NOON + minutes(60), PLAN) is Level.EMERGENCY


def test_somebody_reached_after_the_first_rise_stops_the_second():
    episode = make_episode(Level.CALL_CLINIC, attempts=(make_attempt(NOON + minutes(75)),))

    assert episode.level_at(NOON + timedelta(days=1), PLAN) is Level.URGENT


def test_a_call_before_it_got_worse_does_not_end_the_waiting_for_the_worse_level():
    next_day = NOON + timedelta(days=1)
    episode = make_episode(
        causes=(make_cause(Level.CALL_CLINIC), make_cause(Level.URGENT, next_day)),
        attempts=(make_attempt(NOON + minutes(5)),),
    )

    assert episode.level_at(next_day + minutes(30), PLAN) is Level.EMERGENCY


@pytest.mark.parametrize("role", DECIDERS)
def test_who_was_reached_at_the_moment_it_got_worse_was_told_of_it(role):
    reached = make_attempt(NOON + minutes(60), role)
    episode = make_episode(Level.CALL_CLINIC, attempts=(reached,))

    assert episode.level_at(NOON + timedelta(days=1), PLAN) is Level.URGENT


# Causes


def test_a_worse_cause_raises_the_level_from_its_own_time_and_starts_its_own_wait():
    worse_at = NOON + minutes(10)
    episode = make_episode(causes=(make_cause(Level.CALL_CLINIC), make_cause(Level.URGENT, worse_at)))

    assert levels(episode, NOON + minutes(40)) == [
        (Level.CALL_CLINIC, NOON),
        (Level.URGENT, worse_at),
        (Level.EMERGENCY, NOON + minutes(40)),
    ]


@pytest.mark.parametrize("level", [Level.CLEAR, Level.WATCH, Level.CALL_CLINIC, Level.URGENT])
def test_a_cause_that_is_not_worse_neither_lowers_the_level_nor_restarts_the_wait(level):
    episode = make_episode(causes=(make_cause(Level.URGENT), make_cause(level, NOON + minutes(20))))

    assert levels(episode, NOON + minutes(30)) == [(Level.URGENT, NOON), (Level.EMERGENCY, NOON + minutes(30))]


def test_a_cause_that_waiting_has_already_overtaken_adds_nothing():
    causes = (make_cause(Level.CALL_CLINIC), make_cause(Level.URGENT, NOON + minutes(70)))

    assert levels(make_episode(causes=causes), NOON + minutes(70)) == [
        (Level.CALL_CLINIC, NOON),
        (Level.URGENT, NOON + minutes(60)),
    ]


def test_causes_join_whatever_order_they_were_written_down_in():
    first = make_cause(Level.CALL_CLINIC, signs=("itch",), rule_ids=("one-early-sign",))
    second = make_cause(
        Level.EMERGENCY,
        NOON + minutes(5),
        signs=("seizure", "itch"),
        rule_ids=("severe-sign", "one-early-sign"),
    )
    one, other = make_episode(causes=(first, second)), make_episode(causes=(second, first))

    assert one.steps(NOON + minutes(9), PLAN) == other.steps(NOON + minutes(9), PLAN)
    assert one.steps(NOON + minutes(9), PLAN)[-1] == Step(Level.EMERGENCY, NOON + minutes(5))
    assert one.signs == ("itch", "seizure")
    assert one.rule_ids == ("one-early-sign", "severe-sign")


@pytest.mark.parametrize(
    ("readings", "together"),
    [
        ([Reading.TOO_LITTLE, Reading.TOO_MUCH], Reading.EITHER),
        ([Reading.TOO_LITTLE, Reading.NEITHER], Reading.TOO_LITTLE),
        ([Reading.TOO_MUCH], Reading.TOO_MUCH),
        ([Reading.NEITHER], Reading.NEITHER),
    ],
)
def test_too_little_in_one_cause_and_too_much_in_another_is_either(readings, together):
    assert make_episode(causes=tuple(make_cause(reading=reading) for reading in readings)).reading is together


# The clock, and evaluations in between

ROLES = st.sampled_from([*Role, None])
OFFSETS = st.integers(-10, 200).map(minutes)
CAUSES = st.lists(st.builds(lambda level, offset: make_cause(level, NOON + offset), st.sampled_from(Level), OFFSETS))
ATTEMPTS = st.lists(
    st.builds(
        lambda offset, role, outcome: make_attempt(NOON + offset, role, outcome),
        OFFSETS,
        ROLES,
        st.sampled_from(Outcome),
    ),
    max_size=4,
)
EPISODES = st.builds(
    lambda first, causes, attempts: make_episode(first, causes=(make_cause(first), *causes), attempts=tuple(attempts)),
    st.sampled_from(Level),
    CAUSES,
    ATTEMPTS,
)
PLANS = st.builds(Plan, st.integers(1, 120), st.integers(1, 60))


@given(EPISODES, PLANS, st.lists(OFFSETS, max_size=8), OFFSETS)
def test_the_answer_is_the_same_whatever_instants_it_was_asked_at_before(episode, plan, instants, offset):
    before = episode.steps(NOON + offset, plan)
    for instant in instants:
        episode.steps(NOON + instant, plan)

    assert episode.steps(NOON + offset, plan) == before


@given(EPISODES, PLANS, OFFSETS, st.integers(0, 200).map(minutes))
def test_the_level_never_falls_as_time_goes_by(episode, plan, offset, later):
    earlier, after = episode.steps(NOON + offset, plan), episode.steps(NOON + offset + later, plan)

    assert after[: len(earlier)] == earlier


@given(EPISODES, PLANS, OFFSETS)
def test_every_step_is_higher_and_not_earlier_than_the_one_before(episode, plan, offset):
    steps = episode.steps(NOON + offset, plan)

    assert all(one.level < two.level and one.since <= two.since for one, two in pairwise(steps))
    assert steps[-1].level >= max(cause.level for cause in episode.causes)


@given(EPISODES, PLANS, OFFSETS)
def test_what_was_announced_as_the_next_rise_happens_at_that_instant(episode, plan, offset):
    now = NOON + offset
    rises_at = episode.next_escalation_at(now, plan)

    if rises_at is None:
        assert episode.level_at(now + timedelta(days=30), plan) is episode.level_at(now, plan)
    else:
        assert rises_at > now
        assert episode.level_at(rises_at - A_SECOND, plan) is episode.level_at(now, plan)
        assert episode.level_at(rises_at, plan) == episode.level_at(now, plan) + 1


@given(EPISODES, PLANS, OFFSETS, st.integers(1, 100_000).map(minutes))
def test_a_clock_set_back_never_takes_a_cause_away_nor_the_rises_once_it_is_right_again(episode, plan, offset, back):
    worst = max(cause.level for cause in episode.causes)
    before = episode.steps(NOON + offset, plan)

    assert episode.level_at(NOON + offset - back, plan) >= worst
    assert episode.steps(NOON + offset, plan) == before


# Beginning and end


def test_the_clock_on_the_screen_runs_from_the_first_sign():
    assert make_episode().began_at == NOON
    assert make_episode(first_sign_at=NOON - minutes(90)).began_at == NOON - minutes(90)


def test_an_episode_is_open_until_somebody_says_how_it_ended():
    assert make_episode().is_open
    for ending in Ending:
        assert not make_episode(closing=make_closing(NOON, ending)).is_open


@pytest.mark.parametrize(
    ("what", "by", "fields"),
    [
        ("Ambulance crew", "Ana", []),
        (" ", "Ana", [("what", "closing-what-missing")]),
        ("Ambulance crew", "\t", [("by", "closing-by-missing")]),
        ("", "", [("what", "closing-what-missing"), ("by", "closing-by-missing")]),
    ],
)
def test_closing_needs_what_happened_and_who_says_so(what, by, fields):
    assert [(problem.field, problem.code) for problem in check_closing(what, by)] == fields
