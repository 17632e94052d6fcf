"""Whether the system holds a file locked for somebody."""

import sys
from pathlib import Path

import pytest

from itb_companion.desktop.lock_holder import nobody_holds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks the Unix kernel")


def test_a_file_that_somebody_holds(tmp_path: Path):
    import fcntl

    file = tmp_path / "lock"
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not nobody_holds(file)

    assert nobody_holds(file)


def test_a_file_that_cannot_be_asked(tmp_path: Path):
    assert not nobody_holds(tmp_path / "missing")
