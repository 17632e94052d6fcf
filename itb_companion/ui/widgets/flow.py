"""Layouts that fit any width: one that wraps, and one that puts two sides next to or under each other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from itb_companion.ui.theme import look

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


class KeepingLayout(QLayout):
    """Holds the items of a layout in Python, and the answers it gave until something changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._kept: dict[object, QSize | int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt calls this from `addWidget`."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None beyond the last."""
        self._kept.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Forget the answers, because a child changed."""
        self._kept.clear()
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        """Say yes: a narrower place means more height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at `width`."""
        if width not in self._kept:
            self._kept[width] = self._tall(width)
        return self._kept[width]

    def sizeHint(self) -> QSize:
        """Return the size with everything in one row."""
        if "hint" not in self._kept:
            self._kept["hint"] = self._row()
        return self._kept["hint"]

    def minimumSize(self) -> QSize:
        """Return the size as narrow as the widest child may become."""
        if "least" not in self._kept:
            self._kept["least"] = self._narrowest()
        return self._kept["least"]


class RowsLayout(KeepingLayout):
    """Lays its children left to right and starts a new row where the width ends; `gap` is at 100 %.

    For a column in which something else stretches: elsewhere it takes what room is left, unlike `FlowLayout`.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._gap = gap

    def _tall(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_real=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the children."""
        super().setGeometry(rect)
        self._arrange(rect, is_real=True)

    def _row(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + look().px(self._gap) * max(0, len(hints) - 1)
        return self._framed(QSize(width, max((hint.height() for hint in hints), default=0)))

    def _narrowest(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return self._framed(size)

    def _framed(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, is_real: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        gap = look().px(self._gap)
        y = inner.y()
        for row in self._rows(inner.width(), gap):
            x, tall = inner.x(), max(size.height() for _, size in row)
            for item, size in row:
                if is_real:
                    item.setGeometry(QRect(QPoint(x, y + (tall - size.height()) // 2), size))
                x += size.width() + gap
            y += tall + gap
        return max(y - gap, inner.y()) - rect.y() + margins.bottom()

    def _rows(self, room: int, gap: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = fitted(item, room)
            if not rows or taken + size.width() > room:
                rows.append([])
                taken = 0
            rows[-1].append((item, size))
            taken += size.width() + gap
        return rows


class FlowLayout(RowsLayout):
    """Rows that want no more room than they need."""

    def expandingDirections(self) -> "Qt.Orientation":
        """Say so: in no direction."""
        from PySide6.QtCore import Qt  # see `paint` for why it is late

        return Qt.Orientation(0)


class SidesLayout(KeepingLayout):
    """Two sides, each a widget or a layout, next to each other where they fit, else one under the other.

    A layout is the lighter side: under a stylesheet a widget that only holds others takes 13 KiB.

    `stretch` shares the width; a side with 0 takes what it asks for. With `narrow_at` (pixels at 100 %)
    they stand side by side from that width on; without it, as soon as both fit unwrapped.
    """

    def __init__(
        self,
        left: QWidget | QLayout,
        right: QWidget | QLayout,
        stretch: tuple[int, int] = (1, 1),
        narrow_at: int | None = None,
        gap: int = 16,
    ) -> None:
        super().__init__()
        self._stretch = stretch
        self._narrow_at = narrow_at
        self._gap = gap
        for side in (left, right):
            if isinstance(side, QLayout):
                self.addChildLayout(side)
                self.addItem(side)
            else:
                self.addChildWidget(side)
                self.addItem(QWidgetItem(side))

    def is_beside(self, width: int) -> bool:
        """Say whether both sides stand next to each other at `width` pixels."""
        shown = self._shown()
        if len(shown) < 2:
            return False
        gap = look().px(self._gap)
        if self._narrow_at is None:
            return width >= sum(self._hint(item).width() for item in shown) + gap
        return width >= max(sum(self._least(item).width() for item in shown) + gap, look().px(self._narrow_at))

    def _tall(self, width: int) -> int:
        return max((rect.bottom() + 1 for rect in self._places(width, None)), default=0)

    def setGeometry(self, rect: QRect) -> None:
        """Place both sides."""
        super().setGeometry(rect)
        for item, place in zip(self._shown(), self._places(rect.width(), rect.height()), strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def _row(self) -> QSize:
        hints = [self._hint(item) for item in self._shown()]
        width = sum(hint.width() for hint in hints) + look().px(self._gap) * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def _narrowest(self) -> QSize:
        least = [self._least(item) for item in self._shown()]
        return QSize(max((s.width() for s in least), default=0), max((s.height() for s in least), default=0))

    def _hint(self, item: QLayoutItem) -> QSize:
        key = "hint of", self._items.index(item)
        if key not in self._kept:
            self._kept[key] = item.sizeHint()
        return self._kept[key]

    def _least(self, item: QLayoutItem) -> QSize:
        key = "least of", self._items.index(item)
        if key not in self._kept:
            self._kept[key] = item.minimumSize()
        return self._kept[key]

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int, height: int | None) -> list[QRect]:
        shown, gap = self._shown(), look().px(self._gap)
        if self.is_beside(width):
            left, right = self._widths(shown, width - gap)
            heights = item_height(shown[0], left), item_height(shown[1], right)
            tall = max(*heights, height or 0)
            if all(self._stretch):
                return [QRect(0, 0, left, tall), QRect(left + gap, 0, right, tall)]
            tops = [(tall - own) // 2 for own in heights]  # a row: both on one middle line
            return [QRect(0, tops[0], left, heights[0]), QRect(left + gap, tops[1], right, heights[1])]
        tops, y = [], 0
        for item in shown:
            tall = item_height(item, width)
            tops.append(QRect(0, y, width, tall))
            y += tall + gap
        return tops

    def _widths(self, shown: list[QLayoutItem], room: int) -> tuple[int, int]:
        left_share, right_share = self._stretch
        least_left, least_right = (self._least(item).width() for item in shown)
        if not right_share:
            left = room - self._hint(shown[1]).width()
        elif not left_share:
            left = self._hint(shown[0]).width()
        else:
            left = round(room * left_share / (left_share + right_share))
        left = max(least_left, min(left, room - least_right))
        return left, room - left


def fitted(item: QLayoutItem, room: int) -> QSize:
    """Return the size an item wants, made narrower and higher where `room` is too small for it."""
    hint = item.sizeHint()
    if hint.width() <= room:
        return hint
    return QSize(room, item_height(item, room))


def item_height(item: QLayoutItem, width: int) -> int:
    """Return the height an item needs at `width`."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
