"""One time line of what was done and seen."""

import pytest

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.alerts import raise_alert, settle
from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role
from itb_companion.companion.history import OF_EPISODES, EventKind, Stretch
from itb_companion.record import ledger
from itb_companion.record.store import Store
from tests.factories import ALARM_ON, BERLIN, NOON, Program, SettableClock, at, at_on, make_fill, make_item, minutes


def test_a_new_record_has_no_history(program):
    assert program.companion.history.stretch() == Stretch([])


def test_everything_that_happened_is_there_newest_first_with_who_did_it(begun):
    companion, clock = begun.companion, begun.clock
    companion.checks.danger("seizure")
    clock.move(minutes=1)
    companion.help.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
    clock.move(minutes=1)
    companion.help.close(Ending.HANDED_OVER, "Ambulance crew", "Ben")
    events = companion.history.stretch().events

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
    [alert] = [event for event in begun.companion.history.stretch().events if event.kind is EventKind.ALERT]

    assert (alert.at, alert.by) == (begun.clock.at, "Ana")
    assert alert.facts == {"kind": Kind.OVERDUE, "why": "refill-recorded"}


def live(begun, count):
    """Let days pass: a check each, every fifth a call for help, every seventh an absence and an alert."""
    companion, clock = begun.companion, begun.clock
    for day in range(count):
        clock.move(days=1)
        companion.checks.no_signs_now()
        if day % 5 == 0:
            companion.checks.danger("seizure")
            companion.help.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
            clock.move(minutes=1)
            companion.help.close(Ending.HANDED_OVER, "Ambulance crew", "Ben")
        if day % 7 == 0:
            with companion.desk.store.transaction():
                ledger.note_absence(Absence(clock.at - minutes(5), clock.at, AbsenceKind.ASLEEP))
                alert = ledger.insert(raise_alert(make_item(key=f"key-{day}", cause=f"cause-{day}"), clock.at))
                ledger.update(settle(alert, clock.at, "Ben", "refill-recorded"))


def followed(history, kinds=(), most=16):
    """Return every stretch from the newest to the beginning."""
    stretches = [history.stretch(kinds, most=most)]
    while stretches[-1].before is not None:
        stretches.append(history.stretch(kinds, stretches[-1].before, most))
    return stretches


@pytest.mark.parametrize("most", [1, 2, 7, 16])
def test_stretch_by_stretch_everything_is_told_once_and_no_day_in_two_parts(begun, most):
    live(begun, 20)
    whole = begun.companion.history.stretch(most=1000)
    assert whole.before is None
    assert {event.kind for event in whole.events} == {*EventKind} - {EventKind.NOTE}
    stretches = followed(begun.companion.history, most=most)
    told = [event for each in stretches for event in each.events]
    days = [day for each in stretches for day in {event.at.astimezone(BERLIN).date() for event in each.events}]

    assert told == whole.events
    assert len(days) == len({*days})
    assert all(each.events for each in stretches)


@pytest.mark.parametrize(
    "kinds", [{EventKind.CHECK}, {EventKind.FILL, EventKind.ALERT, EventKind.ABSENCE}, OF_EPISODES]
)
def test_a_kind_is_told_back_to_the_beginning_however_much_else_happened(begun, kinds):
    live(begun, 20)
    whole = begun.companion.history.stretch(most=1000).events
    told = [event for each in followed(begun.companion.history, kinds, 4) for event in each.events]

    assert told == [event for event in whole if event.kind in kinds]


def test_a_stretch_is_a_part_however_long_the_history_is(begun):
    live(begun, 20)
    newest = begun.companion.history.stretch()

    assert 6 <= len(newest.events) <= 12
    assert newest.events[0].at > newest.before


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
