"""Values become words for a page, without any widget."""

from datetime import date, timedelta

import pytest

from itb_companion.care.agenda import agenda
from itb_companion.care.clinical import Clinical
from itb_companion.care.episode import Earlier, Outcome
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role, ladder
from itb_companion.care.plan import Plan
from itb_companion.care.ports import Startup, StartupState
from itb_companion.care.problems import Problem
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Answer
from itb_companion.care.triage import Level, assess
from itb_companion.care.value import replace
from itb_companion.companion.checks import Progress
from itb_companion.companion.evaluation import Evaluation
from itb_companion.ui.views.actions import action_for
from itb_companion.ui.views.alerts import alert_view, notice
from itb_companion.ui.views.emergency import emergency_view
from itb_companion.ui.views.signs import signs_view
from itb_companion.ui.views.today import Evidence, today_view
from itb_companion.words import Words
from tests.factories import (
    BERLIN,
    NOON,
    Program,
    at,
    make_alert,
    make_attempt,
    make_cause,
    make_check,
    make_closing,
    make_contact,
    make_episode,
    make_fill,
    make_household,
    make_person,
)
from tests.ui.test_alerting import Scene

WORDS = Words(BERLIN)
TODAY = date(2026, 3, 10)
BOTH = (timedelta(minutes=15), timedelta(hours=1))
FACTS = {"refill_by": date(2026, 5, 6), "last_day": date(2026, 5, 13), "last_day_reason": "printed-alarm-date"}


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_that_can_be_due_leads_somewhere(kind):
    action = action_for(kind)

    acts, pages = {"appointment", "refill", "overdue", "empty", "emergency"}, {"signs", "contacts"}
    assert action.name in acts | pages | {"care_plan", "settings"}
    assert action.words


class TestAlerts:
    def view(self, severity: Severity, **changes):
        alert = make_alert(severity, facts=FACTS, **changes)
        return alert_view(WORDS, alert, make_household(), NOON, TODAY, None)

    def notice(self, alert, others=0, **changes):
        household = make_household(**changes)
        found = Evaluation(NOON, household, agenda(household, NOON, BERLIN), (), (), (), (), ())
        return notice(WORDS, alert, found, TODAY, None, others)

    @pytest.mark.parametrize(
        ("severity", "dress", "tag"),
        [
            (Severity.CALM, "accent", "Reminder"), (Severity.REMINDER, "accent", "Reminder"),
            (Severity.URGENT, "urgent", "Urgent"), (Severity.EMERGENCY, "emergency", "Emergency"),
        ],
    )  # fmt: skip
    def test_how_serious_it_is_is_said_by_dress_and_word(self, severity, dress, tag):
        assert (self.view(severity).dress, self.view(severity).tag) == (dress, tag)

    def test_an_emergency_cannot_be_snoozed_and_urgent_not_until_the_morning(self):
        assert self.view(Severity.EMERGENCY).snoozes == ()
        assert self.view(Severity.URGENT).snoozes == BOTH
        assert self.view(Severity.URGENT).until_morning == ""
        assert self.view(Severity.REMINDER).until_morning == "Until tomorrow at 09:00"

    def test_no_snooze_reaches_the_danger(self):
        for minutes, snoozes in ((15, ()), (16, BOTH[:1]), (60, BOTH[:1]), (61, BOTH), (180, BOTH)):
            danger_at = NOON + timedelta(minutes=minutes)
            assert self.view(Severity.URGENT, danger_at=danger_at).snoozes == snoozes

    def test_the_notification_says_since_when_it_is_due(self):
        alert = make_alert(Severity.URGENT, at("2026-03-10 09:00"), facts=FACTS)
        told = self.notice(alert)

        assert told.key == alert.item.key
        assert told.title == "The refill is not booked"
        assert told.body.endswith("Due since today at 09:00, 3 hours ago.")
        assert "Mia's pump" in told.body

    def test_with_nobody_entered_it_still_speaks(self):
        told = self.notice(make_alert(facts=FACTS), person=None)

        assert told.body.startswith("The person's pump")

    @pytest.mark.parametrize(
        ("others", "end"),
        [
            (0, "Due now."),
            (1, "Due now. One more reminder is in the alert window."),
            (4, "Due now. 4 more reminders are in the alert window."),
        ],
    )
    def test_the_notification_tells_how_many_more_there_are(self, others, end):
        assert self.notice(make_alert(facts=FACTS), others).body.endswith(end)


class TestEmergency:
    def view(self, episode, /, **changes):
        household = make_household(**changes)
        return emergency_view(WORDS, household, episode, ladder(household.contacts, NOON, Plan().office_hours), NOON)

    @pytest.mark.parametrize(
        ("level", "dress"),
        [(Level.EMERGENCY, "emergency"), (Level.URGENT, "urgent"), (Level.CALL_CLINIC, "accent")],
    )
    def test_the_level_is_said_by_dress_and_title(self, level, dress):
        view = self.view(make_episode(level))

        assert view.dress == dress
        assert view.is_emergency == (level is Level.EMERGENCY)
        assert view.title.startswith("Emergency:") == (level is Level.EMERGENCY)

    def test_an_episode_that_was_not_started_cannot_be_closed(self):
        assert not self.view(make_episode(id=0)).is_open
        assert self.view(make_episode()).is_open

    def test_a_clock_set_back_never_runs_backwards(self):
        assert self.view(make_episode(opened_at=NOON + timedelta(hours=1))).elapsed == timedelta()

    def test_the_reading_of_the_check_is_said_in_the_script(self):
        check = make_check(["high-fever"], temperature_c=39.6, saved_at=NOON)
        cause = make_cause(Level.EMERGENCY, signs=("high-fever", "itch"))
        view = self.view(make_episode(Level.EMERGENCY, causes=(cause,), checks=(check,)))

        assert "high fever of 39.6 °C" in view.script[-1]

    def test_a_reading_from_before_the_episode_is_not(self):
        check = make_check(["high-fever"], temperature_c=39.6, saved_at=NOON - timedelta(days=2))
        cause = make_cause(Level.EMERGENCY, signs=("high-fever",))
        view = self.view(make_episode(Level.EMERGENCY, causes=(cause,)), last_check=check)

        assert "39.6" not in " ".join(view.script)

    def test_which_number_of_a_contact_it_is_and_when_it_was_verified_is_said(self):
        clinic = make_contact(
            "Clinic", Role.CLINIC, day_number="1234567", after_hours_number="7654321", verified_on=date(2026, 3, 1)
        )
        [call] = self.view(make_episode(), contacts=(clinic,)).calls

        assert (call.number, call.link) == ("1234567", "tel:1234567")
        assert call.detail == "Pump clinic, day number, verified 1 Mar"

    def next_steps(self, level, minutes_ago, last_level=Level.CLEAR):
        """Return what comes next, with a check that was saved so long ago."""
        then = NOON - timedelta(minutes=minutes_ago)
        check, episode = make_check(["itch"], saved_at=then, id=7), make_episode(level, then)
        return self.view(episode, episode=episode, last_check=check, last_level=last_level).next_steps

    @pytest.mark.parametrize(
        ("level", "minutes_ago", "wall"),
        [
            (Level.CALL_CLINIC, 0, "14:00"), (Level.CALL_CLINIC, 119, "12:01"),
            (Level.URGENT, 0, "12:30"), (Level.URGENT, 29, "12:01"),
            (Level.EMERGENCY, 0, "12:15"), (Level.EMERGENCY, 14, "12:01"),
        ],
    )  # fmt: skip
    def test_when_the_signs_are_looked_at_again_is_said_last(self, level, minutes_ago, wall):
        assert self.next_steps(level, minutes_ago)[-1] == f"Look for signs again at {wall}."

    @pytest.mark.parametrize(("level", "minutes_ago"), [(Level.CALL_CLINIC, 120), (Level.EMERGENCY, 15)])
    def test_from_then_on_they_are_looked_at_now(self, level, minutes_ago):
        for later in (0, 600):
            assert self.next_steps(level, minutes_ago + later)[-1] == (
                "Look for signs again now: they can come one after the other."
            )

    def test_a_check_that_was_worse_than_the_episode_decides_when_they_are_looked_at_again(self):
        assert self.next_steps(Level.CALL_CLINIC, 0, Level.EMERGENCY)[-1] == "Look for signs again at 12:15."

    def test_it_stands_below_what_waiting_brings(self):
        waiting, again = self.next_steps(Level.CALL_CLINIC, 0)

        assert waiting == "If nobody who can decide is reached by 13:00, this becomes urgent."
        assert again == "Look for signs again at 14:00."

    def test_it_stands_below_that_somebody_was_reached(self):
        check = make_check(["itch"], saved_at=NOON, id=7)
        episode = make_episode(Level.URGENT, attempts=(make_attempt(NOON),))
        reached, again = self.view(episode, episode=episode, last_check=check).next_steps

        assert reached.startswith("Somebody who can decide was reached.")
        assert again == "Look for signs again at 12:30."

    def test_without_a_check_nothing_is_looked_at_again(self):
        episode = make_episode(Level.EMERGENCY)

        assert self.view(episode, episode=episode).next_steps == []

    def test_without_an_emergency_number_there_is_no_code_for_it(self):
        assert self.view(make_episode(), emergency_number="").emergency_call.link == ""

    def test_attempts_belong_to_the_number_that_was_called(self):
        episode = make_episode(attempts=(make_attempt(NOON), make_attempt(NOON, role=None, who="x", number="112")))
        view = self.view(episode)

        assert view.emergency_call.tried == ["Reached, 12:00 (Ana)"]
        assert view.calls[0].tried == ["Reached, 12:00 (Ana)"]

    def test_who_was_reached_before_signs_returned_was_not_told_of_them(self):
        earlier = (Earlier(make_closing(NOON - timedelta(minutes=60)), NOON - timedelta(minutes=10)),)
        before = [
            make_attempt(NOON - timedelta(minutes=70)),
            make_attempt(NOON - timedelta(minutes=70), role=None, who="x", number="112"),
        ]
        causes = (make_cause(Level.EMERGENCY, NOON - timedelta(minutes=10), opening=1),)
        episode = make_episode(
            opened_at=NOON - timedelta(minutes=90), causes=causes, attempts=tuple(before), earlier=earlier
        )
        view = self.view(episode, episode=episode)

        assert view.next_steps == []
        assert (view.emergency_call.tried, view.calls[0].tried) == ([], [])
        now_too = replace(episode, attempts=(*before, make_attempt(NOON, opening=1)))
        assert self.view(now_too, episode=now_too).next_steps == [WORDS.text("emergency.waiting-over")]
        assert self.view(now_too).calls[0].tried == ["Reached, 12:00 (Ana)"]

    def test_who_was_reached_before_it_got_worse_was_told_of_less(self):
        causes = (make_cause(Level.CALL_CLINIC, NOON - timedelta(minutes=20)), make_cause(Level.EMERGENCY, NOON))
        episode = make_episode(causes=causes, attempts=(make_attempt(NOON - timedelta(minutes=10)),))

        assert self.view(episode, episode=episode).next_steps == []

    def test_an_attempt_of_nobody_known_is_told_without_a_name(self):
        assert self.view(make_episode(attempts=(make_attempt(NOON, by=""),))).calls[0].tried == ["Reached, 12:00"]

    @pytest.mark.parametrize(
        ("level", "first", "team"),
        [
            (Level.EMERGENCY, "1. Call the emergency number", "2. Tell the pump team"),
            (
                Level.URGENT,
                "If nobody answers or it gets worse: emergency number",
                "1. Call the on-call line now; if nobody answers, go to the hospital",
            ),
            (Level.CALL_CLINIC, "If it gets worse: emergency number", "1. Call the pump clinic today"),
        ],
    )
    def test_whom_to_call_first_follows_the_level(self, level, first, team):
        view = self.view(make_episode(level))

        assert (view.first_step, view.team_step) == (first, team)

    def test_what_was_not_started_has_no_story(self):
        assert self.view(make_episode(id=0)).story == []

    def test_the_story_tells_the_day_of_what_was_not_today(self):
        attempts = (make_attempt(NOON - timedelta(days=1), who="Clinic", number="1", by=""),)

        assert self.view(make_episode(attempts=attempts)).story == [
            "12:00: Urgent: itching.",
            "yesterday at 12:00: Clinic, 1: Reached",
        ]

    def test_a_name_too_long_to_be_said_is_said_shortened(self):
        view = self.view(make_episode(), person=make_person(name="Maria del Carmen " * 5))

        assert view.script[0] == ("Maria del Carmen Maria del Carmen has an implanted intrathecal baclofen pump.")


class TestLookingAgain:
    """A check came to call-clinic at noon; two hours later it is time to look again."""

    @pytest.fixture
    def scene(self, qtbot, tmp_path):
        made = Scene(tmp_path / "data")
        made.connect()
        checks = made.program.companion.checks
        checks.tick("sign:itch", Answer.YES)
        checks.save()
        made.program.companion.help.tried("Clinic", "111", Role.CLINIC, Outcome.REACHED)
        made.look()
        made.channel.sent.clear()
        made.clock.move(hours=2)
        yield made
        made.close()

    def test_no_window_comes_over_the_emergency_screen_for_it_and_a_notification_does(self, scene):
        found = scene.look(on_emergency_screen=True)

        assert [alert.kind for alert in found.showing] == [Kind.EPISODE, Kind.RECHECK]
        assert not scene.window.isVisible()
        assert [sent.title for sent in scene.channel.sent] == ["Time to look for signs again"]

    def test_elsewhere_it_stands_in_the_window_with_a_way_to_the_signs(self, scene):
        scene.look(on_emergency_screen=False)

        assert scene.window.isVisible()
        card = scene.window.cards[1].view
        assert (card.title, card.action) == ("Time to look for signs again", "Check for signs")
        assert card.body.startswith("Please look at Mia again")


class TestSigns:
    def view(self, check):
        return signs_view(WORDS, Progress(check, assess(check)), make_household(), NOON)

    def test_while_help_is_sought_it_says_what_still_counts_and_not_to_look_again_in_hours(self):
        household = make_household(episode=make_episode())
        view = signs_view(WORDS, Progress(make_check(), assess(make_check())), household, NOON)

        assert view.note == (
            "Written down before: itching. It still counts.\n"
            "If nobody who can decide is reached by 12:30, this becomes an emergency.\n"
            "A check without signs rules nothing out."
        )

    @pytest.mark.parametrize(
        ("ticked", "minutes_on", "headline", "dress"),
        [
            ([], 29, "Urgent: help with the baclofen pump", "urgent"),
            ([], 30, "Emergency: help with the baclofen pump", "emergency"),
            (["anxiety"], 30, "Emergency: help with the baclofen pump", "emergency"),
            (["itch"], 30, "Emergency: help with the baclofen pump", "emergency"),
            (["seizure"], 29, "Call the emergency number now", "emergency"),
            (["seizure"], 30, "Call the emergency number now", "emergency"),
        ],
    )
    def test_it_never_shows_less_than_what_help_is_sought_for(self, ticked, minutes_on, headline, dress):
        episode, check = make_episode(), make_check(ticked)
        household, now = make_household(episode=episode), NOON + timedelta(minutes=minutes_on)
        view = signs_view(WORDS, Progress(check, assess(episode.with_standing(check))), household, now)

        assert (view.headline, view.dress, view.help_button) == (headline, dress, "Show whom to call")
        assert ("Nobody who can decide was reached in time." in view.note) == (minutes_on == 30)

    def test_who_was_reached_after_it_had_risen_is_not_said_to_be_missing(self):
        episode = make_episode(attempts=(make_attempt(NOON + timedelta(minutes=40)),))
        household, now = make_household(episode=episode), NOON + timedelta(hours=3)
        view = signs_view(WORDS, Progress(make_check(), assess(make_check())), household, now)

        assert view.headline == "Emergency: help with the baclofen pump"
        assert "Nobody" not in view.note

    def test_who_was_reached_is_not_said_to_be_missing(self):
        episode = make_episode(attempts=(make_attempt(NOON),))
        household, now = make_household(episode=episode), NOON + timedelta(hours=3)
        view = signs_view(WORDS, Progress(make_check(), assess(make_check())), household, now)

        assert view.note.splitlines() == [
            "Written down before: itching. It still counts.",
            "A check without signs rules nothing out.",
        ]

    @pytest.mark.parametrize(
        ("check", "headline", "dress", "helps"),
        [
            (make_check(), "Nothing ticked yet", "plain", False),
            (make_check(["anxiety"]), "Check again in 4 hours", "plain", False),
            (make_check(["itch"]), "Call the pump clinic today", "accent", True),
            (make_check(["itch", "tingling"]), "Call the on-call line now", "urgent", True),
            (make_check(["seizure"]), "Call the emergency number now", "emergency", True),
        ],
    )
    def test_the_level_has_its_headline_its_dress_and_a_way_to_help(self, check, headline, dress, helps):
        view = self.view(check)

        assert (view.headline, view.dress, bool(view.help_button)) == (headline, dress, helps)

    def test_a_sign_to_watch_is_not_told_as_a_check_without_signs(self):
        note = self.view(make_check(["anxiety"])).note

        assert note.startswith("Watch for itching")
        assert "without signs" not in note
        assert "every few hours" not in note

    def test_a_clean_check_reassures_nobody(self):
        assert "rules nothing out" in self.view(make_check(no=["itch"])).note

    def test_since_when_is_asked_for_what_is_ticked_only(self):
        check = make_check(["itch"], no=["tingling"], since={"itch": NOON, "tingling": NOON})

        assert self.view(check).since == [("itch", "Itching", "today at 12:00")]
        assert check.answers["tingling"] is Answer.NO


class TestToday:
    def view(self, tmp_path, evidence=None, **changes):
        program = Program(tmp_path / "data").begin(**changes)
        found = program.companion.reminders.evaluate()
        program.companion.close()
        return today_view(WORDS, found, TODAY, evidence or Evidence())

    def test_clinical_files_that_are_not_in_order_are_told_and_first(self, tmp_path):
        fault = Problem("rules.toml", "clinical-missing-file", facts={"file": "rules.toml"})

        reach = self.view(tmp_path, Evidence(clinical=Clinical(problems=(fault,)))).reach

        assert reach[0][0] is False
        assert "A fault in rules.toml: the built-in rules for signs count." in reach[0][1]

    def test_the_picture_carries_the_dates_and_the_plausible_range(self, tmp_path):
        picture = self.view(tmp_path).picture

        assert (picture.refill_by, picture.alarm_on, picture.empty_on) == (
            date(2026, 5, 6), date(2026, 5, 13), date(2026, 5, 21),
        )  # fmt: skip
        assert picture.earliest_empty_on == date(2026, 5, 10)
        assert picture.level_today_ml == pytest.approx(18.0)
        assert picture.level_label == "about 18 mL today"
        assert picture.alarm_label == "Alarm date Wed 13 May" or "13 May" in picture.alarm_label

    def test_numbers_that_are_missing_draw_no_level_but_keep_the_dates(self, tmp_path):
        fill = make_fill(volume_ml=None, concentration_mcg_per_ml=None, dose_mcg_per_day=None)
        view = self.view(tmp_path, fill=fill)

        assert view.picture is None or view.picture.level_today_ml is None
        assert "The printout's numbers are not all entered" in view.reservoir_note

    def test_evidence_is_never_invented(self, tmp_path):
        reach = self.view(tmp_path).reach

        assert [line for line in reach if line[0] is not None] == [
            (True, "Looked at what is due today at 12:00"),
            (True, "The telephone number was checked within 90 days"),
        ]
        assert len(reach) == 7

    def test_what_fails_stands_first_and_what_is_not_known_before_what_is_so(self, tmp_path):
        evidence = Evidence(
            deliveries={"alert-window": ("confirmed", "", NOON), "sound": ("unavailable", "none", NOON)},
            service="dunst",
            startup=StartupState(Startup.OFF),
        )
        marks = [is_so for is_so, _ in self.view(tmp_path, evidence).reach]

        assert marks == sorted(marks, key=[False, None, True].index)
        assert (marks.count(False), marks.count(True)) == (2, 4)

    def test_a_card_that_could_not_be_written_is_evidence_of_failure(self, tmp_path):
        reach = self.view(tmp_path, Evidence(card_is_current=False)).reach

        assert (False, "The emergency card could not be written: please check the disk.") in reach
