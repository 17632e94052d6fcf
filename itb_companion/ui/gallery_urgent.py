"""The scenes in which somebody is called: the emergency screen with and without a record, and the alert window."""

from datetime import timedelta

from PySide6.QtWidgets import QApplication, QWidget

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Role
from itb_companion.care.signs import Vitals
from itb_companion.companion.sample_plan import sample_plan
from itb_companion.ui.alerting import Alerting
from itb_companion.ui.emergency_alone import EmergencyAlone
from itb_companion.ui.gallery_stage import SIZE, Scene, Stage
from itb_companion.ui.handover_dialog import HandoverDialog
from itb_companion.ui.recovery_strip import RecoveryStrip


def _emergency(stage: Stage) -> QWidget:
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(hours=2, minutes=14))
    checks.tick("sign:spasticity-increase", "yes")
    checks.set_vitals(Vitals(temperature_c=38.6, systolic_mmhg=151, diastolic_mmhg=92, pulse_per_min=128))
    checks.save()
    rung = stage.companion.help.ladder()[0]
    stage.companion.help.tried(rung.contact.name, rung.number, rung.contact.role, Outcome.NO_ANSWER)
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_urgent(stage: Stage) -> QWidget:
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(minutes=40))
    checks.tick("sign:tingling", "unsure")
    checks.save()
    rung = stage.companion.help.ladder()[0]
    stage.companion.help.tried(rung.contact.name, rung.number, Role.CLINIC, Outcome.LEFT_MESSAGE)
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_closing(stage: Stage) -> QWidget:
    window = _emergency_urgent(stage)
    ending = stage.shell.page("emergency").ending
    next(iter(ending.choices.values())).click()
    ending.form.close_it.click()
    return window


def _emergency_nothing_ticked(stage: Stage) -> QWidget:
    stage.conductor.open_emergency()
    return stage.shell


def _emergency_of(*ticks: tuple[str, object]) -> Scene:
    """Show the screen for one check."""

    def scene(stage: Stage) -> QWidget:
        for what, answer in ticks:
            stage.companion.checks.tick(what, answer)
        stage.companion.checks.save()
        stage.conductor.open_emergency()
        return stage.shell

    return scene


def _emergency_overdue(stage: Stage) -> QWidget:
    stage.companion.refills.cancel_appointment()
    stage.clock.at += timedelta(days=26)
    stage.conductor.act("overdue")
    return stage.shell


def _emergency_reopened(stage: Stage) -> QWidget:
    """Show signs that returned in the evening after an emergency was handed over."""
    _emergency(stage)
    stage.companion.help.note("Blue lips for a minute")
    stage.clock.at += timedelta(minutes=25)
    stage.companion.help.close(Ending.ADVICE, "Fluids, look again every two hours", "Ana Sample", "Dr. Sample")
    stage.clock.at += timedelta(hours=6)
    stage.companion.checks.tick("sign:itch", "yes")
    stage.companion.checks.set_vitals(Vitals(temperature_c=37.6, pulse_per_min=104))
    stage.companion.checks.save()
    stage.conductor.look()
    return stage.shell


def _emergency_false_alarm(stage: Stage) -> QWidget:
    window = _emergency(stage)
    ending = stage.shell.page("emergency").ending
    ending.choices[Ending.FALSE_ALARM].click()
    ending.form.what.set_text("She had been lying in the sun")
    ending.form.close_it.click()
    return window


def _emergency_without_record(stage: Stage) -> QWidget:
    sentence = stage.words.text("record.not-a-record", path="care.db", detail="")
    window = EmergencyAlone(stage.companion.desk.store.folder, stage.clock, sentence)
    window.resize(*SIZE)
    window.show()
    return window


def _record_damaged(stage: Stage) -> QWidget:
    """Show the emergency screen over a damaged record, for which a backup is offered."""
    strip = RecoveryStrip(stage.companion.desk.store.folder, stage.clock)
    sentence = stage.words.text("record.damaged", path="care.db", detail="fill 3: filled_on")
    window = EmergencyAlone(stage.companion.desk.store.folder, stage.clock, sentence, strip)
    made_at = stage.clock.at.astimezone(stage.clock.zone()).replace(tzinfo=None) - timedelta(hours=5)
    strip.show_offer(made_at, 12, 3)
    strip.unfold()
    window.resize(*SIZE)
    window.show()
    return window


def _handover(stage: Stage) -> QWidget:
    stage.companion.people.save_plan(sample_plan(stage.companion.desk.today))
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


URGENT_SCENES: dict[str, Scene] = {
    "emergency": _emergency,
    "emergency-urgent": _emergency_urgent,
    "emergency-closing": _emergency_closing,
    "emergency-calm": _emergency_of(("sign:itch", "yes")),
    "emergency-overdose": _emergency_of(("sign:floppy", "yes"), ("sign:drowsy", "yes")),
    "emergency-either": _emergency_of(("sign:seizure", "yes"), ("sign:breathing", "yes")),
    "emergency-two-tone": _emergency_of(("pump_alarm", "two-tone")),
    "emergency-single-beep": _emergency_of(("pump_alarm", "single")),
    "emergency-overdue": _emergency_overdue,
    "emergency-reopened": _emergency_reopened,
    "emergency-false-alarm": _emergency_false_alarm,
    "emergency-nothing-ticked": _emergency_nothing_ticked,
    "emergency-without-record": _emergency_without_record,
    "record-damaged": _record_damaged,
    "handover": _handover,
    "alert-book": _alerts(10),
    "alert-overdue": _alerts(25),
    "alert-empty": _alerts(33),
    "alert-after-absence": _alerts_after_absence,
}
