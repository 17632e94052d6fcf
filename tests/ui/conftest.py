"""Widgets are tested without a display; the choice must be made before Qt is imported."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from itb_companion.ui import theme

OFFSCREEN_NOISE = "^This plugin does not support "


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns about itself whenever a window is shown; that is no fault of ours."""
    for item in items:
        if "ui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOISE, extend=True))


@pytest.fixture(autouse=True)
def _tidy(qapp: QApplication) -> Iterator[None]:
    """Really delete what a test left to be deleted later: a new look would dress it all again, and again."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def wear(qapp: QApplication):
    """Dress the program in a look for one test, and in the plain one again after it."""

    def put_on(name: str = "light", scale: float = 1.0) -> theme.Look:
        look = theme.Look(theme.theme_for(qapp, name), scale)
        theme.apply(qapp, look)
        return look

    yield put_on
    theme.apply(qapp, theme.Look(theme.Theme.light(), 1.0))


@pytest.fixture
def stage(qtbot, tmp_path):
    """The whole window over a record of its own; nothing is opened or entered yet."""
    from tests.ui.stage import Stage

    with Stage(tmp_path / "data") as made:
        yield made
