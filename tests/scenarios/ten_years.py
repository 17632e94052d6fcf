"""Ten years of a random family: its laptop sleeps, dies, travels and has its clock set, and its people are late.

The domain and the evaluation are the real ones, the ledger is kept in memory, and time jumps from one event to the
next, so that hundreds of families can be lived through. At every look the promises of the README are checked.
"""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from itb_companion.care import alerts as life
from itb_companion.care.absence import Look
from itb_companion.care.agenda import agenda
from itb_companion.care.alerts import Alert
from itb_companion.care.household import Appointment, Household, Preferences
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.pump import Fill, Pump, RefillDates, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Check
from itb_companion.care.value import replace
from itb_companion.companion.evaluation import Evaluation, Evaluator
from tests.memory_ledger import MemoryLedger

YEARS = 10
START = datetime(2026, 1, 1, tzinfo=UTC)
HORIZON_DAYS = 2
LONGEST_WITHOUT_A_LOOK = timedelta(days=30)
MOST_AT_ONCE = 7
"""One window lists what is open; there are never more causes than these."""

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau", "Asia/Beirut",
        "Asia/Jerusalem", "Africa/Cairo", "Africa/Casablanca", "America/New_York", "America/Los_Angeles",
        "America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion", "America/Nuuk",
        "America/Scoresbysund", "Atlantic/Azores", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland",
        "Pacific/Chatham", "Pacific/Easter", "Pacific/Norfolk", "Antarctica/Troll", "Asia/Kathmandu",
        "Pacific/Kiritimati",
    )
]  # fmt: skip
"""All but the last two change their clocks twice a year, in every way that is in use."""


class WatchedLedger(MemoryLedger):
    """A ledger that refuses to take an occurrence twice."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, datetime] = {}

    def _take(self, item: Item, now: datetime) -> None:
        assert item.key not in self.taken, f"a second row for {item.key}"
        assert item.due_at <= now, f"{item.key} was raised {item.due_at - now} before it was due"
        self.taken[item.key] = now

    def insert(self, alert: Alert) -> Alert:
        self._take(alert.item, alert.raised_at)
        return super().insert(alert)

    def add_occurrence(self, alert: Alert, now: datetime) -> None:
        self._take(alert.item, now)
        super().add_occurrence(alert, now)

    def add_contained(self, alert, items, now: datetime) -> None:
        for item in items:
            if not self.known(item.key):
                self._take(item, now)
        super().add_contained(alert, items, now)


class Family:
    """One household, its laptop and its people, from a seed."""

    def __init__(self, seed: int, years: float = YEARS) -> None:
        self.random = Random(seed)
        self.counts: Counter[str] = Counter()
        self.ledger = WatchedLedger()
        self.zone = self.random.choice(ZONES)
        self.true_now = START + timedelta(minutes=self.random.randrange(365 * 24 * 60))
        self.end = self.true_now + timedelta(days=years * 365.25)
        self.clock_error = timedelta(0)
        self.booted_at = self.true_now - timedelta(hours=1)
        self.looked: Look | None = None
        self.found: Evaluation | None = None
        self.expected: list[Item] = []
        self.was_behind = False
        self.last_entry_at = self.true_now
        self.on_screen: dict[tuple[str, str], Severity] = {}
        self.announced: dict[tuple[str, str], Severity] = {}
        self._plans: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self.household = self._first_household()

    # The course of time

    def live(self) -> Counter[str]:
        """Live to the end; return what happened how often."""
        self.look()
        self._plan_disturbance()
        self._plan_edit()
        while self.true_now < self.end:
            self._next_event()
        return self.counts

    def _next_event(self) -> None:
        due_at = self._next_due()
        planned = self._plans[0][0]
        if due_at <= planned:
            self.true_now = max(due_at, self.true_now)
            self.look()
        else:
            self.true_now = max(planned, self.true_now)
            heapq.heappop(self._plans)[2]()

    def _next_due(self) -> datetime:
        """Return when the running program looks next: at what falls due, and never later than the longest wait."""
        if self.found.next_at is not None:
            return self.found.next_at - self.clock_error
        for horizon_days in (8, LONGEST_WITHOUT_A_LOOK.days):  # a far horizon costs more
            self.expected = list(agenda(self.household, self.wall, self.zone, horizon_days).coming)
            if self.expected:
                return self.expected[0].due_at - self.clock_error
        return self.true_now + LONGEST_WITHOUT_A_LOOK

    @property
    def wall(self) -> datetime:
        """What the laptop's clock shows."""
        return self.true_now + self.clock_error

    @property
    def is_behind(self) -> bool:
        """Whether the laptop's clock stands before something that was entered by it."""
        return self.clock_error < timedelta(0) or self.wall < self.last_entry_at

    @property
    def today(self) -> date:
        """The local day by the laptop's clock."""
        return self.wall.astimezone(self.zone).date()

    def later(self, act: Callable[[], None], **span: float) -> None:
        """Plan an act after a time."""
        heapq.heappush(self._plans, (self.true_now + timedelta(**span), next(self._numbers), act))

    # The program

    def look(self, why: str = "no-longer-due") -> None:
        """Let the program look at what is due, and hold it to its promises."""
        now = Look(self.wall, (self.true_now - self.booted_at).total_seconds())
        found = Evaluator(self.ledger, self.household, now, self.looked, self.zone, HORIZON_DAYS).run(
            why, announces=True
        )
        self.looked, self.found = now, found
        self.counts["looks"] += 1
        self._check(found)
        self.expected = list(found.agenda.coming)
        self.was_behind = self.is_behind
        for alert in found.newly_shown:
            self._plan_answer(alert)

    def _check(self, found: Evaluation) -> None:
        now = found.at
        standing = {item.cause for item in found.agenda.due}
        # What a clock that stood behind its own entries expected is no measure: they count as made now, by its time.
        for item in self.expected if not self.is_behind and not self.was_behind else ():
            if item.due_at <= now and item.cause in standing:
                assert self.ledger.known(item.key), f"lost: {item.key}, due {item.due_at}, looked {now}"
                self.counts["expected and found"] += 1
        self._check_open(found)
        self._check_shown_once(found)
        self._check_quiet(found)
        again = Evaluator(self.ledger, self.household, self.looked, self.looked, self.zone, HORIZON_DAYS)
        if self.counts["looks"] % 50 == 0:
            second = again.run("no-longer-due", announces=True)
            done = (*second.newly_shown, *second.to_announce, *second.settled)
            assert not done, "a second look did something"

    def _check_open(self, found: Evaluation) -> None:
        """What is due has one open alert, unless it only had to be known and was."""
        causes = [alert.cause for alert in found.alerts]
        assert len(causes) == len(set(causes)) <= MOST_AT_ONCE
        for item in found.agenda.due:
            assert item.cause in causes or (item.once and self.ledger.known(item.key)), f"not open: {item.key}"
        for alert in found.alerts:
            assert alert in found.showing or alert.is_quiet(found.at), f"hidden: {alert}"
            assert alert.quiet_until is None or alert.is_quiet(found.at), f"its quiet time is over: {alert}"

    def _check_shown_once(self, found: Evaluation) -> None:
        """One showing a life: an answer, its end, or something worse begins a new one."""
        for alert in found.newly_shown:
            self._comes_once(alert, self.on_screen, "shown")
        for alert in found.to_announce:
            self._comes_once(alert, self.announced, "announced")
        for alert in found.alerts:  # what a correction made less can become worse again
            for before in (self.on_screen, self.announced):
                if (alert.cause, alert.item.key) in before:
                    before[alert.cause, alert.item.key] = alert.severity
        self.counts["notifications"] += bool(found.to_announce)
        for alert in found.settled:
            self._new_life(alert.cause)
            self.counts["settled"] += 1
        for alert in found.showing:
            assert alert.shown_at is not None

    def _comes_once(self, alert: Alert, before: dict[tuple[str, str], Severity], what: str) -> None:
        showing = (alert.cause, alert.item.key)
        assert showing not in before or alert.severity > before[showing], f"{what} twice: {showing}"
        before[showing] = alert.severity
        self.counts[what] += 1

    def _check_quiet(self, found: Evaluation) -> None:
        now = found.at
        for alert in found.alerts:
            danger_at = alert.item.danger_at
            if alert.is_quiet(now) and danger_at is not None and alert.seen_at < danger_at:
                assert now < danger_at >= alert.quiet_until, f"quiet past its danger: {alert}"
            if alert.is_quiet(now) and alert.severity is Severity.EMERGENCY:
                assert now - alert.seen_at < life.SEEN_EMERGENCY
        held = self.household.preferences.is_quiet(now.astimezone(self.zone).time())
        for alert in found.showing:
            if alert.severity >= Severity.URGENT or not held:
                assert alert.announced_at is not None, f"not announced: {alert}"
            if alert in found.to_announce:
                assert alert.severity >= Severity.URGENT or not held, f"announced in the quiet hours: {alert}"

    def _new_life(self, cause: str) -> None:
        for before in (self.on_screen, self.announced):
            for showing in [showing for showing in before if showing[0] == cause]:
                del before[showing]

    # The laptop

    def _plan_disturbance(self) -> None:
        acts = (self._sleep, self._sleep, self._sleep, self._off, self._off, self._killed, self._clock, self._journey)
        act = self.random.choice(acts)

        def disturb() -> None:
            act()
            self._plan_disturbance()

        self.later(disturb, days=self.random.expovariate(1 / 30))

    def _gap(self) -> timedelta:
        """Return how long nothing runs: minutes, a night, a weekend, or weeks."""
        low, high = self.random.choice(((1, 100), (300, 900), (2_000, 5_000), (10_000, 60_000)))
        return timedelta(minutes=self.random.uniform(low, high))

    def _pass(self, gap: timedelta) -> None:
        """Let time pass without the program; what falls due in it must be found afterwards."""
        if gap.days < 14 or self.random.random() < 0.1:
            self.expected = list(agenda(self.household, self.wall, self.zone, gap.days + 2).coming)
        self.true_now += gap

    def _sleep(self) -> None:
        self.counts["sleeps"] += 1
        self._pass(self._gap())
        self.look()

    def _off(self) -> None:
        self.counts["off"] += 1
        self._pass(self._gap())
        self.booted_at, self.looked = self.true_now, None
        self.look()

    def _killed(self) -> None:
        self.counts["kills"] += 1
        self.looked = None
        self._pass(timedelta(seconds=self.random.uniform(1, 600)))
        self.look()

    def _clock(self) -> None:
        """Set the clock wrong, in either direction, and right again some time later."""
        self.counts["clock steps"] += 2
        span = timedelta(minutes=self.random.choice((1, 7, 60, 600, 5_000)) * self.random.choice((1, -1)))
        self._set_clock(span)
        self.later(lambda: self._set_clock(timedelta(0)), hours=self.random.expovariate(1 / 18))

    def _set_clock(self, error: timedelta) -> None:
        back = error < self.clock_error
        self.clock_error = error
        if back:  # an answer that lies ahead of the clock keeps nothing quiet
            for alert in self.ledger.open_alerts():
                if alert.quiet_until is not None:
                    self._new_life(alert.cause)
        self.look()

    def _journey(self) -> None:
        self.counts["journeys"] += 1
        self.zone = self.random.choice(ZONES)
        self.look()

    # The people

    def _plan_answer(self, alert: Alert) -> None:
        """Let somebody answer an alert: at once, within hours, or much too late."""
        hours = self.random.choice((0.01, 0.3, 3, 10, 60))
        self.later(lambda: self._answer(alert.cause, alert.kind), hours=self.random.expovariate(1 / hours))

    def _answer(self, cause: str, kind: Kind) -> None:
        alert = next((a for a in self.ledger.open_alerts() if a.cause == cause), None)
        if alert is None:
            return
        if self.random.random() < 0.65:
            self._settle(kind)
            return
        self.counts["answers"] += 1
        self._new_life(cause)
        self.ledger.update(self._answered(alert))
        self.ledger.tell_absences(self.wall)
        self.look()
        if self.random.random() < 0.05:
            self._wake(cause)

    def _answered(self, alert: Alert) -> Alert:
        now, morning = self.wall, self.household.preferences.morning
        span = self.random.choice((15, 60, None, 0))
        if span == 0 or alert.severity is Severity.EMERGENCY:
            return life.see(alert, now, "Ana", morning, self.zone)
        until = life.next_morning(now, morning, self.zone) if span is None else now + timedelta(minutes=span)
        return life.snooze(alert, now, until, "Ana")

    def _wake(self, cause: str) -> None:
        for alert in self.ledger.open_alerts():
            if alert.cause == cause:
                self._new_life(cause)
                self.ledger.update(life.wake(alert))
        self.look()

    def _settle(self, kind: Kind) -> None:
        """Do what an alert of this kind asks for."""
        if kind is Kind.BOOK:
            self._book()
        elif kind is Kind.ATTEND:
            self._plan_visit()
        elif kind in (Kind.MISSED, Kind.TOO_LATE, Kind.OVERDUE, Kind.EMPTY, Kind.NO_PRINTOUT):
            self._refill()
        elif kind is Kind.VERIFY_NUMBERS:
            today = self.today
            self._change(
                "no-longer-due",
                contacts=tuple(
                    replace(each, verified_on=today, after_hours_verified_on=today) for each in self.household.contacts
                ),
            )
        elif kind is Kind.SIGN_CHECK:
            self._change("check-saved", last_check=Check(saved_at=self.wall))
        elif kind is Kind.REPLACE_PUMP:
            replacement_on = self.today + timedelta(days=self.random.randrange(600, 2500))
            self._change("no-longer-due", pump=replace(self.household.pump, replacement_on=replacement_on))

    def _book(self) -> None:
        dates = refill_dates(self.household.fill)
        if not isinstance(dates, RefillDates):
            return
        on = max(dates.refill_by + timedelta(days=self.random.randrange(-12, 12)), self.today)
        self._change("appointment-changed", appointment=Appointment(on, self.wall))
        self._plan_visit()

    def _plan_visit(self) -> None:
        """Go to the appointment, usually; who does not go is found out by the reminders."""
        if self.household.appointment is None or self.random.random() < 0.1:
            return
        on = datetime.combine(self.household.appointment.on, time(self.random.randrange(9, 20)), tzinfo=self.zone)
        self.later(self._refill, hours=max((on - self.wall) / timedelta(hours=1), 0))

    def _refill(self) -> None:
        self.counts["refills"] += 1
        self._change("refill-recorded", fill=self._fill(self.today), appointment=None)

    def _plan_edit(self) -> None:
        def edit() -> None:
            self.random.choice((self._cancel, self._prefer, self._correct))()
            self._plan_edit()

        self.later(edit, days=self.random.expovariate(1 / 120))

    def _cancel(self) -> None:
        self._change("appointment-changed", appointment=None)

    def _prefer(self) -> None:
        self._change("preferences-changed", preferences=self._preferences())

    def _correct(self) -> None:
        fill = self.household.fill
        if fill is not None:
            self._change("printout-corrected", fill=self._fill(fill.filled_on))

    def _change(self, why: str, **facts: object) -> None:
        self.counts["edits"] += 1
        self.household = replace(self.household, **facts)
        self.last_entry_at = max(self.last_entry_at, self.wall)
        self.look(why)

    # What they have

    def _first_household(self) -> Household:
        random, today = self.random, self.today
        contacts = tuple(
            Contact(f"Contact {n}", Role.CLINIC, f"+49 30 555 01{n:02d}", f"+49 30 555 02{n:02d}", entered_on=today)
            for n in range(random.randrange(2))
        )
        replacement_on = today + timedelta(days=random.randrange(200, 2500)) if random.random() < 0.8 else None
        return Household(
            person=Person("Mia Sample"),
            entered_at=self.wall,
            pump=Pump(20.0, "synchromed-ii-20", replacement_on=replacement_on),
            fill=self._fill(today) if random.random() < 0.9 else None,
            contacts=contacts,
            emergency_number="112",
            caregiver="Ana",
            preferences=self._preferences(),
        )

    def _fill(self, filled_on: date) -> Fill:
        dose = self.random.choice((200.0, 350.0, 500.0, 800.0))
        alarm_on = filled_on + timedelta(days=int(18 * 2000 / dose)) if self.random.random() < 0.8 else None
        return Fill(filled_on, 20.0, 2000.0, dose, 2.0, alarm_on)

    def _preferences(self) -> Preferences:
        random = self.random
        quiet = random.choice(((None, None), (time(22), time(7)), (time(1), time(5)), (time(13), time(15))))
        checks = (time(random.randrange(6, 23)),) if random.random() < 0.02 else ()
        return Preferences(
            morning=time(random.randrange(4, 12), random.choice((0, 30))),
            book_steps=random.choice((Preferences().book_steps, (42, 14, 3), (7, 1))),
            sign_check_times=checks,
            sign_checks_since=self.wall if checks else None,
            quiet_from=quiet[0],
            quiet_until=quiet[1],
        )
