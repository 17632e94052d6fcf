"""The copy of the clinical files that the program starts from is what the files say."""

import runpy
import shutil
from pathlib import Path

import pytest

from itb_companion.words import english
from tests.clinical_files import FOLDER

ROOT = Path(__file__).parents[1]


def built_in_modules(folder: Path) -> dict[str, str]:
    """Return what the script makes; it is run in place, so that nothing compiled is left among the assets."""
    return runpy.run_path(str(FOLDER / "make_built_in.py"))["built_in_modules"](folder)


def test_the_built_in_modules_are_what_the_script_makes_of_the_files():
    made = built_in_modules(FOLDER)

    assert set(made) == {
        "itb_companion/care/built_in.py",
        "itb_companion/companion/built_in_numbers.py",
        "itb_companion/words/built_in_english.py",
    }
    for path, text in made.items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run assets/clinical/make_built_in.py"


def test_a_change_of_a_file_changes_what_is_made(tmp_path):
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    rules = tmp_path / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("A fever of 38", "Fever of 38"), encoding="utf-8")

    made, now = built_in_modules(tmp_path), built_in_modules(FOLDER)

    assert "Fever of 38" in made["itb_companion/words/built_in_english.py"]
    assert made["itb_companion/care/built_in.py"] != now["itb_companion/care/built_in.py"]  # the digest


def test_files_that_are_not_in_order_make_nothing(tmp_path):
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    rules = tmp_path / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('of = ["fever"]', 'of = ["heat"]'), encoding="utf-8")

    with pytest.raises(ValueError, match="clinical-unknown-name"):
        built_in_modules(tmp_path)


def test_no_words_of_the_clinical_files_stand_a_second_time_among_the_others():
    from itb_companion.words import built_in_english

    assert not {key for key in english._flat() if key in built_in_english.TEXTS}
