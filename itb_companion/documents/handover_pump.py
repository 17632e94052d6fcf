"""The handover sheet's parts about the pump and its last refill; what is not known is told as not known."""

from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite

from itb_companion.care.household import Household
from itb_companion.care.pump import Fill, Projection, project
from itb_companion.documents.handover_words import day_told, one_line
from itb_companion.words import Words, problems


def pump(words: Words, household: Household) -> tuple[str, ...]:
    """Return model, serial number, reservoir and when the pump itself is to be replaced."""
    pump = household.pump
    if pump is None:
        return (words.text("handover.pump.unknown"),)
    facts = {
        "model": {"model": name} if (name := one_line(pump.full_name)) else None,
        "serial": {"serial": serial} if (serial := one_line(pump.serial)) else None,
        "reservoir": {"volume": pump.reservoir_ml} if isfinite(pump.reservoir_ml) and pump.reservoir_ml > 0 else None,
    }
    lines = [words.text(f"handover.pump.{key}", **fact) for key, fact in facts.items() if fact]
    lines += _unknown(words, "pump", [key for key, fact in facts.items() if not fact])
    if pump.replacement_on is not None:
        lines.append(words.text("handover.pump.replacement", day=day_told(words, pump.replacement_on)))
    return tuple(lines)


def fill(words: Words, household: Household, now: datetime) -> tuple[str, ...]:
    """Return the last refill, the level by arithmetic, and the next appointment."""
    fill, on = household.fill, now.astimezone(words.zone).date()
    lines = [words.text("handover.fill.none")] if fill is None else _printout(words, fill, on)
    appointment = household.open_appointment
    if appointment is not None:
        lines.append(words.text("handover.fill.appointment", day=day_told(words, appointment.on)))
    return tuple(lines)


def _printout(words: Words, fill: Fill, on: date) -> list[str]:
    day = day_told(words, fill.filled_on)
    if fill.volume_ml is None:
        lines = [words.text("handover.fill.on", day=day)]
    else:
        lines = [words.text("handover.fill.on-volume", day=day, value=fill.volume_ml)]
    numbers = {"concentration": fill.concentration_mcg_per_ml, "dose": fill.dose_mcg_per_day}
    lines += [words.text(f"handover.fill.{key}", value=one) for key, one in numbers.items() if one is not None]
    if fill.alarm_on is not None:
        lines.append(words.text("handover.fill.alarm-on", day=day_told(words, fill.alarm_on)))
    parts = {"volume": fill.volume_ml, **numbers, "alarm-on": fill.alarm_on}
    unknown = _unknown(words, "fill", [part for part, one in parts.items() if one is None])
    return [*lines, *unknown, _level(words, fill, on)]


def _level(words: Words, fill: Fill, on: date) -> str:
    """Return how full the reservoir is by arithmetic, with its plausible range, or why that cannot be told."""
    found = project(fill, on)
    if not isinstance(found, Projection):
        return problems.refusal(words, found)
    # Not the words of Today: they add a day that hangs on the alarm volume, which may be a default nobody checked.
    levels = (found.level_ml, found.lowest_ml, found.highest_ml)
    level, lowest, highest = (f"{ml:.1f}" for ml in levels)
    return words.text("handover.fill.level", level=level, lowest=lowest, highest=highest)


def _unknown(words: Words, what: str, parts: Sequence[str]) -> list[str]:
    named = words.listed(words.text(f"handover.part.{part}") for part in parts)
    return [words.text(f"handover.{what}.part-unknown", parts=named)] if parts else []
