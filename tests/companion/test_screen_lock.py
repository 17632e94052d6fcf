"""The screen lock closes by itself, opens for its passphrase only, and slows down whoever guesses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.problems import NotAcceptedError
from itb_companion.companion.screen_lock import FREE_TRIES, LONGEST_WAIT_S, Lock, ScreenLock, lock_of


@pytest.fixture
def companion(begun):
    return begun.companion


@pytest.fixture
def clock(begun):
    return begun.clock


@pytest.fixture
def lock(companion, clock) -> ScreenLock:
    return ScreenLock(companion.people, clock)


@pytest.fixture
def options(companion):
    return lambda: companion.household().options


def test_without_one_nothing_is_ever_locked(lock, options, clock):
    clock.at += timedelta(days=3)

    assert not lock.is_locked(options())
    assert lock.open(options(), "")


def test_it_closes_after_its_minutes_without_a_touch(lock, options, clock):
    lock.turn_on("maya", "maya", 5)
    assert not lock.is_locked(options())

    clock.at += timedelta(minutes=4, seconds=59)
    assert not lock.is_locked(options())
    lock.touched(options())
    clock.at += timedelta(minutes=4, seconds=59)
    assert not lock.is_locked(options())
    clock.at += timedelta(seconds=1)
    assert lock.is_locked(options())


def test_a_clock_set_back_does_not_keep_it_open_nor_one_set_ahead_close_it(lock, options, clock):
    lock.turn_on("maya", "maya", 5)
    clock.set_wall(hours=2)
    assert not lock.is_locked(options())

    clock.set_wall(hours=-3)
    clock.move(minutes=5)

    assert lock.is_locked(options())


def test_a_touch_does_not_open_it(lock, options, clock):
    lock.turn_on("maya", "maya", 5)
    clock.at += timedelta(minutes=5)

    lock.touched(options())

    assert lock.is_locked(options())


def test_only_the_passphrase_opens_it(lock, options, clock):
    lock.turn_on("maya 4711", "maya 4711", 5)
    clock.at += timedelta(minutes=5)

    assert not lock.open(options(), "maya")
    assert not lock.open(options(), "maya 4711 ")
    assert lock.is_locked(options())
    assert lock.open(options(), "maya 4711")
    assert not lock.is_locked(options())


def test_it_is_closed_after_a_start(lock, options, companion, clock):
    lock.turn_on("maya", "maya", 60)

    assert ScreenLock(companion.people, clock).is_locked(options())


def test_the_same_letters_typed_in_another_way_are_the_same(lock, options, clock):
    lock.turn_on("Zoë!", "Zoë!", 5)
    clock.at += timedelta(minutes=5)

    assert lock.open(options(), "Zoe\u0308!")


def test_wrong_ones_slow_down_and_the_right_one_waits_too(lock, options, clock):
    lock.turn_on("maya", "maya", 5)
    clock.at += timedelta(hours=1)
    for _ in range(FREE_TRIES - 1):
        lock.open(options(), "wrong")
        assert lock.wait_s() == 0

    waits = []
    for _ in range(6):
        assert not lock.open(options(), "wrong")
        waits.append(lock.wait_s())
        assert not lock.open(options(), "maya"), "nothing is tried while it waits"
        assert lock.wait_s() == waits[-1], "and that is no further guess"
        clock.at += timedelta(seconds=waits[-1])

    assert waits == [5, 10, 20, 40, LONGEST_WAIT_S, LONGEST_WAIT_S]
    assert lock.open(options(), "maya")
    assert lock.wait_s() == 0


@pytest.mark.parametrize(
    ("passphrase", "again", "field", "code"),
    [
        ("", "", "passphrase", "passphrase-too-short"),
        ("may", "may", "passphrase", "passphrase-too-short"),
        ("maya", "mayo", "again", "passphrases-differ"),
    ],
)
def test_what_cannot_be_a_passphrase_is_told_at_its_field(lock, options, passphrase, again, field, code):
    with pytest.raises(NotAcceptedError) as refused:
        lock.turn_on(passphrase, again, 5)

    [problem] = refused.value.problems
    assert (problem.field, problem.code) == (field, code)
    assert not lock.is_locked(options())


def test_the_passphrase_itself_is_kept_nowhere_and_the_same_one_is_never_kept_alike(lock, companion, options):
    lock.turn_on("geheim-4711", "geheim-4711", 15)
    first = options()["lock"]
    lock.turn_on("geheim-4711", "geheim-4711", 15)
    companion.desk.store.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    assert options()["lock"] != first
    folder = companion.desk.store.folder
    assert all(b"geheim" not in file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert lock_of(options()).minutes == 15
    assert len(lock_of(options()).salt) == 16


def test_turned_off_it_never_asks_again(lock, options, clock):
    lock.turn_on("maya", "maya", 5)
    lock.turn_off()
    clock.at += timedelta(days=1)

    assert not lock.is_locked(options())


@given(st.text(max_size=60))
def test_what_cannot_be_read_is_no_lock_and_no_error(kept):
    """A family must never be shut out by a damaged value."""
    found = lock_of({"lock": kept})

    assert found is None or isinstance(found, Lock)


@pytest.mark.parametrize("kept", ["", "5", "5:00", "x:00:00", "5:zz:00", "5:00:", "0:00:00", "-5:00:00", "5:00:00:00"])
def test_half_a_lock_is_none(kept):
    assert lock_of({"lock": kept}) is None
