"""What a person saves never takes the place of a record, of what lies beside it, or of a backup."""

import contextlib
import sqlite3

import pytest

from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.own_files import refuse_own


def refuses(target, folder=None) -> bool:
    try:
        refuse_own(target, folder)
    except RecordError as error:
        return (error.reason, error.path) == (Reason.ITSELF, target)
    return False


@pytest.mark.parametrize(
    "name", ["care.db", "care.db-wal", "CARE.DB", "care.seal", "emergency-card.json", "emergency-journal.jsonl"]
)
def test_a_file_of_a_record_is_refused_by_its_name_wherever_it_lies(tmp_path, name):
    assert refuses(tmp_path / name)


def test_a_link_to_a_record_is_refused(tmp_path):
    (tmp_path / "sheet.pdf").symlink_to(tmp_path / "data" / "care.db")

    assert refuses(tmp_path / "sheet.pdf")


def test_a_backup_is_refused_whatever_it_is_called(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "kept on monday.bak")) as backup:
        backup.execute("CREATE TABLE fill (volume_ml REAL)")

    assert refuses(tmp_path / "kept on monday.bak")


def test_between_the_files_of_the_record_no_name_is_taken(tmp_path):
    assert refuses(tmp_path / "new.pdf", tmp_path)
    assert refuses(tmp_path / "exports" / ".." / "new.pdf", tmp_path)


def test_another_place_is_taken_with_or_without_a_file(tmp_path):
    (tmp_path / "older.pdf").write_bytes(b"%PDF-1.7")

    assert not refuses(tmp_path / "older.pdf")
    assert not refuses(tmp_path / "exports" / "new.json", tmp_path)


def test_a_link_that_leads_to_itself_is_not_ours(tmp_path):
    (tmp_path / "around").symlink_to(tmp_path / "around")

    assert not refuses(tmp_path / "around", tmp_path / "data")
