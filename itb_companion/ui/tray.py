"""The tray icon, only where there really is a tray: elsewhere Qt shows nothing and says nothing."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from itb_companion.care.severity import Severity
from itb_companion.ui import icons


class TrayIcon(QObject):
    """A tray icon with the ways back to the program.

    Signals: `open_wanted()`, `emergency_wanted()`, `quit_wanted()`.
    """

    open_wanted = Signal()
    emergency_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu()
        for words, signal in (
            (self.tr("Open"), self.open_wanted),
            (self.tr("Emergency"), self.emergency_wanted),
            (self.tr("Quit"), self.quit_wanted),
        ):
            action = QAction(words, self._menu)
            action.triggered.connect(signal)
            self._menu.addAction(action)

    def available(self) -> bool:
        """Return whether a tray is there at this moment; the icon is put there when one appears."""
        there = QSystemTrayIcon.isSystemTrayAvailable()
        if there and self._icon is None:
            self._icon = QSystemTrayIcon(icons.app_icon(), self)
            self._icon.setToolTip(self.tr("ITB Companion"))
            self._icon.setContextMenu(self._menu)
            self._icon.activated.connect(self._activated)
            self._icon.show()
        return there

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_wanted.emit()

    def show_message(self, title: str, body: str, severity: Severity) -> None:
        """Show a message at the icon."""
        if self._icon is not None:
            urgent = severity >= Severity.URGENT
            kind = QSystemTrayIcon.MessageIcon.Critical if urgent else QSystemTrayIcon.MessageIcon.Information
            self._icon.showMessage(title, body, kind)

    def remove(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()
            self._icon = None
