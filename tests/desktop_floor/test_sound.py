"""The player: real children, a real sound server, and none of their faults reaching this process."""

import os
import socket
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QTimer
from pytestqt.qtbot import QtBot

from itb_companion.care.ports import Delivery, Outcome, Sound
from itb_companion.care.severity import Severity
from itb_companion.care.signs import PumpAlarm
from itb_companion.desktop import sound_process
from itb_companion.desktop.sound import SAMPLES, SUBCOMMAND, SoundPlayer, child_command, sound_file

from .conftest import Process, Start, Told, require
from .hearing import notes
from .own_time import own_s

ROOT = Path(__file__).parents[2]
RATE_HZ = 44_100
SLEEPS = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
SOON_DONE = [sys.executable, "-S", "-c", "import time; time.sleep(0.3)"]

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a sound server is a matter of Linux")


@pytest.fixture(scope="session")
def qt_multimedia() -> None:
    """Skip where QtMultimedia cannot be loaded, but fail in CI; asked in a child, as everything about it."""
    done = subprocess.run(
        [sys.executable, "-c", "import PySide6.QtMultimedia"], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode and os.environ.get("CI"):
        pytest.fail(done.stderr)
    if done.returncode:
        pytest.skip(done.stderr.strip().splitlines()[-1])


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """No display, no bus, no audio: only a sound server that is not there."""
    kept = {name: text for name, text in os.environ.items() if name in {"PATH", "SYSTEMROOT", "LANG"}}
    return {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/sound"}


@pytest.fixture
def make(qapp: object, surroundings: dict[str, str]) -> Iterator[Callable[..., SoundPlayer]]:
    made: list[SoundPlayer] = []

    def maker(command: list[str] | None = None, **options: object) -> SoundPlayer:
        made.append(SoundPlayer(command, surroundings, **options))
        return made[-1]

    yield maker
    for player in made:
        player.close()


@pytest.fixture
def lags(qapp: object) -> Iterator[list[float]]:
    """How long the event loop took from one beat of 10 ms to the next, in ms, without what a busy machine took."""
    found: list[float] = []
    last = [own_s()]

    def beat() -> None:
        now = own_s()
        found.append(1000 * (now - last[0]))
        last[:] = [now]

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(10)
    yield found
    timer.stop()


def children(player: SoundPlayer) -> list[int]:
    return [one.processId() for one in player.findChildren(QProcess) if one.processId()]


def alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


class Server:
    """A real PulseAudio server; its one output leads nowhere, but can be listened to."""

    def __init__(self, start: Start, surroundings: dict[str, str], *modules: str) -> None:
        self._start, self._surroundings = start, surroundings
        self._into = Path(surroundings["HOME"]) / "heard.raw"
        socket_path = surroundings["PULSE_SERVER"].removeprefix("unix:")
        loaded = [*modules, f"module-native-protocol-unix auth-anonymous=1 socket={socket_path}"]
        options = [part for module in loaded for part in ("-L", module)]
        argv = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *options]
        self.process: Process = start(*argv, environ=surroundings)
        self._ear: Process | None = None
        self._wait(lambda: self.ask("info").returncode == 0)

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        env = {**self._surroundings, "LC_ALL": "C"}
        return subprocess.run(["pactl", *arguments], env=env, capture_output=True, text=True, timeout=20, check=False)

    def listen(self) -> None:
        """Record from now on what the output plays."""
        self._into.unlink(missing_ok=True)
        form = ["--raw", "--format=s16le", "--channels=1", f"--rate={RATE_HZ}", "--latency-msec=50"]
        self._ear = self._start("parec", "-d", "nul.monitor", *form, str(self._into), environ=self._surroundings)
        self._wait(lambda: self._into.exists() and self._into.stat().st_size > 0)

    def heard(self) -> array:
        """Return what was recorded."""
        self._ear.end()
        data = self._into.read_bytes()
        return array("h", data[: len(data) // 2 * 2])

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not ready():
            assert time.monotonic() < deadline
            assert self.process.popen.poll() is None
            time.sleep(0.05)


@pytest.fixture
def server(start: Start, surroundings: dict[str, str], qt_multimedia: None) -> Server:
    require("pulseaudio", "pactl", "parec")
    return Server(start, surroundings, "module-null-sink sink_name=nul")


@on_linux
class TestHeard:
    @pytest.mark.parametrize(
        ("severity", "pitches"),
        [
            (Severity.REMINDER, [392, 523]),
            (Severity.URGENT, [659] * 6),
            (Severity.EMERGENCY, [880, 622] * 5),
        ],
    )
    def test_every_note_is_heard_from_the_sound_server(
        self, make, server: Server, told: Told, qtbot: QtBot, severity: Severity, pitches: list[float]
    ):
        server.listen()

        make().play(severity, told)

        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert told == [Delivery("sound", Outcome.UNCONFIRMED, "played to its end")]
        assert [note.pitch_hz for note in notes(server.heard(), RATE_HZ)] == pytest.approx(pitches, rel=0.02)

    def test_it_is_no_notification_sound_that_a_quiet_desktop_would_silence(
        self, make, server: Server, told: Told, qtbot: QtBot
    ):
        """QSoundEffect names itself an event; "Do not disturb" and "System sounds: off" mute those."""
        streams: list[str] = []

        def playing() -> bool:
            streams.append(server.ask("list", "sink-inputs").stdout)
            return 'application.name = "ITB Companion"' in streams[-1]

        make().play(Severity.EMERGENCY, told)

        qtbot.waitUntil(playing, timeout=10_000)
        assert "media.role" not in streams[-1]

    def test_a_worse_sound_takes_the_place_of_a_milder_one(self, make, server: Server, told: Told, qtbot: QtBot):
        player, milder = make(), Told()
        server.listen()
        player.play(Severity.EMERGENCY, milder)
        player.stop()
        player.play(Severity.REMINDER, milder)

        player.play(Severity.URGENT, told)

        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert [one.outcome for one in told] == [Outcome.UNCONFIRMED]
        assert [(one.outcome, one.detail) for one in milder] == [
            (Outcome.REFUSED, "it was stopped"),
            (Outcome.REFUSED, "a more urgent sound took its place"),
        ]
        assert [note.pitch_hz for note in notes(server.heard(), RATE_HZ)] == pytest.approx([659] * 6, rel=0.02)

    def test_stopping_silences_what_can_be_heard(self, make, server: Server, told: Told, qtbot: QtBot):
        player = make()
        server.listen()
        player.play(Severity.EMERGENCY, told)
        qtbot.waitUntil(lambda: "application.name" in server.ask("list", "sink-inputs").stdout, timeout=10_000)

        player.stop()

        qtbot.waitUntil(lambda: bool(told))
        assert told == [Delivery("sound", Outcome.REFUSED, "it was stopped")]
        qtbot.waitUntil(lambda: not server.ask("list", "sink-inputs").stdout.strip())
        assert len(notes(server.heard(), RATE_HZ)) < 10

    def test_a_server_that_dies_under_the_sound_is_told(self, make, server: Server, told: Told, qtbot: QtBot):
        make(grace_ms=1000).play(Severity.URGENT, told)
        qtbot.waitUntil(lambda: "application.name" in server.ask("list", "sink-inputs").stdout, timeout=10_000)

        server.process.popen.kill()

        qtbot.waitUntil(lambda: bool(told), timeout=10_000)
        assert told[0].outcome in {Outcome.TIMED_OUT, Outcome.REFUSED}


@on_linux
class TestNoAudio:
    def test_without_a_sound_server_there_is_no_output(
        self, make, qt_multimedia: None, told: Told, lags: list[float], qtbot: QtBot
    ):
        make().play(Severity.EMERGENCY, told)

        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert told == [Delivery("sound", Outcome.UNAVAILABLE, "no audio output was found")]
        assert max(lags) < 100

    def test_the_dummy_that_a_sound_server_offers_is_no_output(
        self, make, start: Start, surroundings: dict[str, str], qt_multimedia: None, told: Told, qtbot: QtBot
    ):
        require("pulseaudio", "pactl")
        server = Server(start, surroundings, "module-always-sink")
        assert "auto_null" in server.ask("list", "short", "sinks").stdout

        make().play(Severity.EMERGENCY, told)

        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert told == [Delivery("sound", Outcome.UNAVAILABLE, "no audio output was found")]

    @pytest.mark.parametrize(
        ("reason", "detail"),
        [
            (
                "libpulse.so.0: cannot open shared object file: No such file or directory",
                "The system library libpulse.so.0, which Qt needs, is not installed",
            ),
            ("No module named 'PySide6.QtMultimedia'", "Qt's sound module cannot be loaded: No module named "),
        ],
    )
    def test_what_qt_lacks_is_named(
        self, make, surroundings, tmp_path: Path, told: Told, qtbot: QtBot, reason: str, detail: str
    ):
        (tmp_path / "PySide6").mkdir()
        (tmp_path / "PySide6" / "__init__.py").touch()
        (tmp_path / "PySide6" / "QtMultimedia.py").write_text(f"raise ImportError({reason!r})")
        surroundings["PYTHONPATH"] = str(tmp_path)

        make().play(Severity.URGENT, told)

        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert told[0].outcome is Outcome.UNAVAILABLE
        assert told[0].detail.startswith(detail)


@pytest.fixture
def hung_server(surroundings: dict[str, str]) -> Iterator[socket.socket]:
    """A sound server that takes connections and never says a word."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(surroundings["PULSE_SERVER"].removeprefix("unix:"))
        listener.listen(8)
        yield listener


@on_linux
class TestHungServer:
    def test_times_out_while_this_process_goes_on(
        self, make, hung_server, qt_multimedia: None, told: Told, lags: list[float], qtbot: QtBot
    ):
        player = make(grace_ms=5000)

        player.play(Severity.REMINDER, told)

        hung_server.settimeout(10)
        qtbot.waitUntil(lambda: bool(told), timeout=15_000)
        assert told == [Delivery("sound", Outcome.TIMED_OUT, "the sound did not end in 6.2 s")]
        hung_server.accept()[0].close()  # the child did come to the server
        assert len(lags) > 100
        assert max(lags) < 100
        qtbot.waitUntil(lambda: not children(player))

    def test_a_child_whose_program_is_gone_ends_by_itself(self, surroundings, hung_server, qt_multimedia: None):
        """Nobody is left to end it, and it hangs with Python's lock held."""
        script = (
            "import sys; from pathlib import Path; from itb_companion.desktop import sound_process; "
            "sound_process.LIFE_S = 2; sound_process.run(Path(sys.argv[1]))"
        )

        done = subprocess.run(
            [sys.executable, "-c", script, sound_file(Severity.URGENT)],
            env=surroundings,
            cwd=ROOT,
            timeout=20,
            check=False,
        )

        assert done.returncode == 1
        hung_server.settimeout(1)
        hung_server.accept()[0].close()


class TestChild:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"", ""), (b"no sound at all", "file does not start with RIFF id"), (None, "No such file or directory")],
    )
    def test_a_file_that_is_no_sound(self, tmp_path: Path, content: bytes | None, reason: str):
        file = tmp_path / "bad.wav"
        if content is not None:
            file.write_bytes(content)

        done = subprocess.run([*child_command(), file], capture_output=True, text=True, timeout=60, check=False)

        assert done.returncode == 4
        assert reason in done.stderr

    def test_runs_as_a_module_too(self, tmp_path: Path):
        argv = [sys.executable, "-m", "itb_companion.desktop.sound_process", str(tmp_path / "missing.wav")]

        assert subprocess.run(argv, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 4

    def test_needs_no_folder_that_python_looks_in(self, surroundings, tmp_path: Path):
        """A file beside the person's documents must not be taken for one of Python's own modules."""
        (tmp_path / "wave.py").write_text("raise SystemExit(99)")
        argv = [*child_command(), "missing.wav"]

        done = subprocess.run(argv, cwd=tmp_path, env=surroundings, capture_output=True, timeout=60, check=False)

        assert done.returncode == 4
        assert child_command("python", frozen=False)[:2] == ["python", "-P"]  # nor the folder of the module itself

    def test_a_frozen_program_asks_itself(self):
        assert child_command("/opt/itb-companion", frozen=True) == ["/opt/itb-companion", SUBCOMMAND]

    def test_its_exit_codes_are_none_of_pythons_own(self):
        assert {1, 2}.isdisjoint(code.value for code in sound_process.Exit)


class TestFaultsOfTheChild:
    @pytest.mark.parametrize(
        ("command", "outcome", "detail"),
        [
            (["/nowhere/python"], Outcome.UNAVAILABLE, "the sound player cannot be started"),
            ([""], Outcome.UNAVAILABLE, "the sound player cannot be started"),
            ([sys.executable, "-c", "raise OSError('driver')"], Outcome.UNAVAILABLE, "failed (1): OSError: driver"),
            ([sys.executable, "-c", "raise SystemExit(4)"], Outcome.UNAVAILABLE, "the sound could not be played"),
            pytest.param(
                [sys.executable, "-S", "-c", "import os; os.abort()"],
                Outcome.UNAVAILABLE,
                "the sound player crashed",
                marks=pytest.mark.skipif(sys.platform == "win32", reason="an abort opens a window there"),
            ),
        ],
    )
    def test_are_told_once_and_later(
        self, make, told: Told, qtbot: QtBot, command: list[str], outcome: Outcome, detail: str
    ):
        player = make(command)

        player.play(Severity.URGENT, told)
        assert told == []

        qtbot.waitUntil(lambda: bool(told))
        qtbot.waitUntil(lambda: not player.findChildren(QProcess))
        assert len(told) == 1
        assert (told[0].channel, told[0].outcome) == ("sound", outcome)
        assert detail in told[0].detail

    def test_the_next_sound_is_played_all_the_same(self, make, told: Told, qtbot: QtBot):
        player = make([sys.executable, "-S", "-c", "raise SystemExit(77)"])

        for count in (1, 2):
            player.play(Severity.URGENT, told)
            qtbot.waitUntil(lambda count=count: len(told) == count)

        assert [one.detail for one in told] == ["the sound player failed (77): "] * 2

    def test_one_that_does_not_end_is_ended(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS, grace_ms=0)
        player.play(Severity.REMINDER, told)
        [number] = children(player)

        qtbot.waitUntil(lambda: bool(told))

        assert told == [Delivery("sound", Outcome.TIMED_OUT, "the sound did not end in 1.2 s")]
        qtbot.waitUntil(lambda: not alive(number))


class TestOneAtATime:
    def test_a_worse_one_ends_the_milder_one(self, make, told: Told, qtbot: QtBot):
        player, milder = make(SLEEPS), Told()
        player.play(Severity.REMINDER, milder)
        [number] = children(player)

        player.play(Severity.EMERGENCY, told)
        assert milder == []

        qtbot.waitUntil(lambda: bool(milder))
        assert milder == [Delivery("sound", Outcome.REFUSED, "a more urgent sound took its place")]
        qtbot.waitUntil(lambda: not alive(number))
        assert len(children(player)) == 1
        assert told == []

    def test_a_milder_one_is_refused_and_changes_nothing(self, make, told: Told, qtbot: QtBot):
        player, worse = make(SOON_DONE), Told()
        player.play(Severity.EMERGENCY, worse)

        player.play(Severity.URGENT, told)

        assert len(children(player)) == 1
        qtbot.waitUntil(lambda: bool(worse))
        assert told == [Delivery("sound", Outcome.REFUSED, "a more urgent sound was being played")]
        assert [one.outcome for one in worse] == [Outcome.UNCONFIRMED]

    def test_one_of_equal_severity_shares_the_sound_and_its_outcome(self, make, told: Told, qtbot: QtBot):
        player = make(SOON_DONE)
        player.play(Severity.URGENT, told)

        player.play(Severity.URGENT, told)

        assert len(children(player)) == 1
        qtbot.waitUntil(lambda: len(told) == 2)
        assert told == [Delivery("sound", Outcome.UNCONFIRMED, "played to its end")] * 2

    def test_what_is_over_is_in_nobodys_way(self, make, told: Told, qtbot: QtBot):
        player = make(SOON_DONE)
        for count, severity in enumerate((Severity.EMERGENCY, Severity.REMINDER), start=1):
            player.play(severity, told)
            qtbot.waitUntil(lambda count=count: len(told) == count)

        assert {one.outcome for one in told} == {Outcome.UNCONFIRMED}

    def test_what_is_calm_makes_no_sound(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS)

        player.play(Severity.CALM, told)

        assert not children(player)
        qtbot.waitUntil(lambda: bool(told))
        assert told == [Delivery("sound", Outcome.UNAVAILABLE, "what is calm has no sound")]


class TestSamples:
    def test_each_tone_of_a_pump_has_its_file(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS)
        for name, file in SAMPLES.items():
            player.play_sample(name, told)
            playing = [one.arguments()[-1] for one in player.findChildren(QProcess) if one.processId()]
            assert Path(playing[-1]).name == file
        assert set(SAMPLES) == {PumpAlarm.SINGLE.value, PumpAlarm.TWO_TONE.value}

    @pytest.mark.parametrize("severity", [Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY])
    def test_any_alarm_takes_the_place_of_a_sample(self, make, told: Told, qtbot: QtBot, severity: Severity):
        player, sample = make(SLEEPS), Told()
        player.play_sample("single", sample)
        [number] = children(player)

        player.play(severity, told)

        qtbot.waitUntil(lambda: bool(sample))
        assert sample == [Delivery("sound", Outcome.REFUSED, "a more urgent sound took its place")]
        qtbot.waitUntil(lambda: not alive(number))
        assert len(children(player)) == 1
        assert told == []

    @pytest.mark.parametrize("severity", [Severity.REMINDER, Severity.EMERGENCY])
    def test_no_sample_disturbs_an_alarm(self, make, told: Told, qtbot: QtBot, severity: Severity):
        player, alarm = make(SOON_DONE), Told()
        player.play(severity, alarm)

        player.play_sample("two-tone", told)
        player.stop_sample()

        assert len(children(player)) == 1
        qtbot.waitUntil(lambda: bool(alarm))
        assert told == [Delivery("sound", Outcome.REFUSED, "an alarm was being played")]
        assert [one.outcome for one in alarm] == [Outcome.UNCONFIRMED]

    def test_the_other_sample_takes_the_place_of_the_first(self, make, told: Told, qtbot: QtBot):
        player, first = make(SLEEPS), Told()
        player.play_sample("single", first)

        player.play_sample("two-tone", told)

        qtbot.waitUntil(lambda: bool(first))
        assert first == [Delivery("sound", Outcome.REFUSED, "another sample took its place")]
        qtbot.waitUntil(lambda: len(children(player)) == 1)
        assert told == []

    def test_a_sample_can_be_stopped_and_played_again(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS)
        player.stop_sample()
        player.play_sample("single", told)
        player.stop_sample()

        qtbot.waitUntil(lambda: bool(told))
        assert told == [Delivery("sound", Outcome.REFUSED, "it was stopped")]
        qtbot.waitUntil(lambda: not children(player))
        player.play_sample("single", told)
        assert len(children(player)) == 1

    def test_an_alarm_after_a_sample_is_played_whole(self, make, told: Told, qtbot: QtBot):
        player = make(SOON_DONE)
        player.play_sample("single", told)
        qtbot.waitUntil(lambda: bool(told))

        player.play(Severity.URGENT, told)

        qtbot.waitUntil(lambda: len(told) == 2)
        assert [one.outcome for one in told] == [Outcome.UNCONFIRMED] * 2

    def test_what_cannot_be_played_is_told(self, make, told: Told, qtbot: QtBot):
        player = make(["/nowhere/python"])
        player.play_sample("three-tone", told)
        player.play_sample("single", told)
        qtbot.waitUntil(lambda: len(told) == 2)
        player.close()
        player.play_sample("single", told)
        qtbot.waitUntil(lambda: len(told) == 3)

        assert [one.outcome for one in told] == [Outcome.UNAVAILABLE, Outcome.UNAVAILABLE, Outcome.REFUSED]


class TestEnd:
    def test_stopping_when_nothing_is_played_does_nothing(self, make):
        make().stop()

    def test_closing_leaves_no_child_behind(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS)
        player.play(Severity.REMINDER, told)
        player.play(Severity.EMERGENCY, told)
        numbers = children(player)
        assert len(numbers) == 2

        player.close()

        assert not any(alive(number) for number in numbers)
        qtbot.waitUntil(lambda: len(told) == 2)

    def test_nothing_is_played_after_closing(self, make, told: Told, qtbot: QtBot):
        player = make(SLEEPS)
        player.close()

        player.play(Severity.EMERGENCY, told)

        assert not children(player)
        qtbot.waitUntil(lambda: bool(told))
        assert told == [Delivery("sound", Outcome.REFUSED, "the program is ending")]


def test_is_the_sound_that_the_other_floors_know(make):
    player: Sound = make()

    assert callable(player.play)


def test_qt_multimedia_never_comes_into_this_process():
    script = (
        "import sys; from PySide6.QtCore import QCoreApplication; from itb_companion.desktop.sound import SoundPlayer; "
        "from itb_companion.care.severity import Severity; app = QCoreApplication([]); player = SoundPlayer(); "
        "player.play(Severity.REMINDER, lambda _told: app.quit()); app.exec(); player.close(); "
        "print('PySide6.QtMultimedia' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "False"
