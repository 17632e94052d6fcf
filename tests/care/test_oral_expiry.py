"""The oral baclofen at hand: reminded of before its date, on the day, and weekly until the date is changed."""

from datetime import date

import pytest

from itb_companion.care.agenda import agenda
from itb_companion.care.occurrence import Kind
from itb_companion.care.plan import Plan
from itb_companion.care.severity import Severity
from tests.factories import BERLIN, NOON, at_on, days, make_appointment, make_household

EXPIRES_ON = date(2026, 4, 20)


def household(expires_on=EXPIRES_ON):
    # With an appointment in good time nothing else is due for weeks.
    return make_household(
        plan=Plan(oral_baclofen_expires_on=expires_on), appointment=make_appointment(date(2026, 5, 4))
    )


def due(known, now):
    return [item for item in agenda(known, now, BERLIN).due if item.kind is Kind.ORAL_EXPIRY]


def mornings(known, now, horizon=90):
    found = agenda(known, now, BERLIN, horizon)
    return [item.due_at for item in (*found.due, *found.coming) if item.kind is Kind.ORAL_EXPIRY]


def test_it_is_said_30_and_7_days_before_on_the_day_and_every_week_after():
    steps = [EXPIRES_ON - days(30), EXPIRES_ON - days(7), *(EXPIRES_ON + days(7 * week) for week in range(9))]

    assert mornings(household(), NOON, 97) == [at_on(day) for day in steps]


@pytest.mark.parametrize("before", [30, 7, 0, -7, -14, -364])
def test_each_step_stands_from_its_morning_on_as_a_reminder_and_never_louder(before):
    morning = at_on(EXPIRES_ON - days(before))
    earlier = due(household(), morning - days(1))
    [item] = due(household(), morning)
    [later] = due(household(), morning + days(6))

    assert (item.due_at, item.severity, item.once) == (morning, Severity.REMINDER, False)
    assert item.facts == {"expires_on": EXPIRES_ON}
    assert item.key not in {one.key for one in earlier}
    assert later == item


def test_nothing_is_said_without_a_date_nor_before_the_first_step():
    assert mornings(household(None), NOON) == []
    assert due(household(), at_on(EXPIRES_ON - days(31), "23:59")) == []
    assert due(household(), at_on(EXPIRES_ON - days(30), "08:59")) == []


def test_a_changed_date_is_another_cause_with_keys_of_its_own():
    now = at_on(EXPIRES_ON + days(3))
    [old] = due(household(), now)
    [new] = due(household(EXPIRES_ON + days(8)), now)

    assert due(household(EXPIRES_ON + days(365)), now) == []
    assert (old.cause, new.cause) == (f"oral-expiry:{EXPIRES_ON}", f"oral-expiry:{EXPIRES_ON + days(8)}")
    assert old.key != new.key


def test_the_same_occurrence_has_the_same_key_whenever_it_is_asked_for():
    keys = {item.key for day in range(6) for item in due(household(), at_on(EXPIRES_ON + days(day)))}

    assert keys == {f"oral-expiry:{EXPIRES_ON}:{EXPIRES_ON}"}
