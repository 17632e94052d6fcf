"""Words for what is wrong with something typed, and for what the program refuses to tell."""

from datetime import date

from itb_companion.care.problems import Problem
from itb_companion.care.pump import Refusal
from itb_companion.words.language import Words


def sentence(words: Words, problem: Problem) -> str:
    """Return the one sentence that says what to do about a problem."""
    facts = {key: words.day(value) if isinstance(value, date) else value for key, value in problem.facts.items()}
    return words.text(f"problem.{problem.code}", **facts)


def refusal(words: Words, reason: Refusal) -> str:
    """Return why something cannot be told."""
    return words.text(f"refusal.{reason}")
