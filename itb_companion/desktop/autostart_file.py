"""An entry for the login that is one file, as on Linux and macOS."""

from collections.abc import Callable
from pathlib import Path

from itb_companion.care.ports import Startup, StartupState
from itb_companion.desktop.autostart_verdict import AGAIN, although
from itb_companion.record.atomic_file import write_atomically


class AutostartFile:
    """Written whole or not at all, and always read back.

    Args:
        path: where the system looks.
        compose: returns what is to stand in the file; ValueError where the format cannot hold it.
        judge: says what the system makes of a file's content; never raises.
    """

    def __init__(self, path: Path, compose: Callable[[], bytes], judge: Callable[[bytes], StartupState]) -> None:
        self._path = path
        self._compose = compose
        self._judge = judge

    def state(self) -> StartupState:
        """Return what stands there now."""
        try:
            if self._path.exists() and not self._path.is_file():
                told = f"{self._path} is not a file. Please move it away. {AGAIN}"
                return StartupState(Startup.BROKEN, told)
            content = self._path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return StartupState(Startup.OFF, f"There is no {self._path}.")
        except OSError as error:
            return StartupState(Startup.UNKNOWN, f"{self._path} cannot be read: {error.strerror or error}.")
        return self._judge(content)

    def set(self) -> StartupState:
        """Write the entry, read it back and return what stands there."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, self._compose())
        except OSError as error:
            return although(Startup.ON, self.state(), f"{self._path} cannot be written: {error.strerror or error}.")
        except ValueError:
            told = "The command has characters that such an entry cannot hold: please use folders with plain names."
            return although(Startup.ON, self.state(), told)
        return self.state()

    def remove(self) -> StartupState:
        """Take the entry away and return what stands there."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            return although(Startup.OFF, self.state(), f"{self._path} cannot be removed: {error.strerror or error}.")
        return self.state()
