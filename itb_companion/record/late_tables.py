"""The tables by name, loaded with peewee when the first of them is used: the first page needs none of them."""

from functools import cache
from typing import TYPE_CHECKING, Any

from itb_companion.record.spared import without_openssl, without_rarely_used

if TYPE_CHECKING:
    from itb_companion.record.tables import (
        AbsenceRow,
        AlertRow,
        AnswerRow,
        AppointmentRow,
        AttemptRow,
        CauseRow,
        CheckRow,
        ClosingRow,
        ContactRow,
        DeliveryRow,
        EpisodeRow,
        FillRow,
        NoteRow,
        OccurrenceRow,
        PersonRow,
        PulseRow,
        PumpRow,
        SettingRow,
        TickRow,
    )

__all__ = [
    "AbsenceRow",
    "AlertRow",
    "AnswerRow",
    "AppointmentRow",
    "AttemptRow",
    "CauseRow",
    "CheckRow",
    "ClosingRow",
    "ContactRow",
    "DeliveryRow",
    "EpisodeRow",
    "FillRow",
    "NoteRow",
    "OccurrenceRow",
    "PersonRow",
    "PulseRow",
    "PumpRow",
    "SettingRow",
    "TickRow",
    "load",
]


class _StandIn:
    """A table that is loaded when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):  # asked by annotations, which need no table
            raise AttributeError(attribute)
        return getattr(_table(self._name), attribute)

    def __call__(self, **values: Any) -> Any:
        return _table(self._name)(**values)


def __getattr__(name: str) -> Any:
    """Return a stand-in for a table; so `from late_tables import PersonRow` loads nothing yet."""
    if not name.endswith("Row"):
        raise AttributeError(name)
    return _StandIn(name)


@cache
def _table(name: str) -> Any:
    return getattr(_tables(), name)


@cache
def _tables() -> Any:
    with without_openssl(), without_rarely_used():
        from itb_companion.record import tables
    return tables


def load() -> None:
    """Load the tables now, when nobody waits for them."""
    _tables()
