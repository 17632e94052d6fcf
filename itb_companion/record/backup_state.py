"""Remembers, beside the backups, how they went: not in the record, since a restore must not bring back an older answer.

A small file that may be lost: then the next attempt writes it anew. Where it cannot be written, as on the full disk
that made the backup fail, this program still remembers what it would say.
"""

import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from itb_companion.care.backups import Backups
from itb_companion.record.atomic_file import write_atomically
from itb_companion.record.backup import BACKUPS_NAME
from itb_companion.record.regular_file import read_regular

STATE_NAME = "state.json"
NEWS_NAME = "news.json"
_INSTANTS = ("since", "good_at", "failing_since", "begun_at")
_TEXTS = ("failure", "second_failure", "second_place")
_unwritten: dict[Path, Backups] = {}
"""By data folder: how they went, where no disk has it."""


def read(folder: Path) -> Backups | None:
    """Return how the backups of a data folder went; None where none were ever wanted, or that is not known.

    Never raises.
    """
    if folder in _unwritten:
        return _unwritten[folder]
    try:
        document = json.loads(read_regular(folder / BACKUPS_NAME / STATE_NAME))
        instants = {name: datetime.fromisoformat(document[name]) for name in _INSTANTS if document.get(name)}
        if "since" not in instants or any(at.tzinfo is None for at in instants.values()):
            return None
        failure, second, place = (str(document.get(name, "")) for name in _TEXTS)
        good_at, failing_since = instants.get("good_at"), instants.get("failing_since")
        return Backups(instants["since"], good_at, failing_since, failure, second, place, instants.get("begun_at"))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def write(folder: Path, state: Backups) -> bool:
    """Keep how they went; return whether that could be written. Never raises."""
    document = {name: at.isoformat() if (at := getattr(state, name)) else None for name in _INSTANTS}
    document |= {name: getattr(state, name) for name in _TEXTS}
    _unwritten[folder] = state
    if _write(folder / BACKUPS_NAME / STATE_NAME, document):
        del _unwritten[folder]
    return folder not in _unwritten


def leave_news(folder: Path, news: Mapping[str, str | int]) -> None:
    """Leave word for the next start of what became of a restore. Never raises."""
    _write(folder / BACKUPS_NAME / NEWS_NAME, news)


def take_news(folder: Path) -> dict[str, str | int]:
    """Return the word that was left, once; empty where there is none. Never raises."""
    path = folder / BACKUPS_NAME / NEWS_NAME
    try:
        found = json.loads(read_regular(path))
    except (OSError, ValueError, RecursionError):
        return {}
    with contextlib.suppress(OSError):
        path.unlink()
    known = found.items() if isinstance(found, dict) else ()
    return {key: value for key, value in known if isinstance(value, str | int)}


def _write(path: Path, document: Mapping[str, object]) -> bool:
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)  # a data folder that is gone must not seem to be there again
        write_atomically(path, json.dumps(document, ensure_ascii=False).encode())
    except OSError:
        return False
    return True
