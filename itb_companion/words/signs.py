"""Words for signs, rules and levels: the same on the screen, on paper and on the command line."""

from collections.abc import Iterable

from itb_companion.care.triage import Assessment, Fired, Level
from itb_companion.words.language import Words


def sign_name(words: Words, sign_id: str) -> str:
    """Return the short name of a sign, as on its tile."""
    return words.text(f"sign.{sign_id}.name")


def sign_hint(words: Words, sign_id: str, *, from_outside: bool) -> str:
    """Return what to look for: what is seen from outside comes first for a person who cannot tell."""
    plain, outside = words.text(f"sign.{sign_id}.plain"), words.text(f"sign.{sign_id}.outside")
    if plain == outside:
        return plain
    return f"{outside} {plain}" if from_outside else f"{plain} {outside}"


def inside_sentence(words: Words, ids: Iterable[str]) -> str:
    """Return sign and context ids as a list inside a sentence, without what another of them already says."""
    chosen = list(ids)
    if "high-fever" in chosen:
        chosen = [item for item in chosen if item != "fever"]
    return words.listed(_inside(words, item) for item in chosen)


def _inside(words: Words, item: str) -> str:
    sign = f"sign.{item}.inside"
    return words.text(sign) if words.has(sign) else words.text(f"context.{item}")


def why(words: Words, fired: Fired) -> str:
    """Return why a rule fired, as one sentence with what made it fire."""
    return words.text(f"rule.{fired.rule_id}", because=inside_sentence(words, fired.because))


def level_name(words: Words, level: Level) -> str:
    """Return a level's name."""
    return words.text(f"level.{level.id}.name")


def headline(words: Words, level: Level) -> str:
    """Return what the screen says first for a level."""
    return words.text(f"level.{level.id}.headline")


def advice(words: Words, level: Level) -> str:
    """Return what to do at a level. Source: clinical-facts section 3."""
    return words.text(f"level.{level.id}.advice")


def reasons(words: Words, assessment: Assessment) -> list[str]:
    """Return the sentences of the rules that gave the level, each once."""
    return list(dict.fromkeys(why(words, fired) for fired in assessment.deciding))
