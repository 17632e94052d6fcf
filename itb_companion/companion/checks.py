"""Acts about checks for signs: each tick is kept as it is made, and a saved check may open an episode."""

from datetime import datetime, timedelta
from typing import Any

from itb_companion.care.household import context_of
from itb_companion.care.problems import Problem, stop_on_errors
from itb_companion.care.signs import LEADING_SIGNS, RECENT_EVENTS, Answer, Check, Vitals, check_vitals
from itb_companion.care.triage import Assessment, Level, assess, saw_something
from itb_companion.care.value import replace, value
from itb_companion.companion.desk import Desk
from itb_companion.companion.help import Help
from itb_companion.record import checks as kept

DRAFT_LASTS = timedelta(hours=4)
LEFT_AFTER = timedelta(minutes=2)
"""A check that asks for help and gets no further answer for this long was left: it counts as it stands."""
READINGS = ("temperature_c", "systolic_mmhg", "diastolic_mmhg", "pulse_per_min")


@value
class Progress:
    """A check as far as it was ticked, and what it comes to."""

    check: Check
    assessment: Assessment
    known: frozenset[str] = frozenset()
    """Of RECENT_EVENTS, what the record knows already; it counts without being ticked."""


class Checks:
    """What a caregiver can do about signs."""

    def __init__(self, desk: Desk, help_: Help) -> None:
        self._desk = desk
        self._help = help_

    def progress(self) -> Progress:
        """Return the check that is under way, or an empty one.

        A check that nobody saved within 4 hours is saved as it was ticked, so that what was seen then is not taken
        for now.
        """
        draft = kept.unfinished()
        if draft is not None and draft.started_at and abs(self._desk.now - draft.started_at) > DRAFT_LASTS:
            self._finish(draft, self._answered_at(draft))
            draft = None
        check = draft or Check()
        known = context_of(self._desk.household(), self._desk.today) & {*RECENT_EVENTS}
        return Progress(check, self._assess(check), known)

    def tick(self, what: str, value: Any, since: datetime | None = None) -> Progress:
        """Keep one answer and return what the check comes to.

        `what` is `sign:<id>`, `tone`, `pump_alarm`, `event:<id>`, `unusual:<reading>`, `note` or the name of a
        reading. A sign first ticked now began now, unless `since` says otherwise.
        """
        now, by = self._desk.now, self._desk.caregiver
        if value and kept.folded(Check(), what, value, now) == Check():
            raise ValueError(f"{what}: {value!r} is no answer")
        before = self.progress().check
        if what.startswith("sign:") and value in (Answer.YES, Answer.UNSURE):
            since = since or before.since.get(what.removeprefix("sign:")) or now
        with self._desk.act():
            check_id = before.id if before.id is not None else kept.start(now, by)
            kept.tick(check_id, what, value, since, now, by)
        return self.progress()

    def set_vitals(self, vitals: Vitals) -> Progress:
        """Keep the readings that changed, as one act; NotAcceptedError for one that cannot be true."""
        stop_on_errors(check_vitals(vitals))
        return self._keep_vitals(vitals)

    def draft_vitals(self, vitals: Vitals) -> Progress:
        """Keep readings that are still being typed; one that cannot be true is not finished, and left as it was."""
        before = self.progress().check.vitals
        while problems := check_vitals(vitals):  # what was kept before is possible, so that this comes to an end
            names = {name for problem in problems for name in _blamed(problem)}
            vitals = replace(vitals, **{name: getattr(before, name) for name in names})
        return self._keep_vitals(vitals)

    def _keep_vitals(self, vitals: Vitals) -> Progress:
        now, by = self._desk.now, self._desk.caregiver
        before = self.progress().check
        changed = [name for name in READINGS if getattr(vitals, name) != getattr(before.vitals, name)]
        if changed:
            with self._desk.act():
                check_id = before.id if before.id is not None else kept.start(now, by)
                for name in changed:
                    kept.tick(check_id, name, getattr(vitals, name), None, now, by)
        return self.progress()

    def take_in_left(self, left_for: timedelta = LEFT_AFTER) -> bool:
        """Save a check that asks for help and was left for so long; return whether there was one.

        Who ticks two signs and is called away, or whose computer dies, has seen two signs: help is sought for them from
        the last answer on, whether or not anybody presses a button.
        """
        draft = kept.unfinished()
        if draft is None:
            return False
        answered_at = self._answered_at(draft)
        if abs(self._desk.now - answered_at) < left_for or not self._asks_for_help(draft):
            return False
        self._finish(draft, answered_at)
        return True

    def _answered_at(self, draft: Check) -> datetime:
        return kept.last_answer_at(draft.id or 0) or draft.started_at or self._desk.now

    def _asks_for_help(self, check: Check) -> bool:
        saw = saw_something(self._whole(check), self._desk.household().plan)
        return saw and self._assess(check).level >= Level.CALL_CLINIC

    def save(self) -> Assessment:
        """Save the check under way. What was seen in it opens an episode from call-clinic on, or joins the open one."""
        check = self.progress().check
        if check.id is None:
            return self._assess(check)
        return self._finish(check, self._desk.now)

    def expect_danger(self, sign: str) -> Assessment:
        """Return what a danger sign comes to by itself, before anything is written down."""
        return self._assess(Check({sign: Answer.YES}))

    def danger(self, sign: str) -> Assessment:
        """Keep a danger sign and open the emergency at once, in one step; the check under way is saved with it."""
        self.tick(f"sign:{sign}", Answer.YES)
        return self.save()

    def no_signs_now(self) -> Assessment:
        """Save a check with none of the four leading signs, in one step.

        One under way is saved first as it was ticked.
        """
        now, by = self._desk.now, self._desk.caregiver
        draft = kept.unfinished()
        if draft is not None:
            self._finish(draft, self._answered_at(draft))
        with self._desk.act():
            check_id = kept.start(now, by)
            for sign in LEADING_SIGNS:
                kept.tick(check_id, f"sign:{sign}", Answer.NO.value, None, now, by)
        return self._finish(Check(dict.fromkeys(LEADING_SIGNS, Answer.NO), id=check_id), now)

    def recent(self, limit: int = 50) -> list[tuple[Check, str]]:
        """Return the newest saved checks with the id of the level each came to."""
        return kept.saved_levels(limit)

    def last_level_id(self) -> str:
        """Return the id of the level that the newest saved check came to, or nothing."""
        return kept.last_level()

    def _assess(self, check: Check) -> Assessment:
        household = self._desk.household()
        context = context_of(household, self._desk.today)
        return assess(self._whole(check), context, household.plan, self._desk.clinical.catalogue)

    def _whole(self, check: Check) -> Check:
        """Return a check with what stands while help is sought; one that saw nothing new is told as it is."""
        household = self._desk.household()
        saw = saw_something(check, household.plan) or bool(check.events)
        return household.episode.with_standing(check) if household.episode is not None and saw else check

    def _finish(self, check: Check, at: datetime) -> Assessment:
        assessment, whole = self._assess(check), self._whole(check)
        with self._desk.act():
            kept.finish(check.id or 0, assessment.level.id, [fired.rule_id for fired in assessment.fired], at)
            if assessment.level >= Level.CALL_CLINIC and saw_something(whole, self._desk.household().plan):
                # Waiting counts from when it was seen; never from an instant to come, of a clock that stood ahead.
                self._help.join(assessment, min(check.since.values(), default=None), min(at, self._desk.now))
            self._help.take_in(check.id or 0)
        return assessment


def _blamed(problem: Problem) -> tuple[str, ...]:
    """Return the readings that a problem is about: of two pressures either may be the one still being typed."""
    is_about_both = problem.code == "diastolic-above-systolic"
    return ("systolic_mmhg", "diastolic_mmhg") if is_about_both else (problem.field,)
