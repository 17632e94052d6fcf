"""The whole window over a record of its own, with a clock that a test moves; used by the tests of pages and screens."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from itb_companion.companion import Companion
from itb_companion.companion.sample import MovableClock
from itb_companion.record.store import Store
from itb_companion.ui.conductor import Conductor
from itb_companion.ui.shell import Shell
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, at, make_first_start

SIZE = (1180, 760)


class Stage:
    """Conductor, shell and companion as the program joins them; `with` takes every window away again."""

    def __init__(self, folder: Path, now: datetime = NOON) -> None:
        self.folder = folder
        self.clock = MovableClock(now, BERLIN)
        self.companion = Companion(Store(folder), self.clock)
        self._opened = False

    def begin(self, **changes: Any) -> "Stage":
        """Enter the builders' household."""
        self.companion.people.begin(make_first_start(**changes))
        return self

    def open(self, *, alerts: bool = True, size: tuple[int, int] = SIZE) -> "Stage":
        """Open the window as the program does; with `alerts`, what is due comes in the alert window too."""
        self.words = Words(BERLIN)
        self.shell = Shell()
        self.conductor = Conductor(self.companion, self.shell, self.words)
        self._opened = True
        self.shell.resize(*size)
        self.shell.setUpdatesEnabled(False)  # pictures are the gallery's matter; painting is half of the time
        self.conductor.open_first_page()
        self.shell.show()
        if alerts:
            self.conductor.begin_alerts()
        settle()
        return self

    def restart(self, **options: Any) -> "Stage":
        """End the program and start it again on the same data."""
        self.close()
        self.companion = Companion(Store(self.folder), self.clock)
        return self.open(**options)

    def to(self, wall: str) -> None:
        """Move the clock to a local time and let the program look."""
        self.clock.at = at(wall)
        self.conductor.look()
        settle()

    def move(self, **span: float) -> None:
        """Move the clock on and let the program look."""
        self.clock.at += timedelta(**span)
        self.conductor.look()
        settle()

    def go(self, key: str) -> Any:
        """Go to a page as the navigation does, and return it."""
        self.shell.side.nav[key].click()
        settle()
        return self.shell.page(key)

    @property
    def today(self) -> Any:
        return self.shell.page("today")

    @property
    def emergency(self) -> Any:
        return self.shell.page("emergency")

    @property
    def alerts(self) -> Any:
        """The alert window."""
        return self.conductor.alerts.alerting.window

    @property
    def failure(self) -> str:
        """What the strip on top says that failed."""
        return "" if self.shell.failure.isHidden() else self.shell.failure.sentence.text()

    def book(self, on: date) -> None:
        """Set the appointment and let the program look."""
        self.companion.refills.set_appointment(on, None)
        self.conductor.look("appointment-changed")
        settle()

    def close(self) -> None:
        if self._opened:
            self._opened = False
            self.conductor.close()
            drop(self.shell)
            self.conductor.deleteLater()
            settle()
        self.companion.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def settle() -> None:
    """Let layouts, late paintings and deletions finish."""
    for _ in range(4):
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def drop(*windows: QWidget) -> None:
    """Take windows away for good."""
    for window in windows:
        window.hide()
        window.deleteLater()
    settle()


def texts(widget: QWidget) -> str:
    """Return every word that can be seen in a widget, one label a line."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def windows() -> list[QWidget]:
    """Return the windows that can be seen now."""
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
