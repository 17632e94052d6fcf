"""The clinical files of the repository, parsed and reviewed as the program does it where it cannot skip that."""

import tomllib
from pathlib import Path
from typing import Any

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue
from itb_companion.care.clinical_files import FILES, Reviewed, review

FOLDER = Path(__file__).parents[1] / "assets" / "clinical"


def documents() -> dict[str, Any]:
    """Return the parsed files by name, each time anew."""
    return {name: tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in FILES}


def reviewed() -> Reviewed:
    """Return what the files come to."""
    return review(documents(), BUILT_IN)


def of_the_files() -> Catalogue:
    """Return the catalogue of the files."""
    found = reviewed()
    assert found.problems == ()
    assert found.catalogue is not None
    return found.catalogue
