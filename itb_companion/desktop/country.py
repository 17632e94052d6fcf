"""Where this computer says that it is: only good enough to propose a number that nobody entered."""

from PySide6.QtCore import QLocale, QTimeZone


def countries_of_this_computer() -> tuple[str, ...]:
    """Return ISO 3166 codes, the likeliest first: of the time zone it is set to, then of its language settings."""
    places = (QTimeZone.systemTimeZone().territory(), QLocale.system().territory())
    codes = (QLocale.territoryToCode(place) for place in places)
    return tuple(code for code in dict.fromkeys(codes) if code)
