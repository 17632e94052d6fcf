"""Two columns that stand side by side where there is room for them at this text size."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets.dressing import Redressed
from itb_companion.ui.widgets.flow import SidesLayout


class Holder(QWidget):
    """Holds a layout. Qt would add to its hint the height at that width, which takes a layout of its own each time."""

    def sizeHint(self) -> QSize:
        """Return what the layout asks for."""
        return self.layout().sizeHint()


class Sides(Holder):
    """Two sides next to each other, or one under the other where they do not fit; for a part that is hidden as one."""

    def __init__(
        self,
        left: QWidget | QLayout,
        right: QWidget | QLayout,
        stretch: tuple[int, int] = (1, 1),
        narrow_at: int | None = None,
        gap: int = 16,
    ) -> None:
        super().__init__()
        self.setLayout(SidesLayout(left, right, stretch, narrow_at, gap))

    def is_beside(self) -> bool:
        """Say whether the two stand next to each other now."""
        return self.layout().is_beside(self.width())


class Columns(Redressed, Sides):
    """Two columns, `left` and `right`, each a vertical layout; `narrow_at` is in pixels at 100 %."""

    def __init__(self, left_stretch: int = 2, right_stretch: int = 1, narrow_at: int = 720) -> None:
        # Widgets, not layouts: a line that comes later stands in its own column for a screen reader too.
        sides = (Holder(), Holder())
        self.left, self.right = (QVBoxLayout(side) for side in sides)
        super().__init__(*sides, (left_stretch, right_stretch), narrow_at, gap=18)
        for column in (self.left, self.right):
            column.setContentsMargins(0, 0, 0, 0)
        self.redress()

    def redress(self) -> None:
        """Space the columns for the text size."""
        for column in (self.left, self.right):
            column.setSpacing(look().px(18))
