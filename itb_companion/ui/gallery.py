"""Renders every screen and dialog with the sample household to PNG files, without a display."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from itb_companion.care.episode import Outcome as Tried
from itb_companion.care.people import Role
from itb_companion.care.ports import Delivery, Outcome, Startup, StartupState
from itb_companion.care.pump import Fill
from itb_companion.care.signs import Vitals
from itb_companion.care.value import replace
from itb_companion.companion import Companion
from itb_companion.companion.sample import MovableClock, fill_sample
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.alarm_test import AlarmTestDialog
from itb_companion.ui.alerting import Alerting
from itb_companion.ui.conductor import Conductor
from itb_companion.ui.emergency_alone import EmergencyAlone
from itb_companion.ui.first_start import FirstStartDialog
from itb_companion.ui.handover_dialog import HandoverDialog
from itb_companion.ui.shell import Shell
from itb_companion.words import Words

SIZE = (1180, 760)
Scene = Callable[["Stage"], QWidget]


@dataclass
class Stage:
    """One sample household with its window, at one instant."""

    clock: MovableClock
    companion: Companion
    conductor: Conductor
    shell: Shell
    words: Words


class SampleAutostart:
    """An entry for the login that touches nothing of this computer."""

    def state(self) -> StartupState:
        """Return that it is set."""
        return StartupState(Startup.ON)

    set = remove = state


def render(folder: Path, look: theme.Look, now: datetime, zone: tzinfo) -> list[Path]:
    """Write one PNG a screen, and one more of the whole page where it scrolls; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, scene in SCENES.items():
        with tempfile.TemporaryDirectory() as data:
            stage = _stage(Path(data), MovableClock(now, zone), look)
            window = scene(stage)
            written += _grab(window, folder / f"{name}.png")
            _strike(stage, window)
    return written


def _stage(folder: Path, clock: MovableClock, look: theme.Look) -> Stage:
    fill_sample(Store(folder), clock)
    words = Words(clock.zone())
    companion = Companion(Store(folder), clock)
    shell = Shell()
    conductor = Conductor(companion, shell, words)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, look)
    shell.resize(*SIZE)
    conductor.service_answered("sample service")
    conductor.tray_seen(has_tray=True)
    conductor.use_autostart(SampleAutostart())
    conductor.open_first_page()
    shell.show()
    return Stage(clock, companion, conductor, shell, words)


def _strike(stage: Stage, window: QWidget) -> None:
    stage.conductor.close()
    for widget in {window, stage.shell}:
        widget.hide()
        widget.deleteLater()
    stage.companion.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _grab(window: QWidget, path: Path) -> list[Path]:
    _settle()
    written = [_save(window, path)]
    for area in _scrolling(window):
        column = area.widget()
        if column is not None and area.verticalScrollBar().maximum() > 0:
            written.append(_save(column, path.with_stem(f"{path.stem}-whole")))
            break
    return written


def _scrolling(window: QWidget) -> Iterator[QScrollArea]:
    """Yield the visible areas that scroll, widest first: the page before the navigation."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    yield from sorted(areas, key=lambda area: -area.width())


def _settle() -> None:
    """Let layouts and late paintings finish."""
    for _ in range(6):
        QCoreApplication.processEvents()


def _save(widget: QWidget, path: Path) -> Path:
    widget.grab()  # once to make what is made when it is first painted, such as a QR code
    _settle()
    widget.grab().save(str(path))
    return path


# The scenes


def _today(stage: Stage) -> QWidget:
    return stage.shell


def _today_overdue(stage: Stage) -> QWidget:
    stage.companion.refills.cancel_appointment()
    stage.clock.at += timedelta(days=26)
    stage.conductor.look()
    return stage.shell


def _today_contradicting(stage: Stage) -> QWidget:
    fill = stage.companion.household().fill
    if fill is not None:
        stage.companion.refills.correct(replace(fill, concentration_mcg_per_ml=500.0))
    stage.conductor.look()
    return stage.shell


def _page(key: str) -> Scene:
    def scene(stage: Stage) -> QWidget:
        stage.conductor.go(key)
        return stage.shell

    return scene


def _signs_urgent(stage: Stage) -> QWidget:
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(hours=3))
    checks.tick("sign:spasticity-increase", "yes")
    checks.tick("sign:tingling", "no")
    checks.tick("event:recent-fall", value=True)
    stage.conductor.go("signs")
    return stage.shell


def _signs_all_open(stage: Stage) -> QWidget:
    page = stage.conductor.go("signs")
    for section in (page.more, page.too_much, page.beep, page.readings):
        section.open()
    return stage.shell


def _pump_form(stage: Stage) -> QWidget:
    stage.conductor.act("refill")
    return stage.shell


def _pump_problems(stage: Stage) -> QWidget:
    stage.conductor.act("refill")
    page = stage.shell.page("pump")
    bad = Fill(stage.companion.desk.today, 45.0, 0.0, 99999.0, alarm_on=stage.companion.desk.today - timedelta(days=3))
    page.show_problems(stage.companion.refills.check(bad, stage.companion.household().pump), stage.words)
    return stage.shell


def _emergency(stage: Stage) -> QWidget:
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(hours=2, minutes=14))
    checks.tick("sign:spasticity-increase", "yes")
    checks.set_vitals(Vitals(temperature_c=38.6, systolic_mmhg=151, diastolic_mmhg=92, pulse_per_min=128))
    checks.save()
    rung = stage.companion.help.ladder()[0]
    stage.companion.help.tried(rung.contact.name, rung.number, rung.contact.role, Tried.NO_ANSWER)
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_urgent(stage: Stage) -> QWidget:
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(minutes=40))
    checks.tick("sign:tingling", "unsure")
    checks.save()
    rung = stage.companion.help.ladder()[0]
    stage.companion.help.tried(rung.contact.name, rung.number, Role.CLINIC, Tried.LEFT_MESSAGE)
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_closing(stage: Stage) -> QWidget:
    window = _emergency_urgent(stage)
    ending = stage.shell.page("emergency").ending
    next(iter(ending.choices.values())).click()
    ending.close_it.click()
    return window


def _emergency_nothing_ticked(stage: Stage) -> QWidget:
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_without_record(stage: Stage) -> QWidget:
    sentence = stage.words.text("record.not-a-record", path="care.db", detail="")
    window = EmergencyAlone(stage.companion.desk.store.folder, stage.clock, sentence)
    window.resize(*SIZE)
    window.show()
    return window


def _handover(stage: Stage) -> QWidget:
    _emergency(stage)
    page = stage.shell.page("emergency")
    page.handover.click()
    return next(window for window in QApplication.topLevelWidgets() if isinstance(window, HandoverDialog))


def _alerts(days: int) -> Scene:
    def scene(stage: Stage) -> QWidget:
        stage.companion.refills.cancel_appointment()
        stage.clock.at += timedelta(days=days, hours=3)
        alerting = Alerting(stage.companion.reminders, stage.words, stage.conductor)
        alerting.show(stage.companion.reminders.evaluate(), stage.companion.desk.today, on_emergency_screen=False)
        for card in alerting.window.cards:
            card.set_awake(awake=True)
        return alerting.window

    return scene


def _alerts_after_absence(stage: Stage) -> QWidget:
    """Show what a person finds who comes home after a weekend on which the computer was off."""
    stage.companion.reminders.evaluate()
    return _alerts(11)(stage)


def _today_snoozed(stage: Stage) -> QWidget:
    stage.companion.refills.cancel_appointment()
    stage.clock.at += timedelta(days=10, hours=3)
    for alert in stage.companion.reminders.evaluate().showing:
        stage.companion.reminders.snooze(alert.id or 0, timedelta(hours=1))
    stage.clock.at += timedelta(minutes=17)
    return stage.conductor.go("today").window()


def _alarm_test(stage: Stage) -> QWidget:
    dialog = AlarmTestDialog(stage.words, stage.shell)
    dialog.begin()
    dialog.show()
    for delivery in (
        Delivery("dbus", Outcome.CONFIRMED),
        Delivery("plyer", Outcome.UNCONFIRMED),
        Delivery("tray", Outcome.UNAVAILABLE),
        Delivery("sound", Outcome.UNCONFIRMED, "played to its end"),
    ):
        dialog.show_delivery(delivery)
    dialog.heard.segments["no"].click()
    return dialog


def _first_start(stage: Stage) -> QWidget:
    dialog = FirstStartDialog(stage.words)
    dialog.resize(900, 720)
    dialog.show()
    return dialog


SCENES: dict[str, Scene] = {
    "today": _today,
    "today-overdue": _today_overdue,
    "today-contradicting-printout": _today_contradicting,
    "today-snoozed": _today_snoozed,
    "signs": _page("signs"),
    "signs-urgent": _signs_urgent,
    "signs-all-open": _signs_all_open,
    "pump": _page("pump"),
    "pump-record-a-refill": _pump_form,
    "pump-bad-input": _pump_problems,
    "history": _page("history"),
    "contacts": _page("contacts"),
    "care-plan": _page("care_plan"),
    "settings": _page("settings"),
    "emergency": _emergency,
    "emergency-urgent": _emergency_urgent,
    "emergency-closing": _emergency_closing,
    "emergency-nothing-ticked": _emergency_nothing_ticked,
    "emergency-without-record": _emergency_without_record,
    "handover": _handover,
    "alert-book": _alerts(10),
    "alert-overdue": _alerts(25),
    "alert-empty": _alerts(33),
    "alert-after-absence": _alerts_after_absence,
    "alarm-test": _alarm_test,
    "first-start": _first_start,
}
