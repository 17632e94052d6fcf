"""The care team's own thresholds and waiting times."""

from datetime import time

import pytest

from itb_companion.care.people import OfficeHours
from itb_companion.care.plan import LEVEL_IDS, Plan, Range, check_plan
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
