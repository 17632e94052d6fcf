"""The history tells what was measured, with the plan of that time."""

from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import Vitals
from itb_companion.companion.history import EventKind
from tests.factories import NOON

FIRST, SECOND = (Plan(usual_pulse_per_min=Range(60, most)) for most in (90, 100))


def measured(companion):
    return [event for event in companion.history.stretch({EventKind.CHECK}).events if "vitals" in event.facts]


def test_what_was_measured_stands_with_its_check_and_what_a_caregiver_called_unusual(begun):
    checks = begun.companion.checks
    checks.set_vitals(Vitals(temperature_c=38.6, pulse_per_min=48))
    checks.tick("unusual:pulse_per_min", value=True)
    checks.save()
    [event] = measured(begun.companion)

    assert (event.at, event.by) == (NOON, "Ana")
    assert event.facts["vitals"] == Vitals(temperature_c=38.6, pulse_per_min=48)
    assert event.facts["unusual"] == {"pulse_per_min"}
    assert event.facts["plan"] == Plan()


def test_a_check_without_a_reading_tells_none(begun):
    begun.companion.checks.tick("note", "Fell out of bed")
    begun.companion.checks.save()
    [event] = begun.companion.history.stretch({EventKind.CHECK}).events

    assert event.facts == {"level": "clear", "signs": [], "note": "Fell out of bed"}


def test_each_check_is_told_with_what_was_usual_then(begun):
    companion, clock = begun.companion, begun.clock
    for plan in (None, FIRST, SECOND):
        if plan is not None:
            companion.people.save_plan(plan)
        clock.move(minutes=10)
        companion.checks.set_vitals(Vitals(pulse_per_min=70))
        companion.checks.save()
        clock.move(minutes=10)

    assert [event.facts["plan"] for event in measured(companion)] == [SECOND, FIRST, Plan()]
