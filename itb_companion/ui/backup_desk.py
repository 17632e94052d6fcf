"""Between the backups and the window: makes them in the background, and does what the card in Settings asks for."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from itb_companion.companion.backups import SECOND_FOLDER, Made
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.worker import Worker
from itb_companion.record import backup_names, restore, soundness_check
from itb_companion.record.errors import RecordError
from itb_companion.record.restore import Prepared
from itb_companion.ui.backups_card import BackupsCard, BackupsView
from itb_companion.words import backups as say
from itb_companion.words import evidence

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor


class BackupDesk(QObject):
    """The backups of one running program. Signal `restart_wanted()`: the record is another one now."""

    restart_wanted = Signal()

    def __init__(self, desk: "Conductor") -> None:
        super().__init__(desk)
        self._desk = desk
        self._backups = desk.companion.backups
        self._worker = Worker(self)
        self._looker = Worker(self)
        self._card: BackupsCard | None = None
        self._prepared: Prepared | None = None
        self._begun = False

    # In the background

    def begin(self) -> None:
        """Make backups from now on, the first one now if none is of today; look once whether the record is sound."""
        self._begun = True
        desk = self._desk
        desk.guarded(self._backups.begin)()
        desk.evaluated.connect(self._look)
        self._tell_news()
        path = desk.companion.desk.store.path
        self._looker.start(lambda: soundness_check.first_problem(path), self._sound)

    def _look(self) -> None:
        self._desk.guarded(self._make_what_is_due)()

    def _make_what_is_due(self) -> None:
        if self._worker.is_busy:
            return
        attempt = self._backups.attempt_due()
        if attempt is not None:
            self._worker.start(attempt.run, self._made)

    def _sound(self, wrong: object) -> None:
        if isinstance(wrong, str) and wrong:
            self._desk.tell(self._desk.words.text("backups.damaged", detail=wrong))
        self._look()

    def _tell_news(self) -> None:
        desk, found = self._desk, self._backups.news()
        made_at = backup_names.made_at(str(found.get("file", "")))
        sentence = say.news(desk.words, found, made_at, desk.now)
        if sentence:
            desk.tell(sentence)
            self._worker.start(self._backups.attempt().run, self._made)

    def _made(self, made: object) -> None:
        if not isinstance(made, Made):
            return
        self._desk.guarded(self._backups.take)(made)
        if self._card is not None:
            failed = made.failure is not None
            state = self._desk.companion.household().backups
            sentence = say.failures(self._desk.words, state)[0][1] if failed else self._text("backups.made")
            self._card.say(sentence, is_wrong=failed)
        self._desk.look("backup-made")

    # What the card asks for

    def serve(self, card: BackupsCard) -> None:
        """Do what this card asks for from now on."""
        self._card = card
        card.set_available(available=self._begun)
        card.back_up_wanted.connect(self._back_up_now)
        card.preview_wanted.connect(self._look_into)
        card.file_wanted.connect(self._choose_file)
        card.restore_wanted.connect(self._restore)
        card.let_be.connect(self._let_be)
        card.folder_wanted.connect(self._choose_folder)
        card.folder_dropped.connect(lambda: self._set_folder(""))

    def draw(self) -> None:
        """Show the card its newest content."""
        if self._card is None:
            return
        desk, words, now = self._desk, self._desk.words, self._desk.now
        lines = evidence.backup(words, desk.companion.backup_made_at(), now, desk.today)
        lines = [*say.failures(words, self._backups.state()), *lines]
        dresses = {True: "in-order", False: "urgent", None: "neutral"}
        second = self._backups.second_folder()
        entries = [
            (each.path, say.entry(words, each.made_at, each.size, each.why, now)) for each in self._backups.listed()
        ]
        view = BackupsView(
            [(dresses[state], sentence) for state, sentence in lines],
            entries,
            words.text("backups.second.chosen", path=second) if second else words.text("backups.second.none"),
            has_second=second is not None,
        )
        self._card.show_backups(view, words.text("backups.told" if self._begun else "backups.sample"))

    def _back_up_now(self) -> None:
        if self._worker.start(self._backups.attempt().run, self._made):
            self._say(self._text("backups.making"))

    def _look_into(self, path: Path) -> None:
        folder = self._desk.companion.desk.store.folder

        def job() -> Prepared | RecordError:
            try:
                return restore.prepare(folder, path)
            except RecordError as error:
                return error

        if self._worker.start(job, self._looked_into):
            self._say(self._text("backups.looking"))

    def _looked_into(self, found: object) -> None:
        if isinstance(found, Prepared) and self._card is not None:
            from itb_companion.companion.recovery import preview

            self._prepared = found
            self._card.show_preview(preview(self._desk.words, found.contents, self._desk.now))
        elif isinstance(found, RecordError):
            self._say(record_failure(self._desk.words, found), is_wrong=True)
        else:
            self._say(self._text("backups.why.failed"), is_wrong=True)

    def _restore(self) -> None:
        if self._prepared is None or self._worker.is_busy:
            return
        try:
            self._backups.restore(self._prepared)
        except RecordError as error:
            self._let_be()
            self._say(record_failure(self._desk.words, error), is_wrong=True)
            return
        self.restart_wanted.emit()

    def _let_be(self) -> None:
        self._prepared = None
        restore.discard_all(self._desk.companion.desk.store.folder)
        if self._card is not None:
            self._card.hide_preview()

    def _choose_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        title, kinds = self.tr("Choose a backup"), self.tr("Backups (*.db);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self._card, title, "", kinds)
        if path:
            self._look_into(Path(path))

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        path = QFileDialog.getExistingDirectory(self._card, self.tr("Choose a second folder for copies"))
        if path:
            self._set_folder(path)

    def _set_folder(self, path: str) -> None:
        people = self._desk.companion.people
        self._desk.guarded(people.set_option)(SECOND_FOLDER, path)
        if path:
            self._back_up_now()
        self._desk.look()

    def _text(self, key: str) -> str:
        return self._desk.words.text(key)

    def _say(self, sentence: str, *, is_wrong: bool = False) -> None:
        if self._card is not None:
            self._card.say(sentence, is_wrong=is_wrong)

    def close(self) -> None:
        """Wait for what is under way, and leave nothing half prepared."""
        for worker in (self._worker, self._looker):
            worker.close()
        if self._prepared is not None:
            restore.discard_all(self._desk.companion.desk.store.folder)
