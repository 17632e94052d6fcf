"""Replacing a file: the new content or the old, never a part of either."""

import os
import stat
from pathlib import Path

import pytest

from itb_companion.record.atomic_file import remove_unfinished, write_atomically


def test_a_file_is_made_readable_by_its_owner_only(tmp_path):
    write_atomically(tmp_path / "card", b"content")

    assert (tmp_path / "card").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "card").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["card"]


def test_a_file_is_replaced_whole(tmp_path):
    write_atomically(tmp_path / "card", b"long " * 100_000)
    write_atomically(tmp_path / "card", b"short")

    assert (tmp_path / "card").read_bytes() == b"short"


def test_who_reads_the_old_file_keeps_reading_the_old_file(tmp_path):
    write_atomically(tmp_path / "card", b"old")
    with (tmp_path / "card").open("rb") as reader:
        write_atomically(tmp_path / "card", b"new")

        assert reader.read() == b"old"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stays_and_nothing_lies_beside_it(tmp_path, monkeypatch, failing):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    write_atomically(tmp_path / "card", b"old")
    monkeypatch.setattr(os if failing == "fsync" else Path, failing, fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "card", b"new")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"card": b"old"}


def test_a_folder_that_cannot_be_opened_to_flush_it_hinders_nothing(tmp_path, monkeypatch):
    real = os.open

    def fail_on_folders(path, *arguments, **options):
        if Path(path) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", fail_on_folders)
    write_atomically(tmp_path / "card", b"new")

    assert (tmp_path / "card").read_bytes() == b"new"


class Killed(BaseException):
    """The program ends here."""


def test_what_a_killed_program_left_beside_a_file_is_removed_and_nothing_else(tmp_path, monkeypatch):
    def end(*arguments):
        raise Killed

    others = {"card", ".card", ".cards.bak", "card.bak", ".other.k2b7x"}
    for name in others:
        (tmp_path / name).write_bytes(b"kept")
    monkeypatch.setattr(os, "fsync", end)
    for _ in range(2):
        with pytest.raises(Killed):
            write_atomically(tmp_path / "card", b"new")
    assert len(list(tmp_path.iterdir())) == len(others) + 2
    remove_unfinished(tmp_path / "card")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(others, b"kept")


def test_where_nothing_was_left_there_is_nothing_to_remove(tmp_path):
    remove_unfinished(tmp_path / "card")
    remove_unfinished(tmp_path / "none" / "card")

    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_removed_hinders_nothing(tmp_path):
    (tmp_path / ".card.folder").mkdir()
    remove_unfinished(tmp_path / "card")

    assert [path.name for path in tmp_path.iterdir()] == [".card.folder"]


def test_a_folder_that_is_not_there_is_an_error_and_is_not_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "card", b"new")

    assert list(tmp_path.iterdir()) == []
