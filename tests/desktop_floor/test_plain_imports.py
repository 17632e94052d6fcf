"""PySide6's import hook is taken away, and imports work as before."""

import subprocess
import sys

import pytest


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("times", [1, 2])
def test_the_hook_is_gone_and_imports_work_with_qt_and_without(times):
    script = f"""
import builtins
from itb_companion.desktop.plain_imports import use_plain_imports
for _ in range({times}):
    use_plain_imports()
import email.message
from PySide6 import QtCore, QtGui
from PySide6.QtWidgets import QApplication, QMessageBox
print(getattr(builtins.__import__, "__name__", ""), QMessageBox.StandardButton.Ok.name, QtGui.QColor("red").name())
"""
    name, button, colour = run(script).split()

    assert name != "__feature_import__"
    assert (button, colour) == ("Ok", "#ff0000")


def test_a_wrong_call_into_qt_is_still_told_in_full():
    """The sentences of such errors come from the parts of PySide6 that are left for later."""
    script = """
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
from PySide6.QtCore import QPoint
try:
    QPoint("x", "y")
except TypeError as error:
    print("PySide6.QtCore.QPoint" in str(error))
"""
    assert run(script) == "True"


def test_signals_properties_and_enums_work_without_the_hook():
    script = """
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
from PySide6.QtCore import Property, QCoreApplication, QObject, Qt, QTimer, Signal, Slot
class Thing(QObject):
    told = Signal(str, int)
    @Slot(str, int)
    def hear(self, text, number):
        print(text, number, Qt.Key.Key_E.name)
        QCoreApplication.quit()
app = QCoreApplication([])
thing = Thing()
thing.told.connect(thing.hear)
QTimer.singleShot(0, thing, lambda: thing.told.emit("heard", 3))
app.exec()
"""
    assert run(script) == "heard 3 Key_E"
