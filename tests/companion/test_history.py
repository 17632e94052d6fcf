"""One time line of what was done and seen."""

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role
from itb_companion.companion.history import EventKind
from itb_companion.record.store import Store
from tests.factories import ALARM_ON, NOON, Program, SettableClock, at, at_on, make_fill, minutes


def test_a_new_record_has_no_history(program):
    assert program.companion.history.events() == []


def test_everything_that_happened_is_there_newest_first_with_who_did_it(begun):
    companion, clock = begun.companion, begun.clock
    companion.checks.danger("seizure")
    clock.move(minutes=1)
    companion.help.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
    clock.move(minutes=1)
    companion.help.close(Ending.HANDED_OVER, "Ambulance crew", "Ben")
    events = companion.history.events()

    assert [(event.kind, event.at, event.by) for event in events] == [
        (EventKind.EPISODE_CLOSED, NOON + minutes(2), "Ben"),
        (EventKind.CALL, NOON + minutes(1), "Ana"),
        (EventKind.CHECK, NOON, "Ana"),
        (EventKind.EPISODE_OPENED, NOON, ""),
        (EventKind.FILL, at("2026-03-02 12:00"), ""),
    ]
    assert events[0].facts == {"ending": Ending.HANDED_OVER, "what": "Ambulance crew"}
    assert events[1].facts == {"who": "On-call line", "number": "111", "outcome": Outcome.NO_ANSWER}
    assert events[2].facts == {"level": "emergency", "signs": ["seizure"]}
    assert events[3].facts == {"level": "emergency", "signs": ["seizure"]}
    assert events[4].facts["fill"].volume_ml == 20.0


def test_a_settled_alert_is_told_with_its_reason(begun):
    begun.clock.at = at_on(ALARM_ON, "12:00")
    begun.companion.reminders.evaluate()
    begun.companion.refills.record(make_fill(filled_on=ALARM_ON, alarm_on=None))
    begun.companion.reminders.evaluate("refill-recorded")
    [alert] = [event for event in begun.companion.history.events() if event.kind is EventKind.ALERT]

    assert (alert.at, alert.by) == (begun.clock.at, "Ana")
    assert alert.facts == {"kind": Kind.OVERDUE, "why": "refill-recorded"}


def test_no_more_events_are_told_than_wanted(begun):
    for _ in range(5):
        begun.clock.move(minutes=1)
        begun.companion.checks.no_signs_now()

    assert [event.at for event in begun.companion.history.events(2)] == [NOON + minutes(5), NOON + minutes(4)]


def test_the_sample_household_is_marked_as_one_and_can_be_opened(tmp_path):
    from itb_companion.companion.sample import PERSON, fill_sample

    clock = SettableClock()
    fill_sample(Store(tmp_path), clock)
    program = Program(tmp_path, clock)
    household = program.companion.household()

    assert household.person.name == PERSON
    assert "Sample" in household.caregiver
    assert program.companion.reminders.evaluate().alerts == ()
    program.companion.close()
