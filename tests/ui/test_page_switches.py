"""A page is shown with as many queries after years as after the first days: gross slowness, told without a clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Role
from tests.ui.stage import Stage

PAGES = ("signs", "pump", "history", "contacts", "care_plan", "settings", "today")
MOST_QUERIES = 30
MOST_WIDGETS = 2500


@pytest.fixture
def stage(qtbot, tmp_path) -> Iterator[Stage]:
    # So low that one stretch of days fills more than the window, whatever the fonts are: what is read ahead of a
    # person who comes near the end is another matter.
    with Stage(tmp_path).begin().open(alerts=False, size=(1180, 480)) as opened:
        yield opened


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch, stage: Stage) -> list[str]:
    """Every statement that the record is asked from now on."""
    asked: list[str] = []
    database = stage.companion.desk.store.database
    run = database.execute_sql

    def told(sql: str, *given: object, **named: object) -> object:
        asked.append(sql)
        return run(sql, *given, **named)

    monkeypatch.setattr(database, "execute_sql", told)
    return asked


def live(stage: Stage, days: int) -> None:
    """Let days pass with a check each, and every tenth with a call for help."""
    companion = stage.companion
    companion.desk.store.database.execute_sql("PRAGMA synchronous = OFF")
    for day in range(days):
        stage.clock.at += timedelta(days=1)
        if day % 10 == 0:
            companion.checks.tick("sign:itch", "yes")
            companion.checks.tick("sign:tingling", "yes")
            companion.checks.save()
            companion.help.tried("Clinic", "+1 612 555 0140", Role.CLINIC, Outcome.REACHED)
            companion.help.close(Ending.HANDED_OVER, "Dr. Lund", "Ana")
        else:
            companion.checks.no_signs_now()


def asked_by(stage: Stage, queries: list[str]) -> dict[str, int]:
    """Return how many statements each page needs when it is shown anew after an act."""
    found = {}
    for key in PAGES:
        stage.go(key)
    for key in PAGES:
        stage.companion.desk.forget()
        queries.clear()
        stage.go(key)
        found[key] = len(queries)
    return found


def test_no_page_asks_more_of_a_long_history_than_of_a_short_one(stage: Stage, queries: list[str]):
    live(stage, 11)
    short = asked_by(stage, queries)
    live(stage, 40)
    long = asked_by(stage, queries)

    assert all(0 < count <= MOST_QUERIES for count in short.values()), short
    assert {key: count - short[key] for key, count in long.items() if count > short[key] + 2} == {}
    assert len(stage.shell.page("history").findChildren(QWidget)) < MOST_WIDGETS
