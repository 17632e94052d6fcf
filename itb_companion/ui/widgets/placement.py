"""Finds places for labels on a chart, so that none covers another, a line, or the edge."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

GAP = 6.0  # between a line and its label
APART = 8.0  # between two labels in one row


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def meets(self, other: "Box", apart: float = 0.0) -> bool:
        """Say whether two boxes overlap or come closer than `apart`."""
        return (
            self.x < other.right + apart
            and other.x < self.right + apart
            and self.y < other.bottom + apart
            and other.y < self.bottom + apart
        )

    def holds(self, other: "Box") -> bool:
        """Say whether the other box lies inside this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


class Segment(NamedTuple):
    """A straight line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float

    def meets(self, box: Box, apart: float = 0.0) -> bool:
        """Say whether the line touches a box grown by `apart` on all sides (Liang and Barsky)."""
        dx, dy = self.x2 - self.x1, self.y2 - self.y1
        first, last = 0.0, 1.0
        for step, room in (
            (-dx, self.x1 - box.x + apart),
            (dx, box.right + apart - self.x1),
            (-dy, self.y1 - box.y + apart),
            (dy, box.bottom + apart - self.y1),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                first = max(first, room / step)
            else:
                last = min(last, room / step)
        return first <= last


class Flag(NamedTuple):
    """A label beside the line it names: its left edge, and its row counted from the top."""

    x: float
    row: int


def place_flags(lines: Sequence[float], widths: Sequence[float], left: float, right: float) -> list[Flag] | None:
    """Put a label right or left of each upright line, in as few rows as can be.

    Each line starts at the top of its own label's row, so it crosses the rows below. Returns None where
    no arrangement keeps all labels inside and free.
    """
    count = len(lines)
    sides = [
        [x for x in (line + GAP, line - GAP - width) if left <= x and x + width <= right]
        for line, width in zip(lines, widths, strict=True)
    ]
    for height in range(1, count + 1):
        for rows in product(range(height), repeat=count):
            for starts in product(*sides):
                if _is_free(lines, widths, starts, rows):
                    return [Flag(x, row) for x, row in zip(starts, rows, strict=True)]
    return [] if not count else None


def _is_free(
    lines: Sequence[float],
    widths: Sequence[float],
    starts: Sequence[float],
    rows: Sequence[int],
) -> bool:
    for i, start in enumerate(starts):
        end = start + widths[i]
        for j, other in enumerate(starts):
            if i == j:
                continue
            if rows[i] == rows[j] and start < other + widths[j] + APART and other < end + APART:
                return False
            if rows[j] <= rows[i] and start - GAP / 2 < lines[j] < end + GAP / 2:
                return False
    return True


def stack(boxes: Iterable[Box], left: float, right: float, row_gap: float = 2.0) -> list[Box]:
    """Shift boxes inside the edges and push each down until it meets none before it."""
    placed: list[Box] = []
    for box in boxes:
        x = max(left, min(box.x, right - box.width))
        moved = box._replace(x=x)
        while hit := next((other for other in placed if moved.meets(other, APART / 2)), None):
            moved = moved._replace(y=hit.bottom + max(row_gap, APART / 2))
        placed.append(moved)
    return placed


def first_free(candidates: Iterable[Box], inside: Box, boxes: Sequence[Box], segments: Sequence[Segment]) -> Box | None:
    """Return the first candidate inside a box that meets no other box and no line."""
    for box in candidates:
        if (
            inside.holds(box)
            and not any(box.meets(other, 3.0) for other in boxes)
            and not any(segment.meets(box, 3.0) for segment in segments)
        ):
            return box
    return None
