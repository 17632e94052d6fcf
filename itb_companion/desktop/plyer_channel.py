"""Shows a notice through plyer, on a thread of its own, for systems without a notification service on D-Bus."""

import importlib
import itertools
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from itb_companion.care.ports import PLYER, Delivery, Notice, Outcome
from itb_companion.desktop.attempt import Attempt
from itb_companion.desktop.notice_text import cut, escaped, one_line, plain

APP_NAME = "ITB Companion"
TIMEOUT_MS = 5000
TITLE_LENGTH, BODY_LENGTH = 63, 255
"""More than this raises in Windows, inside a thread of plyer's where nobody sees it."""
SHOWN_S = 5
"""Plyer's thread on Windows sleeps this long and cannot be stopped, so the end of the program waits for it."""
MOST_STUCK = 3

Backend = Callable[[], Any]


class PlyerChannel(QObject):
    """Unconfirmed at best: plyer's calls return nothing, even where nothing was shown."""

    name = PLYER
    _came_back = Signal(int, str, str)

    def __init__(
        self, timeout_ms: int = TIMEOUT_MS, backend: Backend | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._timeout_ms = timeout_ms
        self._backend = backend or plyer_backend
        self._attempts: dict[int, Attempt] = {}
        self._numbers = itertools.count(1)
        self._came_back.connect(self._on_came_back, Qt.ConnectionType.QueuedConnection)

    def send(self, notice: Notice, done: Callable[[Delivery], None]) -> None:
        """Hand the notice to plyer; `done` is called exactly once, later, on the main thread."""
        attempt = Attempt(self.name, notice, done, self._timeout_ms, self)
        if len(self._attempts) >= MOST_STUCK:
            attempt.finish(Outcome.TIMED_OUT, "earlier calls have not come back")
            return
        number = next(self._numbers)
        self._attempts[number] = attempt
        work = threading.Thread(target=self._work, args=(number, texts_for_plyer(notice)), name="plyer", daemon=True)
        work.start()

    def withdraw(self, key: str) -> None:
        """Do nothing: plyer gives no handle on what it showed."""

    def _work(self, number: int, texts: dict[str, str]) -> None:
        outcome, detail = Outcome.UNCONFIRMED, ""
        try:
            self._backend().notify(**texts, app_name=APP_NAME, timeout=SHOWN_S)
        except (NotImplementedError, ImportError) as error:
            outcome, detail = Outcome.UNAVAILABLE, f"{type(error).__name__}: {error}"
        except Exception as error:  # noqa: BLE001 - plyer passes on whatever its many backends raise
            outcome, detail = Outcome.REFUSED, f"{type(error).__name__}: {error}"
        try:
            self._came_back.emit(number, outcome.value, detail)
        except RuntimeError:
            return  # the program ended meanwhile and took this object with it

    @Slot(int, str, str)
    def _on_came_back(self, number: int, outcome: str, detail: str) -> None:
        self._attempts.pop(number).finish(Outcome(outcome), detail)


def plyer_backend() -> Any:
    """Return plyer's notification object for this system; raises where it has none.

    Loaded without plyer's own facade, which prints a traceback and goes on with an object that does nothing.
    """
    warnings.filterwarnings("ignore", category=UserWarning, module=r"plyer\.")  # its advice is not for caregivers
    from plyer.utils import platform

    return importlib.import_module(f"plyer.platforms.{platform}.notification").instance()


def texts_for_plyer(notice: Notice, platform: str = sys.platform) -> dict[str, str]:
    """Return title and message, cut, and so written that no backend takes a part of them for anything but text."""
    title, body = cut(one_line(notice.title), TITLE_LENGTH), cut(plain(notice.body), BODY_LENGTH)
    if platform.startswith("linux"):
        # notify-send reads backslashes as escapes, the portal's command line ends at an apostrophe, and the
        # service behind both reads the body as markup.
        title, body = (text.replace("\\", "/").replace("'", "’") for text in (title, body))
        body = escaped(body)
    return {"title": _no_option(title), "message": _no_option(body)}


def _no_option(text: str) -> str:
    """Return the text with a space before a dash at its start: notify-send would take it for an option."""
    return f" {text}" if text.startswith("-") else text
