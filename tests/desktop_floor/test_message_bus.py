"""Finding a message bus: what is alive is found, what is dead or silent is named."""

import os
import socket
from pathlib import Path

import pytest

from itb_companion.desktop import message_bus
from itb_companion.desktop.message_bus import Bus, NoBusError, living_address


def test_finds_the_bus_that_the_session_names(bus: dict[str, str]):
    assert living_address(bus, 2.0) == bus["DBUS_SESSION_BUS_ADDRESS"]


def test_finds_the_bus_in_its_usual_place_when_nothing_names_it(bus: dict[str, str]):
    runtime = bus["XDG_RUNTIME_DIR"]

    assert living_address({"XDG_RUNTIME_DIR": runtime}, 2.0) == f"unix:path={runtime}/bus"


def test_goes_past_dead_addresses(bus: dict[str, str]):
    living = bus["DBUS_SESSION_BUS_ADDRESS"]

    assert living_address({"DBUS_SESSION_BUS_ADDRESS": f"unix:path=/nowhere;{living}"}, 2.0) == living


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "no message bus"),
        ("unix:path=/nowhere/bus", "No such file"),
        ("unix:abstract=itb%2dcompanion-nobody", "refused"),
        ("tcp:host=example.org,port=1", "does not use"),
        ("nonsense", "does not use"),
    ],
)
def test_says_why_there_is_none(address: str, reason: str):
    with pytest.raises(NoBusError, match=reason):
        living_address({"DBUS_SESSION_BUS_ADDRESS": address}, 1.0)


def test_does_not_wait_for_ever_for_a_bus_that_says_nothing(tmp_path: Path):
    path = tmp_path / "mute"
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(os.fspath(path))
        mute.listen()

        with pytest.raises(NoBusError, match="does not answer"):
            living_address({"DBUS_SESSION_BUS_ADDRESS": f"unix:path={path}"}, 0.1)


def test_finds_the_system_bus_that_the_environment_names(bus: dict[str, str]):
    address = bus["DBUS_SESSION_BUS_ADDRESS"]

    assert living_address({"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path=/nowhere;{address}"}, 2.0, Bus.SYSTEM) == address


def test_finds_the_system_bus_in_its_usual_places(bus: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(message_bus, "SYSTEM_SOCKETS", (tmp_path / "not-here", tmp_path / "bus"))

    assert living_address(bus, 2.0, Bus.SYSTEM) == f"unix:path={tmp_path}/bus"


def test_takes_no_bus_for_the_other(bus: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(message_bus, "SYSTEM_SOCKETS", ())

    with pytest.raises(NoBusError, match=r"^This system has no message bus\.$"):
        living_address(bus, 1.0, Bus.SYSTEM)
    with pytest.raises(NoBusError, match=r"^This session has no message bus\.$"):
        living_address({"DBUS_SYSTEM_BUS_ADDRESS": bus["DBUS_SESSION_BUS_ADDRESS"]}, 1.0)
