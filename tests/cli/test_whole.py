"""Everything goes into one file and comes back out of it on the command line, with a preview, and with a passphrase."""

import json
import stat
from pathlib import Path

import pytest

from itb_companion.cli import passphrase
from itb_companion.desktop.single_instance import SingleInstance
from itb_companion.record import protection, whole
from itb_companion.record.store import Store
from tests.cli.conftest import Call
from tests.factories import NOON, Program, SettableClock, days, make_contact

SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """The real cost of scrypt is a second."""
    real = protection.protect
    monkeypatch.setattr(protection, "protect", lambda data, secret: real(data, secret, cost=4))
    monkeypatch.delenv(passphrase.ENV_PASSPHRASE, raising=False)


@pytest.fixture
def typed(monkeypatch):
    """Let a person at a terminal answer each question in turn."""
    answers: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: answers.pop(0))
    monkeypatch.setattr(passphrase.getpass, "getpass", lambda question: answers.pop(0))
    return answers


@pytest.fixture
def export(call: Call, data: Path, tmp_path: Path) -> Path:
    told = call("--data-dir", data, "export", "json", tmp_path / "mia.json")
    assert (told.code, told.err) == (0, "")
    assert told.out == f"Everything was written to {tmp_path / 'mia.json'}. Whoever has this file can read it.\n"
    return tmp_path / "mia.json"


def rows(folder: Path):
    store = Store(folder)
    found = whole.read(store)
    store.close()
    return found


def test_an_export_is_json_for_its_owner_alone(export: Path):
    assert json.loads(export.read_bytes())["tables"]["person"][0]["name"] == "Mia Berg"
    assert stat.S_IMODE(export.stat().st_mode) == 0o600


def test_a_folder_gets_a_file_of_its_own(call: Call, data: Path, tmp_path: Path):
    (tmp_path / "usb").mkdir()
    assert call("--data-dir", data, "export", "json", tmp_path / "usb").code == 0

    [written] = (tmp_path / "usb").iterdir()
    assert written.name.startswith("itb-companion-")
    assert written.suffix == ".json"


def test_without_a_record_there_is_nothing_to_export(call: Call, tmp_path: Path):
    call("--data-dir", tmp_path / "none", "export", "json", tmp_path / "mia.json").refused()

    assert not list(tmp_path.iterdir())


def test_a_new_computer_gets_everything(call: Call, data: Path, export: Path, tmp_path: Path):
    told = call("--data-dir", tmp_path / "new", "import", export, "--yes")

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("This export is of the record of Mia Berg.\nIt was made today at ")
    assert "Entries about contacts: 1 new.\n" in told.out
    assert told.out.endswith("Everything in the file is in the record now.\n")
    assert rows(tmp_path / "new") == rows(data)
    assert json.loads((tmp_path / "new" / "emergency-card.json").read_bytes())["person"]["name"] == "Mia Berg"


def test_a_record_with_entries_of_its_own_is_backed_up_first(call: Call, data: Path, export: Path, tmp_path: Path):
    other = Program(tmp_path / "other", SettableClock(NOON + days(1))).begin()
    other.companion.people.save_contact(make_contact("Ali", day_number="030 4711"))
    other.companion.close()

    told = call("--data-dir", tmp_path / "other", "import", export, "--yes")

    [kept] = (tmp_path / "other" / "backups").iterdir()
    assert told.out.endswith(f"The record as it was before is in {kept}.\n")


def test_without_a_yes_nothing_is_changed(call: Call, export: Path, tmp_path: Path):
    told = call("--data-dir", tmp_path / "new", "import", export)

    assert (told.code, told.err) == (1, "itb-companion: Nothing was changed. To take this file in, add --yes.\n")
    assert "Entries about contacts: 1 new." in told.out
    assert not (tmp_path / "new" / "care.db").exists()


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("Yes ", 0), ("y", 1), ("", 1)])
def test_a_person_at_a_terminal_is_asked(call: Call, export: Path, tmp_path: Path, typed, answer: str, code: int):
    typed.append(answer)

    assert call("--data-dir", tmp_path / "new", "import", export).code == code
    assert (tmp_path / "new" / "care.db").exists() == (code == 0)


def test_what_is_known_already_is_told_and_nothing_is_asked(call: Call, data: Path, export: Path):
    told = call("--data-dir", data, "import", export)

    assert told.code == 0
    assert told.out.endswith("Everything in it is in the record already. There is nothing to take in.\n")
    assert not (data / "backups").exists()


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_made(call: Call, export: Path, tmp_path: Path):
    document = json.loads(export.read_bytes())
    document["tables"]["contact"][0]["day_number"] = "\x1b[31mcall me"
    document["tables"]["fill"][0]["volume_ml"] = "much"
    export.write_text(json.dumps(document))

    told = call("--data-dir", tmp_path / "new", "import", export, "--yes")

    first, *others = told.err.splitlines()
    assert (told.code, told.out) == (1, "")
    assert first == "itb-companion: This file cannot be taken in, and nothing was changed. What is wrong in it:"
    assert [line.split(":")[0] for line in others] == ["fill[0].volume_ml", "contact[0].day_number"]
    assert "\x1b" not in told.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("content", "says"), [(b"no json", "damaged, cut short"), (b"{}", "no export"), (None, "is not there")]
)
def test_what_is_no_export_is_told_in_one_sentence(call: Call, data: Path, tmp_path: Path, content, says: str):
    if content is not None:
        (tmp_path / "file").write_bytes(content)

    assert says in call("--data-dir", data, "import", tmp_path / "file", "--yes").refused()


def test_a_backup_is_sent_to_restore(call: Call, data: Path, tmp_path: Path):
    call("--data-dir", data, "backup", tmp_path / "copy.db")

    assert "“restore”" in call("--data-dir", data, "import", tmp_path / "copy.db").refused()


def test_while_the_program_runs_on_it_nothing_is_taken_in(call: Call, export: Path, tmp_path: Path):
    (tmp_path / "busy").mkdir()
    running = SingleInstance(tmp_path / "busy")
    running.acquire()
    try:
        sentence = call("--data-dir", tmp_path / "busy", "import", export, "--yes").refused()
    finally:
        running.release()

    assert sentence.startswith("ITB Companion is running on this record (")
    assert not (tmp_path / "busy" / "care.db").exists()


class TestPassphrase:
    """Typed twice for a new file, once for one that is there, or taken from the environment; never an argument."""

    def test_it_is_asked_for_twice_and_told_that_nobody_can_help(self, call: Call, data: Path, tmp_path: Path, typed):
        typed += [SECRET, SECRET]
        told = call("--data-dir", data, "export", "json", tmp_path / "mia.itbc", "--passphrase")

        assert told.code == 0
        assert "Without the passphrase nobody can open this file" in told.out
        assert SECRET not in told.out
        assert protection.is_protected(tmp_path / "mia.itbc")
        typed.append(SECRET)
        assert call("--data-dir", tmp_path / "new", "import", tmp_path / "mia.itbc", "--yes").code == 0
        assert rows(tmp_path / "new") == rows(data)

    @pytest.mark.parametrize(
        ("answers", "says"), [(["short"], "at least 8 letters"), ([SECRET, SECRET + "x"], "not the same")]
    )
    def test_one_that_cannot_be_used_is_told(self, call: Call, data: Path, tmp_path: Path, typed, answers, says: str):
        typed += answers

        assert says in call("--data-dir", data, "export", "json", tmp_path / "mia.itbc", "--passphrase").refused()
        assert not (tmp_path / "mia.itbc").exists()

    def test_the_environment_can_have_it(self, call: Call, data: Path, tmp_path: Path, monkeypatch):
        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, SECRET)
        assert call("--data-dir", data, "export", "json", tmp_path / "mia.itbc", "--passphrase").code == 0
        assert call("--data-dir", tmp_path / "new", "import", tmp_path / "mia.itbc", "--yes").code == 0

        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, "another one")
        told = call("--data-dir", tmp_path / "next", "import", tmp_path / "mia.itbc", "--yes")
        assert told.refused() == "This is not the passphrase of this file. Please type it again."

    def test_where_nobody_can_be_asked_it_says_so(self, call: Call, data: Path, tmp_path: Path):
        sentence = call("--data-dir", data, "export", "json", tmp_path / "mia.itbc", "--passphrase").refused()

        assert "ITB_COMPANION_PASSPHRASE" in sentence

    def test_a_backup_can_be_protected_and_restored(self, call: Call, data: Path, tmp_path: Path, monkeypatch):
        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, SECRET)
        told = call("--data-dir", data, "backup", tmp_path / "copy.itbc", "--passphrase")
        assert (told.code, told.err) == (0, "")

        restored = call("--data-dir", tmp_path / "new", "restore", tmp_path / "copy.itbc", "--yes")

        assert (restored.code, restored.err) == (0, "")
        assert rows(tmp_path / "new")["person"] == rows(data)["person"]
        assert not [path for path in (tmp_path / "new").iterdir() if path.name.startswith(".")]

    def test_the_backup_of_another_passphrase_is_refused(self, call: Call, data: Path, tmp_path: Path, monkeypatch):
        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, SECRET)
        call("--data-dir", data, "backup", tmp_path / "copy.itbc", "--passphrase")
        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, "another one")

        sentence = call("--data-dir", data, "restore", tmp_path / "copy.itbc", "--yes").refused()

        assert sentence == "This is not the passphrase of this file. Please type it again."

    def test_by_default_a_protected_backup_goes_into_the_data_folder(self, call: Call, data: Path, monkeypatch):
        monkeypatch.setenv(passphrase.ENV_PASSPHRASE, SECRET)

        assert call("--data-dir", data, "backup", "--passphrase").code == 0
        [made] = (data / "backups").iterdir()
        assert made.name.endswith(".db.itbc")
        assert protection.is_protected(made)
