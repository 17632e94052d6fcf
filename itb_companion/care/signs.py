"""The built-in signs by group, and one check: what a caregiver saw, since when, with what readings.

The signs themselves stand in `assets/clinical/signs.toml`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from math import isfinite

from itb_companion.care import built_in
from itb_companion.care.catalogue import DANGER_SET, Group, Sign, named_sets
from itb_companion.care.problems import Problem
from itb_companion.care.value import field, replace, value

FEVER_C = 38.0
"""The only temperature threshold in caregiver material. Source: rch."""
HIGH_FEVER_C = 39.0


SIGNS = built_in.SIGNS
CONTEXT = built_in.CONTEXT
"""Context ids; `may-be-empty` is the day on or after the earliest plausible empty date."""
SIGNS_BY_ID: Mapping[str, Sign] = {sign.id: sign for sign in SIGNS}

LEADING_SIGNS = ("itch", "tingling", "spasticity-increase", "low-blood-pressure")
"""The four early signs that the checklist leads with."""
_SETS = named_sets(SIGNS)
EARLY = _SETS[Group.EARLY]
NOT_SPECIFIC = _SETS[Group.NOT_SPECIFIC]
TOO_MUCH = _SETS[Group.TOO_MUCH]
DANGER = _SETS[DANGER_SET]
"""Signs that are an emergency by themselves; `fever` below 39 °C alone is urgent."""


class Tone(StrEnum):
    """Tighter or looser than usual: the question that separates too little from too much best."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    USUAL = "usual"
    UNSURE = "unsure"


class PumpAlarm(StrEnum):
    """What was heard from the pump. None heard proves nothing."""

    SINGLE = "single"
    TWO_TONE = "two-tone"
    UNSURE = "unsure"
    NONE = "none"


RECENT_EVENTS = (
    "recent-refill",
    "recent-dose-change",
    "recent-surgery",
    "recent-mri",
    "recent-fall",
    "missed-oral-dose",
)
"""What a caregiver can tick of the last three days."""


class Answer(StrEnum):
    """A caregiver's answer about one sign. Not sure counts as yes."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"

    @property
    def counts(self) -> bool:
        """Whether the sign is taken as there."""
        return self is not Answer.NO


@value
class Vitals:
    """Readings: temperature in °C, pressures in mmHg, pulse in beats a minute; None where not measured."""

    temperature_c: float | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    pulse_per_min: int | None = None

    @property
    def any(self) -> bool:
        """Whether anything was measured."""
        return any(
            value is not None
            for value in (self.temperature_c, self.systolic_mmhg, self.diastolic_mmhg, self.pulse_per_min)
        )


UNUSUAL_READINGS = ("pulse_per_min",)
"""What a caregiver can call unusual where the clinic set nothing. For the pressure there is a sign of its own."""


@value
class Check:
    """What was seen at one time. Signs not answered are absent from `answers`; `since` are aware instants."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    tone: Tone | None = None
    pump_alarm: PumpAlarm | None = None
    vitals: Vitals = field(default_factory=Vitals)
    events: frozenset[str] = frozenset()
    """Of RECENT_EVENTS, what was ticked, and `known-fault` or `mimic-found` where somebody said so."""
    since: Mapping[str, datetime] = field(default_factory=dict)
    unusual: frozenset[str] = frozenset()
    """Of UNUSUAL_READINGS, those that a caregiver called unusual for this person."""
    note: str = ""
    started_at: datetime | None = None
    by: str = ""
    id: int | None = None
    saved_at: datetime | None = None

    @property
    def ticked(self) -> frozenset[str]:
        """The signs that were answered with yes or not sure."""
        return frozenset([sign for sign, answer in self.answers.items() if answer.counts])

    @property
    def says_no(self) -> bool:
        """Whether any sign was answered with no: of a check that holds readings only, nobody asked about signs."""
        return Answer.NO in self.answers.values()

    @property
    def nothing_answered(self) -> bool:
        """Whether nothing at all has been answered yet."""
        given = (self.answers, self.tone, self.pump_alarm, self.vitals.any, self.events, self.unusual, self.note)
        return not any(given)

    def with_answer(self, sign: str, answer: Answer | None, at: datetime) -> "Check":
        """Return the check with one answer set or taken back.

        A sign first ticked now began now, unless told otherwise.
        """
        answers = {key: value for key, value in self.answers.items() if key != sign}
        since = dict(self.since)
        if answer is not None:
            answers[sign] = answer
        if answer is not None and answer.counts:
            since.setdefault(sign, at)
        else:
            since.pop(sign, None)
        return replace(self, answers=answers, since=since)


_BOUNDS = {
    "temperature_c": (25.0, 45.0),
    "systolic_mmhg": (30, 300),
    "diastolic_mmhg": (10, 250),
    "pulse_per_min": (10, 300),
}


def check_vitals(vitals: Vitals) -> list[Problem]:
    """Return readings that cannot be true.

    Outside 25-45 °C, 30-300 over 10-250 mmHg, 10-300 a minute, or lower above upper.
    """
    problems = []
    for name, (least, most) in _BOUNDS.items():
        value = getattr(vitals, name)
        if value is not None and (not isfinite(value) or not least <= value <= most):
            problems.append(Problem(name, f"{name}-impossible", facts={"least": least, "most": most}))
    upper, lower = vitals.systolic_mmhg, vitals.diastolic_mmhg
    if upper is not None and lower is not None and lower >= upper and not problems:
        problems.append(Problem("diastolic_mmhg", "diastolic-above-systolic"))
    return problems
