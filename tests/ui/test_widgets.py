"""Shared widgets wrap, speak, and answer to the keyboard."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from itb_companion.ui.widgets.banner import Banner
from itb_companion.ui.widgets.buttons import Button, danger_button, plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.columns import Columns, Sides
from itb_companion.ui.widgets.date_field import DateField, read_date
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.flow import FlowLayout
from itb_companion.ui.widgets.labels import Pill, WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.ui.widgets.segmented import Segmented, answers

BRITISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


def spoken(widget: QWidget, what: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


@pytest.fixture
def itching(qtbot, wear):
    wear()
    choice = Segmented("Itching", answers("No", "Yes", "Not sure"))
    qtbot.addWidget(choice)
    choice.resize(500, 44)
    choice.show()
    return choice


class TestLabels:
    def test_markup_of_a_caller_is_shown_letter_by_letter(self, qtbot):
        label = WrapLabel("<b>5 < 6</b>")
        qtbot.addWidget(label)

        assert label.textFormat() == Qt.TextFormat.PlainText

    def test_an_ampersand_and_what_a_person_never_sees(self, qtbot):
        label = WrapLabel("Tom & Ana\u202e gnp.exe\x1b")
        qtbot.addWidget(label)

        assert label.text() == "Tom & Ana gnp.exe"
        assert spoken(label) == "Tom & Ana gnp.exe"

    def test_a_word_too_long_for_its_place_is_broken_but_told_whole(self, qtbot, wear):
        wear()
        word = "Donaudampfschifffahrtsgesellschaft" * 2
        label = WrapLabel(f"Dr. {word}")
        qtbot.addWidget(label)

        assert label.minimumSizeHint().width() < 120
        assert label.heightForWidth(120) > 4 * label.heightForWidth(2000)
        assert label.text() == f"Dr. {word}"
        assert spoken(label) == f"Dr. {word}"
        label.setText("Dr. Lund")
        assert spoken(label) == "Dr. Lund"

    def test_letters_that_are_made_of_several_are_never_torn_apart(self, qtbot):
        family = "👨\u200d👩\u200d👧"
        label = WrapLabel(family * 6 + "e\u0301" * 20)
        qtbot.addWidget(label)

        shown = QLabel.text(label)
        assert "\u200b" in shown
        assert "\u200d\u200b" not in shown
        assert "\u200b\u200d" not in shown
        assert "\u200b\u0301" not in shown

    def test_a_narrow_label_needs_more_height(self, qtbot, wear):
        wear()
        label = WrapLabel("The refill is on Tuesday the twelfth of January")
        qtbot.addWidget(label)

        assert label.heightForWidth(90) > 2 * label.heightForWidth(900)

    def test_a_pill_grows_with_its_words_in_a_narrow_place(self, qtbot, wear):
        wear("light", 2.0)
        box = QWidget()
        qtbot.addWidget(box)
        pill = Pill("Booked 8 days before it must be refilled", "in-order")
        QVBoxLayout(box).addWidget(pill)
        box.resize(260, 600)
        box.show()
        qtbot.waitUntil(lambda: pill.height() >= pill.heightForWidth(pill.width()))

        assert pill.width() <= 260


class TestButtons:
    @pytest.mark.parametrize("make", [primary_button, plain_button, danger_button])
    @pytest.mark.parametrize("scale", [1.0, 2.0])
    def test_is_high_enough_to_hit(self, qtbot, wear, make, scale):
        look = wear("light", scale)
        button = make("Call")
        qtbot.addWidget(button)

        assert button.sizeHint().height() >= look.px(44)

    def test_wraps_in_a_layout_that_is_too_narrow_for_one_line(self, qtbot, wear):
        wear("light", 2.0)
        box = QWidget()
        qtbot.addWidget(box)
        button = primary_button("Show whom to call right now")
        column = QVBoxLayout(box)
        column.addWidget(button)
        column.addStretch(1)
        box.resize(300, 700)
        box.show()
        qtbot.waitUntil(lambda: button.height() == button.heightForWidth(button.width()))

        assert button.height() > 88

    def test_keeps_an_ampersand(self, qtbot):
        button = Button("Smith & Sons")
        qtbot.addWidget(button)

        assert button.text() == "Smith & Sons"
        assert spoken(button) == "Smith & Sons"

    def test_focus_changes_the_picture(self, qtbot, wear):
        wear()
        box = QWidget()
        qtbot.addWidget(box)
        first, second = primary_button("One"), primary_button("Two")
        column = QVBoxLayout(box)
        column.addWidget(first)
        column.addWidget(second)
        box.show()
        second.setFocus()
        qtbot.waitUntil(second.hasFocus)
        focused = second.grab().toImage()
        first.setFocus()

        assert second.grab().toImage() != focused


class TestSegmented:
    def test_nothing_is_chosen_at_first(self, itching):
        assert itching.value() is None

    def test_each_answer_speaks_its_question(self, itching):
        assert [spoken(s) for s in itching.segments.values()] == [
            "Itching: No",
            "Itching: Yes",
            "Itching: Not sure",
        ]

    def test_a_click_chooses_and_tells(self, qtbot, itching):
        with qtbot.waitSignal(itching.chosen) as told:
            qtbot.mouseClick(itching.segments["yes"], Qt.MouseButton.LeftButton)

        assert told.args == ["yes"]
        assert itching.value() == "yes"

    def test_a_second_click_keeps_the_answer_and_says_nothing(self, qtbot, itching):
        itching.set_value("yes")
        with qtbot.assertNotEmitted(itching.chosen):
            qtbot.mouseClick(itching.segments["yes"], Qt.MouseButton.LeftButton)

        assert itching.value() == "yes"

    def test_another_answer_replaces_the_first(self, qtbot, itching):
        itching.set_value("yes")
        qtbot.mouseClick(itching.segments["no"], Qt.MouseButton.LeftButton)

        assert [s.isChecked() for s in itching.segments.values()] == [True, False, False]

    def test_arrows_move_without_answering_and_space_answers(self, qtbot, itching):
        itching.segments["no"].setFocus()
        qtbot.keyClick(itching.segments["no"], Qt.Key.Key_Right)

        assert itching.segments["yes"].hasFocus()
        assert itching.value() is None
        qtbot.keyClick(itching.segments["yes"], Qt.Key.Key_Space)
        assert itching.value() == "yes"

    def test_only_one_answer_is_a_stop_of_tab(self, itching):
        itching.set_value("unsure")
        stops = [k for k, s in itching.segments.items() if s.focusPolicy() == Qt.FocusPolicy.StrongFocus]

        assert stops == ["unsure"]

    def test_delete_takes_the_answer_back(self, qtbot, itching):
        itching.set_value("no")
        itching.segments["no"].setFocus()
        with qtbot.waitSignal(itching.chosen) as told:
            qtbot.keyClick(itching.segments["no"], Qt.Key.Key_Delete)

        assert told.args == [""]
        assert itching.value() is None

    def test_stands_in_a_column_where_a_row_is_too_wide(self, itching):
        assert itching.heightForWidth(500) < itching.heightForWidth(200)

    def test_an_unknown_answer_is_refused(self, itching):
        with pytest.raises(ValueError, match="maybe"):
            itching.set_value("maybe")


class TestLayouts:
    @given(widths=st.lists(st.integers(20, 200), min_size=1, max_size=12), room=st.integers(200, 600))
    @settings(max_examples=40, deadline=None)
    def test_flow_keeps_children_inside_and_apart(self, qapp, widths, room):
        box = QWidget()
        flow = FlowLayout(box)
        children = [QLabel() for _ in widths]
        for child, width in zip(children, widths, strict=True):
            child.setFixedSize(width, 30)
            flow.addWidget(child)
        box.resize(room, box.heightForWidth(room))
        flow.activate()
        places = [child.geometry() for child in children]

        assert all(box.rect().contains(place) for place in places)
        assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])
        box.deleteLater()

    def test_flow_needs_one_row_where_all_fit(self, qtbot, wear):
        wear()
        box = QWidget()
        qtbot.addWidget(box)
        flow = FlowLayout(box)
        for _ in range(3):
            child = QLabel()
            child.setFixedSize(100, 30)
            flow.addWidget(child)

        assert [box.heightForWidth(width) for width in (316, 315, 150)] == [30, 68, 106]

    @pytest.mark.parametrize(("scale", "width", "beside"), [(1, 904, True), (1, 700, False), (2, 1040, False)])
    def test_columns_stand_side_by_side_only_with_room(self, qtbot, wear, scale, width, beside):
        wear("light", float(scale))
        columns = Columns()
        qtbot.addWidget(columns)
        columns.left.addWidget(WrapLabel("left"))
        columns.right.addWidget(WrapLabel("right"))
        columns.resize(width, 400)

        assert columns.is_beside() is beside

    def test_sides_with_one_hidden_give_the_other_the_width(self, qtbot):
        left, right = QLabel("left"), QLabel("right")
        sides = Sides(left, right)
        qtbot.addWidget(sides)
        right.hide()
        sides.resize(400, 50)
        sides.layout().activate()

        assert left.width() == 400

    def test_a_page_never_scrolls_sideways(self, qtbot, wear):
        wear("light", 2.0)
        page = Page("A long sentence about how things stand and what comes next", "and a subtitle")
        qtbot.addWidget(page)
        card = Card("Reservoir", aside=Pill("Booked 8 days before it must be refilled", "in-order"))
        card.add(Segmented("Itching", answers("No", "Yes", "Not sure")))
        card.add(Banner("The refill is overdue.", "Open", "urgent"))
        card.add(Field("Reservoir volume", unit="mL", hint="Second page of the printout"))
        page.body.addWidget(card)
        page.resize(520, 600)
        page.show()

        assert page.widget().width() <= page.viewport().width()
        assert page.accessibleName().startswith("A long sentence")


class TestDressing:
    def test_a_card_keeps_its_padding_in_proportion(self, qtbot, wear):
        wear()
        card = Card("Signs")
        qtbot.addWidget(card)
        card.show()
        before = card.body.contentsMargins().left()
        wear("dark", 2.0)

        assert (before, card.body.contentsMargins().left()) == (20, 40)

    def test_a_card_changes_its_ground_with_its_dress(self, qtbot, wear):
        look = wear()
        card = Card("Do not")
        qtbot.addWidget(card)
        card.resize(200, 100)
        card.show()
        card.set_dress("urgent")

        assert card.grab().toImage().pixelColor(100, 90).name().upper() == look.theme.urgent_soft

    def test_a_banner_tells_that_its_action_was_pressed(self, qtbot):
        banner = Banner("Not running from 02:10 to 07:45.", "Show it", "urgent")
        qtbot.addWidget(banner)

        with qtbot.waitSignal(banner.acted):
            banner.action.click()
        assert banner.accessibleName() == "Not running from 02:10 to 07:45."


class TestField:
    def test_the_editor_is_named_by_label_and_unit(self, qtbot):
        field = Field("Reservoir & pump", unit="mL", hint="Second page")
        qtbot.addWidget(field)

        assert spoken(field.editor) == "Reservoir & pump (mL)"
        assert spoken(field.editor, QAccessible.Text.Description) == "Second page"

    def test_an_error_is_seen_and_spoken_until_it_is_mended(self, qtbot):
        field = Field("Volume", hint="Second page")
        qtbot.addWidget(field)
        field.set_error("Not a number.")

        assert field.error.isVisibleTo(field)
        assert spoken(field.editor, QAccessible.Text.Description) == "Not a number. Second page"
        field.set_error(None)
        assert not field.error.isVisibleTo(field)
        assert spoken(field.editor, QAccessible.Text.Description) == "Second page"

    def test_typing_is_told_and_setting_is_not(self, qtbot):
        field = Field("Volume")
        qtbot.addWidget(field)
        told = []
        field.changed.connect(told.append)
        field.set_text(" 12 ")
        qtbot.keyClicks(field.editor, "5")

        assert told == [" 12 5"]
        assert field.text() == "12 5"

    @pytest.mark.parametrize("scale", [1.0, 2.0])
    @pytest.mark.parametrize("editor", [lambda: None, QComboBox, DateField], ids=["line", "choice", "date"])
    def test_every_editor_is_high_enough_to_hit(self, qtbot, wear, scale, editor):
        look = wear("light", scale)
        field = Field("What", editor())
        qtbot.addWidget(field)
        field.show()

        assert field.editor.sizeHint().height() >= look.px(44)
        assert field.editor.sizePolicy().verticalPolicy() != QSizePolicy.Policy.Ignored


class TestDateField:
    @pytest.mark.parametrize(
        ("text", "locale", "expected"),
        [
            ("20/01/2027", BRITISH, date(2027, 1, 20)),
            ("1/20/2027", AMERICAN, date(2027, 1, 20)),
            ("20.1.27", GERMAN, date(2027, 1, 20)),
            ("2027-01-20", AMERICAN, date(2027, 1, 20)),
            ("20 1 2027", BRITISH, date(2027, 1, 20)),
            ("30/02/2027", BRITISH, None),
            ("20/01", BRITISH, None),
            ("about 20/01/2027", BRITISH, None),
            ("", BRITISH, None),
        ],
    )
    def test_reads_dates_as_people_write_them(self, text, locale, expected):
        assert read_date(text, locale) == expected

    @given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    @settings(max_examples=30, deadline=None)
    @pytest.mark.parametrize("locale", [BRITISH, AMERICAN, GERMAN], ids=["uk", "us", "de"])
    def test_reads_what_it_shows(self, qapp, locale, day):
        field = DateField()
        field.setLocale(locale)
        field.set_value(day)

        assert field.value() == day
        field.deleteLater()

    def test_empty_is_readable_and_nonsense_is_not(self, qtbot):
        field = DateField()
        qtbot.addWidget(field)

        assert field.is_empty()
        assert field.is_readable()
        field.line.setText("soon")
        assert not field.is_readable()

    def test_spells_the_date_so_that_day_and_month_cannot_be_swapped(self, qtbot):
        field = DateField()
        qtbot.addWidget(field)
        field.setLocale(AMERICAN)
        with qtbot.waitSignal(field.changed) as told:
            qtbot.keyClicks(field.line, "3/4/2027")

        assert told.args[0] is None
        assert field.words.text() == "Thursday, March 4, 2027"

    def test_the_calendar_enters_the_day_picked(self, qtbot):
        field = DateField(date(2027, 1, 20))
        qtbot.addWidget(field)
        field.open.click()
        calendar = field.findChild(QWidget, "qt_calendar_calendarview").parent()
        with qtbot.waitSignal(field.changed) as told:
            calendar.clicked.emit(calendar.selectedDate().addDays(1))

        assert told.args == [date(2027, 1, 21)]
