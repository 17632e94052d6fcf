"""The scenes of the gallery: every page and dialog, and what it shows in its states."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from itb_companion.care.clinical import Clinical
from itb_companion.care.plan import Range
from itb_companion.care.ports import Delivery, Outcome
from itb_companion.care.problems import Problem
from itb_companion.care.pump import Fill
from itb_companion.care.signs import Vitals
from itb_companion.care.triage import Level
from itb_companion.care.value import replace
from itb_companion.companion.sample_plan import SAMPLE_PLAN_FILE, sample_plan
from itb_companion.ui.alarm_test import AlarmTestDialog
from itb_companion.ui.backups_card import BackupsView
from itb_companion.ui.first_start import FirstStartDialog
from itb_companion.ui.gallery_stage import Scene, Stage, settle
from itb_companion.ui.gallery_urgent import URGENT_SCENES
from itb_companion.words import backups as say


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


def _today_clinical_fault(stage: Stage) -> QWidget:
    facts = {"file": "rules.toml", "id": "fever", "what": "red", "known": ", ".join(level.id for level in Level)}
    fault = Problem("rules.toml", "clinical-unknown-level", facts=facts)
    stage.conductor.use_clinical(Clinical(problems=(fault,)))
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


def _signs_while_sought(stage: Stage) -> QWidget:
    """Show the check to somebody who looks again after nobody was reached in time."""
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(hours=3))
    checks.tick("sign:spasticity-increase", "yes")
    checks.save()
    stage.clock.at += timedelta(minutes=35)
    checks.tick("sign:anxiety", "yes")
    stage.conductor.go("signs")
    return stage.shell


def _signs_why(stage: Stage) -> QWidget:
    window = _signs_urgent(stage)
    stage.shell.page("signs").result.why.toggle.click()
    return window


def _signs_readings(stage: Stage) -> QWidget:
    """Show readings in °F, compared or asked about, one in the wrong unit, and a sign whose beginning is being told."""
    plan = stage.companion.household().plan
    stage.companion.people.save_plan(replace(plan, usual_systolic_mmhg=Range(90, 120)))
    stage.companion.people.set_option("temperature_unit", "f")
    checks = stage.companion.checks
    checks.tick("sign:itch", "yes", stage.clock.at - timedelta(hours=3))
    checks.set_vitals(Vitals(systolic_mmhg=151, diastolic_mmhg=92, pulse_per_min=48))
    page = stage.conductor.go("signs")
    page.readings.open()
    page.vitals.fields["temperature_c"].set_text("38.5")
    page.vitals.finish()
    page.since.lines["itch"].button.click()
    return stage.shell


def _signs_all_open(stage: Stage) -> QWidget:
    page = stage.conductor.go("signs")
    for section in (page.more, page.too_much, page.beep, page.readings):
        section.open()
    return stage.shell


def _history(stage: Stage) -> QWidget:
    """Show readings beside what is usual, measured before and after help was sought."""
    stage.companion.people.save_plan(sample_plan(stage.companion.desk.today))
    checks = stage.companion.checks
    checks.set_vitals(Vitals(temperature_c=36.8, systolic_mmhg=112, diastolic_mmhg=71, pulse_per_min=74))
    checks.save()
    stage.clock.at += timedelta(hours=4)
    checks.tick("sign:itch", "yes")
    checks.set_vitals(Vitals(temperature_c=38.6, systolic_mmhg=151, diastolic_mmhg=92, pulse_per_min=128))
    checks.save()
    stage.clock.at += timedelta(minutes=20)
    stage.conductor.go("history")
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


def _settings_backups(stage: Stage) -> QWidget:
    """Show the backups, with the preview of one."""
    page = stage.conductor.go("settings")
    words, now = stage.words, stage.clock.at
    local = now.astimezone(stage.clock.zone()).replace(tzinfo=None)
    made = [local - timedelta(days=age) for age in range(7)]
    entries = [(Path(str(age)), say.entry(words, at, 140_000 - 800 * age, "", now)) for age, at in enumerate(made)]
    told = [("urgent", words.text("reach.backup.second-failed", why=say.why(words, "no-file")))]
    told.append(("in-order", words.text("reach.backup.age", age=words.text("time.today"))))
    second = words.text("backups.second.chosen", path="/media/ana/STICK")
    page.backups.show_backups(BackupsView(told, entries, second, has_second=True), words.text("backups.told"))
    page.backups.set_available(available=True)
    counts = {"sign_check": 41, "fill": 2, "episode": 1, "contact": 3}
    span = (now - timedelta(days=100), now - timedelta(days=2))
    page.backups.show_preview(say.preview(words, "Maya Sample", span, counts, now, is_older=True))
    settle()
    page.ensureWidgetVisible(page.backups.preview, 0, 200)
    return stage.shell


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


def _care_plan_file(stage: Stage) -> QWidget:
    """Show a plan that a file would change, and that the file is for somebody else."""
    stage.companion.people.save_plan(sample_plan(stage.companion.desk.today))
    stage.clock.at += timedelta(days=1)
    page = stage.conductor.go("care_plan")
    settle()
    page.form.rules.open()
    file = stage.companion.desk.store.folder / "plan-of-the-clinic.toml"
    file.write_text(SAMPLE_PLAN_FILE, encoding="utf-8")
    page.files.file_chosen.emit(str(file))
    return stage.shell


def _settings_protected_backup(stage: Stage) -> QWidget:
    """Show that the passphrase of a backup was not the right one."""
    page = stage.conductor.go("settings")
    settle()
    page.backups.set_available(available=True)
    page.backups.ask(stage.words.text("passphrase.wrong-passphrase"))
    page.backups.asking.passphrase.editor.setText("correct horse")
    settle()
    page.ensureWidgetVisible(page.backups.asking, 0, 200)
    return stage.shell


def _settings_taking_in(stage: Stage) -> QWidget:
    from itb_companion.companion.whole_copy import WholeCopy, preview, read_export
    from itb_companion.companion.whole_words import preview_lines
    from itb_companion.record import whole

    file = stage.companion.desk.store.folder / "exports" / "sample.json"
    WholeCopy(stage.companion.desk).export(file)
    found = preview(whole.nothing(), read_export(file), stage.clock.at)
    card = stage.conductor.go("settings").whole_copy
    settle()
    card.show_preview(preview_lines(stage.words, found, "Tom Sample", stage.clock.at), is_new=True)
    return stage.shell


def _settings_taking_in_refused(stage: Stage) -> QWidget:
    from itb_companion.companion.whole_words import failure_lines
    from itb_companion.record.whole_check import NotTakenError, checked

    card = stage.conductor.go("settings").whole_copy
    settle()
    card.protect.box.click()
    card.show_passphrase_problem(stage.words.text("passphrase.differ"))
    card.ask(stage.words.text("passphrase.wrong-passphrase"))
    try:
        checked(b'{"format": "itb-companion-export", "version": 1, "record_format": 1, "made_at": 5}')
    except NotTakenError as error:
        card.say(failure_lines(stage.words, error), failed=True)
    return stage.shell


def _locked(stage: Stage) -> QWidget:
    """Show what stands before the history when nobody has unlocked it, after a wrong passphrase."""
    stage.companion.people.set_option("lock", f"5:{'00' * 16}:{'00' * 32}")
    stage.conductor.look()
    stage.conductor.go("history")
    stage.shell.page("lock").tried.emit("wrong")
    return stage.shell


SCENES: dict[str, Scene] = {
    "today": _today,
    "today-overdue": _today_overdue,
    "today-contradicting-printout": _today_contradicting,
    "today-clinical-fault": _today_clinical_fault,
    "today-snoozed": _today_snoozed,
    "signs": _page("signs"),
    "signs-urgent": _signs_urgent,
    "signs-while-sought": _signs_while_sought,
    "signs-why": _signs_why,
    "signs-readings": _signs_readings,
    "signs-all-open": _signs_all_open,
    "pump": _page("pump"),
    "pump-record-a-refill": _pump_form,
    "pump-bad-input": _pump_problems,
    "history": _history,
    "contacts": _page("contacts"),
    "care-plan": _page("care_plan"),
    "care-plan-file": _care_plan_file,
    "settings": _page("settings"),
    "settings-backups": _settings_backups,
    "settings-protected-backup": _settings_protected_backup,
    "settings-taking-in": _settings_taking_in,
    "settings-taking-in-refused": _settings_taking_in_refused,
    **URGENT_SCENES,
    "alarm-test": _alarm_test,
    "first-start": _first_start,
    "locked": _locked,
}
