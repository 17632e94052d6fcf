"""The whole way to a real notification service on a real X server, and back when it is clicked."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Delivery, Notice, Outcome
from itb_companion.desktop.channels import ChannelChain
from itb_companion.desktop.dbus_channel import DbusChannel

from .conftest import Start, require

pytestmark = pytest.mark.desktop


class Dunst:
    """A running dunst, asked through its own tool."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def ctl(self, *argv: str) -> str:
        environ = {**os.environ, **self.environ}
        done = subprocess.run(["dunstctl", *argv], env=environ, capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else ""

    def shown(self) -> int:
        return int(self.ctl("count", "displayed") or -1)

    def history(self) -> list[dict[str, str]]:
        """Every notice that was closed, the latest first, as plain values."""
        return [
            {name: cell["data"] for name, cell in row.items()} for row in json.loads(self.ctl("history"))["data"][0]
        ]


@pytest.fixture
def dunst(start: Start, bus: dict[str, str], qtbot: QtBot, tmp_path: Path) -> Dunst:
    require("Xvfb", "dunst", "dunstctl")
    read_end, write_end = os.pipe()
    start("Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp", "-noreset", pass_fds=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as number:
        environ = {**bus, "DISPLAY": f":{number.readline().strip()}", "WAYLAND_DISPLAY": ""}
    config = tmp_path / "dunstrc"
    config.write_text('[global]\nmarkup = full\n[urgency_critical]\nformat = "critical: %s / %b"\n')
    start("dunst", "-conf", str(config), environ=environ)
    dunst = Dunst(environ)
    qtbot.waitUntil(lambda: dunst.shown() == 0, timeout=10_000)
    return dunst


@pytest.fixture
def channel(qapp: object, dunst: Dunst) -> Iterator[DbusChannel]:
    channel = DbusChannel("Open", environ=dunst.environ)
    yield channel
    channel.close()


def test_a_notice_is_shown_confirmed_and_taken_back(channel: DbusChannel, dunst: Dunst, notice: Notice, qtbot: QtBot):
    chain = ChannelChain([channel])
    told: list[list[Delivery]] = []

    chain.send(notice, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert [one.outcome for one in told[0]] == [Outcome.CONFIRMED]
    qtbot.waitUntil(lambda: dunst.shown() == 1)  # it answers before it shows

    chain.withdraw(notice.key)
    qtbot.waitUntil(lambda: dunst.shown() == 0)
    [kept] = dunst.history()
    assert (kept["appname"], kept["summary"], kept["timeout"]) == ("ITB Companion", notice.title, 0)
    # Its own words for the urgency it understood, and the body as text: nothing in it was taken for markup.
    assert kept["message"] == "critical: Refill &lt;soon&gt; / Call Dr. O'Neill &amp; &lt;b&gt;book&lt;/b&gt;"


def test_a_notice_sent_again_is_not_stacked(channel: DbusChannel, dunst: Dunst, notice: Notice, qtbot: QtBot):
    told: list[Delivery] = []
    channel.send(notice, told.append)
    qtbot.waitUntil(lambda: len(told) == 1)

    channel.send(replace(notice, body="Two days overdue"), told.append)
    qtbot.waitUntil(lambda: len(told) == 2)

    qtbot.waitUntil(lambda: dunst.shown() == 1)
    assert told[0] == told[1]


def test_a_click_comes_back_with_the_key(channel: DbusChannel, dunst: Dunst, notice: Notice, qtbot: QtBot):
    told: list[Delivery] = []
    channel.send(notice, told.append)
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: dunst.shown() == 1)

    with qtbot.waitSignal(channel.activated) as clicked:
        dunst.ctl("action")

    assert clicked.args == [notice.key]


def test_the_service_tells_its_name(channel: DbusChannel, dunst: Dunst, qtbot: QtBot):
    names: list[str | None] = []

    channel.ask_service(names.append)

    qtbot.waitUntil(lambda: bool(names))
    assert names[0].startswith("dunst ")
