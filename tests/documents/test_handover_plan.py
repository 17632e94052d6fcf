"""What the care plan holds stands on the handover sheet: only what was entered, and a clinic's words whole or not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.plan import PENN_SCALE, Plan, Range
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.care.value import replace
from itb_companion.documents.handover import handover
from itb_companion.documents.handover_compact import MOST_BYTES, compact_text
from itb_companion.words import Words
from itb_companion.words.plan import score_name
from tests.documents.plans import PLANS
from tests.factories import BERLIN, NOON, make_attempt, make_check, make_episode, make_household, make_person, minutes

WORDS = Words(BERLIN)
FULL = Plan(
    usual_temperature_c=Range(36.2, 37.1),
    usual_systolic_mmhg=Range(95, 120),
    usual_diastolic_mmhg=Range(60, 80),
    usual_pulse_per_min=Range(60, 90),
    usual_spasticity=2,
    oral_baclofen_instruction="Only when the on-call doctor says so.\nNever in the car.",
    oral_baclofen_expires_on=date(2026, 4, 30),
)
RANGES = {
    "usual_temperature_c": "temperature 36.2 to 37.1 °C",
    "usual_systolic_mmhg": "upper pressure 95 to 120 mmHg",
    "usual_diastolic_mmhg": "lower pressure 60 to 80 mmHg",
    "usual_pulse_per_min": "pulse 60 to 90/min",
}


def lines_of(part, plan, words=WORDS, **household):
    sheet = handover(words, make_household(plan=plan, **household), None, NOON)
    return next((section.lines for section in sheet.sections if section.id == part), ())


def test_what_is_usual_stands_right_after_the_last_readings():
    sheet = handover(WORDS, make_household(plan=FULL), None, NOON)
    parts = [section.id for section in sheet.sections]

    assert parts[parts.index("check") + 1] == "baseline"
    assert lines_of("baseline", FULL) == (
        f"Usual, as the clinic set it: {', '.join(RANGES.values())}",
        "Penn spasm frequency scale (0 to 4), score 2: infrequent full spasms, less than one an hour",
    )


@pytest.mark.parametrize("name", RANGES)
def test_only_a_range_that_was_entered_is_told(name):
    [told] = lines_of("baseline", Plan(**{name: getattr(FULL, name)}))

    assert told == f"Usual, as the clinic set it: {RANGES[name]}"


def test_of_an_empty_plan_nothing_is_told():
    sheet = handover(WORDS, make_household(plan=Plan()), None, NOON)

    assert not any("usual" in line.lower() or "penn" in line.lower() for line in sheet.lines)
    assert {"baseline", "oral", "clinic"}.isdisjoint(section.id for section in sheet.sections)


def test_a_temperature_is_told_in_the_unit_of_the_household():
    told = lines_of("baseline", FULL, Words(BERLIN, TemperatureUnit.FAHRENHEIT))[0]

    assert "temperature 97.2 to 98.8 °F" in told


@pytest.mark.parametrize("score", PENN_SCALE)
def test_every_score_of_the_scale_is_told_with_its_words(score):
    """0 is a score, and not the same as none."""
    [told] = lines_of("baseline", Plan(usual_spasticity=score))

    assert told.endswith(f"score {score_name(WORDS, score)}")


def test_oral_baclofen_is_told_in_the_clinic_s_own_words_with_until_when_it_can_be_used():
    assert lines_of("oral", FULL) == (
        "The clinic's instruction: Only when the on-call doctor says so.",
        "Never in the car.",
        "The supply at hand is to be used before 30 Apr 2026.",
    )


@pytest.mark.parametrize(
    ("expires_on", "has_passed"), [(date(2026, 3, 11), False), (date(2026, 3, 10), True), (date(2025, 1, 1), True)]
)
def test_a_supply_whose_day_has_come_is_told_as_such(expires_on, has_passed):
    """The supply is to be used before that day, so that on the day itself it has passed."""
    [told] = lines_of("oral", Plan(oral_baclofen_expires_on=expires_on))

    assert told.endswith("That day has passed.") is has_passed


def test_every_special_risk_stands_with_the_patient():
    everything = make_person(special_risks=frozenset({"t6-or-above", "cannot-communicate", "earlier-withdrawal"}))

    assert {
        "Spinal cord injury at T6 or above",
        "Cannot say how they feel",
        "Had baclofen withdrawal before",
    } <= set(lines_of("patient", Plan(), person=everything))


@given(PLANS)
def test_any_plan_makes_a_sheet_of_whole_lines_and_a_text_that_fits(plan):
    sheet = handover(WORDS, make_household(plan=plan), None, NOON)

    assert all(line.splitlines() == [line] for line in sheet.lines)
    assert all("None" not in line and "{" not in line for line in lines_of("baseline", plan))
    assert len(compact_text(sheet).encode()) <= MOST_BYTES


class TestShortText:
    """Where the whole sheet has no room, as in a code for a phone."""

    @staticmethod
    def compact(calls=12, **plan):
        attempts = tuple(make_attempt(NOON + minutes(count)) for count in range(calls))
        household = make_household(plan=replace(FULL, **plan))
        return compact_text(handover(WORDS, household, make_episode(attempts=attempts), NOON))

    @given(st.lists(st.sampled_from(["Give it.", "Only when the doctor says so.", "x" * 90]), min_size=2, max_size=30))
    def test_an_instruction_is_told_whole_or_not_at_all(self, lines):
        compact = self.compact(4, oral_baclofen_instruction="\n".join([*lines, "Never before the call."]))
        is_whole = "\n".join([*lines, "Never before the call.\n"]) in compact

        assert ("The clinic's instruction: " in compact) is is_whole
        assert ("Never before the call." in compact) is is_whole
        assert ("stands on the handover sheet" in compact) is not is_whole

    @pytest.mark.parametrize(("letters", "is_whole"), [(20, True), (900, False)])
    def test_a_short_one_is_told_and_a_long_one_is_not(self, letters, is_whole):
        compact = self.compact(0, oral_baclofen_instruction="x" * letters)

        assert ("x" * letters in compact) is is_whole

    def test_where_it_has_no_room_the_text_says_where_it_stands(self):
        compact = self.compact(2, oral_baclofen_instruction="word " * 199, instructions="Call us first. " * 99)

        assert "ORAL BACLOFEN\nThe clinic's instruction stands on the handover sheet.\n" in compact
        assert "THE CLINIC'S OWN INSTRUCTIONS\nThey stand on the handover sheet.\n" in compact
        assert "word word" not in compact
        assert "Call us first." not in compact

    @given(st.integers(56, 900), st.integers(0, 4))
    def test_it_takes_no_room_from_what_was_measured_and_heard(self, letters, calls):
        check = make_check(("itch",), temperature_c=38.6, events=("recent-fall",), note="Fell", saved_at=NOON)
        episode = make_episode(attempts=tuple(make_attempt(NOON + minutes(count)) for count in range(calls)))

        def told(letters):
            plan = Plan(oral_baclofen_instruction="x" * letters)
            sheet = handover(WORDS, make_household(plan=plan, last_check=check), episode, NOON)
            kept, lines = compact_text(sheet).splitlines(), {part.id: part.lines for part in sheet.sections}
            return [line for line in (*lines["check"], *lines["fill"]) if line in kept]

        assert told(letters) == told(1000)
