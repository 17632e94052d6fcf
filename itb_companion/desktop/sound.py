"""Plays our own alarm sounds through a child process, so that no fault of the audio system can reach the reminders."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QObject, QProcess, QProcessEnvironment, QTimer

from itb_companion.care.ports import SOUND, Delivery, Outcome
from itb_companion.care.severity import Severity
from itb_companion.desktop import sound_process
from itb_companion.desktop.sound_process import Exit
from itb_companion.desktop.system_libraries import missing_library_sentence
from itb_companion.resources import asset

SUBCOMMAND = "play-sound"
"""How a frozen program, which brings no Python, is asked to be the child: this and the file."""
GRACE_MS = 15_000
"""For the child to start, and for a buffer to run empty, beyond the length of the sound itself."""
CLOSING_MS = 1000

SAMPLES = {"single": "pump-single.wav", "two-tone": "pump-two-tone.wav"}
"""What the alarms of a pump sound like, by the id of what was heard."""

_FILES = {Severity.REMINDER: "reminder.wav", Severity.URGENT: "urgent.wav", Severity.EMERGENCY: "emergency.wav"}
_SAMPLE = -1
"""The rank of a sample: every alarm, whose rank is its severity, takes its place."""
ALARM_SOUNDS = "an alarm was being played"

Done = Callable[[Delivery], None]


def sound_file(severity: Severity) -> Path | None:
    """Return the sound of this severity; what is calm has none."""
    name = _FILES.get(severity)
    return asset("sounds", name) if name else None


def child_command(executable: str = sys.executable or "", *, frozen: bool = hasattr(sys, "frozen")) -> list[str]:
    """Return program and arguments of the child; the sound's path comes after them.

    The module is run as a file, with -P: then neither the working folder nor how this program was installed matters.
    """
    return [executable, SUBCOMMAND] if frozen else [executable, "-P", str(Path(sound_process.__file__))]


class SoundPlayer(QObject):
    """One sound at a time. A worse one takes the place of a milder one; one of equal severity shares its outcome.

    Any alarm takes the place of a sample, and no sample that of an alarm.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        environ: Mapping[str, str] | None = None,
        grace_ms: int = GRACE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = list(command or child_command())
        self._environ = _environment(environ)
        self._grace_ms = grace_ms
        self._current: _Playing | None = None
        self._closed = False

    def play(self, severity: Severity, done: Done) -> None:
        """Play the sound of this severity once; `done` is called exactly once, later, on the main thread.

        What is milder than the sound being played is refused. What is as severe is not begun anew: the person
        hears its sound already, and `done` is told how that ended.
        """
        file = sound_file(severity)
        if file is None:
            self._tell(done, Outcome.UNAVAILABLE, "what is calm has no sound")
            return
        if self._closed:
            self._tell(done, Outcome.REFUSED, "the program is ending")
            return
        current = self._sounding()
        if current is not None and severity < current.rank:
            self._tell(done, Outcome.REFUSED, "a more urgent sound was being played")
        elif current is not None and severity == current.rank:
            current.share(done)
        else:
            self._begin(file, severity, done, "a more urgent sound took its place")

    def play_sample(self, name: str, done: Done) -> None:
        """Play one of SAMPLES once; `done` is called exactly once, later, on the main thread.

        It is refused while an alarm sounds; another sample takes the place of one that is being played.
        """
        current = self._sounding()
        if name not in SAMPLES:
            self._tell(done, Outcome.UNAVAILABLE, "there is no such sample")
        elif self._closed:
            self._tell(done, Outcome.REFUSED, "the program is ending")
        elif current is not None and current.rank > _SAMPLE:
            self._tell(done, Outcome.REFUSED, ALARM_SOUNDS)
        else:
            self._begin(asset("sounds", SAMPLES[name]), _SAMPLE, done, "another sample took its place")

    def stop_sample(self) -> None:
        """End the sample that is being played; an alarm goes on."""
        current = self._sounding()
        if current is not None and current.rank == _SAMPLE:
            current.finish(Outcome.REFUSED, "it was stopped")

    def _sounding(self) -> "_Playing | None":
        return self._current if self._current is not None and not self._current.over else None

    def _begin(self, file: Path, rank: int, done: Done, why_ended: str) -> None:
        """Play a file in the place of what is being played, which ends for the reason given."""
        current = self._sounding()
        if current is not None:
            current.finish(Outcome.REFUSED, why_ended)
        self._current = _Playing(rank, done, self)
        self._current.begin([*self._command, str(file)], self._environ, _length_ms(file) + self._grace_ms)

    def stop(self) -> None:
        """Be silent at once; what is being played ends as refused."""
        if self._current is not None:
            self._current.finish(Outcome.REFUSED, "it was stopped")

    def close(self) -> None:
        """Be silent for good, and wait up to a second for the children to end."""
        self._closed = True
        self.stop()
        deadline = QDeadlineTimer(CLOSING_MS)
        for playing in self.findChildren(_Playing):
            playing.wait(deadline)

    def _tell(self, done: Done, outcome: Outcome, detail: str) -> None:
        QTimer.singleShot(0, self, lambda: done(Delivery(SOUND, outcome, detail)))


class _Playing(QObject):
    """One child process and who wants to know how it ends."""

    def __init__(self, rank: int, done: Done, player: SoundPlayer) -> None:
        super().__init__(player)
        self.rank = rank
        self.over = False
        self._player = player
        self._dones = [done]
        self._process = QProcess(self)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)

    def begin(self, command: list[str], environ: QProcessEnvironment, limit_ms: int) -> None:
        """Start the child, and end it if it has not ended by itself in time."""
        self._limit.timeout.connect(
            lambda: self.finish(Outcome.TIMED_OUT, f"the sound did not end in {limit_ms / 1000:g} s")
        )
        self._limit.start(limit_ms)
        self._process.setProcessEnvironment(environ)
        self._process.setStandardInputFile(QProcess.nullDevice())
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.start(command[0], command[1:])

    def share(self, done: Done) -> None:
        """Tell `done` too how this ends."""
        self._dones.append(done)

    def finish(self, outcome: Outcome, detail: str) -> None:
        """End the child and tell the outcome, unless one was told before."""
        if self.over:
            return
        self.over = True
        self._limit.stop()
        self._process.kill()
        delivery = Delivery(SOUND, outcome, detail)
        # Another turn of the loop, so that nobody is called back from inside a call of his own.
        for done in self._dones:
            QTimer.singleShot(0, self._player, lambda done=done: done(delivery))
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.deleteLater()

    def wait(self, deadline: QDeadlineTimer) -> None:
        """Wait for the end of a child that was killed."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.waitForFinished(deadline.remainingTime())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.finish(Outcome.UNAVAILABLE, f"the sound player cannot be started: {self._process.errorString()}")

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        crashed = status is QProcess.ExitStatus.CrashExit
        self.finish(*(_crash(code) if crashed else _outcome(code, said)))
        self.deleteLater()


def _environment(given: Mapping[str, str] | None) -> QProcessEnvironment:
    """Return what the child's surroundings are: as given or this program's own, and Qt without its chatter."""
    environ = QProcessEnvironment.systemEnvironment() if given is None else QProcessEnvironment()
    for name, text in {**(given or {}), "QT_LOGGING_RULES": "*=false"}.items():
        environ.insert(name, text)
    return environ


def _crash(code: int) -> tuple[Outcome, str]:
    return Outcome.UNAVAILABLE, f"the sound player crashed ({code})"


def _outcome(code: int, said: str) -> tuple[Outcome, str]:
    """Return what an exit code of the child means; `said` is what it printed, the reason last."""
    reason = said.splitlines()[-1] if said else ""
    if code == Exit.PLAYED:
        return Outcome.UNCONFIRMED, "played to its end"
    if code == Exit.NO_OUTPUT:
        return Outcome.UNAVAILABLE, "no audio output was found"
    if code == Exit.UNPLAYABLE:
        return Outcome.UNAVAILABLE, f"the sound could not be played: {reason}"
    if code == Exit.NO_QT_MULTIMEDIA:
        sentence = missing_library_sentence(ImportError(said))
        return Outcome.UNAVAILABLE, sentence or f"Qt's sound module cannot be loaded: {reason}"
    return Outcome.UNAVAILABLE, f"the sound player failed ({code}): {reason}"


def _length_ms(file: Path) -> int:
    """Return how long the sound lasts; 0 for a file that cannot be read, which the child will tell."""
    import wave  # a start is spared it

    try:
        with wave.open(str(file), "rb") as sound:
            return round(sound.getnframes() / sound.getframerate() * 1000)
    except (OSError, EOFError, wave.Error):
        return 0
