"""Every screen in every state: nothing clipped, nothing beside the window, and a name for every control."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from itb_companion.companion.sample import MovableClock
from itb_companion.ui import gallery, gallery_stage, theme
from itb_companion.ui.widgets.buttons import Button
from tests.ui.stage import settle, windows

NOW = datetime(2026, 11, 19, 14, 37, tzinfo=UTC)
LIGHT, DARK = theme.Theme.light(), theme.Theme.dark()
LAPTOP = (1366, 728)
"""A laptop of 1366 x 768 leaves 40 pixels to title bar and panel."""


@pytest.fixture
def scene(qapp, qtbot, tmp_path: Path) -> Iterator:
    """Set one scene at a look and a size; it is struck with the test."""
    struck = []

    def set_up(name: str, look: theme.Look) -> QWidget:
        stage = gallery_stage.set_up(tmp_path, MovableClock(NOW, UTC), look)
        window = gallery.SCENES[name](stage)
        struck.append((stage, window))
        gallery_stage.settle()
        return window

    yield set_up
    for stage, window in struck:
        gallery_stage.strike(stage, window)
    settle()
    theme.apply(qapp, theme.Look(LIGHT))
    assert windows() == []


def seen(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]


def named(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")() or widget.accessibleName()
    return f"{type(widget).__name__} “{words}” {widget.width()}x{widget.height()}"


def words_clipped(widget: QWidget) -> str:
    """Return why a person cannot read all the words of a widget, or nothing."""
    if isinstance(widget, QLabel) and widget.text():
        margins = widget.contentsMargins()
        room = widget.width() - margins.left() - margins.right()
        plain = widget.text() if widget.textFormat() is Qt.TextFormat.PlainText else ""
        longest = max((widget.fontMetrics().horizontalAdvance(word) for word in plain.split()), default=0)
        if longest > room + 1:
            return f"a word needs {longest} px"
        needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        return f"needs {needed} px of height" if needed > widget.height() + 1 else ""
    if isinstance(widget, Button):
        if widget.minimumSizeHint().width() > widget.width() + 1:
            return f"a word needs {widget.minimumSizeHint().width()} px"
        needed = widget.heightForWidth(widget.width())
        return f"needs {needed} px of height" if needed > widget.height() + 1 else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        hint = widget.sizeHint()
        if isinstance(widget, QCheckBox):
            hint = widget.minimumSizeHint()
        return f"needs {hint.width()} px" if hint.width() > widget.width() + 1 else ""
    if isinstance(widget, QComboBox):
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText()) + theme.look().px(36 + 2 * 10)
        return f"needs {needed} px" if needed > widget.width() + 1 else ""
    if isinstance(widget, QLineEdit | QAbstractSpinBox):
        return "is too low" if widget.fontMetrics().height() > widget.height() else ""
    return ""


def sticks_out(widget: QWidget) -> str:
    """Return how a widget leaves its parent; only what scrolls may be higher."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow():
        return ""
    if widget.x() < 0 or widget.x() + widget.width() > parent.width():
        return f"from {widget.x()} to {widget.x() + widget.width()} of {parent.width()}"
    scrolls = isinstance(parent.parentWidget(), QScrollArea)
    if not scrolls and (widget.y() < 0 or widget.y() + widget.height() > parent.height()):
        return f"down from {widget.y()} to {widget.y() + widget.height()} of {parent.height()}"
    return ""


def overlaps(window: QWidget) -> list[str]:
    """Return the labels and controls that lie over each other."""
    found = []
    parts = [
        w for w in seen(window) if isinstance(w, QLabel | QAbstractButton | QLineEdit) and not w.findChildren(QWidget)
    ]
    places = [(w, QRect(w.mapTo(window, w.rect().topLeft()), w.size())) for w in parts]
    for number, (first, at) in enumerate(places):
        for second, there in places[number + 1 :]:
            same = first.parentWidget() is second.parentWidget()
            if same and at.intersected(there).width() > 1 and at.intersected(there).height() > 1:
                found.append(f"{named(first)} and {named(second)}")
    return found


def assert_nothing_is_clipped(window: QWidget) -> None:
    shown = seen(window)

    assert shown
    assert [f"{named(w)}: {why}" for w in shown if (why := words_clipped(w))] == []
    assert [f"{named(w)}: {why}" for w in shown if (why := sticks_out(w))] == []
    assert overlaps(window) == []
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.widget() is not None:
            assert area.widget().width() <= area.viewport().width()
            assert area.horizontalScrollBar().maximum() == 0


def assert_every_control_is_named_and_reached(window: QWidget) -> None:
    """Ask a screen reader's interface for each name, and the Tab key for the way."""
    chain, at = set(), window.nextInFocusChain()
    while at is not window and at not in chain:
        chain.add(at)
        at = at.nextInFocusChain()
    nameless, lost = [], []
    for widget in seen(window):
        if not widget.isEnabled():
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            spoken = QAccessible.queryAccessibleInterface(widget)
            if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
                nameless.append(named(widget))
            if widget not in chain:
                lost.append(named(widget))
        elif isinstance(widget, Button | QLineEdit | QComboBox | QCheckBox) and widget.focusProxy() is None:
            lost.append(named(widget))

    assert nameless == []
    assert lost == []
    assert window.windowTitle()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", gallery.SCENES)
def test_nothing_is_clipped_and_every_control_has_a_name_and_can_be_reached(qapp, scene, name, scale):
    """On the window's own size, on a small laptop, and when night falls over an open window; never wider than it is."""
    window = scene(name, theme.Look(LIGHT, scale))
    assert_every_control_is_named_and_reached(window)
    assert_nothing_is_clipped(window)
    if isinstance(window, QMainWindow):
        window.resize(*LAPTOP)
        settle()
        assert_nothing_is_clipped(window)
    theme.apply(qapp, theme.Look(DARK, scale))
    settle()
    assert_nothing_is_clipped(window)


def test_pictures_are_written_one_a_scene_and_one_more_where_a_page_scrolls(qapp, qtbot, tmp_path, monkeypatch):
    few = {name: gallery.SCENES[name] for name in ("today", "emergency", "alert-overdue", "first-start")}
    monkeypatch.setattr(gallery, "SCENES", few)

    written = gallery.render(tmp_path / "shots", theme.Look(DARK, 2.0), NOW, UTC)
    theme.apply(qapp, theme.Look(LIGHT))

    assert sorted(written) == sorted((tmp_path / "shots").iterdir())
    assert set(few) <= {path.stem for path in written}
    assert "today-whole" in {path.stem for path in written}
    assert all(not QImage(str(path)).isNull() for path in written)
    assert windows() == []
