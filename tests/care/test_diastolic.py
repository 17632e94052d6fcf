"""The lower pressure is held against what the clinic set for this person, like the upper one."""

import pytest

from itb_companion.care.plan import Plan, Range
from itb_companion.care.triage import assess
from tests.factories import make_check

PLAN = Plan(usual_diastolic_mmhg=Range(60, 80))


@pytest.mark.parametrize(("diastolic", "unusual"), [(59, True), (60, False), (80, False), (81, True)])
def test_a_lower_pressure_outside_what_is_usual_counts_as_unusual_blood_pressure(diastolic, unusual):
    check = make_check(systolic_mmhg=110, diastolic_mmhg=diastolic)

    assert ("low-blood-pressure" in assess(check, (), PLAN).signs) is unusual
    assert "low-blood-pressure" not in assess(check).signs
