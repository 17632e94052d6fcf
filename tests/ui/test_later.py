"""What lies below the first screenful of a page comes after it was painted: all of it, in its order, in small parts."""

from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itb_companion.care.plan import Plan
from itb_companion.ui.later import Below, after_painting
from itb_companion.ui.pages.care_plan import CarePlanPage
from itb_companion.ui.pages.settings import SettingsPage
from itb_companion.words import Words
from tests.factories import BERLIN, make_fill
from tests.ui.stage import Stage, settle, texts


class Place(QWidget):
    """A page that tells, in one list with everything else that happens to it, when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.column = QVBoxLayout(self)
        self.below = Below(self, self.column)
        self.below.made.connect(lambda name, _: self.told.append(name))

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        self.told.append("painted")

    def part(self) -> QPushButton:
        button = QPushButton("part")
        button.setMinimumHeight(400)
        return button


@pytest.fixture
def place(qtbot):
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.addWidget(QWidget())
    window.show()
    settle()
    made = Place()
    for name in ("first", "second", "third"):
        made.below.add(name, made.part)
    window.addWidget(made)
    yield made
    window.hide()


def show(place: Place) -> None:
    """Bring the page to the front of a window that is on the screen."""
    place.parentWidget().setCurrentWidget(place)


def made(place: Place) -> list[str]:
    return [told for told in place.told if told != "painted"]


def test_a_page_is_painted_before_its_parts_are_made_one_a_turn_of_the_loop(place):
    show(place)
    counts = [0]
    for _ in range(30):
        QCoreApplication.processEvents()
        counts.append(len(made(place)))

    assert place.told[0] == "painted"
    assert made(place) == ["first", "second", "third"]
    assert {after - before for before, after in pairwise(counts)} == {0, 1}


def test_a_part_that_is_asked_for_is_made_at_once_with_those_above_it(place):
    assert "second" not in place.below
    second = place.below["second"]

    assert (place.told, place.below["second"]) == (["first", "second"], second)
    assert "third" not in place.below
    show(place)
    for _ in range(30):
        QCoreApplication.processEvents()
    assert made(place) == ["first", "second", "third"]


def test_parts_that_are_kept_back_come_before_those_that_are_made(place):
    kept = [place.part(), place.part()]
    for part in kept:
        place.column.addWidget(part)
    place.below.keep_back(kept)
    show(place)
    assert all(part.isHidden() for part in kept)
    seen = []
    for _ in range(30):
        QCoreApplication.processEvents()
        seen.append((sum(part.isVisible() for part in kept), len(made(place))))

    assert list(dict.fromkeys(seen))[-5:] == [(1, 0), (2, 0), (2, 1), (2, 2), (2, 3)]


def test_what_waits_for_the_painting_runs_once(place):
    told = []
    after_painting(place, lambda: told.append("after"))
    for _ in range(5):
        QCoreApplication.processEvents()

    assert told == ["after"]


class Watch(QObject):
    """Notes where widgets stand whenever they are painted."""

    def __init__(self, page: QWidget, widgets: list[QWidget]) -> None:
        super().__init__()
        self.page, self.places = page, {widget: set() for widget in widgets}
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.places[watched].add((watched.mapTo(self.page, QPoint()).y(), watched.height()))
        return False


def settings_page() -> tuple[QWidget, list[QWidget]]:
    page = SettingsPage()
    return page, [page.caregiver, page.save_caregiver_button, page.fields["morning"], page.fields["book_steps"]]


def care_plan_page() -> tuple[QWidget, list[QWidget]]:
    page = CarePlanPage()
    page.show_plan(Plan(), None, Words(BERLIN))
    return page, [page.title, page.instructions, page.fields["oral_baclofen_instruction"]]


@pytest.mark.parametrize("make", [settings_page, care_plan_page])
def test_what_is_seen_never_moves_while_the_rest_comes(qtbot, make):
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.addWidget(QWidget())
    window.resize(1000, 700)
    window.show()
    settle()
    page, seen = make()
    window.addWidget(page)
    window.setCurrentWidget(page)
    for _ in range(4):
        QCoreApplication.sendPostedEvents()  # its layout and its first painting; what comes later waits for a timer
    watch = Watch(page, seen)
    for _ in range(60):
        QCoreApplication.processEvents()

    assert all(len(places) == 1 for places in watch.places.values()), watch.places.values()
    assert page.widget().updatesEnabled()
    assert not page.below.parts()[-1].isHidden()


def everything(page: QWidget, stage: Stage) -> list[QWidget]:
    """Return what Tab reaches on a page, in its order."""
    stops, widget = [], page
    while True:
        widget = widget.nextInFocusChain()
        if widget is page:
            return stops
        if page.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            stops.append(widget)


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        ("settings", ["Screen lock", "It sends nothing over a network"]),
        ("care_plan", ["What happens if a dose is missed?", "Earlier plans"]),
    ],
)
def test_a_long_page_comes_whole_and_tab_follows_it_down(stage, key, seen):
    stage.begin().open(alerts=False)
    stage.companion.people.save_plan(stage.companion.household().plan)
    page = stage.go(key)
    for _ in range(10):
        settle()
    stops = everything(page, stage)
    tops = [stop.mapTo(page.widget(), QPoint()).y() for stop in stops]

    assert [words for words in seen if words not in texts(page)] == []
    assert not [part for part in page.below.parts() if part.isHidden()]
    assert len(stops) > 20
    assert all(after >= before - 60 for before, after in pairwise(tops))


def test_tab_goes_through_a_form_that_was_made_late_in_its_place(stage):
    stage.begin().open(alerts=False)
    page = stage.go("pump")
    page.record_button.click()
    settle()
    stops = everything(page, stage)

    assert stops.index(page.appointment_at) < stops.index(page.form.model)
    assert stops.index(page.form.model) < stops.index(page.form.filled_on.line) < stops.index(page.save_button)


def test_the_earlier_refills_are_all_there_when_they_are_asked_for(stage):
    stage.begin().open(alerts=False)
    for _ in range(12):
        stage.clock.at += timedelta(days=90)
        stage.companion.refills.record(make_fill(filled_on=stage.companion.desk.today, alarm_on=None))
    page = stage.go("pump")
    assert len(page.earlier_lines.findChildren(QWidget)) < 2 * 12
    assert page.show_all.isVisible()
    page.show_all.click()
    settle()

    assert texts(page.earlier_lines).count("mL") >= 12
    assert page.show_all.isHidden()
