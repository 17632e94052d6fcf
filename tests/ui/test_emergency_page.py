"""The emergency screen: whom to call, what to say, what was tried, and an ending that a person gives."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.care.signs import Vitals
from itb_companion.desktop import country
from itb_companion.ui import emergency_desk
from itb_companion.ui.pages import emergency as emergency_page
from itb_companion.ui.pages.emergency import EmergencyPage
from itb_companion.ui.widgets.card import Card
from tests.factories import NOON, make_contact
from tests.ui.stage import SIZE, Stage, settle, texts, windows


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "data") as made:
        yield made


@pytest.fixture
def team(stage) -> Stage:
    """A household with a clinic, an on-call line and a family, on the emergency screen, nothing ticked."""
    stage.begin(contact=make_contact("City clinic", Role.CLINIC, day_number="+49 30 1", after_hours_number="+49 30 2"))
    stage.companion.people.save_contact(
        make_contact("On-call line", Role.ON_CALL, after_hours_number="+49 30 555 0100")
    )
    stage.companion.people.save_contact(make_contact("Grandma", Role.FAMILY, day_number="+49 30 77"))
    stage.open()
    stage.shell.side.emergency.click()
    settle()
    return stage


def heard(monkeypatch: pytest.MonkeyPatch, module: object) -> list[str]:
    """Return what a screen reader is told from now on by this module."""
    said: list[str] = []
    monkeypatch.setattr(module, "announce", lambda _, sentence: said.append(sentence))
    return said


def attempts(stage) -> list[tuple[str, str, Outcome]]:
    episode = stage.companion.help.current()
    return [(a.who, a.number, a.outcome) for a in episode.attempts] if episode else []


def shown_ladder(page: EmergencyPage) -> list[tuple[str, str]]:
    return [(row.who.text(), row.number.text()) for row in page.calls.rows if row.isVisible()]


class TestWhatIsShown:
    def test_the_number_is_huge_and_dials(self, team):
        page = team.emergency

        assert page.calls.first.number.text() == "112"
        assert page.calls.emergency_row.code.accessibleName() == "Code that dials 112"
        assert page.calls.emergency_row.code.isVisible()
        assert page.calls.first.number.fontMetrics().height() >= page.title.fontMetrics().height()

    def test_the_script_is_filled_in_from_the_record(self, team):
        team.companion.checks.tick("sign:itch", "yes", NOON - timedelta(hours=2))
        team.companion.checks.tick("sign:tingling", "yes")
        team.companion.checks.save()
        team.conductor.look()
        said = team.emergency.calls.script.text().splitlines()

        assert said == [
            "Mia Berg has an implanted intrathecal baclofen pump.",
            "This may be baclofen withdrawal.",
            "It can look like sepsis.",
            "Signs: itching and tingling or numbness, the first today at 10:00.",
        ]
        assert team.emergency.line.text() == "Itching and tingling or numbness. First sign today at 10:00."
        assert team.emergency.clock.text() == "2:00:00"
        assert team.emergency.clock_caption.text() == "since the first sign"

    def test_by_day_the_ladder_has_the_day_numbers_and_by_night_the_others(self, team):
        by_day = shown_ladder(team.emergency)
        team.to("2026-03-10 23:30")
        by_night = shown_ladder(team.emergency)

        assert by_day[0] == ("City clinic", "+49 30 1")
        assert by_night[0] == ("On-call line", "+49 30 555 0100")
        assert ("City clinic", "+49 30 2") in by_night
        assert by_day[-1][0] == by_night[-1][0] == "Grandma"

    def test_each_contact_has_a_code_that_dials_it(self, team):
        for row in team.emergency.calls.rows:
            assert row.code.isVisible()
            assert row.code.accessibleName() == f"Code that dials {row.number.text()}"

    def test_what_to_take_along_and_what_not_to_do_stand_there(self, team):
        assert "\u2610 All medicines, oral baclofen too" in team.emergency.take.text()
        assert "Do not wait for a fever to rise or for a beep" in team.emergency.do_not.text()

    def test_the_clinic_s_own_words_stand_there_as_they_were_written(self, team):
        page = team.emergency
        assert "The clinic says" not in texts(page)
        plan = Plan(
            instructions="Call Dr. <Hoff> first.\nBring the printout.",
            oral_baclofen_instruction="As agreed on 3 May",
            oral_baclofen_expires_on=NOON.date(),
        )
        team.companion.people.save_plan(plan)
        team.conductor.open_emergency()
        settle()

        assert page.clinic.isVisible()
        assert page.clinic_words.text() == (
            "Call Dr. <Hoff> first.\nBring the printout.\n\nOral baclofen: As agreed on 3 May\n\n"
            f"The supply at hand was to be used before {team.words.day(NOON.date(), NOON.date())}. That day has passed."
        )
        right = page.clinic.parentWidget().findChildren(Card, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert right.index(page.clinic) + 1 == right.index(page.note)
        team.companion.people.save_plan(Plan())
        team.conductor.open_emergency()
        assert not page.clinic.isVisible()

    def test_signs_of_too_much_change_what_not_to_do(self, team):
        team.companion.checks.tick("sign:floppy", "yes")
        team.companion.checks.save()
        team.conductor.look()

        assert "Give no baclofen unless a doctor says so." in team.emergency.do_not.text()
        assert "overdose" in team.emergency.title.text()

    def test_without_a_contact_it_says_where_a_number_stands(self, stage):
        stage.begin(contact=None).open()
        stage.shell.side.emergency.click()
        settle()

        assert "The number of the pump clinic stands on the pump ID card." in texts(stage.emergency)

    def test_with_nobody_entered_it_opens_all_the_same(self, stage, monkeypatch):
        monkeypatch.setattr(country, "countries_of_this_computer", lambda: ())
        stage.open()
        stage.shell.side.emergency.click()
        settle()

        assert stage.emergency.calls.first.number.text() == "not entered"
        assert not stage.emergency.calls.emergency_row.code.isVisible()
        assert stage.emergency.calls.script.text().startswith("The patient has an implanted intrathecal baclofen pump.")

    def test_the_clock_runs_only_while_it_can_be_seen(self, team):
        assert team.emergency._second.isActive()
        team.emergency.ending.back.click()

        assert not team.emergency._second.isActive()


class TestDresses:
    def test_each_case_of_a_check_has_its_own_words(self, team):
        """One after the other: of an episode that is opened again only what came since counts."""
        page = team.emergency
        for what, answer, dress, title, said, not_to_do in (
            (
                "sign:itch",
                "yes",
                "accent",
                "Possible baclofen withdrawal",
                "may be baclofen withdrawal",
                "a fever to rise",
            ),
            (
                "sign:seizure",
                "yes",
                "emergency",
                "Emergency: too little or too much baclofen",
                "or too much",
                "both lists",
            ),
            (
                "sign:floppy",
                "yes",
                "urgent",
                "Urgent: possible baclofen overdose",
                "too much baclofen",
                "needs a hospital",
            ),
            (
                "pump_alarm",
                "unsure",
                "urgent",
                "Urgent: the pump beeps, the tone is not known",
                "which tone",
                "which tone",
            ),
            (
                "pump_alarm",
                "two-tone",
                "urgent",
                "Urgent: the pump sounds its two-tone alarm",
                "two-tone",
                "for signs, or",
            ),
            (
                "pump_alarm",
                "single",
                "accent",
                "The pump beeps",
                "a single beep. It needs to be",
                "Do not wait for the next",
            ),
        ):
            team.clock.at += timedelta(minutes=5)
            tick(team, (what, answer))
            assert (page.head.property("dress"), page.title.text()) == (dress, title)
            assert said in page.calls.script.text()
            assert not_to_do in page.do_not.text()
            team.companion.help.close(Ending.HANDED_OVER, "Crew", "Ana")

    def test_so_has_a_refill_that_is_overdue_a_pump_that_may_be_empty_and_help_without_ticks(self, team):
        page = team.emergency
        for action, dress, title, said in (
            ("overdue", "urgent", "Urgent: the refill of the pump is overdue", "The refill is overdue."),
            ("empty", "emergency", "Emergency: the baclofen pump may be empty", "The pump may be empty."),
            (
                "emergency",
                "emergency",
                "Emergency: help with the baclofen pump",
                "may be giving too little or too much baclofen",
            ),
        ):
            team.conductor.act(action)
            assert (page.head.property("dress"), page.title.text()) == (dress, title)
            assert said in page.calls.script.text()

    def test_a_screen_that_gets_worse_changes_its_dress_and_whom_to_call_first(self, team):
        tick(team, ("pump_alarm", "single"))
        page = team.emergency
        assert (page.calls.first_card.property("dress"), page.calls.first_card.title.text()) == (
            "plain",
            "1. Call the pump clinic today",
        )
        assert page.calls.first.who.text() == "City clinic"
        assert page.calls.ladder.title.text() == "Others to call"
        assert page.calls.emergency_row.who.text() == "If it gets worse: emergency number"
        team.move(minutes=90)

        assert page.head.property("dress") == page.calls.first_card.property("dress") == "emergency"
        assert page.calls.first.who.text() == "1. Call the emergency number"
        assert page.calls.first_card.title.text() == ""
        assert page.calls.ladder.title.text() == "2. Tell the pump team"

    @pytest.mark.parametrize("scale", [1.0, 2.0])
    def test_one_that_gets_worse_comes_back_to_the_number_and_is_said_aloud(self, team, monkeypatch, wear, scale):
        tick(team, ("pump_alarm", "single"))
        wear("light", scale)
        settle()
        bar, said = team.emergency.scroll.verticalScrollBar(), heard(monkeypatch, emergency_page)
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        team.move(minutes=5)
        assert (bar.value() > 0, said) == (True, [])

        team.move(minutes=85)
        settle()

        assert bar.value() == 0
        assert said == [f"{team.emergency.title.text()}. 1. Call the emergency number: 112"]

    def test_it_does_not_scroll_away_from_a_line_in_which_somebody_types(self, team):
        tick(team, ("pump_alarm", "single"))
        team.emergency.note.note.editor.setFocus()
        bar = team.emergency.scroll.verticalScrollBar()
        bar.setValue(bar.maximum())
        team.move(minutes=90)
        settle()

        assert team.emergency.title.text().startswith("Emergency")
        assert bar.value() > 0

    def test_it_opens_at_the_number_wherever_it_was_left(self, team):
        page = team.emergency
        page.scroll.verticalScrollBar().setValue(10_000)
        page.ending.back.click()
        team.shell.side.emergency.click()
        settle()

        assert page.scroll.verticalScrollBar().value() == 0

    def test_the_steps_are_numbered_without_a_gap_at_every_level(self, team):
        tick(team, ("sign:itch", "yes"), ("sign:tingling", "yes"))
        page = team.emergency
        assert page.calls.first_card.title.text().startswith("1. ")
        assert page.calls.ladder.title.text() == "Others to call"
        assert page.take_card.title.text() == "2. Take along"
        tick(team, ("sign:seizure", "yes"))

        assert page.calls.emergency_row.who.text().startswith("1. ")
        assert page.calls.ladder.title.text().startswith("2. ")
        assert page.take_card.title.text() == "3. Take along"

    def test_the_words_of_the_head_follow_its_ground_when_the_level_changes(self, wear, team):
        """White words on the amber ground could not be read."""
        theme = wear("light").theme
        page = team.emergency
        words = (page.title, page.line, page.clock, page.clock_caption)

        def inks() -> set[str]:
            return {label.palette().color(label.foregroundRole()).name().upper() for label in words}

        tick(team, ("sign:itch", "yes"), ("sign:tingling", "yes"))
        assert (page.head.property("dress"), inks()) == ("urgent", {theme.urgent})
        tick(team, ("sign:seizure", "yes"))
        assert (page.head.property("dress"), inks()) == ("emergency", {theme.on_emergency})
        tick(team, ("sign:seizure", "no"))
        page.ending.closed.emit("advice", "Fluids", "Ana", "Dr. Sample")
        team.move(minutes=60 * 8)
        tick(team, ("sign:itch", "yes"))

        assert (page.head.property("dress"), inks()) == ("accent", {theme.on_accent_soft})


class TestOneClickAway:
    def test_today_says_that_help_is_sought_and_it_and_the_tray_lead_there(self, team):
        tick(team, ("sign:itch", "yes"))
        team.emergency.ending.back.click()
        settle()
        assert "Call the pump clinic today. Nobody who can decide was reached yet." in texts(team.today)
        [button] = [each for each in team.today.banner.findChildren(QPushButton) if each.isVisible()]
        button.click()
        assert team.shell.current == "emergency"
        team.emergency.ending.back.click()
        team.conductor.open_from_tray()

        assert team.shell.current == "emergency"

    def test_without_an_episode_the_tray_leads_back_to_where_the_window_was(self, team):
        team.go("contacts")
        team.shell.hide()
        team.conductor.open_from_tray()

        assert team.shell.current == "contacts"
        assert team.shell.isVisible()


class TestCalls:
    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_a_call_is_written_down_and_shown(self, team, outcome):
        row = team.emergency.calls.rows[0]
        row.buttons[outcome].click()
        settle()

        assert attempts(team) == [("City clinic", "+49 30 1", outcome)]
        words = {Outcome.REACHED: "Reached", Outcome.NO_ANSWER: "No answer", Outcome.LEFT_MESSAGE: "Left message"}
        assert row.tried.text() == f"{words[outcome]}, 12:00 (Ana)"
        assert row.tried.isVisible()
        assert row.tried.property("dress") == ("neutral" if outcome is Outcome.REACHED else "urgent")

    def test_a_number_that_was_reached_and_then_not_is_a_warning_again(self, team):
        row, first = team.emergency.calls.rows[0], team.emergency.calls.emergency_row
        for each, after in ((Outcome.REACHED, "neutral"), (Outcome.NO_ANSWER, "urgent"), (Outcome.REACHED, "neutral")):
            for buttons in (row.buttons, first.buttons):
                buttons[each].click()
            team.move(minutes=1)

            assert (row.tried.property("dress"), first.tried.property("dress")) == (after, after)

    def test_the_first_call_written_down_sets_no_clock_back_and_no_level_down(self, team):
        """Waiting counts from when help was asked for, as the screen said before anything was written down."""
        team.emergency.ending.back.click()
        team.conductor.act("overdue")
        page = team.emergency
        assert page.next_steps.text().startswith("Write down each call here")
        team.move(minutes=31)
        assert page.head.property("dress") == "emergency"
        page.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        settle()

        assert page.head.property("dress") == "emergency"
        assert page.clock.text() == "0:31:00"
        assert team.companion.help.current().began_at == NOON

    def test_what_is_written_down_after_the_ending_belongs_to_no_earlier_time(self, team):
        team.move(minutes=5)
        team.emergency.calls.rows[0].buttons[Outcome.REACHED].click()
        team.move(minutes=10)
        team.emergency.closed.emit("advice", "Fluids", "Ana", "Dr. Sample")
        team.move(minutes=1)
        team.emergency.noted.emit("Somebody rang back")

        assert team.companion.help.current().began_at == NOON + timedelta(minutes=15)

    def test_the_emergency_number_is_written_down_too(self, team):
        team.emergency.calls.emergency_row.buttons[Outcome.REACHED].click()

        assert attempts(team) == [("Emergency number", "112", Outcome.REACHED)]
        assert team.companion.help.current().attempts[0].role is None

    def test_every_attempt_that_is_shown_has_room(self, team):
        row = team.emergency.calls.rows[0]
        for _ in range(3):
            row.buttons[Outcome.NO_ANSWER].click()
            settle()
            assert row.tried.height() >= row.tried.heightForWidth(row.tried.width())

    def test_the_newest_three_attempts_are_shown(self, team):
        row = team.emergency.calls.rows[1]
        for minute in range(4):
            team.clock.at = NOON + timedelta(minutes=minute)
            row.buttons[Outcome.NO_ANSWER].click()

        assert row.tried.text().splitlines() == [f"No answer, 12:0{minute} (Ana)" for minute in (3, 2, 1)]
        assert len(attempts(team)) == 4

    def test_attempts_are_there_again_after_a_restart_which_opens_this_screen(self, team):
        team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        team.restart()

        assert team.shell.current == "emergency"
        assert team.emergency.calls.rows[0].tried.text() == "No answer, 12:00 (Ana)"

    def test_it_says_when_waiting_becomes_worse_and_then_it_is(self, team):
        team.emergency.ending.back.click()
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.open_emergency()

        waiting, again = team.emergency.next_steps.text().split("\n")
        assert waiting == "If nobody who can decide is reached by 13:00, this becomes urgent."
        assert again == "Look for signs again at 14:00."
        assert team.emergency.head.property("dress") == "accent"
        team.move(minutes=60)
        assert team.emergency.head.property("dress") == "urgent"
        assert "this becomes an emergency." in team.emergency.next_steps.text()
        team.move(minutes=60)
        assert "Look for signs again now" in team.emergency.next_steps.text()

    def test_reaching_somebody_who_can_decide_ends_the_waiting(self, team):
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.look()
        team.emergency.calls.rows[-1].buttons[Outcome.REACHED].click()
        assert "If nobody who can decide" in team.emergency.next_steps.text()
        team.emergency.calls.rows[0].buttons[Outcome.REACHED].click()

        assert team.emergency.next_steps.text().startswith("Somebody who can decide was reached. Watch on,")

    def test_while_only_the_ambulance_knows_of_it_the_team_is_still_to_be_told(self, team):
        team.emergency.calls.emergency_row.buttons[Outcome.REACHED].click()
        steps = team.emergency.next_steps.text()
        assert "Tell the pump team too: nobody of it was reached yet." in steps

        team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        assert team.emergency.next_steps.text() == steps
        team.emergency.calls.rows[0].buttons[Outcome.REACHED].click()
        assert "Tell the pump team" not in team.emergency.next_steps.text()

    def test_what_was_written_down_is_said_to_a_screen_reader(self, team, monkeypatch):
        said = heard(monkeypatch, emergency_desk)
        team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()

        assert said == ["City clinic: No answer"]

    def test_each_outcome_names_its_contact_for_a_screen_reader(self, team):
        assert team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].accessibleName() == "City clinic: No answer"
        assert team.emergency.calls.rows[0].accessibleName() == "City clinic, +49 30 1"


class TestNothingByAccident:
    def test_opening_writes_nothing_down(self, team):
        assert team.companion.help.current() is None
        assert not any(button.isVisible() for button in team.emergency.ending.choices.values())

    def test_a_stray_enter_at_opening_logs_no_call(self, team, qtbot):
        qtbot.waitUntil(lambda: team.shell.focusWidget() is team.emergency.calls.first.number)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            qtbot.keyClick(team.shell.focusWidget(), key)

        assert team.companion.help.current() is None

    def test_the_number_in_focus_is_spoken(self, team):
        assert (
            QAccessible.queryAccessibleInterface(team.emergency.calls.first.number).text(QAccessible.Text.Name) == "112"
        )

    def test_back_keeps_the_episode(self, team):
        team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        team.emergency.ending.back.click()
        settle()

        assert team.shell.current == "today"
        assert team.companion.help.current() is not None
        assert team.today.banner.isVisible()


class TestEnding:
    @pytest.fixture
    def ending(self, team):
        team.emergency.calls.rows[0].buttons[Outcome.REACHED].click()
        settle()
        return team.emergency.ending

    def test_there_is_no_ending_without_what_happened_and_who_says_so(self, team, ending):
        ending.choices[Ending.HANDED_OVER].click()
        ending.form.by.set_text(" ")
        ending.form.close_it.click()

        assert ending.form.what.error.text() == "Please write down to whom you handed over."
        assert ending.form.by.error.text() == "Please type your name."
        assert team.companion.help.current() is not None

    @pytest.mark.parametrize("how", [Ending.HANDED_OVER, Ending.ADVICE])
    def test_an_ending_is_kept_with_who_said_so(self, team, ending, how):
        ending.choices[how].click()
        ending.form.advised_by.set_text("Nurse Kim")
        ending.form.what.set_text("Dr. Weber, ward 3")
        assert ending.form.by.text() == "Ana"
        ending.form.close_it.click()
        settle()

        closing = team.companion.help.recent()[0].closing
        assert (closing.ending, closing.what, closing.by) == (how, "Dr. Weber, ward 3", "Ana")
        assert closing.advised_by == ("Nurse Kim" if how is Ending.ADVICE else "")
        assert team.shell.current == "today"
        assert not team.today.banner.isVisible()

    def test_a_false_alarm_in_an_emergency_is_asked_twice(self, team, ending, qtbot):
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("A wrong button")
        ending.form.close_it.click()
        assert "Is it really a false alarm?" in ending.form.really.text()
        assert ending.form.really.isVisible()
        ending.form.close_it.click()  # the second half of a double click
        assert team.companion.help.current() is not None
        qtbot.waitUntil(ending.form.close_it.isEnabled)
        ending.form.close_it.click()

        assert team.companion.help.current() is None

    def test_a_false_alarm_below_an_emergency_is_asked_once(self, team):
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.look()
        ending = team.emergency.ending
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("It was a mosquito")
        ending.form.close_it.click()

        assert team.companion.help.current() is None

    def test_what_is_being_typed_stays_while_the_program_looks(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.form.what.set_text("Dr. Web")
        team.move(seconds=30)

        assert ending.form.isVisible()
        assert ending.form.what.text() == "Dr. Web"

    def test_advice_asks_from_whom_and_what_each_at_its_field(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        settle()
        assert ending.form.advised_by.isVisible()
        assert team.shell.focusWidget() is ending.form.advised_by.editor
        ending.form.close_it.click()

        assert ending.form.advised_by.error.text() == "Please write down who gave the advice."
        assert ending.form.what.error.text() == "Please write down what was advised."
        ending.choices[Ending.HANDED_OVER].click()
        settle()
        assert not ending.form.advised_by.isVisible()
        assert ending.form.what.error.text() == ""

    def test_enter_in_a_line_closes_nothing(self, team, ending, qtbot):
        for how in Ending:
            ending.choices[how].click()
            settle()
            for field in (ending.form.advised_by, ending.form.what, ending.form.by):
                field.set_text("Dr. Weber")
                for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    qtbot.keyClick(field.editor, key)
            settle()

        assert team.companion.help.current() is not None
        assert ending.form.isVisible()

    def test_the_second_question_says_what_was_ticked_and_what_is_known(self, team, ending):
        team.companion.checks.tick("sign:itch", "yes", NOON - timedelta(hours=2))
        team.companion.checks.tick("sign:seizure", "yes")
        team.companion.checks.save()
        team.conductor.look()
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("A dream")
        ending.form.close_it.click()

        asked = ending.form.really.text()
        assert asked.startswith("Ticked: a seizure and itching, the first today at 10:00.")
        assert "Severe withdrawal can progress to organ failure over 24 to 72 hours." in asked

    def test_what_is_ticked_between_the_two_questions_is_asked_about_anew(self, team, ending, qtbot):
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("A wrong button")
        ending.form.close_it.click()
        qtbot.waitUntil(ending.form.close_it.isEnabled)
        team.companion.checks.tick("sign:seizure", "yes")
        team.companion.checks.save()
        team.conductor.look()
        ending.form.close_it.click()

        assert team.companion.help.current() is not None
        assert "a seizure" in ending.form.really.text()
        assert ending.form.really.isVisible()

    def test_no_window_comes_over_the_screen_to_ask(self, team, ending):
        before = windows()
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("A wrong button")
        ending.form.close_it.click()

        assert windows() == before

    def test_not_yet_keeps_the_episode_open(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.form.cancel.click()

        assert not ending.form.isVisible()
        assert team.companion.help.current() is not None

    def test_after_an_ending_the_next_emergency_starts_empty(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.form.advised_by.set_text("Dr. Weber")
        ending.form.what.set_text("Watch on")
        ending.form.close_it.click()
        team.shell.side.emergency.click()
        settle()

        assert attempts(team) == []
        assert not team.emergency.calls.rows[0].tried.isVisible()
        assert (ending.form.what.text(), ending.form.advised_by.text()) == ("", "")
        assert not ending.form.isVisible()

    def test_nothing_of_an_ending_stands_filled_in_when_signs_come_again(self, team, ending):
        ending.choices[Ending.FALSE_ALARM].click()
        ending.form.what.set_text("Pressed by mistake")
        for _ in range(2):
            ending.form.close_it.setEnabled(True)
            ending.form.close_it.click()
        settle()
        assert team.companion.help.current() is None
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.open_emergency()
        settle()

        assert not ending.form.isVisible()
        assert ending.form.what.text() == ""
        ending.form.close_it.click()
        assert team.companion.help.current() is not None

    def test_who_says_so_is_who_is_on_duty_now(self, team, ending):
        team.emergency.ending.back.click()
        team.companion.people.set_caregiver("Ben")
        team.conductor.open_emergency()

        assert ending.form.by.text() == "Ben"


class TestNotes:
    def test_a_note_is_kept_with_its_time_and_person_and_the_line_is_empty_again(self, team, qtbot):
        card, lines = team.emergency.note, team.emergency.story.lines
        card.note.set_text("  Will not drink  ")
        team.move(seconds=30)
        assert card.note.text() == "Will not drink"  # it stays while the program looks
        card.keep.click()
        assert card.note.text() == ""
        card.note.set_text("<b>loud</b> & <img src=x>")
        qtbot.keyClick(card.note.editor, Qt.Key.Key_Return)

        notes = team.companion.help.current().notes
        assert [(note.text, note.at, note.by) for note in notes] == [
            ("Will not drink", team.clock.at, "Ana"),
            ("<b>loud</b> & <img src=x>", team.clock.at, "Ana"),
        ]
        assert "12:00: Will not drink (Ana)" in lines.text().splitlines()
        assert "12:00: <b>loud</b> & <img src=x> (Ana)" in lines.text().splitlines()
        assert lines.textFormat() is Qt.TextFormat.PlainText

    def test_an_empty_note_is_told_at_its_line_and_opens_nothing(self, team):
        team.emergency.note.keep.click()

        assert team.emergency.note.note.error.text() == "Please type what you want to note."
        assert team.companion.help.current() is None
        assert not team.emergency.story.isVisible()


class TestStory:
    def test_everything_stands_there_newest_first_with_time_and_person(self, team):
        checks = team.companion.checks
        checks.tick("sign:itch", "yes")
        checks.set_vitals(Vitals(37.9, pulse_per_min=101))
        checks.save()
        team.move(minutes=5)
        team.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        team.move(minutes=60)

        assert team.emergency.story.lines.text().splitlines() == [
            "13:00: Urgent: nobody who can decide was reached in time.",
            "12:05: City clinic, +49 30 1: No answer (Ana)",
            "12:00: Checked: 37.9 °C, pulse 101/min. (Ana)",
            "12:00: Call the clinic: itching.",
        ]

    def test_of_an_episode_that_was_opened_again_the_ending_stands_there_too(self, team):
        team.companion.checks.danger("seizure")
        team.move(minutes=10)
        team.companion.help.close(Ending.ADVICE, "Come tomorrow", "Ben", "Dr. Weber")
        team.move(hours=5)
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.open_emergency()
        page = team.emergency

        assert page.line.text() == "Itching. First sign today at 17:10. Closed before, today at 12:10."
        assert page.story.lines.text().splitlines() == [
            "17:10: Call the clinic: itching.",
            "17:10: The signs returned: opened again.",
            "12:10: Closed. Advice received from Dr. Weber: Come tomorrow (Ben)",
            "12:00: Emergency: a seizure.",
        ]
        assert page.head.property("dress") == "accent"
        assert page.clock.text() == "0:00:00"


def tick(stage, *ticks):
    for what, answer in ticks:
        stage.companion.checks.tick(what, answer)
    stage.companion.checks.save()
    stage.conductor.open_emergency()
    settle()


LONGEST = ("low-blood-pressure", "tingling", "hallucinations", "spasticity-increase", "lightheaded", "high-fever")


class TestRoom:
    @pytest.fixture
    def dressed(self, wear):
        """Dressed before the window is made, as the program is."""
        return wear("light")

    def test_number_script_first_contact_and_handover_are_seen_without_scrolling(self, dressed, team):
        page = team.emergency
        for ticks in (("sign:itch", "sign:tingling"), [f"sign:{sign}" for sign in LONGEST]):
            tick(team, *((what, "yes") for what in ticks))
            for size in (SIZE, (1366, 768)):
                team.shell.resize(*size)
                settle()
                first, seen = page.calls.rows[0], page.scroll.viewport()
                assert page.scroll.verticalScrollBar().value() == 0
                for part in (
                    page.calls.first.number,
                    page.calls.script,
                    first.number,
                    first.code,
                    *first.buttons.values(),
                    page.handover,
                ):
                    top = part.mapTo(seen, QPoint(0, 0)).y()
                    assert 0 <= top < top + part.height() <= seen.height(), (size, part)
                for label in (page.calls.script, first.number):
                    assert label.height() >= label.heightForWidth(label.width())
                under_the_button = page.handover.mapTo(page, QPoint(0, page.handover.height())).y()
                assert under_the_button <= page.ending.mapTo(page, QPoint(0, 0)).y()

    def test_tab_goes_in_the_order_of_need(self, team, qtbot):
        team.emergency.calls.emergency_row.buttons[Outcome.NO_ANSWER].click()
        settle()
        page = team.emergency
        page.calls.first.number.setFocus()
        passed = []
        while len(passed) < 40 and (not passed or team.shell.focusWidget() is not page.calls.first.number):
            qtbot.keyClick(team.shell.focusWidget(), Qt.Key.Key_Tab)
            here = team.shell.focusWidget()
            passed.append(here.accessibleName() or here.text())

        calls = [
            f"{who}: {outcome}"
            for who in ("Emergency number", "City clinic", "On-call line", "Grandma")
            for outcome in ("Reached", "No answer", "Left message")
        ]
        rest = ["Add what you see", "Handover sheet", "Note what happens", "Keep the note"]
        endings = ["Back", "Handed over to …", "Advice received …", "False alarm …"]
        assert passed == [*calls, *rest, *endings, "112"]

    def test_below_an_emergency_tab_begins_with_the_team_and_follows_when_it_gets_worse(self, dressed, team, qtbot):
        def passed() -> list[str]:
            team.emergency.calls.first.number.setFocus()
            found = []
            for _ in range(12):
                qtbot.keyClick(team.shell.focusWidget(), Qt.Key.Key_Tab)
                found.append(team.shell.focusWidget().accessibleName().partition(":")[0])
            return found[::3]

        tick(team, ("sign:itch", "yes"), ("sign:tingling", "yes"))
        page = team.emergency
        assert page.calls.first.number.text() == "+49 30 1"
        assert page.calls.first.number.fontMetrics().height() > page.calls.emergency_row.number.fontMetrics().height()
        assert passed() == ["City clinic", "Emergency number", "On-call line", "Grandma"]
        page.calls.rows[0].buttons[Outcome.LEFT_MESSAGE].setFocus()
        team.move(minutes=30)

        assert page.calls.first.number.text() == "112"
        assert team.shell.focusWidget() is page.calls.rows[0].buttons[Outcome.LEFT_MESSAGE], "the keyboard stays"
        assert passed() == ["Emergency number", "City clinic", "On-call line", "Grandma"]

    def test_where_nobody_of_the_team_is_entered_the_emergency_number_comes_first_at_every_level(self, stage):
        stage.begin(contact=make_contact("Grandma", Role.FAMILY, day_number="+49 30 77")).open()
        tick(stage, ("sign:itch", "yes"))

        assert stage.emergency.calls.first.number.text() == "112"
        assert shown_ladder(stage.emergency) == [("Grandma", "+49 30 77")]

    def test_with_an_ending_chosen_tab_goes_through_its_lines_in_their_order(self, team, qtbot):
        team.emergency.calls.emergency_row.buttons[Outcome.REACHED].click()
        ending = team.emergency.ending
        ending.choices[Ending.ADVICE].click()
        settle()
        passed = [team.shell.focusWidget()]
        for _ in range(5):
            qtbot.keyClick(team.shell.focusWidget(), Qt.Key.Key_Tab)
            passed.append(team.shell.focusWidget())

        lines = (ending.form.advised_by, ending.form.what, ending.form.by)
        assert passed == [*(line.editor for line in lines), ending.form.close_it, ending.form.cancel, ending.back]

    def test_at_200_percent_head_and_ending_scroll_with_the_page_so_that_the_numbers_have_room(
        self, wear, qtbot, tmp_path
    ):
        wear("light", 2.0)
        with Stage(tmp_path / "data").begin().open() as stage:
            stage.shell.side.emergency.click()
            settle()
            page = stage.emergency

            assert page.scroll.widget().isAncestorOf(page.head)
            assert page.scroll.widget().isAncestorOf(page.ending)
            assert page.scroll.height() > 700

    def test_at_100_percent_head_and_ending_stand_still(self, team):
        page = team.emergency

        assert not page.scroll.isAncestorOf(page.head)
        assert not page.scroll.isAncestorOf(page.ending)
        team.shell.resize(1000, 440)
        settle()
        assert page.scroll.isAncestorOf(page.ending)
        team.shell.resize(1180, 760)
        settle()
        assert not page.scroll.isAncestorOf(page.ending)
        assert page.layout().indexOf(page.head) == 0


@pytest.mark.parametrize("scale", ["1.0", "2.0"])
def test_night_may_fall_over_the_open_screen(tmp_path, scale):
    """In a process of its own: dressing this screen anew once ended the whole program."""
    script = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from itb_companion.ui import theme
theme.prepare()
app = QApplication([])
light, dark = (theme.Look(colours, {scale}) for colours in (theme.Theme.light(), theme.Theme.dark()))
theme.apply(app, light)
from tests.ui.stage import Stage
with Stage(Path(sys.argv[1])).begin().open() as stage:
    stage.shell.side.emergency.click()
    app.processEvents()
    for look in (dark, light, theme.Look(theme.Theme.dark(), 1.5), light):
        theme.apply(app, look)
        app.processEvents()
    stage.emergency.ending.back.click()
    theme.apply(app, dark)
    app.processEvents()
print("lived through it")
"""
    root = Path(__file__).parents[2]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0
    assert done.stdout == "lived through it\n"
    assert "Error" not in done.stderr
