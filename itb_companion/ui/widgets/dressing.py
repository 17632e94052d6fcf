"""Small helpers that every painted widget shares."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.ui.theme import is_dressed


def antialiased(widget: QWidget) -> QPainter:
    """Return a painter on `widget` with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def repolish(widget: QWidget, name: str, value: object) -> None:
    """Set a property of the stylesheet and let the widget dress again, if it is dressed already."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    dress_again(widget)
    widget.updateGeometry()
    widget.update()


def dress_again(widget: QWidget) -> None:
    """Let the stylesheet look at a widget again; one that it has not looked at yet is dressed when it is shown."""
    if not is_dressed():
        return
    from PySide6.QtCore import Qt  # see `paint` for why it is late

    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # Not by `widget.style()`: the first time, that loads the names of all that a style can do.
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Polish))


class GrowsDown:
    """Mixed in before a widget that is as high as its width asks for, and never higher.

    A layout takes the height of `sizeHint` for the most such a widget may have, so the hint follows the
    width that it really got: use `tall()` there.
    """

    _tall = 0

    def tall(self) -> int:
        """Return the height for the width it has; 0 before it was ever laid out."""
        return self._tall

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the layout when the height must change."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in a new text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._tall:
            self._measure()

    def _measure(self) -> None:
        needed = self.heightForWidth(self.width())
        if needed == self._tall:
            return
        told = self.sizeHint().height()
        self._tall = needed
        if needed != told:  # else it has what it asked for, and a layout of the whole page would be in vain
            self.updateGeometry()


class Redressed:
    """Mixed in before a widget class: calls `redress` when the look changes."""

    def changeEvent(self, event: QEvent) -> None:
        """Pass the event on, and dress again after a new stylesheet."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.redress()

    def redress(self) -> None:
        """Set sizes that no stylesheet can reach, such as the margins of a layout."""
        raise NotImplementedError
