"""Joins the care plan page and its acts: saving, a file that is looked at before it is taken in, earlier plans."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from itb_companion.care.household import Household
from itb_companion.companion.plans import Preview, described, status
from itb_companion.record.errors import RecordError
from itb_companion.record.own_files import refuse_own
from itb_companion.ui.pages.care_plan import CarePlanPage
from itb_companion.ui.views.plan import EarlierView, PreviewView

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor
    from itb_companion.ui.plan_files import PlanFilesCard

WHY = "plan-changed"
_MOST_EARLIER = 5


class PlanDesk(QObject):
    """Holds the care plan page, and the file that somebody is looking at."""

    def __init__(self, desk: "Conductor") -> None:
        super().__init__()
        self._desk = desk
        self._preview: Preview | None = None
        self.page = CarePlanPage()
        self.page.desk = self
        self.setParent(self.page)
        people = desk.companion.people
        self.page.plan_saved.connect(lambda plan: desk.attempt(self.page, WHY, people.save_plan, plan))
        self.page.person_saved.connect(lambda person: desk.attempt(self.page, WHY, people.save_person, person))
        self.page.below.made.connect(desk.guarded(self._serve))

    def _serve(self, name: str, card: QWidget) -> None:
        """Let the card of files do what it says, and propose a name for one."""
        if name != "files":
            return
        files: PlanFilesCard = card
        files.propose(f"{self._desk.words.text('plan.file-name')}.toml")
        files.save_wanted.connect(self._save)
        files.file_chosen.connect(self._look_at)
        files.taken.connect(self._take_in)
        files.dismissed.connect(self._dismiss)
        files.put_back.connect(self._put_back)

    def show(self) -> None:
        """Show the page its newest content."""
        words, now, plans = self._desk.words, self._desk.now, self._desk.companion.plans
        household, entries = self._desk.companion.household(), plans.entries()
        self.page.show_plan(household.plan, household.person, words)
        earlier = [EarlierView(entry.id, described(words, entry, now)) for entry in entries[1 : _MOST_EARLIER + 1]]
        self.page.show_entries(status(words, entries, now), earlier)
        if self._preview is not None and not plans.is_current(self._preview):
            self._dismiss()
            self.page.files.tell(words.text("plan.preview-stale"), is_error=True)

    def _save(self, path: str) -> None:
        words = self._desk.words
        try:
            refuse_own(Path(path))
            self._desk.companion.plans.save_as(Path(path), words)
        except RecordError:
            self.page.files.tell(words.text("record.own-file", path=path), is_error=True)
        except OSError as error:
            detail = (error.strerror or str(error)).rstrip(".")
            self.page.files.tell(words.text("plan.cannot-be-written", path=path, detail=detail), is_error=True)
        else:
            self.page.files.tell(words.text("plan.saved-as", path=path))

    def _look_at(self, path: str) -> None:
        """Show what a file would change, or everything that is wrong with it."""
        from itb_companion.documents.plan_reader import PlanFileError

        self._dismiss()
        words, file = self._desk.words, Path(path)
        try:
            preview = self._desk.companion.plans.read(file, words)
        except PlanFileError as error:
            refused = words.text("plan.refused", file=file.name)
            self.page.files.tell("\n".join([refused, *(f"• {told}" for told in error.sentences)]), is_error=True)
            return
        self._preview = preview
        self.page.files.show_preview(self._view(preview))

    def _view(self, preview: Preview) -> PreviewView:
        words = self._desk.words
        key = "preview-clinic" if preview.clinic else "preview"
        heading = words.text(f"plan.{key}", file=preview.file, clinic=preview.clinic)
        if not preview.changes:
            heading = words.text("plan.preview-nothing", file=preview.file)
        return PreviewView(heading, preview.changes, self._doubt(preview, self._desk.companion.household()))

    def _doubt(self, preview: Preview, household: Household) -> str:
        if not preview.is_for_somebody_else:
            return ""
        if household.person is None:
            return self._desk.words.text("plan.preview-no-person", written=preview.person)
        return self._desk.words.text("plan.preview-other-person", written=preview.person, known=household.person.name)

    def _take_in(self) -> None:
        preview, self._preview = self._preview, None
        self.page.files.show_preview(None)
        if preview is None:
            return
        if self._desk.attempt(self.page, WHY, self._desk.companion.plans.take_in, preview):
            self.page.files.tell(self._desk.words.text("plan.taken"))
            self.page.files.take_button.setFocus()

    def _dismiss(self) -> None:
        self._preview = None
        self.page.files.show_preview(None)
        self.page.files.take_button.setFocus()

    def _put_back(self, entry_id: int | None) -> None:
        words, plans = self._desk.words, self._desk.companion.plans
        before = self._desk.companion.household()
        if not self._desk.attempt(self.page, WHY, plans.put_back, entry_id):
            return
        changed = plans.changes_since(before, words)
        told = [f"• {words.text('plan.change', what=c.what, old=c.old, new=c.new)}" for c in changed]
        key = "was-put-back-changed" if told else "was-put-back"
        self.page.files.tell("\n".join([words.text(f"plan.{key}"), *told]))
