"""`itb-companion unlock`: takes the screen lock away, for whoever owns the files and has forgotten the passphrase."""

import argparse

from itb_companion.cli.failure import Failure
from itb_companion.cli.reading import opened
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.companion.screen_lock import ScreenLock, lock_of
from itb_companion.desktop.single_instance import Instance, SingleInstance
from itb_companion.record.errors import RecordError
from itb_companion.words import Words


def run(options: argparse.Namespace) -> int:
    """Turn the lock off, and say so; Failure while the program runs, since it would keep the lock."""
    clock = SystemClock()
    with opened(options.data_dir) as companion:
        instance = SingleInstance(options.data_dir)
        if instance.acquire() is Instance.SECOND:
            raise Failure("Please quit ITB Companion first (Ctrl+Q in its window), then run this again.")
        try:
            was_on = lock_of(companion.household().options) is not None
            if was_on:
                ScreenLock(companion.people, clock).turn_off()
        except RecordError as error:
            raise Failure(record_failure(Words(clock.zone()), error)) from error
        finally:
            instance.release()
    print("The screen lock is off. You can set a new one in Settings." if was_on else "There was no screen lock.")
    return 0
