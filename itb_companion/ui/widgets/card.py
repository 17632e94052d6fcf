"""A card: a quiet surface with an optional title and one column of content."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed, dress_again, repolish
from itb_companion.ui.widgets.flow import SidesLayout
from itb_companion.ui.widgets.labels import WrapLabel


class Card(Redressed, QFrame):
    """A rounded surface in the dress `plain`, `accent`, `urgent` or `emergency`; fill its `body`."""

    def __init__(
        self, title: str = "", dress: str = "plain", aside: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("dress", dress)
        self.body = QVBoxLayout(self)
        self.title = WrapLabel(title, "heading")
        if aside:
            self.body.addLayout(SidesLayout(self.title, aside, (1, 0)))
        else:
            self.body.addWidget(self.title)
        self.set_title(title)
        self.redress()

    def set_title(self, title: str) -> None:
        """Show another title; an empty one takes no room."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_dress(self, dress: str) -> None:
        """Change what the card means."""
        repolish(self, "dress", dress)
        repolish_children(self)

    def add(self, widget: QWidget) -> None:
        """Put a widget under what the card holds already."""
        self.body.addWidget(widget)

    def redress(self) -> None:
        """Keep 20 px of padding in proportion to the text."""
        px = look().px
        self.body.setContentsMargins(px(20), px(18), px(20), px(20))
        self.body.setSpacing(px(10))


def repolish_children(card: Card) -> None:
    """Let the title follow the card's dress, since stylesheets do not look again by themselves."""
    dress_again(card.title)
