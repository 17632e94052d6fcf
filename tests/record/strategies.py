"""Domain values of every kind, for round trips through the record."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.alerts import Alert
from itb_companion.care.episode import Attempt, Cause, Ending, Outcome
from itb_companion.care.household import Preferences
from itb_companion.care.occurrence import Item, Kind
from itb_companion.care.people import SPECIAL_RISKS, Contact, OfficeHours, Person, Role
from itb_companion.care.plan import LEVEL_IDS, PENN_SCALE, STANDARD_QUESTIONS, Plan, Question, Range, check_plan
from itb_companion.care.pump import PUMP_MODELS, Fill, Pump
from itb_companion.care.severity import Severity
from itb_companion.care.signs import RECENT_EVENTS, SIGNS, UNUSUAL_READINGS, Answer, PumpAlarm, Tone
from itb_companion.care.triage import RULE_IDS, Level, Reading
from itb_companion.care.value import replace
from itb_companion.record.tables import TABLES
from itb_companion.words.plain import one_line

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAMES = TEXTS.map(str.strip).filter(bool)
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
INSTANTS = st.integers(100_000, 7 * 10**15).map(lambda us: EPOCH + timedelta(microseconds=us))
WALLS = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
SIGN_IDS = st.sampled_from([sign.id for sign in SIGNS])
NUMBERS = st.floats(0.01, 10_000)


def maybe(values):
    return st.one_of(st.none(), values)


RANGES = st.tuples(st.integers(1, 100), st.integers(101, 300)).map(lambda ends: Range(*ends))
HOURS = st.tuples(st.integers(0, 11), st.integers(12, 23)).map(lambda ends: OfficeHours(time(ends[0]), time(ends[1])))


def on_one_line(named: Any) -> Any:
    """Return a person or a contact as they are read: what is typed is kept, and told without what cannot be seen."""
    return replace(named, name=one_line(named.name))


PEOPLE = st.builds(Person, NAMES, st.frozensets(st.sampled_from(SPECIAL_RISKS)))
CONTACTS = st.builds(
    Contact,
    NAMES,
    st.sampled_from(Role),
    TEXTS.map(str.strip),
    TEXTS.map(str.strip),
    verified_on=maybe(DAYS),
    after_hours_verified_on=maybe(DAYS),
    entered_on=maybe(DAYS),
)
PUMPS = st.builds(
    Pump,
    st.floats(1, 100),
    st.sampled_from(["", *(model.id for model in PUMP_MODELS)]),
    TEXTS.map(str.strip),
    TEXTS.map(str.strip),
    maybe(DAYS),
)
FILLS = st.builds(
    Fill,
    DAYS,
    maybe(NUMBERS),
    maybe(NUMBERS),
    maybe(NUMBERS),
    st.floats(0, 40),
    maybe(DAYS),
    st.integers(1, 3650),
    st.integers(0, 400),
)
QUESTIONS = st.one_of(
    st.builds(Question, NAMES, st.just(""), st.booleans(), TEXTS),
    st.builds(Question, st.just(""), st.sampled_from(STANDARD_QUESTIONS), st.booleans(), TEXTS),
)
PLANS = st.builds(
    Plan,
    clinic_wait_min=st.integers(1, 1440),
    urgent_wait_min=st.integers(1, 1440),
    usual_systolic_mmhg=maybe(RANGES),
    usual_pulse_per_min=maybe(RANGES),
    stricter=st.dictionaries(st.sampled_from(RULE_IDS), st.sampled_from(LEVEL_IDS)),
    instructions=TEXTS,
    office_hours=HOURS,
    usual_diastolic_mmhg=maybe(st.tuples(st.integers(1, 20), st.integers(21, 99)).map(lambda ends: Range(*ends))),
    usual_temperature_c=maybe(st.tuples(st.floats(30, 36), st.floats(36.1, 40)).map(lambda ends: Range(*ends))),
    usual_spasticity=maybe(st.sampled_from(PENN_SCALE)),
    oral_baclofen_instruction=TEXTS,
    oral_baclofen_expires_on=maybe(st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    questions=st.lists(QUESTIONS, max_size=2).map(tuple),
).filter(lambda plan: not check_plan(plan))
STEPS = st.lists(st.integers(0, 730), min_size=1, max_size=6).map(tuple)
PREFERENCES = st.builds(
    Preferences,
    WALLS,
    STEPS,
    STEPS,
    STEPS,
    st.lists(WALLS, max_size=3).map(tuple),
    maybe(INSTANTS),
    maybe(WALLS),
    maybe(WALLS),
)
TICKS = st.one_of(
    st.tuples(SIGN_IDS.map("sign:{}".format), maybe(st.sampled_from(Answer)), maybe(INSTANTS)),
    st.tuples(st.sampled_from(RECENT_EVENTS).map("event:{}".format), st.booleans(), st.none()),
    st.tuples(st.sampled_from(UNUSUAL_READINGS).map("unusual:{}".format), st.booleans(), st.none()),
    st.tuples(st.just("tone"), maybe(st.sampled_from(Tone)), st.none()),
    st.tuples(st.just("pump_alarm"), maybe(st.sampled_from(PumpAlarm)), st.none()),
    st.tuples(st.just("temperature_c"), maybe(st.floats(25, 45)), st.none()),
    st.tuples(
        st.sampled_from(["systolic_mmhg", "diastolic_mmhg", "pulse_per_min"]), maybe(st.integers(30, 250)), st.none()
    ),
    st.tuples(st.just("note"), maybe(TEXTS), st.none()),
)
CAUSES = st.builds(
    Cause,
    st.sampled_from(Level),
    st.lists(st.sampled_from(RULE_IDS), max_size=4).map(tuple),
    st.lists(SIGN_IDS, max_size=4).map(tuple),
    INSTANTS,
    st.sampled_from(Reading),
)
ATTEMPTS = st.builds(Attempt, TEXTS, TEXTS, maybe(st.sampled_from(Role)), st.sampled_from(Outcome), INSTANTS, TEXTS)
ENDINGS = st.sampled_from(Ending)
ITEMS = st.builds(
    Item,
    st.sampled_from(Kind),
    TEXTS,
    TEXTS,
    INSTANTS,
    st.sampled_from(Severity),
    st.just({}),
    st.booleans(),
    maybe(INSTANTS),
)
ALERTS = ITEMS.flatmap(
    lambda item: st.builds(
        Alert,
        st.just(item.cause),
        st.just(item),
        raised_at=INSTANTS,
        shown_at=maybe(INSTANTS),
        announced_at=maybe(INSTANTS),
        seen_at=maybe(INSTANTS),
        seen_by=TEXTS,
        quiet_until=maybe(INSTANTS),
        snoozed=st.booleans(),
    ),
)
ABSENCES = st.tuples(INSTANTS, INSTANTS, st.sampled_from(AbsenceKind)).map(
    lambda drawn: Absence(min(drawn[:2]), max(drawn[:2]), drawn[2])
)


@contextmanager
def taken_back(store):
    """Let a property test write into a record that others use too, and take all of it back."""
    store.database.bind(TABLES)  # the tables belong to the record that was opened last
    with store.database.atomic() as act:
        yield
        act.rollback()
