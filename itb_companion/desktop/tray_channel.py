"""Shows a notice as a message of the tray icon, where there really is a tray."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from itb_companion.care.ports import TRAY, Delivery, Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.attempt import Attempt
from itb_companion.desktop.notice_text import one_line, plain

TIMEOUT_MS = 3000


class Tray(Protocol):
    """The tray icon, as the floor above has it."""

    def available(self) -> bool:
        """Return whether a tray is there at this moment: without one Qt drops messages in silence."""
        ...

    def show_message(self, title: str, body: str, severity: Severity) -> None:
        """Show a message at the icon."""
        ...


class TrayChannel(QObject):
    """The last channel: unconfirmed at best, for Qt never says whether a message was shown."""

    name = TRAY

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray

    def send(self, notice: Notice, done: Callable[[Delivery], None]) -> None:
        """Show the notice at the tray icon; `done` is called exactly once, later, on the main thread."""
        attempt = Attempt(self.name, notice, done, TIMEOUT_MS, self)
        try:
            if not self._tray.available():
                attempt.finish(Outcome.UNAVAILABLE, "this desktop shows no tray")
                return
            self._tray.show_message(one_line(notice.title), plain(notice.body), notice.severity)
        except Exception as error:  # noqa: BLE001 - whatever a tray does, the reminder goes on
            attempt.finish(Outcome.REFUSED, f"{type(error).__name__}: {error}")
            return
        attempt.finish(Outcome.UNCONFIRMED)

    def withdraw(self, key: str) -> None:
        """Do nothing: a message at the icon goes away by itself and cannot be taken back."""
