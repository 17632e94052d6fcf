"""Files that only a passphrase opens: AES-256-GCM, with the key derived by scrypt.

    at  bytes
     0      8  MAGIC
     8      1  version of this layout, 1
     9      1  scrypt: the logarithm to base 2 of n
    10      1  scrypt: r
    11      1  scrypt: p
    12     16  salt, new for each file
    28     12  nonce, new for each file
    40     16  check value
    56      .  the content in AES-256-GCM, with its tag of 16 bytes
    -32    32  SHA-256 of everything before

scrypt gives 48 bytes: the key, and the check value, which is therefore no part of the key and says nothing about it.
What is in the first 56 bytes is authenticated together with the content, so nobody can exchange a part of it.

Three answers can be told apart, which a single tag could not do. Where the checksum at the end is wrong, the file was
damaged, and no passphrase needs to be asked for. Where it is right and the check value is not, the passphrase is
wrong. Where both are right and the tag is not, somebody has changed the file on purpose. An attacker gains nothing:
anybody can compute the checksum of what lies before them, and whoever guesses passphrases needs one run of scrypt for
each guess, whether it is compared with the check value or with the tag.

n, r and p come out of the file before anything about it is known, so they are bounded: no file can make this program
take more time or memory than a file of its own does.
"""

import hmac
import os
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"ITBC\x00box"
VERSION = 1
COST = 17
"""2 to the power of 17 rounds over 128 MiB: what OWASP recommends, and half a second on an old laptop."""
SHORTEST = 8
"""A passphrase has at least so many letters."""
MOST_BYTES = 512 * 1024 * 1024
_BLOCKS, _LANES = 8, 1
_MOST_WORK = 2**17 * 8
_MOST_MEMORY = 128 * 1024 * 1024
_SALT, _NONCE, _CHECK = slice(12, 28), slice(28, 40), slice(40, 56)
_HEADER, _TAG, _CHECKSUM = 56, 16, 32
MOST_SEALED_BYTES = MOST_BYTES + _HEADER + _TAG + _CHECKSUM
"""So large a protected file can be; of one that is larger no more needs to be read."""


class Closed(StrEnum):
    """Why a protected file does not open, or a file cannot be protected."""

    NOT_PROTECTED = "not-protected"
    WRONG_PASSPHRASE = "wrong-passphrase"  # noqa: S105 - it is no passphrase
    DAMAGED = "damaged"
    CHANGED = "changed"
    """It is whole, the passphrase is right, and its content is not what was protected."""
    NEWER = "newer"
    TOO_COSTLY = "too-costly"
    TOO_LARGE = "too-large"
    TOO_SHORT = "too-short"
    """The passphrase."""
    NOT_HERE = "not-here"
    """The library that does it is missing."""


class ProtectionError(ValueError):
    """A protected file does not open, or a file cannot be protected."""

    def __init__(self, why: Closed) -> None:
        super().__init__(why.value)
        self.why = why


def protect(data: bytes, passphrase: str, *, cost: int = COST) -> bytes:
    """Return `data` so that only the passphrase opens it; ProtectionError where that cannot be.

    Takes half a second and 128 MiB, so not on the main thread. `cost` is smaller only in tests.
    """
    if len(data) > MOST_BYTES:
        raise ProtectionError(Closed.TOO_LARGE)
    if len(_normal(passphrase)) < SHORTEST:
        raise ProtectionError(Closed.TOO_SHORT)
    start = MAGIC + bytes((VERSION, cost, _BLOCKS, _LANES)) + os.urandom(16) + os.urandom(12)
    key, check = _derived(passphrase, start)
    header = start + check
    sealed = header + _cipher(key).encrypt(header[_NONCE], data, header)
    return sealed + _checksum(sealed)


def open_protected(data: bytes, passphrase: str) -> bytes:
    """Return what was protected; ProtectionError says why it does not open."""
    check_whole(data)
    header, sealed = data[:_HEADER], data[_HEADER:-_CHECKSUM]
    key, check = _derived(passphrase, header)
    if not hmac.compare_digest(check, header[_CHECK]):
        raise ProtectionError(Closed.WRONG_PASSPHRASE)
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key).decrypt(header[_NONCE], sealed, header)
    except InvalidTag as error:
        raise ProtectionError(Closed.CHANGED) from error


def check_whole(data: bytes) -> None:
    """Raise ProtectionError for what no passphrase would open, before anybody is asked for one."""
    if not data.startswith(MAGIC):
        raise ProtectionError(Closed.NOT_PROTECTED)
    if len(data) > MOST_SEALED_BYTES:
        raise ProtectionError(Closed.TOO_LARGE)
    if len(data) < _HEADER + _TAG + _CHECKSUM or not hmac.compare_digest(
        _checksum(data[:-_CHECKSUM]), data[-_CHECKSUM:]
    ):
        raise ProtectionError(Closed.DAMAGED)
    if data[len(MAGIC)] != VERSION:
        raise ProtectionError(Closed.NEWER)
    _limits(data)


def is_protected(path: Path) -> bool:
    """Whether a file is one of ours that needs a passphrase (OSError where it cannot be read)."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _limits(header: bytes) -> tuple[int, int, int]:
    """Return n, r and p; ProtectionError where they ask for more than any file of ours."""
    cost, blocks, lanes = header[9], header[10], header[11]
    if not 1 <= cost <= 30 or not blocks or not lanes:  # noqa: PLR2004 - beyond it the product is too large anyway
        raise ProtectionError(Closed.TOO_COSTLY)
    if (blocks * lanes << cost) > _MOST_WORK or (128 * blocks << cost) > _MOST_MEMORY:
        raise ProtectionError(Closed.TOO_COSTLY)
    return 1 << cost, blocks, lanes


def _derived(passphrase: str, header: bytes) -> tuple[bytes, bytes]:
    """Return the key and the check value."""
    from hashlib import scrypt

    n, r, p = _limits(header)
    try:
        found = scrypt(
            _normal(passphrase).encode("utf-8", "surrogatepass"),
            salt=header[_SALT], n=n, r=r, p=p, maxmem=2 * _MOST_MEMORY, dklen=48,
        )  # fmt: skip
    except (ValueError, MemoryError) as error:
        raise ProtectionError(Closed.TOO_COSTLY) from error
    return found[:32], found[32:]


def _normal(passphrase: str) -> str:
    """Return a passphrase as every keyboard types it: some systems write é as two letters."""
    return unicodedata.normalize("NFC", passphrase)


def _cipher(key: bytes) -> "AESGCM":
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise ProtectionError(Closed.NOT_HERE) from error
    return AESGCM(key)


def _checksum(data: bytes) -> bytes:
    from hashlib import sha256

    return sha256(data).digest()
