"""The handover sheet on the screen: a phone reads it, a person reads it, and it can be saved and printed."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from itb_companion.care.episode import Outcome
from itb_companion.care.plan import Plan, Range
from itb_companion.companion.sample import MovableClock
from itb_companion.documents.handover import handover
from itb_companion.documents.handover_compact import MOST_BYTES, compact_text
from itb_companion.ui.emergency_alone import EmergencyAlone
from itb_companion.ui.handover_dialog import HandoverDialog
from itb_companion.words import Words
from tests.factories import BERLIN, NOON, Program, make_check, make_household, make_person
from tests.ui.stage import Stage, drop, settle


@pytest.fixture
def stage(qtbot, tmp_path):
    with Stage(tmp_path / "data").begin().open() as made:
        made.shell.side.emergency.click()
        settle()
        yield made


@pytest.fixture
def dialog(qtbot, wear):
    """Open the dialog over the builders' household; it is taken away with the test."""
    opened = []

    def opener(look: str = "light", scale: float = 1.0, **changes) -> HandoverDialog:
        wear(look, scale)
        words = Words(BERLIN)
        made = HandoverDialog(words)
        made.show_handover(handover(words, make_household(**changes), None, NOON), "handover-2026-03-10-1200.pdf")
        made.show()
        opened.append(made)
        settle()
        return made

    yield opener
    drop(*opened)


@pytest.fixture
def scan(tmp_path):
    """Read the code from a picture of the whole dialog, as a phone would; in CI the reader has to be there."""
    if shutil.which("zbarimg") is None:
        if os.environ.get("CI"):
            pytest.fail("CI lacks zbarimg")
        pytest.skip("needs zbarimg, of the package zbar-tools")

    def reader(window: HandoverDialog) -> str:
        window.grab()  # the code is made after it was first painted
        settle()
        window.grab().save(str(tmp_path / "screen.png"))
        command = ["zbarimg", "--quiet", "--raw", "--oneshot", str(tmp_path / "screen.png")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        return done.stdout.removesuffix("\n")

    return reader


def shown() -> HandoverDialog:
    [found] = [w for w in QApplication.topLevelWidgets() if isinstance(w, HandoverDialog) and w.isVisible()]
    return found


class TestFromTheEmergencyScreen:
    def test_the_button_opens_it_with_what_is_known_now(self, stage):
        stage.companion.checks.tick("sign:itch", "yes", NOON - timedelta(hours=2))
        stage.companion.checks.save()
        stage.emergency.calls.rows[0].buttons[Outcome.NO_ANSWER].click()
        stage.emergency.handover.click()

        text = shown().text()
        assert "Mia Berg has an implanted intrathecal baclofen pump." in text
        assert "Itching, since 10 Mar, 10:00" in text
        assert "10 Mar, 12:00: Baclofen on-call line, +49 30 555 0100: No answer (Ana)" in text
        assert "NGP000000H" in text

    def test_again_it_is_the_same_window_with_what_happened_since(self, stage):
        stage.emergency.handover.click()
        first = shown()
        stage.clock.at = NOON + timedelta(minutes=4)
        stage.emergency.calls.rows[0].buttons[Outcome.REACHED].click()
        stage.emergency.handover.click()

        assert shown() is first
        assert "10 Mar, 12:04: Baclofen on-call line, +49 30 555 0100: Reached (Ana)" in first.text()
        assert "Written 10 Mar 2026, 12:04" in first.text()

    def test_it_blocks_nothing_and_writes_nothing_down(self, stage):
        stage.emergency.handover.click()

        assert shown().windowModality() is Qt.WindowModality.NonModal
        assert stage.companion.help.current() is None

    def test_it_opens_from_the_card_alone_as_far_as_that_tells(self, qtbot, tmp_path):
        program = Program(tmp_path / "data").begin()
        program.companion.people.save_plan(
            Plan(usual_pulse_per_min=Range(60, 90), oral_baclofen_instruction="Only when the doctor says so.")
        )
        program.companion.close()
        for left in (tmp_path / "data").glob("care.db*"):
            left.unlink()
        window = EmergencyAlone(tmp_path / "data", MovableClock(NOON, BERLIN), "care.db is damaged.")
        window.show()
        window.page.handover.click()
        text = shown().text()
        drop(window)

        assert "Mia Berg has an implanted intrathecal baclofen pump." in text
        assert "Serial number: NGP000000H" in text
        assert "+49 30 555 0100 by day" in text
        assert "pulse 60 to 90/min" in text
        assert "The clinic's instruction: Only when the doctor says so." in text
        assert "No refill is recorded here; see the pump printout." in text

    def test_it_opens_with_nothing_known_at_all(self, qtbot, tmp_path):
        window = EmergencyAlone(tmp_path / "none", MovableClock(NOON, BERLIN), "There is no record.")
        window.show()
        window.page.handover.click()
        text = shown().text()
        drop(window)

        assert "The patient has an implanted intrathecal baclofen pump." in text
        assert "None" not in text


class TestCode:
    @pytest.mark.parametrize(("look", "scale"), [("light", 1.0), ("dark", 1.0), ("dark", 2.0)])
    def test_a_phone_reads_the_compact_text_from_the_screen(self, dialog, scan, look, scale):
        """The longest there can be: a note and more fill the text up to its limit."""
        check = make_check(("itch",), temperature_c=38.6, note="n" * 500, saved_at=NOON)
        household = {"last_check": check, "person": make_person(name="Mia Berg")}
        made = dialog(look, scale, **household)
        wanted = compact_text(handover(Words(BERLIN), make_household(**household), None, NOON))

        assert len(wanted.encode()) > MOST_BYTES - 400
        assert scan(made) == wanted

    def test_a_phone_reads_the_care_plan_and_where_the_rest_of_it_stands(self, dialog, scan):
        plan = Plan(
            usual_temperature_c=Range(36.2, 37.1),
            usual_spasticity=2,
            oral_baclofen_instruction="Only when the doctor says so.",
            instructions="Call us first. " * 60,
        )
        read = scan(dialog(plan=plan, pump=None, fill=None))

        assert "The clinic's instruction: Only when the doctor says so." in read
        assert "temperature 36.2 to 37.1 C" in read
        assert "score 2: infrequent full spasms" in read
        assert "THE CLINIC'S OWN INSTRUCTIONS\nThey stand on the handover sheet.\n" in read
        assert len(read.encode()) <= MOST_BYTES

    def test_umlauts_and_other_scripts_come_through(self, dialog, scan):
        made = dialog(person=make_person(name="Jürgen 日本 😀"))

        assert scan(made).splitlines()[1].startswith("Jürgen 日本 😀 has an implanted")

    @pytest.mark.parametrize(("scale", "size"), [(1.0, (1080, 708)), (1.0, (640, 708)), (2.0, (1326, 708))])
    def test_it_is_seen_whole_without_scrolling_on_a_small_laptop(self, dialog, scale, size):
        made = dialog("light", scale, plan=Plan(instructions="Call us\n" * 40))
        made.resize(*size)
        settle()

        assert made.code.mapTo(made, made.code.rect().bottomLeft()).y() <= made.page.height()


class TestText:
    def test_markup_stays_as_typed_and_can_be_selected(self, dialog):
        made = dialog(person=make_person(name="<b>Mia</b>"))
        lines = made._labels[0][1]

        assert lines.text().startswith("<b>Mia</b> has")
        assert lines.textFormat() is Qt.TextFormat.PlainText
        assert lines.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse

    def test_a_shorter_sheet_leaves_nothing_of_a_longer_one(self, dialog):
        made = dialog()
        words = Words(BERLIN)
        nobody = make_household(contacts=(), emergency_number="")
        made.show_handover(handover(words, nobody, None, NOON), "x.pdf")

        assert "112" not in made.text()


class TestSaving:
    def test_it_proposes_a_name_and_writes_where_the_person_says(self, dialog, tmp_path):
        made = dialog()
        made.save_button.click()
        assert made.files.selectedFiles()[0].endswith("handover-2026-03-10-1200.pdf")
        made.files.fileSelected.emit(str(tmp_path / "sheet.pdf"))
        made.files.close()

        assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
        assert made.outcome.text() == f"Saved as {tmp_path / 'sheet.pdf'}."
        assert made.outcome.isVisible()

    def test_a_place_that_cannot_be_written_is_told(self, dialog, tmp_path):
        made = dialog()
        made.save_to(str(tmp_path / "none" / "sheet.pdf"))

        assert made.outcome.text().startswith(f"{tmp_path / 'none' / 'sheet.pdf'} cannot be written: ")
        assert made.outcome.property("role") == "error"

    def test_no_sheet_is_saved_over_a_backup(self, dialog, tmp_path):
        backup = tmp_path / "kept.db"
        backup.write_bytes(b"SQLite format 3\0 and all the years")
        made = dialog()
        made.save_to(str(backup))

        assert made.outcome.text().startswith(f"{backup} is a file of the record itself or a backup.")
        assert made.outcome.property("role") == "error"
        assert backup.read_bytes() == b"SQLite format 3\0 and all the years"

    def test_opening_it_anew_forgets_what_was_told(self, stage, tmp_path):
        stage.emergency.handover.click()
        shown().save_to(str(tmp_path / "sheet.pdf"))
        stage.emergency.handover.click()

        assert not shown().outcome.isVisible()


class TestPrinting:
    def test_without_a_printer_it_says_so(self, dialog, monkeypatch):
        monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
        made = dialog()
        made.print_button.click()

        assert made.outcome.text().startswith("No printer is set up on this computer.")

    def test_where_printing_is_missing_it_says_so(self, dialog, monkeypatch):
        monkeypatch.setitem(sys.modules, "PySide6.QtPrintSupport", None)
        made = dialog()
        made.print_button.click()

        assert made.outcome.text().startswith("Printing does not work on this computer.")

    def test_what_is_sent_is_the_sheet(self, dialog, tmp_path):
        made = dialog()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))  # Qt's own way of printing without a printer
        made.print_on(printer)

        assert made.outcome.text() == "Sent to the printer."
        assert (tmp_path / "printed.pdf").stat().st_size > 5000

    @pytest.mark.qt_log_ignore("QPainter::begin", "^This plugin does not support ", extend=True)
    def test_a_printer_that_does_not_take_it_is_told(self, dialog, tmp_path):
        made = dialog()
        made.print_on(QPdfWriter(str(tmp_path / "none" / "printed.pdf")))

        assert made.outcome.text().startswith("The printer did not take the sheet.")
