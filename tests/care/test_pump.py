"""The fill as the clinic printed it, how far it lasts, and what is wrong with a printout."""

from datetime import date
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itb_companion.care.pump import (
    PUMP_MODELS,
    LastDayReason,
    Projection,
    Pump,
    RefillDates,
    Refusal,
    check_fill,
    check_pump,
    project,
    pump_model,
    refill_dates,
)
from tests.factories import (
    ALARM_ON,
    EARLIEST_EMPTY_ON,
    EMPTY_ON,
    FILLED_ON,
    REFILL_BY,
    days,
    make_fill,
    make_pump,
)

TODAY = FILLED_ON + days(10)
WITHOUT_NUMBERS = {"volume_ml": None, "concentration_mcg_per_ml": None, "dose_mcg_per_day": None}

# The table of clinical-facts section 4: fill, alarm, mcg/mL, mcg/day; mL/day, days to alarm, the same capped,
# earliest capped, how long 2 mL last.
TABLE = [
    (20, 2, 2000, 500, 0.25, 72.0, 72.0, 62.6, 8.0),
    (40, 2, 2000, 350, 0.175, 217.1, 180.0, 180.0, 11.4),
    (20, 2, 500, 300, 0.60, 30.0, 30.0, 26.1, 3.3),
    (20, 2, 500, 800, 1.60, 11.25, 11.25, 9.8, 1.25),
    (20, 2, 1000, 250, 0.25, 72.0, 72.0, 62.6, 8.0),
    (40, 2, 2000, 1000, 0.50, 76.0, 76.0, 66.1, 4.0),
]
TABLE_NAMES = ("volume", "alarm", "concentration", "dose", "flow", "to_alarm", "capped", "earliest", "reserve")


def complaints(fill, pump=None, today=TODAY):
    return [(problem.field, problem.code, problem.stops) for problem in check_fill(fill, pump, today)]


def fills():
    """Return a strategy of printouts that are possible, without a printed date."""
    return st.builds(
        lambda volume, share, concentration, dose: make_fill(
            volume_ml=volume,
            alarm_volume_ml=volume * share,
            concentration_mcg_per_ml=concentration,
            dose_mcg_per_day=dose,
            alarm_on=None,
        ),
        st.floats(1, 100),
        st.floats(0, 0.9),
        st.floats(50, 10_000),
        st.floats(1, 10_000),
    )


# Pump models


def test_the_models_of_the_clinical_facts_are_listed_once():
    sizes = {"synchromed-ii", "synchromed-iii", "prometra-ii"}

    assert {model.id for model in PUMP_MODELS} == {f"{family}-{size}" for family in sizes for size in (20, 40)}
    assert all(model.id.endswith(f"-{model.reservoir_ml}") for model in PUMP_MODELS)
    assert len({model.name for model in PUMP_MODELS}) == len(PUMP_MODELS)


def test_a_pump_is_called_by_its_model_or_by_what_the_family_calls_it():
    assert make_pump().full_name == "SynchroMed II 8637-20"
    assert Pump(60, name="Constant flow 60").full_name == "Constant flow 60"
    assert pump_model("unheard-of") is None


@pytest.mark.parametrize("size", [0, -20, 100.1, 1e9, nan, inf, -inf])
def test_an_impossible_reservoir_is_said_at_its_field(size):
    [problem] = check_pump(make_pump(reservoir_ml=size))

    assert (problem.field, problem.code, problem.stops) == ("reservoir_ml", "reservoir-impossible", True)


@pytest.mark.parametrize("size", [0.1, 20, 40, 60, 100])
def test_a_reservoir_of_any_possible_size_is_accepted(size):
    assert check_pump(make_pump(reservoir_ml=size)) == []


# The arithmetic


@pytest.mark.parametrize(TABLE_NAMES, TABLE)
def test_the_table_of_the_clinical_facts(volume, alarm, concentration, dose, flow, to_alarm, capped, earliest, reserve):
    fill = make_fill(
        volume_ml=volume,
        alarm_volume_ml=alarm,
        concentration_mcg_per_ml=concentration,
        dose_mcg_per_day=dose,
        alarm_on=None,
    )
    projection = project(fill, FILLED_ON)

    assert fill.flow_ml_per_day == pytest.approx(flow)
    assert fill.days_to_alarm == pytest.approx(to_alarm, abs=0.05)
    assert fill.days_to_empty == pytest.approx(to_alarm + alarm / flow, abs=0.05)
    assert fill.reserve_days == pytest.approx(reserve, abs=0.05)
    assert isinstance(projection, Projection)
    assert projection.days_to_alarm == pytest.approx(capped, abs=0.05)
    assert projection.earliest_days_to_alarm == pytest.approx(earliest, abs=0.05)


@pytest.mark.parametrize(TABLE_NAMES, TABLE)
def test_every_row_of_the_table_passes_as_a_printout(
    volume, alarm, concentration, dose, flow, to_alarm, capped, earliest, reserve
):
    fill = make_fill(
        volume_ml=volume,
        alarm_volume_ml=alarm,
        concentration_mcg_per_ml=concentration,
        dose_mcg_per_day=dose,
        alarm_on=FILLED_ON + days(int(to_alarm)),
    )

    assert complaints(fill, make_pump(reservoir_ml=volume)) == []


def test_the_projection_of_a_day_in_between():
    assert project(make_fill(), FILLED_ON + days(40)) == Projection(
        level_ml=10.0,
        lowest_ml=pytest.approx(8.5),
        highest_ml=pytest.approx(11.5),
        days_to_alarm=72.0,
        earliest_days_to_alarm=pytest.approx(62.609, abs=0.001),
        latest_days_to_alarm=pytest.approx(84.706, abs=0.001),
        earliest_alarm_on=FILLED_ON + days(62),
        latest_alarm_on=FILLED_ON + days(84),
        earliest_empty_on=EARLIEST_EMPTY_ON,
        latest_empty_on=FILLED_ON + days(94),
    )


def test_on_the_day_of_the_fill_the_level_is_the_volume_and_in_the_end_it_is_nothing():
    full, empty = project(make_fill(), FILLED_ON), project(make_fill(), FILLED_ON + days(1000))

    assert (full.lowest_ml, full.level_ml, full.highest_ml) == (20.0, 20.0, 20.0)
    assert (empty.lowest_ml, empty.level_ml, empty.highest_ml) == (0.0, 0.0, 0.0)


@given(fills(), st.integers(0, 4000))
def test_the_plausible_range_contains_the_level_and_every_day_its_neighbours(fill, elapsed):
    projection = project(fill, fill.filled_on + days(elapsed))

    assert isinstance(projection, Projection)
    assert 0 <= projection.lowest_ml <= projection.level_ml <= projection.highest_ml <= fill.volume_ml
    assert projection.earliest_days_to_alarm <= projection.days_to_alarm <= projection.latest_days_to_alarm <= 180
    assert fill.filled_on <= projection.earliest_alarm_on <= projection.latest_alarm_on
    assert projection.earliest_alarm_on <= projection.earliest_empty_on <= projection.latest_empty_on


@given(fills(), st.integers(0, 4000))
def test_the_level_never_rises_from_one_day_to_the_next(fill, elapsed):
    day = fill.filled_on + days(elapsed)

    assert project(fill, day + days(1)).level_ml <= project(fill, day).level_ml


def test_a_fill_below_its_alarm_volume_is_at_the_alarm_at_once():
    assert make_fill(volume_ml=1.0, alarm_volume_ml=2.0).days_to_alarm == 0.0


def test_days_are_rounded_so_that_a_warning_comes_early_but_never_a_whole_day_for_a_rounding_error():
    late = make_fill(volume_ml=20, concentration_mcg_per_ml=500, dose_mcg_per_day=800, alarm_on=None)
    exact = make_fill(concentration_mcg_per_ml=1000.0, dose_mcg_per_day=600.0, alarm_on=None)

    assert refill_dates(late).last_day == FILLED_ON + days(11)
    assert refill_dates(exact).last_day == FILLED_ON + days(30)


# Named refusals


def test_without_a_printout_nothing_is_told():
    assert project(None, TODAY) is Refusal.NO_PRINTOUT
    assert refill_dates(None) is Refusal.NO_PRINTOUT


@pytest.mark.parametrize("missing", list(WITHOUT_NUMBERS))
def test_with_a_number_missing_there_is_no_projection_and_only_the_printed_date_counts(missing):
    assert project(make_fill(**{missing: None}), TODAY) is Refusal.NUMBERS_MISSING
    assert refill_dates(make_fill(**{missing: None}, alarm_on=None)) is Refusal.NUMBERS_MISSING
    assert refill_dates(make_fill(**{missing: None})).refill_by == REFILL_BY


def test_a_volume_alone_says_nothing():
    only_volume = make_fill(concentration_mcg_per_ml=None, dose_mcg_per_day=None)

    assert only_volume.flow_ml_per_day is None
    assert only_volume.days_to_alarm is None
    assert only_volume.days_to_empty is None
    assert only_volume.reserve_days is None
    assert not only_volume.contradicts_printed_date


def test_a_printout_that_contradicts_itself_gives_a_reason_and_no_number():
    assert project(make_fill(concentration_mcg_per_ml=500.0), TODAY) is Refusal.PRINTOUT_CONTRADICTS_ITSELF


def test_a_clock_set_back_before_the_fill_gives_a_reason_and_no_number():
    assert project(make_fill(), FILLED_ON - days(1)) is Refusal.TODAY_BEFORE_FILL


# Refill by


def test_the_refill_is_due_a_margin_before_the_alarm_date():
    assert refill_dates(make_fill()) == RefillDates(
        REFILL_BY,
        ALARM_ON,
        LastDayReason.PRINTED_ALARM_DATE,
        EMPTY_ON,
        EARLIEST_EMPTY_ON,
    )


@pytest.mark.parametrize("printed", [20, 60, 73, 100])
def test_the_clinic_s_printed_date_always_wins_over_the_arithmetic(printed):
    dates = refill_dates(make_fill(alarm_on=FILLED_ON + days(printed)))

    assert dates.last_day == FILLED_ON + days(printed)
    assert dates.last_day_reason is LastDayReason.PRINTED_ALARM_DATE
    assert dates.refill_by == FILLED_ON + days(printed - 7)


def test_without_a_printed_date_the_projected_one_counts():
    dates = refill_dates(make_fill(alarm_on=None))

    assert (dates.last_day, dates.last_day_reason) == (ALARM_ON, LastDayReason.PROJECTED_ALARM_DATE)


@pytest.mark.parametrize("printed", [None, FILLED_ON + days(217)])
def test_the_longest_interval_comes_before_a_later_alarm_date(printed):
    dates = refill_dates(make_fill(volume_ml=40, dose_mcg_per_day=350, alarm_on=printed))

    assert (dates.last_day, dates.last_day_reason) == (FILLED_ON + days(180), LastDayReason.LONGEST_INTERVAL)
    assert dates.refill_by == FILLED_ON + days(173)
    assert dates.empty_on == FILLED_ON + days(228)
    assert dates.earliest_empty_on == FILLED_ON + days(198)


def test_an_alarm_date_at_the_end_of_the_longest_interval_is_named_as_such():
    dates = refill_dates(make_fill(**WITHOUT_NUMBERS, alarm_on=FILLED_ON + days(180)))

    assert dates.last_day_reason is LastDayReason.PRINTED_ALARM_DATE


def test_interval_and_margin_are_the_clinic_s_to_set():
    dates = refill_dates(make_fill(longest_interval_days=60, margin_days=10))

    assert (dates.refill_by, dates.last_day) == (FILLED_ON + days(50), FILLED_ON + days(60))
    assert refill_dates(make_fill(margin_days=0)).refill_by == ALARM_ON


def test_the_refill_is_never_due_before_the_fill():
    assert refill_dates(make_fill(alarm_on=FILLED_ON + days(3))).refill_by == FILLED_ON


def test_with_a_printed_date_alone_the_drug_may_be_used_up_from_it_on_and_counts_as_used_up_two_days_later():
    dates = refill_dates(make_fill(**WITHOUT_NUMBERS))

    assert (dates.refill_by, dates.last_day) == (REFILL_BY, ALARM_ON)
    assert (dates.earliest_empty_on, dates.empty_on) == (ALARM_ON, ALARM_ON + days(2))


def test_the_earliest_empty_date_is_the_strictest_reading():
    early_print = refill_dates(make_fill(alarm_on=FILLED_ON + days(30)))
    no_volume = refill_dates(make_fill(volume_ml=None))

    # 18 mL used up by the printed day are 0.6 mL a day, at which the 2 mL that are left last 3 days.
    assert early_print.earliest_empty_on == early_print.empty_on == FILLED_ON + days(33)
    assert (no_volume.earliest_empty_on, no_volume.empty_on) == (ALARM_ON, EMPTY_ON)


def test_a_printed_date_far_beyond_the_arithmetic_leaves_the_reserve_of_the_programmed_flow():
    late_print = make_fill(alarm_on=FILLED_ON + days(150))

    assert late_print.contradicts_printed_date
    assert late_print.reserve_days == 8.0
    assert make_fill(dose_mcg_per_day=None).reserve_days is None


@given(st.integers(1, 3650))
def test_the_reserve_is_never_longer_than_at_the_programmed_flow_whatever_date_is_printed(printed):
    assert make_fill(alarm_on=FILLED_ON + days(printed)).reserve_days <= make_fill(alarm_on=None).reserve_days


def test_numbers_that_contradict_the_printed_date_never_postpone_the_empty_date():
    true_pump = make_fill(concentration_mcg_per_ml=500, dose_mcg_per_day=300, alarm_on=FILLED_ON + days(30))
    mistyped = make_fill(concentration_mcg_per_ml=2000, dose_mcg_per_day=300, alarm_on=FILLED_ON + days(30))

    assert refill_dates(mistyped).empty_on <= refill_dates(true_pump).empty_on


@given(fills(), st.one_of(st.none(), st.integers(1, 3650)), st.integers(1, 3650), st.integers(0, 400))
def test_the_days_of_a_fill_are_in_order(fill, printed, interval, margin):
    printed_on = None if printed is None else FILLED_ON + days(printed)
    dates = refill_dates(
        make_fill(
            volume_ml=fill.volume_ml,
            alarm_volume_ml=fill.alarm_volume_ml,
            concentration_mcg_per_ml=fill.concentration_mcg_per_ml,
            dose_mcg_per_day=fill.dose_mcg_per_day,
            alarm_on=printed_on,
            longest_interval_days=interval,
            margin_days=margin,
        ),
    )

    assert FILLED_ON <= dates.refill_by <= dates.last_day <= FILLED_ON + days(interval)
    assert dates.last_day <= dates.empty_on
    assert dates.earliest_empty_on <= dates.empty_on
    assert printed_on is None or dates.last_day <= printed_on


# Contradictions


@pytest.mark.parametrize(("printed", "contradicts"), [(62, True), (63, False), (72, False), (84, False), (85, True)])
def test_more_than_15_percent_of_the_interval_apart_asks_for_a_look_at_the_printout(printed, contradicts):
    fill = make_fill(alarm_on=FILLED_ON + days(printed))

    assert fill.contradicts_printed_date is contradicts
    assert complaints(fill) == ([("alarm_on", "printout-contradicts-itself", False)] if contradicts else [])


def test_a_short_interval_may_be_off_by_a_day_of_rounding():
    fill = make_fill(concentration_mcg_per_ml=500, dose_mcg_per_day=2000, alarm_on=FILLED_ON + days(5))  # 4.5 days

    assert not fill.contradicts_printed_date


@pytest.mark.parametrize(
    "typed",
    [{"concentration_mcg_per_ml": 500.0}, {"concentration_mcg_per_ml": 1000.0}, {"dose_mcg_per_day": 100.0}],
)
def test_the_typing_errors_that_the_arithmetic_exists_to_catch(typed):
    [problem] = check_fill(make_fill(**typed), make_pump(), TODAY)

    assert (problem.field, problem.code, problem.stops) == ("alarm_on", "printout-contradicts-itself", False)
    assert problem.facts["printed"] == ALARM_ON
    assert problem.facts["projected"] != ALARM_ON


def test_a_milligram_typed_as_a_microgram_asks_for_a_look_at_dose_and_date():
    assert complaints(make_fill(dose_mcg_per_day=0.5)) == [
        ("dose_mcg_per_day", "dose-unusual", False),
        ("alarm_on", "printout-contradicts-itself", False),
    ]


# Bad input


def test_a_good_printout_is_accepted():
    assert complaints(make_fill(), make_pump()) == []
    assert complaints(make_fill(alarm_on=None), make_pump()) == []


@pytest.mark.parametrize("field", list(WITHOUT_NUMBERS))
@pytest.mark.parametrize("value", [0, 0.0, -1, -0.001, -1e300, nan, inf, -inf])
def test_a_number_that_is_not_above_zero_is_said_at_its_field(field, value):
    found = complaints(make_fill(**{field: value}))

    assert (field, f"{field}-not-positive", True) in found
    assert {where for where, _, _ in found} == {field}


@pytest.mark.parametrize("field", list(WITHOUT_NUMBERS))
@pytest.mark.parametrize("value", [10_000.1, 1e9, 1e300])
def test_an_absurd_number_is_said_at_its_field_with_what_was_typed(field, value):
    [problem] = check_fill(make_fill(**{field: value}), None, TODAY)

    assert (problem.field, problem.code, problem.stops) == (field, f"{field}-impossible", True)
    assert problem.facts["typed"] == value


@pytest.mark.parametrize("field", list(WITHOUT_NUMBERS))
def test_a_number_may_only_be_missing_where_a_date_is_printed(field):
    assert complaints(make_fill(**{field: None})) == []
    assert complaints(make_fill(**{field: None}, alarm_on=None)) == [(field, f"{field}-missing", True)]


@pytest.mark.parametrize("value", [-0.1, nan, inf, -inf])
def test_an_impossible_alarm_volume_is_said_at_its_field(value):
    assert complaints(make_fill(alarm_volume_ml=value)) == [("alarm_volume_ml", "alarm-volume-impossible", True)]


@pytest.mark.parametrize(("value", "accepted"), [(0, True), (19.9, True), (20, False), (40, False)])
def test_the_alarm_volume_is_below_the_fill(value, accepted):
    found = complaints(make_fill(alarm_volume_ml=value, alarm_on=None))

    assert found == ([] if accepted else [("alarm_volume_ml", "alarm-volume-above-fill", True)])


def test_a_fill_larger_than_the_reservoir_is_said_with_both_numbers():
    [problem] = check_fill(make_fill(volume_ml=20.1), make_pump(), TODAY)

    assert (problem.field, problem.code, problem.stops) == ("volume_ml", "fill-larger-than-reservoir", True)
    assert dict(problem.facts) == {"typed": 20.1, "reservoir": 20.0}


@pytest.mark.parametrize("ahead", [0, -1, -3000])
def test_an_alarm_date_on_or_before_the_fill_is_said_at_its_field(ahead):
    found = complaints(make_fill(alarm_on=FILLED_ON + days(ahead)))

    assert found == [("alarm_on", "alarm-date-before-fill", True)]


@pytest.mark.parametrize("alarm_on", [FILLED_ON + days(3651), date.max])
def test_an_alarm_date_ten_years_ahead_is_said_at_its_field(alarm_on):
    assert complaints(make_fill(alarm_on=alarm_on)) == [("alarm_on", "alarm-date-too-far", True)]


@pytest.mark.parametrize("filled_on", [TODAY + days(1), date.max])
def test_a_fill_in_the_future_is_said_at_its_field(filled_on):
    assert complaints(make_fill(filled_on=filled_on, alarm_on=None)) == [("filled_on", "fill-in-the-future", True)]


def test_a_fill_of_today_is_accepted_and_one_of_more_than_ten_years_ago_is_not():
    assert complaints(make_fill(filled_on=TODAY, alarm_on=None)) == []
    assert complaints(make_fill(filled_on=TODAY - days(3650), alarm_on=None)) == []
    assert complaints(make_fill(filled_on=TODAY - days(3651), alarm_on=None)) == [
        ("filled_on", "fill-too-long-ago", True),
    ]


@pytest.mark.parametrize("interval", [0, -1, 3651])
def test_an_impossible_interval_is_said_at_its_field(interval):
    found = complaints(make_fill(longest_interval_days=interval, margin_days=0))

    assert ("longest_interval_days", "interval-impossible", True) in found


@pytest.mark.parametrize("margin", [-1, 180, 5000])
def test_an_impossible_margin_is_said_at_its_field(margin):
    assert complaints(make_fill(margin_days=margin)) == [("margin_days", "margin-impossible", True)]


@pytest.mark.parametrize("dose", [21.9, 2000.1, 5000])
def test_an_unusual_dose_asks_for_a_look_and_is_never_refused(dose):
    assert complaints(make_fill(dose_mcg_per_day=dose, alarm_on=None)) == [("dose_mcg_per_day", "dose-unusual", False)]


@pytest.mark.parametrize(("dose", "concentration"), [(1001, 500.0), (79, 2000.0)])
def test_an_unusual_flow_asks_for_a_look(dose, concentration):
    fill = make_fill(dose_mcg_per_day=dose, concentration_mcg_per_ml=concentration, alarm_on=None)
    [problem] = check_fill(fill, make_pump(), TODAY)

    assert (problem.field, problem.code, problem.stops) == ("dose_mcg_per_day", "flow-unusual", False)
    assert problem.facts["flow"] == pytest.approx(dose / concentration)


@pytest.mark.parametrize(("dose", "concentration"), [(22, 500.0), (2000, 1000.0), (80, 2000.0)])
def test_the_ends_of_the_usual_are_usual(dose, concentration):
    fill = make_fill(dose_mcg_per_day=dose, concentration_mcg_per_ml=concentration, alarm_on=None)

    assert complaints(fill) == []


@pytest.mark.parametrize("concentration", [50.0, 600.0, 3000.0])
def test_an_unusual_concentration_asks_for_a_look(concentration):
    fill = make_fill(concentration_mcg_per_ml=concentration, dose_mcg_per_day=concentration / 10, alarm_on=None)
    found = complaints(fill)

    assert ("concentration_mcg_per_ml", "concentration-unusual", False) in found
    assert not any(stops for _, _, stops in found)


def test_every_error_is_said_at_once_and_nothing_unusual_beside_them():
    fill = make_fill(volume_ml=0, concentration_mcg_per_ml=-1, dose_mcg_per_day=nan, alarm_on=FILLED_ON - days(1))

    assert [field for field, _, stops in complaints(fill) if stops] == [
        "volume_ml",
        "concentration_mcg_per_ml",
        "dose_mcg_per_day",
        "alarm_on",
    ]


ANY_NUMBER = st.one_of(st.none(), st.floats(), st.floats(0.01, 10_000), st.integers(-10, 20_000))
ANY_DAY = st.one_of(st.dates(), st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.sampled_from([date.min, date.max]))


@given(
    ANY_DAY,
    ANY_NUMBER,
    ANY_NUMBER,
    ANY_NUMBER,
    st.floats(),
    st.one_of(st.none(), ANY_DAY),
    st.integers(),
    st.integers(),
)
@settings(max_examples=200)
def test_whatever_is_typed_gets_an_answer_and_what_is_accepted_can_be_projected(
    filled_on, volume, concentration, dose, alarm_volume, alarm_on, interval, margin
):
    fill = make_fill(
        filled_on=filled_on,
        volume_ml=volume,
        concentration_mcg_per_ml=concentration,
        dose_mcg_per_day=dose,
        alarm_volume_ml=alarm_volume,
        alarm_on=alarm_on,
        longest_interval_days=interval,
        margin_days=margin,
    )

    if not any(problem.stops for problem in check_fill(fill, make_pump(), TODAY)):
        assert isinstance(refill_dates(fill), RefillDates)
        assert isinstance(project(fill, TODAY), (Projection, Refusal))


@pytest.mark.parametrize("dose", [5e-324, 1e-310])
@pytest.mark.parametrize("alarm_on", [None, ALARM_ON])
def test_a_dose_too_small_to_divide_by_is_refused_or_has_its_days(dose, alarm_on):
    fill = make_fill(dose_mcg_per_day=dose, alarm_on=alarm_on)

    if not any(problem.stops for problem in check_fill(fill, make_pump(), TODAY)):
        assert isinstance(refill_dates(fill), RefillDates)


def test_a_fill_at_the_beginning_of_the_calendar_is_refused_or_has_its_days():
    fill = make_fill(filled_on=date.min, alarm_on=date.min + days(1))

    if not any(problem.stops for problem in check_fill(fill, make_pump(), TODAY)):
        assert isinstance(refill_dates(fill), RefillDates)


@pytest.mark.parametrize("field", ["volume_ml", "concentration_mcg_per_ml", "dose_mcg_per_day"])
@pytest.mark.parametrize(("value", "accepted"), [(0.0099, False), (0.01, True)])
def test_a_number_below_a_hundredth_is_no_number_of_a_printout(field, value, accepted):
    problems = check_fill(make_fill(**{field: value, "alarm_volume_ml": 0.0, "alarm_on": None}), make_pump(), TODAY)

    assert ((field, f"{field}-not-positive") in [(p.field, p.code) for p in problems]) is not accepted


@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        (date(1989, 12, 31), False),
        (date(1990, 1, 1), True),
        (date(2200, 12, 31), True),
        (date(2201, 1, 1), False),
        (date.max, False),
    ],
)
def test_a_replacement_date_lies_in_years_in_which_there_are_pumps(day, accepted):
    problems = [(p.field, p.code, p.stops) for p in check_pump(make_pump(replacement_on=day))]

    assert problems == ([] if accepted else [("replacement_on", "replacement-impossible", True)])
