"""Renders every screen and dialog with the sample household to PNG files, without a display."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtWidgets import QScrollArea, QWidget

from itb_companion.companion.sample import MovableClock
from itb_companion.ui import theme
from itb_companion.ui.gallery_scenes import SCENES
from itb_companion.ui.gallery_stage import set_up, settle, strike


def render(folder: Path, look: theme.Look, now: datetime, zone: tzinfo) -> list[Path]:
    """Write one PNG a screen, and one more of the whole page where it scrolls; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, scene in SCENES.items():
        with tempfile.TemporaryDirectory() as data:
            stage = set_up(Path(data), MovableClock(now, zone), look)
            window = scene(stage)
            written += _grab(window, folder / f"{name}.png")
            strike(stage, window)
    return written


def _grab(window: QWidget, path: Path) -> list[Path]:
    settle()
    written = [_save(window, path)]
    for area in _scrolling(window):
        column = area.widget()
        if column is not None and area.verticalScrollBar().maximum() > 0:
            written.append(_save(column, path.with_stem(f"{path.stem}-whole")))
            break
    return written


def _scrolling(window: QWidget) -> Iterator[QScrollArea]:
    """Yield the visible areas that scroll, widest first: the page before the navigation."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    yield from sorted(areas, key=lambda area: -area.width())


def _save(widget: QWidget, path: Path) -> Path:
    widget.grab()  # once to make what is made when it is first painted, such as a QR code
    settle()
    widget.grab().save(str(path))
    return path
