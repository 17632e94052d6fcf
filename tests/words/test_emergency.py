"""The emergency screen's words: short enough to be read aloud, in the right order, true to the record."""

import itertools

import pytest

from itb_companion.care.signs import SIGNS
from itb_companion.care.triage import Level, Reading
from itb_companion.companion.help import ASKED, EMPTY
from itb_companion.words import emergency
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, make_cause, make_episode, minutes

words = Words(BERLIN)
MOST_WORDS = 55
FIRST_SIGN_AT = NOON - minutes(40)


def episode_of(*signs, reading=Reading.TOO_LITTLE, rules=("two-early-signs",), first_sign_at=FIRST_SIGN_AT):
    cause = make_cause(Level.EMERGENCY, signs=signs, reading=reading, rule_ids=rules)
    return make_episode(causes=(cause,), first_sign_at=first_sign_at)


def said(episode, **options):
    return " ".join(emergency.script(words, "Mia Berg", episode, NOON, **options))


@pytest.mark.parametrize("reading", list(Reading))
def test_the_script_is_short_with_five_signs_of_any_kind(reading):
    longest = sorted((sign.id for sign in SIGNS), key=lambda sign: -len(words.text(f"sign.{sign}.inside").split()))
    typical = ("itch", "spasticity-increase", "sweating", "high-fever", "confusion")
    for signs in (typical, *itertools.combinations([each for each in longest if each != "pump-site-red"][:6], 5)):
        script = said(episode_of(*signs, reading=reading), temperature_c=39.4)
        assert len(script.split()) <= MOST_WORDS, script


def test_the_script_names_no_more_than_five_signs():
    script = said(episode_of(*(sign.id for sign in SIGNS)))

    assert len(script.split()) <= MOST_WORDS + 5
    assert sum(words.text(f"sign.{sign.id}.inside") in script for sign in SIGNS) <= 6


def test_the_script_says_pump_first_then_what_it_may_be_then_the_signs_with_their_time():
    script = emergency.script(words, "Mia Berg", episode_of("itch", "sweating"), NOON)

    assert script[0] == "Mia Berg has an implanted intrathecal baclofen pump."
    assert "withdrawal" in script[1]
    assert "sepsis" in script[2]
    assert "itching" in script[3]
    assert "11:20" in script[3]


def test_a_first_sign_of_another_day_is_told_with_its_day():
    assert "yesterday at 11:20" in said(episode_of("itch", first_sign_at=NOON - minutes(24 * 60 + 40)))


def test_without_a_known_beginning_the_script_tells_no_time():
    assert "11:" not in said(episode_of("itch", first_sign_at=None))


@pytest.mark.parametrize(
    ("reading", "said_", "mimics"),
    [
        (Reading.TOO_LITTLE, "This may be baclofen withdrawal.", True),
        (Reading.TOO_MUCH, "This may be too much baclofen.", False),
        (Reading.EITHER, "This may be too little or too much baclofen.", True),
        (Reading.NEITHER, "The pump may not be giving enough baclofen.", False),
    ],
)
def test_the_script_hands_over_what_the_signs_may_point_to(reading, said_, mimics):
    script = said(episode_of("seizure", reading=reading))

    assert said_ in script
    assert ("sepsis" in script) is mimics


def test_an_empty_pump_is_said_where_no_signs_point_anywhere():
    script = said(episode_of(reading=Reading.NEITHER, rules=(EMPTY,), first_sign_at=None))

    assert "The pump may be empty" in script


def test_a_temperature_is_told_with_the_fever_and_a_high_fever_only_once():
    script = said(episode_of("high-fever", "fever"), temperature_c=39.4)

    assert "high fever of 39.4 °C" in script
    assert script.count("fever") == 1
    assert "fever of 38.2 °C" in said(episode_of("fever"), temperature_c=38.2)


def test_without_name_and_episode_there_is_a_script_all_the_same():
    script = emergency.script(words, "", None, NOON)

    assert script[0].startswith("The patient has an implanted")
    assert len(script) == 2


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("reading", list(Reading))
def test_title_line_and_clock_are_told_in_every_state(level, reading):
    for episode in (
        None,
        episode_of("itch", reading=reading),
        episode_of("itch", reading=reading, first_sign_at=None),
        episode_of(reading=reading, rules=(ASKED,), first_sign_at=None),
        episode_of(reading=reading, rules=(EMPTY,), first_sign_at=None),
    ):
        for text in (
            emergency.title(words, episode, level),
            emergency.line(words, episode, NOON),
            emergency.clock_caption(words, episode),
        ):
            assert text
            assert "{" not in text


def test_the_title_says_how_urgent_and_what():
    assert emergency.title(words, episode_of("itch"), Level.EMERGENCY) == "Emergency: possible baclofen withdrawal"
    assert emergency.title(words, episode_of("itch"), Level.URGENT) == "Urgent: possible baclofen withdrawal"
    assert emergency.title(words, episode_of("itch"), Level.CALL_CLINIC) == "Possible baclofen withdrawal"
    assert emergency.title(words, episode_of(rules=(EMPTY,), reading=Reading.NEITHER), Level.EMERGENCY) == (
        "Emergency: the baclofen pump may be empty"
    )


def test_the_line_tells_the_signs_and_since_when():
    assert emergency.line(words, episode_of("itch", "sweating"), NOON) == (
        "Itching and sweating without a reason. First sign today at 11:20."
    )
    assert emergency.line(words, None, NOON).startswith("Opened today at 12:00.")


def test_the_clock_counts_from_the_first_sign_or_from_the_opening():
    assert emergency.clock_caption(words, episode_of("itch")) == "since the first sign"
    assert emergency.clock_caption(words, episode_of("itch", first_sign_at=None)) == "since this was opened"
