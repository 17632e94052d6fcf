"""Tells at once when the computer's clock is set, so that what becomes due by it does not wait for the next beat."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QSocketNotifier,
    Signal,
    Slot,
)

if TYPE_CHECKING:
    from itb_companion.desktop.timer_fd import TimerFd

WM_TIMECHANGE = 0x001E
log = logging.getLogger(__name__)


class ClockWatch(QObject):
    """Waits for the system to tell; looks at nothing by itself and costs nothing while the clock runs on.

    Signals:
        stepped: the clock was set, in either direction. On Linux also after a suspend.
    """

    stepped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer: TimerFd | None = None
        self._notifier: QSocketNotifier | None = None
        self._filter: TimeChangeFilter | None = None

    @property
    def watching(self) -> bool:
        """Whether a change of the clock would be told."""
        return self._timer is not None or self._filter is not None

    def start(self) -> bool:
        """Begin to watch; return False where the system has nothing to watch with."""
        self.stop()
        if sys.platform == "linux":
            self._watch_kernel()
        elif sys.platform == "win32":
            self._watch_windows()
        return self.watching

    def stop(self) -> None:
        """Watch no longer and give everything back; calling it again does nothing."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._timer is not None:
            self._timer.close()
            self._timer = None
        application = QCoreApplication.instance()
        if self._filter is not None and application is not None:
            application.removeNativeEventFilter(self._filter)
        self._filter = None

    def _watch_kernel(self) -> None:
        from itb_companion.desktop.timer_fd import TimerFd

        timer = TimerFd()
        try:
            timer.open()
            timer.arm()
        except OSError as error:
            log.info("That the clock was set is noticed at the next heartbeat only: %s", error)
            timer.close()
            return
        self._timer = timer
        self._notifier = QSocketNotifier(timer.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)

    @Slot()
    def _on_readable(self) -> None:
        if self._timer is None:
            return
        was_set = False
        try:
            was_set = self._timer.read()
            was_set = self._timer.arm() or was_set
        except OSError as error:
            log.warning("The clock can no longer be watched: %s", error)
            self.stop()  # a file that stays readable would keep the processor busy
        if was_set:
            self.stepped.emit()

    def _watch_windows(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            self._filter = TimeChangeFilter(self.stepped.emit)
            application.installNativeEventFilter(self._filter)


class TimeChangeFilter(QAbstractNativeEventFilter):
    """Hears the message by which Windows tells every window, hidden or not, that the clock or the zone was set.

    It was written after the documentation and has not yet run on Windows.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        from ctypes import wintypes

        self._changed = changed
        self._message_at = wintypes.MSG.from_address

    def nativeEventFilter(  # noqa: N802 - Qt's own name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Take note of a change and leave every message to Qt; `message` is the address of a MSG."""
        # A posted message comes by twice, as windows_dispatcher_MSG too.
        if kind == b"windows_generic_MSG" and self._message_at(int(message)).message == WM_TIMECHANGE:
            self._changed()
        return False, 0
