"""Makes the alarm sounds, and samples of a pump's alarms: `python make_sounds.py [DIR]`. The same bytes on every run.

In the spirit of IEC 60601-1-8, without its claim: bursts of pulses, more and faster ones the more urgent it is; each
pulse has a fundamental below 1 kHz and harmonics up to 4 kHz, so that old ears and small loudspeakers carry it.

The samples are for comparing what was heard from a SynchroMed II pump: a single tone of one second, and a two-tone
alarm of three seconds (source: medtronic-pump). Sources tell their length and pattern and not their pitch, so the pitch
is ours. They are softer than any alarm of this program.
"""

import math
import sys
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

RATE_HZ = 44_100
PEAK = round(32_767 * 10 ** (-3 / 20))
"""-3 dBFS for all alarms: severity is told by pace, length and harmonics, and none of them distorts."""
SAMPLE_PEAK = round(32_767 * 10 ** (-9 / 20))
"""-9 dBFS for the samples: nobody takes one for an alarm of this program."""
HIGHEST_HZ = 4000.0
LEAD_S = 0.02
"""Silence at both ends, so that a loudspeaker that wakes up late does not click."""


class Pulse(NamedTuple):
    """One note: when it begins and how long it is, in seconds, and its fundamental in Hz."""

    start_s: float
    length_s: float
    pitch_hz: float


class Voice(NamedTuple):
    """What all notes of a sound share."""

    rise_s: float
    """From silence to full; the fall at the end is as long."""
    decay_s: float
    """Time in which a note falls to a third, as a bell does; infinite for a note that stands."""
    brightness: float
    """How loud each harmonic is against the one before it."""


def _row(starts_s: Sequence[float], length_s: float, *pitches_hz: float) -> list[Pulse]:
    """Return pulses at these starts, their pitches taking turns."""
    return [Pulse(start, length_s, pitches_hz[i % len(pitches_hz)]) for i, start in enumerate(starts_s)]


_FIVE = (0.0, 0.24, 0.48, 0.84, 1.08)
"""Three and two, the rhythm of a high priority alarm."""
_PUMP = Voice(0.02, math.inf, 0.3)
"""Few harmonics: a small thing that beeps under the skin."""

SOUNDS: dict[str, tuple[Voice, list[Pulse]]] = {
    # Two soft rising notes.
    "reminder": (Voice(0.03, 0.25, 0.65), _row((0.0, 0.62), 0.54, 392.0, 523.25)),
    # Three firm notes, twice.
    "urgent": (Voice(0.025, math.inf, 0.7), _row((0.0, 0.32, 0.64, 1.14, 1.46, 1.78), 0.2, 659.26)),
    # Ten notes that alternate, twice three and two.
    "emergency": (
        Voice(0.02, math.inf, 0.85),
        _row([burst + start for burst in (0.0, 1.7) for start in _FIVE], 0.18, 880.0, 622.25),
    ),
    # One tone that stands for a second.
    "pump-single": (_PUMP, _row((0.0,), 1.0, 784.0)),
    # Two tones that take turns for three seconds.
    "pump-two-tone": (_PUMP, _row((0.0, 0.5, 1.0, 1.5, 2.0, 2.5), 0.5, 784.0, 523.25)),
}


def samples(name: str) -> "array[int]":
    """Return the sound as 16 bit samples."""
    voice, pulses = SOUNDS[name]
    length_s = LEAD_S + max(pulse.start_s + pulse.length_s for pulse in pulses) + LEAD_S
    mixed = [0.0] * round(length_s * RATE_HZ)
    for pulse in pulses:
        first = round((LEAD_S + pulse.start_s) * RATE_HZ)
        for offset, level in enumerate(_note(voice, pulse)):
            mixed[first + offset] += level
    gain = (SAMPLE_PEAK if name.startswith("pump-") else PEAK) / max(abs(level) for level in mixed)
    return array("h", (round(level * gain) for level in mixed))


def _note(voice: Voice, pulse: Pulse) -> list[float]:
    last = int(HIGHEST_HZ / pulse.pitch_hz)
    angle = 2 * math.pi * pulse.pitch_hz / RATE_HZ
    # Schroeder's phases keep the harmonics from peaking together, so that the same peak carries more sound.
    partials = [(n * angle, -math.pi * n * (n - 1) / last, voice.brightness ** (n - 1)) for n in range(1, last + 1)]
    return [
        _envelope(voice, pulse, i / RATE_HZ)
        * sum(level * math.sin(step * i + phase) for step, phase, level in partials)
        for i in range(round(pulse.length_s * RATE_HZ))
    ]


def _envelope(voice: Voice, pulse: Pulse, at_s: float) -> float:
    """Return the loudness at this moment of the note, 0 to 1; it begins and ends at zero without a corner."""
    edge = min(at_s, pulse.length_s - at_s) / voice.rise_s
    slope = 0.5 - 0.5 * math.cos(math.pi * min(edge, 1.0))
    return slope * math.exp(-at_s / voice.decay_s)


def write(folder: Path) -> None:
    """Write the files into the folder."""
    for name in SOUNDS:
        data = samples(name)
        if sys.byteorder == "big":
            data.byteswap()
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(data.tobytes())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
