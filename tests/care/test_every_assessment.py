"""Over a million assessments: total, monotone in every input, by the table, and a danger sign always an emergency."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue, Level, Need, Rule
from itb_companion.care.value import replace
from tests.care import every_assessment
from tests.clinical_files import of_the_files

pytestmark = pytest.mark.no_cover  # the rules are measured by the tests of each


def test_a_million_assessments_follow_the_table_and_nothing_that_is_added_lowers_one():
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(every_assessment.prove, ("files", "built-in")))

    assert sum(counts) > 1_000_000
    assert of_the_files() == BUILT_IN


def test_tone_temperature_and_not_sure_come_to_no_more_than_the_signs_of_that_million():
    assert every_assessment.answers_become_signs() == 10 * 10 * 5 * 5 * 5


class TestTheProofItself:
    """With a rule broken on purpose, it is noticed."""

    def some_point_is_found(self, content: Catalogue) -> str:
        with pytest.raises(AssertionError) as caught:
            every_assessment.Proof(content, [()]).all()
        return str(caught.value)

    def changed(self, rule_id: str, **changes: object) -> Catalogue:
        rules = tuple(replace(rule, **changes) if rule.id == rule_id else rule for rule in BUILT_IN.rules)
        return Catalogue(BUILT_IN.signs, BUILT_IN.context, rules, BUILT_IN.pumps, BUILT_IN.sources)

    def test_a_danger_sign_below_emergency_is_found(self):
        assert "URGENT" in self.some_point_is_found(self.changed("severe-sign", level=Level.URGENT))

    def test_a_rule_that_asks_for_too_many_signs_is_found(self):
        when = (Need(3, BUILT_IN.rules[4].when[0].of),)

        assert BUILT_IN.rules[4].id == "two-early-signs"
        assert self.some_point_is_found(self.changed("two-early-signs", when=when))

    def test_a_rule_that_never_fires_is_found(self):
        never = Rule("never", Level.WATCH, ("rch",), (Need(3, frozenset({"cold", "drowsy"})),))
        content = Catalogue(
            BUILT_IN.signs, BUILT_IN.context, (*BUILT_IN.rules, never), BUILT_IN.pumps, BUILT_IN.sources
        )

        with pytest.raises(AssertionError, match="never fired"):
            every_assessment.Proof(content, [()]).every_rule_fires()

    @pytest.mark.parametrize("bit", [0, 3, 9])
    def test_a_sign_that_lowers_a_level_is_found(self, bit):
        proof = every_assessment.Proof(BUILT_IN, [()])
        levels = bytearray([Level.EMERGENCY]) * (every_assessment.BLOCK * len(every_assessment.SEVERE) * 4)
        levels[1 << bit] = Level.URGENT

        with pytest.raises(AssertionError, match="one more sign lowers"):
            proof.nothing_lowers_within(levels, ())
