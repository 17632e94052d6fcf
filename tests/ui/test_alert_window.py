"""The alert window: it stays, wakes late, and no stray key answers it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from itb_companion.ui import alert_window
from itb_companion.ui.alert_window import WAKE_MS, AlertCard, AlertView, AlertWindow
from tests.ui.stage import drop, settle, texts

BOOK = AlertView(
    id=1, dress="accent", title="The refill is not booked", body="Mia's pump must be refilled by 6 May.",
    since="Due now.", action="Enter the appointment", snoozes=(timedelta(minutes=15), timedelta(hours=1)),
    until_morning="Until tomorrow at 09:00", tag="Reminder", key="book:1",
)  # fmt: skip
OVERDUE = replace(
    BOOK, id=2, dress="urgent", title="The refill is overdue", until_morning="", tag="Urgent", key="over:1"
)
EMPTY = replace(OVERDUE, id=3, dress="emergency", title="The pump may be empty", snoozes=(), key="empty:1")


@pytest.fixture
def window(qtbot: QtBot):
    made = AlertWindow()
    yield made
    drop(made)


def awake(window: AlertWindow) -> bool:
    return all(button.isEnabled() for card in window.cards for button in card._buttons())


def snoozes(card: AlertCard) -> list[str]:
    """Return the snoozes that a person can choose."""
    return [button.text() for button in card.snooze if button.isVisible()]


def wake(qtbot: QtBot, window: AlertWindow) -> None:
    qtbot.waitUntil(lambda: awake(window), timeout=WAKE_MS * 5)


def test_it_shows_what_since_when_why_and_what_to_do(window):
    window.show_alerts([BOOK])

    assert window.isVisible()
    assert window.windowTitle() == "The refill is not booked — ITB Companion"
    for words in (BOOK.title, BOOK.body, BOOK.since, BOOK.tag):
        assert words in texts(window)
    assert window.cards[0].act.text() == "Enter the appointment"


def test_buttons_sleep_at_first_so_that_a_stray_key_settles_nothing(window, qtbot):
    with (
        qtbot.assertNotEmitted(window.seen),
        qtbot.assertNotEmitted(window.acted),
        qtbot.assertNotEmitted(window.snoozed),
    ):
        window.show_alerts([BOOK])
        card = window.cards[0]
        for button in card._buttons():
            assert not button.isEnabled()
            for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
                qtbot.keyClick(button, key)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.keyClick(window, Qt.Key.Key_Return)
        window.windowHandle().close()
    assert window.isVisible()
    assert window._wake.interval() == 700


def test_awake_each_button_says_what_a_person_wants(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)
    card = window.cards[0]

    with qtbot.waitSignal(window.acted) as signal:
        card.act.click()
    assert signal.args == [1]
    with qtbot.waitSignal(window.seen) as signal:
        card.see.click()
    assert signal.args == [1]
    with qtbot.waitSignal(window.snoozed) as signal:
        card.snooze[0].click()
    assert signal.args == [1, timedelta(minutes=15)]
    with qtbot.waitSignal(window.snoozed) as signal:
        card.snooze[1].click()
    assert signal.args == [1, timedelta(hours=1)]
    with qtbot.waitSignal(window.snoozed) as signal:
        card.snooze[2].click()
    assert signal.args == [1, None]


def test_all_alerts_stand_in_one_window_in_the_order_given(window):
    window.show_alerts([EMPTY, OVERDUE, BOOK])

    assert [card.view for card in window.cards] == [EMPTY, OVERDUE, BOOK]
    assert window.windowTitle() == "The pump may be empty — ITB Companion"
    tops = [card.y() for card in window.cards]
    assert tops == sorted(tops)


def test_an_emergency_cannot_be_snoozed_and_an_urgent_alert_not_until_the_morning(window):
    window.show_alerts([EMPTY, OVERDUE, BOOK])
    empty, overdue, book = window.cards

    assert snoozes(empty) == []
    assert snoozes(overdue) == ["Snooze 15 min", "Snooze 1 hour"]
    assert snoozes(book) == ["Snooze 15 min", "Snooze 1 hour", "Until tomorrow at 09:00"]


def test_only_what_ends_before_the_danger_can_be_chosen(window):
    """Without a snooze of its own there is none until the morning either."""
    soon = replace(BOOK, id=4, snoozes=(timedelta(minutes=15),), key="book:4")
    window.show_alerts([soon, replace(soon, id=5, snoozes=(), key="book:5")])

    assert snoozes(window.cards[0]) == ["Snooze 15 min", "Until tomorrow at 09:00"]
    assert snoozes(window.cards[1]) == []


AWAY = "While you were away. This computer was asleep from 08:00 to 10:00 (2 hours). Due meanwhile: The refill."


def test_why_alerts_come_late_is_told_below_them_and_no_longer_than_it_is_so(window):
    window.show_alerts([OVERDUE], AWAY)
    settle()

    assert AWAY in texts(window)
    assert window.away.y() > window.cards[-1].y()
    window.show_alerts([OVERDUE])
    assert AWAY not in texts(window)


def test_why_they_come_late_puts_no_button_to_sleep_when_it_goes(window, qtbot):
    window.show_alerts([BOOK], AWAY)
    wake(qtbot, window)
    window.show_alerts([BOOK])

    assert awake(window)


def test_the_end_of_the_program_or_the_session_sees_nothing(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)
    with qtbot.assertNotEmitted(window.seen):
        window.close()  # as Qt closes every window when it is asked to quit

    assert window.isVisible()


def test_escape_settles_nothing(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)

    with qtbot.assertNotEmitted(window.seen):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()


def test_something_new_comes_to_the_front_and_puts_every_button_to_sleep_again(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)
    window.show_alerts([replace(BOOK, key="book:2")])

    assert not awake(window)
    wake(qtbot, window)


def test_a_second_alert_puts_the_first_to_sleep_too(window, qtbot):
    """It is where the buttons are that changes, under a finger that is on its way."""
    window.show_alerts([BOOK])
    wake(qtbot, window)
    window.show_alerts([OVERDUE, BOOK])

    assert not awake(window)


def test_the_same_again_disturbs_nobody(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)
    cards = list(window.cards)
    window.show_alerts([BOOK])

    assert window.cards == cards
    assert awake(window)


def test_words_that_change_with_the_time_wake_nobody_and_stay_awake(window, qtbot):
    window.show_alerts([BOOK])
    wake(qtbot, window)
    window.show_alerts([replace(BOOK, since="Due since 09:00, 1 hour ago.")])
    settle()

    assert awake(window)
    assert "1 hour ago" in texts(window)


def test_the_keyboard_stays_where_it_was_when_only_the_time_in_the_words_changes(window, qtbot):
    """Somebody is on their way to Seen with the Tab key while the minute changes."""
    window.show_alerts([BOOK])
    wake(qtbot, window)
    window.activateWindow()
    window.cards[0].see.setFocus()
    window.show_alerts([replace(BOOK, since="Due since 09:00, 1 hour ago.")])

    settle()

    assert window.focusWidget() is window.cards[0].see


def test_with_nothing_left_it_goes_away_and_comes_back_for_the_same(window):
    window.show_alerts([BOOK])
    window.show_alerts([])
    assert not window.isVisible()
    window.show_alerts([BOOK])

    assert window.isVisible()
    assert not awake(window)


def test_each_button_names_its_alert_for_a_screen_reader(window):
    window.show_alerts([OVERDUE, BOOK])

    assert window.cards[1].see.accessibleName() == "Seen: The refill is not booked"
    assert window.cards[0].accessibleName() == "The refill is overdue"


def test_many_alerts_are_never_higher_than_the_screen(window, qapp):
    window.show_alerts([replace(BOOK, id=n, key=f"book:{n}") for n in range(20)])

    assert window.height() < qapp.primaryScreen().availableGeometry().height()


def test_no_button_ever_lies_below_the_screen(window, qapp, wear):
    area = qapp.primaryScreen().availableGeometry()
    window.show_alerts([BOOK])
    window.move(area.bottomRight() - QPoint(window.frameGeometry().width(), window.frameGeometry().height()))
    settle()
    window.show_alerts([BOOK, OVERDUE])
    wear("light", 1.4)
    window.show_alerts([BOOK, OVERDUE, EMPTY])

    assert area.contains(window.frameGeometry())


def test_what_comes_to_the_front_is_said_to_a_screen_reader_once(window, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(alert_window, "announce", lambda _, sentence: said.append(sentence))
    window.show_alerts([BOOK])
    window.show_alerts([replace(BOOK, since="Due since 09:00.")])
    assert said == [f"{BOOK.title}. {BOOK.body}"]

    window.show_alerts([OVERDUE, BOOK])
    assert said[1:] == [f"{OVERDUE.title}. {OVERDUE.body} {BOOK.title}. {BOOK.body}"]


def test_it_has_room_for_whatever_it_comes_to_show(window, wear):
    """New cards on a window that was up left two lines of it: neither what to do nor a button could be seen."""
    wear("light")
    worse = replace(BOOK, body="Mia's pump must be refilled by 6 May, in 2 days. No appointment is recorded.")
    for alerts in ([BOOK], [worse], [worse, OVERDUE], [OVERDUE], [EMPTY]):
        window.show_alerts(alerts)
        settle()
        room = window._scroll.viewport()
        for card in window.cards:
            for part in (card.headline, card.since, card.act, card.see):
                top = part.mapTo(room, QPoint(0, 0)).y()
                assert 0 <= top < top + part.height() <= room.height(), (alerts[0].title, part)


def test_it_stays_where_a_person_put_it(window):
    window.show_alerts([BOOK])
    window.move(20, 30)
    window.show_alerts([BOOK, OVERDUE])

    assert (window.x(), window.y()) == (20, 30)


def test_it_stays_on_top_of_other_windows(window):
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
