"""The command line is called as a person calls it; widgets are tested without a display."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from itb_companion.cli import main
from tests.factories import Program, SettableClock

ROOT = Path(__file__).parents[2]


@dataclass
class Told:
    """What a call printed, and its exit code."""

    code: int
    out: str
    err: str

    def refused(self) -> str:
        """Return the one sentence on standard error of a call that could not be done."""
        assert self.code == 1
        assert self.out == ""
        assert self.err.startswith("itb-companion: ")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        sentence = self.err.removeprefix("itb-companion: ").strip()
        assert sentence.endswith(".")
        return sentence


Call = Callable[..., Told]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Call the command line in this process."""
    monkeypatch.delenv("ITB_COMPANION_DATA_DIR", raising=False)
    mask = os.umask(0o077)

    def caller(*argv: object) -> Told:
        try:
            code = main([str(part) for part in argv])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    yield caller
    os.umask(mask)


@pytest.fixture
def start() -> Call:
    """Call the command line in a process of its own; `environ` changes its environment, None takes a name away."""

    def starter(*argv: object, environ: dict[str, str | None] | None = None, given: bytes | None = None) -> Told:
        changes = environ or {}
        env = {name: value for name, value in os.environ.items() if name not in changes}
        env |= {name: value for name, value in changes.items() if value is not None}
        env["PYTHONPATH"] = str(ROOT)
        done = subprocess.run(
            [sys.executable, "-m", "itb_companion", *map(str, argv)],
            env=env, input=given, capture_output=True, timeout=300, check=False,
        )  # fmt: skip
        return Told(done.returncode, done.stdout.decode(), done.stderr.decode())

    return starter


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of the builders' household, as the program leaves it."""
    folder = tmp_path / "data"
    program = Program(folder, SettableClock()).begin()
    program.companion.close()
    return folder
