"""Plyer: called away from the main thread, with texts that no backend can misread, and never believed."""

import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Notice, Outcome
from itb_companion.desktop.plyer_channel import PlyerChannel, plyer_backend, texts_for_plyer

from .conftest import Told


class Backend:
    """A plyer backend that does what it is told to."""

    def __init__(self, error: Exception | None = None, gate: threading.Event | None = None) -> None:
        self.error, self.gate = error, gate
        self.calls: list[tuple[threading.Thread, dict]] = []

    def notify(self, **given: object) -> None:
        self.calls.append((threading.current_thread(), given))
        if self.gate is not None:
            self.gate.wait()
        if self.error is not None:
            raise self.error


@pytest.fixture
def gate():
    gate = threading.Event()
    yield gate
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "plyer":
            thread.join()


def test_runs_on_its_own_thread_and_reports_on_the_main_one(qapp: object, notice: Notice, qtbot: QtBot):
    backend, told = Backend(), []
    channel = PlyerChannel(backend=lambda: backend)

    channel.send(notice, lambda one: told.append((threading.current_thread(), one.outcome)))

    qtbot.waitUntil(lambda: bool(told))
    assert told == [(threading.main_thread(), Outcome.UNCONFIRMED)]
    [(thread, given)] = backend.calls
    assert thread is not threading.main_thread()
    assert thread.daemon
    assert (given["title"], given["app_name"]) == ("Refill <soon>", "ITB Companion")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (NotImplementedError("No usable implementation found!"), Outcome.UNAVAILABLE),
        (ImportError("pyobjus"), Outcome.UNAVAILABLE),
        (OSError("no such program"), Outcome.REFUSED),
        (RuntimeError("Shell_NotifyIconW failed"), Outcome.REFUSED),
    ],
)
def test_what_plyer_raises_is_told(
    qapp: object, notice: Notice, told: Told, qtbot: QtBot, error: Exception, outcome: Outcome
):
    channel = PlyerChannel(backend=lambda: Backend(error))

    channel.send(notice, told)

    qtbot.waitUntil(lambda: bool(told))
    assert told[0].outcome is outcome
    assert str(error) in told[0].detail


def test_a_call_that_does_not_come_back_times_out_and_threads_do_not_pile_up(
    qapp: object, notice: Notice, told: Told, qtbot: QtBot, gate: threading.Event
):
    backend = Backend(gate=gate)
    channel = PlyerChannel(timeout_ms=50, backend=lambda: backend)

    for count in range(1, 6):
        channel.send(notice, told)
        qtbot.waitUntil(lambda count=count: len(told) == count)

    assert {one.outcome for one in told} == {Outcome.TIMED_OUT}
    qtbot.waitUntil(lambda: len(backend.calls) >= 3)
    assert len(backend.calls) == 3
    gate.set()
    qtbot.waitUntil(lambda: channel._attempts == {})
    assert len(told) == 5  # the late answers changed nothing


def test_texts_are_cut_to_what_windows_takes(notice: Notice):
    texts = texts_for_plyer(replace(notice, title="T" * 99, body="B" * 999), "win32")

    assert (len(texts["title"]), len(texts["message"])) == (63, 255)


def test_texts_cannot_become_options_escapes_or_markup_on_linux(notice: Notice):
    texts = texts_for_plyer(replace(notice, title="-u bogus", body=r"--x 'a' \n <b>"), "linux")

    assert texts == {"title": " -u bogus", "message": " --x ’a’ /n &lt;b&gt;"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="plyer has another backend elsewhere")
def test_the_real_plyer_hands_the_texts_to_notify_send_unchanged(
    qapp: object,
    notice: Notice,
    told: Told,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
):
    """And although notify-send fails here, plyer says nothing: hence unconfirmed, whatever happens."""
    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" "$2" > {tmp_path}/argv\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    if "dbus" in type(plyer_backend()).__name__.lower():
        pytest.skip("python-dbus is installed, so plyer does not use notify-send")
    channel = PlyerChannel()

    channel.send(replace(notice, title="-u bogus"), told)

    qtbot.waitUntil(lambda: bool(told))
    assert told[0].outcome is Outcome.UNCONFIRMED
    assert (tmp_path / "argv").read_text().splitlines()[0] == " -u bogus"
    assert capfd.readouterr().err == ""
