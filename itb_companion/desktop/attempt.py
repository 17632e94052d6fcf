"""One attempt to show a notice, which reports exactly once and never later than its own time limit."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from itb_companion.care.ports import Delivery, Notice, Outcome


class Attempt(QObject):
    """Holds what is told at the end; whoever comes first, an answer or the time limit, decides."""

    def __init__(
        self, channel: str, notice: Notice, done: Callable[[Delivery], None], timeout_ms: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.notice = notice
        self.withdrawn = False
        self._channel = channel
        self._done: Callable[[Delivery], None] | None = done
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(lambda: self.finish(Outcome.TIMED_OUT, f"no answer in {timeout_ms / 1000:g} s"))
        self._limit.start(timeout_ms)

    @property
    def over(self) -> bool:
        """Whether the outcome has been told."""
        return self._done is None

    def finish(self, outcome: Outcome, detail: str = "") -> None:
        """Tell the outcome, unless one was told before: a late answer changes nothing."""
        if self._done is None:
            return
        done, self._done = self._done, None
        self._limit.stop()
        # Another turn of the loop, so that nobody is called back from inside a call of his own.
        delivery = Delivery(self._channel, outcome, detail)
        QTimer.singleShot(0, self, lambda: self._tell(done, delivery))

    def _tell(self, done: Callable[[Delivery], None], delivery: Delivery) -> None:
        self.deleteLater()
        done(delivery)
