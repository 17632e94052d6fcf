"""Triage on the command line: every published case reaches its level, and bad input is told in one sentence."""

import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from itb_companion.care.signs import CONTEXT, SIGNS_BY_ID
from itb_companion.care.triage import RULE_IDS, Level
from tests.cli.conftest import ROOT, Call

DATA = Path(__file__).parents[1] / "data" / "published-cases.toml"
CASES = tomllib.loads(DATA.read_text(encoding="utf-8"))["case"]


def written(case: dict) -> str:
    lines = [f"signs = {json.dumps(case['signs'])}", f"context = {json.dumps(case['context'])}"]
    return "\n".join(lines + ([f"temperature_c = {case['temperature_c']}"] if "temperature_c" in case else []))


@pytest.fixture
def assess(call: Call, tmp_path: Path):
    """Assess a text from a file, and return what is said in JSON."""

    def assessed(text: str) -> dict:
        file = tmp_path / "check.toml"
        file.write_text(text, encoding="utf-8")
        told = call("triage", "--json", file)
        assert told.code == 0, told.err
        return json.loads(told.out)

    return assessed


@pytest.fixture
def refuse(call: Call, tmp_path: Path):
    """Assess a text that cannot be, and return the sentence."""

    def refused(text: str | bytes) -> str:
        file = tmp_path / "check.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return call("triage", file).refused()

    return refused


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_published_case_reaches_at_least_its_level(assess, call: Call, monkeypatch, case):
    """From a file and from standard input alike."""
    found = assess(written(case))
    monkeypatch.setattr("sys.stdin", io.StringIO(written(case)))
    piped = json.loads(call("triage", "--json", "-").out)

    assert Level.from_id(found["level"]) >= Level.from_id(case["expect"])
    assert piped == found


def test_all_seventeen_cases_are_asked():
    assert len(CASES) == 17


def test_the_json_has_exactly_the_shape_of_the_contract(assess):
    found = assess('signs = ["itch", "tingling"]')

    assert set(found) == {"level", "rules", "advice"}
    assert found["level"] == "urgent"
    assert found["advice"] == "Call the ITB on-call line now; if nobody answers, go to the hospital."
    for rule in found["rules"]:
        assert set(rule) == {"id", "why", "sources"}
        assert rule["id"] in RULE_IDS
        assert rule["sources"]
        assert all(isinstance(source, str) for source in rule["sources"])
    assert "two-early-signs" in {rule["id"] for rule in found["rules"]}
    assert "More than one early sign: itching and tingling or numbness." in {rule["why"] for rule in found["rules"]}


def test_in_words_the_level_its_advice_the_reasons_and_the_sources_are_told(call: Call, tmp_path):
    file = tmp_path / "check.toml"
    file.write_text('signs = ["seizure"]')

    told = call("triage", file)

    assert told.out.splitlines()[0] == "emergency: Call the emergency number now."
    assert "  Emergency: A danger sign: a seizure." in told.out.splitlines()
    assert "rule severe-sign, sources " in told.out


def test_nothing_ticked_is_clear_and_fires_no_rule(assess):
    assert assess("") == {"level": "clear", "rules": [], "advice": "Recorded."}


def test_a_sign_that_nobody_is_sure_of_counts_and_a_certain_one_counts_before_it(assess):
    assert assess('unsure = ["seizure"]')["level"] == "emergency"
    assert assess('signs = ["seizure"]\nunsure = ["seizure"]') == assess('signs = ["seizure"]')


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("temperature_c = 38.0", "urgent"), ("temperature_c = 37.9", "clear"), ("temperature_c = 39.0", "emergency"),
        ('temperature_c = 38\nsigns = ["itch"]', "emergency"),
        ('tone = "looser"', "urgent"), ('tone = "tighter"', "call-clinic"), ('tone = "usual"', "clear"),
        ('pump_alarm = "two-tone"', "urgent"), ('pump_alarm = "unsure"', "urgent"), ('pump_alarm = "none"', "clear"),
        ('pump_alarm = "two-tone"\nsigns = ["itch"]', "emergency"),
        ('context = ["may-be-empty"]\nsigns = ["itch"]', "emergency"),
        ("systolic = 121\ndiastolic = 80\npulse = 72", "clear"),
    ],
)  # fmt: skip
def test_readings_tone_alarm_and_context_count(assess, text, level):
    assert assess(text)["level"] == level


class TestPlan:
    def test_a_stricter_plan_raises_a_level(self, assess):
        plain = assess('signs = ["itch"]')
        strict = assess('signs = ["itch"]\n[plan.stricter]\none-early-sign = "emergency"')

        assert (plain["level"], strict["level"]) == ("call-clinic", "emergency")

    def test_a_plan_never_lowers_a_level(self, assess):
        assert assess('signs = ["seizure"]\n[plan.stricter]\nsevere-sign = "clear"')["level"] == "emergency"

    def test_what_is_usual_for_this_person_decides_what_is_unusual(self, assess):
        usual = "[plan]\nusual_systolic = [90, 130]\nusual_pulse = [60, 100]\n"

        assert assess(f"systolic = 85\n{usual}")["level"] == "call-clinic"
        assert assess(f"systolic = 95\n{usual}")["level"] == "clear"
        assert assess("systolic = 85")["level"] == "clear"
        assert assess(f"pulse = 130\n{usual}")["level"] == "watch"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("plan = 3", "must be a table"),
            ("[plan]\nclinic_wait = 3", "Unknown key in [plan] “clinic_wait”. Known are: clinic_wait_min,"),
            ("[plan]\nclinic_wait_min = 0", "between 1 and"),
            ("[plan]\nclinic_wait_min = 1.5", "whole number of minutes"),
            ("[plan]\nurgent_wait_min = true", "whole number of minutes"),
            ("[plan]\nusual_systolic = [130, 90]", "below the second"),
            ("[plan]\nusual_pulse = [60]", "two whole numbers, such as usual_pulse = [90, 130]"),
            ("[plan]\nusual_pulse = [60, 99.5]", "two whole numbers"),
            ("[plan]\nusual_pulse = 60", "two whole numbers"),
            ("[plan]\nstricter = 3", "table of rule ids and levels"),
            ('[plan.stricter]\nsevere = "urgent"', "Unknown rule in [plan.stricter] “severe”. Known are: "),
            ('[plan.stricter]\nfever = "red"', "Known are: clear, watch, call-clinic, urgent, emergency."),
            ("[plan.stricter]\nfever = 3", "Known are: clear, watch, call-clinic, urgent, emergency."),
        ],
    )
    def test_a_plan_that_cannot_be_is_told(self, refuse, text, said):
        assert said in refuse(text)


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "unknown", "known"),
        [
            ('signs = ["itching"]', "itching", SIGNS_BY_ID),
            ('unsure = ["Itch"]', "Itch", SIGNS_BY_ID),
            ('context = ["monday"]', "monday", CONTEXT),
            ('tone = "tight"', "tight", ("tighter", "looser", "usual", "unsure")),
            ('pump_alarm = "beep"', "beep", ("single", "two-tone", "unsure", "none")),
            ("sings = []", "sings", ("signs", "unsure", "temperature_c", "systolic", "diastolic", "pulse", "plan")),
        ],
    )
    def test_an_unknown_id_is_named_with_all_the_known_ones(self, refuse, text, unknown, known):
        sentence = refuse(text)

        assert f"“{unknown}”" in sentence
        listed = sentence.split("Known are: ")[1].rstrip(".").split(", ")
        assert set(known) <= set(listed)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('signs = "itch"', "“signs” must be a list of ids, such as signs = "),
            ("signs = [1]", "must be a list of ids"),
            ("context = {}", "must be a list of ids"),
            ('temperature_c = "hot"', "“temperature_c” must be a number"),
            ("pulse = true", "“pulse” must be a number"),
            ("systolic = 2026-01-01", "“systolic” must be a number"),
            ("tone = 3", "must be one of: tighter, looser, usual, unsure"),
            ("temperature_c = 70", "between 25 and 45 °C"),
            ("temperature_c = nan", "between 25 and 45 °C"),
            ("temperature_c = inf", "between 25 and 45 °C"),
            ("systolic = 0", "between 30 and 300"),
            ("diastolic = 4000", "The lower pressure must be between"),
            ("pulse = -1", "A pulse must be between"),
            ("systolic = 80\ndiastolic = 120", "must be below the upper one"),
        ],
    )
    def test_a_wrong_type_or_an_impossible_reading_is_told(self, refuse, text, said):
        assert said in refuse(text)

    @pytest.mark.parametrize("text", ["signs = [", "signs = []\nsigns = []", "= 3", "a.b = 1\na = 2", '{"signs": []}'])
    def test_what_is_not_toml_is_told(self, refuse, text):
        sentence = refuse(text)

        assert "is not valid TOML" in sentence
        assert "check.toml" in sentence

    def test_what_is_not_utf_8_is_told(self, refuse):
        assert "is not a text file in UTF-8" in refuse('signs = ["übel"]'.encode("utf-16"))

    def test_a_missing_file_and_a_folder_are_told(self, call: Call, tmp_path):
        missing = tmp_path / "none.toml"

        assert str(missing) in call("triage", missing).refused()
        assert "Is a directory" in call("triage", tmp_path).refused()

    def test_a_real_call_says_it_on_standard_error_and_leaves_standard_output_empty(self, start: Call):
        told = start("triage", "-", given=b'signs = ["itching"]')

        assert "Unknown id in signs “itching”" in told.refused()

    def test_a_real_call_reads_standard_input(self, start: Call):
        told = start("triage", "--json", "-", given=b'signs = ["itch"]')

        assert json.loads(told.out)["level"] == "call-clinic"

    def test_brackets_without_end_are_told(self, start: Call):
        assert start("triage", "-", given=b"signs = " + b"[" * 20_000).refused()


# The real program, installed with clinical files that somebody touched


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    there = tmp_path_factory.mktemp("installed")
    package = shutil.copytree(ROOT / "itb_companion", there / "itb_companion", ignore=shutil.ignore_patterns("ui"))
    shutil.copytree(ROOT / "assets", package / "assets")
    return there


def triage(installed: Path, check: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "itb_companion", "triage", "--json", "-"],
        cwd=installed, env={**os.environ, "PYTHONPATH": str(installed)}, input=check.encode(),
        capture_output=True, timeout=100, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)["level"], done.stderr.decode()


@pytest.mark.parametrize(
    ("old", "new", "level", "told"),
    [
        (
            'level = "call-clinic"',
            'level = "urgent"',
            "urgent",
            "Of changed and built-in rules the stricter count.",
        ),
        ('level = "call-clinic"', 'level = "clear"', "call-clinic", "were changed in rules.toml"),
        ('level = "call-clinic"', 'level = "red"', "call-clinic", "there is no level “red”"),
        ("[[rule]]", "[[rule", "call-clinic", "rules.toml is not valid TOML"),
    ],
)
def test_touched_clinical_files_can_only_make_it_stricter_and_it_is_told(installed, old, new, level, told):
    rules = installed / "itb_companion" / "assets" / "clinical" / "rules.toml"
    rules.write_bytes((ROOT / "assets" / "clinical" / "rules.toml").read_bytes().replace(old.encode(), new.encode()))

    found, said = triage(installed, 'signs = ["itch"]')

    assert found == level
    assert told in said
    assert all(line.startswith("itb-companion: ") for line in said.splitlines())
