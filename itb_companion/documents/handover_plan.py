"""The handover sheet's parts from the care plan: what is usual for this person, and oral baclofen at hand.

Only what was entered is told, and a clinic's words are never shortened: half an instruction may say the opposite.
"""

from datetime import datetime

from itb_companion.care.household import Household
from itb_companion.care.plan import Range
from itb_companion.documents.handover_words import day_told, one_line
from itb_companion.words import Words
from itb_companion.words.plan import score_name, usual_range

_RANGES = {
    "temperature": "usual_temperature_c",
    "systolic": "usual_systolic_mmhg",
    "diastolic": "usual_diastolic_mmhg",
    "pulse": "usual_pulse_per_min",
}
"""Of each reading the name of its range, in the order in which the sheet tells readings."""


def usual(words: Words, household: Household) -> tuple[str, ...]:
    """Return what the clinic set as usual, in one line, and the usual spasms in another."""
    plan = household.plan
    ranges = {reading: usual for reading, name in _RANGES.items() if (usual := getattr(plan, name)) is not None}
    told = [_range(words, reading, usual) for reading, usual in ranges.items()]
    lines = [words.text("handover.usual", ranges=", ".join(told))] if told else []
    if plan.usual_spasticity is not None:
        lines.append(words.text("handover.usual.spasticity", score=score_name(words, plan.usual_spasticity)))
    return tuple(lines)


def _range(words: Words, reading: str, usual: Range) -> str:
    facts = {"least": f"{usual.least:g}", "most": f"{usual.most:g}"}
    return words.text(f"handover.usual.{reading}", **facts, range=usual_range(words, _RANGES[reading], usual))


def oral_baclofen(words: Words, household: Household, now: datetime) -> tuple[str, ...]:
    """Return the clinic's own instruction, line by line, and until when the supply can be used.

    Never a dose of ours. Source: medtronic-duties, medtronic-card.
    """
    plan, today = household.plan, now.astimezone(words.zone).date()
    lines = instruction_lines(plan.oral_baclofen_instruction)
    if lines:
        lines[0] = words.text("handover.oral.instruction", text=lines[0])
    if plan.oral_baclofen_expires_on is not None:
        has_passed = plan.oral_baclofen_expires_on <= today
        key = "handover.oral.expired" if has_passed else "handover.oral.expires"
        lines.append(words.text(key, day=day_told(words, plan.oral_baclofen_expires_on)))
    return tuple(lines)


def instructions(household: Household) -> tuple[str, ...]:
    """Return what the clinic wrote, line by line."""
    return tuple(instruction_lines(household.plan.instructions))


def instruction_lines(text: str) -> list[str]:
    """Return several lines of somebody's own words, each as one line that disturbs nothing, without the empty ones."""
    return [line for raw in text.splitlines() if (line := one_line(raw))]
