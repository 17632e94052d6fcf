"""The care plan's entries: who, when, from which file, and what stood before."""

from itb_companion.care.plan import Plan
from itb_companion.record import entries, people, plan_entries
from itb_companion.record.plan_entries import PlanEntry, Source
from tests.factories import NOON, days, minutes

FIRST, SECOND = Plan(clinic_wait_min=45), Plan(clinic_wait_min=20)
SOURCE = Source("plan.toml", "Pump clinic", risks_added=frozenset({"t6-or-above"}))


def told(entry):
    return entry.plan, entry.at, entry.by, entry.source


def test_before_anything_was_entered_there_are_only_the_defaults(store):
    assert plan_entries.newest() == (PlanEntry(Plan()),)


def test_entries_carry_who_entered_them_when_and_from_which_file_the_newest_first(store):
    plan_entries.save(FIRST, NOON, "Ana")
    plan_entries.save(SECOND, NOON + days(1), "Ben", SOURCE)

    newest, before, defaults = plan_entries.newest()

    assert told(newest) == (SECOND, NOON + days(1), "Ben", SOURCE)
    assert told(before) == (FIRST, NOON, "Ana", None)
    assert told(defaults) == (Plan(), None, "", None)
    assert people.plan_from(entries.setting("plan")) == SECOND


def test_the_newest_eight_are_enough(store):
    for count in range(10):
        plan_entries.save(Plan(clinic_wait_min=10 + count), NOON + days(count), "Ana")

    assert [entry.plan.clinic_wait_min for entry in plan_entries.newest()] == list(range(19, 11, -1))


def test_what_files_did_to_special_risks_is_taken_back_and_what_people_did_stays():
    def came_with(added=(), removed=()):
        return PlanEntry(Plan(), source=Source(risks_added=frozenset(added), risks_removed=frozenset(removed)))

    newer = (came_with(["t6-or-above"], ["earlier-withdrawal"]), PlanEntry(Plan()), came_with(["earlier-withdrawal"]))

    found = plan_entries.risks_before({"t6-or-above", "cannot-communicate"}, newer)

    assert found == {"cannot-communicate"}


def test_the_plan_in_force_is_the_last_one_entered_until_then(store):
    plan_entries.save(FIRST, NOON, "Ana")
    plan_entries.save(SECOND, NOON + days(1), "Ben")
    moments = (NOON - minutes(1), NOON, NOON + minutes(1), NOON + days(1) - minutes(1), NOON + days(1), NOON + days(9))

    counted = (Plan(), FIRST, FIRST, FIRST, SECOND, SECOND)
    assert plan_entries.in_force_at(moments) == dict(zip(moments, counted, strict=True))
    assert plan_entries.in_force_at(()) == {}
