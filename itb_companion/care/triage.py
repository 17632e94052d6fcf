"""From what was seen to a level of response, with the rules that fired and where they come from.

Total and monotone: every check has a level, and nothing added to a check ever lowers it. The rules are those of
clinical-facts section 3, read strictly; they stand in `assets/clinical/rules.toml`. A plan may raise what a rule gives
and never lowers it.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import chain
from operator import attrgetter

from itb_companion.care import built_in, catalogue
from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue, RuleInBits
from itb_companion.care.plan import LEVEL_IDS, Plan
from itb_companion.care.signs import (
    CONTEXT,
    EARLY,
    FEVER_C,
    HIGH_FEVER_C,
    SIGNS_BY_ID,
    TOO_MUCH,
    Check,
    PumpAlarm,
    Tone,
)
from itb_companion.care.value import replace, value

Level = catalogue.Level
RULES = built_in.RULES
RULE_IDS = tuple(rule.id for rule in RULES)


class Reading(IntEnum):
    """Which way the signs may point. The program hands both to the clinician and picks none."""

    NEITHER = 0
    TOO_LITTLE = 1
    TOO_MUCH = 2
    EITHER = 3


_SIGN_IDS, _CONTEXT_IDS = frozenset(SIGNS_BY_ID), frozenset(CONTEXT)
_HEARD: dict[PumpAlarm, frozenset[str]] = {
    PumpAlarm.NONE: frozenset(),
    PumpAlarm.SINGLE: frozenset({"single-beep", "pump-alarm"}),
    PumpAlarm.TWO_TONE: frozenset({"two-tone-alarm", "pump-alarm"}),
    # Not sure counts as yes: whichever tone it was, its rules fire.
    PumpAlarm.UNSURE: frozenset({"single-beep", "two-tone-alarm", "pump-alarm"}),
}


@value
class Finding:
    """Everything a rule may look at, after not-sure was taken as yes and readings were turned into signs."""

    signs: frozenset[str]
    alarm: PumpAlarm
    context: frozenset[str]

    @property
    def there(self) -> frozenset[str]:
        """Every id that is there: signs, circumstances, and what was heard from the pump."""
        return (self.signs & _SIGN_IDS) | (self.context & _CONTEXT_IDS) | _HEARD[self.alarm]


@value
class Fired:
    """A rule that fired, at the level it gives for this person, with the ids that made it fire."""

    rule_id: str
    level: Level
    because: tuple[str, ...]
    sources: tuple[str, ...]


@value
class Assessment:
    """The level and its reasons, worst first."""

    level: Level
    fired: tuple[Fired, ...] = ()
    reading: Reading = Reading.NEITHER
    signs: tuple[str, ...] = ()
    """Every sign taken as there, in the catalogue's order of weight: what decided first."""

    @property
    def deciding(self) -> tuple[Fired, ...]:
        """The rules that gave the level."""
        return tuple(fired for fired in self.fired if fired.level is self.level)


def finding(check: Check, context: Iterable[str] = (), plan: Plan | None = None) -> Finding:
    """Return what a check amounts to: not sure as yes, readings and tone as signs. Nothing here ever removes a sign."""
    signs = set(check.ticked)
    signs |= _signs_of_vitals(check, plan or Plan())
    if check.tone in (Tone.TIGHTER, Tone.UNSURE):
        signs.add("spasticity-increase")
    if check.tone in (Tone.LOOSER, Tone.UNSURE):
        signs.add("floppy")
    if "high-fever" in signs:
        signs.add("fever")
    return Finding(frozenset(signs), check.pump_alarm or PumpAlarm.NONE, frozenset(context) | check.events)


def saw_something(check: Check, plan: Plan) -> bool:
    """Whether the check itself holds a sign or a beep, whatever circumstances add to its level."""
    found = finding(replace(check, events=frozenset()), (), plan)
    return bool(found.signs) or found.alarm is not PumpAlarm.NONE


def _signs_of_vitals(check: Check, plan: Plan) -> set[str]:
    """Return the signs that readings amount to; pressure and pulse only against what the clinic set for this person."""
    vitals, signs = check.vitals, set()
    if vitals.temperature_c is not None and vitals.temperature_c >= FEVER_C:
        signs.add("high-fever" if vitals.temperature_c >= HIGH_FEVER_C else "fever")
    for usual, pressure in (
        (plan.usual_systolic_mmhg, vitals.systolic_mmhg),
        (plan.usual_diastolic_mmhg, vitals.diastolic_mmhg),
    ):
        if usual and pressure is not None and not usual.holds(pressure):
            signs.add("low-blood-pressure")
    usual = plan.usual_pulse_per_min
    if usual and vitals.pulse_per_min is not None and not usual.holds(vitals.pulse_per_min):
        signs.add("fast-pulse")
    if "pulse_per_min" in check.unusual:
        signs.add("fast-pulse")
    return signs


def assess(
    check: Check, context: Iterable[str] = (), plan: Plan | None = None, content: Catalogue = BUILT_IN
) -> Assessment:
    """Return the level of response to a check in its context, with every rule that fired, worst first.

    `context` holds ids of `signs.CONTEXT`; ids that no rule knows change nothing. Source: clinical-facts section 3.
    """
    plan = plan or _NO_PLAN
    found = finding(check, context, plan)
    every: dict[str, Fired] = {}
    for fired in _fired(content, found.there):
        # A rule may stand in the files otherwise than in the built-in content: then both count.
        every[fired.rule_id] = _stricter(every[fired.rule_id], fired) if fired.rule_id in every else fired
    for_this_person = [_raised(fired, plan) for fired in every.values()] if plan.stricter else every.values()
    worst_first = sorted(for_this_person, key=_LEVEL, reverse=True)
    level = worst_first[0].level if worst_first else Level.CLEAR
    reasons = dict.fromkeys(chain.from_iterable([fired.because for fired in worst_first]))
    decided = tuple([reason for reason in reasons if reason in found.signs])
    return Assessment(level, tuple(worst_first), _reading(found, content.on_both_lists), decided)


_NO_PLAN = Plan()
_LEVEL = attrgetter("level")


_MOST_TOLD = 4096


def _fired(content: Catalogue, there: frozenset[str]) -> list[Fired]:
    """Return the rules of which every need is met by what is there, with the ids that met them."""
    bits, mask, fired = content.bits, 0, []
    for id_ in there:
        mask |= bits.get(id_, 0)
    for rule in content.rules_in_bits:
        because = rule.because(mask)
        if because:
            fired.append(rule.told.get(because) or _fire(rule, because, bits))
    return fired


def _fire(rule: RuleInBits, because: int, bits: Mapping[str, int]) -> Fired:
    """Return what fired; an unchanged check is assessed again and again, so that it is kept."""
    ids = tuple(id_ for id_, bit in bits.items() if bit & because)
    fired = Fired(rule.rule.id, rule.rule.level, ids, rule.rule.sources)
    if len(rule.told) >= _MOST_TOLD:
        rule.told.clear()
    rule.told[because] = fired
    return fired


def _stricter(one: Fired, other: Fired) -> Fired:
    """Return what a rule gives that stands twice."""
    because, sources = (*one.because, *other.because), (*one.sources, *other.sources)
    return Fired(one.rule_id, max(one.level, other.level), tuple(dict.fromkeys(because)), tuple(dict.fromkeys(sources)))


def _raised(fired: Fired, plan: Plan) -> Fired:
    """Return what fired at the level it has for this person: its own, or the plan's where that is stricter."""
    wanted = plan.stricter.get(fired.rule_id)
    # A level that nobody knows must not stop an assessment; `check_plan` says so where the plan is entered.
    level = max(fired.level, Level.from_id(wanted)) if wanted in LEVEL_IDS else fired.level
    return replace(fired, level=level)


_TOO_LITTLE = EARLY | {"fever", "high-fever", "hallucinations", "rigidity"}


def _reading(found: Finding, on_both_lists: frozenset[str]) -> Reading:
    """Return which lists the signs stand on. It changes words, never the level."""
    on_one = found.signs - on_both_lists
    little = not _TOO_LITTLE.isdisjoint(on_one)
    much = not TOO_MUCH.isdisjoint(on_one)
    if little or much:
        return Reading.EITHER if little and much else Reading.TOO_LITTLE if little else Reading.TOO_MUCH
    return Reading.NEITHER if on_both_lists.isdisjoint(found.signs) else Reading.EITHER
