"""Tries the channels one after the other until a notice is out, and tells everything that was tried."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from itb_companion.care.ports import Channel, Delivery, Notice, Outcome
from itb_companion.desktop.dbus_channel import DbusChannel
from itb_companion.desktop.plyer_channel import PlyerChannel
from itb_companion.desktop.tray_channel import Tray, TrayChannel

LONGEST_WAIT_MS = 10_000
"""For a channel that breaks its promise to report; each has a shorter limit of its own."""

Done = Callable[[list[Delivery]], None]


class ChannelChain(QObject):
    """Never raises and never blocks: a bonus to the alert window must not be able to harm it."""

    def __init__(
        self, channels: Sequence[Channel], longest_wait_ms: int = LONGEST_WAIT_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.channels = tuple(channels)
        self._longest_wait_ms = longest_wait_ms
        self._runs: list[_Run] = []

    def send(self, notice: Notice, done: Done) -> None:
        """Try the channels in order; `done` is called once, later, with all attempts, the last one the best."""
        run = _Run(self, notice, done, self._longest_wait_ms, self.channels)
        self._runs = [other for other in self._runs if not other.over] + [run]
        run.next()

    def send_everywhere(self, notice: Notice, done: Done) -> None:
        """Try every channel, whatever the others say; `done` is called once a channel, with its one attempt."""
        for channel in self.channels:
            run = _Run(self, notice, done, self._longest_wait_ms, [channel])
            self._runs = [other for other in self._runs if not other.over] + [run]
            run.next()

    def withdraw(self, key: str) -> None:
        """Take the notice back from every channel that can; what is on its way goes no further."""
        for run in self._runs:
            if run.key == key:
                run.stop()
        for channel in self.channels:
            try:
                channel.withdraw(key)
            except Exception:  # noqa: BLE001, S112 - the others still have to be asked
                continue


class _Run(QObject):
    """One notice on its way through the channels."""

    def __init__(
        self, chain: ChannelChain, notice: Notice, done: Done, longest_wait_ms: int, channels: Sequence[Channel]
    ) -> None:
        super().__init__(chain)
        self.key = notice.key
        self.over = False
        self._notice, self._done = notice, done
        self._left = list(channels)
        self._deliveries: list[Delivery] = []
        self._channel: Channel | None = None
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.setInterval(longest_wait_ms)
        self._limit.timeout.connect(self._gave_no_answer)

    def stop(self) -> None:
        """Try no further channel after the one that is being tried."""
        self._left.clear()

    def next(self) -> None:
        """Try the next channel, or report when there is none."""
        if not self._left:
            self.over = True
            self._limit.stop()
            QTimer.singleShot(0, self, self._report)
            return
        self._channel = channel = self._left.pop(0)
        self._limit.start()
        try:
            channel.send(self._notice, partial(self._told, channel))
        except Exception as error:  # noqa: BLE001 - a broken channel must not keep the next one from being tried
            self._told(channel, Delivery(channel.name, Outcome.REFUSED, f"{type(error).__name__}: {error}"))

    def _told(self, channel: Channel, delivery: Delivery) -> None:
        if channel is not self._channel:  # told before, or given up
            return
        self._channel = None
        self._deliveries.append(delivery)
        if delivery.outcome in {Outcome.CONFIRMED, Outcome.UNCONFIRMED}:
            self._left.clear()
        self.next()

    def _gave_no_answer(self) -> None:
        if self._channel is not None:
            self._told(self._channel, Delivery(self._channel.name, Outcome.TIMED_OUT, "the channel did not report"))

    def _report(self) -> None:
        self.deleteLater()
        self._done(self._deliveries)


def default_channels(
    tray: Tray, open_label: str = "Open", platform: str = sys.platform, parent: QObject | None = None
) -> list[Channel]:
    """Return the channels of this system, best evidence first; `open_label` names the click in words."""
    channels: list[Channel] = [PlyerChannel(parent=parent), TrayChannel(tray, parent)]
    if platform.startswith("linux"):
        channels.insert(0, DbusChannel(open_label, parent=parent))
    return channels
