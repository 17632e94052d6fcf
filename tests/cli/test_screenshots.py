"""Every screen becomes a picture, without a display."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from itb_companion.ui.gallery_scenes import SCENES
from itb_companion.ui.gallery_stage import SIZE
from tests.cli.conftest import Call

NO_DISPLAY = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}


def test_every_scene_is_written_in_the_theme_that_was_asked_for(start: Call, tmp_path: Path):
    folder = tmp_path / "new" / "shots"

    told = start("screenshots", folder, "--theme", "dark", environ=NO_DISPLAY)

    assert (told.code, told.err) == (0, "")
    pictures = {path.stem: QImage(str(path)) for path in folder.glob("*.png")}
    assert told.out == f"{len(pictures)} pictures were written to {folder}.\n"
    assert set(SCENES) <= set(pictures)
    for name, picture in pictures.items():
        assert not picture.isNull(), name
        corner = picture.pixelColor(picture.width() - 2, 1)
        if name in ("today", "signs", "pump", "contacts", "settings"):
            assert (picture.width(), picture.height()) == SIZE
            assert corner.lightness() < 60, name


@pytest.mark.parametrize("scale", ["0.99", "2.01", "-1", "nan", "1e9"])
def test_a_text_size_that_cannot_be_is_told(call: Call, tmp_path: Path, scale):
    assert "between 1.0 and 2.0" in call("screenshots", tmp_path / "shots", f"--scale={scale}").refused()
    assert not (tmp_path / "shots").exists()


def test_a_folder_that_cannot_be_written_is_told(start: Call, tmp_path: Path):
    (tmp_path / "file").touch()
    sentence = start("screenshots", tmp_path / "file", environ=NO_DISPLAY).refused()

    assert str(tmp_path / "file") in sentence
    assert "Please name another folder." in sentence
