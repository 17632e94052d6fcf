"""Whom to call on the emergency screen: the number to call first, large, with what to say, and the others under it."""

from itertools import pairwise

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.ui.emergency_rows import CallRow
from itb_companion.ui.emergency_shown import EmergencyView
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.flow import SidesLayout
from itb_companion.ui.widgets.labels import WrapLabel


class Calls(QObject):
    """The card of the first call and the ladder of the others.

    Signal `called(int, str)`: the outcome of a call; the index counts the contacts, and -1 is the emergency number.
    """

    called = Signal(int, str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.first_card, self.ladder = Card("", "emergency"), Card()
        self.rows: list[CallRow] = []
        """Of the contacts, in the order in which they are called."""
        self.emergency_row = self._new_row(-1, "number")
        self.script = WrapLabel("", "say")
        self._slot, say = QVBoxLayout(), QVBoxLayout()
        say.setSpacing(6)
        say.addWidget(WrapLabel(self.tr("Say this"), "strong"))
        say.addWidget(self.script)
        for column in (self._slot, say):
            column.addStretch(1)
        # The dialling side has room for the three outcomes of the call in one row.
        self.first_card.body.addLayout(SidesLayout(self._slot, say, (4, 3), narrow_at=600))
        self.nobody = WrapLabel(
            self.tr("No contact is recorded yet. The number of the pump clinic stands on the pump ID card."), "quiet"
        )
        self.ladder.add(self.nobody)
        self.first = self.emergency_row
        """The row of the number to call first."""
        self._let_stand_first(self.emergency_row)

    def show_calls(self, view: EmergencyView) -> None:
        """Show the numbers, and which of them comes first."""
        while len(self.rows) < len(view.calls):
            self.rows.append(self._new_row(len(self.rows)))
            self.ladder.add(self.rows[-1])
            self._order_tab()
        team_first = _is_team_first(view)
        first = self.rows[0] if team_first else self.emergency_row
        if first is not self.first:
            self._let_stand_first(first)
        self._show_emergency_number(view)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(view.calls))
        for row, call in zip(self.rows, view.calls, strict=False):
            row.show_number(call.who, call.detail, call.number, call.link)
            row.show_tried(call.who, call.number, call.tried, is_reached=call.is_reached)
        self.first_card.set_title(view.team_step if team_first else "")
        self.first_card.set_dress("emergency" if view.is_emergency else "plain")
        self.ladder.set_title(self.tr("Others to call") if team_first else view.team_step)
        self.script.setText("\n".join(view.script))
        self.nobody.setVisible(not view.calls)

    def told(self) -> str:
        """Return whom to call first, as it is said to somebody who does not see it."""
        step = self.first_card.title.text()
        return ": ".join(part for part in (step, self.first.who.text(), self.first.number.text()) if part)

    def _show_emergency_number(self, view: EmergencyView) -> None:
        call = view.emergency_call
        self.emergency_row.show_number(view.first_step, "", call.number or self.tr("not entered"), call.link)
        self.emergency_row.show_tried(call.who, call.number, call.tried, is_reached=call.is_reached)

    def _new_row(self, index: int, first_role: str = "phone-first") -> CallRow:
        row = CallRow(first_role)
        row.called.connect(lambda outcome: self.called.emit(index, outcome))
        return row

    def _let_stand_first(self, row: CallRow) -> None:
        """Put a row into the place of the first call, and the one that stood there on top of the others."""
        before, focused = self.first, self.first_card.window().focusWidget()
        if before is not row:
            before.set_first(is_first=False)
            self.ladder.body.insertWidget(1, before)  # under the title
            before.show()  # at once: Qt itself would show what it moved only later, after a paint without the number
        self._slot.insertWidget(0, row)
        row.set_first(is_first=True)
        row.show()
        self.first = row
        self._order_tab()
        # What is moved loses the keyboard.
        if focused is before.number:
            row.number.setFocus()
        elif focused is not None and any(each.isAncestorOf(focused) for each in (before, row)):
            focused.setFocus()

    def _order_tab(self) -> None:
        """Let Tab go from the first number down the calls."""
        others = [row for row in (self.emergency_row, *self.rows) if row is not self.first]
        stops = [self.first.number, *(b for row in (self.first, *others) for b in row.buttons.values())]
        # The emergency number is in the order from the beginning; where it comes later, it takes no focus itself.
        start = self.emergency_row.number
        for stop, following in pairwise(stops if stops[0] is start else [start, *stops]):
            QWidget.setTabOrder(stop, following)


def _is_team_first(view: EmergencyView) -> bool:
    """Whether below an emergency somebody of the pump team is to be called before the emergency number."""
    return not view.is_emergency and bool(view.calls) and view.calls[0].can_decide
