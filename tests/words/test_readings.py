"""How readings compare in words, and what is said after a check without signs."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import Vitals
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.words import Words
from itb_companion.words.readings import asked_whether_unusual, compared
from itb_companion.words.watching import next_look, what_to_watch
from tests.factories import BERLIN, NOON, at, make_household, make_preferences

WORDS = Words(BERLIN)
USUAL = Plan(usual_systolic_mmhg=Range(90, 120), usual_diastolic_mmhg=Range(60, 80), usual_pulse_per_min=Range(60, 90))


@given(st.integers(30, 300), st.sampled_from(["systolic_mmhg", "diastolic_mmhg", "pulse_per_min"]))
def test_every_reading_outside_what_is_usual_is_told_as_such_in_either_direction(value, name):
    usual = getattr(USUAL, f"usual_{name}")
    said = compared(WORDS, Vitals(**{name: value}), USUAL, "Mia")[name]

    assert said.startswith("Above") == (value > usual.most)
    assert said.startswith("Below") == (value < usual.least)
    assert f"{usual.least:g} to {usual.most:g}" in said


def test_what_was_not_measured_is_not_compared():
    assert compared(WORDS, Vitals(), USUAL, "Mia") == {}


def test_without_a_name_it_is_this_person():
    assert compared(WORDS, Vitals(pulse_per_min=70), USUAL, "")["pulse_per_min"] == "Usual for this person: 60 to 90."


def test_where_the_clinic_set_nothing_that_is_said_and_the_caregiver_is_asked():
    vitals = Vitals(37.0, 121, 80, 70)

    assert compared(WORDS, vitals, Plan(), "Mia") == {
        "temperature_c": "Withdrawal can begin without a fever.",
        "systolic_mmhg": "The clinic has not set what is usual for Mia.",
        "diastolic_mmhg": "The clinic has not set what is usual for Mia.",
        "pulse_per_min": "The clinic has not set what is usual for Mia.",
    }
    assert asked_whether_unusual(vitals, Plan()) == {"systolic_mmhg", "pulse_per_min"}
    assert asked_whether_unusual(vitals, USUAL) == frozenset()
    assert asked_whether_unusual(Vitals(), Plan()) == frozenset()


@pytest.mark.parametrize(
    ("vitals", "usual", "asked"),
    [
        (Vitals(None, 121, 80), {}, {"systolic_mmhg"}),
        (Vitals(None, None, 80), {}, {"diastolic_mmhg"}),
        (Vitals(None, 121, 80), {"usual_systolic_mmhg": Range(90, 120)}, {"diastolic_mmhg"}),
        (Vitals(None, 121, 80), {"usual_diastolic_mmhg": Range(60, 80)}, {"systolic_mmhg"}),
    ],
)
def test_one_question_is_asked_about_a_pressure_that_nothing_was_set_for(vitals, usual, asked):
    """A lower pressure alone must not slip through because only the upper one was set."""
    assert asked_whether_unusual(vitals, Plan(**usual)) == asked


@pytest.mark.parametrize(
    ("temperature_c", "unit", "said"),
    [
        (38.0, "c", "38 °C or more is a fever."),
        (37.9, "c", "Withdrawal can begin without a fever."),
        (38.0, "f", "100.4 °F or more is a fever."),
        (37.944, "f", "Withdrawal can begin without a fever."),
    ],
)
def test_a_fever_is_named_and_its_absence_reassures_nobody(temperature_c, unit, said):
    words = Words(BERLIN, TemperatureUnit(unit))

    assert compared(words, Vitals(temperature_c=temperature_c), Plan(), "Mia")["temperature_c"] == said


@pytest.mark.parametrize(
    ("times", "now", "again"),
    [
        ((), NOON, None),
        ((time(8), time(20)), NOON, at("2026-03-10 20:00")),
        ((time(20), time(8)), at("2026-03-10 21:00"), at("2026-03-11 08:00")),
        ((time(12),), NOON, at("2026-03-11 12:00")),
        ((time(2, 30),), at("2026-03-28 12:00"), at("2026-03-29 02:30")),
    ],
)
def test_after_a_check_without_signs_it_says_what_to_watch_and_when_to_look_again(times, now, again):
    household = make_household(preferences=make_preferences(sign_check_times=times))
    said = what_to_watch(WORDS, household, now)

    assert next_look(WORDS, household, now) == again
    assert said.startswith(
        "Watch for itching, tingling or numbness, tighter muscles than usual and unusual blood pressure. Look again "
    )
    assert said.endswith("and at once when something changes.")
    if again is not None:
        assert WORDS.moment(again, now) in said


@pytest.mark.parametrize(
    ("key", "in_c", "in_f"),
    [
        ("sign.fever.plain", "38 °C or more.", "100.4 °F or more."),
        ("sign.high-fever.plain", "39 °C or more, or", "102.2 °F or more, or"),
        ("rule.fever", "A fever of 38 °C or more.", "A fever of 100.4 °F or more."),
    ],
)
def test_a_sentence_with_a_temperature_is_told_in_the_unit_of_the_household(key, in_c, in_f):
    assert Words(BERLIN).text(key).startswith(in_c)
    assert Words(BERLIN, TemperatureUnit.FAHRENHEIT).text(key).startswith(in_f)


def test_what_a_person_wrote_is_never_converted():
    words = Words(BERLIN, TemperatureUnit.FAHRENHEIT)

    assert words.text("handover.check.note", note="bath of 38 °C") == "Note: bath of 38 °C"
    assert words.text("check.usual.within", name="38 °C", range="1 to 2") == "Usual for 38 °C: 1 to 2."
