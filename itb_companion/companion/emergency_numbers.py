"""Which number brings an ambulance in which country: a proposal that a person confirms."""

import logging
import tomllib
from pathlib import Path

from itb_companion.care.value import value
from itb_companion.resources import asset

log = logging.getLogger(__name__)


@value
class Country:
    """A country by its ISO 3166 code, with its English name and the number to propose."""

    code: str
    name: str
    number: str


def emergency_numbers(path: Path | None = None) -> tuple[Country, ...]:
    """Return the countries by name; none where the file is missing or broken, because a number can still be typed.

    Source: phonenumbers-short.
    """
    try:
        text = (path or asset("clinical", "emergency-numbers.toml")).read_text(encoding="utf-8")
        rows = tomllib.loads(text)["country"]
        countries = [Country(row["code"], row["name"], row["number"]) for row in rows]
    except (OSError, ValueError, LookupError, TypeError):
        log.warning("the emergency numbers of the countries cannot be read", exc_info=True)
        return ()
    if not all(isinstance(part, str) for each in countries for part in (each.code, each.name, each.number)):
        return ()
    return tuple(sorted(countries, key=lambda country: country.name))
