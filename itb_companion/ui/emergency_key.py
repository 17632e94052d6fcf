"""Watches every key and click of the program: Ctrl+E opens the emergency screen from anywhere.

Any window of ours, any field, any dialog.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal

KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)
_KINDS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class EmergencyKey(QObject):
    """An event filter for the whole application. Signals: `pressed()`; `touched()` for every key and click.

    A shortcut is not enough: text fields take Ctrl+E for "end of the line", a modal dialog blocks the shortcuts of
    other windows, and the alert window is a window of its own.
    """

    pressed = Signal()
    touched = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before anything else does."""
        if event.type() in _TOUCHES:
            self.touched.emit()
        if event.type() not in _KINDS or event.keyCombination() != KEYS:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            self.pressed.emit()
        event.accept()
        return True
