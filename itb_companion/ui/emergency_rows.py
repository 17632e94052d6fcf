"""The parts of the emergency screen: one call with its outcomes, and the bar that closes an episode."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.care.episode import Ending, Outcome
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, danger_button, plain_button
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.qr_code import QrCode


class CallRow(QFrame):
    """One number in large digits with its code, what was tried, and how the call went.

    Signal `called(str)`: the outcome.
    """

    called = Signal(str)

    def __init__(self, *, with_number: bool = True) -> None:
        super().__init__()
        self._with_number = with_number
        self.code = QrCode(96, self)
        self.who = WrapLabel("", "strong", self)
        self.detail = WrapLabel("", "quiet", self)
        self.number = WrapLabel("", "phone", self)
        self.tried = Pill("", "urgent", self)
        self.buttons: dict[Outcome, Button] = {}
        outcomes = QWidget()
        self._flow = FlowLayout(outcomes)
        for outcome, words in self._outcomes():
            button = plain_button(words)
            button.clicked.connect(lambda _=False, outcome=outcome: self.called.emit(outcome.value))
            self.buttons[outcome] = button
            self._flow.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, look().px(4), 0, look().px(4))
        if not with_number:
            for part in (self.code, self.who, self.detail, self.number):
                part.hide()
            outer.addWidget(Sides(outcomes, self.tried, (1, 0), narrow_at=560))
            return
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(2))
        for label in (self.who, self.detail, self.number, self.tried):
            column.addWidget(label)
        left = Sides(self.code, words, (0, 1), narrow_at=240)
        outer.addWidget(Sides(left, outcomes, (1, 0), narrow_at=640))

    def _outcomes(self) -> tuple[tuple[Outcome, str], ...]:
        return (
            (Outcome.REACHED, self.tr("Reached")),
            (Outcome.NO_ANSWER, self.tr("No answer")),
            (Outcome.LEFT_MESSAGE, self.tr("Left message")),
        )

    def show_call(self, who: str, detail: str, number: str, link: str, tried: list[str]) -> None:
        """Show whom this calls and what was tried so far."""
        self.who.setText(who)
        if self._with_number:
            self.detail.setText(detail)
            self.detail.setVisible(bool(detail))
            self.number.setText(number)
            self.code.set_text(link, self.tr("Code that dials {number}").format(number=number))
        self.tried.setText("\n".join(tried))
        self.tried.setVisible(bool(tried))
        self.setAccessibleName(f"{who}, {number}")
        for outcome, words in self._outcomes():
            self.buttons[outcome].setAccessibleName(f"{who}: {words}")


ASKED_AGAIN_MS = 700
"""The button that closes a false alarm answers again only after this long."""


class EndingBar(Redressed, QFrame):
    """Closes the episode with how it ended and who says so.

    Signals: `closed(str, str, str)`: ending, what, by; `back_wanted()`.
    """

    closed = Signal(str, str, str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ending")
        self._ending: Ending | None = None
        self._asked_twice = False
        self._awake = QTimer(self)
        self._awake.setSingleShot(True)
        self._awake.setInterval(ASKED_AGAIN_MS)
        self._awake.timeout.connect(self._answer_again)
        self._is_emergency = True
        self._on_duty = ""
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._make_form())
        self.stays = WrapLabel(self.tr("This screen stays until you say how it ended."), "quiet")
        self.back = plain_button(self.tr("Back"))
        self.back.clicked.connect(self.back_wanted)
        choices = QWidget()
        self._flow = FlowLayout(choices)
        self._flow.addWidget(self.back)
        self.choices: dict[Ending, Button] = {}
        for ending, words in self._endings():
            button = plain_button(words)
            button.clicked.connect(lambda _=False, ending=ending: self._chosen(ending))
            self.choices[ending] = button
            self._flow.addWidget(button)
        self._layout.addWidget(Sides(self.stays, choices, (1, 0), narrow_at=760))
        self.form.hide()
        self.redress()

    def _endings(self) -> tuple[tuple[Ending, str], ...]:
        return (
            (Ending.HANDED_OVER, self.tr("Handed over to …")),
            (Ending.ADVICE, self.tr("Advice received …")),
            (Ending.FALSE_ALARM, self.tr("False alarm …")),
        )

    def _make_form(self) -> QWidget:
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        self.what = Field(self.tr("What happened"))
        self.by = Field(self.tr("Who says so"))
        self.really = WrapLabel("", "urgent")
        self.really.hide()
        self.close_it = danger_button(self.tr("Close the emergency"))
        self.cancel = plain_button(self.tr("Not yet"))
        self.close_it.clicked.connect(self._confirmed)
        self.cancel.clicked.connect(self._cancelled)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.close_it)
        flow.addWidget(self.cancel)
        column.addWidget(Sides(self.what, self.by, (2, 1), narrow_at=520))
        column.addWidget(self.really)
        column.addWidget(buttons)
        return self.form

    def _chosen(self, ending: Ending) -> None:
        self._ending, self._asked_twice = ending, False
        labels = {
            Ending.HANDED_OVER: self.tr("Handed over to whom?"),
            Ending.ADVICE: self.tr("Who advised what?"),
            Ending.FALSE_ALARM: self.tr("Why was it a false alarm?"),
        }
        self.what.label.setText(labels[ending])
        self.what.editor.setAccessibleName(labels[ending])
        self.what.set_error(None)
        self.by.set_error(None)
        self.really.hide()
        self.form.show()
        self.what.editor.setFocus()

    def _confirmed(self) -> None:
        if self._ending is None:
            return
        asks_again = self._ending is Ending.FALSE_ALARM and self._is_emergency and self.what.text() and self.by.text()
        if asks_again and not self._asked_twice:
            self._asked_twice = True
            self.really.setText(self.tr("Is it really a false alarm? If so, press “Close the emergency” once more."))
            self.really.show()
            # The second half of a double click must not answer the question that its first half brought up.
            self.close_it.setEnabled(False)
            self._awake.start()
            return
        self.closed.emit(self._ending.value, self.what.text(), self.by.text())

    def _answer_again(self) -> None:
        self.close_it.setEnabled(True)
        self.close_it.setFocus()  # a disabled button gives the keyboard away

    def _cancelled(self) -> None:
        self._ending = None
        self.form.hide()
        self.back.setFocus()

    def show_state(self, caregiver: str, *, is_open: bool, is_emergency: bool) -> None:
        """Show what can be closed; the form of an ending that is being typed stays."""
        self._is_emergency = is_emergency
        for button in self.choices.values():
            button.setVisible(is_open)
        self.stays.setVisible(is_open)
        if not is_open:
            self._ending = None
            self.form.hide()
            self.what.set_text("")
        if self.by.text() in ("", self._on_duty):
            self.by.set_text(caregiver)
        self._on_duty = caregiver

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say what is missing, at its field."""
        self.what.set_error(sentences.get("what"))
        self.by.set_error(sentences.get("by"))

    def redress(self) -> None:
        """Space the bar for the text."""
        px = look().px
        self._layout.setContentsMargins(px(30), px(10), px(30), px(10))
