"""Whatever is wrong with the data or the display: one sentence, the documented exit code, and the number to call."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.powerless import powerless

from .session import CONTACT, NUMBER, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

ALONE = "ITB Companion: emergency"
Harm = Callable[[Path], contextlib.AbstractContextManager[object]]


@contextlib.contextmanager
def damaged(folder: Path) -> Iterator[None]:
    (folder / "care.db").write_bytes(b"\x7fnot a database at all" * 400)
    for name in ("care.db-wal", "care.db-shm"):
        (folder / name).unlink(missing_ok=True)
    yield


@contextlib.contextmanager
def damaged_in_the_middle(folder: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(folder / "care.db")) as record:
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (folder / "care.db").open("r+b") as record:
        record.seek(4096)
        record.write(os.urandom(4096 * 20))
    yield


@contextlib.contextmanager
def newer(folder: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(folder / "care.db")) as record:
        record.execute("PRAGMA user_version = 999")
    yield


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(folder / "care.db", isolation_level=None)) as record:
        record.execute("PRAGMA locking_mode = EXCLUSIVE")
        record.execute("BEGIN EXCLUSIVE")
        yield


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    yield
    folder.chmod(0o755)


def one_sentence(program: Program) -> str:
    """Return what was said, if it was one sentence of ours and nothing else."""
    [line] = program.stderr.splitlines()
    assert line.startswith("itb-companion: ")
    assert line.endswith(".")
    return line.removeprefix("itb-companion: ")


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (damaged, "is not a record of ITB Companion, or it is damaged"),
        (damaged_in_the_middle, "is damaged"),
        (newer, "was written by a newer ITB Companion. Please install the newest version; nothing was changed."),
        (locked, "is in use by another program. Please close that program and try again."),
        (read_only, "cannot be written. Please allow writing there, or choose another folder with --data-dir."),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_a_record_that_cannot_be_used_is_told_and_the_card_shows_whom_to_call(
    session: Session, harm: Harm, sentence: str
):
    fill_record(session.data)
    with harm(session.data):
        program = session.start(before=powerless())

        program.wait("911", role="label", window=ALONE)
        program.wait(CONTACT, role="label")
        program.wait(NUMBER, role="label")
        assert sentence in one_sentence(program)
        program.wait(part=sentence, role="label")
        until(lambda: len(session.codes()) == 2, why="codes to scan")
        program.click("Close", role="push button")
        assert program.exit_code() == 1
        assert sentence in one_sentence(program)


def test_a_call_can_be_written_down_on_the_screen_without_a_record(session: Session):
    fill_record(session.data)
    with damaged(session.data):
        program = session.start("--emergency")
        program.click(f"{CONTACT}: No answer")
        program.wait(part="No answer, ", role="label")
        program.click("Close", role="push button")
        assert program.exit_code() == 1


def test_a_data_folder_that_is_a_file_is_told_and_stays_as_it_is(session: Session):
    session.data.write_text("a shopping list")

    program = session.start()

    program.wait("1. Call the emergency number", role="label", window=ALONE)
    assert "is a file, not a folder. Please choose a folder for the data with --data-dir." in one_sentence(program)
    program.click("Close", role="push button")
    assert program.exit_code() == 1
    assert session.data.read_text() == "a shopping list"


def test_a_data_folder_that_is_missing_is_made_for_its_owner_alone(session: Session):
    session.data = session.folder / "some" / "where"

    program = session.start()

    program.wait("Start", role="push button")
    assert session.data.stat().st_mode & 0o777 == 0o700
    assert (session.data / "care.db").stat().st_mode & 0o777 == 0o600


def test_a_record_that_another_program_writes_to_is_told_and_the_window_opens(session: Session):
    fill_record(session.data)
    with contextlib.closing(sqlite3.connect(session.data / "care.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        program = session.start()
        program.wait(part="is in use by another program.", role="label")
        until(lambda: program.is_active("ITB Companion"), why="the window is active")
        program.keys("ctrl+e")
        program.wait("911", role="label")
        other.execute("ROLLBACK")
    assert program.stderr == ""


NO_WINDOW = "Without a display these work: agenda, screenshots, doctor, triage."


@pytest.mark.parametrize("argv", [(), ("--background",), ("--emergency",), ("demo",)])
@pytest.mark.parametrize(
    ("display", "sentence"),
    [
        (None, f"There is no display to open a window on. {NO_WINDOW}"),
        (":4095", f"The display :4095 cannot be reached. {NO_WINDOW}"),
    ],
)
def test_without_a_display_one_sentence_says_so(
    session: Session, display: str | None, sentence: str, argv: tuple[str, ...]
):
    program = session.start(*argv, environ={"DISPLAY": display, "QT_QPA_PLATFORM": None})

    assert program.exit_code() == 1
    assert one_sentence(program) == sentence
    assert not session.data.exists()


def test_without_a_display_what_needs_none_still_works(session: Session):
    fill_record(session.data)
    environ = {"DISPLAY": None, "QT_QPA_PLATFORM": None}

    program = session.start("agenda", environ=environ)

    assert program.exit_code() == 0
    assert "Book the refill" in program.stderr
    shutil.rmtree(session.data)
    program = session.start("agenda", environ=environ)
    assert program.exit_code() == 1
    assert "There is no record in" in one_sentence(program)
