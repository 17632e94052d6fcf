"""The first start, and what holds for every form: names for a screen reader, Tab order, nothing clipped at 200 %."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from itb_companion.care.household import Preferences
from itb_companion.care.people import Contact, Person, Role
from itb_companion.care.plan import Plan
from itb_companion.care.problems import Problem, Weight
from itb_companion.care.pump import check_fill, refill_dates
from itb_companion.companion.emergency_numbers import Country
from itb_companion.companion.history import Stretch
from itb_companion.companion.people import FirstStart
from itb_companion.ui.first_start import FirstStartDialog
from itb_companion.ui.pages.care_plan import CarePlanPage
from itb_companion.ui.pages.contacts import ContactsPage
from itb_companion.ui.pages.history import HistoryPage
from itb_companion.ui.pages.pump import PumpPage
from itb_companion.ui.pages.settings import SettingsPage
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, make_fill, make_pump

WORDS = Words(BERLIN)
TODAY = date(2026, 3, 10)
COUNTRIES = (Country("DE", "Germany", "112"), Country("US", "United States", "911"))
LONG = "A very long name of a sample clinic for intrathecal pumps and rehabilitation"


@pytest.fixture
def dialog(qtbot: QtBot) -> FirstStartDialog:
    made = FirstStartDialog(WORDS, COUNTRIES)
    qtbot.addWidget(made)
    return made


def retype(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def choose(dialog: FirstStartDialog, place: int) -> None:
    """Choose a country as a person does."""
    dialog.country.setCurrentIndex(place)
    dialog.country.activated.emit(place)


def fill_in(qtbot: QtBot, dialog: FirstStartDialog) -> None:
    retype(qtbot, dialog.name, " Sam Sample ")
    retype(qtbot, dialog.caregiver, "Ana Sample")
    choose(dialog, 0)
    dialog.number_right.box.click()
    dialog.form.set_values(make_pump(), make_fill())
    retype(qtbot, dialog.contact_name, "Sample pump clinic")
    retype(qtbot, dialog.day_number, "+49 30 555 0100")


def test_everything_typed_is_submitted(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)

    with qtbot.waitSignal(dialog.submitted) as signal:
        dialog.start_button.click()

    contact = Contact("Sample pump clinic", Role.CLINIC, "+49 30 555 0100")
    assert [FirstStart(Person("Sam Sample"), "Ana Sample", "112", make_pump(), make_fill(), contact)] == signal.args


def test_printout_and_contact_can_wait(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)
    dialog.no_printout.box.click()
    dialog.no_contact.box.click()
    assert dialog.form.isHidden()
    assert dialog.contact_rows.isHidden()

    with qtbot.waitSignal(dialog.submitted) as signal:
        dialog.start_button.click()

    start = signal.args[0]
    assert (start.pump, start.fill, start.contact) == (None, None, None)


def test_what_was_typed_comes_back_when_it_need_not_wait_after_all(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)
    for tick in (dialog.no_printout, dialog.no_contact):
        tick.box.click()
        tick.box.click()

    with qtbot.waitSignal(dialog.submitted) as signal:
        dialog.start_button.click()

    assert make_fill() == signal.args[0].fill
    assert signal.args[0].contact.name == "Sample pump clinic"


def test_a_country_proposes_its_number_and_a_person_confirms_it(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)
    choose(dialog, 1)
    assert dialog.emergency_number.text() == "911"

    with qtbot.assertNotEmitted(dialog.submitted):
        dialog.start_button.click()
    assert dialog.fields.sentence("emergency_number") != ""

    dialog.number_right.box.click()
    assert dialog.fields.sentence("emergency_number") == ""
    with qtbot.waitSignal(dialog.submitted):
        dialog.start_button.click()


def test_another_number_must_be_confirmed_again(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)

    retype(qtbot, dialog.emergency_number, "113")

    assert not dialog.number_right.box.isChecked()


def test_no_country_is_chosen_for_anybody(dialog: FirstStartDialog):
    assert dialog.country.currentData() is None
    assert dialog.emergency_number.text() == ""


def test_without_a_list_of_countries_the_number_is_typed(qtbot: QtBot):
    dialog = FirstStartDialog(WORDS, ())
    qtbot.addWidget(dialog)

    assert dialog.fields["country"].isHidden()


def test_an_empty_form_says_everything_at_once_and_emits_nothing(qtbot: QtBot, dialog: FirstStartDialog):
    dialog.show()

    with qtbot.assertNotEmitted(dialog.submitted):
        dialog.start_button.click()

    for name in ("name", "caregiver", "emergency_number"):
        assert dialog.fields.sentence(name).endswith(".")
    for name in ("model_id", "filled_on"):
        assert dialog.form.fields.sentence(name).endswith(".")
    assert dialog.name is dialog.focusWidget()


@pytest.mark.parametrize(
    ("field", "code", "facts"),
    [
        ("name", "name-empty", {}),
        ("caregiver", "name-empty", {}),
        ("emergency_number", "emergency-number-missing", {}),
        ("contact_name", "name-empty", {}),
        ("day_number", "number-has-letters", {"typed": "CALL"}),
        ("after_hours_number", "number-too-short", {"typed": "1"}),
        ("volume_ml", "volume_ml-not-positive", {}),
        ("alarm_on", "alarm-date-before-fill", {}),
    ],
)
def test_each_problem_is_told_at_its_field(dialog: FirstStartDialog, field: str, code: str, facts: dict[str, str]):
    dialog.show_problems([Problem(field, code, facts=facts)], WORDS)

    fields = dialog.fields if field in dialog.fields else dialog.form.fields
    assert WORDS.text(f"problem.{code}", **facts) == fields.sentence(field)
    assert [field] == [
        name for each in (dialog.fields, dialog.form.fields) for name in each._fields if each.sentence(name)
    ]


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        (("day_number", "volume_ml"), "volume_ml"),
        (("volume_ml", "caregiver"), "caregiver"),
        (("day_number",), "day_number"),
    ],
)
def test_the_first_wrong_field_in_reading_order_gets_the_cursor(
    qtbot: QtBot, dialog: FirstStartDialog, wrong: tuple[str, ...], first: str
):
    dialog.show()

    dialog.show_problems([Problem(name, "not-a-number") for name in wrong], WORDS)

    fields = dialog.fields if first in dialog.fields else dialog.form.fields
    assert fields[first].editor is dialog.focusWidget()


def test_a_printout_in_doubt_is_confirmed(qtbot: QtBot, dialog: FirstStartDialog):
    dialog.show_problems([Problem("dose_mcg_per_day", "dose-unusual", Weight.CHECK)], WORDS)
    assert not dialog.confirmed

    dialog.form.confirm.box.click()

    assert dialog.confirmed


def test_letters_in_a_number_stay(qtbot: QtBot, dialog: FirstStartDialog):
    fill_in(qtbot, dialog)
    retype(qtbot, dialog.day_number, "CALL ME")
    dialog.submitted.connect(
        lambda start: dialog.show_problems(
            [Problem("day_number", "number-has-letters", facts={"typed": start.contact.day_number})], WORDS
        )
    )

    dialog.start_button.click()

    assert "CALL ME" in dialog.fields.sentence("day_number")
    assert dialog.day_number.text() == "CALL ME"


def test_closing_it_asks_nothing_and_submits_nothing(qtbot: QtBot, dialog: FirstStartDialog):
    dialog.show()
    retype(qtbot, dialog.name, "Sam")

    with qtbot.assertNotEmitted(dialog.submitted), qtbot.waitSignal(dialog.rejected):
        dialog.later_button.click()

    assert not dialog.isVisible()


def test_enter_in_a_field_does_not_start(qtbot: QtBot, dialog: FirstStartDialog):
    dialog.show()
    fill_in(qtbot, dialog)

    with qtbot.assertNotEmitted(dialog.submitted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)

    assert dialog.isVisible()


def test_it_says_what_the_program_is_not(dialog: FirstStartDialog):
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))

    for words in ("never talks to the pump", "dose", "no diagnosis", "calls nobody by itself", "over a network"):
        assert words in said


# What holds for every form


def _pump() -> QWidget:
    page = PumpPage()
    fill = make_fill(id=1)
    page.show_pump(make_pump(), fill, (fill,), None, refill_dates(fill), WORDS, TODAY)
    page.open_form()
    page.form.model.show_data("other")
    page.form.more_button.click()
    bad = make_fill(volume_ml=0.0, alarm_on=date(2026, 3, 1), dose_mcg_per_day=500_000.0)
    page.show_problems(check_fill(bad, make_pump(), TODAY), WORDS)
    return page


def _contacts() -> QWidget:
    page = ContactsPage()
    contacts = [Contact(LONG, Role.CLINIC, "+49 30 555 0100", "+49 30 555 0101", id=place) for place in (1, 2, 3)]
    page.show_contacts(tuple(contacts), "112", WORDS, TODAY)
    page.open_editor(contacts[0])
    page.show_problems([Problem("day_number", "number-has-letters", facts={"typed": "CALL ME"})], WORDS)
    return page


def _care_plan() -> QWidget:
    page = CarePlanPage()
    page.show_plan(Plan(), Person(LONG), WORDS)
    return page


def _settings() -> QWidget:
    page = SettingsPage()
    page.show_settings(Preferences(), {}, "Ana", WORDS)
    return page


def _history() -> QWidget:
    page = HistoryPage()
    page.show_events(Stretch([]), WORDS, NOON)
    return page


def _first_start() -> QWidget:
    dialog = FirstStartDialog(WORDS, COUNTRIES)
    dialog.start_button.click()
    return dialog


SCREENS = [_pump, _contacts, _care_plan, _settings, _history, _first_start]
CONTROLS = (QLineEdit, QAbstractButton, QComboBox, QPlainTextEdit)


@pytest.fixture
def tidy(qapp: QApplication) -> None:
    """Delete what earlier tests left behind, because dressing it all again would take seconds."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(qtbot: QtBot, make: Callable[[], QWidget], width: int) -> QWidget:
    screen = make()
    qtbot.addWidget(screen)
    screen.show()
    screen.resize(width, 768)
    for _ in range(40):  # the parts of a long page come one after the other
        QApplication.processEvents()
    return screen


def controls(screen: QWidget) -> list[QWidget]:
    return [each for each in screen.findChildren(QWidget) if isinstance(each, CONTROLS) and each.isVisible()]


def place_in(screen: QWidget, control: QWidget) -> QPoint:
    """Return where a control stands on the whole page, as if nothing scrolled; what is below it comes after."""
    middle, page = QPoint(0, control.height() // 2), getattr(screen, "page", screen).widget()
    if page.isAncestorOf(control):
        return control.mapTo(page, middle)
    return control.mapTo(screen, middle) + QPoint(0, page.height())


@pytest.mark.parametrize("make", SCREENS)
def test_every_control_has_a_name_for_a_screen_reader(qtbot: QtBot, make: Callable[[], QWidget]):
    screen = shown(qtbot, make, 964)

    nameless = [
        each for each in controls(screen)
        if not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]  # fmt: skip

    assert nameless == []


@pytest.mark.parametrize("make", SCREENS)
def test_tab_goes_in_reading_order(qtbot: QtBot, tidy: None, wear: Callable[..., object], make: Callable[[], QWidget]):
    """Row by row from the top, and within a row from the left."""
    wear("light", 1.0)
    screen = shown(qtbot, make, 964)
    wanted = {each for each in controls(screen) if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()}
    order, here = [], screen
    for _ in range(5000):
        here = here.nextInFocusChain()
        if here in wanted and here not in order:
            order.append(here)

    places = [place_in(screen, each) for each in order]
    start = min(range(len(places)), key=lambda i: (places[i].y() // 20, places[i].x()))
    places, order = places[start:] + places[:start], order[start:] + order[:start]

    assert len(wanted) == len(places)
    for (before, after), control in zip(pairwise(places), order[1:], strict=False):
        is_same_row = abs(before.y() - after.y()) < 20
        told = f"{before} before {after}: {control.accessibleName()}"
        assert after.x() > before.x() if is_same_row else after.y() > before.y(), told


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("make", SCREENS)
def test_nothing_is_clipped_at_any_text_size_on_a_small_laptop(
    qtbot: QtBot, tidy: None, wear: Callable[..., object], make: Callable[[], QWidget], scale: float
):
    wear("light", scale)
    screen = shown(qtbot, make, 1053 if scale > 1 else 964)

    page = getattr(screen, "page", screen)
    assert page.widget().width() <= page.viewport().width()
    for each in screen.findChildren(QLabel):
        if each.isVisible() and each.text() and each.wordWrap():
            assert each.height() >= each.heightForWidth(each.width()), each.text()
            assert each.mapTo(screen, QPoint(each.width(), 0)).x() <= screen.width(), each.text()
    for each in controls(screen):
        assert each.width() >= each.minimumSizeHint().width(), each
        assert each.height() >= each.minimumSizeHint().height(), each
