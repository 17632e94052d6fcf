"""The emergency screen's words: short enough to be read aloud, in the right order, true to the record."""

import itertools

import pytest

from itb_companion.care.episode import Earlier, Ending
from itb_companion.care.signs import SIGNS, PumpAlarm
from itb_companion.care.triage import Level, Reading
from itb_companion.care.value import replace
from itb_companion.companion.help import ASKED, EMPTY
from itb_companion.words import emergency
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, make_cause, make_check, make_closing, make_episode, minutes

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
        (Reading.NEITHER, "The pump may be giving too little or too much baclofen.", False),
    ],
)
def test_the_script_hands_over_what_the_signs_may_point_to(reading, said_, mimics):
    script = said(episode_of("seizure", reading=reading))

    assert said_ in script
    assert ("sepsis" in script) is mimics


CASES = {
    "too-little": (Reading.TOO_LITTLE, ("two-early-signs",), None),
    "too-much": (Reading.TOO_MUCH, ("sign-of-too-much",), None),
    "either": (Reading.EITHER, ("severe-sign",), None),
    "two-tone": (Reading.NEITHER, ("two-tone-alarm",), PumpAlarm.TWO_TONE),
    "beep-unsure": (Reading.NEITHER, ("two-tone-alarm",), PumpAlarm.UNSURE),
    "single-beep": (Reading.NEITHER, ("single-beep",), PumpAlarm.SINGLE),
    "fault": (Reading.NEITHER, ("known-fault",), None),
    "empty": (Reading.NEITHER, (EMPTY,), None),
    "overdue": (Reading.NEITHER, ("alarm-date-passed",), None),
    "site": (Reading.NEITHER, ("pump-site",), None),
    "neither": (Reading.NEITHER, (ASKED,), None),
}
LONGEST_NAMES = ("", "Mia Berg", "Maria de los Angeles Fernandez de la Vega y Gonzalez", "O " * 40, "M" * 80)


def in_case(case, signs=(), rules=()):
    reading, its_rules, heard = CASES[case]
    cause = make_cause(Level.EMERGENCY, signs=signs, reading=reading, rule_ids=(*its_rules, *rules))
    checks = (make_check(pump_alarm=heard, saved_at=NOON, temperature_c=39.4),)
    return make_episode(causes=(cause,), first_sign_at=NOON - minutes(25 * 60) if signs else None, checks=checks)


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_a_title_and_a_script_of_its_own(case):
    others = [other for other in CASES if other != case]
    episode = in_case(case)

    assert emergency.case(episode) == case
    assert emergency.title(words, episode, Level.CALL_CLINIC) not in (
        emergency.title(words, in_case(other), Level.CALL_CLINIC) for other in others
    )
    assert emergency.script(words, "Mia Berg", episode, NOON)[1] not in (
        emergency.script(words, "Mia Berg", in_case(other), NOON)[1] for other in others
    )


def test_what_not_to_do_differs_but_for_withdrawal_and_help_without_ticks():
    told = [emergency.do_not(words, in_case(case)) for case in CASES if case != "neither"]

    assert len(set(told)) == len(told)
    assert emergency.do_not(words, None) == emergency.do_not(words, in_case("too-little"))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", LONGEST_NAMES, ids=len)
def test_every_script_can_be_read_aloud_in_20_seconds(case, name):
    """With the signs that take most words, everything that the rules can say of the pump, and the longest names."""
    longest = sorted((sign.id for sign in SIGNS), key=lambda sign: -len(words.text(f"sign.{sign}.inside").split()))
    signs = () if case in ("site", "neither") else [sign for sign in longest if sign != "pump-site-red"][:4]
    signs = (*signs, "high-fever") if signs else signs
    for rules in ((), ("two-tone-alarm",), ("known-fault",), (EMPTY,), ("single-beep", "refill-missed")):
        episode = in_case(case, signs, rules)
        script = emergency.script(words, emergency.spoken_name(name), episode, NOON, emergency.measured(episode))
        assert len(" ".join(script).split()) <= 60, script
        assert len(" ".join(script)) <= 400, script


@pytest.mark.parametrize(
    ("rules", "heard", "said"),
    [
        (("two-tone-alarm", EMPTY), PumpAlarm.TWO_TONE, "The pump sounded its two-tone alarm."),
        (("two-tone-alarm",), PumpAlarm.UNSURE, "The pump beeps, tone not known."),
        (("known-fault",), None, "A pump or catheter fault is known."),
        ((EMPTY, "single-beep"), PumpAlarm.SINGLE, "The pump may be empty."),
        (("refill-missed",), None, "The refill is overdue."),
        (("single-beep",), PumpAlarm.SINGLE, "The pump gives a single beep."),
    ],
)
def test_with_signs_the_worst_that_is_known_of_the_pump_is_said_too(rules, heard, said):
    cause = make_cause(signs=("itch",), reading=Reading.TOO_LITTLE, rule_ids=("two-early-signs", *rules))
    checks = (make_check(pump_alarm=heard, saved_at=NOON),)
    script = emergency.script(words, "Mia Berg", make_episode(causes=(cause,), checks=checks), NOON)

    assert said in script
    assert sum("pump" in sentence or "refill" in sentence for sentence in script) == 2


def test_a_temperature_from_before_it_was_closed_is_not_told_of_the_fever_now():
    again = NOON + minutes(600)
    causes = (make_cause(), make_cause(cause_at=again, signs=("fever",), opening=1))
    checks = (make_check(temperature_c=39.9, saved_at=NOON), make_check(saved_at=again))
    earlier = (Earlier(make_closing(NOON + minutes(10)), again),)
    episode = make_episode(causes=causes, checks=checks, earlier=earlier)

    assert emergency.measured(episode) is None
    measured = (*checks, make_check(temperature_c=38.2, saved_at=again))
    assert emergency.measured(replace(episode, checks=measured)) == 38.2


def test_a_name_is_said_by_its_first_words_and_never_cut_within_one():
    assert emergency.spoken_name("Mia  Berg ") == "Mia Berg"
    assert emergency.spoken_name("a b c d e f g h") == "a b c d e f"
    assert (
        emergency.spoken_name("Wolfeschlegelsteinhausen Bergerdorffwelchevoralternwaren") == "Wolfeschlegelsteinhausen"
    )
    assert len(emergency.spoken_name("M" * 80)) == 48


@pytest.mark.parametrize("level", list(Level))
def test_over_both_numbers_stands_which_comes_first(level):
    first, team = emergency.first_step(words, level), emergency.team_step(words, level)

    assert first.startswith("1.") is (level is Level.EMERGENCY)
    assert team.startswith("1.") is (level is not Level.EMERGENCY)


def test_the_second_question_tells_what_was_ticked_and_what_is_known():
    assert emergency.really(words, episode_of("itch", "sweating"), NOON).startswith(
        "Ticked: itching and sweating without a reason, the first today at 11:20. Even mild signs need a physician"
    )
    assert emergency.really(words, in_case("two-tone"), NOON).startswith("No sign was ticked.")
    too_much = emergency.really(words, episode_of("floppy", reading=Reading.TOO_MUCH), NOON)
    assert "needs a hospital immediately" in too_much
    assert "withdrawal" not in too_much


def test_an_ending_by_advice_tells_whose_advice_it_was_where_that_is_known():
    assert emergency.ending(words, Ending.ADVICE, "Dr. Roth") == "Advice received from Dr. Roth"
    assert emergency.ending(words, Ending.ADVICE) == "Advice received"
    assert emergency.ending(words, Ending.FALSE_ALARM, "Dr. Roth") == "False alarm"


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
