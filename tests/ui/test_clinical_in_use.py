"""What becomes of the clinical files in the whole window: assessed by, said, and told on Today."""

import shutil

from itb_companion.care.signs import Answer
from itb_companion.care.triage import Level
from itb_companion.companion.clinical import read_clinical_files
from itb_companion.resources import asset
from tests.ui.stage import texts


def changed(folder, old, new):
    files = shutil.copytree(asset("clinical"), folder / "clinical")
    for file in files.glob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return read_clinical_files(files)


def test_a_stricter_file_counts_in_the_check_and_stands_on_today(stage, tmp_path):
    stage.begin().open()
    stage.companion.checks.tick("sign:itch", Answer.YES)

    stage.conductor.use_clinical(changed(tmp_path, 'level = "call-clinic"', 'level = "urgent"'))
    stage.conductor.look()

    assert stage.companion.checks.progress().assessment.level is Level.URGENT
    assert "were changed in rules.toml. Of changed and built-in rules the stricter count." in texts(stage.today)


def test_other_words_are_said_on_the_page(stage, tmp_path):
    stage.begin().open()

    stage.conductor.use_clinical(changed(tmp_path, 'name = "Itching"', 'name = "It itches"'))
    page = stage.conductor.go("signs")

    assert "It itches" in texts(page)


def test_a_broken_file_changes_nothing_but_a_line_on_today(stage, tmp_path):
    stage.begin().open()
    stage.companion.checks.tick("sign:itch", Answer.YES)
    before = stage.companion.checks.progress()

    stage.conductor.use_clinical(changed(tmp_path, "[[rule]]", "[[rule"))
    stage.conductor.look()

    assert stage.companion.checks.progress() == before
    assert "A fault in rules.toml: the built-in rules for signs count." in texts(stage.today)
