"""What tests of the check for signs do with its page."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from itb_companion.care.signs import Check
from tests.ui.stage import Stage, settle


def answer(page: Any, sign: str, key: str) -> None:
    page.rows[sign].answer.segments[key].click()
    settle()


def draft(stage: Stage) -> Check:
    """Return the check that is under way, as it is kept."""
    return stage.companion.checks.progress().check


def retype(qtbot: Any, line: QLineEdit, text: str) -> None:
    """Type a text in place of what stands there, and finish it with Return."""
    replace_typing(qtbot, line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()


def replace_typing(qtbot: Any, line: QLineEdit, text: str) -> None:
    """Type a text in place of what stands there, and leave the cursor after the last key."""
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
