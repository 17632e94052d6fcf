"""A program that works without pause until it is killed, and the checks of what the one before it left."""

import hashlib
import json
import mmap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from itb_companion.care.agenda import agenda
from itb_companion.care.alerts import Alert
from itb_companion.care.household import Household, Preferences
from itb_companion.care.ports import Delivery, Outcome
from itb_companion.care.severity import Severity
from itb_companion.care.value import replace
from itb_companion.companion import Companion
from itb_companion.companion.evaluation import Evaluation
from itb_companion.record import emergency_card, ledger
from itb_companion.record.store import Store
from itb_companion.record.tables import TABLES, AlertRow, FillRow
from tests.factories import BERLIN, SettableClock, make_fill, make_first_start
from tests.scenarios.kills import ANSWERS, NOTIFICATIONS, Journal

CHANNELS = (*NOTIFICATIONS, "sound", "alert-window")
CHECK_TIMES = (time(8), time(13), time(20))
_ONE_AT_A_TIME = ("person", "pump", "appointment")


class WatchedStore(Store):
    """A store that tells from outside whether it is within a transaction."""

    def __init__(self, folder: Path, inside: mmap.mmap) -> None:
        super().__init__(folder)
        self._inside = inside

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._inside[0] = 1
        with super().transaction():
            yield
        self._inside[0] = 0


def live(folder: Path, journal: Journal, chance: Random, say: Callable[..., None], inside: mmap.mmap) -> None:
    """Check what the program before left, and work until killed."""
    clock = SettableClock(datetime.fromisoformat(journal.now))
    companion = Companion(WatchedStore(folder, inside), clock)
    Life(companion, clock, journal, chance, say).go_on()


class Life:
    """What a household does with the program, by chance, and each act reported before and after it."""

    def __init__(
        self, companion: Companion, clock: SettableClock, journal: Journal, chance: Random, say: Callable[..., None]
    ) -> None:
        self.companion = companion
        self.clock = clock
        self.chance = chance
        self._journal = journal
        self._pipe = say
        self._found: Evaluation | None = None
        self._answerable: list[Alert] = []

    def _say(self, what: str, **more: Any) -> None:
        self._pipe(what, **more)
        self._journal.take({"say": what} | more)

    def go_on(self) -> None:
        """Check what was left, then work for ever."""
        found = Remains(self.companion, self._journal).checked()
        self.companion.desk.bring_card_up_to_date()
        the_card_is_that_of_the_record(self.companion)
        self._say("found", **found)
        if self.companion.household().person is None:
            self._act("begin", lambda: self.companion.people.begin(make_first_start()))
        if not self.companion.household().preferences.sign_check_times:
            wanted = Preferences(sign_check_times=CHECK_TIMES)
            self._act("preferences", lambda: self.companion.people.save_preferences(wanted))
        if self.chance.random() < 0.5:
            self.clock.move(hours=self.chance.uniform(0, 20))  # else started again at once
        self._look()
        while True:
            self.chance.choices((self._wait_and_look, self._answer, self._change), (4, 4, 2))[0]()

    def _act(self, what: str, do: Callable[[], dict[str, Any] | None], **facts: Any) -> None:
        self.clock.move(seconds=1)  # an act is known by its instant
        self._say("begin", act={"what": what, "now": self.clock.now().isoformat(timespec="microseconds")} | facts)
        result = do()
        the_card_is_that_of_the_record(self.companion)
        self._say("done", result=result or {}, digest=digest_of(self.companion.desk.store))

    # Looking

    def _wait_and_look(self) -> None:
        minutes = self.chance.choices((1, 20, 300, 1500), (4, 6, 4, 1))[0]
        self.clock.move(minutes=self.chance.uniform(0, minutes))
        self._look()

    def _look(self) -> None:
        self._act("look", self._looked)
        if self._found.to_announce:
            self._deliver(self._found.to_announce[0].item.key)

    def _deliver(self, key: str) -> None:
        """Note what became of the one notification about everything new, or of a sound or a window only."""
        channels = self.chance.sample(CHANNELS, self.chance.randint(1, 3))
        deliveries = [Delivery(channel, Outcome.CONFIRMED) for channel in channels]
        do = self.companion.reminders.note_deliveries
        self._act("deliver", lambda: do(key, deliveries), key=key, channels=channels)

    def _looked(self) -> dict[str, Any]:
        found = self._found = self.companion.reminders.evaluate()
        self._answerable = list(found.alerts)
        nothing_is_lost_or_comes_twice(found, self._journal)
        return {
            "open": {alert.cause: [alert.item.key, int(alert.severity)] for alert in found.alerts},
            "shown": [alert.cause for alert in found.newly_shown],
            "announced": [alert.cause for alert in found.to_announce],
        }

    # Answers

    def _answer(self) -> None:
        if not self._answerable:
            return
        alert = self._answerable.pop(self.chance.randrange(len(self._answerable)))
        reminders, what = self.companion.reminders, "woken"
        if not alert.is_quiet(self.clock.now()):
            what = self.chance.choice(("seen", "snoozed"))
        span = self.chance.choice((timedelta(minutes=10), timedelta(hours=3), None))
        do = {
            "seen": lambda: reminders.seen(alert.id),
            "snoozed": lambda: reminders.snooze(alert.id, span),
            "woken": lambda: reminders.wake(alert.id),
        }
        facts = {"alert": alert.id, "cause": alert.cause, "severity": int(alert.severity)}
        self._act(what, do[what], by=self.companion.household().caregiver, **facts)

    # Facts

    def _change(self) -> None:
        household, today = self.companion.household(), self.companion.desk.today
        if (today - household.fill.filled_on).days > 10 and self.chance.random() < 0.5:
            self._refill(household)
            return
        self.chance.choice((self._book, self._change_number, self._change_caregiver))()

    def _refill(self, household: Household) -> None:
        today = self.companion.desk.today
        fill = make_fill(filled_on=today, alarm_on=today + timedelta(days=72))
        pump = replace(household.pump, serial=f"NGP{self.chance.randrange(10**6):06}H")
        over = household.appointment is not None and household.appointment.on <= today
        do, facts = self.companion.refills.record, {"filled_on": today.isoformat(), "serial": pump.serial}
        self._act("refill", lambda: do(fill, pump), ends_appointment=over, **facts)

    def _book(self) -> None:
        on = self.companion.desk.today + timedelta(days=self.chance.randint(1, 60))
        self._act("appointment", lambda: self.companion.refills.set_appointment(on), on=on.isoformat())

    def _change_number(self) -> None:
        number = f"+49 30 555 {self.chance.randrange(10**4):04}"
        contact = replace(self.companion.household().contacts[0], day_number=number)
        self._act("number", lambda: self.companion.people.save_contact(contact), number=number)

    def _change_caregiver(self) -> None:
        name = self.chance.choice(("Ana", "Ben", "Chiara"))
        self._act("caregiver", lambda: self.companion.people.set_caregiver(name), name=name)


def nothing_is_lost_or_comes_twice(found: Evaluation, journal: Journal) -> None:
    """Check one look against everything that was reported before it, by this run and by those that were killed."""
    assert found.failure is None, found.failure
    due = {item.cause for item in found.agenda.due}
    showing = {alert.cause for alert in found.showing}
    for cause in journal.shown.keys() & due:
        assert cause in showing, f"{cause} was shown, nobody answered it, and it is not shown again"
    for alert in found.showing:
        assert _told(alert, journal.shown) or alert in found.newly_shown, f"{alert} counts as shown and never was"
        held = found.held_until is not None and alert.severity < Severity.URGENT
        told = _told(alert, journal.announced) or alert in found.to_announce
        assert held or told, f"{alert} counts as announced and never was"
    for alert in found.newly_shown:
        assert not _told(alert, journal.shown), f"{alert} comes to the front a second time"
    for alert in found.to_announce:
        assert not _told(alert, journal.announced), f"{alert} is announced a second time"


def _told(alert: Alert, told: dict[str, list[Any]]) -> bool:
    """Whether this occurrence was told at least this loud, and nobody has answered since."""
    key, severity = told.get(alert.cause, ("", 0))
    return key == alert.item.key and alert.severity <= severity


# What a killed program left


def the_card_is_that_of_the_record(companion: Companion) -> None:
    """Check the emergency card as a start has left it, and that nothing unfinished lies beside it."""
    folder = companion.desk.store.folder
    assert (folder / emergency_card.CARD_NAME).read_bytes() == emergency_card.card_bytes(companion.household())
    assert unfinished_cards(folder) == []


def unfinished_cards(folder: Path) -> list[Path]:
    """Return what was written beside the emergency card and never put in its place."""
    return [*folder.glob(f".{emergency_card.CARD_NAME}.*")]


def digest_of(store: Store) -> str:
    """Return a digest of every row of every table."""
    digest = hashlib.sha256()
    for table in TABLES:
        rows = store.database.execute_sql(f"SELECT * FROM {table._meta.table_name} ORDER BY id").fetchall()
        digest.update(repr(rows).encode())
    return digest.hexdigest()


class Remains:
    """What a program that was killed had left, against what it had reported."""

    def __init__(self, companion: Companion, journal: Journal) -> None:
        self._companion = companion
        self._database = companion.desk.store.database
        self._journal = journal
        self._act = journal.act

    def checked(self) -> dict[str, Any]:
        """Check all of it; return whether the act that was cut off was kept, and what it had come to."""
        self._the_file_is_whole()
        digest = digest_of(self._companion.desk.store)
        kept = self._journal.digest not in (None, digest)
        self._every_row_reported_is_there(kept=kept)
        self._nothing_is_there_twice()
        self._alerts_agree_with_answers()
        result = {}
        if kept:
            assert self._act is not None, "rows changed though no act was under way"
            try:
                result = self._kept_whole()
            except AssertionError as error:
                raise AssertionError("neither what was reported is there nor the act that was cut off") from error
        behind, unfinished = self._card_is_behind(), bool(unfinished_cards(self._companion.desk.store.folder))
        return {
            "kept": kept, "digest": digest, "result": result, "card_behind": behind, "card_unfinished": unfinished,
        }  # fmt: skip

    def _rows(self, statement: str) -> list[list[Any]]:
        return [list(row) for row in self._database.execute_sql(statement).fetchall()]

    def _the_file_is_whole(self) -> None:
        assert self._rows("PRAGMA integrity_check") == [["ok"]]
        assert self._rows("PRAGMA foreign_key_check") == []
        assert self._rows("PRAGMA synchronous") == [[2]]

    def _every_row_reported_is_there(self, *, kept: bool) -> None:
        """Every answer with its person and every delivery, once and in order, and no other."""
        new = Journal.rows_of(self._act) if kept and self._act and self._act["what"] in (*ANSWERS, "deliver") else []
        new_deliveries = new if new and self._act["what"] == "deliver" else []
        new_answers = new if new and self._act["what"] in ANSWERS else []
        answers = self._rows("SELECT alert_id, what, at, recorded_by FROM answer WHERE what != 'reopened' ORDER BY id")
        deliveries = self._rows("SELECT key, channel, at FROM delivery ORDER BY id")
        _same("answers", answers, self._journal.answers + new_answers)
        _same("deliveries", deliveries, self._journal.deliveries + new_deliveries)

    def _nothing_is_there_twice(self) -> None:
        assert self._rows("SELECT key FROM occurrence GROUP BY key HAVING COUNT(*) > 1") == []
        assert self._rows("SELECT cause FROM alert WHERE settled_at IS NULL GROUP BY cause HAVING COUNT(*) > 1") == []
        assert self._rows("SELECT key FROM alert WHERE key NOT IN (SELECT key FROM occurrence)") == []
        for table in _ONE_AT_A_TIME:
            assert self._rows(f"SELECT COUNT(*) FROM {table} WHERE replaced_by IS NULL")[0][0] <= 1, table

    def _alerts_agree_with_answers(self) -> None:
        """Who has seen an alert has answered it, and its quiet time is that of the last answer."""
        answered = "SELECT 1 FROM answer WHERE alert_id = alert.id AND at = seen_at AND recorded_by = seen_by"
        last = "SELECT until FROM answer WHERE alert_id = alert.id ORDER BY id DESC LIMIT 1"
        assert self._rows(f"SELECT key FROM alert WHERE seen_at IS NOT NULL AND NOT EXISTS ({answered})") == []
        quiet_by_another = "SELECT key FROM alert WHERE quiet_until IS NOT NULL AND quiet_until IS NOT"
        assert self._rows(f"{quiet_by_another} ({last})") == [], "an alert is quiet by another answer than its last"

    def _card_is_behind(self) -> bool:
        """Whether the card is of an older household; it is whole in any case."""
        path = self._companion.desk.store.folder / emergency_card.CARD_NAME
        content = path.read_bytes() if path.exists() else b""
        if path.exists():
            assert json.loads(content)["format"] == 1
        behind = content != emergency_card.card_bytes(self._companion.household())
        return behind and self._companion.household().person is not None

    # The act that was cut off, and is there all the same

    def _kept_whole(self) -> dict[str, Any]:
        """Check that all of the act is there; return what it had come to."""
        what = self._act["what"]
        if what == "look":
            return self._look_was_kept_whole()
        if what in ANSWERS:
            self._answer_was_kept_whole()
        elif what != "deliver":
            household = self._companion.household()
            assert _FACT_IS_KEPT[what](household, self._act), f"{self._act} was kept in part: {household}"
        return {}

    def _answer_was_kept_whole(self) -> None:
        alert = AlertRow.get_by_id(self._act["alert"])
        what = self._act["what"]
        if what == "woken":
            assert alert.quiet_until is None
        elif what == "seen" or self._act["severity"] < Severity.EMERGENCY:
            quiet = alert.settled_at is not None if alert.once and what == "seen" else alert.quiet_until is not None
            assert quiet, f"{alert.key} was answered and is not quiet"
            now = datetime.fromisoformat(self._act["now"])
            assert (alert.seen_at, alert.seen_by) == (now, self._act["by"])
        assert ledger.untold_absences() == ()

    def _look_was_kept_whole(self) -> dict[str, Any]:
        household, now = self._companion.household(), datetime.fromisoformat(self._act["now"])
        open_ = ledger.open_alerts()
        due = {item.cause for item in agenda(household, now, BERLIN).due if not item.once}
        assert {alert.cause for alert in open_ if not alert.item.once} == due
        quiet_hours = household.preferences.is_quiet(now.astimezone(BERLIN).time())
        for alert in open_:
            if alert.needs_showing(now):
                held = quiet_hours and alert.severity < Severity.URGENT
                assert alert.shown_at is not None, f"{alert} is due and not marked as shown"
                assert held or alert.announced_at is not None, f"{alert} is due and not marked as announced"
        return {
            "open": {alert.cause: [alert.item.key, int(alert.severity)] for alert in open_},
            "shown": [alert.cause for alert in open_ if alert.shown_at == now],
            "announced": [alert.cause for alert in open_ if alert.announced_at == now],
        }


def _same(what: str, found: list[list[Any]], expected: list[list[Any]]) -> None:
    missing = [row for row in expected if row not in found]
    assert found == expected, f"{what}: reported and not kept {missing}, {len(found)} of {len(expected)} rows"


def _refill_is_kept(household: Household, act: dict[str, Any]) -> bool:
    kept = household.fill.filled_on.isoformat() == act["filled_on"] and household.pump.serial == act["serial"]
    rows = FillRow.select().where(FillRow.filled_on == household.fill.filled_on).count()
    return kept and rows == 1 and (household.appointment is None or not act["ends_appointment"])


_FACT_IS_KEPT: dict[str, Callable[[Household, dict[str, Any]], bool]] = {
    "begin": lambda found, _act: (
        None not in (found.person, found.pump, found.fill)
        and len(found.contacts) == 1
        and bool(found.emergency_number and found.caregiver)
    ),
    "preferences": lambda found, _act: found.preferences.sign_check_times == CHECK_TIMES,
    "refill": _refill_is_kept,
    "appointment": lambda found, act: found.appointment.on.isoformat() == act["on"],
    "number": lambda found, act: [one.day_number for one in found.contacts] == [act["number"]],
    "caregiver": lambda found, act: found.caregiver == act["name"],
}
