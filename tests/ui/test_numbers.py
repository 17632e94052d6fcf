"""Numbers are read as people type them; whatever else is typed is refused and never raises anything else."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.ui.reading import Unreadable, number_text, read_number, read_time, read_whole


@given(st.text(max_size=12))
@pytest.mark.parametrize("read", [read_number, read_whole, read_time])
def test_whatever_is_typed_is_read_or_refused_by_name(read, text):
    with contextlib.suppress(Unreadable):
        assert read(text) is not None


@given(st.decimals(min_value=0, max_value=5000, places=2))
def test_a_number_that_is_written_is_read_again_with_dot_or_comma(number):
    for text in (number_text(float(number)), number_text(float(number)).replace(".", ",")):
        assert read_number(text) == float(number)


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e3", "0x10", "hot", "", " ", "--4", "20 mL"])
def test_what_a_computer_takes_for_a_number_and_a_person_does_not_is_refused(typed):
    with pytest.raises(Unreadable):
        read_number(typed)


def test_a_thermometer_may_be_read_with_a_comma():
    assert math.isclose(read_number("38,4"), 38.4)
