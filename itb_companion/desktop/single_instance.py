"""One running program for each data folder; a second start asks the first to come forward."""

import sys
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from itb_companion.desktop.lock_holder import nobody_holds

if TYPE_CHECKING:
    from types import ModuleType

    from itb_companion.desktop import doorbell_unix, doorbell_windows

LOCK_NAME = "running.lock"
PATIENCE_MS = 2000


class Instance(Enum):
    """What `acquire` found out."""

    FIRST = auto()
    """Nobody else has this data folder open."""
    SECOND = auto()
    """Another program has it open, and is alive."""
    UNKNOWN = auto()
    """The folder cannot hold a lock (read-only, missing, full); nothing is known of others."""


class SingleInstance(QObject):
    """The lock on a data folder, and the doorbell at which later starts are heard.

    Signals:
        raise_requested(message): a later start asks to be shown; "" for the window, or a page such as "emergency".
    """

    raise_requested = Signal(str)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock_path = data_dir.resolve() / LOCK_NAME
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(0)  # a lock grows old with months of running; only a dead holder makes it stale
        self._doorbell: doorbell_unix.Doorbell | doorbell_windows.Doorbell | None = None

    @cached_property
    def server_name(self) -> str:
        """The name of the doorbell: one for each data folder."""
        # Qt's own digest: `hashlib` loads all of OpenSSL, 4 MiB, for the same letters.
        from PySide6.QtCore import QCryptographicHash

        digest = QCryptographicHash.hash(bytes(self._lock_path.parent), QCryptographicHash.Algorithm.Sha256)
        return "itb-companion-" + digest.toHex().data().decode()[:24]

    def acquire(self) -> Instance:
        """Take the lock without waiting, also from a holder that died; never raises."""
        if self._lock.tryLock(0):
            return Instance.FIRST
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            return Instance.UNKNOWN
        here = not self.is_elsewhere()  # another computer's lock is not ours to judge
        if here and nobody_holds(self._lock_path) and self._lock.removeStaleLockFile() and self._lock.tryLock(0):
            return Instance.FIRST
        return Instance.SECOND

    def is_elsewhere(self) -> bool:
        """Whether the lock names another computer: one that shares the folder, or from which it was copied."""
        from PySide6.QtCore import QSysInfo

        return bool(self._lock.getLockInfo()[1] != QSysInfo.machineHostName())

    @property
    def lock_path(self) -> Path:
        """Where the lock lies."""
        return self._lock_path

    def holder(self) -> str | None:
        """Return who holds the lock, such as "python3, process 4711 on nursery", or None where nobody says so."""
        pid, host, program = self._lock.getLockInfo()
        return f"{program}, process {pid} on {host}" if pid else None

    def listen(self) -> bool:
        """Hear later starts from now on; only for the first, after its first paint. Returns whether it can."""
        self._doorbell = _doorbells().Doorbell(self.server_name, self.raise_requested.emit, self)
        return bool(self._doorbell.listen())

    def tell_first(self, message: str = "") -> bool:
        """Ask the first to come forward, and return whether it said that it does, within two seconds."""
        return bool(_doorbells().ring(self.server_name, message, PATIENCE_MS))

    def release(self) -> None:
        """Stop listening and let the next start be the first; calling it again does nothing."""
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None
        self._lock.unlock()


def _doorbells() -> "ModuleType":
    """Return how this system lets one program ring at another; loaded after the first paint."""
    if sys.platform == "win32":
        from itb_companion.desktop import doorbell_windows

        return doorbell_windows
    from itb_companion.desktop import doorbell_unix

    return doorbell_unix
