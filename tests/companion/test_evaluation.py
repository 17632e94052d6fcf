"""One look at a ledger and the clock: what comes before a person, what is announced and when, and what was missed."""

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itb_companion.care import alerts as life
from itb_companion.care.absence import Look
from itb_companion.care.occurrence import Kind
from itb_companion.care.severity import Severity
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from itb_companion.companion.evaluation import PULSE_EVERY, Evaluator, without_ledger
from itb_companion.record import ledger as record
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import Store
from itb_companion.record.tables import TABLES
from tests.factories import (
    ALARM_ON,
    BERLIN,
    EMPTY_ON,
    FILLED_ON,
    NOON,
    REFILL_BY,
    SettableClock,
    at,
    at_on,
    days,
    make_appointment,
    make_episode,
    make_fill,
    make_household,
    make_preferences,
    minutes,
)
from tests.memory_ledger import MemoryLedger

FIRST_STEP = REFILL_BY - days(42)
A_SECOND = timedelta(seconds=1)


class Watch:
    """A run of the program that looks at a household now and then, and the person in front of it."""

    def __init__(self, now, ledger=None, **household):
        self.clock = SettableClock(now)
        self.ledger = MemoryLedger() if ledger is None else ledger
        self.household = make_household(**household)
        self.before = None

    def look(self, now=None, *, announces=True):
        self.clock.at = now or self.clock.at
        look = Look(self.clock.now(), self.clock.since_boot_s())
        evaluator = Evaluator(self.ledger, self.household, look, self.before, self.clock.zone())
        self.before = look
        return evaluator.run("no-longer-due", announces=announces)

    def restart(self):
        self.before = None

    def answer(self, act, which=0):
        """Answer one of the open alerts as the program does."""
        open_alerts = self.ledger.open_alerts()
        if not open_alerts:
            return
        now, alert = self.clock.now(), open_alerts[which % len(open_alerts)]
        answered = {
            "seen": lambda: life.see(alert, now, "Ana", self.household.preferences.morning, self.clock.zone()),
            "snoozed": lambda: life.snooze(alert, now, now + timedelta(hours=1), "Ana"),
            "woken": lambda: life.wake(alert),
        }[act]()
        self.ledger.update(answered)
        self.ledger.note_answer(answered, act, answered.quiet_until, now, "Ana")
        self.ledger.tell_absences(now)


def kinds(alerts):
    return [alert.kind for alert in alerts]


# Shown


def test_what_is_due_comes_before_a_person_once_a_showing():
    watch = Watch(at_on(FIRST_STEP))

    assert kinds(watch.look().newly_shown) == [Kind.BOOK]
    again = watch.look()
    assert (kinds(again.showing), again.newly_shown) == ([Kind.BOOK], ())
    watch.restart()
    assert watch.look(at_on(FIRST_STEP, "11:00")).newly_shown == ()


@pytest.mark.parametrize("act", ["seen", "snoozed"])
def test_what_was_answered_comes_again_when_its_quiet_time_is_over(act):
    watch = Watch(at_on(FIRST_STEP))
    watch.look()
    watch.answer(act)
    quiet = watch.look()
    assert (quiet.showing, quiet.newly_shown, quiet.to_announce) == ((), (), ())

    [alert] = quiet.alerts
    back = watch.look(alert.quiet_until)
    assert kinds(back.newly_shown) == kinds(back.to_announce) == [Kind.BOOK]
    assert watch.look().newly_shown == ()


def test_a_newer_occurrence_is_a_new_showing():
    watch = Watch(at_on(FIRST_STEP))
    watch.look()

    assert [alert.id for alert in watch.look(at_on(REFILL_BY - days(28))).newly_shown] == [1]
    assert watch.look().newly_shown == ()


def test_before_there_is_an_alert_window_nothing_counts_as_shown_or_announced():
    watch = Watch(at_on(FIRST_STEP))
    found = watch.look(announces=False)
    assert kinds(found.showing) == [Kind.BOOK]
    assert (found.newly_shown, found.to_announce) == ((), ())

    later = watch.look(at_on(FIRST_STEP, "09:01"))
    assert (kinds(later.newly_shown), kinds(later.to_announce)) == ([Kind.BOOK], [Kind.BOOK])
    assert watch.look().to_announce == ()


def test_what_is_shown_and_announced_is_written_with_the_instant():
    watch = Watch(at_on(FIRST_STEP))
    watch.look()
    [alert] = watch.ledger.open_alerts()

    assert (alert.raised_at, alert.shown_at, alert.announced_at) == (at_on(FIRST_STEP),) * 3


# Quiet hours


def test_what_is_not_urgent_is_shown_by_night_and_announced_once_at_the_end_of_the_quiet_hours():
    watch = Watch(at_on(FIRST_STEP, "23:00"))
    found = watch.look()
    end = at_on(FIRST_STEP + days(1), "07:00")

    assert (kinds(found.newly_shown), found.to_announce, found.held_until) == ([Kind.BOOK], (), end)
    assert watch.look(end - A_SECOND).to_announce == ()
    after = watch.look(end)
    assert (after.newly_shown, kinds(after.to_announce), after.held_until) == ((), [Kind.BOOK], None)
    assert watch.look(end + minutes(1)).to_announce == ()


def test_what_was_held_back_is_announced_once_after_a_restart_and_a_sleep_too():
    watch = Watch(at_on(FIRST_STEP, "23:00"))
    watch.look()
    watch.restart()

    assert kinds(watch.look(at_on(FIRST_STEP + days(2), "15:00")).to_announce) == [Kind.BOOK]
    assert watch.look().to_announce == ()


def test_what_was_answered_by_night_is_not_announced_while_it_is_quiet():
    watch = Watch(at_on(FIRST_STEP, "23:00"))
    watch.look()
    watch.answer("seen")
    morning = at_on(FIRST_STEP + days(1), "09:00")

    assert watch.look(at_on(FIRST_STEP + days(1), "07:00")).to_announce == ()
    assert kinds(watch.look(morning).to_announce) == [Kind.BOOK]


@pytest.mark.parametrize(
    ("now", "severity"),
    [
        (at_on(ALARM_ON, "22:00"), Severity.URGENT),
        (at_on(ALARM_ON + days(1), "03:00"), Severity.URGENT),
        (at_on(EMPTY_ON, "00:00"), Severity.EMERGENCY),
    ],
)
def test_what_is_urgent_or_worse_is_announced_at_once_by_night(now, severity):
    watch = Watch(now)
    found = watch.look()

    assert [alert.severity for alert in found.to_announce] == [severity]
    assert found.held_until is not None
    assert watch.look(now + minutes(1)).to_announce == ()
    assert watch.look(found.held_until).to_announce == ()


def test_a_reminder_beside_an_emergency_is_held_back_alone():
    episode = make_episode(Level.EMERGENCY, at_on(FIRST_STEP, "23:00"))
    found = Watch(at_on(FIRST_STEP, "23:00"), episode=episode).look()

    assert (kinds(found.newly_shown), kinds(found.to_announce)) == ([Kind.EPISODE, Kind.BOOK], [Kind.EPISODE])


def test_without_quiet_hours_a_reminder_is_announced_by_night():
    preferences = make_preferences(quiet_from=None, quiet_until=None)
    found = Watch(at_on(FIRST_STEP, "23:00"), preferences=preferences).look()

    assert (kinds(found.to_announce), found.held_until) == ([Kind.BOOK], None)


def test_quiet_hours_that_are_taken_away_by_night_hold_nothing_back_any_more():
    watch = Watch(at_on(FIRST_STEP, "23:00"))
    watch.look()
    watch.household = replace(watch.household, preferences=make_preferences(quiet_from=None, quiet_until=None))

    assert kinds(watch.look(at_on(FIRST_STEP, "23:01")).to_announce) == [Kind.BOOK]


# Away


def away_for_three_days():
    """Return a watch on a household for which booking fell due while the program was not running."""
    watch = Watch(at_on(FIRST_STEP - days(1), "12:00"))
    watch.look()
    watch.restart()
    watch.clock.move(days=3)
    return watch


def test_what_fell_due_while_away_is_told_at_every_look_until_somebody_answers_and_then_never_again():
    watch = away_for_three_days()
    for _ in range(3):
        found = watch.look()
        assert (found.away.absence.started_at, found.away.due) == (at_on(FIRST_STEP - days(1), "12:00"), found.showing)
        watch.clock.move(minutes=1)
    watch.restart()
    assert watch.look().away is not None
    watch.answer("seen")

    assert watch.look().away is None
    for hours in (5, 1, 100):
        watch.clock.move(hours=hours)
        found = watch.look()
        assert found.away is None or found.away.absence.started_at > at_on(FIRST_STEP, "12:00")


def test_away_names_only_what_fell_due_in_that_time():
    watch = Watch(at_on(FIRST_STEP, "12:00"), preferences=make_preferences(sign_check_times=(time(20),)))
    watch.look()
    watch.restart()
    found = watch.look(at_on(FIRST_STEP, "21:00"))

    assert kinds(found.showing) == [Kind.BOOK, Kind.SIGN_CHECK]
    assert kinds(found.away.due) == [Kind.SIGN_CHECK]


def test_away_with_nothing_due_is_kept_for_the_history_and_told_to_nobody():
    watch = Watch(NOON)
    watch.look()
    watch.restart()

    assert watch.look(NOON + days(3)).away is None
    assert watch.ledger.untold_absences() == ()
    assert [(gone.started_at, gone.ended_at) for gone in watch.ledger.absences] == [(NOON, NOON + days(3))]


def test_a_later_absence_in_which_nothing_fell_due_does_not_hide_the_earlier_one():
    watch = away_for_three_days()
    first = watch.look().away
    watch.restart()
    watch.clock.move(hours=2)

    assert watch.look().away == first
    assert len(watch.ledger.untold_absences()) == 2


def test_of_two_absences_in_which_something_fell_due_the_newer_is_told():
    watch = away_for_three_days()
    watch.look()
    watch.restart()
    found = watch.look(at_on(REFILL_BY - days(28), "12:00"))

    assert found.away.absence.ended_at == found.at
    watch.answer("seen")
    assert watch.ledger.untold_absences() == ()


def test_what_fell_due_while_away_is_told_until_somebody_answers_though_the_next_occurrence_has_come():
    watch = Watch(at_on(ALARM_ON, "08:00"))
    watch.look()
    watch.restart()
    gone = watch.look(at_on(ALARM_ON, "12:30")).away.absence
    for minute in range(60):  # the next occurrence comes at 13:00
        found = watch.look(at_on(ALARM_ON, "12:30") + minutes(minute))
        assert found.away is not None, f"nobody answered, and {minute} minutes later it is not told any more"
        assert found.away.absence == gone


def test_without_an_absence_nothing_is_told():
    assert Watch(at_on(FIRST_STEP)).look().away is None


# The pulse


def test_that_the_program_looked_is_written_once_a_minute_at_most():
    watch = Watch(NOON)
    for seconds in range(0, 180, 10):
        watch.look(NOON + timedelta(seconds=seconds))
        assert timedelta(0) <= watch.clock.now() - watch.ledger.pulse() < PULSE_EVERY


@pytest.mark.parametrize("back", [A_SECOND, timedelta(hours=3), timedelta(days=8000)])
def test_a_clock_set_back_is_written_at_once(back):
    watch = Watch(NOON)
    watch.look()
    watch.look(NOON - back)

    assert watch.ledger.pulse() == NOON - back


# What one alert speaks for


def test_what_passed_since_the_last_look_is_written_with_the_alert_that_speaks_for_it():
    watch = Watch(at_on(ALARM_ON, "08:00"))
    watch.look()
    [alert] = watch.look(at_on(ALARM_ON + days(1), "18:00")).alerts
    walls = ("09:00", "13:00", "17:00", "21:00", "22:00")
    expected = [*(at_on(ALARM_ON, wall) for wall in walls), *(at_on(ALARM_ON + days(1), wall) for wall in walls[:3])]
    written = [one for one in watch.ledger.occurrences.values() if one.item.kind is Kind.OVERDUE]

    assert alert.item.due_at == expected[-1]
    assert sorted(one.item.due_at for one in written) == expected
    assert {one.alert_id for one in written} == {alert.id}


# The next look


@pytest.mark.parametrize(
    ("now", "answer", "expected"),
    [
        (NOON, None, at_on(FIRST_STEP)),
        (at_on(FIRST_STEP, "10:00"), None, at_on(REFILL_BY - days(28))),
        (at_on(FIRST_STEP, "10:00"), "snoozed", at_on(FIRST_STEP, "11:00")),
        (at_on(FIRST_STEP, "10:00"), "seen", at_on(FIRST_STEP, "14:00")),
        (at_on(FIRST_STEP, "23:00"), None, at_on(FIRST_STEP + days(1), "07:00")),
        (at_on(FIRST_STEP, "23:00"), "seen", at_on(FIRST_STEP + days(1), "07:00")),
    ],
)
def test_the_next_look_is_due_at_the_next_item_the_end_of_a_quiet_time_or_of_the_quiet_hours(now, answer, expected):
    watch = Watch(now)
    watch.look()
    if answer:
        watch.answer(answer)

    assert watch.look().next_at == expected


def test_where_nothing_is_known_to_come_there_is_no_next_look():
    assert Watch(NOON, person=None, fill=None, contacts=()).look().next_at is None


ANSWERS = st.sampled_from(["seen", "snoozed", "woken", None])


@given(
    st.integers(0, 100 * 24 * 60).map(minutes),
    st.lists(st.tuples(st.integers(0, 5000).map(minutes), ANSWERS, st.integers(0, 3)), max_size=4),
    st.lists(st.floats(0, 1, exclude_min=True, exclude_max=True), min_size=1, max_size=4),
    st.booleans(),
)
@settings(max_examples=60)
def test_before_the_next_look_nothing_new_is_found_and_at_it_something_is(begin, lived, parts, with_checks):
    times = (time(3), time(20)) if with_checks else ()
    watch = Watch(NOON + begin, preferences=make_preferences(sign_check_times=times))
    for gap, answer, which in lived:
        watch.clock.at += gap
        watch.look()
        if answer:
            watch.answer(answer, which)
    last = watch.look()
    assert last.next_at > last.at
    instants = sorted(last.at + (last.next_at - last.at) * part for part in parts)
    for instant in (each for each in instants if each < last.next_at):  # the largest parts are rounded up to it
        found = watch.look(instant)
        assert (found.newly_shown, found.to_announce, found.settled) == ((), (), ())
        assert (found.agenda.due, [a.id for a in found.showing]) == (last.agenda.due, [a.id for a in last.showing])

    found = watch.look(last.next_at)
    assert (found.agenda.due, [a.id for a in found.showing], found.held_until) != (
        last.agenda.due,
        [a.id for a in last.showing],
        last.held_until,
    )


# Without a ledger


def test_where_nothing_can_be_written_what_is_due_is_shown_and_announced():
    error = RecordError(Reason.READ_ONLY, None)
    found = without_ledger(make_household(), at_on(FIRST_STEP, "23:00"), BERLIN, error)

    assert kinds(found.showing) == kinds(found.newly_shown) == kinds(found.to_announce) == [Kind.BOOK]
    assert (found.failure, found.away, found.settled) == (error, None, ())


# The ledger in memory, which other tests live through years with, against the record


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(tmp_path_factory.mktemp("ledger") / "data")
    yield opened
    opened.close()


CHANGES = st.sampled_from(
    [
        {"appointment": make_appointment(REFILL_BY - days(2))},
        {"appointment": make_appointment(REFILL_BY + days(1))},
        {"appointment": None},
        {"fill": make_fill(alarm_on=ALARM_ON - days(9))},
        {"fill": make_fill()},
        {"fill": make_fill(filled_on=FILLED_ON + days(60), alarm_on=None)},
        {"episode": make_episode(Level.CALL_CLINIC, at("2026-05-01 10:00"))},
        {"episode": None},
        {"preferences": make_preferences(sign_check_times=(time(3), time(20)))},
        {"preferences": make_preferences(quiet_from=None, quiet_until=None)},
    ]
)
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.sampled_from([20, 300, 3600, 9 * 3600, 86400, 9 * 86400, -60, -7200, -4 * 86400])),
    st.tuples(st.just("answer"), st.tuples(st.sampled_from(["seen", "snoozed", "woken"]), st.integers(0, 3))),
    st.tuples(st.just("change"), CHANGES),
    st.tuples(st.sampled_from(["restart", "silent", "look"]), st.none()),
)


def live(watch, steps):
    """Return what a look after each step comes to."""
    found = [watch.look()]
    for what, given_ in steps:
        if what == "wait":
            watch.clock.move(seconds=given_)
        elif what == "answer":
            watch.answer(*given_)
        elif what == "change":
            watch.household = replace(watch.household, **given_)
        elif what == "restart":
            watch.restart()
        found.append(watch.look(announces=what != "silent"))
    return found


@given(st.integers(20, 85), st.lists(STEPS, min_size=5, max_size=30))
@settings(max_examples=40)
def test_the_ledger_in_memory_is_the_record_s_equal_in_every_evaluation(store, begin, steps):
    store.database.bind(TABLES)
    memory, kept = (Watch(NOON + days(begin), ledger) for ledger in (MemoryLedger(), record))
    expected = live(memory, steps)
    with store.database.atomic() as act:
        found = live(kept, steps)
        left = record.open_alerts(), record.untold_absences(), record.pulse(), record.absences(1000)
        keys = {key: (record.known(key), record.settled_as_void(key)) for key in memory.ledger.occurrences}
        act.rollback()

    assert found == expected
    in_memory = memory.ledger
    newest_first = tuple(reversed(in_memory.absences))
    assert left == (in_memory.open_alerts(), in_memory.untold_absences(), in_memory.pulse(), newest_first)
    assert keys == {key: (True, in_memory.settled_as_void(key)) for key in in_memory.occurrences}


def test_the_ledger_in_memory_writes_no_occurrence_twice_either():
    ledger = MemoryLedger()
    written = ledger.insert(life.raise_alert(without_ledger_item(), NOON))

    with pytest.raises(ValueError, match="written twice"):
        ledger.insert(written)
    with pytest.raises(ValueError, match="never inserted"):
        ledger.update(replace(written, id=None))


def without_ledger_item():
    return Watch(at_on(FIRST_STEP)).look().agenda.due[0]
