"""The evaluation: what is due becomes alerts in the ledger, written before anything is shown.

And a person's answers.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from itb_companion.care import alerts as life
from itb_companion.care.agenda import Agenda, Item, agenda
from itb_companion.care.alerts import Alert
from itb_companion.care.household import Household
from itb_companion.care.ports import Delivery
from itb_companion.care.value import replace, value
from itb_companion.companion.desk import Desk
from itb_companion.record import ledger
from itb_companion.record.errors import RecordError

ABSENT_AFTER = timedelta(minutes=2)
PULSE_EVERY = timedelta(minutes=1)  # every write wakes the disk
Change = Callable[[Alert], Alert]


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
    to_announce: tuple[Alert, ...]
    """Those of `showing` that go to the notification channels now, and never again for this showing."""
    settled: tuple[Alert, ...]
    """Those that this evaluation settled; their notifications are taken back."""
    failure: RecordError | None = None
    """Why the ledger could not be written, if it could not; what is due is shown all the same."""
    absence: tuple[datetime, datetime] | None = None
    """The time before this evaluation in which nothing could be shown, if there was one."""


@value
class Reach:
    """Evidence about reaching a person."""

    deliveries: Mapping[str, tuple[str, str, datetime]]
    """The newest outcome of each channel that was ever tried: outcome, detail, when."""
    seen: tuple[datetime, str] | None
    """When a person last answered an alert, and who."""


class Reminders:
    """Evaluation and answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._announced: set[str] = set()

    def agenda(self, at: datetime | None = None, horizon_days: int = 60) -> Agenda:
        """Return what is due and coming; writes nothing."""
        return agenda(self._desk.household(), at or self._desk.now, self._desk.zone, horizon_days)

    def evaluate(self, why: str = "no-longer-due", *, announces: bool = True) -> Evaluation:
        """Look at what is due and bring the ledger in line with it, in one transaction.

        Idempotent: a second evaluation at the same instant raises, settles and announces nothing. `why` is the reason
        kept with what this evaluation finds void, such as `refill-recorded`.
        """
        now, household = self._desk.now, self._desk.household()
        plan = agenda(household, now, self._desk.zone)
        try:
            return self._evaluated(household, plan, now, why, announces=announces)
        except RecordError as error:
            return self._without_ledger(household, plan, now, error, announces=announces)

    def _without_ledger(
        self, household: Household, plan: Agenda, now: datetime, error: RecordError, *, announces: bool
    ) -> Evaluation:
        """Return what is due when nothing can be written down: shown rather than hidden, announced once a run."""
        alerts = tuple(life.raise_alert(item, now) for item in plan.due)
        to_announce = tuple(alert for alert in alerts if announces and alert.item.key not in self._announced)
        self._announced |= {alert.item.key for alert in to_announce}
        return Evaluation(now, household, plan, alerts, alerts, to_announce, (), failure=error)

    def _evaluated(self, household: Household, plan: Agenda, now: datetime, why: str, *, announces: bool) -> Evaluation:
        with self._desk.store.transaction():
            last = ledger.pulse()
            absence = self._note_absence(last, now)
            # While the clock stands behind what was shown already, nothing is found void: it may only seem not due yet.
            latest = max((alert.item.due_at for alert in ledger.open_alerts()), default=now)
            standing = agenda(household, latest, self._desk.zone, 0).due if latest > now else ()
            settled = self._settle_void((*standing, *plan.due), now, household.caregiver, why)
            for item in plan.due:
                self._raise(item, now)
            alerts = self._rearmed((*standing, *plan.due), now)
            showing = tuple(alert for alert in alerts if alert.needs_showing(now))
            to_announce = tuple(alert for alert in showing if announces and alert.announced_at is None)
            for alert in to_announce:
                ledger.update(replace(alert, announced_at=now))
        self._announced |= {alert.item.key for alert in to_announce}
        return Evaluation(now, household, plan, alerts, showing, to_announce, settled, absence=absence)

    def _note_absence(self, last: datetime | None, now: datetime) -> tuple[datetime, datetime] | None:
        if last is None or not timedelta(0) <= now - last < PULSE_EVERY:
            ledger.set_pulse(now)
        if last is None or now - last <= ABSENT_AFTER:
            return None
        ledger.note_absence(last, now)
        return last, now

    def _settle_void(self, items: Sequence[Item], now: datetime, by: str, why: str) -> tuple[Alert, ...]:
        due = {item.cause for item in items}
        settled = []
        for alert in ledger.open_alerts():
            if alert.cause not in due:
                settled.append(life.settle(alert, now, by, why))
                ledger.update(settled[-1])
        return tuple(settled)

    def _raise(self, item: Item, now: datetime) -> None:
        """Write an occurrence that is not in the ledger yet: it renews the open alert of its cause, or raises one.

        One that was settled as void and is due all the same, such as after an appointment fell through, is opened
        again.
        """
        same = next((alert for alert in ledger.open_alerts() if alert.cause == item.cause), None)
        if ledger.known(item.key):
            before = ledger.settled_as_void(item.key) if same is None else None
            if before is not None:
                ledger.update(replace(life.reopen(before), item=item))
                ledger.note_answer(before, "reopened", None, now, "")
            elif same is not None and item.key == same.item.key and item.severity > same.severity:
                ledger.update(life.renew(same, item))
        elif same is None:
            ledger.insert(life.raise_alert(item, now))
        else:
            ledger.add_occurrence(life.renew(same, item), now)

    def _rearmed(self, standing: Sequence[Item], now: datetime) -> tuple[Alert, ...]:
        """Return the open alerts, worst first, with the facts of today's agenda and quiet times that are over ended."""
        items = {item.cause: item for item in standing}
        found = []
        for alert in ledger.open_alerts():
            woken = life.rearm(alert, now)
            if woken != alert:
                ledger.update(woken)
            item = items.get(alert.cause, alert.item)
            found.append(replace(woken, item=replace(woken.item, facts=item.facts)))
        return tuple(sorted(found, key=lambda alert: (-alert.severity, alert.item.due_at)))

    def seen(self, alert_id: int) -> None:
        """Keep that a person has seen an alert; it is quiet for a bounded time."""
        now, household = self._desk.now, self._desk.household()
        by, morning = household.caregiver, household.preferences.morning
        self._answer(alert_id, "seen", lambda alert: life.see(alert, now, by, morning, self._desk.zone))

    def snooze(self, alert_id: int, span: timedelta | None) -> None:
        """Silence an alert for a time, or, with None, until the next morning; never past its danger instant."""
        now, household = self._desk.now, self._desk.household()
        by, morning = household.caregiver, household.preferences.morning
        until = now + span if span else life.next_morning(now, morning, self._desk.zone)
        self._answer(alert_id, "snoozed", lambda alert: life.snooze(alert, now, until, by))

    def wake(self, alert_id: int) -> None:
        """End the quiet time of an alert."""
        self._answer(alert_id, "woken", life.wake)

    def _answer(self, alert_id: int, what: str, change: Change) -> None:
        for alert in ledger.open_alerts():
            if alert.id == alert_id:
                answered = change(alert)
                with self._desk.store.transaction():
                    ledger.update(answered)
                    ledger.note_answer(answered, what, answered.quiet_until, self._desk.now, self._desk.caregiver)

    def note_deliveries(self, key: str, deliveries: list[Delivery]) -> None:
        """Keep what is known of each attempt to show an occurrence."""
        with self._desk.store.transaction():
            ledger.note_deliveries(key, deliveries, self._desk.now)

    def reach(self, channels: Sequence[str]) -> Reach:
        """Return what the ledger knows about reaching a person."""
        return Reach(ledger.last_deliveries(channels), ledger.last_seen())

    def last_evaluated_at(self) -> datetime | None:
        """Return when the program last looked at what is due."""
        return ledger.pulse()

    def was_absent_at(self, moment: datetime) -> bool:
        """Whether nothing was running at an instant."""
        return ledger.absence_over(moment) is not None
