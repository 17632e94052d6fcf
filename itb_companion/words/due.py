"""Words for what is due and what is coming: title, body, and since when."""

from datetime import date, datetime, timedelta

from itb_companion.care.absence import Absence
from itb_companion.care.occurrence import Item
from itb_companion.care.triage import Level
from itb_companion.words.language import Words
from itb_companion.words.signs import headline, level_name

LATE_AFTER = timedelta(minutes=2)


def title(words: Words, item: Item, today: date) -> str:
    """Return what is due, in a few words."""
    return words.text(f"item.{_about(item)}.title", **_facts(words, item, "", today))


def body(words: Words, item: Item, name: str, today: date) -> str:
    """Return what is due and why it matters, in one or two sentences."""
    return words.text(f"item.{_about(item)}.body", **_facts(words, item, name, today))


def _about(item: Item) -> str:
    """Return which words fit: somebody who can decide knows of a call for help; the pump may be empty by then."""
    facts = {"told": "told", "may_be_empty": "may-be-empty"}
    return "-".join([str(item.kind), *(name for fact, name in facts.items() if item.facts.get(fact))])


def coming(words: Words, item: Item, today: date) -> str:
    """Return what is coming, in a few words."""
    return words.text(f"item.{item.kind}.coming", **_facts(words, item, "", today))


def since(words: Words, due_at: datetime, now: datetime, gone: Absence | None = None) -> str:
    """Return since when something is due and how late it is; and why nobody was told in time, where that is known."""
    if now - due_at < LATE_AFTER:
        return words.text("time.due-now")
    late = words.text("time.due-late", when=words.moment(due_at, now), ago=words.duration(now - due_at))
    return late if gone is None else f"{late} {words.text(f'time.late.{gone.kind}')}"


def _facts(words: Words, item: Item, name: str, today: date) -> dict[str, str]:
    facts = {"name": name}
    for key in ("refill_by", "last_day", "empty_on", "appointment", "replacement_on", "expires_on"):
        day = item.facts.get(key)
        if isinstance(day, date):
            facts[key] = words.day(day, today)
            facts[f"{key.removesuffix('_on')}_away"] = words.away(day, today)
    if "contacts" in item.facts:
        facts["contacts"] = words.listed(item.facts["contacts"])
    at = item.facts.get("appointment_at")
    if at is not None and "appointment" in facts:
        facts["appointment"] = words.text("time.at-time", day=facts["appointment"], time=words.clock(at))
    reason = item.facts.get("last_day_reason")
    if reason is not None:
        facts["last_day_reason"] = words.text(f"last-day.{reason}")
    if "level" in item.facts:
        level = Level(item.facts["level"])
        facts |= {"level": level_name(words, level), "headline": headline(words, level)}
    return facts
