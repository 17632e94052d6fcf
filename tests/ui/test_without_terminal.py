"""Whatever became of the terminal: the emergency screen opens, and the program starts again after a restore."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from itb_companion.desktop import start_again

OPENS = """
import os, sys
from pathlib import Path
from itb_companion import app
from itb_companion.ui.emergency_alone import EmergencyAlone

EmergencyAlone.show = lambda window: (os.write(1, b"shown"), os._exit(0))
app.run(Path(sys.argv[1]))
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
@pytest.mark.parametrize("errors", ["full", "gone"])
def test_the_emergency_screen_opens_though_the_terminal_takes_no_word(tmp_path, errors):
    (tmp_path / "care.db").write_bytes(b"no record" * 1000)
    if errors == "full":
        into = os.open("/dev/full", os.O_WRONLY)
    else:
        nobody, into = os.pipe()
        os.close(nobody)
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", OPENS, str(tmp_path)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=into, timeout=60, check=False, env=env)
    finally:
        os.close(into)

    assert done.stdout == b"shown"


@pytest.mark.skipif(sys.platform == "win32", reason="there a second process is started")
def test_without_a_console_it_starts_again(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(start_again.os, "execv", lambda *command: started.append(command))
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    start_again.start_again(tmp_path)

    assert len(started) == 1
