"""Joins the screen lock with its page and its card in Settings, and the log with its card there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from itb_companion.companion.screen_lock import ScreenLock, lock_of
from itb_companion.desktop.logs import save_for_report
from itb_companion.record.errors import RecordError
from itb_companion.record.own_files import refuse_own
from itb_companion.ui.lock_card import LockCard
from itb_companion.ui.lock_page import LockPage
from itb_companion.ui.log_card import LogCard

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor


class LockDesk:
    """The lock, and the page that waits behind it."""

    def __init__(self, desk: "Conductor") -> None:
        self._desk = desk
        self._barred = "today"
        self.screen_lock = ScreenLock(desk.companion.people, desk.companion.desk.clock)

    def is_locked(self) -> bool:
        """Whether the passphrase has to be asked for."""
        return self.screen_lock.is_locked(self._desk.shown.options)

    def touched(self) -> None:
        """Note that somebody works with the program."""
        self.screen_lock.touched(self._desk.shown.options)

    def stand_before(self, key: str) -> None:
        """Remember which page was asked for."""
        self._barred = key

    def unlock(self, passphrase: str) -> bool:
        """Show the page that was asked for, if the passphrase is right."""
        if not self.screen_lock.open(self._desk.shown.options, passphrase):
            return False
        self._desk.go(self._barred)
        return True

    def make_page(self) -> QWidget:
        """Return the page that stands before the records."""
        page, words = LockPage(), self._desk.words

        def tried(passphrase: str) -> None:
            if not self.unlock(passphrase):
                wait_s = self.screen_lock.wait_s()
                page.refuse(words.text("lock.wait", seconds=wait_s) if wait_s else words.text("lock.wrong"))

        page.tried.connect(tried)
        page.back_wanted.connect(lambda: self._desk.go("today"))
        return page


def serve(desk: "Conductor", card: LockCard | LogCard) -> None:
    """Let a card of the settings page do what it says."""
    if isinstance(card, LogCard):
        _serve_log(desk, card)
        return
    lock = desk.lock.screen_lock
    card.on_wanted.connect(lambda *typed: desk.attempt(card, "no-longer-due", lock.turn_on, *typed))
    card.off_wanted.connect(lambda: desk.attempt(card, "no-longer-due", lock.turn_off))
    draw(desk, card)


def _serve_log(desk: "Conductor", card: LogCard) -> None:
    def save_log(path: str) -> None:
        try:
            refuse_own(Path(path))
            save_for_report(desk.companion.desk.store.folder, Path(path))
        except RecordError:
            card.tell(desk.words.text("record.own-file", path=path), failed=True)
        except OSError as error:
            detail = (error.strerror or str(error)).rstrip(".")
            card.tell(desk.words.text("log.cannot-be-written", path=path, detail=detail), failed=True)
        else:
            card.tell(desk.words.text("log.saved", path=path))

    card.save_wanted.connect(save_log)


def draw(desk: "Conductor", card: LockCard) -> None:
    """Show on the settings page whether there is a lock."""
    card.show_lock(lock_of(desk.companion.household().options), desk.words)
