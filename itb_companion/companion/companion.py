"""Everything a caregiver can do, gathered by subject over one open record."""

from datetime import datetime
from typing import TYPE_CHECKING

from itb_companion.care.household import Household
from itb_companion.care.ports import Clock
from itb_companion.companion.backups import Backups
from itb_companion.companion.checks import Checks
from itb_companion.companion.desk import Desk
from itb_companion.companion.help import Help
from itb_companion.companion.history import History
from itb_companion.companion.people import People
from itb_companion.companion.refills import Refills
from itb_companion.companion.reminders import Reminders
from itb_companion.record.store import Store

if TYPE_CHECKING:
    from itb_companion.companion.plans import Plans


class Companion:
    """The acts, by subject."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.desk = Desk(store, clock)
        self.people = People(self.desk)
        self.refills = Refills(self.desk)
        self.help = Help(self.desk)
        self.checks = Checks(self.desk, self.help)
        self.reminders = Reminders(self.desk)
        self.history = History(self.desk)
        self.backups = Backups(self.desk)

    @property
    def plans(self) -> "Plans":
        """The acts about whole care plans; made when they are wanted, since a start needs none of it."""
        from itb_companion.companion.plans import Plans

        return Plans(self.desk)

    def household(self) -> Household:
        """Return everything known, read anew."""
        return self.desk.household()

    def backup_made_at(self) -> datetime | None:
        """Return when the newest backup was made; None where there is none."""
        return self.backups.made_at()

    def close(self) -> None:
        """Close the record."""
        self.desk.store.close()
