"""What happened in an episode so far, line by line."""

from datetime import timedelta

from itb_companion.care.episode import Earlier, Ending, Note, Outcome
from itb_companion.care.plan import Plan
from itb_companion.care.triage import Level
from itb_companion.words.emergency_story import StoryLine, story, told, vitals
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, make_attempt, make_cause, make_check, make_closing, make_episode, minutes

words = Words(BERLIN)


def lines(episode, now=NOON):
    return [(line.at - NOON, line.sentence, line.by) for line in story(words, episode, Plan(), now)]


def test_every_cause_call_note_reading_and_rise_is_told_newest_first():
    episode = make_episode(
        Level.CALL_CLINIC,
        causes=(make_cause(Level.CALL_CLINIC, signs=("itch",), rule_ids=("one-early-sign",)),),
        attempts=(make_attempt(NOON + minutes(2), outcome=Outcome.NO_ANSWER),),
        notes=(Note("Will not drink", NOON + minutes(3), "Ben"),),
        checks=(make_check(["itch"], temperature_c=37.9, saved_at=NOON + minutes(1), by="Ana", note="Restless"),),
    )

    assert lines(episode, NOON + minutes(90)) == [
        (minutes(90), "Emergency: nobody who can decide was reached in time.", ""),
        (minutes(60), "Urgent: nobody who can decide was reached in time.", ""),
        (minutes(3), "Will not drink", "Ben"),
        (minutes(2), "Baclofen on-call line, +49 30 555 0100: No answer", "Ana"),
        (minutes(1), "Checked: 37.9 °C. Restless", "Ana"),
        (minutes(0), "Call the clinic: itching.", ""),
    ]


def test_a_cause_without_signs_is_told_by_its_rules():
    episode = make_episode(causes=(make_cause(signs=(), rule_ids=("two-tone-alarm", "asked-for-help")),))

    assert lines(episode) == [
        (
            timedelta(0),
            "Urgent: A two-tone alarm: the drug may no longer be flowing. The emergency screen was opened by a person.",
            "",
        )
    ]


def test_a_check_without_signs_says_so_and_one_that_adds_nothing_is_not_told():
    checks = (make_check(["itch"], saved_at=NOON), make_check(no=["itch"], saved_at=NOON, by="Ana"))

    assert [line for _, line, _ in lines(make_episode(checks=checks))] == [
        "Checked: none of the signs was ticked.",
        "Urgent: itching.",
    ]


def test_of_a_check_that_holds_readings_only_nobody_says_that_no_sign_was_ticked():
    checks = (make_check(temperature_c=38.4, saved_at=NOON, by="Ana"),)

    assert lines(make_episode(checks=checks))[0][1] == "Checked: 38.4 °C."


def test_each_ending_is_told_and_that_the_signs_returned():
    again = NOON + minutes(300)
    episode = make_episode(
        causes=(make_cause(), make_cause(cause_at=again, opening=1)),
        earlier=(Earlier(make_closing(NOON + minutes(5), Ending.ADVICE, what="Wait", advised_by="Dr. Roth"), again),),
        closing=make_closing(again + minutes(5), what="Crew"),
    )

    assert lines(episode, again + minutes(600)) == [
        (minutes(305), "Closed. Handed over: Crew", "Ana"),
        (minutes(300), "Urgent: itching.", ""),
        (minutes(300), "The signs returned: opened again.", ""),
        (minutes(5), "Closed. Advice received from Dr. Roth: Wait", "Ana"),
        (minutes(0), "Urgent: itching.", ""),
    ]


def test_a_line_is_told_with_its_time_and_with_its_person_where_there_is_one():
    assert told(words, StoryLine(NOON, "Fell", "Ana"), "12:00") == "12:00: Fell (Ana)"
    assert told(words, StoryLine(NOON, "Fell"), "12:00") == "12:00: Fell"


def test_half_a_pressure_is_told_as_half_and_nothing_as_nothing():
    assert (
        vitals(words, make_check(systolic_mmhg=151, pulse_per_min=128).vitals) == "pressure 151/? mmHg, pulse 128/min"
    )
    assert vitals(words, make_check().vitals) == ""
