"""Where everything on the reservoir's time line goes; numbers only, so that it can be tested by property."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from itb_companion.care.value import value
from itb_companion.ui.widgets.placement import Box, Flag, Segment, first_free, place_flags, stack

Measure = Callable[[str, str, float], tuple[float, float]]
"""(words, kind, widest) -> width and height in pixels, wrapped at `widest`."""

BARE_PLOT = 36  # pixels at 100 %: a time line without a curve


@value
class ReservoirPicture:
    """What the chart shows: days, volumes in mL, and every label in the caller's words.

    With `level_today_ml` None the program cannot tell, and only the time line is drawn.
    """

    filled_on: date
    today: date
    fill_volume_ml: float
    reservoir_ml: float
    level_today_ml: float | None = None
    alarm_volume_ml: float | None = None
    refill_by: date | None = None
    alarm_on: date | None = None
    empty_on: date | None = None
    earliest_alarm_on: date | None = None
    latest_alarm_on: date | None = None
    earliest_empty_on: date | None = None
    latest_empty_on: date | None = None
    appointment_on: date | None = None
    appointment_good: bool = True
    filled_label: str = ""
    today_label: str = ""
    level_label: str = ""
    appointment_label: str = ""
    refill_by_label: str = ""
    alarm_label: str = ""
    beeps_label: str = ""

    def days(self) -> list[date]:
        """Return every day that must lie on the time line."""
        days = [self.filled_on, self.today, self.refill_by, self.alarm_on, self.appointment_on]
        if self.level_today_ml is not None:
            days += [self.empty_on, self.earliest_alarm_on, self.latest_alarm_on]
            days += [self.earliest_empty_on, self.latest_empty_on]
        return [day for day in days if day is not None]

    def marks(self) -> list[tuple[str, date, str]]:
        """Return kind, day and label of each upright mark."""
        marks = (
            ("appointment", self.appointment_on, self.appointment_label),
            ("refill", self.refill_by, self.refill_by_label),
            ("alarm", self.alarm_on, self.alarm_label),
        )
        return [(kind, day, label) for kind, day, label in marks if day is not None]


class Label(NamedTuple):
    """Words in their place; `kind` names colour and font."""

    kind: str
    text: str
    box: Box


class Plan(NamedTuple):
    """Everything in its place, in pixels of the widget."""

    height: float
    plot: Box
    labels: tuple[Label, ...]
    marks: tuple[tuple[str, Segment], ...]
    signs: tuple[tuple[str, Box], ...]
    solid: Segment | None
    dashed: tuple[Segment, ...]
    fan: tuple[tuple[float, float], ...]
    alarm_line: Segment | None
    dot: tuple[float, float]


class Planner:
    """Plans one picture at one width; `unit` is the pixels of one pixel at 100 %.

    `sizes` keeps what was measured of unwrapped words, for planners of other widths.
    """

    def __init__(
        self,
        picture: ReservoirPicture,
        width: float,
        unit: float,
        measure: Measure,
        sizes: dict[tuple[str, str], tuple[float, float]] | None = None,
    ) -> None:
        self.picture = picture
        self.width = width
        self.unit = unit
        self.measure = measure
        self._sizes = {} if sizes is None else sizes
        self.left, self.right = 8 * unit, width - 8 * unit
        days = picture.days()
        self._first = min(days)
        self._days = max((max(days) - self._first).days * 1.02, 1)
        self._labels = [(kind, text) for kind, _, text in picture.marks()]
        self._lines = [self.across(day) for _, day, _ in picture.marks()]
        widths = [self._size(kind, text)[0] for kind, text in self._labels]
        self._flags = place_flags(self._lines, widths, self.left, self.right)
        self._planned: dict[float, Plan] = {}

    def across(self, day: date) -> float:
        """Return the x of a day."""
        return self.left + (day - self._first).days / self._days * (self.right - self.left)

    def fit(self, height: float, plot_height: float) -> Plan:
        """Return the plan with the highest plot that fits into `height`, at least `plot_height`."""
        best = self.plan(plot_height)
        step = height - best.height
        for _ in range(8):  # a higher plot may need fewer rows around it, so the room is not known at once
            if step < 2 or self.picture.level_today_ml is None:
                break
            higher = self.plan(best.plot.height + step)
            if higher.height <= height:
                best, step = higher, height - higher.height
            else:
                step /= 2
        return best

    def plan(self, plot_height: float) -> Plan:
        """Return the plan with a plot of this height."""
        if plot_height not in self._planned:
            self._planned[plot_height] = self._plan(plot_height)
        return self._planned[plot_height]

    def _plan(self, plot_height: float) -> Plan:
        if self.picture.level_today_ml is None:
            plot_height = BARE_PLOT * self.unit
        row = self._row_height()
        flags = self._flags
        if flags is None:
            return self._with_legend(plot_height)
        rows = max((flag.row + 1 for flag in flags), default=0)
        for above in range(rows + 1):
            plot = Box(self.left, above * row + 8 * self.unit, self.right - self.left, plot_height)
            named = self._flagged(flags, row)
            curve = self._curve(plot)
            fits = all(label.box.bottom < plot.bottom - row for label in named) or above == rows
            if fits and not any(line.meets(label.box, 4.0) for line in curve for label in named):
                break
        tops = [label.box.y + 2 * self.unit for label in named]
        return self._finish(plot, named, tops, ())

    def _flagged(self, flags: list[Flag], row: float) -> list[Label]:
        named = []
        for flag, (kind, text) in zip(flags, self._labels, strict=True):
            width, height = self._size(kind, text)
            named.append(Label(kind, text, Box(flag.x, flag.row * row + 2, width, height)))
        return named

    def _with_legend(self, plot_height: float) -> Plan:
        """List the labels above the plot, where they do not fit beside their lines."""
        named, signs, y = [], [], 2.0
        side = 12 * self.unit
        inset = self.left + side + 6 * self.unit
        for kind, text in self._labels:
            width, height = self.measure(text, kind, self.right - inset)
            named.append(Label(kind, text, Box(inset, y, width, height)))
            signs.append((kind, Box(self.left, y + (self._row_height() - side) / 2 - 2, side, side)))
            y += height + 4 * self.unit
        plot = Box(self.left, y + 10 * self.unit, self.right - self.left, plot_height)
        tops = [plot.y + i * side * 1.3 for i in range(len(named))]
        for (kind, _), x, top in zip(self._labels, self._lines, tops, strict=True):
            signs.append((kind, Box(x - side / 2, top - side / 2, side, side)))
        return self._finish(plot, named, tops, tuple(signs))

    def _finish(self, plot: Box, named: list[Label], tops: list[float], signs: tuple[tuple[str, Box], ...]) -> Plan:
        marks = [
            (kind, Segment(x, top, x, plot.bottom))
            for (kind, _), x, top in zip(self._labels, self._lines, tops, strict=True)
        ]
        dot = self._dot(plot)
        taken = [label.box for label in named] + [box for _, box in signs] + [_around(dot, 9 * self.unit)]
        segments = [segment for _, segment in marks] + self._curve(plot)
        inside = Box(0, 0, self.width, plot.bottom)
        homeless = []
        for kind, text, places in self._inner(plot, dot):
            box = first_free(places, inside, taken, segments)
            if box is None:
                homeless.append((kind, text))
            else:
                named.append(Label(kind, text, box))
                taken.append(box)
        named += self._below(plot, homeless)
        height = max(label.box.bottom for label in named) if named else plot.bottom
        solid, dashed, fan, alarm_line = self._shape(plot)
        labels, lines = tuple(named), tuple(marks)
        return Plan(height + 4, plot, labels, lines, signs, solid, dashed, fan, alarm_line, dot)

    def _below(self, plot: Box, homeless: list[tuple[str, str]]) -> list[Label]:
        """Put the labels of the axis, and those that found no place, under the axis."""
        picture, room = self.picture, self.right - self.left
        wanted = []
        for kind, text, day, share in (
            ("axis", picture.filled_label, picture.filled_on, 0.0),
            ("axis", picture.today_label, picture.today, 0.5),
            *((kind, text, self._first, 0.0) for kind, text in homeless),
        ):
            if text:
                width, height = self.measure(text, kind, room)
                x = self.across(day) - share * width
                wanted.append((kind, text, Box(x, plot.bottom + 8 * self.unit, width, height)))
        boxes = stack([box for _, _, box in wanted], self.left, self.right)
        return [Label(kind, text, box) for (kind, text, _), box in zip(wanted, boxes, strict=True)]

    def _inner(self, plot: Box, dot: tuple[float, float]) -> list[tuple[str, str, list[Box]]]:
        """Return the labels that belong inside the plot, each with its places from best to worst."""
        picture, found = self.picture, []
        if picture.level_label:
            places = self._beside_dot(dot) if picture.level_today_ml is not None else []
            found.append(("level", picture.level_label, places))
        if picture.level_today_ml is not None and picture.alarm_volume_ml is not None and picture.beeps_label:
            width, height = self._size("beeps", picture.beeps_label)
            y = self._up(plot, picture.alarm_volume_ml)
            steps = [plot.x + 4 + i * (plot.width - width - 8) / 8 for i in range(9)]
            places = [Box(x, top, width, height) for top in (y - height - 4, y + 4) for x in steps]
            found.append(("beeps", picture.beeps_label, places))
        return found

    def _beside_dot(self, dot: tuple[float, float]) -> list[Box]:
        (x, y), (width, height) = dot, self._size("level", self.picture.level_label)
        places = []
        for far in (10 * self.unit, 18 * self.unit, 30 * self.unit):
            places += [
                Box(x - width - far, y + far * 0.6, width, height),
                Box(x + far, y - height - far * 0.6, width, height),
                Box(x - width / 2, y - height - far, width, height),
                Box(x - width / 2, y + far, width, height),
                Box(x - width - far, y - height - far * 0.6, width, height),
                Box(x + far, y + far * 0.6, width, height),
            ]
        return places

    def _curve(self, plot: Box) -> list[Segment]:
        """Return every line of the drawing that a label must not cross, except the marks."""
        solid, dashed, fan, alarm_line = self._shape(plot)
        lines = [line for line in (solid, *dashed, alarm_line) if line is not None]
        edges = [Segment(*a, *b) for a, b in pairwise(fan)]
        return lines + edges

    def _shape(
        self, plot: Box
    ) -> tuple[Segment | None, tuple[Segment, ...], tuple[tuple[float, float], ...], Segment | None]:
        """Return the line so far, the line to come, the plausible range and the alarm level."""
        picture = self.picture
        if picture.level_today_ml is None:
            return None, (), (), None
        start = (self.across(picture.filled_on), self._up(plot, picture.fill_volume_ml))
        dot = self._dot(plot)
        alarm_ml = picture.alarm_volume_ml or 0.0
        corners = [
            (self.across(day), self._up(plot, volume))
            for day, volume in (
                (picture.latest_alarm_on, alarm_ml),
                (picture.latest_empty_on, 0.0),
                (picture.earliest_empty_on, 0.0),
                (picture.earliest_alarm_on, alarm_ml),
            )
            if day is not None
        ]
        fan = (start, *corners, start) if len(corners) > 1 else ()
        ahead = [dot]
        for day, volume in ((picture.alarm_on, alarm_ml), (picture.empty_on, 0.0)):
            if day is not None and day > picture.today and volume <= picture.level_today_ml:
                ahead.append((self.across(day), self._up(plot, volume)))
        dashed = tuple(Segment(*a, *b) for a, b in pairwise(ahead))
        y = self._up(plot, alarm_ml)
        alarm_line = Segment(plot.x, y, plot.right, y) if picture.alarm_volume_ml is not None else None
        return Segment(*start, *dot), dashed, fan, alarm_line

    def _dot(self, plot: Box) -> tuple[float, float]:
        level = self.picture.level_today_ml
        y = plot.bottom if level is None else self._up(plot, level)
        return self.across(self.picture.today), y

    def _up(self, plot: Box, volume_ml: float) -> float:
        most = max(self.picture.reservoir_ml, self.picture.fill_volume_ml, 1.0)
        return plot.bottom - max(0.0, min(volume_ml / most, 1.0)) * plot.height

    def _size(self, kind: str, text: str) -> tuple[float, float]:
        if (kind, text) not in self._sizes:
            self._sizes[kind, text] = self.measure(text, kind, 1e6)
        return self._sizes[kind, text]

    def _row_height(self) -> float:
        return max((self._size(kind, text)[1] for kind, text in self._labels), default=0.0) + 4 * self.unit


def _around(point: tuple[float, float], reach: float) -> Box:
    return Box(point[0] - reach, point[1] - reach, 2 * reach, 2 * reach)
