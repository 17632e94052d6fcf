"""Spares the program libraries that would be loaded for nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class _Decimal:
    """Stands for `decimal.Decimal` while peewee tells SQLite how to keep one; no column of ours has any."""


def _isclass(thing: object) -> bool:
    """Say what `inspect.isclass` says."""
    return isinstance(thing, type)


_LATE: dict[str, dict[str, object]] = {
    "calendar": {},
    "decimal": {"Decimal": _Decimal},
    "inspect": {"isclass": _isclass},
    "uuid": {},
}
"""What peewee imports for fields that no table of ours has, with what it takes from each at once; with what these
import in turn, 1.3 MiB."""


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


class _Later(ModuleType):
    """A module that is loaded when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by the machinery of imports, which needs no module
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def without_rarely_used() -> Iterator[None]:
    """Let stand-ins be imported meanwhile for what peewee hardly ever asks; whoever imports afterwards gets the real.

    Whatever is asked of a stand-in is answered by the real module.
    """
    late = {name: _Later(name) for name in _LATE if name not in sys.modules}
    for name, module in late.items():
        vars(module).update(_LATE[name])
    sys.modules.update(late)
    try:
        yield
    finally:
        for name, module in late.items():
            for given in _LATE[name]:
                vars(module).pop(given, None)
            if sys.modules.get(name) is module:
                del sys.modules[name]


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of some bytes as hexadecimal letters."""
    with without_openssl():
        import hashlib

        return hashlib.sha256(content).hexdigest()
