"""Readings: typed in the person's unit, compared and never praised, and kept while they are typed."""

import pytest
from PySide6.QtCore import Qt

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import Answer
from itb_companion.ui.signs_vitals import DRAFT_AFTER_MS
from tests.ui.signs_stage import answer, draft, replace_typing, retype
from tests.ui.stage import settle, texts


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


USUAL = Plan(
    usual_systolic_mmhg=Range(90, 120), usual_pulse_per_min=Range(60, 90), usual_temperature_c=Range(36.0, 37.2)
)


@pytest.fixture
def fields(page):
    """The fields of the readings, opened."""
    page.readings.open()
    return page.vitals.fields


def choose_unit(page, unit):
    page.vitals.fields["temperature_c"].units.segments[unit].click()
    settle()


class TestReadings:
    @pytest.mark.parametrize(
        ("name", "typed", "said"),
        [
            ("temperature_c", "99", "99 °C is not possible. Did you mean °F?"),
            ("temperature_c", "380", "A temperature must be between 25 and 45 °C. Please check the thermometer."),
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


class TestUnit:
    def test_the_unit_is_chosen_beside_the_field_and_kept_for_the_household(self, stage, page, fields, qtbot):
        assert fields["temperature_c"].editor.accessibleName() == "Temperature (°C)"
        choose_unit(page, "f")
        retype(qtbot, fields["temperature_c"].editor, "100.4")

        assert stage.companion.household().options["temperature_unit"] == "f"
        assert fields["temperature_c"].editor.accessibleName() == "Temperature (°F)"
        assert draft(stage).vitals.temperature_c == 38.0
        assert page.reasons.text() == "A fever of 100.4 °F or more."
        stage.restart()
        again = stage.go("signs")
        again.readings.open()
        assert again.vitals.fields["temperature_c"].text() == "100.4"
        assert stage.go("settings").temperature_unit.value() == "f"

    def test_a_tenth_below_is_no_fever(self, stage, page, fields, qtbot):
        choose_unit(page, "f")
        retype(qtbot, fields["temperature_c"].editor, "100.3")

        assert draft(stage).vitals.temperature_c == 37.944
        assert page.headline.text() == "Nothing ticked yet"

    def test_what_was_kept_is_told_in_the_other_unit_and_not_changed_by_that(self, stage, page, fields, qtbot):
        retype(qtbot, fields["temperature_c"].editor, "38.46")
        page.note_line.setFocus()
        choose_unit(page, "f")
        assert fields["temperature_c"].text() == "101.2"
        page.save.click()

        [(check, _)] = stage.companion.checks.recent()
        assert check.vitals.temperature_c == 38.46

    def test_what_was_typed_in_the_wrong_unit_counts_when_the_right_one_is_chosen(self, stage, page, fields, qtbot):
        retype(qtbot, fields["temperature_c"].editor, "101")
        assert fields["temperature_c"].error.text() == "101 °C is not possible. Did you mean °F?"
        assert draft(stage).vitals.temperature_c is None
        choose_unit(page, "f")

        assert fields["temperature_c"].error.isHidden()
        assert fields["temperature_c"].text() == "101"
        assert draft(stage).vitals.temperature_c == 38.333
        assert page.reasons.text() == "A fever of 100.4 °F or more."

    def test_the_unit_in_settings_is_the_same_one(self, stage, page, fields):
        stage.go("settings").temperature_unit.segments["f"].click()
        page = stage.go("signs")
        page.more.open()

        assert page.vitals.fields["temperature_c"].units.value() == "f"
        assert page.rows["fever"].hint.text().startswith("100.4 °F or more.")
        assert "102.2 °F or more" in page.danger_buttons["high-fever"].toolTip()

    def test_there_is_always_a_unit(self, stage, page, fields, qtbot):
        units = fields["temperature_c"].units
        units.segments["c"].setFocus()
        qtbot.keyClick(units.segments["c"], Qt.Key.Key_Delete)

        assert units.value() == "c"
        assert "temperature_unit" not in stage.companion.household().options

    def test_it_is_told_in_that_unit_on_the_telephone_and_on_the_sheet(self, stage, page, fields, qtbot):
        from itb_companion.documents.handover import handover
        from itb_companion.documents.handover_compact import compact_text

        choose_unit(page, "f")
        retype(qtbot, fields["temperature_c"].editor, "101.5")
        answer(page, "itch", "yes")
        page.save.click()
        sheet = handover(
            stage.words, stage.companion.household(), stage.companion.help.current(), stage.companion.desk.now
        )

        assert "fever of 101.5 °F" in texts(stage.emergency)
        assert any("101.5 °F" in line for section in sheet.sections for line in section.lines)
        assert "101.5 F" in compact_text(sheet)


class TestCompared:
    def test_each_reading_is_compared_with_what_the_clinic_set(self, stage, page, fields, qtbot):
        stage.companion.people.save_plan(USUAL)
        for name, typed, said in (
            ("systolic_mmhg", "121", "Above what is usual for Mia: 90 to 120."),
            ("systolic_mmhg", "120", "Usual for Mia: 90 to 120."),
            ("systolic_mmhg", "89", "Below what is usual for Mia: 90 to 120."),
            ("pulse_per_min", "131", "Above what is usual for Mia: 60 to 90."),
            ("temperature_c", "37", "Usual for Mia: 36.0 to 37.2 °C. Withdrawal can begin without a fever."),
            ("temperature_c", "38", "Above what is usual for Mia: 36.0 to 37.2 °C. 38 °C or more is a fever."),
        ):
            retype(qtbot, fields[name].editor, typed)
            assert fields[name].hint.text() == said
            assert fields[name].editor.accessibleDescription() == said
        assert not any(tick.isVisible() for tick in page.vitals.unusual.values())

    def test_what_is_usual_is_told_in_the_unit_too(self, stage, page, fields, qtbot):
        stage.companion.people.save_plan(USUAL)
        choose_unit(page, "f")
        retype(qtbot, fields["temperature_c"].editor, "100.4")

        said = "Above what is usual for Mia: 96.8 to 99.0 °F. 100.4 °F or more is a fever."
        assert fields["temperature_c"].hint.text() == said

    def test_where_the_clinic_set_nothing_the_caregiver_says_whether_a_pulse_is_unusual(
        self, stage, page, fields, qtbot
    ):
        tick = page.vitals.unusual["pulse_per_min"]
        assert not tick.isVisible()
        retype(qtbot, fields["pulse_per_min"].editor, "48")
        assert fields["pulse_per_min"].hint.text() == "The clinic has not set what is usual for Mia."
        assert tick.isVisible()
        assert tick.box.accessibleName() == "Pulse: unusual for this person"
        tick.box.click()

        assert draft(stage).unusual == {"pulse_per_min"}
        assert page.headline.text() == "Check again in 4 hours"
        stage.restart()
        again = stage.go("signs")
        again.readings.open()
        assert again.vitals.unusual["pulse_per_min"].box.isChecked()
        again.vitals.unusual["pulse_per_min"].box.click()
        assert draft(stage).unusual == frozenset()

    def test_an_unusual_pressure_is_the_same_answer_as_on_its_tile(self, stage, page, fields, qtbot):
        retype(qtbot, fields["systolic_mmhg"].editor, "194")
        tick = page.vitals.unusual["systolic_mmhg"].box
        tick.click()
        assert draft(stage).answers == {"low-blood-pressure": Answer.YES}
        assert page.rows["low-blood-pressure"].answer.value() == "yes"
        assert page.headline.text() == "Call the pump clinic today"
        tick.click()

        assert draft(stage).answers == {}
        answer(page, "low-blood-pressure", "yes")
        assert tick.isChecked()

    def test_a_lower_pressure_is_compared_too_and_asked_about_where_only_the_upper_one_was_set(
        self, stage, page, fields, qtbot
    ):
        stage.companion.people.save_plan(Plan(usual_diastolic_mmhg=Range(60, 80)))
        retype(qtbot, fields["diastolic_mmhg"].editor, "92")
        assert fields["diastolic_mmhg"].hint.text() == "Above what is usual for Mia: 60 to 80."
        assert page.headline.text() == "Call the pump clinic today"
        stage.companion.people.save_plan(USUAL)
        retype(qtbot, fields["diastolic_mmhg"].editor, "93")
        assert fields["diastolic_mmhg"].hint.text() == "The clinic has not set what is usual for Mia."
        assert page.headline.text() == "Nothing ticked yet"
        tick = page.vitals.unusual["diastolic_mmhg"].box
        assert tick.accessibleName() == "Lower pressure: unusual for this person"
        tick.click()

        assert draft(stage).answers == {"low-blood-pressure": Answer.YES}
        assert tick.isChecked()
        assert not page.vitals.unusual["systolic_mmhg"].isVisible()
        tick.click()
        assert draft(stage).answers == {}


class TestDrafts:
    def test_a_reading_is_kept_within_a_second_of_the_last_key(self, stage, page, fields, qtbot):
        assert DRAFT_AFTER_MS <= 700
        replace_typing(qtbot, fields["temperature_c"].editor, "38.4")
        assert draft(stage).vitals.temperature_c is None
        qtbot.waitUntil(lambda: draft(stage).vitals.temperature_c == 38.4, timeout=5000)

        assert page.headline.text() == "Call the on-call line now"
        assert fields["temperature_c"].text() == "38.4"
        assert fields["temperature_c"].editor.hasFocus()

    def test_half_a_reading_is_neither_kept_nor_scolded(self, stage, page, fields, qtbot):
        retype(qtbot, fields["pulse_per_min"].editor, "88")
        replace_typing(qtbot, fields["systolic_mmhg"].editor, "1")
        with qtbot.waitSignal(page.vitals.drafted):
            pass

        assert draft(stage).vitals.systolic_mmhg is None
        assert draft(stage).vitals.pulse_per_min == 88
        assert fields["systolic_mmhg"].error.isHidden()

    def test_a_reading_that_cannot_be_read_does_not_lose_the_others(self, stage, page, fields, qtbot):
        replace_typing(qtbot, fields["pulse_per_min"].editor, "131")
        retype(qtbot, fields["temperature_c"].editor, "hot")

        assert draft(stage).vitals.pulse_per_min == 131
        page.danger_buttons["seizure"].click()
        assert stage.shell.current == "emergency"
        assert stage.companion.household().last_check.vitals.pulse_per_min == 131

    def test_a_note_is_kept_within_a_second_of_the_last_key(self, stage, page, qtbot):
        replace_typing(qtbot, page.note_line, "pale since ")
        qtbot.waitUntil(lambda: draft(stage).note == "pale since", timeout=5000)

        assert page.note_line.text() == "pale since "


@pytest.mark.parametrize("button", ["save", "help", "danger"])
def test_what_was_typed_is_saved_once_though_the_button_was_pressed_with_the_cursor_in_its_line(
    stage, page, fields, qtbot, button
):
    """A screen reader presses a button without moving the keyboard to it."""
    answer(page, "itch", "yes")
    replace_typing(qtbot, fields["temperature_c"].editor, "38.4")
    page.note_card.line.setText("restless")
    presses = {"save": page.save, "help": page.result.help_button, "danger": page.danger_buttons["seizure"]}
    presses[button].click()
    settle()
    stage.go("signs")
    settle()

    assert draft(stage).nothing_answered
    [(check, _)] = stage.companion.checks.recent()
    assert (check.vitals.temperature_c, check.note) == (38.4, "restless")
    assert (fields["temperature_c"].text(), page.note_card.line.text()) == ("", "")


def test_what_cannot_be_read_stays_where_help_is_sought_without_it(stage, page, fields, qtbot):
    answer(page, "itch", "yes")
    replace_typing(qtbot, fields["temperature_c"].editor, "hot")
    page.result.help_button.click()
    settle()

    assert fields["temperature_c"].text() == "hot"
