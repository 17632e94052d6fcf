"""The ledger: alerts, their occurrences, deliveries, answers, absences."""

from dataclasses import replace

import pytest
from hypothesis import given

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.alerts import settle
from itb_companion.care.ports import Delivery, Outcome
from itb_companion.record import ledger
from itb_companion.record.errors import RecordError
from itb_companion.record.tables import AbsenceRow, AlertRow, AnswerRow, DeliveryRow, OccurrenceRow, PulseRow
from tests.factories import NOON, days, make_alert, make_item, minutes
from tests.record.strategies import ABSENCES, ALERTS, taken_back


def an_hour_of(kind, started_at=NOON):
    return Absence(started_at, started_at + minutes(60), kind)


@given(ALERTS)
def test_an_alert_comes_back_as_it_was_written(shared_store, alert):
    with taken_back(shared_store):
        written = ledger.insert(alert)

        assert written == replace(alert, id=written.id)
        assert ledger.open_alerts() == (written,)
        assert ledger.known(alert.item.key)


@given(ALERTS, ALERTS)
def test_an_alert_comes_back_as_it_was_changed(shared_store, alert, changed):
    with taken_back(shared_store):
        changed = replace(changed, id=ledger.insert(alert).id)
        ledger.update(changed)

        assert ledger.open_alerts() == (changed,)


def test_an_occurrence_is_written_with_its_alert_and_a_newer_one_beside_it(store):
    alert = ledger.insert(make_alert())
    newer = replace(alert, item=make_item(due_at=NOON + minutes(5), key="newer"))
    ledger.add_occurrence(newer, NOON + minutes(6))

    assert ledger.open_alerts() == (newer,)
    assert [(row.key, row.alert_id, row.due_at, row.raised_at) for row in OccurrenceRow.select()] == [
        (alert.item.key, alert.id, NOON, NOON),
        ("newer", alert.id, NOON + minutes(5), NOON + minutes(6)),
    ]


def test_no_occurrence_is_written_twice(store):
    ledger.insert(make_alert())
    with pytest.raises(RecordError):
        ledger.insert(make_alert())


def test_what_was_never_raised_is_not_known(store):
    assert not ledger.known("never")


def test_a_settled_alert_is_no_longer_open_and_comes_newest_first(store):
    for count, key in enumerate(("one", "two", "three")):
        alert = ledger.insert(make_alert(key=key, cause=key))
        ledger.update(settle(alert, NOON + minutes(count), "Ana", "refill-recorded"))

    assert ledger.open_alerts() == ()
    assert [alert.cause for alert in ledger.settled(2)] == ["three", "two"]


@pytest.mark.parametrize(("why", "is_void"), [("refill-recorded", True), ("no-longer-due", True), ("seen", False)])
def test_only_what_no_person_settled_by_seeing_it_can_come_back(store, why, is_void):
    alert = settle(ledger.insert(make_alert()), NOON, "Ana", why)
    ledger.update(alert)

    assert ledger.settled_as_void(alert.item.key) == (alert if is_void else None)


def test_an_open_alert_is_not_settled_as_void(store):
    alert = ledger.insert(make_alert())

    assert ledger.settled_as_void(alert.item.key) is None


def test_answers_are_kept_and_the_newest_is_evidence_of_a_person(store):
    alert = ledger.insert(make_alert())
    assert ledger.last_seen() is None
    ledger.note_answer(alert, "seen", NOON + minutes(60), NOON, "Ana")
    ledger.note_answer(alert, "snoozed", NOON + minutes(90), NOON + minutes(30), "Ben")

    assert ledger.last_seen() == (NOON + minutes(30), "Ben")
    assert [(row.what, row.until) for row in AnswerRow.select()] == [
        ("seen", NOON + minutes(60)),
        ("snoozed", NOON + minutes(90)),
    ]


def test_of_each_channel_the_newest_delivery_is_told(store):
    ledger.note_deliveries(
        "a", [Delivery("dbus", Outcome.TIMED_OUT, "25 s"), Delivery("tray", Outcome.CONFIRMED)], NOON
    )
    ledger.note_deliveries("b", [Delivery("dbus", Outcome.CONFIRMED)], NOON + minutes(1))

    assert ledger.last_deliveries(["dbus", "plyer", "tray"]) == {
        "dbus": ("confirmed", "", NOON + minutes(1)),
        "tray": ("confirmed", "", NOON),
    }
    assert DeliveryRow.select().count() == 3


def announced(at=NOON, **changes):
    """Write an alert that was announced at an instant."""
    alert = replace(ledger.insert(make_alert(raised_at=NOON - minutes(9), **changes)), announced_at=at)
    ledger.update(alert)
    return alert


@pytest.mark.parametrize(
    ("channel", "minute", "is_told"),
    [
        ("dbus", 0, True),
        ("tray", 1, True),
        ("plyer", 600, True),
        ("dbus", -1, False),
        ("alert-window", 1, False),
        ("sound", 1, False),
    ],
)
@pytest.mark.parametrize("key", ["book:2026-03-02:2026-03-10", "another"])
def test_an_announcement_is_finished_when_a_notification_channel_has_told_anything_since(
    store, channel, minute, is_told, key
):
    alert = announced()
    ledger.note_deliveries(key, [Delivery(channel, Outcome.CONFIRMED)], NOON + minutes(minute))
    ledger.forget_unfinished_announcements(NOON + days(1))

    assert ledger.open_alerts() == (alert if is_told else replace(alert, announced_at=None),)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_that_a_channel_failed_is_told_too(store, outcome):
    alert = announced()
    ledger.note_deliveries(alert.item.key, [Delivery("dbus", outcome)], NOON)
    ledger.forget_unfinished_announcements(NOON + days(1))

    assert ledger.open_alerts() == (alert,)


def test_what_a_clock_ahead_noted_does_not_finish_an_announcement(store):
    alert = announced()
    ledger.note_deliveries("another", [Delivery("dbus", Outcome.CONFIRMED)], NOON + days(30))
    ledger.forget_unfinished_announcements(NOON + days(1))

    assert ledger.open_alerts() == (replace(alert, announced_at=None),)


def test_what_was_announced_and_told_before_the_clock_was_set_back_is_not_announced_again(store):
    alert = announced()
    ledger.note_deliveries(alert.item.key, [Delivery("dbus", Outcome.CONFIRMED)], NOON + minutes(1))
    ledger.forget_unfinished_announcements(NOON - days(3))

    assert ledger.open_alerts() == (alert,)


def test_of_several_announcements_the_finished_stay(store):
    announced(key="first", cause="first")
    ledger.note_deliveries("first", [Delivery("dbus", Outcome.CONFIRMED)], NOON + minutes(1))
    announced(NOON + minutes(2), key="second", cause="second")
    ledger.insert(make_alert(key="third", cause="third"))
    ledger.forget_unfinished_announcements(NOON + days(1))

    assert [alert.announced_at for alert in ledger.open_alerts()] == [NOON, None, None]


def test_an_unfinished_announcement_of_what_is_settled_stays_as_it_was(store):
    alert = settle(announced(), NOON + minutes(1), "Ana", "refill-recorded")
    ledger.update(alert)
    ledger.forget_unfinished_announcements(NOON + days(1))

    assert ledger.settled(1) == (alert,)


def test_the_pulse_is_one_row(store):
    assert ledger.pulse() is None
    for count in range(3):
        ledger.set_pulse(NOON + minutes(count))

    assert ledger.pulse() == NOON + minutes(2)
    assert PulseRow.select().count() == 1


@pytest.mark.parametrize(("minute", "absent"), [(-1, False), (0, True), (30, True), (60, True), (61, False)])
def test_an_instant_is_known_to_lie_in_an_absence(store, minute, absent):
    ledger.note_absence(an_hour_of(AbsenceKind.ASLEEP))
    found = ledger.absence_over(NOON + minutes(minute))

    assert (found is not None) is absent
    assert found is None or replace(found, id=None) == an_hour_of(AbsenceKind.ASLEEP)


def test_of_two_absences_over_one_instant_the_newer_is_told(store):
    ledger.note_absence(an_hour_of(AbsenceKind.ASLEEP))
    ledger.note_absence(an_hour_of(AbsenceKind.CLOCK_SET))

    assert ledger.absence_over(NOON).kind is AbsenceKind.CLOCK_SET


@given(ABSENCES)
def test_an_absence_comes_back_as_it_was_noted(shared_store, gone):
    with taken_back(shared_store):
        ledger.note_absence(gone)
        [found] = ledger.absences(5)

        assert found == replace(gone, id=found.id)
        assert ledger.untold_absences() == (found,)


def test_absences_come_newest_first_and_those_that_were_told_never_come_as_untold_again(store):
    for start in (0, 100):
        ledger.note_absence(an_hour_of(AbsenceKind.ASLEEP, NOON + minutes(start)))
    assert [gone.started_at for gone in ledger.untold_absences()] == [NOON + minutes(100), NOON]

    ledger.tell_absences(NOON + minutes(200))
    assert ledger.untold_absences() == ()
    ledger.note_absence(an_hour_of(AbsenceKind.NOT_RUNNING, NOON + minutes(300)))
    ledger.tell_absences(NOON + minutes(400))

    assert [gone.kind for gone in ledger.absences(1)] == [AbsenceKind.NOT_RUNNING]
    assert [row.told_at for row in AbsenceRow.select().order_by(AbsenceRow.id)] == [
        NOON + minutes(200),
        NOON + minutes(200),
        NOON + minutes(400),
    ]


def test_earlier_occurrences_are_written_with_the_alert_that_speaks_for_them_and_none_twice(store):
    alert = ledger.insert(make_alert())
    earlier = [make_item(due_at=NOON - minutes(count), key=f"earlier-{count}") for count in (2, 1)]
    ledger.add_contained(alert, [*earlier, alert.item], NOON)
    ledger.add_contained(alert, earlier, NOON + minutes(9))

    assert [(row.key, row.alert_id, row.due_at, row.raised_at) for row in OccurrenceRow.select()] == [
        (alert.item.key, alert.id, NOON, NOON),
        ("earlier-2", alert.id, NOON - minutes(2), NOON),
        ("earlier-1", alert.id, NOON - minutes(1), NOON),
    ]
    assert ledger.open_alerts() == (alert,)


def test_alerts_are_never_erased(store):
    alert = ledger.insert(make_alert())
    ledger.update(settle(alert, NOON, "Ana", "refill-recorded"))

    assert AlertRow.select().count() == 1
