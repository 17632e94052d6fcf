"""Samples of the pump's tones: only where a source describes them, never over an alarm, honest where none is heard."""

import pytest
from PySide6.QtCore import Qt

from itb_companion.care.ports import Outcome
from tests.factories import make_pump
from tests.ui.stage import settle, texts
from tests.ui.ways_to_be_heard import Loudspeaker

PLAY, STOP = "Play the single tone", "Stop the single tone"


@pytest.fixture
def page(stage):
    return stage.begin().open().go("signs")


class Chain:
    """Channels that nobody sends anything through."""

    def send(self, notice, done): ...

    def withdraw(self, key): ...


@pytest.fixture
def loudspeaker(stage, page):
    made = Loudspeaker()
    stage.conductor.use_channels(Chain(), made)
    page.beep.open()
    return made


def samples(page):
    return page.beep_question.samples


def test_both_tones_can_be_played_to_compare(page, loudspeaker, qtbot):
    assert [button.accessibleName() for button in samples(page).values()] == [PLAY, "Play the two-tone alarm"]
    samples(page)["single"].setFocus()
    qtbot.keyClick(samples(page)["single"], Qt.Key.Key_Space)
    assert loudspeaker.samples == ["single"]
    assert samples(page)["single"].text() == samples(page)["single"].accessibleName() == STOP
    loudspeaker.end_sample()
    settle()
    assert samples(page)["single"].text() == PLAY

    samples(page)["two-tone"].click()
    assert loudspeaker.samples == ["single", "two-tone"]
    assert loudspeaker.played == []
    assert page.beep_question.trouble.isHidden()


def test_a_sample_is_stopped_by_its_own_button_and_by_leaving(stage, page, loudspeaker):
    samples(page)["single"].click()
    samples(page)["single"].click()
    settle()
    assert not loudspeaker.sampling
    assert samples(page)["single"].text() == PLAY
    assert page.beep_question.trouble.isHidden()

    samples(page)["two-tone"].click()
    stage.go("today")
    assert not loudspeaker.sampling


def test_the_other_sample_takes_its_place(page, loudspeaker):
    samples(page)["single"].click()
    samples(page)["two-tone"].click()
    settle()

    assert samples(page)["single"].text() == PLAY
    assert samples(page)["two-tone"].text() == "Stop the two-tone alarm"


def test_what_was_not_heard_is_told_at_the_button(page, loudspeaker):
    failed, alarm = "could not be played on this computer", "An alarm of this program is sounding."
    for outcome, said in ((Outcome.UNAVAILABLE, failed), (Outcome.TIMED_OUT, failed), (Outcome.REFUSED, alarm)):
        loudspeaker.sample_outcome = outcome
        samples(page)["single"].click()
        assert page.beep_question.trouble.isHidden()
        loudspeaker.end_sample()
        settle()

        assert said in page.beep_question.trouble.text()
        assert page.beep_question.trouble.text() == samples(page)["single"].accessibleDescription()
        assert page.beep_question.trouble.isVisible()
        assert samples(page)["single"].text() == PLAY


def test_before_there_is_any_sound_it_says_so(page):
    page.beep.open()
    samples(page)["single"].click()
    settle()

    assert page.beep_question.trouble.text() == "The sample could not be played on this computer."


def test_a_pump_whose_tones_no_source_describes_has_no_samples(stage):
    stage.begin(pump=make_pump(model_id="prometra-ii-20")).open()
    page = stage.go("signs")
    page.beep.open()

    assert samples(page) == {}
    said = texts(page.beep_question)
    assert "Any beeping needs to be checked." in said
    assert "Hearing none proves nothing" in said
    assert "three seconds" not in said
