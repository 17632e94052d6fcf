"""Everything a caregiver can do, gathered by subject over one open record."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from itb_companion.care.household import Household
from itb_companion.care.ports import Clock
from itb_companion.companion.desk import Desk
from itb_companion.record.store import Store

if TYPE_CHECKING:
    from itb_companion.companion.backups import Backups
    from itb_companion.companion.checks import Checks
    from itb_companion.companion.help import Help
    from itb_companion.companion.history import History
    from itb_companion.companion.people import People
    from itb_companion.companion.plans import Plans
    from itb_companion.companion.refills import Refills
    from itb_companion.companion.reminders import Reminders


class Companion:
    """The acts, by subject. Each subject is loaded when it is first wanted: the emergency screen opens with one."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.desk = Desk(store, clock)

    @cached_property
    def people(self) -> "People":
        """Who is cared for, who helps, and how the program is to behave."""
        from itb_companion.companion.people import People

        return People(self.desk)

    @cached_property
    def refills(self) -> "Refills":
        """The pump, its fills and its appointments."""
        from itb_companion.companion.refills import Refills

        return Refills(self.desk)

    @cached_property
    def help(self) -> "Help":
        """The episode, from its first cause to how it ended."""
        from itb_companion.companion.help import Help

        return Help(self.desk)

    @cached_property
    def checks(self) -> "Checks":
        """The checks for signs."""
        from itb_companion.companion.checks import Checks

        return Checks(self.desk, self.help)

    @cached_property
    def reminders(self) -> "Reminders":
        """What is due, and what became of it."""
        from itb_companion.companion.reminders import Reminders

        return Reminders(self.desk)

    @cached_property
    def history(self) -> "History":
        """What was done."""
        from itb_companion.companion.history import History

        return History(self.desk)

    @cached_property
    def backups(self) -> "Backups":
        """The backups of the record."""
        from itb_companion.companion.backups import Backups

        return Backups(self.desk)

    @cached_property
    def plans(self) -> "Plans":
        """Whole care plans."""
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
