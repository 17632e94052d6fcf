"""The history: every kind of event in words, day by day, newest first."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.occurrence import Kind
from itb_companion.companion.history import Event, EventKind, Stretch
from itb_companion.ui.history_lines import line
from itb_companion.ui.pages.history import HistoryPage
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, at, make_fill

WORDS = Words(BERLIN)


def event(event_kind: EventKind, when: datetime = NOON, by: str = "Ana", /, **facts: Any) -> Event:
    return Event(when, event_kind, by, facts)


CHECK = event(EventKind.CHECK, at("2026-03-10 08:10"), level="clear", signs=[])
CALL = event(EventKind.CALL, at("2026-03-09 20:44"), who="<b>Clinic</b>", number="+49 30 555 0100", outcome="no-answer")
FILL = event(EventKind.FILL, at("2026-03-02 12:00"), "", fill=make_fill())
GONE = Absence(at("2026-03-09 22:00"), at("2026-03-10 06:00"), AbsenceKind.ASLEEP)
ABSENCE = event(EventKind.ABSENCE, GONE.ended_at, "", gone=GONE)
EVENTS = [CHECK, CALL, FILL]


class Kept:
    """What a record holds, told as the record tells it: the chosen kinds, whole days, newest first, so many days."""

    def __init__(self, page: HistoryPage, events: list[Event], days: int = 100, words: Words = WORDS) -> None:
        self.page, self.events, self.days, self.now, self.words = page, events, days, NOON, words
        page.chosen.connect(self.show)
        page.earlier_wanted.connect(lambda: page.add_events(self.stretch(page.before)))
        self.show()

    def show(self) -> None:
        self.page.show_events(self.stretch(), self.words, self.now)

    def stretch(self, before: datetime | None = None) -> Stretch:
        kinds = self.page.kinds or frozenset(EventKind)
        events = [each for each in self.events if each.kind in kinds and (before is None or each.at < before)]
        days = sorted({each.at.astimezone(BERLIN).date() for each in events}, reverse=True)
        told = [each for each in events if each.at.astimezone(BERLIN).date() in days[: self.days]]
        start = datetime.combine(days[self.days - 1], time(), BERLIN) if len(days) > self.days else None
        return Stretch(told, start)


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    made = HistoryPage()
    qtbot.addWidget(made)
    made.kept = Kept(made, EVENTS)
    return made


def sentences(page: HistoryPage) -> list[str]:
    return [each.sentence for card in page.days for each in card.lines]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (CHECK, "Check: Recorded. No signs ticked."),
        (
            event(EventKind.CHECK, level="urgent", signs=["itch", "spasticity-increase"]),
            "Check: Urgent. Itching and tighter muscles than usual.",
        ),
        (event(EventKind.CHECK, level="", signs=["itch"]), "Check: Recorded. Itching."),
        (FILL, "Refill of 20 mL"),
        (event(EventKind.FILL, fill=make_fill(volume_ml=None)), "Refill"),
        (
            event(EventKind.ALERT, kind="book", why="appointment-changed"),
            "The refill is not booked: settled, since the appointment was changed",
        ),
        (
            event(EventKind.ALERT, kind="attend", why="refill-recorded"),
            "Refill appointment: settled, since a refill was recorded",
        ),
        (event(EventKind.ALERT, kind="book", why="of a later version"), "The refill is not booked"),
        (event(EventKind.EPISODE_OPENED, level="urgent", signs=["itch"]), "Help sought: Urgent. Itching."),
        (event(EventKind.EPISODE_OPENED, level="urgent", signs=[]), "Help sought: Urgent."),
        (CALL, "<b>Clinic</b>, +49 30 555 0100: No answer"),
        (ABSENCE, "This computer was asleep from Monday 9 March at 22:00 to Tuesday 10 March at 06:00 (8 hours)."),
    ],
)
def test_each_kind_of_event_has_its_sentence(given: Event, sentence: str):
    assert sentence == line(given, WORDS).sentence


@pytest.mark.parametrize("kind", list(Kind))
def test_every_alert_has_a_name_without_a_placeholder(kind: Kind):
    sentence = line(event(EventKind.ALERT, kind=kind, why="seen"), WORDS).sentence

    assert "{" not in sentence
    assert sentence.endswith("it was seen")


@pytest.mark.parametrize("ending", ["handed-over", "advice", "false-alarm"])
def test_every_ending_has_words(ending: str):
    sentence = line(event(EventKind.EPISODE_CLOSED, ending=ending, what="Sample crew"), WORDS).sentence

    assert "Sample crew" in sentence
    assert WORDS.text(f"emergency.ending.{ending}") in sentence


def test_times_are_told_in_the_zone_of_the_words():
    late = event(EventKind.CHECK, datetime(2026, 3, 10, 23, 30, tzinfo=UTC), level="clear", signs=[])

    in_berlin, in_chicago = line(late, WORDS), line(late, Words(ZoneInfo("America/Chicago")))

    assert (in_berlin.clock, in_chicago.clock) == ("00:30", "18:30")
    assert timedelta(days=1) == in_berlin.day - in_chicago.day


def test_a_refill_has_no_time_of_day():
    """The printout does not say it, so noon must not be told."""
    assert line(FILL, WORDS).clock == ""


def test_events_are_grouped_by_day_newest_first(page: HistoryPage):
    assert [card.title.text() for card in page.days] == [
        "Today, Tuesday 10 March",
        "Yesterday, Monday 9 March",
        "Monday 2 March",
    ]


def test_names_in_events_are_plain_text(page: HistoryPage):
    labels = [label.text() for label in page.findChildren(WrapLabel)]

    assert "<b>Clinic</b>, +49 30 555 0100: No answer" in labels
    assert "by Ana" in labels


@pytest.mark.parametrize(
    ("key", "shown"), [("checks", [CHECK]), ("refills", [FILL]), ("help", [CALL]), ("all", EVENTS)]
)
def test_the_filter_shows_one_kind(page: HistoryPage, key: str, shown: list[Event]):
    page.filter.show_data(key)

    assert [line(each, WORDS).sentence for each in shown] == sentences(page)


def test_the_filter_stays_when_something_is_added(page: HistoryPage):
    page.filter.show_data("checks")

    page.kept.events = [event(EventKind.CHECK, level="watch", signs=["itch"]), *EVENTS]
    page.kept.show()

    assert sentences(page) == ["Check: Check again. Itching.", "Check: Recorded. No signs ticked."]


def test_an_empty_history_says_so_in_words(page: HistoryPage):
    page.kept.events = []
    page.kept.show()

    assert not page.empty.isHidden()
    assert page.empty.text().startswith("Nothing is recorded yet.")
    assert page.days == []


def test_a_filter_that_finds_nothing_says_so(page: HistoryPage):
    page.kept.events = [CHECK]
    page.filter.show_data("help")

    assert page.empty.text() == "Nothing of this kind is recorded yet."
    assert not page.empty.isHidden()


def test_nothing_is_drawn_anew_when_nothing_changed(page: HistoryPage):
    before = page.days

    page.kept.now += timedelta(minutes=5)
    page.kept.show()

    assert before is page.days


def test_after_midnight_today_is_yesterday(page: HistoryPage):
    page.kept.now += timedelta(days=1)
    page.kept.show()

    assert page.days[0].title.text() == "Yesterday, Tuesday 10 March"


def daily(count: int) -> list[Event]:
    """Return a check on each of so many days, newest first."""
    return [event(EventKind.CHECK, NOON - timedelta(days=day), level="clear", signs=[]) for day in range(count)]


@pytest.fixture
def long(qtbot: QtBot) -> HistoryPage:
    """A history of 40 days in a window, which the record tells in stretches of ten."""
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.kept = Kept(page, daily(40), days=10)
    page.show()
    settle()
    return page


def settle() -> None:
    for _ in range(6):
        QCoreApplication.processEvents()


def scroll(page: HistoryPage, share: float) -> None:
    bar = page.verticalScrollBar()
    bar.setValue(round(bar.maximum() * share))
    settle()


def test_a_long_history_begins_with_its_newest_days_and_goes_on_as_one_scrolls(long: HistoryPage):
    assert len(long.days) == 10
    assert not long.earlier.isHidden()
    first = long.days[0]
    scroll(long, 0.4)
    assert len(long.days) == 10
    before = long.verticalScrollBar().value()
    scroll(long, 1)
    reached = long.verticalScrollBar().value()

    assert len(long.days) == 20
    assert long.days[0] is first
    assert before < reached < long.verticalScrollBar().maximum()  # what is seen did not move
    for _ in range(4):
        scroll(long, 1)
    assert [card.lines[0].day for card in long.days] == [each.at.date() for each in daily(40)]
    assert long.earlier.isHidden()


def test_whoever_does_not_scroll_reaches_every_day_by_a_button(long: HistoryPage):
    """A screen reader presses it; the keyboard comes to it after the filter."""
    assert long.earlier.text() == "Show earlier days"
    assert long.earlier.focusPolicy() & Qt.FocusPolicy.TabFocus
    for _ in range(3):
        long.earlier.click()

    assert len(long.days) == 40
    assert long.earlier.isHidden()


def test_nothing_is_added_while_the_bar_is_held(long: HistoryPage):
    """More of it would pull the page away under the hand."""
    bar = long.verticalScrollBar()
    bar.setSliderDown(True)
    scroll(long, 1)
    assert len(long.days) == 10
    bar.setSliderDown(False)
    settle()

    assert len(long.days) == 20


def test_earlier_days_stay_when_something_new_comes(long: HistoryPage):
    long.earlier.click()
    kept = long.days[1:]
    long.kept.events = [event(EventKind.CHECK, NOON + timedelta(minutes=1), level="watch", signs=["itch"]), *daily(40)]
    long.kept.show()

    assert [line.sentence for line in long.days[0].lines] == [
        "Check: Check again. Itching.",
        "Check: Recorded. No signs ticked.",
    ]
    assert long.days[1:] == kept
    long.earlier.click()
    assert len(long.days) == 30


def test_after_much_that_is_new_no_day_is_left_out(long: HistoryPage):
    long.kept.now += timedelta(days=30)
    long.kept.events = [
        *(event(EventKind.CHECK, NOON + timedelta(days=day), level="clear", signs=[]) for day in range(30, 0, -1)),
        *daily(40),
    ]
    long.kept.show()
    for _ in range(6):
        long.earlier.click()

    assert [card.lines[0].day for card in long.days] == [each.at.date() for each in long.kept.events]


def test_a_filter_reaches_back_to_the_beginning(long: HistoryPage):
    long.kept.events = [
        *daily(40),
        event(EventKind.CALL, NOON - timedelta(days=300), who="A", number="1", outcome="reached"),
    ]
    long.filter.show_data("help")

    assert sentences(long) == ["A, 1: Reached"]
    long.filter.show_data("all")
    assert len(long.days) == 10


def test_whoever_comes_back_begins_with_the_newest(long: HistoryPage):
    long.earlier.click()
    long.hide()
    long.show()
    long.kept.show()
    settle()

    assert len(long.days) == 10


def test_a_window_that_is_high_is_filled(qtbot: QtBot):
    page = HistoryPage()
    qtbot.addWidget(page)
    page.resize(900, 2400)
    page.kept = Kept(page, daily(60), days=5)
    page.show()
    settle()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() >= page.height() // 2)
    settle()

    assert len(page.days) < 60
