"""Why a check came to its level: every rule that fired, at the level it gives for this person, and where it is from."""

from collections.abc import Mapping

from itb_companion.care.plan import Plan
from itb_companion.care.triage import Assessment, Fired
from itb_companion.words.language import Words
from itb_companion.words.signs import level_name, why


def explained(words: Words, assessment: Assessment, plan: Plan, titles: Mapping[str, str]) -> list[str]:
    """Return a paragraph a rule, worst first; `titles` are those of the sources by id.

    A source without a title is told by its id.
    """
    return [_paragraph(words, fired, plan, titles) for fired in assessment.fired]


def _paragraph(words: Words, fired: Fired, plan: Plan, titles: Mapping[str, str]) -> str:
    sources = "; ".join(titles.get(source, source) for source in fired.sources)
    level, reason = level_name(words, fired.level), why(words, fired)
    is_of_plan = plan.stricter.get(fired.rule_id) == fired.level.id
    key = "check.why.plan" if is_of_plan else "check.why"
    return words.text(key, level=level, reason=reason, sources=sources)
