"""Between everything in one file and its card in Settings: what takes long runs beside the window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from itb_companion.companion.whole_copy import (
    EXPORTS_NAME,
    Preview,
    WholeCopy,
    file_name,
    needs_passphrase,
)
from itb_companion.companion.whole_words import Failed, exported_words, failure_lines, preview_lines, taken_words
from itb_companion.desktop.worker import Worker
from itb_companion.record.errors import RecordError
from itb_companion.record.protection import SHORTEST, Closed, ProtectionError
from itb_companion.record.whole_check import NotTakenError
from itb_companion.ui.whole_copy_card import WholeCopyCard

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor

STALE = ("signs", "pump", "history", "contacts", "care_plan")
"""Pages that may hold the ids of entries, which a taking in can change; they are made anew."""


class WholeCopyDesk(QObject):
    """Serves one card for as long as its page lives."""

    def __init__(self, desk: "Conductor", card: WholeCopyCard) -> None:
        super().__init__(card)
        self._desk = desk
        self._card = card
        self._whole = WholeCopy(desk.companion.desk)
        self._worker = Worker(self)
        self._source: Path | None = None
        self._found: Preview | None = None
        card.export_wanted.connect(self._export)
        card.file_wanted.connect(self._choose)
        card.opened.connect(self._open)
        card.taking_in_wanted.connect(self._take_in)
        card.let_be.connect(self._let_be)

    def _export(self, passphrase: str, again: str) -> None:
        words = self._desk.words
        if self._card.protect.box.isChecked():
            if len(passphrase) < SHORTEST:
                self._card.show_passphrase_problem(words.text("passphrase.too-short", least=SHORTEST))
                return
            if passphrase != again:
                self._card.show_passphrase_problem(words.text("passphrase.differ"))
                return
        local = self._desk.now.astimezone(words.zone)
        proposed = self._private_folder() / file_name(local, is_protected=bool(passphrase))
        self.files = QFileDialog(self._card, self.tr("Export everything"), str(proposed.parent))
        self.files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.files.selectFile(proposed.name)
        self.files.fileSelected.connect(lambda path: self.export_to(Path(path), passphrase))
        self._open_dialog()

    def _private_folder(self) -> Path:
        folder = self._desk.companion.desk.store.folder / EXPORTS_NAME
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            return Path.home()
        return folder

    def export_to(self, path: Path, passphrase: str = "") -> None:
        """Write everything into this file."""

        def job() -> Path:
            with self._whole.alongside():
                return self._whole.export(path, passphrase)

        self._start(job, self._exported)

    def _exported(self, path: Path) -> None:
        self._card.say([exported_words(self._desk.words, path, is_protected=self._card.protect.box.isChecked())])
        self._card.exported()

    def _choose(self) -> None:
        self.files = QFileDialog(self._card, self.tr("Take in an export"), str(self._private_folder()))
        self.files.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.files.setNameFilters([self.tr("Exports (*.json *.itbc)"), self.tr("All files (*)")])
        self.files.fileSelected.connect(lambda path: self.look_into(Path(path)))
        self._open_dialog()

    def _open_dialog(self) -> None:
        self.files.finished.connect(self.files.deleteLater)
        self.files.open()

    def look_into(self, path: Path) -> None:
        """Show what is in this file, after its passphrase where it needs one."""
        self._let_be()
        self._card.say([])
        self._source = path
        self._start(lambda: needs_passphrase(path), lambda needed: self._card.ask() if needed else self._open(""))

    def _open(self, passphrase: str) -> None:
        source = self._source
        if source is None:
            return

        def job() -> Preview:
            with self._whole.alongside():
                return self._whole.look_into(source, passphrase)

        self._start(job, self._opened)

    def _opened(self, found: Preview) -> None:
        desk, person = self._desk, self._desk.companion.household().person
        self._found = found
        lines = preview_lines(desk.words, found, person.name if person else "", desk.now)
        self._card.show_preview(lines, is_new=found.is_new)

    def _take_in(self) -> None:
        found = self._found
        if found is None:
            return

        def job() -> Path | None:
            with self._whole.alongside():
                return self._whole.take_in(found)

        self._start(job, self._taken)

    def _taken(self, kept: Path | None) -> None:
        desk = self._desk
        self._let_be()
        desk.companion.desk.forget()
        for key in STALE:
            desk.shell.forget(key)
        desk.look()
        self._card.say([taken_words(desk.words, kept)])

    def _let_be(self) -> None:
        self._found = self._source = None
        self._card.close_questions()

    def _start(self, job: Callable[[], object], done: Callable[..., None]) -> None:
        def came_back(result: object) -> None:
            self._card.set_busy(busy=False)
            if isinstance(result, BaseException):
                self._failed(result)
            else:
                self._desk.guarded(done)(result)

        if self._worker.start(lambda: _or_failure(job), came_back):
            self._card.set_busy(busy=True)
            self._card.say([self._desk.words.text("whole.working")])

    def _failed(self, error: BaseException) -> None:
        words = self._desk.words
        if isinstance(error, ProtectionError) and error.why is Closed.WRONG_PASSPHRASE:
            self._card.ask(words.text("passphrase.wrong-passphrase"))
            return
        self._let_be()
        known = isinstance(error, Failed)
        self._card.say(failure_lines(words, error) if known else [words.text("app.defect")], failed=True)


def _or_failure(job: Callable[[], object]) -> object:
    """Return what a job returns, or why it could not be done; anything else is a defect, and is logged."""
    try:
        return job()
    except (RecordError, NotTakenError, ProtectionError) as error:
        return error
