"""No name, number or note reaches the log, whatever is entered and whatever fails."""

import logging
import re
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.plan import Plan
from itb_companion.care.pump import Pump
from itb_companion.desktop import logs
from itb_companion.record.emergency_card import CARD_NAME
from tests.ui.stage import Stage, settle

CANARY = "Kanarienvogel"
NUMBER = "+49 30 7274777"
SECRET = "geheim-7274777"


@pytest.fixture
def logging_to():
    """Let a folder have the log of this process, and give everything back after the test."""
    root = logging.getLogger()
    handlers, level, hooks = list(root.handlers), root.level, (sys.excepthook, threading.excepthook)
    before = qInstallMessageHandler(None)
    yield logs.write_logs_to
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    qInstallMessageHandler(before)


@pytest.fixture
def stage(qtbot, tmp_path, logging_to):
    with Stage(tmp_path).begin().open() as opened:
        logging_to(tmp_path)
        yield opened


def enter_everywhere(stage: Stage) -> None:
    """Write the canary into every text, and go through the screens that show it."""
    companion = stage.companion
    companion.people.save_person(Person(f"{CANARY} Berg"))
    companion.people.set_caregiver(f"Ana {CANARY}")
    companion.people.save_contact(Contact(f"Dr. {CANARY}", Role.DOCTOR, NUMBER, NUMBER))
    companion.people.save_plan(Plan(instructions=f"Call {CANARY} on {NUMBER}"))
    companion.refills.correct(companion.household().fill, Pump(20, name=CANARY, serial=CANARY))
    companion.checks.tick("note", f"{CANARY} looked pale")
    companion.checks.tick("sign:itch", "yes")
    companion.checks.tick("sign:tingling", "yes")
    companion.checks.save()
    companion.help.tried(CANARY, NUMBER, Role.DOCTOR, Outcome.REACHED)
    stage.conductor.look()
    for key in ("signs", "pump", "history", "contacts", "care_plan", "settings"):
        stage.go(key)
    stage.conductor.open_emergency()
    stage.emergency.handover.click()
    settle()
    companion.help.close(Ending.HANDED_OVER, f"Dr. {CANARY}, emergency department", CANARY)


def fail_everywhere(stage: Stage) -> None:
    """Let the disk refuse, values be no values, and slots break, each with the canary in what is said of it."""
    companion, folder = stage.companion, stage.folder
    (folder / CARD_NAME).unlink()
    (folder / CARD_NAME / CANARY).mkdir(parents=True)
    companion.people.set_caregiver(f"Ben {CANARY}")
    companion.desk.store.database.execute_sql("PRAGMA query_only = ON")
    page = stage.go("contacts")
    page.saved.emit(Contact(CANARY, Role.FAMILY, NUMBER))
    assert stage.failure
    page.saved.emit(Contact("", Role.FAMILY, CANARY))
    stage.go("settings").lock_card.on_wanted.emit(SECRET, SECRET, 5)
    for breaks in (lambda: date.fromisoformat(CANARY), lambda: {}[NUMBER], Path(f"/{CANARY}").read_bytes):
        try:
            breaks()
        except (ValueError, KeyError, OSError) as error:
            sys.excepthook(type(error), error, error.__traceback__)
            logging.getLogger("itb_companion.ui").warning("it broke: %s", error)
    logging.getLogger("peewee").error("INSERT INTO person VALUES ('%s')", CANARY)


def test_the_log_holds_no_name_no_number_and_no_note_whatever_fails(stage: Stage):
    enter_everywhere(stage)
    fail_everywhere(stage)
    for handler in logging.getLogger().handlers:
        handler.flush()
    logs.save_for_report(stage.folder, stage.folder / "report.txt")

    told = (stage.folder / "report.txt").read_text(encoding="utf-8")
    assert "the emergency card could not be written" in told
    assert told.count("uncaught error") == 3
    assert not re.findall(rf"{CANARY}|7274777|Ana|Berg|geheim|{re.escape(str(stage.folder))}", told)
