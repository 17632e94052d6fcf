"""The program as it is installed, with one addition: it says when the first page is painted."""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer


def tell() -> None:
    """Say that the window is on the screen, and how much processor time that took."""
    sys.stdout.write(f"painted {time.process_time()}\n")
    sys.stdout.flush()


class Watch(QObject):
    """Sees the first paint of the page in front."""

    def __init__(self) -> None:
        super().__init__()
        self.told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report once, when this paint has reached the screen."""
        if not self.told and event.type() == QEvent.Type.Paint:
            self.told = True
            QTimer.singleShot(0, tell)
        return False


def main() -> None:
    """Start the program, watching the title of the page."""
    from itb_companion import app, cli

    watch = Watch()
    opened = app.Program.open

    def open_and_watch(self: app.Program, **asked: bool) -> None:
        opened(self, **asked)
        page = self.shell.stack.currentWidget()
        page.title.installEventFilter(watch)

    app.Program.open = open_and_watch
    sys.exit(cli.main(sys.argv[1:]))


main()
