"""The command line: what is asked, and nothing heavy before that is known."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from itb_companion.cli.failure import Failure
from itb_companion.cli.opening import ENV_DATA_DIR, Opening
from itb_companion.cli.paths import whole_path

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked and return the exit code: 0, 1 with one sentence on standard error, or 2 for wrong usage."""
    options = _asked(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)  # whatever this process writes is for its owner alone
    try:
        options.data_dir = data_dir(options.data_dir)
        return _run(options)
    except Failure as failure:
        print(f"itb-companion: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output stopped reading; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _asked(argv: Sequence[str]) -> "Opening | Namespace":
    opening = Opening.read(argv)
    if opening is None:
        from itb_companion.cli.options import parse  # it takes a start 12 ms

        return parse(argv)
    return opening


def data_dir(given: str | None) -> Path:
    """Return the data folder: as given, from the environment, or where this system keeps a user's data; or Failure."""
    named = given or os.environ.get(ENV_DATA_DIR)
    if named:
        return whole_path(named)
    from platformdirs import user_data_path

    return user_data_path("itb-companion", appauthor=False)


def _run(options: "Opening | Namespace") -> int:
    """Load only the module of what was asked."""
    command = options.command
    if command in (None, "demo"):
        from itb_companion.cli import window

        asked = {"background": options.background, "emergency": options.emergency}
        return window.demo(**asked) if command == "demo" else window.run(options.data_dir, **asked)
    if command == "play-sound":
        from itb_companion.desktop import sound_process

        sound_process.run(Path(options.file))
    if command == "triage":
        from itb_companion.cli import triage

        return triage.run(options)
    if command == "agenda":
        from itb_companion.cli import agenda

        return agenda.run(options)
    if command in ("doctor", "unlock"):
        from itb_companion.cli import doctor, unlock

        return doctor.run(options) if command == "doctor" else unlock.run(options)
    if command == "screenshots":
        from itb_companion.cli import screenshots

        return screenshots.run(options)
    if command == "restore":
        from itb_companion.cli import restoring

        return restoring.run(options)
    if command == "import" or (command == "export" and options.kind == "json"):
        from itb_companion.cli import whole

        return whole.take_in(options) if command == "import" else whole.export(options)
    if command == "plan" or (command == "export" and options.kind == "plan"):
        from itb_companion.cli import plan as chosen
    else:
        from itb_companion.cli import copies as chosen
    return chosen.run(options)
