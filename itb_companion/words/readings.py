"""Words for readings: how each compares with what is usual for the person. No direction ever reassures."""

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import FEVER_C, Vitals
from itb_companion.care.temperature import from_c
from itb_companion.words.language import Words

_USUAL = {
    "temperature_c": "usual_temperature_c",
    "systolic_mmhg": "usual_systolic_mmhg",
    "diastolic_mmhg": "usual_diastolic_mmhg",
    "pulse_per_min": "usual_pulse_per_min",
}
"""Of each reading that is compared, the name of its range in a plan."""
MAY_BE_CALLED_UNUSUAL = ("systolic_mmhg", "diastolic_mmhg", "pulse_per_min")
"""Where the clinic set nothing, a caregiver says whether these are unusual; for a fever there is a number."""


def compared(words: Words, vitals: Vitals, plan: Plan, name: str) -> dict[str, str]:
    """Return what is said beside each reading that was taken, by its name.

    Within what is usual only the range is told: nothing here says that a reading is good. `name` may be empty.
    """
    called = name or words.text("check.this-person")
    told = {reading: _compared(words, reading, vitals, plan, called) for reading in _USUAL}
    return {reading: sentence for reading, sentence in told.items() if sentence}


def asked_whether_unusual(vitals: Vitals, plan: Plan) -> frozenset[str]:
    """Return the readings of which only the caregiver can say whether they are unusual for this person.

    Of two pressures one is asked about: there is one sign of an unusual pressure.
    """
    asked = [
        reading
        for reading in MAY_BE_CALLED_UNUSUAL
        if getattr(vitals, reading) is not None and getattr(plan, _USUAL[reading]) is None
    ]
    return frozenset(asked) - ({"diastolic_mmhg"} if "systolic_mmhg" in asked else set())


def _compared(words: Words, reading: str, vitals: Vitals, plan: Plan, name: str) -> str:
    value, usual = getattr(vitals, reading), getattr(plan, _USUAL[reading])
    if value is None:
        return ""
    fever = _fever(words, value) if reading == "temperature_c" else ""
    if usual is None:
        return words.text("check.usual.not-set", name=name) if reading in MAY_BE_CALLED_UNUSUAL else fever
    side = "within" if usual.holds(value) else "above" if value > usual.most else "below"
    sentence = words.text(f"check.usual.{side}", name=name, range=usual_range(words, reading, usual))
    return f"{sentence} {fever}".strip()


def usual_range(words: Words, reading: str, usual: Range) -> str:
    """Return what is usual, as it is told beside a reading: without a unit, but for a temperature."""
    if reading == "temperature_c":
        unit = words.temperature_unit
        least, most = (f"{from_c(end, unit):.1f}" for end in (usual.least, usual.most))
        return words.text("check.usual.temperature", least=least, most=most, unit=unit.sign)
    return words.text("check.usual.range", least=f"{usual.least:g}", most=f"{usual.most:g}")


def _fever(words: Words, temperature_c: float) -> str:
    """Return what a temperature means: a fever, or that the lack of one proves nothing. Source: rch."""
    return words.text("check.fever" if temperature_c >= FEVER_C else "check.fever.none")
