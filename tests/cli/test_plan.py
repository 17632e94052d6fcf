"""A care plan as a file on the command line: written from the record, and checked without one."""

import tomllib

import pytest

from tests.cli.conftest import Call


def test_the_plan_of_the_record_is_written_and_can_be_taken_in(call: Call, data, tmp_path):
    told = call("--data-dir", data, "export", "plan", tmp_path / "mia.toml")
    checked = call("plan", "check", tmp_path / "mia.toml")

    assert (told.code, told.out) == (0, f"The care plan was written to {tmp_path / 'mia.toml'}.\n")
    assert tomllib.loads((tmp_path / "mia.toml").read_text(encoding="utf-8"))["person"] == "Mia Berg"
    assert checked.out.splitlines()[1:] == ["  nothing"]


def test_in_a_folder_it_gets_a_name_of_ours(call: Call, data, tmp_path):
    call("--data-dir", data, "export", "plan", tmp_path)

    assert (tmp_path / "care-plan.toml").exists()


def test_a_file_is_checked_without_any_record(call: Call, tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text('clinic_wait_min = 20\nspecial_risks = ["t6-or-above"]\n[stricter]\nfever = "emergency"')

    told = call("--data-dir", tmp_path / "none", "plan", "check", file)

    assert told.code == 0
    assert told.out.splitlines()[1:] == [
        "  Call the clinic: becomes urgent after: 20 minutes (was: 60 minutes)",
        "  A fever of 38.0 °C or more: Emergency (was: Urgent)",
        "  Special risks: Spinal cord injury at T6 or above (was: not set)",
    ]
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("usual_puls = []", "Unknown key “usual_puls”. Known are: format, "),
        ('[stricter]\nsevere-sign = "urgent"', "[stricter] severe-sign: A plan can only make a rule stricter."),
        ("x = [", "is not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told(call: Call, tmp_path, text, said):
    file = tmp_path / "plan.toml"
    file.write_text(text)

    assert said in call("plan", "check", file).refused()


def test_what_cannot_be_read_or_written_is_told(call: Call, data, tmp_path):
    assert "No such file" in call("plan", "check", tmp_path / "none.toml").refused()
    assert "choose another place" in call("--data-dir", data, "export", "plan", tmp_path / "no" / "p.toml").refused()
    assert "There is no record" in call("--data-dir", tmp_path / "no", "export", "plan", tmp_path / "p").refused()
