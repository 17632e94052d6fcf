"""The program's lower floors over a folder of their own, with a clock that a test sets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import Program


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """An empty record, opened on a Tuesday at noon, eight days after the refill of the builders' household."""
    opened = Program(tmp_path / "data")
    yield opened
    opened.companion.close()


@pytest.fixture
def begun(program: Program) -> Program:
    """The same, after the first start."""
    return program.begin()
