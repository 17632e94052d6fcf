"""The clinical files as they lie on this computer: read late, not trusted, and able to make rules stricter only."""

import logging
from collections.abc import Mapping
from pathlib import Path

from itb_companion.care.built_in import BUILT_IN, DIGESTS
from itb_companion.care.catalogue import Catalogue
from itb_companion.care.clinical import Clinical
from itb_companion.care.problems import Problem
from itb_companion.record.spared import sha256_hex
from itb_companion.resources import asset
from itb_companion.words import english

log = logging.getLogger(__name__)
LARGEST_KB = 128
"""Many times what they hold; a larger file would keep a person waiting."""


def read_clinical_files(folder: Path | None = None) -> Clinical:
    """Return what counts: the built-in content, made stricter by files that are in order. Raises nothing.

    While any file is missing or has a problem the built-in rules count alone; words of a file that is in order count.
    Pump models are built in: those that are already chosen and printed must not change with a file.
    """
    folder = folder or asset("clinical")
    problems: list[Problem] = []
    contents = {name: _bytes(folder / name, problems) for name in DIGESTS}
    # The built-in content was made from these very bytes: to parse them would tell nothing new.
    if all(content is not None and _digest(content) == DIGESTS[name] for name, content in contents.items()):
        return Clinical()
    clinical = _reviewed({name: _parsed(name, content, problems) for name, content in contents.items()}, problems)
    for problem in clinical.problems:
        log.info("clinical file: %s %s", problem.code, dict(problem.facts))
    return clinical


def _digest(content: bytes) -> str:
    return sha256_hex(content.replace(b"\r\n", b"\n"))


def _bytes(file: Path, problems: list[Problem]) -> bytes | None:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_KB * 1024 + 1)
    except FileNotFoundError:
        problems.append(_problem(file.name, "missing-file"))
    except OSError as error:
        problems.append(_problem(file.name, "unreadable", error.strerror or str(error)))
    else:
        if len(content) <= LARGEST_KB * 1024:
            return content
        problems.append(_problem(file.name, "too-large", LARGEST_KB))
    return None


def _parsed(name: str, content: bytes | None, problems: list[Problem]) -> Mapping[str, object] | None:
    import tomllib

    if content is None:
        return None
    try:
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        problems.append(_problem(name, "not-text"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problems.append(_problem(name, "not-toml", str(error) or "it nests too deeply"))
    return None


def _problem(name: str, code: str, what: object = "") -> Problem:
    return Problem(name, f"clinical-{code}", facts={"file": name, "what": what})


def _reviewed(files: Mapping[str, object], unread: list[Problem]) -> Clinical:
    from itb_companion.care.clinical_files import review

    found = review(files, BUILT_IN)
    # What to do at a level is said in built-in words alone: no file may make an emergency sound like less.
    texts = {key: text for key, text in found.texts.items() if not key.startswith("level.")}
    problems = (*unread, *found.problems)
    if problems or found.catalogue is None:
        return Clinical(texts=texts, problems=problems)
    changed = {key.partition(".")[0] for key, text in found.texts.items() if english.TEXTS.get(key) != text}
    joined = BUILT_IN.with_rules_of(found.catalogue)
    return Clinical(
        BUILT_IN if joined == BUILT_IN else joined,
        texts,
        _differing(found.catalogue, changed),
        _unused(found.catalogue, changed),
    )


def _differing(catalogue: Catalogue, changed: set[str]) -> tuple[str, ...]:
    """Return the files in which something that counts differs; `changed` are the kinds of words that do."""
    differs = {
        "sources.toml": dict(catalogue.sources) != dict(BUILT_IN.sources),
        "signs.toml": (catalogue.signs, catalogue.context) != (BUILT_IN.signs, BUILT_IN.context)
        or not changed.isdisjoint({"sign", "context", "event"}),
        "rules.toml": catalogue.rules != BUILT_IN.rules or "rule" in changed,
    }
    return tuple(name for name, differing in differs.items() if differing)


def _unused(catalogue: Catalogue, changed: set[str]) -> tuple[str, ...]:
    differs = {"levels": "level" in changed, "pumps": catalogue.pumps != BUILT_IN.pumps}
    return tuple(what for what, differing in differs.items() if differing)
