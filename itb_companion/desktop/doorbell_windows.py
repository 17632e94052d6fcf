"""How a later start rings at the first on Windows: a named pipe that only this user may open."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ACKNOWLEDGED = b"ok\n"
LONGEST_MESSAGE = 1024
RETRY_MS = 50


class Doorbell(QObject):
    """Hears later starts. `heard` is called with each message, on one line, before the caller gets its answer."""

    def __init__(self, name: str, heard: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name, self._heard = name, heard
        self._server: QLocalServer | None = None
        self._callers: dict[QLocalSocket, bytes] = {}

    @property
    def path(self) -> str:
        """The full name under which it listens; "" while it does not."""
        return self._server.fullServerName() if self._server is not None else ""

    def listen(self) -> bool:
        """Hear from now on; return whether that can be."""
        # The lock says that nobody is there to use it, so what has this name was left by a program that died.
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Hear nobody any more; calling it again does nothing."""
        for caller in list(self._callers):
            caller.abort()
        if self._server is not None:
            self._server.close()
            self._server = None

    def callers(self) -> int:
        """Return how many are being listened to."""
        return len(self._callers)

    @Slot()
    def _welcome(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            self._callers[caller] = b""
            caller.readyRead.connect(lambda caller=caller: self._read(caller))
            caller.disconnected.connect(lambda caller=caller: self._part(caller))
            self._read(caller)  # what came before the signals were connected

    def _read(self, caller: QLocalSocket) -> None:
        if caller not in self._callers:
            return
        self._callers[caller] += caller.readAll().data()
        line, end, _ = self._callers[caller].partition(b"\n")
        if not end and len(line) < LONGEST_MESSAGE:
            return
        self._callers[caller] = b""
        if end:
            self._heard(line.decode("utf-8", "replace"))
            # Only now: the answer promises that this program's main loop is alive and has done what was asked.
            caller.write(ACKNOWLEDGED)
            caller.flush()
        caller.disconnectFromServer()

    def _part(self, caller: QLocalSocket) -> None:
        self._callers.pop(caller, None)
        caller.deleteLater()


def ring(name: str, message: str, patience_ms: int) -> bool:
    """Say a message to whoever listens under this name; return whether it answered within that time."""
    deadline = QDeadlineTimer(patience_ms)
    caller = QLocalSocket()
    caller.connectToServer(name)
    while not caller.waitForConnected(max(1, deadline.remainingTime())):
        if deadline.hasExpired():
            return False
        QThread.msleep(RETRY_MS)  # the first may hold the lock and not listen yet: two clicks in a row
        caller.connectToServer(name)
    caller.write(message.replace("\n", " ").encode()[: LONGEST_MESSAGE - 1] + b"\n")
    answer = b""
    while len(answer) < len(ACKNOWLEDGED) and not deadline.hasExpired():
        if not caller.waitForReadyRead(max(1, deadline.remainingTime())):
            break
        answer += caller.readAll().data()
    caller.abort()
    return answer == ACKNOWLEDGED
