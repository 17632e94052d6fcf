"""The care team's own thresholds, waiting times and instructions for one person."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from itb_companion.care.people import OfficeHours
from itb_companion.care.problems import Problem
from itb_companion.care.value import field, value

LEVEL_IDS = ("clear", "watch", "call-clinic", "urgent", "emergency")
_LONGEST_WAIT_MINUTES = 24 * 60


@value
class Range:
    """What is usual for this person, as the clinic set it, both ends included."""

    least: int
    most: int

    def holds(self, value: float) -> bool:
        """Whether a reading is within what is usual."""
        return self.least <= value <= self.most


@value
class Plan:
    """What the care team set. Waiting times in minutes; defaults are those of clinical-facts section 3."""

    clinic_wait_min: int = 60
    """After this long without reaching anybody, call-clinic becomes urgent."""
    urgent_wait_min: int = 30
    """After this long without reaching anybody, urgent becomes emergency."""
    usual_systolic_mmhg: Range | None = None
    usual_pulse_per_min: Range | None = None
    stricter: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Rule id to level id: the least level that rule gives for this person. Only ever raises."""
    instructions: str = ""
    """The clinic's own words."""
    office_hours: OfficeHours = field(default_factory=OfficeHours)

    @property
    def clinic_wait(self) -> timedelta:
        """The waiting time at call-clinic."""
        return timedelta(minutes=self.clinic_wait_min)

    @property
    def urgent_wait(self) -> timedelta:
        """The waiting time at urgent."""
        return timedelta(minutes=self.urgent_wait_min)


def check_plan(plan: Plan) -> list[Problem]:
    """Return what is wrong with a plan: waiting times from 1 minute to 24 hours, ranges the right way round."""
    problems = [
        Problem(name, "wait-impossible", facts={"most": _LONGEST_WAIT_MINUTES})
        for name in ("clinic_wait_min", "urgent_wait_min")
        if not 1 <= getattr(plan, name) <= _LONGEST_WAIT_MINUTES
    ]
    if plan.office_hours.opens >= plan.office_hours.closes:
        problems.append(Problem("opens", "hours-upside-down"))
    if any(level not in LEVEL_IDS for level in plan.stricter.values()):
        problems.append(Problem("stricter", "level-unknown"))
    for name in ("usual_systolic_mmhg", "usual_pulse_per_min"):
        usual: Range | None = getattr(plan, name)
        if usual is not None and not 0 < usual.least < usual.most:
            problems.append(Problem(name, "range-upside-down"))
    return problems
