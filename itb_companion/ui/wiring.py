"""How each page is made, what its signals do, and what it is shown; one pair of functions a page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from itb_companion.care.pump import Fill, Pump
    from itb_companion.ui.conductor import Conductor
    from itb_companion.ui.views.today import Evidence


def page_makers(desk: "Conductor") -> dict[str, Callable[[], QWidget]]:
    """Return how each page is made when it is first wanted."""
    makers = {
        "today": _today,
        "signs": _signs,
        "pump": _pump,
        "history": _history,
        "contacts": _contacts,
        "care_plan": _care_plan,
        "settings": _settings,
        "lock": _lock,
        "emergency": lambda desk: desk.emergency.make(),
    }
    return {key: (lambda make=make: make(desk)) for key, make in makers.items()}


def draw(desk: "Conductor", key: str) -> None:
    """Show a page its newest content."""
    drawers = {
        "today": _draw_today,
        "signs": _draw_signs,
        "pump": _draw_pump,
        "history": _draw_history,
        "contacts": _draw_contacts,
        "care_plan": _draw_care_plan,
        "settings": _draw_settings,
        "lock": lambda *_: None,
    }
    drawers[key](desk, desk.shell.page(key))


def _today(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.today import TodayPage

    page = TodayPage()

    def wake(alert_id: int) -> None:
        """End the snooze of an alert; it comes back at once."""
        desk.guarded(desk.companion.reminders.wake)(alert_id)
        desk.look()

    page.check_pressed.connect(lambda: desk.shell.page("signs"))
    page.check_wanted.connect(lambda: desk.go("signs"))
    page.no_signs.connect(lambda: desk.attempt(page, "check-saved", desk.companion.checks.no_signs_now))
    page.refill_wanted.connect(lambda: desk.act("refill"))
    page.appointment_wanted.connect(lambda: desk.act("appointment"))
    page.alarm_test_wanted.connect(desk.test_alarm)
    page.emergency_wanted.connect(desk.open_emergency)
    page.acted.connect(lambda action, _: desk.act(action))
    page.woken.connect(wake)
    return page


def _draw_today(desk: "Conductor", page: QWidget) -> None:
    from itb_companion.ui.views.today import today_view

    page.show_today(today_view(desk.words, desk.shown.evaluation, desk.today, _evidence(desk)))


def _evidence(desk: "Conductor") -> "Evidence":
    from itb_companion.care.ports import CHANNELS
    from itb_companion.ui.views.today import Evidence

    reach = desk.companion.reminders.reach(CHANNELS)
    return Evidence(
        deliveries=reach.deliveries,
        seen=reach.seen,
        service=desk.service,
        has_tray=desk.has_tray,
        card_is_current=desk.companion.desk.card_is_current,
        last_level_id=desk.companion.checks.last_level_id(),
        startup=desk.startup(),
        test=desk.companion.reminders.alarm_test(),
        backup_at=desk.companion.backup_made_at(),
        backups=desk.companion.backups.state(),
        clinical=desk.companion.desk.clinical,
    )


def _signs(desk: "Conductor") -> QWidget:
    from itb_companion.ui.signs_desk import SignsDesk

    return SignsDesk(desk).page


def _draw_signs(desk: "Conductor", page: QWidget) -> None:
    from itb_companion.ui import signs_desk

    signs_desk.draw(desk, page)


def _pump(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.pump import PumpPage

    page, refills = PumpPage(), desk.companion.refills

    def keep(act: "Callable[[Fill, Pump], None]", why: str) -> "Callable[[Fill, Pump], None]":
        def kept(fill: "Fill", pump: "Pump") -> None:
            problems = refills.check(fill, pump)
            if problems and (any(p.stops for p in problems) or not page.form_confirmed()):
                page.show_problems(problems, desk.words)
                return
            desk.attempt(page, why, act, fill, pump)

        return kept

    page.fill_recorded.connect(keep(refills.record, "refill-recorded"))
    page.fill_corrected.connect(keep(refills.correct, "printout-corrected"))
    page.appointment_set.connect(
        lambda on, at: desk.attempt(page, "appointment-changed", refills.set_appointment, on, at)
    )
    page.appointment_cancelled.connect(lambda: desk.attempt(page, "appointment-changed", refills.cancel_appointment))
    return page


def _draw_pump(desk: "Conductor", page: QWidget) -> None:
    from itb_companion.care.pump import refill_dates

    household = desk.companion.household()
    fills = desk.companion.refills.fills()
    dates = refill_dates(household.fill)
    page.show_pump(household.pump, household.fill, fills, household.appointment, dates, desk.words, desk.today)


def _history(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.history import HistoryPage

    page, history = HistoryPage(), desk.companion.history
    page.chosen.connect(desk.guarded(lambda: _draw_history(desk, page)))
    page.earlier_wanted.connect(desk.guarded(lambda: page.add_events(history.stretch(page.kinds, page.before))))
    return page


def _draw_history(desk: "Conductor", page: QWidget) -> None:
    page.show_events(desk.companion.history.stretch(page.kinds), desk.words, desk.now)


def _contacts(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.contacts import ContactsPage

    page, people = ContactsPage(), desk.companion.people
    acts = (
        (page.saved, people.save_contact),
        (page.removed, people.remove_contact),
        (page.moved, people.move_contact),
        (page.verified, lambda contact, after_hours: people.verify_number(contact, after_hours=after_hours)),
        (page.emergency_number_saved, people.set_emergency_number),
    )
    for signal, act in acts:
        signal.connect(lambda *given, act=act: desk.attempt(page, "no-longer-due", act, *given))
    return page


def _draw_contacts(desk: "Conductor", page: QWidget) -> None:
    household = desk.companion.household()
    page.show_contacts(household.contacts, household.emergency_number, desk.words, desk.today)


def _care_plan(desk: "Conductor") -> QWidget:
    from itb_companion.ui.plan_desk import PlanDesk

    return PlanDesk(desk).page


def _draw_care_plan(_desk: "Conductor", page: QWidget) -> None:
    page.desk.show()


def _lock(desk: "Conductor") -> QWidget:
    return desk.lock.make_page()


def _settings(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.settings import SettingsPage

    page, people = SettingsPage(), desk.companion.people

    def option_set(name: str, value: str) -> None:
        if desk.attempt(page, "no-longer-due", people.set_option, name, value):
            desk.shown.wear(QApplication.instance())

    page.preferences_saved.connect(
        lambda preferences: desk.attempt(page, "preferences-changed", people.save_preferences, preferences)
    )
    page.option_set.connect(option_set)
    page.startup_wanted.connect(lambda wanted: desk.start_at_login(wanted=wanted))
    page.caregiver_saved.connect(lambda name: desk.attempt(page, "no-longer-due", people.set_caregiver, name))
    page.below.made.connect(desk.guarded(lambda name, card: _serve_card(desk, name, card)))
    return page


def _serve_card(desk: "Conductor", name: str, card: QWidget) -> None:
    """Let a card of the settings page do what it says, and show it its content."""
    if name == "backups":
        desk.backup_desk.serve(card)
        desk.backup_desk.draw()
    elif name == "whole_copy":
        from itb_companion.ui.whole_copy_desk import WholeCopyDesk

        WholeCopyDesk(desk, card)
    elif name in ("lock", "log"):
        from itb_companion.ui import lock_desk

        lock_desk.serve(desk, card)


def _draw_settings(desk: "Conductor", page: QWidget) -> None:
    from itb_companion.words import evidence

    household = desk.companion.household()
    page.show_settings(household.preferences, household.options, household.caregiver, desk.words)
    [(_, told)] = evidence.startup(desk.words, desk.startup())
    page.show_startup(desk.startup(), told)
    if "backups" in page.below:
        desk.backup_desk.draw()
    if "lock" in page.below:
        from itb_companion.ui import lock_desk

        lock_desk.draw(desk, page.lock_card)
