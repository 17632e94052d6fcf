"""Typed D-Bus values that PySide6 cannot make by itself: the 32-bit unsigned number and the byte.

PySide6 (6.12) turns every Python integer into D-Bus type `i` in a message, and into `q` (16 bits) when streamed
into a QDBusArgument. A notification service checks the signature and refuses a call whose `replaces_id` is no `u`,
and ignores an `urgency` that is no `y`. The overloads exist in the library under names that Qt keeps stable for as
long as its soname is libQt6DBus.so.6, so they are called there. A missing name raises; nothing is called blindly.
"""

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusArgument

LIBRARY = "libQt6DBus.so.6"
STREAM_UINT = "_ZN13QDBusArgumentlsEj"
"""QDBusArgument::operator<<(unsigned int), as the C++ ABI of Linux spells it."""
STREAM_BYTE = "_ZN13QDBusArgumentlsEh"
"""QDBusArgument::operator<<(unsigned char)."""


class CannotMarshalError(Exception):
    """This build of Qt offers no way to send the types that a notification needs."""


def uint32(value: int) -> "QDBusArgument":
    """Return the number as D-Bus type `u`; ValueError outside 0 to 2**32 - 1, CannotMarshalError without a way."""
    if not 0 <= value < 2**32:
        raise ValueError(f"{value} does not fit into 32 bits without a sign.")
    return _streamed(STREAM_UINT, ctypes.c_uint32(value), "u")


def byte(value: int) -> "QDBusArgument":
    """Return the number as D-Bus type `y`; ValueError outside 0 to 255, CannotMarshalError without a way."""
    if not 0 <= value < 2**8:
        raise ValueError(f"{value} does not fit into a byte.")
    return _streamed(STREAM_BYTE, ctypes.c_uint8(value), "y")


def _streamed(symbol: str, value: Any, signature: str) -> "QDBusArgument":
    from PySide6.QtDBus import QDBusArgument
    from shiboken6 import Shiboken

    argument = QDBusArgument()
    _operator(symbol)(Shiboken.getCppPointer(argument)[0], value)
    if argument.currentSignature() != signature:
        raise CannotMarshalError(f"Qt wrote {argument.currentSignature()!r} where {signature!r} was asked for.")
    return argument


@cache
def _operator(symbol: str) -> Any:
    """Return the library's function; it is loaded already, so its soname alone finds the same copy."""
    try:
        operator = getattr(ctypes.CDLL(LIBRARY), symbol)
    except (OSError, AttributeError) as error:
        raise CannotMarshalError(f"Qt's D-Bus library cannot be used: {error}") from error
    operator.argtypes = [ctypes.c_void_p, ctypes.c_uint32 if symbol == STREAM_UINT else ctypes.c_uint8]
    operator.restype = ctypes.c_void_p
    return operator
