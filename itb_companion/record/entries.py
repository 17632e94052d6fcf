"""Entries that are replaced rather than changed.

The newest counts, the older ones stay with who wrote them and when.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from itb_companion.record.late_tables import SettingRow
from itb_companion.record.prepared import Prepared

if TYPE_CHECKING:
    from itb_companion.record.tables import Entry

EntryT = TypeVar("EntryT", bound="Entry")

NEWEST = "WHERE replaced_by IS NULL ORDER BY id DESC LIMIT 1"
"""The newest entry of a table that nothing has replaced, as `Prepared` asks for it."""


def current(table: type[EntryT]) -> EntryT | None:
    """Return the newest entry that nothing has replaced, or None."""
    row: EntryT | None = table.select().where(table.replaced_by.is_null()).order_by(table.id.desc()).first()
    return row


def add(table: type[EntryT], now: datetime, by: str, **values: Any) -> EntryT:
    """Add an entry beside those that are there."""
    row: EntryT = table.create(recorded_at=now, recorded_by=by, **values)
    return row


def replace(table: type[EntryT], old_id: int | None, now: datetime, by: str, **values: Any) -> EntryT:
    """Add an entry that takes the place of another; with no other it is simply added."""
    row = add(table, now, by, **values)
    if old_id is not None:
        newest = old_id
        while (old := table.get_or_none(table.id == newest)) is not None and old.replaced_by is not None:
            newest = old.replaced_by
        table.update(replaced_by=row.id).where(table.id == newest).execute()
    return row


def replace_current(table: type[EntryT], now: datetime, by: str, **values: Any) -> EntryT:
    """Add an entry that takes the place of the newest one."""
    old = current(table)
    return replace(table, old.id if old else None, now, by, **values)


def setting(name: str, default: Any = None) -> Any:
    """Return the value of a setting, or the default where it was never set."""
    row = _setting_row(name)
    return default if row is None else row.value


def settings() -> dict[str, Any]:
    """Return every setting by name."""
    return {row.name: row.value for row in _SETTINGS.rows()}


_SETTINGS: Prepared[SettingRow] = Prepared("setting", "WHERE replaced_by IS NULL")


def set_setting(name: str, value: Any, now: datetime, by: str) -> None:
    """Set a setting; the old value stays as a replaced entry. Setting what is set already writes nothing."""
    old = _setting_row(name)
    if old is None or old.value != value:
        replace(SettingRow, old.id if old else None, now, by, name=name, value=value)


def _setting_row(name: str) -> "SettingRow | None":
    return _SETTING.first(name)


_SETTING: Prepared[SettingRow] = Prepared("setting", "WHERE name = ? AND replaced_by IS NULL ORDER BY id DESC LIMIT 1")
