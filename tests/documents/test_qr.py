"""QR codes hold exactly what a telephone needs to dial."""

import pytest
import segno

from itb_companion.documents.qr import matrix, tel_link

FINDER = (
    (True,) * 7,
    (True, False, False, False, False, False, True),
    (True, False, True, True, True, False, True),
    (True, False, True, True, True, False, True),
    (True, False, True, True, True, False, True),
    (True, False, False, False, False, False, True),
    (True,) * 7,
)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("112", "tel:112"),
        ("+49 30 555 0100", "tel:+49305550100"),
        ("(030) 555-01 00", "tel:0305550100"),
        ("1 612 555 0140", "tel:16125550140"),
    ],
)
def test_a_link_has_only_what_is_dialled(typed, link):
    assert tel_link(typed) == link


def test_a_code_is_square_and_has_its_three_corners():
    code = matrix("tel:112")
    size = len(code)

    assert {len(row) for row in code} == {size}
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert tuple(tuple(row[left : left + 7]) for row in code[top : top + 7]) == FINDER


def test_a_code_keeps_its_text_when_a_part_of_it_is_dirty():
    """Fifteen per cent may be unreadable; and it is never a micro code, which not every telephone reads."""
    code = segno.make("tel:112", error="m", micro=False)

    assert len(matrix("tel:112")) == code.symbol_size(border=0)[0]
    assert (code.error, code.is_micro) == ("M", False) or code.error in ("Q", "H")


def test_another_text_is_another_code():
    assert matrix("tel:112") != matrix("tel:911")
