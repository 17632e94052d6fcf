"""Looks through an open record for damage, on a connection of its own, so that nobody waits for it."""

import sqlite3
from pathlib import Path

from itb_companion.record import soundness
from itb_companion.record.errors import Reason, reason_of

_BUSY_S = 10.0


def first_problem(record: Path) -> str:
    """Return what is wrong with a record first, such as `fill 3: filled_on`; an empty text where it is sound.

    Also where it cannot be looked at for another reason, such as being locked. Never raises.
    """
    try:
        connection = sqlite3.connect(f"{record.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
        try:
            return next(iter(soundness.problems(connection, most=1)), "")
        finally:
            connection.close()
    except sqlite3.Error as error:
        return str(error) if reason_of(error) is Reason.NOT_A_RECORD else ""
    except ValueError as error:  # a name in it is no text
        return type(error).__name__
    except OSError:
        return ""
