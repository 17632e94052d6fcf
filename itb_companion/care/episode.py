"""An escalation from its opening to its end: causes, calls, waiting times, and how it closed.

The level is a pure function of what was written down and of the time, so that it is the same after a restart and
after sleep. It rises when nobody who can decide was reached in time, and never falls by itself. Sources and waiting
times: clinical-facts section 3.
"""

from datetime import datetime
from enum import StrEnum

from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem
from itb_companion.care.triage import Level, Reading
from itb_companion.care.value import value


class Outcome(StrEnum):
    """How a call went."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    LEFT_MESSAGE = "left-message"


class Ending(StrEnum):
    """How an episode ended; there is no ending without one of these and a person who says so."""

    HANDED_OVER = "handed-over"
    ADVICE = "advice"
    FALSE_ALARM = "false-alarm"


@value
class Cause:
    """Why an episode stands: signs and rules of one check, or something that happened, at one time."""

    level: Level
    rule_ids: tuple[str, ...]
    signs: tuple[str, ...]
    at: datetime
    reading: Reading = Reading.NEITHER


@value
class Attempt:
    """One call that was tried. `role` None stands for the emergency number."""

    who: str
    number: str
    role: Role | None
    outcome: Outcome
    at: datetime
    by: str

    @property
    def ends_waiting(self) -> bool:
        """Whether somebody was reached who can decide: the emergency number or the pump team, not the family."""
        return self.outcome is Outcome.REACHED and (self.role is None or self.role.can_decide)


@value
class Closing:
    """How, by whom and when an episode ended.

    `what` says to whom it was handed over, what was advised, or why it was false.
    """

    ending: Ending
    what: str
    by: str
    at: datetime


@value
class Step:
    """A level and the instant from which it holds."""

    level: Level
    since: datetime


@value
class Episode:
    """Everything about one escalation; one is open at a time."""

    id: int
    opened_at: datetime
    causes: tuple[Cause, ...]
    first_sign_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    closing: Closing | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said how it ended."""
        return self.closing is None

    @property
    def began_at(self) -> datetime:
        """The instant the running clock counts from: the first sign, or the opening where no sign was ticked."""
        return self.first_sign_at or self.opened_at

    @property
    def signs(self) -> tuple[str, ...]:
        """Every sign of every cause, in the order in which they came."""
        return tuple(dict.fromkeys(sign for cause in self.causes for sign in cause.signs))

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """Every rule of every cause."""
        return tuple(dict.fromkeys(rule for cause in self.causes for rule in cause.rule_ids))

    @property
    def reading(self) -> Reading:
        """Which way all causes together point; too little in one and too much in another is either."""
        bits = 0
        for cause in self.causes:
            bits |= int(cause.reading)
        return Reading(bits)

    def steps(self, now: datetime, plan: Plan) -> tuple[Step, ...]:
        """Return every level the episode has come to by `now`, in order, each higher than the one before."""
        steps: list[Step] = []
        for cause in sorted(self.causes, key=lambda cause: cause.at):
            steps = self._waited(steps, cause.at, plan)
            if not steps or cause.level > steps[-1].level:
                steps.append(Step(cause.level, cause.at))
        # A clock set back takes nothing back that was written down.
        written = max((attempt.at for attempt in self.attempts), default=now)
        return tuple(self._waited(steps, max(now, written), plan))

    def level_at(self, now: datetime, plan: Plan) -> Level:
        """Return the level that holds at `now`."""
        return self.steps(now, plan)[-1].level

    def next_escalation_at(self, now: datetime, plan: Plan) -> datetime | None:
        """Return when waiting will raise the level next, or None where it will not."""
        return self._deadline(self.steps(now, plan)[-1], plan)

    def _waited(self, steps: list[Step], until: datetime, plan: Plan) -> list[Step]:
        """Return the steps with those added that waiting brought about up to an instant."""
        steps = list(steps)
        while steps:
            deadline = self._deadline(steps[-1], plan)
            if deadline is None or deadline > until:
                break
            steps.append(Step(Level(steps[-1].level + 1), deadline))
        return steps

    def _deadline(self, step: Step, plan: Plan) -> datetime | None:
        waits = {Level.CALL_CLINIC: plan.clinic_wait, Level.URGENT: plan.urgent_wait}
        if step.level not in waits:
            return None
        deadline = step.since + waits[step.level]
        # Who was reached before it came to this level was not told of it.
        in_time = any(attempt.ends_waiting and step.since <= attempt.at < deadline for attempt in self.attempts)
        return None if in_time else deadline


def check_closing(what: str, by: str) -> list[Problem]:
    """Return what is missing to close an episode: what happened, and who says so."""
    problems = [] if what.strip() else [Problem("what", "closing-what-missing")]
    return problems + ([] if by.strip() else [Problem("by", "closing-by-missing")])
