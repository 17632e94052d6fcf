"""The check for signs: every tick is kept as it is made, danger is one click from help, and nothing is reassured."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt

from itb_companion.care.people import Person
from itb_companion.care.signs import LEADING_SIGNS, RECENT_EVENTS, Answer, PumpAlarm, Tone
from itb_companion.care.value import replace
from itb_companion.ui import signs_result
from itb_companion.ui.pages.signs import DANGER_ORDER, MORE_SIGNS, TOO_MUCH_SIGNS
from tests.factories import NOON, at, make_pump
from tests.ui.signs_stage import answer, draft, retype
from tests.ui.stage import settle, texts


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


class TestTicks:
    @pytest.mark.parametrize(("sign", "key"), [*zip(LEADING_SIGNS, ("yes", "no", "unsure", "yes"), strict=True)])
    def test_each_tick_is_kept_at_once_and_found_again_after_a_restart(self, stage, page, qtbot, sign, key):
        with qtbot.waitSignal(page.ticked) as signal:
            answer(page, sign, key)
        assert signal.args == [f"sign:{sign}", key]

        stage.restart()
        again = stage.go("signs")

        assert draft(stage).answers == {sign: Answer(key)}
        assert again.rows[sign].answer.value() == key

    def test_the_other_signs_are_kept_too(self, stage, page):
        page.more.open()
        page.too_much.open()
        answer(page, "sweating", "yes")
        answer(page, "floppy", "unsure")

        assert draft(stage).answers == {"sweating": Answer.YES, "floppy": Answer.UNSURE}
        assert set(page.rows) == {*LEADING_SIGNS, *MORE_SIGNS, *TOO_MUCH_SIGNS}

    def test_an_answer_can_be_taken_back(self, stage, page, qtbot):
        answer(page, "itch", "yes")
        qtbot.keyClick(page.rows["itch"].answer.segments["yes"], Qt.Key.Key_Delete)

        assert not draft(stage).ticked
        assert page.headline.text() == "Nothing ticked yet"

    def test_an_event_and_the_beep_and_a_note_are_kept(self, stage, page, qtbot):
        page.events["recent-fall"].click()
        page.beep.open()
        page.beep_question.answer.segments["two-tone"].click()
        retype(qtbot, page.note_line, "Fell out of bed")
        stage.restart()
        again = stage.go("signs")

        assert draft(stage).events == {"recent-fall"}
        assert draft(stage).pump_alarm is PumpAlarm.TWO_TONE
        assert draft(stage).note == "Fell out of bed"
        assert again.events["recent-fall"].isChecked()
        assert again.note_line.text() == "Fell out of bed"
        again.beep.open()
        assert again.beep_question.answer.value() == "two-tone"

    def test_an_event_and_a_note_can_be_taken_back(self, stage, page, qtbot):
        page.events["recent-fall"].click()
        retype(qtbot, page.note_line, "Fell out of bed")
        page.events["recent-fall"].click()
        retype(qtbot, page.note_line, "")

        assert draft(stage).events == frozenset()
        assert draft(stage).note == ""
        assert not page.save.isEnabled()

    def test_whether_tighter_or_looser_is_asked_and_kept(self, stage, page):
        page.too_much.open()
        for tone in Tone:
            page.tone.answer.segments[tone.value].click()
            assert draft(stage).tone is tone
            assert page.tone.answer.value() == tone.value
        page.tone.answer.segments["looser"].click()
        assert page.headline.text() == "Call the on-call line now"
        stage.restart()
        again = stage.go("signs")
        again.too_much.open()
        assert again.tone.answer.value() == "looser"

    def test_what_is_typed_survives_a_redraw(self, stage, page, qtbot):
        page.note_line.setFocus()
        qtbot.keyClicks(page.note_line, "half a sen")
        page.readings.open()
        editor = page.vitals.fields["temperature_c"].editor
        editor.setFocus()
        qtbot.keyClicks(editor, "38")
        stage.move(seconds=30)

        assert editor.text() == "38"


class TestResult:
    def test_level_and_reasons_are_live(self, stage, page):
        assert page.headline.text() == "Nothing ticked yet"
        assert not page.save.isEnabled()
        answer(page, "itch", "yes")
        assert page.headline.text() == "Call the pump clinic today"
        assert page.reasons.text() == "An early sign: itching."
        answer(page, "tingling", "yes")

        assert page.headline.text() == "Call the on-call line now"
        assert "More than one early sign: itching and tingling or numbness." in page.reasons.text()
        assert "If nobody answers within" in page.note.text()
        assert page.result.property("dress") == "urgent"
        assert page.help_button.isVisible()

    def test_the_level_stays_in_view_however_far_the_page_is_scrolled(self, stage, page):
        page.more.open()
        settle()
        assert not page.pinned.isVisible()
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
        settle()
        assert not page.pinned.isVisible(), "nothing to act on yet"
        for sign in ("headache", "sweating"):
            answer(page, sign, "yes")
        assert page.pinned.isVisible()
        assert page.pinned.sentence.text() == page.headline.text() == "Call the on-call line now"
        assert page.pinned.geometry().bottom() == page.rect().bottom()
        assert page.viewport().geometry().bottom() < page.pinned.geometry().top()

        page.verticalScrollBar().setValue(0)
        settle()
        assert not page.pinned.isVisible()
        assert page.viewport().height() == page.height()
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
        page.pinned.action.click()
        assert stage.shell.current == "emergency"

    def test_it_begins_at_the_top_wherever_it_was_left(self, stage, page):
        stage.shell.resize(1000, 480)
        settle()
        page.rows["tingling"].answer.segments["yes"].setFocus()
        page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
        assert page.verticalScrollBar().value() > 0
        stage.go("today")
        stage.go("signs")

        assert page.verticalScrollBar().value() == 0
        assert page.focusWidget() is page.rows["itch"].answer.segments["no"]

    def test_a_level_that_changes_is_said_aloud(self, page, monkeypatch):
        said: list[str] = []
        monkeypatch.setattr(signs_result, "announce", lambda _, sentence: said.append(sentence))
        answer(page, "itch", "yes")
        answer(page, "itch", "unsure")
        answer(page, "tingling", "yes")

        assert said == ["Call the pump clinic today", "Call the on-call line now"]

    def test_not_sure_counts_as_yes(self, page):
        answer(page, "itch", "unsure")
        answer(page, "tingling", "unsure")

        assert page.headline.text() == "Call the on-call line now"

    def test_no_to_everything_reassures_nobody(self, stage, page):
        for sign in LEADING_SIGNS:
            answer(page, sign, "no")

        said = f"{page.headline.text()} {page.note.text()} {texts(page.result)}".lower()
        assert page.headline.text() == "Nothing ticked yet"
        assert "rules nothing out" in said
        for word in ("well", "fine", "safe", "all clear", "in order", "good", "no danger", "ok"):
            assert word not in said.split()
        assert not page.help_button.isVisible()

    def test_fever_is_found_by_reading_the_thermometer(self, stage, page, qtbot):
        page.readings.open()
        retype(qtbot, page.vitals.fields["temperature_c"].editor, "38,4")

        assert draft(stage).vitals.temperature_c == 38.4
        assert page.reasons.text() == "A fever of 38 °C or more."
        answer(page, "itch", "yes")
        assert page.headline.text() == "Call the emergency number now"

    def test_a_check_without_signs_says_what_to_watch_and_when(self, stage, page):
        preferences = replace(stage.companion.household().preferences, sign_check_times=(time(20),))
        stage.companion.people.save_preferences(preferences)
        answer(page, "itch", "no")
        watch = (
            "Watch for itching, tingling or numbness, tighter muscles than usual and unusual blood pressure. "
            "Look again today at 20:00, and at once when something changes."
        )
        assert page.note.text() == f"A check without signs rules nothing out. {watch}"
        page.save.click()

        assert stage.today.last_check.text().endswith(f"none of the signs was ticked. {watch}")

    def test_no_signs_now_is_one_click_and_says_what_to_watch(self, stage):
        stage.begin().open()
        stage.today.no_signs_now.click()
        settle()

        said = stage.today.last_check.text()
        assert "none of the signs was ticked. Watch for itching" in said
        assert "Look again every few hours, and at once when something changes." in said
        [(check, level)] = stage.companion.checks.recent()
        assert (check.answers, level) == (dict.fromkeys(LEADING_SIGNS, Answer.NO), "clear")


class TestEvents:
    def test_a_refill_that_is_in_the_record_is_told_and_not_asked_again(self, stage):
        stage.clock.at = at("2026-03-04 09:00")
        stage.begin().open()
        page = stage.go("signs")

        assert page.events_card.known["recent-refill"].text() == "Refill: recorded for Monday 2 March"
        assert not page.events["recent-refill"].isVisible()
        assert page.events["recent-fall"].isVisible()
        answer(page, "itch", "yes")
        assert page.headline.text() == "Call the on-call line now"
        assert "a refill in the last 3 days" in page.reasons.text()

    def test_what_the_record_does_not_know_is_asked(self, page):
        assert all(box.isVisible() for box in page.events.values())
        assert not any(pill.isVisible() for pill in page.events_card.known.values())
        assert set(page.events) == {*RECENT_EVENTS, "known-fault", "mimic-found"}


class TestDanger:
    @pytest.mark.parametrize("sign", DANGER_ORDER)
    def test_one_click_opens_the_emergency_screen_and_the_episode_is_written_before_it_is_over(
        self, stage, page, qtbot, sign
    ):
        shown: list[str] = []
        stage.shell.stack.currentChanged.connect(lambda _: shown.append(stage.emergency.title.text()))

        qtbot.mouseClick(page.danger_buttons[sign], Qt.MouseButton.LeftButton)

        assert sign in stage.companion.help.current().signs, "written before anything else can happen"
        settle()
        assert stage.shell.current == "emergency"
        assert shown[0].startswith("Emergency: "), "filled in before it is shown"
        assert stage.emergency.title.text().startswith("Emergency: ")

    def test_what_was_ticked_before_goes_with_it(self, stage, page):
        answer(page, "itch", "yes")
        stage.clock.at += timedelta(minutes=20)
        page.danger_buttons["seizure"].click()

        episode = stage.companion.help.current()
        assert set(episode.signs) == {"itch", "seizure"}
        assert episode.first_sign_at == NOON
        assert stage.companion.checks.progress().check.id is None

    def test_each_says_what_to_look_for(self, page):
        for button in page.danger_buttons.values():
            assert button.accessibleDescription() == button.toolTip() != ""


class TestWording:
    def hints(self, stage) -> str:
        return texts(stage.go("signs").rows["itch"])

    def test_for_somebody_who_can_tell_the_plain_words_come_first(self, stage):
        stage.begin().open()

        assert "Itching, without a rash. Scratching, rubbing, squirming." in self.hints(stage)

    def test_for_somebody_who_cannot_tell_what_is_seen_comes_first(self, stage):
        stage.begin(person=Person("Mia Berg", frozenset({"cannot-communicate"}))).open()

        assert "Scratching, rubbing, squirming. Itching, without a rash." in self.hints(stage)

    def test_a_change_in_the_care_plan_changes_the_wording_at_once(self, stage):
        stage.begin().open()
        self.hints(stage)
        stage.companion.people.save_person(Person("Mia Berg", frozenset({"cannot-communicate"})))
        stage.conductor.look()

        assert "Scratching, rubbing, squirming. Itching, without a rash." in self.hints(stage)

    def test_the_tones_are_described_only_for_a_pump_whose_tones_have_a_source(self, stage):
        stage.begin(pump=make_pump(model_id="other")).open()
        page = stage.go("signs")
        page.beep.open()

        assert "three seconds" not in texts(page.beep_question)
        assert "Any beeping needs to be checked." in texts(page.beep_question)

    def test_the_person_is_named(self, stage):
        page = stage.begin().open().go("signs")

        assert "Compared with what is usual for Mia." in page.subtitle.text()


class TestSaving:
    def test_a_check_without_signs_goes_back_to_today_and_opens_nothing(self, stage, page):
        answer(page, "itch", "no")
        page.save.click()

        assert stage.shell.current == "today"
        assert stage.companion.help.current() is None
        assert "none of the signs was ticked" in stage.today.last_check.text()

    @pytest.mark.parametrize("how", ["save", "help_button"])
    def test_a_check_with_a_sign_opens_the_emergency_screen(self, stage, page, how):
        answer(page, "itch", "yes")
        getattr(page, how).click()

        assert stage.shell.current == "emergency"
        assert stage.companion.help.current().signs == ("itch",)

    def test_a_check_that_nobody_saved_for_hours_is_not_taken_for_now(self, stage, page):
        answer(page, "itch", "no")
        stage.move(hours=5)

        assert stage.go("signs").rows["itch"].answer.value() is None
        assert len(stage.companion.checks.recent()) == 1
