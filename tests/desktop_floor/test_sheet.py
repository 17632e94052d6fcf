"""The handover sheet on paper holds the text, on one page of the right size, and never half of it."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QPageSize

from itb_companion.care.plan import Plan, Range
from itb_companion.desktop import sheet
from itb_companion.documents.handover import Handover, handover
from itb_companion.words import Words
from tests.desktop_floor.conftest import require
from tests.factories import (
    BERLIN,
    NOON,
    make_attempt,
    make_check,
    make_episode,
    make_household,
    make_person,
    minutes,
)

MARKUP = "Mia <b>Berg</b> & <i>co"


def page_words(page: int, pages: int) -> str:
    return f"Page {page} of {pages}"


def make_sheet(calls: int = 2, **changes: object) -> Handover:
    attempts = tuple(make_attempt(NOON + minutes(count), number=f"+49 30 {1000 + count}") for count in range(calls))
    check = make_check(("itch",), temperature_c=38.6, note="Slept badly", saved_at=NOON, since={"itch": NOON})
    household = make_household(**({"person": make_person(name=MARKUP), "last_check": check} | changes))
    return handover(Words(BERLIN), household, make_episode(attempts=attempts), NOON)


@pytest.fixture
def read(tmp_path: Path, qapp: object) -> Callable[..., str]:
    """Write a sheet and return its text as another program finds it; a form feed ends each page."""
    require("pdftotext")

    def reader(made: Handover, country: str = "DE") -> str:
        sheet.write_pdf(made, tmp_path / "sheet.pdf", page_words, country)
        command = ["pdftotext", str(tmp_path / "sheet.pdf"), "-"]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout

    return reader


def plain(text: str) -> str:
    """Return text without what another program makes of breaks and of letters that are set as one."""
    for ligature, letters in (("\ufb01", "fi"), ("\ufb02", "fl"), ("\ufb00", "ff"), ("\ufb03", "ffi")):
        text = text.replace(ligature, letters)
    return re.sub(r"\s+", "", text)


def test_the_pdf_holds_every_line_of_the_sheet_as_text(read):
    made = make_sheet()
    found = plain(read(made))

    wanted = [made.title, *(section.heading for section in made.sections), *made.lines]
    assert [line for line in wanted if plain(line) not in found] == []


def test_markup_in_a_name_stays_what_was_typed(read):
    assert plain(f"{MARKUP} has an implanted") in plain(read(make_sheet()))


def test_the_care_plan_stands_in_the_pdf_in_the_words_of_the_clinic(read):
    plan = Plan(
        usual_temperature_c=Range(36.2, 37.1),
        usual_diastolic_mmhg=Range(60, 80),
        usual_spasticity=3,
        oral_baclofen_instruction="Only when the on-call doctor says so.\nNever <b>alone</b>.",
        oral_baclofen_expires_on=date(2026, 4, 30),
    )
    risks = frozenset({"t6-or-above", "earlier-withdrawal"})
    pages = read(make_sheet(plan=plan, person=make_person(special_risks=risks))).split("\f")[:-1]

    for told in (
        "temperature 36.2 to 37.1 °C",
        "lower pressure 60 to 80 mmHg",
        "score 3: spasms more than once an hour",
        "The clinic's instruction: Only when the on-call doctor says so.",
        "Never <b>alone</b>.",
        "to be used before 30 Apr 2026.",
        "Spinal cord injury at T6 or above",
        "Had baclofen withdrawal before",
    ):
        assert plain(told) in plain(pages[0])
    assert len(pages) == 1


def test_it_is_one_page_with_its_number_and_when_it_was_written(read):
    pages = read(make_sheet()).split("\f")[:-1]

    assert len(pages) == 1
    assert "Written 10 Mar 2026, 12:00" in pages[0]
    assert "Page 1 of 1" in pages[0]


def test_what_does_not_fit_goes_on_over_several_pages_and_nothing_is_lost(read):
    made = make_sheet(calls=150)
    text = read(made)
    pages = text.split("\f")[:-1]

    assert len(pages) > 1
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    found = plain(re.sub(r"Written 10 Mar 2026, 12:00\s+Page \d+ of \d+", "", text))
    assert [line for line in made.lines if plain(line) not in found] == []


@pytest.mark.parametrize("name", ["מיה 12", "\u202eMia", "👩‍🦽", "M" * 3000, "A\nB", ""])
def test_any_name_makes_a_sheet(read, name):
    made = make_sheet(person=make_person(name=name))

    assert "intrathecal baclofen pump" in read(made)


@pytest.mark.parametrize(
    ("country", "paper"),
    [("DE", QPageSize.PageSizeId.A4), ("GB", QPageSize.PageSizeId.A4), ("US", QPageSize.PageSizeId.Letter)],
)
def test_the_paper_is_that_of_the_country(read, tmp_path, country, paper):
    read(make_sheet(), country)
    width, height = QPageSize.size(paper, QPageSize.Unit.Point).toTuple()
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "sheet.pdf").read_bytes())

    assert (float(found[1]), float(found[2])) == (pytest.approx(width, abs=1), pytest.approx(height, abs=1))


class TestPlaces:
    def test_a_file_of_the_same_name_is_replaced_whole(self, qapp, tmp_path):
        path = tmp_path / "sheet.pdf"
        path.write_text("old" * 100_000)
        sheet.write_pdf(make_sheet(), path, page_words)

        content = path.read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert [entry.name for entry in tmp_path.iterdir()] == ["sheet.pdf"]

    @pytest.mark.parametrize("place", ["none/sheet.pdf", "file/sheet.pdf", "."])
    def test_a_place_that_cannot_be_written_is_an_error_with_its_reason(self, qapp, tmp_path, place):
        (tmp_path / "file").touch()
        with pytest.raises(OSError) as failed:
            sheet.write_pdf(make_sheet(), tmp_path / place, page_words)

        assert failed.value.strerror
        assert [entry.name for entry in tmp_path.iterdir()] == ["file"]

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
    def test_a_disk_that_is_full_leaves_the_old_sheet_and_no_half_of_the_new(self, qapp, tmp_path):
        import resource
        import signal

        path = tmp_path / "sheet.pdf"
        path.write_text("old")
        before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            with pytest.raises(OSError):
                sheet.write_pdf(make_sheet(), path, page_words)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)

        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder of the user keeps others out there")
@pytest.mark.parametrize("was_there", [False, True])
def test_only_its_owner_can_read_the_file(qapp, tmp_path, was_there):
    """Also where an older one stood that everybody could read, and whatever the login allows others."""
    path = tmp_path / "sheet.pdf"
    if was_there:
        path.write_text("an older one")
        path.chmod(0o644)
    mask = os.umask(0o000)
    try:
        sheet.write_pdf(make_sheet(), path, page_words)
    finally:
        os.umask(mask)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"%PDF")
