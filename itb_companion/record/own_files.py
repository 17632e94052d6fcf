"""The files of a record in its data folder, which nothing that a person saves may take the place of."""

import os
from pathlib import Path

from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.regular_file import read_regular

DATABASE_NAME = "care.db"
SEAL_NAME = "care.seal"
CARD_NAME = "emergency-card.json"
JOURNAL_NAME = "emergency-journal.jsonl"
DATABASE_MAGIC = b"SQLite format 3\0"


def has_own_name(path: Path) -> bool:
    """Return whether a file is called as one of a record's; the log of a database goes by its name and more."""
    name = path.name.casefold()
    return name.startswith(DATABASE_NAME) or name in {SEAL_NAME, CARD_NAME, JOURNAL_NAME}


def refuse_own(target: Path, folder: Path | None = None) -> None:
    """Refuse to save over a file of a record or a backup, or straight into the data `folder`; RecordError.

    Whoever saves a sheet, a plan or an export may pick such a file by mistake, and what was in it would be gone.
    """
    place = Path(os.path.realpath(target))  # `resolve` raises for a link that leads to itself
    is_inside = folder is not None and place.parent == Path(os.path.realpath(folder))
    # The name first: to open and close a record that is in use would give up SQLite's locks on it.
    if is_inside or has_own_name(place) or _is_database(place):
        raise RecordError(Reason.ITSELF, target)


def _is_database(path: Path) -> bool:
    try:
        return read_regular(path, len(DATABASE_MAGIC)) == DATABASE_MAGIC
    except OSError:
        return False
