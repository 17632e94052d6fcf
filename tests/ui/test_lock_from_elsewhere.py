"""Data that came from another computer with its lock: a start tells so in a window instead of ending unseen."""

import os
import subprocess
import sys

import pytest

OPENS = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QLabel
from itb_companion import app
from itb_companion.ui.emergency_alone import EmergencyAlone

def show(window):
    os.write(1, " ".join(label.text() for label in window.findChildren(QLabel)).encode())
    os._exit(0)

EmergencyAlone.show = show
sys.exit(app.run(Path(sys.argv[1]), background="--background" in sys.argv))
"""


@pytest.mark.parametrize("more", [(), ("--background",)])
def test_a_lock_that_was_copied_from_another_computer_is_told_in_a_window(tmp_path, more):
    (tmp_path / "running.lock").write_text("\n".join(["4711", "python3", "old-laptop", *["f" * 32] * 2]) + "\n")
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", OPENS, str(tmp_path), *more]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=env)

    assert "on another computer (python3, process 4711 on old-laptop)" in done.stdout
    assert f"remove {tmp_path.resolve() / 'running.lock'} and start again" in done.stdout
