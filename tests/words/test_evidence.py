"""What is known about reaching a person: from evidence only, and what is not known is told as not known."""

from datetime import timedelta

import pytest

from itb_companion.care.alarm_test import AlarmTest
from itb_companion.care.clinical import Clinical
from itb_companion.care.ports import Startup, StartupState
from itb_companion.care.problems import Problem
from itb_companion.words import evidence
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, days, make_contact, minutes

words = Words(BERLIN)
TODAY = NOON.date()


YESTERDAY = NOON - days(1)


def heard(at=YESTERDAY, *, saw=True, sound=True, by="Ana") -> AlarmTest:
    return AlarmTest(at, saw, sound, by)


class TestWindow:
    def test_before_the_first_alert_nothing_is_claimed(self):
        assert evidence.window(words, {}, NOON) == [(None, "No alert was due yet")]

    def test_the_last_time_it_came_is_told(self):
        found = {"alert-window": ("confirmed", "", NOON - minutes(5))}

        assert evidence.window(words, found, NOON) == [(True, "Alert window last shown today at 11:55")]


class TestNotifications:
    def lines(self, deliveries, service=None, test=None) -> list[evidence.Line]:
        return evidence.notifications(words, deliveries, service, NOON, test)

    def test_nothing_tried_and_nobody_asked_is_not_known(self):
        assert self.lines({}) == [(None, "Notification service: not known yet")]

    @pytest.mark.parametrize(
        ("service", "line"),
        [
            ("dunst", (True, "The notification service answers (dunst)")),
            (
                "",
                (
                    False,
                    "Notifications do not work: there is no notification service. The alert window still comes.",
                ),
            ),
        ],
    )
    def test_what_the_service_answers_is_told(self, service, line):
        assert self.lines({}, service) == [line]

    def test_only_a_confirmed_notification_is_evidence(self):
        assert self.lines({"dbus": ("confirmed", "", NOON)})[0] == (
            True,
            "Notification last confirmed today at 12:00",
        )
        assert self.lines({"tray": ("unconfirmed", "", NOON)})[0][0] is None

    @pytest.mark.parametrize("channel", ["dbus", "plyer"])
    @pytest.mark.parametrize("outcome", ["refused", "timed-out", "unavailable"])
    def test_one_that_failed_is_told_with_why_and_what_comes_all_the_same(self, channel, outcome):
        is_so, said = self.lines({channel: (outcome, "", NOON), "alert-window": ("confirmed", "", NOON)})[0]

        assert is_so is False
        assert words.text(f"outcome.{outcome}") in said
        assert "The alert window still comes." in said

    def test_the_window_and_the_sound_say_nothing_about_notifications(self):
        found = {"alert-window": ("confirmed", "", NOON), "sound": ("unavailable", "no audio output", NOON)}

        assert self.lines(found) == self.lines({})

    def test_a_person_who_saw_nothing_outweighs_a_service_that_confirms(self):
        found = {"dbus": ("confirmed", "", NOON)}
        told = "Ana did not see a notification yesterday at 12:00: please check the system’s settings for notifications"

        assert (False, told) in self.lines(found, "dunst", heard(saw=False))
        assert not any(is_so is False for is_so, _ in self.lines(found, "dunst", heard()))


class TestSound:
    def lines(self, deliveries, test=None) -> list[evidence.Line]:
        return evidence.sound(words, deliveries, test, NOON)

    def test_an_alarm_that_nobody_tested_is_not_known_to_be_heard(self):
        never = (None, "Nobody has tested the alarm yet: press “Test my alarm”")

        assert self.lines({}) == [never]
        assert self.lines({"sound": ("unconfirmed", "played to its end", NOON)}) == [
            (None, "The alarm last sounded today at 12:00; only you can tell whether it is heard"),
            never,
        ]

    @pytest.mark.parametrize("outcome", ["unavailable", "timed-out"])
    def test_no_sound_is_told_with_why_even_if_it_was_heard_before(self, outcome):
        found = {"sound": (outcome, "no audio output was found", NOON)}
        told = "The alarm makes no sound: no audio output was found. The computer’s own beep is used instead."

        assert self.lines(found, heard()) == [(False, told)]

    def test_what_a_person_heard_is_the_best_evidence(self):
        found = {"sound": ("unconfirmed", "played to its end", NOON)}

        assert self.lines(found, heard()) == [(True, "Ana heard the alarm yesterday at 12:00")]
        assert self.lines(found, heard(by="")) == [(True, "somebody heard the alarm yesterday at 12:00")]

    def test_what_a_person_did_not_hear_is_a_failure_although_it_was_played(self):
        found = {"sound": ("unconfirmed", "played to its end", NOON)}
        is_so, said = self.lines(found, heard(sound=False))[-1]

        assert is_so is False
        assert said.startswith("Ana did not hear the test yesterday at 12:00")

    @pytest.mark.parametrize(("age", "is_so"), [(29, True), (30, None)])
    def test_a_test_of_long_ago_is_no_evidence_any_more(self, age, is_so):
        assert self.lines({}, heard(NOON - days(age)))[0][0] is is_so


class TestSeen:
    def test_nobody_has_answered_yet(self):
        assert evidence.seen(words, None, NOON) == []

    @pytest.mark.parametrize(("by", "name"), [("Ana", "Ana"), ("", "somebody")])
    def test_who_answered_last_is_told(self, by, name):
        assert evidence.seen(words, (NOON, by), NOON) == [(True, f"Last answered today at 12:00 by {name}")]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (None, (None, "Whether it starts when you log in is not known")),
        (StartupState(Startup.UNKNOWN), (None, "Whether it starts when you log in is not known")),
        (StartupState(Startup.ON), (True, "Starts by itself when you log in")),
        (StartupState(Startup.ON, "Sure?", is_doubtful=True), (None, "Set to start by itself when you log in. Sure?")),
        (
            StartupState(Startup.OFF),
            (False, "Does not start by itself when you log in: switch it on under Settings"),
        ),
        (StartupState(Startup.BROKEN, "It is gone."), (False, "Will not start when you log in: It is gone.")),
    ],
)
def test_whether_it_starts_at_login_is_told_as_it_was_read_back(state, line):
    assert evidence.startup(words, state) == [line]


@pytest.mark.parametrize(
    ("age", "line"),
    [
        (timedelta(hours=1), (True, "Newest backup: today")),
        (timedelta(days=1), (True, "Newest backup: yesterday")),
        (timedelta(days=2), (None, "Newest backup: 2 days ago")),
        (timedelta(days=40), (None, "Newest backup: 40 days ago")),
    ],
)
def test_a_backup_is_told_with_its_age_and_an_old_one_is_nothing_to_rely_on(age, line):
    assert evidence.backup(words, NOON - age, NOON, TODAY) == [line]


def test_no_backup_is_told_as_none():
    assert evidence.backup(words, None, NOON, TODAY) == [(None, "There is no backup yet")]


class TestNumbers:
    def line(self, *contacts) -> evidence.Line:
        [line] = evidence.numbers(words, contacts, TODAY)
        return line

    def test_each_number_counts_by_itself(self):
        clinic = make_contact(
            day_number="1234567", after_hours_number="7654321", verified_on=TODAY, after_hours_verified_on=None
        )

        told = "1 of 2 telephone numbers were checked within 90 days"
        assert self.line(clinic) == (None, told)

    def test_one_number_for_day_and_night_counts_once(self):
        clinic = make_contact(day_number="1234567", after_hours_number="1234567", verified_on=TODAY)

        assert self.line(clinic, make_contact("Doctor", verified_on=TODAY - days(89))) == (
            True,
            "All 2 telephone numbers were checked within 90 days",
        )

    @pytest.mark.parametrize(("age", "is_so"), [(89, True), (90, None)])
    def test_after_90_days_a_number_does_not_count(self, age, is_so):
        assert self.line(make_contact(verified_on=TODAY - days(age)))[0] is is_so

    def test_one_that_was_entered_today_and_never_called_is_not_known(self):
        assert self.line(make_contact(verified_on=None, entered_on=TODAY))[0] is None

    def test_without_a_number_nothing_is_told(self):
        assert evidence.numbers(words, (), TODAY) == []


class TestClinicalFiles:
    def test_nothing_is_told_of_files_that_are_as_built_in(self):
        assert evidence.clinical(words, Clinical()) == []

    def test_changed_files_are_named_and_the_stricter_counts(self):
        changed = Clinical(differing=("signs.toml", "rules.toml"))

        [(works, told)] = evidence.clinical(words, changed)

        assert works is None
        assert told == (
            "Rules or words for signs were changed in signs.toml and rules.toml. Of changed and built-in rules the "
            "stricter count."
        )

    def test_a_file_with_faults_is_named_with_what_counts_and_what_to_do(self):
        faults = tuple(Problem(name, "clinical-missing-file") for name in ("rules.toml", "rules.toml", "pumps.toml"))

        [(works, told)] = evidence.clinical(words, Clinical(problems=faults))

        assert works is False
        assert told == (
            "A fault in rules.toml and pumps.toml: the built-in rules for signs count. Please install the program anew."
        )
