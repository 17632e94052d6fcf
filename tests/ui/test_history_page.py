"""The history: every kind of event in words, day by day, newest first."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.care.absence import Absence, AbsenceKind
from itb_companion.care.occurrence import Kind
from itb_companion.companion.history import Event, EventKind
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


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    made = HistoryPage()
    qtbot.addWidget(made)
    made.show_events(EVENTS, WORDS, NOON)
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

    page.show_events([event(EventKind.CHECK, level="watch", signs=["itch"]), *EVENTS], WORDS, NOON)

    assert sentences(page) == ["Check: Check again. Itching.", "Check: Recorded. No signs ticked."]


def test_an_empty_history_says_so_in_words(page: HistoryPage):
    page.show_events([], WORDS, NOON)

    assert not page.empty.isHidden()
    assert page.empty.text().startswith("Nothing is recorded yet.")
    assert page.days == []


def test_a_filter_that_finds_nothing_says_so(page: HistoryPage):
    page.show_events([CHECK], WORDS, NOON)
    page.filter.show_data("help")

    assert page.empty.text() == "Nothing of this kind is recorded yet."
    assert not page.empty.isHidden()


def test_nothing_is_drawn_anew_when_nothing_changed(page: HistoryPage):
    before = page.days

    page.show_events(list(EVENTS), WORDS, NOON + timedelta(minutes=5))

    assert before is page.days


def test_after_midnight_today_is_yesterday(page: HistoryPage):
    page.show_events(EVENTS, WORDS, NOON + timedelta(days=1))

    assert page.days[0].title.text() == "Yesterday, Tuesday 10 March"
