"""How a plan may change the rules: make one stricter for this person, never looser."""

from collections.abc import Mapping

from itb_companion.care.plan import LEVEL_IDS
from itb_companion.care.problems import Problem
from itb_companion.care.triage import RULES, Level


def own_levels() -> dict[str, Level]:
    """Return the level that each rule gives by itself, worst first. Source: clinical-facts section 3."""
    return {rule.id: rule.level for rule in sorted(RULES, key=lambda rule: -rule.level)}


def levels_for_this_person(stricter: Mapping[str, str]) -> dict[str, Level]:
    """Return the level that each rule gives under a plan; a level that is unknown or looser changes nothing."""
    return {rule: max(own, _level(stricter.get(rule, own.id), own)) for rule, own in own_levels().items()}


def choices(own: Level) -> tuple[Level, ...]:
    """Return the levels that a plan may give to a rule: its own, and stricter ones."""
    return tuple(level for level in Level if level >= own)


def with_level(stricter: Mapping[str, str], rule_id: str, level: Level) -> dict[str, str]:
    """Return what a plan holds once a rule has this level; a rule at its own level is not named."""
    others = {rule: wanted for rule, wanted in stricter.items() if rule != rule_id}
    return others if level <= own_levels()[rule_id] else others | {rule_id: level.id}


def check_stricter(stricter: Mapping[str, str]) -> list[Problem]:
    """Return what a plan must not say about rules: one that is not known, or a level below the rule's own."""
    own, problems = own_levels(), []
    for rule, wanted in stricter.items():
        if rule not in own:
            problems.append(Problem(f"stricter.{rule}", "rule-unknown", facts={"rule": rule}))
        elif wanted not in LEVEL_IDS:
            problems.append(Problem(f"stricter.{rule}", "level-unknown"))
        elif Level.from_id(wanted) < own[rule]:
            problems.append(Problem(f"stricter.{rule}", "level-looser", facts={"level": wanted, "own": own[rule].id}))
    return problems


def _level(level_id: str, other: Level) -> Level:
    return Level.from_id(level_id) if level_id in LEVEL_IDS else other
