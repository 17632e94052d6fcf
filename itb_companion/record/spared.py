"""Spares the program a library that would be loaded for nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec


@contextmanager
def without_openssl() -> Iterator[None]:
    """Let `hashlib` be imported without OpenSSL meanwhile: 4 MiB, for digests that no query of ours asks peewee for.

    Python's own digests take their place there, unless this Python was built without them. Whoever imports `hashlib`
    afterwards gets all of it.
    """
    if "hashlib" in sys.modules or not _has_own_digests():
        yield
        return
    sys.modules["_hashlib"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["_hashlib"]
        sys.modules.pop("hashlib", None)


def _has_own_digests() -> bool:
    """Whether Python brings its digests itself: some systems build it without, and leave them to OpenSSL."""
    sha2 = ("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")
    return all(find_spec(name) is not None for name in ("_md5", "_sha1", "_sha3", *sha2))


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of some bytes as hexadecimal letters."""
    with without_openssl():
        import hashlib

        return hashlib.sha256(content).hexdigest()
