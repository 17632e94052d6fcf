"""What the first page does without, since each of these takes a part of the time in which an empty window opens."""

import os
import subprocess
import sys

import pytest

SCRIPT = """
import enum
import sys
from pathlib import Path
from itb_companion import cli
from itb_companion.cli import window
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.sample import fill_sample
from itb_companion.record.store import Store

if "--fill" in sys.argv:
    fill_sample(Store(Path(sys.argv[2])), SystemClock())
    if "--seek-help" in sys.argv:
        companion = Companion(Store(Path(sys.argv[2])), SystemClock())
        companion.checks.tick("sign:itch", "yes")
        companion.checks.save()
    sys.exit()


def kinds(of=enum.Enum):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def tell(app):
    import os

    unwanted = {"peewee", "hashlib", "socket", "PySide6.QtNetwork", "PySide6.QtDBus"}
    loaded = unwanted.intersection(sys.modules)
    named = {kind.__qualname__.partition(".")[0] for kind in kinds() if kind.__module__.startswith("PySide6")}
    print(app.shell.current, sorted(loaded), sorted(named & {"Qt", "QStyle", "QAccessible", "QIcon", "QKeySequence"}))
    sys.stdout.flush()
    os._exit(0)


load_qt = window.use_plain_imports


def load_qt_and_watch():
    load_qt()
    from itb_companion import app

    opened = app.Program.open

    def open_and_tell(self, **asked):
        self.shell.painted.connect(lambda: tell(self))
        opened(self, **asked)

    app.Program.open = open_and_tell


window.use_plain_imports = load_qt_and_watch
cli.main(["--data-dir", *sys.argv[1:]])
"""


def run(*given: str) -> str:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCRIPT, *given]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=env).stdout.strip()


@pytest.mark.parametrize(
    ("filled", "asked", "page"),
    [((), (), "today"), ((), ("--emergency",), "emergency"), (("--seek-help",), (), "emergency")],
    ids=["today", "emergency", "help is sought"],
)
def test_the_first_page_is_painted_without_peewee_and_without_the_names_in_qt(tmp_path, filled, asked, page):
    folder = str(tmp_path / "data")
    run("--fill", folder, *filled)

    assert run(folder, *asked) == f"{page} [] []"
