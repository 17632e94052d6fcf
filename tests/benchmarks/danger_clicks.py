"""The program as it is installed, clicked on its danger signs: from each click to the painted emergency screen.

Starts the real window and clicks with Qt's own mouse events. A time runs from the delivery of the press until the
last part of the emergency screen was painted. Prints one line of JSON, in ms, in the order of the clicks,
and ends the program.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

CLICKS = 44
SETTLE_MS = 3000
"""For the services to start; a person who reaches the danger signs has been here longer."""
PAUSE_MS = 150


class Clicker(QObject):
    """Clicks one danger sign after the other."""

    def __init__(self, conductor: Any) -> None:
        super().__init__()
        self._conductor = conductor
        self._took_ms: dict[str, list[float]] = {"wall_ms": [], "processor_ms": []}
        self._pressed_at: tuple[float, float] | None = None
        self._signs: Iterator[str] = iter(())
        QTimer.singleShot(SETTLE_MS, self, self._begin)

    def _begin(self) -> None:
        # Watching the whole application would itself take a fifth of the time.
        buttons = self._conductor.go("signs").danger_buttons
        for watched in (*buttons.values(), self._last_part):
            watched.installEventFilter(self)
        self._signs = cycle(buttons)
        QTimer.singleShot(PAUSE_MS, self, self._click)

    def _click(self) -> None:
        button = self._conductor.shell.page("signs").danger_buttons[next(self._signs)]
        if not button.isVisible():
            sys.exit("there is no danger sign to click on")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        if self._conductor.shell.current != "emergency":
            sys.exit("the emergency screen was not shown")
        QTimer.singleShot(PAUSE_MS, self, self._go_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the time at the press, and when the emergency screen has been painted."""
        if self._pressed_at is None and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed_at = (time.perf_counter(), time.thread_time())
        elif self._pressed_at is not None and event.type() == QEvent.Type.Paint and watched is self._last_part:
            # The last to be painted; the whole picture goes to the display right after it.
            self._took_ms["wall_ms"].append((time.perf_counter() - self._pressed_at[0]) * 1000)
            self._took_ms["processor_ms"].append((time.thread_time() - self._pressed_at[1]) * 1000)
            self._pressed_at = None
        return False

    @property
    def _last_part(self) -> QObject:
        return self._conductor.shell.page("emergency").ending.back

    def _go_on(self) -> None:
        if self._pressed_at is not None:
            sys.exit("the emergency screen was not painted")
        if len(self._took_ms["wall_ms"]) < CLICKS:
            self._conductor.go("signs")
            QTimer.singleShot(PAUSE_MS, self, self._click)
            return
        sys.stdout.write(json.dumps(self._took_ms) + "\n")
        sys.stdout.flush()
        os._exit(0)  # the record is thrown away


def main() -> None:
    """Start the program as its command does, and click once it has settled."""
    from itb_companion import cli
    from itb_companion.cli import window

    load_qt = window.use_plain_imports

    def load_qt_and_watch() -> None:
        load_qt()
        from itb_companion import app

        opened = app.Program.open

        def open_and_click(self: app.Program, **asked: bool) -> None:
            self.clicker = Clicker(self.conductor)
            opened(self, **asked)

        app.Program.open = open_and_click

    window.use_plain_imports = load_qt_and_watch
    sys.exit(cli.main(sys.argv[1:]))


main()
