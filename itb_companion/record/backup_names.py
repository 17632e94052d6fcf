"""What backups are called, and which of them may go: dates in, names out, nothing on a disk."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import StrEnum

DAYS, WEEKS, MONTHS = 7, 8, 24
"""Of so many days, weeks and months that have a backup, the newest of each stays."""
SAFETY_COPIES = 10
"""So many of the copies made before a restore or a change of format stay, whatever their age."""

_STAMP = "%Y-%m-%d-%H%M%S"
_NAME = re.compile(r"care-(\d{4}-\d\d-\d\d-\d{6})(?:-(before-restore|before-update|before-import))?(?:-\d{1,2})?\.db")


class Why(StrEnum):
    """What a backup was made for; it stands in the name."""

    KEEPING = ""
    BEFORE_RESTORE = "before-restore"
    BEFORE_UPDATE = "before-update"
    BEFORE_IMPORT = "before-import"


def name_for(local: datetime, why: Why = Why.KEEPING, taken: Collection[str] = ()) -> str:
    """Return the name of a backup made at a local time: `care-2026-11-22-090000.db`; never one that is taken."""
    stem = f"care-{local:{_STAMP}}{f'-{why}' if why else ''}"
    names = (f"{stem}{f'-{number}' if number else ''}.db" for number in range(100))
    return next((name for name in names if name not in taken), f"{stem}.db")


def made_at(name: str) -> datetime | None:
    """Return the local time in a name, without a zone; None for a name that is not one of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        day, at = found[1][:10], found[1][11:]
        return datetime.fromisoformat(f"{day}T{at[:2]}:{at[2:4]}:{at[4:]}")
    except ValueError:
        return None


def made_for(name: str) -> Why:
    """Return what a backup of this name was made for."""
    found = _NAME.fullmatch(name)
    return Why(found[2] or "") if found else Why.KEEPING


def to_remove(names: Iterable[str], just_made: str) -> list[str]:
    """Return the names that may go: ours, not the one just made, and not the newest of any day, week or month kept.

    The one just made stays also where a clock that was ahead has left names from the future.
    """
    ours = sorted((at, name) for name in names if (at := made_at(name)) is not None)
    plain = [(at, name) for at, name in ours if made_for(name) is Why.KEEPING]
    kept = {just_made, *(name for _, name in ours[-1:])}
    kept |= {name for _, name in [one for one in ours if made_for(one[1]) is not Why.KEEPING][-SAFETY_COPIES:]}
    kept |= _newest_of_each(plain, lambda at: at.date(), DAYS)
    kept |= _newest_of_each(plain, lambda at: at.isocalendar()[:2], WEEKS)
    kept |= _newest_of_each(plain, lambda at: (at.year, at.month), MONTHS)
    return [name for _, name in ours if name not in kept]


def _newest_of_each(ours: list[tuple[datetime, str]], span: Callable[[datetime], object], most: int) -> set[str]:
    newest = {span(at): name for at, name in ours}  # in order of time, so the newest of each span is the last
    return set(list(newest.values())[-most:])
