"""Acts of an episode: opening it, writing down calls, and closing it with how it ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from itb_companion.care.episode import Attempt, Cause, Closing, Ending, Episode, Outcome, check_closing
from itb_companion.care.people import Role, Rung, ladder
from itb_companion.care.problems import stop_on_errors
from itb_companion.care.triage import Assessment, Level, Reading
from itb_companion.companion.desk import Desk
from itb_companion.record import entries
from itb_companion.record import episodes as kept

if TYPE_CHECKING:
    from itb_companion.record.side_journal import Act

ASKED = "asked-for-help"
EMPTY = "reservoir-may-be-empty"


class Help:
    """What a caregiver can do once help is needed. One episode is open at a time; new causes join it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def current(self) -> Episode | None:
        """Return the open episode."""
        return kept.open_episode()

    def recent(self, limit: int = 20) -> tuple[Episode, ...]:
        """Return the newest episodes, newest first."""
        return kept.all_episodes(limit)

    def level(self) -> Level:
        """Return the level that holds now; emergency where the screen was opened without any episode."""
        episode = self.current()
        return episode.level_at(self._desk.now, self._desk.household().plan) if episode else Level.EMERGENCY

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now, in order, with the number that fits the hour."""
        household = self._desk.household()
        local = self._desk.now.astimezone(self._desk.zone)
        return ladder(household.contacts, local, household.plan.office_hours)

    def join(self, assessment: Assessment, first_sign_at: datetime | None, at: datetime) -> None:
        """Open an episode for what a check came to, or join the open one. To be called within an act."""
        rules = tuple(fired.rule_id for fired in assessment.fired)
        self._join(Cause(assessment.level, rules, assessment.signs, at, assessment.reading), first_sign_at)

    def ask(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY) -> Episode:
        """Open an episode because a person asked for help or the pump may be empty; join the open one otherwise."""
        episode = self.current()
        if episode is None or rule_id not in episode.rule_ids:
            with self._desk.act():
                self._join(Cause(level, (rule_id,), (), self._desk.now, Reading.NEITHER), None)
        found = self.current()
        if found is None:  # pragma: no cover - it was written in the act above
            raise AssertionError("an episode that was opened is there")
        return found

    def _join(self, cause: Cause, first_sign_at: datetime | None) -> None:
        by, episode = self._desk.caregiver, self.current()
        if episode is None:
            kept.start(cause, first_sign_at, cause.at, by)
            return
        if not _already_said(episode.causes, cause):
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
            if cause is not None and not _already_said(episode.causes, cause):
                kept.add_cause(episode_id, cause, by)
        if isinstance(act, Attempt):
            kept.add_attempt(episode_id, act)

    def close(self, ending: Ending, what: str, by: str) -> None:
        """Close the open episode with how it ended and who says so; NotAcceptedError where either is missing."""
        stop_on_errors(check_closing(what, by))
        episode = self.current()
        if episode is not None:
            with self._desk.act():
                kept.close(episode.id, Closing(ending, what.strip(), by.strip(), self._desk.now))


def _acts_since(acts: Sequence["Act"], joined: dict[str, Any]) -> Sequence["Act"]:
    """Return the acts of a journal that were not joined yet; a journal is known by when its first act was done."""
    known = joined.get("first_at") == acts[0].at.isoformat()
    return acts[joined.get("count", 0) :] if known else acts


def _already_said(causes: Sequence[Cause], cause: Cause) -> bool:
    """Whether a cause adds nothing: the same level, rules and signs stand there already."""
    return any((c.level, c.rule_ids, c.signs) == (cause.level, cause.rule_ids, cause.signs) for c in causes)
