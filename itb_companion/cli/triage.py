"""`itb-companion triage`: assesses a check written down in TOML, for clinicians who review the rules."""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from itb_companion.care.plan import Plan
from itb_companion.care.signs import CONTEXT, SIGNS_BY_ID, Answer, Check, PumpAlarm, Tone, Vitals, check_vitals
from itb_companion.care.triage import Assessment, assess
from itb_companion.cli.failure import Failure
from itb_companion.clock import SystemClock
from itb_companion.companion.clinical import read_clinical_files
from itb_companion.documents.plan_reader import PlanFileError, plan_of_table
from itb_companion.words import Words, evidence
from itb_companion.words.problems import sentence
from itb_companion.words.signs import advice, level_name, why

_NUMBERS = {
    "temperature_c": "temperature_c",
    "systolic": "systolic_mmhg",
    "diastolic": "diastolic_mmhg",
    "pulse": "pulse_per_min",
}
_KEYS = ("signs", "unsure", *_NUMBERS, "tone", "pump_alarm", "context", "plan")


def run(options: argparse.Namespace) -> int:
    """Print the level, the rules that fired and their sources."""
    document = _read(options.file)
    words, content = Words(SystemClock().zone()), read_clinical_files()
    words.adopt(content.texts)
    check, plan = _check(document, words), _plan(document.get("plan", {}), words)
    found = assess(check, _ids(document, "context", CONTEXT), plan, content.catalogue)
    faults = [sentence(words, problem) for problem in content.problems]
    for told in (*(line for _, line in evidence.clinical(words, content)), *faults):
        print(f"itb-companion: {told}", file=sys.stderr)
    print(json.dumps(_plain(found, words), ensure_ascii=False, indent=2) if options.json else _told(found, words))
    return 0


def _plain(found: Assessment, words: Words) -> dict[str, Any]:
    rules = [{"id": f.rule_id, "why": why(words, f), "sources": list(f.sources)} for f in found.fired]
    return {"level": found.level.id, "rules": rules, "advice": advice(words, found.level)}


def _told(found: Assessment, words: Words) -> str:
    lines = [f"{found.level.id}: {advice(words, found.level)}"]
    for fired in found.fired:
        lines.append(f"  {level_name(words, fired.level)}: {why(words, fired)}")
        lines.append(f"      rule {fired.rule_id}, sources {', '.join(fired.sources)}")
    return "\n".join(lines)


def _read(name: str) -> dict[str, Any]:
    try:
        text = (sys.stdin.read() if sys.stdin else "") if name == "-" else Path(name).read_text(encoding="utf-8")
        return tomllib.loads(text)
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}. Please name a file that exists.") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{name} is not a text file in UTF-8. Please save it as plain text.") from error
    except RecursionError as error:
        raise Failure(f"{name} nests too deeply. Please write the check as plain lists.") from error
    except tomllib.TOMLDecodeError as error:
        raise Failure(f"{name} is not valid TOML: {error}. Please mend that place.") from error


def _check(document: dict[str, Any], words: Words) -> Check:
    _refuse_unknown("key", document, _KEYS)
    answers = dict.fromkeys(_ids(document, "signs", SIGNS_BY_ID), Answer.YES)
    answers |= {s: Answer.UNSURE for s in _ids(document, "unsure", SIGNS_BY_ID) if s not in answers}
    vitals = Vitals(**{field: _number(document, key) for key, field in _NUMBERS.items()})
    for problem in check_vitals(vitals):
        raise Failure(sentence(words, problem))
    return Check(
        answers=answers,
        tone=Tone(_choice(document, "tone", Tone)) if "tone" in document else None,
        pump_alarm=PumpAlarm(_choice(document, "pump_alarm", PumpAlarm)) if "pump_alarm" in document else None,
        vitals=vitals,
    )


def _refuse_unknown(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            raise Failure(f"Unknown {what} “{name}”. Known are: {', '.join(known)}.")


def _ids(document: dict[str, Any], key: str, known: Iterable[str]) -> list[str]:
    given = document.get(key, [])
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise Failure(f'“{key}” must be a list of ids, such as {key} = ["{next(iter(known))}"].')
    _refuse_unknown(f"id in {key}", given, known)
    return given


def _number(document: dict[str, Any], key: str) -> float | None:
    value = document.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Failure(f"“{key}” must be a number, such as {key} = 38.5.")
    return value


def _choice(document: dict[str, Any], key: str, choices: Iterable[str]) -> str:
    value = document[key]
    if not isinstance(value, str):
        raise Failure(f"“{key}” must be one of: {', '.join(choices)}.")
    _refuse_unknown(key, [value], list(choices))
    return value


def _plan(table: Any, words: Words) -> Plan:
    if not isinstance(table, dict):
        raise Failure("“plan” must be a table: [plan].")
    try:
        return plan_of_table(table, words, "[plan]")
    except PlanFileError as error:
        raise Failure(str(error)) from error
