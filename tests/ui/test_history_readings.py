"""On the history page a check shows its readings, in the unit of the household and beside what was usual then."""

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import Vitals
from itb_companion.ui.widgets.labels import WrapLabel


def sentences(page):
    return [label.text() for card in page.days for label in card.findChildren(WrapLabel)]


def test_readings_stand_with_the_time_and_the_person_of_their_check(stage):
    stage.begin().open()
    stage.companion.people.save_plan(Plan(usual_temperature_c=Range(36.2, 37.1)))
    stage.companion.checks.set_vitals(Vitals(38.0, 151, 92, 128))
    stage.companion.checks.save()
    page = stage.go("history")
    [card] = [card for card in page.days if any(line.details for line in card.lines)]
    [measured] = [line for line in card.lines if line.details]
    said = sentences(page)

    assert card.title.text() == "Today, Tuesday 10 March"
    assert (measured.clock, measured.by) == ("12:00", "Ana")
    assert "Temperature 38.0 °C (usual: 36.2 to 37.1 °C)\nPressure 151/92 mmHg\nPulse 128/min" in said


def test_another_unit_is_told_at_once(stage):
    stage.begin().open()
    stage.companion.checks.set_vitals(Vitals(38.0))
    stage.companion.checks.save()
    stage.go("history")
    stage.go("settings").temperature_unit.segments["f"].click()

    assert "Temperature 100.4 °F" in sentences(stage.go("history"))


def test_what_was_noted_at_a_check_is_shown_as_it_was_typed(stage):
    stage.begin().open()
    stage.companion.checks.tick("note", "<b>Fell</b> out of bed")
    stage.companion.checks.save()

    assert "Note: <b>Fell</b> out of bed" in sentences(stage.go("history"))


def test_a_check_without_readings_has_no_empty_line(stage):
    stage.begin().open()
    stage.companion.checks.no_signs_now()

    said = sentences(stage.go("history"))

    assert said[:4] == ["Today, Tuesday 10 March", "12:00", "Check: Recorded. No signs ticked.", "by Ana"]
