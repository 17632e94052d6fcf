"""Finds a message bus of this computer, and asks whether it is alive before Qt is allowed to touch it."""

import os
import socket
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote_to_bytes

SYSTEM_SOCKETS = (Path("/run/dbus/system_bus_socket"), Path("/var/run/dbus/system_bus_socket"))


class Bus(StrEnum):
    """The two buses of a computer, named after whose they are."""

    SESSION = "session"
    """Of one user's session: notifications."""
    SYSTEM = "system"
    """Of the whole computer: suspend, time zone."""


class NoBusError(Exception):
    """There is no bus that can be used; its text says why."""


def living_address(environ: Mapping[str, str], timeout_s: float, bus: Bus = Bus.SESSION) -> str:
    """Return the address of a bus of this kind that answers, or raise NoBusError.

    Waits for the bus, so this belongs on a worker thread. It has to be asked first: QtDBus waits without end, and
    with Python's lock held, for a bus that accepts a connection and then says nothing. It freezes the whole program.
    """
    reason = f"This {bus} has no message bus."
    for address in _session_addresses(environ) if bus is Bus.SESSION else _system_addresses(environ):
        try:
            _greet(_socket_name(address), timeout_s)
        except TimeoutError:
            reason = f"The {bus}'s message bus does not answer."
        except OSError as error:
            reason = f"The {bus}'s message bus cannot be reached: {error.strerror or error}."
        else:
            return address
    raise NoBusError(reason)


def _session_addresses(environ: Mapping[str, str]) -> list[str]:
    named = _named(environ, "DBUS_SESSION_BUS_ADDRESS")
    if named:
        return named
    runtime = environ.get("XDG_RUNTIME_DIR")
    if runtime and (Path(runtime) / "bus").exists():
        return [f"unix:path={runtime}/bus"]
    # No autolaunch: that would start a bus of our own, on which nobody shows anything.
    return []


def _system_addresses(environ: Mapping[str, str]) -> list[str]:
    usual = [f"unix:path={path}" for path in SYSTEM_SOCKETS if path.exists()]
    return _named(environ, "DBUS_SYSTEM_BUS_ADDRESS") or usual[:1]  # as a rule both names lead to one socket


def _named(environ: Mapping[str, str], variable: str) -> list[str]:
    return [part for part in environ.get(variable, "").split(";") if part]


def _socket_name(address: str) -> bytes:
    """Return the name of the Unix socket in a D-Bus address; OSError where there is none."""
    kind, _, rest = address.partition(":")
    fields = dict(field.partition("=")[::2] for field in rest.split(",") if field)
    if kind == "unix" and "path" in fields:
        return unquote_to_bytes(fields["path"])
    if kind == "unix" and "abstract" in fields:
        return b"\0" + unquote_to_bytes(fields["abstract"])
    raise OSError(f"{kind} is a kind of address that this program does not use")


def _greet(name: bytes, timeout_s: float) -> None:
    """Begin the handshake of D-Bus and return when the bus accepts this user."""
    if sys.platform == "win32":
        raise OSError("Windows has no message bus")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(timeout_s)
        link.connect(name)
        link.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        answer = link.recv(256)
    if not answer.startswith(b"OK"):
        raise OSError("it does not accept this user")
