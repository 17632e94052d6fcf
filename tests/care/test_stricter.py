"""A plan makes a rule stricter and never looser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.plan import LEVEL_IDS, Plan
from itb_companion.care.stricter import check_stricter, choices, levels_for_this_person, own_levels, with_level
from itb_companion.care.triage import RULE_IDS, Level, assess
from tests.factories import make_check

SAID = st.dictionaries(st.sampled_from([*RULE_IDS, "unheard-of"]), st.sampled_from([*LEVEL_IDS, "red", ""]))


def test_every_rule_has_its_own_level_worst_first():
    own = own_levels()

    assert set(own) == set(RULE_IDS)
    assert list(own.values()) == sorted(own.values(), reverse=True)
    assert (own["severe-sign"], own["one-early-sign"]) == (Level.EMERGENCY, Level.CALL_CLINIC)


@given(SAID)
def test_no_plan_gives_a_rule_less_than_its_own_level(stricter):
    own, found = own_levels(), levels_for_this_person(stricter)

    assert all(found[rule] >= own[rule] for rule in RULE_IDS)
    assert found["severe-sign"] is Level.EMERGENCY


@pytest.mark.parametrize("own", Level)
def test_the_choices_are_its_own_level_and_stricter_ones(own):
    assert choices(own) == tuple(level for level in Level if level.value >= own.value)
    assert choices(Level.EMERGENCY) == (Level.EMERGENCY,)


@given(SAID, st.sampled_from(RULE_IDS), st.sampled_from(Level))
def test_a_rule_set_to_a_level_has_it_or_its_own(stricter, rule, level):
    changed = with_level(stricter, rule, level)

    assert levels_for_this_person(changed)[rule] is max(level, own_levels()[rule])
    assert {r: w for r, w in changed.items() if r != rule} == {r: w for r, w in stricter.items() if r != rule}


def test_a_rule_at_its_own_level_is_not_named():
    assert with_level({"fever": "emergency"}, "fever", Level.URGENT) == {}
    assert with_level({}, "fever", Level.EMERGENCY) == {"fever": "emergency"}


@pytest.mark.parametrize(
    ("rule", "wanted", "code"),
    [
        ("one-early-sign", "call-clinic", None),
        ("one-early-sign", "urgent", None),
        ("one-early-sign", "watch", "level-looser"),
        ("severe-sign", "urgent", "level-looser"),
        ("severe-sign", "emergency", None),
        ("severe", "emergency", "rule-unknown"),
        ("fever", "red", "level-unknown"),
    ],
)
def test_what_a_plan_must_not_say_is_told_at_its_rule(rule, wanted, code):
    problems = [(p.field, p.code, p.stops) for p in check_stricter({rule: wanted})]

    assert problems == ([] if code is None else [(f"stricter.{rule}", code, True)])


@pytest.mark.parametrize("rule_id", RULE_IDS)
def test_what_is_shown_as_a_rules_level_is_what_an_assessment_gives_it(rule_id):
    plan = Plan(stricter=dict.fromkeys(RULE_IDS, "emergency"))
    check = make_check(["itch", "seizure", "floppy", "drowsy", "fever", "pump-site-red", "anxiety"])
    context = ["known-fault", "alarm-date-passed", "refill-overdue"]

    fired = {one.rule_id: one.level for one in assess(check, context, plan).fired}

    assert fired.get(rule_id, Level.EMERGENCY) is levels_for_this_person(plan.stricter)[rule_id]
