"""`itb-companion doctor`: checks what the program depends on, from evidence; a table, exit 0 or 1."""

import argparse
import os
import sys
from pathlib import Path
from typing import NamedTuple

from itb_companion.care.ports import CHANNELS
from itb_companion.cli.failure import Failure
from itb_companion.cli.reading import opened
from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.clinical import read_clinical_files
from itb_companion.desktop.display import missing_library_sentence, why_no_window
from itb_companion.record.emergency_card import CARD_NAME
from itb_companion.record.emergency_card import read as read_card
from itb_companion.words import Words, backups, due, evidence
from itb_companion.words.problems import sentence

ANSWER_WITHIN_MS = 4_000
MOST_FAULTS = 10
TELLS_WITHIN_MS = 1_000


class Finding(NamedTuple):
    """One line of the table: `ok`, `problem`, or `unknown` where nothing is known."""

    state: str
    what: str
    told: str


def run(options: argparse.Namespace) -> int:
    """Print the table; 1 if anything is a problem."""
    findings = [*_record(options.data_dir), _card(options.data_dir), *_clinical(), *_desktop()]
    findings.append(_autostart(options.data_dir))
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        print(f"{finding.state:8}{finding.what:{width}}  {finding.told}")
    return 1 if any(finding.state == "problem" for finding in findings) else 0


def _record(folder: Path) -> list[Finding]:
    try:
        with opened(folder) as companion:
            return [
                Finding("ok", "data", str(folder)),
                _next(companion),
                _evaluated(companion),
                *_reached(companion),
                _contacts(companion),
                *_backup(companion),
            ]
    except Failure as failure:
        return [Finding("problem", "data", str(failure))]


def _next(companion: Companion) -> Finding:
    words, desk = Words(companion.desk.zone), companion.desk
    found, today = companion.reminders.agenda(), desk.today
    if found.due:
        late = due.since(words, found.due[0].due_at, desk.now)
        return Finding("ok", "due now", f"{due.title(words, found.due[0], today)}. {late}")
    if found.next is None:
        return Finding("problem", "next reminder", "Nothing is coming: please enter the pump's printout.")
    when = words.moment(found.next.due_at, desk.now)
    return Finding("ok", "next reminder", f"{when}: {due.coming(words, found.next, today)}")


def _evaluated(companion: Companion) -> Finding:
    at = companion.reminders.last_evaluated_at()
    if at is None:
        return Finding("unknown", "last evaluation", "The program has not looked at this record yet.")
    words = Words(companion.desk.zone)
    return Finding("ok", "last evaluation", words.moment(at, companion.desk.now))


def _contacts(companion: Companion) -> Finding:
    household = companion.household()
    if not household.emergency_number:
        return Finding("problem", "emergency number", "None is entered: please enter it under Contacts.")
    if not household.contacts:
        return Finding("problem", "contacts", "No contact is entered: please enter the pump clinic under Contacts.")
    words = Words(companion.desk.zone)
    told = "; ".join(line for _, line in evidence.numbers(words, household.contacts, companion.desk.today))
    return Finding("ok", "contacts", f"{len(household.contacts)} entered. {told}")


def _reached(companion: Companion) -> list[Finding]:
    """Return what the record knows about the last alert, and about the last test of the alarm."""
    words, now = Words(companion.desk.zone), companion.desk.now
    reach, test = companion.reminders.reach(CHANNELS), companion.reminders.alarm_test()
    found = reach.deliveries
    told = {
        "last alert": evidence.window(words, found, now),
        "last notice": evidence.notifications(words, found, None, now, test)[:-1],
        "last answer": evidence.seen(words, reach.seen, now),
        "alarm sound": evidence.sound(words, found, test, now),
    }
    return [_finding(what, line) for what, lines in told.items() for line in lines]


def _backup(companion: Companion) -> list[Finding]:
    words, desk = Words(companion.desk.zone), companion.desk
    lines = evidence.backup(words, companion.backup_made_at(), desk.now, desk.today)
    lines += backups.failures(words, companion.backups.state())
    return [_finding("backup", line) for line in lines]


def _finding(what: str, line: evidence.Line) -> Finding:
    return Finding({True: "ok", False: "problem", None: "unknown"}[line[0]], what, line[1])


def _card(folder: Path) -> Finding:
    if not (folder / CARD_NAME).exists():
        return Finding("problem", "emergency card", f"There is none in {folder}; it is written with the first entry.")
    card = read_card(folder)
    if not card.emergency_number:
        return Finding("problem", "emergency card", "It cannot be read. Start the program once to have it rewritten.")
    return Finding("ok", "emergency card", f"{len(card.contacts)} contacts and the emergency number")


def _clinical() -> list[Finding]:
    """Return whether the files of signs and rules are those that the program was made with."""
    words, content = Words(SystemClock().zone()), read_clinical_files()
    counts = {"signs": len(content.catalogue.signs), "rules": len(content.catalogue.rules)}
    lines = evidence.clinical(words, content) or [(True, words.text("reach.clinical.in-order", **counts))]
    lines += [(False, sentence(words, problem)) for problem in content.problems[:MOST_FAULTS]]
    return [_finding("clinical files", line) for line in lines]


def _desktop() -> list[Finding]:
    """Return what can be told about this desktop; without a display much stays unknown."""
    no_window = why_no_window(os.environ)
    if no_window:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from PySide6.QtGui import QFontDatabase
        from PySide6.QtWidgets import QApplication, QSystemTrayIcon
    except ImportError as error:
        return [Finding("problem", "Qt", missing_library_sentence(error) or str(error))]
    app = QApplication(sys.argv[:1])
    app.setApplicationName("itb-companion")
    families = len(QFontDatabase.families())
    fonts = Finding("ok", "fonts", f"{families} families") if families else _no_fonts()
    display = Finding("unknown", "display", no_window) if no_window else Finding("ok", "display", "a window can open")
    tray = Finding("unknown", "tray", "cannot be told without a display")
    if not no_window:
        there = QSystemTrayIcon.isSystemTrayAvailable()
        told = "there is one" if there else "there is none: closing the window minimises it"
        tray = Finding("ok" if there else "unknown", "tray", told)
    return [display, fonts, tray, _service(), *_wakeups()]


def _no_fonts() -> Finding:
    return Finding("problem", "fonts", "There are none: please install a font, such as the package fonts-dejavu-core.")


def _service() -> Finding:
    """Ask the notification service for its name, with a limit: it may be missing or hang."""
    if not sys.platform.startswith("linux"):
        return Finding("unknown", "notifications", "this system does not say; the alert window comes in every case")
    from PySide6.QtCore import QEventLoop, QTimer

    from itb_companion.desktop.dbus_channel import DbusChannel

    loop, answers = QEventLoop(), list[str | None]()
    channel = DbusChannel("Open")

    def answered(name: str | None) -> None:
        answers.append(name)
        loop.quit()

    channel.ask_service(answered)
    QTimer.singleShot(ANSWER_WITHIN_MS, loop, loop.quit)
    if not answers:
        loop.exec()
    channel.close()
    if not answers:
        return Finding("problem", "notifications", "The service does not answer. The alert window still comes.")
    if not answers[0]:
        return Finding("problem", "notifications", "There is no notification service. The alert window still comes.")
    return Finding("ok", "notifications", answers[0])


def _wakeups() -> list[Finding]:
    """Return whether this system tells at once that it woke up, or that its clock was set; the heartbeat finds both."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

    from itb_companion.desktop.wakeups import Wakeups

    wakeups, loop = Wakeups(), QEventLoop()
    wakeups.start()
    # The answer comes over the message bus; without one nobody says that there is none.
    soon, poll = QDeadlineTimer(TELLS_WITHIN_MS), QTimer()
    poll.timeout.connect(lambda: loop.quit() if wakeups.hears_resume or soon.hasExpired() else None)
    poll.start(20)
    loop.exec()
    heard = {"after sleep": wakeups.hears_resume, "clock set": wakeups.hears_clock}
    wakeups.stop()
    return [
        Finding("ok" if at_once else "unknown", what, "told at once" if at_once else "found within 30 seconds")
        for what, at_once in heard.items()
    ]


def _autostart(folder: Path) -> Finding:
    from itb_companion.desktop.autostart import autostart_of_this_system, command_to_start

    state = autostart_of_this_system(command_to_start(folder)).state()
    [line] = evidence.startup(Words(SystemClock().zone()), state)
    return _finding("autostart", line)
