"""An optional lock before the records: it keeps looks away while nobody is there, and never stands before help.

It protects against looks, not against somebody who has this computer: whoever can read the files can take it away.
The passphrase itself is kept nowhere, only what scrypt makes of it.
"""

from collections.abc import Mapping

from itb_companion.care.ports import Clock
from itb_companion.care.problems import NotAcceptedError, Problem
from itb_companion.care.value import value
from itb_companion.companion.people import People

OPTION = "lock"
MINUTES = (5, 15, 60)
"""After how long without a key or a click it may close."""
LEAST_LETTERS = 4
MOST_LETTERS = 100
FREE_TRIES = 3
LONGEST_WAIT_S = 60
_COST = {"n": 2**13, "r": 8, "p": 1}
"""Of scrypt: 8 MiB and some 25 ms, so that the window does not stand still."""


@value
class Lock:
    """A lock as it is kept: after how many minutes it closes, and what the passphrase comes to with its salt."""

    minutes: int
    salt: bytes
    key: bytes


def lock_of(options: Mapping[str, str]) -> Lock | None:
    """Return the lock that a household chose; None where there is none, or none that can be read."""
    try:
        minutes, salt, key = options.get(OPTION, "").split(":")
        found = Lock(int(minutes), bytes.fromhex(salt), bytes.fromhex(key))
    except ValueError:
        return None
    return found if found.minutes > 0 and found.key else None


class ScreenLock:
    """Whether the records are locked now: from the start, and after a time in which nobody touched anything."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock
        self._touched_s: float | None = None
        """Since the computer was started; None while nobody has opened the lock."""
        self._wrong = 0
        self._not_before_s = 0.0

    def is_locked(self, options: Mapping[str, str]) -> bool:
        """Whether the passphrase has to be asked for."""
        lock = lock_of(options)
        if lock is None:
            return False
        return self._touched_s is None or self._clock.since_boot_s() - self._touched_s >= lock.minutes * 60

    def touched(self, options: Mapping[str, str]) -> None:
        """Note that somebody works with the program; a lock that is closed stays closed."""
        if not self.is_locked(options):
            self._touched_s = self._clock.since_boot_s()

    def wait_s(self) -> int:
        """Return for how many seconds nothing is tried after wrong entries."""
        return max(0, round(self._not_before_s - self._clock.since_boot_s()))

    def open(self, options: Mapping[str, str], passphrase: str) -> bool:
        """Open the lock if the passphrase is right; from the third wrong one on each wait is twice the one before."""
        lock = lock_of(options)
        if lock is None:
            return True
        if self.wait_s():
            return False
        if not _is_same(lock.key, _derived(passphrase, lock.salt)):
            self._wrong += 1
            if self._wrong >= FREE_TRIES:
                pause = min(LONGEST_WAIT_S, 5 * 2 ** (self._wrong - FREE_TRIES))
                self._not_before_s = self._clock.since_boot_s() + pause
            return False
        self._wrong = 0
        self._touched_s = self._clock.since_boot_s()
        return True

    def turn_on(self, passphrase: str, again: str, minutes: int) -> None:
        """Keep a lock from now on; NotAcceptedError where the passphrase is too short, or was typed in two ways."""
        import os

        problems = []
        if len(passphrase) < LEAST_LETTERS:
            problems.append(Problem("passphrase", "passphrase-too-short", facts={"least": LEAST_LETTERS}))
        elif passphrase != again:
            problems.append(Problem("again", "passphrases-differ"))
        if problems:
            raise NotAcceptedError(problems)
        salt = os.urandom(16)
        self._people.set_option(OPTION, f"{minutes}:{salt.hex()}:{_derived(passphrase, salt).hex()}")
        self._touched_s = self._clock.since_boot_s()

    def turn_off(self) -> None:
        """Ask for no passphrase any more."""
        self._people.set_option(OPTION, "")


def _derived(passphrase: str, salt: bytes) -> bytes:
    import hashlib
    import unicodedata

    # The same letters may be typed in two ways, as one or as letter and accent.
    same = unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")
    return hashlib.scrypt(same, salt=salt, dklen=32, **_COST)


def _is_same(kept: bytes, given: bytes) -> bool:
    import hmac

    return hmac.compare_digest(kept, given)
