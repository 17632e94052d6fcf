"""The floor of every figure: an empty PySide6 window that says when it is painted."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    """Says so after its first paint."""

    def paintEvent(self, _event: object) -> None:
        """Report once, when this paint has reached the screen."""
        QTimer.singleShot(0, lambda: (sys.stdout.write("painted\n"), sys.stdout.flush()))


app = QApplication(sys.argv[:1])
window = Window()
window.resize(1180, 760)
window.show()
app.exec()
