"""The Today page's words: how things stand and what is next."""

from datetime import timedelta

import pytest

from itb_companion.care.agenda import agenda
from itb_companion.care.alerts import see, snooze
from itb_companion.care.household import Household
from itb_companion.care.pump import project, refill_dates
from itb_companion.care.severity import Severity
from itb_companion.care.triage import Level
from itb_companion.words import today
from itb_companion.words.language import Words
from tests.factories import (
    ALARM_ON,
    BERLIN,
    EMPTY_ON,
    FILLED_ON,
    NOON,
    REFILL_BY,
    at_on,
    days,
    make_alert,
    make_appointment,
    make_check,
    make_episode,
    make_fill,
    make_household,
    minutes,
)

words = Words(BERLIN)
CONTRADICTORY = make_fill(volume_ml=10.0)


def sentence(household, now):
    return today.sentence(words, household, agenda(household, now, BERLIN), now, now.astimezone(BERLIN).date())


@pytest.mark.parametrize(
    ("household", "day", "said"),
    [
        (Household(), FILLED_ON, "Welcome. Please enter the pump's printout to begin."),
        (make_household(fill=None), FILLED_ON, "No refill date is known. Please enter the pump's printout."),
        (make_household(fill=None), FILLED_ON + days(3), "No refill date is known."),
        (make_household(), FILLED_ON + days(1), "Next: book the refill. It is due by Wednesday 6 May, in 64 days."),
        (
            make_household(),
            REFILL_BY - days(3),
            "The refill is not booked. It is due by Wednesday 6 May, in 3 days.",
        ),
        (
            make_household(appointment=make_appointment(REFILL_BY - days(2))),
            FILLED_ON + days(1),
            "On time. Next: refill on Monday 4 May, in 62 days.",
        ),
        (
            make_household(fill=CONTRADICTORY, appointment=make_appointment(REFILL_BY - days(2))),
            FILLED_ON + days(1),
            "Next: refill on Monday 4 May, in 62 days. Please check the printout.",
        ),
        (
            make_household(appointment=make_appointment(REFILL_BY - days(2))),
            FILLED_ON - days(1),
            "Next: refill on Monday 4 May, in 64 days. Please check this computer's clock.",
        ),
        (make_household(appointment=make_appointment(ALARM_ON)), FILLED_ON + days(2), "The appointment is too late."),
        (make_household(appointment=make_appointment(REFILL_BY)), REFILL_BY + days(1), "Was the pump refilled?"),
        (make_household(), ALARM_ON, "The refill is overdue."),
        (make_household(), EMPTY_ON, "The pump may be empty."),
        (
            make_household(episode=make_episode(Level.EMERGENCY)),
            FILLED_ON,
            "Call the emergency number now. Nobody who can decide was reached yet.",
        ),
    ],
)
def test_one_sentence_says_how_things_stand(household, day, said):
    assert sentence(household, at_on(day, "12:00")) == said


def test_an_appointment_inside_the_margin_is_not_called_on_time():
    household = make_household(appointment=make_appointment(REFILL_BY + days(3)))

    assert "On time" not in sentence(household, NOON)


def test_an_appointment_at_which_the_pump_was_refilled_is_not_the_next():
    household = make_household(appointment=make_appointment(FILLED_ON))

    assert "refill on" not in sentence(household, at_on(FILLED_ON, "18:00"))


@pytest.mark.parametrize(
    ("appointment", "day", "pill"),
    [
        (None, FILLED_ON, ("Not booked", "neutral")),
        (None, REFILL_BY - days(14), ("Not booked", "urgent")),
        (REFILL_BY - days(3), FILLED_ON, ("Booked 3 days before it must be refilled", "in-order")),
        (REFILL_BY, FILLED_ON, ("Booked for the day to refill by", "in-order")),
        (REFILL_BY + days(1), FILLED_ON, ("Little time: after the day to refill by", "neutral")),
        (ALARM_ON, FILLED_ON, ("Too late: on or after the last day", "urgent")),
        (REFILL_BY, REFILL_BY + days(1), ("The appointment's day is past", "urgent")),
        (REFILL_BY, ALARM_ON, ("Overdue", "emergency")),
    ],
)
def test_the_pill_says_how_the_booking_stands(appointment, day, pill):
    booked = None if appointment is None else make_appointment(appointment)

    assert today.booking(words, make_fill(), booked, day) == pill


@pytest.mark.parametrize(("fill", "day"), [(CONTRADICTORY, FILLED_ON), (make_fill(), FILLED_ON - days(1))])
def test_a_booking_is_not_shown_as_in_order_while_the_dates_are_in_doubt(fill, day):
    pill = today.booking(words, fill, make_appointment(REFILL_BY - days(3)), day)

    assert pill == ("Booked 3 days before it must be refilled", "neutral")


def test_an_appointment_on_which_the_pump_may_be_empty_already_is_neither_on_time_nor_in_order():
    """40 mL at the usual flow: the plausible range reaches zero before the day to refill by."""
    fill = make_fill(volume_ml=40.0, alarm_on=None, longest_interval_days=360)
    dates = refill_dates(fill)
    assert dates.earliest_empty_on < dates.refill_by
    late, early = dates.earliest_empty_on, dates.earliest_empty_on - days(1)

    assert today.booking(words, fill, make_appointment(late), FILLED_ON) == (
        "May be empty before this day: ask for an earlier one",
        "urgent",
    )
    assert today.booking(words, fill, make_appointment(early), FILLED_ON)[1] == "in-order"
    household = make_household(fill=fill, appointment=make_appointment(late))
    assert sentence(household, at_on(FILLED_ON + days(1), "12:00")).endswith("That leaves little time.")
    household = make_household(fill=fill, appointment=make_appointment(early))
    assert sentence(household, at_on(FILLED_ON + days(1), "12:00")).startswith("On time.")


def test_without_a_refill_date_there_is_no_pill():
    assert today.booking(words, None, None, FILLED_ON) is None


@pytest.mark.parametrize(("volume", "said"), [(17.6, "18"), (3.0, "3"), (2.9, "3"), (2.2, "2"), (1.3, "1.5"), (0, "0")])
def test_a_volume_is_told_as_a_person_says_it(volume, said):
    assert today.volume(volume) == said


def test_the_plausible_range_is_told_with_the_first_day_of_the_alarm():
    def told(days: int) -> str:
        day = NOON.date() + timedelta(days=days)
        return today.plausible_range(words, project(make_fill(), day), day)

    assert told(0) == "The alarm may come from Sunday 3 May on."
    assert told(20) == "The true level may lie between 12 and 14 mL. The alarm may come from Sunday 3 May on."
    assert told(60).endswith("mL. The alarm may have come since Sunday 3 May.")


def test_the_last_check_is_told_with_when_by_whom_and_what():
    def told(check, level=""):
        return today.last_check(words, make_household(last_check=check), level, NOON)

    saved = {"saved_at": NOON - minutes(30), "by": "Ana"}
    assert told(None) == told(make_check(["itch"])) == "No check recorded yet."
    assert told(make_check(no=["itch"], **saved), "clear") == (
        "Last check today at 11:30 by Ana: none of the signs was ticked"
    )
    assert told(make_check(temperature_c=38.4, **saved), "urgent") == (
        "Last check today at 11:30 by Ana: Urgent – the signs were not asked about"
    )
    assert told(make_check(["itch"], **saved), "call-clinic") == (
        "Last check today at 11:30 by Ana: Call the clinic – itching"
    )
    assert told(make_check(["nausea"], saved_at=NOON), "watch") == "Last check today at 12:00: nausea"


@pytest.mark.parametrize(
    ("severity", "tag"),
    [
        (Severity.CALM, ("Due now", "neutral")),
        (Severity.REMINDER, ("Due now", "neutral")),
        (Severity.URGENT, ("Urgent", "urgent")),
        (Severity.EMERGENCY, ("Emergency", "emergency")),
    ],
)
def test_what_is_due_is_tagged_by_its_severity(severity, tag):
    assert today.tag(words, make_alert(severity), NOON) == tag


def test_what_is_quiet_says_until_when():
    alert = make_alert(Severity.URGENT)

    assert today.tag(words, see(alert, NOON, "Ana", at_on(FILLED_ON).time(), BERLIN), NOON) == (
        "Seen, again today at 13:00",
        "urgent",
    )
    snoozed = snooze(alert, NOON, NOON + minutes(15), "Ana")
    assert today.tag(words, snoozed, NOON) == ("Snoozed until today at 12:15, 15 minutes left", "urgent")
    assert today.tag(words, snoozed, NOON + timedelta(hours=1)) == ("Urgent", "urgent")
