"""The check for signs: every tick is kept as it is made, danger is one click from help, and nothing is reassured."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from itb_companion.care.people import Person
from itb_companion.care.signs import LEADING_SIGNS, Answer, PumpAlarm
from itb_companion.ui.pages.signs import DANGER_ORDER, MORE_SIGNS, TOO_MUCH_SIGNS
from tests.factories import NOON, make_pump
from tests.ui.stage import Stage, settle, texts


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "data") as made:
        yield made


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


def answer(page, sign: str, key: str) -> None:
    page.rows[sign].answer.segments[key].click()
    settle()


def draft(stage):
    return stage.companion.checks.progress().check


def retype(qtbot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle()


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


class TestDanger:
    @pytest.mark.parametrize("sign", DANGER_ORDER)
    def test_one_click_opens_the_emergency_screen_with_the_episode_already_written(self, stage, page, qtbot, sign):
        shown: list[object] = []
        stage.shell.stack.currentChanged.connect(lambda _: shown.append(stage.companion.help.current()))

        qtbot.mouseClick(page.danger_buttons[sign], Qt.MouseButton.LeftButton)
        settle()

        assert stage.shell.current == "emergency"
        assert shown[0] is not None, "written before the screen is shown"
        assert sign in shown[0].signs
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


class TestSinceWhen:
    def test_a_sign_began_when_it_was_ticked_unless_somebody_says_otherwise(self, stage, page):
        assert not page.since.isVisible()
        answer(page, "itch", "yes")
        _, label, earlier = page._since_lines["itch"]
        assert label.text() == "Itching: today at 12:00"
        assert earlier.accessibleName() == "When did this begin: Itching"

        earlier.activated.emit(0)
        choice = next(i for i in range(earlier.count()) if earlier.itemText(i) == "6 hours ago")
        earlier.setCurrentIndex(choice)
        earlier.activated.emit(choice)
        settle()

        assert draft(stage).since["itch"] == NOON - timedelta(hours=6)
        assert page._since_lines["itch"][1].text() == "Itching: today at 06:00"
        assert draft(stage).answers["itch"] is Answer.YES

    def test_a_doubtful_answer_stays_doubtful_when_its_beginning_is_told(self, stage, page):
        answer(page, "itch", "unsure")
        page.since_told.emit("itch", timedelta(days=1))

        assert draft(stage).answers["itch"] is Answer.UNSURE

    def test_a_sign_that_is_taken_back_is_not_asked_about(self, stage, page):
        answer(page, "itch", "yes")
        answer(page, "itch", "no")

        assert page._since_lines == {}
        assert not page.since.isVisible()


class TestReadings:
    @pytest.mark.parametrize(
        ("name", "typed", "said"),
        [
            ("temperature_c", "99", "A temperature must be between 25 and 45 °C."),
            ("temperature_c", "hot", "Please type a number, such as 37.5 or 120."),
            ("temperature_c", "nan", "Please type a number, such as 37.5 or 120."),
            ("systolic_mmhg", "12", "The upper pressure must be between"),
            ("pulse_per_min", "-4", "A pulse must be between"),
        ],
    )
    def test_what_cannot_be_stays_and_says_so(self, stage, page, qtbot, name, typed, said):
        page.readings.open()
        field = page.vitals.fields[name]
        retype(qtbot, field.editor, typed)
        stage.move(seconds=30)

        assert field.error.text().startswith(said)
        assert field.error.isVisible()
        assert field.text() == typed
        assert getattr(draft(stage).vitals, name) is None

    def test_both_pressures_are_compared(self, stage, page, qtbot):
        page.readings.open()
        retype(qtbot, page.vitals.fields["systolic_mmhg"].editor, "80")
        retype(qtbot, page.vitals.fields["diastolic_mmhg"].editor, "120")

        assert "must be below the upper one" in texts(page.vitals)
        retype(qtbot, page.vitals.fields["systolic_mmhg"].editor, "121")
        assert draft(stage).vitals.systolic_mmhg == 121
        assert draft(stage).vitals.diastolic_mmhg == 120
        assert "must be below" not in texts(page.vitals)

    def test_a_reading_can_be_taken_back(self, stage, page, qtbot):
        page.readings.open()
        retype(qtbot, page.vitals.fields["temperature_c"].editor, "38.4")
        retype(qtbot, page.vitals.fields["temperature_c"].editor, "")

        assert draft(stage).vitals.temperature_c is None

    @pytest.mark.parametrize("pressed", ["save", "danger"])
    def test_a_reading_that_is_still_being_typed_counts_when_a_button_is_pressed(self, stage, page, qtbot, pressed):
        """A screen reader presses buttons without moving the keyboard, and so does a mouse on a Mac."""
        answer(page, "itch", "no")
        page.readings.open()
        stage.shell.activateWindow()
        qtbot.waitUntil(stage.shell.isActiveWindow)
        editor = page.vitals.fields["temperature_c"].editor
        editor.setFocus()
        qtbot.waitUntil(editor.hasFocus)
        qtbot.keyClicks(editor, "39.5")
        {"save": page.save, "danger": page.danger_buttons["confusion"]}[pressed].click()

        assert [check.vitals.temperature_c for check, _ in stage.companion.checks.recent()] == [39.5]

    def test_readings_are_shown_again_after_a_restart(self, stage, page, qtbot):
        page.readings.open()
        retype(qtbot, page.vitals.fields["temperature_c"].editor, "38.4")
        stage.restart()
        again = stage.go("signs")
        again.readings.open()

        assert again.vitals.fields["temperature_c"].text() == "38.4"


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
