"""What the button of something due leads to."""

from PySide6.QtCore import QCoreApplication

from itb_companion.care.occurrence import Kind
from itb_companion.care.value import value


@value
class Action:
    """Where a button leads: `name` is understood by the conductor, `words` stand on the button."""

    name: str
    words: str


def action_for(kind: Kind) -> Action:
    """Return what settles something due of this kind."""
    tr = QCoreApplication.translate
    return {
        Kind.BOOK: Action("appointment", tr("Action", "Enter the appointment")),
        Kind.ATTEND: Action("appointment", tr("Action", "Change appointment")),
        Kind.INSIDE_MARGIN: Action("appointment", tr("Action", "Change appointment")),
        Kind.TOO_LATE: Action("appointment", tr("Action", "Change appointment")),
        Kind.MISSED: Action("refill", tr("Action", "Record the refill")),
        Kind.OVERDUE: Action("overdue", tr("Action", "Show whom to call")),
        Kind.EMPTY: Action("empty", tr("Action", "Open the emergency screen")),
        Kind.NO_PRINTOUT: Action("refill", tr("Action", "Enter the printout")),
        Kind.REPLACE_PUMP: Action("contacts", tr("Action", "Show contacts")),
        Kind.VERIFY_NUMBERS: Action("contacts", tr("Action", "Show contacts")),
        Kind.ORAL_EXPIRY: Action("care_plan", tr("Action", "Open the care plan")),
        Kind.BACKUP: Action("settings", tr("Action", "Show the backups")),
        Kind.SIGN_CHECK: Action("signs", tr("Action", "Check for signs")),
        Kind.RECHECK: Action("signs", tr("Action", "Check for signs")),
        Kind.EPISODE: Action("emergency", tr("Action", "Show whom to call")),
    }[kind]
