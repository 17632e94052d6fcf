"""Everything that says: look now at what is due."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from itb_companion.desktop.clock_watch import ClockWatch
from itb_companion.desktop.heartbeat import LONGEST_INTERVAL_S, Heartbeat
from itb_companion.desktop.resume import ResumeWatch


class Why(StrEnum):
    """Why to look now; of several that come together the first one here is told."""

    ZONE = "zone"
    CLOCK_STEP = "clock-step"
    RESUME = "resume"
    HEARTBEAT = "heartbeat"


class Wakeups(QObject):
    """Heartbeat, clock and system in one signal; the heartbeat alone would do, the others only make it sooner.

    Signals:
        wanted(why): look now at what is due, and say with `expect` when the next look is worth it. A member of Why;
            what comes within one turn of the event loop is told once.
    """

    wanted = Signal(str)

    def __init__(self, environ: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heart = Heartbeat(self)
        self._clock = ClockWatch(self)
        self._resume = ResumeWatch(environ, self)
        self._whys: set[Why] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._tell)
        for signal, why in (
            (self._heart.beat, Why.HEARTBEAT),
            (self._clock.stepped, Why.CLOCK_STEP),
            (self._resume.resumed, Why.RESUME),
            (self._resume.zone_changed, Why.ZONE),
        ):
            signal.connect(partial(self._want, why))

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._heart.running

    @property
    def hears_clock(self) -> bool:
        """Whether a clock that is set is told at once."""
        return self._clock.watching

    @property
    def hears_resume(self) -> bool:
        """Whether the end of a suspend is told at once by the system."""
        return self._resume.listening

    def start(self, interval_s: float = LONGEST_INTERVAL_S) -> None:
        """Begin; ValueError unless 0 < interval_s <= 30."""
        self._heart.start(interval_s)
        self._clock.start()
        self._resume.start()

    def expect(self, delay_s: float | None) -> None:
        """Ask for a look `delay_s` seconds from now, or with the next heartbeat, whichever comes first."""
        self._heart.expect(delay_s)

    def stop(self) -> None:
        """End in silence; calling it again does nothing."""
        self._heart.stop()
        self._clock.stop()
        self._resume.stop()
        self._soon.stop()
        self._whys.clear()

    def _want(self, why: Why) -> None:
        self._whys.add(why)
        self._soon.start()

    @Slot()
    def _tell(self) -> None:
        why = next(why for why in Why if why in self._whys)
        self._whys.clear()
        self.wanted.emit(why)
