"""Whatever people, imports and files write: every screen shows it letter by letter, in order, within its lines."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from itb_companion.care.plan import Plan
from itb_companion.care.pump import Pump
from itb_companion.care.value import replace
from itb_companion.companion.sample import MovableClock
from itb_companion.record import people as record
from itb_companion.ui import gallery, gallery_stage, theme
from itb_companion.ui.quit_box import QuitBox
from tests.ui.stage import settle, windows
from tests.ui.test_gallery import sticks_out

NOW = datetime(2026, 11, 19, 14, 37, tzinfo=UTC)
MARKUP = "<b>x</b><img src=file:///etc/passwd>&amp;"
UNSEEN = "\u202e\u2066\x1b\x9b\x07"
LONG = "Donaudampfschifffahrtskapitaen" * 2
SHOWS_NOBODY = {"alarm-test", "first-start", "emergency-nothing-ticked"}
"""Scenes in which no word of the family stands."""
ALIKE = {
    "today", "today-contradicting-printout", "signs", "signs-urgent", "pump", "care-plan", "settings-taking-in-refused",
    "emergency-calm", "emergency-overdose", "emergency-either", "emergency-two-tone", "emergency-single-beep",
    "emergency-overdue", "emergency-false-alarm", "alert-book", "alert-empty", "alert-overdue",
}  # fmt: skip
"""Scenes made of nothing that others are not made of too."""


def poison(stage: gallery_stage.Stage) -> None:
    """Write markup, controls, overrides and endless words into every text that a family can enter."""
    people, household = stage.companion.people, stage.companion.household()
    bad = f"{MARKUP}{UNSEEN}"
    people.save_person(replace(household.person, name=f"{bad} {LONG[:30]}"))
    people.set_caregiver(f"Ana {bad}")
    names = (bad, f"{LONG}{UNSEEN}", f"Tom\n{bad}")
    with stage.companion.desk.act():  # a line break was not always refused
        for place, (contact, name) in enumerate(zip(household.contacts, names, strict=True)):
            record.save_contact(replace(contact, name=name), place, NOW, "Ana")
    for contact in stage.companion.household().contacts:
        for after_hours in (False, True):
            people.verify_number(contact.id or 0, after_hours=after_hours)
    people.save_plan(replace(household.plan or Plan(), instructions=f"{bad} {LONG}\n{bad}"))
    stage.companion.refills.correct(household.fill, Pump(20, name=bad, serial=bad, replacement_on=None))
    stage.companion.checks.tick("note", bad)


@pytest.fixture(scope="module")
def poisoned(qapp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of such a family."""
    folder = tmp_path_factory.mktemp("poisoned")
    stage = gallery_stage.set_up(folder, MovableClock(NOW, UTC), theme.Look(theme.Theme.light()))
    poison(stage)
    gallery_stage.strike(stage, stage.shell)
    return folder


@pytest.fixture
def scene(qapp, qtbot, poisoned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    struck = []
    shutil.copytree(poisoned, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(gallery_stage, "fill_sample", lambda store, _clock: store.close())

    def set_up(name: str) -> QWidget:
        stage = gallery_stage.set_up(tmp_path, MovableClock(NOW, UTC), theme.Look(theme.Theme.light()))
        window = gallery.SCENES[name](stage)
        struck.append((stage, window))
        settle()
        return window

    yield set_up
    for stage, window in struck:
        gallery_stage.strike(stage, window)
    settle()


def words_of(widget: QWidget) -> list[str]:
    """Return every text of a widget that a person can see or hear, but what stands in a field that is typed into."""
    found = [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()]
    if isinstance(widget, QLabel):
        found += [QLabel.text(widget)]
    if isinstance(widget, QAbstractButton):
        found += [QAbstractButton.text(widget)]
    if isinstance(widget, QComboBox):
        found += [widget.itemText(row) for row in range(widget.count())]
    return found


def assert_is_plain(widget: QWidget) -> None:
    if isinstance(widget, QLabel):
        assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
        assert not widget.openExternalLinks()
    assert not isinstance(widget, QTextEdit)
    assert not isinstance(widget, QMessageBox) or widget.textFormat() is Qt.TextFormat.PlainText
    for tip in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
        assert "<" not in tip, tip  # Qt guesses, and would read it as markup
    assert "[*]" not in widget.windowTitle()
    for words in words_of(widget):
        assert not set(UNSEEN) & set(words), words


def fits(label: QLabel) -> bool:
    """Whether a label has room for all of its words."""
    return label.minimumSizeHint().width() <= label.width() + 1 and (
        label.heightForWidth(label.width()) <= label.height() + 1
    )


@pytest.mark.parametrize("name", [name for name in gallery.SCENES if name not in ALIKE])
def test_what_people_write_is_shown_letter_by_letter_and_within_its_lines(scene, name: str):
    window = scene(name)
    shown = [part for top in windows() for part in (top, *top.findChildren(QWidget))]

    for widget in shown:
        assert_is_plain(widget)
    everything = "\n".join(text for widget in shown for text in words_of(widget))
    typed = "\n".join(
        field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        for field in shown
        if isinstance(field, QLineEdit | QPlainTextEdit)
    )
    # Not only that nothing is read as markup: the markup itself is there to be read.
    assert name in SHOWS_NOBODY or "<b>x</b>" in everything + typed
    visible = [widget for widget in (window, *window.findChildren(QWidget)) if widget.isVisible()]
    assert [w.text() for w in visible if isinstance(w, QLabel) and w.text() and not fits(w)] == []
    assert [why for w in visible if (why := sticks_out(w))] == []


def test_the_question_before_the_end_tells_of_people_letter_by_letter(qtbot):
    box = QuitBox(f"{MARKUP}{UNSEEN}\n\nThen nobody is reminded.")
    qtbot.addWidget(box)
    box.show()

    assert box.text() == f"{MARKUP}\n\nThen nobody is reminded."
    for part in (box, *box.findChildren(QWidget)):
        assert not isinstance(part, QLabel) or part.textFormat() is Qt.TextFormat.PlainText or not part.text()
    assert box.escapeButton() is box.stay
    assert box.defaultButton() is box.stay
