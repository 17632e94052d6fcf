"""The form that closes an episode: how it ended, and who says so. Made when somebody is about to close one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.ui.widgets.buttons import danger_button, plain_button
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel


class ClosingForm(QWidget):
    """The fields `advised_by`, `what` and `by`, the question `really`, and the buttons `close_it` and `cancel`."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.advised_by = Field(self.tr("Who gave the advice?"))
        self.what = Field(self.tr("What happened"))
        self.by = Field(self.tr("Who says so"))
        for field in (self.advised_by, self.what, self.by):
            field.layout().addStretch(1)  # a sentence under one of them moves none of the others
        self.really = WrapLabel("", "urgent")
        self.really.hide()
        self.close_it = danger_button(self.tr("Close the emergency"))
        self.cancel = plain_button(self.tr("Not yet"))
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.close_it)
        flow.addWidget(self.cancel)
        said = Sides(self.what, self.by, (2, 1), narrow_at=520)
        column.addWidget(Sides(self.advised_by, said, (2, 5), narrow_at=760))
        column.addWidget(self.really)
        column.addWidget(buttons)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.advised_by.editor, self.what.editor, self.by.editor, self.close_it, self.cancel]

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say what is missing, at its field."""
        for name, field in (("advised_by", self.advised_by), ("what", self.what), ("by", self.by)):
            field.set_error(sentences.get(name))
