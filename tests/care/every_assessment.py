"""Assesses every combination that matters once; in a process of its own, where no coverage slows it down.

The combinations are all sets of early signs x none or one severe sign x looser than usual x a fever x what was heard
from the pump x no circumstance or each one. How a question is answered (tone, temperature, not sure) cannot make more
of them: `finding` turns each answer into these signs, which is shown here as well.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, product
from operator import le

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue, Group
from itb_companion.care.signs import CONTEXT, DANGER, EARLY, SIGNS, Answer, Check, PumpAlarm, Tone, Vitals
from itb_companion.care.triage import Level, assess, finding
from tests.clinical_files import of_the_files

CLEAR, _, CALL_CLINIC, URGENT, EMERGENCY = Level
EARLY_SETS = [tuple(sign for bit, sign in enumerate(sorted(EARLY)) if n >> bit & 1) for n in range(1 << len(EARLY))]
FEW = [early for early in EARLY_SETS if len(early) < 2]
EXTRAS = ((), ("floppy",), ("fever",), ("floppy", "fever"))
SEVERE = ((), *((sign.id,) for sign in SIGNS if sign.group is Group.SEVERE))
CONTEXTS = ((), *((one,) for one in CONTEXT))
BLOCK = len(EARLY_SETS) * len(EXTRAS)
"""Levels are kept in the order of alarm, severe sign, extras, early signs: within a block each bit is one sign."""

CONCERNS = frozenset(CONTEXT) - {"missed-oral-dose", "mimic-found"}
NO_FLOW = frozenset({"may-be-empty", "known-fault"})


def by_the_table(early: int, severe: str, extras: Iterable[str], alarm: PumpAlarm, context: Iterable[str]) -> Level:
    """Return what section 3 of the clinical facts says, in its own order, for so many early signs."""
    circumstances, two_tone = frozenset(context), alarm in (PumpAlarm.TWO_TONE, PumpAlarm.UNSURE)
    fever = "fever" in extras or severe == "fever"
    if severe in DANGER or (early and (fever or two_tone or circumstances & NO_FLOW)):
        return EMERGENCY
    concern = circumstances & CONCERNS or alarm is not PumpAlarm.NONE
    without_signs = two_tone or circumstances & {"alarm-date-passed", "known-fault"}
    if early > 1 or (early and concern) or "floppy" in extras or fever or without_signs:
        return URGENT
    if early or alarm is PumpAlarm.SINGLE or "refill-overdue" in circumstances:
        return CALL_CLINIC
    return CLEAR


class Proof:
    """One catalogue, and what was found while everything was assessed by it."""

    def __init__(self, content: Catalogue, contexts: Sequence[tuple[str, ...]]) -> None:
        self.content = content
        self.contexts = contexts
        self.count = 0

    def level(self, check: Check, context: Iterable[str]) -> Level:
        """Return the level by a real assessment."""
        self.count += 1
        return assess(check, context, None, self.content).level

    def all(self) -> None:
        """Assess everything; AssertionError with the first combination that breaks a promise."""
        levels = self._every_set()
        for context, found in levels.items():
            self.nothing_lowers_within(found, context)
            assert _none_lower(levels[()], found), f"{context} lowers a level"
        self._pairs_of_circumstances()
        self._pairs_of_signs()
        self.every_rule_fires()

    def every_rule_fires(self) -> None:
        """Assess each pair of signs with each beep and circumstance; AssertionError if a rule is never met."""
        fired: set[str] = set()
        for pair, alarm in product(combinations([sign.id for sign in SIGNS], 2), PUMP_ALARMS):
            fired |= {one.rule_id for one in assess(seen(pair, alarm), CONTEXT, None, self.content).fired}
        never = {rule.id for rule in self.content.rules} - fired
        assert not never, f"never fired: {never}"

    def _every_set(self) -> dict[tuple[str, ...], bytearray]:
        levels = {context: bytearray() for context in self.contexts}
        for alarm, severe, extras in product(PUMP_ALARMS, SEVERE, EXTRAS):
            tables = {
                context: [by_the_table(n, severe[0] if severe else "", extras, alarm, context) for n in range(9)]
                for context in self.contexts
            }
            for early in EARLY_SETS:
                check = seen((*early, *severe, *extras), alarm)
                for context, table in tables.items():
                    level = self.level(check, context)
                    assert level is table[len(early)], f"{check} {context}: {level!r}"
                    levels[context].append(level)
        return levels

    def nothing_lowers_within(self, levels: bytearray, context: tuple[str, ...]) -> None:
        """Compare the levels of one circumstance with each other; AssertionError where something added lowers one."""
        for step in (1 << bit for bit in range(BLOCK.bit_length() - 1)):
            for at in range(0, len(levels), 2 * step):
                without, with_it = levels[at : at + step], levels[at + step : at + 2 * step]
                assert _none_lower(without, with_it), f"one more sign lowers a level in {context}, near {at}"
        a_tone = len(SEVERE) * BLOCK
        silent, single, two_tone, unsure = (levels[n * a_tone : (n + 1) * a_tone] for n in range(len(PUMP_ALARMS)))
        for less, more in ((silent, single), (silent, two_tone), (single, unsure), (two_tone, unsure)):
            assert _none_lower(less, more), f"a beep lowers a level in {context}"
        for start in range(0, len(levels), a_tone):
            blocks = [levels[start + n * BLOCK : start + (n + 1) * BLOCK] for n in range(len(SEVERE))]
            for severe, block in zip(SEVERE[1:], blocks[1:], strict=True):
                assert _none_lower(blocks[0], block), f"{severe} lowers a level in {context}"
                assert severe[0] not in DANGER or set(block) == {EMERGENCY}, f"{severe} below emergency in {context}"

    def _pairs_of_circumstances(self) -> None:
        for context, alarm, extras, early in product(combinations(CONTEXT, 2), PUMP_ALARMS, EXTRAS, FEW):
            expected = by_the_table(len(early), "", extras, alarm, context)
            assert self.level(seen((*early, *extras), alarm), context) is expected, (early, extras, alarm, context)

    def _pairs_of_signs(self) -> None:
        ids = [sign.id for sign in SIGNS]
        for context, alarm in product(self.contexts, PUMP_ALARMS):
            nothing = self.level(seen((), alarm), context)
            alone = {sign: self.level(seen((sign,), alarm), context) for sign in ids}
            assert all(level >= nothing for level in alone.values())
            for pair in combinations(ids, 2):
                together = self.level(seen(pair, alarm), context)
                assert together >= max(alone[sign] for sign in pair), (pair, alarm, context)
                assert together is EMERGENCY or DANGER.isdisjoint(pair), (pair, alarm, context)


PUMP_ALARMS = (PumpAlarm.NONE, PumpAlarm.SINGLE, PumpAlarm.TWO_TONE, PumpAlarm.UNSURE)


def seen(signs: Iterable[str], alarm: PumpAlarm) -> Check:
    """Return a check with these signs ticked."""
    return Check(dict.fromkeys(signs, Answer.YES), None, alarm)


def _none_lower(less: bytearray, more: bytearray) -> bool:
    return all(map(le, less, more))


def prove(which: str) -> int:
    """Assess everything by the content of the files, or by the built-in one; return how many assessments that took.

    The two are equal, so that for the second half of the circumstances suffices.
    """
    proof = Proof(of_the_files(), CONTEXTS) if which == "files" else Proof(BUILT_IN, CONTEXTS[: len(CONTEXTS) // 2])
    proof.all()
    return proof.count


BY_TONE = {
    None: (),
    Tone.USUAL: (),
    Tone.TIGHTER: ("spasticity-increase",),
    Tone.LOOSER: ("floppy",),
    Tone.UNSURE: ("spasticity-increase", "floppy"),
}
BY_TEMPERATURE = {None: (), 37.9: (), 38.0: ("fever",), 38.9: ("fever",), 39.0: ("fever", "high-fever")}


def answers_become_signs() -> int:
    """Show that tone, temperature and what was heard come to no more than the signs that are assessed above."""
    count = 0
    for early, severe, alarm in product((*FEW, EARLY_SETS[-1]), SEVERE, (None, *PUMP_ALARMS)):
        ticked = {*early, *severe, *(("fever",) if severe == ("high-fever",) else ())}
        answers = dict.fromkeys((*early, *severe), Answer.UNSURE)
        for (tone, looks), (temperature, burns) in product(BY_TONE.items(), BY_TEMPERATURE.items()):
            found = finding(Check(answers, tone, alarm, Vitals(temperature)))
            assert found.signs == ticked.union(looks, burns), (early, severe, tone, temperature)
            assert found.alarm is (alarm or PumpAlarm.NONE)
            count += 1
    return count
