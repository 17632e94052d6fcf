"""How each page is made, what its signals do, and what it is shown; one pair of functions a page."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.pump import Fill, Pump
from itb_companion.care.signs import Vitals
from itb_companion.companion.checks import Progress
from itb_companion.words import evidence
from itb_companion.words.problems import sentence

if TYPE_CHECKING:
    from itb_companion.ui.conductor import Conductor


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
    }
    return {key: (lambda make=make: make(desk)) for key, make in makers.items()}


def draw(desk: "Conductor", key: str) -> None:
    """Show a page its newest content."""
    drawers = {
        "signs": _draw_signs,
        "pump": _draw_pump,
        "history": _draw_history,
        "contacts": _draw_contacts,
        "care_plan": _draw_care_plan,
        "settings": _draw_settings,
    }
    drawers[key](desk, desk.shell.page(key))


def _today(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.today import TodayPage

    page = TodayPage()
    page.check_wanted.connect(lambda: desk.go("signs"))
    page.no_signs.connect(desk.no_signs)
    page.refill_wanted.connect(lambda: desk.act("refill"))
    page.appointment_wanted.connect(lambda: desk.act("appointment"))
    page.alarm_test_wanted.connect(desk.test_alarm)
    page.emergency_wanted.connect(desk.open_emergency)
    page.acted.connect(lambda action, _: desk.act(action))
    page.woken.connect(desk.wake_alert)
    return page


def _signs(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.signs import SignsPage

    person, checks = desk.companion.household().person, desk.companion.checks
    page = SignsPage(
        desk.words,
        person.first_name if person else "",
        from_outside=bool(person and person.cannot_communicate),
        tones_described=desk.tones_described(),
    )

    def ticked(what: str, value: object) -> None:
        _show_progress(desk, page, checks.tick(what, value))

    def since_told(sign: str, span: timedelta) -> None:
        answer = checks.progress().check.answers.get(sign)
        _show_progress(desk, page, checks.tick(f"sign:{sign}", answer.value if answer else "yes", desk.now - span))

    def danger(sign: str) -> None:
        # The screen opens whether or not the sign can be kept.
        desk.guarded(checks.danger)(sign)
        desk.open_emergency()
        desk.look("check-saved")

    def vitals_entered(vitals: Vitals) -> None:
        try:
            progress = checks.set_vitals(vitals)
        except NotAcceptedError as error:
            page.show_vitals_problems({p.field: sentence(desk.words, p) for p in error.problems})
            return
        page.show_vitals_problems({})
        _show_progress(desk, page, progress)

    def saved() -> None:
        checks.save()
        if desk.companion.help.current() is not None:
            desk.open_emergency()
            desk.look("check-saved")
        else:
            desk.shell.show_page("today")
            desk.look("check-saved")

    def help_wanted() -> None:
        desk.guarded(checks.save)()
        desk.open_emergency()
        desk.look("check-saved")

    page.ticked.connect(desk.guarded(ticked))
    page.since_told.connect(desk.guarded(since_told))
    page.danger.connect(desk.guarded(danger))
    page.vitals_entered.connect(desk.guarded(vitals_entered))
    page.saved.connect(desk.guarded(saved))
    page.help_wanted.connect(desk.guarded(help_wanted))
    return page


def _draw_signs(desk: "Conductor", page: QWidget) -> None:
    _show_progress(desk, page, desk.companion.checks.progress())


def _show_progress(desk: "Conductor", page: QWidget, progress: Progress) -> None:
    from itb_companion.ui.views.signs import signs_view

    page.show_signs(signs_view(desk.words, progress, desk.companion.household().plan, desk.now))


def _pump(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.pump import PumpPage

    page, refills = PumpPage(), desk.companion.refills

    def keep(act: Callable[[Fill, Pump], None], why: str) -> Callable[[Fill, Pump], None]:
        def kept(fill: Fill, pump: Pump) -> None:
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
    household = desk.companion.household()
    fills = desk.companion.refills.fills()
    page.show_pump(household.pump, household.fill, fills, household.appointment, desk.dates(), desk.words, desk.today)


def _history(desk: "Conductor") -> QWidget:  # noqa: ARG001 - made like every other page
    from itb_companion.ui.pages.history import HistoryPage

    return HistoryPage()


def _draw_history(desk: "Conductor", page: QWidget) -> None:
    page.show_events(desk.companion.history.events(), desk.words, desk.now)


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
    from itb_companion.ui.pages.care_plan import CarePlanPage

    page, people = CarePlanPage(), desk.companion.people
    page.plan_saved.connect(lambda plan: desk.attempt(page, "no-longer-due", people.save_plan, plan))
    page.person_saved.connect(lambda person: desk.attempt(page, "no-longer-due", people.save_person, person))
    return page


def _draw_care_plan(desk: "Conductor", page: QWidget) -> None:
    household = desk.companion.household()
    page.show_plan(household.plan, household.person, desk.words)


def _settings(desk: "Conductor") -> QWidget:
    from itb_companion.ui.pages.settings import SettingsPage

    page, people = SettingsPage(), desk.companion.people

    def option_set(name: str, value: str) -> None:
        if desk.attempt(page, "no-longer-due", people.set_option, name, value):
            desk.wear(QApplication.instance())

    page.preferences_saved.connect(
        lambda preferences: desk.attempt(page, "preferences-changed", people.save_preferences, preferences)
    )
    page.option_set.connect(option_set)
    page.startup_wanted.connect(lambda wanted: desk.start_at_login(wanted=wanted))
    page.caregiver_saved.connect(lambda name: desk.attempt(page, "no-longer-due", people.set_caregiver, name))
    return page


def _draw_settings(desk: "Conductor", page: QWidget) -> None:
    household = desk.companion.household()
    page.show_settings(household.preferences, household.options, household.caregiver, desk.words)
    [(_, told)] = evidence.startup(desk.words, desk.startup())
    page.show_startup(desk.startup(), told)
