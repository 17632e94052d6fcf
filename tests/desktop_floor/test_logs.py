"""The log keeps what a bug report needs, for its owner alone, and a disk that fails hinders nothing."""

import logging
import logging.handlers
import stat
import sys
import threading

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from itb_companion.desktop import logs


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


def test_an_uncaught_error_is_there_with_its_traceback(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    with pytest.raises(KeyError) as caught:
        {}["volume"]
    sys.excepthook(caught.type, caught.value, caught.tb)

    assert "ERROR itb_companion: uncaught error" in read(tmp_path)
    assert "KeyError: 'volume'" in read(tmp_path)


def test_an_uncaught_error_of_a_thread_is_there_too(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    error = OSError("no bus")
    threading.excepthook(threading.ExceptHookArgs((OSError, error, None, None)))
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))

    assert "OSError: no bus" in read(tmp_path)


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


def test_it_never_grows_without_end(write_logs_to, tmp_path):
    write_logs_to(tmp_path)
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h, logging.handlers.RotatingFileHandler)]

    assert 0 < handler.maxBytes <= 1_000_000
    assert handler.backupCount <= 3
