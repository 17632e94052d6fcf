"""Valid care plans of every kind, for round trips through a file."""

from datetime import date, time

from hypothesis import strategies as st

from itb_companion.care.people import SPECIAL_RISKS, OfficeHours
from itb_companion.care.plan import PENN_SCALE, RANGES, STANDARD_QUESTIONS, Plan, Question, Range, check_plan
from itb_companion.care.stricter import choices, own_levels

AWKWARD = st.sampled_from(
    ["", '"', '""', '"""', '\\"""\n"', "\n", "\n\n", "\r\n", "\r", "\t", "\\", "\\n", "\\u0041", "#", "# x\n[y]",
     "]]", "'''",
     "\0", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "🫁", "👩‍⚕️", "a\\\n  b", " \n ", "a" * 199,
     ".".join("abcdefghijklmnopqrstuv"), "ends with \\"]
)  # fmt: skip
TEXTS = st.one_of(
    AWKWARD,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text('"\\\n\r\t #[]=.\0é', max_size=12),
)


def maybe(values):
    return st.one_of(st.none(), values)


def ranges(name):
    least, most = RANGES[name]
    ends = st.floats(least, most) if isinstance(least, float) else st.integers(least, most)
    return st.tuples(ends, ends).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Range(*pair))


OWN = own_levels()
STRICTER = st.fixed_dictionaries(
    {}, optional={rule: st.sampled_from([level.id for level in choices(own)]) for rule, own in OWN.items()}
)
WALLS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
HOURS = st.tuples(WALLS, WALLS).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(lambda two: OfficeHours(*two))
QUESTIONS = st.one_of(
    st.builds(Question, TEXTS.filter(str.strip), st.just(""), st.booleans(), TEXTS),
    st.builds(Question, st.just(""), st.sampled_from(STANDARD_QUESTIONS), st.booleans(), TEXTS),
)
PLANS = st.builds(
    Plan,
    clinic_wait_min=st.integers(1, 1440),
    urgent_wait_min=st.integers(1, 1440),
    **{name: maybe(ranges(name)) for name in RANGES},
    stricter=STRICTER,
    instructions=TEXTS,
    office_hours=HOURS,
    usual_spasticity=maybe(st.sampled_from(PENN_SCALE)),
    oral_baclofen_instruction=TEXTS,
    oral_baclofen_expires_on=maybe(st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    questions=st.lists(QUESTIONS, max_size=4).map(tuple),
).filter(lambda plan: not check_plan(plan))
RISKS = st.frozensets(st.sampled_from(SPECIAL_RISKS))
