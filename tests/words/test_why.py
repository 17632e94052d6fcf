"""Why a check came to its level, with the titles of the sources: for a caregiver or nurse who wants to see them."""

import re

import pytest

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.plan import Plan
from itb_companion.care.signs import SIGNS, PumpAlarm
from itb_companion.care.triage import RULES, assess
from itb_companion.words import Words
from itb_companion.words.why import explained
from tests.factories import BERLIN, make_check

WORDS = Words(BERLIN)
EVERYTHING = assess(
    make_check([sign.id for sign in SIGNS], pump_alarm=PumpAlarm.UNSURE), ["known-fault", *BUILT_IN.context]
)


def test_every_rule_that_fired_is_told_with_its_level_its_reason_and_its_sources_worst_first():
    paragraphs = explained(WORDS, assess(make_check(["itch", "tingling"])), Plan(), BUILT_IN.sources)

    medtronic = (
        'Medtronic patient page "Signs of underdose and overdose"; '
        "Medtronic ITB emergency card and emergency procedures."
    )
    assert paragraphs == [
        f"Urgent. More than one early sign: itching and tingling or numbness.\nFrom: {medtronic}",
        f"Call the clinic. An early sign: itching and tingling or numbness.\nFrom: {medtronic}",
    ]


def test_every_rule_has_its_sources_by_title_and_none_by_id():
    paragraphs = explained(WORDS, EVERYTHING, Plan(), BUILT_IN.sources)

    assert {fired.rule_id for fired in EVERYTHING.fired} == {rule.id for rule in RULES}
    for fired, paragraph in zip(EVERYTHING.fired, paragraphs, strict=True):
        assert [title for source in fired.sources if (title := BUILT_IN.sources[source]) not in paragraph] == []
        assert not re.search(r"From: [^ ]*-|[{}]", paragraph)


def test_a_level_that_the_care_plan_asks_for_is_told_as_that():
    plan = Plan(stricter={"one-early-sign": "urgent"})
    found = assess(make_check(["itch"]), (), plan)

    assert explained(WORDS, found, plan, BUILT_IN.sources)[0].startswith("Urgent, as the care plan asks. An early sign")


def test_a_plan_that_changes_nothing_is_not_named():
    plan = Plan(stricter={"severe-sign": "watch", "fever": "urgent"})
    found = assess(make_check(["itch", "seizure"]), (), plan)

    assert not any("care plan" in told for told in explained(WORDS, found, plan, BUILT_IN.sources))


def test_nothing_ticked_needs_no_reason():
    assert explained(WORDS, assess(make_check()), Plan(), BUILT_IN.sources) == []


@pytest.mark.parametrize("titles", [{}, {"rch": "The title of another file"}])
def test_a_source_without_a_title_is_told_by_its_id(titles):
    [told] = explained(WORDS, assess(make_check(temperature_c=38.2)), Plan(), titles)

    assert told.endswith(f"From: {titles.get('rch', 'rch')}.")
