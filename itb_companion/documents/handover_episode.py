"""The handover sheet's parts about the episode: the patient, what happened, calls, and what was noted."""

from collections.abc import Iterable
from datetime import datetime

from itb_companion.care.episode import Attempt, Closing, Episode
from itb_companion.care.household import Household
from itb_companion.care.signs import Check
from itb_companion.care.triage import Level
from itb_companion.documents.handover_words import moment_told, one_line
from itb_companion.words import Words, emergency
from itb_companion.words.emergency_story import vitals
from itb_companion.words.signs import inside_sentence, level_name

_SAID_BY_SIGNS = frozenset({"fever", "pump-site", "asked-for-help"})
"""Rules whose words add nothing to the signs, or to the fact that there is a sheet."""


def patient(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    """Return whose pump it is, what is suspected, what it can look like, and special risks."""
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


def happened(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    """Return the level, the signs with their times, the reasons, and how it was closed and opened again."""
    if episode is None:
        return (words.text("handover.no-signs"),)
    level = episode.level_at(now, household.plan)
    lines = [emergency.title(words, episode, level) + "."]
    if episode.id > 0:
        when, name = moment_told(words, episode.opened_at, now), level_name(words, level)
        key = "opened" if level >= Level.URGENT else "opened-below"  # the title says the two upper levels
        lines.append(words.text(f"handover.{key}", when=when, level=name))
    last = () if household.last_check is None else (household.last_check,)
    checks = (*episode.standing_checks, *last)
    lines += [_sign(words, checks, episode, sign, now) for sign in _told_signs(episode.signs)]
    if not episode.signs:
        lines.append(words.text("handover.no-signs"))
    lines += _reasons(words, episode)
    for opening, earlier in enumerate(episode.earlier):
        lines += _signs_before(words, episode, opening, now)
        lines.append(_closed(words, earlier.closing, now))
        lines.append(words.text("handover.reopened", when=moment_told(words, earlier.reopened_at, now)))
    if episode.closing is not None:
        lines.append(_closed(words, episode.closing, now))
    return tuple(lines)


def _signs_before(words: Words, episode: Episode, opening: int, now: datetime) -> list[str]:
    """Return what was seen before an ending: whoever takes over must not take what is left for all there was."""
    causes = [cause for cause in episode.causes if cause.opening == opening and cause.signs]
    if not causes:
        return []
    signs = _told_signs(dict.fromkeys(sign for cause in causes for sign in cause.signs))
    when = moment_told(words, min(cause.at for cause in causes), now)
    return [words.text("handover.before", when=when, signs=inside_sentence(words, signs))]


def _closed(words: Words, closing: Closing, now: datetime) -> str:
    what, by, who = one_line(closing.what), one_line(closing.by), one_line(closing.advised_by)
    when = moment_told(words, closing.at, now)
    if who:
        return words.text("handover.closed-advice", when=when, who=who, what=what, by=by)
    ending = words.text(f"emergency.ending.{closing.ending}")
    return words.text("handover.closed", when=when, ending=ending, what=what, by=by)


def _told_signs(signs: Iterable[str]) -> list[str]:
    """Return the signs without a fever that the high fever says already."""
    told = list(signs)
    return [sign for sign in told if not (sign == "fever" and "high-fever" in told)]


def _sign(words: Words, checks: Iterable[Check], episode: Episode, sign: str, now: datetime) -> str:
    """Return a sign with when it first began, or with when it was first noted where nobody said."""
    began = [check.since[sign] for check in checks if sign in check.ticked and sign in check.since]
    name = inside_sentence(words, [sign])  # the tile of a sign may only ask: "Blood pressure"
    name = name[:1].upper() + name[1:]
    if began:
        return words.text("handover.sign-since", sign=name, when=moment_told(words, min(began), now))
    noted = min(cause.at for cause in episode.standing_causes if sign in cause.signs)
    return words.text("handover.sign-noted", sign=name, when=moment_told(words, noted, now))


def _reasons(words: Words, episode: Episode) -> list[str]:
    """Return why help is sought apart from the signs, which stand there with their times already."""
    rules = [rule for rule in episode.rule_ids if rule not in _SAID_BY_SIGNS and words.has(f"rule.{rule}")]
    return [sentence for rule in rules if "{" not in (sentence := words.text(f"rule.{rule}"))]


def calls(words: Words, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    """Return the calls so far, newest first."""
    attempts = sorted(episode.attempts, key=lambda attempt: attempt.at, reverse=True) if episode else []
    return tuple(_call(words, attempt, now) for attempt in attempts) or (words.text("handover.calls.none"),)


def _call(words: Words, attempt: Attempt, now: datetime) -> str:
    by = one_line(attempt.by)
    return words.text(
        "handover.call.by" if by else "handover.call",
        when=moment_told(words, attempt.at, now),
        who=one_line(attempt.who),
        number=one_line(attempt.number),
        outcome=words.text(f"emergency.outcome.{attempt.outcome}"),
        by=by,
    )


def notes(words: Words, household: Household, episode: Episode | None, now: datetime) -> tuple[str, ...]:
    """Return what was noted and measured since help is sought, newest first, without what the last check tells."""
    if episode is None:
        return ()
    told = [(note.at, one_line(note.text), one_line(note.by)) for note in episode.notes]
    last = household.last_check.id if household.last_check else None
    for check in episode.checks:
        readings = vitals(words, check.vitals)
        if readings and check.saved_at is not None and check.id != last:
            told.append((check.saved_at, readings, one_line(check.by)))
    told.sort(key=lambda line: line[0], reverse=True)
    return tuple(_noted(words, moment_told(words, at, now), text, by) for at, text, by in told)


def _noted(words: Words, when: str, text: str, by: str) -> str:
    return words.text("story.line.by" if by else "story.line", when=when, sentence=text, by=by)
