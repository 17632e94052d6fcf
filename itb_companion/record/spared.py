"""Spares the program a library that would be loaded for nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_openssl() -> Iterator[None]:
    """Let `hashlib` be imported without OpenSSL meanwhile: 4 MiB, for digests that no query of ours asks peewee for.

    Python's own digests take their place there. Whoever imports `hashlib` afterwards gets all of it.
    """
    if "hashlib" in sys.modules:
        yield
        return
    sys.modules["_hashlib"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["_hashlib"]
        sys.modules.pop("hashlib", None)


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of some bytes as hexadecimal letters."""
    with without_openssl():
        import hashlib

        return hashlib.sha256(content).hexdigest()
