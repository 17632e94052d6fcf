"""What is due goes in front of a person: the alert window in every case, sound and one notification on top of it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from itb_companion.care.ports import Notice, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop.channels import ChannelChain
from itb_companion.ui.alerting import Alerting
from itb_companion.words import Words
from tests.factories import BERLIN, Program, at, make_contact, make_fill, make_pump
from tests.ui.stage import settle, texts
from tests.ui.ways_to_be_heard import Loudspeaker, Recorder

BOOK_ON = date(2026, 3, 25)
"""The first day on which the builders' household is reminded to book; nothing else is due then."""


class Scene:
    """Reminders of the builders' household, with an alert window, a channel and a loudspeaker."""

    def __init__(self, folder) -> None:
        self.program = Program(folder).begin()
        self.clock = self.program.clock
        self.channel = Recorder()
        self.sound = Loudspeaker()
        self.alerting = Alerting(self.program.companion.reminders, Words(BERLIN))

    def connect(self) -> None:
        self.alerting.use(ChannelChain([self.channel], parent=self.channel), self.sound)
        settle()

    def restart(self) -> None:
        """End the program and start it again, at the instant at which the clock stands."""
        self.alerting.close()
        self.alerting.deleteLater()
        self.program.restart()
        self.alerting = Alerting(self.program.companion.reminders, Words(BERLIN))
        self.connect()

    def prefer(self, **changes) -> None:
        people, preferences = self.program.companion.people, self.program.companion.household().preferences
        people.save_preferences(replace(preferences, **changes))

    def answer(self, name: str = "see", card: int = 0) -> None:
        """Press a button of a card and let the program look, as it does after every answer."""
        pressed = self.window.cards[card]
        pressed.set_awake(awake=True)
        button = getattr(pressed, name)
        (button[0] if isinstance(button, list) else button).click()
        self.look()

    def look(self, *, on_emergency_screen: bool = False):
        found = self.program.companion.reminders.evaluate()
        self.alerting.show(found, self.program.companion.desk.today, on_emergency_screen=on_emergency_screen)
        self.alerting.tell(found, self.program.companion.desk.today)
        settle()
        return found

    @property
    def window(self):
        return self.alerting.window

    def close(self) -> None:
        self.alerting.close()
        self.alerting.deleteLater()
        self.channel.deleteLater()
        self.sound.deleteLater()
        settle()
        self.program.companion.close()


@pytest.fixture
def scene(qtbot, tmp_path):
    made = Scene(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def beeps(monkeypatch):
    """How often the computer's own beep was heard."""
    heard = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append(True))
    return heard


@pytest.fixture
def overdue(scene):
    """Overdue, with a sign check due as well."""
    scene.prefer(sign_check_times=(time(9),))
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
    overdue.channel.sent.clear()
    overdue.restart()
    overdue.look()

    assert len(overdue.window.cards) == 2
    assert overdue.channel.sent == []


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


def test_a_newer_occurrence_takes_the_notification_of_the_older_one_back(overdue):
    overdue.look()
    [first] = overdue.channel.sent
    assert overdue.channel.withdrawn == []
    overdue.clock.at = at("2026-05-14 13:30")
    overdue.look()

    [_, second] = overdue.channel.sent
    assert second.key != first.key
    assert overdue.channel.withdrawn == [first.key]
    overdue.clock.at = at("2026-05-14 13:31")
    overdue.look()
    assert overdue.channel.withdrawn == [first.key]


def test_each_outcome_is_written_down_as_evidence(overdue):
    overdue.look()
    reach = overdue.program.companion.reminders.reach(("alert-window", "dbus"))

    assert reach.deliveries["alert-window"][0] == "confirmed"
    assert reach.deliveries["dbus"][0] == "confirmed"


class TestAnswers:
    def test_seen_quiets_it_for_a_bounded_time_and_takes_the_notification_back(self, overdue, qtbot):
        overdue.look()
        with qtbot.waitSignal(overdue.alerting.changed):
            overdue.answer("see")
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
            overdue.answer("snooze")
        overdue.clock.move(minutes=14)
        overdue.look()
        assert "The refill is overdue" not in texts(overdue.window)
        overdue.clock.move(minutes=1)
        overdue.look()

        assert "The refill is overdue" in texts(overdue.window)

    def test_its_own_action_counts_as_seen_and_says_where_to_go(self, overdue, qtbot):
        overdue.look()
        with qtbot.waitSignal(overdue.alerting.wanted) as signal:
            overdue.answer("act")

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


class TestSeveralAtOnce:
    def test_a_hint_tells_how_many_more_there_are(self, overdue):
        overdue.look()

        [notice] = overdue.channel.sent
        assert notice.body.endswith("One more reminder is in the alert window.")

    def test_more_than_two_are_counted(self, overdue):
        contact = make_contact("Clinic", verified_on=None, after_hours_verified_on=None, entered_on=date(2026, 3, 2))
        overdue.program.companion.people.save_contact(contact)
        overdue.look()

        [notice] = overdue.channel.sent
        assert len(overdue.window.cards) == 3
        assert notice.body.endswith("2 more reminders are in the alert window.")

    def test_one_alone_speaks_for_itself(self, scene):
        scene.connect()
        scene.clock.at = at("2026-05-14 09:30")
        scene.look()

        [notice] = scene.channel.sent
        assert "more" not in notice.body

    def test_what_comes_while_others_are_open_has_a_notification_of_its_own(self, scene):
        scene.prefer(sign_check_times=(time(12),))
        scene.connect()
        for wall in ("2026-05-14 09:30", "2026-05-14 12:00"):
            scene.clock.at = at(wall)
            scene.look()

        assert [notice.title for notice in scene.channel.sent] == ["The refill is overdue", "Time to check for signs"]
        assert "more" not in scene.channel.sent[1].body


def off(scene) -> None:
    scene.clock.move(hours=14)
    scene.clock.boot()
    scene.restart()


def not_running(scene) -> None:
    scene.clock.move(hours=14)
    scene.restart()


def asleep(scene) -> None:
    scene.clock.move(hours=14)


def set_ahead(scene) -> None:
    scene.clock.set_wall(hours=14)


ABSENCES = [
    (off, "This computer was off.", "This computer was off, or the program was not running, from"),
    (not_running, "This program was not running.", "This program was not running from"),
    (asleep, "This computer was asleep.", "This computer was asleep from"),
    (set_ahead, "The clock of this computer was set ahead.", "The clock of this computer was set ahead, from"),
]


class TestAfterAnAbsence:
    """Nothing was due at 20:00; the sign check of 08:00 falls into the night in which nothing could be shown."""

    @pytest.fixture
    def evening(self, scene):
        scene.prefer(sign_check_times=(time(8),))
        scene.clock.at = at("2026-03-10 20:00")
        scene.connect()
        scene.look()
        assert not scene.window.isVisible()
        return scene

    @pytest.mark.parametrize(("go", "why", "told"), ABSENCES)
    def test_window_and_notification_say_since_when_how_late_and_why(self, evening, go, why, told):
        go(evening)
        evening.look()

        late = f"Due since today at 08:00, 2 hours ago. {why}"
        assert late in texts(evening.window.cards[0])
        [notice] = evening.channel.sent
        assert notice.body.endswith(late)

    @pytest.mark.parametrize(("go", "why", "told"), ABSENCES)
    def test_the_window_says_below_what_happened_meanwhile(self, evening, go, why, told):
        go(evening)
        evening.look()

        assert texts(evening.window.away) == (
            f"While you were away. {told} yesterday at 20:00 to today at 10:00 (14 hours). "
            "Due meanwhile: Time to check for signs."
        )

    def test_it_stands_there_until_somebody_answers(self, evening):
        off(evening)
        evening.look()
        evening.restart()
        evening.look()
        assert evening.window.away.isVisible()

        evening.answer()
        evening.clock.move(hours=4)
        evening.look()
        assert "Time to check for signs" in texts(evening.window)
        assert not evening.window.away.isVisible()
        evening.restart()
        evening.look()
        assert not evening.window.away.isVisible()

    def test_an_answer_to_one_of_several_is_enough_for_whoever_answers_was_there(self, scene):
        scene.prefer(sign_check_times=(time(8),))
        scene.clock.at = at(f"{BOOK_ON} 07:00")
        scene.connect()
        scene.look()
        scene.clock.at = at(f"{BOOK_ON} 10:00")
        scene.look()
        assert "2 reminders fell due meanwhile" in texts(scene.window.away)
        scene.answer()

        assert len(scene.window.cards) == 1
        assert not scene.window.away.isVisible()

    def test_an_absence_in_which_nothing_fell_due_is_not_told(self, scene):
        scene.connect()
        scene.look()
        scene.clock.move(minutes=30)
        scene.look()
        scene.prefer(sign_check_times=(time(13),))
        scene.clock.at = at("2026-03-10 12:59")
        scene.look()
        scene.clock.at = at("2026-03-10 13:00")
        scene.look()

        assert scene.window.isVisible()
        assert not scene.window.away.isVisible()


class TestQuietHours:
    @pytest.fixture
    def quiet(self, scene):
        """The quiet hours last until 10:00 here, and at 09:00 it is time to book."""
        scene.prefer(quiet_until=time(10))
        scene.connect()
        for wall in ("08:59", "09:00"):
            scene.clock.at = at(f"{BOOK_ON} {wall}")
            scene.look()
        return scene

    def test_the_window_comes_without_sound_and_notification(self, quiet):
        assert "The refill is not booked" in texts(quiet.window)
        assert (quiet.channel.sent, quiet.sound.played) == ([], [])
        assert "alert-window" in quiet.program.companion.reminders.reach(("alert-window",)).deliveries

    def test_at_their_end_both_come_once(self, quiet):
        quiet.clock.at = at(f"{BOOK_ON} 09:59")
        quiet.look()
        assert (quiet.channel.sent, quiet.sound.played) == ([], [])

        quiet.clock.at = at(f"{BOOK_ON} 10:00")
        quiet.look()
        quiet.look()
        assert [notice.title for notice in quiet.channel.sent] == ["The refill is not booked"]
        assert quiet.sound.played == [Severity.REMINDER]

    def test_the_next_look_is_at_their_end(self, quiet):
        assert quiet.look().next_at == at(f"{BOOK_ON} 10:00")
        assert quiet.alerting.next_sound_at() is None

    def test_what_was_answered_meanwhile_does_not_come_at_their_end(self, quiet):
        quiet.answer()
        quiet.clock.at = at(f"{BOOK_ON} 10:00")
        quiet.look()

        assert (quiet.channel.sent, quiet.sound.played) == ([], [])

    def test_what_is_urgent_comes_at_once(self, scene):
        scene.connect()
        scene.clock.at = at("2026-05-13 22:00")
        scene.look()

        assert [notice.severity for notice in scene.channel.sent] == [Severity.URGENT]
        assert scene.sound.played == [Severity.URGENT]

    def test_without_quiet_hours_everything_comes_at_once(self, scene):
        scene.prefer(quiet_from=None, quiet_until=None, morning=time(6))
        scene.connect()
        scene.clock.at = at(f"{BOOK_ON} 06:00")
        scene.look()

        assert len(scene.channel.sent) == 1
        assert scene.sound.played == [Severity.REMINDER]


class TestSound:
    @pytest.fixture
    def reminded(self, scene):
        scene.connect()
        scene.clock.at = at(f"{BOOK_ON} 09:00")
        scene.look()
        return scene

    def after(self, scene, minutes: int) -> int:
        """Return how often it has sounded so many minutes after 09:00."""
        scene.clock.at = at(f"{BOOK_ON} 09:00") + timedelta(minutes=minutes)
        scene.look()
        scene.sound.end()
        return len(scene.sound.played)

    def test_it_sounds_again_at_growing_pauses(self, reminded):
        counts = [self.after(reminded, minutes) for minutes in (0, 4, 5, 19, 20, 79, 80, 139, 140)]

        assert counts == [1, 1, 2, 2, 3, 3, 4, 4, 5]
        assert set(reminded.sound.played) == {Severity.REMINDER}
        assert len(reminded.channel.sent) == 1

    def test_the_program_knows_when_it_sounds_next(self, reminded):
        assert reminded.alerting.next_sound_at() == at(f"{BOOK_ON} 09:05")

    @pytest.mark.parametrize("answer", ["see", "snooze", "act"])
    def test_an_answer_ends_it(self, reminded, answer):
        assert reminded.sound.sounding
        reminded.answer(answer)

        assert not reminded.sound.sounding
        assert reminded.alerting.next_sound_at() is None
        assert self.after(reminded, 10) == 1

    def test_two_alerts_share_one_sound_the_worse(self, overdue):
        overdue.look()
        overdue.look()

        assert overdue.sound.played == [Severity.URGENT]

    def test_a_calm_reminder_is_seen_and_not_heard(self, scene):
        scene.prefer(sign_check_times=(time(13),))
        scene.connect()
        scene.clock.at = at("2026-03-10 13:00")
        scene.look()

        assert scene.window.isVisible()
        assert scene.sound.played == []

    def test_an_answer_to_one_of_two_leaves_the_other_sounding(self, overdue):
        overdue.look()
        overdue.answer("see", card=1)

        assert overdue.sound.stopped == 0
        assert overdue.alerting.next_sound_at() is not None

    @pytest.mark.parametrize("outcome", [Outcome.UNAVAILABLE, Outcome.TIMED_OUT])
    def test_where_nothing_can_be_played_the_computer_beeps_and_it_is_written_down(self, scene, beeps, outcome):
        scene.sound.outcome, scene.sound.detail = outcome, "no audio output was found"
        scene.connect()
        scene.clock.at = at("2026-05-14 09:30")
        scene.look()
        scene.sound.end()
        settle()

        assert len(beeps) == 1
        kept = scene.program.companion.reminders.reach(("sound",)).deliveries["sound"]
        assert kept[:2] == (outcome, "no audio output was found")

    @pytest.mark.parametrize("outcome", [Outcome.UNCONFIRMED, Outcome.REFUSED])
    def test_what_was_played_or_stopped_does_not_beep(self, scene, beeps, outcome):
        scene.sound.outcome = outcome
        scene.connect()
        scene.clock.at = at("2026-05-14 09:30")
        scene.look()
        scene.sound.end()
        settle()

        assert beeps == []
        assert scene.program.companion.reminders.reach(("sound",)).deliveries["sound"][0] == outcome

    def test_what_was_due_before_there_was_sound_sounds_as_soon_as_there_is(self, scene):
        scene.clock.at = at("2026-05-14 09:30")
        scene.look()
        scene.connect()

        assert scene.sound.played == [Severity.URGENT]

    def test_what_was_answered_before_there_was_sound_is_silent(self, scene):
        scene.clock.at = at("2026-05-14 09:30")
        scene.look()
        scene.answer()
        scene.connect()

        assert scene.sound.played == []


class TestSoundAtTheEmergencyScreen:
    @pytest.fixture
    def empty(self, scene):
        scene.connect()
        scene.clock.at = at("2026-05-22 09:30")
        return scene

    def test_nobody_is_there_so_it_calls(self, empty):
        empty.look(on_emergency_screen=True)

        assert empty.sound.played == [Severity.EMERGENCY]

    def test_whoever_works_on_it_has_silence_for_15_minutes_after_the_last_touch(self, empty):
        empty.alerting.touched(empty.clock.now())
        empty.look(on_emergency_screen=True)
        empty.clock.move(minutes=14, seconds=59)
        empty.look(on_emergency_screen=True)
        assert empty.sound.played == []

        empty.clock.move(seconds=1)
        empty.look(on_emergency_screen=True)
        assert empty.sound.played == [Severity.EMERGENCY]

    def test_touching_it_ends_the_sound(self, empty):
        empty.look(on_emergency_screen=True)
        empty.alerting.touched(empty.clock.now())
        empty.look(on_emergency_screen=True)

        assert not empty.sound.sounding


class TestTest:
    TEST = Notice("test:1", "This is a test of your alarm", "If you can read this", Severity.URGENT)

    def test_it_goes_through_every_channel_and_the_sound_and_is_written_down_like_any_other(self, scene):
        channels = [Recorder("dbus"), Recorder("plyer", Outcome.REFUSED), Recorder("tray", Outcome.UNCONFIRMED)]
        scene.alerting.use(ChannelChain(channels, parent=scene.channel), scene.sound)
        told = []
        scene.alerting.tested.connect(lambda delivery: told.append((delivery.channel, delivery.outcome)))
        scene.alerting.test(self.TEST)
        scene.sound.end()
        settle()

        wanted = {"dbus": "confirmed", "plyer": "refused", "tray": "unconfirmed", "sound": "unconfirmed"}
        assert dict(told) == wanted
        assert len(told) == len(wanted)
        kept = scene.program.companion.reminders.reach(tuple(wanted)).deliveries
        assert {channel: found[0] for channel, found in kept.items()} == wanted
        for channel in channels:
            assert [notice.key for notice in channel.sent] == ["test:1"]
            channel.deleteLater()

    def test_it_is_heard_to_its_end_although_the_program_looks_meanwhile(self, scene):
        """A channel that answers makes the program look, with nothing due, while the sound has just begun."""
        scene.connect()
        scene.alerting.changed.connect(scene.look)
        scene.alerting.test(self.TEST)
        settle()

        assert scene.sound.sounding
        assert scene.sound.stopped == 0

    def test_an_outcome_of_an_alert_is_not_taken_for_one_of_a_test(self, overdue, qtbot):
        with qtbot.assertNotEmitted(overdue.alerting.tested):
            overdue.look()
            overdue.sound.end()
            settle()
