"""The reservoir on one time line: level now, alarm level, plausible range and the dates that matter."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.dressing import Redressed, antialiased
from itb_companion.ui.widgets.placement import Box, Segment
from itb_companion.ui.widgets.reservoir_plan import Plan, Planner, ReservoirPicture

__all__ = ["ReservoirChart", "ReservoirPicture"]

PLOT = 190  # pixels at 100 %: the least height in which a slope reads well
UNKNOWN = 72  # pixels at 100 %: with less room than that over the dates, the note under the chart is enough
DOTS, DASHES = (1.0, 2.0), (4.0, 2.0)  # as Qt draws them: pieces and gaps in widths of the line
FONTS = {"level": (17, True), "beeps": (14, False), "axis": (14, False)}


class ReservoirChart(Redressed, QWidget):
    """Paints a `ReservoirPicture`; `sentence` says the same to a screen reader."""

    def __init__(
        self, picture: ReservoirPicture | None = None, sentence: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._planners: dict[int, Planner] = {}
        self._sizes: dict[tuple[str, str], tuple[float, float]] = {}
        self._plans: dict[tuple[int, int], Plan] = {}
        self._picture: ReservoirPicture | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("Reservoir"))
        self.set_picture(picture, sentence)

    def set_picture(self, picture: ReservoirPicture | None, sentence: str) -> None:
        """Show another picture, or None for nothing, with its sentence."""
        self._picture = picture
        self.setAccessibleDescription(sentence)
        self.redress()

    def redress(self) -> None:
        """Plan again."""
        self._plans.clear()
        self._planners.clear()
        self._sizes.clear()
        self.updateGeometry()
        self.update()

    def plan(self, width: int, height: int = 0) -> Plan | None:
        """Return where everything goes in a widget of this size, or None without a picture."""
        if self._picture is None:
            return None
        if (width, height) not in self._plans:  # layouts ask many times
            if width not in self._planners:
                self._planners[width] = Planner(self._picture, width, look().scale, measure, self._sizes)
            self._plans[width, height] = self._planners[width].fit(height, look().px(PLOT))
        return self._plans[width, height]

    def hasHeightForWidth(self) -> bool:
        """Say yes: a narrow chart needs more rows of labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the least height in which every label has its place."""
        plan = self.plan(width)
        return int(plan.height) + 1 if plan else 0

    def sizeHint(self) -> QSize:
        """Return a size that is easy to read; its height follows the width."""
        return QSize(look().px(520), look().px(PLOT))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest chart that still means something; its height follows the width."""
        return QSize(look().px(140), look().px(60))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plan."""
        plan = self.plan(self.width(), self.height())
        if plan is None or self._picture is None:
            return
        painter = antialiased(self)
        if self._picture.level_today_ml is None:
            self._paint_unknown(painter, self.height() - plan.height)
        _Painting(painter, plan, self._picture).paint()
        painter.end()

    def _paint_unknown(self, painter: QPainter, room: float) -> None:
        """Say in the room where a level would be drawn that it is not known; the dates stand below."""
        if room < look().px(UNKNOWN):
            return
        paint.write_in(painter, look().font(FONTS["level"][0], bold=True), look().theme.quiet)
        where = QRectF(0, 0, self.width(), room)
        how = paint.ALIGN_H_CENTRE | paint.ALIGN_V_CENTRE | paint.WORD_WRAP
        painter.drawText(where, how, self.tr("The level is not known"))
        painter.translate(0, room)


def measure(text: str, kind: str, widest: float) -> tuple[float, float]:
    """Return width and height of words in the font of their kind, wrapped at `widest` pixels."""
    size, bold = FONTS.get(kind, (14, True))
    metrics = QFontMetricsF(look().font(size, bold=bold))
    taken = metrics.boundingRect(QRectF(0, 0, widest, 1e6), wrapping(metrics, text, widest), text)
    return min(taken.width() + 2, widest), taken.height()


def wrapping(metrics: QFontMetricsF, text: str, widest: float) -> int:
    """Return how to wrap: between words, or anywhere when a single word is wider than the place."""
    longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0.0)
    return paint.WRAP_ANYWHERE if longest > widest else paint.WORD_WRAP


class _Painting:
    """Paints one plan in the colours of the theme in use."""

    def __init__(self, painter: QPainter, plan: Plan, picture: ReservoirPicture) -> None:
        self._painter = painter
        self._plan = plan
        self._unit = look().scale
        theme = look().theme
        is_low = picture.alarm_on is not None and picture.today >= picture.alarm_on
        self._colours = {
            "appointment": theme.in_order if picture.appointment_good else theme.urgent,
            "refill": theme.text,
            "alarm": theme.emergency_text if is_low else theme.urgent,
            "beeps": theme.urgent,
            "level": theme.text,
            "axis": theme.quiet,
        }

    def paint(self) -> None:
        """Paint from the ground up."""
        theme, plan = look().theme, self._plan
        self._fan()
        self._line(Segment(plan.plot.x, plan.plot.bottom, plan.plot.right, plan.plot.bottom), theme.edge, 1)
        if plan.alarm_line:
            self._line(plan.alarm_line, theme.urgent, 1.5, DOTS)
        for kind, segment in plan.marks:
            self._line(segment, self._colours[kind], 2)
        if plan.solid:
            self._line(plan.solid, theme.accent, 4)
        for segment in plan.dashed:
            self._line(segment, theme.accent, 3, DASHES)
        self._dot()
        for kind, box in plan.signs:
            self._sign(kind, box)
        for label in plan.labels:
            size, bold = FONTS.get(label.kind, (14, True))
            font = look().font(size, bold=bold)
            paint.write_in(self._painter, font, self._colours[label.kind])
            how = wrapping(QFontMetricsF(font), label.text, label.box.width)
            self._painter.drawText(QRectF(*label.box), how, label.text)

    def _fan(self) -> None:
        if self._plan.fan:
            shape = paint.polygon(QPolygonF([QPointF(*point) for point in self._plan.fan]))
            paint.fill(self._painter, shape, look().theme.accent_soft)

    def _line(self, at: Segment, colour: str, width: float, dash: tuple[float, float] | None = None) -> None:
        start, end, wide = QPointF(at.x1, at.y1), QPointF(at.x2, at.y2), width * self._unit
        paint.fill(self._painter, paint.line(start, end, wide, dash), colour)
        if dash is None:
            for point in (start, end):
                self._disc(point, wide / 2, colour)

    def _disc(self, at: QPointF, radius: float, colour: str) -> None:
        square = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        paint.fill(self._painter, paint.ellipse(square), colour)

    def _dot(self) -> None:
        theme, at = look().theme, QPointF(*self._plan.dot)
        self._disc(at, 9 * self._unit, theme.surface)
        self._disc(at, 7 * self._unit, theme.accent)

    def _sign(self, kind: str, box: Box) -> None:
        """Paint the sign that ties a label in the list to its line: a shape, not only a colour."""
        rect = QRectF(*box)
        # Each has a thin line of the ground around it, half of it within the box.
        within, around = rect.adjusted(*self._inset(1)), rect.adjusted(*self._inset(-1))
        shapes = {"appointment": paint.ellipse, "refill": _square}
        shape = shapes.get(kind, _triangle)
        paint.fill(self._painter, shape(around), look().theme.surface)
        paint.fill(self._painter, shape(within), self._colours[kind])

    def _inset(self, side: int) -> tuple[float, float, float, float]:
        half = 0.75 * self._unit * side
        return half, half, -half, -half


def _square(at: QRectF) -> QPainterPath:
    return paint.rectangle(at.adjusted(1, 1, -1, -1))


def _triangle(at: QRectF) -> QPainterPath:
    return paint.polygon(QPolygonF([at.bottomLeft(), at.bottomRight(), QPointF(at.center().x(), at.top())]))
