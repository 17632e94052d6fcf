"""Readings of the past: with their unit, beside what was usual, and without a word of judgement."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.plan import RANGES, Plan, Range
from itb_companion.care.signs import Vitals
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.words import Words
from itb_companion.words.past_readings import beside_usual
from tests.factories import BERLIN
from tests.words.test_never_reassures import REASSURES

WORDS = Words(BERLIN)
PLAN = Plan(
    usual_temperature_c=Range(36.2, 37.1),
    usual_systolic_mmhg=Range(95, 120),
    usual_diastolic_mmhg=Range(60, 80),
    usual_pulse_per_min=Range(60, 90),
)


def told(vitals, plan=PLAN, unusual=(), words=WORDS):
    return beside_usual(words, vitals, plan, frozenset(unusual))


@pytest.mark.parametrize(
    ("vitals", "plan", "sentence"),
    [
        (Vitals(), PLAN, ""),
        (Vitals(38.6), PLAN, "Temperature 38.6 °C (usual: 36.2 to 37.1 °C)"),
        (Vitals(38.6), Plan(), "Temperature 38.6 °C"),
        (Vitals(None, 151, 92), PLAN, "Pressure 151/92 mmHg (usual: upper 95 to 120, lower 60 to 80)"),
        (Vitals(None, 151, None), PLAN, "Pressure 151/? mmHg (usual: upper 95 to 120)"),
        (Vitals(None, None, 92), PLAN, "Pressure ?/92 mmHg (usual: lower 60 to 80)"),
        (Vitals(None, None, 92), Plan(usual_systolic_mmhg=Range(95, 120)), "Pressure ?/92 mmHg"),
        (Vitals(None, None, None, 128), PLAN, "Pulse 128/min (usual: 60 to 90)"),
        (Vitals(37.0, 110, 70, 70), Plan(), "Temperature 37.0 °C\nPressure 110/70 mmHg\nPulse 70/min"),
    ],
)
def test_each_reading_stands_beside_what_was_set_for_it(vitals, plan, sentence):
    assert told(vitals, plan) == sentence


def test_a_temperature_and_what_is_usual_are_told_in_the_unit_of_the_household():
    words = Words(BERLIN, TemperatureUnit.FAHRENHEIT)

    assert told(Vitals(38.0), words=words) == "Temperature 100.4 °F (usual: 97.2 to 98.8 °F)"


def test_what_a_caregiver_called_unusual_is_told_as_that():
    assert told(Vitals(None, None, None, 48), Plan(), {"pulse_per_min"}) == "Pulse 48/min, unusual for this person"


@given(st.floats(25, 45), st.integers(30, 300), st.integers(10, 250), st.integers(10, 300), st.booleans())
def test_inside_or_outside_of_what_is_usual_the_words_are_the_same(temperature, upper, lower, pulse, has_plan):
    """Only the numbers differ: no reading is called high, low, good or bad."""
    plan = PLAN if has_plan else Plan()
    said = told(Vitals(temperature, upper, lower, pulse), plan)
    inside = told(Vitals(36.5, 100, 70, 70), plan)

    assert re.sub(r"[\d.]+", "#", said) == re.sub(r"[\d.]+", "#", inside)
    assert not REASSURES.search(said)


@pytest.mark.parametrize(("name", "end"), list(product(RANGES, ["least", "most"])))
def test_both_ends_of_every_range_are_told(name, end):
    usual = getattr(PLAN, name)

    assert f"{getattr(usual, end):g}" in told(Vitals(37.0, 100, 70, 80))
