"""Temperatures: kept in °C, typed and told in the unit of the household, and never rounded across a fever."""

from collections.abc import Mapping
from enum import StrEnum
from math import isfinite

from itb_companion.care.problems import Problem
from itb_companion.care.signs import FEVER_C, HIGH_FEVER_C

LEAST_C, MOST_C = 25.0, 45.0
"""What a thermometer can show of somebody who lives."""
OPTION = "temperature_unit"
_KEPT_DECIMALS = 3
"""Enough to give every tenth of a degree Fahrenheit back as it was typed."""


class TemperatureUnit(StrEnum):
    """The unit in which a household reads its thermometer."""

    CELSIUS = "c"
    FAHRENHEIT = "f"

    @property
    def sign(self) -> str:
        """How the unit is written after a number."""
        return "°F" if self is TemperatureUnit.FAHRENHEIT else "°C"

    @property
    def other(self) -> "TemperatureUnit":
        """The unit that this one is mixed up with."""
        return TemperatureUnit.CELSIUS if self is TemperatureUnit.FAHRENHEIT else TemperatureUnit.FAHRENHEIT


_FAHRENHEIT_IN = frozenset(["US", "PR", "GU", "VI", "AS", "MP", "UM", "BS", "BZ", "KY", "PW", "LR", "FM", "MH"])
"""Countries, by ISO 3166 code, where thermometers are read in °F."""


def proposed_unit(territory: str) -> TemperatureUnit:
    """Return the unit to propose in a country, by its ISO 3166 code."""
    return TemperatureUnit.FAHRENHEIT if territory.upper() in _FAHRENHEIT_IN else TemperatureUnit.CELSIUS


def unit_of(options: Mapping[str, str], proposed: TemperatureUnit) -> TemperatureUnit:
    """Return the unit that a household chose; the proposed one where it chose none that is known."""
    chosen = options.get(OPTION)
    return TemperatureUnit(chosen) if chosen in tuple(TemperatureUnit) else proposed


def to_c(reading: float, unit: TemperatureUnit) -> float:
    """Return a reading in °C as it is kept: 100.4 °F is 38.0 °C, and 100.3 °F is below it."""
    return round((reading - 32) * 5 / 9, _KEPT_DECIMALS) if unit is TemperatureUnit.FAHRENHEIT else reading


def from_c(temperature_c: float, unit: TemperatureUnit) -> float:
    """Return a kept temperature in `unit`."""
    in_f = unit is TemperatureUnit.FAHRENHEIT
    return round(temperature_c * 9 / 5 + 32, _KEPT_DECIMALS) if in_f else temperature_c


def told(temperature_c: float, unit: TemperatureUnit) -> str:
    """Return a kept temperature as a person reads it, to the tenth: "38.0" is told of a fever only. Source: rch."""
    tenths = round(from_c(temperature_c, unit), 1)
    for limit_c in (HIGH_FEVER_C, FEVER_C):
        limit = round(from_c(limit_c, unit), 1)
        if temperature_c < limit_c and tenths >= limit:
            tenths = limit - 0.1
    return f"{tenths:.1f}"


def check_reading(reading: float, unit: TemperatureUnit) -> list[Problem]:
    """Return what is wrong with a temperature as typed: impossible, and perhaps meant in the other unit.

    Possible is 25 to 45 °C.
    """
    if _is_possible(reading, unit):
        return []
    if _is_possible(reading, unit.other):
        facts: dict[str, object] = {"typed": reading, "unit": unit.sign, "other": unit.other.sign}
        return [Problem("temperature_c", "temperature-other-unit", facts=facts)]
    facts = {"least": from_c(LEAST_C, unit), "most": from_c(MOST_C, unit), "unit": unit.sign}
    return [Problem("temperature_c", "temperature-impossible", facts=facts)]


def _is_possible(reading: float, unit: TemperatureUnit) -> bool:
    return isfinite(reading) and LEAST_C <= to_c(reading, unit) <= MOST_C
