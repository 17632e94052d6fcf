"""What was done on the emergency screen while the record could not be used: one line an act, joined to it later.

Plain lines in a file of their own, in the data folder, or in a second place where that cannot be written.
"""

import json
import os
import zlib
from datetime import datetime
from pathlib import Path

from itb_companion.care.episode import Attempt, Cause, Closing, Ending, Note, Outcome
from itb_companion.care.people import Role
from itb_companion.care.triage import Level
from itb_companion.record.own_files import JOURNAL_NAME
from itb_companion.record.regular_file import open_regular, read_regular

Act = Cause | Attempt | Note | Closing


class SideJournal:
    """The journal of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._files = (folder / JOURNAL_NAME, _second_place(folder) / JOURNAL_NAME)

    def append(self, act: Act) -> bool:
        """Add an act in the first place that takes it; return whether it is on a disk now. Never raises."""
        line = json.dumps(_document(act), ensure_ascii=False).encode() + b"\n"
        first, second = self._files
        return _append_line(first, line) or (_make_folder(second.parent) and _append_line(second, line))

    def is_writable(self) -> bool:
        """Return whether an act could be kept, as far as that can be told before there is one."""
        return any(os.access(file.parent, os.W_OK) for file in self._files) or _make_folder(self._files[1].parent)

    def parts(self) -> list[tuple[Path, tuple[Act, ...]]]:
        """Return each file that is there with its acts, in the order in which they were done. Never raises.

        Lines that cannot be read are left out.
        """
        return [(file, acts) for file in self._files if (acts := _acts(file))]


def put_aside(file: Path, now: datetime) -> None:
    """Put a file aside that was joined: it stays, under a name that is not read again."""
    try:
        file.replace(file.with_name(f"{file.stem}-joined-{now:%Y%m%dT%H%M%S}.jsonl"))
    except OSError:
        return  # how much of it was joined is kept, so reading it again adds nothing


def _second_place(folder: Path) -> Path:
    """Return where the acts of one data folder go when it takes none itself: no two folders share it."""
    from platformdirs import user_state_path

    number = zlib.crc32(os.fsencode(folder.absolute()))
    return user_state_path("itb-companion", appauthor=False) / f"journal-{number:08x}"


def _make_folder(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def _acts(file: Path) -> tuple[Act, ...]:
    try:
        lines = read_regular(file).splitlines()
    except OSError:
        return ()
    return tuple(act for line in lines if (act := _act(line)) is not None)


def _append_line(file: Path, line: bytes) -> bool:
    try:
        handle = open_regular(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            # A line that an earlier full disk cut short ends here, and does not spoil this one.
            written = os.write(handle, b"\n" + line)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        return False
    return written == len(line) + 1


def _document(act: Act) -> dict[str, object]:
    at = act.at.isoformat()
    if isinstance(act, Cause):
        return {"act": "asked", "at": at, "level": act.level.id, "rules": list(act.rule_ids)}
    if isinstance(act, Attempt):
        role = act.role.value if act.role else None
        called = {"who": act.who, "number": act.number, "role": role, "outcome": act.outcome.value}
        return {"act": "called", "at": at, "by": act.by, **called}
    if isinstance(act, Note):
        return {"act": "noted", "at": at, "by": act.by, "text": act.text}
    ended = {"ending": act.ending.value, "what": act.what, "advised_by": act.advised_by}
    return {"act": "closed", "at": at, "by": act.by, **ended}


def _act(line: bytes) -> Act | None:
    try:
        document = json.loads(line)
        at = datetime.fromisoformat(document["at"])
        if at.tzinfo is None:
            return None
        if document["act"] == "asked":
            rules = tuple(str(rule) for rule in document["rules"])
            return Cause(Level.from_id(document["level"]), rules, (), at)
        if document["act"] == "called":
            role = Role(document["role"]) if document["role"] else None
            outcome = Outcome(document["outcome"])
            return Attempt(str(document["who"]), str(document["number"]), role, outcome, at, str(document["by"]))
        if document["act"] == "noted":
            return Note(str(document["text"]), at, str(document["by"]))
        if document["act"] == "closed":
            ending, advised_by = Ending(document["ending"]), str(document.get("advised_by", ""))
            return Closing(ending, str(document["what"]), str(document["by"]), at, advised_by)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return None
