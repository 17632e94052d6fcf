"""The circle: what is due is looked at after every act, and whatever fails is told and breaks nothing."""

import contextlib
import os
import shutil
import sqlite3
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QSpinBox

from itb_companion.care.alarm_test import AlarmTest
from itb_companion.care.episode import Outcome
from itb_companion.care.ports import Outcome as Port
from itb_companion.care.severity import Severity
from itb_companion.companion.help import ASKED, EMPTY, OVERDUE
from itb_companion.desktop.channels import ChannelChain
from itb_companion.ui import theme
from itb_companion.ui.emergency_key import EmergencyKey
from itb_companion.ui.quit_box import what_quitting_means
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, at, make_first_start
from tests.ui.stage import Stage, settle, texts, windows
from tests.ui.ways_to_be_heard import LoginEntry, Loudspeaker, Recorder


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "data") as made:
        yield made


class TestEvaluation:
    def test_at_the_start_what_is_due_is_looked_at_and_shown(self, stage, qtbot):
        stage.begin()
        stage.clock.at = at("2026-05-14 10:00")
        stage.open()

        assert "The refill is overdue" in texts(stage.alerts)
        assert stage.today.title.text() == "The refill is overdue."

    def test_every_act_is_followed_by_a_look(self, stage, qtbot):
        stage.begin().open()
        for act in (
            stage.today.no_signs_now.click,
            partial(stage.conductor.go, "history"),
        ):
            with qtbot.waitSignal(stage.conductor.evaluated):
                act()

    def test_time_that_passed_while_nothing_ran_is_told_with_the_alert(self, stage):
        stage.begin().open()
        stage.close()
        stage.clock.at = at("2026-05-14 10:00")
        stage.restart()

        assert "This program was not running." in texts(stage.alerts.cards[0])
        assert "While you were away. This program was not running from" in texts(stage.alerts.away)

    def test_the_next_look_is_at_what_comes_next_due_or_sounding(self, stage):
        stage.begin().open()
        stage.clock.at = at("2026-03-25 08:00")
        stage.conductor.look()
        assert stage.conductor.shown.seconds_to_next_look() == 3600
        loudspeaker = Loudspeaker()
        stage.conductor.use_channels(ChannelChain([]), loudspeaker)
        stage.to("2026-03-25 09:00")

        assert stage.conductor.shown.seconds_to_next_look() == 5 * 60
        stage.clock.at = at("2026-03-25 09:02")
        assert stage.conductor.shown.seconds_to_next_look() == 3 * 60

    def test_a_journey_to_another_zone_is_followed(self, stage):
        stage.begin().open()
        stage.clock._zone = ZoneInfo("America/New_York")
        stage.conductor.look()
        stage.today.no_signs_now.click()

        assert "today at 07:00" in stage.today.last_check.text()


class TestEmergency:
    def test_an_episode_that_is_open_at_the_start_brings_its_screen(self, stage):
        stage.begin()
        stage.companion.checks.danger("seizure")
        stage.open()

        assert stage.shell.current == "emergency"

    def test_an_empty_pump_brings_the_screen_by_itself_once(self, stage):
        stage.begin().open()
        stage.to("2026-05-21 08:00")
        assert stage.shell.current == "emergency"
        assert "may be empty" in stage.emergency.title.text()
        assert stage.companion.help.current() is None

        stage.emergency.ending.back.click()
        settle()
        stage.move(seconds=30)
        assert stage.shell.current == "today"
        assert "The pump may be empty" in texts(stage.alerts)

    def test_it_comes_again_for_the_next_occurrence(self, stage):
        stage.begin().open()
        stage.to("2026-05-21 08:00")
        stage.emergency.ending.back.click()
        stage.to("2026-05-21 13:30")

        assert stage.shell.current == "emergency"

    def test_a_call_from_that_screen_opens_the_episode_of_an_empty_pump(self, stage):
        stage.begin().open()
        stage.to("2026-05-21 08:00")
        stage.emergency.calls.rows[0].buttons[Outcome.REACHED].click()

        assert stage.companion.help.current().rule_ids == (EMPTY,)

    def test_while_the_screen_is_shown_the_alert_window_stays_away_and_comes_when_it_is_left(self, stage):
        stage.begin().open()
        stage.to("2026-05-21 08:00")
        assert not stage.alerts.isVisible()
        stage.emergency.ending.back.click()
        settle()

        assert stage.alerts.isVisible()

    def test_nothing_about_the_refill_lies_over_the_screen_that_it_leads_to(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 12:00")
        assert stage.alerts.isVisible()
        stage.alerts.cards[0].set_awake(awake=True)
        stage.alerts.cards[0].act.click()
        settle()

        assert stage.emergency.title.text() == "Urgent: the refill of the pump is overdue"
        assert not stage.alerts.isVisible()
        stage.move(hours=4)
        assert not stage.alerts.isVisible()
        stage.emergency.ending.back.click()
        settle()
        assert stage.alerts.isVisible(), "it is due again"

    @pytest.mark.parametrize(
        ("day", "title", "rule"),
        [
            ("2026-05-01", "Emergency: help with the baclofen pump", ASKED),
            ("2026-05-14", "Emergency: the refill of the pump is overdue", OVERDUE),
            ("2026-05-21", "Emergency: the baclofen pump may be empty", EMPTY),
        ],
    )
    def test_who_asks_for_help_without_a_reason_has_the_one_that_the_record_knows(self, stage, day, title, rule):
        stage.begin()
        stage.clock.at = at(f"{day} 12:00")
        stage.open(alerts=False)
        stage.shell.side.emergency.click()
        settle()

        assert stage.emergency.title.text() == title
        stage.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        assert stage.companion.help.current().rule_ids == (rule,)

    @pytest.mark.parametrize("key", ["today", "signs", "pump", "history", "contacts", "care_plan", "settings"])
    def test_ctrl_e_opens_it_from_every_page_wherever_the_keyboard_is(self, stage, qtbot, key):
        stage.begin().open()
        stage.go(key)
        for place in (stage.shell.side.nav[key], *stage.shell.page(key).findChildren(QLineEdit)[:2]):
            stage.shell.show_page(key)
            stage.shell.activateWindow()
            qtbot.waitUntil(stage.shell.isActiveWindow)
            place.setFocus()
            qtbot.keyClick(place, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
            assert stage.shell.current == "emergency"

    def test_what_is_ticked_counts_there_although_nobody_saved_it(self, stage):
        stage.begin().open()
        page = stage.go("signs")
        page.rows["itch"].answer.segments["yes"].click()
        page.rows["tingling"].answer.segments["unsure"].click()
        stage.shell.side.emergency.click()
        settle()

        assert stage.emergency.title.text() == "Urgent: possible baclofen withdrawal"
        assert stage.emergency.line.text().startswith("Itching and tingling or numbness. First sign today at ")
        assert stage.companion.help.current().signs == ("itch", "tingling")
        stage.emergency.ending.back.click()
        assert stage.today.banner.sentence.text() == "Urgent: possible baclofen withdrawal"

    def test_a_check_that_was_left_with_signs_is_put_in_front_of_a_person(self, stage):
        stage.begin().open()
        page = stage.go("signs")
        page.rows["itch"].answer.segments["yes"].click()
        page.rows["tingling"].answer.segments["yes"].click()
        stage.go("today")
        stage.move(minutes=1)
        assert not stage.alerts.isVisible()
        stage.move(minutes=1)

        assert stage.alerts.isVisible()
        assert stage.companion.help.current().signs == ("itch", "tingling")
        assert stage.go("signs").rows["itch"].answer.value() is None
        assert "Written down before: itching and tingling" in stage.shell.page("signs").note.text()

    def test_add_what_you_see_leads_to_the_check_and_back_with_it(self, stage):
        stage.begin().open()
        stage.companion.checks.danger("seizure")
        stage.conductor.open_emergency()
        stage.emergency.add_signs.click()
        assert stage.shell.current == "signs"
        stage.shell.page("signs").rows["itch"].answer.segments["yes"].click()
        stage.shell.page("signs").save.click()

        assert stage.shell.current == "emergency"
        assert set(stage.companion.help.current().signs) == {"seizure", "itch"}
        assert len(stage.companion.help.recent()) == 1


class TestAlerts:
    def answer(self, stage, name: str) -> None:
        card = stage.alerts.cards[0]
        card.set_awake(awake=True)
        getattr(card, name).click()
        settle()

    def test_seen_quiets_the_window_and_stays_on_today(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        self.answer(stage, "see")

        assert not stage.alerts.isVisible()
        assert "The refill is overdue" in texts(stage.today.todo)
        assert "Seen, again today at 11:00" in texts(stage.today.todo)

    def test_its_action_leads_where_it_is_settled(self, stage):
        stage.begin().open()
        stage.to("2026-04-20 10:00")
        self.answer(stage, "act")

        assert stage.shell.current == "pump"
        assert not stage.alerts.isVisible()

    def test_the_fact_settles_it(self, stage):
        stage.begin().open()
        stage.to("2026-04-20 10:00")
        assert stage.alerts.isVisible()
        stage.book(date(2026, 4, 28))

        assert not stage.alerts.isVisible()
        assert "The refill is not booked" not in texts(stage.today)

    def test_a_window_that_was_answered_comes_back_when_its_quiet_time_is_over(self, stage, qtbot):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        [card] = stage.alerts.cards
        qtbot.waitUntil(card.see.isEnabled, timeout=5000)
        card.see.click()
        settle()
        assert not stage.alerts.isVisible()
        stage.move(hours=1)

        assert stage.alerts.isVisible()

    def test_opening_the_emergency_screen_sends_nothing_again(self, stage):
        stage.begin().open()
        channel = Recorder()
        stage.conductor.use_channels(ChannelChain([channel], parent=channel), Loudspeaker())
        stage.to("2026-05-14 10:00")
        stage.conductor.open_emergency()
        settle()

        assert len(channel.sent) == 1

    def test_a_click_on_a_notification_brings_the_window_that_it_is_about(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        [card] = stage.alerts.cards
        stage.shell.hide()
        stage.alerts.hide()

        stage.conductor.alerts.notification_clicked(card.view.key)
        assert stage.alerts.isVisible()
        assert not stage.shell.isVisible()

        stage.conductor.alerts.notification_clicked("closing")
        assert stage.shell.isVisible()


@contextlib.contextmanager
def locked(stage):
    other = sqlite3.connect(stage.folder / "care.db", isolation_level=None)
    stage.companion.desk.store.database.execute_sql("PRAGMA busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextlib.contextmanager
def read_only(stage):
    stage.companion.desk.store.database.execute_sql("PRAGMA query_only = 1")
    yield
    stage.companion.desk.store.database.execute_sql("PRAGMA query_only = 0")


@contextlib.contextmanager
def damaged(stage):
    with sqlite3.connect(stage.folder / "care.db") as record:
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.close()
    with (stage.folder / "care.db").open("r+b") as file:
        file.write(os.urandom(4096 * 20))
    yield


@contextlib.contextmanager
def removed(stage):
    shutil.rmtree(stage.folder)
    yield


HARMS = {"locked": locked, "read-only": read_only, "damaged": damaged}


class TestRecordThatFails:
    """Somebody is in need while the disk fails: the screen opens, the sentence is told, and nothing breaks."""

    @pytest.fixture(params=HARMS)
    def failing(self, request, stage):
        stage.begin().open()
        stage.go("signs")
        stage.go("today")
        with HARMS[request.param](stage):
            yield stage

    def test_a_look_is_told_and_breaks_nothing(self, failing):
        failing.move(seconds=30)

        assert "care.db" in failing.failure
        assert failing.shell.isVisible()

    def test_every_page_can_still_be_gone_to(self, failing):
        for key in ("signs", "pump", "history", "contacts", "care_plan", "settings", "today"):
            failing.go(key)

            assert failing.shell.current == key
            assert "care.db" in failing.failure

    def test_no_signs_now_is_told(self, failing):
        failing.today.no_signs_now.click()

        assert "care.db" in failing.failure

    def test_a_tick_is_told(self, failing):
        failing.go("signs")
        failing.shell.failure.hide()
        failing.shell.page("signs").rows["itch"].answer.segments["yes"].click()

        assert "care.db" in failing.failure

    def test_the_emergency_screen_opens_with_the_number(self, failing):
        failing.shell.side.emergency.click()
        settle()

        assert failing.shell.current == "emergency"
        assert failing.emergency.calls.first.number.text() == "112"
        assert failing.emergency.calls.rows[0].number.text() == "+49 30 555 0100"

    def test_a_danger_sign_opens_the_emergency_screen_all_the_same(self, failing):
        failing.go("signs")
        failing.shell.page("signs").danger_buttons["seizure"].click()
        settle()

        assert failing.shell.current == "emergency"
        assert failing.emergency.calls.first.number.text() == "112"

    def test_a_call_that_cannot_be_written_down_is_told(self, failing):
        failing.shell.side.emergency.click()
        failing.shell.failure.hide()
        failing.emergency.calls.rows[0].buttons[Outcome.REACHED].click()
        settle()

        assert "care.db" in failing.failure + failing.emergency.notice.text()

    def test_help_that_is_wanted_from_the_check_opens_the_screen(self, failing):
        failing.go("signs")
        failing.shell.page("signs").help_wanted.emit()

        assert failing.shell.current == "emergency"


def test_a_folder_that_is_taken_away_while_the_program_runs_breaks_nothing(stage):
    stage.begin().open()
    with removed(stage):
        stage.today.no_signs_now.click()
        stage.move(seconds=30)
        stage.shell.side.emergency.click()
        settle()

        assert stage.emergency.calls.first.number.text() == "112"


def test_what_failed_for_a_moment_works_again_after_it(stage):
    stage.begin().open()
    with locked(stage):
        stage.today.no_signs_now.click()
        assert stage.failure
    stage.today.no_signs_now.click()

    assert len(stage.companion.checks.recent()) == 1


class TestStart:
    def test_nobody_entered_is_asked_for_the_least_and_then_today_is_shown(self, stage):
        stage.open()
        stage.conductor.offer_first_start()
        dialog = stage.conductor.first_start
        assert dialog.isVisible()
        dialog.submitted.emit(make_first_start())
        settle()

        assert stage.conductor.first_start is None
        assert stage.companion.household().person.name == "Mia Berg"
        assert stage.shell.side.name.text() == "Mia Berg"
        assert stage.today.title.text().startswith("Next: book the refill.")

    def test_what_was_put_off_comes_only_when_it_is_asked_for(self, stage):
        stage.open()
        stage.conductor.offer_first_start()
        dialog = stage.conductor.first_start
        dialog.later_button.click()
        for page in ("signs", "contacts", "today"):
            stage.go(page)
            assert not dialog.isVisible()
        assert "Nobody is entered yet" in texts(stage.today)
        stage.conductor.act("first-start")
        assert dialog.isVisible()

        # It steps aside before the emergency screen, and comes back after it.
        stage.conductor.open_emergency()
        assert not dialog.isVisible()
        stage.emergency.ending.back.click()
        assert dialog.isVisible()

    def test_a_first_start_that_cannot_be_is_told_in_the_dialog(self, stage):
        stage.open()
        stage.conductor.offer_first_start()
        stage.conductor.first_start.submitted.emit(make_first_start(emergency_number=""))
        settle()

        assert stage.conductor.first_start.isVisible()
        assert "Please type the emergency number" in texts(stage.conductor.first_start)
        assert stage.companion.household().person is None

    def test_somebody_who_is_entered_is_not_asked_again(self, stage):
        stage.begin().open()
        stage.conductor.offer_first_start()

        assert stage.conductor.first_start is None

    def test_coming_forward_shows_the_window_with_its_newest_content(self, stage):
        stage.begin().open()
        stage.shell.hide()
        stage.companion.checks.no_signs_now()
        stage.conductor.come_forward()
        settle()

        assert stage.shell in windows()


class TestEnding:
    def test_what_quitting_means_names_what_is_open_and_what_comes(self, stage):
        stage.begin().open()
        assert what_quitting_means(stage.companion, stage.words) == (
            "If you quit, nothing will remind you until the next start.\n\n"
            "Next: Book the refill: it is due by Wednesday 6 May, Wednesday 25 March at 09:00."
        )
        stage.to("2026-05-14 10:00")

        assert "Still open: The refill is overdue." in what_quitting_means(stage.companion, stage.words)

    def test_how_closing_works_is_told_once(self, stage, monkeypatch):
        stage.begin().open()
        sent = []
        monkeypatch.setattr(stage.conductor.alerts.alerting, "send", sent.append)
        for has_tray in (True, False):
            stage.conductor.alerts.say_once_how_closing_works(has_tray=has_tray)

        [notice] = sent
        assert notice.severity is Severity.CALM
        assert "from the tray" in notice.body


class TestLook:
    def test_the_choice_of_a_household_is_worn(self, stage, qapp, wear):
        wear()
        stage.begin()
        stage.companion.people.set_option("theme", "dark")
        stage.companion.people.set_option("text_scale", "1.5")
        stage.open()
        stage.conductor.shown.wear(qapp)

        assert (theme.look().theme.is_dark, theme.look().scale) == (True, 1.5)

    @pytest.mark.parametrize("broken", [{"text_scale": "huge"}, {"text_scale": "9"}])
    def test_a_choice_that_cannot_be_is_passed_over(self, stage, qapp, wear, broken):
        wear()
        stage.begin()
        for name, value in broken.items():
            stage.companion.people.set_option(name, value)
        stage.open()
        stage.conductor.shown.wear(qapp)

        assert theme.look().scale in (1.0, 2.0)


class TestAlarmTest:
    """What a person finds who presses Test my alarm."""

    @pytest.fixture
    def ways(self, stage):
        stage.begin().open()
        made = (Recorder("dbus"), Recorder("plyer", Port.UNCONFIRMED), Recorder("tray", Port.UNAVAILABLE))
        chain, loudspeaker = ChannelChain(made), Loudspeaker()
        stage.conductor.use_channels(chain, loudspeaker)
        settle()
        yield made, loudspeaker
        for way in (*made, chain, loudspeaker):
            way.deleteLater()

    @pytest.fixture
    def dialog(self, stage, ways):
        stage.today.test_alarm.click()
        settle()
        ways[1].end()
        settle()
        made = stage.conductor.alerts.alarm_test
        yield made
        made.close()

    def evidence(self, stage) -> str:
        settle()
        return texts(stage.today)

    def test_every_way_to_be_heard_is_tried(self, stage, ways, dialog):
        channels, loudspeaker = ways
        for channel in channels:
            [notice] = channel.sent
            assert notice.key == f"test:{NOON.isoformat()}"
            assert notice.title == "This is a test of your alarm"
        assert loudspeaker.played == [Severity.URGENT]

    def test_what_each_of_them_says_of_itself_is_shown(self, dialog):
        assert dialog.isVisible()
        for line in (
            "\u2713 Notification service: shown, the service confirms it",
            "? Second way for notifications: handed over, nothing confirms that it shows",
            "! Message at the tray icon: there is none on this computer",
            "? Alarm sound: played to its end",
        ):
            assert line in texts(dialog).splitlines()

    def test_nothing_is_kept_before_both_questions_are_answered(self, stage, dialog):
        assert not dialog.save.isEnabled()
        dialog.saw.segments["yes"].click()
        assert not dialog.save.isEnabled()
        dialog.save.click()
        assert stage.companion.reminders.alarm_test() is None

        dialog.heard.segments["yes"].click()
        assert dialog.save.isEnabled()

    def test_what_was_heard_is_kept_and_stands_on_today(self, stage, dialog):
        for question in (dialog.saw, dialog.heard):
            question.segments["yes"].click()
        dialog.save.click()

        assert not dialog.isVisible()
        assert stage.companion.reminders.alarm_test() == AlarmTest(NOON, True, True, "Ana")
        assert "\u2713 Ana heard the alarm today at 12:00" in self.evidence(stage)

    def test_what_was_not_heard_is_told_with_what_to_do(self, stage, dialog):
        dialog.saw.segments["yes"].click()
        dialog.heard.segments["no"].click()
        assert "loudspeaker" in dialog.advice.text()
        assert "The alert window comes in every case." in dialog.advice.text()
        dialog.save.click()

        assert stage.companion.reminders.alarm_test().heard_sound is False
        assert "! Ana did not hear the test today at 12:00" in self.evidence(stage)

    def test_a_notification_that_nobody_saw_is_told_although_the_service_confirms_it(self, stage, dialog):
        dialog.saw.segments["no"].click()
        dialog.heard.segments["yes"].click()
        assert "allow notifications" in dialog.advice.text()
        dialog.save.click()

        assert stage.companion.reminders.alarm_test().saw_notification is False
        assert "! Ana did not see a notification today at 12:00" in self.evidence(stage)

    def test_closing_keeps_no_answer(self, stage, dialog):
        dialog.saw.segments["yes"].click()
        dialog.heard.segments["yes"].click()
        dialog.close_button.click()

        assert stage.companion.reminders.alarm_test() is None

    def test_a_second_test_begins_without_the_answers_and_outcomes_of_the_first(self, stage, ways, dialog):
        dialog.saw.segments["yes"].click()
        dialog.heard.segments["no"].click()
        stage.clock.at = at("2026-03-10 12:01")
        dialog.again.click()
        assert (dialog.saw.value(), dialog.heard.value()) == (None, None)
        assert not dialog.advice.isVisible()
        assert "Alarm sound: played to its end" not in texts(dialog)
        settle()
        ways[1].end()
        settle()

        assert [len(channel.sent) for channel in ways[0]] == [2, 2, 2]
        assert texts(dialog).count("Alarm sound: played to its end") == 1

    def test_an_answer_that_cannot_be_kept_is_told(self, stage, dialog):
        for question in (dialog.saw, dialog.heard):
            question.segments["yes"].click()
        with read_only(stage):
            dialog.save.click()

            assert "care.db" in stage.failure


class TestStartAtLogin:
    def settings(self, stage, entry: LoginEntry):
        stage.begin().open()
        stage.conductor.use_autostart(entry)
        return stage.go("settings")

    def test_before_anybody_has_looked_it_is_not_known(self, stage):
        page = stage.begin().open().go("settings")

        assert not page.startup.isEnabled()
        assert page.startup_told.text() == "Whether it starts when you log in is not known"

    def test_the_switch_sets_it_and_takes_it_away(self, stage):
        entry = LoginEntry()
        page = self.settings(stage, entry)
        assert not page.startup.box.isChecked()

        page.startup.box.click()
        assert entry.asked == ["set"]
        assert page.startup.box.isChecked()
        assert page.startup_told.text() == "Starts by itself when you log in"

        page.startup.box.click()
        assert entry.asked == ["set", "remove"]
        assert not page.startup.box.isChecked()

    def test_what_was_read_back_is_shown_and_not_what_was_wished(self, stage):
        page = self.settings(stage, LoginEntry(broken="The folder cannot be written."))
        page.startup.box.click()

        assert not page.startup.box.isChecked()
        assert page.startup_told.text() == "Will not start when you log in: The folder cannot be written."
        stage.go("today")
        assert "! Will not start when you log in: The folder cannot be written." in texts(stage.today)

    @pytest.mark.parametrize(("is_wanted", "asked"), [(True, "set"), (False, "remove")])
    def test_the_first_start_sets_it_unless_it_is_unticked(self, stage, is_wanted, asked):
        entry = LoginEntry()
        stage.open()
        stage.conductor.use_autostart(entry)
        stage.conductor.offer_first_start()
        dialog = stage.conductor.first_start
        assert dialog.start_at_login.box.isChecked()
        if not is_wanted:
            dialog.start_at_login.box.click()
        dialog.submitted.emit(make_first_start())
        settle()

        assert entry.asked == [asked]
        assert stage.conductor.startup() == entry.state()

    def test_a_first_start_that_is_put_off_or_refused_sets_nothing(self, stage):
        entry = LoginEntry()
        stage.open()
        stage.conductor.use_autostart(entry)
        stage.conductor.offer_first_start()
        stage.conductor.first_start.submitted.emit(make_first_start(emergency_number=""))
        stage.conductor.first_start.later_button.click()

        assert entry.asked == []


def test_whoever_types_or_clicks_anywhere_is_noticed(stage, qtbot):
    """The emergency screen calls for nobody while somebody works on it."""
    stage.begin().open()
    key = EmergencyKey(QApplication.instance())
    window = stage.shell.windowHandle()
    for touch in (
        lambda: QTest.keyClick(window, Qt.Key.Key_A),
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton),
    ):
        with qtbot.waitSignal(key.touched), qtbot.assertNotEmitted(key.pressed):
            touch()
    key.deleteLater()


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit, QSpinBox])
def test_the_emergency_key_is_taken_before_a_field_takes_it_also_in_a_dialog_that_blocks_all_else(stage, qtbot, field):
    stage.begin().open()
    key = EmergencyKey(QApplication.instance())
    dialog = QDialog(stage.shell)
    dialog.setModal(True)
    typed = field(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    typed.setFocus()

    with qtbot.waitSignal(key.pressed):
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    dialog.close()
    key.deleteLater()


def test_touching_the_emergency_screen_keeps_it_silent(stage):
    stage.begin().open()
    loudspeaker = Loudspeaker()
    stage.conductor.use_channels(ChannelChain([]), loudspeaker)
    stage.conductor.touched()
    stage.to("2026-05-21 08:00")
    assert stage.shell.current == "emergency"
    stage.move(minutes=1)
    stage.conductor.touched()
    played = len(loudspeaker.played)
    stage.move(minutes=14)
    assert len(loudspeaker.played) == played

    stage.move(minutes=1)
    assert len(loudspeaker.played) == played + 1


def test_no_window_lies_over_a_check_of_an_emergency_while_somebody_works_on_it(stage):
    stage.begin().open()
    stage.companion.checks.danger("seizure")
    stage.conductor.open_emergency()
    alerts = stage.conductor.alerts.alerting.window
    stage.conductor.touched()
    stage.go("signs")
    assert not alerts.isVisible()

    stage.move(minutes=15)
    assert alerts.isVisible()
    stage.conductor.touched()
    stage.go("signs")
    assert not alerts.isVisible()
    stage.go("history")
    assert alerts.isVisible()


def test_words_are_there_for_every_page_of_the_navigation(stage):
    stage.begin().open()
    for key in stage.shell.side.nav:
        stage.go(key)
        assert texts(stage.shell.page(key))
    assert Words(BERLIN)
