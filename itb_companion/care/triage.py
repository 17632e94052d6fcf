"""From what was seen to a level of response, with the rules that fired and where they come from.

Total and monotone: every check has a level, and nothing added to a check ever lowers it. The rules are those of
clinical-facts section 3, read strictly; a plan may raise what a rule gives and never lowers it.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum

from itb_companion.care.plan import LEVEL_IDS, Plan
from itb_companion.care.signs import (
    CONTEXT,
    DANGER,
    EARLY,
    FEVER_C,
    HIGH_FEVER_C,
    NOT_SPECIFIC,
    SIGNS,
    SIGNS_BY_ID,
    TOO_MUCH,
    Check,
    PumpAlarm,
    Tone,
)
from itb_companion.care.value import replace, value


class Level(IntEnum):
    """The five levels of response, mildest first."""

    CLEAR = 0
    WATCH = 1
    CALL_CLINIC = 2
    URGENT = 3
    EMERGENCY = 4

    @property
    def id(self) -> str:
        """The level's name in files and on the command line."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_id(cls, level_id: str) -> "Level":
        """Return the level with this id; KeyError for an unknown one."""
        return cls[level_id.upper().replace("-", "_")]


class Reading(IntEnum):
    """Which way the signs may point. The program hands both to the clinician and picks none."""

    NEITHER = 0
    TOO_LITTLE = 1
    TOO_MUCH = 2
    EITHER = 3


@value
class Finding:
    """Everything a rule may look at, after not-sure was taken as yes and readings were turned into signs."""

    signs: frozenset[str]
    alarm: PumpAlarm
    context: frozenset[str]

    @property
    def early(self) -> frozenset[str]:
        """The early signs among them."""
        return self.signs & EARLY

    @property
    def two_tone(self) -> bool:
        """Whether the two-tone alarm was heard; not sure which tone it was counts as the worse."""
        return self.alarm in (PumpAlarm.TWO_TONE, PumpAlarm.UNSURE)


@value
class Rule:
    """One line of clinical-facts section 3. `because` returns the ids that make it fire, empty when it does not."""

    id: str
    level: Level
    sources: tuple[str, ...]
    because: Callable[[Finding], frozenset[str]]


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


_CONCERNS = frozenset(CONTEXT) - {"missed-oral-dose", "mimic-found"}
"""What makes one early sign urgent. The two that are left out are handed over, and stand in no row of section 3."""
_NO_FLOW = frozenset({"may-be-empty", "known-fault"})
_NOTHING: frozenset[str] = frozenset()


def _early_while_no_flow(found: Finding) -> frozenset[str]:
    reasons = found.context & _NO_FLOW
    if found.two_tone:
        reasons |= {"two-tone-alarm"}
    return found.early | reasons if found.early and reasons else _NOTHING


def _early_with_concern(found: Finding) -> frozenset[str]:
    reasons = found.context & _CONCERNS
    if found.alarm is not PumpAlarm.NONE:
        reasons |= {"pump-alarm"}
    return found.early | reasons if found.early and reasons else _NOTHING


def _fever_with_early(found: Finding) -> frozenset[str]:
    return found.early | {"fever"} if found.early and "fever" in found.signs else _NOTHING


def _floppy_with_more(found: Finding) -> frozenset[str]:
    more = found.signs & {"drowsy", "breathing"}
    return more | {"floppy"} if more and "floppy" in found.signs else _NOTHING


RULES = (
    Rule("severe-sign", Level.EMERGENCY, ("label-boxed", "childrens-wisconsin"), lambda f: f.signs & DANGER),
    Rule("fever-with-early-sign", Level.EMERGENCY, ("rch", "label-boxed"), _fever_with_early),
    Rule(
        "floppy-with-drowsy-or-breathing",
        Level.EMERGENCY,
        ("gablofen-patient", "lioresal-safety"),
        _floppy_with_more,
    ),
    Rule(
        "early-sign-while-no-drug",
        Level.EMERGENCY,
        ("gablofen-patient", "medtronic-pump"),
        _early_while_no_flow,
    ),
    Rule(
        "two-early-signs",
        Level.URGENT,
        ("medtronic-underdose", "medtronic-card"),
        lambda f: f.early if len(f.early) > 1 else _NOTHING,
    ),
    Rule("early-sign-with-concern", Level.URGENT, ("medtronic-underdose", "label-boxed"), _early_with_concern),
    Rule(
        "two-tone-alarm",
        Level.URGENT,
        ("medtronic-pump",),
        lambda f: frozenset({"two-tone-alarm"}) if f.two_tone else _NOTHING,
    ),
    Rule(
        "sign-of-too-much",
        Level.URGENT,
        ("lioresal-safety", "medtronic-underdose", "rch"),
        lambda f: f.signs & TOO_MUCH,
    ),
    Rule("known-fault", Level.URGENT, ("gablofen-patient",), lambda f: f.context & {"known-fault"}),
    Rule("fever", Level.URGENT, ("rch",), lambda f: f.signs & {"fever"}),
    Rule(
        "alarm-date-passed",
        Level.URGENT,
        ("gablofen-patient",),
        lambda f: f.context & {"alarm-date-passed"},
    ),
    Rule("one-early-sign", Level.CALL_CLINIC, ("medtronic-underdose", "medtronic-card"), lambda f: f.early),
    Rule(
        "single-beep",
        Level.CALL_CLINIC,
        ("medtronic-pump", "childrens-wisconsin"),
        lambda f: frozenset({"single-beep"}) if f.alarm is PumpAlarm.SINGLE else _NOTHING,
    ),
    Rule("refill-missed", Level.CALL_CLINIC, ("childrens-wisconsin",), lambda f: f.context & {"refill-overdue"}),
    Rule("pump-site", Level.CALL_CLINIC, ("gillette",), lambda f: f.signs & {"pump-site-red"}),
    Rule("not-specific-signs", Level.WATCH, ("ocean-recovery", "ascendant"), lambda f: f.signs & NOT_SPECIFIC),
)
RULE_IDS = tuple(rule.id for rule in RULES)


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
    usual = plan.usual_systolic_mmhg
    if usual and vitals.systolic_mmhg is not None and not usual.holds(vitals.systolic_mmhg):
        signs.add("low-blood-pressure")
    usual = plan.usual_pulse_per_min
    if usual and vitals.pulse_per_min is not None and not usual.holds(vitals.pulse_per_min):
        signs.add("fast-pulse")
    return signs


def assess(check: Check, context: Iterable[str] = (), plan: Plan | None = None) -> Assessment:
    """Return the level of response to a check in its context, with every rule that fired, worst first.

    `context` holds ids of `signs.CONTEXT`; ids that no rule knows change nothing. Source: clinical-facts section 3.
    """
    plan = plan or Plan()
    found = finding(check, context, plan)
    fired = []
    for rule in RULES:
        because = rule.because(found)
        if because:
            fired.append(Fired(rule.id, _raised(rule, plan), tuple(sorted(because, key=_weight)), rule.sources))
    fired.sort(key=lambda f: -f.level)
    level = fired[0].level if fired else Level.CLEAR
    decided = dict.fromkeys(sign for f in fired for sign in f.because if sign in found.signs)
    return Assessment(level, tuple(fired), _reading(found), tuple(decided))


_WEIGHTS = {name: weight for weight, name in enumerate((*SIGNS_BY_ID, *CONTEXT))}


def _weight(name: str) -> int:
    """Order what made a rule fire as the catalogue has it: signs first, then circumstances."""
    return _WEIGHTS.get(name, len(_WEIGHTS))


def _raised(rule: Rule, plan: Plan) -> Level:
    """Return the level a rule gives for this person: its own, or the plan's where that is stricter."""
    wanted = plan.stricter.get(rule.id)
    # A level that nobody knows must not stop an assessment; `check_plan` says so where the plan is entered.
    return max(rule.level, Level.from_id(wanted)) if wanted in LEVEL_IDS else rule.level


_TOWARDS_TOO_LITTLE = EARLY | {"fever", "high-fever", "hallucinations", "rigidity"}
_ON_BOTH_LISTS = frozenset(sign.id for sign in SIGNS if sign.both_ways)


def _reading(found: Finding) -> Reading:
    """Return which lists the signs stand on. It changes words, never the level."""
    little = bool(found.signs & _TOWARDS_TOO_LITTLE - _ON_BOTH_LISTS)
    much = bool(found.signs & TOO_MUCH)
    both = bool(found.signs & _ON_BOTH_LISTS)
    if little and much:
        return Reading.EITHER
    if little or much:
        return Reading.TOO_LITTLE if little else Reading.TOO_MUCH
    return Reading.EITHER if both else Reading.NEITHER
