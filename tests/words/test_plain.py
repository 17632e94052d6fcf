"""What a person reads holds nothing unseen, and keeps its order."""

import unicodedata
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.words import Words
from itb_companion.words.plain import kept_apart, one_line, plain

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text", ["", "Maya Berg", "Łucja Ångström-O'Neill", "مايا", "מאיה", "👨‍👩‍👧", "two\nlines\tand a tab"]
)
def test_what_people_write_stays_as_it_is(text: str):
    assert plain(text) == text


def test_controls_and_what_turns_the_order_round_are_taken_out():
    assert plain(f"a\0b\x1b[31mc\x7f\x9f{OVERRIDES}d\ufeff") == "ab[31mcd"


def test_half_letters_are_told_as_such():
    assert plain("a\ud800b") == "a?b"


def test_every_end_of_a_line_is_one():
    assert plain("a\r\nb\rc\u2028d\u2029e\x85f\x0bg") == "a\nb\nc\nd\ne\nf\ng"


def test_a_name_is_on_one_line():
    assert one_line(" Maya\r\n \u202eBerg\t") == "Maya Berg"


@given(st.text(st.characters()) | st.text(st.sampled_from([*OVERRIDES, "\x00", "\x9b", "\r", "\n", "a", "\ud800"])))
def test_nothing_unseen_is_left_and_doing_it_twice_changes_nothing(text: str):
    shown = plain(text)

    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") for char in shown)
    assert not set(OVERRIDES) & set(shown)
    assert plain(shown) == shown
    assert "\n" not in one_line(text)


def test_a_sentence_that_people_s_words_are_put_into_is_plain():
    assert Words(UTC).text("handover.on-duty", name="Ana\u202e\x1b Berg") == "On duty: Ana Berg"


@pytest.mark.parametrize("name", ["مايا", "מאיה", "Maya מאיה", "ﷺ", "𐤀", "𞤀"])
def test_a_name_from_right_to_left_does_not_turn_the_number_beside_it_round(name: str):
    sentence = Words(UTC).text("history.call", who=name, number="+49 30 555 0100", outcome="reached")

    assert sentence == f"\u200e{name}\u200e, +49 30 555 0100: reached"


@given(st.text())
def test_only_what_runs_from_right_to_left_is_set_apart(text: str):
    ways = {unicodedata.bidirectional(char) for char in text if char != "\u200f"}

    if ways & {"R", "AL"}:
        assert kept_apart(text) == f"\u200e{text}\u200e"
    elif ways <= {"L", "EN", "ES", "WS"}:
        assert kept_apart(text) == text
