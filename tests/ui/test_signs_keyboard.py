"""The check by keyboard alone: Tab goes in the order of need, Enter and Space press, and nothing needs a mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from itb_companion.care.signs import Answer
from itb_companion.ui.pages.signs import DANGER_ORDER
from itb_companion.words.signs import sign_name
from tests.ui.signs_stage import answer, draft
from tests.ui.stage import settle


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


def tab_stops(qtbot, first) -> list[str]:
    """Return what Tab comes to from a widget on, by accessible name, until it leaves the page."""
    first.setFocus()
    names = []
    while len(names) < 80 and (names[-1:] != ["Save this check"]):
        stop = QApplication.focusWidget()
        names.append(stop.accessibleName() or stop.text())
        qtbot.keyClick(stop, Qt.Key.Key_Tab)
    return names


def test_tab_goes_in_the_order_of_need_however_late_a_part_was_opened(stage, page, qtbot):
    for sign in ("itch", "tingling"):
        answer(page, sign, "yes")
    for part in (page.readings, page.beep, page.too_much):  # the last part first
        part.open()

    assert tab_stops(qtbot, page.rows["itch"].answer.segments["yes"]) == [
        "Itching: Yes",
        "Tingling or numbness: Yes",
        "Tighter than usual: No",
        "Blood pressure: No",
        *(sign_name(stage.words, sign) for sign in DANGER_ORDER),
        "Show whom to call",
        "More signs, closed",
        "Floppy, sleepy or cold?, open",
        "Tighter or looser than usual?: Tighter",
        "Floppy: No",
        "Drowsy: No",
        "Colder than normal: No",
        "I heard the pump beep, open",
        "Play the single tone",
        "Play the two-tone alarm",
        "What did you hear?: Single beep",
        "Temperature, pressure, pulse, open",
        "Temperature (°C)",
        "Unit of the temperature: °C",
        "Pulse (/min)",
        "Upper pressure (mmHg)",
        "Lower pressure (mmHg)",
        "Itching: today at 12:00. Change when it began",
        "Tingling or numbness: today at 12:00. Change when it began",
        "Refill",
        "Dose change",
        "Surgery",
        "MRI",
        "Fall or blow",
        "Missed oral dose",
        "Known pump fault",
        "Other illness found",
        "Note",
        "Save this check",
    ]


def test_one_key_on_a_danger_sign_opens_the_emergency_screen(stage, page, qtbot):
    keys = {"breathing": Qt.Key.Key_Return, "seizure": Qt.Key.Key_Enter, "fainted": Qt.Key.Key_Space}
    for sign, key in keys.items():
        button = page.danger_buttons[sign]
        button.setFocus()
        qtbot.keyClick(button, key)
        settle()

        assert stage.shell.current == "emergency"
        assert sign in stage.companion.help.current().signs
        stage.conductor.go("signs")


def test_a_check_is_made_and_saved_with_keys_only(stage, page, qtbot):
    first = page.rows["itch"].answer.segments["no"]
    first.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        qtbot.keyClick(QApplication.focusWidget(), key)
        settle()
    assert draft(stage).answers == {"itch": Answer.YES, "tingling": Answer.NO}
    page.save.setFocus()
    qtbot.keyClick(page.save, Qt.Key.Key_Return)
    settle()

    assert stage.shell.current == "emergency"


class TestLargeText:
    """At 200 % on a small laptop, with the level in a strip over the foot of the page."""

    @pytest.fixture
    def page(self, stage, wear):
        made = stage.begin().open().go("signs")
        stage.shell.resize(1326, 690)
        wear("light", 2.0)
        for sign in ("itch", "tingling"):
            answer(made, sign, "yes")
        return made

    @staticmethod
    def is_seen(page, widget) -> bool:
        """Whether all of a widget is in view, above the strip."""
        top = widget.mapTo(page, QPoint()).y()
        return top >= 0 and top + widget.height() <= page.pinned.y()

    def test_a_part_that_is_opened_is_seen_from_its_beginning_however_long_it_is(self, page, qtbot):
        for part in (page.more, page.readings, page.beep):
            part.toggle.setFocus()
            qtbot.keyClick(part.toggle, Qt.Key.Key_Return)
            settle()

            assert part.height() > page.pinned.y()
            assert self.is_seen(page, part.title), part.title.text()

    def test_the_line_for_when_it_began_is_seen_while_one_types_in_it(self, page, qtbot):
        line = page.since.lines["itch"]
        line.button.setFocus()
        qtbot.keyClick(line.button, Qt.Key.Key_Return)
        settle()

        assert line.line.editor.hasFocus()
        assert self.is_seen(page, line.line)

    def test_why_is_read_from_its_beginning(self, page, qtbot):
        why = page.result.why
        page.save.setFocus()
        qtbot.keyClick(page.save, Qt.Key.Key_Tab)
        qtbot.keyClick(why.toggle, Qt.Key.Key_Return)
        settle()

        assert self.is_seen(page, why.toggle)
        below = page.pinned.y() - why.text.mapTo(page, QPoint()).y()
        assert below > page.pinned.y() / 2

    def test_the_strip_that_comes_up_does_not_cover_the_answer_that_brought_it(self, page, qtbot):
        for sign in ("itch", "tingling"):
            answer(page, sign, "no")
        assert not page.pinned.isVisible()
        yes = page.rows["itch"].answer.segments["yes"]
        yes.setFocus()
        page.verticalScrollBar().setValue(0)
        qtbot.keyClick(yes, Qt.Key.Key_Space)
        settle()

        assert page.pinned.isVisible()
        assert self.is_seen(page, yes)

    def test_the_strip_does_not_hold_back_who_scrolls(self, page):
        page.save.setFocus()
        settle()
        bar = page.verticalScrollBar()
        for place in (page.headline.mapTo(page.widget(), QPoint()).y(), 0):  # the strip goes, and comes again
            bar.setValue(place)
            settle()

            assert bar.value() == place
        assert page.pinned.isVisible()
