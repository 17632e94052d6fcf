"""The Protocols that higher floors implement, and the plain values that pass through them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from itb_companion.care.severity import Severity
from itb_companion.care.value import value

if TYPE_CHECKING:
    from itb_companion.care.absence import Absence
    from itb_companion.care.alerts import Alert
    from itb_companion.care.occurrence import Item


class Clock(Protocol):
    """Where the time comes from; the domain itself only ever receives it as an argument."""

    def since_boot_s(self) -> float:
        """Return seconds since the computer was started, sleep included; no clock change moves it."""
        ...

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...

    def zone(self) -> tzinfo:
        """Return the zone the computer is set to at this moment."""
        ...


@value
class Notice:
    """One message for the operating system's notification, plain text, in the person's language."""

    key: str
    """The key of the occurrence it is about; withdrawing and clicking refer to it."""
    title: str
    body: str
    severity: Severity


class Outcome(StrEnum):
    """What is known of one attempt to show a notice."""

    CONFIRMED = "confirmed"
    """The service answered with an id of its own."""
    UNCONFIRMED = "unconfirmed"
    """Handed over to something that never says whether it showed anything."""
    REFUSED = "refused"
    """The service answered with an error, or with an answer that cannot be true."""
    TIMED_OUT = "timed-out"
    """The service did not answer in time."""
    UNAVAILABLE = "unavailable"
    """There is no such service here."""


@value
class Delivery:
    """One attempt to show a notice through one channel, for the ledger."""

    channel: str
    outcome: Outcome
    detail: str = ""

    @property
    def reached(self) -> bool:
        """Whether there is evidence that the notice was shown."""
        return self.outcome is Outcome.CONFIRMED


class Ledger(Protocol):
    """Remembers every occurrence, and what became of it. One row an occurrence; its key is unique for ever."""

    def open_alerts(self) -> "tuple[Alert, ...]":
        """Return every alert that nothing has settled."""
        ...

    def known(self, key: str) -> bool:
        """Whether this occurrence was raised before, whatever became of it."""
        ...

    def settled_as_void(self, key: str) -> "Alert | None":
        """Return the settled alert of an occurrence, unless a person's answer settled it for good."""
        ...

    def insert(self, alert: "Alert") -> "Alert":
        """Write a new alert with its occurrence; return it with its id."""
        ...

    def add_occurrence(self, alert: "Alert", now: datetime) -> None:
        """Write a newer occurrence of an alert, and the alert as it now stands."""
        ...

    def add_contained(self, alert: "Alert", items: "Sequence[Item]", now: datetime) -> None:
        """Write earlier occurrences that this alert speaks for; those that are known stay as they are."""
        ...

    def update(self, alert: "Alert") -> None:
        """Write an alert as it now stands."""
        ...

    def note_answer(self, alert: "Alert", what: str, until: datetime | None, now: datetime, by: str) -> None:
        """Keep what was answered to an alert."""
        ...

    def pulse(self) -> datetime | None:
        """Return when the program last looked at what is due."""
        ...

    def set_pulse(self, now: datetime) -> None:
        """Keep that the program looked at what is due."""
        ...

    def note_absence(self, absence: "Absence") -> None:
        """Keep a time in which nothing could be shown."""
        ...

    def untold_absences(self) -> "tuple[Absence, ...]":
        """Return the absences that nobody was told of yet, newest first."""
        ...

    def alerts_due_within(self, absence: "Absence") -> frozenset[int]:
        """Return the ids of the alerts of which an occurrence fell due within an absence."""
        ...

    def tell_absences(self, now: datetime) -> None:
        """Keep that a person was told of every absence so far."""
        ...


ALERT_WINDOW, DBUS, PLYER, TRAY, SOUND = CHANNELS = ("alert-window", "dbus", "plyer", "tray", "sound")
"""Every way to be seen or heard, by the name that stands in the ledger."""


class Channel(Protocol):
    """One way to show a notice outside the program's own windows. Never blocks, never raises."""

    name: str

    def send(self, notice: Notice, done: Callable[[Delivery], None]) -> None:
        """Try to show the notice; `done` is called exactly once, later, on the main thread."""
        ...

    def withdraw(self, key: str) -> None:
        """Take back the notice with this key where the channel can; otherwise do nothing."""
        ...


class Sound(Protocol):
    """Our own alarm sounds. Never blocks, never raises."""

    def play(self, severity: Severity, done: Callable[[Delivery], None]) -> None:
        """Play the sound of this severity once; `done` is called exactly once, later, on the main thread.

        Unconfirmed is the best there is: only a person can tell whether anything was heard.
        """
        ...

    def stop(self) -> None:
        """Be silent at once; what is being played ends as refused."""
        ...

    def play_sample(self, name: str, done: Callable[[Delivery], None]) -> None:
        """Play what a pump's alarm sounds like, "single" or "two-tone", once; `done` is called exactly once, later.

        Refused while an alarm sounds, and ended by one.
        """
        ...

    def stop_sample(self) -> None:
        """End the sample that is being played; an alarm goes on."""
        ...


class Startup(StrEnum):
    """Whether the program starts by itself when its user logs in, as read back from where the system looks."""

    ON = "on"
    OFF = "off"
    BROKEN = "broken"
    """There is an entry, but it cannot start this program."""
    UNKNOWN = "unknown"
    """This system does not say."""


@value
class StartupState:
    """What was read back; `detail` says where, or what is wrong, in plain text."""

    startup: Startup
    detail: str = ""
    is_doubtful: bool = False
    """Whether something that this program cannot see may still keep it from starting."""


class Autostart(Protocol):
    """The entry that starts the program at login. Never raises; every answer is read back, never assumed."""

    def state(self) -> StartupState:
        """Return what stands there now."""
        ...

    def set(self) -> StartupState:
        """Write the entry, read it back and return what stands there."""
        ...

    def remove(self) -> StartupState:
        """Take the entry away and return what stands there."""
        ...
