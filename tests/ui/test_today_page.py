"""Today: how things stand in each state, what each button does, and whether reminders reach a person."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from itb_companion.care.episode import Outcome as Call
from itb_companion.care.ports import Delivery, Outcome, Startup
from itb_companion.care.signs import LEADING_SIGNS, Answer
from itb_companion.ui.pages.today import TodayPage, TodayView, Todo
from itb_companion.ui.widgets.buttons import Button
from itb_companion.words import due
from tests.factories import at, make_fill, make_item
from tests.ui.stage import Stage, settle, texts
from tests.ui.ways_to_be_heard import LoginEntry


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "data") as made:
        yield made


def description(page: TodayPage) -> str:
    return (
        QAccessible.queryAccessibleInterface(page.chart).text(QAccessible.Text.Description)
        or page.chart.accessibleName()
    )


def todos(page: TodayPage) -> dict[str, Button]:
    """Return the button of every line under To do, by what a screen reader says of it."""
    return {b.accessibleName(): b for b in page.todo.findChildren(Button) if b.isVisibleTo(page.todo)}


def todo(page: TodayPage, what: str) -> Button:
    return next(button for name, button in todos(page).items() if what in name)


class TestHowThingsStand:
    def test_nothing_entered_asks_for_the_printout(self, stage):
        page = stage.open().today

        assert page.title.text() == "Welcome. Please enter the pump's printout to begin."
        assert not page.pill.isVisible()
        assert not page.chart.isVisible()
        assert "No printout has been entered, so no refill date can be told." in texts(page)
        assert page.last_check.text() == "No check recorded yet."
        assert "No contact is entered" in texts(page.todo)

    def test_a_person_without_a_printout_is_asked_for_it(self, stage):
        page = stage.begin(fill=None, pump=None).open().today
        assert page.title.text() == "No refill date is known. Please enter the pump's printout."
        stage.move(days=1)

        assert "Enter the printout: No refill date is known" in todos(page)

    def test_on_time_and_not_booked(self, stage):
        page = stage.begin().open().today

        assert page.title.text() == "Next: book the refill. It is due by Wednesday 6 May, in 57 days."
        assert page.pill.text() == "Not booked"
        assert page.change_appointment.text() == "Enter the appointment"

    def test_on_time_and_booked(self, stage):
        stage.begin().open()
        stage.book(date(2026, 4, 28))

        assert stage.today.title.text() == "On time. Next: refill on Tuesday 28 April, in 49 days."
        assert stage.today.pill.text() == "Booked 8 days before it must be refilled"
        assert stage.today.change_appointment.text() == "Change appointment"

    @pytest.mark.parametrize(
        ("on", "pill"),
        [
            (date(2026, 5, 6), "Booked for the day to refill by"),
            (date(2026, 5, 8), "Little time: after the day to refill by"),
            (date(2026, 5, 13), "Too late: on or after the last day"),
        ],
    )
    def test_an_appointment_that_leaves_little_time_or_none_is_said(self, stage, on, pill):
        stage.begin().open()
        stage.book(on)

        assert stage.today.pill.text() == pill
        assert ("On time" in stage.today.title.text()) == (
            on == date(2026, 5, 6)
        ) or "leaves" in stage.today.title.text()

    def test_a_day_that_is_past_without_a_refill_is_asked_about(self, stage):
        stage.begin().open()
        stage.book(date(2026, 4, 28))
        stage.to("2026-04-29 10:00")

        assert stage.today.title.text() == "Was the pump refilled?"
        assert stage.today.pill.text() == "The appointment's day is past"

    def test_the_booking_is_due(self, stage):
        stage.begin().open()
        stage.to("2026-04-20 10:00")

        assert stage.today.title.text() == "The refill is not booked. It is due by Wednesday 6 May, in 16 days."
        assert stage.today.todo.y() < stage.today.reservoir.mapTo(stage.today.widget(), stage.today.reservoir.pos()).y()

    def test_overdue(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 10:00")

        assert stage.today.title.text() == "The refill is overdue."
        assert stage.today.pill.text() == "Overdue"
        assert stage.today.pill.property("dress") == "emergency"
        assert "Urgent" in texts(stage.today.todo)

    def test_empty(self, stage):
        stage.begin().open(alerts=False)
        stage.to("2026-05-22 10:00")

        assert stage.today.title.text() == "The pump may be empty."
        assert "Open the emergency screen: The pump may be empty" in todos(stage.today)

    def test_a_printout_that_contradicts_itself_draws_no_level_and_is_pointed_out(self, stage):
        page = stage.begin(fill=make_fill(concentration_mcg_per_ml=500.0)).open().today

        assert "no level is drawn" in page.reservoir_note.text()
        assert "mL" not in description(page)
        assert "The printout contradicts itself" in texts(page.todo)
        todo(page, "The printout contradicts itself").click()
        assert stage.shell.current == "pump"

    def test_a_clock_before_the_fill_is_a_reason_and_not_a_number(self, stage):
        page = stage.begin().open().today
        stage.to("2026-02-20 10:00")

        assert "clock stands before the last refill" in page.reservoir_note.text()
        assert "about" not in description(page).lower()

    def test_no_contact_is_pointed_out(self, stage):
        page = stage.begin(contact=None).open().today

        todo(page, "No contact is entered").click()
        assert stage.shell.current == "contacts"

    def test_the_chart_is_told_in_words(self, stage):
        page = stage.begin().open().today

        assert "About 18 mL of 20 mL today, plausibly" in description(page)
        assert "Filled on Monday 2 March, to be refilled by Wednesday 6 May, last day Wednesday 13 May." in description(
            page
        )
        assert page.reservoir_note.text() == "The alarm may come from Sunday 3 May on."

    def test_an_open_episode_stands_on_top_and_leads_to_the_emergency_screen(self, stage):
        stage.begin().open()
        stage.companion.checks.danger("seizure")
        stage.conductor.look()

        assert stage.today.title.text() == "Call the emergency number now. Nobody who can decide was reached yet."
        assert stage.today.banner.isVisible()
        assert stage.today.banner.property("dress") == "emergency"
        stage.today.banner.action.click()
        assert stage.shell.current == "emergency"

    def test_after_a_sign_to_watch_it_says_when_to_look_again(self, stage):
        stage.begin().open()
        stage.companion.checks.tick("sign:anxiety", "yes")
        stage.companion.checks.save()
        stage.conductor.look()

        assert "Look again today at 16:00, and at once when something changes." in stage.today.last_check.text()

    def test_it_says_whether_somebody_who_can_decide_knows_of_it(self, stage):
        stage.begin().open()
        stage.companion.checks.danger("seizure")
        rung = stage.companion.help.ladder()[0]
        stage.companion.help.tried(rung.contact.name, rung.number, rung.contact.role, Call.REACHED)
        stage.conductor.look()

        assert stage.today.title.text() == "Emergency: somebody who can decide was reached. Watch on."
        [alert] = stage.conductor.shown.evaluation.alerts
        assert due.title(stage.words, alert.item, stage.companion.desk.today) == "Emergency: somebody was reached"

    def test_the_banner_rises_with_the_level(self, stage):
        stage.begin().open()
        stage.companion.checks.tick("sign:itch", "yes")
        stage.companion.checks.save()
        stage.conductor.look()
        before = stage.today.banner.sentence.text()
        stage.move(hours=1, minutes=1)

        assert before == "Possible baclofen withdrawal"
        assert stage.today.banner.sentence.text() == "Urgent: possible baclofen withdrawal"

    def test_an_emergency_card_that_cannot_be_written_is_said(self, stage):
        stage.begin().open()
        card = stage.folder / "emergency-card.json"
        card.unlink()
        card.mkdir()
        stage.companion.people.set_caregiver("Ben")
        stage.conductor.look()

        assert "! The emergency card could not be written: please check the disk." in texts(stage.today)


class TestSigns:
    def test_no_signs_now_saves_a_check_in_one_click(self, stage, qtbot):
        page = stage.begin().open().today
        qtbot.mouseClick(page.no_signs_now, Qt.MouseButton.LeftButton)

        [(check, level)] = stage.companion.checks.recent()
        assert check.answers == dict.fromkeys(LEADING_SIGNS, Answer.NO)
        assert (level, check.by) == ("clear", "Ana")
        assert page.last_check.text() == (
            "Last check today at 12:00 by Ana: none of the signs was ticked. Watch for itching, tingling or numbness, "
            "tighter muscles than usual and unusual blood pressure. Look again every few hours, and at once when "
            "something changes."
        )

    def test_no_signs_now_closes_no_episode_and_reassures_nobody(self, stage):
        page = stage.begin().open().today
        stage.companion.checks.danger("seizure")
        stage.conductor.look()
        page.no_signs_now.click()

        assert stage.companion.help.current() is not None
        assert page.banner.isVisible()

    def test_the_last_check_tells_its_level_and_its_signs(self, stage):
        page = stage.begin().open().today
        stage.companion.checks.tick("sign:itch", "yes")
        stage.companion.checks.save()
        stage.conductor.look()

        assert page.last_check.text() == "Last check today at 12:00 by Ana: Call the clinic – itching"

    def test_check_for_signs_has_the_keyboard_at_first(self, stage, qtbot):
        page = stage.begin().open().today
        qtbot.waitUntil(lambda: stage.shell.focusWidget() is page.check_signs)
        qtbot.keyPress(page.check_signs, Qt.Key.Key_Space)

        assert stage.shell.made("signs")
        assert stage.shell.current == "today"
        qtbot.keyRelease(page.check_signs, Qt.Key.Key_Space)
        assert stage.shell.current == "signs"


class TestButtons:
    def test_record_a_refill_opens_the_form(self, stage):
        stage.begin().open().today.record_refill.click()

        assert stage.shell.current == "pump"
        assert stage.shell.page("pump").form_part.isVisible()

    def test_the_appointment_button_opens_its_form(self, stage):
        stage.begin().open().today.change_appointment.click()

        assert stage.shell.current == "pump"
        assert "ppointment" in texts(stage.shell.page("pump"))

    def test_what_only_comes_is_listed_with_when_a_person_will_be_reminded(self, stage):
        page = stage.begin().open().today

        assert "Book the refill: it is due by Wednesday 6 May" in texts(page.todo)
        assert "You will be reminded Wednesday 25 March at 09:00." in texts(page.todo)
        assert page.todo.y() > page.reservoir.y()

    @pytest.mark.parametrize(
        ("wall", "what", "page", "shown"),
        [
            ("2026-04-20 10:00", "The refill is not booked", "pump", "appointment"),
            ("2026-05-14 10:00", "The refill is overdue", "emergency", ""),
            ("2026-05-22 10:00", "The pump may be empty", "emergency", ""),
        ],
    )
    def test_what_is_due_leads_to_what_settles_it(self, stage, wall, what, page, shown):
        stage.begin().open(alerts=False)
        stage.to(wall)
        todo(stage.today, what).click()
        settle()

        assert stage.shell.current == page
        assert stage.companion.help.current() is None

    def test_a_past_appointment_leads_to_recording_the_refill(self, stage):
        stage.begin().open()
        stage.book(date(2026, 4, 28))
        stage.to("2026-04-29 10:00")
        todo(stage.today, "Was the pump refilled?").click()

        assert stage.shell.page("pump").form_part.isVisible()

    def test_a_quiet_alert_says_until_when(self, stage):
        stage.begin().open()
        stage.to("2026-04-20 10:00")
        [alert] = stage.companion.reminders.evaluate().showing
        stage.companion.reminders.snooze(alert.id, timedelta(hours=1))
        stage.conductor.look()
        settle()

        assert "Snoozed until today at 11:00" in texts(stage.today.todo)

    def test_nothing_to_do_is_said(self, qtbot):
        page = TodayPage()
        qtbot.addWidget(page)
        page.show_today(TodayView("On time."))

        assert "Nothing is due now." in texts(page.todo)


def shown(lines) -> list[str]:
    return [label.text() for label in lines._labels if label.isVisible()]


class TestSnoozed:
    @pytest.fixture
    def snoozed(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        [alert] = stage.companion.reminders.evaluate().showing
        stage.companion.reminders.snooze(alert.id, timedelta(hours=1))
        stage.move(minutes=17)
        return stage

    def test_it_says_until_when_and_how_long_that_is(self, snoozed):
        assert "Snoozed until today at 11:00, 43 minutes left" in texts(snoozed.today.todo)

    def test_its_button_brings_the_alert_back_at_once(self, snoozed):
        assert not snoozed.alerts.isVisible()
        todo(snoozed.today, "End the snooze: The refill is overdue").click()
        settle()

        assert "The refill is overdue" in texts(snoozed.alerts)
        assert snoozed.alerts.isVisible()
        assert not any("End the snooze" in name for name in todos(snoozed.today))

    def test_what_was_only_seen_has_no_snooze_to_end(self, stage):
        stage.begin().open()
        stage.to("2026-05-14 10:00")
        [alert] = stage.companion.reminders.evaluate().showing
        stage.companion.reminders.seen(alert.id)
        stage.conductor.look()
        settle()

        assert "Seen, again today at 11:00" in texts(stage.today.todo)
        assert not any("End the snooze" in name for name in todos(stage.today))


class TestReach:
    """From evidence, and never from hope."""

    def lines(self, stage) -> list[str]:
        """Return every line of evidence."""
        stage.conductor.look()
        return [text for lines in stage.today.evidence for text in shown(lines)]

    def tell(self, stage, channel: str, outcome: Outcome) -> None:
        stage.companion.reminders.note_deliveries("test:1", [Delivery(channel, outcome)])

    def test_before_anything_was_due_nothing_is_claimed(self, stage):
        stage.begin().open()
        lines = self.lines(stage)

        assert "? No alert was due yet" in lines
        assert "? Nobody has tested the alarm yet: press “Test my alarm”" in lines
        assert "? Notification service: not known yet" in lines
        assert "? Whether it starts when you log in is not known" in lines
        assert "? There is no backup yet" in lines
        assert [line for line in lines if not line.startswith("?")] == [
            "\u2713 Looked at what is due today at 12:00",
            "\u2713 The telephone number was checked within 90 days",
        ]

    def test_when_the_program_looked_last_follows_the_clock(self, stage):
        stage.begin().open()
        stage.move(minutes=1)

        assert "\u2713 Looked at what is due today at 12:01" in self.lines(stage)

    def test_a_service_that_answered_is_named(self, stage):
        stage.begin().open()
        stage.conductor.service_answered("dunst")

        assert "\u2713 The notification service answers (dunst)" in self.lines(stage)

    def test_no_service_is_said_with_what_comes_all_the_same(self, stage):
        stage.begin().open()
        stage.conductor.service_answered(None)

        said = "! Notifications do not work: there is no notification service. The alert window still comes."
        assert said in self.lines(stage)

    def test_what_was_confirmed_is_evidence(self, stage):
        stage.begin().open()
        self.tell(stage, "dbus", Outcome.CONFIRMED)

        assert "\u2713 Notification last confirmed today at 12:00" in self.lines(stage)

    def test_what_was_only_handed_over_is_not_known(self, stage):
        stage.begin().open()
        self.tell(stage, "plyer", Outcome.UNCONFIRMED)

        assert not any(line.startswith("\u2713") and "otification" in line for line in self.lines(stage))
        assert any(line.startswith("? Notifications are handed over") for line in self.lines(stage))

    @pytest.mark.parametrize(
        ("outcome", "why"),
        [(Outcome.REFUSED, "the service refused"), (Outcome.TIMED_OUT, "the service did not answer")],
    )
    def test_what_failed_is_said_with_why(self, stage, outcome, why):
        stage.begin().open()
        self.tell(stage, "dbus", outcome)

        assert any(line.startswith("! ") and why in line for line in self.lines(stage))

    def test_a_failure_is_not_hidden_by_the_alert_window_that_came_in_every_case(self, stage):
        stage.begin().open()
        self.tell(stage, "dbus", Outcome.TIMED_OUT)
        self.tell(stage, "alert-window", Outcome.CONFIRMED)

        assert any(line.startswith("! ") and "the service did not answer" in line for line in self.lines(stage))

    def test_a_failure_where_there_is_no_notification_service_is_said_too(self, stage):
        """On Windows and macOS, plyer is what notifies."""
        stage.begin().open()
        stage.conductor.service_answered("sample service")
        self.tell(stage, "plyer", Outcome.REFUSED)

        assert any(line.startswith("! Notifications do not work") for line in self.lines(stage))

    def test_who_saw_an_alert_last_is_told(self, stage):
        stage.begin().open()
        stage.to("2026-04-20 10:00")
        [alert] = stage.companion.reminders.evaluate().showing
        stage.companion.reminders.seen(alert.id)

        assert "\u2713 Last answered today at 10:00 by Ana" in self.lines(stage)

    def test_no_tray_is_told_with_what_closing_does(self, stage):
        stage.begin().open()
        stage.conductor.tray_seen(has_tray=False)

        assert "? There is no tray: closing the window minimises it" in self.lines(stage)

    def test_no_sound_is_told_with_what_is_heard_instead(self, stage):
        stage.begin().open()
        stage.companion.reminders.note_deliveries("test:1", [Delivery("sound", Outcome.UNAVAILABLE, "no audio output")])

        told = "! The alarm makes no sound: no audio output. The computer’s own beep is used instead."
        assert told in self.lines(stage)

    def test_what_fails_stands_beside_the_signs_and_everything_below(self, stage):
        stage.begin().open()
        for failing in ("dbus", "sound"):
            self.tell(stage, failing, Outcome.TIMED_OUT)
        stage.conductor.service_answered(None)
        stage.conductor.use_autostart(LoginEntry(Startup.OFF))
        lines = self.lines(stage)
        first = shown(stage.today.reach)

        assert [line[0] for line in first] == ["!"] * 4
        assert lines[:4] == first
        assert len(lines) > 4

    def test_where_nothing_fails_at_least_three_lines_stand_there(self, stage):
        stage.begin().open()

        assert self.lines(stage)[:3] == shown(stage.today.reach)

    def test_a_failure_that_is_over_is_not_told_any_more(self, stage):
        stage.begin().open()
        self.tell(stage, "dbus", Outcome.TIMED_OUT)
        assert any(line.startswith("!") for line in self.lines(stage))
        self.tell(stage, "dbus", Outcome.CONFIRMED)

        assert not any(line.startswith("!") for line in self.lines(stage))
        assert len(shown(stage.today.reach)) == 3

    def test_the_test_button_sends_a_test(self, stage, qtbot):
        page = stage.begin().open().today
        with qtbot.waitSignal(page.alarm_test_wanted):
            page.test_alarm.click()


def test_a_line_tells_what_it_is_about(qtbot):
    page = TodayPage()
    qtbot.addWidget(page)
    item = make_item(due_at=at("2026-03-10 09:00"))
    page.show_today(TodayView("", todos=[Todo("Due", "urgent", "Book", "Why", "Go", "pump", item.key)], is_due=True))

    with qtbot.waitSignal(page.acted) as signal:
        todo(page, "Book").click()
    assert signal.args == ["pump", item.key]


def test_without_a_printout_what_can_be_done_stands_under_the_title_and_not_in_an_empty_card(qtbot):
    page = TodayPage()
    qtbot.addWidget(page)
    page.resize(964, 760)
    reach = [(None, "Nothing is known about this way of reaching you yet. " * 3)] * 3
    page.show_today(TodayView("No refill date can be told.", reservoir_note="No printout is entered.", reach=reach))
    page.show()
    settle()

    def under(above: QWidget, below: QWidget) -> int:
        return below.mapTo(page, QPoint(0, 0)).y() - above.mapTo(page, QPoint(0, above.height())).y()

    assert page.reservoir.height() > 300  # the card beside it makes it so
    assert under(page.reservoir.title, page.reservoir_note) < 20
    assert under(page.reservoir_note, page.record_refill) < 20
