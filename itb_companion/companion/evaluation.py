"""One look at the record and the clock: what is due is written into the ledger before anybody sees it.

Everything here works on a ledger that is handed in, so ten years of it can be lived through in a test.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from itb_companion.care import alerts as life
from itb_companion.care.absence import Absence, Look, absence
from itb_companion.care.agenda import Agenda, agenda
from itb_companion.care.alerts import Alert
from itb_companion.care.household import Household
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.ports import Ledger
from itb_companion.care.severity import Severity
from itb_companion.care.value import replace, value
from itb_companion.record.errors import RecordError

HORIZON_DAYS = 60
PULSE_EVERY = timedelta(minutes=1)  # every write wakes the disk


@value
class Away:
    """A time in which nothing could be shown, and what fell due in it; told until somebody answers."""

    absence: Absence
    due: tuple[Alert, ...]


@value
class Evaluation:
    """What one look at the record and the clock came to."""

    at: datetime
    household: Household
    agenda: Agenda
    alerts: tuple[Alert, ...]
    """Every open alert, worst first, quiet ones included."""
    showing: tuple[Alert, ...]
    """Those that must be in front of a person now, worst first."""
    newly_shown: tuple[Alert, ...]
    """Those of `showing` that come before a person now, and never again for this showing."""
    to_announce: tuple[Alert, ...]
    """Those of `showing` that go to the notification channels now, and never again for this showing."""
    settled: tuple[Alert, ...]
    """Those that this evaluation settled; their notifications are taken back."""
    held_until: datetime | None = None
    """When the quiet hours end that hold back what is not urgent; None outside of them."""
    away: Away | None = None
    failure: RecordError | None = None
    """Why the ledger could not be written, if it could not; what is due is shown all the same."""

    @property
    def empty(self) -> tuple[Alert, ...]:
        """Those of `showing` that say that the pump may be empty."""
        return tuple(alert for alert in self.showing if alert.kind is Kind.EMPTY)

    @property
    def next_at(self) -> datetime | None:
        """The next instant at which another look would find something else, as far as is known now."""
        instants = [alert.quiet_until for alert in self.alerts if alert.is_quiet(self.at)]
        instants += [self.held_until, self.agenda.next.due_at if self.agenda.next else None]
        return min((instant for instant in instants if instant is not None), default=None)


def without_ledger(household: Household, now: datetime, zone: tzinfo, error: RecordError) -> Evaluation:
    """Return what is due when nothing can be read or written down: shown rather than hidden."""
    plan = agenda(household, now, zone)
    alerts = tuple(life.raise_alert(item, now) for item in plan.due)
    return Evaluation(now, household, plan, alerts, alerts, alerts, alerts, (), failure=error)


class Evaluator:
    """Brings a ledger in line with what is due at one instant; to be run within one transaction."""

    def __init__(
        self,
        ledger: Ledger,
        household: Household,
        now: Look,
        before: Look | None,
        zone: tzinfo,
        horizon_days: int = HORIZON_DAYS,
    ) -> None:
        self._ledger = ledger
        self._household = household
        self._look = now
        self._now = now.at
        self._before = before
        self._zone = zone
        self._horizon_days = horizon_days
        self._open: dict[str, Alert] = {}

    def run(self, why: str, *, announces: bool) -> Evaluation:
        """Settle what is void, raise what is due, and tell what has to be shown and announced.

        Idempotent: a second run at the same instant raises, settles and announces nothing. `why` is kept with what is
        found void, such as `refill-recorded`.
        """
        last_at = self._ledger.pulse()
        self._note_absence(last_at)
        plan = agenda(self._household, self._now, self._zone, self._horizon_days, last_at)
        self._open = {alert.cause: alert for alert in self._ledger.open_alerts()}
        standing = (*self._due_by_a_clock_ahead(), *plan.due)
        settled = self._settle_void(standing, why)
        for item in plan.due:
            self._raise(item, [passed for passed in plan.contained if passed.cause == item.cause])
        self._rearm(standing)
        newly_shown = self._note_shown() if announces else frozenset()
        to_announce = self._note_announced() if announces else frozenset()
        alerts = tuple(sorted(self._open.values(), key=lambda alert: (-alert.severity, alert.item.due_at)))
        showing = tuple(alert for alert in alerts if alert.needs_showing(self._now))
        return Evaluation(
            self._now,
            self._household,
            plan,
            alerts,
            showing,
            tuple(alert for alert in showing if alert.cause in newly_shown),
            tuple(alert for alert in showing if alert.cause in to_announce),
            settled,
            held_until=life.quiet_hours_end(self._household.preferences, self._now, self._zone),
            away=self._away(showing),
        )

    def _note_absence(self, last_at: datetime | None) -> None:
        if last_at is None or not timedelta(0) <= self._now - last_at < PULSE_EVERY:
            self._ledger.set_pulse(self._now)
        gone = absence(last_at, self._before, self._look)
        if gone is not None:
            self._ledger.note_absence(gone)

    def _due_by_a_clock_ahead(self) -> tuple[Item, ...]:
        """Return what stands by a clock that was ahead; while it stands behind that again, nothing is found void.

        It may only seem not due yet.
        """
        latest = max((alert.item.due_at for alert in self._open.values()), default=self._now)
        return agenda(self._household, latest, self._zone, 0).due if latest > self._now else ()

    def _settle_void(self, standing: Sequence[Item], why: str) -> tuple[Alert, ...]:
        due = {item.cause for item in standing}
        by = self._household.caregiver
        settled = tuple(life.settle(self._open[cause], self._now, by, why) for cause in self._open.keys() - due)
        for alert in settled:
            self._ledger.update(alert)
            del self._open[alert.cause]
        return settled

    def _raise(self, item: Item, contained: Sequence[Item]) -> None:
        """Write an occurrence that is not in the ledger yet: it renews the open alert of its cause, or raises one.

        One that was settled as void and is due all the same, such as after an appointment fell through, is opened
        again.
        """
        self._raise_latest(item, self._open.get(item.cause))
        alert = self._open.get(item.cause)
        if alert is not None and contained:
            self._ledger.add_contained(alert, contained, self._now)

    def _raise_latest(self, item: Item, same: Alert | None) -> None:
        if same is not None and same.item.key == item.key:
            if item.severity > same.severity:
                self._keep(life.renew(same, item))
            elif item.severity < same.severity:  # a correction made it less: it says so, and nothing rings anew
                self._keep(replace(same, item=item))
        elif self._ledger.known(item.key):
            before = self._ledger.settled_as_void(item.key) if same is None else None
            if before is not None:
                self._keep(replace(life.reopen(before), item=item))
                self._ledger.note_answer(before, "reopened", None, self._now, "")
        elif same is None:
            self._open[item.cause] = self._ledger.insert(life.raise_alert(item, self._now))
        else:
            self._open[item.cause] = life.renew(same, item)
            self._ledger.add_occurrence(self._open[item.cause], self._now)

    def _rearm(self, standing: Sequence[Item]) -> None:
        """End quiet times that are over, and give every open alert the facts of today's agenda."""
        items = {item.cause: item for item in standing}
        for alert in list(self._open.values()):
            woken = life.rearm(alert, self._now)
            if woken != alert:
                self._keep(woken)
            item = items.get(alert.cause, woken.item)
            self._open[alert.cause] = replace(woken, item=replace(woken.item, facts=item.facts))

    def _note_shown(self) -> frozenset[str]:
        """Write down what comes before a person now; return its causes. Only for a look that has an alert window."""
        new = [a for a in self._open.values() if a.needs_showing(self._now) and a.shown_at is None]
        for alert in new:
            self._keep(replace(alert, shown_at=self._now))
        return frozenset(alert.cause for alert in new)

    def _note_announced(self) -> frozenset[str]:
        """Write down what goes to the channels now; return its causes.

        In the quiet hours what is not urgent waits for their end.
        """
        local = self._now.astimezone(self._zone)
        held = self._household.preferences.is_quiet(local.time())
        new = [
            alert
            for alert in self._open.values()
            if alert.needs_showing(self._now)
            and alert.announced_at is None
            and (alert.severity >= Severity.URGENT or not held)
        ]
        for alert in new:
            self._keep(replace(alert, announced_at=self._now))
        return frozenset(alert.cause for alert in new)

    def _keep(self, alert: Alert) -> None:
        self._open[alert.cause] = alert
        self._ledger.update(alert)

    def _away(self, showing: Sequence[Alert]) -> Away | None:
        """Return the newest absence that was not told yet and in which something fell due that is still open."""
        untold = self._ledger.untold_absences()
        for gone in untold:
            # By what fell due then: the alert itself may speak of a newer occurrence by now.
            alert_ids = self._ledger.alerts_due_within(gone)
            due = tuple(alert for alert in showing if alert.id in alert_ids)
            if due:
                return Away(gone, due)
        if untold:  # nothing fell due: the history has it, and nobody needs to be told
            self._ledger.tell_absences(self._now)
        return None
