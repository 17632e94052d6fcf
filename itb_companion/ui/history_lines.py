"""Turns events of the record into lines of the history page: a day, a time and one sentence."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from itb_companion.care.value import value
from itb_companion.companion.history import OF_EPISODES, Event, EventKind
from itb_companion.words import away, emergency
from itb_companion.words.language import Words
from itb_companion.words.past_readings import beside_usual
from itb_companion.words.signs import inside_sentence

GROUPS = {
    "checks": frozenset({EventKind.CHECK}),
    "refills": frozenset({EventKind.FILL, EventKind.ALERT, EventKind.ABSENCE}),
    "help": OF_EPISODES,
}
"""Which kinds of events a filter lets through; all, where it is not named."""


@value
class Line:
    """One line; `clock` is empty where only the day is known."""

    day: date
    clock: str
    sentence: str
    by: str
    details: str = ""
    """What was measured at a check, beside what was usual then, and what was noted."""


def line(event: Event, words: Words) -> Line:
    """Return an event in words, in the zone of the words."""
    day = event.at.astimezone(words.zone).date()
    # A printout tells the day of a refill and not its time.
    clock = "" if event.kind is EventKind.FILL else words.clock(event.at)
    return Line(day, clock, _SENTENCES[event.kind](event, words), event.by, _details(event, words))


def _check(event: Event, words: Words) -> str:
    level = _level(event.facts["level"], words)
    return words.text("history.check", level=level, signs=_signs(event, words))


def _details(event: Event, words: Words) -> str:
    facts, lines = event.facts, []
    if "vitals" in facts:
        lines.append(beside_usual(words, facts["vitals"], facts["plan"], facts["unusual"]))
    if "note" in facts:
        lines.append(words.text("history.note", text=facts["note"]))
    return "\n".join(lines)


def _fill(event: Event, words: Words) -> str:
    volume = event.facts["fill"].volume_ml
    told = "" if volume is None else words.text("history.fill.volume", volume=volume)
    return words.text("history.fill", volume=told)


def _alert(event: Event, words: Words) -> str:
    why = f"settled.{event.facts['why']}"
    what = _short_name(event.facts["kind"], words)
    if not words.has(why):
        return what
    return words.text("history.alert", what=what, why=words.text(why))


def _episode_opened(event: Event, words: Words) -> str:
    level = _level(event.facts["level"], words)
    return words.text("history.episode-opened", level=level, signs=_signs(event, words)).rstrip()


def _call(event: Event, words: Words) -> str:
    facts = event.facts
    outcome = words.text(f"emergency.outcome.{facts['outcome']}")
    return words.text("history.call", who=facts["who"], number=facts["number"], outcome=outcome)


def _note(event: Event, words: Words) -> str:
    return words.text("history.note", text=event.facts["text"])


def _episode_closed(event: Event, words: Words) -> str:
    ending = emergency.ending(words, event.facts["ending"], event.facts.get("advised_by", ""))
    return words.text("history.episode-closed", ending=ending, what=event.facts["what"])


def _absence(event: Event, words: Words) -> str:
    return away.absence_on_record(words, event.facts["gone"])


_SENTENCES = {
    EventKind.CHECK: _check,
    EventKind.FILL: _fill,
    EventKind.ALERT: _alert,
    EventKind.EPISODE_OPENED: _episode_opened,
    EventKind.CALL: _call,
    EventKind.NOTE: _note,
    EventKind.EPISODE_CLOSED: _episode_closed,
    EventKind.ABSENCE: _absence,
}


def _level(level_id: str, words: Words) -> str:
    key = f"level.{level_id}.name"
    return words.text(key if words.has(key) else "level.clear.name")


def _signs(event: Event, words: Words) -> str:
    signs = event.facts["signs"]
    if not signs:
        listed = words.text("history.check.none") if event.kind is EventKind.CHECK else ""
    else:
        listed = inside_sentence(words, signs)
    return f"{listed[:1].upper()}{listed[1:]}." if listed else ""


def _short_name(kind: str, words: Words) -> str:
    """Return what an alert was about, without the days that its title would name."""
    own = {
        "attend": QCoreApplication.translate("HistoryLines", "Refill appointment"),
        "episode": QCoreApplication.translate("HistoryLines", "Help is being sought"),
    }
    return own[kind] if kind in own else words.text(f"item.{kind}.title")
