"""The floor of every figure: an empty PySide6 window that says when it is painted."""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


def tell() -> None:
    """Say that the window is on the screen, and how much processor time that took."""
    sys.stdout.write(f"painted {time.process_time()}\n")
    sys.stdout.flush()


class Window(QWidget):
    """Says so after its first paint."""

    def paintEvent(self, _event: object) -> None:
        """Report once, when this paint has reached the screen."""
        QTimer.singleShot(0, tell)


app = QApplication(sys.argv[:1])
window = Window()
window.resize(1180, 760)
window.show()
app.exec()
