"""The log file: for a bug report, never for a person's names, numbers or notes."""

import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_MOST_BYTES = 500_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger("itb_companion")


def write_logs_to(folder: Path, tell: Callable[[], None] = lambda: None) -> None:
    """Send our log, uncaught errors and Qt's messages to a file in `log/`; where it cannot be written, nowhere.

    `tell` is called after an error that nobody caught on the main thread, so that it is not silent to the person.
    """
    handler: logging.Handler
    try:
        (folder / "log").mkdir(mode=0o700, exist_ok=True)
        path = folder / "log" / "itb-companion.log"
        os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log_uncaught(kind, error, trace)
        tell()

    sys.excepthook = uncaught
    threading.excepthook = _log_uncaught_in_thread
    qInstallMessageHandler(_log_qt)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("uncaught error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None:
        _log_uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
