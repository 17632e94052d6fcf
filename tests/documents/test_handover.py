"""The handover sheet tells everything that is known, says what is not, and nothing that was typed can break it."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.episode import Earlier, Ending, Note, Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Role
from itb_companion.care.plan import Plan, Range
from itb_companion.care.signs import PumpAlarm, Tone
from itb_companion.care.triage import Level, Reading
from itb_companion.care.value import replace
from itb_companion.companion.help import ASKED, EMPTY
from itb_companion.documents.handover import handover
from itb_companion.documents.handover_compact import MOST_BYTES, compact_text
from itb_companion.documents.handover_words import one_line
from itb_companion.documents.qr import matrix
from itb_companion.words import Words
from tests.factories import (
    BERLIN,
    NOON,
    make_appointment,
    make_attempt,
    make_cause,
    make_check,
    make_closing,
    make_contact,
    make_episode,
    make_fill,
    make_household,
    make_person,
    make_pump,
    minutes,
)

words = Words(BERLIN)
ITCH_AT = NOON - minutes(95)


def text(sheet) -> str:
    return "\n".join([sheet.title, *(f"{s.heading}\n" + "\n".join(s.lines) for s in sheet.sections)])


def told(household, episode=None, now=NOON) -> str:
    return text(handover(words, household, episode, now))


def lines_of(part, household, episode=None, now=NOON) -> tuple[str, ...]:
    sheet = handover(words, household, episode, now)
    return next((section.lines for section in sheet.sections if section.id == part), ())


@pytest.fixture
def full():
    """A household and an episode of which everything is known."""
    check = make_check(
        ("itch",), unsure=("headache",), tone=Tone.TIGHTER, pump_alarm=PumpAlarm.TWO_TONE, events=("recent-fall",),
        temperature_c=38.6, systolic_mmhg=151, diastolic_mmhg=92, pulse_per_min=128,
        since={"itch": ITCH_AT}, note="Slept badly", by="Ben", saved_at=NOON,
    )  # fmt: skip
    household = make_household(
        person=make_person(special_risks=frozenset({"t6-or-above", "earlier-withdrawal"})),
        pump=make_pump(replacement_on=date(2029, 7, 1)),
        appointment=make_appointment(date(2026, 4, 30)),
        contacts=(
            make_contact("On-call line", after_hours_number="+49 30 555 0142", day_number="+49 30 555 0140"),
            make_contact("Grandma", Role.FAMILY, day_number="+49 30 77", after_hours_number="+49 (0)30 77"),
        ),
        plan=Plan(usual_systolic_mmhg=Range(95, 120), usual_pulse_per_min=Range(60, 90), instructions="Call us\nfirst"),
        last_check=check,
    )
    causes = (
        make_cause(signs=("itch", "sweating"), reading=Reading.TOO_LITTLE),
        make_cause(cause_at=NOON + minutes(7), rule_ids=("two-tone-alarm",), signs=()),
    )
    attempts = (
        make_attempt(NOON + minutes(3), outcome=Outcome.NO_ANSWER),
        make_attempt(NOON + minutes(9), role=None, who="Emergency number", number="112"),
    )
    episode = make_episode(causes=causes, attempts=attempts, first_sign_at=ITCH_AT)
    return SimpleNamespace(household=household, episode=episode, now=NOON + minutes(10))


def test_every_fact_of_the_household_and_the_episode_is_on_it(full):
    sheet = told(full.household, full.episode, full.now)

    facts = [
        "Mia Berg has an implanted intrathecal baclofen pump.", "This may be baclofen withdrawal.",
        "It can look like sepsis, autonomic dysreflexia, malignant hyperthermia or neuroleptic malignant syndrome.",
        "Spinal cord injury at T6 or above", "Had baclofen withdrawal before",
        "Urgent: possible baclofen withdrawal.", "Help sought since 10 Mar, 12:00.",
        "Itching, since 10 Mar, 10:25", "Sweating without a reason, noted 10 Mar, 12:00", "A two-tone alarm",
        "10 Mar, 12:00, by Ben", "Not sure: headache", "tighter or looser than usual: tighter", "two-tone alarm heard",
        "a fall in the last 3 days", "38.6 °C, pressure 151/92 mmHg, pulse 128/min", "Note: Slept badly",
        "upper pressure 95 to 120 mmHg", "pulse 60 to 90/min",
        "SynchroMed II 8637-20", "NGP000000H", "Reservoir: 20 mL", "1 Jul 2029",
        "Filled on 2 Mar 2026 with 20 mL", "2000 mcg/mL", "500 mcg/day", "Low reservoir alarm date: 13 May 2026",
        "Level now, by arithmetic: about 18.0 mL, plausibly 17.7 to 18.3 mL", "30 Apr 2026",
        "10 Mar, 12:03: Baclofen on-call line, +49 30 555 0100: No answer (Ana)",
        "10 Mar, 12:09: Emergency number, 112: Reached (Ana)",
        "On-call line (On-call line): +49 30 555 0140 by day, +49 30 555 0142 after hours",
        "Grandma (Family): +49 30 77 day and after hours", "Emergency number: 112",
        "Call us\nfirst", words.text("emergency.do-not"), "Written 10 Mar 2026, 12:10", "On duty: Ana",
    ]  # fmt: skip
    assert [fact for fact in facts if fact.lower() not in sheet.lower()] == []


def test_the_reservoir_s_level_follows_the_days_since_the_refill():
    for days_on, level in ((0, "about 20.0 mL, plausibly 20.0 to 20.0"), (40, "about 10.0 mL, plausibly 8.5 to 11.5")):
        now = NOON + timedelta(days=days_on - 8)
        assert level in lines_of("fill", make_household(), now=now)[-1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"dose_mcg_per_day": None}, "The printout's numbers are not all entered"),
        ({"concentration_mcg_per_ml": 500.0}, "contradict each other"),
        ({"filled_on": date(2026, 3, 20), "alarm_on": None}, "clock stands before the last refill"),
    ],
)
def test_a_level_that_cannot_be_told_is_a_reason_and_no_number(changes, why):
    said = lines_of("fill", make_household(fill=make_fill(**changes)))[-1]

    assert why in said
    assert " mL" not in said


def test_the_alarm_volume_and_what_hangs_on_it_are_never_told():
    """The default is not verified, and nobody may have checked it."""
    printed = told(make_household(fill=make_fill(alarm_volume_ml=3.7)))
    unprinted = told(make_household(fill=make_fill(alarm_on=None)))

    assert "3.7" not in printed
    assert "Not recorded: low reservoir alarm date; see the pump printout." in unprinted
    assert "May 2026" not in unprinted


@pytest.mark.parametrize(
    ("reading", "rules", "said", "mimics"),
    [
        (Reading.TOO_LITTLE, ("two-early-signs",), "This may be baclofen withdrawal.", True),
        (Reading.TOO_MUCH, ("sign-of-too-much",), "This may be too much baclofen.", False),
        (Reading.EITHER, ("severe-sign",), "This may be too little or too much baclofen.", True),
        (Reading.NEITHER, (EMPTY,), "The pump may be empty.", False),
    ],
)
def test_the_reading_is_worded_as_on_the_emergency_screen(reading, rules, said, mimics):
    lines = lines_of(
        "patient", make_household(), make_episode(causes=(make_cause(reading=reading, rule_ids=rules),)), NOON
    )

    assert said in " ".join(lines)
    assert ("sepsis" in " ".join(lines)) is mimics


def test_what_not_to_do_follows_the_reading():
    too_much = make_episode(causes=(make_cause(reading=Reading.TOO_MUCH),))

    assert lines_of("do-not", make_household(), too_much) == (words.text("emergency.do-not.too-much"),)
    assert lines_of("do-not", make_household()) == (words.text("emergency.do-not"),)


def test_a_sign_of_an_earlier_check_is_told_with_when_it_was_noted():
    causes = (make_cause(signs=("itch",)), make_cause(cause_at=NOON + minutes(30), signs=("itch", "fever")))
    household = make_household(last_check=make_check(("fever",), saved_at=NOON, since={"itch": ITCH_AT}))

    lines = lines_of("happened", household, make_episode(causes=causes), NOON + minutes(31))

    assert "Itching, noted 10 Mar, 12:00" in lines
    assert "Fever, noted 10 Mar, 12:30" in lines


def test_a_sign_began_when_the_first_check_of_the_episode_says_so():
    """A later check that does not ask about it again took the beginning away, and told a later one."""
    began = NOON - timedelta(days=1)
    first = make_check(("itch",), saved_at=NOON, since={"itch": began}, id=1)
    second = make_check(("tingling", "itch"), saved_at=NOON + minutes(20), since={"itch": NOON + minutes(20)}, id=2)
    causes = (make_cause(signs=("itch",)), make_cause(cause_at=NOON + minutes(20), signs=("tingling",)))
    episode = make_episode(causes=causes, checks=(first, second))

    lines = lines_of("happened", make_household(last_check=second), episode, NOON + minutes(21))

    assert "Itching, since 9 Mar, 12:00" in lines
    assert "Tingling or numbness, noted 10 Mar, 12:20" in lines


def test_a_sign_is_told_as_what_was_seen_and_not_as_its_tile_asks():
    episode = make_episode(causes=(make_cause(signs=("low-blood-pressure", "seizure")),))
    lines = lines_of("happened", make_household(), episode)

    assert "Unusual blood pressure, noted 10 Mar, 12:00" in lines
    assert "A seizure, noted 10 Mar, 12:00" in lines


def test_times_are_told_by_their_date_and_last_year_s_with_the_year():
    attempts = (make_attempt(NOON - timedelta(days=90)), make_attempt(NOON))
    calls = lines_of("calls", make_household(), make_episode(attempts=attempts), NOON)

    assert [line.split(": ")[0] for line in calls] == ["10 Mar, 12:00", "10 Dec 2025, 12:00"]
    assert not re.search("today|yesterday", told(make_household(), make_episode(attempts=attempts)))


def test_what_a_person_asks_for_and_did_not_start_yet_lends_its_words_and_no_time():
    asked = make_episode(Level.EMERGENCY, id=0, causes=(make_cause(Level.EMERGENCY, signs=(), rule_ids=(ASKED,)),))
    lines = lines_of("happened", make_household(), asked)

    assert lines == (
        "Emergency: help with the baclofen pump.",
        "No signs are recorded with this call for help.",
    )


def test_the_level_is_told_where_the_title_does_not():
    lines = lines_of("happened", make_household(), make_episode(Level.CALL_CLINIC))

    assert "Help sought since 10 Mar, 12:00. Call the clinic." in lines


def test_how_it_ended_is_told():
    closing = make_closing(NOON + minutes(40), Ending.HANDED_OVER, what="Dr. Weber", by="Ben")
    lines = lines_of("happened", make_household(), make_episode(closing=closing), NOON + minutes(50))

    assert "Closed 10 Mar, 12:40: Handed over. Dr. Weber (Ben)" in lines


def test_advice_is_told_with_who_gave_it():
    closing = make_closing(NOON + minutes(40), Ending.ADVICE, what="Wait", by="Ben", advised_by="Dr. Roth")
    lines = lines_of("happened", make_household(), make_episode(closing=closing), NOON + minutes(50))

    assert "Closed 10 Mar, 12:40: advice received from Dr. Roth. Wait (Ben)" in lines


def test_an_episode_that_was_opened_again_tells_how_it_had_ended_and_when_the_signs_returned():
    again = NOON + minutes(300)
    earlier = Earlier(make_closing(NOON + minutes(40), what="Dr. Weber", by="Ben"), again)
    causes = (make_cause(signs=("seizure",)), make_cause(cause_at=again, signs=("itch",), opening=1))
    lines = lines_of("happened", make_household(), make_episode(causes=causes, earlier=(earlier,)), again)

    assert "Itching, noted 10 Mar, 17:00" in lines
    assert lines[-3:] == (
        "Before, noted from 10 Mar, 12:00 on: a seizure.",
        "Closed 10 Mar, 12:40: Handed over. Dr. Weber (Ben)",
        "The signs returned: opened again 10 Mar, 17:00.",
    )


def test_notes_and_earlier_readings_stand_on_it_newest_first_each_on_one_line():
    old = make_check(temperature_c=37.9, saved_at=NOON - minutes(30), by="Ben", id=1)
    new = make_check(temperature_c=38.6, saved_at=NOON, id=2)
    notes = (Note("Will not\ndrink", NOON - minutes(10), "Ana"), Note("Fell", NOON - minutes(5), ""))
    episode = make_episode(notes=notes, checks=(old, new))

    assert lines_of("notes", make_household(last_check=new), episode) == (
        "10 Mar, 11:55: Fell",
        "10 Mar, 11:50: Will not drink (Ana)",
        "10 Mar, 11:30: 37.9 °C (Ben)",
    )
    assert lines_of("notes", make_household(), make_episode()) == ()


def test_half_a_blood_pressure_is_told_as_half():
    household = make_household(last_check=make_check(systolic_mmhg=151, saved_at=NOON))

    assert "Readings: pressure 151/? mmHg" in lines_of("check", household)


@pytest.mark.parametrize(
    "household",
    [
        Household(),
        make_household(fill=None, pump=None, contacts=(), caregiver="", emergency_number=""),
        make_household(pump=make_pump(reservoir_ml=float("nan"), model_id="", serial="")),
        make_household(fill=make_fill(volume_ml=None, concentration_mcg_per_ml=None, dose_mcg_per_day=None)),
        make_household(last_check=make_check(saved_at=NOON)),
        make_household(contacts=(make_contact("", day_number="", after_hours_number="1"),)),
    ],
)
@pytest.mark.parametrize("episode", [None, make_episode(), make_episode(id=0, causes=(make_cause(signs=()),))])
def test_what_is_unknown_is_said_as_unknown_and_never_as_none_or_nan(household, episode):
    sheet = told(household, episode)

    assert not re.search(r"\bNone\b|nan|\{|\}", sheet.replace("None of the signs", ""))
    assert all(line.strip() for line in sheet.splitlines())


def test_with_nothing_known_it_says_so_in_each_part():
    sheet = told(Household())

    for sentence in (
        "The patient has an implanted intrathecal baclofen pump.",
        "The name is not recorded.",
        "No check is recorded.",
        "Model, serial number and reservoir are not recorded; see the pump ID card.",
        "No refill is recorded here; see the pump printout.",
        "No call is written down.",
        "No number is recorded; see the pump ID card.",
        "Who is on duty is not recorded.",
    ):
        assert sentence in sheet


@pytest.mark.parametrize(("no", "told"), [(["itch"], True), ([], False)])
def test_that_no_sign_was_ticked_is_said_only_of_a_check_that_asked(no, told):
    check = make_check(no=no, temperature_c=38.4, saved_at=NOON, by="Ana")
    sheet = text(handover(words, make_household(last_check=check), make_episode(), NOON))

    assert "38.4 °C" in sheet
    assert ("None of the signs was ticked." in sheet) is told


class TestTypedText:
    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("  Mia\n\tBerg\u2028 ", "Mia Berg"),
            ("<b>Mia</b> & {name}", "<b>Mia</b> & {name}"),
            ("Mia\u202egreB", "MiagreB"),
            ("מיה", "\u2068מיה\u2069"),
            ("a\x00b\ud800", "a b\ufffd"),
            ("👩‍🦽 Mia", "👩‍🦽 Mia"),
            ("", ""),
        ],
    )
    def test_it_becomes_one_line_that_disturbs_nothing_around_it(self, typed, line):
        assert one_line(typed) == line

    @given(st.lists(st.text(max_size=120), min_size=8, max_size=8))
    def test_no_name_or_note_breaks_the_sheet_or_the_code(self, typed):
        name, note, caregiver, who, number, serial, instructions, contact = typed
        household = make_household(
            person=make_person(name=name),
            pump=make_pump(model_id="", name=name, serial=serial),
            caregiver=caregiver,
            contacts=(make_contact(contact, day_number=number),),
            plan=Plan(instructions=instructions),
            last_check=make_check(("itch",), note=note, by=caregiver, saved_at=NOON),
        )
        episode = make_episode(attempts=(make_attempt(NOON, who=who, number=number, by=caregiver),))

        sheet = handover(words, household, episode, NOON)
        compact = compact_text(sheet)

        assert all(line.splitlines() == [line] for line in sheet.lines)
        assert all(line.count("\u2068") == line.count("\u2069") for line in sheet.lines)
        assert len(compact.encode()) <= MOST_BYTES
        for typed_text in (note, contact, instructions):
            assert one_line(typed_text.splitlines()[0] if typed_text.splitlines() else "") in text(sheet)


class TestCompactText:
    def test_it_is_whole_where_it_fits(self):
        sheet = handover(words, Household(), None, NOON)
        compact = compact_text(sheet)

        assert [line for line in sheet.lines if line not in compact.splitlines()] == []
        assert sheet.more not in compact

    def test_it_leaves_out_whole_lines_and_says_that_there_is_more(self, full):
        sheet = handover(words, full.household, full.episode, full.now)
        compact = compact_text(sheet)
        known = {line.replace("°C", "C") for line in sheet.lines} | {s.heading.upper() for s in sheet.sections}

        assert len(compact.encode()) <= MOST_BYTES < 1000
        assert compact.splitlines()[-1] == sheet.more
        assert set(compact.splitlines()[:-1]) <= known

    def test_what_is_needed_most_stays(self, full):
        compact = compact_text(handover(words, full.household, full.episode, full.now))

        for needed in (
            "Mia Berg has an implanted intrathecal baclofen pump.",
            "This may be baclofen withdrawal.",
            "Itching, since 10 Mar, 10:25",
            "38.6 C, pressure 151/92 mmHg, pulse 128/min",
            "SynchroMed II 8637-20",
            "NGP000000H",
            "Filled on 2 Mar 2026 with 20 mL",
            "2000 mcg/mL",
            "500 mcg/day",
            "+49 30 555 0140 by day, +49 30 555 0142 after hours",
        ):
            assert needed in compact
        assert words.text("emergency.do-not") not in compact

    def test_a_note_of_a_whole_page_takes_the_place_of_nothing(self, full):
        check = replace(full.household.last_check, note="9" * 4000)
        long = handover(words, replace(full.household, last_check=check), full.episode, full.now)

        assert compact_text(long) == compact_text(
            handover(words, replace(full.household, last_check=replace(check, note="")), full.episode, full.now)
        )

    def test_a_name_of_a_whole_page_leaves_the_rest(self, full):
        household = replace(full.household, person=make_person(name="M" * 4000))
        compact = compact_text(handover(words, household, full.episode, full.now))

        assert "This may be baclofen withdrawal." in compact
        assert "MMM" not in compact

    def test_its_code_is_small_enough_for_a_screen(self, full):
        assert len(matrix(compact_text(handover(words, full.household, full.episode, full.now)))) <= 105
        umlauts = make_person(name="ü" * 40)
        sheet = handover(words, replace(full.household, person=umlauts), full.episode, full.now)
        assert len(matrix(compact_text(sheet))) <= 105
