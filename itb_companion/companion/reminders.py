"""What is due, looked at over the open record, and a person's answers to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from itb_companion.care import alerts as life
from itb_companion.care.absence import Absence, Look
from itb_companion.care.agenda import Agenda, agenda
from itb_companion.care.alarm_test import AlarmTest
from itb_companion.care.alerts import Alert
from itb_companion.care.ports import Delivery
from itb_companion.care.value import replace, value
from itb_companion.companion.desk import Desk
from itb_companion.companion.evaluation import Evaluation, Evaluator, without_ledger
from itb_companion.record import entries, ledger
from itb_companion.record.errors import RecordError

_LATELY = 50
Change = Callable[[Alert], Alert]


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
        self._looked: Look | None = None
        self._announces = False
        self._announced: set[str] = set()

    def agenda(self, at: datetime | None = None, horizon_days: int = 60) -> Agenda:
        """Return what is due and coming; writes nothing."""
        return agenda(self._desk.household(), at or self._desk.now, self._desk.zone, horizon_days)

    def evaluate(self, why: str = "no-longer-due", *, announces: bool = True) -> Evaluation:
        """Look at what is due and bring the ledger in line with it, in one transaction.

        Idempotent: a second evaluation at the same instant raises, settles and announces nothing. `why` is the reason
        kept with what this evaluation finds void, such as `refill-recorded`.
        """
        desk = self._desk
        now, household = Look(desk.now, desk.clock.since_boot_s()), desk.household()
        evaluator = Evaluator(ledger, household, now, self._looked, desk.zone)
        try:
            with desk.store.transaction():
                if announces and not self._announces:
                    ledger.forget_unfinished_announcements(now.at)
                found = evaluator.run(why, announces=announces)
        except RecordError as error:
            found = self._only_new(without_ledger(household, now.at, desk.zone, error), announces=announces)
        self._looked = now
        self._announces = self._announces or announces
        self._announced |= {alert.item.key for alert in found.to_announce}
        return found

    def _only_new(self, found: Evaluation, *, announces: bool) -> Evaluation:
        """Return an evaluation without a ledger that announces only what this run has not announced before."""
        new = tuple(alert for alert in found.to_announce if announces and alert.item.key not in self._announced)
        return replace(found, newly_shown=(), to_announce=new)

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
        """Keep an answer; whoever answers was there, and has read what fell due while nothing ran."""
        for alert in ledger.open_alerts():
            if alert.id == alert_id:
                answered = change(alert)
                with self._desk.store.transaction():
                    ledger.update(answered)
                    ledger.note_answer(answered, what, answered.quiet_until, self._desk.now, self._desk.caregiver)
                    ledger.tell_absences(self._desk.now)

    def note_deliveries(self, key: str, deliveries: list[Delivery]) -> None:
        """Keep what is known of each attempt to show an occurrence."""
        with self._desk.store.transaction():
            ledger.note_deliveries(key, deliveries, self._desk.now)

    def notices(self, channel: str) -> list[tuple[str, str, bool]]:
        """Return what a channel confirmed lately: key, detail, whether it should still be on the screen."""
        return ledger.notices(channel, _LATELY)

    def reach(self, channels: Sequence[str]) -> Reach:
        """Return what the ledger knows about reaching a person."""
        return Reach(ledger.last_deliveries(channels), ledger.last_seen())

    def note_alarm_test(self, *, saw_notification: bool, heard_sound: bool) -> None:
        """Keep what a person saw and heard of a test of the alarm."""
        now, by = self._desk.now, self._desk.caregiver
        seen = {"saw_notification": saw_notification, "heard_sound": heard_sound}
        document = {"at": now.isoformat(), "by": by, **seen}
        with self._desk.act():
            entries.set_setting("alarm_test", document, now, by)

    def alarm_test(self) -> AlarmTest | None:
        """Return the newest test of the alarm that a person has answered."""
        kept = entries.setting("alarm_test")
        if kept is None:
            return None
        at = datetime.fromisoformat(kept["at"])
        return AlarmTest(at, kept["saw_notification"], kept["heard_sound"], kept["by"])

    def last_evaluated_at(self) -> datetime | None:
        """Return when the program last looked at what is due."""
        return ledger.pulse()

    def absence_at(self, moment: datetime) -> Absence | None:
        """Return the time without the program that an instant fell into, if there was one."""
        return ledger.absence_over(moment)
