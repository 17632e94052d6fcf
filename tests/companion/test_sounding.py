"""When the alarm sounds: at once, with growing pauses, once for several, and by night only for what is urgent."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.alerts import renew
from itb_companion.care.severity import Severity
from itb_companion.care.value import replace
from itb_companion.companion.sounding import PAUSES, Sounding
from tests.factories import NOON, make_alert, make_item, minutes

A_SECOND = timedelta(seconds=1)
AUDIBLE = [Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY]


def alert(severity=Severity.REMINDER, cause="book", shown_at=NOON):
    return replace(make_alert(severity, cause=cause, key=f"{cause}:1"), shown_at=shown_at)


def sounds(sounding, showing, first, last, *, held=False):
    """Return the minutes after noon at which something sounds to somebody who looks every minute."""
    return [
        minute for minute in range(first, last) if sounding.due(showing, NOON + minutes(minute), held=held) is not None
    ]


@pytest.mark.parametrize("severity", AUDIBLE)
def test_what_comes_before_a_person_sounds_at_once_and_only_once_at_one_instant(severity):
    sounding, shown = Sounding(), alert(severity)

    assert sounding.due([shown], NOON, held=False) == shown
    assert sounding.due([shown], NOON, held=False) is None


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.REMINDER, [0, 5, 20, 80, 140, 200]),
        (Severity.URGENT, [0, 2, 7, 17, 32, 47, 62, 77, 92, 107, 122, 137, 152, 167, 182, 197]),
        (Severity.EMERGENCY, [0, 1, 3, 7, *range(15, 210, 8)]),
    ],
)
def test_while_nobody_answers_it_sounds_again_with_growing_pauses_for_ever(severity, expected):
    assert sounds(Sounding(), [alert(severity)], 0, 210) == expected


@pytest.mark.parametrize("severity", AUDIBLE)
def test_the_next_sound_is_known_and_comes_then_and_no_second_earlier(severity):
    sounding, shown, now = Sounding(), alert(severity), NOON
    for pause in (*PAUSES[severity], PAUSES[severity][-1]):
        assert sounding.due([shown], now, held=False) == shown
        assert sounding.next_at == now + pause
        assert sounding.due([shown], now + pause - A_SECOND, held=False) is None
        now += pause


def test_what_is_calm_makes_no_sound():
    sounding = Sounding()

    assert sounds(sounding, [alert(Severity.CALM)], 0, 200) == []
    assert sounding.next_at is None


def test_nothing_to_show_makes_no_sound():
    sounding = Sounding()
    sounding.due([alert()], NOON, held=False)

    assert sounding.due([], NOON + minutes(90), held=False) is None
    assert sounding.next_at is None


# Several


def test_the_worst_sounds_for_several_and_they_do_not_take_turns():
    sounding = Sounding()
    showing = [alert(severity, cause=severity.name) for severity in AUDIBLE]

    assert sounding.due(showing, NOON, held=False).severity is Severity.EMERGENCY
    assert sounds(sounding, showing, 0, 60) == [1, 3, 7, 15, 23, 31, 39, 47, 55]


def test_a_second_reminder_sounds_at_once_and_both_sound_together_from_then_on():
    sounding, first, second = Sounding(), alert(cause="first"), alert(cause="second", shown_at=NOON + minutes(2))
    assert sounding.due([first], NOON, held=False) == first

    assert sounding.due([first, second], NOON + minutes(2), held=False) == second
    assert sounds(sounding, [first, second], 3, 20) == [7]


def test_a_reminder_that_comes_later_does_not_put_off_the_next_sound_of_an_emergency():
    sounding, worst = Sounding(), alert(Severity.EMERGENCY, cause="episode")
    sounding.due([worst], NOON, held=False)
    late = alert(Severity.REMINDER, shown_at=NOON + timedelta(seconds=50))
    sounded = sounding.due([worst, late], NOON + timedelta(seconds=50), held=False)

    assert sounded == worst or sounding.next_at <= NOON + minutes(1)


def test_when_the_worst_was_answered_the_others_go_on():
    sounding, worst, other = Sounding(), alert(Severity.URGENT, cause="overdue"), alert()
    assert sounds(sounding, [worst, other], 0, 4) == [0, 2]

    assert sounds(sounding, [other], 4, 60) == [17]


# Quiet hours


def test_in_the_quiet_hours_only_what_is_urgent_sounds():
    assert sounds(Sounding(), [alert(Severity.REMINDER)], 0, 200, held=True) == []
    assert sounds(Sounding(), [alert(Severity.URGENT)], 0, 10, held=True) == [0, 2, 7]
    assert sounds(Sounding(), [alert(Severity.EMERGENCY)], 0, 10, held=True) == [0, 1, 3, 7]


def test_what_was_held_back_sounds_when_the_quiet_hours_end_and_begins_anew():
    sounding, shown = Sounding(), alert()
    assert sounds(sounding, [shown], 0, 10) == [0, 5]
    assert sounds(sounding, [shown], 10, 490, held=True) == []
    assert sounding.next_at is None

    assert sounds(sounding, [shown], 490, 520) == [490, 495, 510]


# Renewed, woken, answered


def test_a_renewed_alert_sounds_at_once_and_its_pauses_begin_anew():
    sounding, shown = Sounding(), alert(Severity.URGENT)
    assert sounds(sounding, [shown], 0, 18) == [0, 2, 7, 17]
    newer = renew(shown, make_item(Severity.URGENT, NOON + minutes(18), cause="book", key="book:2"))
    newer = replace(newer, shown_at=NOON + minutes(18))

    assert sounds(sounding, [newer], 18, 30) == [18, 20, 25]


def test_what_comes_back_after_its_quiet_time_sounds_at_once():
    sounding, shown = Sounding(), alert(Severity.URGENT)
    assert sounds(sounding, [shown], 0, 18) == [0, 2, 7, 17]

    assert sounds(sounding, [replace(shown, shown_at=NOON + minutes(20))], 20, 30) == [20, 22, 27]


def test_what_was_away_for_one_look_sounds_at_once_when_it_is_back():
    sounding, shown = Sounding(), alert()
    sounding.due([shown], NOON, held=False)
    sounding.due([], NOON + minutes(1), held=False)

    assert sounding.due([shown], NOON + minutes(2), held=False) == shown


def test_after_a_restart_what_is_open_sounds_again():
    shown = alert()
    Sounding().due([shown], NOON, held=False)

    assert Sounding().due([shown], NOON + minutes(1), held=False) == shown


# The clock


@pytest.mark.parametrize("back", [A_SECOND, minutes(3), timedelta(days=8000)])
def test_a_clock_set_back_lets_it_sound_again_and_not_only_when_the_old_time_has_come(back):
    sounding, shown = Sounding(), alert()
    sounding.due([shown], NOON, held=False)

    assert sounding.due([shown], NOON - back, held=False) == shown
    assert sounding.next_at <= NOON - back + minutes(60)


@given(
    st.lists(st.sampled_from(AUDIBLE), min_size=1, max_size=4),
    st.lists(st.integers(1, 40).map(minutes), min_size=1, max_size=30),
)
def test_whenever_it_is_looked_at_nothing_that_is_shown_stays_silent_longer_than_its_longest_pause(severities, gaps):
    sounding, now, last = Sounding(), NOON, NOON
    showing = [alert(severity, cause=str(place)) for place, severity in enumerate(severities)]
    longest = PAUSES[max(severities)][-1]
    assert sounding.due(showing, now, held=False).severity is max(severities)
    for gap in gaps:
        assert now < sounding.next_at <= last + longest
        now += gap
        due_now = now >= sounding.next_at
        assert (sounding.due(showing, now, held=False) is not None) is due_now
        last = now if due_now else last
