"""The handover sheet's part about the last check: readings, what was ticked, tighter or looser."""

from collections.abc import Iterable
from datetime import datetime

from itb_companion.care.episode import Episode
from itb_companion.care.household import Household
from itb_companion.care.signs import SIGNS_BY_ID, Answer, Check, Vitals
from itb_companion.documents.handover_words import moment_told, one_line
from itb_companion.words import Words
from itb_companion.words.signs import inside_sentence


def last_check(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    """Return the last check; what the episode tells already as signs is not told twice."""
    check = household.last_check
    if check is None or check.saved_at is None:
        return (words.text("handover.check.none"),)
    when, by = moment_told(words, check.saved_at, now), one_line(check.by)
    lines = [words.text("handover.check.by", when=when, name=by) if by else when]
    lines.append(_readings(words, check.vitals, check.unusual))
    lines += _ticked(words, check, episode.signs if episode else ())
    if check.tone is not None:
        lines.append(words.text("handover.check.tone", tone=words.text(f"handover.tone.{check.tone}")))
    if check.pump_alarm is not None:
        lines.append(words.text("handover.check.alarm", alarm=words.text(f"handover.alarm.{check.pump_alarm}")))
    if check.events:
        lines.append(words.text("handover.check.events", events=inside_sentence(words, sorted(check.events))))
    if one_line(check.note):
        lines.append(words.text("handover.check.note", note=one_line(check.note)))
    return tuple(lines)


def _ticked(words: Words, check: Check, told: Iterable[str]) -> list[str]:
    """Return what was ticked, without a list that says no more than what is told already."""
    lines = []
    for answer, key in ((Answer.YES, "seen"), (Answer.UNSURE, "unsure")):
        signs = [sign for sign in SIGNS_BY_ID if check.answers.get(sign) is answer]
        if signs and not (answer is Answer.YES and set(signs) <= set(told)):
            lines.append(words.text(f"handover.check.{key}", signs=inside_sentence(words, signs)))
    return [words.text("handover.check.no-signs")] if check.says_no and not check.ticked else lines


def _readings(words: Words, vitals: Vitals, unusual: frozenset[str]) -> str:
    parts = []
    if vitals.temperature_c is not None:
        parts.append(words.temperature(vitals.temperature_c))
    pressures = (vitals.systolic_mmhg, vitals.diastolic_mmhg)
    if any(pressure is not None for pressure in pressures):
        upper, lower = (words.text("handover.unmeasured") if one is None else one for one in pressures)
        parts.append(words.text("handover.vitals.pressure", upper=upper, lower=lower))
    if vitals.pulse_per_min is not None:
        pulse = words.text("handover.vitals.pulse", value=vitals.pulse_per_min)
        is_unusual = "pulse_per_min" in unusual
        parts.append(words.text("check.unusual", reading=pulse) if is_unusual else pulse)
    return words.text("handover.vitals", readings=", ".join(parts)) if parts else words.text("handover.vitals.none")
