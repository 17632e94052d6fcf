"""What is said of a command that was read back from where the system looks at login."""

import shutil
from collections.abc import Sequence

from itb_companion.care.ports import Startup, StartupState

AGAIN = "Please switch it on again in Settings."


def verdict(place: str, found: Sequence[str], wanted: Sequence[str]) -> StartupState:
    """Return ON if the command found in this place is the one wanted, and its program is there and may be run."""
    if not found:
        return StartupState(Startup.BROKEN, f"{place} names no program. {AGAIN}")
    program_runs = shutil.which(found[0]) is not None
    if list(found) == list(wanted) and program_runs:
        return StartupState(Startup.ON, place)
    if not program_runs:
        cure = "Please install the program again." if list(found) == list(wanted) else AGAIN
        told = f"{place} starts {found[0]}, which was moved or deleted, or may not be run. {cure}"
        return StartupState(Startup.BROKEN, told)
    told = f"{place} does not start this installation as it is now, but: {' '.join(found)}. {AGAIN}"
    return StartupState(Startup.BROKEN, told)


def although(hoped: Startup, state: StartupState, trouble: str) -> StartupState:
    """Return the state, with the trouble in front of its detail unless it is what was hoped for all the same."""
    return state if state.startup is hoped else StartupState(state.startup, f"{trouble} {state.detail}")
