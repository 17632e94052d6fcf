"""The acts of an episode when the record cannot be used.

From the emergency card; written into the side journal, from which they join the record later.
"""

from datetime import datetime

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
from itb_companion.care.household import Household
from itb_companion.care.people import Role, Rung, ladder
from itb_companion.care.ports import Clock
from itb_companion.care.problems import stop_on_errors
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from itb_companion.companion.help import ASKED
from itb_companion.record.side_journal import Act, SideJournal


class HelpWithoutRecord:
    """Same acts as `Help`, over what the emergency card tells.

    `episode` is the open one as the record still told it, where it can be read and no longer written.
    """

    def __init__(self, card: Household, clock: Clock, journal: SideJournal, episode: Episode | None = None) -> None:
        self._card = card
        self._clock = clock
        self._journal = journal
        self.is_kept = journal.is_writable()
        """Whether what is done here survives the end of the program, as far as is known."""
        self.all_kept = True
        """Whether every act since then is on a disk, so that it can join the record."""
        self._episode = episode
        for _, acts in journal.parts():
            for act in acts:
                self._take(act)

    def current(self) -> Episode | None:
        """Return the open episode."""
        return self._episode

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now, in order, with the number that fits the hour."""
        local = self._clock.now().astimezone(self._clock.zone())
        return ladder(self._card.contacts, local, self._card.plan.office_hours)

    def ask(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY, since: datetime | None = None) -> Episode:
        """Open an episode because a person asked for help, at `since` where that was before anything was written."""
        if self._episode is None:
            now = self._clock.now()
            self._do(Cause(level, (rule_id,), (), min(since or now, now)))
        if self._episode is None:  # pragma: no cover - the act above opened one
            raise AssertionError("an episode that was opened is there")
        return self._episode

    def tried(self, who: str, number: str, role: Role | None, outcome: Outcome) -> Episode:
        """Write down one call."""
        self.ask()
        self._do(Attempt(who, number, role, outcome, self._clock.now(), self._card.caregiver))
        return self.ask()

    def note(self, text: str) -> Episode:
        """Write down one line; NotAcceptedError for an empty one."""
        stop_on_errors(check_note(text))
        self.ask()
        self._do(Note(text.strip(), self._clock.now(), self._card.caregiver))
        return self.ask()

    def close(self, ending: Ending, what: str, by: str, advised_by: str = "") -> None:
        """Close the episode; NotAcceptedError where it is not said how it ended, or who says so."""
        closing = Closing(ending, what.strip(), by.strip(), self._clock.now(), advised_by.strip())
        stop_on_errors(check_closing(closing))
        if self._episode is not None:
            self._do(closing)

    def _do(self, act: Act) -> None:
        """Write an act down, then let it count."""
        self.is_kept = self._journal.append(act)
        self.all_kept = self.all_kept and self.is_kept
        self._take(act)

    def _take(self, act: Act) -> None:
        if isinstance(act, Closing):
            self._episode = None
            return
        episode = self._episode
        if episode is None:
            cause = act if isinstance(act, Cause) else Cause(Level.EMERGENCY, (ASKED,), (), act.at)
            episode = Episode(1, act.at, (cause,))
        if isinstance(act, Attempt):
            episode = replace(episode, attempts=(*episode.attempts, act))
        elif isinstance(act, Note):
            episode = replace(episode, notes=(*episode.notes, act))
        self._episode = episode
