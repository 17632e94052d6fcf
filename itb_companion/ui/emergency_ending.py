"""The bar at the foot of the emergency screen: it closes an episode with how it ended and who says so."""

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.care.episode import Ending
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.announce import announce
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.flow import FlowLayout, SidesLayout
from itb_companion.ui.widgets.labels import WrapLabel

if TYPE_CHECKING:
    from itb_companion.ui.emergency_closing import ClosingForm

ASKED_AGAIN_MS = 700
"""The button that closes a false alarm answers again only after this long."""


class EndingBar(Redressed, QFrame):
    """Closes the episode with how it ended and who says so.

    Signals: `closed(str, str, str, str)`: ending, what, by, who gave advice; `back_wanted()`.
    """

    closed = Signal(str, str, str, str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ending")
        self._ending: Ending | None = None
        self._asked_twice = False
        self._question = ""
        self._awake = QTimer(self)
        self._awake.setSingleShot(True)
        self._awake.setInterval(ASKED_AGAIN_MS)
        self._awake.timeout.connect(self._answer_again)
        self._is_emergency = True
        self._on_duty = ""
        self._layout = QVBoxLayout(self)
        self.stays = WrapLabel(self.tr("This screen stays until you say how it ended."), "quiet")
        self.back = plain_button(self.tr("Back"))
        self.back.clicked.connect(self.back_wanted)
        flow = FlowLayout()
        flow.addWidget(self.back)
        self.choices: dict[Ending, Button] = {}
        for ending, words in self._endings():
            button = plain_button(words)
            button.clicked.connect(lambda _=False, ending=ending: self._chosen(ending))
            self.choices[ending] = button
            flow.addWidget(button)
        self._layout.addLayout(SidesLayout(self.stays, flow, (1, 0), narrow_at=760))
        self.redress()

    def _endings(self) -> tuple[tuple[Ending, str], ...]:
        return (
            (Ending.HANDED_OVER, self.tr("Handed over to …")),
            (Ending.ADVICE, self.tr("Advice received …")),
            (Ending.FALSE_ALARM, self.tr("False alarm …")),
        )

    @cached_property
    def form(self) -> "ClosingForm":
        """What is asked before an episode is closed; made when it is first wanted."""
        from itb_companion.ui.emergency_closing import ClosingForm

        form = ClosingForm()
        form.close_it.clicked.connect(self._confirmed)
        form.cancel.clicked.connect(self._cancelled)
        form.by.set_text(self._on_duty)
        form.hide()
        self._layout.insertWidget(0, form)
        # It came later than what stands below it, and would come last in the order of Tab.
        for stop, following in pairwise([*form.stops(), self.back, *self.choices.values()]):
            QWidget.setTabOrder(stop, following)
        return form

    def _chosen(self, ending: Ending) -> None:
        from itb_companion.ui.widgets.into_view import bring_into_view

        self._ending, self._asked_twice = ending, False
        labels = {
            Ending.HANDED_OVER: self.tr("Handed over to whom?"),
            Ending.ADVICE: self.tr("What was advised?"),
            Ending.FALSE_ALARM: self.tr("Why was it a false alarm?"),
        }
        self.form.what.label.setText(labels[ending])
        self.form.what.editor.setAccessibleName(labels[ending])
        self.show_problems({})
        self.form.advised_by.setVisible(ending is Ending.ADVICE)
        self.form.really.hide()
        self.form.show()
        (self.form.advised_by if ending is Ending.ADVICE else self.form.what).editor.setFocus()
        QTimer.singleShot(0, self.form, lambda: bring_into_view(self.form))

    def _confirmed(self) -> None:
        if self._ending is None:
            return
        what, by = self.form.what.text(), self.form.by.text()
        asks_again = self._ending is Ending.FALSE_ALARM and self._is_emergency and what and by
        if asks_again and not self._asked_twice:
            self._asked_twice = True
            self.form.really.setText(self._question)
            self.form.really.show()
            announce(self.form, self._question)
            # The second half of a double click must not answer the question that its first half brought up.
            self.form.close_it.setEnabled(False)
            self._awake.start()
            return
        advised_by = self.form.advised_by.text() if self._ending is Ending.ADVICE else ""
        self.closed.emit(self._ending.value, what, by, advised_by)

    def _answer_again(self) -> None:
        self.form.close_it.setEnabled(True)
        self.form.close_it.setFocus()  # a disabled button gives the keyboard away

    def _cancelled(self) -> None:
        self._ending = None
        self.form.hide()
        self.back.setFocus()

    def show_state(self, caregiver: str, question: str, *, is_open: bool, is_emergency: bool) -> None:
        """Show what can be closed; the form of an ending that is being typed stays.

        `question` is asked before a false alarm closes an emergency. One that changed, because more was ticked since,
        is asked anew.
        """
        self._is_emergency = is_emergency
        if question != self._question:
            self._question, self._asked_twice = question, False
            if self._is_asked:
                self.form.really.hide()
        for button in self.choices.values():
            button.setVisible(is_open)
        self.stays.setVisible(is_open)
        if not is_open:
            self._ending = None
        if self._is_asked:
            self._show_form(caregiver, is_open=is_open)
        self._on_duty = caregiver

    @property
    def _is_asked(self) -> bool:
        """Whether the form was ever wanted."""
        return "form" in vars(self)

    def _show_form(self, caregiver: str, *, is_open: bool) -> None:
        if not is_open:
            self.form.hide()
            self.form.what.set_text("")
            self.form.advised_by.set_text("")
        if self.form.by.text() in ("", self._on_duty):
            self.form.by.set_text(caregiver)

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say what is missing, at its field."""
        if self._is_asked:
            self.form.show_problems(sentences)

    def redress(self) -> None:
        """Space the bar for the text."""
        px = look().px
        self._layout.setContentsMargins(px(30), px(10), px(30), px(10))
