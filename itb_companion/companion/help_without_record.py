"""The acts of an episode when the record cannot be opened.

From the emergency card, kept as long as the screen is open.
"""

from itb_companion.care.episode import Attempt, Cause, Ending, Episode, Outcome, check_closing
from itb_companion.care.household import Household
from itb_companion.care.people import Role, Rung, ladder
from itb_companion.care.ports import Clock
from itb_companion.care.problems import stop_on_errors
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from itb_companion.companion.help import ASKED


class HelpWithoutRecord:
    """Same acts as `Help`, over what the emergency card tells."""

    def __init__(self, card: Household, clock: Clock) -> None:
        self._card = card
        self._clock = clock
        self._episode: Episode | None = None

    def current(self) -> Episode | None:
        """Return the open episode."""
        return self._episode

    def ladder(self) -> tuple[Rung, ...]:
        """Return whom to call now, in order, with the number that fits the hour."""
        local = self._clock.now().astimezone(self._clock.zone())
        return ladder(self._card.contacts, local, self._card.plan.office_hours)

    def ask(self, rule_id: str = ASKED, level: Level = Level.EMERGENCY) -> Episode:
        """Open an episode because a person asked for help."""
        if self._episode is None:
            now = self._clock.now()
            self._episode = Episode(1, now, (Cause(level, (rule_id,), (), now),))
        return self._episode

    def tried(self, who: str, number: str, role: Role | None, outcome: Outcome) -> Episode:
        """Write down one call."""
        episode = self.ask()
        attempt = Attempt(who, number, role, outcome, self._clock.now(), self._card.caregiver)
        self._episode = replace(episode, attempts=(*episode.attempts, attempt))
        return self._episode

    def close(self, ending: Ending, what: str, by: str) -> None:  # noqa: ARG002 - the acts of `Help`
        """Close the episode; NotAcceptedError where it is not said how it ended, or who says so."""
        stop_on_errors(check_closing(what, by))
        self._episode = None
