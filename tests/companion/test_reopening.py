"""Signs that return within a day open the same episode again, with its history, and are told of as new."""

from datetime import timedelta

import pytest

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role
from itb_companion.care.reminders import recheck
from itb_companion.care.signs import Answer
from itb_companion.care.triage import Level
from itb_companion.companion.history import EventKind
from itb_companion.record.tables import EpisodeRow
from tests.factories import NOON, minutes


def tick(program, *signs):
    for sign in signs:
        program.companion.checks.tick(f"sign:{sign}", Answer.YES)
    program.companion.checks.save()


@pytest.fixture
def closed(begun):
    """A seizure at noon: one call, an ambulance ten minutes later, all answered; an hour later the check is clean."""
    tick(begun, "seizure")
    begun.companion.reminders.evaluate()
    begun.companion.help.tried("On-call line", "111", Role.ON_CALL, Outcome.REACHED)
    begun.companion.help.note("Blue lips")
    begun.clock.move(minutes=10)
    begun.companion.help.close(Ending.HANDED_OVER, "Ambulance crew", "Ben")
    begun.companion.reminders.evaluate("episode-closed")
    begun.clock.move(minutes=50)
    begun.companion.checks.no_signs_now()
    begun.companion.reminders.evaluate("check-saved")
    return begun


def test_a_sign_within_24_hours_opens_the_same_episode_again_with_its_history(closed):
    before = closed.companion.help.recent()[0]
    closed.clock.at = NOON + timedelta(hours=24, minutes=10)
    tick(closed, "itch")
    closed.restart()

    episode = closed.companion.help.current()
    assert (episode.id, EpisodeRow.select().count()) == (before.id, 1)
    assert [(earlier.closing, earlier.reopened_at) for earlier in episode.earlier] == [
        (before.closing, closed.clock.at)
    ]
    assert episode.causes[0] == before.causes[0]
    assert (episode.attempts, episode.notes) == (before.attempts, before.notes)
    assert [cause.signs for cause in episode.causes] == [("seizure",), ("itch",)]
    assert closed.companion.help.recent() == (episode,)


def test_after_24_hours_it_is_another_episode_and_the_first_stays_closed(closed):
    closed.clock.at = NOON + timedelta(hours=24, minutes=10, seconds=1)
    tick(closed, "itch")

    new, old = closed.companion.help.recent()
    assert (new.is_open, new.earlier, old.is_open) == (True, (), False)


def test_a_check_below_call_clinic_opens_nothing_again(closed):
    tick(closed, "anxiety")

    assert closed.companion.help.current() is None


@pytest.mark.parametrize("ending", list(Ending))
def test_however_it_had_ended_signs_open_it_again(begun, ending):
    tick(begun, "itch")
    begun.companion.help.close(ending, "Something", "Ana", "Dr. Roth")
    tick(begun, "itch")

    [episode] = begun.companion.help.recent()
    assert episode.is_open
    assert [earlier.closing.ending for earlier in episode.earlier] == [ending]
    assert len(episode.causes) == 2  # the same sign again is a cause again


def test_the_level_and_the_waiting_begin_anew_with_what_came_back(closed):
    closed.clock.at = NOON + timedelta(hours=5)
    tick(closed, "itch")
    seen = []
    for minute in (0, 59, 60, 90):
        closed.clock.at = NOON + timedelta(hours=5, minutes=minute)
        closed.restart()
        seen.append(closed.companion.help.level())

    assert seen == [Level.CALL_CLINIC, Level.CALL_CLINIC, Level.URGENT, Level.EMERGENCY]


def test_what_came_back_is_told_of_as_new_though_the_same_level_was_answered_before(closed):
    closed.clock.at = NOON + timedelta(hours=5)
    tick(closed, "seizure")
    found = closed.companion.reminders.evaluate()

    [alert] = [alert for alert in found.to_announce if alert.kind is Kind.EPISODE]
    assert (alert.cause, alert.item.key) == ("episode:1:1", "episode:1:1:emergency")
    again = closed.companion.reminders.evaluate()
    assert not [alert for alert in again.to_announce if alert.kind is Kind.EPISODE]


def test_looking_again_is_due_by_what_came_back(closed):
    closed.clock.at = NOON + timedelta(hours=5)
    tick(closed, "itch")

    assert recheck(closed.companion.household(), closed.clock.at) == (
        Level.CALL_CLINIC,
        closed.clock.at + timedelta(hours=2),
    )


def test_a_check_that_was_taken_in_late_counts_from_its_answers(closed):
    """It was not saved, and taken in hours later as it was ticked: looking again is due long since."""
    closed.clock.at = NOON + timedelta(hours=5)
    closed.companion.checks.tick("sign:itch", Answer.YES)
    closed.clock.at = NOON + timedelta(hours=9, seconds=1)
    closed.companion.checks.progress()
    household = closed.companion.household()

    assert household.last_check.saved_at == NOON + timedelta(hours=5)
    assert household.episode.stands_since == NOON + timedelta(hours=5)
    assert recheck(household, closed.clock.at) == (Level.CALL_CLINIC, NOON + timedelta(hours=7))


def test_asking_for_help_without_signs_is_an_emergency_of_its_own(closed):
    assert closed.companion.help.ask().id == 2


def test_it_can_be_closed_and_opened_again_any_number_of_times(closed):
    for hour in (5, 10, 15):
        closed.clock.at = NOON + timedelta(hours=hour)
        tick(closed, "itch")
        closed.companion.help.close(Ending.ADVICE, f"Advice {hour}", "Ana", "Dr. Roth")

    [episode] = closed.companion.help.recent()
    assert [earlier.closing.what for earlier in episode.earlier] == ["Ambulance crew", "Advice 5", "Advice 10"]
    assert (episode.closing.what, len(episode.causes)) == ("Advice 15", 4)


def test_the_history_tells_each_opening_each_note_and_each_ending(closed):
    closed.clock.at = NOON + timedelta(hours=5)
    tick(closed, "itch")
    closed.companion.help.close(ending=Ending.ADVICE, what="Wait", by="Ana", advised_by="Dr. Roth")
    kinds = (EventKind.EPISODE_OPENED, EventKind.EPISODE_CLOSED, EventKind.NOTE)
    events = [event for event in closed.companion.history.stretch().events if event.kind in kinds]

    assert [(event.kind, event.at, event.facts) for event in sorted(events, key=lambda event: event.at)] == [
        (EventKind.EPISODE_OPENED, NOON, {"level": "emergency", "signs": ["seizure"]}),
        (EventKind.NOTE, NOON, {"text": "Blue lips"}),
        (EventKind.EPISODE_CLOSED, NOON + minutes(10), {"ending": Ending.HANDED_OVER, "what": "Ambulance crew"}),
        (EventKind.EPISODE_OPENED, closed.clock.at, {"level": "call-clinic", "signs": ["itch"]}),
        (
            EventKind.EPISODE_CLOSED,
            closed.clock.at,
            {"ending": Ending.ADVICE, "what": "Wait", "advised_by": "Dr. Roth"},
        ),
    ]
