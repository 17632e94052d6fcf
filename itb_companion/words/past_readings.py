"""Readings as the history tells them: each with its unit, beside what the clinic had set as usual then.

Whether a reading is good or bad is not said: numbers and range stand there, and a person judges.
"""

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import Vitals
from itb_companion.words.language import Words
from itb_companion.words.readings import usual_range


def beside_usual(words: Words, vitals: Vitals, plan: Plan, unusual: frozenset[str]) -> str:
    """Return what was measured, a reading a line, or "" for nothing.

    `plan` is that of the time, and `unusual` are the readings that a caregiver called so.
    """
    lines = []
    if vitals.temperature_c is not None:
        told = words.text("history.reading.temperature", value=words.temperature(vitals.temperature_c))
        lines.append(_beside(words, told, _usual(words, "temperature_c", plan.usual_temperature_c)))
    if vitals.systolic_mmhg is not None or vitals.diastolic_mmhg is not None:
        lines.append(_pressure(words, vitals, plan))
    if vitals.pulse_per_min is not None:
        told = words.text("history.reading.pulse", value=vitals.pulse_per_min)
        told = words.text("check.unusual", reading=told) if "pulse_per_min" in unusual else told
        lines.append(_beside(words, told, _usual(words, "pulse_per_min", plan.usual_pulse_per_min)))
    return "\n".join(lines)


def _pressure(words: Words, vitals: Vitals, plan: Plan) -> str:
    """Return both pressures, with what is usual of those that were measured."""
    measured = {"upper": vitals.systolic_mmhg, "lower": vitals.diastolic_mmhg}
    ranges = {
        "upper": _usual(words, "systolic_mmhg", plan.usual_systolic_mmhg),
        "lower": _usual(words, "diastolic_mmhg", plan.usual_diastolic_mmhg),
    }
    told = {side: "?" if pressure is None else pressure for side, pressure in measured.items()}
    usual = [
        words.text(f"history.reading.{side}", range=ranges[side])
        for side, pressure in measured.items()
        if pressure is not None and ranges[side]
    ]
    return _beside(words, words.text("history.reading.pressure", **told), ", ".join(usual))


def _beside(words: Words, reading: str, usual: str) -> str:
    return words.text("history.reading", reading=reading, range=usual) if usual else reading


def _usual(words: Words, reading: str, usual: Range | None) -> str:
    return "" if usual is None else usual_range(words, reading, usual)
