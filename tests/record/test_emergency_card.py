"""The emergency card: written whole, and of use however it was damaged."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itb_companion.care.episode import Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Contact, Role
from itb_companion.care.plan import Plan
from itb_companion.care.pump import Pump
from itb_companion.companion.help_without_record import HelpWithoutRecord
from itb_companion.record import emergency_card
from itb_companion.record.emergency_card import CARD_NAME, card_bytes, read, write
from itb_companion.record.side_journal import SideJournal
from itb_companion.words import emergency
from itb_companion.words.language import Words
from itb_companion.words.plain import plain
from tests.factories import BERLIN, SettableClock, make_contact, make_household, make_person, make_pump
from tests.record.strategies import CONTACTS, PEOPLE, PLANS, PUMPS, TEXTS, on_one_line

shared_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def put(folder, content):
    (folder / CARD_NAME).write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return folder


def on_card(contact):
    """Return a contact as the card has it: whom to call, and not when the numbers were verified."""
    return replace(contact, verified_on=None, after_hours_verified_on=None, entered_on=None)


def whole_card():
    return json.loads(card_bytes(make_household(pump=make_pump(name="Pump"))))


class Forgetful(SideJournal):
    """A journal that keeps nothing, so that no example of a property meets what another one did."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))

    def is_writable(self) -> bool:
        return False

    def append(self, _act: object) -> bool:
        return False


def act_in_an_emergency(card):
    """Do what the emergency screen does with nothing but the card: every act and every sentence."""
    clock = SettableClock()
    help_ = HelpWithoutRecord(card, clock, Forgetful())
    episode = help_.ask()
    for rung in help_.ladder():
        episode = help_.tried(rung.contact.name, rung.number, rung.contact.role, Outcome.NO_ANSWER)
    level = episode.level_at(clock.now(), card.plan)
    words, name = Words(BERLIN), card.person.name if card.person else ""
    emergency.script(words, name, episode, clock.now())
    return emergency.title(words, episode, level), episode.next_escalation_at(clock.now(), card.plan)


# Round trip


def test_the_card_tells_whom_to_call_for_whom_and_what_pump_it_is(tmp_path):
    household = make_household(
        person=make_person(special_risks=frozenset({"t6-or-above"})),
        contacts=(make_contact(), make_contact("Dr. Roth", Role.DOCTOR, after_hours_number="222")),
    )
    write(tmp_path, household)
    found = read(tmp_path)

    assert (found.person, found.emergency_number) == (household.person, "112")
    assert found.contacts == tuple(on_card(contact) for contact in household.contacts)
    assert (found.pump.full_name, found.pump.serial) == (household.pump.full_name, "NGP000000H")
    assert (found.plan, found.caregiver) == (household.plan, "Ana")


@given(PEOPLE, st.lists(CONTACTS, max_size=3), PUMPS, PLANS, TEXTS, TEXTS)
@shared_folder
def test_whatever_is_in_the_household_comes_back_from_the_card(
    tmp_path, person, contacts, pump, plan, number, caregiver
):
    household = Household(
        person=person,
        contacts=tuple(contacts),
        pump=pump,
        plan=plan,
        emergency_number=number,
        caregiver=caregiver,
    )
    put(tmp_path, card_bytes(household))
    found = read(tmp_path)

    as_told = [
        replace(
            on_card(each),
            name=plain(each.name),
            day_number=plain(each.day_number),
            after_hours_number=plain(each.after_hours_number),
        )
        for each in contacts
    ]
    assert found == replace(
        household,
        person=on_one_line(person) if plain(person.name) else None,
        pump=Pump(pump.reservoir_ml, name=plain(pump.full_name), serial=plain(pump.serial)),
        contacts=tuple(each for each in as_told if each.day_number or each.after_hours_number),
        emergency_number=plain(number),
        caregiver=plain(caregiver),
    )


def test_an_empty_household_has_a_card_too(tmp_path):
    write(tmp_path, Household())

    assert read(tmp_path) == Household()


def test_the_card_can_be_read_with_a_plain_editor(tmp_path):
    write(tmp_path, make_household(person=make_person(name="Jürgen 王")))

    assert "Jürgen 王" in (tmp_path / CARD_NAME).read_text(encoding="utf-8")
    assert (tmp_path / CARD_NAME).read_text(encoding="utf-8").count("\n") > 10


# Damaged


def test_where_there_is_no_card_there_is_an_empty_household(tmp_path):
    assert read(tmp_path) == Household()
    assert read(tmp_path / "none") == Household()


def test_a_folder_in_the_place_of_the_card_is_no_card(tmp_path):
    (tmp_path / CARD_NAME).mkdir()

    assert read(tmp_path) == Household()


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"5"])
def test_a_card_that_is_no_card_is_an_empty_household(tmp_path, content):
    assert read(put(tmp_path, content)) == Household()


@given(st.binary(max_size=200))
@shared_folder
def test_any_bytes_in_the_place_of_the_card_do_not_raise(tmp_path, content):
    assert isinstance(read(put(tmp_path, content)), Household)


@given(st.data())
@shared_folder
def test_a_card_cut_off_anywhere_or_with_a_wrong_byte_does_not_raise(tmp_path, data):
    content = bytearray(card_bytes(make_household()))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    read(put(tmp_path, bytes(content)))
    read(put(tmp_path, bytes(content[:place])))


def test_a_card_nested_beyond_all_bounds_does_not_raise(tmp_path):
    assert read(put(tmp_path, b"[" * 200_000)) == Household()


def test_a_reservoir_beyond_all_numbers_does_not_raise_and_leaves_the_rest(tmp_path):
    card = whole_card() | {"pump": {"reservoir_ml": 10**400}}

    assert read(put(tmp_path, card)).contacts == (on_card(make_contact()),)


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
PARTS = ("person", "pump", "contacts", "emergency_number", "caregiver", "plan", "format")


@given(st.sampled_from(PARTS), ODD)
@shared_folder
def test_a_part_that_cannot_be_read_is_left_out_and_the_rest_still_helps(tmp_path, part, odd):
    found = read(put(tmp_path, whole_card() | {part: odd}))

    assert part == "contacts" or found.contacts == (on_card(make_contact()),)
    assert part == "emergency_number" or found.emergency_number == "112"
    assert part == "person" or found.person == make_person()


@given(st.lists(st.dictionaries(st.sampled_from(["name", "role", "day_number", "after_hours_number"]), ODD)))
@shared_folder
def test_of_damaged_contacts_those_that_can_be_called_are_left(tmp_path, contacts):
    found = read(put(tmp_path, {"contacts": [*contacts, {"name": "Dr. Roth", "day_number": "111"}]}))

    assert found.contacts[-1] == Contact("Dr. Roth", Role.OTHER, "111")
    assert all(each.day_number or each.after_hours_number for each in found.contacts)
    act_in_an_emergency(found)


@given(st.sampled_from(PARTS), ODD)
@shared_folder
def test_with_any_damaged_part_every_act_of_the_emergency_screen_works(tmp_path, part, odd):
    if part == "plan":
        part = "format"  # the plan has tests of its own, below
    title, _ = act_in_an_emergency(read(put(tmp_path, whole_card() | {part: odd})))

    assert title.startswith("Emergency")


@pytest.mark.parametrize(
    "damaged",
    [
        {"clinic_wait_min": "sixty"},
        {"urgent_wait_min": None},
        {"urgent_wait_min": 1e300},
        {"urgent_wait_min": float("nan")},
        {"stricter": ["severe-sign"]},
        {"usual_systolic_mmhg": "ab"},
        {"instructions": 5},
    ],
)
def test_a_damaged_plan_is_the_usual_plan(tmp_path, damaged):
    card = whole_card()
    found = read(put(tmp_path, card | {"plan": card["plan"] | damaged}))

    assert found.plan == Plan()


def test_a_plan_with_impossible_hours_is_the_usual_plan(tmp_path):
    card = whole_card()

    assert read(put(tmp_path, card | {"plan": {"opens": "25:61"}})).plan == Plan()
    assert read(put(tmp_path, card | {"plan": "none"})).plan == Plan()


# Written whole


def test_when_the_card_cannot_be_written_the_old_one_stays(tmp_path, monkeypatch):
    write(tmp_path, make_household())
    before = (tmp_path / CARD_NAME).read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, make_household(emergency_number="911"))

    assert (tmp_path / CARD_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [CARD_NAME]


def test_in_a_folder_that_cannot_be_written_the_old_card_stays(open_folder, as_nobody):
    write(open_folder, make_household())
    (open_folder / CARD_NAME).chmod(0o644)
    act = (
        "print(emergency_card.read(folder).emergency_number); emergency_card.write(folder, emergency_card.Household())"
    )

    printed = as_nobody(open_folder, f"try: {act}\n    except OSError: print('kept')")

    assert printed.split() == ["112", "kept"]
    assert read(open_folder).emergency_number == "112"


def test_the_card_of_the_same_household_is_the_same_to_the_byte():
    one, other = (
        make_household(person=make_person(special_risks=frozenset(risks)))
        for risks in (["t6-or-above", "earlier-withdrawal"], ["earlier-withdrawal", "t6-or-above"])
    )

    assert card_bytes(one) == card_bytes(other)
    assert emergency_card.CARD_NAME == "emergency-card.json"
