"""How a later start rings at the first on Linux and macOS: a local socket in a folder that only this user can enter.

Python's own socket, which the record's library has loaded anyway: Qt's would load all of QtNetwork, 1.7 MiB.
"""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QDir, QObject, QSocketNotifier, QThread

ACKNOWLEDGED = b"ok\n"
LONGEST_MESSAGE = 1024
MOST_CALLERS = 16
RETRY_MS = 50


class Doorbell(QObject):
    """Hears later starts. `heard` is called with each message, on one line, before the caller gets its answer."""

    def __init__(self, name: str, heard: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name, self._heard = name, heard
        self.path = ""
        self._server: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._callers: list[_Caller] = []

    def listen(self) -> bool:
        """Hear from now on; return whether there is a place where this can be."""
        for path in _places(self._name):
            try:
                self._server = _open_at(path)
            except OSError:
                continue
            self.path = path
            self._notifier = QSocketNotifier(self._server.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._welcome)
            return True
        return False

    def close(self) -> None:
        """Hear nobody any more; calling it again does nothing."""
        for caller in list(self._callers):
            caller.end()
        if self._server is not None and self._notifier is not None:
            self._notifier.setEnabled(False)
            _remove_socket(self.path)
            self._server.close()
            self._server = None

    def callers(self) -> int:
        """Return how many are being listened to."""
        return len(self._callers)

    def _welcome(self) -> None:
        if self._server is None:
            return
        try:
            connection, _ = self._server.accept()
        except OSError:
            return  # it hung up before it was let in
        if len(self._callers) >= MOST_CALLERS:
            self._callers[0].end()
        self._callers.append(_Caller(connection, self._heard, self._callers.remove, self))


class _Caller(QObject):
    """One later start, until it has said its line."""

    def __init__(
        self, connection: socket.socket, heard: Callable[[str], None], gone: Callable[..., None], parent: QObject
    ) -> None:
        super().__init__(parent)
        connection.settimeout(0)
        self._connection, self._heard, self._gone = connection, heard, gone
        self._said = b""
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        try:
            piece = self._connection.recv(LONGEST_MESSAGE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._said += piece
        line, end, _ = self._said.partition(b"\n")
        if piece and not end and len(line) < LONGEST_MESSAGE:
            return
        self._notifier.setEnabled(False)
        if end:
            self._heard(line.decode("utf-8", "replace"))
            # Only now: the answer promises that this program's main loop is alive and has done what was asked.
            self._answer()
        self.end()

    def _answer(self) -> None:
        try:
            self._connection.send(ACKNOWLEDGED)
        except OSError:
            return  # whoever asked is gone; it came forward all the same

    def end(self) -> None:
        """Hang up; calling it again does nothing."""
        if self._connection.fileno() < 0:
            return
        self._notifier.setEnabled(False)
        self._connection.close()
        self._gone(self)
        self.deleteLater()


def ring(name: str, message: str, patience_ms: int) -> bool:
    """Say a message to whoever listens under this name; return whether it answered within that time."""
    deadline = QDeadlineTimer(patience_ms)
    connection = _connected(name)
    while connection is None:
        if deadline.hasExpired():
            return False
        QThread.msleep(RETRY_MS)  # the first may hold the lock and not listen yet: two clicks in a row
        connection = _connected(name)
    answer = b""
    with connection:
        try:
            connection.sendall(message.replace("\n", " ").encode()[: LONGEST_MESSAGE - 1] + b"\n")
            while len(answer) < len(ACKNOWLEDGED) and not deadline.hasExpired():
                connection.settimeout(max(1, deadline.remainingTime()) / 1000)
                piece = connection.recv(len(ACKNOWLEDGED))
                if not piece:
                    break
                answer += piece
        except OSError:  # a time limit too
            return False
    return answer == ACKNOWLEDGED


def _connected(name: str) -> socket.socket | None:
    for path in _places(name):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(RETRY_MS / 1000)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
        else:
            return connection
    return None


def _places(name: str) -> Iterator[str]:
    """Yield the paths at which the socket may be, best first; each in a folder that only this user can enter.

    Programs of one login may see different environments, so whoever rings looks everywhere.
    """
    own = f"itb-companion-{os.getuid()}"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folders = [Path(runtime)] if runtime else []
    folders += [Path(QDir.tempPath()) / own, Path("/tmp") / own]  # noqa: S108 - made and checked by `_is_private`
    for folder in dict.fromkeys(folders):
        if _is_private(folder):
            yield str(folder / name)


def _is_private(folder: Path) -> bool:
    """Whether a folder is this user's alone, made where it is missing: in a shared place another may have made it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _open_at(path: str) -> socket.socket:
    """Return a socket that listens there; OSError where it cannot, as when the path has more than 107 bytes."""
    # The lock says that nobody is there to use it, so a socket of this name was left by a program that died.
    _remove_socket(path)
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(path)
        Path(path).chmod(0o600)
        server.listen()
        server.settimeout(0)
    except OSError:
        server.close()
        raise
    return server


def _remove_socket(path: str) -> None:
    """Take a socket away, and nothing else that may have its name."""
    try:
        if stat.S_ISSOCK(Path(path).lstat().st_mode):
            Path(path).unlink()
    except OSError:
        return
