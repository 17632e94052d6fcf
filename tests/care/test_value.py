"""Frozen values that share their functions: compared, hashed, printed and replaced like frozen dataclasses."""

import dataclasses

import pytest

from itb_companion.care.value import field, replace, value


@value
class Reading:
    name: str
    level: int = 3
    tags: dict[str, str] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict, compare=False)


@value
class Checked:
    level: int

    def __post_init__(self):
        if self.level < 0:
            raise ValueError("below zero")


def test_fields_are_given_by_place_or_name_and_the_rest_has_its_default():
    assert vars(Reading("a", tags={"b": "c"})) == {"name": "a", "level": 3, "tags": {"b": "c"}, "facts": {}}


def test_a_default_that_is_made_is_made_anew_for_each():
    assert Reading("a").tags is not Reading("a").tags


@pytest.mark.parametrize(
    ("given", "named", "what"),
    [
        ((), {}, "name must be given"),
        (("a",), {"nmae": 1}, "nmae cannot be given"),
        (("a",), {"name": "b"}, "name cannot be given"),
        (("a", 1, {}, {}, 5), {}, "more values than fields"),
    ],
)
def test_a_field_that_is_missing_not_known_or_given_twice_is_an_error_that_names_it(given, named, what):
    with pytest.raises(TypeError, match=what):
        Reading(*given, **named)


def test_nothing_can_be_changed_or_taken_away():
    reading = Reading("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="level"):
        reading.level = 4
    with pytest.raises(dataclasses.FrozenInstanceError, match="level"):
        del reading.level
    assert reading.level == 3


def test_values_are_equal_by_the_fields_that_count_and_only_to_their_own_kind():
    assert Reading("a", facts={"x": 1}) == Reading("a", facts={"x": 2})
    assert Reading("a") != Reading("b")
    assert Checked(1) != 1
    assert Checked(1) != Reading("a")


def test_values_hash_as_they_compare():
    assert len({Checked(1), Checked(1), Checked(2)}) == 2


def test_a_value_prints_as_it_is_written():
    assert repr(Reading("a")) == "Reading(name='a', level=3, tags={}, facts={})"


@pytest.mark.parametrize("replaced", [replace, dataclasses.replace])
def test_a_replaced_value_differs_in_what_was_changed_and_the_old_one_stays(replaced):
    old = Reading("a", 5)

    assert replaced(old, name="b") == Reading("b", 5)
    assert old == Reading("a", 5)
    with pytest.raises(TypeError):
        replaced(old, nmae="b")


def test_a_value_checks_itself_when_it_is_made_and_when_it_is_replaced():
    with pytest.raises(ValueError, match="below zero"):
        Checked(-1)
    with pytest.raises(ValueError, match="below zero"):
        replace(Checked(1), level=-1)


def test_a_value_is_a_dataclass_to_those_who_ask():
    assert dataclasses.is_dataclass(Reading)
    assert [one.name for one in dataclasses.fields(Reading)] == ["name", "level", "tags", "facts"]
