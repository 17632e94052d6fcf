"""A connection to a message bus of which no part ever waits on the main thread."""

import itertools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import SLOT, QObject, Qt, Signal, Slot

from itb_companion.desktop.message_bus import Bus, NoBusError, living_address

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

BUS_PATIENCE_S = 5.0
CALL_PATIENCE_MS = 25_000
"""Longer than any caller waits: an answer that comes late still tells which notice it is about."""

_numbers = itertools.count(1)


class BusLink(QObject):
    """Connects when first needed, again after a loss, and hands every answer to a callback on the main thread.

    Signals:
        connected: a new connection stands; subscriptions have to be made again.
    """

    connected = Signal()
    _probed = Signal(str, str)

    def __init__(self, environ: Mapping[str, str], parent: QObject | None = None, kind: Bus = Bus.SESSION) -> None:
        super().__init__(parent)
        self._environ = dict(environ)
        self._kind = kind
        self._bus: QDBusConnection | None = None
        self._waiting: list[Callable[[str], None]] = []
        self._pending: set[QDBusPendingCallWatcher] = set()
        self._subscriptions: list[tuple[Any, ...]] = []
        self._probed.connect(self._on_probed, Qt.ConnectionType.QueuedConnection)

    @property
    def is_open(self) -> bool:
        """Whether a connection stands at this moment."""
        return self._bus is not None and self._bus.isConnected()

    def open(self, ready: Callable[[str], None]) -> None:
        """Call `ready` with "" when the bus can be used, or with the reason why it cannot."""
        if self.is_open:
            ready("")
            return
        self._waiting.append(ready)
        if len(self._waiting) == 1:
            threading.Thread(target=self._probe, name=f"{self._kind}-bus-probe", daemon=True).start()

    def call(self, message: "QDBusMessage", answered: Callable[["QDBusMessage"], None]) -> None:
        """Send a call, and hand over its reply or error; without a connection nothing happens."""
        from PySide6.QtDBus import QDBusPendingCallWatcher

        if self._bus is None:
            return
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message, CALL_PATIENCE_MS))
        self._pending.add(watcher)  # nobody else holds it

        def finished(*_: object) -> None:
            self._pending.discard(watcher)
            answered(watcher.reply())

        watcher.finished.connect(finished)

    def subscribe(
        self, source: tuple[str, str, str, str], receiver: QObject, slot: str, about: tuple[str, str] | None = None
    ) -> bool:
        """Connect a signal (service, path, interface, name) to a slot named as in C++; return whether it stands.

        With `about` (signature, first argument) only such signals wake this program.
        PySide6 refuses a Python callable here; only the SLOT form works, and only with an object that stays alive.
        """
        if self._bus is None:
            return False
        only = () if about is None else ([about[1]], about[0])
        subscription = (*source, *only, receiver, _slot(slot))
        self._subscriptions.append(subscription)
        return self._bus.connect(*subscription)

    def close(self) -> None:
        """Listen no longer; answers that are still under way are dropped."""
        self._pending.clear()
        self._waiting.clear()
        self._leave()

    def _leave(self) -> None:
        """End the subscriptions, and leave the connection itself to the end of the program.

        QDBusConnection.disconnectFromBus() must not be used: Qt's D-Bus thread then takes leave of every receiver,
        needs Python's lock for it, and the program hangs for ever or crashes, depending on what this thread does
        meanwhile (both were seen with PySide6 6.12). One idle connection for each bus that was lost costs nothing.
        """
        bus, self._bus = self._bus, None
        subscriptions, self._subscriptions = self._subscriptions, []
        if bus is not None:
            for subscription in subscriptions:
                bus.disconnect(*subscription)

    def _probe(self) -> None:
        try:
            found, reason = living_address(self._environ, BUS_PATIENCE_S, self._kind), ""
        except NoBusError as error:
            found, reason = "", str(error)
        try:
            self._probed.emit(found, reason)
        except RuntimeError:
            return  # the program ended meanwhile and took this object with it

    @Slot(str, str)
    def _on_probed(self, address: str, reason: str) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and address:
            reason = self._connect(address)
        for ready in waiting:
            ready(reason)

    def _connect(self, address: str) -> str:
        """Connect to a bus that has just answered, so that this takes milliseconds; return why it failed, or ""."""
        from PySide6.QtDBus import QDBusConnection

        self._leave()
        # A name of its own each time: Qt never revives a connection that was lost.
        bus = QDBusConnection.connectToBus(address, f"itb-companion-{next(_numbers)}")
        if not bus.isConnected():
            return f"The {self._kind}'s message bus refused: {bus.lastError().message()}"
        self._bus = bus
        self.connected.emit()
        return ""


def _slot(signature: str) -> bytes:
    """Return the signature as SLOT() spells it, which PySide6 takes although its stubs ask for bytes."""
    return cast("bytes", SLOT(signature))


def method_call(target: tuple[str, str, str], member: str, *arguments: Any) -> "QDBusMessage":
    """Return a call of `member` on (service, path, interface)."""
    from PySide6.QtDBus import QDBusMessage

    message = QDBusMessage.createMethodCall(*target, member)
    message.setArguments(list(arguments))
    return message
