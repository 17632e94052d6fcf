"""Keeping checks tick by tick."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.signs import Answer, Check, PumpAlarm, Tone, Vitals
from itb_companion.record import checks
from itb_companion.record.tables import TickRow
from tests.factories import NOON, days, make_check, minutes
from tests.record.strategies import TEXTS, TICKS, taken_back


def kept(*ticks):
    check_id = checks.start(NOON, "Ana")
    for what, value, since in ticks:
        checks.tick(check_id, what, value, since, NOON, "Ana")
    return check_id


def test_what_a_check_says_is_the_fold_of_its_ticks(store):
    check_id = kept(
        ("sign:itch", "yes", NOON - minutes(30)),
        ("sign:tingling", "unsure", NOON),
        ("sign:itch", "no", None),
        ("sign:sweating", "yes", NOON),
        ("sign:sweating", None, None),
        ("tone", "tighter", None),
        ("pump_alarm", "two-tone", None),
        ("temperature_c", 38.2, None),
        ("systolic_mmhg", 150, None),
        ("systolic_mmhg", 154, None),
        ("event:recent-fall", True, None),
        ("event:recent-mri", True, None),
        ("event:recent-mri", False, None),
        ("unusual:pulse_per_min", True, None),
        ("note", "since lunch", None),
    )

    assert checks.unfinished() == Check(
        answers={"itch": Answer.NO, "tingling": Answer.UNSURE},
        tone=Tone.TIGHTER,
        pump_alarm=PumpAlarm.TWO_TONE,
        vitals=Vitals(temperature_c=38.2, systolic_mmhg=154),
        events=frozenset({"recent-fall"}),
        since={"tingling": NOON},
        unusual=frozenset({"pulse_per_min"}),
        note="since lunch",
        started_at=NOON,
        by="Ana",
        id=check_id,
    )
    assert TickRow.select().count() == 15


@given(st.lists(TICKS, max_size=12))
def test_what_is_read_back_is_the_fold_of_what_was_ticked(shared_store, ticks):
    expected = Check(started_at=NOON, by="Ana")
    for what, value, since in ticks:
        expected = checks.folded(expected, what, value, since)
    with taken_back(shared_store):
        check_id = kept(*ticks)
        found = checks.unfinished()

        assert found == make_check_like(expected, check_id)


def make_check_like(check, check_id):
    values = {name: getattr(check, name) for name in Check.__match_args__}
    return Check(**(values | {"id": check_id}))


@given(st.lists(TICKS, max_size=8), TICKS)
def test_only_the_last_answer_about_a_thing_counts(ticks, last):
    once = checks.folded(Check(), *last)
    check = Check()
    for what, value, since in [*ticks, last, last]:
        check = checks.folded(check, what, value, since)

    kind, _, about = last[0].partition(":")
    if kind == "sign":
        assert check.answers.get(about) == once.answers.get(about)
        assert check.since.get(about) == once.since.get(about)
    elif kind == "event":
        assert (about in check.events) == (about in once.events)
    elif kind == "unusual":
        assert (about in check.unusual) == (about in once.unusual)
    elif kind in ("tone", "pump_alarm", "note"):
        assert getattr(check, kind) == getattr(once, kind)
    else:
        assert getattr(check.vitals, kind) == getattr(once.vitals, kind)


@pytest.mark.parametrize("what", ["weather", "weather:rain", "", ":"])
def test_an_answer_of_a_kind_that_is_not_known_changes_nothing(what):
    check = make_check(["itch"])

    assert checks.folded(check, what, "yes", NOON) == check


@pytest.mark.parametrize(
    ("what", "value"), [("sign:itch", "perhaps"), ("tone", "softer"), ("pump_alarm", "three-tone")]
)
def test_an_answer_that_is_not_known_leaves_the_check_readable(store, what, value):
    kept(("sign:sweating", "yes", NOON), (what, value, None))

    assert "sweating" in checks.unfinished().ticked


def test_a_sign_that_is_not_there_has_no_beginning():
    assert checks.folded(Check(), "sign:itch", "no", NOON).since == {}


def test_a_finished_check_is_the_last_saved_and_no_draft(store):
    check_id = kept(("sign:itch", "yes", NOON))
    checks.finish(check_id, "call-clinic", ["one-early-sign"], NOON + minutes(5))

    assert checks.unfinished() is None
    assert checks.last_saved().saved_at == NOON + minutes(5)
    assert [(check.id, level) for check, level in checks.saved_levels(5)] == [(check_id, "call-clinic")]


def test_without_checks_there_is_neither_draft_nor_saved_one(store):
    assert (checks.unfinished(), checks.last_saved(), checks.saved_levels(9)) == (None, None, [])


def test_saved_checks_come_newest_first_and_no_more_than_wanted(store):
    for count in range(5):
        checks.finish(checks.start(NOON, "Ana"), "clear", [], NOON + days(count))

    assert [check.saved_at for check, _ in checks.saved_levels(3)] == [NOON + days(count) for count in (4, 3, 2)]


@given(TEXTS)
def test_a_note_in_any_script_comes_back(shared_store, note):
    with taken_back(shared_store):
        kept(("note", note, None))

        assert checks.unfinished().note == note


def test_a_tick_keeps_when_and_by_whom(store):
    check_id = checks.start(NOON, "Ana")
    checks.tick(check_id, "tone", Tone.LOOSER, None, NOON + timedelta(seconds=9), "Ben")
    [row] = TickRow.select()

    assert (row.value, row.recorded_at, row.recorded_by) == ("looser", NOON + timedelta(seconds=9), "Ben")
