"""Runs what takes long in a thread of its own, one job at a time, and brings the result to the main thread."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)

Job = Callable[[], Any]
Done = Callable[[Any], None]


class Worker(QObject):
    """One thread at a time; a job must not touch widgets, nor the open record."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._done: Done | None = None
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way, or its result on its way."""
        return self._thread is not None

    def start(self, job: Job, done: Done) -> bool:
        """Run a job, then `done` with its result on the main thread; False, and nothing, while another runs.

        A job that raises hands over its exception as the result.
        """
        if self._thread is not None:
            return False
        self._done = done
        self._thread = threading.Thread(target=self._run, args=(job,), name="itb-worker", daemon=True)
        self._thread.start()
        return True

    def close(self, longest_s: float = 5.0) -> None:
        """Wait for the job that is under way, and drop its result."""
        self._done = None
        if self._thread is not None:
            self._thread.join(longest_s)
            self._thread = None

    def _run(self, job: Job) -> None:
        try:
            result: Any = job()
        except Exception as error:
            log.exception("a job failed")
            result = error
        try:
            self._finished.emit(result)
        except RuntimeError:
            return  # the program ended meanwhile, and this object with it

    @Slot(object)
    def _take(self, result: object) -> None:
        done, self._done = self._done, None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if done is not None:
            done(result)
