"""Contacts: the ladder, its editor, and that no act loses what is being typed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from itb_companion.care.people import Contact, Role, check_contact
from itb_companion.care.problems import Problem
from itb_companion.care.value import replace
from itb_companion.companion.people import check_emergency_number
from itb_companion.ui.pages.contacts import ContactsPage
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.words.language import Words
from tests.factories import BERLIN

WORDS = Words(BERLIN)
TODAY = date(2026, 3, 10)
VERIFIED = {"verified_on": date(2026, 3, 1), "entered_on": date(2026, 2, 1), "id": 1}
ON_CALL = Contact("Sample on-call line", Role.ON_CALL, "+49 30 555 0100", "+49 30 555 0101", **VERIFIED)
DOCTOR = Contact("Dr. <b>Sample</b> & Co", Role.DOCTOR, "+49 30 555 0102", "", id=2)


@pytest.fixture
def page(qtbot: QtBot) -> ContactsPage:
    made = ContactsPage()
    qtbot.addWidget(made)
    made.show_contacts((ON_CALL, DOCTOR), "112", WORDS, TODAY)
    return made


def retype(qtbot: QtBot, line: WrapLabel, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def texts(page: ContactsPage, role: str = "") -> list[str]:
    return [
        label.text() for row in page.rows for label in row.findChildren(WrapLabel) if label.property("role") == role
    ]


def test_contacts_stand_in_their_order_with_large_numbers(page: ContactsPage):
    assert texts(page, "phone") == ["+49 30 555 0100", "+49 30 555 0101", "+49 30 555 0102"]


def test_names_are_plain_text(page: ContactsPage):
    assert "Dr. <b>Sample</b> & Co" in texts(page, "strong")


def test_each_number_says_when_it_was_verified(page: ContactsPage):
    told = [[pill.text() for pill in row.findChildren(Pill)] for row in page.rows]

    assert told == [["Verified Sunday 1 March", "Never verified"], ["Never verified"]]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 5, 29), "Verified Sunday 1 March"),
        (date(2026, 5, 30), "Last verified Sunday 1 March: please call it again"),
    ],
)
def test_after_90_days_a_number_asks_to_be_called_again(page: ContactsPage, today: date, told: str):
    page.show_contacts((ON_CALL,), "112", WORDS, today)

    assert page.rows[0].findChildren(Pill)[0].text() == told


def test_each_number_has_its_own_button_and_says_which_number_it_is(qtbot: QtBot, page: ContactsPage):
    row = page.rows[0]
    told = []
    for button in (row.verify_day, row.verify_after_hours):
        assert not button.isHidden()
        with qtbot.waitSignal(page.verified) as signal:
            button.click()
        told.append(signal.args)

    assert told == [[1, False], [1, True]]
    assert row.verify_after_hours.accessibleName() == "I called +49 30 555 0101 of Sample on-call line, it is right"


def test_a_contact_with_one_number_has_one_button(page: ContactsPage):
    assert not page.rows[1].verify_day.isHidden()
    assert page.rows[1].verify_after_hours.isHidden()


def test_the_cursor_stays_on_the_button_of_a_number_that_was_verified(qtbot: QtBot, page: ContactsPage):
    page.show()
    page.rows[0].verify_after_hours.setFocus()

    page.show_contacts((replace(ON_CALL, after_hours_verified_on=TODAY), DOCTOR), "112", WORDS, TODAY)

    assert page.focusWidget() is page.rows[0].verify_after_hours


def test_a_new_contact_is_saved(qtbot: QtBot, page: ContactsPage):
    page.add_button.click()
    retype(qtbot, page.name, " Sample clinic ")
    page.role.show_data(Role.CLINIC)
    retype(qtbot, page.after_hours_number, "+49 30 555 0103")

    with qtbot.waitSignal(page.saved) as signal:
        page.save_button.click()

    assert [Contact("Sample clinic", Role.CLINIC, "", "+49 30 555 0103")] == signal.args


def test_a_changed_contact_keeps_its_id_and_its_verification(qtbot: QtBot, page: ContactsPage):
    page.rows[0].edit.click()
    retype(qtbot, page.name, "Night line")

    with qtbot.waitSignal(page.saved) as signal:
        page.save_button.click()

    expected = Contact("Night line", Role.ON_CALL, "+49 30 555 0100", "+49 30 555 0101", **VERIFIED)
    assert [expected] == signal.args


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [
        ("", "+49 30 555 0100", "name"),
        ("   ", "+49 30 555 0100", "name"),
        ("x" * 81, "+49 30 555 0100", "name"),
        ("Sample", "CALL ME", "day_number"),
        ("Sample", "", "day_number"),
        ("Sample", "1" * 20, "day_number"),
    ],
)
def test_bad_input_gets_one_sentence_at_its_field_and_stays(
    qtbot: QtBot, page: ContactsPage, name: str, day: str, field: str
):
    page.saved.connect(lambda contact: page.show_problems(check_contact(contact), WORDS))
    page.open_editor()
    retype(qtbot, page.name, name)
    retype(qtbot, page.day_number, day)

    page.save_button.click()

    assert page.fields.sentence(field).endswith(".")
    assert (name, day) == (page.name.text(), page.day_number.text())
    assert not page.editor.isHidden()


def test_accepted_closes_the_editor(qtbot: QtBot, page: ContactsPage):
    page.saved.connect(page.accepted)
    page.open_editor(ON_CALL)

    page.save_button.click()

    assert page.editor.isHidden()
    assert not page.list_row.saved.isHidden()


@pytest.mark.parametrize("action", ["down", "verify_day", "remove"])
def test_other_acts_leave_an_open_editor_and_its_text_alone(qtbot: QtBot, page: ContactsPage, action: str):
    """A refused contact is still being typed while somebody moves another one."""
    for signal in (page.moved, page.verified, page.removed):
        signal.connect(page.accepted)
    page.saved.connect(lambda contact: page.show_problems(check_contact(contact), WORDS))
    page.open_editor()
    retype(qtbot, page.day_number, "CALL ME")
    page.save_button.click()

    getattr(page.rows[0], action).click()
    if action == "remove":
        page.rows[0].yes.click()

    assert not page.editor.isHidden()
    assert page.day_number.text() == "CALL ME"


def test_an_editor_whose_contact_could_not_be_kept_stays_open(qtbot: QtBot, page: ContactsPage):
    """On a failing disk a page hears nothing; another act that works must not pass for this one."""
    page.moved.connect(page.accepted)
    page.open_editor(ON_CALL)
    page.save_button.click()

    page.rows[0].down.click()

    assert not page.editor.isHidden()


def test_closing_the_editor_emits_nothing(qtbot: QtBot, page: ContactsPage):
    page.open_editor()
    with qtbot.assertNotEmitted(page.saved):
        page.close_button.click()

    assert page.editor.isHidden()


def test_moving_verifying_and_removing_name_the_contact(qtbot: QtBot, page: ContactsPage):
    with qtbot.waitSignal(page.moved) as down:
        page.rows[0].down.click()
    with qtbot.waitSignal(page.moved) as up:
        page.rows[1].up.click()
    with qtbot.waitSignal(page.verified) as verified:
        page.rows[1].verify_day.click()

    assert [down.args, up.args, verified.args] == [[1, 1], [2, -1], [2, False]]


def test_the_first_cannot_go_up_nor_the_last_down(page: ContactsPage):
    assert not page.rows[0].up.isEnabled()
    assert not page.rows[-1].down.isEnabled()
    assert page.rows[0].down.isEnabled()


def test_removing_asks_once_in_place(qtbot: QtBot, page: ContactsPage):
    row = page.rows[1]
    with qtbot.assertNotEmitted(page.removed):
        row.remove.click()
    assert not row.question.isHidden()

    with qtbot.waitSignal(page.removed) as signal:
        row.yes.click()

    assert signal.args == [2]


def test_removing_can_be_taken_back(qtbot: QtBot, page: ContactsPage):
    row = page.rows[1]
    row.remove.click()

    with qtbot.assertNotEmitted(page.removed):
        row.no.click()

    assert row.question.isHidden()
    assert not row.buttons.isHidden()


def test_a_redraw_without_a_change_leaves_the_question_open(page: ContactsPage):
    page.rows[1].remove.click()

    page.show_contacts((ON_CALL, DOCTOR), "112", WORDS, TODAY)

    assert not page.rows[1].question.isHidden()


def test_the_cursor_follows_a_moved_contact(qtbot: QtBot, page: ContactsPage):
    page.show()
    page.rows[0].edit.setFocus()

    page.show_contacts((DOCTOR, ON_CALL), "112", WORDS, TODAY)

    assert page.rows[1].edit is page.focusWidget()


def test_after_a_removal_the_cursor_is_not_lost(qtbot: QtBot, page: ContactsPage):
    page.show()
    page.rows[1].remove.click()

    page.show_contacts((ON_CALL,), "112", WORDS, TODAY)

    assert page.add_button is page.focusWidget()


def test_the_emergency_number_is_saved(qtbot: QtBot, page: ContactsPage):
    retype(qtbot, page.emergency_number, "911")

    with qtbot.waitSignal(page.emergency_number_saved) as signal:
        page.save_number_button.click()

    assert signal.args == ["911"]


@pytest.mark.parametrize("typed", ["", "help"])
def test_a_wrong_emergency_number_is_told_at_its_field_and_stays(qtbot: QtBot, page: ContactsPage, typed: str):
    page.emergency_number_saved.connect(lambda number: page.show_problems(check_emergency_number(number), WORDS))
    retype(qtbot, page.emergency_number, typed)

    page.save_number_button.click()

    assert page.number_fields.sentence("emergency_number").endswith(".")
    page.show_contacts((ON_CALL,), "112", WORDS, TODAY)
    assert typed == page.emergency_number.text()


def test_the_kept_emergency_number_is_shown_again(qtbot: QtBot, page: ContactsPage):
    page.emergency_number_saved.connect(page.accepted)
    retype(qtbot, page.emergency_number, "911")
    page.save_number_button.click()
    assert not page.number_row.saved.isHidden()

    page.show_contacts((ON_CALL, DOCTOR), "999", WORDS, TODAY)

    assert page.emergency_number.text() == "999"


def test_one_number_for_day_and_night_is_shown_once(qtbot: QtBot, page: ContactsPage):
    both = Contact("Sample", Role.FAMILY, "+49 30 555 0104", "+49 30 555 0104", id=3)
    page.show_contacts((both,), "112", WORDS, TODAY)

    assert texts(page, "phone") == ["+49 30 555 0104"]
    assert "day and night" in texts(page, "quiet")


def test_without_contacts_the_page_says_what_to_do(page: ContactsPage):
    page.show_contacts((), "", WORDS, TODAY)

    assert not page.empty.isHidden()


def test_problems_of_both_parts_go_to_their_own_fields(page: ContactsPage):
    page.open_editor()
    page.show_problems([Problem("name", "name-empty"), Problem("emergency_number", "emergency-number-missing")], WORDS)

    assert WORDS.text("problem.name-empty") == page.fields.sentence("name")
    assert WORDS.text("problem.emergency-number-missing") == page.number_fields.sentence("emergency_number")
