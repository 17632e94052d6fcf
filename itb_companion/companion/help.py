"""Acts of an episode: opening it, writing down calls and notes, and closing it with how it ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from itb_companion.care.episode import (
    Attempt,
    Cause,
    Closing,
    Ending,
    Episode,
    Note,
    Outcome,
    check_closing,
    check_note,
)
from itb_companion.care.household import Household, context_of
from itb_companion.care.people import Role, Rung, ladder
from itb_companion.care.problems import stop_on_errors
from itb_companion.care.pump import RefillDates, refill_dates
from itb_companion.care.triage import Assessment, Level, Reading
from itb_companion.companion.desk import Desk
from itb_companion.record import checks, entries
from itb_companion.record import episodes as kept

if TYPE_CHECKING:
    from itb_companion.record.side_journal import Act

ASKED = "asked-for-help"
EMPTY = "reservoir-may-be-empty"
OVERDUE = "alarm-date-passed"


def standing_reason(household: Household, today: date) -> str:
    """Return the rule that the pump itself gives for help on a day: it may be empty, or its refill is overdue."""
    dates = refill_dates(household.fill)
    if isinstance(dates, RefillDates) and today >= dates.empty_on:
        return EMPTY
    return OVERDUE if OVERDUE in context_of(household, today) else ASKED


class Help:
    """What a caregiver can do once help is needed. One episode is open at a time; new causes join it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def current(self) -> Episode | None:
        """Return the open episode, as it stood after the last act."""
        return self._desk.household().episode

    def recent(self, limit: int = 20) -> tuple[Episode, ...]:
        """Return the newest episodes, newest first."""
        return kept.all_episodes(limit)

    def level(self) -> Level:
        """Return the level that holds now; emergency where the screen was opened without any episode."""
        episode = self.current()
        return episode.level_at(self._desk.now, self._desk.household().plan) if episode else Level.EMERGENCY

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now, in order, with the number that fits the hour."""
        household = self._desk.household_to_call_for()
        local = self._desk.now.astimezone(self._desk.zone)
        return ladder(household.contacts, local, household.plan.office_hours)

    def join(self, assessment: Assessment, first_sign_at: datetime | None, at: datetime) -> None:
        """Open an episode for what a check came to, or join the open one. To be called within an act.

        One that was closed less than 24 hours ago is opened again: its signs have returned.
        """
        rules = tuple(fired.rule_id for fired in assessment.fired)
        cause = Cause(assessment.level, rules, assessment.signs, at, assessment.reading)
        closed = kept.last_closed()
        if closed is not None and closed.reopens(at):
            kept.reopen(closed.id, first_sign_at, at, self._desk.caregiver)
        self._join(cause, first_sign_at)

    def take_in(self, check_id: int) -> None:
        """Let a check that was saved belong to the open episode, if there is one. To be called within an act."""
        episode = kept.open_episode()
        if episode is not None:
            checks.join_episode(check_id, episode.id)

    def ask(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY, since: datetime | None = None) -> Episode:
        """Open an episode because a person asked for help or the pump may be empty; join the open one otherwise.

        `since` is when the person asked, where that was before anything was written down: waiting counts from there.
        """
        episode = self.current()
        if episode is None or rule_id not in episode.rule_ids:
            with self._desk.act():
                at = min(since or self._desk.now, self._desk.now)
                self._join(Cause(level, (rule_id,), (), at, Reading.NEITHER), None)
        found = self.current()
        if found is None:  # pragma: no cover - it was written in the act above
            raise AssertionError("an episode that was opened is there")
        return found

    def _join(self, cause: Cause, first_sign_at: datetime | None) -> None:
        by, episode = self._desk.caregiver, kept.open_episode()  # this act may have changed it already
        if episode is None:
            kept.start(cause, first_sign_at, cause.at, by)
            return
        if not _already_said(episode, cause):
            kept.add_cause(episode.id, cause, by)
        began = episode.first_sign_at
        if first_sign_at is not None and (began is None or first_sign_at < began):
            kept.set_first_sign(episode.id, first_sign_at)

    def tried(self, who: str, number: str, role: Role | None, outcome: Outcome) -> Episode:
        """Write down one call, before anything else happens; without an open episode this opens one."""
        episode = self.current() or self.ask()
        attempt = Attempt(who, number, role, outcome, self._desk.now, self._desk.caregiver)
        with self._desk.act():
            kept.add_attempt(episode.id, attempt)
        return self.current() or episode

    def note(self, text: str) -> Episode:
        """Write down one line with its time and person; NotAcceptedError for an empty one."""
        stop_on_errors(check_note(text))
        episode = self.current() or self.ask()
        with self._desk.act():
            kept.add_note(episode.id, Note(text.strip(), self._desk.now, self._desk.caregiver))
        return self.current() or episode

    def join_side_journal(self) -> bool:
        """Take over what was done while the record could not be used; return whether there was anything.

        Doing it again adds nothing, also where the program ended in the middle of it.
        """
        from itb_companion.record.side_journal import SideJournal, put_aside  # not before the first page is painted

        found = False
        for file, acts in SideJournal(self._desk.store.folder).parts():
            name = f"joined:{file}"
            new = _acts_since(acts, entries.setting(name, {}))
            if new:
                with self._desk.act():
                    for act in new:
                        self._take(act)
                    joined = {"first_at": acts[0].at.isoformat(), "count": len(acts)}
                    entries.set_setting(name, joined, self._desk.now, self._desk.caregiver)
            put_aside(file, self._desk.now)
            found = found or bool(new)
        return found

    def _take(self, act: "Act") -> None:
        by, episode = self._desk.caregiver, kept.open_episode()
        if isinstance(act, Closing):
            if episode is not None:
                kept.close(episode.id, act)
            return
        cause = act if isinstance(act, Cause) else None
        if episode is None:
            cause = cause or Cause(Level.EMERGENCY, (ASKED,), (), act.at)
            episode_id = kept.start(cause, None, act.at, by)
        else:
            episode_id = episode.id
            if cause is not None and not _already_said(episode, cause):
                kept.add_cause(episode_id, cause, by)
        if isinstance(act, Attempt):
            kept.add_attempt(episode_id, act)
        elif isinstance(act, Note):
            kept.add_note(episode_id, act)

    def close(self, ending: Ending, what: str, by: str, advised_by: str = "") -> None:
        """Close the open episode with how it ended and who says so; NotAcceptedError where something is missing."""
        closing = Closing(ending, what.strip(), by.strip(), self._desk.now, advised_by.strip())
        stop_on_errors(check_closing(closing))
        episode = self.current()
        if episode is not None:
            with self._desk.act():
                kept.close(episode.id, closing)


def _acts_since(acts: Sequence["Act"], joined: dict[str, Any]) -> Sequence["Act"]:
    """Return the acts of a journal that were not joined yet; a journal is known by when its first act was done."""
    known = joined.get("first_at") == acts[0].at.isoformat()
    return acts[joined.get("count", 0) :] if known else acts


def _already_said(episode: Episode, cause: Cause) -> bool:
    """Whether a cause adds nothing: the same level, rules and signs stand there already, since the last opening."""
    standing = [one for one in episode.causes if one.opening >= len(episode.earlier)]
    return any((one.level, one.rule_ids, one.signs) == (cause.level, cause.rule_ids, cause.signs) for one in standing)
