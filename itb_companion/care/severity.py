"""How loudly something is said: the severity of what is due, apart from the state it is in."""

from enum import IntEnum


class Severity(IntEnum):
    """Order of attention; the severity of several causes together is their maximum, never the last one."""

    CALM = 0
    """Worth knowing once or at a chosen time; settled by being seen."""
    REMINDER = 1
    """Something to do in good time."""
    URGENT = 2
    """A person must be called now."""
    EMERGENCY = 3
    """The emergency screen; nothing silences it."""
