"""From what was seen to a level: published cases, the table of levels, and what no rule may ever do."""

import tomllib
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue
from itb_companion.care.plan import LEVEL_IDS, Plan, Range
from itb_companion.care.signs import (
    CONTEXT,
    DANGER,
    EARLY,
    NOT_SPECIFIC,
    SIGNS,
    SIGNS_BY_ID,
    TOO_MUCH,
    Answer,
    Check,
    PumpAlarm,
    Tone,
    Vitals,
)
from itb_companion.care.triage import RULE_IDS, RULES, Level, Reading, assess, finding
from tests.clinical_files import of_the_files
from tests.factories import make_check

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "published-cases.toml").read_text("utf-8"))["case"]

CLEAR, WATCH, CALL_CLINIC, URGENT, EMERGENCY = Level

SPECIAL_RISKS = {"t6-or-above", "cannot-communicate", "earlier-withdrawal"}
CONCERNS = {
    "refill-overdue",
    "alarm-date-near",
    "alarm-date-passed",
    "recent-refill",
    "recent-dose-change",
    "recent-surgery",
    "recent-mri",
    "recent-fall",
    *SPECIAL_RISKS,
}
NO_FLOW = {"may-be-empty", "known-fault"}
ALARMS = (None, *PumpAlarm)
TONES = (None, *Tone)
TEMPERATURES = (None, 36.7, 38.0, 39.0)


def level(check, context=(), plan=None):
    return assess(check, context, plan).level


def level_of(*signs, context=(), **how):
    return level(make_check(signs, **how), context)


# Published cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_reaches_at_least_its_level(case):
    check = make_check(case["signs"], temperature_c=case.get("temperature_c"))

    assert level(check, case["context"]) >= Level.from_id(case["expect"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_reaches_its_level_when_the_caregiver_is_not_sure(case):
    check = make_check(unsure=case["signs"], temperature_c=case.get("temperature_c"))

    assert level(check, case["context"]) >= Level.from_id(case["expect"])


def test_the_published_cases_are_all_there_with_known_ids_and_their_sources():
    assert len(CASES) == len({case["id"] for case in CASES}) == 17
    for case in CASES:
        assert set(case["signs"]) <= set(SIGNS_BY_ID)
        assert set(case["context"]) <= set(CONTEXT)
        assert case["source"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_case_reaches_its_level_by_the_clinical_files(case):
    check = make_check(case["signs"], temperature_c=case.get("temperature_c"))
    found = assess(check, case["context"], None, of_the_files())

    assert found.level >= Level.from_id(case["expect"])
    assert found == assess(check, case["context"])


# Negative controls


def test_nothing_ticked_is_clear_and_no_rule_fired():
    assessment = assess(Check())

    assert (assessment.level, assessment.fired, assessment.signs) == (CLEAR, (), ())
    assert assessment.reading is Reading.NEITHER
    assert assessment.deciding == ()


def test_no_to_everything_is_clear():
    assert level_of(no=SIGNS_BY_ID, tone=Tone.USUAL, pump_alarm=PumpAlarm.NONE, temperature_c=36.7) is CLEAR


def test_a_dive_without_symptoms_is_clear():
    [case] = [case for case in CASES if case["id"] == "draulans-2013"]

    assert level(make_check(case["signs"]), case["context"]) is CLEAR


def test_anxiety_alone_is_watched():
    assert level_of("anxiety") is WATCH


@pytest.mark.parametrize(
    "context",
    sorted({*SPECIAL_RISKS, "recent-refill", "recent-fall", "alarm-date-near", "missed-oral-dose", "mimic-found"}),
)
def test_a_risk_or_an_event_without_any_sign_is_clear(context):
    assert level_of(context=[context]) is CLEAR


def test_all_special_risks_with_every_unspecific_sign_are_watched():
    assert level_of(*NOT_SPECIFIC, context=SPECIAL_RISKS) is WATCH


# The table of levels, row by row


@pytest.mark.parametrize("sign", sorted(DANGER))
def test_emergency_any_severe_sign(sign):
    assert level_of(sign) is EMERGENCY


@pytest.mark.parametrize("sign", sorted(EARLY))
@pytest.mark.parametrize("how", [{"temperature_c": 38.0}, {"unsure": ["fever"]}])
def test_emergency_fever_with_any_early_sign(sign, how):
    assert level_of(sign, **how) is EMERGENCY


@pytest.mark.parametrize("other", ["drowsy", "breathing"])
def test_emergency_floppy_with_drowsy_or_with_slow_breathing(other):
    assert level_of("floppy", other) is EMERGENCY
    assert level_of(other, tone=Tone.LOOSER) is EMERGENCY


@pytest.mark.parametrize("sign", sorted(EARLY))
@pytest.mark.parametrize("context", sorted(NO_FLOW))
def test_emergency_any_early_sign_while_drug_may_not_be_flowing(sign, context):
    assert level_of(sign, context=[context]) is EMERGENCY
    assert level_of(sign, events=[context]) is EMERGENCY


@pytest.mark.parametrize("sign", sorted(EARLY))
@pytest.mark.parametrize("alarm", [PumpAlarm.TWO_TONE, PumpAlarm.UNSURE])
def test_emergency_any_early_sign_with_the_two_tone_alarm(sign, alarm):
    assert level_of(sign, pump_alarm=alarm) is EMERGENCY


@pytest.mark.parametrize("pair", list(combinations(sorted(EARLY), 2)))
def test_urgent_two_early_signs(pair):
    assert level_of(*pair) is URGENT


@pytest.mark.parametrize("sign", sorted(EARLY))
@pytest.mark.parametrize("context", sorted(CONCERNS))
def test_urgent_one_early_sign_with_a_reason_for_concern(sign, context):
    assert level_of(sign, context=[context]) is URGENT


def test_urgent_one_early_sign_with_a_single_beep():
    assert level_of("itch", pump_alarm=PumpAlarm.SINGLE) is URGENT


@pytest.mark.parametrize("alarm", [PumpAlarm.TWO_TONE, PumpAlarm.UNSURE])
def test_urgent_two_tone_alarm_without_signs(alarm):
    assert level_of(pump_alarm=alarm) is URGENT


@pytest.mark.parametrize("sign", sorted(TOO_MUCH))
def test_urgent_one_sign_of_too_much(sign):
    assert level_of(sign) is URGENT


def test_urgent_looser_than_usual():
    assert level_of(tone=Tone.LOOSER) is URGENT


@pytest.mark.parametrize("temperature", [38.0, 38.9])
def test_urgent_fever_alone(temperature):
    assert level_of(temperature_c=temperature) is URGENT
    assert level_of("fever") is URGENT


def test_urgent_past_the_alarm_date_with_no_refill_recorded():
    assert level_of(context=["alarm-date-passed"]) is URGENT


@pytest.mark.parametrize("sign", sorted(EARLY))
def test_call_clinic_one_early_sign_alone(sign):
    assert level_of(sign) is CALL_CLINIC


def test_call_clinic_tighter_than_usual():
    assert level_of(tone=Tone.TIGHTER) is CALL_CLINIC


def test_call_clinic_single_beep():
    assert level_of(pump_alarm=PumpAlarm.SINGLE) is CALL_CLINIC


def test_call_clinic_refill_missed():
    assert level_of(context=["refill-overdue"]) is CALL_CLINIC


def test_call_clinic_redness_over_the_pump():
    assert level_of("pump-site-red") is CALL_CLINIC


@pytest.mark.parametrize("sign", sorted(NOT_SPECIFIC))
def test_watch_only_unspecific_signs(sign):
    assert level_of(sign) is WATCH


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [(37.99, CLEAR), (38.0, URGENT), (38.99, URGENT), (39.0, EMERGENCY), (41.5, EMERGENCY), (34.0, CLEAR)],
)
def test_a_temperature_counts_as_fever_by_itself(temperature, expected):
    assert level_of(temperature_c=temperature) is expected


def test_a_high_fever_that_was_only_felt_is_a_fever_too():
    assert "fever" in finding(make_check(["high-fever"])).signs


# An independent reading of the table; test_every_assessment.py holds every combination against one


def by_the_table(early, alarm, tone, temperature, context):
    """Return what section 3 of the clinical facts says, in its own order, for early signs and their surroundings."""
    early = set(early) | ({"spasticity-increase"} if tone in (Tone.TIGHTER, Tone.UNSURE) else set())
    two_tone = alarm in (PumpAlarm.TWO_TONE, PumpAlarm.UNSURE)
    fever = temperature is not None and temperature >= 38
    if (
        (fever and temperature >= 39)
        or (fever and early)
        or (early and (two_tone or "may-be-empty" in context or "known-fault" in context))
    ):
        return EMERGENCY
    concern = CONCERNS & set(context) or alarm is PumpAlarm.SINGLE
    loose = tone in (Tone.LOOSER, Tone.UNSURE)
    if (
        len(early) > 1
        or (early and concern)
        or two_tone
        or loose
        or fever
        or {"alarm-date-passed", "known-fault"} & set(context)
    ):
        return URGENT
    if early or alarm is PumpAlarm.SINGLE or "refill-overdue" in context:
        return CALL_CLINIC
    return CLEAR


def subsets(ids, most):
    ids = sorted(ids)
    return [frozenset(some) for some in chain.from_iterable(combinations(ids, n) for n in range(most + 1))]


@pytest.mark.parametrize("context", [*((one,) for one in CONTEXT), CONTEXT], ids="+".join)
def test_in_every_context_the_levels_follow_the_table(context):
    for early, alarm, tone, temperature in product(subsets(EARLY, 1), ALARMS, TONES, TEMPERATURES):
        check = Check(dict.fromkeys(early, Answer.YES), tone, alarm, Vitals(temperature))

        assert level(check, context) is by_the_table(early, alarm, tone, temperature, context)


def test_no_combination_with_a_danger_sign_is_below_emergency():
    reassuring = {"tone": Tone.USUAL, "pump_alarm": PumpAlarm.NONE, "systolic_mmhg": 120, "pulse_per_min": 70}
    plan = Plan(usual_systolic_mmhg=Range(90, 140), usual_pulse_per_min=Range(50, 100))
    for danger, other, context in product(sorted(DANGER), [None, *SIGNS_BY_ID], [(), *((one,) for one in CONTEXT)]):
        signs = [danger] if other is None else [danger, other]
        check = make_check(signs, no=set(SIGNS_BY_ID) - set(signs), temperature_c=36.5, **reassuring)

        assert level(check, context, plan) is EMERGENCY


# Whatever is ticked

ANSWERS = st.dictionaries(st.sampled_from(sorted(SIGNS_BY_ID)), st.sampled_from(Answer))
CONTEXTS = st.frozensets(st.sampled_from(CONTEXT))
READINGS = st.builds(
    Vitals,
    st.one_of(st.none(), st.floats(25, 45)),
    st.one_of(st.none(), st.integers(30, 300)),
    st.one_of(st.none(), st.integers(10, 250)),
    st.one_of(st.none(), st.integers(10, 300)),
)
CHECKS = st.builds(
    Check,
    ANSWERS,
    st.one_of(st.none(), st.sampled_from(Tone)),
    st.one_of(st.none(), st.sampled_from(PumpAlarm)),
    READINGS,
    CONTEXTS,
)
RANGES = st.one_of(st.none(), st.builds(Range, st.integers(1, 120), st.integers(121, 300)))
STRICTER = st.dictionaries(st.sampled_from(RULE_IDS), st.sampled_from([one.id for one in Level]))
PLANS = st.builds(Plan, usual_systolic_mmhg=RANGES, usual_pulse_per_min=RANGES, stricter=STRICTER)


def changed(check, **changes):
    values = {name: getattr(check, name) for name in ("answers", "tone", "pump_alarm", "vitals", "events")}
    return Check(**(values | changes))


@given(CHECKS, CONTEXTS, PLANS)
def test_every_check_has_a_level_that_its_worst_rule_gave(check, context, plan):
    assessment = assess(check, context, plan)

    assert assessment.level is max((fired.level for fired in assessment.fired), default=CLEAR)
    assert [fired.level for fired in assessment.fired] == sorted((f.level for f in assessment.fired), reverse=True)
    assert all(fired.because and fired.sources for fired in assessment.fired)
    assert {fired.level for fired in assessment.deciding} <= {assessment.level}
    assert set(assessment.signs) <= finding(check, context, plan).signs
    assert len(set(assessment.signs)) == len(assessment.signs)


@given(CHECKS, CONTEXTS, PLANS, st.sampled_from(sorted(SIGNS_BY_ID)), st.sampled_from([Answer.YES, Answer.UNSURE]))
def test_one_more_sign_never_lowers_the_level(check, context, plan, sign, answer):
    more = changed(check, answers={**check.answers, sign: answer})

    assert level(more, context, plan) >= level(check, context, plan)


@given(CHECKS, CONTEXTS, PLANS, CONTEXTS)
def test_more_context_never_lowers_the_level(check, context, plan, more):
    assert level(check, context | more, plan) >= level(check, context, plan)
    assert level(changed(check, events=check.events | more), context, plan) >= level(check, context, plan)


@given(CHECKS, CONTEXTS, PLANS)
def test_not_sure_counts_as_yes(check, context, plan):
    sure = {sign: Answer.YES if answer is Answer.UNSURE else answer for sign, answer in check.answers.items()}

    assert assess(changed(check, answers=sure), context, plan) == assess(check, context, plan)


@given(CHECKS, CONTEXTS, PLANS, st.floats(25, 37.99))
def test_a_normal_temperature_never_lowers_what_was_ticked(check, context, plan, temperature):
    unmeasured = changed(check, vitals=Vitals(None, check.vitals.systolic_mmhg, None, check.vitals.pulse_per_min))
    normal = changed(check, vitals=Vitals(temperature, check.vitals.systolic_mmhg, None, check.vitals.pulse_per_min))

    assert level(normal, context, plan) == level(unmeasured, context, plan)


@given(CHECKS, CONTEXTS, st.floats(25, 44), st.floats(0, 20))
def test_a_higher_temperature_never_lowers_the_level(check, context, temperature, more):
    lower, higher = (changed(check, vitals=Vitals(t)) for t in (temperature, temperature + more))

    assert level(higher, context) >= level(lower, context)


@given(CHECKS, CONTEXTS, PLANS)
def test_no_alarm_heard_is_the_same_as_not_asked_and_any_alarm_is_at_least_that(check, context, plan):
    silent, *others = (level(changed(check, pump_alarm=alarm), context, plan) for alarm in ALARMS)

    assert level(changed(check, pump_alarm=PumpAlarm.NONE), context, plan) == silent
    assert all(other >= silent for other in others)


@pytest.mark.parametrize("rule", ["single-beep", "two-tone-alarm"])
@pytest.mark.parametrize("signs", [[], ["itch"], ["nausea"]])
def test_not_sure_which_tone_the_pump_made_is_at_least_as_bad_as_either(rule, signs):
    plan = Plan(stricter={rule: "emergency"})
    unsure, *others = (
        level(make_check(signs, pump_alarm=alarm), (), plan)
        for alarm in (PumpAlarm.UNSURE, PumpAlarm.SINGLE, PumpAlarm.TWO_TONE)
    )

    assert unsure is max(others) is EMERGENCY


@given(CHECKS, CONTEXTS, PLANS)
def test_usual_tone_is_the_same_as_not_asked_and_any_other_is_at_least_that(check, context, plan):
    unasked, *others = (level(changed(check, tone=tone), context, plan) for tone in TONES)

    assert level(changed(check, tone=Tone.USUAL), context, plan) == unasked
    assert all(other >= unasked for other in others)
    assert level(changed(check, tone=Tone.UNSURE), context, plan) == max(others)


@given(CHECKS, CONTEXTS, PLANS)
def test_a_mimic_that_was_found_changes_nothing(check, context, plan):
    found = assess(check, context | {"mimic-found"}, plan)

    assert found == assess(check, context - {"mimic-found"}, plan) or "mimic-found" in check.events
    assert found.level >= level(changed(check, events=check.events - {"mimic-found"}), context, plan)


@given(CHECKS, CONTEXTS, RANGES, st.integers(30, 300), st.integers(10, 300))
def test_a_reading_never_lowers_the_level_whichever_way_it_points(check, context, usual, systolic, pulse):
    unmeasured = changed(check, vitals=Vitals(check.vitals.temperature_c))
    measured = changed(check, vitals=Vitals(check.vitals.temperature_c, systolic, 10, pulse))
    plan = Plan(usual_systolic_mmhg=usual, usual_pulse_per_min=usual)

    assert level(measured, context, plan) >= level(unmeasured, context, plan)
    assert level(measured, context) == level(unmeasured, context)


@given(CHECKS, CONTEXTS, STRICTER)
def test_a_plan_can_only_raise(check, context, stricter):
    assert level(check, context, Plan(stricter=stricter)) >= level(check, context)


@given(CHECKS, CONTEXTS, PLANS)
def test_a_danger_sign_is_always_an_emergency(check, context, plan):
    if finding(check, context, plan).signs & DANGER:
        assert level(check, context, plan) is EMERGENCY


@given(CHECKS, st.frozensets(st.text()))
def test_what_no_rule_knows_changes_nothing(check, unknown):
    assert assess(check, unknown - set(CONTEXT)) == assess(check)


# Readings and plan


@pytest.mark.parametrize(("systolic", "expected"), [(89, CALL_CLINIC), (90, CLEAR), (140, CLEAR), (141, CALL_CLINIC)])
def test_a_pressure_outside_what_the_clinic_set_is_unusual_in_either_direction(systolic, expected):
    plan = Plan(usual_systolic_mmhg=Range(90, 140))

    assert level(make_check(systolic_mmhg=systolic), (), plan) is expected
    assert level(make_check(systolic_mmhg=systolic)) is CLEAR
    assert level(make_check(), (), plan) is CLEAR


@pytest.mark.parametrize(("pulse", "expected"), [(49, WATCH), (50, CLEAR), (100, CLEAR), (101, WATCH)])
def test_a_pulse_outside_what_the_clinic_set_is_unusual(pulse, expected):
    plan = Plan(usual_pulse_per_min=Range(50, 100))

    assert level(make_check(pulse_per_min=pulse), (), plan) is expected
    assert level(make_check(pulse_per_min=pulse)) is CLEAR
    assert level(make_check(), (), plan) is CLEAR


@pytest.mark.parametrize("usual", [None, Range(40, 60)])
def test_a_pulse_that_a_caregiver_calls_unusual_is_unusual_whatever_the_clinic_set(usual):
    check = make_check(pulse_per_min=48, unusual=frozenset({"pulse_per_min"}))

    assert level(check, (), Plan(usual_pulse_per_min=usual)) is WATCH


def test_the_published_withdrawal_without_fever_is_an_emergency():
    check = make_check(["rigidity", "sweating"], temperature_c=36.7, systolic_mmhg=194, diastolic_mmhg=114)

    assert level(check) is EMERGENCY


def test_a_normal_reading_takes_nothing_back_that_was_ticked():
    plan = Plan(usual_systolic_mmhg=Range(90, 140), usual_pulse_per_min=Range(50, 100))
    normal = {"temperature_c": 36.7, "systolic_mmhg": 120, "diastolic_mmhg": 80, "pulse_per_min": 70}

    assert level(make_check(["low-blood-pressure"], **normal), (), plan) is CALL_CLINIC
    assert level(make_check(["fast-pulse"], **normal), (), plan) is WATCH
    assert level(make_check(["fever"], **normal), (), plan) is URGENT
    assert level(make_check(["high-fever"], **normal), (), plan) is EMERGENCY


def test_a_plan_raises_a_rule_for_one_person_and_says_so():
    plan = Plan(stricter={"one-early-sign": "emergency", "severe-sign": "clear"})
    assessment = assess(make_check(["itch"]), (), plan)

    assert assessment.level is EMERGENCY
    assert [fired.rule_id for fired in assessment.deciding] == ["one-early-sign"]
    assert level(make_check(["seizure"]), (), plan) is EMERGENCY
    assert level(make_check(["tingling"]), (), Plan(stricter={"fever": "emergency"})) is CALL_CLINIC


def test_a_plan_with_a_level_that_does_not_exist_still_gives_the_rule_s_own_level():
    assert level(make_check(["seizure"]), (), Plan(stricter={"severe-sign": "urgnt"})) is EMERGENCY


def test_every_level_has_the_id_that_a_plan_names_it_by():
    assert tuple(level.id for level in Level) == LEVEL_IDS
    assert [Level.from_id(level_id) for level_id in LEVEL_IDS] == list(Level)


def test_a_known_fault_alone_is_urgent_and_with_an_early_sign_an_emergency():
    assert level(make_check(), ("known-fault",)) is URGENT
    assert level(make_check(events=["known-fault"])) is URGENT
    assert level(make_check(["itch"], events=["known-fault"])) is EMERGENCY


# Rules


FIRING = {
    "severe-sign": ({"signs": ["seizure"]}, (), ("seizure",)),
    "fever-with-early-sign": ({"signs": ["itch", "fever"]}, (), ("itch", "fever")),
    "floppy-with-drowsy-or-breathing": ({"signs": ["floppy", "drowsy"]}, (), ("floppy", "drowsy")),
    "early-sign-while-no-drug": (
        {"signs": ["itch"], "pump_alarm": PumpAlarm.TWO_TONE},
        ["known-fault"],
        ("itch", "known-fault", "two-tone-alarm"),
    ),
    "two-early-signs": ({"signs": ["itch", "tingling"]}, (), ("itch", "tingling")),
    "early-sign-with-concern": (
        {"signs": ["itch"], "pump_alarm": PumpAlarm.SINGLE},
        ["recent-fall"],
        ("itch", "recent-fall", "pump-alarm"),
    ),
    "two-tone-alarm": ({"pump_alarm": PumpAlarm.TWO_TONE}, (), ("two-tone-alarm",)),
    "sign-of-too-much": ({"signs": ["drowsy", "cold"]}, (), ("drowsy", "cold")),
    "known-fault": ({}, ["known-fault"], ("known-fault",)),
    "fever": ({"temperature_c": 38.2}, (), ("fever",)),
    "alarm-date-passed": ({}, ["alarm-date-passed"], ("alarm-date-passed",)),
    "one-early-sign": ({"signs": ["itch"]}, (), ("itch",)),
    "single-beep": ({"pump_alarm": PumpAlarm.SINGLE}, (), ("single-beep",)),
    "refill-missed": ({}, ["refill-overdue"], ("refill-overdue",)),
    "pump-site": ({"signs": ["pump-site-red"]}, (), ("pump-site-red",)),
    "not-specific-signs": ({"signs": ["nausea"]}, (), ("nausea",)),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_fires_with_its_reasons_its_level_and_its_sources(rule):
    how, context, because = FIRING[rule.id]
    [fired] = [fired for fired in assess(make_check(**how), context).fired if fired.rule_id == rule.id]

    assert (fired.level, fired.because, fired.sources) == (rule.level, because, rule.sources)
    assert rule.sources


def test_rule_ids_are_unique():
    assert len(set(RULE_IDS)) == len(RULE_IDS) == len(FIRING)


def test_signs_are_listed_with_what_decided_first():
    assessment = assess(make_check(["nausea", "itch", "seizure"]))

    assert assessment.signs == ("seizure", "itch", "nausea")
    assert [fired.rule_id for fired in assessment.deciding] == ["severe-sign"]


@pytest.mark.parametrize("one", list(Level))
def test_a_level_has_an_id_that_leads_back_to_it(one):
    assert Level.from_id(one.id) is one


def test_level_ids_are_those_of_the_clinical_facts():
    assert [one.id for one in Level] == ["clear", "watch", "call-clinic", "urgent", "emergency"]
    with pytest.raises(KeyError):
        Level.from_id("panic")


# Too little or too much


@pytest.mark.parametrize(
    ("signs", "reading"),
    [
        (["nausea"], Reading.NEITHER),
        (["itch"], Reading.TOO_LITTLE),
        (["fever"], Reading.TOO_LITTLE),
        (["floppy"], Reading.TOO_MUCH),
        (["floppy", "seizure"], Reading.TOO_MUCH),
        (["itch", "seizure"], Reading.TOO_LITTLE),
        (["seizure"], Reading.EITHER),
        (["lightheaded"], Reading.EITHER),
        (["itch", "drowsy"], Reading.EITHER),
    ],
)
def test_the_reading_says_which_list_the_signs_stand_on(signs, reading):
    assert assess(make_check(signs)).reading is reading


def test_not_sure_of_the_tone_points_both_ways():
    assert assess(make_check(tone=Tone.UNSURE)).reading is Reading.EITHER


def test_every_sign_on_both_lists_alone_points_either_way():
    assert {assess(make_check([sign.id])).reading for sign in SIGNS if sign.both_ways} == {Reading.EITHER}


def test_what_is_kept_of_earlier_assessments_has_an_end_and_changes_none():
    every = [make_check(early) for early in subsets(EARLY, len(EARLY))]
    content = Catalogue(BUILT_IN.signs, BUILT_IN.context, BUILT_IN.rules, BUILT_IN.pumps, BUILT_IN.sources)
    first = assess(every[1], CONTEXT, None, content)

    for check, more in product(every, combinations(CONTEXT[:7], 2)):
        assess(check, more, None, content)

    assert max(len(rule.told) for rule in content.rules_in_bits) <= 4096 < len(every) * 21
    assert assess(every[1], CONTEXT, None, content) == first == assess(every[1], CONTEXT)
