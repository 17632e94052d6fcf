"""Watches every key and click of the program: Ctrl+E opens the emergency screen from anywhere.

Any window of ours, any field, any dialog.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class EmergencyKey(QObject):
    """Sees what a person does to any window, before the window does. Signals: `pressed()`; `touched()`.

    A shortcut is not enough: text fields take Ctrl+E for "end of the line", a modal dialog blocks the shortcuts of
    other windows, and the alert window is a window of its own.

    It watches the windows as the system knows them, from the first time each has the keyboard. Watching the whole
    application would be simpler, but every event of every part would pass through Python, and PySide6 would load all
    classes of Qt to find out what the parts are: 10 MiB.
    """

    pressed = Signal()
    touched = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watched: list[QWindow] = []
        app.focusWindowChanged.connect(self.watch)
        for window in app.topLevelWindows():
            self.watch(window)

    @Slot(QWindow)
    def watch(self, window: QWindow | None) -> None:
        """Watch a window too."""
        self._watched = [known for known in self._watched if Shiboken.isValid(known)]
        if window is not None and window not in self._watched:
            self._watched.append(window)  # kept, so that PySide6 knows it again by the time an event comes
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before anything else does."""
        kind = event.type()
        if kind in _TOUCHES:
            self.touched.emit()
        if kind != QEvent.Type.KeyPress or event.keyCombination() != KEYS:
            return super().eventFilter(watched, event)
        self.pressed.emit()
        event.accept()
        return True
