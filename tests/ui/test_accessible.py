"""A scroll area tells a screen reader of the same parts whatever is seen of it, and of no part that is not there."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QWidget

from itb_companion.ui.accessible import tell_scroll_areas_safely


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
