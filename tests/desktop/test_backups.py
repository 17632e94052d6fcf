"""Backups on a real desktop: made by themselves, put back in Settings, and offered when the record is damaged."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.record.backup import back_up
from itb_companion.record.store import Store

from .session import CONTACT, Session, fill_record, until

pytestmark = pytest.mark.desktop


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("care-*.db"))


def change_caregiver(folder: Path, name: str) -> None:
    companion = Companion(Store(folder), SystemClock())
    companion.people.set_caregiver(name)
    companion.close()


def caregiver(record: Path) -> str:
    with closing(sqlite3.connect(record)) as connection:
        statement = "SELECT value FROM setting WHERE name = 'caregiver' AND replaced_by IS NULL"
        return connection.execute(statement).fetchone()[0].strip('"')


def test_a_backup_is_made_by_itself_and_put_back_in_settings_the_program_starts_again(session: Session):
    fill_record(session.data)
    (session.data / "backups").mkdir()
    back_up(session.data, session.data / "backups" / "care-2020-01-02-090000.db")
    change_caregiver(session.data, "Ben Berg")
    program = session.start()

    until(lambda: len(backups(session.data)) == 2, why="the backup of today")
    program.wait(part="Newest backup: today", role="label")
    first = backups(session.data)[-1]
    program.click("Settings", role="radio button")
    program.click(None, part="Restore the backup: Thursday 2 January 2020 at 09:00", role="push button")
    program.wait(part="This backup is of the record of Maya Berg.", role="label")
    program.click("Put this backup in its place", role="push button")
    program.wait(part="The backup is in the place of the record now.", role="label")

    assert caregiver(session.data / "care.db") == "Ana Berg"
    assert program.titles() == ["ITB Companion"]
    assert program.stderr == ""
    [before] = (session.data / "backups").glob("*-before-restore.db")
    assert caregiver(before) == "Ben Berg"
    until(lambda: first not in backups(session.data), why="a backup of the restored record, the newest of today")


def test_a_damaged_record_is_put_aside_for_the_newest_backup_while_the_emergency_screen_works(session: Session):
    fill_record(session.data)
    (session.data / "backups").mkdir()
    back_up(session.data, session.data / "backups" / "care-2020-01-02-090000.db")
    change_caregiver(session.data, "Ben Berg")
    content = bytearray((session.data / "care.db").read_bytes())
    page = content.rindex(CONTACT.encode()) // 4096 * 4096
    content[page : page + 4096] = os.urandom(4096)
    (session.data / "care.db").write_bytes(content)
    program = session.start()

    program.wait("911", role="label", window="ITB Companion: emergency")
    program.wait(CONTACT, role="label")
    program.click("Put the record right...", role="push button")
    program.click("Use the backup of Thursday 2 January 2020 at 09:00", role="push button")
    program.wait(part="The record was damaged. The backup of Thursday 2 January 2020 at 09:00", role="label")
    program.wait("Settings", role="radio button", window="ITB Companion")

    assert [path.read_bytes() for path in session.data.glob("care-damaged-*.db")] == [bytes(content)]
    assert caregiver(session.data / "care.db") == "Ben Berg"
