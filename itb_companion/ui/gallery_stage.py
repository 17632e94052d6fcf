"""The sample household with its window, set up anew for every scene of the gallery."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.care.ports import Startup, StartupState
from itb_companion.companion import Companion
from itb_companion.companion.sample import MovableClock, fill_sample
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.conductor import Conductor
from itb_companion.ui.shell import Shell
from itb_companion.words import Words

SIZE = (1180, 760)


@dataclass
class Stage:
    """One sample household with its window, at one instant."""

    clock: MovableClock
    companion: Companion
    conductor: Conductor
    shell: Shell
    words: Words


class SampleAutostart:
    """An entry for the login that touches nothing of this computer."""

    def state(self) -> StartupState:
        """Return that it is set."""
        return StartupState(Startup.ON)

    set = remove = state


Scene = Callable[[Stage], QWidget]


def set_up(folder: Path, clock: MovableClock, look: theme.Look) -> Stage:
    """Fill a folder with the sample household and open its window at the clock's instant."""
    fill_sample(Store(folder), clock)
    words = Words(clock.zone())
    companion = Companion(Store(folder), clock)
    shell = Shell()
    conductor = Conductor(companion, shell, words)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, look)
    shell.resize(*SIZE)
    conductor.service_answered("sample service")
    conductor.tray_seen(has_tray=True)
    conductor.use_autostart(SampleAutostart())
    conductor.open_first_page()
    shell.show()
    return Stage(clock, companion, conductor, shell, words)


def strike(stage: Stage, window: QWidget) -> None:
    """Take the windows of a scene away and close its record."""
    stage.conductor.close()
    for widget in {window, stage.shell}:
        widget.hide()
        widget.deleteLater()
    stage.companion.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let layouts and late paintings finish, and the parts of a page that come after it was painted."""
    for _ in range(40):
        QCoreApplication.processEvents()
