"""The rows of a check: a tile, a smaller row, and the question that separates too little from too much."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.signs import Answer, Tone
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.segmented import Option, Segmented, answers


class SignTile(Card):
    """One of the four leading signs, large."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.answer = Segmented(name, answers(self.tr("No"), self.tr("Yes"), self.tr("Not sure")))
        self.hint = WrapLabel(hint, "quiet")
        self.add(WrapLabel(name, "tile"))
        self.add(self.hint)
        self.body.addStretch(1)
        self.add(self.answer)

    def redress(self) -> None:
        """Leave the three answers room to stand side by side."""
        px = look().px
        self.body.setContentsMargins(px(14), px(14), px(14), px(14))
        self.body.setSpacing(px(8))

    def show_answer(self, answer: Answer | None) -> None:
        """Show the answer that is kept."""
        self.answer.set_value(answer.value if answer else None)


class SignRow(QWidget):
    """One of the other signs, a line each: the answers beside the words where both have room."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.answer = Segmented(name, answers(self.tr("No"), self.tr("Yes"), self.tr("Not sure")))
        self.hint = WrapLabel(hint, "quiet")
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(WrapLabel(name, "strong"))
        column.addWidget(self.hint)
        self.hint.setVisible(hint.rstrip(".") != name)  # "Vomiting" needs no second word
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Sides(words, self.answer, (1, 0), narrow_at=520))

    def show_answer(self, answer: Answer | None) -> None:
        """Show the answer that is kept."""
        self.answer.set_value(answer.value if answer else None)


class ToneQuestion(QWidget):
    """Tighter or looser than usual: what separates the two readings best. Source: clinical-facts section 1."""

    def __init__(self) -> None:
        super().__init__()
        question = self.tr("Tighter or looser than usual?")
        self.answer = Segmented(
            question,
            (
                Option(Tone.TIGHTER.value, self.tr("Tighter"), "urgent"),
                Option(Tone.LOOSER.value, self.tr("Looser"), "urgent"),
                Option(Tone.USUAL.value, self.tr("As usual")),
                Option(Tone.UNSURE.value, self.tr("Not sure"), "urgent-soft"),
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(WrapLabel(question, "strong"))
        column.addWidget(self.answer)

    def show_answer(self, tone: Tone | None) -> None:
        """Show the answer that is kept."""
        self.answer.set_value(tone.value if tone else None)
