"""The log keeps what a bug report needs, for its owner alone, and a disk that fails hinders nothing."""

import errno
import logging
import re
import shutil
import sqlite3
import stat
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from itb_companion import __version__
from itb_companion.desktop import logs
from itb_companion.record.errors import Reason, RecordError


@pytest.fixture
def write_logs_to(qapp_cls):
    """Take over the process's log for one test, and give everything back after it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, threading.excepthook
    before = qInstallMessageHandler(None)
    yield logs.write_logs_to
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    qInstallMessageHandler(before)


def read(folder) -> str:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return (folder / "log" / "itb-companion.log").read_text(encoding="utf-8")


def test_what_is_logged_is_in_the_file_with_time_and_level(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    logging.getLogger("itb_companion.companion").warning("the card could not be written")

    assert "WARNING itb_companion.companion: the card could not be written" in read(tmp_path)


def test_it_is_for_its_owner_alone(write_logs_to, tmp_path):
    write_logs_to(tmp_path)

    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "log" / "itb-companion.log").stat().st_mode) == 0o600


def raised(act, *arguments) -> BaseException:
    try:
        act(*arguments)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error
    raise AssertionError("nothing was raised")


def test_an_uncaught_error_is_there_with_its_places_but_without_its_message(write_logs_to, tmp_path):
    """The message of an error may hold what a person typed: a name that is no date, a number that is no volume."""
    write_logs_to(tmp_path)
    error = raised(date_of, "Maya Berg, 555 0142")
    sys.excepthook(type(error), error, error.__traceback__)

    told = read(tmp_path)
    assert "ERROR itb_companion: uncaught error" in told
    assert re.search(r"^  tests/desktop_floor/test_logs\.py:\d+ in date_of$", told, re.MULTILINE)
    assert told.rstrip().endswith("ValueError")
    assert "Maya" not in told
    assert "0142" not in told


def date_of(text: str) -> date:
    return date.fromisoformat(text)


def test_what_led_to_an_error_is_there_too_and_what_it_is_called_by_the_system(write_logs_to, tmp_path):
    def act() -> None:
        try:
            (tmp_path / "Maya" / "notes").write_text("")
        except OSError as error:
            raise RecordError(Reason.DISK_FULL, tmp_path / "Maya", str(error)) from error

    write_logs_to(tmp_path)
    error = raised(act)
    error.__cause__.__context__ = error  # a circle, as a careless handler makes it
    logging.getLogger("itb_companion.record").error("not kept", exc_info=error)

    told = read(tmp_path)
    assert told.index("FileNotFoundError (ENOENT)") < told.index("RecordError (disk-full)")
    assert "Maya" not in told


def test_an_error_of_the_database_keeps_its_own_name(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    error = raised(sqlite3.connect(":memory:").execute, "SELECT Maya")
    logging.getLogger("itb_companion.record").warning("cannot be read: %s", error)

    assert "cannot be read: OperationalError (SQLITE_ERROR)" in read(tmp_path)


def test_a_defect_keeps_the_name_in_the_code_that_is_not_there(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    error = raised(lambda: "Maya".no_such_thing)
    logging.getLogger("itb_companion").error("uncaught error", exc_info=error)

    assert read(tmp_path).rstrip().endswith("AttributeError (no_such_thing)")
    assert "Maya" not in read(tmp_path)


def test_what_other_libraries_say_is_left_out_for_it_may_be_a_persons_words(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    logging.getLogger("peewee").warning("INSERT %s", "Maya Berg")
    logging.getLogger("root").error(f"notify {'Maya Berg'}")  # noqa: G004 - as others do it

    told = read(tmp_path)
    assert "Maya" not in told
    assert re.search(r"WARNING peewee: said something in line \d+ of test_logs\.py", told)


def test_folders_are_told_without_the_name_of_their_user(write_logs_to, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/maya-berg")
    monkeypatch.setenv("USERPROFILE", "/home/maya-berg")
    write_logs_to(tmp_path)
    logging.getLogger("itb_companion").warning("%s and %s", tmp_path / "care.db", "/home/maya-berg/.config")

    assert "DATA/care.db and HOME/.config" in read(tmp_path)


def test_an_uncaught_error_of_a_thread_is_there_too(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    error = OSError(errno.ENOENT, "no bus of Maya's")
    threading.excepthook(threading.ExceptHookArgs((OSError, error, None, None)))
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))

    told = read(tmp_path)
    assert told.rstrip().endswith("FileNotFoundError (ENOENT)")
    assert told.count("uncaught error") == 1
    assert "Maya" not in told


def test_qts_own_messages_are_there(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    qWarning("a font is missing")
    logs._log_qt(QtMsgType.QtCriticalMsg, None, "no platform")

    assert "WARNING itb_companion: Qt: a font is missing" in read(tmp_path)
    assert "ERROR itb_companion: Qt: no platform" in read(tmp_path)


@pytest.mark.parametrize("in_the_way", ["log", "log/itb-companion.log/x"])
def test_where_no_log_can_be_written_the_program_goes_on(write_logs_to, tmp_path, in_the_way):
    place = tmp_path / in_the_way
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("in the way")
    write_logs_to(tmp_path)

    logging.getLogger("itb_companion").error("nobody hears this")
    assert place.read_text() == "in the way"


def test_it_never_grows_without_end_and_the_newest_is_kept(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    log, line = logging.getLogger("itb_companion"), "x" * 50_000
    for number in range(60):
        log.warning("entry %d %s", number, line)

    files = sorted((tmp_path / "log").iterdir())
    assert [file.name for file in files] == [logs.LOG_NAME, f"{logs.LOG_NAME}.1", f"{logs.LOG_NAME}.2"]
    assert all(file.stat().st_size <= 600_000 for file in files)
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3
    newest_first = "".join(file.read_text(encoding="utf-8") for file in reversed(files))
    numbers = [int(number) for number in re.findall(r"entry (\d+)", newest_first)]
    assert numbers == list(range(numbers[0], 60))
    assert len(numbers) >= 20


def test_a_log_that_cannot_be_put_aside_hinders_nothing(write_logs_to, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(logs, "MOST_BYTES", 1)
    write_logs_to(tmp_path)
    (tmp_path / "log" / f"{logs.LOG_NAME}.1" / "in the way").mkdir(parents=True)
    (tmp_path / "log" / f"{logs.LOG_NAME}.2" / "in the way").mkdir(parents=True)

    logging.getLogger("itb_companion").warning("one")
    logging.getLogger("itb_companion").warning("two")

    assert re.findall("WARNING itb_companion: (one|two)", read(tmp_path)) == ["one", "two"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
@pytest.mark.parametrize("most_bytes", [logs.MOST_BYTES, 0])
def test_on_a_full_disk_nothing_that_is_logged_breaks_what_it_is_about(
    write_logs_to, tmp_path, monkeypatch, capsys, most_bytes
):
    monkeypatch.setattr(logs, "MOST_BYTES", most_bytes)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / logs.LOG_NAME).symlink_to("/dev/full")
    write_logs_to(tmp_path)

    for _ in range(3):
        logging.getLogger("itb_companion").warning("the backup failed")
        qWarning("said by Qt")

    assert capsys.readouterr() == ("", "")


def test_a_log_that_cannot_be_opened_again_breaks_nothing(write_logs_to, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(logs, "MOST_BYTES", 1)
    write_logs_to(tmp_path)
    logging.getLogger("itb_companion").warning("put aside after this")
    shutil.rmtree(tmp_path / "log")

    logging.getLogger("itb_companion").warning("nowhere to go")

    assert capsys.readouterr() == ("", "")


def test_all_of_it_is_saved_for_a_bug_report_oldest_first_for_its_owner_alone(write_logs_to, tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MOST_BYTES", 1)
    write_logs_to(tmp_path)
    for entry in ("one", "two", "three"):
        logging.getLogger("itb_companion").warning(entry)
    report = tmp_path / "report.txt"
    report.write_text("an older one")
    report.chmod(0o644)

    logs.save_for_report(tmp_path, report)

    told = report.read_text(encoding="utf-8")
    assert told.startswith(f"ITB Companion {__version__}, Python 3.")
    assert re.findall("itb_companion: (\\w+)", told) == ["two", "three"]  # two are kept beside the one written to
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_a_report_without_a_log_says_at_least_what_this_is(tmp_path):
    logs.save_for_report(tmp_path, tmp_path / "report.txt")

    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("ITB Companion ")


def test_a_report_that_cannot_be_written_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError):
        logs.save_for_report(tmp_path, tmp_path / "missing" / "report.txt")
