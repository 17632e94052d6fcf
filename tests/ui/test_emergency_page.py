"""The emergency screen: whom to call, what to say, what was tried, and an ending that a person gives."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Role
from itb_companion.ui.pages.emergency import EmergencyPage
from tests.factories import NOON, make_contact
from tests.ui.stage import Stage, settle, texts


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
    stage.shell.emergency.click()
    settle()
    return stage


def attempts(stage) -> list[tuple[str, str, Outcome]]:
    episode = stage.companion.help.current()
    return [(a.who, a.number, a.outcome) for a in episode.attempts] if episode else []


def shown_ladder(page: EmergencyPage) -> list[tuple[str, str]]:
    return [(row.who.text(), row.number.text()) for row in page.rows if row.isVisible()]


class TestWhatIsShown:
    def test_the_number_is_huge_and_dials(self, team):
        page = team.emergency

        assert page.number.text() == "112"
        assert page.emergency_code.accessibleName() == "Code that dials 112"
        assert page.emergency_code.isVisible()
        assert page.number.fontMetrics().height() >= page.title.fontMetrics().height()

    def test_the_script_is_filled_in_from_the_record(self, team):
        team.companion.checks.tick("sign:itch", "yes", NOON - timedelta(hours=2))
        team.companion.checks.tick("sign:tingling", "yes")
        team.companion.checks.save()
        team.conductor.look()
        said = team.emergency.script.text().splitlines()

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
        for row in team.emergency.rows:
            assert row.code.isVisible()
            assert row.code.accessibleName() == f"Code that dials {row.number.text()}"

    def test_what_to_take_along_and_what_not_to_do_stand_there(self, team):
        assert "\u2610 All medicines, oral baclofen too" in team.emergency.take.text()
        assert "Do not wait for a fever to rise or for a beep" in team.emergency.do_not.text()

    def test_signs_of_too_much_change_what_not_to_do(self, team):
        team.companion.checks.tick("sign:floppy", "yes")
        team.companion.checks.save()
        team.conductor.look()

        assert "Give no baclofen unless a doctor says so." in team.emergency.do_not.text()
        assert "overdose" in team.emergency.title.text()

    def test_without_a_contact_it_says_where_a_number_stands(self, stage):
        stage.begin(contact=None).open()
        stage.shell.emergency.click()
        settle()

        assert "The number of the pump clinic stands on the pump ID card." in texts(stage.emergency)

    def test_with_nobody_entered_it_opens_all_the_same(self, stage):
        stage.open()
        stage.shell.emergency.click()
        settle()

        assert stage.emergency.number.text() == "not entered"
        assert not stage.emergency.emergency_code.isVisible()
        assert stage.emergency.script.text().startswith("The patient has an implanted intrathecal baclofen pump.")

    def test_the_clock_runs_only_while_it_can_be_seen(self, team):
        assert team.emergency._second.isActive()
        team.emergency.ending.back.click()

        assert not team.emergency._second.isActive()


class TestCalls:
    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_a_call_is_written_down_and_shown(self, team, outcome):
        row = team.emergency.rows[0]
        row.buttons[outcome].click()
        settle()

        assert attempts(team) == [("City clinic", "+49 30 1", outcome)]
        words = {Outcome.REACHED: "Reached", Outcome.NO_ANSWER: "No answer", Outcome.LEFT_MESSAGE: "Left message"}
        assert row.tried.text() == f"{words[outcome]}, 12:00"
        assert row.tried.isVisible()

    def test_the_emergency_number_is_written_down_too(self, team):
        team.emergency.emergency_row.buttons[Outcome.REACHED].click()

        assert attempts(team) == [("Emergency number", "112", Outcome.REACHED)]
        assert team.companion.help.current().attempts[0].role is None

    def test_the_newest_three_attempts_are_shown(self, team):
        row = team.emergency.rows[1]
        for minute in range(4):
            team.clock.at = NOON + timedelta(minutes=minute)
            row.buttons[Outcome.NO_ANSWER].click()

        assert row.tried.text().splitlines() == ["No answer, 12:03", "No answer, 12:02", "No answer, 12:01"]
        assert len(attempts(team)) == 4

    def test_attempts_are_there_again_after_a_restart_which_opens_this_screen(self, team):
        team.emergency.rows[0].buttons[Outcome.NO_ANSWER].click()
        team.restart()

        assert team.shell.current == "emergency"
        assert team.emergency.rows[0].tried.text() == "No answer, 12:00"

    def test_it_says_when_waiting_becomes_worse_and_then_it_is(self, team):
        team.emergency.ending.back.click()
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.open_emergency()

        waiting, again = team.emergency.next_steps.text().split("\n")
        assert waiting == "If nobody who can decide is reached by 13:00, this becomes: urgent."
        assert again == "Look for signs again at 14:00."
        assert team.emergency.head.property("dress") == "accent"
        team.move(minutes=60)
        assert team.emergency.head.property("dress") == "urgent"
        assert "this becomes: emergency." in team.emergency.next_steps.text()
        team.move(minutes=60)
        assert "Look for signs again now" in team.emergency.next_steps.text()

    def test_reaching_somebody_who_can_decide_ends_the_waiting(self, team):
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.look()
        team.emergency.rows[-1].buttons[Outcome.REACHED].click()
        assert "If nobody who can decide" in team.emergency.next_steps.text()
        team.emergency.rows[0].buttons[Outcome.REACHED].click()

        assert team.emergency.next_steps.text().startswith("Somebody who can decide was reached. Watch on,")

    def test_each_outcome_names_its_contact_for_a_screen_reader(self, team):
        assert team.emergency.rows[0].buttons[Outcome.NO_ANSWER].accessibleName() == "City clinic: No answer"
        assert team.emergency.rows[0].accessibleName() == "City clinic, +49 30 1"


class TestNothingByAccident:
    def test_opening_writes_nothing_down(self, team):
        assert team.companion.help.current() is None
        assert not any(button.isVisible() for button in team.emergency.ending.choices.values())

    def test_a_stray_enter_at_opening_logs_no_call(self, team, qtbot):
        qtbot.waitUntil(lambda: team.shell.focusWidget() is team.emergency.number)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            qtbot.keyClick(team.shell.focusWidget(), key)

        assert team.companion.help.current() is None

    def test_the_number_in_focus_is_spoken(self, team):
        assert QAccessible.queryAccessibleInterface(team.emergency.number).text(QAccessible.Text.Name) == "112"

    def test_back_keeps_the_episode(self, team):
        team.emergency.rows[0].buttons[Outcome.NO_ANSWER].click()
        team.emergency.ending.back.click()
        settle()

        assert team.shell.current == "today"
        assert team.companion.help.current() is not None
        assert team.today.banner.isVisible()


class TestEnding:
    @pytest.fixture
    def ending(self, team):
        team.emergency.rows[0].buttons[Outcome.REACHED].click()
        settle()
        return team.emergency.ending

    def test_there_is_no_ending_without_what_happened_and_who_says_so(self, team, ending):
        ending.choices[Ending.HANDED_OVER].click()
        ending.by.set_text(" ")
        ending.close_it.click()

        assert ending.what.error.text() == "Please write down to whom, what was advised, or why it was a false alarm."
        assert ending.by.error.text() == "Please type your name."
        assert team.companion.help.current() is not None

    @pytest.mark.parametrize("how", [Ending.HANDED_OVER, Ending.ADVICE])
    def test_an_ending_is_kept_with_who_said_so(self, team, ending, how):
        ending.choices[how].click()
        ending.what.set_text("Dr. Weber, ward 3")
        assert ending.by.text() == "Ana"
        ending.close_it.click()
        settle()

        closing = team.companion.help.recent()[0].closing
        assert (closing.ending, closing.what, closing.by) == (how, "Dr. Weber, ward 3", "Ana")
        assert team.shell.current == "today"
        assert not team.today.banner.isVisible()

    def test_a_false_alarm_in_an_emergency_is_asked_twice(self, team, ending, qtbot):
        ending.choices[Ending.FALSE_ALARM].click()
        ending.what.set_text("A wrong button")
        ending.close_it.click()
        assert "Is it really a false alarm?" in ending.really.text()
        assert ending.really.isVisible()
        ending.close_it.click()  # the second half of a double click
        assert team.companion.help.current() is not None
        qtbot.waitUntil(ending.close_it.isEnabled)
        ending.close_it.click()

        assert team.companion.help.current() is None

    def test_a_false_alarm_below_an_emergency_is_asked_once(self, team):
        team.companion.checks.tick("sign:itch", "yes")
        team.companion.checks.save()
        team.conductor.look()
        ending = team.emergency.ending
        ending.choices[Ending.FALSE_ALARM].click()
        ending.what.set_text("It was a mosquito")
        ending.close_it.click()

        assert team.companion.help.current() is None

    def test_what_is_being_typed_stays_while_the_program_looks(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.what.set_text("Dr. Web")
        team.move(seconds=30)

        assert ending.form.isVisible()
        assert ending.what.text() == "Dr. Web"

    def test_not_yet_keeps_the_episode_open(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.cancel.click()

        assert not ending.form.isVisible()
        assert team.companion.help.current() is not None

    def test_after_an_ending_the_next_emergency_starts_empty(self, team, ending):
        ending.choices[Ending.ADVICE].click()
        ending.what.set_text("Watch on")
        ending.close_it.click()
        team.shell.emergency.click()
        settle()

        assert attempts(team) == []
        assert not team.emergency.rows[0].tried.isVisible()
        assert ending.what.text() == ""
        assert not ending.form.isVisible()

    def test_who_says_so_is_who_is_on_duty_now(self, team, ending):
        team.emergency.ending.back.click()
        team.companion.people.set_caregiver("Ben")
        team.conductor.open_emergency()

        assert ending.by.text() == "Ben"


class TestRoom:
    def test_at_200_percent_head_and_ending_scroll_with_the_page_so_that_the_numbers_have_room(
        self, wear, qtbot, tmp_path
    ):
        wear("light", 2.0)
        with Stage(tmp_path / "data").begin().open() as stage:
            stage.shell.emergency.click()
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
    stage.shell.emergency.click()
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
