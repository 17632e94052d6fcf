"""The heartbeat: a signal on the main thread at least every thirty seconds, so that whatever is due is noticed."""

from datetime import UTC
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

LONGEST_INTERVAL_S = 30
"""Longer would break the promise of the design: due, to shown, at most 30 s while awake."""

GUARD_GRACE_MS = 1000
JOB_ID = "heartbeat"


class Heartbeat(QObject):
    """Beats from APScheduler's own thread; the job only emits, and all that follows runs on the main thread.

    Signals:
        beat: time to evaluate; always emitted on the thread this object lives in, never after `stop()`.
    """

    beat = Signal()
    _pulse = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheduler: BackgroundScheduler | None = None
        self._interval_s: float = LONGEST_INTERVAL_S
        # APScheduler computes its waits from the wall clock: set the clock back an hour and it sleeps an hour.
        # This timer runs on the steady clock, is pushed back by every pulse, and so costs nothing while all is well.
        self._guard = QTimer(self)
        self._guard.setTimerType(Qt.TimerType.PreciseTimer)
        self._guard.timeout.connect(self._pulse_overdue)
        self._pulse.connect(self._on_pulse, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether the heartbeat was started and not stopped."""
        return self._scheduler is not None

    def start(self, interval_s: float = LONGEST_INTERVAL_S) -> None:
        """Beat every `interval_s` seconds from now on; ValueError unless 0 < interval_s <= 30."""
        if not 0 < interval_s <= LONGEST_INTERVAL_S:
            raise ValueError(f"The heartbeat must be at most {LONGEST_INTERVAL_S} s apart, not {interval_s} s.")
        self.stop()
        self._interval_s = interval_s
        self._scheduler = _scheduler()
        self._scheduler.add_job(self._pulse.emit, "interval", seconds=interval_s, id=JOB_ID)
        self._scheduler.start()
        self._guard.start(round(interval_s * 1000) + GUARD_GRACE_MS)

    def stop(self) -> None:
        """Stop beating and end the scheduler's threads; calling it again does nothing."""
        self._guard.stop()
        if self._scheduler is not None:
            # Waiting is safe: the job only posts an event, so nothing it does can wait for this thread.
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    @Slot()
    def _on_pulse(self) -> None:
        if self._scheduler is None:  # posted just before stop(), arrived after it
            return
        self._guard.start()
        self.beat.emit()

    @Slot()
    def _pulse_overdue(self) -> None:
        """Beat in the scheduler's place, and set it to the clock as it stands now."""
        if self._scheduler is None:
            return
        job = self._scheduler.get_job(JOB_ID)
        if job is not None:
            job.reschedule("interval", seconds=self._interval_s)
        self.beat.emit()


def _scheduler() -> "BackgroundScheduler":
    """Return a scheduler that drops nothing, however late, and that needs neither a database nor a local zone."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    return BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        # Its own default of one second deletes a job that comes late, in silence.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
