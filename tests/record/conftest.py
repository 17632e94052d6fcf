"""An open record in a folder of its own, and child processes that meet it as another user or are killed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itb_companion.record import store as store_module
from itb_companion.record.store import Store

NOBODY = 65534
_AS_NOBODY = """
import dataclasses, os, sys
from pathlib import Path
from itb_companion.record import backup, emergency_card, store
from itb_companion.record.errors import RecordError
if os.getuid() == 0:
    os.setuid({nobody})
folder = Path(sys.argv[1])
try:
    {act}
except RecordError as error:
    print(error.reason)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh record, closed again."""
    opened = Store(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A record for property tests, each of which takes back what it wrote."""
    opened = Store(tmp_path_factory.mktemp("shared") / "data")
    yield opened
    opened.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a locked record be given up on soon."""
    monkeypatch.setattr(store_module, "_BUSY_MS", 20)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can look into, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def as_nobody() -> Callable[[Path, str], str]:
    """Run one statement on a folder as a user without rights, and return what it printed."""
    if not hasattr(os, "setuid"):
        pytest.skip("users have rights of another kind here")

    def run(folder: Path, act: str) -> str:
        done = run_child(_AS_NOBODY.format(nobody=NOBODY, act=act), folder)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def run_child(code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own, with these paths as its arguments."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
