"""Which number brings an ambulance in which country: a proposal that a person confirms."""

import logging
import tomllib
from pathlib import Path

from itb_companion.care.value import value
from itb_companion.companion.built_in_numbers import COUNTRIES
from itb_companion.resources import asset

log = logging.getLogger(__name__)


@value
class Country:
    """A country by its ISO 3166 code, with its English name and the number to propose."""

    code: str
    name: str
    number: str


def emergency_numbers(path: Path | None = None) -> tuple[Country, ...]:
    """Return the countries by name: those of the file, or the built-in ones where it is missing or broken.

    Source: phonenumbers-short.
    """
    return _of_file(path or asset("clinical", "emergency-numbers.toml")) or tuple(
        Country(code, name, number) for code, name, number in COUNTRIES
    )


def _of_file(path: Path) -> tuple[Country, ...]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["country"]
        countries = [Country(row["code"], row["name"], row["number"]) for row in rows]
        in_order = all(_is_in_order(country) for country in countries)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        log.warning("the emergency numbers of the countries cannot be read", exc_info=True)
        return ()
    return tuple(sorted(countries, key=lambda country: country.name)) if in_order else ()


def _is_in_order(country: Country) -> bool:
    """Whether every part is a text, and the number can be dialled."""
    parts = (country.code, country.name, country.number)
    return all(isinstance(part, str) for part in parts) and country.number.isdecimal() and country.number.isascii()
