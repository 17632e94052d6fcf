"""When the alarm sounds: at once, and again with growing pauses while nobody answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from itb_companion.care.alerts import Alert
from itb_companion.care.severity import Severity
from itb_companion.care.value import value

_MINUTES = {Severity.REMINDER: (5, 15, 60), Severity.URGENT: (2, 5, 10, 15), Severity.EMERGENCY: (1, 2, 4, 8)}
PAUSES = {severity: tuple(timedelta(minutes=n) for n in minutes) for severity, minutes in _MINUTES.items()}
"""The pause after the first sound, the second, and so on; the last one comes again and again."""


@value
class _Sounded:
    """How often one showing of an alert has sounded, and when last."""

    showing: tuple[str, datetime | None]
    times: int
    last_at: datetime

    def next_at(self, severity: Severity) -> datetime:
        pauses = PAUSES[severity]
        return self.last_at + pauses[min(self.times, len(pauses)) - 1]


class Sounding:
    """Remembers, for one run of the program, what has sounded; after a restart what is open sounds again."""

    def __init__(self) -> None:
        self._sounded: dict[str, _Sounded] = {}
        self.next_at: datetime | None = None
        """The next instant at which something sounds, if nobody answers."""

    def due(self, showing: Iterable[Alert], now: datetime, *, held: bool) -> Alert | None:
        """Return the worst alert for which a sound is due now, and count it as sounded.

        In the quiet hours (`held`) only what is urgent sounds. A clock that was set back lets everything sound again.
        """
        audible = [a for a in showing if a.severity in PAUSES and (a.severity >= Severity.URGENT or not held)]
        due = [alert for alert in audible if self._is_due(alert, now)]
        worst = max(due, key=lambda alert: alert.severity, default=None)
        if worst is not None:  # one sound speaks for all that are no worse, so that they do not take turns
            for alert in (each for each in audible if each.severity <= worst.severity):
                before = self._before(alert)
                times = 1 if before is None else before.times + 1
                self._sounded[alert.cause] = _Sounded(_showing(alert), times, now)
        self._sounded = {alert.cause: self._sounded[alert.cause] for alert in audible}
        self.next_at = min((self._sounded[a.cause].next_at(a.severity) for a in audible), default=None)
        return worst

    def _before(self, alert: Alert) -> _Sounded | None:
        before = self._sounded.get(alert.cause)
        return before if before is not None and before.showing == _showing(alert) else None

    def _is_due(self, alert: Alert, now: datetime) -> bool:
        before = self._before(alert)
        return before is None or now < before.last_at or now >= before.next_at(alert.severity)


def _showing(alert: Alert) -> tuple[str, datetime | None]:
    return alert.item.key, alert.shown_at
