"""The clinical content as values: signs, circumstances, rules, pump models and sources.

It is written down in `assets/clinical`. `built_in` is generated from there; `clinical_files` reads a file into the same
values. Ids, groups and sources are those of clinical-facts sections 1 and 3.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

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


class Group(StrEnum):
    """Where a sign belongs. A sign of severe or overdose groups may be early in the other reading.

    The stricter counts.
    """

    EARLY = "early"
    SEVERE = "severe"
    NOT_SPECIFIC = "not-specific"
    TOO_MUCH = "too-much"
    SITE = "site"


@value
class Sign:
    """One sign of the catalogue. `both_ways` marks signs that stand on the lists of too little and of too much."""

    id: str
    group: Group
    sources: tuple[str, ...]
    both_ways: bool = False


ALARM_IDS = ("two-tone-alarm", "single-beep", "pump-alarm")
"""What a rule may ask about what was heard from the pump; any beep is a pump-alarm."""
DANGER_SET = "danger"
"""The name by which a rule asks for any sign that is an emergency by itself."""
_URGENT_BY_ITSELF = "fever"


def named_sets(signs: Iterable[Sign]) -> dict[str, frozenset[str]]:
    """Return what a rule may name in place of single signs: each group, and the severe signs but fever as `danger`."""
    every = tuple(signs)
    sets = {group.value: frozenset(sign.id for sign in every if sign.group is group) for group in Group}
    return sets | {DANGER_SET: sets[Group.SEVERE.value] - {_URGENT_BY_ITSELF}}


@value
class Need:
    """One line of a rule's condition: at least so many of these ids are there. More of them never unmeets it."""

    at_least: int
    of: frozenset[str]


def need(sets: Mapping[str, frozenset[str]], at_least: int, *names: str) -> Need:
    """Return a need for ids and for the sets that a rule names."""
    return Need(at_least, frozenset().union(*(sets.get(name, frozenset((name,))) for name in names)))


@value
class Rule:
    """One line of clinical-facts section 3: its level counts when every need is met. More ids never silence it."""

    id: str
    level: Level
    sources: tuple[str, ...]
    when: tuple[Need, ...]


class RuleInBits:
    """A rule with its needs in the bits of a catalogue; `told` keeps what was said of it before, by what met it."""

    def __init__(self, rule: Rule, bits: Mapping[str, int]) -> None:
        self.rule = rule
        self.told: dict[int, Any] = {}
        self._needs = tuple((sum(bits[id_] for id_ in line.of), line.at_least) for line in rule.when)

    def because(self, there: int) -> int:
        """Return which of the bits that are there make it fire; 0 when it does not."""
        because = 0
        for of, at_least in self._needs:
            met = there & of
            if not met or met.bit_count() < at_least:
                return 0
            because |= met
        return because


@value
class PumpModel:
    """A pump on the market; beeping patterns belong to a model, never to all."""

    id: str
    name: str
    maker: str
    reservoir_ml: float
    sources: tuple[str, ...] = ()
    """Where its alarm tones are described; empty where no source at hand does."""


@value
class Catalogue:
    """Everything that stands in the clinical files but the words; `sources` are titles by id."""

    signs: tuple[Sign, ...]
    context: tuple[str, ...]
    rules: tuple[Rule, ...]
    pumps: tuple[PumpModel, ...]
    sources: Mapping[str, str]

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """One bit for each id that a rule may ask for, in the order in which reasons are told."""
        ids = (*(sign.id for sign in self.signs), *self.context, *ALARM_IDS)
        return {id_: 1 << place for place, id_ in enumerate(dict.fromkeys(ids))}

    @cached_property
    def on_both_lists(self) -> frozenset[str]:
        """The signs that may point to too little as well as to too much."""
        return frozenset(sign.id for sign in self.signs if sign.both_ways)

    @cached_property
    def rules_in_bits(self) -> tuple[RuleInBits, ...]:
        """Each rule with its needs in bits: a check is assessed at every tick and every look."""
        return tuple(RuleInBits(rule, self.bits) for rule in self.rules)

    def with_rules_of(self, other: "Catalogue") -> "Catalogue":
        """Return this catalogue with the rules of another, which knows the same ids, beside its own.

        The highest level counts, so it is at least as strict as either, whatever the other says. A sign points both
        ways where either says so. The other's titles of sources count; its pump models do not.
        """
        rules = (*self.rules, *(rule for rule in other.rules if rule not in self.rules))
        both = self.on_both_lists | other.on_both_lists
        signs = tuple(replace(sign, both_ways=sign.id in both) for sign in self.signs)
        return Catalogue(signs, self.context, rules, self.pumps, {**self.sources, **other.sources})
