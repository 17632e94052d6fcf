"""Sentences about an export: what is in it, what is wrong with it, and what came of it."""

from datetime import datetime
from pathlib import Path

from itb_companion.companion.failures import record_failure
from itb_companion.companion.whole_copy import Preview
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.protection import SHORTEST, ProtectionError
from itb_companion.record.whole_check import NotTakenError, Why
from itb_companion.words.language import Words
from itb_companion.words.problems import sentence

TOLD = ("person", "pump", "fill", "appointment", "contact", "setting", "sign_check", "episode", "attempt", "alert")
"""The kinds of entries that are counted by themselves; the others are told together."""
Failed = RecordError | NotTakenError | ProtectionError


def failure_lines(words: Words, error: Failed) -> list[str]:
    """Return why something failed: one sentence, and under it a line for each problem of a file."""
    if isinstance(error, ProtectionError):
        return [words.text(f"passphrase.{error.why}", least=SHORTEST)]
    if isinstance(error, RecordError):
        if error.reason is Reason.ITSELF:
            return [words.text("whole.into-data", path=error.path)]
        return [record_failure(words, error)]
    if error.why is Why.NOT_READABLE and error.detail:
        return [words.text("whole.not-readable-at", detail=error.detail)]
    lines = [words.text(f"whole.{error.why}", detail=error.detail)]
    for fault in error.faults:
        told = sentence(words, fault.problem)
        lines.append(words.text("whole.problem-at", place=fault.place, sentence=told))
    return [*lines, words.text("whole.more", count=error.more)] if error.more else lines


def preview_lines(words: Words, found: Preview, here: str, now: datetime) -> list[str]:
    """Return what is in an export and what taking it in means; `here` is whose record this is, or nothing."""
    about = ["whole.preview.person"] if found.person else ["whole.preview.nobody"]
    lines = [words.text(key, name=found.person) for key in about]
    lines.append(words.text("whole.preview.made", when=words.moment(found.made_at, now)))
    if here and found.person and here != found.person:
        lines.append(words.text("whole.preview.other-person", here=here))
    lines += _counts(words, found)
    if found.first_at and found.last_at:
        span = {"first": words.moment(found.first_at, now), "last": words.moment(found.last_at, now)}
        lines.append(words.text("whole.preview.span", **span))
    elif found.is_new:
        lines.append(words.text("whole.preview.finish"))
    lines.append(words.text("whole.preview.means" if found.is_new else "whole.preview.nothing"))
    return lines


def taken_words(words: Words, kept: Path | None) -> str:
    """Return what became of taking an export in; `kept` is the backup that was made before it."""
    return words.text("whole.taken-new") if kept is None else words.text("whole.taken", path=kept)


def exported_words(words: Words, path: Path, *, is_protected: bool) -> str:
    """Return where an export was written, and who can read it."""
    return words.text("whole.exported" if is_protected else "whole.exported-readable", path=path)


def _counts(words: Words, found: Preview) -> list[str]:
    counts = {kind: (found.added[kind], found.known[kind]) for kind in TOLD}
    others = [table for table in found.added if table not in TOLD]
    counts["other"] = (sum(found.added[each] for each in others), sum(found.known[each] for each in others))
    return [_count(words, kind, added, known) for kind, (added, known) in counts.items() if added or known]


def _count(words: Words, kind: str, added: int, known: int) -> str:
    told = "some" if added and known else "all-new" if added else "all-known"
    return words.text(f"whole.preview.{told}", kind=words.text(f"whole.kind.{kind}"), added=added, known=known)
