"""The chart's labels never cover one another, a line of another date, or the edge."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from itb_companion.ui import theme
from itb_companion.ui.reservoir_chart import ReservoirChart, ReservoirPicture
from itb_companion.ui.widgets.placement import Box, Segment, place_flags, stack

FILLED = date(2026, 11, 16)


def picture(interval: int = 72, today: int = 33, appointment: int | None = 57, *, known: bool = True, long: str = ""):
    alarm = FILLED + timedelta(days=interval)
    booked = None if appointment is None else FILLED + timedelta(days=appointment)

    def later(days: float) -> date:
        return alarm + timedelta(days=round(interval * days))

    return ReservoirPicture(
        filled_on=FILLED,
        today=FILLED + timedelta(days=today),
        fill_volume_ml=20,
        reservoir_ml=20,
        level_today_ml=max(0.0, 20 - 18 * today / interval) if known else None,
        alarm_volume_ml=2,
        refill_by=later(-0.1),
        alarm_on=alarm,
        empty_on=later(0.11),
        earliest_alarm_on=later(-0.06),
        latest_alarm_on=later(0.1),
        earliest_empty_on=later(0.03),
        latest_empty_on=later(0.25),
        appointment_on=booked,
        filled_label="Filled 16 Nov",
        today_label="Today",
        level_label="about 11 mL today",
        appointment_label="Refill booked, Tue 12 Jan" + long,
        refill_by_label="Refill by 20 Jan",
        alarm_label="Alarm date 27 Jan",
        beeps_label="pump beeps below 2 mL",
    )


pictures = st.builds(
    picture,
    interval=st.integers(10, 180),
    today=st.integers(0, 230),
    appointment=st.none() | st.integers(0, 230),
    known=st.booleans(),
    long=st.sampled_from(["", " at the pump clinic in the other town", "w" * 60]),
)


def faults(plan, width: float, height: float) -> list[str]:
    """Return what is wrong with a plan."""
    found = [f"{a.text} covers {b.text}" for a, b in combinations(plan.labels, 2) if a.box.meets(b.box, -0.01)]
    canvas = Box(0, 0, width, height)
    found += [f"{label.text} is clipped" for label in plan.labels if not canvas.holds(label.box)]
    found += [
        f"the {kind} line crosses {label.text}"
        for kind, line in plan.marks
        for label in plan.labels
        if line.meets(label.box, -0.01)
    ]
    return found


@given(shown=pictures, width=st.integers(380, 1100), scale=st.sampled_from([1.0, 1.25, 1.5, 2.0]))
@settings(max_examples=150, deadline=None)
def test_labels_never_collide_nor_clip(qapp, shown, width, scale):
    theme.apply(qapp, theme.Look(theme.Theme.light(), scale))
    chart = ReservoirChart(shown, "x")
    height = chart.heightForWidth(width)
    for extra in (0, 37, 150):
        assert faults(chart.plan(width, height + extra), width, height + extra) == []
    chart.deleteLater()
    theme.apply(qapp, theme.Look(theme.Theme.light(), 1.0))


@given(shown=pictures, width=st.integers(380, 1100))
@settings(max_examples=50, deadline=None)
def test_every_label_is_shown(qapp, shown, width):
    labels = [label.text for label in ReservoirChart(shown, "x").plan(width).labels]

    assert shown.level_label in labels
    assert shown.alarm_label in labels
    assert (shown.appointment_label in labels) == (shown.appointment_on is not None)
    assert (shown.beeps_label in labels) == (shown.level_today_ml is not None)


def test_dates_stand_in_order_from_left_to_right(qapp, wear):
    wear()
    plan = ReservoirChart(picture(), "x").plan(600)
    where = {kind: line.x1 for kind, line in plan.marks}

    assert plan.plot.x <= plan.dot[0] < where["appointment"] < where["refill"] < where["alarm"] < plan.plot.right


def test_the_line_meets_the_alarm_level_on_the_alarm_date(qapp, wear):
    wear()
    plan = ReservoirChart(picture(), "x").plan(600)
    alarm_x = next(line.x1 for kind, line in plan.marks if kind == "alarm")

    assert (plan.dashed[0].x2, plan.dashed[0].y2) == pytest.approx((alarm_x, plan.alarm_line.y1))


def test_only_the_dates_are_drawn_when_the_level_cannot_be_told(qapp, wear):
    wear()
    plan = ReservoirChart(picture(known=False), "x").plan(600)

    assert (plan.solid, plan.dashed, plan.fan, plan.alarm_line) == (None, (), (), None)
    assert [kind for kind, _ in plan.marks] == ["appointment", "refill", "alarm"]


def test_a_day_after_the_alarm_has_no_line_back_to_it(qapp, wear):
    wear()
    plan = ReservoirChart(picture(today=76), "x").plan(600)

    assert all(segment.x2 >= plan.dot[0] for segment in plan.dashed)


def test_the_height_given_is_used(qapp, wear):
    wear()
    chart = ReservoirChart(picture(), "x")

    assert chart.plan(560, 400).height == pytest.approx(400, abs=12)


def test_the_sentence_is_spoken(qtbot):
    chart = ReservoirChart(picture(), "About 11 mL today; refill by 20 January.")
    qtbot.addWidget(chart)

    assert chart.accessibleDescription() == "About 11 mL today; refill by 20 January."
    assert chart.accessibleName() == "Reservoir"


@pytest.mark.parametrize("known", [True, False])
def test_it_paints(qtbot, wear, known):
    look = wear("dark")
    chart = ReservoirChart(picture(known=known), "x")
    qtbot.addWidget(chart)
    chart.resize(500, chart.heightForWidth(500))
    image = chart.grab().toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(0, 500, 2) for y in range(image.height())}

    assert {look.theme.accent, look.theme.urgent, look.theme.in_order} <= colours


@pytest.mark.parametrize("look", ["light", "dark"])
def test_where_no_level_can_be_told_the_room_for_it_says_so_and_the_dates_stand_below(qtbot, wear, look):
    theme_worn, room = wear(look).theme, 200
    chart = ReservoirChart(picture(known=False), "x")
    qtbot.addWidget(chart)
    least = chart.heightForWidth(500)
    bare, with_room = (painted(chart, height) for height in (least, least + room))

    assert rows_of(bare, theme_worn.urgent)[0] < room
    assert rows_of(with_room, theme_worn.urgent)[0] >= room
    words = [row for row in rows_of(with_room, theme_worn.quiet) if row < room - 20]
    assert words
    assert abs((words[0] + words[-1]) / 2 - room / 2) < 10


def painted(chart, height):
    chart.resize(500, height)
    return chart.grab().toImage()


def rows_of(image, colour) -> list[int]:
    """Return the rows in which a colour stands."""
    wanted = QColor(colour).rgb()
    return [y for y in range(image.height()) if any(image.pixel(x, y) == wanted for x in range(image.width()))]


def test_flags_that_cannot_stand_beside_their_lines_are_refused():
    assert place_flags([50, 60], [90, 90], 0, 100) is None


def test_stacked_boxes_are_pushed_down_and_inside():
    first, second = stack([Box(90, 0, 20, 10), Box(85, 0, 20, 10)], 0, 100)

    assert (first.x, second.x) == (80, 80)
    assert second.y >= first.bottom


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Segment(0, 0, 10, 10), True),
        (Segment(0, 8, 2, 10), False),
        (Segment(5, 0, 5, 3), False),
        (Segment(5, 0, 5, 20), True),
    ],
)
def test_a_line_meets_a_box_only_where_it_touches(line, expected):
    assert line.meets(Box(4, 4, 2, 2)) is expected
