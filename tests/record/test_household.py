"""The household as a whole, read out of the record."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.household import Household
from itb_companion.care.triage import Level
from itb_companion.record import checks, entries, episodes, household, people, refills
from tests.factories import NOON, make_appointment, make_cause, make_closing, make_episode, minutes
from tests.record.strategies import (
    CONTACTS,
    DAYS,
    FILLS,
    PEOPLE,
    PLANS,
    PREFERENCES,
    PUMPS,
    TEXTS,
    on_one_line,
    taken_back,
)


def test_a_new_record_is_an_empty_household(store):
    assert household.read() == Household()


@given(PEOPLE, PUMPS, FILLS, DAYS, st.lists(CONTACTS, max_size=3), PLANS, PREFERENCES, st.dictionaries(TEXTS, TEXTS))
def test_a_household_comes_back_as_it_was_kept(
    shared_store, person, pump, fill, day, contacts, plan, preferences, options
):
    with taken_back(shared_store):
        people.save_person(person, NOON, "Ana")
        refills.save_pump(pump, NOON, "Ana")
        fill_id = refills.save_fill(fill, NOON, "Ana")
        refills.save_appointment(make_appointment(day), NOON, "Ana")
        ids = [people.save_contact(contact, place, NOON, "Ana") for place, contact in enumerate(contacts)]
        entries.set_setting("emergency_number", "112", NOON, "Ana")
        entries.set_setting("caregiver", "Ana", NOON, "Ana")
        entries.set_setting("plan", people.plan_document(plan), NOON, "Ana")
        entries.set_setting("preferences", people.preferences_document(preferences), NOON, "Ana")
        entries.set_setting("options", options, NOON, "Ana")
        check_id = checks.start(NOON, "Ana")
        checks.finish(check_id, "clear", [], NOON)
        episode_id = episodes.start(make_cause(), None, NOON, "Ana")
        found = household.read()

        assert found == Household(
            person=on_one_line(person),
            entered_at=NOON,
            pump=pump,
            fill=replace(fill, id=fill_id),
            appointment=make_appointment(day, NOON, id=found.appointment.id),
            contacts=tuple(on_one_line(replace(each, id=known)) for each, known in zip(contacts, ids, strict=True)),
            emergency_number="112",
            caregiver="Ana",
            plan=plan,
            preferences=preferences,
            last_check=checks.last_saved(),
            episode=make_episode(id=episode_id),
            options=options,
        )


def save_check(level_id, saved_at=NOON):
    checks.finish(checks.start(saved_at, "Ana"), level_id, [], saved_at)


@pytest.mark.parametrize("level", list(Level))
def test_what_the_last_check_came_to_is_that_of_the_newest_saved(store, level):
    save_check("emergency", NOON - minutes(1))
    save_check(level.id)
    checks.start(NOON + minutes(1), "Ana")

    assert household.read().last_level is level


@pytest.mark.parametrize("level_id", ["", "CALL_CLINIC", "call_clinic", "severe", "3"])
def test_a_level_of_another_version_is_none_and_hinders_nothing(store, level_id):
    save_check("emergency", NOON - minutes(1))
    save_check(level_id)

    assert household.read().last_level is Level.CLEAR


def test_when_the_last_episode_was_closed_is_known_beside_the_one_that_is_open(store):
    closed = episodes.start(make_cause(), None, NOON, "Ana")
    episodes.close(closed, make_closing(NOON + minutes(9)))
    found = household.read()
    assert (found.last_closed_at, found.episode) == (NOON + minutes(9), None)

    episode_id = episodes.start(make_cause(), None, NOON, "Ana")
    found = household.read()
    assert (found.last_closed_at, found.episode.id) == (NOON + minutes(9), episode_id)
