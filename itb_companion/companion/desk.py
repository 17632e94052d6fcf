"""What every act shares: the record, the clock, who is on duty, and the emergency card that follows each change."""

import contextlib
import logging
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from itb_companion.care.household import Household
from itb_companion.care.ports import Clock
from itb_companion.record import emergency_card, household
from itb_companion.record.atomic_file import remove_unfinished, write_atomically
from itb_companion.record.store import Store

log = logging.getLogger(__name__)


class Desk:
    """The open record and the clock; one act is one transaction, and the card is rewritten after it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.card_is_current = True
        self._card_bytes = b""
        self._household: Household | None = None

    @property
    def now(self) -> datetime:
        """This instant, in UTC."""
        return self.clock.now()

    @property
    def zone(self) -> tzinfo:
        """The zone of this moment."""
        return self.clock.zone()

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def caregiver(self) -> str:
        """Who is on duty; the name on every entry."""
        return self.household().caregiver

    def household(self) -> Household:
        """Return everything known, read anew after each act; nobody else writes while this program runs."""
        if self._household is None:
            self._household = household.read()
        return self._household

    @contextlib.contextmanager
    def act(self) -> Iterator[None]:
        """Run one act in one transaction, then bring the emergency card up to date."""
        try:
            with self.store.transaction():
                yield
        finally:
            self._household = None
        self.write_card()

    def bring_card_up_to_date(self) -> None:
        """Make up for a program that ended between keeping an act and writing the card; once, after the start."""
        remove_unfinished(self.store.folder / emergency_card.CARD_NAME)
        with contextlib.suppress(OSError):
            self._card_bytes = (self.store.folder / emergency_card.CARD_NAME).read_bytes()
        self.write_card()

    def write_card(self) -> None:
        """Rewrite the emergency card if it would change. A failure is remembered and told, and hinders nothing."""
        content = emergency_card.card_bytes(self.household())
        if content == self._card_bytes and self.card_is_current:
            return
        try:
            write_atomically(self.store.folder / emergency_card.CARD_NAME, content)
        except OSError:
            log.exception("the emergency card could not be written")
            self.card_is_current = False
        else:
            self.card_is_current = True
            self._card_bytes = content
