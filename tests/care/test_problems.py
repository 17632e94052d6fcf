"""What is wrong with something typed: named, at its field, and only errors stop it."""

import pytest

from itb_companion.care.problems import NotAcceptedError, Problem, Weight, stop_on_errors


def test_a_problem_stops_an_entry_unless_it_only_asks_for_a_check():
    assert Problem("name", "name-empty").stops
    assert not Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK).stops


def test_nothing_is_raised_for_no_problem_and_for_checks_only():
    stop_on_errors([])
    stop_on_errors([Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK)])


def test_errors_are_raised_together_and_without_the_checks():
    name, number = Problem("name", "name-empty"), Problem("day_number", "number-missing")

    with pytest.raises(NotAcceptedError) as refused:
        stop_on_errors([name, Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK), number])

    assert refused.value.problems == [name, number]
    assert str(refused.value) == "name: name-empty, day_number: number-missing"


def test_a_refusal_is_a_value_error():
    assert issubclass(NotAcceptedError, ValueError)
