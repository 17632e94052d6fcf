"""Keeps the pump, its fills and the refill appointment."""

from datetime import date, datetime
from typing import Any

from itb_companion.care.household import Appointment
from itb_companion.care.pump import Fill, Pump
from itb_companion.record import entries
from itb_companion.record.late_tables import AppointmentRow, FillRow, PumpRow
from itb_companion.record.prepared import Prepared


def pump() -> Pump | None:
    """Return the pump, or None where none was entered."""
    row = _PUMP.first()
    if row is None:
        return None
    return Pump(row.reservoir_ml, row.model_id, row.name, row.serial, row.replacement_on)


_PUMP: Prepared[PumpRow] = Prepared("pump", entries.NEWEST)


def save_pump(pump: Pump, now: datetime, by: str) -> None:
    """Keep the pump's data; the data before stay as a replaced entry."""
    entries.replace_current(
        PumpRow,
        now,
        by,
        reservoir_ml=pump.reservoir_ml,
        model_id=pump.model_id,
        name=pump.name.strip(),
        serial=pump.serial.strip(),
        replacement_on=pump.replacement_on,
    )


def fills() -> tuple[Fill, ...]:
    """Return every fill that was not corrected since, newest first."""
    return tuple(_fill(row) for row in _newest_first())


def fills_until(day: date, limit: int) -> tuple[Fill, ...]:
    """Return the newest fills that were not corrected since, up to a day and with it."""
    return tuple(_fill(row) for row in _newest_first().where(FillRow.filled_on <= day).limit(limit))


def _newest_first() -> Any:
    query = FillRow.select().where(FillRow.replaced_by.is_null())
    return query.order_by(FillRow.filled_on.desc(), FillRow.id.desc())


_CURRENT: Prepared[FillRow] = Prepared("fill", "WHERE replaced_by IS NULL ORDER BY filled_on DESC, id DESC LIMIT 1")


def current_fill() -> Fill | None:
    """Return the newest fill."""
    row = _CURRENT.first()
    return None if row is None else _fill(row)


def _fill(row: FillRow) -> Fill:
    return Fill(
        filled_on=row.filled_on,
        volume_ml=row.volume_ml,
        concentration_mcg_per_ml=row.concentration_mcg_per_ml,
        dose_mcg_per_day=row.dose_mcg_per_day,
        alarm_volume_ml=row.alarm_volume_ml,
        alarm_on=row.alarm_on,
        longest_interval_days=row.longest_interval_days,
        margin_days=row.margin_days,
        id=row.id,
    )


def save_fill(fill: Fill, now: datetime, by: str) -> int:
    """Keep a fill: a new one, or, with an id, a correction that takes the place of that one. Return the new id."""
    row = entries.replace(
        FillRow,
        fill.id,
        now,
        by,
        filled_on=fill.filled_on,
        volume_ml=fill.volume_ml,
        concentration_mcg_per_ml=fill.concentration_mcg_per_ml,
        dose_mcg_per_day=fill.dose_mcg_per_day,
        alarm_volume_ml=fill.alarm_volume_ml,
        alarm_on=fill.alarm_on,
        longest_interval_days=fill.longest_interval_days,
        margin_days=fill.margin_days,
    )
    return int(row.id)


def appointment() -> Appointment | None:
    """Return the refill appointment, or None where there is none or it was cancelled."""
    row = _APPOINTMENT.first()
    if row is None or row.on_day is None:
        return None
    return Appointment(row.on_day, row.recorded_at, row.at_time, row.id)


_APPOINTMENT: Prepared[AppointmentRow] = Prepared("appointment", entries.NEWEST)


def save_appointment(appointment: Appointment | None, now: datetime, by: str) -> None:
    """Keep the refill appointment, or that there is none; the one before stays as a replaced entry."""
    entries.replace_current(
        AppointmentRow,
        now,
        by,
        on_day=appointment.on if appointment else None,
        at_time=appointment.at if appointment else None,
    )
