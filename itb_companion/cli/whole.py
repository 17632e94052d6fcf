"""`itb-companion export json` and `import`: everything in one file, and what is missing taken in from one."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from itb_companion.cli import passphrase
from itb_companion.cli.failure import Failure
from itb_companion.cli.paths import whole_path
from itb_companion.cli.reading import opened
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.whole_copy import WholeCopy, file_name, needs_passphrase, preview, read_export
from itb_companion.companion.whole_words import exported_words, failure_lines, preview_lines, taken_words
from itb_companion.record import whole
from itb_companion.record.errors import RecordError
from itb_companion.record.protection import ProtectionError
from itb_companion.record.store import Store, prepare_folder
from itb_companion.record.whole_check import Export, NotTakenError
from itb_companion.words import Words

_YES = "yes"


def export(options: argparse.Namespace) -> int:
    """Write everything into one file; Failure where that cannot be."""
    words = Words(SystemClock().zone())
    secret = passphrase.asked_new(words) if options.passphrase else ""
    with _told(words), opened(options.data_dir) as companion:
        local = companion.desk.now.astimezone(companion.desk.zone)
        path = WholeCopy(companion.desk).export(_target(options.path, local, is_protected=bool(secret)), secret)
    print(exported_words(words, path, is_protected=bool(secret)))
    return 0


def take_in(options: argparse.Namespace) -> int:
    """Show what is in a file, ask, and add what is missing; Failure, and nothing changed, where that cannot be."""
    words = Words(SystemClock().zone())
    source = whole_path(options.path)
    with _told(words):
        secret = passphrase.asked(words) if needs_passphrase(source) else ""
        export = read_export(source, secret)
        with _only_program(options.data_dir, words):
            return _take_in(options, words, export)


def _take_in(options: argparse.Namespace, words: Words, export: Export) -> int:
    clock = SystemClock()
    mine = whole.kept_in(options.data_dir)
    found = preview(mine, export, clock.now())
    here = [row["name"] for row in mine["person"] if row["replaced_by"] is None]
    for line in preview_lines(words, found, here[-1] if here else "", clock.now()):
        print(line)
    if not found.is_new:
        return 0
    if not options.yes and not _agreed(words):
        raise Failure(words.text("whole.not-agreed"))
    companion = Companion(Store(options.data_dir), clock)
    try:
        kept = WholeCopy(companion.desk).take_in(found)
    finally:
        companion.close()
    print(taken_words(words, kept))
    return 0


@contextmanager
def _only_program(folder: Path, words: Words) -> Iterator[None]:
    """Hold the lock on a data folder; Failure where the program is running on it."""
    from itb_companion.desktop.single_instance import Instance, SingleInstance

    prepare_folder(folder)
    lock = SingleInstance(folder)
    if lock.acquire() is Instance.SECOND:
        raise Failure(words.text("whole.running", holder=lock.holder() or "?"))
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _told(words: Words) -> Iterator[None]:
    """Let what cannot be done be told in words."""
    try:
        yield
    except (RecordError, NotTakenError, ProtectionError) as error:
        raise Failure("\n".join(failure_lines(words, error))) from error


def _agreed(words: Words) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, and that is no yes."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(words.text("whole.ask")).strip().lower() == _YES
    except (EOFError, KeyboardInterrupt):
        return False


def _target(given: str, local: datetime, *, is_protected: bool) -> Path:
    """Return the file to write: as given, or with a name of ours in a folder that was given."""
    path = whole_path(given)
    return path / file_name(local, is_protected=is_protected) if path.is_dir() else path
