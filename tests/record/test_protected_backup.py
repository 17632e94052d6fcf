"""A backup can be protected with a passphrase, and comes back as it was."""

import stat

import pytest

from itb_companion.record import protection, restore
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.protected_backup import back_up_protected, readable
from itb_companion.record.protection import Closed, ProtectionError
from itb_companion.record.tables import PersonRow
from tests.factories import NOON

SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """The real cost takes half a second each."""
    real = protection.protect
    monkeypatch.setattr(protection, "protect", lambda data, passphrase: real(data, passphrase, cost=4))


@pytest.fixture
def kept(store):
    PersonRow.create(recorded_at=NOON, recorded_by="Ana", name="Mia Berg", special_risks=[])
    return store


def nobody():
    raise AssertionError("nobody needs to be asked")


def test_it_opens_with_the_passphrase_and_can_be_restored(kept, tmp_path):
    target = back_up_protected(kept.folder, tmp_path / "usb" / "mia.itbc", SECRET)

    assert protection.is_protected(target)
    assert b"Mia" not in target.read_bytes()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with readable(kept.folder, target, lambda: SECRET) as opened:
        assert restore.prepare(kept.folder, opened).contents.person == "Mia Berg"
        assert opened.is_relative_to(kept.folder)
    assert not opened.exists()
    restore.discard_all(kept.folder)
    assert not [path for path in kept.folder.iterdir() if path.name.startswith(".")]


def test_a_plain_backup_is_used_as_it_is(kept, tmp_path):
    plain = tmp_path / "plain.db"
    plain.write_bytes(b"SQLite format 3\0")

    with readable(kept.folder, plain, nobody) as opened:
        assert opened == plain
    with readable(kept.folder, tmp_path / "none", nobody) as opened:
        assert opened == tmp_path / "none"


def test_a_wrong_passphrase_leaves_nothing(kept, tmp_path):
    target = back_up_protected(kept.folder, tmp_path / "mia.itbc", SECRET)

    with pytest.raises(ProtectionError) as told, readable(kept.folder, target, lambda: "another one"):
        pass

    assert told.value.why is Closed.WRONG_PASSPHRASE
    assert not [path for path in kept.folder.iterdir() if path.name.startswith(".")]


def test_nobody_is_asked_for_the_passphrase_of_a_damaged_file(kept, tmp_path):
    target = back_up_protected(kept.folder, tmp_path / "mia.itbc", SECRET)
    target.write_bytes(target.read_bytes()[:-1])

    with pytest.raises(ProtectionError) as told, readable(kept.folder, target, nobody):
        pass

    assert told.value.why is Closed.DAMAGED


def test_it_cannot_take_the_place_of_the_record(kept):
    before = (kept.folder / "care.db").read_bytes()

    with pytest.raises(RecordError) as told:
        back_up_protected(kept.folder, kept.folder / "care.db", SECRET)

    assert told.value.reason is Reason.ITSELF
    assert (kept.folder / "care.db").read_bytes() == before


def test_a_passphrase_that_is_too_short_leaves_nothing(kept, tmp_path):
    with pytest.raises(ProtectionError):
        back_up_protected(kept.folder, tmp_path / "mia.itbc", "short")

    assert not (tmp_path / "mia.itbc").exists()
    assert not [path for path in kept.folder.iterdir() if path.name.startswith(".")]


def test_a_place_that_cannot_be_written_is_told(kept, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError):
        back_up_protected(kept.folder, tmp_path / "file" / "mia.itbc", SECRET)
