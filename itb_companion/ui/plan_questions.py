"""The questions for the next visit: each can be changed, answered, removed, and others added."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.care.plan import MOST_LETTERS, Question
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.ui.fields import SaveRow, Tick, line_edit
from itb_companion.ui.plan_editors import TextEdit, stop_before, tab_in_between
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button, plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.field import ErrorLine, Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.paint import line_below
from itb_companion.words.language import Words
from itb_companion.words.plan import question_text
from itb_companion.words.problems import sentence

_ROOM = 100  # letters more than may be kept, so that a long text is told and not cut


class QuestionRow(Redressed, QFrame):
    """One question with its answer. Signals: `edited()`, and `removed()`."""

    edited = Signal()
    removed = Signal()

    def __init__(self, question: Question, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        told = question_text(words, question)
        self.tick = Tick(told)
        self.tick.box.setChecked(question.is_answered)
        self.tick.box.setAccessibleName(self.tr("Answered: {question}").format(question=told))
        self.edit, self.remove = plain_button(self.tr("Change"), "edit"), plain_button(self.tr("Remove"), "trash")
        for button in (self.edit, self.remove):
            button.setAccessibleName(self.tr("{action}: {what}").format(action=button.text(), what=told))
        self.line = line_edit(MOST_LETTERS["text"] + _ROOM)
        self.line.setText(told)
        self.text_field = Field(self.tr("Question"), self.line)
        self.text_field.hide()
        self.answer = TextEdit(2)
        self.answer.setPlainText(question.answer)
        self.answer_field = Field(self.tr("Answer"), self.answer)
        self.answer.setAccessibleName(self.tr("Answer to: {question}").format(question=told))
        self.error = ErrorLine()
        self.error.hide()
        self._column = QVBoxLayout(self)
        for part in (
            Sides(self.tick, _flow(self.edit, self.remove), (1, 0), narrow_at=620, gap=8),
            self.text_field,
            self.error,
        ):
            self._column.addWidget(part)
        self._column.addWidget(self.answer_field)
        self._show_answer()
        self.tick.box.clicked.connect(self._on_ticked)
        self.edit.clicked.connect(self._on_edit)
        self.remove.clicked.connect(self.removed)
        self._is_reworded = self._is_answer_new = False
        self.line.textEdited.connect(self._on_reworded)
        self.answer.textChanged.connect(self._on_answer)
        self.redress()

    def question(self) -> Question:
        """Return the question as it stands here; a standard one that was reworded is the family's own."""
        found = replace(self._question, is_answered=self.tick.box.isChecked())
        if self._is_reworded:
            found = replace(found, text=self.line.text().strip(), standard="")
        return replace(found, answer=self.answer.toPlainText().strip()) if self._is_answer_new else found

    def say(self, told: str) -> None:
        """Say what is wrong with this question; an empty text takes it back."""
        self.error.setText(told)
        self.error.setVisible(bool(told))
        for editor in (self.line, self.answer):
            editor.setAccessibleDescription(told)

    def redress(self) -> None:
        """Space the lines for the text size."""
        self._column.setSpacing(look().px(6))
        self._column.setContentsMargins(0, look().px(8), 0, look().px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a quiet line below, which sets the question apart from the next."""
        super().paintEvent(event)
        line_below(self, look().theme.line)

    def _show_answer(self) -> None:
        self.answer_field.setVisible(self.tick.box.isChecked() or bool(self.answer.toPlainText()))

    def _on_ticked(self) -> None:
        self._show_answer()
        if self.tick.box.isChecked():
            self.answer.setFocus()
        self._on_edited()

    def _on_edit(self) -> None:
        self.text_field.show()
        self.edit.hide()
        self.line.setFocus()

    def _on_reworded(self) -> None:
        self._is_reworded = True
        self._on_edited()

    def _on_answer(self) -> None:
        self._is_answer_new = True
        self._on_edited()

    def _on_edited(self) -> None:
        self.say("")
        self.edited.emit()


class QuestionsCard(Card):
    """The list, and a line for one more. Signal `saved(tuple)`: the questions are to be kept as they stand here."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Questions for the next visit"))
        self._rows: list[QuestionRow] = []
        self._to_come: tuple[Question, ...] | None = None
        self.is_dirty = False
        self._words: Words | None = None
        self._shown: tuple[Question, ...] | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.new = line_edit(MOST_LETTERS["text"] + _ROOM)
        self.new_field = Field(self.tr("Another question"), self.new)
        self.add_button = plain_button(self.tr("Add it to the list"), "plus")
        self.save_button = plain_button(self.tr("Save the questions"))
        self.row = SaveRow(self.add_button, self.save_button)
        self.add(self.new_field)
        self.add(self.row)
        self.new.textEdited.connect(lambda: self.new_field.set_error(None))
        self.new.returnPressed.connect(self._on_add)
        self.add_button.clicked.connect(self._on_add)
        self.save_button.clicked.connect(self._on_save)

    def show_questions(self, questions: tuple[Question, ...], words: Words) -> None:
        """Show the questions; a list that a person is changing stays."""
        self._words = words
        if self.is_dirty or self._shown == questions:
            return
        self._shown = self._to_come = questions
        if self.isVisible():
            self._fill()

    @property
    def rows(self) -> list[QuestionRow]:
        """A row for each question; made when the card is seen, or when they are first asked for."""
        self._fill()
        return self._rows

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows that a page below its first screenful did not need yet."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        questions, self._to_come = self._to_come, None
        if questions is None:
            return
        for row in tuple(self._rows):
            self._take_away(row)
        for question in questions:
            self._append(question)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its question, and bring the first into view."""
        for problem in problems:
            place = problem.field.partition(".")[2]
            if place and int(place) < len(self.rows):
                self.rows[int(place)].say(sentence(words, problem))
            else:
                self.new_field.set_error(sentence(words, problem))
        first = next((row for row in self.rows if not row.error.isHidden()), None)
        if first is not None:
            first.text_field.show()
            first.line.setFocus()

    def accepted(self) -> None:
        """Say that the questions were kept."""
        self.is_dirty, self._shown = False, None
        self.row.saved.show()

    def _append(self, question: Question) -> None:
        row = QuestionRow(question, self._words)
        row.edited.connect(self._on_edited)
        row.removed.connect(lambda: self._on_removed(row))
        self._rows.append(row)
        self._list.addWidget(row)
        tab_in_between(stop_before(self.new), row.findChildren(QWidget))

    def _take_away(self, row: QuestionRow) -> None:
        self._rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_removed(self, row: QuestionRow) -> None:
        place = self.rows.index(row)
        self._take_away(row)
        near = self.rows[min(place, len(self.rows) - 1)].remove if self.rows else self.new
        near.setFocus()
        self._on_edited()

    def _on_add(self) -> None:
        text = self.new.text().strip()
        if not text:
            if self._words is not None:
                self.new_field.set_error(self._words.text("problem.question-to-add-missing"))
            self.new.setFocus()
            return
        self._fill()
        self._append(Question(text))
        with QSignalBlocker(self.new):
            self.new.clear()
        self._on_edited()

    def _on_edited(self) -> None:
        self.is_dirty = True
        self.row.saved.hide()

    def _on_save(self) -> None:
        if self.new.text().strip():
            self._on_add()
        self.saved.emit(tuple(row.question() for row in self.rows))


def _flow(*buttons: Button | WrapLabel) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    for button in buttons:
        flow.addWidget(button)
    return holder
