"""PySide6's import hook is taken away and its explanations are left for later: all works as before."""

import subprocess
import sys

import pytest


def run(script: str, *given: str) -> str:
    command = [sys.executable, "-c", script, *given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
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


def test_what_explains_wrong_calls_is_left_for_later_and_nothing_in_a_window_asks_for_it():
    script = """
import sys
from itb_companion.desktop import late_parts
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["x", "-platform", "offscreen"])
label = QLabel("text")
label.show()
app.processEvents()
print(len(late_parts._sources), compile.__name__, "inspect" in sys.modules)
"""
    assert run(script) == "8 compile False"


WRONG_CALLS = {
    "QPoint('x', 'y')": "PySide6.QtCore.QPoint",
    "QPoint(1, 2, 3, 4)": "expected at most 2 arguments",
    "QPoint().nothing": "no attribute",
    "QLabel().setText(3)": "QLabel.setText(arg__1: str",
    "QLabel().setText('a', 'b')": "setText",
    "QLabel(nothing=1)": "nothing",
    "QTimer.singleShot('soon')": "singleShot",
    "Qt.AlignmentFlag('left')": "left",
    "Signal().connect(3)": "connect",
}


@pytest.mark.parametrize(("call", "said"), WRONG_CALLS.items())
def test_a_wrong_call_into_qt_raises_the_same_error_with_the_same_sentence_as_ever(call, said):
    """The sentences of such errors come from the parts of PySide6 that are left for later."""
    script = f"""
import sys
if sys.argv[1:]:
    from itb_companion.desktop.plain_imports import use_plain_imports
    use_plain_imports()
from PySide6.QtCore import QPoint, QTimer, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication(["x", "-platform", "offscreen"])
for again in range(2):
    try:
        {call}
    except Exception as error:
        print(type(error).__name__, error)
"""
    with_late_parts = run(script, "late")

    assert said in with_late_parts
    assert with_late_parts == run(script)


def test_signatures_are_known_to_whoever_asks():
    script = """
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
from PySide6.QtWidgets import QLabel
from PySide6.support.signature import get_signature, parser
print(get_signature(QLabel.setText), hasattr(parser, "__path__"), hasattr(parser, "nothing"))
"""
    assert run(script) == "(self, arg__1: str, /) -> None False False"


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
