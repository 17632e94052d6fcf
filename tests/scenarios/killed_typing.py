"""The window with the check for signs, in a process of its own: types a reading and a note, and waits to be killed."""

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from itb_companion.companion import Companion
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.conductor import Conductor
from itb_companion.ui.shell import Shell
from itb_companion.words import Words
from tests.factories import BERLIN, SettableClock, make_first_start


def main(folder: Path) -> None:
    """Type, and never press anything that confirms."""
    theme.prepare()
    app = QApplication(sys.argv[:1])
    companion = Companion(Store(folder), SettableClock())
    companion.people.begin(make_first_start())
    conductor = Conductor(companion, shell := Shell(), Words(BERLIN))
    conductor.open_first_page()
    shell.show()
    page = conductor.go("signs")
    page.rows["itch"].answer.segments["yes"].click()
    page.readings.open()
    for line, text in ((page.note_line, "pale and cla"), (page.vitals.fields["temperature_c"].editor, "38.4")):
        line.setFocus()
        QTest.keyClicks(line, text)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
