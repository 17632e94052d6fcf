"""What is read without `argparse` is read as `argparse` would."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itb_companion.cli.opening import Opening
from itb_companion.cli.options import parse

WORDS = ["--background", "--emergency", "--data-dir", "--data-dir=there", "--data-dir=", "there", "", "-", "--", "-1"]
MORE = ["--data-dir=--emergency", "--emerg", "--emergency=1", "a b", "demo", "--version", "--help", "--nothing"]


def as_argparse_reads_it(argv: Sequence[str]) -> object:
    try:
        return vars(parse(argv))
    except SystemExit:
        return "explained"


@given(st.lists(st.sampled_from(WORDS + MORE), max_size=5))
@example(["--data-dir", "there", "--emergency", "--data-dir", "elsewhere"])
@example(["--data-dir"])
def test_whatever_is_asked_it_is_understood_as_argparse_understands_it(argv):
    opening = Opening.read(argv)

    if opening is not None:
        assert vars(opening) | {"command": None} == as_argparse_reads_it(argv)


@pytest.mark.parametrize(
    "argv",
    [[], ["--background"], ["--emergency"], ["--data-dir", "d"], ["--data-dir=d", "--emergency"]],
    ids=" ".join,
)
def test_how_the_program_is_started_every_day_needs_no_argparse(argv):
    assert Opening.read(argv) is not None


@pytest.mark.parametrize(
    "argv", [["demo"], ["--help"], ["--data-dir"], ["--emerg"], ["agenda", "--json"]], ids=" ".join
)
def test_everything_else_is_left_to_argparse(argv):
    assert Opening.read(argv) is None


def test_argparse_is_not_even_loaded():
    script = (
        "import sys; from itb_companion.cli import _asked; _asked(['--emergency']); print('argparse' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)

    assert told.stdout.strip() == "False"
