"""Every value that the lower floors know has words, and no words reassure or dose."""

import ast
import re
import string
from datetime import date, time, timedelta
from pathlib import Path

import pytest

import itb_companion
from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.agenda import agenda
from itb_companion.care.backups import Backups
from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.occurrence import Kind
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan, check_plan
from itb_companion.care.ports import Outcome as Shown
from itb_companion.care.problems import Problem
from itb_companion.care.pump import LastDayReason, Refusal, check_fill, check_pump
from itb_companion.care.signs import CONTEXT, RECENT_EVENTS, SIGNS, Vitals, check_vitals
from itb_companion.care.triage import RULE_IDS, Level, assess
from itb_companion.companion.help import ASKED
from itb_companion.companion.help import EMPTY as EMPTY_RULE
from itb_companion.companion.history import EventKind
from itb_companion.record.errors import Reason
from itb_companion.words import due, problems, signs
from itb_companion.words.english import MONTHS, TEXTS, WEEKDAYS
from itb_companion.words.language import Words
from tests.factories import (
    ALARM_ON,
    BERLIN,
    EMPTY_ON,
    FILLED_ON,
    NOON,
    REFILL_BY,
    at,
    at_on,
    days,
    make_appointment,
    make_check,
    make_episode,
    make_fill,
    make_household,
    make_preferences,
    make_pump,
)

PACKAGE = Path(itb_companion.__file__).parent
words = Words(BERLIN)


def sources(*floors):
    return [ast.parse(path.read_text(encoding="utf-8")) for floor in floors for path in (PACKAGE / floor).rglob("*.py")]


def problem_codes():
    """Return every code that care and companion name in their source; one with a field's name for each field."""
    codes = set()
    for node in (node for tree in sources("care", "companion") for node in ast.walk(tree)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and len(node.args) > 1):
            continue
        code = node.args[1]
        if isinstance(code, ast.Constant):
            codes.add(code.value)
        else:
            codes.add("".join(part.value if isinstance(part, ast.Constant) else "*" for part in code.values))
    return codes


def settling_reasons(*floors):
    """Return every reason that is given for settling: the argument of an evaluation, or the default of it."""
    found = {"no-longer-due", "seen"}
    for node in (node for tree in sources(*floors) for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("evaluate", "look", "emit", "_changed"):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return {reason for reason in found if re.fullmatch(r"[a-z]+(-[a-z]+)+|seen", reason)}


# Every value has words


@pytest.mark.parametrize("sign", [sign.id for sign in SIGNS])
def test_every_sign_has_a_name_plain_words_a_view_from_outside_and_words_inside_a_sentence(sign):
    assert all(words.has(f"sign.{sign}.{part}") for part in ("name", "plain", "outside", "inside"))
    assert signs.sign_name(words, sign)
    assert signs.sign_hint(words, sign, from_outside=True).startswith(TEXTS[f"sign.{sign}.outside"])
    assert signs.sign_hint(words, sign, from_outside=False).startswith(TEXTS[f"sign.{sign}.plain"])


@pytest.mark.parametrize(
    "key",
    [
        *(f"rule.{rule}" for rule in (*RULE_IDS, ASKED, EMPTY_RULE)),
        *(f"context.{context}" for context in (*CONTEXT, "two-tone-alarm", "single-beep", "pump-alarm")),
        *(f"event.{event}" for event in RECENT_EVENTS),
        *(f"refusal.{refusal}" for refusal in Refusal),
        *(f"last-day.{reason}" for reason in LastDayReason),
        *(f"item.{kind}.{part}" for kind in Kind for part in ("title", "body", "coming")),
        *(f"level.{level.id}.{part}" for level in Level for part in ("name", "headline", "advice")),
        *(f"{part}.{kind}" for kind in AbsenceKind for part in ("away", "time.late")),
        *(f"role.{role}" for role in Role),
        *(f"emergency.outcome.{outcome}" for outcome in Outcome),
        *(f"emergency.ending.{ending}" for ending in Ending),
        *(f"record.{reason}" for reason in Reason),
        *(f"history.{kind}" for kind in EventKind if kind is not EventKind.ABSENCE),  # told as `away` tells it
        *(f"outcome.{outcome}" for outcome in Shown),
        *(f"settled.{reason}" for reason in sorted(settling_reasons("care", "companion"))),
    ],
)
def test_there_are_words_for(key):
    assert TEXTS[key].strip()


def test_every_reason_that_the_window_gives_for_settling_has_words():
    reasons = settling_reasons("ui")

    assert {"check-saved", "episode-closed"} <= reasons
    assert [reason for reason in sorted(reasons) if f"settled.{reason}" not in TEXTS] == []


def test_the_problem_codes_are_found_in_the_source():
    assert {"name-empty", "fill-larger-than-reservoir", "*-missing", "*-impossible", "emergency-number-missing"} <= (
        problem_codes()
    )


@pytest.mark.parametrize("code", sorted(code for code in problem_codes() if "*" not in code))
def test_every_problem_has_a_sentence(code):
    assert TEXTS[f"problem.{code}"].endswith((".", "?"))


@pytest.mark.parametrize("field", ["volume_ml", "concentration_mcg_per_ml", "dose_mcg_per_day"])
@pytest.mark.parametrize("what", ["missing", "not-positive", "impossible"])
def test_every_number_of_a_printout_has_its_own_sentences(field, what):
    assert f"problem.{field}-{what}" in TEXTS


@pytest.mark.parametrize("field", ["temperature_c", "systolic_mmhg", "diastolic_mmhg", "pulse_per_min"])
def test_every_reading_has_its_own_sentence(field):
    [problem] = check_vitals(Vitals(**{field: 5000}))

    assert "5000" not in problems.sentence(words, problem)
    assert "{" not in problems.sentence(words, problem)


WRONG = [
    *check_fill(
        make_fill(volume_ml=0.0, concentration_mcg_per_ml=1e9, dose_mcg_per_day=None, alarm_on=None), None, NOON.date()
    ),
    *check_fill(make_fill(volume_ml=30.0, alarm_on=None), make_pump(), NOON.date()),
    *check_fill(make_fill(concentration_mcg_per_ml=500.0), make_pump(), NOON.date()),
    *check_fill(make_fill(dose_mcg_per_day=5000.0, alarm_on=None), make_pump(), NOON.date()),
    *check_fill(make_fill(concentration_mcg_per_ml=3000.0, dose_mcg_per_day=30.0, alarm_on=None), None, NOON.date()),
    *check_fill(make_fill(filled_on=date(1990, 1, 1), alarm_on=date(2200, 1, 1)), None, NOON.date()),
    *check_fill(make_fill(filled_on=date(2200, 1, 1), alarm_on=date(1990, 1, 1)), None, NOON.date()),
    *check_fill(make_fill(alarm_volume_ml=-1.0, longest_interval_days=0, margin_days=-1), None, NOON.date()),
    *check_fill(make_fill(alarm_volume_ml=25.0), None, NOON.date()),
    *check_pump(make_pump(reservoir_ml=0)),
    *check_pump(make_pump(replacement_on=date.max)),
    *check_plan(Plan(clinic_wait_min=0, stricter={"fever": "loud"})),
    Problem("appointment", "appointment-before-fill", facts={"filled_on": FILLED_ON}),
]


@pytest.mark.parametrize("problem", WRONG, ids=lambda problem: f"{problem.field}:{problem.code}")
def test_every_problem_s_sentence_is_filled_in_from_its_facts(problem):
    said = problems.sentence(words, problem)

    assert "{" not in said
    assert "datetime" not in said
    assert "date(" not in said


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_is_one_or_more_whole_sentences(refusal):
    assert problems.refusal(words, refusal).endswith(".")


def test_a_key_that_is_not_known_is_a_defect():
    with pytest.raises(KeyError):
        words.text("no.such.key")


# What must never be said

REASSURING = re.compile(
    r"nothing (is|was) wrong|all (is )?(well|good|clear|fine|ok)\b|everything (is|looks)|no (need|reason) to worry"
    r"|don.t worry|\bsafe\b|\bharmless\b|is (fine|normal|ok)\b|reassur",
    re.IGNORECASE,
)
DOSING = re.compile(
    r"\b(increase|decrease|raise|lower|reduce|double|halve|adjust|change) (the |your |this )?dose"
    r"|\btake \d|\bgive \d|\d+ ?(mg|tablets?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_no_sentence_reassures_or_gives_a_dose(key):
    assert not REASSURING.search(TEXTS[key]), TEXTS[key]
    assert not DOSING.search(TEXTS[key]), TEXTS[key]


def test_oral_baclofen_is_only_ever_what_the_doctor_instructed():
    for text in TEXTS.values():
        if re.search(r"give .*baclofen", text, re.IGNORECASE):
            assert "doctor" in text


def test_the_level_clear_says_only_that_it_was_recorded():
    assert {TEXTS[f"level.clear.{part}"].rstrip(".") for part in ("name", "headline", "advice")} == {"Recorded"}


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (Level.EMERGENCY, "Call the emergency number now."),
        (Level.URGENT, "Call the ITB on-call line now; if nobody answers, go to the hospital."),
        (Level.CALL_CLINIC, "Call the pump clinic today."),
        (Level.WATCH, "Check again in 4 hours."),
        (Level.CLEAR, "Recorded."),
    ],
)
def test_the_advice_is_that_of_the_clinical_facts(level, said):
    assert signs.advice(words, level) == said


# Placeholders


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_placeholders_are_well_formed_and_named(key):
    names = [name for _, name, _, _ in string.Formatter().parse(TEXTS[key]) if name is not None]

    assert all(name.isidentifier() for name in names)


def items_of_every_kind():
    """Return items of every kind as the agenda makes them."""
    households = [
        make_household(),
        make_household(appointment=make_appointment(REFILL_BY, at=time(10, 30))),
        make_household(appointment=make_appointment(REFILL_BY + days(1))),
        make_household(appointment=make_appointment(ALARM_ON + days(2))),
        make_household(fill=make_fill(alarm_on=ALARM_ON, volume_ml=None)),
        make_household(fill=make_fill(longest_interval_days=50)),
        make_household(fill=make_fill(alarm_on=None)),
        make_household(fill=None, pump=make_pump(replacement_on=REFILL_BY)),
        make_household(preferences=make_preferences(sign_check_times=(time(8),))),
        make_household(plan=Plan(oral_baclofen_expires_on=REFILL_BY)),
        make_household(backups=Backups(NOON)),
        *(make_household(episode=make_episode(level)) for level in Level),
        make_household(last_check=make_check(["itch"], saved_at=NOON, id=7), last_level=Level.CALL_CLINIC),
    ]
    items = []
    for household in households:
        for day in (NOON, at_on(REFILL_BY), at_on(ALARM_ON), at_on(EMPTY_ON), at_on(EMPTY_ON + days(300))):
            found = agenda(household, day, BERLIN)
            items += [*found.due, *found.coming[:60]]
    return items


ITEMS = items_of_every_kind()


@pytest.mark.parametrize("kind", list(Kind))
def test_everything_that_is_due_or_coming_is_told_with_every_placeholder_filled(kind):
    items = [item for item in ITEMS if item.kind is kind]
    assert items
    for item in items:
        for said in (
            due.title(words, item, NOON.date()),
            due.body(words, item, "Mia", NOON.date()),
            due.coming(words, item, NOON.date()),
        ):
            assert said
            assert "{" not in said
            assert "None" not in said


def test_what_is_due_says_whose_pump_and_why():
    [item] = [item for item in ITEMS if item.kind is Kind.OVERDUE and item.facts["appointment"] is None][:1]

    assert "Mia" in due.body(words, item, "Mia", ALARM_ON)
    assert "Call the clinic now, day or night" in due.body(words, item, "Mia", ALARM_ON)


def test_an_appointment_is_told_with_its_hour():
    item = next(item for item in ITEMS if item.kind is Kind.ATTEND and item.facts["appointment_at"])

    assert "at 10:30" in due.body(words, item, "Mia", NOON.date())


def test_the_last_day_is_told_with_what_makes_it_the_last():
    reasons = {item.facts["last_day_reason"] for item in ITEMS if item.kind is Kind.OVERDUE}

    assert reasons == set(LastDayReason)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(0), "Due now."),
        (timedelta(seconds=119), "Due now."),
        (timedelta(minutes=2), "Due since today at 11:58, 2 minutes ago."),
        (timedelta(days=2, hours=3), "Due since Sunday 8 March at 09:00, 2 days and 3 hours ago."),
    ],
)
def test_since_when_something_is_due(late, said):
    assert due.since(words, NOON - late, NOON) == said


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (AbsenceKind.COMPUTER_OFF, "This computer was off."),
        (AbsenceKind.NOT_RUNNING, "This program was not running."),
        (AbsenceKind.ASLEEP, "This computer was asleep."),
        (AbsenceKind.CLOCK_SET, "The clock of this computer was set ahead."),
    ],
)
def test_what_was_due_while_nothing_could_be_shown_says_why_nobody_was_told(kind, why):
    due_at = NOON - timedelta(hours=5)
    gone = Absence(due_at - timedelta(hours=1), NOON, kind)

    assert due.since(words, due_at, NOON, gone) == f"Due since today at 07:00, 5 hours ago. {why}"
    assert due.since(words, NOON, NOON, gone) == "Due now."


# Rules


@pytest.mark.parametrize("sign", [sign.id for sign in SIGNS])
def test_every_sign_s_rules_say_why_in_words(sign):
    for fired in assess(make_check([sign]), CONTEXT).fired:
        said = signs.why(words, fired)
        assert "{" not in said
        assert said.endswith(".")


def test_reasons_are_told_once_and_only_those_that_decided():
    assessment = assess(make_check(["itch", "nausea"], events=["recent-fall"]))

    assert signs.reasons(words, assessment) == [
        "An early sign with a reason for concern: itching and a fall in the last 3 days."
    ]


def test_a_high_fever_is_not_told_as_a_fever_too():
    assert signs.inside_sentence(words, ["fever", "high-fever"]) == "high fever"


# Dates, durations, lists


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items, said):
    assert words.listed(items) == said
    assert words.listed(iter(items)) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=25, minutes=1), "1 day and 1 hour"),
        (timedelta(days=2, hours=3, minutes=4), "2 days and 3 hours"),
        (timedelta(days=1, minutes=4), "1 day and 4 minutes"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_durations(span, said):
    assert words.duration(span) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-2, "2 days ago"), (24, "in 24 days")],
)
def test_how_far_a_day_is(away, said):
    assert words.away(REFILL_BY + days(away), REFILL_BY) == said


def test_days_have_their_weekday_and_their_year_where_it_is_another():
    assert words.day(date(2027, 1, 12), date(2027, 2, 1)) == "Tuesday 12 January"
    assert words.day(date(2027, 1, 12), date(2026, 12, 31)) == "Tuesday 12 January 2027"
    assert words.day(date(2027, 1, 12)) == "Tuesday 12 January 2027"
    assert words.short_day(date(2027, 1, 12)) == "12 Jan"
    assert (len(WEEKDAYS), len(MONTHS)) == (7, 12)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-10 06:40", "today at 06:40"),
        ("2026-03-10 00:00", "today at 00:00"),
        ("2026-03-09 23:59", "yesterday at 23:59"),
        ("2026-03-11 09:00", "tomorrow at 09:00"),
        ("2026-05-04 09:00", "Monday 4 May at 09:00"),
        ("2025-05-05 09:00", "Monday 5 May 2025 at 09:00"),
    ],
)
def test_moments_are_told_in_the_zone_of_the_words(moment, said):
    assert words.moment(at(moment), NOON) == said


def test_times_of_day_are_told_with_two_digits_each():
    assert words.clock(time(6, 5)) == "06:05"
    assert words.clock(at("2026-03-29 03:30")) == "03:30"
