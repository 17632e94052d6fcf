"""What happened in an episode so far, line by line: why it stands, whom was called, what was noted, how it ended."""

from collections.abc import Iterator
from datetime import datetime

from itb_companion.care.episode import Episode
from itb_companion.care.plan import Plan
from itb_companion.care.signs import Check, Vitals
from itb_companion.care.value import value
from itb_companion.words import emergency
from itb_companion.words.language import Words
from itb_companion.words.signs import inside_sentence, level_name


@value
class StoryLine:
    """One thing that happened. `by` is empty where no person did it."""

    at: datetime
    sentence: str
    by: str = ""


def story(words: Words, episode: Episode, plan: Plan, now: datetime) -> list[StoryLine]:
    """Return everything that was written down, newest first; at the same instant what came last."""
    lines = [*_endings(words, episode), *_calls(words, episode), *_notes(episode), *_checks(words, episode)]
    lines += [*_rises(words, episode, plan, now), *_causes(words, episode), *_returns(words, episode)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def told(words: Words, line: StoryLine, when: str) -> str:
    """Return a line of the story with its time and person."""
    return words.text("story.line.by" if line.by else "story.line", when=when, sentence=line.sentence, by=line.by)


def _causes(words: Words, episode: Episode) -> Iterator[StoryLine]:
    for cause in episode.causes:
        reasons = (f"rule.{rule}" for rule in cause.rule_ids)
        whole = [words.text(key) for key in reasons if words.has(key) and "{" not in words.text(key)]
        signs = inside_sentence(words, cause.signs)
        why = f"{signs}." if signs else " ".join(whole)
        yield StoryLine(cause.at, words.text("story.cause", level=level_name(words, cause.level), why=why))


def _rises(words: Words, episode: Episode, plan: Plan, now: datetime) -> Iterator[StoryLine]:
    """Yield where waiting alone raised the level."""
    came = {(cause.level, cause.at) for cause in episode.causes}
    until = episode.closing.at if episode.closing else now
    for step in episode.steps(until, plan):
        if (step.level, step.since) not in came:
            yield StoryLine(step.since, words.text("story.waited", level=level_name(words, step.level)))


def _calls(words: Words, episode: Episode) -> Iterator[StoryLine]:
    for call in episode.attempts:
        outcome = words.text(f"emergency.outcome.{call.outcome}")
        yield StoryLine(call.at, words.text("story.call", who=call.who, number=call.number, outcome=outcome), call.by)


def _notes(episode: Episode) -> Iterator[StoryLine]:
    for note in episode.notes:
        yield StoryLine(note.at, note.text, note.by)


def _checks(words: Words, episode: Episode) -> Iterator[StoryLine]:
    """Yield what a check adds to the signs, which stand there as a cause: readings, a note, or that none was ticked."""
    for check in episode.checks:
        what = _what_was_seen(words, check)
        if what and check.saved_at is not None:
            yield StoryLine(check.saved_at, words.text("story.checked", what=what), check.by)


def _what_was_seen(words: Words, check: Check) -> str:
    parts = [words.text("story.no-signs")] if check.says_no and not check.ticked else []
    readings = vitals(words, check.vitals)
    parts += [f"{readings}."] if readings else []
    return " ".join([*parts, check.note] if check.note else parts)


def vitals(words: Words, taken: Vitals) -> str:
    """Return readings in words, or nothing where none was taken."""
    told = []
    if taken.temperature_c is not None:
        told.append(words.temperature(taken.temperature_c))
    pressures = (taken.systolic_mmhg, taken.diastolic_mmhg)
    if any(pressure is not None for pressure in pressures):
        upper, lower = ("?" if pressure is None else pressure for pressure in pressures)
        told.append(words.text("story.pressure", upper=upper, lower=lower))
    if taken.pulse_per_min is not None:
        told.append(words.text("story.pulse", value=taken.pulse_per_min))
    return ", ".join(told)


def _endings(words: Words, episode: Episode) -> Iterator[StoryLine]:
    for closing in (*(earlier.closing for earlier in episode.earlier), episode.closing):
        if closing is not None:
            how = emergency.ending(words, closing.ending, closing.advised_by)
            yield StoryLine(closing.at, words.text("story.closed", ending=how, what=closing.what), closing.by)


def _returns(words: Words, episode: Episode) -> Iterator[StoryLine]:
    for earlier in episode.earlier:
        yield StoryLine(earlier.reopened_at, words.text("story.reopened"))
