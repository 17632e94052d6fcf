"""What is wrong with something a person typed: a named problem at a named field, never a guess."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from itb_companion.care.value import field as made
from itb_companion.care.value import value


class Weight(StrEnum):
    """Whether a problem stops an entry, or asks the person to look again."""

    ERROR = "error"
    """It cannot be kept like this."""
    CHECK = "check"
    """It may be right; the person compares it with the printout and confirms."""


@value
class Problem:
    """One problem with one field; `code` names the sentence in `words`, `facts` fill it in."""

    field: str
    code: str
    weight: Weight = Weight.ERROR
    facts: Mapping[str, Any] = made(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether the entry cannot be kept before this is mended."""
        return self.weight is Weight.ERROR


class NotAcceptedError(ValueError):
    """An act was refused because of what was typed; it carries the problems, so that each field can say its own."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


def stop_on_errors(problems: list[Problem]) -> None:
    """Raise NotAcceptedError if any of the problems stops the entry."""
    errors = [problem for problem in problems if problem.stops]
    if errors:
        raise NotAcceptedError(errors)
