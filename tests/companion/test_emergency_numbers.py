"""Which emergency number is proposed in which country."""

import dataclasses
from pathlib import Path

import pytest
from phonenumbers.shortnumberinfo import is_emergency_number

from itb_companion.companion.emergency_numbers import Country, emergency_numbers


def test_each_number_is_an_emergency_number_of_its_country():
    """A wrong digit in the file fails here."""
    wrong = [each for each in emergency_numbers() if not is_emergency_number(each.number, each.code)]

    assert wrong == []


def test_at_least_sixty_countries_are_known_each_once_and_by_name():
    countries = emergency_numbers()

    assert len(countries) >= 60
    assert len(countries) == len({each.code for each in countries})
    assert list(countries) == sorted(countries, key=lambda each: each.name)


@pytest.mark.parametrize(
    ("code", "number"), [("US", "911"), ("CA", "911"), ("GB", "999"), ("AU", "000"), ("DE", "112"), ("NZ", "111")]
)
def test_the_number_that_people_of_the_country_know_is_proposed(code: str, number: str):
    assert number == next(each.number for each in emergency_numbers() if each.code == code)


def test_a_country_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Country("DE", "Germany", "112").number = "911"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"country = 3",
        b"[[country]]\ncode = 'DE'\n",
        b"[[country]]\ncode = 'DE'\nname = 'Germany'\nnumber = 112\n",
        b"\xff\xfe not text",
        b"[[country]",
        b"country = []",
        b"[[country]]\ncode = 'DE'\nname = 'Germany'\nnumber = ''\n",
        b"[[country]]\ncode = 'DE'\nname = 'Germany'\nnumber = 'one one two'\n",
        b"a = " + b"[" * 50_000,
    ],
)
def test_where_the_file_is_broken_the_built_in_numbers_are_proposed(tmp_path: Path, content: bytes):
    file = tmp_path / "emergency-numbers.toml"
    file.write_bytes(content)

    assert emergency_numbers(file) == emergency_numbers()


def test_where_the_file_is_missing_the_built_in_numbers_are_proposed(tmp_path: Path):
    assert emergency_numbers(tmp_path / "none.toml") == emergency_numbers()


def test_the_file_counts_before_the_built_in_numbers(tmp_path: Path):
    file = tmp_path / "emergency-numbers.toml"
    file.write_text("[[country]]\ncode = 'DE'\nname = 'Germany'\nnumber = '113'\n")

    assert emergency_numbers(file) == (Country("DE", "Germany", "113"),)
