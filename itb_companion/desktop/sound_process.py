"""Plays one sound file to its end, in a process of its own: `python sound_process.py FILE`.

QtMultimedia is loaded here and nowhere else. Its audio backend can wait for ever with Python's lock held, and a fault
in a driver ends the process: neither may happen where the reminders live. Imports nothing else of this program, so
that it can also be run as a file.
"""

import contextlib
import faulthandler
import os
import sys
import wave
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice

LIFE_S = 30
"""The end of this process if nobody else ends it, as when the program was killed while a sound server hung."""
BUFFER_S = 0.5
LEAD_S = 0.3
"""Silence before the sound: an output that was asleep swallows the first moment."""
LINGER_MS = 500
"""From the last sample handed over to the last one heard: what is still in a buffer is lost when the sink closes."""
NO_REAL_OUTPUTS = frozenset({b"auto_null"})
"""What PulseAudio and PipeWire offer as "Dummy Output" on a computer that has no output."""


class Exit(IntEnum):
    """The exit codes. 1 and 2 are Python's own."""

    PLAYED = 0
    NO_OUTPUT = 3
    UNPLAYABLE = 4
    NO_QT_MULTIMEDIA = 5


def play(path: Path) -> Exit:
    """Play the file once; returns when it has been heard. The reason of a failure is printed on standard error."""
    try:
        with wave.open(str(path), "rb") as file:
            form, frames = file.getparams(), file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        return _failed(Exit.UNPLAYABLE, str(error))
    if form.sampwidth != 2 or not frames:  # noqa: PLR2004 - 16 bit
        return _failed(Exit.UNPLAYABLE, "it is no sound of 16 bit samples")
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:
        return _failed(Exit.NO_QT_MULTIMEDIA, str(error))
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication(sys.argv[:1])
    app.setApplicationName("ITB Companion")  # what a volume mixer shows
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull() or device.id().data() in NO_REAL_OUTPUTS:
        return _failed(Exit.NO_OUTPUT, "no audio output")
    return _play_on(device, form.framerate, form.nchannels, frames)


def _play_on(device: "QAudioDevice", rate_hz: int, channels: int, frames: bytes) -> Exit:
    """Play through QAudioSink, not QSoundEffect: that one calls itself a notification sound to the sound server.

    A desktop that does not want to be disturbed, or whose system sounds are off, would silence the alarm. Its
    playing state also never ends when the server dies.
    """
    from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QTimer
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

    form = QAudioFormat()
    form.setSampleRate(rate_hz)
    form.setChannelCount(channels)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    source = QBuffer()
    source.setData(bytes(form.bytesForDuration(int(LEAD_S * 1_000_000))) + frames)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    sink = QAudioSink(device, form)
    sink.setBufferSize(form.bytesForDuration(int(BUFFER_S * 1_000_000)))

    def state() -> str:  # by name: the enumeration has moved between versions of PySide6
        return sink.state().name

    def changed() -> None:  # takes no state: PySide6 cannot convert the one in the signal
        if state() == "StoppedState":
            QCoreApplication.exit(Exit.UNPLAYABLE)
        elif state() == "IdleState" and source.atEnd():
            QTimer.singleShot(LINGER_MS, lambda: QCoreApplication.exit(Exit.PLAYED))

    sink.stateChanged.connect(changed)
    sink.start(source)
    if state() == "StoppedState":
        return _failed(Exit.UNPLAYABLE, sink.error().name)
    result = Exit(QCoreApplication.exec())
    return _failed(result, sink.error().name) if result is Exit.UNPLAYABLE else result


def _failed(code: Exit, reason: str) -> Exit:
    if sys.stderr is not None:  # a windowed Python on Windows has none
        print(reason, file=sys.stderr)  # noqa: T201 - the reader is SoundPlayer
    return code


def run(path: Path) -> NoReturn:
    """Play the file and end this process with an `Exit` code, without taking the audio backend down first."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        # Its thread needs no lock of Python's, so that it also ends a process that hangs with it.
        faulthandler.dump_traceback_later(LIFE_S, exit=True, file=nowhere)
        code = play(path)
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
