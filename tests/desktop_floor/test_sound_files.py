"""The alarm sounds themselves: made the same each time, clean, and told apart by a tired person."""

import math
import subprocess
import sys
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from itb_companion.care.severity import Severity
from itb_companion.desktop.sound import SAMPLES, sound_file
from itb_companion.resources import asset

from .hearing import notes, pitch, read, rms

LOUD = [Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY]
LENGTHS_S = {Severity.REMINDER: 1.2, Severity.URGENT: 2.0, Severity.EMERGENCY: 3.0}
PITCHES_HZ = {
    Severity.REMINDER: [392, 523],
    Severity.URGENT: [659] * 6,
    Severity.EMERGENCY: [880, 622] * 5,
}

severities = pytest.mark.parametrize("severity", LOUD, ids=lambda severity: severity.name.lower())


def test_the_script_makes_the_very_same_files(tmp_path: Path):
    folder = sound_file(Severity.URGENT).parent

    subprocess.run([sys.executable, folder / "make_sounds.py", tmp_path], check=True, timeout=100)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in folder.glob("*.wav")}
    assert sorted(made) == ["emergency.wav", "pump-single.wav", "pump-two-tone.wav", "reminder.wav", "urgent.wav"]


def test_what_is_calm_has_no_sound():
    assert sound_file(Severity.CALM) is None


@severities
def test_small_mono_and_16_bit_at_a_rate_that_every_device_plays(severity: Severity):
    path = sound_file(severity)

    assert path.stat().st_size < 300_000
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)


@severities
def test_lasts_as_long_as_it_should(severity: Severity):
    samples, rate = read(sound_file(severity))

    assert len(samples) / rate == pytest.approx(LENGTHS_S[severity], abs=0.1)


@severities
def test_loud_without_clipping(severity: Severity):
    samples, _ = read(sound_file(severity))
    peak = max(abs(sample) for sample in samples)

    assert 20 * math.log10(peak / 32_768) == pytest.approx(-3, abs=0.1)


@severities
def test_no_click_at_the_ends_or_between_notes(severity: Severity):
    """A click is energy at once: the first 5 ms of a note that rises in 20 ms or more hold next to none."""
    samples, rate = read(sound_file(severity))
    few = rate // 200

    assert max(map(abs, samples[:few])) == max(map(abs, samples[-few:])) == 0
    sounding = [index for index, sample in enumerate(samples) if sample]
    pauses = [(before, after) for before, after in pairwise(sounding) if after - before > few]
    starts = [sounding[0], *(after for _, after in pauses)]
    ends = [*(before for before, _ in pauses), sounding[-1]]
    assert len(starts) == len(PITCHES_HZ[severity])
    for edge in [samples[at : at + few] for at in starts] + [samples[at - few : at] for at in ends]:
        assert rms(edge) < 0.2 * rms(samples)


@severities
def test_has_the_notes_it_should_have(severity: Severity):
    heard = notes(*read(sound_file(severity)))

    assert [note.pitch_hz for note in heard] == pytest.approx(PITCHES_HZ[severity], rel=0.02)


@severities
def test_has_several_harmonics_where_old_ears_and_small_loudspeakers_carry(severity: Severity):
    """Four at least within 15 dB, as IEC 60601-1-8 asks of a medical alarm."""
    samples, rate = read(sound_file(severity))
    for note in notes(samples, rate):
        first = round((note.start_s + 0.05) * rate)
        piece = samples[first : first + rate // 20]
        levels = [level(piece, rate, n * note.pitch_hz) for n in range(1, int(4000 / note.pitch_hz) + 1)]

        assert sum(one > 0.178 * max(levels) for one in levels) >= 4


def level(samples: list[int], rate: int, hz: float) -> float:
    """Return how strong one frequency is."""
    angle = 2 * math.pi * hz / rate
    return math.hypot(
        sum(sample * math.cos(angle * i) for i, sample in enumerate(samples)),
        sum(sample * math.sin(angle * i) for i, sample in enumerate(samples)),
    )


def test_the_worse_the_longer_the_louder_and_the_faster():
    sounds = [read(sound_file(severity)) for severity in LOUD]
    lengths = [len(samples) / rate for samples, rate in sounds]
    levels = [rms(samples) for samples, _ in sounds]
    paces = [len(notes(*sound)) / length for sound, length in zip(sounds, lengths, strict=True)]

    for growing in (lengths, levels, paces):
        assert growing == sorted(growing)
        assert len(set(growing)) == 3


def sample(name: str) -> tuple[list[int], int]:
    """Return the samples and the rate of what a pump's alarm sounds like."""
    return read(asset("sounds", SAMPLES[name]))


@pytest.mark.parametrize(("name", "seconds"), [("single", 1.0), ("two-tone", 3.0)])
def test_a_sample_lasts_as_long_as_the_source_says_and_is_one_sound(name: str, seconds: float):
    """SynchroMed II, medtronic-pump: a single tone of one second, a two-tone alarm of three seconds."""
    samples, rate = sample(name)
    [note] = notes(samples, rate)

    assert note.length_s == pytest.approx(seconds, abs=0.05)
    assert asset("sounds", SAMPLES[name]).stat().st_size < 300_000
    assert max(map(abs, samples[: rate // 200])) == max(map(abs, samples[-rate // 200 :])) == 0


def test_the_single_tone_stands_and_the_two_tones_take_turns():
    def pitches(name: str) -> list[float]:
        samples, rate = sample(name)
        piece, first = rate // 2, round(0.02 * rate)
        return [pitch(samples[at : at + piece], rate) for at in range(first, len(samples) - piece, piece)]

    assert pitches("single") == pytest.approx([784, 784], rel=0.02)
    assert pitches("two-tone") == pytest.approx([784, 523] * 3, rel=0.02)


@pytest.mark.parametrize("name", ["single", "two-tone"])
def test_a_sample_is_softer_than_any_alarm(name: str):
    samples, _ = sample(name)

    assert 20 * math.log10(max(map(abs, samples)) / 32_768) == pytest.approx(-9, abs=0.1)
