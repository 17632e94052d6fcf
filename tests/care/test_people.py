"""The person, and whom to call by the hour of the day."""

import string
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.people import (
    NAME_MAX_LENGTH,
    Contact,
    KnownNumber,
    OfficeHours,
    Role,
    check_contact,
    check_name,
    check_number,
    dialable,
    ladder,
)
from tests.factories import BERLIN, at, days, make_contact, make_person

BY_DAY = at("2026-03-10 12:00").astimezone(BERLIN)  # a Tuesday
TODAY = date(2026, 3, 10)
AT_NIGHT = at("2026-03-10 23:00").astimezone(BERLIN)
ON_SATURDAY = at("2026-03-14 12:00").astimezone(BERLIN)


def names(rungs):
    return [rung.contact.name for rung in rungs]


# The person


@pytest.mark.parametrize(("name", "first"), [("Mia Berg", "Mia"), ("  Mia  Berg ", "Mia"), ("Mia", "Mia"), ("", "")])
def test_the_first_name_is_the_first_word(name, first):
    assert make_person(name=name).first_name == first


def test_signs_are_worded_from_outside_for_a_person_who_cannot_say():
    assert make_person(special_risks=frozenset({"cannot-communicate"})).cannot_communicate
    assert not make_person(special_risks=frozenset({"t6-or-above"})).cannot_communicate


# Numbers by the hour


def test_the_numbers_of_a_contact_carry_each_its_own_date():
    contact = make_contact(
        day_number=" 111 ", after_hours_number="222", verified_on=TODAY, after_hours_verified_on=None
    )

    assert contact.numbers == (KnownNumber("111", TODAY, after_hours=False), KnownNumber("222", None, after_hours=True))


@pytest.mark.parametrize(
    ("day", "after_hours", "numbers"),
    [
        ("", "", []),
        ("  ", " ", []),
        ("111", "", ["111"]),
        ("", "222", ["222"]),
        ("111", "111", ["111"]),
        ("+49 30 111", "+49 (0)30/111", ["+49 30 111"]),
        ("111", "222", ["111", "222"]),
    ],
)
def test_a_number_written_in_two_ways_is_one_number(day, after_hours, numbers):
    contact = Contact("Clinic", Role.CLINIC, day, after_hours)

    assert [known.number for known in contact.numbers] == numbers
    assert [known.after_hours for known in contact.numbers] == [not day.strip(), True][: len(numbers)]


@pytest.mark.parametrize(
    ("verified", "entered", "due"),
    [(None, 0, 7), (None, -30, -23), (None, 5, 7), (0, 0, 90), (-90, -200, 0), (1, 0, 7), (1, -3, 4)],
)
def test_a_number_is_due_90_days_after_it_was_right_or_7_after_entry_and_a_day_ahead_says_nothing(
    verified, entered, due
):
    verified_on = None if verified is None else TODAY + days(verified)
    known = KnownNumber("111", verified_on, after_hours=False)

    assert known.due_on(TODAY + days(entered), TODAY) == TODAY + days(due)


def test_the_number_fits_the_hour():
    contact = make_contact(day_number="111", after_hours_number="222")

    assert contact.number_at(office_hours=True) == "111"
    assert contact.number_at(office_hours=False) == "222"
    assert contact.answers_now(office_hours=True)
    assert contact.answers_now(office_hours=False)


def test_the_only_number_there_is_serves_at_any_hour_but_is_known_not_to_be_meant_for_it():
    day_only, night_only = make_contact(day_number="111"), make_contact(after_hours_number="222")

    assert day_only.number_at(office_hours=False) == "111"
    assert not day_only.answers_now(office_hours=False)
    assert night_only.number_at(office_hours=True) == "222"
    assert not night_only.answers_now(office_hours=True)


def test_a_number_of_spaces_is_no_number():
    assert make_contact(day_number=" ", after_hours_number="222").number_at(office_hours=True) == "222"


@pytest.mark.parametrize(
    ("local", "open_"),
    [
        ("2026-03-09 07:59:59", False),
        ("2026-03-09 08:00", True),
        ("2026-03-13 16:59:59", True),
        ("2026-03-13 17:00", False),
        ("2026-03-14 12:00", False),
        ("2026-03-15 12:00", False),
    ],
)
def test_day_numbers_answer_monday_to_friday_from_eight_to_five(local, open_):
    assert OfficeHours().include(at(local).astimezone(BERLIN)) is open_


# The ladder


def test_those_who_can_decide_come_first_in_the_order_in_which_help_is_sought():
    listed = [make_contact(role.value, role) for role in reversed(Role)]

    assert names(ladder(listed, BY_DAY)) == ["on-call", "clinic", "doctor", "family", "other"]


def test_by_day_a_clinic_that_answers_comes_before_an_on_call_line_that_only_answers_at_night():
    clinic = make_contact("clinic", Role.CLINIC, day_number="111")
    on_call = make_contact("on-call", Role.ON_CALL, after_hours_number="222")

    assert names(ladder([on_call, clinic], BY_DAY)) == ["clinic", "on-call"]
    assert names(ladder([clinic, on_call], AT_NIGHT)) == ["on-call", "clinic"]
    assert names(ladder([clinic, on_call], ON_SATURDAY)) == ["on-call", "clinic"]


def test_a_family_member_who_answers_never_comes_before_somebody_who_can_decide():
    clinic = make_contact("clinic", Role.CLINIC, day_number="111")
    mother = make_contact("mother", Role.FAMILY, day_number="333", after_hours_number="333")

    assert names(ladder([mother, clinic], AT_NIGHT)) == ["clinic", "mother"]


def test_within_a_role_the_order_of_the_family_stands():
    listed = [make_contact(name, Role.DOCTOR) for name in ("Zoe", "Adam", "Mark")]

    assert names(ladder(listed, BY_DAY)) == ["Zoe", "Adam", "Mark"]


def test_each_rung_carries_the_number_for_the_hour():
    contact = make_contact(day_number="111", after_hours_number="222")

    [by_day] = ladder([contact], BY_DAY)
    [at_night] = ladder([contact], AT_NIGHT)

    assert (by_day.number, by_day.after_hours) == ("111", False)
    assert (at_night.number, at_night.after_hours) == ("222", True)


def test_office_hours_of_the_clinic_decide_which_number_stands():
    contact = make_contact(day_number="111", after_hours_number="222")

    [rung] = ladder([contact], BY_DAY, OfficeHours(time(7, 0), time(12, 0)))

    assert rung.number == "222"


def test_a_contact_without_a_number_is_left_out():
    assert ladder([Contact("Nobody", Role.CLINIC)], BY_DAY) == ()
    assert ladder([], BY_DAY) == ()


@given(
    st.lists(
        st.builds(
            Contact,
            st.text(max_size=3),
            st.sampled_from(Role),
            st.sampled_from(["", "111"]),
            st.sampled_from(["", "222"]),
        ),
        max_size=6,
    ),
    st.datetimes(timezones=st.just(BERLIN)),
)
def test_the_ladder_holds_everybody_who_can_be_called_and_deciders_first(contacts, local):
    rungs = ladder(contacts, local)

    assert len(rungs) == sum(bool(c.day_number or c.after_hours_number) for c in contacts)
    assert all(rung.number in (rung.contact.day_number, rung.contact.after_hours_number) for rung in rungs)
    decide = [rung.contact.role.can_decide for rung in rungs]
    assert decide == sorted(decide, reverse=True)


def test_only_the_pump_team_can_decide():
    assert [role for role in Role if role.can_decide] == [Role.ON_CALL, Role.CLINIC, Role.DOCTOR]


# Names and numbers as typed


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u00a0"])
def test_an_empty_name_is_said_at_its_field(name):
    [problem] = check_name(name, "caregiver")

    assert (problem.field, problem.code, problem.stops) == ("caregiver", "name-empty", True)


def test_a_name_has_at_most_80_characters_around_which_spaces_do_not_count():
    assert check_name("n" * NAME_MAX_LENGTH) == []
    assert check_name("  " + "n" * NAME_MAX_LENGTH + "  ") == []
    [problem] = check_name("n" * (NAME_MAX_LENGTH + 1))
    assert (problem.field, problem.code, problem.facts["most"]) == ("name", "name-too-long", 80)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x85", "\n\n"])
def test_a_name_that_was_pasted_on_two_lines_is_refused(line_break):
    [problem] = check_name(f"Mia{line_break}Berg", "caregiver")

    assert (problem.field, problem.code, problem.stops) == ("caregiver", "name-on-two-lines", True)
    assert check_name(f"Mia Berg{line_break}") == []  # it is not kept with what stands after it


@pytest.mark.parametrize("name", ["Mia", "Ó Briain", "李小龍", "Jean-Luc O'Neill", "X"])
def test_any_person_s_name_is_accepted(name):
    assert check_name(name) == []


@pytest.mark.parametrize(
    "number",
    [
        "",
        "  ",
        "112",
        "1-800-222-1222",
        "+49 30 555-0100",
        "(030) 555 01 00",
        "030/555.0100",
        "13 11 26",
        "030\u00a0555\u202f0100",
        "+" + "1" * 15,
    ],
)
def test_the_usual_ways_of_writing_a_number_are_accepted(number):
    assert check_number(number, "day_number") == []


@pytest.mark.parametrize(
    "number",
    ["1-800-PUMP", "abc", "030 555 O100", "+49+30", "++49", "030 555 ext 2", "٠١٢٣", "030;555", "12#34"],
)
def test_letters_in_a_number_are_said_at_the_field_with_what_was_typed(number):
    [problem] = check_number(number, "after_hours_number")

    assert (problem.field, problem.code, problem.stops) == ("after_hours_number", "number-has-letters", True)
    assert problem.facts["typed"] == number


@pytest.mark.parametrize("number", ["1", "12", "+", "+1", "--", "( )"])
def test_a_number_has_at_least_three_digits(number):
    [problem] = check_number(number, "day_number")

    assert (problem.field, problem.code) == ("day_number", "number-too-short")


def test_a_number_has_at_most_fifteen_digits():
    [problem] = check_number("1" * 16, "day_number")

    assert (problem.field, problem.code, problem.facts["most"]) == ("day_number", "number-too-long", 15)


@given(st.text(max_size=20), st.sampled_from(string.ascii_letters), st.text(max_size=20))
def test_no_number_with_a_letter_is_accepted(before, letter, after):
    assert [problem.code for problem in check_number(before + letter + after, "day_number")] == ["number-has-letters"]


@given(st.text())
def test_an_accepted_number_dials_digits_only(number):
    if not check_number(number, "day_number"):
        dialled = dialable(number)

        assert dialled.removeprefix("+").isdecimal() or not number.strip()
        assert dialled.isascii()


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [("+49 30 555-0100", "+49305550100"), (" (030) 555/01.00 ", "0305550100"), ("112", "112"), ("", "")],
)
def test_what_is_dialled_is_the_digits_and_a_leading_plus(typed, dialled):
    assert dialable(typed) == dialled


def test_the_trunk_zero_in_brackets_is_not_dialled_behind_a_country_code():
    assert dialable("+49 (0)30 555 0100") == "+49305550100"


def test_a_contact_needs_a_name_and_one_number():
    assert [(p.field, p.code) for p in check_contact(Contact(" ", Role.CLINIC, " "))] == [
        ("name", "name-empty"),
        ("day_number", "number-missing"),
    ]


def test_each_number_of_a_contact_is_checked_at_its_own_field():
    contact = Contact("Clinic", Role.CLINIC, "call me", "1")

    assert [(p.field, p.code) for p in check_contact(contact)] == [
        ("day_number", "number-has-letters"),
        ("after_hours_number", "number-too-short"),
    ]


@pytest.mark.parametrize("number", ["day_number", "after_hours_number"])
def test_one_good_number_is_enough(number):
    assert check_contact(make_contact(verified_on=date(2026, 3, 1), **{number: "+49 30 555 0100"})) == []
