"""The log file: for a bug report, never for a person's names, numbers or notes.

An error is kept as its kind and the places in our code; its message is left out, since it may hold what was typed.
"""

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from itb_companion.record.regular_file import open_regular

MOST_BYTES = 500_000
"""Of one file, before it is put aside; two that were put aside are kept."""
LOG_NAME = "itb-companion.log"
_OLDER = (f"{LOG_NAME}.1", f"{LOG_NAME}.2")
_OURS = "itb_companion"
_PACKAGES = Path(__file__).parents[2]
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger(_OURS)


class LogFile(logging.FileHandler):
    """A log that puts itself aside when it is full. Python's own would load pickle and sockets, 0.6 MiB."""

    def __init__(self, path: Path) -> None:
        _make_private(path)
        super().__init__(path, encoding="utf-8")
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write one entry. Never raises: on a full disk even the question how long the file is fails."""
        try:
            super().emit(record)
            if self.stream is not None and self.stream.tell() >= MOST_BYTES:
                self._put_aside()
        except (OSError, ValueError):  # of a file that could not be opened, written or closed
            self.handleError(record)

    def close(self) -> None:
        """Close the file; what could not be written is gone."""
        with contextlib.suppress(OSError, ValueError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        """Go on: a log that cannot be written must not hinder anything."""

    def _put_aside(self) -> None:
        full, self.stream = self.stream, None  # opened again with the next entry, whatever becomes of this
        full.close()  # Windows renames no open file
        newest, oldest = (self._path.with_name(name) for name in _OLDER)
        if newest.exists():
            newest.replace(oldest)
        self._path.replace(newest)
        _make_private(self._path)


def _make_private(path: Path) -> None:
    os.close(open_regular(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY))


class _Discreet(logging.Formatter):
    """Writes what happened and where; no message of an error, no word of other libraries, no folder of this user."""

    def __init__(self, folder: Path) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
        self._private = [(str(folder), "DATA"), *([(home, "HOME")] if len(home) > len("~/") else [])]

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry; the record itself stays as it is, for other handlers."""
        told = logging.makeLogRecord(record.__dict__)
        told.exc_text = None
        if record.name.partition(".")[0] == _OURS:
            told.args = _without_messages(record.args)
        else:
            told.msg, told.args = f"said something in line {record.lineno} of {record.filename}", None
        text = super().format(told)
        for private, name in self._private:
            text = text.replace(private, name)
        return text

    def formatException(self, given: object) -> str:  # noqa: N802 - the name of logging
        """Return the kinds and the places of an error and of those that led to it."""
        error = given[1] if isinstance(given, tuple) else None
        return "\n".join(_chain(error)) if isinstance(error, BaseException) else ""


def _without_messages(arguments: object) -> object:
    if isinstance(arguments, tuple):
        return tuple(_kind(each) if isinstance(each, BaseException) else each for each in arguments)
    return arguments


def _kind(error: BaseException) -> str:
    """Return the kind of an error, with the number or reason that is no person's word."""
    from itb_companion.record.errors import RecordError

    name = type(error).__qualname__
    if isinstance(error, OSError) and error.errno:
        import errno

        return f"{name} ({errno.errorcode.get(error.errno, error.errno)})"
    if isinstance(error, RecordError):
        return f"{name} ({error.reason})"
    if isinstance(error, AttributeError | NameError | ImportError) and error.name:
        return f"{name} ({error.name})"  # a name in the code, which nobody types
    sqlite_name = getattr(error, "sqlite_errorname", "")
    return f"{name} ({sqlite_name})" if sqlite_name else name


def _chain(error: BaseException) -> list[str]:
    """Return an error's lines, after those of what led to it."""
    import traceback

    lines: list[str] = []
    known: set[int] = set()
    while error is not None and id(error) not in known:
        known.add(id(error))
        places = [
            f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        lines = [*places, _kind(error), *([""] if lines else []), *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _place(filename: str) -> str:
    """Return a file by its last names: in front of them stand folders of this user."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGES):
        return path.relative_to(_PACKAGES).as_posix()
    return "/".join(path.parts[-2:])


def write_logs_to(folder: Path, tell: Callable[[], None] = lambda: None) -> None:
    """Send our log, uncaught errors and Qt's messages to a file in `log/`; where it cannot be written, nowhere.

    `tell` is called after an error that nobody caught on the main thread, so that it is not silent to the person.
    """
    handler: logging.Handler
    try:
        (folder / "log").mkdir(mode=0o700, exist_ok=True)
        handler = LogFile(folder / "log" / LOG_NAME)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Discreet(folder))
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


def save_for_report(folder: Path, path: Path) -> None:
    """Write the whole log into one file for a bug report, readable by its owner only; OSError where it cannot be."""
    import platform

    from PySide6.QtCore import qVersion

    from itb_companion import __version__
    from itb_companion.record.atomic_file import write_atomically

    head = f"ITB Companion {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}\n"
    parts = [head.encode()]
    for name in (*reversed(_OLDER), LOG_NAME):
        file = folder / "log" / name
        if file.is_file():
            parts.append(file.read_bytes())
    write_atomically(path, b"".join(parts))
