"""Temperatures in two units: kept in °C, and no rounding ever turns a fever into none or the other way round."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.signs import FEVER_C, HIGH_FEVER_C, Vitals
from itb_companion.care.temperature import (
    TemperatureUnit,
    check_reading,
    from_c,
    proposed_unit,
    to_c,
    told,
    unit_of,
)
from itb_companion.care.triage import Level, assess
from tests.factories import make_check

C, F = TemperatureUnit.CELSIUS, TemperatureUnit.FAHRENHEIT
FEVER_TENTHS_F, HIGH_FEVER_TENTHS_F = 1004, 1022
TENTHS_F = st.integers(770, 1130)


@given(TENTHS_F)
def test_a_fever_in_fahrenheit_is_a_fever_to_the_tenth(tenths):
    kept = to_c(tenths / 10, F)

    assert (kept >= FEVER_C) == (tenths >= FEVER_TENTHS_F)
    assert (kept >= HIGH_FEVER_C) == (tenths >= HIGH_FEVER_TENTHS_F)


@pytest.mark.parametrize(
    ("typed", "kept", "level"),
    [
        (100.3, 37.944, Level.CLEAR),
        (100.4, 38.0, Level.URGENT),
        (102.1, 38.944, Level.URGENT),
        (102.2, 39.0, Level.EMERGENCY),
    ],
)
def test_the_rules_see_the_fever_that_was_typed_in_fahrenheit(typed, kept, level):
    assert to_c(typed, F) == kept
    assert assess(make_check(temperature_c=to_c(typed, F))).level is level


@given(TENTHS_F)
def test_what_was_typed_in_fahrenheit_is_told_as_it_was_typed(tenths):
    assert told(to_c(tenths / 10, F), F) == f"{tenths / 10:.1f}"


@given(st.integers(2500, 4500))
def test_what_was_typed_in_celsius_is_kept_as_it_was_typed(hundredths):
    assert to_c(hundredths / 100, C) == from_c(hundredths / 100, C) == hundredths / 100


@given(st.floats(25, 45), st.sampled_from(TemperatureUnit))
def test_telling_a_temperature_neither_makes_a_fever_nor_hides_one(temperature_c, unit):
    shown = float(told(temperature_c, unit))

    for limit_c in (FEVER_C, HIGH_FEVER_C):
        assert (shown >= from_c(limit_c, unit)) == (temperature_c >= limit_c)
    assert abs(shown - from_c(temperature_c, unit)) < 0.1 + 1e-9


@given(st.floats(77, 113))
def test_keeping_any_reading_never_hides_a_fever(reading_f):
    exact_c = (reading_f - 32) * 5 / 9

    if reading_f >= 100.4:
        assert to_c(reading_f, F) >= FEVER_C
    assert abs(to_c(reading_f, F) - exact_c) <= 0.0005 + 1e-9


@pytest.mark.parametrize(("least", "most", "unit"), [(25, 45, C), (77, 113, F)])
def test_what_no_thermometer_can_show_is_said(least, most, unit):
    for reading in (least, most):
        assert check_reading(reading, unit) == []
    for reading in (least - 0.1, most + 0.1, 0, -40, 500, inf, -inf, nan):
        [problem] = check_reading(reading, unit)
        assert (problem.field, problem.stops) == ("temperature_c", True)
        if not (25 <= reading <= 45 or 77 <= reading <= 113):
            assert problem.code == "temperature-impossible"
            assert dict(problem.facts) == {"least": least, "most": most, "unit": unit.sign}


@pytest.mark.parametrize(("typed", "unit", "other"), [(101, C, F), (98.6, C, F), (38, F, C), (36.6, F, C)])
def test_a_reading_in_the_other_unit_is_asked_about(typed, unit, other):
    [problem] = check_reading(typed, unit)

    assert problem.code == "temperature-other-unit"
    assert dict(problem.facts) == {"typed": typed, "unit": unit.sign, "other": other.sign}
    assert unit.other is other
    assert check_reading(typed, other) == []


@given(st.floats(-100, 300))
def test_no_reading_is_possible_in_both_units(reading):
    assert check_reading(reading, C) or check_reading(reading, F)


def test_a_reading_that_is_accepted_is_accepted_by_the_record_too():
    from itb_companion.care.signs import check_vitals

    for tenths in range(770, 1131):
        assert check_vitals(Vitals(temperature_c=to_c(tenths / 10, F))) == []


@pytest.mark.parametrize(
    ("territory", "unit"), [("US", F), ("us", F), ("PR", F), ("DE", C), ("GB", C), ("CA", C), ("", C), ("ZZ", C)]
)
def test_the_unit_is_proposed_by_country(territory, unit):
    assert proposed_unit(territory) is unit


@pytest.mark.parametrize(
    ("options", "unit"),
    [({}, F), ({"temperature_unit": "c"}, C), ({"temperature_unit": "f"}, F), ({"temperature_unit": "kelvin"}, F)],
)
def test_a_choice_goes_before_the_proposal_and_an_unknown_one_does_not(options, unit):
    assert unit_of(options, F) is unit
