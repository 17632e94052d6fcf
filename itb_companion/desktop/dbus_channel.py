"""Shows a notice through the desktop's notification service over D-Bus, and believes only a plausible answer."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from itb_companion.care.ports import DBUS, Delivery, Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.attempt import Attempt
from itb_companion.desktop.bus_link import BusLink, method_call
from itb_companion.desktop.dbus_values import CannotMarshalError, byte, uint32
from itb_companion.desktop.notice_text import escaped, one_line
from itb_companion.desktop.shown_notices import ShownNotices

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage

APP_NAME = "ITB Companion"
DESKTOP_ENTRY = "itb-companion"
TIMEOUT_MS = 3000

SERVICE = "org.freedesktop.Notifications"
NOTIFICATIONS = (SERVICE, "/org/freedesktop/Notifications", SERVICE)
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")

_NOBODY_THERE = ("ServiceUnknown", "NameHasNoOwner", "Disconnected")


class DbusChannel(QObject):
    """The first channel on Linux, and the only one that can confirm: the service answers with an id.

    Signals:
        activated(key): our own notice with this key was clicked. Other programs' notices, and signals from
            anybody but the notification service, are ignored.
    """

    name = DBUS
    activated = Signal(str)

    def __init__(
        self,
        open_label: str = "Open",
        timeout_ms: int = TIMEOUT_MS,
        environ: Mapping[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_label = open_label
        self._timeout_ms = timeout_ms
        self._link = BusLink(os.environ if environ is None else environ, self)
        self._link.connected.connect(self._subscribe)
        self._shown = ShownNotices()
        self._asking: list[Attempt] = []
        self._under_way: list[Attempt] = []
        self.listening = False

    def send(self, notice: Notice, done: Callable[[Delivery], None]) -> None:
        """Ask the service to show the notice, in place of an earlier one with its key."""
        attempt = Attempt(self.name, notice, done, self._timeout_ms, self)
        self._asking = [asking for asking in self._asking if not asking.over] + [attempt]
        self._link.open(lambda reason: self._ask_owner(attempt, reason))

    def withdraw(self, key: str) -> None:
        """Close the notice with this key, also one whose answer is still to come."""
        for attempt in self._asking + self._under_way:
            if attempt.notice.key == key:
                attempt.withdrawn = True
        number = self._shown.forget(key)
        if number is not None:
            self._close_notice(number)

    def adopt(self, earlier: Sequence[tuple[str, str, bool]]) -> None:
        """Take over what an earlier run of this program has shown: key, detail of its delivery, still wanted.

        What is not wanted any more is closed, the rest can be replaced and clicked. Ids of another run of the service
        name other programs' notices, and are left alone.
        """

        def answered(reply: "QDBusMessage") -> None:
            if reply.errorName():
                return
            owner = str(reply.arguments()[0])
            self._shown.served_by(owner)
            for key, detail, wanted in earlier:
                number = _number_told(detail, owner)
                if number is None or self._shown.number(key):
                    continue
                if wanted:
                    self._shown.remember(key, number)
                else:
                    self._close_notice(number)

        self._link.open(lambda reason: None if reason else self._link.call(_owner_question(), answered))

    def ask_service(self, answered: Callable[[str | None], None]) -> None:
        """Call `answered` later with name and version of the service, such as "dunst 1.9.0", or with None.

        Asks nothing of a service that would first have to be started, and comes back within 25 s.
        """

        def reply(message: "QDBusMessage") -> None:
            parts = [part for part in message.arguments() if isinstance(part, str)]
            known = not message.errorName() and len(parts) >= 3  # noqa: PLR2004 - name, vendor, version
            answered(f"{parts[0]} {parts[2]}".strip() if known else None)

        def opened(reason: str) -> None:
            if reason:
                answered(None)
                return
            question = method_call(NOTIFICATIONS, "GetServerInformation")
            question.setAutoStartService(False)
            self._link.call(question, reply)

        self._link.open(opened)

    def close(self) -> None:
        """Leave the bus."""
        self._link.close()

    def _ask_owner(self, attempt: Attempt, reason: str) -> None:
        if reason:
            attempt.finish(Outcome.UNAVAILABLE, reason)
            return
        self._link.call(_owner_question(), lambda reply: self._ask_activatable(attempt, reply))

    def _ask_activatable(self, attempt: Attempt, reply: "QDBusMessage") -> None:
        if not reply.errorName():
            self._shown.served_by(str(reply.arguments()[0]))
            self._notify(attempt)
            return

        def listed(names: "QDBusMessage") -> None:
            if not names.errorName() and SERVICE in names.arguments()[0]:
                self._notify(attempt)
            else:
                attempt.finish(Outcome.UNAVAILABLE, "no notification service is running")

        self._link.call(method_call(BUS, "ListActivatableNames"), listed)

    def _notify(self, attempt: Attempt) -> None:
        if attempt.over:  # too late: another channel has the notice by now
            return
        if attempt.withdrawn:
            attempt.finish(Outcome.REFUSED, "withdrawn before it was shown")
            return
        try:
            arguments = _notify_arguments(attempt.notice, self._shown.number(attempt.notice.key), self._open_label)
        except CannotMarshalError as error:
            attempt.finish(Outcome.UNAVAILABLE, str(error))
            return
        self._asking.remove(attempt)
        self._under_way.append(attempt)
        self._link.call(method_call(NOTIFICATIONS, "Notify", *arguments), lambda reply: self._replied(attempt, reply))

    def _replied(self, attempt: Attempt, reply: "QDBusMessage") -> None:
        self._under_way.remove(attempt)
        answer = reply.arguments()[0] if reply.arguments() else None
        if reply.errorName():
            attempt.finish(_outcome_of_error(reply.errorName()), f"{reply.errorName()}: {reply.errorMessage()}")
        elif type(answer) is not int or answer <= 0:
            attempt.finish(Outcome.REFUSED, f"the service answered {answer!r}, which is no id")
        else:
            self._keep(attempt, answer)
            attempt.finish(Outcome.CONFIRMED, _told(answer, self._shown.owner))

    def _keep(self, attempt: Attempt, number: int) -> None:
        """Remember the id, even one that came late, so that no notice stays on the screen that nobody can take back."""
        if attempt.withdrawn:
            self._close_notice(number)
            return
        surplus = self._shown.remember(attempt.notice.key, number)
        if surplus is not None:
            self._close_notice(surplus)

    def _close_notice(self, number: int) -> None:
        message = method_call(NOTIFICATIONS, "CloseNotification", uint32(number))
        message.setAutoStartService(False)
        self._link.call(message, lambda _reply: None)

    @Slot()
    def _subscribe(self) -> None:
        # Signals are taken from every sender and then compared with the owner of the name: naming the service here
        # would make Qt ask the bus who that is, and wait for the answer on this thread.
        _, path, interface = NOTIFICATIONS
        self._shown.served_by("")
        self.listening = all(
            [
                self._link.subscribe((*BUS, "NameOwnerChanged"), self, "_on_owner(QDBusMessage)", ("sss", SERVICE)),
                self._link.subscribe(("", path, interface, "ActionInvoked"), self, "_on_action(QDBusMessage)"),
                self._link.subscribe(("", path, interface, "NotificationClosed"), self, "_on_closed(QDBusMessage)"),
            ]
        )

    @Slot("QDBusMessage")
    def _on_owner(self, message: "QDBusMessage") -> None:
        name, _old, new = message.arguments()
        if name == SERVICE:
            self._shown.served_by(new)

    @Slot("QDBusMessage")
    def _on_action(self, message: "QDBusMessage") -> None:
        key = self._shown.key_of(message.service(), message.arguments())
        if key is not None:
            self.activated.emit(key)

    @Slot("QDBusMessage")
    def _on_closed(self, message: "QDBusMessage") -> None:
        self._shown.closed(message.service(), message.arguments())


def _notify_arguments(notice: Notice, replaces: int, open_label: str) -> list[Any]:
    """Return the arguments of Notify, signature susssasa{sv}i."""
    urgent = notice.severity >= Severity.URGENT
    hints: dict[str, Any] = {"urgency": byte(2 if urgent else 1), "desktop-entry": DESKTOP_ENTRY}
    if urgent:
        hints["resident"] = True
    actions = ["default", open_label]
    expires_ms = 0 if urgent else -1  # 0: stays until somebody closes it
    return [APP_NAME, uint32(replaces), "", one_line(notice.title), escaped(notice.body), actions, hints, expires_ms]


def _owner_question() -> "QDBusMessage":
    return method_call(BUS, "GetNameOwner", SERVICE)


def _told(number: int, owner: str) -> str:
    """Return the id of a notice as the ledger keeps it, with the service that gave it."""
    return f"id {number} of {owner}"


def _number_told(detail: str, owner: str) -> int | None:
    """Return the id in a detail that `_told` made, if this service gave it."""
    found = re.fullmatch(r"id (\d+) of (\S+)", detail)
    return int(found[1]) if found and found[2] == owner else None


def _outcome_of_error(name: str) -> Outcome:
    if name.endswith(_NOBODY_THERE) or ".Spawn." in name:
        return Outcome.UNAVAILABLE
    if name.endswith(("NoReply", "Timeout", "TimedOut")):
        return Outcome.TIMED_OUT
    return Outcome.REFUSED
