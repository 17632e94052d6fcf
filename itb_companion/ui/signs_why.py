"""Behind a small button: every reason for what a check comes to, with the titles of its sources."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import WrapLabel


class WhyPart(Redressed, QWidget):
    """The button `toggle`, and under it the paragraphs while it is pressed; they are made when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.text: WrapLabel | None = None
        self._paragraphs: Sequence[str] = ()
        self.toggle = Button(self.tr("Why?"), "plain", "down")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._toggled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._name()
        self.redress()

    def show_why(self, paragraphs: Sequence[str]) -> None:
        """Take in the reasons; without any there is no button."""
        self._paragraphs = paragraphs
        self.setVisible(bool(paragraphs))
        if self.text is not None:
            self.text.setText("\n\n".join(paragraphs))

    def redress(self) -> None:
        """Space the parts for the text size."""
        self._column.setSpacing(look().px(10))

    def _toggled(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self.text is None:
            self.text = WrapLabel("\n\n".join(self._paragraphs), "quiet")
            self._column.addWidget(self.text)
        self.text.setVisible(opened)
        self.toggle.set_dress("nav-here" if opened else "plain")
        self._name()
        if opened:  # once it has its place
            QTimer.singleShot(0, self, lambda: bring_into_view(self))

    def _name(self) -> None:
        state = self.tr("open") if self.toggle.isChecked() else self.tr("closed")
        self.toggle.setAccessibleName(self.tr("Why? Reasons and sources, {state}").format(state=state))
