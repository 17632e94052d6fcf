"""The part of Settings about backups: which there are, making one, putting one back, and a second folder for copies."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.value import field, value
from itb_companion.ui.later import after_painting
from itb_companion.ui.passphrase_card import PassphraseCard
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.banner import Banner
from itb_companion.ui.widgets.buttons import Button, plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.into_view import bring_into_view
from itb_companion.ui.widgets.labels import Pill, WrapLabel

MOST_AT_FIRST = 5


@value
class BackupsView:
    """What the card shows, in words."""

    told: list[tuple[str, str]] = field(default_factory=list)
    """Dress of a pill and sentence: how old the newest is, and what failed."""
    entries: list[tuple[Path, str]] = field(default_factory=list)
    """Each backup in this computer's folder, newest first."""
    second: str = ""
    """Where copies go, or why there should be such a place."""
    has_second: bool = False


class BackupsCard(Card):
    """Shows the backups.

    Signals: `back_up_wanted()`; `folder_wanted()` and `folder_dropped()` for the second folder; `preview_wanted(Path)`
    of one backup, `file_wanted()` of one from elsewhere, `opened(passphrase)` where that is protected;
    `restore_wanted()` of the one in the preview, `let_be()`.
    """

    back_up_wanted = Signal()
    folder_wanted = Signal()
    folder_dropped = Signal()
    preview_wanted = Signal(object)
    file_wanted = Signal()
    opened = Signal(str)
    restore_wanted = Signal()
    let_be = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Backups"), parent=parent)
        self._entries: list[tuple[Path, str]] = []
        self._shows_all = False
        self.explained = WrapLabel("", "quiet")
        self.told = _Stack()
        self.back_up = plain_button(self.tr("Back up now"))
        self.elsewhere = plain_button(self.tr("Restore a file from elsewhere..."))
        self.result = Banner()
        self.list = _Stack()
        self.more = plain_button(self.tr("Show all backups"))
        self.asking = PassphraseCard()
        self.preview = Preview()
        self.second = WrapLabel("", "quiet")
        self.choose = plain_button(self.tr("Choose a second folder..."))
        self.drop = plain_button(self.tr("No second folder"))
        for part in (
            self.explained,
            self.told,
            _row(self.back_up, self.elsewhere),
            self.result,
            self.asking,
            self.preview,
            self.list,
            _row(self.more),
            WrapLabel(self.tr("Second folder"), "strong"),
            self.second,
            _row(self.choose, self.drop),
        ):
            self.add(part)
        self.result.hide()
        self.asking.hide()
        self.preview.hide()
        self.asking.given.connect(self.opened)
        self.asking.let_be_wanted.connect(self.let_be)
        self.back_up.clicked.connect(self.back_up_wanted)
        self.elsewhere.clicked.connect(self.file_wanted)
        self.more.clicked.connect(self._show_all)
        self.choose.clicked.connect(self.folder_wanted)
        self.drop.clicked.connect(self.folder_dropped)
        self.preview.restore.clicked.connect(self.restore_wanted)
        self.preview.let_be.clicked.connect(self.let_be)

    def show_backups(self, view: BackupsView, explained: str) -> None:
        """Show what there is; a preview that is open stays."""
        self.explained.setText(explained)
        self.told.fill(
            [Banner(said, "", "urgent") if dress == "urgent" else Pill(said, dress) for dress, said in view.told]
        )
        if view.entries != self._entries or not self.list.count:
            self._entries = view.entries
            self._fill_list()
        self.second.setText(view.second)
        self.drop.setVisible(view.has_second)

    def set_available(self, *, available: bool) -> None:
        """Let nothing be pressed where no backups are made, as of a sample."""
        for button in (self.back_up, self.elsewhere, self.choose, self.drop):
            button.setEnabled(available)

    def say(self, sentence: str, *, is_wrong: bool = False) -> None:
        """Say what became of the last press; an empty sentence takes it back."""
        self.result.set_dress("urgent" if is_wrong else "info")
        self.result.set_text(sentence)
        self.result.setVisible(bool(sentence))

    def ask(self, sentence: str = "") -> None:
        """Ask for the passphrase of a backup; `sentence` says why it is asked for again."""
        self.say("")
        self.preview.hide()
        self.asking.ask(sentence)
        after_painting(self, lambda: bring_into_view(self.asking))

    def show_preview(self, lines: list[str]) -> None:
        """Show what is in a backup, and ask whether to restore it."""
        self.say("")
        self.asking.close_question()
        self.preview.show_lines(lines)
        self.preview.show()
        self.preview.let_be.setFocus()
        after_painting(self, lambda: bring_into_view(self.preview))  # it may stand above the entry that was pressed

    def close_questions(self) -> None:
        """Take the questions back, and leave nothing behind of what was typed."""
        self.asking.close_question()
        self.preview.hide()

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be asked for twice while it is under way."""
        for button in (self.asking.open, self.preview.restore):
            button.setEnabled(not busy)

    def _show_all(self) -> None:
        self._shows_all = True
        self._fill_list()

    def _fill_list(self) -> None:
        shown = self._entries if self._shows_all else self._entries[:MOST_AT_FIRST]
        self.list.fill([self._entry(path, line) for path, line in shown])
        self.more.setVisible(len(shown) < len(self._entries))

    def _entry(self, path: Path, line: str) -> QWidget:
        button = plain_button(self.tr("Restore..."))
        button.setAccessibleName(self.tr("Restore the backup: {line}").format(line=line))
        button.clicked.connect(lambda: self.preview_wanted.emit(path))
        return Sides(WrapLabel(line), button, (1, 0))


class Preview(Card):
    """What is in one backup, and the question whether it shall take the record's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restore this backup?"), "accent", parent=parent)
        self.lines = _Stack()
        self.let_be = primary_button(self.tr("Leave the record as it is"))
        self.restore = plain_button(self.tr("Put this backup in its place"))
        self.add(self.lines)
        self.add(_row(self.let_be, self.restore))

    def show_lines(self, lines: list[str]) -> None:
        """Show what is in the backup."""
        self.lines.fill([WrapLabel(line) for line in lines])


class _Stack(Redressed, QWidget):
    """Widgets one under the other, all of them replaced at once."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.redress()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._column.count()

    def fill(self, widgets: list[QWidget]) -> None:
        """Show these instead of those before."""
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self._column.addWidget(widget)
        self.setVisible(bool(widgets))

    def redress(self) -> None:
        """Space them for the text size."""
        self._column.setSpacing(look().px(6))


def _row(*parts: Button) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, gap=10)
    for part in parts:
        flow.addWidget(part)
    return row
