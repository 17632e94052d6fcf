"""What the entries of an export must be to make sense: the domain's own checks, at the fields where they fail.

What passes here can be read by every part of the program; that matters most for the emergency screen, which must
never stumble over what came out of a file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from enum import IntEnum, StrEnum
from typing import Any

from itb_companion.care.absence import AbsenceKind
from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.household import Preferences, check_preferences
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import SPECIAL_RISKS, Contact, Role, check_contact, check_name, check_number
from itb_companion.care.plan import LEVEL_IDS, Plan, check_plan
from itb_companion.care.ports import Outcome as Delivered
from itb_companion.care.problems import Problem
from itb_companion.care.pump import Fill, Pump, check_fill, check_pump
from itb_companion.care.severity import Severity
from itb_companion.care.signs import CONTEXT, SIGNS_BY_ID, UNUSUAL_READINGS, Check, check_vitals
from itb_companion.care.triage import Reading
from itb_companion.record import checks, people

Row = Mapping[str, Any]

ENUMS: Mapping[tuple[str, str], type[StrEnum] | type[IntEnum]] = {
    ("contact", "role"): Role,
    ("attempt", "role"): Role,
    ("attempt", "outcome"): Outcome,
    ("episode", "ending"): Ending,
    ("closing", "ending"): Ending,
    ("cause", "reading"): Reading,
    ("alert", "kind"): Kind,
    ("alert", "severity"): Severity,
    ("occurrence", "kind"): Kind,
    ("delivery", "outcome"): Delivered,
    ("absence", "kind"): AbsenceKind,
}
"""Fields of which only some values are known."""
_VALUES = {
    table: [(name, {member.value for member in kind}) for (of, name), kind in ENUMS.items() if of == table]
    for table in {of for of, _ in ENUMS}
}


def facts_problems(table: str, row: Row) -> list[Problem]:
    """Return what is wrong with an entry whose single fields are in order, each problem at its field.

    Numbers that are only unusual are no problem: somebody confirmed them when they were entered.
    """
    problems = [
        Problem(name, "whole-unknown-value", facts={"given": shown(row[name])})
        for name, known in _VALUES.get(table, ())
        if row[name] is not None and row[name] not in known
    ]
    if not problems and table in _CHECKS:
        problems = list(_CHECKS[table](row))
    return [problem for problem in problems if problem.stops]


def shown(given: object, most: int = 40) -> str:
    """Return something out of a file as it can be told: short, and without what a terminal would act upon."""
    text = str(given)
    text = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _person(row: Row) -> Iterable[Problem]:
    yield from _mendable(row, check_name(row["name"]))
    yield from _of(row, "special_risks", SPECIAL_RISKS)


def _mendable(row: Row, problems: Iterable[Problem]) -> Iterable[Problem]:
    """Return the problems of an entry; a line break in a name that was replaced since harms nobody any longer.

    It could be pasted before it was refused, and nobody can change an entry that does not count.
    """
    return [each for each in problems if each.code != "name-on-two-lines" or row["replaced_by"] is None]


def _pump(row: Row) -> Iterable[Problem]:
    return check_pump(
        Pump(row["reservoir_ml"], row["model_id"], row["name"], row["serial"], _day(row["replacement_on"]))
    )


def _fill(row: Row) -> Iterable[Problem]:
    fill = Fill(
        filled_on=date.fromisoformat(row["filled_on"]),
        volume_ml=row["volume_ml"],
        concentration_mcg_per_ml=row["concentration_mcg_per_ml"],
        dose_mcg_per_day=row["dose_mcg_per_day"],
        alarm_volume_ml=row["alarm_volume_ml"],
        alarm_on=_day(row["alarm_on"]),
        longest_interval_days=row["longest_interval_days"],
        margin_days=row["margin_days"],
    )
    # It was right for the pump and the day of its time, which may not be those of today.
    return check_fill(fill, None, fill.filled_on)


def _appointment(row: Row) -> Iterable[Problem]:
    if row["on_day"] is None and row["at_time"] is not None:
        yield Problem("at_time", "whole-time-without-day")


def _contact(row: Row) -> Iterable[Problem]:
    contact = Contact(row["name"], Role(row["role"]), row["day_number"], row["after_hours_number"])
    return _mendable(row, check_contact(contact))


def _setting(row: Row) -> Iterator[Problem]:
    if row["value"] is None:
        yield Problem("value", "whole-empty")
    elif row["name"] in _SETTINGS:
        try:
            for problem in _SETTINGS[row["name"]](row["value"]):
                yield Problem("value", problem.code, problem.weight, problem.facts)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
            yield Problem("value", "whole-not-such-a-setting", facts={"name": row["name"]})


def _plan(document: Any) -> Iterable[Problem]:
    plan = people.plan_from(document)
    _check_source(document.get("source"))
    _must_be_like(document, people.plan_document(Plan()), people.plan_document(plan))
    _must_be_local(plan.office_hours.opens, plan.office_hours.closes)
    return check_plan(plan)


def _preferences(document: Any) -> Iterable[Problem]:
    found = people.preferences_from(document)
    _must_be_like(document, people.preferences_document(Preferences()), people.preferences_document(found))
    _must_be_local(found.morning, found.quiet_from, found.quiet_until, *found.sign_check_times)
    if found.sign_checks_since is not None and found.sign_checks_since.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    if any(type(step) is not int for step in (*found.book_steps, *found.attend_steps, *found.replacement_steps)):
        raise TypeError("steps are whole days")
    return check_preferences(found)


def _check_source(source: Any) -> None:
    """Raise TypeError or KeyError where it is not told where a plan came from."""
    if source is None:
        return
    for name in ("file", "clinic"):
        _must_be_text(source[name])
    for name in ("risks_added", "risks_removed"):
        for each in source[name]:
            _must_be_text(each)
    if type(source["is_put_back"]) is not bool:
        raise TypeError("put back, or not")


def _must_be_like(document: Any, usual: dict[str, Any], read_back: dict[str, Any]) -> None:
    """Raise ValueError or TypeError unless the known fields are of their usual types, and are read as they stand."""
    for name, expected in usual.items():
        given = document.get(name, expected)
        if name in document and read_back[name] != given:
            raise ValueError(f"{name} is read as something else")
        if expected is not None and given is not None and _type(given) is not _type(expected):
            raise TypeError(f"{name} is of another type")


def _type(given: Any) -> type:
    return float if type(given) is int else type(given)


def _must_be_local(*walls: time | None) -> None:
    if any(wall is not None and wall.tzinfo is not None for wall in walls):
        raise ValueError("a local time has no zone")


def _emergency_number(number: Any) -> Iterable[Problem]:
    # Emergency numbers may be shorter than any other.
    return [problem for problem in check_number(_must_be_text(number), "value") if problem.code != "number-too-short"]


def _caregiver(name: Any) -> Iterable[Problem]:
    return check_name(_must_be_text(name))


def _options(options: Any) -> Iterable[Problem]:
    for given in options.values():
        _must_be_text(given)
    return ()


def _alarm_test(test: Any) -> Iterable[Problem]:
    if datetime.fromisoformat(test["at"]).tzinfo is None:
        raise ValueError("an instant needs a time zone")
    _must_be_text(test["by"])
    if not {type(test[name]) for name in ("saw_notification", "heard_sound")} <= {bool, type(None)}:
        raise TypeError("seen and heard, or not")
    return ()


def _must_be_text(given: Any) -> str:
    if type(given) is not str:
        raise TypeError("not text")
    return given


_SETTINGS: Mapping[str, Callable[[Any], Iterable[Problem]]] = {
    "plan": _plan,
    "preferences": _preferences,
    "emergency_number": _emergency_number,
    "caregiver": _caregiver,
    "options": _options,
    "alarm_test": _alarm_test,
}


def _sign_check(row: Row) -> Iterable[Problem]:
    yield from _level(row)
    if (row["saved_at"] is None) != (row["level"] is None):
        yield Problem("level", "whole-half")
    if row["rules"] is not None:
        yield from _texts(row, "rules")


def _tick(row: Row) -> Iterable[Problem]:
    """Take in a tick as the record does, and look at what it came to."""
    what, given = row["what"], row["value"]
    problem = Problem("value", "whole-not-such-an-answer", facts={"what": shown(what)})
    if type(given) in (dict, list):
        return [problem]
    since = datetime.fromisoformat(row["since"]) if row["since"] else None
    check = checks.folded(Check(), what, given, since)
    if check == Check():
        # What takes an answer back changes nothing by itself.
        return [] if given in (None, False, "") else [problem]
    known = check.answers.keys() <= SIGNS_BY_ID.keys() and check.events <= {*CONTEXT}
    if not known or not check.unusual <= {*UNUSUAL_READINGS}:
        return [Problem("what", "whole-unknown-value", facts={"given": shown(what)})]
    is_reading = check.vitals != Check().vitals
    if (is_reading and type(given) not in (int, float)) or type(check.note) is not str:
        return [problem]
    return [Problem("value", wrong.code, wrong.weight, wrong.facts) for wrong in check_vitals(check.vitals)]


def _episode(row: Row) -> Iterable[Problem]:
    end = [row[name] for name in ("ending", "ended_what", "ended_by", "ended_at")]  # who advised is a later question
    if None in end and any(each is not None for each in end):
        yield Problem("ended_at", "whole-half")


def _cause(row: Row) -> Iterable[Problem]:
    yield from _level(row)
    yield from _texts(row, "rule_ids")
    yield from _of(row, "signs", SIGNS_BY_ID)


def _absence(row: Row) -> Iterable[Problem]:
    if row["started_at"] > row["ended_at"]:
        yield Problem("ended_at", "whole-ends-before-it-begins")


def _level(row: Row) -> Iterator[Problem]:
    if row["level"] is not None and row["level"] not in LEVEL_IDS:
        yield Problem("level", "whole-unknown-value", facts={"given": shown(row["level"])})


def _texts(row: Row, name: str) -> Iterator[Problem]:
    if type(row[name]) is not list or any(type(each) is not str for each in row[name]):
        yield Problem(name, "whole-not-a-list")


def _of(row: Row, name: str, known: Iterable[str]) -> Iterator[Problem]:
    wrong = list(_texts(row, name))
    yield from wrong
    if not wrong:
        for each in {*row[name]}.difference(known):
            yield Problem(name, "whole-unknown-value", facts={"given": shown(each)})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_CHECKS: Mapping[str, Callable[[Row], Iterable[Problem]]] = {
    "person": _person,
    "pump": _pump,
    "fill": _fill,
    "appointment": _appointment,
    "contact": _contact,
    "setting": _setting,
    "sign_check": _sign_check,
    "tick": _tick,
    "episode": _episode,
    "cause": _cause,
    "absence": _absence,
}
