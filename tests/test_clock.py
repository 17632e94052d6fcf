"""The zone of this computer, with its daylight saving, and the time it gives."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from itb_companion.clock import SystemClock, SystemZone

ROOT = Path(__file__).parents[1]
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
SCRIPT = """
import json, os, sys, time
from datetime import UTC, datetime
from itb_companion.clock import SystemClock

zone = SystemClock().zone()
out = []
for stamp in json.load(sys.stdin):
    local = datetime.fromtimestamp(stamp, UTC).astimezone(zone)
    wall = [local.replace(fold=fold).astimezone(UTC).timestamp() for fold in (0, 1)]
    out.append([local.replace(tzinfo=None).isoformat(), local.utcoffset().total_seconds(), wall])
json.dump(out, sys.stdout)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows does not read TZ as the others do")


def asked(zone: str, script: str, given: object = None) -> object:
    """Run a script in a process of its own, whose computer is set to a zone."""
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(given), env=os.environ | {"TZ": zone}, cwd=ROOT,
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def moments_of_a_year() -> list[datetime]:
    """Every 5 hours of a year, and each half hour around the days on which clocks change somewhere."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(hours=5 * step) for step in range(1753)]
    for change in ("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-04", "2026-10-03"):
        day = datetime.fromisoformat(change).replace(tzinfo=UTC) - timedelta(hours=2)
        moments += [day + timedelta(minutes=30 * step) for step in range(60)]
    return moments


def compare(name: str, *, repeated: bool) -> int:
    """Compare with zoneinfo what the computer says at every moment, or only in the hour that comes a second time."""
    zone = ZoneInfo(name)
    moments = [moment for moment in moments_of_a_year() if bool(moment.astimezone(zone).fold) is repeated]
    expected = []
    for moment in moments:
        local = moment.astimezone(zone)
        wall = [local.replace(fold=fold).astimezone(UTC).timestamp() for fold in (0, 1)]
        expected.append([local.replace(tzinfo=None, fold=0).isoformat(), local.utcoffset().total_seconds(), wall])

    assert asked(name, SCRIPT, [moment.timestamp() for moment in moments]) == expected
    return len(moments)


@pytest.mark.parametrize("name", ZONES)
def test_the_zone_is_that_of_the_computer_the_whole_year_round(name):
    """Both readings of a wall time that comes twice are compared too."""
    assert compare(name, repeated=False) > 1700


@pytest.mark.parametrize("name", ZONES[:3])
def test_the_second_of_two_equal_hours_stays_the_second(name):
    assert compare(name, repeated=True) > 0


def test_a_wall_time_that_is_skipped_comes_after_the_gap():
    """At 02:30 on 29 March 2026 no clock in Berlin stands; what is due then is due an hour's worth later, not never."""
    script = (
        "import json; from datetime import *; from itb_companion.clock import SystemClock\n"
        "at = datetime(2026, 3, 29, 2, 30, tzinfo=SystemClock().zone()).astimezone(UTC)\n"
        "print(json.dumps(at.isoformat()))"
    )

    assert asked("Europe/Berlin", script) == "2026-03-29T01:30:00+00:00"


def test_a_journey_is_noticed_while_the_program_runs():
    script = (
        "import json, os; from datetime import *; from itb_companion.clock import SystemClock\n"
        "clock, noon = SystemClock(), datetime(2026, 7, 1, 12, tzinfo=UTC)\n"
        "seen = [noon.astimezone(clock.zone()).hour]\n"
        "os.environ['TZ'] = 'America/New_York'\n"
        "seen.append(noon.astimezone(clock.zone()).hour)\n"
        "print(json.dumps(seen))"
    )

    assert asked("Europe/Berlin", script) == [14, 8]


def test_a_zone_that_cannot_be_is_taken_for_utc_so_that_everything_else_works():
    script = (
        "import json; from datetime import *; from itb_companion.clock import SystemClock\n"
        "zone = SystemClock().zone()\n"
        "local = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(zone)\n"
        "print(json.dumps([local.hour, local.tzname(), local.astimezone(UTC).hour]))"
    )

    assert asked("UTC+24", script) == [12, "UTC", 12]


def test_the_name_of_the_zone_is_the_systems():
    script = (
        "import json; from datetime import *; from itb_companion.clock import SystemClock\n"
        "zone = SystemClock().zone()\n"
        "print(json.dumps([datetime(2026, month, 1, tzinfo=zone).tzname() for month in (1, 7)]))"
    )

    assert asked("Europe/Berlin", script) == ["CET", "CEST"]


def test_without_a_day_the_zone_tells_nothing():
    zone = SystemZone()

    assert (zone.utcoffset(None), zone.dst(None), zone.tzname(None)) == (None, None, None)


def test_now_is_aware_and_in_utc_and_the_counter_never_falls():
    clock = SystemClock()
    first, counted = clock.now(), clock.since_boot_s()

    assert first.tzinfo is UTC
    assert clock.since_boot_s() >= counted > 0


@pytest.mark.skipif(not Path("/proc/uptime").exists(), reason="only Linux tells its time since boot in a file")
def test_the_counter_is_the_time_since_the_computer_was_started_sleep_included():
    counted = SystemClock().since_boot_s()
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])

    assert 0 <= uptime - counted + 0.02 < 5


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_where_the_system_has_no_counter_of_its_own_for_it_another_never_falls(monkeypatch, platform):
    monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    clock = SystemClock()
    counted = clock.since_boot_s()

    assert clock.since_boot_s() >= counted > 0
