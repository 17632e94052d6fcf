"""Ways to be heard and to be started that touch nothing of this computer, written against the ports."""

from PySide6.QtCore import QObject, QTimer

from itb_companion.care.ports import Delivery, Notice, Outcome, Startup, StartupState
from itb_companion.care.severity import Severity


class Recorder(QObject):
    """A channel that keeps what it is given and tells an outcome later, on the main thread, as real ones do."""

    def __init__(self, name: str = "dbus", outcome: Outcome = Outcome.CONFIRMED) -> None:
        super().__init__()
        self.name, self.outcome = name, outcome
        self.sent: list[Notice] = []
        self.withdrawn: list[str] = []

    def send(self, notice: Notice, done) -> None:
        self.sent.append(notice)
        QTimer.singleShot(0, self, lambda: done(Delivery(self.name, self.outcome)))

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)


class Loudspeaker(QObject):
    """A sound that lasts until `end`, or until it is stopped, and keeps how often it was begun."""

    def __init__(self, outcome: Outcome = Outcome.UNCONFIRMED, detail: str = "played to its end") -> None:
        super().__init__()
        self.outcome, self.detail = outcome, detail
        self.played: list[Severity] = []
        self.stopped = 0
        self._dones: list = []
        self.samples: list[str] = []
        self.sample_outcome = outcome
        self._sample_dones: list = []

    def play(self, severity: Severity, done) -> None:
        self.played.append(severity)
        self._dones.append(done)

    def stop(self) -> None:
        if self._dones:
            self.stopped += 1
            self._tell(Delivery("sound", Outcome.REFUSED, "it was stopped"))

    def end(self) -> None:
        """Let what is being played come to its end."""
        self._tell(Delivery("sound", self.outcome, self.detail))

    def play_sample(self, name: str, done) -> None:
        self.stop_sample()
        self.samples.append(name)
        self._sample_dones.append(done)

    def stop_sample(self) -> None:
        if self._sample_dones:
            self._tell_sample(Delivery("sound", Outcome.REFUSED, "it was stopped"))

    def end_sample(self) -> None:
        """Let the sample come to its end."""
        self._tell_sample(Delivery("sound", self.sample_outcome))

    @property
    def sampling(self) -> bool:
        return bool(self._sample_dones)

    @property
    def sounding(self) -> bool:
        return bool(self._dones)

    def _tell(self, delivery: Delivery) -> None:
        dones, self._dones = self._dones, []
        self._tell_later(dones, delivery)

    def _tell_sample(self, delivery: Delivery) -> None:
        dones, self._sample_dones = self._sample_dones, []
        self._tell_later(dones, delivery)

    def _tell_later(self, dones: list, delivery: Delivery) -> None:
        for done in dones:
            QTimer.singleShot(0, self, lambda done=done: done(delivery))


class LoginEntry:
    """An entry for the login; `broken` is one that cannot be written as it should be."""

    def __init__(self, startup: Startup = Startup.OFF, broken: str = "") -> None:
        self.found = StartupState(startup)
        self.broken = broken
        self.asked: list[str] = []

    def state(self) -> StartupState:
        return self.found

    def set(self) -> StartupState:
        self.asked.append("set")
        self.found = StartupState(Startup.BROKEN, self.broken) if self.broken else StartupState(Startup.ON)
        return self.found

    def remove(self) -> StartupState:
        self.asked.append("remove")
        self.found = StartupState(Startup.OFF)
        return self.found
