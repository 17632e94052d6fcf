"""The heartbeat: a signal at least every thirty seconds, and just after what is expected next, while it is started."""

import math

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer, Signal, Slot

LONGEST_INTERVAL_S = 30
"""Longer would break the promise of the design: due, to shown, at most 30 s while awake."""

SHORTEST_EXPECTATION_S = 0.05
"""Something that stays due for ever must not keep the processor busy."""


class Heartbeat(QObject):
    """Beats on the thread it lives in, by the steady clock, which nobody can set and which stands still in a suspend.

    Signals:
        beat: time to evaluate; never emitted after `stop()`.
    """

    beat = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._interval_s: float = LONGEST_INTERVAL_S
        self._latest = QDeadlineTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        # A coarse timer may fire up to 5 % early, and an evaluation before something is due shows nothing.
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def running(self) -> bool:
        """Whether the heartbeat was started and not stopped."""
        return self._timer.isActive()

    def start(self, interval_s: float = LONGEST_INTERVAL_S) -> None:
        """Beat every `interval_s` seconds from now on; ValueError unless 0 < interval_s <= 30."""
        if not 0 < interval_s <= LONGEST_INTERVAL_S:
            raise ValueError(f"The heartbeat must be at most {LONGEST_INTERVAL_S} s apart, not {interval_s} s.")
        self._interval_s = interval_s
        self._arm()

    def expect(self, delay_s: float | None) -> None:
        """Let the next beat come after `delay_s` seconds, where that is sooner; None takes an earlier wish back.

        The beat at the end of the interval comes in any case. While the heart is stopped nothing happens.
        """
        if not self.running:
            return
        soonest_ms = self._latest.remainingTime()
        if delay_s is not None and delay_s < self._interval_s:
            soonest_ms = min(soonest_ms, _milliseconds(max(delay_s, SHORTEST_EXPECTATION_S)))
        self._timer.start(soonest_ms)

    def stop(self) -> None:
        """Stop beating; calling it again does nothing."""
        self._timer.stop()

    def _arm(self) -> None:
        interval_ms = _milliseconds(self._interval_s)
        self._latest = QDeadlineTimer(interval_ms, Qt.TimerType.PreciseTimer)
        self._timer.start(interval_ms)

    @Slot()
    def _on_timeout(self) -> None:
        self._arm()  # before anybody is told: one whose answer raises must not end the heart
        self.beat.emit()


def _milliseconds(seconds: float) -> int:
    """Return whole milliseconds, rounded up: a little after something is due, never before."""
    return math.ceil(seconds * 1000)
