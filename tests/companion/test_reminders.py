"""The evaluation: what is due is written, shown once, shown again until the fact settles it, and lost never."""

from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from itb_companion.care.absence import AbsenceKind
from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.household import Preferences
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role
from itb_companion.care.ports import Delivery
from itb_companion.care.ports import Outcome as Shown
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Answer
from itb_companion.care.triage import Level
from itb_companion.record import ledger
from itb_companion.record.errors import Reason
from itb_companion.record.tables import AbsenceRow, AlertRow, AnswerRow, OccurrenceRow
from itb_companion.words import due
from itb_companion.words.language import Words
from tests.factories import (
    ALARM_ON,
    BERLIN,
    EMPTY_ON,
    NOON,
    REFILL_BY,
    at,
    at_on,
    days,
    make_fill,
    minutes,
)

FIRST_STEP = REFILL_BY - days(42)


@pytest.fixture
def due_to_book(begun):
    """Booking the refill is due for the first time, and nothing was evaluated since the start."""
    begun.companion.reminders.evaluate()
    begun.clock.at = at_on(FIRST_STEP)
    return begun


def evaluate(program, why="no-longer-due"):
    """Look, and let a channel confirm what is announced, as the program does."""
    found = program.companion.reminders.evaluate(why)
    for alert in found.to_announce:
        program.companion.reminders.note_deliveries(alert.item.key, [Delivery("dbus", Shown.CONFIRMED)])
    return found


def kinds(alerts):
    return [alert.kind for alert in alerts]


def only(alerts):
    [alert] = alerts
    return alert


# Raised, shown, nothing twice


def test_nothing_is_due_on_a_quiet_day(begun):
    found = evaluate(begun)

    assert (found.alerts, found.showing, found.newly_shown, found.to_announce, found.settled) == ((),) * 5
    assert (found.away, found.held_until, found.failure) == (None, None, None)


def test_what_is_due_is_written_as_announced_before_anybody_sees_it(due_to_book):
    found = evaluate(due_to_book)
    alert = only(found.to_announce)
    row = AlertRow.get()

    assert (alert.kind, alert.severity) == (Kind.BOOK, Severity.REMINDER)
    assert (row.raised_at, row.announced_at, row.settled_at) == (due_to_book.clock.at, due_to_book.clock.at, None)
    assert [occurrence.key for occurrence in OccurrenceRow.select()] == [alert.item.key]


def test_looking_again_at_the_same_instant_changes_nothing(due_to_book):
    first = evaluate(due_to_book)
    second = evaluate(due_to_book)

    assert second.to_announce == second.settled == ()
    assert [alert.id for alert in second.showing] == [alert.id for alert in first.showing]
    assert (AlertRow.select().count(), OccurrenceRow.select().count()) == (1, 1)


def test_after_a_restart_what_is_open_is_shown_and_not_announced_again(due_to_book):
    evaluate(due_to_book)
    due_to_book.restart()
    due_to_book.clock.move(seconds=30)
    found = evaluate(due_to_book)

    assert kinds(found.showing) == [Kind.BOOK]
    assert found.to_announce == ()


# Announced by a program that ended before anybody got it


def announced_and_restarted(program, *deliveries):
    """Announce what is due, keep what became of it, end the program and start it again; return the announced."""
    found = program.companion.reminders.evaluate()
    if deliveries:
        program.clock.move(seconds=1)
        program.companion.reminders.note_deliveries(found.to_announce[0].item.key, deliveries)
    program.restart()
    program.clock.move(seconds=30)
    return found.to_announce


def test_what_was_announced_and_told_by_no_channel_is_announced_by_the_next_start(due_to_book):
    announced = announced_and_restarted(due_to_book)
    again = due_to_book.companion.reminders.evaluate()

    assert [alert.id for alert in again.to_announce] == [alert.id for alert in announced]
    assert again.newly_shown == ()
    assert AlertRow.get().announced_at == due_to_book.clock.at
    assert (AlertRow.select().count(), OccurrenceRow.select().count()) == (1, 1)


def test_within_a_run_what_was_announced_is_not_announced_again_though_nothing_was_told(due_to_book):
    announced_and_restarted(due_to_book)
    due_to_book.companion.reminders.evaluate()
    due_to_book.clock.move(minutes=5)

    assert due_to_book.companion.reminders.evaluate().to_announce == ()


@pytest.mark.parametrize("channel", ["dbus", "plyer", "tray"])
@pytest.mark.parametrize("outcome", list(Shown))
def test_what_a_notification_channel_has_told_of_is_not_announced_again(due_to_book, channel, outcome):
    announced_and_restarted(due_to_book, Delivery(channel, outcome))

    assert due_to_book.companion.reminders.evaluate().to_announce == ()


@pytest.mark.parametrize("way", ["alert-window", "sound"])
def test_a_window_or_a_sound_is_no_notification(due_to_book, way):
    announced_and_restarted(due_to_book, Delivery(way, Shown.CONFIRMED))

    assert kinds(due_to_book.companion.reminders.evaluate().to_announce) == [Kind.BOOK]


def test_a_start_that_does_not_announce_leaves_it_to_the_first_look_that_does(due_to_book):
    announced_and_restarted(due_to_book)
    announced_at = AlertRow.get().announced_at

    assert due_to_book.companion.reminders.evaluate(announces=False).to_announce == ()
    assert AlertRow.get().announced_at == announced_at
    assert kinds(due_to_book.companion.reminders.evaluate().to_announce) == [Kind.BOOK]


def test_the_notification_that_spoke_for_several_is_told_for_all_of_them(due_to_book):
    due_to_book.companion.people.save_preferences(Preferences(sign_check_times=(time(9),)))
    due_to_book.clock.move(days=1)
    announced = announced_and_restarted(due_to_book, Delivery("dbus", Shown.CONFIRMED))

    assert len(announced) == 2
    assert due_to_book.companion.reminders.evaluate().to_announce == ()


def test_what_was_answered_is_announced_when_its_quiet_ends_and_not_by_the_start(due_to_book):
    alert = only(due_to_book.companion.reminders.evaluate().to_announce)
    due_to_book.companion.reminders.seen(alert.id)
    due_to_book.restart()
    assert due_to_book.companion.reminders.evaluate().to_announce == ()

    due_to_book.clock.move(hours=4)
    assert [back.id for back in due_to_book.companion.reminders.evaluate().to_announce] == [alert.id]


def test_what_the_start_announces_again_waits_for_the_end_of_the_quiet_hours(due_to_book):
    due_to_book.clock.at = at_on(FIRST_STEP, "21:59")
    announced_and_restarted(due_to_book)
    due_to_book.clock.at = at_on(FIRST_STEP, "22:01")
    assert due_to_book.companion.reminders.evaluate().to_announce == ()

    due_to_book.clock.at = at_on(FIRST_STEP + days(1), "07:00")
    assert kinds(due_to_book.companion.reminders.evaluate().to_announce) == [Kind.BOOK]


def test_an_act_that_fails_while_it_is_written_announces_nothing_and_the_next_look_does(due_to_book, monkeypatch):
    def fail(alert):
        raise RuntimeError("killed here")

    monkeypatch.setattr(ledger, "update", fail)
    with pytest.raises(RuntimeError):
        evaluate(due_to_book)
    monkeypatch.undo()
    assert (AlertRow.select().count(), OccurrenceRow.select().count()) == (0, 0)
    due_to_book.restart()

    assert kinds(evaluate(due_to_book).to_announce) == [Kind.BOOK]


def test_however_late_it_is_looked_at_what_is_due_is_one_alert(due_to_book):
    due_to_book.clock.at = at_on(REFILL_BY, "15:00")
    found = evaluate(due_to_book)

    assert kinds(found.to_announce) == [Kind.BOOK]
    assert found.alerts[0].item.due_at == at_on(REFILL_BY)
    assert AlertRow.select().count() == 1


def test_the_steps_that_one_alert_speaks_for_are_written_with_it(due_to_book):
    due_to_book.clock.at = at_on(REFILL_BY, "15:00")
    alert = only(evaluate(due_to_book).alerts)
    steps = [REFILL_BY - days(step) for step in (42, 28, 21, 14, 10, 7, 5, 3, 2, 1, 0)]

    assert sorted(row.due_at for row in OccurrenceRow.select()) == [at_on(day) for day in steps]
    assert {row.alert_id for row in OccurrenceRow.select()} == {alert.id}


def test_what_is_due_carries_the_facts_of_today(due_to_book):
    alert = only(evaluate(due_to_book).showing)

    assert alert.item.facts["refill_by"] == REFILL_BY
    due_to_book.restart()
    assert only(evaluate(due_to_book).showing).item.facts == alert.item.facts


def test_worst_first(due_to_book):
    due_to_book.companion.people.save_preferences(Preferences(sign_check_times=(time(12, 30),)))
    due_to_book.clock.at = at_on(ALARM_ON, "12:00")
    due_to_book.companion.checks.danger("seizure")
    due_to_book.clock.move(minutes=45)
    found = evaluate(due_to_book)

    assert kinds(found.showing) == [Kind.EPISODE, Kind.OVERDUE, Kind.RECHECK, Kind.SIGN_CHECK]
    assert [alert.severity for alert in found.showing] == sorted((a.severity for a in found.showing), reverse=True)


# Answers


def test_seen_is_quiet_for_a_time_and_then_comes_back_announced_anew(due_to_book):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.seen(alert.id)
    quiet = evaluate(due_to_book)
    assert (quiet.showing, kinds(quiet.alerts)) == ((), [Kind.BOOK])

    due_to_book.restart()
    due_to_book.clock.move(hours=3, minutes=59)
    assert evaluate(due_to_book).showing == ()
    due_to_book.clock.move(minutes=1)
    again = evaluate(due_to_book)
    assert [back.id for back in again.to_announce] == [alert.id]
    assert evaluate(due_to_book).to_announce == ()
    assert OccurrenceRow.select().count() == 1


def test_who_saw_it_and_when_is_kept(due_to_book):
    due_to_book.companion.people.set_caregiver("Ben")
    due_to_book.companion.reminders.seen(only(evaluate(due_to_book).showing).id)
    row = AlertRow.get()

    assert (row.seen_by, row.seen_at) == ("Ben", due_to_book.clock.at)
    assert [(answer.what, answer.recorded_by) for answer in AnswerRow.select()] == [("seen", "Ben")]
    assert due_to_book.companion.reminders.reach([]).seen == (due_to_book.clock.at, "Ben")


def test_the_next_occurrence_wakes_what_was_quiet(due_to_book):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.clock.at = at_on(REFILL_BY - days(28)) - minutes(30)
    due_to_book.companion.reminders.snooze(alert.id, timedelta(hours=2))
    assert evaluate(due_to_book).showing == ()

    due_to_book.clock.move(minutes=30)
    found = evaluate(due_to_book)
    assert [woken.id for woken in found.to_announce] == [alert.id]
    assert OccurrenceRow.select().count() == 2


@pytest.mark.parametrize(("span", "local"), [(timedelta(minutes=15), "09:15"), (timedelta(hours=1), "10:00")])
def test_a_snooze_ends_by_itself(due_to_book, span, local):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.snooze(alert.id, span)
    due_to_book.clock.at = at_on(FIRST_STEP, local) - timedelta(seconds=1)
    assert evaluate(due_to_book).showing == ()

    due_to_book.clock.at = at_on(FIRST_STEP, local)
    assert kinds(evaluate(due_to_book).to_announce) == [Kind.BOOK]


def test_a_snooze_until_the_morning_ends_in_the_morning(due_to_book):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.snooze(alert.id, None)

    assert only(evaluate(due_to_book).alerts).quiet_until == at_on(FIRST_STEP + days(1))


def test_a_person_may_end_the_quiet(due_to_book):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.snooze(alert.id, timedelta(hours=1))
    due_to_book.companion.reminders.wake(alert.id)

    assert kinds(evaluate(due_to_book).to_announce) == [Kind.BOOK]
    assert [answer.what for answer in AnswerRow.select()] == ["snoozed", "woken"]


def test_an_emergency_cannot_be_snoozed(begun):
    begun.companion.checks.danger("seizure")
    alert = only(evaluate(begun).showing)
    begun.companion.reminders.snooze(alert.id, timedelta(hours=1))

    assert kinds(evaluate(begun).showing) == [Kind.EPISODE]


def test_answering_what_is_not_there_changes_nothing(due_to_book):
    evaluate(due_to_book)
    due_to_book.companion.reminders.seen(4711)

    assert AnswerRow.select().count() == 0


# Settled by the fact


def test_an_appointment_settles_the_booking_with_its_reason_and_person(due_to_book):
    evaluate(due_to_book)
    due_to_book.companion.refills.set_appointment(REFILL_BY - days(2))
    settled = only(evaluate(due_to_book, "appointment-changed").settled)

    assert (settled.kind, settled.settled_why, settled.settled_by) == (Kind.BOOK, "appointment-changed", "Ana")
    assert settled.settled_at == due_to_book.clock.at
    assert evaluate(due_to_book).alerts == ()


def test_an_appointment_that_falls_through_raises_the_booking_again(due_to_book):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.companion.refills.set_appointment(REFILL_BY - days(2))
    evaluate(due_to_book, "appointment-changed")
    due_to_book.companion.refills.cancel_appointment()
    found = evaluate(due_to_book)

    assert [again.id for again in found.to_announce] == [alert.id]
    assert evaluate(due_to_book).to_announce == ()
    assert (AlertRow.select().count(), OccurrenceRow.select().count()) == (1, 1)


def test_that_an_alert_was_opened_again_by_the_program_is_no_evidence_of_a_person(due_to_book):
    evaluate(due_to_book)
    due_to_book.companion.refills.set_appointment(REFILL_BY - days(2))
    evaluate(due_to_book, "appointment-changed")
    due_to_book.companion.refills.cancel_appointment()
    evaluate(due_to_book)

    assert due_to_book.companion.reminders.reach([]).seen is None


def test_a_recorded_refill_settles_what_was_overdue(due_to_book):
    due_to_book.clock.at = at_on(EMPTY_ON, "12:00")
    assert kinds(evaluate(due_to_book).showing) == [Kind.EMPTY]
    due_to_book.companion.refills.record(make_fill(filled_on=EMPTY_ON, alarm_on=None))
    found = evaluate(due_to_book, "refill-recorded")

    assert found.alerts == ()
    assert only(found.settled).settled_why == "refill-recorded"


def test_what_got_worse_is_the_same_alert_and_wakes_it(due_to_book):
    due_to_book.clock.at = at_on(EMPTY_ON - days(1), "22:00")
    overdue = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.seen(overdue.id)
    due_to_book.clock.at = at_on(EMPTY_ON, "00:00")
    found = only(evaluate(due_to_book).to_announce)

    assert (found.id, found.kind, found.severity) == (overdue.id, Kind.EMPTY, Severity.EMERGENCY)


def test_a_correction_that_makes_it_worse_is_said_at_once(due_to_book):
    due_to_book.clock.at = at_on(EMPTY_ON - days(3), "12:00")
    overdue = only(evaluate(due_to_book).showing)
    due_to_book.companion.reminders.seen(overdue.id)
    fill = due_to_book.companion.household().fill
    due_to_book.companion.refills.correct(replace(fill, alarm_volume_ml=0.5, alarm_on=ALARM_ON))
    found = evaluate(due_to_book, "printout-corrected")

    assert [item.kind for item in found.agenda.due] == [Kind.EMPTY]
    assert [(alert.kind, alert.severity) for alert in found.showing] == [(Kind.EMPTY, Severity.EMERGENCY)]


def test_a_narrow_margin_is_pointed_out_once_and_only_once(begun):
    begun.companion.refills.set_appointment(REFILL_BY + days(1))
    alert = only(evaluate(begun).to_announce)
    assert (alert.kind, alert.severity) == (Kind.INSIDE_MARGIN, Severity.CALM)
    begun.companion.reminders.seen(alert.id)

    for _ in range(3):
        begun.clock.move(hours=30)
        begun.restart()
        assert evaluate(begun).alerts == ()
    begun.companion.refills.set_appointment(REFILL_BY + days(1))
    assert evaluate(begun).alerts == ()


def test_a_sign_check_is_settled_by_a_check(begun):
    begun.companion.people.save_preferences(Preferences(sign_check_times=(time(13),)))
    begun.clock.move(hours=1)
    assert kinds(evaluate(begun).showing) == [Kind.SIGN_CHECK]
    begun.clock.move(minutes=1)
    begun.companion.checks.no_signs_now()

    assert only(evaluate(begun, "check-saved").settled).settled_why == "check-saved"
    begun.clock.move(days=1)
    assert kinds(evaluate(begun).to_announce) == [Kind.SIGN_CHECK]


@pytest.fixture
def watched(begun):
    """A check was saved at noon that came to watch, which opens no episode."""
    begun.companion.checks.tick("sign:anxiety", Answer.YES)
    assert begun.companion.checks.save().level is Level.WATCH
    assert begun.companion.help.current() is None
    return begun


def test_four_hours_after_a_check_that_came_to_watch_it_is_time_to_look_again(watched):
    watched.clock.move(hours=4, seconds=-1)
    assert evaluate(watched).alerts == ()
    watched.clock.move(seconds=1)
    found = evaluate(watched)
    assert kinds(found.to_announce) == [Kind.RECHECK]

    for span in (timedelta(hours=1), days(1)):
        watched.restart()
        watched.clock.move(seconds=span.total_seconds())
        assert [alert.id for alert in evaluate(watched).showing] == [alert.id for alert in found.showing]
    assert OccurrenceRow.select().count() == 1


def test_a_check_without_signs_ends_it(watched):
    watched.clock.move(hours=5)
    evaluate(watched)
    watched.companion.checks.no_signs_now()
    found = evaluate(watched, "check-saved")

    assert [(alert.kind, alert.settled_why) for alert in found.settled] == [(Kind.RECHECK, "check-saved")]
    assert found.alerts == ()
    watched.clock.move(days=1)
    assert evaluate(watched).alerts == ()


@pytest.mark.parametrize("hours", [1, 5])
def test_another_check_that_comes_to_watch_moves_it_on_by_four_hours(watched, hours):
    watched.clock.move(hours=hours)
    evaluate(watched)
    watched.companion.checks.tick("sign:anxiety", Answer.YES)
    watched.companion.checks.save()
    assert evaluate(watched, "check-saved").alerts == ()

    watched.clock.move(hours=4, seconds=-1)
    assert evaluate(watched).alerts == ()
    watched.clock.move(seconds=1)
    assert kinds(evaluate(watched).to_announce) == [Kind.RECHECK]


def test_a_check_that_was_begun_and_not_saved_moves_nothing(watched):
    watched.clock.move(hours=3)
    watched.companion.checks.tick("sign:anxiety", Answer.NO)
    watched.clock.move(hours=1)

    assert kinds(evaluate(watched).showing) == [Kind.RECHECK]


def test_having_seen_it_is_not_having_looked(watched):
    watched.clock.move(hours=4)
    alert = only(evaluate(watched).showing)
    watched.companion.reminders.seen(alert.id)
    assert evaluate(watched).showing == ()

    watched.clock.move(days=1)
    assert [back.id for back in evaluate(watched).to_announce] == [alert.id]


def test_the_end_of_an_episode_ends_it(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.companion.checks.save()
    begun.clock.move(hours=2)
    assert kinds(evaluate(begun).showing) == [Kind.EPISODE, Kind.RECHECK]
    begun.companion.help.close(Ending.ADVICE, "Wait and look again", "Ana", "Dr. Roth")

    assert set(kinds(evaluate(begun, "episode-closed").settled)) == {Kind.EPISODE, Kind.RECHECK}
    begun.clock.move(days=1)
    assert evaluate(begun).alerts == ()


def test_while_an_episode_is_open_a_check_without_signs_moves_it_on_and_does_not_end_it(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.companion.checks.tick("sign:tingling", Answer.YES)
    begun.companion.checks.save()
    begun.companion.help.tried("On call", "111", Role.ON_CALL, Outcome.REACHED)
    begun.clock.move(minutes=20)
    begun.companion.checks.no_signs_now()

    begun.clock.move(minutes=30, seconds=-1)
    assert kinds(evaluate(begun).showing) == [Kind.EPISODE]
    begun.clock.move(seconds=1)
    assert kinds(evaluate(begun).to_announce) == [Kind.RECHECK]


def test_an_episode_is_shown_at_each_level_it_comes_to_and_settled_by_its_end(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.companion.checks.save()
    severities = []
    for wait in (0, 60, 30):
        begun.clock.move(minutes=wait)
        alert = only(evaluate(begun).to_announce)
        begun.companion.reminders.seen(alert.id)
        severities.append(alert.severity)
    begun.companion.help.tried("Emergency", "112", None, Outcome.REACHED)
    begun.companion.help.close(Ending.HANDED_OVER, "Crew", "Ana")

    assert severities == [Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY]
    assert only(evaluate(begun, "episode-closed").settled).settled_why == "episode-closed"
    assert AlertRow.select().count() == 1


# Clock and sleep


@pytest.mark.parametrize("back", [timedelta(seconds=20), timedelta(hours=3), timedelta(days=30), timedelta(days=8000)])
def test_a_clock_set_back_settles_nothing_at_first_and_announces_nothing_twice(due_to_book, back):
    evaluate(due_to_book)
    due_to_book.clock.at -= back
    found = evaluate(due_to_book)

    assert found.settled == found.to_announce == ()
    assert kinds(found.showing) == [Kind.BOOK]


@pytest.mark.parametrize("back", [minutes(1), timedelta(hours=3), timedelta(days=30), timedelta(days=8000)])
def test_a_clock_that_stays_behind_settles_nothing_and_announces_nothing_twice(due_to_book, back):
    alert = only(evaluate(due_to_book).showing)
    due_to_book.clock.at -= back
    for _ in range(3):
        found = evaluate(due_to_book)
        assert [open_.id for open_ in found.showing] == [alert.id]
        assert found.settled == found.to_announce == ()
        due_to_book.clock.move(seconds=10)
    due_to_book.clock.at = at_on(FIRST_STEP, "09:01")

    assert evaluate(due_to_book).to_announce == ()


@pytest.mark.parametrize("day", [FIRST_STEP, ALARM_ON, EMPTY_ON])
def test_what_stays_open_while_the_clock_is_behind_can_be_put_into_words(due_to_book, day):
    due_to_book.clock.at = at_on(day, "09:00")
    evaluate(due_to_book)
    due_to_book.clock.at -= timedelta(days=8000)
    found = evaluate(due_to_book)
    today, words = due_to_book.companion.desk.today, Words(BERLIN)

    for alert in found.showing:
        assert "Mia" in due.body(words, alert.item, "Mia", today)


def test_a_printout_corrected_forth_and_back_leaves_the_booking_due_and_shown(due_to_book):
    """The doses move the ladder: first to a later step of the same cause, then to none, then back to the first."""
    due_to_book.clock.at = at_on(FIRST_STEP + days(5))
    evaluate(due_to_book)
    for dose in (600.0, 400.0, 500.0):
        fill = due_to_book.companion.household().fill
        due_to_book.companion.refills.correct(replace(fill, dose_mcg_per_day=dose, alarm_on=None))
        found = evaluate(due_to_book, "printout-corrected")

    assert [item.kind for item in found.agenda.due] == [Kind.BOOK]
    assert kinds(found.showing) == [Kind.BOOK]


def test_an_appointment_that_falls_through_while_the_clock_is_behind_raises_the_booking_again(due_to_book):
    evaluate(due_to_book)
    due_to_book.clock.at = at_on(REFILL_BY - days(28))
    evaluate(due_to_book)
    due_to_book.companion.refills.set_appointment(REFILL_BY - days(2))
    evaluate(due_to_book, "appointment-changed")
    due_to_book.clock.at = at_on(FIRST_STEP + days(1))
    due_to_book.companion.refills.cancel_appointment()
    found = evaluate(due_to_book)

    assert [item.kind for item in found.agenda.due] == [Kind.BOOK]
    assert kinds(found.showing) == [Kind.BOOK]


def test_the_time_in_which_nothing_ran_is_noted_and_what_was_due_then_is_shown(due_to_book):
    stopped_at = NOON
    due_to_book.restart()
    found = evaluate(due_to_book)
    gone = found.away.absence

    assert (gone.started_at, gone.ended_at, gone.kind) == (stopped_at, due_to_book.clock.at, AbsenceKind.NOT_RUNNING)
    assert found.away.due == found.showing
    assert kinds(found.to_announce) == [Kind.BOOK]
    assert due_to_book.companion.reminders.absence_at(stopped_at + days(1)) == gone
    assert due_to_book.companion.reminders.absence_at(stopped_at - days(1)) is None
    assert AbsenceRow.select().count() == 1


def ended_for_a_day(program):
    program.clock.move(days=1)
    program.restart()


def switched_off_for_a_day(program):
    program.clock.move(days=1)
    program.clock.boot()
    program.restart()


@pytest.mark.parametrize(
    ("happens", "kind"),
    [
        (ended_for_a_day, AbsenceKind.NOT_RUNNING),
        (switched_off_for_a_day, AbsenceKind.COMPUTER_OFF),
        (lambda program: program.clock.move(days=1), AbsenceKind.ASLEEP),
        (lambda program: program.clock.set_wall(days=1), AbsenceKind.CLOCK_SET),
    ],
)
def test_why_nothing_could_be_shown_is_told_from_the_clocks(due_to_book, happens, kind):
    due_to_book.clock.at = at_on(FIRST_STEP) - timedelta(hours=1)
    evaluate(due_to_book)
    happens(due_to_book)

    assert evaluate(due_to_book).away.absence.kind is kind


@pytest.mark.parametrize(("gap", "absent"), [(timedelta(minutes=2), False), (timedelta(minutes=2, seconds=1), True)])
def test_a_short_pause_is_no_absence(begun, gap, absent):
    evaluate(begun)
    begun.clock.at += gap
    evaluate(begun)

    assert (AbsenceRow.select().count() == 1) is absent


def test_a_clock_set_back_is_no_absence(begun):
    evaluate(begun)
    begun.clock.move(days=-3)

    assert evaluate(begun).away is None
    assert AbsenceRow.select().count() == 0


def test_an_answer_ends_that_an_absence_is_told_in_this_run_and_every_later_one(due_to_book):
    alert = only(evaluate(due_to_book).away.due)
    due_to_book.restart()
    due_to_book.clock.move(seconds=5)
    assert only(evaluate(due_to_book).away.due).id == alert.id
    due_to_book.companion.reminders.seen(alert.id)
    due_to_book.companion.reminders.wake(alert.id)

    assert evaluate(due_to_book).away is None
    due_to_book.restart()
    assert evaluate(due_to_book).away is None


def test_a_journey_shows_nothing_twice(due_to_book):
    evaluate(due_to_book)
    due_to_book.companion.reminders.seen(only(evaluate(due_to_book).alerts).id)
    due_to_book.clock.in_zone = ZoneInfo("Australia/Sydney")
    found = evaluate(due_to_book)

    assert (found.to_announce, found.settled) == ((), ())


# Evidence


def test_what_is_known_of_each_attempt_to_show_is_kept(due_to_book):
    alert = only(evaluate(due_to_book).to_announce)
    due_to_book.companion.reminders.note_deliveries(
        alert.item.key, [Delivery("dbus", Shown.REFUSED, "no"), Delivery("tray", Shown.CONFIRMED)]
    )
    due_to_book.restart()
    reach = due_to_book.companion.reminders.reach(["dbus", "plyer", "tray"])

    assert reach.seen is None
    assert {name: outcome for name, (outcome, _, _) in reach.deliveries.items()} == {
        "dbus": "refused",
        "tray": "confirmed",
    }


def test_the_agenda_of_another_day_is_told_and_writes_nothing(begun):
    found = begun.companion.reminders.agenda(at("2026-06-01 12:00"))

    assert [item.kind for item in found.due] == [Kind.EMPTY]
    assert [item.kind for item in begun.companion.reminders.agenda().coming][:1] == [Kind.BOOK]
    assert (AlertRow.select().count(), ledger.pulse()) == (0, None)


def test_what_is_due_is_shown_though_the_ledger_cannot_be_written(due_to_book):
    """A full disk must not hide a refill: it is shown with the reason, and announced once."""
    due_to_book.companion.desk.store.database.execute_sql("PRAGMA query_only = ON")

    first, second = (due_to_book.companion.reminders.evaluate() for _ in range(2))

    assert [alert.kind for alert in first.showing] == [Kind.BOOK]
    assert first.failure.reason is Reason.READ_ONLY
    assert [alert.kind for alert in first.to_announce] == [Kind.BOOK]
    assert second.showing
    assert not second.to_announce
