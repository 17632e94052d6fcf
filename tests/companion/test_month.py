"""A simulated time of use: random acts, sleeps, clocks set wrong and right, and the program killed at any moment.

What is due always has an open alert unless a person settled it for good, no cause has two, no occurrence comes twice,
nothing is announced twice for the same showing, and what is shown can be put into words.
"""

import tempfile
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.household import Preferences
from itb_companion.care.people import Role
from itb_companion.care.ports import Delivery
from itb_companion.care.ports import Outcome as Shown
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Answer, Tone
from itb_companion.record import emergency_card, ledger
from itb_companion.record.tables import AlertRow, EpisodeRow, OccurrenceRow
from itb_companion.words import due
from itb_companion.words.language import Words
from tests.factories import BERLIN, FILLED_ON, NOON, Program, SettableClock, days, make_fill

ZONES = st.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
STEPS = st.sampled_from(
    [timedelta(seconds=30), timedelta(minutes=20), timedelta(hours=5), timedelta(days=1, minutes=7)]
)
SLEEPS = st.sampled_from([timedelta(hours=9), timedelta(days=4), timedelta(days=25)])
BACK = st.sampled_from([timedelta(seconds=40), timedelta(hours=1), timedelta(days=3)])


class Month(RuleBasedStateMachine):
    """A family with a refill coming up, and everything that can happen to them and to their laptop."""

    clock_may_go_back = False

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.program = Program(Path(self.folder.name), SettableClock(NOON + days(20)))
        self.announced = set()
        self.shown = set()
        self.evaluation = None
        self.written = 0

    def teardown(self):
        self.program.companion.close()
        self.folder.cleanup()

    @property
    def companion(self):
        return self.program.companion

    @initialize(with_fill=st.booleans())
    def first_start(self, with_fill):
        self.program.begin(fill=make_fill() if with_fill else None)
        self.look()

    def look(self, why="no-longer-due"):
        self.evaluation = self.companion.reminders.evaluate(why)
        self.comes_once(self.evaluation.newly_shown, self.shown)
        self.comes_once(self.evaluation.to_announce, self.announced)
        for alert in self.evaluation.to_announce:
            self.companion.reminders.note_deliveries(alert.item.key, [Delivery("dbus", Shown.CONFIRMED)])

    def comes_once(self, alerts, before):
        for alert in alerts:
            showing = (alert.id, alert.item.key)
            assert showing not in before, f"comes twice: {alert.item.key}"
            before.add(showing)

    def answered(self, alert_id):
        self.announced = {showing for showing in self.announced if showing[0] != alert_id}
        self.shown = {showing for showing in self.shown if showing[0] != alert_id}

    # Time

    @rule(step=st.one_of(STEPS, SLEEPS))
    def time_goes_on(self, step):
        self.program.clock.at += step
        self.look()

    @precondition(lambda self: self.clock_may_go_back)
    @rule(back=BACK)
    def the_clock_is_set_back(self, back):
        self.program.clock.at -= back
        # An answer that lies ahead of the clock keeps nothing quiet.
        for alert in ledger.open_alerts():
            if alert.quiet_until is not None:
                self.answered(alert.id)
        self.look()

    @rule(zone=ZONES)
    def a_journey(self, zone):
        self.program.clock.in_zone = zone
        self.look()

    @rule()
    def killed_and_started_again(self):
        before = [alert.id for alert in self.evaluation.showing]
        self.program.restart()
        self.look()
        assert [alert.id for alert in self.evaluation.showing] == before

    # People

    @precondition(lambda self: self.evaluation and self.evaluation.showing)
    @rule(which=st.integers(0, 3), act=st.sampled_from(["seen", "snooze", "wake"]))
    def an_alert_is_answered(self, which, act):
        alert = self.evaluation.showing[which % len(self.evaluation.showing)]
        if act == "snooze":
            self.companion.reminders.snooze(alert.id, timedelta(hours=1))
        else:
            getattr(self.companion.reminders, act)(alert.id)
        self.answered(alert.id)
        self.look()

    @rule(ahead=st.integers(-3, 70))
    def an_appointment_is_set(self, ahead):
        try:
            self.companion.refills.set_appointment(self.companion.desk.today + days(ahead))
        except NotAcceptedError:
            return
        self.facts_changed("appointment-changed")

    @rule()
    def the_appointment_is_cancelled(self):
        self.companion.refills.cancel_appointment()
        self.facts_changed("appointment-changed")

    @rule(ago=st.integers(0, 2), volume=st.sampled_from([20.0, 12.0]))
    def the_pump_is_refilled(self, ago, volume):
        filled_on = self.companion.desk.today - days(ago)
        self.companion.refills.record(make_fill(filled_on=filled_on, volume_ml=volume, alarm_on=None))
        self.facts_changed("refill-recorded")

    @precondition(lambda self: self.companion.household().fill is not None)
    @rule(dose=st.sampled_from([400.0, 500.0, 600.0]))
    def the_printout_is_corrected(self, dose):
        fill = self.companion.household().fill
        try:
            self.companion.refills.correct(replace(fill, dose_mcg_per_day=dose, alarm_on=None))
        except NotAcceptedError:  # the clock stands before the fill
            return
        self.facts_changed("printout-corrected")

    @rule(times=st.sampled_from([(), (time(8),), (time(3), time(20))]), morning=st.sampled_from([time(7), time(9)]))
    def the_reminders_are_changed(self, times, morning):
        self.companion.people.save_preferences(Preferences(sign_check_times=times, morning=morning))
        self.facts_changed("preferences-changed")

    def facts_changed(self, why):
        # What a change opens or wakes again is a new showing.
        self.announced, self.shown = set(), set()
        self.look(why)

    @rule(what=st.sampled_from(["sign:itch", "sign:nausea", "tone"]))
    def something_is_ticked(self, what):
        self.companion.checks.tick(what, Tone.TIGHTER if what == "tone" else Answer.YES)
        self.look()

    @rule(act=st.sampled_from(["save", "no_signs_now"]))
    def a_check_is_saved(self, act):
        getattr(self.companion.checks, act)()
        self.facts_changed("check-saved")

    @rule()
    def danger(self):
        self.companion.checks.danger("seizure")
        self.facts_changed("check-saved")

    @precondition(lambda self: self.companion.help.current() is not None)
    @rule(outcome=st.sampled_from(Outcome))
    def somebody_is_called(self, outcome):
        self.companion.help.tried("On-call line", "111", Role.ON_CALL, outcome)
        self.look()

    @precondition(lambda self: self.companion.help.current() is not None)
    @rule()
    def the_episode_is_closed(self):
        self.companion.help.close(Ending.HANDED_OVER, "Crew", "Ana")
        self.facts_changed("episode-closed")

    # What holds at every moment

    @invariant()
    def what_must_hold_holds(self):
        if self.evaluation is None:
            return
        self.what_is_due_has_an_open_alert_or_was_settled_by_a_person()
        self.what_is_open_is_shown_unless_a_person_quieted_it()
        self.no_cause_has_two_open_alerts_and_no_occurrence_two_rows()
        self.nothing_that_was_written_is_ever_gone()
        self.what_is_shown_can_be_put_into_words()
        self.the_card_says_whom_to_call()

    def what_is_due_has_an_open_alert_or_was_settled_by_a_person(self):
        open_alerts = {alert.cause: alert for alert in ledger.open_alerts()}
        for item in self.evaluation.agenda.due:
            if item.cause not in open_alerts:
                row = AlertRow.get(AlertRow.key == item.key)
                assert item.once, f"due, and not open: {item.key}"
                assert row.settled_why == "seen", f"due, and settled by nobody: {item.key}"

    def what_is_open_is_shown_unless_a_person_quieted_it(self):
        shown = {alert.id for alert in self.evaluation.showing}
        for alert in ledger.open_alerts():
            assert alert.id in shown or (alert.quiet_until is not None and alert.seen_by == "Ana")
            assert alert.shown_at is not None
            assert alert.announced_at is not None or (self.is_night and alert.severity < Severity.URGENT)

    @property
    def is_night(self):
        local = self.evaluation.at.astimezone(self.program.clock.in_zone)
        return not time(7) <= local.time() < time(22)

    def no_cause_has_two_open_alerts_and_no_occurrence_two_rows(self):
        causes = [alert.cause for alert in ledger.open_alerts()]
        keys = [row.key for row in OccurrenceRow.select()]

        assert len(set(causes)) == len(causes)
        assert len(set(keys)) == len(keys)
        assert EpisodeRow.select().where(EpisodeRow.ended_at.is_null()).count() <= 1

    def nothing_that_was_written_is_ever_gone(self):
        written = AlertRow.select().count() + OccurrenceRow.select().count() + EpisodeRow.select().count()

        assert written >= self.written
        self.written = written

    def what_is_shown_can_be_put_into_words(self):
        words, today = Words(self.program.clock.in_zone), self.companion.desk.today
        for alert in self.evaluation.showing:
            for text in (due.title(words, alert.item, today), due.body(words, alert.item, "Mia", today)):
                assert text
                assert "{" not in text

    def the_card_says_whom_to_call(self):
        assert emergency_card.read(self.program.folder).emergency_number == "112"
        assert self.companion.desk.card_is_current


class MonthWithAWrongClock(Month):
    """The same, with a clock that is set back now and then."""

    clock_may_go_back = True


# Without shrinking: a month that fails is told as it happened, and soon.
RUN = settings(
    max_examples=20,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)


@pytest.mark.no_cover
def test_whatever_happens_nothing_due_is_lost_and_nothing_comes_twice():
    run_state_machine_as_test(Month, settings=RUN)


@pytest.mark.no_cover
def test_with_a_clock_set_back_now_and_then_nothing_due_is_lost_and_nothing_comes_twice():
    run_state_machine_as_test(MonthWithAWrongClock, settings=RUN)


def test_a_quiet_year_shows_each_step_once(tmp_path):
    program = Program(tmp_path, SettableClock(NOON)).begin()
    announced = []
    for _ in range(80 * 4):
        program.clock.move(hours=6)
        announced += [alert.item.key for alert in program.companion.reminders.evaluate().to_announce]
    program.companion.close()

    assert len(set(announced)) == len(announced)
    assert [key for key in announced if key.startswith("book:")] == [
        f"book:{FILLED_ON}:{day}" for day in sorted({key.rpartition(":")[2] for key in announced if "book:" in key})
    ]
    assert sum(key.startswith("overdue:") for key in announced) > 30
