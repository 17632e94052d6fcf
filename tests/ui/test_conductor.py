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
from PySide6.QtWidgets import QLineEdit

from itb_companion.care.episode import Outcome
from itb_companion.care.severity import Severity
from itb_companion.companion.help import EMPTY
from itb_companion.ui import theme
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, at, make_first_start
from tests.ui.stage import Stage, settle, texts, windows


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

        assert "because this computer or the program was off" in texts(stage.alerts)

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
        stage.emergency.rows[0].buttons[Outcome.REACHED].click()

        assert stage.companion.help.current().rule_ids == (EMPTY,)

    def test_while_the_screen_is_shown_the_alert_window_stays_away_and_comes_when_it_is_left(self, stage):
        stage.begin().open()
        stage.to("2026-05-21 08:00")
        assert not stage.alerts.isVisible()
        stage.emergency.ending.back.click()
        settle()

        assert stage.alerts.isVisible()

    @pytest.mark.parametrize("key", ["today", "signs", "pump", "history", "contacts", "care_plan", "settings"])
    def test_ctrl_e_opens_it_from_every_page_wherever_the_keyboard_is(self, stage, qtbot, key):
        stage.begin().open()
        stage.go(key)
        for place in (stage.shell.nav[key], *stage.shell.page(key).findChildren(QLineEdit)[:2]):
            stage.shell.show_page(key)
            stage.shell.activateWindow()
            qtbot.waitUntil(stage.shell.isActiveWindow)
            place.setFocus()
            qtbot.keyClick(place, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
            assert stage.shell.current == "emergency"

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

    def test_a_window_that_was_closed_comes_back_when_its_quiet_time_is_over(self, stage, qtbot):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        [card] = stage.alerts.cards
        qtbot.waitUntil(card.see.isEnabled, timeout=5000)
        stage.alerts.close()
        settle()
        assert not stage.alerts.isVisible()
        stage.move(hours=1)

        assert stage.alerts.isVisible()


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
        failing.shell.emergency.click()
        settle()

        assert failing.shell.current == "emergency"
        assert failing.emergency.number.text() == "112"
        assert failing.emergency.rows[0].number.text() == "+49 30 555 0100"

    def test_a_danger_sign_opens_the_emergency_screen_all_the_same(self, failing):
        failing.go("signs")
        failing.shell.page("signs").danger_buttons["seizure"].click()
        settle()

        assert failing.shell.current == "emergency"
        assert failing.emergency.number.text() == "112"

    def test_a_call_that_cannot_be_written_down_is_told(self, failing):
        failing.shell.emergency.click()
        failing.shell.failure.hide()
        failing.emergency.rows[0].buttons[Outcome.REACHED].click()
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
        stage.shell.emergency.click()
        settle()

        assert stage.emergency.number.text() == "112"


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
        assert stage.shell.name.text() == "Mia Berg"
        assert stage.today.title.text().startswith("Next: book the refill.")

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
        assert stage.conductor.what_quitting_means() == (
            "If you quit, nothing will remind you until the next start.\n\n"
            "Next: Book the refill: it is due by Wednesday 6 May, Wednesday 25 March at 09:00."
        )
        stage.to("2026-05-14 10:00")

        assert "Still open: The refill is overdue." in stage.conductor.what_quitting_means()

    def test_how_closing_works_is_told_once(self, stage, monkeypatch):
        stage.begin().open()
        sent = []
        monkeypatch.setattr(stage.conductor._alerting, "send", sent.append)
        for has_tray in (True, False):
            stage.conductor.say_once_how_closing_works(has_tray=has_tray)

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
        stage.conductor.wear(qapp)

        assert (theme.look().theme.is_dark, theme.look().scale) == (True, 1.5)

    @pytest.mark.parametrize("broken", [{"text_scale": "huge"}, {"text_scale": "9"}])
    def test_a_choice_that_cannot_be_is_passed_over(self, stage, qapp, wear, broken):
        wear()
        stage.begin()
        for name, value in broken.items():
            stage.companion.people.set_option(name, value)
        stage.open()
        stage.conductor.wear(qapp)

        assert theme.look().scale in (1.0, 2.0)


def test_the_test_of_the_alarm_names_itself_by_its_moment(stage, monkeypatch):
    stage.begin().open()
    sent = []
    monkeypatch.setattr(stage.conductor._alerting, "send", sent.append)
    stage.today.test_alarm.click()

    [notice] = sent
    assert notice.key == f"test:{NOON.isoformat()}"
    assert notice.title == "This is a test of your alarm"


def test_words_are_there_for_every_page_of_the_navigation(stage):
    stage.begin().open()
    for key in stage.shell.nav:
        stage.go(key)
        assert texts(stage.shell.page(key))
    assert Words(BERLIN)
