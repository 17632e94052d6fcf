"""Between the backups and the window: makes them in the background, and does what the card in Settings asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from itb_companion.companion.backup_attempt import Made
from itb_companion.companion.backups import SECOND_FOLDER, Keeping
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.worker import Worker
from itb_companion.record import backup_names, restore, soundness_check
from itb_companion.record.errors import RecordError
from itb_companion.record.restore import Prepared
from itb_companion.words import backups as say
from itb_companion.words import evidence

if TYPE_CHECKING:
    from itb_companion.ui.backups_card import BackupsCard
    from itb_companion.ui.conductor import Conductor

MOST_TRIES = 3
"""So often the record is kept anew before a restore, where something was written to it meanwhile."""


class _NotAsked(Exception):  # noqa: N818 - it is no error: the passphrase of a file is to be asked for
    """Nobody was asked for the passphrase yet."""


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
        self._source: Path | None = None
        self._prepared: Prepared | None = None
        self._begun = False

    # In the background

    def begin(self) -> None:
        """Make backups from now on, the first one now if none is of today; look once whether the record is sound."""
        self._begun = True
        desk = self._desk
        restore.discard_left(desk.companion.desk.store.folder)
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

    def serve(self, card: "BackupsCard") -> None:
        """Do what this card asks for from now on."""
        self._card = card
        card.set_available(available=self._begun)
        card.back_up_wanted.connect(self._back_up_now)
        card.preview_wanted.connect(self._look_into)
        card.file_wanted.connect(self._choose_file)
        card.opened.connect(self._open)
        card.restore_wanted.connect(self._restore)
        card.let_be.connect(self._let_be)
        card.folder_wanted.connect(self._choose_folder)
        card.folder_dropped.connect(lambda: self._set_folder(""))

    def draw(self) -> None:
        """Show the card its newest content."""
        if self._card is None:
            return
        from itb_companion.ui.backups_card import BackupsView

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

    def _look_into(self, path: Path, passphrase: str | None = None) -> None:
        folder = self._desk.companion.desk.store.folder
        if passphrase is None:
            self._let_be()
        self._source = path

        def ask() -> str:
            if passphrase is None:
                raise _NotAsked
            return passphrase

        def job() -> Prepared | Exception:
            from itb_companion.record.protected_backup import prepare_any
            from itb_companion.record.protection import ProtectionError

            try:
                return prepare_any(folder, path, ask)
            except (RecordError, ProtectionError, _NotAsked) as error:
                return error

        self._start(job, self._looked_into, "backups.looking")

    def _open(self, passphrase: str) -> None:
        if self._source is not None:
            self._look_into(self._source, passphrase)

    def _looked_into(self, found: object) -> None:
        words = self._desk.words
        if self._card is None:
            return
        if isinstance(found, _NotAsked):
            self._card.ask()
        elif isinstance(found, Prepared):
            from itb_companion.companion.recovery import preview

            self._prepared = found
            self._card.show_preview(preview(words, found.contents, self._desk.now))
        elif _is_wrong_passphrase(found):
            self._card.ask(words.text("passphrase.wrong-passphrase"))
        else:
            self._failed(found)

    def _restore(self, tries: int = MOST_TRIES) -> None:
        """Keep the record as it is, in the background, and put the backup in its place then."""
        if self._prepared is None:
            return
        if self._desk.companion.help.current() is not None:
            self._say(self._text("backups.help-is-sought"), is_wrong=True)
            return
        keeping = self._backups.keeping()

        def job() -> Keeping | RecordError:
            try:
                return keeping.run()
            except RecordError as error:
                return error

        self._start(job, lambda kept: self._kept(kept, tries - 1), "backups.keeping")

    def _kept(self, kept: object, tries: int) -> None:
        if self._prepared is None:  # it was left meanwhile
            return
        if not isinstance(kept, Keeping):
            self._failed(kept)
            return
        if self._desk.companion.help.current() is not None:  # it began meanwhile
            self._say(self._text("backups.help-is-sought"), is_wrong=True)
            return
        try:
            is_restored = self._backups.restore(self._prepared, kept)
        except RecordError as error:
            self._failed(error)
            return
        if is_restored:
            self.restart_wanted.emit()
        elif tries:
            self._restore(tries)
        else:
            self._say(self._text("backups.changed-meanwhile"), is_wrong=True)

    def _start(self, job: Callable[[], object], done: Callable[[object], None], key: str) -> None:
        """Run a job beside the window, saying so; where a backup is under way, that is said instead."""

        def came_back(result: object) -> None:
            if self._card is not None:
                self._card.set_busy(busy=False)
                self._card.say("")
            self._desk.guarded(done)(result)

        if not self._worker.start(job, came_back):
            self._say(self._text("backups.busy"))
            return
        if self._card is not None:
            self._card.set_busy(busy=True)
        self._say(self._text(key))

    def _failed(self, error: object) -> None:
        """Say why a backup cannot be put back; the record is as it was."""
        from itb_companion.record.protection import SHORTEST, ProtectionError

        self._let_be()
        if isinstance(error, RecordError):
            sentence = record_failure(self._desk.words, error)
        elif isinstance(error, ProtectionError):
            sentence = self._desk.words.text(f"passphrase.{error.why}", least=SHORTEST)
        else:
            sentence = self._text("backups.why.failed")
        self._say(sentence, is_wrong=True)

    def _let_be(self) -> None:
        self._prepared = self._source = None
        restore.discard_all(self._desk.companion.desk.store.folder)
        if self._card is not None:
            self._card.close_questions()

    def _choose_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        title, kinds = self.tr("Choose a backup"), self.tr("Backups (*.db *.itbc);;All files (*)")
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
        self._backups.begin_in_second()
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


def _is_wrong_passphrase(found: object) -> bool:
    from itb_companion.record.protection import Closed, ProtectionError

    return isinstance(found, ProtectionError) and found.why is Closed.WRONG_PASSPHRASE
