"""What the emergency screen shows, in words."""

from datetime import timedelta

from itb_companion.care.value import field, value


@value
class CallView:
    """One number to call, and what was tried with it so far."""

    who: str
    detail: str
    number: str
    link: str
    """What a phone dials when it scans the code."""
    tried: list[str] = field(default_factory=list)
    """The newest attempts, in words, newest first."""
    is_reached: bool = False
    """Whether the newest of them reached somebody."""
    can_decide: bool = True
    """Whether who answers can act: the emergency number and the pump team, not the family."""


@value
class EmergencyView:
    """Everything that the screen shows, in words."""

    dress: str
    """emergency, urgent or accent."""
    title: str
    line: str
    elapsed: timedelta
    elapsed_caption: str
    first_step: str
    """What stands over the emergency number, and over the pump team: which comes first depends on the level."""
    team_step: str
    emergency_call: CallView
    script: list[str]
    calls: list[CallView]
    take_along: list[str]
    do_not: str
    next_steps: list[str]
    caregiver: str
    is_open: bool
    """Whether an episode is open; without one there is nothing to close yet."""
    is_emergency: bool = True
    question: str = ""
    """What is asked before a false alarm closes an emergency."""
    story: list[str] = field(default_factory=list)
    """What was written down so far, newest first."""
    notice: str = ""
    """What is wrong with the data, if anything is."""
    clinic_says: list[str] = field(default_factory=list)
    """The clinic's own words, a paragraph each."""
