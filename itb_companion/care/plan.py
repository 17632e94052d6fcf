"""The care team's own thresholds, waiting times and instructions for one person."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import isfinite
from types import MappingProxyType

from itb_companion.care.people import OfficeHours
from itb_companion.care.problems import Problem
from itb_companion.care.value import field, value

LEVEL_IDS = ("clear", "watch", "call-clinic", "urgent", "emergency")
_LONGEST_WAIT_MINUTES = 24 * 60

PENN_SCALE = (0, 1, 2, 3, 4)
"""The Penn spasm frequency scale. Source: Penn et al., N Engl J Med 1989;320:1517. Its words are in `words`.

0 no spasms; 1 mild spasms induced by stimulation; 2 infrequent full spasms, less than one an hour; 3 more than one an
hour; 4 more than ten an hour.
"""

STANDARD_QUESTIONS = ("when-to-report", "how-fast-to-reduce", "sleep-anxiety-spasticity", "missed-dose", "pump-alarm")
"""What to ask the care team. Source: ascendant (clinical-facts section 5). Their words are in `words`."""

MOST_LETTERS = {"instructions": 4000, "oral_baclofen_instruction": 1000, "text": 200, "answer": 500}
MOST_QUESTIONS = 20
_EXPIRY_YEARS = (2000, 2100)


@value
class Range:
    """What is usual for this person, as the clinic set it, both ends included."""

    least: float
    most: float

    def holds(self, value: float) -> bool:
        """Whether a reading is within what is usual."""
        return self.least <= value <= self.most


@value
class Question:
    """A question for the next visit: one of the standard ones, by its id, or one in the family's own words."""

    text: str = ""
    """Empty for a standard question, whose words are in `words`."""
    standard: str = ""
    is_answered: bool = False
    answer: str = ""


def standard_questions() -> tuple[Question, ...]:
    """Return the questions that a plan starts with."""
    return tuple(Question(standard=name) for name in STANDARD_QUESTIONS)


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
    usual_diastolic_mmhg: Range | None = None
    usual_temperature_c: Range | None = None
    """For comparison and handing over only: 38 °C is a fever for everybody."""
    usual_spasticity: int | None = None
    """One of `PENN_SCALE`."""
    oral_baclofen_instruction: str = ""
    """The clinic's own words; never a dose of ours. Source: medtronic-duties, medtronic-card."""
    oral_baclofen_expires_on: date | None = None
    """A local day; the agenda reminds of it."""
    questions: tuple[Question, ...] = field(default_factory=standard_questions)

    @property
    def clinic_wait(self) -> timedelta:
        """The waiting time at call-clinic."""
        return timedelta(minutes=self.clinic_wait_min)

    @property
    def urgent_wait(self) -> timedelta:
        """The waiting time at urgent."""
        return timedelta(minutes=self.urgent_wait_min)


RANGES = {
    "usual_systolic_mmhg": (1, 300),
    "usual_diastolic_mmhg": (1, 250),
    "usual_pulse_per_min": (1, 300),
    "usual_temperature_c": (30.0, 40.0),
}
"""The ranges of a plan, each with the bounds that a typing error would leave, both included."""


def check_plan(plan: Plan) -> list[Problem]:
    """Return what is wrong with a plan.

    Waiting times go from 1 minute to 24 hours, ranges stand the right way round and within `RANGES`, levels are known,
    the lower pressure is below the upper one, and texts are not longer than may be kept.
    """
    problems = [
        Problem(name, "wait-impossible", facts={"most": _LONGEST_WAIT_MINUTES})
        for name in ("clinic_wait_min", "urgent_wait_min")
        if not 1 <= getattr(plan, name) <= _LONGEST_WAIT_MINUTES
    ]
    if plan.office_hours.opens >= plan.office_hours.closes:
        problems.append(Problem("opens", "hours-upside-down"))
    if any(level not in LEVEL_IDS for level in plan.stricter.values()):
        problems.append(Problem("stricter", "level-unknown"))
    problems += _check_ranges(plan)
    if plan.usual_spasticity is not None and plan.usual_spasticity not in PENN_SCALE:
        problems.append(Problem("usual_spasticity", "spasticity-unknown"))
    expires_on = plan.oral_baclofen_expires_on
    if expires_on is not None and not _EXPIRY_YEARS[0] <= expires_on.year <= _EXPIRY_YEARS[1]:
        problems.append(Problem("oral_baclofen_expires_on", "expiry-impossible"))
    for name in ("instructions", "oral_baclofen_instruction"):
        if len(getattr(plan, name)) > MOST_LETTERS[name]:
            problems.append(Problem(name, "text-too-long", facts={"most": MOST_LETTERS[name]}))
    return problems + _check_questions(plan.questions)


def _check_ranges(plan: Plan) -> list[Problem]:
    problems = []
    for name, (lowest, highest) in RANGES.items():
        usual: Range | None = getattr(plan, name)
        if usual is None:
            continue
        if not (isfinite(usual.least) and isfinite(usual.most) and 0 < usual.least < usual.most):
            problems.append(Problem(name, "range-upside-down"))
        elif usual.least < lowest or usual.most > highest:
            problems.append(
                Problem(name, "usual-temperature-impossible")
                if name == "usual_temperature_c"
                else Problem(name, "usual-impossible", facts={"least": lowest, "most": highest})
            )
    upper, lower = plan.usual_systolic_mmhg, plan.usual_diastolic_mmhg
    if upper and lower and not problems and (lower.least >= upper.least or lower.most >= upper.most):
        problems.append(Problem("usual_diastolic_mmhg", "usual-diastolic-above-systolic"))
    return problems


def _check_questions(questions: tuple[Question, ...]) -> list[Problem]:
    """Return what is wrong with questions, each at `questions.` and its place from 0."""
    problems = []
    if len(questions) > MOST_QUESTIONS:
        problems.append(Problem("questions", "too-many-questions", facts={"most": MOST_QUESTIONS}))
    for place, question in enumerate(questions):
        at = f"questions.{place}"
        if question.standard not in ("", *STANDARD_QUESTIONS):
            problems.append(Problem(at, "question-unknown"))
        elif not question.standard and not question.text.strip():
            problems.append(Problem(at, "question-empty"))
        problems += [
            Problem(at, "text-too-long", facts={"most": MOST_LETTERS[name]})
            for name in ("text", "answer")
            if len(getattr(question, name)) > MOST_LETTERS[name]
        ]
    return problems
