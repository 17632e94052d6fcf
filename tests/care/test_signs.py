"""The catalogue of signs, and what one check holds."""

from math import inf, nan

import pytest

from itb_companion.care.signs import (
    CONTEXT,
    DANGER,
    EARLY,
    LEADING_SIGNS,
    NOT_SPECIFIC,
    RECENT_EVENTS,
    SIGNS,
    SIGNS_BY_ID,
    TOO_MUCH,
    Answer,
    Check,
    Group,
    PumpAlarm,
    Tone,
    Vitals,
    check_vitals,
)
from tests.factories import NOON, make_check, minutes

# The ids of clinical-facts section 1, group by group.
IDS = {
    Group.EARLY: "itch tingling spasticity-increase low-blood-pressure lightheaded sweating irritable headache",
    Group.SEVERE: "high-fever fever confusion hallucinations seizure rigidity breathing fainted unresponsive",
    Group.NOT_SPECIFIC: (
        "anxiety insomnia nausea vomiting tremor palpitations fast-pulse high-blood-pressure "
        "poor-concentration low-mood"
    ),
    Group.TOO_MUCH: "floppy drowsy cold",
    Group.SITE: "pump-site-red",
}
SOURCES = {
    "label-boxed",
    "lioresal-safety",
    "gablofen-patient",
    "medtronic-underdose",
    "medtronic-card",
    "gillette",
    "childrens-wisconsin",
    "rch",
    "mary-free-bed",
    "ocean-recovery",
    "ascendant",
}


@pytest.mark.parametrize("group", list(Group))
def test_the_catalogue_holds_the_signs_of_the_clinical_facts(group):
    assert [sign.id for sign in SIGNS if sign.group is group] == IDS[group].split()


def test_every_sign_names_at_least_one_source():
    assert all(sign.sources and set(sign.sources) <= SOURCES for sign in SIGNS)


def test_ids_are_unique_and_all_of_them_can_be_looked_up():
    assert len(SIGNS_BY_ID) == len(SIGNS)
    assert all(SIGNS_BY_ID[sign.id] is sign for sign in SIGNS)


def test_the_groups_that_rules_look_at_are_disjoint_and_fever_alone_is_no_danger_sign():
    assert "fever" not in DANGER
    assert len(EARLY | DANGER | NOT_SPECIFIC | TOO_MUCH) == 8 + 8 + 10 + 3


def test_the_checklist_leads_with_four_early_signs():
    assert LEADING_SIGNS == ("itch", "tingling", "spasticity-increase", "low-blood-pressure")
    assert set(LEADING_SIGNS) <= EARLY


def test_the_signs_on_both_lists_are_marked():
    both = {"low-blood-pressure", "lightheaded", "confusion", "seizure", "breathing", "unresponsive"}

    assert {sign.id for sign in SIGNS if sign.both_ways} == both


def test_what_happened_lately_is_part_of_the_context():
    assert set(RECENT_EVENTS) <= set(CONTEXT)
    assert len(set(CONTEXT)) == len(CONTEXT)


# One check


def test_not_sure_counts_as_yes():
    assert [answer for answer in Answer if answer.counts] == [Answer.YES, Answer.UNSURE]
    assert make_check(["itch"], unsure=["tingling"], no=["sweating"]).ticked == {"itch", "tingling"}


@pytest.mark.parametrize(
    "check",
    [
        make_check(no=["itch"]),
        make_check(tone=Tone.USUAL),
        make_check(pump_alarm=PumpAlarm.NONE),
        make_check(temperature_c=36.5),
        make_check(systolic_mmhg=120),
        make_check(diastolic_mmhg=80),
        make_check(pulse_per_min=70),
        make_check(events=["recent-fall"]),
        make_check(unusual=frozenset({"pulse_per_min"})),
        make_check(note="slept badly"),
    ],
)
def test_any_answer_at_all_is_an_answer(check):
    assert not check.nothing_answered


def test_a_check_that_was_only_opened_has_no_answer():
    assert Check().nothing_answered
    assert Check(started_at=NOON, by="Ana").nothing_answered
    assert not Vitals().any


def test_a_sign_began_when_it_was_first_ticked():
    check = Check().with_answer("itch", Answer.UNSURE, NOON).with_answer("itch", Answer.YES, NOON + minutes(5))

    assert check.answers == {"itch": Answer.YES}
    assert check.since == {"itch": NOON}


@pytest.mark.parametrize(("answer", "answers"), [(Answer.NO, {"itch": Answer.NO}), (None, {})])
def test_a_sign_taken_back_has_no_beginning_and_begins_anew_when_ticked_again(answer, answers):
    taken_back = Check().with_answer("itch", Answer.YES, NOON).with_answer("itch", answer, NOON + minutes(1))

    assert taken_back.answers == answers
    assert taken_back.since == {}
    assert taken_back.with_answer("itch", Answer.YES, NOON + minutes(2)).since == {"itch": NOON + minutes(2)}


def test_answering_leaves_other_answers_and_the_old_check_as_they_were():
    before = make_check(["tingling"], since={"tingling": NOON})
    after = before.with_answer("itch", Answer.YES, NOON + minutes(1))

    assert before.answers == {"tingling": Answer.YES}
    assert after.answers == {"tingling": Answer.YES, "itch": Answer.YES}
    assert after.since == {"tingling": NOON, "itch": NOON + minutes(1)}


# Readings that cannot be true


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("temperature_c", 25.0, 45.0),
        ("systolic_mmhg", 30, 300),
        ("diastolic_mmhg", 10, 250),
        ("pulse_per_min", 10, 300),
    ],
)
def test_an_impossible_reading_is_said_at_its_field(field, least, most):
    for value in (least, most):
        assert check_vitals(Vitals(**{field: value})) == []
    for value in (least - 0.1, most + 0.1, 0, -1, 98.6e9, nan, inf, -inf):
        [problem] = check_vitals(Vitals(**{field: value}))
        assert (problem.field, problem.code, problem.stops) == (field, f"{field}-impossible", True)
        assert dict(problem.facts) == {"least": least, "most": most}


def test_no_reading_is_no_problem():
    assert check_vitals(Vitals()) == []


@pytest.mark.parametrize(("pressures", "accepted"), [((120, 80), True), ((80, 120), False), ((80, 80), False)])
def test_the_lower_pressure_is_below_the_upper(pressures, accepted):
    problems = [(p.field, p.code) for p in check_vitals(Vitals(None, *pressures))]

    assert problems == ([] if accepted else [("diastolic_mmhg", "diastolic-above-systolic")])


def test_an_impossible_pressure_is_said_once():
    assert [p.code for p in check_vitals(Vitals(None, 20, 80))] == ["systolic_mmhg-impossible"]
