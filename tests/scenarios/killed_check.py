"""A check that somebody ticks without pause until the program is killed, and what of it must be there afterwards."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from itb_companion.care.signs import RECENT_EVENTS, SIGNS_BY_ID, Answer, Check, PumpAlarm, Tone, Vitals
from itb_companion.care.value import replace
from itb_companion.companion import Companion
from itb_companion.record.checks import folded
from itb_companion.record.store import Store
from tests.factories import SettableClock

NOTES = ("", "pale", "pale since lunch", "übel, schwitzt")


def live(folder: Path, seed: float, say: Callable[..., None]) -> None:
    """Tick, type and take back for ever; before each act say what the check will be after it."""
    chance = Random(seed)
    companion = Companion(Store(folder), SettableClock())
    while True:
        before = companion.checks.progress().check
        act, after = _anything(chance, companion, before)
        say("begin", after=told(after))
        act()
        found = told(companion.checks.progress().check)
        assert found == told(after), (found, told(after))
        say("done", check=found)


def _anything(chance: Random, companion: Companion, before: Check) -> tuple[Callable[[], object], Check]:
    if chance.random() < 0.3:
        vitals = _vitals(chance)
        keep = chance.choice((companion.checks.set_vitals, companion.checks.draft_vitals))
        return lambda: keep(vitals), replace(before, vitals=vitals)
    what, value = chance.choice(
        (
            (f"sign:{chance.choice(list(SIGNS_BY_ID))}", chance.choice([*Answer, None])),
            (f"event:{chance.choice(RECENT_EVENTS)}", chance.random() < 0.5),
            ("unusual:pulse_per_min", chance.random() < 0.5),
            ("tone", chance.choice([*Tone, None])),
            ("pump_alarm", chance.choice([*PumpAlarm, None])),
            ("note", chance.choice(NOTES)),
        )
    )
    since = before.since.get(what.removeprefix("sign:"), companion.desk.now)
    return lambda: companion.checks.tick(what, value), folded(before, what, value, since)


def _vitals(chance: Random) -> Vitals:
    return Vitals(
        chance.choice((None, 36.6, 38.0, 39.25)),
        chance.choice((None, 121, 194)),
        chance.choice((None, 71, 114)),
        chance.choice((None, 48, 131)),
    )


def told(check: Check) -> dict[str, Any]:
    """Return all that a caregiver entered, as plain values."""
    vitals = check.vitals
    return {
        "answers": {sign: answer.value for sign, answer in sorted(check.answers.items())},
        "since": {sign: at.isoformat() for sign, at in sorted(check.since.items())},
        "tone": check.tone,
        "alarm": check.pump_alarm,
        "vitals": [vitals.temperature_c, vitals.systolic_mmhg, vitals.diastolic_mmhg, vitals.pulse_per_min],
        "events": sorted(check.events),
        "unusual": sorted(check.unusual),
        "note": check.note,
    }
