"""Scrolls a page to what somebody has to see."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from itb_companion.ui.theme import look


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page so that a widget is seen whole, or from its top on where it is higher than the page."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget, 0, look().px(24))
        above.ensureVisible(0, widget.mapTo(above.widget(), QPoint()).y(), 0, look().px(24))
