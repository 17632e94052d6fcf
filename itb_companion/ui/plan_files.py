"""The care plan as a file: saving it, looking at what a file would change, taking it in, putting one back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from itb_companion.ui.fields import SaveRow
from itb_companion.ui.theme import look
from itb_companion.ui.views.plan import EarlierView, PreviewView
from itb_companion.ui.widgets.banner import Banner
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.plan import Change


class PlanFilesCard(Card):
    """Signals: `save_wanted(path)`, `file_chosen(path)`, `taken()`, `dismissed()`, `put_back(id)`."""

    save_wanted = Signal(str)
    file_chosen = Signal(str)
    taken = Signal()
    dismissed = Signal()
    put_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("The plan as a file"))
        told = self.tr(
            "The clinic can change a saved plan in any text editor, or prepare one. You see what a file would change "
            "before it is taken in."
        )
        self.add(WrapLabel(told, "quiet"))
        self.take_button = plain_button(self.tr("Take in a plan"))
        self.save_button = plain_button(self.tr("Save as a file"))
        self.add(SaveRow(self.take_button, self.save_button))
        self.outcome = WrapLabel("", "strong")
        self.outcome.hide()
        self.add(self.outcome)
        self.preview = _Preview()
        self.preview.hide()
        self.add(self.preview)
        self.earlier = _Earlier()
        self.earlier.hide()
        self.add(self.earlier)
        self._file_name = ""
        self.take_button.clicked.connect(self._on_take)
        self.save_button.clicked.connect(self._on_save)
        self.preview.yes.clicked.connect(self.taken)
        self.preview.no.clicked.connect(self.dismissed)
        self.earlier.chosen.connect(self.put_back)

    def propose(self, file_name: str) -> None:
        """Propose a name where the plan is saved."""
        self._file_name = file_name

    def show_earlier(self, earlier: Sequence[EarlierView]) -> None:
        """Show the plans that stood before, newest first."""
        self.earlier.show_plans(earlier)

    def show_preview(self, view: PreviewView | None) -> None:
        """Show what a file would change and ask, or take the question back."""
        self.preview.setVisible(view is not None)
        if view is None:
            return
        self.tell("")
        self.preview.show_changes(view)
        (self.preview.yes if view.changes and not view.doubt else self.preview.no).setFocus()
        self._come_into_view(self.preview, self.preview.heading)

    def tell(self, sentence: str, *, is_error: bool = False) -> None:
        """Say how it went; an empty text takes no room."""
        self.outcome.set_role("error" if is_error else "strong")
        self.outcome.setText(sentence)
        self.outcome.setVisible(bool(sentence))
        if sentence:
            self._come_into_view(self.outcome)

    def _come_into_view(self, *parts: QWidget) -> None:
        """Scroll to each part, the one that matters most last, once the page has made room for them."""

        def scroll() -> None:
            for part in parts:
                bring_into_view(part)

        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, scroll))

    def _on_take(self) -> None:
        self.files = self._dialog(self.tr("Take in a plan"), QFileDialog.AcceptMode.AcceptOpen)
        self.files.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.files.fileSelected.connect(self.file_chosen)
        self.files.open()

    def _on_save(self) -> None:
        self.files = self._dialog(self.tr("Save the care plan"), QFileDialog.AcceptMode.AcceptSave)
        self.files.setDefaultSuffix("toml")
        self.files.selectFile(self._file_name)
        self.files.fileSelected.connect(self.save_wanted)
        self.files.open()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(mode)
        dialog.setNameFilters([self.tr("Care plan (*.toml)"), self.tr("All files (*)")])
        return dialog


class _Preview(Redressed, QFrame):
    """What would change, each with how it is now, and the two answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = WrapLabel("", "strong")
        self.doubt = Banner(dress="urgent")
        self.yes, self.no = (
            primary_button(self.tr("Take in this plan")),
            plain_button(self.tr("Leave the plan as it is")),
        )
        self._rows = QVBoxLayout()
        self._column = QVBoxLayout(self)
        for part in (self.heading, self.doubt):
            self._column.addWidget(part)
        self._column.addLayout(self._rows)
        self._column.addWidget(SaveRow(self.yes, self.no))
        self.redress()

    def show_changes(self, view: PreviewView) -> None:
        """Show the changes of one file."""
        self.heading.setText(view.heading)
        self.doubt.set_text(view.doubt)
        self.doubt.setVisible(bool(view.doubt))
        self.yes.setVisible(bool(view.changes))
        _clear(self._rows)
        for change in view.changes:
            self._rows.addWidget(_ChangeRow(change))

    def text(self) -> str:
        """Return what is shown, a line a part."""
        told = [self.heading.text(), self.doubt.sentence.text()]
        rows = (self._rows.itemAt(place).widget() for place in range(self._rows.count()))
        return "\n".join(part for part in (*told, *(row.text() for row in rows)) if part)

    def redress(self) -> None:
        """Space the changes for the text size."""
        self._column.setContentsMargins(0, look().px(8), 0, 0)
        self._column.setSpacing(look().px(8))
        self._rows.setSpacing(look().px(8))


class _ChangeRow(Redressed, QWidget):
    """One change: what it is, how it would be, how it is now."""

    def __init__(self, change: Change, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._labels = (
            WrapLabel(change.what, "strong"),
            WrapLabel(self.tr("New: {text}").format(text=change.new)),
            WrapLabel(self.tr("Now: {text}").format(text=change.old), "quiet"),
        )
        self._column = QVBoxLayout(self)
        for label in self._labels:
            self._column.addWidget(label)
        self.redress()

    def text(self) -> str:
        """Return what is shown."""
        return "\n".join(label.text() for label in self._labels)

    def redress(self) -> None:
        """Stand in a little from the heading."""
        self._column.setContentsMargins(look().px(16), 0, 0, 0)
        self._column.setSpacing(look().px(2))


class _Earlier(Redressed, QWidget):
    """The plans that stood before. Signal `chosen(id)`: one of them is to count again."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[EarlierView, ...] | None = None
        self.buttons: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addWidget(WrapLabel(self.tr("Earlier plans"), "strong"))
        self._column.addLayout(self._rows)
        self.redress()

    def show_plans(self, plans: Sequence[EarlierView]) -> None:
        """Show the plans, newest first."""
        self.setVisible(bool(plans))
        if self._shown == tuple(plans):
            return
        self._shown = tuple(plans)
        _clear(self._rows)
        self.buttons = []
        for place, plan in enumerate(plans):
            button = plain_button(self.tr("Put back this plan") if place else self.tr("Put back the plan before"))
            button.setAccessibleName(self.tr("{action}: {what}").format(action=button.text(), what=plan.told))
            button.clicked.connect(lambda _checked=False, plan_id=plan.id: self.chosen.emit(plan_id))
            self.buttons.append(button)
            self._rows.addWidget(Sides(WrapLabel(plan.told), button, (1, 0), narrow_at=520))

    def redress(self) -> None:
        """Space the rows for the text size."""
        self._column.setContentsMargins(0, look().px(12), 0, 0)
        self._column.setSpacing(look().px(8))
        self._rows.setSpacing(look().px(10))


def _clear(rows: QVBoxLayout) -> None:
    while rows.count():
        widget = rows.takeAt(0).widget()
        widget.hide()
        widget.deleteLater()
