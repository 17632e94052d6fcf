"""A logout ends the program as its own Quit does: nothing is left that a copy of the record would miss."""

import os
import signal
import subprocess
import sys

import pytest

from tests.factories import Program, SettableClock

RUNS = """
import signal, sys
from pathlib import Path
from itb_companion import app

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored, as `nohup` does
begun = app.Program._begin_backups
app.Program._begin_backups = lambda self: (begun(self), print("ready", flush=True))
sys.exit(app.run(Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a logout is told to windows")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_closes_the_record_and_takes_its_lock_away(tmp_path, number):
    Program(tmp_path / "data", SettableClock()).begin().companion.close()
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "c")}
    command = [sys.executable, "-c", RUNS, str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as program:
        assert program.stdout.readline() == "ready\n"
        assert (tmp_path / "data" / "running.lock").exists()
        program.send_signal(number)
        try:
            assert program.wait(20) == 0
        finally:
            program.kill()

    left = {path.name for path in (tmp_path / "data").iterdir() if path.is_file()}
    assert left == {"care.db", "care.seal", "emergency-card.json"}
