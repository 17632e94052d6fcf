"""One running program for each data folder; a second start asks the first to come forward."""

from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDeadlineTimer, QLockFile, QObject, QSysInfo, QThread, Signal, Slot

from itb_companion.desktop.lock_holder import nobody_holds

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_NAME = "running.lock"
PATIENCE_MS = 2000
RETRY_MS = 50
LONGEST_MESSAGE = 1024
ACKNOWLEDGED = b"ok\n"


class Instance(Enum):
    """What `acquire` found out."""

    FIRST = auto()
    """Nobody else has this data folder open."""
    SECOND = auto()
    """Another program has it open, and is alive."""
    UNKNOWN = auto()
    """The folder cannot hold a lock (read-only, missing, full); nothing is known of others."""


class SingleInstance(QObject):
    """The lock on a data folder, and the local socket on which later starts are heard.

    Signals:
        raise_requested(message): a later start asks to be shown; "" for the window, or a page such as "emergency".
    """

    raise_requested = Signal(str)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock_path = data_dir.resolve() / LOCK_NAME
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(0)  # a lock grows old with months of running; only a dead holder makes it stale
        self._server: QLocalServer | None = None
        self._heard: dict[QLocalSocket, bytes] = {}

    @cached_property
    def server_name(self) -> str:
        """The name of the local socket: one for each data folder."""
        # Qt's own digest: `hashlib` loads all of OpenSSL, 4 MiB, for the same letters.
        digest = QCryptographicHash.hash(bytes(self._lock_path.parent), QCryptographicHash.Algorithm.Sha256)
        return "itb-companion-" + digest.toHex().data().decode()[:24]

    def acquire(self) -> Instance:
        """Take the lock without waiting, also from a holder that died; never raises."""
        if self._lock.tryLock(0):
            return Instance.FIRST
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return Instance.UNKNOWN
        here = self._lock.getLockInfo()[1] == QSysInfo.machineHostName()  # another computer's lock is not ours to judge
        if here and nobody_holds(self._lock_path) and self._lock.removeStaleLockFile() and self._lock.tryLock(0):
            return Instance.FIRST
        return Instance.SECOND

    def holder(self) -> str | None:
        """Return who holds the lock, such as "python3, process 4711 on nursery", or None where nobody says so."""
        pid, host, program = self._lock.getLockInfo()
        return f"{program}, process {pid} on {host}" if pid else None

    def listen(self) -> bool:
        """Hear later starts from now on; only for the first, after its first paint. Returns whether it can."""
        from PySide6.QtNetwork import QLocalServer

        # The lock says that nobody is there to use it, so a socket of this name was left by a program that died.
        QLocalServer.removeServer(self.server_name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        return self._server.listen(self.server_name)

    def tell_first(self, message: str = "") -> bool:
        """Ask the first to come forward, and return whether it said that it does, within two seconds."""
        from PySide6.QtNetwork import QLocalSocket

        deadline = QDeadlineTimer(PATIENCE_MS)
        socket = QLocalSocket()
        socket.connectToServer(self.server_name)
        while not socket.waitForConnected(max(1, deadline.remainingTime())):
            if deadline.hasExpired():
                return False
            QThread.msleep(RETRY_MS)  # the first may hold the lock and not listen yet: two clicks in a row
            socket.connectToServer(self.server_name)
        socket.write(message.replace("\n", " ").encode()[: LONGEST_MESSAGE - 1] + b"\n")
        answer = b""
        while len(answer) < len(ACKNOWLEDGED) and not deadline.hasExpired():
            if not socket.waitForReadyRead(max(1, deadline.remainingTime())):
                break
            answer += socket.readAll().data()
        socket.abort()
        return answer == ACKNOWLEDGED

    def release(self) -> None:
        """Stop listening and let the next start be the first; calling it again does nothing."""
        for socket in list(self._heard):
            socket.abort()
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    @Slot()
    def _welcome(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = b""
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._part(socket))
            self._read(socket)  # what came before the signals were connected

    def _read(self, socket: "QLocalSocket") -> None:
        if socket not in self._heard:
            return
        self._heard[socket] += socket.readAll().data()
        line, end, _ = self._heard[socket].partition(b"\n")
        if not end and len(line) < LONGEST_MESSAGE:
            return
        self._heard[socket] = b""
        if end:
            self.raise_requested.emit(line.decode("utf-8", "replace"))
            # Only now: the answer promises that this program's main loop is alive and has done what was asked.
            socket.write(ACKNOWLEDGED)
            socket.flush()
        socket.disconnectFromServer()

    def _part(self, socket: "QLocalSocket") -> None:
        self._heard.pop(socket, None)
        socket.deleteLater()
