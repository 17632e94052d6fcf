"""PySide6's import hook is taken away, and imports work as before."""

import subprocess
import sys


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_pythons_own_import_is_back_and_works_with_qt():
    script = """
import builtins
plain = builtins.__import__
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
from PySide6.QtWidgets import QApplication
import email.message
print(builtins.__import__ is plain, QApplication.__name__, email.message.Message.__name__)
"""
    assert run(script) == "True QApplication Message"


def test_where_pyside_keeps_no_original_nothing_is_changed():
    script = """
import builtins, PySide6.QtCore
if hasattr(builtins, "__orig_import__"):
    del builtins.__orig_import__
before = builtins.__import__
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
print(builtins.__import__ is before)
"""
    assert run(script) == "True"


def test_twice_is_as_good_as_once():
    script = """
import builtins
plain = builtins.__import__
from itb_companion.desktop.plain_imports import use_plain_imports
use_plain_imports()
use_plain_imports()
print(builtins.__import__ is plain)
"""
    assert run(script) == "True"
