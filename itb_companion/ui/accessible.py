"""What a screen reader is told of a scroll area, in a way that cannot end the program.

Qt 6.11 counts a scroll area's bars only while they can be seen, and reads beyond the end of its list where it is asked
for one that went meanwhile: a screen reader that reads a page while another one comes ends the program. Here a scroll
area always has the same children.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QScrollArea, QWidget
from shiboken6 import Shiboken

_KIND = "QScrollArea"
_told: list[QAccessibleInterface] = []
"""Qt deletes them with their scroll areas; until then Python must not."""


def tell_scroll_areas_safely() -> None:
    """Describe scroll areas to screen readers from now on, also those that a reader was told of already; once."""
    QAccessible.installFactory(_describe)
    if QAccessible.isActive():
        for area in QApplication.allWidgets():
            if isinstance(area, QScrollArea):
                known = QAccessible.queryAccessibleInterface(area)
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


def _describe(kind: str, thing: QObject) -> QAccessibleInterface | None:
    if kind != _KIND or not isinstance(thing, QWidget):
        return None
    _told[:] = [known for known in _told if Shiboken.isValid(known)]
    _told.append(QAccessibleWidget(thing, QAccessible.Role.Client))
    return _told[-1]
