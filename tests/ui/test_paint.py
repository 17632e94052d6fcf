"""Shapes, lines and words are painted as Qt's own pens and brushes would paint them."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QScrollArea

from itb_companion.ui.theme import look
from itb_companion.ui.widgets import paint
from itb_companion.ui.widgets.labels import PLAIN_TEXT, WrapLabel
from itb_companion.ui.widgets.page import Page, scroll_up_and_down
from itb_companion.ui.widgets.paint import TAB_FOCUS

RED, GROUND = QColor("#9B0F1A"), QColor("#FFFFFF")


def painted(act) -> QImage:
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    act(painter)
    painter.end()
    return image


def difference(ours: QImage, theirs: QImage) -> float:
    """Return how far two pictures differ, as a mean over all points, 0 to 255."""
    points = [(x, y) for x in range(ours.width()) for y in range(ours.height())]
    return sum(abs(ours.pixelColor(x, y).green() - theirs.pixelColor(x, y).green()) for x, y in points) / len(points)


def with_pen(width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine, fill: bool = False):
    def prepare(painter: QPainter) -> None:
        painter.setPen(QPen(RED, width, style, Qt.PenCapStyle.FlatCap) if width else Qt.PenStyle.NoPen)
        if fill:
            painter.setBrush(RED)

    return prepare


AT = QRectF(10.5, 10.5, 90, 50)
START, END = QPointF(8, 70), QPointF(110, 9)


@pytest.mark.parametrize(
    ("shape", "prepare", "draw"),
    [
        (paint.rounded(AT, 12), with_pen(0, fill=True), lambda p: p.drawRoundedRect(AT, 12, 12)),
        (paint.frame(AT, 12, 1), with_pen(1), lambda p: p.drawRoundedRect(AT, 12, 12)),
        (paint.frame(AT, 12, 3), with_pen(3), lambda p: p.drawRoundedRect(AT, 12, 12)),
        (paint.ellipse(AT), with_pen(0, fill=True), lambda p: p.drawEllipse(AT)),
        (paint.line(START, END, 4), with_pen(4), lambda p: p.drawLine(START, END)),
        (paint.line(START, END, 3, (4.0, 2.0)), with_pen(3, Qt.PenStyle.DashLine), lambda p: p.drawLine(START, END)),
        (paint.line(START, END, 2, (1.0, 2.0)), with_pen(2, Qt.PenStyle.DotLine), lambda p: p.drawLine(START, END)),
    ],
    ids=["rounded", "thin frame", "focus ring", "ellipse", "line", "dashes", "dots"],
)
def test_a_shape_is_that_of_a_pen_or_brush(qapp, shape, prepare, draw):
    def theirs(painter: QPainter) -> None:
        prepare(painter)
        draw(painter)

    ours = painted(lambda painter: paint.fill(painter, shape, RED))

    assert difference(ours, painted(theirs)) < 0.6
    assert difference(ours, painted(lambda _: None)) > 1.5


def test_a_line_without_length_is_nothing(qapp):
    assert paint.line(START, START, 3).isEmpty()


@pytest.mark.parametrize("colour", ["#9B0F1A", "#0F5A2E"])
def test_words_are_written_in_the_colour_and_the_font_that_are_asked_for(qapp, colour):
    font = look().font(22, bold=True)
    how = paint.ALIGN_H_CENTRE | paint.ALIGN_V_CENTRE | paint.WORD_WRAP

    def ours(painter: QPainter) -> None:
        paint.write_in(painter, font, colour)
        painter.drawText(AT, how, "Call now")

    def theirs(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(AT, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, "Call now")

    assert painted(ours) == painted(theirs)


def test_the_numbers_are_those_of_qt(qapp):
    assert Qt.TextFlag.TextWordWrap.value == paint.WORD_WRAP
    assert Qt.TextFlag.TextWrapAnywhere.value == paint.WRAP_ANYWHERE
    assert Qt.AlignmentFlag.AlignLeft.value == paint.ALIGN_LEFT
    assert Qt.AlignmentFlag.AlignRight.value == paint.ALIGN_RIGHT
    assert Qt.AlignmentFlag.AlignHCenter.value == paint.ALIGN_H_CENTRE
    assert Qt.AlignmentFlag.AlignVCenter.value == paint.ALIGN_V_CENTRE
    assert Qt.TextFormat.PlainText.value == PLAIN_TEXT
    assert Qt.FocusPolicy.TabFocus.value == TAB_FOCUS


def test_what_is_set_by_number_is_what_it_should_be(qtbot):
    label, area, page = WrapLabel("<b>x</b>"), QScrollArea(), Page("Title")
    for widget in (label, area, page):
        qtbot.addWidget(widget)
    scroll_up_and_down(area)

    assert label.textFormat() == Qt.TextFormat.PlainText
    for scrolled in (area, page):
        assert scrolled.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        assert scrolled.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_page_that_needs_its_bar_keeps_it_only_while_it_needs_it(qtbot):
    page, words = Page("Title"), WrapLabel("Many words. " * 2000)
    qtbot.addWidget(page)
    page.body.addWidget(words)
    page.resize(600, 300)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    assert page.verticalScrollBar().isVisible()

    words.setText("Few words.")
    qtbot.waitUntil(lambda: not page.verticalScrollBar().isVisible())
