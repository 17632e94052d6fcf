"""An escalation from its opening to its end: causes, calls, waiting times, and how it closed.

The level is a pure function of what was written down and of the time, so that it is the same after a restart and
after sleep. It rises when nobody who can decide was reached in time, and never falls by itself. Sources and waiting
times: clinical-facts section 3.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from itb_companion.care.people import Role
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem
from itb_companion.care.signs import Answer, Check, PumpAlarm
from itb_companion.care.triage import Level, Reading
from itb_companion.care.value import replace, value

REOPENS_WITHIN = timedelta(hours=24)
"""Signs that return within this time after an ending open the same episode again, with its history."""
_A_MOMENT = timedelta(minutes=1)  # a check is saved just before the episode that it opens


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
    opening: int = 0
    """How many times the episode had been opened again when this came."""


@value
class Attempt:
    """One call that was tried. `role` None stands for the emergency number."""

    who: str
    number: str
    role: Role | None
    outcome: Outcome
    at: datetime
    by: str
    opening: int = 0
    """How many times the episode had been opened again when this was tried."""

    @property
    def ends_waiting(self) -> bool:
        """Whether somebody was reached who can decide: the emergency number or the pump team, not the family."""
        return self.outcome is Outcome.REACHED and (self.role is None or self.role.can_decide)


@value
class Note:
    """One line that a person wrote while help was sought."""

    text: str
    at: datetime
    by: str


@value
class Closing:
    """How, by whom and when an episode ended.

    `what` says to whom it was handed over, what was advised, or why it was false.
    """

    ending: Ending
    what: str
    by: str
    at: datetime
    advised_by: str = ""
    """Who gave the advice; only of an ending by advice, and empty in records from before it was asked for."""


@value
class Earlier:
    """A time for which the episode had stood before it was closed, and when its signs returned."""

    closing: Closing
    reopened_at: datetime
    first_sign_at: datetime | None = None


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
    earlier: tuple[Earlier, ...] = ()
    """How it was closed before, each time it was opened again, oldest first."""
    notes: tuple[Note, ...] = ()
    checks: tuple[Check, ...] = ()
    """The checks that were saved while it was open, in the order in which they were made."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has said how it ended."""
        return self.closing is None

    @property
    def began_at(self) -> datetime:
        """The instant the running clock counts from: the first sign, or the opening where no sign was ticked."""
        return self.first_sign_at or self.stands_since

    @property
    def stands_since(self) -> datetime:
        """When it was opened; of one that was opened again, when that was for the last time."""
        return self.earlier[-1].reopened_at if self.earlier else self.opened_at

    @property
    def standing_causes(self) -> tuple[Cause, ...]:
        """The causes since it was opened for the last time: those before it ended with a closing.

        Counted by openings and not by the clock, which may have been set back in between.
        """
        # A record that lost count must not make an open episode harmless.
        return tuple(cause for cause in self.causes if cause.opening >= len(self.earlier)) or self.causes

    @property
    def standing_attempts(self) -> tuple[Attempt, ...]:
        """The calls since it was opened for the last time: who was reached before was not told of this."""
        return tuple(attempt for attempt in self.attempts if attempt.opening >= len(self.earlier))

    @property
    def standing_checks(self) -> tuple[Check, ...]:
        """The checks since it was opened for the last time: what was measured before may be long over."""
        since = self.stands_since - _A_MOMENT
        return tuple(check for check in self.checks if check.saved_at is not None and check.saved_at >= since)

    @property
    def signs(self) -> tuple[str, ...]:
        """Every sign of every standing cause, in the order in which they came."""
        return tuple(dict.fromkeys(sign for cause in self.standing_causes for sign in cause.signs))

    def with_standing(self, check: Check) -> Check:
        """Return a check with what was seen and heard before in this episode, as if all had been ticked in it.

        Fever now and itching an hour ago are fever with itching: what is added is never looked at alone. A no takes
        nothing back that was seen; only a person closes an episode.
        """
        seen = {sign: Answer.YES for sign in self.signs if sign not in check.ticked}
        before = self.standing_checks
        heard = {each.pump_alarm for each in (*before, check)} - {None, PumpAlarm.NONE}
        return replace(
            check,
            answers={**check.answers, **seen},
            # Two of them together are read as not sure is: the rules of either count.
            pump_alarm=(heard.pop() if len(heard) == 1 else PumpAlarm.UNSURE) if heard else check.pump_alarm,
            events=check.events.union(*(each.events for each in before)),
        )

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """Every rule of every standing cause."""
        return tuple(dict.fromkeys(rule for cause in self.standing_causes for rule in cause.rule_ids))

    @property
    def reading(self) -> Reading:
        """Which way the standing causes together point; too little in one and too much in another is either."""
        bits = 0
        for cause in self.standing_causes:
            bits |= int(cause.reading)
        return Reading(bits)

    def reopens(self, at: datetime) -> bool:
        """Whether signs at an instant open this closed episode again: within 24 hours after its closing.

        A closing that lies ahead, from a clock that was set back since, counts as just now: that loses no history.
        """
        return self.closing is not None and at - self.closing.at <= REOPENS_WITHIN

    def steps(self, now: datetime, plan: Plan) -> tuple[Step, ...]:
        """Return every level the episode has come to by `now`, in order, each higher than the one before.

        Of an episode that was opened again only what came since counts, and waiting begins anew with it. A person had
        closed what was before: somebody who can act was told of it, or it was none. Would that level hold on, then the
        first itch on the day after would call for an ambulance again, and a screen that always says emergency tells
        nobody when it gets worse. Nor may who was reached then end the waiting now: they were not told of this.
        """
        steps: list[Step] = []
        for cause in sorted(self.standing_causes, key=lambda cause: cause.at):
            steps = self._waited(steps, cause.at, plan)
            if not steps or cause.level > steps[-1].level:
                steps.append(Step(cause.level, cause.at))
        # A clock set back takes nothing back that was written down.
        written = max((attempt.at for attempt in self.standing_attempts), default=now)
        return tuple(self._waited(steps, max(now, written), plan))

    def level_at(self, now: datetime, plan: Plan) -> Level:
        """Return the level that holds at `now`."""
        return self.steps(now, plan)[-1].level

    def next_escalation_at(self, now: datetime, plan: Plan) -> datetime | None:
        """Return when waiting will raise the level next, or None where it will not."""
        return self._deadline(self.steps(now, plan)[-1], plan)

    def has_waited(self, now: datetime, plan: Plan) -> bool:
        """Return whether it is waiting that brought about the level that holds at `now`."""
        last = self.steps(now, plan)[-1]
        return not any(cause.level is last.level and cause.at == last.since for cause in self.standing_causes)

    def was_told(self, now: datetime, plan: Plan) -> bool:
        """Return whether somebody who can decide was reached since it stands as it stands now.

        Before that they heard of less.
        """
        since = self.steps(now, plan)[-1].since
        return any(attempt.ends_waiting and attempt.at >= since for attempt in self.standing_attempts)

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
        reached = (attempt.at for attempt in self.standing_attempts if attempt.ends_waiting)
        in_time = any(step.since <= at < deadline for at in reached)
        return None if in_time else deadline


_ASKED = {Ending.HANDED_OVER: "to-whom", Ending.ADVICE: "advice", Ending.FALSE_ALARM: "why"}


def check_closing(closing: Closing) -> list[Problem]:
    """Return what is missing to close an episode: how it ended, and who says so; of advice also who gave it."""
    problems = []
    if closing.ending is Ending.ADVICE and not closing.advised_by.strip():
        problems.append(Problem("advised_by", "closing-advised-by-missing"))
    if not closing.what.strip():
        problems.append(Problem("what", f"closing-{_ASKED[closing.ending]}-missing"))
    return problems + ([] if closing.by.strip() else [Problem("by", "closing-by-missing")])


def check_note(text: str) -> list[Problem]:
    """Return what is wrong with a note: nothing was typed."""
    return [] if text.strip() else [Problem("note", "note-empty")]
