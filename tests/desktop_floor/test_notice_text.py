"""Texts of a notice: nothing in them may break a service or be taken for something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.desktop.notice_text import cut, escaped, one_line, plain


def test_half_characters_and_controls_are_taken_out():
    assert plain("a\0b\x1bc\ud800d\x7f") == "abc?d"


def test_a_title_stays_on_one_line():
    assert one_line(" Refill\n due\ttoday ") == "Refill due today"


def test_what_a_service_would_read_as_markup_is_escaped():
    assert escaped("Dr. O'Neill & <b>") == "Dr. O'Neill &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "expected"), [("abcd", "abcd"), ("abcde", "abc…"), ("ab cde", "ab…"), ("😀😀😀", "😀…")]
)
def test_long_text_ends_in_an_ellipsis(text: str, expected: str):
    assert cut(text, 4) == expected


@given(st.text(), st.integers(1, 300))
def test_no_text_is_longer_than_windows_counts(text: str, length: int):
    assert len(cut(plain(text), length).encode("utf-16-le")) <= 2 * length
