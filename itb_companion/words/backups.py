"""Words for backups: what is in one, how old and large it is, and what became of a restore."""

from collections.abc import Mapping
from datetime import datetime

from itb_companion.care.backups import Backups
from itb_companion.words.evidence import Line
from itb_companion.words.language import Words

_KILO = 1000


def size(count: int) -> str:
    """Return how large a file is: "140 kB", "2.4 MB"."""
    if count < _KILO * _KILO:
        return f"{max(count // _KILO, 1)} kB"
    return f"{count / _KILO / _KILO:.1f} MB"


def made(words: Words, local: datetime, now: datetime) -> str:
    """Return when a backup was made, by the local time in its name: "today at 09:00"."""
    return words.moment(local.replace(tzinfo=words.zone), now)


def entry(words: Words, local: datetime, count: int, why: str, now: datetime) -> str:
    """Return one line of the list of backups."""
    facts = {"when": made(words, local, now), "size": size(count)}
    line = words.text(f"backups.list.{why}" if why else "backups.list", **facts)
    return line[:1].upper() + line[1:]


def preview(
    words: Words,
    person: str,
    span: tuple[datetime | None, datetime | None],
    counts: Mapping[str, int],
    now: datetime,
    *,
    is_older: bool,
) -> list[str]:
    """Return what is in a backup, and what restoring it means."""
    first, last = span
    lines = [words.text("backups.preview.person", name=person) if person else words.text("backups.preview.nobody")]
    if first is None or last is None:
        lines.append(words.text("backups.preview.empty"))
    else:
        facts = {"first": words.moment(first, now), "last": words.moment(last, now)}
        lines.append(words.text("backups.preview.span", **facts))
    lines.append(words.text("backups.preview.counts", **counts))
    if is_older:
        lines.append(words.text("backups.preview.format"))
    lines.append(words.text("backups.preview.means"))
    return lines


def why(words: Words, reason: str) -> str:
    """Return why a backup failed, for the id of a reason."""
    key = f"backups.why.{reason}"
    return words.text(key if words.has(key) else "backups.why.failed")


def failures(words: Words, state: Backups | None) -> list[Line]:
    """Return which of the last copies failed, if any did."""
    if state is None:
        return []
    lines: list[Line] = []
    if state.failing_since is not None:
        lines.append((False, words.text("reach.backup.failed", why=why(words, state.failure))))
    if state.second_failure:
        lines.append((False, words.text("reach.backup.second-failed", why=why(words, state.second_failure))))
    return lines


def news(words: Words, found: Mapping[str, str | int], local: datetime | None, now: datetime) -> str:
    """Return what became of a restore before this start; `local` is when the backup was made that took its place."""
    what = found.get("news")
    if what == "restored":
        before = found.get("before")
        alone = words.text("backups.news.restored-alone")
        return words.text("backups.news.restored", before=before) if before else alone
    if what == "recovered" and local is not None:
        facts = {"when": made(words, local, now), "added": found.get("added", 0)}
        if found.get("unreadable"):
            return words.text("backups.news.recovered-lost", unreadable=found["unreadable"], **facts)
        return words.text("backups.news.recovered", **facts)
    return words.text("backups.news.empty") if what == "empty" else ""


def offer(words: Words, local: datetime, added: int, unreadable: int, now: datetime) -> list[str]:
    """Return what the newest good backup has, and what would be missing."""
    lines = [words.text("recovery.offer", when=made(words, local, now))]
    lines.append(words.text("recovery.offer-added", added=added) if added else words.text("recovery.offer-all"))
    if unreadable:
        lines.append(words.text("recovery.offer-lost", unreadable=unreadable))
    lines.append(words.text("recovery.aside"))
    return lines
