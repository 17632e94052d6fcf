"""The pump, its fill as the clinic printed it, and how far the fill will last.

All arithmetic is that of clinical-facts section 4; the clinic's printed date always wins over it, and where the two
contradict each other the program gives a named refusal instead of a number.
"""

from datetime import date, timedelta
from enum import StrEnum
from math import floor, isfinite

from itb_companion.care import built_in
from itb_companion.care.catalogue import PumpModel
from itb_companion.care.problems import Problem, Weight
from itb_companion.care.value import value

SLOWEST, FASTEST = 0.85, 1.15
"""95 % prediction interval of one refill's flow against the programmed flow. Source: accuracy-2023."""
LONGEST_INTERVAL_DAYS = 180
"""Recommended longest time between refills; a clinic may set less or more. Source: stability-2023."""
DEFAULT_ALARM_VOLUME_ML = 2.0
"""A default a person can change, not a verified fact."""
DEFAULT_MARGIN_DAYS = 7
DEFAULT_RESERVE_DAYS = 2
"""How long the drug lasts after the alarm date where the printout gives no numbers: a cautious default, not a fact."""
USUAL_CONCENTRATIONS = (500.0, 1000.0, 2000.0)
_USUAL_DOSE = (22.0, 2000.0)
_USUAL_FLOW = (0.04, 2.0)
_DISAGREEMENT = 0.15
_ROUNDING_SLACK_DAYS = 1.0


PUMP_MODELS = built_in.PUMP_MODELS
"""The models of clinical-facts section 4.

"Other" is always a choice.
"""


def pump_model(model_id: str) -> PumpModel | None:
    """Return the model with this id, or None for any other pump."""
    return next((model for model in PUMP_MODELS if model.id == model_id), None)


@value
class Pump:
    """The implanted pump; `model_id` is empty for a model that is not listed."""

    reservoir_ml: float
    model_id: str = ""
    name: str = ""
    serial: str = ""
    replacement_on: date | None = None
    """The day by which the pump itself must be replaced, as the clinic gave it."""

    @property
    def full_name(self) -> str:
        """The model's name, or what the family calls a pump that is not listed."""
        model = pump_model(self.model_id)
        return model.name if model else self.name


@value
class Fill:
    """What the clinic's printout says after a refill. What the printout does not say is None."""

    filled_on: date
    volume_ml: float | None = None
    concentration_mcg_per_ml: float | None = None
    dose_mcg_per_day: float | None = None
    alarm_volume_ml: float = DEFAULT_ALARM_VOLUME_ML
    alarm_on: date | None = None
    """The low reservoir alarm date, as printed."""
    longest_interval_days: int = LONGEST_INTERVAL_DAYS
    margin_days: int = DEFAULT_MARGIN_DAYS
    id: int | None = None

    @property
    def flow_ml_per_day(self) -> float | None:
        """Daily dose divided by concentration, or None where either is not known."""
        if not self.dose_mcg_per_day or not self.concentration_mcg_per_ml:
            return None
        return self.dose_mcg_per_day / self.concentration_mcg_per_ml

    @property
    def days_to_alarm(self) -> float | None:
        """Days from the fill until the reservoir is down to the alarm volume, by arithmetic, not capped."""
        flow = self.flow_ml_per_day
        if flow is None or self.volume_ml is None:
            return None
        return max(self.volume_ml - self.alarm_volume_ml, 0.0) / flow

    @property
    def days_to_empty(self) -> float | None:
        """Days from the fill until the reservoir is empty, by arithmetic."""
        flow = self.flow_ml_per_day
        return None if flow is None or self.volume_ml is None else self.volume_ml / flow

    @property
    def reserve_days(self) -> float | None:
        """How long the alarm volume lasts, in days.

        At the programmed flow, or at the faster one that the printed date implies.
        """
        flow = self.flow_ml_per_day
        if flow is None:
            return None
        if self.contradicts_printed_date and self.alarm_on is not None and self.volume_ml is not None:
            printed_days = max((self.alarm_on - self.filled_on).days, 1)
            flow = max(flow, (self.volume_ml - self.alarm_volume_ml) / printed_days)
        return self.alarm_volume_ml / flow

    @property
    def contradicts_printed_date(self) -> bool:
        """Whether arithmetic and the printed date differ by more than 15 % of the printed interval."""
        if self.alarm_on is None or self.days_to_alarm is None:
            return False
        printed_days = (self.alarm_on - self.filled_on).days
        return abs(self.days_to_alarm - printed_days) > max(_DISAGREEMENT * printed_days, _ROUNDING_SLACK_DAYS)


class Refusal(StrEnum):
    """Why something cannot be told. Each has its own sentence in `words`."""

    NO_PRINTOUT = "no-printout"
    NUMBERS_MISSING = "numbers-missing"
    PRINTOUT_CONTRADICTS_ITSELF = "printout-contradicts-itself"
    TODAY_BEFORE_FILL = "today-before-fill"


class LastDayReason(StrEnum):
    """What makes a day the last one on which the refill is in time."""

    PRINTED_ALARM_DATE = "printed-alarm-date"
    PROJECTED_ALARM_DATE = "projected-alarm-date"
    LONGEST_INTERVAL = "longest-interval"


@value
class RefillDates:
    """The days that the reminders hang on, all local dates."""

    refill_by: date
    last_day: date
    """The low reservoir alarm date, or the end of the longest interval if that comes first."""
    last_day_reason: LastDayReason
    empty_on: date
    """The day from which the reservoir is taken to be empty."""
    earliest_empty_on: date
    """The first day on which the reservoir may plausibly be empty."""


def refill_dates(fill: Fill | None) -> RefillDates | Refusal:
    """Return the days that matter for a fill, or the reason why they cannot be told."""
    if fill is None:
        return Refusal.NO_PRINTOUT
    if fill.alarm_on is not None:
        alarm_on, reason = fill.alarm_on, LastDayReason.PRINTED_ALARM_DATE
    elif fill.days_to_alarm is not None:
        alarm_on, reason = _days_after(fill.filled_on, fill.days_to_alarm), LastDayReason.PROJECTED_ALARM_DATE
    else:
        return Refusal.NUMBERS_MISSING
    interval_end = fill.filled_on + timedelta(days=fill.longest_interval_days)
    last_day = min(alarm_on, interval_end)
    if interval_end < alarm_on:
        reason = LastDayReason.LONGEST_INTERVAL
    refill_by = max(last_day - timedelta(days=fill.margin_days), fill.filled_on)
    reserve_days = DEFAULT_RESERVE_DAYS if fill.reserve_days is None else fill.reserve_days
    empty_on = _days_after(alarm_on, reserve_days)
    return RefillDates(refill_by, last_day, reason, empty_on, _earliest_empty(fill, alarm_on, empty_on))


def _earliest_empty(fill: Fill, alarm_on: date, empty_on: date) -> date:
    """Return the strictest reading of when the drug may be used up.

    From the alarm date on where there are no numbers.
    """
    if fill.days_to_empty is None:
        return alarm_on
    return min(empty_on, _days_after(fill.filled_on, fill.days_to_empty / FASTEST))


@value
class Projection:
    """Where the reservoir stands on a day: volumes in mL, the plausible range, and the days it crosses its levels."""

    level_ml: float
    lowest_ml: float
    highest_ml: float
    days_to_alarm: float
    """From the fill, capped at the longest interval."""
    earliest_days_to_alarm: float
    latest_days_to_alarm: float
    earliest_alarm_on: date
    latest_alarm_on: date
    earliest_empty_on: date
    latest_empty_on: date


def project(fill: Fill | None, today: date) -> Projection | Refusal:
    """Return the reservoir's level on a day with its plausible range, or the named reason why it cannot be told.

    The range is that of accuracy-2023: the true flow lies between 0.85 and 1.15 of the programmed flow in 95 % of
    refills.
    """
    if fill is None:
        return Refusal.NO_PRINTOUT
    flow, to_alarm, to_empty = fill.flow_ml_per_day, fill.days_to_alarm, fill.days_to_empty
    if flow is None or to_alarm is None or to_empty is None or fill.volume_ml is None:
        return Refusal.NUMBERS_MISSING
    if fill.contradicts_printed_date:
        return Refusal.PRINTOUT_CONTRADICTS_ITSELF
    if today < fill.filled_on:
        return Refusal.TODAY_BEFORE_FILL
    used = flow * (today - fill.filled_on).days
    earliest, latest = to_alarm / FASTEST, to_alarm / SLOWEST
    cap = float(fill.longest_interval_days)
    return Projection(
        level_ml=max(fill.volume_ml - used, 0.0),
        lowest_ml=max(fill.volume_ml - used * FASTEST, 0.0),
        highest_ml=max(fill.volume_ml - used * SLOWEST, 0.0),
        days_to_alarm=min(to_alarm, cap),
        earliest_days_to_alarm=min(earliest, cap),
        latest_days_to_alarm=min(latest, cap),
        earliest_alarm_on=_days_after(fill.filled_on, earliest),
        latest_alarm_on=_days_after(fill.filled_on, latest),
        earliest_empty_on=_days_after(fill.filled_on, to_empty / FASTEST),
        latest_empty_on=_days_after(fill.filled_on, to_empty / SLOWEST),
    )


def _days_after(day: date, days: float) -> date:
    """Return the day that lies a number of days later, rounded down so that a warning comes early rather than late."""
    latest = (date.max - day).days
    return day + timedelta(days=min(floor(days + 1e-9), latest))


def check_pump(pump: Pump) -> list[Problem]:
    """Return what is wrong with a pump's own data."""
    if not _positive(pump.reservoir_ml) or pump.reservoir_ml > _LARGEST_RESERVOIR_ML:
        return [Problem("reservoir_ml", "reservoir-impossible", facts={"most": _LARGEST_RESERVOIR_ML})]
    if pump.replacement_on is not None and not _FIRST_YEAR <= pump.replacement_on.year <= _LAST_YEAR:
        return [Problem("replacement_on", "replacement-impossible")]
    return []


_FIRST_YEAR, _LAST_YEAR = 1990, 2200


_LARGEST_RESERVOIR_ML = 100.0
_LARGEST_CONCENTRATION = 10_000.0
_LARGEST_DOSE = 10_000.0
_LEAST = 0.01
_LONGEST_YEARS_DAYS = 3_650


def check_fill(fill: Fill, pump: Pump | None, today: date) -> list[Problem]:
    """Return every problem of a printout: errors that stop it, and numbers worth a second look.

    Source: clinical-facts section 4.
    """
    problems = _check_numbers(fill)
    problems += _check_volumes(fill, pump)
    problems += _check_dates(fill, today)
    if not any(problem.stops for problem in problems):
        problems += _check_usual(fill)
    return problems


def _check_numbers(fill: Fill) -> list[Problem]:
    bounds = (
        ("volume_ml", fill.volume_ml, _LARGEST_RESERVOIR_ML),
        ("concentration_mcg_per_ml", fill.concentration_mcg_per_ml, _LARGEST_CONCENTRATION),
        ("dose_mcg_per_day", fill.dose_mcg_per_day, _LARGEST_DOSE),
    )
    problems = []
    for field, number, most in bounds:
        if number is None:
            if fill.alarm_on is None:
                problems.append(Problem(field, f"{field}-missing"))
        elif not isfinite(number) or number < _LEAST:
            problems.append(Problem(field, f"{field}-not-positive"))
        elif number > most:
            problems.append(Problem(field, f"{field}-impossible", facts={"typed": number, "most": most}))
    if not 1 <= fill.longest_interval_days <= _LONGEST_YEARS_DAYS:
        problems.append(Problem("longest_interval_days", "interval-impossible"))
    if not 0 <= fill.margin_days < fill.longest_interval_days:
        problems.append(Problem("margin_days", "margin-impossible"))
    return problems


def _check_volumes(fill: Fill, pump: Pump | None) -> list[Problem]:
    problems = []
    if fill.alarm_volume_ml < 0 or not isfinite(fill.alarm_volume_ml):
        problems.append(Problem("alarm_volume_ml", "alarm-volume-impossible"))
    elif fill.volume_ml is not None and fill.alarm_volume_ml >= fill.volume_ml > 0:
        problems.append(Problem("alarm_volume_ml", "alarm-volume-above-fill"))
    if pump is not None and fill.volume_ml is not None and fill.volume_ml > pump.reservoir_ml:
        facts = {"typed": fill.volume_ml, "reservoir": pump.reservoir_ml}
        problems.append(Problem("volume_ml", "fill-larger-than-reservoir", facts=facts))
    return problems


def _check_dates(fill: Fill, today: date) -> list[Problem]:
    problems = []
    if fill.filled_on > today:
        problems.append(Problem("filled_on", "fill-in-the-future"))
    elif (today - fill.filled_on).days > _LONGEST_YEARS_DAYS:
        problems.append(Problem("filled_on", "fill-too-long-ago"))
    if fill.alarm_on is not None:
        if fill.alarm_on <= fill.filled_on:
            problems.append(Problem("alarm_on", "alarm-date-before-fill"))
        elif (fill.alarm_on - fill.filled_on).days > _LONGEST_YEARS_DAYS:
            problems.append(Problem("alarm_on", "alarm-date-too-far"))
    return problems


def _check_usual(fill: Fill) -> list[Problem]:
    """Ask for a second look at what is unusual; a printout is never refused for it."""
    problems = []
    dose, concentration, flow = fill.dose_mcg_per_day, fill.concentration_mcg_per_ml, fill.flow_ml_per_day
    if concentration is not None and concentration not in USUAL_CONCENTRATIONS:
        problems.append(Problem("concentration_mcg_per_ml", "concentration-unusual", Weight.CHECK))
    if dose is not None and not _USUAL_DOSE[0] <= dose <= _USUAL_DOSE[1]:
        problems.append(Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK))
    elif flow is not None and not _USUAL_FLOW[0] <= flow <= _USUAL_FLOW[1]:
        problems.append(Problem("dose_mcg_per_day", "flow-unusual", Weight.CHECK, {"flow": flow}))
    if fill.contradicts_printed_date and fill.days_to_alarm is not None:
        facts = {"projected": _days_after(fill.filled_on, fill.days_to_alarm), "printed": fill.alarm_on}
        problems.append(Problem("alarm_on", "printout-contradicts-itself", Weight.CHECK, facts))
    return problems


def _positive(value: float) -> bool:
    return isfinite(value) and value > 0
