"""Joins what is kept here with what stands in an export: only what is missing is added, and nothing is lost.

- An entry is known by what never changes about it (IDENTITY), with what it belongs to, never by its id. What is known
  stays as it is here; only what was still open here and is finished there is filled in (FINISHED). An episode stands
  as on the side that is further along.
- New entries stand among the others by their time, since the order of the ids says what came last. Ids are kept where
  that allows it, and what refers to an entry follows it.
- Of what can be there only once (SINGLE) the newest counts afterwards, and the others stay as replaced entries.
- One episode is open at a time: a second one is refused, and a person closes the first. An alert about something that
  another alert here speaks for already is settled.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from itb_companion.care.value import value
from itb_companion.record.whole import Row, Rows
from itb_companion.record.whole_check import NotTakenError, Why
from itb_companion.record.whole_keys import renamed
from itb_companion.record.whole_schema import KEY_FIELDS, KEYED, Column, Kind, columns

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "sign_check": ("started_at", "recorded_by"),
    "episode": ("opened_at", "recorded_by"),
    "cause": ("episode_id", "level", "rule_ids", "signs", "reading", "at", "recorded_by"),
    "attempt": ("episode_id", "who", "number", "role", "outcome", "at", "recorded_by"),
    "alert": ("cause", "raised_at"),
    "occurrence": ("key",),
    "absence": ("started_at", "ended_at", "kind"),
    "pulse": ("id",),
}
"""What never changes about the entries of a table; of tables not named here, all but their ids and `replaced_by`."""
FINISHED: Mapping[str, tuple[str, ...]] = {
    "sign_check": ("saved_at", "level", "rules", "episode_id"),
    "absence": ("told_at",),
}
"""Fields that are empty until something is finished, and are filled in together.

Alerts are not among them: one that is open here may be due again, and the next look settles what is not.
"""
SINGLE: Mapping[str, tuple[str, ...]] = {"person": (), "pump": (), "appointment": (), "setting": ("name",)}
"""Tables of which one entry counts, for each value of these fields."""
ALIKE: Mapping[str, tuple[str, ...]] = {"contact": ("name", "role", "day_number", "after_hours_number")}
"""What makes two entries say the same where there may be several; in tables not named here, all that they say."""
_STATE = ("ending", "ended_what", "advised_by", "ended_by", "ended_at", "first_sign_at")
_TIMES = ("recorded_at", "started_at", "opened_at", "raised_at", "at", "ended_at")
_ENTRY = frozenset({"id", "recorded_at", "recorded_by", "replaced_by"})


@value
class Merged:
    """A record with an export taken in."""

    rows: Rows
    added: Mapping[str, int]
    """How many entries of each table came in."""
    known: Mapping[str, int]
    """How many of the export's were here already."""
    times: tuple[str, ...]
    """When the first and the last of those that came in were written, in UTC; empty where none did."""


class _Entry:
    """One entry on its way: its values, what it belongs to, and where it came from."""

    __slots__ = ("id", "is_new", "parents", "row", "side", "successor")

    def __init__(self, row: Row, side: "_Side", parents: dict[str, "_Entry | None"], *, is_new: bool) -> None:
        self.row = dict(row)
        self.side = side
        self.parents = parents
        self.is_new = is_new
        self.successor: _Entry | None = None
        self.id = 0


class _Side:
    """The record here or the export: its rows, and which entry each of its ids stands for."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.entries: dict[str, dict[int, _Entry]] = {table: {} for table in rows}
        self._marks: dict[str, dict[int, int]] = {table: {} for table in KEYED.values()}

    def know(self, table: str, row: Row, entry: _Entry) -> None:
        """Note which entry a row of this side is."""
        self.entries[table][row["id"]] = entry
        if table in self._marks:
            self._marks[table][row["id"]] = -id(entry)  # below zero, so that it is taken for no id

    def entry(self, table: str, found: tuple[Column, ...], row: Row, *, is_new: bool) -> _Entry:
        """Return a row on its way."""
        parents = {each.name: self.parent(each, row) for each in found if each.refers_to not in ("", table)}
        return _Entry(row, self, parents, is_new=is_new)

    def parent(self, column: Column, row: Row) -> _Entry | None:
        """Return the entry that a row refers to."""
        return self.entries[column.refers_to].get(row[column.name])

    def neutral(self, key: str) -> str:
        """Return the key of an alert with a mark instead of the id in it, the same on both sides."""
        return renamed(key, self._marks)

    def ids(self) -> dict[str, dict[int, int]]:
        """Return the new ids by the old ones."""
        return {table: {old: entry.id for old, entry in self.entries[table].items()} for table in self._marks}


def merge(mine: Rows, theirs: Rows, now: datetime) -> Merged:
    """Return what is kept with an export taken in, at an aware instant; both given are left as they are.

    NotTakenError where two episodes would be open.
    """
    merging = _Merging(mine, theirs)
    for table, found in columns().items():
        merging.match(table, found)
        if any(column.refers_to == table for column in found):
            merging.link(table)
            merging.leave_one_current(table, found)
    merging.leave_one_open()
    merging.settle_what_is_spoken_for(now.astimezone(UTC).isoformat(timespec="microseconds"))
    return merging.merged()


class _Merging:
    def __init__(self, mine: Rows, theirs: Rows) -> None:
        self._here = _Side(mine)
        self._there = _Side(theirs)
        self._entries: dict[str, list[_Entry]] = {}

    def match(self, table: str, found: tuple[Column, ...]) -> None:
        """Find out which entries of the export are known here; the others are new."""
        here = []
        waiting = defaultdict(list)
        for row in self._here.rows[table]:
            entry = self._here.entry(table, found, row, is_new=False)
            self._here.know(table, row, entry)
            here.append(entry)
            waiting[_identity(table, found, row, self._here)].append(entry)
        for alike in waiting.values():
            alike.reverse()  # the first is taken first
        new = []
        for row in self._there.rows[table]:
            known = waiting.get(_identity(table, found, row, self._there))
            if known:
                entry = known.pop()
                self._finish(table, entry, self._there.entry(table, found, row, is_new=False))
            else:
                entry = self._there.entry(table, found, row, is_new=True)
                new.append(entry)
            self._there.know(table, row, entry)
        self._entries[table] = _in_order(here, new)

    def _finish(self, table: str, mine: _Entry, theirs: _Entry) -> None:
        """Fill in what was still open here and is finished there."""
        names = FINISHED.get(table, ())
        if table == "episode" and self._is_further(theirs.row, mine.row):
            mine.row.update({name: theirs.row[name] for name in _STATE})
        elif names and mine.row[names[0]] is None:
            mine.row.update({name: theirs.row[name] for name in names if name not in theirs.parents})
            mine.parents.update({name: theirs.parents[name] for name in names if name in theirs.parents})

    def _is_further(self, theirs: Row, mine: Row) -> bool:
        """Whether an episode of the export was opened again more often than here, or is closed and here it is not."""
        there, here = (
            (sum(row["episode_id"] == episode["id"] for row in side.rows["closing"]), episode["ended_at"] is not None)
            for side, episode in ((self._there, theirs), (self._here, mine))
        )
        return there > here

    def link(self, table: str) -> None:
        """Let each entry that was replaced lead to the one that took its place."""
        shortcuts: dict[_Entry, _Entry] = {}
        for side in (self._here, self._there):
            for row in side.rows[table]:
                entry, successor = side.entries[table][row["id"]], side.entries[table].get(row["replaced_by"])
                # Both sides together must not make a circle, in which nothing would count.
                if entry.successor is None and successor and _end_of(successor, shortcuts) is not entry:
                    entry.successor = successor

    def leave_one_current(self, table: str, found: tuple[Column, ...]) -> None:
        """Let the newest count where only one can, and where somebody entered the same thing on both sides."""
        names = SINGLE.get(table, ALIKE.get(table, tuple(c.name for c in found if c.name not in _ENTRY)))
        groups = defaultdict(list)
        for entry in self._entries[table]:
            if entry.successor is None:
                groups[repr([entry.row[name] for name in names])].append(entry)
        for group in groups.values():
            came_in = sum(entry.is_new for entry in group)
            # Where several may count, an export may say the same thing twice, as the record did that it is from.
            if came_in and (table in SINGLE or came_in < len(group)):
                newest = max(group, key=lambda entry: (entry.row["recorded_at"], not entry.is_new))
                for entry in group:
                    entry.successor = None if entry is newest else newest

    def leave_one_open(self) -> None:
        """Refuse a second open episode: which of them goes on, only a person can say."""
        if sum(entry.row["ended_at"] is None for entry in self._entries["episode"]) > 1:
            raise NotTakenError(Why.TWO_OPEN)

    def settle_what_is_spoken_for(self, now: str) -> None:
        """Settle the open alerts that came in about something for which an alert is open here."""
        is_open = [entry for entry in self._entries["alert"] if entry.row["settled_at"] is None]
        speaking = {self._here.neutral(entry.row["cause"]) for entry in is_open if not entry.is_new}
        for entry in is_open:
            if entry.is_new and self._there.neutral(entry.row["cause"]) in speaking:
                entry.row |= {"settled_at": now, "settled_why": "no-longer-due", "quiet_until": None, "snoozed": False}

    def merged(self) -> Merged:
        """Give ids, let everything follow them, and count."""
        for entries in self._entries.values():
            last = 0
            for entry in entries:
                last = entry.id = max(entry.row["id"], last + 1)
        ids = {side: side.ids() for side in (self._here, self._there)}
        rows = {table: [_written(table, entry, ids) for entry in entries] for table, entries in self._entries.items()}
        added = {table: sum(entry.is_new for entry in entries) for table, entries in self._entries.items()}
        known = {table: len(self._there.rows[table]) - count for table, count in added.items()}
        new = [entry for entries in self._entries.values() for entry in entries if entry.is_new]
        times = sorted(filter(None, (_time_of(entry.row) for entry in new)))
        return Merged(rows, added, known, (times[0], times[-1]) if times else ())


def _identity(table: str, found: tuple[Column, ...], row: Row, side: _Side) -> tuple[object, ...]:
    """Return what tells an entry from the others of its table, the same on both sides."""
    own, keyed = IDENTITY.get(table), [name for of, name in KEY_FIELDS if of == table]
    parts: list[object] = []
    for column in found:
        if not (column.name in own if own else not column.is_id and column.refers_to != table):
            continue
        given = row[column.name]
        if column.refers_to:
            parts.append(id(side.parent(column, row)))
        elif column.name in keyed:
            parts.append(side.neutral(given))
        else:
            parts.append(repr(given) if column.kind is Kind.DOCUMENT else given)
    return tuple(parts)


def _written(table: str, entry: _Entry, ids: Mapping[_Side, dict[str, dict[int, int]]]) -> Row:
    """Return an entry as it is kept, with the new ids of itself and of all that it refers to."""
    row = entry.row | {"id": entry.id}
    row.update({name: parent.id if parent else None for name, parent in entry.parents.items()})
    if "replaced_by" in row:
        row["replaced_by"] = entry.successor.id if entry.successor else None
    row.update({name: renamed(row[name], ids[entry.side]) for of, name in KEY_FIELDS if of == table})
    return row


def _end_of(entry: _Entry, shortcuts: dict[_Entry, _Entry]) -> _Entry:
    """Return the entry that counts in the place of this one, remembering the way."""
    walked = []
    while (onward := shortcuts.get(entry) or entry.successor) is not None:
        walked.append(entry)
        entry = onward
    shortcuts.update(dict.fromkeys(walked, entry))
    return entry


def _time_of(row: Row) -> str:
    return next((row[name] for name in _TIMES if row.get(name)), "")


def _in_order(here: list[_Entry], new: list[_Entry]) -> list[_Entry]:
    """Return entries in the order of their ids, with each new one after the last of ours that is not later.

    Neither side is sorted by itself: a clock may have stood ahead for a while, and the order of writing is truer.
    """
    soonest_from = _soonest_from([_time_of(entry.row) for entry in here])
    found: list[_Entry] = []
    taken = 0
    for entry in new:
        place = max(taken, bisect_right(soonest_from, _time_of(entry.row)))
        found += here[taken:place]
        found.append(entry)
        taken = place
    return found + here[taken:]


def _soonest_from(times: list[str]) -> list[str]:
    """Return for each place the earliest time that stands there or after it; these are in order."""
    found: list[str] = []
    for each in reversed(times):
        found.append(min(each, found[-1]) if found else each)
    return found[::-1]
