"""One attempt: it reports once, later, and in time."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Delivery, Notice, Outcome
from itb_companion.desktop.attempt import Attempt

from .conftest import Told


@pytest.fixture
def owner(qapp: object) -> QObject:
    return QObject()


def test_the_first_answer_counts_and_comes_later(owner: QObject, notice: Notice, told: Told, qtbot: QtBot):
    attempt = Attempt("dbus", notice, told, 50, owner)

    attempt.finish(Outcome.CONFIRMED, "id 4")
    attempt.finish(Outcome.REFUSED, "no")
    assert told == []

    with qtbot.waitSignal(attempt.destroyed):
        pass
    assert told == [Delivery("dbus", Outcome.CONFIRMED, "id 4")]


def test_the_time_limit_answers_when_nobody_else_does(owner: QObject, notice: Notice, told: Told, qtbot: QtBot):
    attempt = Attempt("dbus", notice, told, 50, owner)

    qtbot.waitUntil(lambda: bool(told))
    attempt.finish(Outcome.CONFIRMED, "id 4")

    assert told == [Delivery("dbus", Outcome.TIMED_OUT, "no answer in 0.05 s")]
    assert attempt.over
