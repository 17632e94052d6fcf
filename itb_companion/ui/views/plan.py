"""What the care plan page shows of plans in files and of those that stood before, in words."""

from collections.abc import Sequence
from typing import NamedTuple

from itb_companion.words.plan import Change


class PreviewView(NamedTuple):
    """What a file would change, in words; `doubt` is told first, and `changes` may be empty."""

    heading: str
    changes: Sequence[Change]
    doubt: str = ""


class EarlierView(NamedTuple):
    """One plan that stood before, in words."""

    id: int | None
    told: str
