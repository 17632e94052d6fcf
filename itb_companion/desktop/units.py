"""The units that this computer's country uses, as far as the system tells."""

from PySide6.QtCore import QLocale

from itb_companion.care.temperature import TemperatureUnit, proposed_unit


def temperature_unit() -> TemperatureUnit:
    """Return the unit to propose for temperatures: that of the country the system is set to, °C where it names none."""
    return proposed_unit(QLocale.territoryToCode(QLocale.system().territory()))
