"""Words of the care plan: every part has a name, and a change is told as it was and as it will be."""

from datetime import date, time

import pytest

from itb_companion.care.occurrence import Kind
from itb_companion.care.people import OfficeHours
from itb_companion.care.plan import PENN_SCALE, RANGES, STANDARD_QUESTIONS, Plan, Question, Range, check_plan
from itb_companion.care.severity import Severity
from itb_companion.care.stricter import check_stricter
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.care.triage import RULE_IDS
from itb_companion.words import due
from itb_companion.words.language import Words
from itb_companion.words.plan import changed_risks, changes, question_text, rule_name, score_name, usual_range
from itb_companion.words.problems import sentence
from tests.factories import BERLIN, make_item

WORDS = Words(BERLIN)
IN_F = Words(BERLIN, TemperatureUnit.FAHRENHEIT)


def test_every_rule_score_question_and_range_has_words():
    told = [
        *(rule_name(WORDS, rule) for rule in RULE_IDS),
        *(score_name(WORDS, score) for score in PENN_SCALE),
        *(question_text(WORDS, Question(standard=name)) for name in STANDARD_QUESTIONS),
        *(WORDS.text(f"plan.field.{name}") for name in RANGES),
    ]

    assert all(told)
    assert len(set(told)) == len(told)
    assert all("{" not in text for text in told)


def test_a_fever_is_told_in_the_unit_of_the_household():
    assert rule_name(WORDS, "fever") == "A fever of 38.0 °C or more"
    assert rule_name(IN_F, "fever") == "A fever of 100.4 °F or more"


def test_the_scores_are_those_of_the_penn_spasm_frequency_scale():
    assert [score_name(WORDS, score) for score in PENN_SCALE] == [
        "0: no spasms",
        "1: mild spasms, only when something sets them off",
        "2: infrequent full spasms, less than one an hour",
        "3: spasms more than once an hour",
        "4: spasms more than ten times an hour",
    ]


@pytest.mark.parametrize(
    ("name", "usual", "told", "told_in_f"),
    [
        ("usual_temperature_c", Range(36.2, 37.1), "36.2 to 37.1 °C", "97.2 to 98.8 °F"),
        ("usual_systolic_mmhg", Range(95, 120), "95 to 120 mmHg", "95 to 120 mmHg"),
        ("usual_pulse_per_min", None, "not set", "not set"),
    ],
)
def test_a_range_is_told_with_its_unit(name, usual, told, told_in_f):
    assert usual_range(WORDS, name, usual) == told
    assert usual_range(IN_F, name, usual) == told_in_f


def test_every_part_that_changes_is_told_once_and_nothing_else():
    old = Plan(questions=(Question("Fly?"), Question("Swim?", is_answered=True)), stricter={"fever": "urgent"})
    new = Plan(
        clinic_wait_min=20,
        urgent_wait_min=10,
        usual_systolic_mmhg=Range(95, 120),
        usual_diastolic_mmhg=Range(60, 80),
        usual_pulse_per_min=Range(60, 90),
        usual_temperature_c=Range(36, 37),
        usual_spasticity=0,
        stricter={"one-early-sign": "urgent"},
        instructions="Call.",
        office_hours=OfficeHours(time(9), time(16)),
        oral_baclofen_instruction="Ask.",
        oral_baclofen_expires_on=date(2027, 3, 31),
        questions=(Question("Fly?", answer="Maybe."), Question(standard="missed-dose")),
    )
    told = {change.what: (change.old, change.new) for change in changes(WORDS, old, new)}

    assert told == {
        "Instructions of the clinic": ("not set", "Call."),
        "Oral baclofen: the clinic's instruction": ("not set", "Ask."),
        "Oral baclofen: use before": ("not set", "Wednesday 31 March 2027"),
        "Usual upper blood pressure": ("not set", "95 to 120 mmHg"),
        "Usual lower blood pressure": ("not set", "60 to 80 mmHg"),
        "Usual pulse": ("not set", "60 to 90 a minute"),
        "Usual temperature": ("not set", "36.0 to 37.0 °C"),
        "Usual spasms": ("not set", "0: no spasms"),
        "Call the clinic: becomes urgent after": ("60 minutes", "20 minutes"),
        "Urgent: becomes an emergency after": ("30 minutes", "10 minutes"),
        "The clinic opens at": ("08:00", "09:00"),
        "The clinic closes at": ("17:00", "16:00"),
        "One early sign": ("Call the clinic", "Urgent"),
        "Question: Fly?": ("open", "open, noted: Maybe."),
        "Question: Swim?": ("answered", "not on the list"),
        "Question: What happens if a dose is missed?": ("not on the list", "open"),
    }
    assert changes(WORDS, new, new) == []


def test_no_change_is_silent():
    """Two temperatures that are told alike are a change all the same, and so is another order of questions."""
    [change] = changes(WORDS, Plan(usual_temperature_c=Range(36.21, 37)), Plan(usual_temperature_c=Range(36.22, 37)))
    one, other = Question("Fly?"), Question("Swim?")
    [reordered] = changes(WORDS, Plan(questions=(one, other)), Plan(questions=(other, one)))
    [doubled] = changes(WORDS, Plan(questions=(one,)), Plan(questions=(one, one)))

    assert change.what == "Usual temperature"
    assert reordered == ("Questions for the next visit", "Fly? and Swim?", "Swim? and Fly?")
    assert doubled == ("Questions for the next visit", "Fly?", "Fly? and Fly?")


def test_special_risks_are_told_where_they_change():
    assert changed_risks(WORDS, ["t6-or-above"], ["t6-or-above"]) == []
    [change] = changed_risks(WORDS, [], ["earlier-withdrawal", "t6-or-above"])
    assert change.new == "Spinal cord injury at T6 or above and Had baclofen withdrawal before"


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 3, 13), "used before Friday 20 March, in 7 days."),
        (date(2026, 3, 20), "used before Friday 20 March, today."),
        (date(2026, 3, 27), "used before Friday 20 March, 7 days ago."),
    ],
)
def test_the_reminder_of_the_oral_baclofen_names_its_date_and_doses_nothing(today, told):
    item = make_item(Severity.REMINDER, kind=Kind.ORAL_EXPIRY, facts={"expires_on": date(2026, 3, 20)})
    body = due.body(WORDS, item, "Mia", today)

    assert told in body
    assert "kept for Mia" in body
    assert "20 March" in due.coming(WORDS, item, today)


@pytest.mark.parametrize(
    "problem",
    [
        *check_plan(Plan(usual_spasticity=9, instructions="x" * 5000, oral_baclofen_expires_on=date(1900, 1, 1))),
        *check_plan(Plan(usual_pulse_per_min=Range(1, 900))),
        *check_plan(Plan(usual_temperature_c=Range(97, 99))),
        *check_plan(Plan(usual_systolic_mmhg=Range(90, 120), usual_diastolic_mmhg=Range(90, 130))),
        *check_plan(Plan(questions=(Question(), Question(standard="x"), *(Question("a"),) * 20))),
        *check_stricter({"severe-sign": "clear", "x": "urgent", "fever": "red"}),
    ],
    ids=lambda problem: problem.code,
)
def test_every_problem_is_a_sentence_that_says_what_to_do(problem):
    told = sentence(WORDS, problem)

    assert told.endswith(".")
    assert "{" not in told
    assert sentence(IN_F, problem) == told
