"""The rules of a care plan: each in plain words with its level, and a choice of stricter ones only."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itb_companion.care.stricter import choices, levels_for_this_person, own_levels, with_level
from itb_companion.care.triage import Level
from itb_companion.ui.fields import Choice
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words
from itb_companion.words.plan import rule_name
from itb_companion.words.signs import level_name


class RulesCard(Card):
    """What is stricter for this person, and the whole list when it is wanted. Signal `edited()`."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Stricter rules"))
        hint = self.tr(
            "A rule can be made stricter for this person, never looser. A danger sign is an emergency, always."
        )
        self.add(WrapLabel(hint, "quiet"))
        self.raised = WrapLabel()
        self.add(self.raised)
        self.show_rules = plain_button(self.tr("Show all rules"), "down")
        self.add(_left(self.show_rules))
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)
        self.choices: dict[str, Choice] = {}
        self._stricter: Mapping[str, str] = {}
        self._touched: set[str] = set()
        self._words: Words | None = None
        self.show_rules.clicked.connect(self.open)

    def show_stricter(self, stricter: Mapping[str, str], words: Words) -> None:
        """Show what a plan makes stricter; a choice that a person just made stays."""
        self._stricter, self._words = stricter, words
        levels, own = levels_for_this_person(stricter), own_levels()
        raised = [
            words.text("plan.raised", rule=rule_name(words, rule), level=level_name(words, level))
            for rule, level in levels.items()
            if level > own[rule]
        ]
        self.raised.setText("\n".join(raised) or words.text("plan.raised.none"))
        for rule, choice in self.choices.items():
            if rule not in self._touched:
                choice.show_data(levels[rule])

    def stricter(self) -> dict[str, str]:
        """Return what the plan is to make stricter, with what a person chose here."""
        found = dict(self._stricter)
        for rule in self._touched:
            found = with_level(found, rule, Level(self.choices[rule].currentData()))
        return found

    def accepted(self) -> None:
        """Forget what a person chose here: it was kept."""
        self._touched.clear()

    def open(self) -> None:
        """Show every rule with its choice."""
        if self._words is None or self.choices:
            return
        self.show_rules.hide()
        for rule, own in own_levels().items():
            self._rows.addWidget(self._row(rule, own, self._words))
        self.show_stricter(self._stricter, self._words)
        next(iter(self.choices.values())).setFocus()

    def _row(self, rule: str, own: Level, words: Words) -> QWidget:
        name = WrapLabel(rule_name(words, rule))
        if own is Level.EMERGENCY:
            always = WrapLabel(words.text("plan.always", level=level_name(words, own)), "quiet")
            return Sides(name, always, (3, 2), narrow_at=520, gap=8)
        choice = Choice()
        choice.setAccessibleName(rule_name(words, rule))
        for level in choices(own):
            told = level_name(words, level)
            choice.addItem(words.text("plan.usual", level=told) if level is own else told, level)
        choice.activated.connect(lambda _, rule=rule: self._on_chosen(rule))
        self.choices[rule] = choice
        return Sides(name, choice, (3, 2), narrow_at=520, gap=8)

    def _on_chosen(self, rule: str) -> None:
        self._touched.add(rule)
        self.edited.emit()

    def redress(self) -> None:
        """Space the rules for the text size."""
        super().redress()
        if hasattr(self, "_rows"):
            self._rows.setSpacing(look().px(16))


def _left(button: QWidget) -> QWidget:
    holder = QWidget()
    FlowLayout(holder).addWidget(button)
    return holder
