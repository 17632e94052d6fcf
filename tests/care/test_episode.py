"""An escalation: waiting times, what ends them, and a level that never falls by itself."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.episode import Closing, Earlier, Ending, Outcome, Step, check_closing, check_note
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.care.signs import SIGNS_BY_ID, PumpAlarm
from itb_companion.care.triage import Level, Reading, assess
from itb_companion.care.value import replace
from tests.factories import NOON, days, make_attempt, make_cause, make_check, make_closing, make_episode, minutes

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


def test_it_is_known_whether_waiting_brought_the_level_about_and_whether_somebody_was_told_since():
    reached_at = NOON + minutes(40)
    episode = make_episode(attempts=(make_attempt(reached_at),))
    cause = make_cause(Level.EMERGENCY, NOON + minutes(50))
    worse = replace(episode, causes=(*episode.causes, cause))

    assert not make_episode().has_waited(NOON + minutes(29), PLAN)
    assert make_episode().has_waited(NOON + minutes(30), PLAN)
    assert not make_episode().was_told(NOON + minutes(30), PLAN)
    assert episode.was_told(reached_at, PLAN)
    assert not make_episode(Level.EMERGENCY, NOON + minutes(50)).has_waited(NOON + days(1), PLAN)
    assert worse.has_waited(NOON + minutes(60), PLAN), "the signs came when waiting had raised it already"


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


TO_WHOM, ADVICE, WHY = (
    ("what", "closing-to-whom-missing"),
    ("what", "closing-advice-missing"),
    ("what", "closing-why-missing"),
)
BY, ADVISED_BY = ("by", "closing-by-missing"), ("advised_by", "closing-advised-by-missing")


@pytest.mark.parametrize(
    ("ending", "what", "by", "advised_by", "problems"),
    [
        (Ending.HANDED_OVER, "Ambulance crew", "Ana", "", []),
        (Ending.HANDED_OVER, " ", "Ana", "Dr. Roth", [TO_WHOM]),
        (Ending.HANDED_OVER, "Ambulance crew", "\t", "", [BY]),
        (Ending.HANDED_OVER, "", "", "", [TO_WHOM, BY]),
        (Ending.ADVICE, "Come in", "Ana", "Dr. Roth", []),
        (Ending.ADVICE, "Come in", "Ana", " ", [ADVISED_BY]),
        (Ending.ADVICE, "\n", "Ana", "Dr. Roth", [ADVICE]),
        (Ending.ADVICE, "", "", "", [ADVISED_BY, ADVICE, BY]),
        (Ending.FALSE_ALARM, "A mosquito", "Ana", "", []),
        (Ending.FALSE_ALARM, "", "Ana", "", [WHY]),
    ],
)
def test_closing_needs_how_it_ended_and_who_says_so_and_advice_also_who_gave_it(ending, what, by, advised_by, problems):
    closing = Closing(ending, what, by, NOON, advised_by)

    assert [(problem.field, problem.code) for problem in check_closing(closing)] == problems


@pytest.mark.parametrize(("text", "codes"), [("Took a nap", []), (" \n", ["note-empty"]), ("", ["note-empty"])])
def test_a_note_says_something(text, codes):
    assert [problem.code for problem in check_note(text)] == codes


# Opened again


def make_reopened(level, at, *, before=(), attempts=(), **changes):
    """Return an episode that was an emergency at noon, closed an hour later, and opened again at an instant."""
    earlier = Earlier(make_closing(NOON + minutes(60)), at, NOON - minutes(90))
    causes = (make_cause(Level.EMERGENCY, signs=("seizure",)), *before, make_cause(level, at, opening=1, **changes))
    return make_episode(causes=causes, earlier=(earlier,), attempts=tuple(attempts))


AGAIN = NOON + timedelta(hours=9)


def test_the_level_of_what_was_closed_does_not_hold_on_and_waiting_begins_anew_with_the_new_cause():
    episode = make_reopened(Level.CALL_CLINIC, AGAIN)

    assert levels(episode, AGAIN) == [(Level.CALL_CLINIC, AGAIN)]
    assert levels(episode, AGAIN + minutes(90)) == [
        (Level.CALL_CLINIC, AGAIN),
        (Level.URGENT, AGAIN + minutes(60)),
        (Level.EMERGENCY, AGAIN + minutes(90)),
    ]


def test_signs_rules_reading_and_clock_are_those_since_it_was_opened_again():
    episode = make_reopened(
        Level.URGENT, AGAIN, signs=("itch",), reading=Reading.TOO_LITTLE, rule_ids=("one-early-sign",)
    )

    assert (episode.signs, episode.rule_ids, episode.reading) == (("itch",), ("one-early-sign",), Reading.TOO_LITTLE)
    assert (episode.opened_at, episode.stands_since, episode.began_at) == (NOON, AGAIN, AGAIN)
    assert len(episode.causes) == 2


@pytest.mark.parametrize("role", DECIDERS)
def test_who_was_reached_before_it_was_closed_does_not_end_the_waiting_now(role):
    """Not even where a clock that stood ahead then puts that call into the waiting time of now."""
    reached = make_attempt(AGAIN + minutes(5), role)
    episode = make_reopened(Level.URGENT, AGAIN, attempts=[reached])
    told = make_reopened(Level.URGENT, AGAIN, attempts=[replace(reached, opening=1)])

    assert episode.level_at(AGAIN + minutes(30), PLAN) is Level.EMERGENCY
    assert told.level_at(AGAIN + minutes(30), PLAN) is Level.URGENT


def test_a_clock_set_back_between_closing_and_the_new_sign_does_not_hide_the_new_sign():
    episode = make_reopened(Level.EMERGENCY, NOON - timedelta(days=3))

    assert episode.level_at(NOON - timedelta(days=3), PLAN) is Level.EMERGENCY


def test_an_open_episode_whose_causes_lost_count_keeps_the_strictest_reading():
    earlier = Earlier(make_closing(NOON), AGAIN)
    episode = make_episode(Level.EMERGENCY, earlier=(earlier,))

    assert episode.level_at(AGAIN, PLAN) is Level.EMERGENCY


@pytest.mark.parametrize(
    ("later", "reopens"),
    [
        (timedelta(0), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24) + A_SECOND, False),
        (timedelta(days=9), False),
        (-timedelta(days=9), True),  # a clock that was set back: it was closed a moment ago for all that is known
    ],
)
def test_signs_within_a_day_after_the_closing_open_it_again(later, reopens):
    assert make_episode(closing=make_closing(NOON)).reopens(NOON + later) is reopens


def test_what_is_open_is_not_opened_again():
    assert not make_episode().reopens(NOON)


@given(st.sampled_from(Level), ATTEMPTS, PLANS, OFFSETS, st.lists(st.sampled_from(Level), max_size=3))
def test_an_episode_that_was_opened_again_is_as_high_as_a_new_one_would_be(level, attempts, plan, offset, others):
    """Whatever had stood in it before it was closed."""
    before = tuple(make_cause(other, NOON + offset) for other in others)
    new = make_episode(level, AGAIN, attempts=tuple(replace(a, at=a.at + (AGAIN - NOON)) for a in attempts))
    again = make_reopened(level, AGAIN, before=before, attempts=[replace(a, opening=1) for a in new.attempts])

    assert again.steps(AGAIN + offset, plan) == new.steps(AGAIN + offset, plan)


# What is added

TICKS = st.sets(st.sampled_from(sorted(SIGNS_BY_ID)), max_size=4)
HEARD = st.sampled_from(PumpAlarm)


@given(TICKS, HEARD, TICKS, HEARD)
def test_a_check_taken_with_what_stands_is_never_less_than_either_alone(earlier, heard_before, seen, heard):
    first = make_check(earlier, pump_alarm=heard_before, saved_at=NOON)
    then = make_check(seen, pump_alarm=heard)
    cause = make_cause(Level.CALL_CLINIC, NOON, signs=assess(first).signs)
    whole = assess(make_episode(causes=(cause,), checks=(first,)).with_standing(then))

    assert whole.level >= max(assess(first).level, assess(then).level)
    assert {*assess(first).signs, *assess(then).signs} <= {*whole.signs}


def test_two_different_alarms_count_as_both():
    before = make_check((), pump_alarm=PumpAlarm.SINGLE, saved_at=NOON)
    whole = make_episode(checks=(before,)).with_standing(make_check((), pump_alarm=PumpAlarm.TWO_TONE))

    assert whole.pump_alarm is PumpAlarm.UNSURE
    assert make_episode().with_standing(make_check((), pump_alarm=PumpAlarm.NONE)).pump_alarm is PumpAlarm.NONE
