"""`itb-companion restore`: shows what is in a backup, asks, and puts it in the record's place."""

import argparse
import sys
from pathlib import Path

from itb_companion.cli.failure import Failure
from itb_companion.cli.paths import whole_path
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.companion.recovery import Recovery, preview
from itb_companion.record.errors import RecordError
from itb_companion.record.own_files import DATABASE_NAME
from itb_companion.record.restore import Prepared, discard_all
from itb_companion.record.store import prepare_folder
from itb_companion.words import Words

_YES = "yes"


def run(options: argparse.Namespace) -> int:
    """Restore a backup, all or nothing; Failure in words, and nothing changed, where that cannot be."""
    from itb_companion.desktop.single_instance import Instance, SingleInstance

    clock = SystemClock()
    words = Words(clock.zone())
    folder = options.data_dir
    try:
        prepare_folder(folder)
        lock = SingleInstance(folder)
        if lock.acquire() is Instance.SECOND:
            raise Failure(words.text("backups.running", holder=lock.holder() or "?"))
        try:
            return _restore(folder, whole_path(options.path), words, yes=options.yes)
        finally:
            discard_all(folder)
            lock.release()
    except RecordError as error:
        raise Failure(record_failure(words, error)) from error


def _restore(folder: Path, source: Path, words: Words, *, yes: bool) -> int:
    clock = SystemClock()
    prepared = _prepared(folder, source, words)
    for line in preview(words, prepared.contents, clock.now()):
        print(line)
    if _help_is_sought(folder):
        raise Failure(words.text("backups.help-is-sought"))
    if not yes and not _agreed(words, prepared):
        raise Failure(words.text("backups.not-agreed"))
    kept = Recovery(folder, clock).replace(prepared)
    print(words.text("backups.restored"))
    if kept is not None:
        print(words.text("backups.kept", path=kept))
    return 0


def _help_is_sought(folder: Path) -> bool:
    """Whether the record that would be replaced has an open call for help, as far as it can be read."""
    from itb_companion.cli.reading import opened

    if not (folder / DATABASE_NAME).is_file():
        return False
    try:
        with opened(folder) as companion:
            return companion.help.current() is not None
    except (Failure, RecordError):
        return False  # what cannot be read is put aside, and nothing of it is lost


def _prepared(folder: Path, source: Path, words: Words) -> Prepared:
    """Check a backup and make it ready; one that was protected asks for its passphrase first."""
    from itb_companion.cli.passphrase import asked
    from itb_companion.companion.whole_words import failure_lines
    from itb_companion.record.protected_backup import prepare_any
    from itb_companion.record.protection import ProtectionError

    try:
        return prepare_any(folder, source, lambda: asked(words))
    except ProtectionError as error:
        raise Failure(" ".join(failure_lines(words, error))) from error


def _agreed(words: Words, prepared: Prepared) -> bool:
    """Ask on a terminal; elsewhere nobody can answer, and that is no yes."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(words.text("backups.ask", path=prepared.source)).strip().lower() == _YES
    except (EOFError, KeyboardInterrupt):
        return False
