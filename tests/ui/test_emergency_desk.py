"""The emergency screen from its card alone, when the record cannot be used, and with no card at all."""

import pytest

from itb_companion.care.episode import Ending, Outcome
from itb_companion.companion.sample import MovableClock
from itb_companion.record import side_journal
from itb_companion.record.side_journal import JOURNAL_NAME
from itb_companion.ui.emergency_alone import EmergencyAlone
from tests.factories import BERLIN, NOON, Program
from tests.ui.stage import drop, settle, texts

WHY = "care.db is in use by another program."


@pytest.fixture
def alone(qtbot, tmp_path):
    """Open the window over a folder; it is taken away with the test."""
    opened = []

    def opener(folder=tmp_path) -> EmergencyAlone:
        window = EmergencyAlone(folder, MovableClock(NOON, BERLIN), WHY)
        window.resize(1180, 760)
        window.show()
        settle()
        opened.append(window)
        return window

    yield opener
    drop(*opened)


@pytest.fixture
def from_card(alone, tmp_path) -> EmergencyAlone:
    program = Program(tmp_path / "data").begin()
    program.companion.close()
    for left in (tmp_path / "data").glob("care.db*"):
        left.unlink()
    return alone(tmp_path / "data")


def test_the_card_is_enough_for_number_script_and_contacts(from_card):
    page = from_card.page

    assert page.number.text() == "112"
    assert page.script.text().startswith("Mia Berg has an implanted intrathecal baclofen pump.")
    assert [(row.who.text(), row.number.text()) for row in page.rows] == [("Baclofen on-call line", "+49 30 555 0100")]


def test_it_says_what_is_wrong_and_that_calls_join_the_record_later(from_card):
    assert from_card.page.notice.text().startswith(WHY)
    assert "joined to the record at the next start" in from_card.page.notice.text()
    assert from_card.page.notice.isVisible()


def test_where_nothing_can_be_kept_it_asks_for_paper(from_card, tmp_path):
    for place in (tmp_path / "data", side_journal._second_place(tmp_path / "data")):
        (place / JOURNAL_NAME).mkdir(parents=True)  # nothing can be appended to it
    from_card.page.emergency_row.buttons[Outcome.REACHED].click()

    assert from_card.page.emergency_row.tried.text() == "Reached, 12:00"
    assert "please note your calls on paper too" in from_card.page.notice.text()


def test_calls_are_kept_as_long_as_the_window_is_open(from_card):
    row = from_card.page.rows[0]
    row.buttons[Outcome.NO_ANSWER].click()
    from_card.page.emergency_row.buttons[Outcome.REACHED].click()

    assert row.tried.text() == "No answer, 12:00"
    assert from_card.page.emergency_row.tried.text() == "Reached, 12:00"


def test_an_ending_asks_for_what_happened_and_then_starts_anew(from_card):
    page = from_card.page
    page.rows[0].buttons[Outcome.REACHED].click()
    page.ending.choices[Ending.HANDED_OVER].click()
    page.ending.close_it.click()
    assert page.ending.what.error.text()
    page.ending.what.set_text("Ambulance")
    page.ending.close_it.click()

    assert not page.rows[0].tried.isVisible()
    assert not page.ending.form.isVisible()
    assert from_card.isVisible()


def test_nothing_leads_to_pages_that_need_the_record(from_card):
    assert not from_card.page.add_signs.isVisible()
    assert from_card.page.ending.back.text() == "Close"


def test_closing_ends_the_program(from_card, qtbot):
    with qtbot.waitSignal(from_card.closed):
        from_card.page.ending.back.click()
    assert not from_card.isVisible()


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"emergency_number": 112, "contacts": "none"}'])
def test_with_no_card_or_a_broken_one_it_opens_all_the_same(alone, tmp_path, content):
    if content is not None:
        (tmp_path / "emergency-card.json").write_text(content)
    page = alone().page

    assert page.isVisible()
    assert page.number.text() == "not entered"
    assert "The patient has an implanted intrathecal baclofen pump." in page.script.text()
    assert "stands on the pump ID card" in texts(page)
    assert not page.emergency_code.isVisible()


def test_with_no_folder_at_all_it_opens_too(alone, tmp_path):
    assert alone(tmp_path / "none").page.isVisible()
    assert not (tmp_path / "none").exists()
