"""What every act shares: the record, the clock, who is on duty, and the emergency card that follows each change."""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from itb_companion.care.clinical import Clinical
from itb_companion.care.household import Household
from itb_companion.care.plan import Plan
from itb_companion.care.ports import Clock
from itb_companion.care.value import replace
from itb_companion.record import backup_state, emergency_card, household
from itb_companion.record.atomic_file import remove_unfinished, write_atomically
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.own_files import CARD_NAME
from itb_companion.record.regular_file import read_regular
from itb_companion.record.store import Store


class Desk:
    """The open record and the clock; one act is one transaction, and the card is rewritten after it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.clinical = Clinical()
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
        """Return everything known, read anew after each act; nobody else writes while this program runs.

        RecordError where it cannot be read, also where single values in it are damaged.
        """
        if self._household is None:
            try:
                self._household = replace(household.read(), backups=backup_state.read(self.store.folder))
            except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
                raise RecordError(Reason.DAMAGED, self.store.path, str(error)) from error
        return self._household

    def household_to_call_for(self) -> Household:
        """Return the household; as long as nobody is entered, what the emergency card still tells fills its gaps.

        A record that was lost begins anew and empty: the card beside it must neither be hidden nor overwritten by that.
        """
        known = self.household()
        if known.person is not None:
            return known
        card = emergency_card.read(self.store.folder)
        parts = ("person", "pump", "contacts", "emergency_number", "caregiver")
        plan = card.plan if known.plan == Plan() else known.plan
        return replace(known, plan=plan, **{part: getattr(known, part) or getattr(card, part) for part in parts})

    def forget(self) -> None:
        """Read the household anew when it is next wanted."""
        self._household = None

    def is_record_lost(self) -> bool:
        """Whether nobody is entered in the record, though the emergency card beside it still tells whom to call."""
        if self.household().person is not None:
            return False
        card = emergency_card.read(self.store.folder)
        return bool(card.person or card.contacts or card.emergency_number)

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
        remove_unfinished(self.store.folder / CARD_NAME)
        with contextlib.suppress(OSError):
            self._card_bytes = read_regular(self.store.folder / CARD_NAME)
        self.write_card()

    def write_card(self) -> None:
        """Rewrite the emergency card if it would change. A failure is remembered and told, and hinders nothing."""
        content = emergency_card.card_bytes(self.household_to_call_for())
        if content == self._card_bytes and self.card_is_current:
            return
        try:
            write_atomically(self.store.folder / CARD_NAME, content)
        except OSError:
            import logging  # a start is spared it

            logging.getLogger(__name__).exception("the emergency card could not be written")
            self.card_is_current = False
        else:
            self.card_is_current = True
            self._card_bytes = content
