"""Writes the copy of the clinical files that the program starts from: `python assets/clinical/make_built_in.py`.

The first page must be painted fast and a broken file must stop nothing, so the program holds the content of these files
as Python modules. They are made here, never by hand; a test holds them against the files.
"""

import sys
import tomllib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOTE = '\n\nMade from assets/clinical by make_built_in.py there; not to be edited by hand.\n"""'
LANGUAGES = {"en": "english"}
LONGEST_LINE = 120


def main() -> None:
    """Write every built-in module."""
    for path, text in built_in_modules(HERE).items():
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")


def built_in_modules(folder: Path) -> dict[str, str]:
    """Return the text of each module by its path; ValueError with what is wrong where the files are not in order."""
    from itb_companion.care.clinical_files import FILES, review

    documents = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")}
    problems = review({name: documents.get(name) for name in FILES}).problems
    if problems:
        raise ValueError("\n".join(f"{problem.code}: {dict(problem.facts)}" for problem in problems))
    modules = {
        "itb_companion/care/built_in.py": _content(documents, {name: _digest(folder / name) for name in FILES}),
        "itb_companion/companion/built_in_numbers.py": _numbers(documents["emergency-numbers.toml"]),
    }
    for language, name in LANGUAGES.items():
        modules[f"itb_companion/words/built_in_{name}.py"] = _words(documents, language)
    return modules


def _digest(path: Path) -> str:
    return sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _content(documents: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    signs, rules = documents["signs.toml"], documents["rules.toml"]["rule"]
    pumps, sources = documents["pumps.toml"]["pump"], documents["sources.toml"]["source"]
    return "\n".join(
        [
            f'"""The clinical content that the program starts from.{NOTE}',
            "",
            "# fmt: off",
            "# ruff: noqa: E501",
            "from itb_companion.care.catalogue import Catalogue, Group, Level, PumpModel, Rule, Sign, named_sets, need",
            "",
            "SIGNS = (",
            *(f"    {_sign(sign)}," for sign in signs["sign"]),
            ")",
            f"CONTEXT = {_tuple(row['id'] for row in signs['context'])}",
            "_SETS = named_sets(SIGNS)",
            "RULES = (",
            *(line for rule in rules for line in _rule(rule)),
            ")",
            "PUMP_MODELS = (",
            *(f"    {_pump(pump)}," for pump in pumps),
            ")",
            "SOURCES = {",
            *(f"    {_text(source['id'])}: {_text(source['title'])}," for source in sources),
            "}",
            "BUILT_IN = Catalogue(SIGNS, CONTEXT, RULES, PUMP_MODELS, SOURCES)",
            "DIGESTS = {",
            *(f"    {_text(name)}: {_text(digest)}," for name, digest in digests.items()),
            "}",
            '"""SHA-256 of each file that this was made from, with bare line feeds."""',
            "",
        ]
    )


def _sign(sign: Mapping[str, Any]) -> str:
    both_ways = ", both_ways=True" if sign.get("both_ways") else ""
    return f"Sign({_text(sign['id'])}, {_member('Group', sign['group'])}, {_tuple(sign['sources'])}{both_ways})"


def _rule(rule: Mapping[str, Any]) -> Iterable[str]:
    yield f"    Rule({_text(rule['id'])}, {_member('Level', rule['level'])}, {_tuple(rule['sources'])}, ("
    for line in rule["when"]:
        yield f"        need(_SETS, {line['at_least']}, {', '.join(map(_text, line['of']))}),"
    yield "    )),"


def _pump(pump: Mapping[str, Any]) -> str:
    names = ", ".join(_text(pump[key]) for key in ("id", "name", "maker"))
    return f"PumpModel({names}, {pump['reservoir_ml']}, {_tuple(pump['sources'])})"


def _numbers(document: Mapping[str, Any]) -> str:
    rows = sorted(document["country"], key=lambda row: row["name"])
    return "\n".join(
        [
            f'"""The emergency numbers that are proposed where their file cannot be read.{NOTE}',
            "",
            "# fmt: off",
            "COUNTRIES = (",
            *(f"    ({', '.join(_text(row[key]) for key in ('code', 'name', 'number'))})," for row in rows),
            ")",
            "",
        ]
    )


def _words(documents: Mapping[str, Any], language: str) -> str:
    from itb_companion.care.clinical_files import texts_of

    texts = texts_of(documents["signs.toml"], language) | texts_of(documents["rules.toml"], language)
    lines = [f"    {_text(key)}: {_text(text)}," for key, text in texts.items()]
    return "\n".join(
        [
            f'"""Words of the clinical files, by key.{NOTE}',
            "",
            "# fmt: off",
            *(["# ruff: noqa: E501"] if any(len(line) > LONGEST_LINE for line in lines) else []),
            "TEXTS = {",
            *lines,
            "}",
            "",
        ]
    )


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tuple(items: Iterable[str]) -> str:
    texts = [_text(item) for item in items]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _member(enum: str, name: str) -> str:
    return f"{enum}.{name.upper().replace('-', '_')}"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
