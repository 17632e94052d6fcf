"""A painted code is read by another program as the link that a telephone dials."""

import os
import shutil
import subprocess

import pytest
from PySide6.QtGui import QColor

from itb_companion.documents.qr import tel_link
from itb_companion.ui.widgets.qr_code import QrCode
from tests.ui.stage import drop, settle


@pytest.fixture
def code(qtbot, wear):
    made = []

    def paint(number: str, side: int, name: str = "light", scale: float = 1.0) -> QrCode:
        wear(name, scale)
        widget = QrCode(side)
        widget.set_text(tel_link(number), f"Code that dials {number}")
        widget.show()
        widget.grab()
        settle()
        made.append(widget)
        return widget

    yield paint
    drop(*made)


@pytest.fixture
def read(tmp_path):
    """Read a widget's code as a telephone would; in CI the reader has to be there."""
    if shutil.which("zbarimg") is None:
        if os.environ.get("CI"):
            pytest.fail("CI lacks zbarimg")
        pytest.skip("needs zbarimg, of the package zbar-tools")

    def reader(widget: QrCode) -> str:
        widget.grab().save(str(tmp_path / "code.png"))
        command = ["zbarimg", "--quiet", "--raw", str(tmp_path / "code.png")]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False).stdout.strip()

    return reader


@pytest.mark.parametrize("number", ["112", "+49 30 555 0100", "+1 612 555 0142", "030 / 123 45-678"])
@pytest.mark.parametrize("side", [96, 128])
@pytest.mark.parametrize(("name", "scale"), [("light", 1.0), ("dark", 1.0), ("dark", 2.0)])
def test_a_telephone_reads_the_link_that_it_dials(code, read, number, side, name, scale):
    assert read(code(number, side, name, scale)) == tel_link(number)


def test_it_is_dark_on_white_in_the_dark_theme_too(code):
    picture = code("112", 128, "dark").grab().toImage()

    assert picture.pixelColor(1, 1) == QColor("#FFFFFF")
    assert {picture.pixelColor(x, y).name() for x in range(128) for y in range(128)} == {"#ffffff", "#000000"}


def test_another_number_is_another_code(code, read):
    widget = code("112", 128)
    widget.set_text("tel:911", "Code that dials 911")
    widget.grab()
    settle()

    assert read(widget) == "tel:911"


def test_without_a_number_there_is_no_code(code):
    widget = code("112", 128)
    widget.set_text("", "")

    assert not widget.isVisible()


def test_it_is_named_for_a_screen_reader(code):
    assert code("112", 128).accessibleName() == "Code that dials 112"


def test_the_number_beside_it_never_waits_for_the_code(qtbot):
    """The first painting is only white; the code is made right after it."""
    widget = QrCode(128)
    widget.set_text("tel:112", "Code that dials 112")
    first = widget.grab().toImage()
    settle()
    second = widget.grab().toImage()

    assert first != second
    drop(widget)
