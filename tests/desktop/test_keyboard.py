"""Everything by keyboard alone, and everything with a name that a screen reader can say."""

import pytest

from .session import CONTACT, NUMBER, SERVICE_ANSWERS, Node, Program, Session, fill_record, until

pytestmark = pytest.mark.desktop

WINDOW = "ITB Companion"
PAGES = ("Today", "Check for signs", "Pump and refills", "History", "Contacts", "Care plan", "Settings")
EMERGENCY = "1. Call the emergency number"
DANGER = "Very rigid"
ALERT = "The refill is not booked"
OUTCOMES = ("Reached", "No answer", "Left message")


def go(program: Program, page: str) -> None:
    program.click(page, role="radio button")
    program.wait(f"{page}, this page", role="radio button")


@pytest.fixture
def program(session: Session) -> Program:
    """The program with nothing due, and with the keyboard."""
    session.start_dunst()
    fill_record(session.data)
    program = session.start()
    program.wait(part=SERVICE_ANSWERS, role="label")
    until(lambda: program.is_active(WINDOW), why="the window is active")
    return program


def test_ctrl_e_opens_the_emergency_screen_from_every_page(program: Program):
    for page in PAGES:
        if page != "Today":
            go(program, page)
        program.keys("ctrl+e")
        program.wait(EMERGENCY, role="label")
        program.tab_to("Back")
        program.keys("space")
        program.wait("Today, this page", role="radio button")


def test_ctrl_e_opens_the_emergency_screen_while_something_is_typed(program: Program):
    go(program, "Check for signs")
    program.click("Note", role="text")

    program.keys("ctrl+e")

    program.wait(EMERGENCY, role="label")


def test_ctrl_e_opens_the_emergency_screen_from_the_alert_window(session: Session):
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    program.wait(f"Seen: {ALERT}", state="sensitive")
    program.click("Reminder", role="label", window=ALERT)
    until(lambda: program.is_active(ALERT), why="the alert window is active")

    program.keys("ctrl+e")

    program.wait(EMERGENCY, role="label")


def test_ctrl_e_opens_the_emergency_screen_during_the_first_start(session: Session):
    program = session.start()
    program.wait("Start", role="push button")
    until(lambda: program.is_active("first start"), why="the dialog is active")

    program.keys("ctrl+e")

    program.wait(EMERGENCY, role="label")


def test_signs_to_the_end_of_the_emergency_without_a_mouse(session: Session, program: Program):
    program.tab_to("Check for signs")
    program.keys("space")
    until(lambda: program.focused() == "Itching: No", why="the check begins with its first answer")
    program.keys("Right", "space")
    program.tab_to("Tighter than usual: No")
    program.keys("Right", "Return")
    program.wait("Call the on-call line now", role="label")
    program.tab_to("Show whom to call")
    program.keys("space")
    program.wait("If nobody answers or it gets worse: emergency number", role="label")
    until(lambda: program.focused() == NUMBER, why="the number to call has the keyboard")

    # A stray key writes down no call that nobody made.
    program.keys("Return", "space")
    program.tab_to(f"{CONTACT}: No answer")
    assert session.rows("SELECT count(*) FROM attempt") == [(0,)]
    program.keys("space")
    until(lambda: session.rows("SELECT count(*) FROM attempt") == [(1,)], why="the call is written down")
    program.tab_to(f"{CONTACT}: Left message")
    program.keys("space")
    until(lambda: session.rows("SELECT count(*) FROM attempt") == [(2,)], why="the call is written down")
    program.tab_to(f"{CONTACT}: Reached", key="shift+Tab")
    program.keys("space")
    until(lambda: session.rows("SELECT count(*) FROM attempt") == [(3,)], why="the call is written down")

    program.tab_to("Handed over to …")
    program.keys("space")
    until(lambda: program.focused() == "Handed over to whom?", why="the field has the keyboard")
    program.type("Dr. Lund")
    program.tab_to("Close the emergency")
    program.keys("space")
    program.wait("Today, this page")

    assert session.rows("SELECT ending, ended_what, ended_by FROM episode") == [("handed-over", "Dr. Lund", "Ana Berg")]
    assert session.rows("SELECT who, number, outcome FROM attempt ORDER BY id") == [
        (CONTACT, NUMBER, "no-answer"),
        (CONTACT, NUMBER, "left-message"),
        (CONTACT, NUMBER, "reached"),
    ]
    assert session.rows("SELECT what, value FROM tick WHERE value != '\"no\"' ORDER BY id") == [
        ("sign:itch", '"yes"'),
        ("sign:spasticity-increase", '"yes"'),
    ]


def test_a_danger_sign_to_the_end_of_the_emergency_by_a_screen_reader_alone(session: Session, program: Program):
    """Neither mouse nor keyboard: only what a screen reader, or a switch, can press and write."""
    program.press("Check for signs", role="radio button")
    program.press("Itching: Yes")
    program.press(DANGER)
    program.wait(EMERGENCY, role="label")
    for number, outcome in enumerate(("No answer", "Left message", "Reached"), 1):
        program.press(f"{CONTACT}: {outcome}")
        until(lambda n=number: session.rows("SELECT count(*) FROM attempt") == [(n,)], why="the call is written down")

    program.press("Handed over to …")
    program.write("Handed over to whom?", "Dr. Lund")
    program.press("Close the emergency")
    program.wait("Today, this page")

    assert session.rows("SELECT ending, ended_what, ended_by FROM episode") == [("handed-over", "Dr. Lund", "Ana Berg")]
    outcomes = [("no-answer",), ("left-message",), ("reached",)]
    assert session.rows("SELECT outcome FROM attempt ORDER BY id") == outcomes
    assert session.rows("SELECT saved_at IS NOT NULL, level FROM sign_check") == [(1, "emergency")]


def test_a_telephone_reads_the_handover_from_the_real_screen(session: Session, program: Program):
    program.keys("ctrl+e")
    program.press("Handover sheet")
    session.desktop.park_pointer()

    def read() -> str:
        return session.run("zbarimg", "--raw", "--quiet", str(session.desktop.picture(session.folder / "sheet.png")))

    until(lambda: "Maya Berg" in read() and "baclofen" in read(), why="the handover in a code")


def test_on_the_emergency_screen_the_keyboard_goes_in_the_order_of_the_steps(session: Session, program: Program):
    program.keys("ctrl+e")
    until(lambda: program.focused() == "911", why="the number has the keyboard")
    program.tab_to("Emergency number: No answer")
    program.keys("space")
    until(lambda: session.rows("SELECT count(*) FROM attempt") == [(1,)], why="the call is written down")
    program.tab_to("911", key="shift+Tab")

    passed = []
    while len(passed) < 20 and "911" not in passed:
        program.keys("Tab")
        passed.append(program.focused())

    calls = [f"{who}: {outcome}" for who in ("Emergency number", CONTACT) for outcome in OUTCOMES]
    endings = ["Back", "Handed over to …", "Advice received …", "False alarm …"]
    beside = ["Add what you see", "Handover sheet", "Note what happens", "Keep the note"]
    assert passed == [*calls, *beside, *endings, "911"]


def test_keys_meant_for_another_window_settle_no_alert(session: Session):
    session.start_dunst()
    fill_record(session.data, days_to_refill=3)
    program = session.start()

    until(lambda: program.x_window(ALERT), why="the alert window")
    program.keys(*["Return", "space", "Escape", "KP_Enter"] * 4)

    program.wait(f"Seen: {ALERT}", state="sensitive")
    assert session.rows("SELECT count(*) FROM answer") == [(0,)]
    assert program.x_window(ALERT)
    program.keys("Escape")
    program.wait(f"Seen: {ALERT}", state="sensitive")
    assert session.rows("SELECT seen_at, settled_at FROM alert") == [(None, None)]


def without_a_name(program: Program) -> list[Node]:
    """Return what can have the keyboard and has nothing to be called by; a choice needs a label beside its value."""
    found = program.find(state="focusable")
    assert found
    choices = [node for node in found if node.role == "combo box" and not (node.label or node.description)]
    return [node for node in found if not node.name.strip()] + choices


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_have_the_keyboard_has_a_name(program: Program, page: str):
    if page != "Today":
        go(program, page)
    for part in ("More signs", "Floppy, sleepy or cold?", "I heard the pump beep", "Temperature, pressure, pulse"):
        if page == "Check for signs":
            program.click(f"{part}, closed")
            program.wait(f"{part}, open")

    assert without_a_name(program) == []


def test_everything_on_the_emergency_screen_has_a_name(program: Program):
    program.keys("ctrl+e")
    program.wait(EMERGENCY, role="label")
    program.click(f"{CONTACT}: No answer")
    program.click("Handed over to …")
    program.wait("Handed over to whom?", role="text")

    assert without_a_name(program) == []


def test_everything_in_the_first_start_has_a_name(session: Session):
    program = session.start()
    program.wait("Start", role="push button")
    program.click("More: intervals, pump replacement")
    program.wait("Fewer fields")

    assert without_a_name(program) == []


def test_everything_in_the_alert_window_has_a_name(session: Session):
    fill_record(session.data, days_to_refill=3)
    program = session.start()
    program.wait(f"Seen: {ALERT}", state="sensitive")

    assert without_a_name(program) == []
