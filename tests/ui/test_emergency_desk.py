"""The emergency screen from its card alone, when the record cannot be used, and with no card at all."""

from pathlib import Path

import pytest

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.value import replace
from itb_companion.companion.sample import MovableClock
from itb_companion.desktop import country
from itb_companion.record import side_journal
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.side_journal import JOURNAL_NAME
from itb_companion.ui.emergency_alone import EmergencyAlone
from tests.factories import BERLIN, NOON, Program, minutes
from tests.ui.stage import Stage, drop, settle, texts

WHY = "care.db is in use by another program."


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch):
    """A computer that is set to no country."""
    monkeypatch.setattr(country, "countries_of_this_computer", lambda: ())


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

    assert page.calls.first.number.text() == "112"
    assert page.calls.script.text().startswith("Mia Berg has an implanted intrathecal baclofen pump.")
    assert [(row.who.text(), row.number.text()) for row in page.calls.rows] == [
        ("Baclofen on-call line", "+49 30 555 0100")
    ]


def test_it_says_what_is_wrong_and_that_calls_join_the_record_later(from_card):
    assert from_card.page.notice.text().startswith(WHY)
    assert "joined to the record at the next start" in from_card.page.notice.text()
    assert from_card.page.notice.isVisible()


def test_where_nothing_can_be_kept_it_asks_for_paper(from_card, tmp_path):
    for place in (tmp_path / "data", side_journal._second_place(tmp_path / "data")):
        (place / JOURNAL_NAME).mkdir(parents=True)  # nothing can be appended to it
    from_card.page.calls.emergency_row.buttons[Outcome.REACHED].click()

    assert from_card.page.calls.emergency_row.tried.text() == "Reached, 12:00 (Ana)"
    assert "please note your calls on paper too" in from_card.page.notice.text()


def test_without_a_record_waiting_counts_from_the_opening_too(from_card):
    from_card._desk._clock.at += minutes(7)
    from_card.page.calls.emergency_row.buttons[Outcome.NO_ANSWER].click()

    assert from_card.page.clock.text() == "0:07:00"


def test_calls_are_kept_as_long_as_the_window_is_open(from_card):
    row = from_card.page.calls.rows[0]
    row.buttons[Outcome.NO_ANSWER].click()
    from_card.page.calls.emergency_row.buttons[Outcome.REACHED].click()

    assert row.tried.text() == "No answer, 12:00 (Ana)"
    assert from_card.page.calls.emergency_row.tried.text() == "Reached, 12:00 (Ana)"


def test_an_ending_asks_for_what_happened_and_then_starts_anew(from_card):
    page = from_card.page
    page.calls.rows[0].buttons[Outcome.REACHED].click()
    page.ending.choices[Ending.HANDED_OVER].click()
    page.ending.form.close_it.click()
    assert page.ending.form.what.error.text()
    page.ending.form.what.set_text("Ambulance")
    page.ending.form.close_it.click()

    assert not page.calls.rows[0].tried.isVisible()
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
    assert page.calls.first.number.text() == "not entered"
    assert "The patient has an implanted intrathecal baclofen pump." in page.calls.script.text()
    assert "stands on the pump ID card" in texts(page)
    assert not page.calls.emergency_row.code.isVisible()


def test_with_no_folder_at_all_it_opens_too(alone, tmp_path):
    assert alone(tmp_path / "none").page.isVisible()
    assert not (tmp_path / "none").exists()


# The number of the country


@pytest.fixture
def in_vienna(monkeypatch):
    monkeypatch.setattr(country, "countries_of_this_computer", lambda: ("XX", "AT", "DE"))


def test_without_a_number_it_shows_the_one_of_the_country_and_says_so(in_vienna, alone):
    page = alone().page

    assert page.calls.first.number.text() == "144"
    assert "Nobody has entered an emergency number. The one shown is for Austria" in page.notice.text()
    assert page.calls.emergency_row.code.isVisible()


def test_a_call_of_the_number_of_the_country_is_kept_with_it(in_vienna, alone, tmp_path):
    alone().page.calls.emergency_row.buttons[Outcome.REACHED].click()

    assert '"number": "144"' in (tmp_path / JOURNAL_NAME).read_text()


def test_a_number_that_was_entered_is_never_replaced(in_vienna, from_card):
    assert from_card.page.calls.first.number.text() == "112"
    assert "Austria" not in from_card.page.notice.text()


# While the record cannot be read or written


@pytest.fixture
def itching(qtbot, tmp_path):
    """The whole program with an open episode, on its emergency screen."""
    with Stage(tmp_path / "data").begin() as stage:
        stage.companion.checks.tick("sign:itch", "yes")
        stage.companion.checks.tick("sign:spasticity-increase", "yes")
        stage.companion.checks.save()
        yield stage.open(alerts=False)


def refused(*_: object, **__: object) -> None:
    raise RecordError(Reason.DISK_FULL, Path("care.db"))


def test_where_the_record_can_only_be_read_what_is_known_stays_and_the_call_is_written_beside_it(itching, monkeypatch):
    page, title = itching.emergency, itching.emergency.title.text()
    monkeypatch.setattr(itching.companion.help, "tried", refused)
    page.calls.rows[0].buttons[Outcome.NO_ANSWER].click()

    assert (page.title.text(), page.calls.emergency_row.number.text()) == (title, "112")
    assert "itching" in page.line.text().lower()
    assert page.calls.rows[0].tried.text().startswith("No answer, ")
    assert page.notice.text().startswith("The disk is full")
    itching.companion.help.join_side_journal()
    [attempt] = itching.companion.help.current().attempts
    assert (attempt.who, attempt.outcome) == ("Baclofen on-call line", Outcome.NO_ANSWER)


def test_a_record_that_could_not_be_written_for_a_moment_is_used_again(itching, monkeypatch):
    page, help_ = itching.emergency, itching.companion.help
    with monkeypatch.context() as held:
        held.setattr(help_, "tried", refused)
        page.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
    page.calls.rows[0].buttons[Outcome.REACHED].click()

    assert [attempt.outcome for attempt in help_.current().attempts] == [Outcome.NO_ANSWER, Outcome.REACHED]
    assert not page.notice.isVisible()
    contact = itching.companion.household().contacts[0]
    itching.companion.people.save_contact(replace(contact, day_number="+49 30 7777", after_hours_number="+49 30 7777"))
    itching.conductor.open_emergency()
    assert page.calls.rows[0].number.text() == "+49 30 7777"


@pytest.mark.parametrize("error", [ValueError("no such day"), KeyError("contact"), RuntimeError()])
def test_no_error_of_any_kind_closes_the_screen(itching, monkeypatch, caplog, error):
    def broken() -> None:
        raise error

    monkeypatch.setattr(itching.companion.help, "current", broken)
    itching.conductor.open_emergency()

    assert itching.emergency.calls.first.number.text() == "112"
    assert [row.number.text() for row in itching.emergency.calls.rows] == ["+49 30 555 0100"]
    assert itching.emergency.notice.text().startswith("Something went wrong with the record.")
    assert "goes on without the record" in caplog.text


def test_a_danger_sign_shows_whom_to_call_before_anything_is_written(qtbot, tmp_path, monkeypatch):
    with Stage(tmp_path / "data").begin().open(alerts=False) as stage:
        shown = []

        def danger(_sign: str) -> None:
            page = stage.emergency
            shown.append(
                (stage.shell.current, page.title.text(), page.calls.first.number.text(), page.calls.script.text())
            )

        monkeypatch.setattr(stage.companion.checks, "danger", danger)
        stage.go("signs").danger_buttons["seizure"].click()

        [(current, title, number, script)] = shown
        assert (current, number) == ("emergency", "112")
        assert title.startswith("Emergency")
        assert "seizure" in script


def test_the_screen_is_made_ahead_and_shows_the_newest_when_it_comes(qtbot, tmp_path):
    with Stage(tmp_path / "data").begin().open(alerts=False) as stage:
        stage.conductor.build_emergency_ahead()
        settle()
        assert stage.shell.made("emergency")
        assert stage.shell.current == "today"
        stage.companion.people.set_emergency_number("911")
        stage.conductor.open_emergency()

        assert stage.emergency.calls.first.number.text() == "911"
