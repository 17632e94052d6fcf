"""The care team's own thresholds and waiting times."""

from datetime import date, time

import pytest

from itb_companion.care.people import OfficeHours
from itb_companion.care.plan import (
    LEVEL_IDS,
    MOST_LETTERS,
    MOST_QUESTIONS,
    STANDARD_QUESTIONS,
    Plan,
    Question,
    Range,
    check_plan,
)
from tests.factories import minutes


def test_the_waiting_times_are_those_of_the_clinical_facts_unless_the_care_team_sets_others():
    assert (Plan().clinic_wait, Plan().urgent_wait) == (minutes(60), minutes(30))
    assert (Plan(clinic_wait_min=20).clinic_wait, Plan(urgent_wait_min=5).urgent_wait) == (minutes(20), minutes(5))


@pytest.mark.parametrize(("value", "held"), [(99, False), (100, True), (120, True), (140, True), (141, False)])
def test_both_ends_of_a_range_are_usual(value, held):
    assert Range(100, 140).holds(value) is held


def test_the_plan_a_household_starts_with_is_without_problems():
    assert check_plan(Plan()) == []


@pytest.mark.parametrize("field", ["clinic_wait_min", "urgent_wait_min"])
@pytest.mark.parametrize(("wait", "accepted"), [(-1, False), (0, False), (1, True), (1440, True), (1441, False)])
def test_a_waiting_time_is_one_minute_to_one_day(field, wait, accepted):
    problems = [(p.field, p.code, p.stops) for p in check_plan(Plan(**{field: wait}))]

    assert problems == ([] if accepted else [(field, "wait-impossible", True)])


@pytest.mark.parametrize("field", ["usual_systolic_mmhg", "usual_pulse_per_min"])
@pytest.mark.parametrize(
    ("usual", "accepted"), [((60, 61), True), ((61, 60), False), ((60, 60), False), ((0, 9), False)]
)
def test_a_usual_range_stands_the_right_way_round_above_zero(field, usual, accepted):
    problems = [(p.field, p.code) for p in check_plan(Plan(**{field: Range(*usual)}))]

    assert problems == ([] if accepted else [(field, "range-upside-down")])


@pytest.mark.parametrize(
    ("opens", "closes", "accepted"), [((8, 0), (8, 1), True), ((8, 0), (8, 0), False), ((17, 0), (8, 0), False)]
)
def test_office_hours_open_before_they_close(opens, closes, accepted):
    problems = check_plan(Plan(office_hours=OfficeHours(time(*opens), time(*closes))))

    assert [(p.field, p.code) for p in problems] == ([] if accepted else [("opens", "hours-upside-down")])


@pytest.mark.parametrize("level_id", [*LEVEL_IDS, "urgnt", "", "EMERGENCY"])
def test_a_stricter_level_is_one_of_the_five(level_id):
    problems = [(p.field, p.code, p.stops) for p in check_plan(Plan(stricter={"one-early-sign": level_id}))]

    assert problems == ([] if level_id in LEVEL_IDS else [("stricter", "level-unknown", True)])


def wrong(**changes):
    return [(p.field, p.code, p.stops) for p in check_plan(Plan(**changes))]


@pytest.mark.parametrize(
    ("field", "ends", "code"),
    [
        ("usual_systolic_mmhg", (1, 300), None),
        ("usual_systolic_mmhg", (0.5, 300), "usual-impossible"),
        ("usual_systolic_mmhg", (90, 301), "usual-impossible"),
        ("usual_diastolic_mmhg", (1, 250), None),
        ("usual_diastolic_mmhg", (60, 251), "usual-impossible"),
        ("usual_pulse_per_min", (1, 300), None),
        ("usual_pulse_per_min", (60, 301), "usual-impossible"),
        ("usual_temperature_c", (30, 40.0), None),
        ("usual_temperature_c", (29.9, 37), "usual-temperature-impossible"),
        ("usual_temperature_c", (97.2, 98.8), "usual-temperature-impossible"),
        ("usual_temperature_c", (37.5, 36.5), "range-upside-down"),
        ("usual_temperature_c", (float("nan"), 37), "range-upside-down"),
        ("usual_temperature_c", (36, float("inf")), "range-upside-down"),
    ],
)
def test_a_usual_range_lies_within_what_can_be(field, ends, code):
    """A range of °F typed as °C is one that cannot be."""
    assert wrong(**{field: Range(*ends)}) == ([] if code is None else [(field, code, True)])


@pytest.mark.parametrize(
    ("upper", "lower", "accepted"),
    [((95, 120), (60, 80), True), ((95, 120), (95, 110), False), ((95, 120), (60, 120), False)],
)
def test_the_usual_lower_pressure_is_below_the_upper_one(upper, lower, accepted):
    problems = wrong(usual_systolic_mmhg=Range(*upper), usual_diastolic_mmhg=Range(*lower))

    assert problems == ([] if accepted else [("usual_diastolic_mmhg", "usual-diastolic-above-systolic", True)])


@pytest.mark.parametrize(("score", "accepted"), [(None, True), *((n, True) for n in range(5)), (-1, False), (5, False)])
def test_the_usual_spasms_are_a_score_of_the_penn_scale(score, accepted):
    assert wrong(usual_spasticity=score) == ([] if accepted else [("usual_spasticity", "spasticity-unknown", True)])


@pytest.mark.parametrize(("year", "accepted"), [(1999, False), (2000, True), (2100, True), (2101, False), (1, False)])
def test_oral_baclofen_expires_in_a_year_that_can_be(year, accepted):
    problems = wrong(oral_baclofen_expires_on=date(year, 6, 1))

    assert problems == ([] if accepted else [("oral_baclofen_expires_on", "expiry-impossible", True)])


@pytest.mark.parametrize("field", ["instructions", "oral_baclofen_instruction"])
def test_a_text_has_a_most_length(field):
    most = MOST_LETTERS[field]

    assert wrong(**{field: "x" * most}) == []
    assert wrong(**{field: "x" * (most + 1)}) == [(field, "text-too-long", True)]


def test_a_plan_starts_with_the_questions_of_the_clinical_facts():
    assert [question.standard for question in Plan().questions] == list(STANDARD_QUESTIONS)
    assert len(STANDARD_QUESTIONS) == 5
    assert not any(question.is_answered or question.answer or question.text for question in Plan().questions)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("Why?"), None),
        (Question(standard="missed-dose", answer="x" * 500), None),
        (Question(), "question-empty"),
        (Question("  "), "question-empty"),
        (Question(standard="missed"), "question-unknown"),
        (Question("x" * 201), "text-too-long"),
        (Question("Why?", answer="x" * 501), "text-too-long"),
    ],
)
def test_a_question_that_cannot_be_kept_is_told_at_its_place(question, code):
    problems = wrong(questions=(Question("First?"), question))

    assert problems == ([] if code is None else [("questions.1", code, True)])


def test_there_is_a_most_number_of_questions():
    assert wrong(questions=(Question("Why?"),) * MOST_QUESTIONS) == []
    assert wrong(questions=(Question("Why?"),) * (MOST_QUESTIONS + 1)) == [("questions", "too-many-questions", True)]
