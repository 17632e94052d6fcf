"""A value keeps what a frozen dataclass promises."""

import copy
import dataclasses
import pickle

import pytest

from itb_companion.care.value import field, replace, value


@value
class Point:
    """Two numbers and a remark that does not count."""

    x: int
    y: int = 0
    notes: list[str] = field(default_factory=list, compare=False)


@value
class Positive:
    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below zero")


def test_fields_are_given_by_place_or_name_and_have_defaults():
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(1, 2) == Point(y=2, x=1)


def test_a_default_that_is_made_is_made_for_each_value():
    Point(1).notes.append("only here")

    assert Point(1).notes == []


def test_values_are_equal_by_the_fields_that_count():
    assert Point(1, 2, ["a"]) == Point(1, 2, ["b"])
    assert Point(1, 2) != Point(2, 1)
    assert Positive(1) != Point(1)
    assert hash(Point(1, 2, ["a"])) == hash(Point(1, 2))


def test_nothing_of_a_value_can_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Point(1).x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Point(1).x


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, [], 4), {}), ((1,), {"x": 1}), ((1,), {"z": 1})], ids=repr
)
def test_wrong_fields_are_refused(given: tuple[object, ...], named: dict[str, object]):
    with pytest.raises(TypeError, match="Point"):
        Point(*given, **named)


def test_a_value_checks_itself():
    with pytest.raises(ValueError, match="below zero"):
        Positive(-1)
    with pytest.raises(ValueError, match="below zero"):
        replace(Positive(1), number=-1)


def test_replace_makes_another_value():
    first = Point(1, 2)

    assert replace(first, y=3) == Point(1, 3)
    assert dataclasses.replace(first, y=3) == Point(1, 3)
    assert first == Point(1, 2)


def test_dataclasses_know_the_fields():
    assert [one.name for one in dataclasses.fields(Point)] == ["x", "y", "notes"]
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 0, "notes": []}


def test_a_value_is_printed_copied_and_pickled_by_its_fields():
    point = Point(1, 2, ["a"])

    assert repr(point) == "Point(x=1, y=2, notes=['a'])"
    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point


def test_a_value_can_be_matched_by_place():
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
