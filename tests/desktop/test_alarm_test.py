"""Test my alarm: a real notification is there, the person says what they saw and heard, and Today keeps it."""

import pytest

from .session import SERVICE_ANSWERS, Program, Session, fill_record

pytestmark = pytest.mark.desktop

DIALOG = "Test my alarm"
SAW = "Did you see a notification, outside of this window?"
HEARD = "Did you hear the alarm?"


@pytest.fixture
def tested(session: Session) -> Program:
    """The program, with a test under way."""
    session.start_dunst()
    fill_record(session.data)
    program = session.start()
    program.wait(part="Nobody has tested the alarm yet", role="label")
    for last in (SERVICE_ANSWERS, "Newest backup: today"):  # with these the page stands still
        program.wait(part=last, role="label")
    program.click("Test my alarm", role="push button")
    program.wait(SAW, role="label")
    return program


def answer(program: Program, question: str, word: str) -> None:
    """Press Yes or No below a question."""
    program.click(f"{question}: {word}")


def test_it_sends_a_notification_and_tells_of_each_way_what_became_of_it(session: Session, tested: Program):
    tested.wait("✓ Notification service: shown, the service confirms it", role="label", window=DIALOG)
    tested.wait("! Alarm sound: no audio output was found", role="label", window=DIALOG)
    tested.wait("! Message at the tray icon: there is none on this computer", role="label", window=DIALOG)
    assert not tested.find("Save the answer", role="push button")[0].awake

    sent = {(notice["summary"], notice["body"]) for notice in session.read_notifications()}
    assert sent == {("This is a test of your alarm", "If you can read this, notifications reach you.")}


def test_what_was_seen_and_heard_is_kept_and_told(session: Session, tested: Program):
    answer(tested, SAW, "Yes")
    answer(tested, HEARD, "No")
    tested.wait(part="Please check that the loudspeaker is on and not muted", role="label")
    tested.click("Save the answer")
    tested.gone(window=DIALOG, role="push button")

    tested.kill()
    program = session.start()
    program.wait(part="The alarm makes no sound", role="label")
    kept = "SELECT value FROM setting WHERE name = 'alarm_test' AND replaced_by IS NULL"
    [(document,)] = session.rows(kept)
    assert '"saw_notification": true' in document
    assert '"heard_sound": false' in document
    assert '"by": "Ana Berg"' in document
