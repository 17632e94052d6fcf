"""Hears what is in a sound: the notes, one after the other, with their pitch."""

import math
import wave
from array import array
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

WINDOW_S = 0.01
SILENT = 0.1
"""Of the loudest moment; the shortest pauses between notes are 60 ms."""
LONGEST_HOLE = 4
"""Windows: a busy machine's recording has such holes, and every pause is longer."""
PITCHES_HZ = (250.0, 1100.0)


class Heard(NamedTuple):
    """One note: when it begins and how long it is, in seconds, and its fundamental in Hz."""

    start_s: float
    length_s: float
    pitch_hz: float


def read(path: Path) -> tuple[array, int]:
    """Return the samples and the rate of a file, which must be mono with 16 bits."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes())), file.getframerate()


def rms(samples: array) -> float:
    """Return the mean level."""
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0


def notes(samples: array, rate: int) -> list[Heard]:
    """Return the notes in order: stretches that are not silent."""
    step = round(WINDOW_S * rate)
    levels = [rms(samples[at : at + step]) for at in range(0, len(samples) - step, step)]
    sounds = [level > SILENT * max(levels) for level in levels]
    runs = [(is_sound, len(list(run))) for is_sound, run in groupby(sounds)]
    loud = [False]
    for number, (is_sound, count) in enumerate(runs):
        is_hole = 0 < number < len(runs) - 1 and count <= LONGEST_HOLE
        loud += [is_sound or is_hole] * count
    loud.append(False)
    edges = [index for index, (before, after) in enumerate(pairwise(loud)) if before != after]
    return [
        Heard(first * WINDOW_S, (last - first) * WINDOW_S, pitch(samples[first * step : last * step], rate))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]


def pitch(samples: array, rate: int) -> float:
    """Return the fundamental in Hz: the shortest time after which 50 ms from the middle nearly repeat themselves.

    0 for a note that was cut off too early to tell.
    """
    count, middle = round(0.05 * rate), len(samples) // 2
    shortest, longest = round(rate / PITCHES_HZ[1]), round(rate / PITCHES_HZ[0])
    piece = samples[max(0, middle - (count + longest) // 2) :][: count + longest]
    if len(piece) < count + longest:
        return 0.0
    alike = {lag: sum(piece[i] * piece[i + lag] for i in range(0, count, 3)) for lag in range(shortest, longest + 1)}
    best = max(alike.values())
    near = next(lag for lag, value in alike.items() if value > 0.9 * best)
    return rate / max(range(near, min(near + 8, longest)), key=lambda lag: alike[lag])
