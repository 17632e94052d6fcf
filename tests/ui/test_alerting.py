"""What is due goes in front of a person once: the alert window in every case, one notification on top of it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QObject, QTimer

from itb_companion.care.ports import Delivery, Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.channels import ChannelChain
from itb_companion.ui.alerting import Alerting
from itb_companion.words import Words
from tests.factories import BERLIN, Program, at, make_contact, make_fill, make_pump
from tests.ui.stage import settle, texts


class Recorder(QObject):
    """A channel that keeps what it is given and confirms it later, on the main thread, as real ones do."""

    name = "dbus"

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Notice] = []
        self.withdrawn: list[str] = []

    def send(self, notice: Notice, done) -> None:
        self.sent.append(notice)
        QTimer.singleShot(0, self, lambda: done(Delivery(self.name, Outcome.CONFIRMED)))

    def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)


class Scene:
    """Reminders of the builders' household, with an alert window and a channel."""

    def __init__(self, folder) -> None:
        self.program = Program(folder).begin()
        self.clock = self.program.clock
        self.channel = Recorder()
        self.alerting = Alerting(self.program.companion.reminders, Words(BERLIN))

    def connect(self) -> None:
        self.alerting.use(ChannelChain([self.channel], parent=self.channel))
        settle()

    def look(self, *, on_emergency_screen: bool = False):
        found = self.program.companion.reminders.evaluate()
        self.alerting.show(found, self.program.companion.desk.today, on_emergency_screen=on_emergency_screen)
        settle()
        return found

    @property
    def window(self):
        return self.alerting.window

    def close(self) -> None:
        self.alerting.close()
        self.alerting.deleteLater()
        self.channel.deleteLater()
        settle()
        self.program.companion.close()


@pytest.fixture
def scene(qtbot, tmp_path):
    made = Scene(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def overdue(scene):
    """Overdue, with a sign check due as well."""
    people, preferences = scene.program.companion.people, scene.program.companion.household().preferences
    people.save_preferences(replace(preferences, sign_check_times=(time(9),)))
    scene.clock.at = at("2026-05-14 09:30")
    scene.connect()
    return scene


def test_nothing_due_shows_and_sends_nothing(scene):
    scene.connect()
    scene.look()

    assert not scene.window.isVisible()
    assert scene.channel.sent == []


def test_several_due_at_once_are_one_window_and_one_notification_about_the_worst(overdue):
    found = overdue.look()

    assert len(found.showing) == 2
    assert overdue.window.cards[0].view.title == "The refill is overdue"
    assert len(overdue.window.cards) == 2
    [notice] = overdue.channel.sent
    assert (notice.title, notice.severity) == ("The refill is overdue", Severity.URGENT)
    assert "Due " in notice.body


def test_nothing_is_announced_twice(overdue):
    for _ in range(3):
        overdue.look()

    assert len(overdue.channel.sent) == 1
    overdue.clock.move(minutes=1)
    overdue.look()
    assert len(overdue.channel.sent) == 1


def test_after_a_restart_what_is_open_stands_there_again_and_is_not_announced_again(overdue):
    overdue.look()
    overdue.program.restart()
    again = Alerting(overdue.program.companion.reminders, Words(BERLIN))
    channel = Recorder()
    again.use(ChannelChain([channel], parent=channel))
    found = overdue.program.companion.reminders.evaluate()
    again.show(found, overdue.program.companion.desk.today, on_emergency_screen=False)
    settle()

    assert len(again.window.cards) == 2
    assert channel.sent == []
    again.close()
    again.deleteLater()
    channel.deleteLater()


def test_channels_that_come_late_get_what_waited_for_them(scene):
    scene.clock.at = at("2026-05-14 09:30")
    scene.look()
    assert scene.window.isVisible()
    scene.connect()

    assert [notice.title for notice in scene.channel.sent] == ["The refill is overdue"]


def test_what_is_settled_is_taken_back_and_the_window_goes(overdue):
    overdue.look()
    key = overdue.channel.sent[0].key
    fill = make_fill(filled_on=date(2026, 5, 14), alarm_on=date(2026, 7, 25))
    overdue.program.companion.refills.record(fill, make_pump())
    found = overdue.look()

    assert key in overdue.channel.withdrawn
    assert "The refill is overdue" not in texts(overdue.window)
    assert found.settled


def test_each_outcome_is_written_down_as_evidence(overdue):
    overdue.look()
    reach = overdue.program.companion.reminders.reach(("alert-window", "dbus"))

    assert reach.deliveries["alert-window"][0] == "confirmed"
    assert reach.deliveries["dbus"][0] == "confirmed"


class TestAnswers:
    def click(self, scene, name: str) -> None:
        card = scene.window.cards[0]
        card.set_awake(awake=True)
        getattr(card, name).click()

    def test_seen_quiets_it_for_a_bounded_time_and_takes_the_notification_back(self, overdue, qtbot):
        overdue.look()
        with qtbot.waitSignal(overdue.alerting.changed):
            self.click(overdue, "see")
        overdue.look()

        assert "The refill is overdue" not in texts(overdue.window)
        assert overdue.channel.sent[0].key in overdue.channel.withdrawn
        overdue.clock.move(hours=1)
        overdue.look()
        assert "The refill is overdue" in texts(overdue.window)
        assert len(overdue.channel.sent) == 2

    def test_a_snooze_is_bounded(self, overdue, qtbot):
        overdue.look()
        with qtbot.waitSignal(overdue.alerting.changed):
            self.click(overdue, "snooze_hour")
        overdue.look()
        assert "The refill is overdue" not in texts(overdue.window)
        overdue.clock.move(hours=1)
        overdue.look()

        assert "The refill is overdue" in texts(overdue.window)

    def test_its_own_action_counts_as_seen_and_says_where_to_go(self, overdue, qtbot):
        overdue.look()
        with qtbot.waitSignal(overdue.alerting.wanted) as signal:
            self.click(overdue, "act")

        assert signal.args[0].kind == "overdue"
        assert overdue.program.companion.reminders.reach(()).seen[1] == "Ana"

    def test_an_answer_to_what_is_gone_changes_nothing(self, overdue):
        overdue.look()
        for answer in (overdue.alerting._seen, overdue.alerting._acted):
            answer(9999)
        overdue.alerting._snoozed(9999, timedelta(hours=1))

        assert len(overdue.look().showing) == 2


def test_what_the_emergency_screen_shows_needs_no_window_over_it(scene):
    scene.program.companion.people.save_contact(make_contact("Clinic"))
    scene.connect()
    scene.clock.at = at("2026-05-22 09:30")
    scene.look(on_emergency_screen=True)

    assert not scene.window.isVisible()
    assert [notice.title for notice in scene.channel.sent] == ["The pump may be empty"]
    scene.look(on_emergency_screen=False)
    assert "The pump may be empty" in texts(scene.window)


def test_a_test_is_sent_and_written_down_like_any_other(scene):
    scene.connect()
    scene.alerting.test(Notice("test:1", "This is a test of your alarm", "If you can read this", Severity.URGENT))
    settle()

    assert [notice.key for notice in scene.channel.sent] == ["test:1"]
    assert scene.program.companion.reminders.reach(("dbus",)).deliveries["dbus"][0] == "confirmed"
