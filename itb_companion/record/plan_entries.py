"""The care plan's entries: who entered each plan and when, which file it came from, and what its file did to risks."""

from collections.abc import Iterable
from datetime import datetime

from itb_companion.care.plan import Plan
from itb_companion.care.value import value
from itb_companion.record import entries
from itb_companion.record.late_tables import SettingRow
from itb_companion.record.people import plan_document, plan_from

NAME = "plan"
_MOST = 8


@value
class Source:
    """Where a plan came from when nobody typed it: a file, perhaps with the clinic's name, or an earlier entry."""

    file: str = ""
    clinic: str = ""
    is_put_back: bool = False
    risks_added: frozenset[str] = frozenset()
    """Special risks that the person got with it, and did not have before."""
    risks_removed: frozenset[str] = frozenset()


@value
class PlanEntry:
    """One plan as it was entered. The program's own defaults are an entry without an id."""

    plan: Plan
    at: datetime | None = None
    by: str = ""
    source: Source | None = None
    id: int | None = None


def newest() -> tuple[PlanEntry, ...]:
    """Return the newest eight entries of the plan, the one that counts first; before the first one, the defaults."""
    query = SettingRow.select().where(SettingRow.name == NAME).order_by(SettingRow.id.desc()).limit(_MOST)
    found = tuple(_entry(row) for row in query)
    return found if len(found) == _MOST else (*found, PlanEntry(Plan()))


def in_force_at(moments: Iterable[datetime]) -> dict[datetime, Plan]:
    """Return the plan that counted at each of these instants; before the first one was entered, the defaults."""
    left = sorted(set(moments))
    if not left:
        return {}
    found: dict[datetime, Plan] = {}
    named = SettingRow.select().where(SettingRow.name == NAME, SettingRow.recorded_at <= left[-1])
    for row in named.order_by(SettingRow.recorded_at.desc(), SettingRow.id.desc()).iterator():
        reached = [at for at in left if at >= row.recorded_at]
        if reached:
            found |= dict.fromkeys(reached, plan_from(row.value))
            left = left[: -len(reached)]
        if not left:
            break
    return found | dict.fromkeys(left, Plan())


def save(plan: Plan, now: datetime, by: str, source: Source | None = None) -> None:
    """Keep a plan and where it came from; the plan before stays as a replaced entry."""
    document = plan_document(plan)
    if source is not None:
        document["source"] = {
            "file": source.file,
            "clinic": source.clinic,
            "is_put_back": source.is_put_back,
            "risks_added": sorted(source.risks_added),
            "risks_removed": sorted(source.risks_removed),
        }
    entries.set_setting(NAME, document, now, by)


def risks_before(risks: Iterable[str], newer: Iterable[PlanEntry]) -> frozenset[str]:
    """Return special risks without what came with these plans, newest first; what a person changed by hand stays."""
    found = frozenset(risks)
    for entry in newer:
        if entry.source is not None:
            found = found - entry.source.risks_added | entry.source.risks_removed
    return found


def _entry(row: SettingRow) -> PlanEntry:
    found = row.value.get("source")
    source = None
    if found is not None:
        source = Source(
            found["file"],
            found["clinic"],
            found["is_put_back"],
            frozenset(found["risks_added"]),
            frozenset(found["risks_removed"]),
        )
    return PlanEntry(plan_from(row.value), row.recorded_at, row.recorded_by, source, row.id)
