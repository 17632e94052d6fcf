"""A care plan as a file: what is written is read again as it was, and every problem is told with its place."""

import random
import time
import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itb_companion.care.people import SPECIAL_RISKS
from itb_companion.care.plan import (
    MOST_LETTERS,
    MOST_QUESTIONS,
    Plan,
    Question,
    Range,
    check_plan,
    standard_questions,
)
from itb_companion.care.stricter import levels_for_this_person, own_levels
from itb_companion.care.triage import RULE_IDS, Level
from itb_companion.care.value import replace
from itb_companion.documents.plan_file import plan_toml
from itb_companion.documents.plan_reader import FILE_KEYS, MOST_BYTES, PlanFileError, read_plan_file
from itb_companion.documents.toml_text import quoted
from itb_companion.words.language import Words
from itb_companion.words.plan import rule_name
from tests.documents.plans import AWKWARD, PLANS, RISKS, TEXTS
from tests.factories import BERLIN

WORDS = Words(BERLIN)
FULL = Plan(
    clinic_wait_min=45,
    urgent_wait_min=20,
    usual_systolic_mmhg=Range(95, 120),
    usual_diastolic_mmhg=Range(60, 80),
    usual_pulse_per_min=Range(60, 90),
    usual_temperature_c=Range(36.2, 37.1),
    usual_spasticity=2,
    stricter={"one-early-sign": "urgent"},
    instructions='Call us first.\nSay "intrathecal baclofen".',
    oral_baclofen_instruction="Only when we say so.",
    oral_baclofen_expires_on=date(2027, 3, 31),
    questions=(*standard_questions(), Question("May we fly?", is_answered=True, answer="Ask again.")),
)
BEFORE = replace(FULL, stricter={"fever": "emergency"}, questions=(Question("Old?"),), instructions="Old.")


def read(text, before=None):
    return read_plan_file(text.encode() if isinstance(text, str) else text, before or Plan(), WORDS)


def refused(text, before=None):
    with pytest.raises(PlanFileError) as caught:
        read(text, before)
    return caught.value.sentences


def same(one, other):
    """Whether two plans say the same: a rule named at its own level says nothing."""
    levels = levels_for_this_person(one.stricter) == levels_for_this_person(other.stricter)
    return levels and replace(one, stricter={}) == replace(other, stricter={})


# Writing and reading


@settings(max_examples=50)
@given(PLANS, st.sampled_from([Plan(), FULL, BEFORE]), RISKS, TEXTS, TEXTS)
def test_a_written_plan_is_read_as_it_was_whatever_stood_before(plan, before, risks, person, clinic):
    written = plan_toml(plan, WORDS, person=person, special_risks=risks, clinic=clinic)

    found = read(written, before)

    assert same(found.plan, plan)
    assert (found.special_risks, found.person, found.clinic) == (risks, person, clinic)


@given(st.one_of(TEXTS, st.lists(AWKWARD, max_size=6).map("".join)))
def test_any_text_is_toml_that_gives_it_back(text):
    assert tomllib.loads(f"text = {quoted(text)}\nnext = 1") == {"text": text, "next": 1}


def test_text_of_several_lines_stands_on_several_lines_and_what_nobody_sees_is_spelt_out():
    assert quoted('One "two"\nthree') == '"""\nOne "two"\nthree"""'
    assert quoted("\x1b[31m\u202e") == '"\\u001B[31m\\u202E"'


def test_the_file_says_what_each_key_means_and_names_every_rule_with_its_own_level():
    lines = plan_toml(FULL, WORDS).splitlines()
    told = "\n".join(lines)

    assert tomllib.loads(told).keys() == set(FILE_KEYS)
    assert 'one-early-sign = "urgent"  # One early sign [call-clinic]' in lines
    for rule, own in own_levels().items():
        [line] = [line for line in lines if line.startswith(f"{rule} = ")]
        assert line.endswith(f"[{own.id}]")
        assert rule_name(WORDS, rule) in line
    for score in range(5):
        assert WORDS.text(f"penn.{score}") in told.replace("\n# ", " ")
    assert 'standard = "missed-dose"  # What happens if a dose is missed?' in lines
    assert all(len(line) <= 140 for line in lines)


def test_the_largest_plan_that_can_be_kept_fits_into_a_file():
    question = Question("\0" * (MOST_LETTERS["text"] - 1) + "x", answer="\0" * MOST_LETTERS["answer"])
    texts = {name: "\0" * MOST_LETTERS[name] for name in ("instructions", "oral_baclofen_instruction")}
    plan = replace(FULL, **texts, questions=(question,) * MOST_QUESTIONS)
    written = plan_toml(plan, WORDS, person="\0" * 200, clinic="\0" * 200, special_risks=SPECIAL_RISKS)

    assert check_plan(plan) == []
    assert read(written).plan == plan


def test_what_a_file_does_not_name_stays_as_it_is():
    found = read('urgent_wait_min = 10\n[stricter]\none-early-sign = "urgent"', BEFORE)

    assert found.plan == replace(
        BEFORE, urgent_wait_min=10, stricter={"fever": "emergency", "one-early-sign": "urgent"}
    )
    assert found.special_risks is None


def test_an_empty_value_takes_away_and_a_rule_at_its_own_level_is_as_usual_again():
    found = read(
        'usual_pulse = []\nusual_spasticity = ""\noral_baclofen_expires_on = ""\nquestion = []\ninstructions = ""\n'
        'special_risks = []\n[stricter]\nfever = "urgent"',
        BEFORE,
    )

    assert found.plan == replace(
        BEFORE,
        usual_pulse_per_min=None,
        usual_spasticity=None,
        oral_baclofen_expires_on=None,
        questions=(),
        instructions="",
        stricter={},
    )
    assert found.special_risks == frozenset()


def test_a_question_that_a_file_only_names_keeps_its_answer():
    known = Question("Fly?", is_answered=True, answer="Yes.")
    found = read('[[question]]\ntext = "Fly?"\n[[question]]\nstandard = "missed-dose"', Plan(questions=(known,)))

    assert found.plan.questions == (known, Question(standard="missed-dose"))
    assert read('[[question]]\ntext = "Fly?"\nanswered = false', Plan(questions=(known,))).plan.questions == (
        replace(known, is_answered=False),
    )


@pytest.mark.parametrize("text", ["\ufeffclinic_wait_min = 9", "clinic_wait_min = 9\r\n", "clinic_wait_min = 9 # ü"])
def test_a_file_as_any_editor_saves_it_is_read(text):
    assert read(text).plan.clinic_wait_min == 9


@pytest.mark.parametrize(("text", "wall"), [('"7:05"', (7, 5)), ("07:05:30", (7, 5)), ('"07:05"', (7, 5))])
def test_a_time_is_a_text_or_toml_s_own(text, wall):
    opens = read(f"opens = {text}").plan.office_hours.opens

    assert (opens.hour, opens.minute, opens.second) == (*wall, 0)


# Rules get stricter, never looser


@pytest.mark.parametrize("rule", RULE_IDS)
def test_a_level_below_the_rule_s_own_is_refused_and_every_other_is_taken(rule):
    own = own_levels()[rule]
    for level in Level:
        text = f'[stricter]\n{rule} = "{level.id}"'
        if level < own:
            [told] = refused(text)
            assert told.startswith(f"[stricter] {rule}: A plan can only make a rule stricter.")
            assert own.id in told
        else:
            assert levels_for_this_person(read(text).plan.stricter)[rule] is level


def test_nothing_makes_a_danger_sign_less_than_an_emergency():
    for level in ("clear", "watch", "call-clinic", "urgent"):
        assert "less than an emergency" in refused(f'[stricter]\nsevere-sign = "{level}"')[0]


# What is wrong is told, all of it, each with its place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clinic_wait_min = 0", "clinic_wait_min: A waiting time must be between 1 and 1440 minutes."),
        ("urgent_wait_min = 1441", "urgent_wait_min: A waiting time must be between 1 and 1440 minutes."),
        ("urgent_wait_min = 1.0", "“urgent_wait_min” must be a whole number of minutes."),
        ("urgent_wait_min = true", "“urgent_wait_min” must be a whole number of minutes."),
        ('opens = "8"', "“opens” must be a time of day"),
        ('closes = "24:00"', "“closes” must be a time of day"),
        ('opens = "17:00"', "opens: Opening must come before closing."),
        ("instructions = 3", "“instructions” must be a text in quotes."),
        (f'instructions = "{"x" * 4001}"', "instructions: Please shorten this text to 4000 characters."),
        (f'clinic = "{"x" * 201}"', "clinic: Please shorten this text to 200 characters."),
        ("clinic = 3", "“clinic” must be a text in quotes."),
        ("person = []\nusual_pulse = []", "“person” must be a text in quotes."),
        ('oral_baclofen_expires_on = "soon"', "“oral_baclofen_expires_on” must be a date"),
        ("oral_baclofen_expires_on = 2027-03-31T10:00:00", "“oral_baclofen_expires_on” must be a date"),
        ("oral_baclofen_expires_on = 1027-03-31", "oral_baclofen_expires_on: Please check the year of this date."),
        ("usual_systolic = [90]", "“usual_systolic” must be two whole numbers, such as usual_systolic = [90, 130]."),
        ("usual_diastolic = [60, 80.5]", "“usual_diastolic” must be two whole numbers"),
        ("usual_pulse = [60, true]", "“usual_pulse” must be two whole numbers"),
        ("usual_pulse = [90, 60]", "usual_pulse: The first number must be above 0 and below the second."),
        ("usual_pulse = [60, 900]", "usual_pulse: Both numbers must be between 1 and 300."),
        ("usual_temperature_c = [36.5, nan]", "“usual_temperature_c” must be two numbers"),
        ("usual_temperature_c = [97.2, 98.9]", "usual_temperature_c: Both temperatures must be between 30 and 40 °C"),
        ("usual_spasticity = 5", "“usual_spasticity” must be a whole number from 0 to 4"),
        ("usual_spasticity = true", "“usual_spasticity” must be a whole number from 0 to 4"),
        ("stricter = 3", "“stricter” must be a table of rule ids and levels."),
        ('[stricter]\nsevere = "urgent"', "Unknown rule in [stricter] “severe”. Known are: severe-sign, "),
        ('[stricter]\nfever = "red"', "Unknown level in [stricter.fever] “red”. Known are: clear, watch, "),
        ("[stricter]\nfever = [1]", "Unknown level in [stricter.fever] “list”. Known are: "),
        ("question = 3", "“question” must be a list of tables: [[question]]."),
        ("question = [3]", "“question” must be a list of tables: [[question]]."),
        ("[[question]]\nanswered = true", "[[question]] number 1: Each question needs either text or standard."),
        ('[[question]]\ntext = "a"\nstandard = "missed-dose"', "[[question]] number 1: Each question needs either"),
        ('[[question]]\nstandard = "x"', "Unknown standard question in [[question]] number 1 “x”. Known are: when-"),
        ('[[question]]\ntext = "a"\nanswered = 1', "[[question]] number 1: “answered” must be true or false."),
        ('[[question]]\ntext = "a"\ndone = 1', "Unknown key in [[question]] number 1 “done”. Known are: text, "),
        ('[[question]]\ntext = " "', "[[question]] number 1: Please type the question, or remove it."),
        ("special_risks = 3", "“special_risks” must be a list of ids, such as special_risks = [\"t6-or-above\"]."),
        ('special_risks = ["t6"]', "Unknown id in [special_risks] “t6”. Known are: t6-or-above, "),
        ("usual_puls = []", "Unknown key “usual_puls”. Known are: format, clinic, person, clinic_wait_min, "),
        ("format = 2\nusual_pulse = []", "“format” must be 1."),
        ("format = true\nusual_pulse = []", "“format” must be 1."),
        ("", "The file names nothing of a care plan."),
        ("format = 1", "The file names nothing of a care plan."),
        ("x = [", "The file is not valid TOML: "),
        ("a = 1\na = 2", "The file is not valid TOML: "),
        ("clinic_wait_min = 1" + "0" * 5000, "The file is not valid TOML: "),
        ("clinic_wait_min = 0x" + "f" * 5000, "“clinic_wait_min” must be a whole number of minutes."),
        ("usual_pulse = [1, 0x" + "f" * 5000 + "]", "“usual_pulse” must be two whole numbers"),
        ("x = " + "[" * 5000, "The file nests too deeply to be a care plan."),
        ("a" + ".a" * 9000 + " = 1", "The file nests too deeply to be a care plan."),
        ("# " + "x" * MOST_BYTES, "The file is larger than a care plan can be."),
        (b"\xff\xfe", "The file is not a text file in UTF-8."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text, told):
    assert [sentence for sentence in refused(text) if sentence.startswith(told)] != []


def test_everything_that_is_wrong_is_told_at_once_and_what_is_told_of_a_name_is_short_and_plain():
    told = refused('clinic_wait_min = 0\nopens = 3\n"a\\u001b" = 1\n[stricter]\nseizures = "urgent"')
    long = refused(f"{'x' * 5000} = 1")

    assert len(told) == 4
    assert "“a?”" in told[0]
    assert f"“{'x' * 60}…”" in long[0]
    assert refused("\n".join(f"k{n} = 1" for n in range(40)))[-1] == "And 29 more."


# Files that somebody broke


def broken(pieces):
    """Return one broken file after another: lines and bytes changed, left out, doubled and moved; always the same."""
    chance = random.Random(20260310)
    values = ["-1", "0", "99999999999999999999", "nan", "-inf", "true", '""', "[]", "{}", "[[]]", "[1, 2]"]
    values += ['"\\u0000"', "1979-05-27T07:32:00Z", "25:00", '"' + "é" * 3000 + '"', '"""', "{a = {b = []}}"]
    values += ["0x" + "f" * 2000]
    original = "\n".join(pieces).encode()
    while True:
        lines = list(pieces)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(lines))
            what = chance.randrange(5)
            if what == 0:
                lines[place] = lines[place].partition("=")[0] + "= " + chance.choice(values)
            elif what == 1:
                del lines[place]
            elif what == 2:
                lines.insert(chance.randrange(len(lines)), lines[place])
            elif what == 3:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            else:
                lines[place] = lines[place].replace(chance.choice('aeio=[]"'), chance.choice('xz."[#\n'))
        content = bytearray("\n".join(lines).encode() if chance.random() < 0.8 else original)
        for _ in range(chance.randint(0, 3)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        yield bytes(content[: chance.randint(1, len(content))] if chance.random() < 0.2 else content)


def plan_or_sentences(content):
    try:
        return read_plan_file(content, BEFORE, WORDS).plan, []
    except PlanFileError as error:
        return None, error.sentences


def test_fifteen_hundred_broken_files_are_a_valid_plan_or_sentences_each_in_no_time():
    pieces = [line for line in plan_toml(FULL, WORDS, person="Mia").splitlines() if line and not line.startswith("#")]
    files, taken, longest = broken(pieces), 0, 0.0
    own = own_levels()
    for _ in range(1500):
        content = next(files)
        started = time.process_time()
        plan, sentences = plan_or_sentences(content)
        longest = max(longest, time.process_time() - started)
        assert (plan is None) == bool(sentences)
        assert all(sentence.isprintable() and 5 < len(sentence) < 700 for sentence in sentences)
        if plan is not None:
            taken += 1
            levels = levels_for_this_person(plan.stricter)
            assert all(levels[rule] >= level for rule, level in own.items())
            assert check_plan(plan) == []

    assert 50 < taken < 1450  # both ways were taken
    assert longest < 2


@pytest.mark.parametrize(
    "content",
    [
        b"a" + b".a" * 60_000 + b" = 1",
        b"[" + b"a." * 60_000 + b"a]",
        b"x = {" + b"a.b." * 30_000 + b"c = 1}",
        b"'a'" + b" . 'a'" * 20_000 + b" = 1",
        b"x = [" + b"[],\n" * 30_000 + b"]",
        b"[[question]]\n" * 10_000,
        b"".join(b"[a%d]\n" % n for n in range(15_000)),
        b'x = "' + b"\\u0041" * 21_000 + b'"',
        b"instructions = '''" + b"\n" * 130_000 + b"'''",
        b"x = [" + b"1," * 65_000 + b"]",
        b"{" * 130_000,
        b"x = " + b"a" * 130_000,
        b"x = '" + b"a .\t" * 30_000,
    ],
    ids=lambda content: content[:12].decode(),
)
def test_no_file_keeps_the_program_waiting(content):
    started = time.process_time()

    with pytest.raises(PlanFileError):
        read_plan_file(content, BEFORE, WORDS)

    assert time.process_time() - started < 2
