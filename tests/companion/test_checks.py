"""Checks for signs: kept tick by tick, and what was seen opens an episode."""

import pytest

from itb_companion.care.episode import Ending
from itb_companion.care.plan import Plan
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.signs import LEADING_SIGNS, Answer, PumpAlarm, Tone, Vitals
from itb_companion.care.triage import Level
from itb_companion.record.tables import CheckRow, EpisodeRow, TickRow
from tests.factories import ALARM_ON, FILLED_ON, NOON, at_on, days, make_person, minutes


def test_every_tick_is_there_after_the_program_was_ended_and_started_again(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.clock.move(minutes=3)
    begun.companion.checks.tick("tone", Tone.TIGHTER)
    begun.companion.checks.tick("event:recent-fall", True)
    before = begun.companion.checks.tick("note", "after lunch")
    begun.restart()
    progress = begun.companion.checks.progress()

    assert progress == before
    assert progress.check.ticked == {"itch"}
    assert (progress.check.tone, progress.check.note, progress.check.by) == (Tone.TIGHTER, "after lunch", "Ana")
    assert progress.assessment.level is Level.URGENT
    assert begun.companion.help.current() is None


def test_a_sign_began_when_it_was_first_ticked_unless_told_otherwise(begun):
    checks = begun.companion.checks
    checks.tick("sign:itch", Answer.UNSURE)
    begun.clock.move(minutes=10)
    checks.tick("sign:itch", Answer.YES)
    assert checks.progress().check.since == {"itch": NOON}

    checks.tick("sign:itch", Answer.YES, NOON - minutes(50))
    assert checks.progress().check.since == {"itch": NOON - minutes(50)}
    checks.tick("sign:itch", Answer.NO)
    checks.tick("sign:itch", Answer.YES)
    assert checks.progress().check.since == {"itch": NOON + minutes(10)}


def test_a_check_is_one_check_however_often_it_is_ticked(begun):
    for answer in (Answer.YES, Answer.NO, Answer.UNSURE, None):
        begun.companion.checks.tick("sign:itch", answer)

    assert (CheckRow.select().count(), TickRow.select().count()) == (1, 4)
    assert begun.companion.checks.progress().check.answers == {}


def test_an_empty_check_is_kept_nowhere(begun):
    progress = begun.companion.checks.progress()

    assert progress.check.nothing_answered
    assert progress.assessment.level is Level.CLEAR
    assert begun.companion.checks.save().level is Level.CLEAR
    assert CheckRow.select().count() == 0


# Drafts


def test_a_draft_of_up_to_4_hours_goes_on(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.clock.move(hours=4)

    assert begun.companion.checks.progress().check.ticked == {"itch"}


def test_a_draft_older_than_4_hours_is_saved_as_it_was_ticked_and_opens_what_it_came_to(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.restart()
    begun.clock.move(hours=4, seconds=1)

    assert begun.companion.checks.progress().check.nothing_answered
    [(check, level)] = begun.companion.checks.recent()
    assert (check.ticked, check.saved_at, level) == ({"itch"}, NOON, "call-clinic")
    episode = begun.companion.help.current()
    assert (episode.first_sign_at, episode.opened_at) == (NOON, NOON)
    assert episode.level_at(begun.clock.at, Plan()) is Level.EMERGENCY, "nobody was reached since it was ticked"


def test_a_tick_after_4_hours_begins_a_check_of_its_own(begun):
    begun.companion.checks.tick("sign:nausea", Answer.YES)
    begun.clock.move(hours=5)
    progress = begun.companion.checks.tick("sign:tremor", Answer.YES)

    assert progress.check.ticked == {"tremor"}
    assert len(begun.companion.checks.recent()) == 1


def test_a_draft_from_a_clock_that_stood_ahead_is_not_taken_for_now(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.clock.move(days=-30)

    assert begun.companion.checks.progress().check.nothing_answered
    assert begun.companion.help.current().opened_at == begun.clock.at


def test_a_check_that_asks_for_help_counts_as_it_stands_2_minutes_after_its_last_answer(begun):
    checks = begun.companion.checks
    checks.tick("sign:itch", Answer.YES)
    begun.clock.move(minutes=1, seconds=59)
    assert not checks.take_in_left()
    checks.tick("sign:spasticity-increase", Answer.YES)
    answered_at = begun.clock.at
    begun.clock.move(minutes=1, seconds=59)
    assert not checks.take_in_left()
    assert begun.companion.help.current() is None
    begun.clock.move(seconds=1)

    assert checks.take_in_left()
    assert not checks.take_in_left()
    [(check, level)] = checks.recent()
    assert (check.ticked, check.saved_at, level) == ({"itch", "spasticity-increase"}, answered_at, "urgent")
    episode = begun.companion.help.current()
    assert (episode.first_sign_at, episode.opened_at) == (NOON, answered_at)
    assert [each.id for each in episode.checks] == [check.id]


@pytest.mark.parametrize("answers", [{"itch": "no"}, {"anxiety": "yes"}, {}])
def test_a_check_that_asks_for_no_help_is_left_to_go_on(begun, answers):
    for sign, answer in answers.items():
        begun.companion.checks.tick(f"sign:{sign}", answer)
    begun.clock.move(hours=3)

    assert not begun.companion.checks.take_in_left()
    assert begun.companion.checks.recent() == []


def test_what_is_added_while_help_is_sought_counts_although_nobody_saves_it(begun):
    checks = begun.companion.checks
    checks.tick("sign:itch", Answer.YES)
    checks.save()
    checks.tick("sign:tingling", Answer.NO)
    begun.clock.move(minutes=10)
    assert not checks.take_in_left(), "a no adds nothing"
    checks.tick("temperature_c", 38.6)
    begun.clock.move(minutes=2)

    assert checks.take_in_left()
    assert begun.companion.help.current().level_at(begun.clock.at, Plan()) is Level.EMERGENCY


# Readings


def test_readings_are_kept_as_one_act_and_only_where_they_changed(begun):
    checks = begun.companion.checks
    checks.set_vitals(Vitals(38.2, 150, 90, None))
    checks.set_vitals(Vitals(38.2, 150, 90, None))
    checks.set_vitals(Vitals(None, 150, 90, 88))

    assert checks.progress().check.vitals == Vitals(None, 150, 90, 88)
    assert TickRow.select().count() == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (Vitals(38.4, None, None, 131), Vitals(38.4, None, None, 131)),
        (Vitals(3.0, 150, 9, 131), Vitals(37.0, 150, 80, 131)),
        (Vitals(None, 150, 90, None), Vitals(None, 150, 90, None)),
        (Vitals(38.4, 80, 90, 131), Vitals(38.4, 120, 80, 131)),
        (Vitals(38.4, 150, 160, 131), Vitals(38.4, 120, 80, 131)),
        (Vitals(float("nan"), 1, 130, 1), Vitals(37.0, 120, 80, 70)),
    ],
)
def test_of_readings_still_being_typed_each_is_kept_as_soon_as_it_is_possible(begun, typed, kept):
    checks = begun.companion.checks
    checks.set_vitals(Vitals(37.0, 120, 80, 70))

    assert checks.draft_vitals(typed).check.vitals == kept
    begun.restart()
    assert begun.companion.checks.progress().check.vitals == kept


def test_a_refill_that_the_record_knows_is_known_for_three_days(program):
    program.begin()
    for day, known in ((FILLED_ON, True), (FILLED_ON + days(3), True), (FILLED_ON + days(4), False)):
        program.clock.at = at_on(day, "12:00")
        assert program.companion.checks.progress().known == ({"recent-refill"} if known else frozenset())


@pytest.mark.parametrize(
    ("what", "value", "empty"),
    [("event:recent-fall", True, False), ("unusual:pulse_per_min", True, False), ("note", "pale", "")],
)
def test_what_was_ticked_can_be_taken_back(begun, what, value, empty):
    begun.companion.checks.tick(what, value)
    assert not begun.companion.checks.progress().check.nothing_answered

    assert begun.companion.checks.tick(what, empty).check.nothing_answered


@pytest.mark.parametrize("vitals", [Vitals(380.0), Vitals(systolic_mmhg=80, diastolic_mmhg=120), Vitals(float("nan"))])
def test_a_reading_that_cannot_be_true_is_refused_with_nothing_written(begun, vitals):
    with pytest.raises(NotAcceptedError):
        begun.companion.checks.set_vitals(vitals)

    assert CheckRow.select().count() == 0


@pytest.mark.parametrize(("what", "value"), [("sign:itch", "perhaps"), ("tone", "softer"), ("pump_alarm", "thrice")])
def test_an_answer_that_is_not_known_is_never_kept(begun, what, value):
    with pytest.raises((NotAcceptedError, ValueError)):
        begun.companion.checks.tick(what, value)

    assert begun.companion.checks.progress().check.nothing_answered


# Saved


def test_a_saved_check_is_the_last_one_and_the_next_begins_empty(begun):
    begun.companion.checks.tick("sign:nausea", Answer.YES)
    begun.clock.move(minutes=5)
    assessment = begun.companion.checks.save()

    assert assessment.level is Level.WATCH
    assert begun.companion.household().last_check.saved_at == NOON + minutes(5)
    assert begun.companion.checks.last_level_id() == "watch"
    assert begun.companion.checks.progress().check.nothing_answered
    assert begun.companion.help.current() is None


def test_no_check_no_level(begun):
    assert begun.companion.checks.last_level_id() == ""


def test_no_signs_now_is_one_click_and_says_no_to_the_four(begun):
    assessment = begun.companion.checks.no_signs_now()
    check = begun.companion.household().last_check

    assert assessment.level is Level.CLEAR
    assert check.answers == dict.fromkeys(LEADING_SIGNS, Answer.NO)
    assert (check.saved_at, check.by) == (NOON, "Ana")


def test_no_signs_now_does_not_throw_away_what_was_ticked_before(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.clock.move(minutes=1)
    begun.companion.checks.no_signs_now()

    assert [level for _, level in begun.companion.checks.recent()] == ["clear", "call-clinic"]
    assert begun.companion.help.current().signs == ("itch",)


# Episodes


def test_danger_is_an_emergency_at_once_and_keeps_what_was_ticked(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.clock.move(minutes=2)
    assessment = begun.companion.checks.danger("seizure")
    episode = begun.companion.help.current()

    assert assessment.level is Level.EMERGENCY
    assert set(episode.signs) == {"itch", "seizure"}
    assert episode.first_sign_at == NOON
    assert begun.companion.household().last_check.ticked == {"itch", "seizure"}
    assert begun.companion.checks.progress().check.nothing_answered
    begun.restart()
    assert begun.companion.help.current() == episode
    assert begun.companion.help.level() is Level.EMERGENCY


@pytest.mark.parametrize(
    ("what", "value", "level"),
    [
        ("sign:itch", Answer.YES, Level.CALL_CLINIC),
        ("sign:tingling", Answer.UNSURE, Level.CALL_CLINIC),
        ("pump_alarm", PumpAlarm.SINGLE, Level.CALL_CLINIC),
        ("pump_alarm", PumpAlarm.UNSURE, Level.URGENT),
        ("tone", Tone.LOOSER, Level.URGENT),
        ("temperature_c", 38.0, Level.URGENT),
        ("unusual:pulse_per_min", True, None),
        ("sign:nausea", Answer.YES, None),
        ("sign:itch", Answer.NO, None),
        ("pump_alarm", PumpAlarm.NONE, None),
        ("temperature_c", 37.5, None),
        ("note", "quiet day", None),
    ],
)
def test_a_saved_check_opens_an_episode_from_call_clinic_on(begun, what, value, level):
    begun.companion.checks.tick(what, value)
    begun.companion.checks.save()

    assert (begun.companion.help.level() if begun.companion.help.current() else None) is level


def test_an_overdue_refill_alone_opens_no_episode_from_a_check_that_saw_nothing(program):
    program.clock.at = at_on(ALARM_ON, "12:00")
    program.begin()

    assert program.companion.checks.no_signs_now().level is Level.URGENT
    assert program.companion.help.current() is None


def test_a_second_check_joins_the_open_episode_and_never_opens_another(begun):
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.companion.checks.save()
    begun.clock.move(minutes=10)
    begun.companion.checks.tick("sign:itch", Answer.YES, NOON - minutes(90))
    begun.companion.checks.tick("sign:sweating", Answer.YES)
    begun.companion.checks.save()
    episode = begun.companion.help.current()

    assert EpisodeRow.select().count() == 1
    assert [cause.level for cause in episode.causes] == [Level.CALL_CLINIC, Level.URGENT]
    assert episode.began_at == NOON - minutes(90)


def test_the_same_signs_again_add_no_cause(begun):
    for _ in range(3):
        begun.companion.checks.tick("sign:itch", Answer.YES)
        begun.companion.checks.save()
        begun.clock.move(minutes=10)

    assert len(begun.companion.help.current().causes) == 1


def saved(program, *ticks) -> Level:
    """Save one check with these answers, five minutes after what was before; return what it came to."""
    program.clock.move(minutes=5)
    for what, answer in ticks:
        program.companion.checks.tick(what, answer)
    return program.companion.checks.save().level


@pytest.mark.parametrize(
    ("first", "then", "level"),
    [
        (("sign:itch", "yes"), ("temperature_c", 38.4), Level.EMERGENCY),
        (("sign:itch", "yes"), ("sign:tingling", "yes"), Level.URGENT),
        (("sign:itch", "yes"), ("pump_alarm", PumpAlarm.TWO_TONE), Level.EMERGENCY),
        (("pump_alarm", PumpAlarm.TWO_TONE), ("sign:itch", "yes"), Level.EMERGENCY),
        (("sign:itch", "yes"), ("event:recent-fall", True), Level.URGENT),
    ],
)
def test_what_is_added_while_help_is_sought_is_taken_with_what_was_seen_before(begun, first, then, level):
    assert saved(begun, first) < level
    begun.companion.checks.tick(*then)

    assert begun.companion.checks.progress().assessment.level is level
    assert begun.companion.checks.save().level is level
    assert begun.companion.help.level() is level


def test_a_no_takes_nothing_back_that_was_seen_while_help_is_sought(begun):
    saved(begun, ("sign:itch", "yes"))

    assert saved(begun, ("sign:itch", "no"), ("sign:tingling", "yes")) is Level.URGENT
    assert begun.companion.help.current().signs == ("itch", "tingling")


def test_what_was_seen_before_an_ending_is_not_taken_with_what_comes_after_it(begun):
    saved(begun, ("sign:itch", "yes"))
    begun.companion.help.close(Ending.HANDED_OVER, "Ambulance crew took over", "Ana")

    assert saved(begun, ("sign:tingling", "yes")) is Level.CALL_CLINIC


def test_a_clear_check_does_not_close_or_lower_an_episode(begun):
    begun.companion.checks.danger("seizure")
    begun.companion.checks.no_signs_now()

    assert begun.companion.help.level() is Level.EMERGENCY


def test_a_check_is_assessed_with_what_the_record_says(program):
    program.begin(person=make_person(special_risks=frozenset({"earlier-withdrawal"})))
    program.companion.checks.tick("sign:itch", Answer.YES)

    assert program.companion.checks.save().level is Level.URGENT
