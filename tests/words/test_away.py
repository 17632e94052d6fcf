"""What is told after a time in which nothing could be shown: from when to when, how long, why, and what fell due."""

from datetime import timedelta

import pytest

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.occurrence import Kind
from itb_companion.words import away
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, REFILL_BY, make_alert

words = Words(BERLIN)
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            AbsenceKind.COMPUTER_OFF,
            (
                "This computer was off, or the program was not running, from yesterday at 18:00 to today at 12:00 "
                "(18 hours)."
            ),
        ),
        (
            AbsenceKind.NOT_RUNNING,
            "This program was not running from yesterday at 18:00 to today at 12:00 (18 hours).",
        ),
        (AbsenceKind.ASLEEP, "This computer was asleep from yesterday at 18:00 to today at 12:00 (18 hours)."),
        (
            AbsenceKind.CLOCK_SET,
            "The clock of this computer was set ahead, from yesterday at 18:00 to today at 12:00 (18 hours).",
        ),
    ],
)
def test_an_absence_is_told_with_its_reason_as_far_as_it_is_known(kind, said):
    assert away.absence(words, Absence(NOON - timedelta(hours=18), NOON, kind), NOON) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (2, "This computer was asleep from 10:00 to 12:00 (2 hours)."),
        (18, "This computer was asleep from Monday 9 March at 18:00 to Tuesday 10 March at 12:00 (18 hours)."),
        (
            24 * 70,
            "This computer was asleep from Tuesday 30 December 2025 at 12:00 to Tuesday 10 March at 12:00 (70 days).",
        ),
    ],
)
def test_an_absence_on_record_names_its_days_so_that_it_is_right_on_every_later_day(hours, said):
    gone = Absence(NOON - timedelta(hours=hours), NOON, AbsenceKind.ASLEEP)

    assert away.absence_on_record(words, gone) == said


def test_what_fell_due_is_named_and_counted():
    book = make_alert(facts={"refill_by": REFILL_BY})
    check = make_alert(kind=Kind.SIGN_CHECK, cause="sign-check", key="sign-check:1")

    assert away.due_meanwhile(words, [book], TODAY) == "Due meanwhile: The refill is not booked."
    assert away.due_meanwhile(words, [book, check], TODAY) == (
        "2 reminders fell due meanwhile: The refill is not booked; Time to check for signs."
    )


def test_the_same_words_are_not_said_twice():
    checks = [make_alert(kind=Kind.SIGN_CHECK, cause=f"check:{n}", key=f"check:{n}") for n in range(2)]

    assert away.due_meanwhile(words, checks, TODAY) == "2 reminders fell due meanwhile: Time to check for signs."
