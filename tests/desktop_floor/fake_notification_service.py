"""A notification service with a fault of its choice; writes every call it gets as one line of JSON.

Started as a process of its own: `fake_notification_service.py MODE CALLS`, with the bus in DBUS_SESSION_BUS_ADDRESS.
A call is in the file CALLS before it is answered, so whoever has the answer finds the call there.
"""

import json
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusArgument, QDBusConnection, QDBusMessage, QDBusVirtualObject

from itb_companion.desktop.dbus_values import uint32

PATH, NAME = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"


def ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def reply(message: QDBusMessage, *arguments: object) -> QDBusMessage:
    answer = message.createReply()
    answer.setArguments(list(arguments))
    return answer


class Service(QDBusVirtualObject):
    def __init__(self, mode: str, calls: Path) -> None:
        super().__init__()
        self.mode, self.calls, self.last = mode, calls, 0

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, bus: QDBusConnection) -> bool:
        member = message.member()
        plain = [value for value in message.arguments() if not isinstance(value, QDBusArgument)]
        # PySide6 cannot take a{sv} apart; the message's own text shows it, with the type of each value.
        call = {"member": member, "signature": message.signature(), "arguments": plain, "text": str(message)}
        with self.calls.open("a") as calls:
            calls.write(json.dumps(call) + "\n")
        if member == "Notify":
            self.notify(message, bus)
        elif member == "GetServerInformation":
            bus.send(reply(message, "fake", "nobody", "1.2", "1.2"))
        else:
            bus.send(reply(message))
        return True

    def notify(self, message: QDBusMessage, bus: QDBusConnection) -> None:
        self.last += 1
        number = message.arguments()[1] or self.last
        if self.mode == "zero":
            bus.send(reply(message, uint32(0)))
        elif self.mode == "text":
            bus.send(reply(message, "shown"))
        elif self.mode == "empty":
            bus.send(reply(message))
        elif self.mode == "error":
            bus.send(message.createErrorReply("org.freedesktop.Notifications.Error.Full", "too many"))
        elif self.mode == "late":
            QTimer.singleShot(700, lambda: bus.send(reply(message, uint32(number))))
        else:
            bus.send(reply(message, uint32(number)))
        if self.mode == "clicks":
            self.signal(bus, "ActionInvoked", uint32(number + 40), "default")  # another program's
            self.signal(bus, "ActionInvoked", uint32(number), "settings")
            QTimer.singleShot(50, lambda: self.signal(bus, "ActionInvoked", uint32(number), "default"))

    def signal(self, bus: QDBusConnection, name: str, *arguments: object) -> None:
        message = QDBusMessage.createSignal(PATH, NAME, name)
        message.setArguments(list(arguments))
        bus.send(message)


def main() -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.sessionBus()
    mode, calls = sys.argv[1:]
    service = Service(mode, Path(calls))
    if mode == "forger":  # not the service at all: only a program that says that something was clicked
        for number in range(1, 6):
            service.signal(bus, "ActionInvoked", uint32(number), "default")
        ready()
        app.exec()
    bus.registerVirtualObject(PATH, service)
    assert bus.registerService(NAME)
    ready()
    if mode == "hangs":
        os.kill(os.getpid(), signal.SIGSTOP)
    app.exec()


if __name__ == "__main__":
    main()
