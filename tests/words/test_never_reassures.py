"""No sentence of the program says that all is well: neither in the words' tables nor on any widget."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from itb_companion.words import english

PACKAGE = Path(__file__).parents[2] / "itb_companion"
REASSURES = re.compile(
    r"""\b(
        all\ (is\ |seems\ )?(well|fine|right|clear|good|ok(ay)?)
        | (is|are|looks?|seems?|feels?|was|were)\ (perfectly\ |quite\ |all\ |just\ )?
          (fine|safe|well|normal|okay|ok|harmless|healthy|alright)
        | no\ (danger|risk|reason\ to\ worry|need\ to\ worry|cause\ for\ concern|problems?\ found)
        | nothing\ (is\ )?(wrong|to\ worry|to\ fear|serious|unusual)
        | (do\ not|don[’']t|never)\ (worry|be\ afraid|panic)
        | no\ worr(y|ies) | not\ dangerous | out\ of\ danger | safely | in\ good\ (order|health|shape)
        | everything\ (is|looks|seems)\ (\w+\ )?(in\ order|well|fine|right|normal|good|ok)
        | good\ news | rest\ assured | harmless | reassur\w+ | unlikely
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
MEANT_OTHERWISE = {
    "It makes no diagnosis. No sign ticked does not mean that all is well.",
}
"""Sentences that say the opposite with such words. Each is written out whole: another one needs a reader's eye."""


def captions() -> Iterator[tuple[str, str]]:
    """Yield every literal that a widget shows, with where it stands: what `tr` and `translate` are called with."""
    for path in sorted([*(PACKAGE / "ui").rglob("*.py"), *(PACKAGE / "desktop").glob("*.py"), PACKAGE / "app.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in ("tr", "_tr", "translate"):
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield f"{path.relative_to(PACKAGE)}:{node.lineno}", given.value


def _called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def test_no_sentence_of_the_words_tables_reassures():
    told = [(key, text) for key, text in english.TEXTS.items() if text not in MEANT_OTHERWISE]
    found = {key: text for key, text in told if REASSURES.search(text)}

    assert len(told) > 500
    assert found == {}


def test_no_caption_reassures():
    told = list(captions())

    assert len(told) > 200
    assert any("ui/pages/signs.py" in where for where, _ in told)
    assert {where: text for where, text in told if REASSURES.search(text) and text not in MEANT_OTHERWISE} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "All is well.",
        "Everything is in order.",
        "There is nothing to worry about.",
        "Mia is fine.",
        "The pressure is normal.",
        "No danger signs, so she is safe.",
        "This is harmless.",
        "No reason to worry.",
        "Don’t worry.",
        "Nothing unusual was ticked.",
        "Withdrawal is unlikely.",
        "No danger.",
    ],
)
def test_a_sentence_that_reassures_is_found(sentence):
    assert REASSURES.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Danger signs: tap one and the emergency screen opens", "A check without signs rules nothing out.", "As usual"],
)
def test_a_sentence_that_does_not_is_left_alone(sentence):
    assert not REASSURES.search(sentence)
