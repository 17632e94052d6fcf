"""A care plan as one TOML file that a clinic can prepare: written with what each line means."""

import textwrap
from collections.abc import Iterable, Iterator

from itb_companion.care.people import SPECIAL_RISKS
from itb_companion.care.plan import STANDARD_QUESTIONS, Plan, Range
from itb_companion.care.stricter import levels_for_this_person, own_levels
from itb_companion.documents.toml_text import listed, quoted
from itb_companion.words.language import Words
from itb_companion.words.plan import question_text, rule_name, scale_in_words

FORMAT = 1
_WIDTH = 110


def plan_toml(
    plan: Plan, words: Words, *, person: str = "", special_risks: Iterable[str] = (), clinic: str = ""
) -> str:
    """Return the file of a plan, with comments that say what each line means.

    Every key is written, also those that are empty, so that reading it gives this plan whatever stood before.
    """
    return "\n".join(_lines(plan, words, person, special_risks, clinic)) + "\n"


def _lines(plan: Plan, words: Words, person: str, special_risks: Iterable[str], clinic: str) -> Iterator[str]:
    yield from _told(words.text("plan-file.head"))
    yield from _part(words, "format", f"format = {FORMAT}")
    yield from _part(words, "clinic", f"clinic = {quoted(clinic)}")
    yield from _part(words, "person", f"person = {quoted(person)}")
    waits = (f"{name} = {getattr(plan, name)}" for name in ("clinic_wait_min", "urgent_wait_min"))
    yield from _part(words, "clinic_wait_min", *waits)
    hours = plan.office_hours
    yield from _part(words, "opens", f'opens = "{hours.opens:%H:%M}"', f'closes = "{hours.closes:%H:%M}"')
    yield from _part(words, "instructions", f"instructions = {quoted(plan.instructions)}")
    expires_on = plan.oral_baclofen_expires_on
    yield from _part(
        words,
        "oral_baclofen_instruction",
        f"oral_baclofen_instruction = {quoted(plan.oral_baclofen_instruction)}",
        f"oral_baclofen_expires_on = {expires_on.isoformat() if expires_on else quoted('')}",
    )
    yield from _part(
        words,
        "usual",
        f"usual_systolic = {_range(plan.usual_systolic_mmhg)}",
        f"usual_diastolic = {_range(plan.usual_diastolic_mmhg)}",
        f"usual_pulse = {_range(plan.usual_pulse_per_min)}",
        f"usual_temperature_c = {_range(plan.usual_temperature_c)}",
    )
    score = quoted("") if plan.usual_spasticity is None else plan.usual_spasticity
    yield from _part(words, "usual_spasticity", f"usual_spasticity = {score}", scale=scale_in_words(words))
    risks = [risk for risk in SPECIAL_RISKS if risk in set(special_risks)]
    known = "; ".join(f"{risk} ({words.text(f'event.{risk}')})" for risk in SPECIAL_RISKS)
    yield from _part(words, "special_risks", f"special_risks = {listed(risks)}", known=known)
    if not plan.questions:
        yield from _part(words, "question", "question = []", known=", ".join(STANDARD_QUESTIONS))
    yield from _rules(plan, words)
    yield from _questions(plan, words)


def _rules(plan: Plan, words: Words) -> Iterator[str]:
    yield from _part(words, "stricter", "[stricter]")
    own = own_levels()
    for rule, level in levels_for_this_person(plan.stricter).items():
        told = words.text("plan-file.about.rule", rule=rule_name(words, rule), own=own[rule].id)
        yield f"{rule} = {quoted(level.id)}  # {told}"


def _questions(plan: Plan, words: Words) -> Iterator[str]:
    if plan.questions:
        yield from _part(words, "question", known=", ".join(STANDARD_QUESTIONS))
    for place, question in enumerate(plan.questions):
        if place:
            yield ""
        yield "[[question]]"
        if question.standard:
            yield f"standard = {quoted(question.standard)}  # {question_text(words, question)}"
        else:
            yield f"text = {quoted(question.text)}"
        yield f"answered = {'true' if question.is_answered else 'false'}"
        yield f"answer = {quoted(question.answer)}"


def _part(words: Words, about: str, *lines: str, **facts: str) -> Iterator[str]:
    yield ""
    yield from _told(words.text(f"plan-file.about.{about}", **facts))
    yield from lines


def _told(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _range(usual: Range | None) -> str:
    return "[]" if usual is None else f"[{usual.least!r}, {usual.most!r}]"
