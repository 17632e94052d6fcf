"""A button that opens and closes a part of a page; the part is made when it is first opened."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import Button
from itb_companion.ui.widgets.card import Card


class Disclosure(Card):
    """A card that shows only its button until it is wanted."""

    def __init__(self, words: str, maker: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._maker = maker
        self._content: QWidget | None = None
        self._words = words
        self.toggle = Button(words, "plain", "down")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._toggled)
        self.add(self.toggle)
        self._name()

    @property
    def made(self) -> bool:
        """Whether the part was opened before."""
        return self._content is not None

    def open(self) -> None:
        """Open the part."""
        self.toggle.setChecked(True)

    def _toggled(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._content is None:
            self._content = self._maker()
            self.add(self._content)
        self._content.setVisible(opened)
        self._name()

    def _name(self) -> None:
        state = self.tr("open") if self.toggle.isChecked() else self.tr("closed")
        self.toggle.setAccessibleName(f"{self._words}, {state}")

    def redress(self) -> None:
        """Stand closer than a card with words of its own."""
        px = look().px
        self.body.setContentsMargins(px(12), px(10), px(12), px(10))
        self.body.setSpacing(px(12))
