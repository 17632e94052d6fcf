"""`itb-companion agenda`: what is due and coming, from the record and nothing else."""

import argparse
import json
from datetime import datetime, tzinfo

from itb_companion.care.occurrence import Item, Kind
from itb_companion.cli.failure import Failure
from itb_companion.cli.reading import opened
from itb_companion.words import Words, due

REPEATED = (Kind.OVERDUE, Kind.EMPTY, Kind.MISSED, Kind.TOO_LATE, Kind.NO_PRINTOUT)
_MOST_DAYS = 3_650
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


def run(options: argparse.Namespace) -> int:
    """Print the agenda."""
    if not 0 <= options.days <= _MOST_DAYS:
        raise Failure(f"--days must be between 0 and {_MOST_DAYS}.")
    with opened(options.data_dir) as companion:
        zone = companion.desk.zone
        at = _instant(options.at, zone) if options.at else companion.desk.now
        found = companion.reminders.agenda(at, options.days)
        household = companion.household()
    if options.json:
        groups = {"due": found.due, "coming": found.coming}
        print(json.dumps({key: [_plain(item) for item in items] for key, items in groups.items()}, indent=2))
        return 0
    words, today = Words(zone), at.astimezone(zone).date()
    name = household.person.first_name if household.person else ""
    print("Due:" if found.due else "Nothing is due.")
    for item in found.due:
        late = due.since(words, item.due_at, at)
        print(f"  [{item.severity.name.lower()}] {due.title(words, item, today)}. {late}")
        print(f"      {due.body(words, item, name, today)}")
    print("Coming:" if found.coming else f"Nothing is coming within {words.count('day', options.days)}.")
    for item in _each_repeated_once(found.coming):
        print(f"  {words.moment(item.due_at, at)}: {due.coming(words, item, today)}")
    return 0


def _each_repeated_once(items: tuple[Item, ...]) -> list[Item]:
    """Return the items without the later ones of a kind that only says the same again until it is settled."""
    told: set[Kind] = set()
    kept = []
    for item in items:
        if item.kind not in REPEATED or item.kind not in told:
            kept.append(item)
        told.add(item.kind)
    return kept


def _instant(text: str, zone: tzinfo) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"“{text}” is no time. Please write it like 2026-12-01T09:00.") from error
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise Failure(f"--at must lie between the years {_FIRST_YEAR} and {_LAST_YEAR}.")
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _plain(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "key": item.key,
        "due_at": item.due_at.isoformat(),
        "severity": item.severity.name.lower(),
        "facts": {key: str(value) for key, value in item.facts.items() if value is not None},
    }
