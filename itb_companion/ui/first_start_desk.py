"""Asks for the least that is needed while nobody was entered yet; the emergency screen goes before it."""

from typing import TYPE_CHECKING

from itb_companion.companion.people import FirstStart

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor
    from itb_companion.ui.first_start import FirstStartDialog


class FirstStartDesk:
    """Holds the dialog of the first start, as long as it was not finished."""

    def __init__(self, conductor: "Conductor") -> None:
        self._conductor = conductor
        self._waits = False
        self._stepped_aside = False
        self.dialog: FirstStartDialog | None = None

    def offer(self) -> None:
        """Open the dialog, with what was typed before; over the emergency screen it waits."""
        if not self._conductor.shell.isVisible():
            return
        if self._conductor.shell.current == "emergency":
            self._waits = True
            return
        self._waits = False
        if self.dialog is None:
            from itb_companion.ui.first_start import FirstStartDialog

            self.dialog = FirstStartDialog(self._conductor.words, parent=self._conductor.shell)
            self.dialog.submitted.connect(self._conductor.guarded(self._begin))
        self.dialog.open()

    def step_aside(self) -> None:
        """Let the emergency screen be seen; what was typed stays."""
        if self.dialog is not None and self.dialog.isVisible():
            self._stepped_aside = True
            self.dialog.hide()

    def come_back(self, key: str) -> None:
        """Go on with what waited, now that a page is shown; what a person put off stays put off."""
        if self.dialog is not None and self._stepped_aside:
            self._stepped_aside = False
            self.dialog.open()
        elif self._waits and key != "emergency":
            self._conductor.offer_first_start()

    def _begin(self, start: FirstStart) -> None:
        dialog, people = self.dialog, self._conductor.companion.people
        if dialog is None:
            return
        problems = people.check_first_start(start)
        if problems and (any(p.stops for p in problems) or not dialog.confirmed):
            dialog.show_problems(problems, self._conductor.words)
            return
        people.begin(start)
        self._conductor.start_at_login(wanted=dialog.start_at_login.box.isChecked())
        dialog.accept()
        self.dialog = None
        self._conductor.go("today")
