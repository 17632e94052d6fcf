"""Under the emergency screen of a damaged record: the newest good backup is offered, and the numbers stay in view."""

import pytest

from itb_companion.desktop.single_instance import SingleInstance
from itb_companion.record.store import DATABASE_NAME
from itb_companion.ui.emergency_alone import EmergencyAlone
from itb_companion.ui.recovery_strip import RecoveryStrip
from tests.factories import Program, minutes
from tests.ui.stage import drop, texts


@pytest.fixture
def damaged(tmp_path):
    program = Program(tmp_path / "data").begin()
    backups = program.companion.backups
    program.companion.desk.bring_card_up_to_date()
    backups.begin()
    backups.take(backups.attempt().run())
    program.clock.at += minutes(60)
    program.companion.people.set_caregiver("Ben")
    program.companion.close()
    (program.folder / DATABASE_NAME).write_bytes(b"not a database at all" * 1000)
    return program


@pytest.fixture
def opened(damaged, qtbot):
    strip = RecoveryStrip(damaged.folder, damaged.clock)
    window = EmergencyAlone(damaged.folder, damaged.clock, "The record is damaged.", strip)
    window.resize(1180, 760)
    window.show()
    yield damaged, strip, window
    strip.close_down()
    drop(window)


def begin(strip, qtbot):
    strip.begin()
    assert not strip.told.isVisible()
    strip.mend.click()
    qtbot.waitUntil(lambda: not strip._worker.is_busy, timeout=20_000)


def test_the_newest_backup_takes_the_place_of_the_damaged_record(opened, qtbot):
    program, strip, window = opened
    begin(strip, qtbot)
    assert strip.use.text() == "Use the backup of today at 12:00"
    assert "nothing was found" in strip.told.text()
    assert "112" in texts(window)
    with qtbot.waitSignal(strip.recovered):
        strip.use.click()
    program.restart()

    assert program.companion.desk.caregiver == "Ana"
    program.companion.close()


def test_to_start_empty_asks_twice_and_keeps_the_file(opened, qtbot):
    program, strip, _ = opened
    begin(strip, qtbot)
    strip.empty.click()
    assert (program.folder / DATABASE_NAME).exists()
    assert "remind you of nothing" in strip.told.text()
    with qtbot.waitSignal(strip.recovered):
        strip.empty.click()

    assert not (program.folder / DATABASE_NAME).exists()
    assert len(list(program.folder.glob("care-damaged-*.db"))) == 1


def test_without_a_good_backup_it_says_so_and_offers_only_the_rest(opened, qtbot):
    program, strip, _ = opened
    for each in (program.folder / "backups").glob("*.db"):
        each.write_bytes(b"no")
    begin(strip, qtbot)

    assert strip.told.text().startswith("No good backup was found in ")
    assert strip.use.isHidden()
    assert strip.empty.isVisible()


def test_a_record_that_another_program_has_open_is_not_touched(opened, qtbot):
    program, strip, _ = opened
    other = SingleInstance(program.folder)
    other.acquire()
    strip.begin()
    other.release()

    assert strip.told.text().startswith("Another ITB Companion has this record open")
    assert strip.use.isHidden()
    assert strip.empty.isHidden()
