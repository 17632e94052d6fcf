"""Words for the care plan: its parts, what stands in each, and what changes between two plans."""

from collections.abc import Iterable
from typing import NamedTuple

from itb_companion.care.people import SPECIAL_RISKS
from itb_companion.care.plan import PENN_SCALE, RANGES, Plan, Question, Range
from itb_companion.care.signs import FEVER_C
from itb_companion.care.stricter import levels_for_this_person
from itb_companion.care.temperature import told as temperature
from itb_companion.words.language import Words
from itb_companion.words.signs import level_name


class Change(NamedTuple):
    """One part of a plan that differs: what it is, as it was, as it would be."""

    what: str
    old: str
    new: str


def question_text(words: Words, question: Question) -> str:
    """Return the words of a question."""
    return words.text(f"question.{question.standard}") if question.standard else question.text


def rule_name(words: Words, rule_id: str) -> str:
    """Return a rule in plain words."""
    return words.text(f"plan.rule.{rule_id}", fever=words.temperature(FEVER_C))


def score_name(words: Words, score: int) -> str:
    """Return a score of the Penn spasm frequency scale with its words. Source: Penn et al., 1989."""
    return words.text(f"penn.{score}")


def scale_in_words(words: Words) -> str:
    """Return the whole Penn spasm frequency scale."""
    return "; ".join(score_name(words, score) for score in PENN_SCALE)


def usual_range(words: Words, name: str, usual: Range | None) -> str:
    """Return one range of a plan with its unit."""
    if usual is None:
        return words.text("plan.not-set")
    if name == "usual_temperature_c":
        unit = words.temperature_unit
        least, most, sign = temperature(usual.least, unit), temperature(usual.most, unit), unit.sign
    else:
        least, most, sign = f"{usual.least:g}", f"{usual.most:g}", words.text(f"plan.unit.{name}")
    return words.text("plan.range", least=least, most=most, unit=sign)


def changes(words: Words, old: Plan, new: Plan) -> list[Change]:
    """Return what differs between two plans, in the order of the page; none only where they say the same."""
    before, after = _told(words, old), _told(words, new)
    found = [
        Change(words.text(f"plan.field.{name}"), before[name], after[name])
        for name in after
        if _value(old, name) != _value(new, name)
    ]
    return found + _changed_rules(words, old, new) + _changed_questions(words, old, new)


def changed_risks(words: Words, old: Iterable[str], new: Iterable[str]) -> list[Change]:
    """Return the change of the special risks, if there is one."""
    before, after = _risks(words, old), _risks(words, new)
    return [Change(words.text("plan.field.special_risks"), before, after)] if before != after else []


def _value(plan: Plan, name: str) -> object:
    return getattr(plan.office_hours if name in ("opens", "closes") else plan, name)


def _told(words: Words, plan: Plan) -> dict[str, str]:
    """Return what stands in each part of a plan, by its name, in the order of the page."""
    none, score, expires_on = words.text("plan.not-set"), plan.usual_spasticity, plan.oral_baclofen_expires_on
    return {
        "instructions": plan.instructions or none,
        "oral_baclofen_instruction": plan.oral_baclofen_instruction or none,
        "oral_baclofen_expires_on": words.day(expires_on) if expires_on else none,
        **{name: usual_range(words, name, getattr(plan, name)) for name in RANGES},
        "usual_spasticity": none if score is None else score_name(words, score),
        "clinic_wait_min": words.text("plan.minutes", n=plan.clinic_wait_min),
        "urgent_wait_min": words.text("plan.minutes", n=plan.urgent_wait_min),
        "opens": words.clock(plan.office_hours.opens),
        "closes": words.clock(plan.office_hours.closes),
    }


def _changed_rules(words: Words, old: Plan, new: Plan) -> list[Change]:
    before, after = levels_for_this_person(old.stricter), levels_for_this_person(new.stricter)
    return [
        Change(rule_name(words, rule), level_name(words, before[rule]), level_name(words, level))
        for rule, level in after.items()
        if level is not before[rule]
    ]


def _changed_questions(words: Words, old: Plan, new: Plan) -> list[Change]:
    none = words.text("plan.question.none")
    before = {question_text(words, q): _state(words, q) for q in old.questions}
    after = {question_text(words, q): _state(words, q) for q in new.questions}
    found = [
        Change(words.text("plan.question", text=text), before.get(text, none), after.get(text, none))
        for text in dict.fromkeys((*before, *after))
        if before.get(text) != after.get(text)
    ]
    if not found and old.questions != new.questions:
        old_list, new_list = (words.listed(question_text(words, q) for q in plan.questions) for plan in (old, new))
        return [Change(words.text("plan.field.questions"), old_list, new_list)]
    return found


def _state(words: Words, question: Question) -> str:
    if question.answer:
        key = "answered-with" if question.is_answered else "open-with"
        return words.text(f"plan.question.{key}", answer=question.answer)
    return words.text("plan.question.answered" if question.is_answered else "plan.question.open")


def _risks(words: Words, risks: Iterable[str]) -> str:
    there = set(risks)
    return words.listed(words.text(f"event.{risk}") for risk in SPECIAL_RISKS if risk in there) or words.text(
        "plan.not-set"
    )
