"""A scroll area tells a screen reader of the same parts whatever is seen of it, and of no part that is not there."""

import subprocess
import sys

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget

from itb_companion.ui.accessible import tell_scroll_areas_safely

TOLD_BEFORE = """
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from itb_companion.ui.accessible import tell_scroll_areas_safely
app = QApplication(["x", "-platform", "offscreen"])
QAccessible.setActive(True)
area, page = QScrollArea(), QWidget()
area.setWidget(page)
page.setMinimumHeight(5000)
area.show()
parts = [QAccessible.queryAccessibleInterface(area).childCount()]
tell_scroll_areas_safely()
area.hide()
parts.append(QAccessible.queryAccessibleInterface(area).childCount())
print(*parts)
"""


def test_an_area_that_a_reader_was_told_of_before_is_told_of_anew():
    done = subprocess.run([sys.executable, "-c", TOLD_BEFORE], capture_output=True, text=True, timeout=60, check=True)

    before, after = map(int, done.stdout.split())
    assert after > before  # with its bars, which Qt counts only while they are seen


def test_a_bar_that_goes_leaves_the_parts_as_they_were(qtbot):
    tell_scroll_areas_safely()
    area, page = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    area.setWidget(page)
    page.setMinimumHeight(5000)
    area.show()
    told = QAccessible.queryAccessibleInterface(area)
    shown = [told.child(number).object() for number in range(told.childCount())]
    assert area.viewport() in shown
    assert area.verticalScrollBar().parentWidget() in shown

    area.hide()  # as when another page comes

    assert [told.child(number).object() for number in range(told.childCount())] == shown
    assert told.child(told.childCount()) is None
    assert told.role() is QAccessible.Role.Client
