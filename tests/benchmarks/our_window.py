"""The program as it is installed, with one addition: it says when the first page is painted."""

import sys
import time


def tell() -> None:
    """Say that the window is on the screen, and how much processor time that took."""
    sys.stdout.write(f"painted {time.process_time()}\n")
    sys.stdout.flush()


def main() -> None:
    """Start the program as its command does, and tell right after its window was painted for the first time."""
    from itb_companion import cli
    from itb_companion.cli import window

    load_qt = window.use_plain_imports

    def load_qt_and_watch() -> None:
        load_qt()
        from itb_companion import app

        opened = app.Program.open

        def open_and_tell(self: app.Program, **asked: bool) -> None:
            self.shell.painted.connect(tell)
            opened(self, **asked)

        app.Program.open = open_and_tell

    window.use_plain_imports = load_qt_and_watch
    sys.exit(cli.main(sys.argv[1:]))


main()
