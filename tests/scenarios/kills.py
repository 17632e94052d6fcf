"""Kills a working program at a random moment, again and again, and keeps what it had reported until then.

The program runs in a child forked from this process, which therefore must have no thread of its own. A child first
checks what the one before it left, with the journal that it inherits, and then works until it is killed.
"""

import gc
import json
import mmap
import os
import select
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from random import Random
from typing import Any

from itb_companion.care.severity import Severity
from tests.factories import NOON

ANSWERS = ("seen", "snoozed", "woken")
NOTIFICATIONS = ("dbus", "tray")
"""The channels among those of a delivery that notify."""

_LONGEST_SILENCE_S = 60
_BUSY_WAIT_S = 0.001  # a sleep is not that exact


class Journal:
    """What the program has reported; what it reported as done must outlive it."""

    def __init__(self) -> None:
        self.now = NOON.isoformat()
        self.digest: str | None = None
        """Of every row as it stood after the last act; None for a record that nobody has seen yet."""
        self.act: dict[str, Any] | None = None
        """The act that was begun and not reported as done."""
        self.answers: list[list[Any]] = []
        self.deliveries: list[list[Any]] = []
        self.shown: dict[str, list[Any]] = {}
        """Key and severity of what came before a person, by cause, until it is answered or settled."""
        self.announced: dict[str, list[Any]] = {}
        """The same for what went to the channels: in this run, or in an earlier one with the outcome kept."""
        self.told: dict[str, list[Any]] = {}
        """Those of the announced of which a notification channel has told the outcome."""
        self.counts: Counter[str] = Counter()

    def take(self, said: dict[str, Any]) -> None:
        """Enter one report."""
        what = said["say"]
        if what == "begin":
            self.act, self.now = said["act"], said["act"]["now"]
        elif what == "done":
            self.counts["acts"] += 1
            self.counts[self.act["what"]] += 1
            self._enter(said["result"], said["digest"])
            self.act = None
        elif what == "found":
            self._enter_found(said)
        elif what == "failed":
            raise AssertionError(said["text"])

    def _enter_found(self, said: dict[str, Any]) -> None:
        """Enter what became of the act that the kill had cut off."""
        if self.act is not None:
            self.counts["cut off and kept" if said["kept"] else "cut off and not kept"] += 1
        if said["kept"]:
            self.counts["announcements cut off"] += len(said["result"].get("announced", ()))
            self._enter(said["result"], said["digest"])
        self.counts["announcements to be made again"] += len(self.announced.keys() - self.told.keys())
        self.announced = dict(self.told)
        self.counts["starts with the emergency card behind the record"] += said["card_behind"]
        self.counts["starts with an unfinished emergency card"] += said["card_unfinished"]
        self.digest, self.act = said["digest"], None

    def _enter(self, result: dict[str, Any], digest: str) -> None:
        act, self.digest = self.act, digest
        if act["what"] == "look":
            self._enter_look(self.shown, result["open"], result["shown"])
            self._enter_look(self.announced, result["open"], result["announced"])
            self._enter_look(self.told, result["open"], ())
        elif act["what"] == "deliver":
            self.deliveries += self.rows_of(act)
            if set(act["channels"]) & set(NOTIFICATIONS):
                self.told = dict(self.announced)
        elif act["what"] in ANSWERS:
            self.answers += self.rows_of(act)
            if act["what"] != "snoozed" or act["severity"] < Severity.EMERGENCY:
                for told in (self.shown, self.announced, self.told):
                    told.pop(act["cause"], None)

    def _enter_look(self, told: dict[str, list[Any]], open_: dict[str, list[Any]], new: Collection[str]) -> None:
        for cause in told.keys() - open_.keys():
            del told[cause]
        for cause, (key, severity) in open_.items():
            if cause in new or (cause in told and told[cause][0] == key):
                told[cause] = [key, severity]

    @staticmethod
    def rows_of(act: dict[str, Any]) -> list[list[Any]]:
        """Return the rows of answers or deliveries that an act writes."""
        if act["what"] == "deliver":
            return [[act["key"], channel, act["now"]] for channel in act["channels"]]
        return [[act["alert"], act["what"], act["now"], act["by"]]]


Live = Callable[[Path, Journal, Random, Callable[..., None], mmap.mmap], None]
"""A program's life: folder, journal so far, chance, how it reports, and a byte that is 1 within a transaction."""


class Kills:
    """One record and the kills of the programs that work on it, from a seed."""

    def __init__(self, seed: int, folder: Path, live: Live) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.journal = Journal()
        self._live = live
        self._inside = mmap.mmap(-1, 1)  # shared with the child, and outlives it

    def kill(self, times: int) -> Counter[str]:
        """Let a program work and kill it, so often; let the last one's work be checked; return what happened."""
        gc.freeze()  # a child that collects what it shares with this process copies it
        for _ in range(times):
            self._start_and_kill(self._moment())
        self._start_and_kill(lambda reports: self._read_until(reports, "found"))
        return self.journal.counts + Counter({"kills": times})

    def _moment(self) -> Callable[[Iterator[dict[str, Any]]], None]:
        """Return what to wait for before the kill: a little after the start, or within or after some act."""
        span_s = self.random.choice((10 ** self.random.uniform(-6, -2), self.random.uniform(0, 0.025)))
        acts = 0 if self.random.random() < 0.1 else self.random.randint(1, 5)

        def wait(reports: Iterator[dict[str, Any]]) -> None:
            for _ in range(acts):
                self._read_until(reports, "begin")
            wait_s(span_s)

        return wait

    def _read_until(self, reports: Iterator[dict[str, Any]], what: str) -> None:
        for said in reports:
            self.journal.take(said)
            if said["say"] == what:
                return

    def _start_and_kill(self, wait: Callable[[Iterator[dict[str, Any]]], None]) -> None:
        self._inside[0] = 0
        chance = Random(self.random.random())
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read_end)
            live_to_the_end(lambda say: self._live(self.folder, self.journal, chance, say, self._inside), write_end)
        os.close(write_end)
        reports = read_reports(read_end)
        try:
            wait(reports)
            self._count_kill(pid)
            for said in reports:  # what it said last is still in the pipe
                self.journal.take(said)
        finally:
            kill(pid)
            os.close(read_end)

    def _count_kill(self, pid: int) -> None:
        kill(pid)
        self.journal.counts["kills inside a transaction"] += self._inside[0]


def live_to_the_end(live: Callable[[Callable[..., None]], None], write_end: int) -> None:
    """Run a child's life and leave the process, saying why if nobody killed it."""

    def say(what: str, **more: Any) -> None:
        os.write(write_end, json.dumps({"say": what} | more).encode() + b"\n")

    try:
        live(say)
    finally:
        say("failed", text=traceback.format_exc()[-3500:])
        os._exit(1)


def read_reports(read_end: int) -> Iterator[dict[str, Any]]:
    """Yield each report of a child until its end of the pipe is closed; a report cut short by the kill is none."""
    pending = b""
    while True:
        ready, _, _ = select.select([read_end], [], [], _LONGEST_SILENCE_S)
        assert ready, "the program hangs"
        data = os.read(read_end, 65536)
        if not data:
            return
        *lines, pending = (pending + data).split(b"\n")
        yield from map(json.loads, lines)


def kill(pid: int) -> None:
    """Kill a child and wait for its end; one that is gone already is left."""
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def wait_s(span_s: float) -> None:
    """Wait for a time that may be a few microseconds."""
    until = time.perf_counter() + span_s
    if span_s > _BUSY_WAIT_S:
        time.sleep(span_s - _BUSY_WAIT_S)
    while time.perf_counter() < until:
        pass
