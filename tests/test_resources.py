"""Assets are found beside the package in a checkout and inside it once it is installed."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from itb_companion import resources
from itb_companion.resources import asset, assets_dir

ROOT = Path(__file__).parents[1]


def test_a_checkout_has_its_assets_beside_the_package():
    assert assets_dir() == ROOT / "assets"
    assert asset("icons", "today.svg").is_file()


def test_an_installed_program_has_its_assets_inside_the_package(tmp_path):
    package = tmp_path / "itb_companion"
    (package / "assets" / "icons").mkdir(parents=True)
    (package / "resources.py").write_bytes(Path(resources.__file__).read_bytes())
    (package / "__init__.py").touch()
    script = "from itb_companion.resources import asset; print(asset('icons', 'today.svg'))"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )

    assert Path(done.stdout.strip()) == package / "assets" / "icons" / "today.svg"


@pytest.mark.parametrize("path", sorted((ROOT / "assets" / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_drawing_can_be_read(path):
    assert ET.parse(path).getroot().tag.endswith("svg")
