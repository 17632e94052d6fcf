"""What the program is for, from the first start to the end of an emergency, with the process killed in between."""

import json
from datetime import timedelta

import pytest

from .session import CONTACT, NUMBER, Program, Session, filled_on, until

pytestmark = pytest.mark.desktop

DIALS = ["tel:+16125550142", "tel:911"]
RULES = ["two-early-signs", "one-early-sign"]
ALERT = "The refill is not booked"
URGENT = "Urgent: possible baclofen withdrawal"


def fill_in(program: Program) -> None:
    """Answer the first start as a person would: with the mouse, and letter by letter."""
    program.wait("Start", role="push button")
    program.type_into("Person with the pump", "Maya Berg")
    program.type_into("Your own name", "Ana Berg")
    program.choose("Country", "United States")
    number = program.find("Number for an ambulance", role="text")[0]
    assert number.text == "911"
    program.click("I checked it: this number brings an ambulance where we live", role="check box")
    program.choose("Pump model", "SynchroMed II 8637-20")
    program.type_into("Refill day", filled_on(3).isoformat())
    program.type_into("Reservoir volume after the refill (mL)", "20")
    program.type_into("Concentration of baclofen (mcg/mL)", "2000")
    program.type_into("Daily dose (mcg/day)", "500")
    program.type_into("Low reservoir alarm volume (mL)", "2")
    program.type_into("Low reservoir alarm date", (filled_on(3) + timedelta(days=72)).isoformat())
    program.type_into("Name of the clinic or person", CONTACT)
    program.type_into("Number by day", NUMBER)
    program.type_into("Number after hours", NUMBER)
    assert "checked" in program.find(part="Start by itself when I log in", role="check box")[0].states
    program.click("Start", role="push button")


def test_a_refill_is_reminded_of_and_signs_lead_to_the_right_number_though_the_program_is_killed(session: Session):
    session.start_dunst()
    program = session.start()
    fill_in(program)
    is_reminded_and_sees_it(program)
    for known in ("Last answered today at", "Notification last confirmed today at", "Newest backup: today"):
        program.wait(part=known, role="label")
    before = today(program)

    program.kill()
    program = session.start()

    # Nothing is lost, and nothing is shown twice.
    program.wait(part="Seen, again", role="label")
    until(lambda: today(program) == before, why="Today shows the same")
    assert program.titles() == ["ITB Companion"]
    assert (session.shown(), len(session.history())) == (0, 1)
    ticks_two_early_signs(program)
    is_shown_whom_to_call(program)
    until(lambda: session.shown() == 1, why="the notification that help is sought")
    confirmed = "SELECT count(*) FROM delivery WHERE channel = 'dbus' AND outcome = 'confirmed'"
    until(lambda: session.rows(confirmed) == [(2,)], why="that written down")

    program.kill()
    program = session.start()

    is_shown_whom_to_call(program)
    assert (session.shown(), len(session.history())) == (1, 1)
    calls_and_hands_over(program)
    check_the_record(session)


def today(program: Program) -> list[str]:
    """Return what Today shows, without the minute in which it was last looked at what is due: that one moves on."""
    return [text for text in program.words("ITB Companion") if "Looked at what is due" not in text]


def is_reminded_and_sees_it(program: Program) -> None:
    """Meet the alert window, and a notification that dunst knows of."""
    session = program.session
    program.wait(f"Seen: {ALERT}", state="sensitive", within=5)
    said = " ".join(program.words(ALERT))
    assert "Maya's pump must be refilled by " in said
    assert ", in 3 days. No appointment is recorded." in said
    assert "Due since today at 09:00" in said
    until(lambda: session.shown() == 1, why="a notification")

    program.click(f"Seen: {ALERT}")

    program.gone(window=ALERT, role="push button")
    until(lambda: session.shown() == 0, why="the notification is taken back")
    [notification] = session.history()
    assert notification["summary"] == ALERT
    assert "No appointment is recorded." in notification["body"]
    program.wait(part="Seen, again", role="label")


def ticks_two_early_signs(program: Program) -> None:
    """Tick what is seen; one button then leads to help."""
    program.click("Check for signs", role="push button", window="ITB Companion")
    program.click("Itching: Yes")
    program.click("Tighter than usual: Yes")
    program.wait("Call the on-call line now", role="label")
    program.click("Show whom to call")


def is_shown_whom_to_call(program: Program) -> None:
    """See the emergency screen with the real contact; a telephone reads both numbers from the real screen."""
    session = program.session
    program.wait(URGENT, role="label")
    for words in (CONTACT, NUMBER, "911"):
        program.wait(words, role="label")
    program.wait(part="Itching and tighter muscles than usual. First sign today at", role="label")
    session.desktop.park_pointer()
    assert until(lambda: len(session.codes()) == 2 and session.codes()) == DIALS


def calls_and_hands_over(program: Program) -> None:
    """Write down two calls, and close the emergency with who took over."""
    program.click(f"{CONTACT}: No answer")
    program.wait(part="No answer, ", role="label")
    program.click(f"{CONTACT}: Reached")
    program.wait(part="Reached, ", role="label")
    program.click("Handed over to …")
    program.type_into("Handed over to whom?", "Dr. Lund, emergency department")
    assert program.find("Who says so", role="text")[0].text == "Ana Berg"
    program.click("Close the emergency")
    program.wait("Check for signs", role="push button")
    program.gone(part="possible baclofen withdrawal", role="label")
    assert program.titles() == ["ITB Companion"]


def check_the_record(session: Session) -> None:
    """Read with SQLite itself what all of this left behind."""
    [(check, saved, level, rules)] = session.rows("SELECT id, saved_at, level, rules FROM sign_check")
    assert saved
    assert (level, json.loads(rules)) == ("urgent", RULES)
    ticks = session.rows("SELECT check_id, what, value, since IS NOT NULL, recorded_by FROM tick ORDER BY id")
    assert ticks == [
        (check, "sign:itch", '"yes"', 1, "Ana Berg"),
        (check, "sign:spasticity-increase", '"yes"', 1, "Ana Berg"),
    ]
    columns = "id, recorded_by, ending, ended_what, ended_by, ended_at > opened_at"
    [(episode, *closing)] = session.rows(f"SELECT {columns} FROM episode")
    assert closing == ["Ana Berg", "handed-over", "Dr. Lund, emergency department", "Ana Berg", 1]
    [cause] = session.rows("SELECT episode_id, level, rule_ids, signs, recorded_by FROM cause")
    assert cause[1] in ("urgent", "3", 3)
    assert (cause[0], json.loads(cause[2]), cause[4]) == (episode, RULES, "Ana Berg")
    assert sorted(json.loads(cause[3])) == ["itch", "spasticity-increase"]
    attempts = session.rows("SELECT who, number, role, outcome, recorded_by FROM attempt ORDER BY at")
    assert attempts == [(CONTACT, NUMBER, "clinic", outcome, "Ana Berg") for outcome in ("no-answer", "reached")]
    assert attempts == session.rows("SELECT who, number, role, outcome, recorded_by FROM attempt ORDER BY id")

    book, help_sought = session.rows("SELECT kind, seen_by, settled_at IS NULL, settled_why FROM alert ORDER BY id")
    assert book == ("book", "Ana Berg", 1, "")
    assert help_sought == ("episode", "", 0, "episode-closed")
    assert session.rows("SELECT what, recorded_by FROM answer") == [("seen", "Ana Berg")]
    keys = [key for (key,) in session.rows("SELECT key FROM occurrence ORDER BY id")]
    assert len(keys) == len(set(keys)) == 2
    deliveries = session.rows("SELECT key, channel, outcome FROM delivery WHERE channel != 'sound' ORDER BY id")
    assert sorted(deliveries) == sorted((key, via, "confirmed") for key in keys for via in ("alert-window", "dbus"))
    assert session.rows("PRAGMA integrity_check") == [("ok",)]
