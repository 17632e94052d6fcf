"""`itb-companion backup`, and the two calls that come with a later version."""

import argparse
from datetime import datetime
from pathlib import Path

from itb_companion.cli.failure import Failure
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.record.backup import BACKUPS_NAME, back_up
from itb_companion.record.errors import RecordError
from itb_companion.words import Words


def run(options: argparse.Namespace) -> int:
    """Make a backup; say that the others are not there yet."""
    if options.command != "backup":
        raise Failure(f"{options.command} does not work yet: it comes with a later version. “backup” works.")
    clock = SystemClock()
    target = _target(options, clock.now().astimezone(clock.zone()))
    try:
        copy = back_up(options.data_dir, target)
    except RecordError as error:
        raise Failure(record_failure(Words(clock.zone()), error)) from error
    print(f"A verified copy was written to {copy}.")
    return 0


def _target(options: argparse.Namespace, local: datetime) -> Path:
    name = f"care-{local:%Y-%m-%d-%H%M%S}.db"
    if not options.path:
        return options.data_dir / BACKUPS_NAME / name
    path = Path(options.path).expanduser().absolute()
    return path / name if path.is_dir() else path
