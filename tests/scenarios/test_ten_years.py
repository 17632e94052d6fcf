"""Five hundred families for ten years each: nothing due is lost, comes early, or comes twice, and there is no storm.

    ITB_FAMILIES=5000 python -m pytest -s tests/scenarios/test_ten_years.py

lives through more of them. Each family is its seed, so a failure can be looked at again: `Family(seed).live()`.
"""

import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace

import pytest

from itb_companion.care.severity import Severity
from itb_companion.companion import evaluation
from tests.scenarios.ten_years import YEARS, ZONES, Family

pytestmark = pytest.mark.no_cover  # what it runs thousands of times is measured elsewhere

FAMILIES = int(os.environ.get("ITB_FAMILIES", "500"))
FIRST_SEED = int(os.environ.get("ITB_FIRST_SEED", "0"))
AT_A_TIME = 10


def live(seeds: range) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in seeds:
        try:
            counts += Family(seed).live()
        except AssertionError as error:
            raise AssertionError(f"family {seed}: {error}") from error
    return counts


def test_ten_years_in_hundreds_of_families(capsys):
    groups = [range(first, first + AT_A_TIME) for first in range(FIRST_SEED, FIRST_SEED + FAMILIES, AT_A_TIME)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        counts = sum(pool.map(live, groups), Counter())
    with capsys.disabled():
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))
        sys.stdout.write(f"\n{FAMILIES} families, {YEARS} years each, {len(ZONES)} zones: {told}\n")

    for what in ("shown", "announced", "answers", "settled", "kills", "sleeps", "off", "clock steps", "journeys"):
        assert counts[what] > FAMILIES, f"the simulation hardly had any {what}"
    # One notification speaks for all that comes at once.
    assert counts["notifications"] <= counts["announced"]


class TestTheSimulationItself:
    """With a promise broken on purpose, some family notices."""

    def some_family_notices(self) -> None:
        with pytest.raises(AssertionError):
            live(range(60))

    def test_an_occurrence_that_is_not_raised_is_found(self, monkeypatch):
        whole = evaluation.Evaluator._raise
        monkeypatch.setattr(
            evaluation.Evaluator,
            "_raise",
            lambda self, item, contained: None if item.key.endswith("5") else whole(self, item, contained),
        )
        self.some_family_notices()

    def test_an_announcement_for_every_look_is_found(self, monkeypatch):
        monkeypatch.setattr(evaluation.Evaluator, "_keep", lambda self, alert: self._open.update({alert.cause: alert}))
        self.some_family_notices()

    def test_quiet_hours_that_hold_back_what_is_urgent_are_found(self, monkeypatch):
        monkeypatch.setattr(evaluation, "Severity", SimpleNamespace(URGENT=Severity.EMERGENCY))
        self.some_family_notices()

    def test_a_quiet_time_that_never_ends_is_found(self, monkeypatch):
        monkeypatch.setattr(evaluation.life, "rearm", lambda alert, _now: alert)
        self.some_family_notices()

    def test_earlier_occurrences_without_a_row_are_found(self, monkeypatch):
        whole = evaluation.Evaluator._raise
        monkeypatch.setattr(evaluation.Evaluator, "_raise", lambda self, item, _contained: whole(self, item, []))
        self.some_family_notices()
