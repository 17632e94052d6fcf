"""Hears from the system that the computer woke from a suspend, or that its time zone was set."""

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from itb_companion.desktop.bus_link import BusLink, method_call
from itb_companion.desktop.message_bus import Bus

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage

LOGIND = "org.freedesktop.login1"
TIMEDATED = "org.freedesktop.timedate1"
DRIVER = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")

# Taken from every sender and then compared with the owner of the name, for the reason given in dbus_channel.py.
_SLEEP = ("", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
_PROPERTIES = ("", "/org/freedesktop/timedate1", "org.freedesktop.DBus.Properties", "PropertiesChanged")


class ResumeWatch(QObject):
    """Listens to logind and timedated on the system bus; where there is none of them, nothing happens.

    Signals:
        resumed: the computer woke up; once each time.
        zone_changed: the zone may be another one; timedated says so at other changes of its settings too.
    """

    resumed = Signal()
    zone_changed = Signal()

    def __init__(self, environ: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = BusLink(os.environ if environ is None else environ, self, Bus.SYSTEM)
        self._link.connected.connect(self._subscribe)
        self._owners: dict[str, str] = {}
        self._subscribed = False
        self._awake = False

    @property
    def listening(self) -> bool:
        """Whether logind is there and heard: only then a suspend would be noticed here."""
        return self._subscribed and self._link.is_open and bool(self._owners.get(LOGIND))

    def start(self) -> None:
        """Begin to listen as soon as the bus answers; called again, it comes back to a bus that was lost."""
        self._link.open(lambda _reason: None)

    def stop(self) -> None:
        """Listen no longer."""
        self._link.close()
        self._subscribed = False

    @Slot()
    def _subscribe(self) -> None:
        self._owners.clear()
        self._awake = False
        changed = (*DRIVER, "NameOwnerChanged")
        self._subscribed = all(
            [
                # Only about these two: else every program that comes or goes would wake this one.
                self._link.subscribe(changed, self, "_on_owner(QDBusMessage)", ("sss", LOGIND)),
                self._link.subscribe(changed, self, "_on_owner(QDBusMessage)", ("sss", TIMEDATED)),
                self._link.subscribe(_SLEEP, self, "_on_sleep(QDBusMessage)"),
                self._link.subscribe(_PROPERTIES, self, "_on_properties(QDBusMessage)"),
            ]
        )
        for service in (LOGIND, TIMEDATED):
            self._link.call(method_call(DRIVER, "GetNameOwner", service), partial(self._owned, service))

    def _owned(self, service: str, reply: "QDBusMessage") -> None:
        if not reply.errorName():
            self._owners[service] = str(reply.arguments()[0])

    def _from(self, service: str, message: "QDBusMessage") -> bool:
        """Return whether the service itself sent this; any program may send one that looks the same."""
        return message.service() != "" and message.service() == self._owners.get(service)

    @Slot("QDBusMessage")
    def _on_owner(self, message: "QDBusMessage") -> None:
        name, _old, new = message.arguments()
        self._owners[name] = new
        if name == LOGIND:
            self._awake = False

    @Slot("QDBusMessage")
    def _on_sleep(self, message: "QDBusMessage") -> None:
        if not self._from(LOGIND, message) or len(message.arguments()) != 1:
            return
        was_awake, self._awake = self._awake, not message.arguments()[0]
        if self._awake and not was_awake:
            self.resumed.emit()

    @Slot("QDBusMessage")
    def _on_properties(self, message: "QDBusMessage") -> None:
        if self._from(TIMEDATED, message):
            self.zone_changed.emit()
