"""The handover sheet: what an ambulance or emergency department needs, in the order of clinical-facts section 6.

What is not known is told as not known. What people typed is told letter by letter, each text on one line.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import isfinite
from unicodedata import bidirectional, category

from itb_companion.care.episode import Attempt, Episode
from itb_companion.care.household import Household
from itb_companion.care.people import Contact, dialable
from itb_companion.care.pump import Fill, Projection, project
from itb_companion.care.signs import SIGNS_BY_ID, Answer, Check, Vitals
from itb_companion.care.triage import Level, Reading
from itb_companion.care.value import value
from itb_companion.words import Words, emergency, problems
from itb_companion.words.signs import inside_sentence, level_name, sign_name

MOST_BYTES = 980
"""Of the compact text: its code has at most 105 modules a side, which a phone reads from a screen."""
_BY_NEED = (
    "patient", "happened", "pump", "team", "check", "fill", "calls", "written", "others", "clinic", "do-not",
)  # fmt: skip
_NEEDED_WHOLE = frozenset({"patient", "happened"})
_FIRST_LINES = 3
_SAID_BY_SIGNS = frozenset({"fever", "pump-site", "asked-for-help"})
"""Rules whose words add nothing to the signs, or to the fact that there is a sheet."""
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


@value
class Section:
    """Lines under a heading; `id` names the part, such as "pump"."""

    id: str
    heading: str
    lines: tuple[str, ...]


@value
class Handover:
    """Everything the sheet tells, in words, most needed first; every line is plain text without a break."""

    title: str
    sections: tuple[Section, ...]
    written: str
    """When it was written, for the foot of a page."""
    more: str
    """Says that a shortened text is not all."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line, without title and headings."""
        return tuple(line for section in self.sections for line in section.lines)


def handover(words: Words, household: Household, episode: Episode | None, now: datetime) -> Handover:
    """Return the sheet of a household at `now`; an episode with id 0 was not started yet and only lends its words."""
    sections = (
        Section("patient", words.text("handover.patient"), _patient(words, household, episode, now)),
        Section("happened", words.text("handover.happened"), _happened(words, household, episode, now)),
        Section("check", words.text("handover.check"), _check(words, household, episode, now)),
        Section("pump", words.text("handover.pump"), _pump(words, household)),
        Section("fill", words.text("handover.fill"), _fill(words, household, now)),
        Section("calls", words.text("handover.calls"), _calls(words, episode, now)),
        Section("team", words.text("handover.team"), _team(words, household)),
        Section("others", words.text("handover.others"), _others(words, household)),
        Section("clinic", words.text("handover.clinic"), _instructions(household)),
        Section("do-not", words.text("handover.do-not"), (_do_not(words, episode),)),
        Section("written", words.text("handover.written"), _written(words, household, now)),
    )
    written = words.text("handover.written.at", when=_when(words, now))
    told = tuple(section for section in sections if section.lines)
    return Handover(words.text("handover.title"), told, written, words.text("handover.more"))


def compact_text(sheet: Handover) -> str:
    """Return the sheet as plain text of at most MOST_BYTES in UTF-8, by leaving out whole lines of least need."""
    # Without the degree sign the text is plain ASCII in most households, which every phone reads alike.
    sections = {
        part.id: (part.heading.upper(), [line.replace("°C", "C") for line in part.lines]) for part in sheet.sections
    }
    places = [(part, place) for part, (_, lines) in sections.items() for place in range(len(lines))]
    text = _joined(sections, set(places))
    if _size(text) <= MOST_BYTES:
        return text
    return f"{_joined(sections, _most_needed(sections, places, MOST_BYTES - _size(sheet.more)))}{sheet.more}"


_Parts = Mapping[str, tuple[str, list[str]]]
"""Heading and lines by the id of the section, in the order of the sheet."""


def _most_needed(sections: _Parts, places: list[tuple[str, int]], room: int) -> set[tuple[str, int]]:
    """Return the places of the lines that fit into `room` bytes, taken by need."""
    kept: set[tuple[str, int]] = set()
    for part, place in sorted(places, key=_by_need):
        heading, lines = sections[part]
        is_first = not any(part == kept_part for kept_part, _ in kept)
        needed = _size(f"{lines[place]}\n") + (_size(f"{heading}\n") if is_first else 0)
        if needed <= room:
            kept.add((part, place))
            room -= needed
    return kept


def _by_need(line: tuple[str, int]) -> tuple[bool, int, int]:
    """Return the rank of a line: of most sections the first lines come before the rest of any."""
    part, place = line
    return part not in _NEEDED_WHOLE and place >= _FIRST_LINES, _BY_NEED.index(part), place


def _joined(sections: _Parts, kept: set[tuple[str, int]]) -> str:
    text = ""
    for part, (heading, lines) in sections.items():
        own = [line for place, line in enumerate(lines) if (part, place) in kept]
        text += "".join(f"{line}\n" for line in (heading, *own)) if own else ""
    return text


def _size(text: str) -> int:
    return len(text.encode())


def one_line(text: str) -> str:
    """Return what a person typed as one line that disturbs nothing around it.

    Breaks become spaces, what steers the direction of writing is left out, and words that run from right to left are
    set apart, so that the numbers after them keep their order.
    """
    letters = (_letter(letter) for letter in text if letter not in _BIDI_CONTROLS)
    line = " ".join("".join(letters).split())
    runs_left = any(bidirectional(letter) in _RIGHT_TO_LEFT for letter in line)
    return f"{_ISOLATE}{line}{_END_ISOLATE}" if runs_left else line


def _letter(letter: str) -> str:
    kind = category(letter)
    if kind == "Cs":
        return "\ufffd"  # half of a pair, which no file can hold
    return " " if kind == "Cc" else letter


# The sections


def _patient(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    person = household.person
    name = one_line(person.name) if person else ""
    pump, suspected, *rest = emergency.script(words, name, episode, now)
    lines = [pump, suspected]
    if words.text("emergency.say.mimics") in rest:
        lines.append(words.text("handover.mimics"))
    if not name:
        lines.append(words.text("handover.name-unknown"))
    risks = sorted(person.special_risks) if person else []
    lines += [words.text(f"event.{risk}") for risk in risks if words.has(f"event.{risk}")]
    return tuple(lines)


def _happened(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    if episode is None:
        return (words.text("handover.no-signs"),)
    level = episode.level_at(now, household.plan)
    lines = [emergency.title(words, episode, level) + "."]
    if episode.id > 0:
        when, name = _when(words, episode.opened_at, now), level_name(words, level)
        key = "opened" if level >= Level.URGENT else "opened-below"  # the title says the two upper levels
        lines.append(words.text(f"handover.{key}", when=when, level=name))
    lines += [_sign(words, household.last_check, episode, sign, now) for sign in _told_signs(episode.signs)]
    if not episode.signs:
        lines.append(words.text("handover.no-signs"))
    lines += _reasons(words, episode)
    if episode.closing is not None:
        closing = episode.closing
        what, by = one_line(closing.what), one_line(closing.by)
        ending, when = words.text(f"emergency.ending.{closing.ending}"), _when(words, closing.at, now)
        lines.append(words.text("handover.closed", when=when, ending=ending, what=what, by=by))
    return tuple(lines)


def _told_signs(signs: Iterable[str]) -> list[str]:
    """Return the signs without a fever that the high fever says already."""
    told = list(signs)
    return [sign for sign in told if not (sign == "fever" and "high-fever" in told)]


def _sign(words: Words, check: Check | None, episode: Episode, sign: str, now: datetime) -> str:
    """Return a sign with when it began, or with when it was first noted where nobody said."""
    since = check.since.get(sign) if check is not None and sign in check.ticked else None
    name = sign_name(words, sign)
    if since is not None:
        return words.text("handover.sign-since", sign=name, when=_when(words, since, now))
    noted = min(cause.at for cause in episode.causes if sign in cause.signs)
    return words.text("handover.sign-noted", sign=name, when=_when(words, noted, now))


def _reasons(words: Words, episode: Episode) -> list[str]:
    """Return why help is sought apart from the signs, which stand there with their times already."""
    rules = [rule for rule in episode.rule_ids if rule not in _SAID_BY_SIGNS and words.has(f"rule.{rule}")]
    return [sentence for rule in rules if "{" not in (sentence := words.text(f"rule.{rule}"))]


def _check(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    check, usual = household.last_check, _usual(words, household)
    if check is None or check.saved_at is None:
        return (words.text("handover.check.none"), *usual)
    when, by = _when(words, check.saved_at, now), one_line(check.by)
    lines = [words.text("handover.check.by", when=when, name=by) if by else when]
    lines.append(_readings(words, check.vitals))
    lines += _ticked(words, check, episode.signs if episode else ())
    if check.tone is not None:
        lines.append(words.text("handover.check.tone", tone=words.text(f"handover.tone.{check.tone}")))
    if check.pump_alarm is not None:
        lines.append(words.text("handover.check.alarm", alarm=words.text(f"handover.alarm.{check.pump_alarm}")))
    if check.events:
        lines.append(words.text("handover.check.events", events=inside_sentence(words, sorted(check.events))))
    if one_line(check.note):
        lines.append(words.text("handover.check.note", note=one_line(check.note)))
    return (*lines, *usual)


def _ticked(words: Words, check: Check, told: Iterable[str]) -> list[str]:
    """Return what was ticked, without a list that says no more than what is told already."""
    lines = []
    for answer, key in ((Answer.YES, "seen"), (Answer.UNSURE, "unsure")):
        signs = [sign for sign in SIGNS_BY_ID if check.answers.get(sign) is answer]
        if signs and not (answer is Answer.YES and set(signs) <= set(told)):
            lines.append(words.text(f"handover.check.{key}", signs=inside_sentence(words, signs)))
    return lines if check.ticked else [words.text("handover.check.no-signs")]


def _readings(words: Words, vitals: Vitals) -> str:
    parts = []
    if vitals.temperature_c is not None:
        parts.append(words.text("handover.vitals.temperature", value=vitals.temperature_c))
    pressures = (vitals.systolic_mmhg, vitals.diastolic_mmhg)
    if any(pressure is not None for pressure in pressures):
        upper, lower = (words.text("handover.unmeasured") if one is None else one for one in pressures)
        parts.append(words.text("handover.vitals.pressure", upper=upper, lower=lower))
    if vitals.pulse_per_min is not None:
        parts.append(words.text("handover.vitals.pulse", value=vitals.pulse_per_min))
    return words.text("handover.vitals", readings=", ".join(parts)) if parts else words.text("handover.vitals.none")


def _usual(words: Words, household: Household) -> list[str]:
    plan = household.plan
    ranges = (("systolic", plan.usual_systolic_mmhg), ("pulse", plan.usual_pulse_per_min))
    told = [words.text(f"handover.usual.{key}", least=one.least, most=one.most) for key, one in ranges if one]
    return [words.text("handover.usual", ranges=", ".join(told))] if told else []


def _pump(words: Words, household: Household) -> tuple[str, ...]:
    pump = household.pump
    if pump is None:
        return (words.text("handover.pump.unknown"),)
    facts = {
        "model": {"model": name} if (name := one_line(pump.full_name)) else None,
        "serial": {"serial": serial} if (serial := one_line(pump.serial)) else None,
        "reservoir": {"volume": pump.reservoir_ml} if isfinite(pump.reservoir_ml) and pump.reservoir_ml > 0 else None,
    }
    lines = [words.text(f"handover.pump.{key}", **fact) for key, fact in facts.items() if fact]
    lines += _unknown(words, "pump", [key for key, fact in facts.items() if not fact])
    if pump.replacement_on is not None:
        lines.append(words.text("handover.pump.replacement", day=_day(words, pump.replacement_on)))
    return tuple(lines)


def _fill(words: Words, household: Household, now: datetime) -> tuple[str, ...]:
    fill, on = household.fill, now.astimezone(words.zone).date()
    lines = [words.text("handover.fill.none")] if fill is None else _printout(words, fill, on)
    appointment = household.open_appointment
    if appointment is not None:
        lines.append(words.text("handover.fill.appointment", day=_day(words, appointment.on)))
    return tuple(lines)


def _printout(words: Words, fill: Fill, on: date) -> list[str]:
    day = _day(words, fill.filled_on)
    if fill.volume_ml is None:
        lines = [words.text("handover.fill.on", day=day)]
    else:
        lines = [words.text("handover.fill.on-volume", day=day, value=fill.volume_ml)]
    numbers = {"concentration": fill.concentration_mcg_per_ml, "dose": fill.dose_mcg_per_day}
    lines += [words.text(f"handover.fill.{key}", value=one) for key, one in numbers.items() if one is not None]
    if fill.alarm_on is not None:
        lines.append(words.text("handover.fill.alarm-on", day=_day(words, fill.alarm_on)))
    parts = {"volume": fill.volume_ml, **numbers, "alarm-on": fill.alarm_on}
    unknown = _unknown(words, "fill", [part for part, one in parts.items() if one is None])
    return [*lines, *unknown, _level(words, fill, on)]


def _level(words: Words, fill: Fill, on: date) -> str:
    """Return how full the reservoir is by arithmetic, with its plausible range, or why that cannot be told."""
    found = project(fill, on)
    if not isinstance(found, Projection):
        return problems.refusal(words, found)
    # Not the words of Today: they add a day that hangs on the alarm volume, which may be a default nobody checked.
    levels = (found.level_ml, found.lowest_ml, found.highest_ml)
    level, lowest, highest = (f"{ml:.1f}" for ml in levels)
    return words.text("handover.fill.level", level=level, lowest=lowest, highest=highest)


def _unknown(words: Words, what: str, parts: Sequence[str]) -> list[str]:
    named = words.listed(words.text(f"handover.part.{part}") for part in parts)
    return [words.text(f"handover.{what}.part-unknown", parts=named)] if parts else []


def _calls(words: Words, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    attempts = sorted(episode.attempts, key=lambda attempt: attempt.at, reverse=True) if episode else []
    return tuple(_call(words, attempt, now) for attempt in attempts) or (words.text("handover.calls.none"),)


def _call(words: Words, attempt: Attempt, now: datetime) -> str:
    by = one_line(attempt.by)
    return words.text(
        "handover.call.by" if by else "handover.call",
        when=_when(words, attempt.at, now),
        who=one_line(attempt.who),
        number=one_line(attempt.number),
        outcome=words.text(f"emergency.outcome.{attempt.outcome}"),
        by=by,
    )


def _team(words: Words, household: Household) -> tuple[str, ...]:
    team = [contact for contact in household.contacts if contact.role.can_decide]
    return tuple(_contact(words, contact) for contact in team) or (words.text("handover.team.none"),)


def _others(words: Words, household: Household) -> tuple[str, ...]:
    lines = [_contact(words, contact) for contact in household.contacts if not contact.role.can_decide]
    if number := one_line(household.emergency_number):
        lines.append(words.text("handover.emergency-number", number=number))
    return tuple(lines)


def _contact(words: Words, contact: Contact) -> str:
    day, after_hours = one_line(contact.day_number), one_line(contact.after_hours_number)
    if day and dialable(contact.day_number) == dialable(contact.after_hours_number):
        numbers = [words.text("handover.number.both", number=day)]
    else:
        known = (("day", day), ("after-hours", after_hours))
        numbers = [words.text(f"handover.number.{key}", number=number) for key, number in known if number]
    role = words.text(f"role.{contact.role}")
    return words.text("handover.contact", name=one_line(contact.name), role=role, numbers=", ".join(numbers))


def _instructions(household: Household) -> tuple[str, ...]:
    return tuple(line for raw in household.plan.instructions.splitlines() if (line := one_line(raw)))


def _do_not(words: Words, episode: Episode | None) -> str:
    too_much = episode is not None and episode.reading is Reading.TOO_MUCH
    return words.text("emergency.do-not.too-much" if too_much else "emergency.do-not")


def _written(words: Words, household: Household, now: datetime) -> tuple[str, ...]:
    by = one_line(household.caregiver)
    duty = words.text("handover.on-duty", name=by) if by else words.text("handover.on-duty-unknown")
    return (words.text("handover.written.at", when=_when(words, now)), duty)


def _day(words: Words, day: date) -> str:
    return f"{words.short_day(day)} {day.year}"


def _when(words: Words, at: datetime, now: datetime | None = None) -> str:
    """Return an instant by its date, since "today" is wrong on paper tomorrow; with its year if that is not now's."""
    day = at.astimezone(words.zone).date()
    same_year = now is not None and now.astimezone(words.zone).year == day.year
    told = words.short_day(day) if same_year else _day(words, day)
    return words.text("handover.moment", day=told, time=words.clock(at))
