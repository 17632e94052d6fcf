"""Taking in an export adds what is missing, changes nothing that is here, and loses nothing of either side."""

import os
from datetime import timedelta

import pytest

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.people import Person, Role
from itb_companion.care.severity import Severity
from itb_companion.care.signs import LEADING_SIGNS
from itb_companion.care.value import replace
from itb_companion.record import checks, episodes, ledger, tables, whole, whole_import
from itb_companion.record.whole_check import NotTakenError, Why, checked
from itb_companion.record.whole_merge import ALIKE, FINISHED, IDENTITY, SINGLE, merge
from itb_companion.record.whole_schema import KEY_FIELDS, columns
from tests.factories import (
    NOON,
    Program,
    SettableClock,
    days,
    make_alert,
    make_contact,
    make_fill,
    make_first_start,
    minutes,
)
from tests.record.whole_lives import Life


@pytest.fixture(autouse=True)
def _nothing_needs_to_outlive_a_power_cut(monkeypatch):
    """Waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


class House:
    """One computer of a household: its program, its export, and exports that it takes in."""

    def __init__(self, folder, now=NOON):
        self.program = Program(folder, SettableClock(now))
        self.companion.desk.store.database.execute_sql("PRAGMA synchronous = OFF")

    @property
    def companion(self):
        """The program, with the tables bound to its record: they belong to the one that was opened last."""
        self.program.companion.desk.store.database.bind(tables.TABLES)
        return self.program.companion

    @property
    def clock(self):
        return self.program.clock

    @property
    def rows(self):
        return whole.read(self.companion.desk.store)

    def export(self):
        return whole.export_bytes(self.rows, self.clock.at)

    def take_in(self, data):
        with self.companion.desk.act():
            return whole_import.take_in(self.companion.desk.store, checked(data).rows, self.clock.at)


@pytest.fixture
def house(tmp_path):
    """Return a house by name, and close all of them."""
    made = {}

    def build(name="ours", now=NOON):
        made[name] = House(tmp_path / name, now)
        return made[name]

    yield build
    for each in made.values():
        each.companion.close()


@pytest.fixture
def ours(house):
    ours = house("ours")
    ours.companion.people.begin(make_first_start())
    return ours


@pytest.fixture
def theirs(house, ours):
    """A second computer that has had everything of the first one until now."""
    theirs = house("theirs")
    theirs.take_in(ours.export())
    theirs.clock.at = ours.clock.at = NOON + days(1)
    return theirs


def added(merged):
    return {table: count for table, count in merged.added.items() if count}


def current(rows, table, **wanted):
    return [
        row
        for row in rows[table]
        if row["replaced_by"] is None and all(row[name] == value for name, value in wanted.items())
    ]


def test_every_table_is_known_by_fields_that_it_has():
    """A table or field that is renamed would silently be known by nothing."""
    names = {table: {column.name for column in found} for table, found in columns().items()}

    for settings in (IDENTITY, FINISHED, SINGLE, ALIKE):
        for table, fields in settings.items():
            assert {*fields} <= names[table]
    assert all(field in names[table] for table, field in KEY_FIELDS)
    assert {table for table, found in names.items() if "replaced_by" in found} >= {*SINGLE, *ALIKE}


def test_a_new_table_is_thought_of():
    """Of each it must be said what never changes about its entries: an import would double what changed meanwhile."""
    written_once = {"tick", "note", "closing", "delivery", "answer"}
    replaced = {table for table, found in columns().items() if any(column.refers_to == table for column in found)}

    assert written_once | replaced | {*IDENTITY} == {*columns()}


class TestKnown:
    """What is here already."""

    def test_the_same_file_twice_changes_nothing(self, ours, theirs):
        data = ours.export()
        before = theirs.export()

        assert added(theirs.take_in(data)) == {}
        assert theirs.export() == before

    def test_an_older_export_adds_nothing_to_a_newer_record(self, ours):
        ours.companion.checks.tick("sign:itch", "yes")
        ours.companion.help.ask()
        ours.companion.reminders.evaluate()
        old = ours.export()
        ours.clock.at += days(1)
        ours.companion.checks.save()
        ours.companion.help.close(Ending.FALSE_ALARM, "It was the cat", "Ana")
        ours.companion.people.save_person(Person("Mia Berg-Li"))
        ours.companion.people.verify_number(ours.companion.household().contacts[0].id)
        ours.companion.refills.correct(replace(ours.companion.household().fill, dose_mcg_per_day=480.0))
        ours.companion.reminders.evaluate()
        before = ours.export()

        assert added(ours.take_in(old)) == {}
        assert ours.export() == before
        assert ours.companion.help.current() is None

    def test_a_newer_export_brings_an_older_record_up_to_date(self, ours, theirs):
        ours.companion.checks.tick("sign:itch", "yes")
        ours.companion.help.ask()
        theirs.take_in(ours.export())
        ours.clock.at += minutes(10)
        ours.companion.checks.save()
        ours.companion.help.tried("Clinic", "112", None, Outcome.REACHED)
        ours.companion.help.close(Ending.HANDED_OVER, "Crew", "Ana")

        theirs.take_in(ours.export())

        found = theirs.companion.help
        assert found.current() is None
        [episode] = found.recent()
        assert (episode.closing.what, episode.attempts[0].who) == ("Crew", "Clinic")
        assert checks.unfinished() is None
        assert checks.last_level() == ours.rows["sign_check"][0]["level"]
        assert theirs.rows == ours.rows

    def test_the_same_thing_twice_stays_twice(self, ours, house):
        rows = ours.rows
        once = rows["contact"][0]
        rows["contact"] = [once, {**once, "id": 2}]
        data = whole.export_bytes(rows, NOON)
        empty = house("empty")

        empty.take_in(data)
        assert whole.export_bytes(empty.rows, NOON) == data
        assert added(empty.take_in(data)) == {}


class TestSingle:
    """What can be there only once."""

    def test_of_two_persons_and_settings_the_one_entered_last_counts(self, ours, theirs):
        theirs.companion.people.save_person(Person("Mia from there"))
        theirs.companion.people.set_option("theme", "dark")
        ours.clock.at += minutes(5)
        ours.companion.people.save_person(Person("Mia from here"))
        theirs.clock.at += minutes(10)
        theirs.companion.people.set_emergency_number("911")

        ours.take_in(theirs.export())

        rows = ours.rows
        for table in ("person", "pump"):
            assert len(current(rows, table)) == 1
        assert current(rows, "person")[0]["name"] == "Mia from here"
        assert {row["name"] for row in rows["person"]} == {"Mia Berg", "Mia from here", "Mia from there"}
        [number] = current(rows, "setting", name="emergency_number")
        assert number["value"] == "911"
        assert ours.companion.household().emergency_number == "911"
        assert len(current(rows, "setting", name="options")) == 1

    def test_a_cancelled_appointment_that_is_newer_counts(self, ours, theirs):
        ours.companion.refills.set_appointment(NOON.date() + days(30), None)
        theirs.take_in(ours.export())
        theirs.clock.at += minutes(1)
        theirs.companion.refills.cancel_appointment()

        ours.take_in(theirs.export())

        assert ours.companion.household().appointment is None
        assert len(current(ours.rows, "appointment")) == 1

    def test_a_contact_that_both_entered_is_called_once(self, house, ours):
        """After a loss somebody enters the clinic again, and then finds the old export."""
        lost = house("lost")
        lost.clock.at += days(1)
        lost.companion.people.begin(make_first_start())

        lost.take_in(ours.export())

        assert [contact.name for contact in lost.companion.household().contacts] == ["Baclofen on-call line"]
        assert len(lost.rows["contact"]) == 2
        assert len(lost.companion.refills.fills()) == 1

    def test_different_contacts_and_refills_stay_both(self, ours, theirs):
        theirs.companion.people.save_contact(make_contact("Ali", Role.FAMILY, day_number="030 12345"))
        theirs.companion.refills.record(make_fill(filled_on=NOON.date(), alarm_on=None))
        ours.companion.people.save_contact(make_contact("Zoë", Role.FAMILY, day_number="030 54321"))

        ours.take_in(theirs.export())

        assert {c.name for c in ours.companion.household().contacts} == {"Baclofen on-call line", "Ali", "Zoë"}
        assert len(ours.companion.refills.fills()) == 2

    def test_what_both_replaced_in_turn_does_not_lead_in_a_circle(self, ours):
        mine = ours.rows
        first, second = ({**mine["person"][0], "id": number, "name": name} for number, name in ((1, "A"), (2, "B")))
        here = {**mine, "person": [{**first, "replaced_by": 2}, second]}
        there = {**mine, "person": [first, {**second, "replaced_by": 1}]}

        rows = merge(here, there, NOON).rows

        assert [row["replaced_by"] for row in rows["person"]] == [2, None]


class TestOrder:
    """The order of the ids says what came last."""

    def test_older_checks_of_another_computer_are_not_the_newest_here(self, ours, theirs):
        theirs.companion.checks.tick("sign:seizure", "yes")
        theirs.companion.checks.tick("sign:itch", "no")
        theirs.companion.checks.progress()
        ours.clock.at += days(2)
        ours.companion.checks.no_signs_now()

        ours.take_in(theirs.export())

        newest = checks.last_saved()
        assert set(newest.answers) == {*LEADING_SIGNS}
        assert checks.unfinished() is None
        assert [row["started_at"] for row in ours.rows["sign_check"]] == sorted(
            row["started_at"] for row in ours.rows["sign_check"]
        )

    def test_newer_ones_come_after_those_here(self, ours, theirs):
        ours.companion.checks.no_signs_now()
        theirs.clock.at += days(2)
        theirs.companion.checks.tick("sign:itch", "yes")
        theirs.companion.checks.save()

        ours.take_in(theirs.export())

        assert checks.last_saved().ticked == {"itch"}

    def test_ticks_stay_with_their_check(self, ours, theirs):
        ours.clock.at += minutes(3)
        for each, sign in ((theirs, "itch"), (ours, "tingling")):
            each.companion.checks.tick(f"sign:{sign}", "no")
            each.clock.at += minutes(7)
            each.companion.checks.save()

        ours.take_in(theirs.export())

        assert sorted(tuple(check.answers) for check, _ in checks.saved_levels(9)) == [("itch",), ("tingling",)]

    def test_a_clock_that_stood_ahead_does_not_put_new_entries_before_old_ones(self, ours, theirs):
        for ahead in (400, 401, 402):
            ours.clock.at = NOON + days(ahead)
            ours.companion.checks.no_signs_now()
        ours.clock.at = NOON + days(2)
        ours.companion.checks.no_signs_now()
        theirs.clock.at = NOON + days(3)
        theirs.companion.checks.tick("sign:itch", "yes")
        theirs.companion.checks.save()

        ours.take_in(theirs.export())

        assert checks.last_saved().ticked == {"itch"}


class TestAlerts:
    """Keys of alerts name checks and episodes by their ids."""

    def test_a_key_goes_with_the_episode_and_the_check_that_it_names(self, ours, theirs):
        """Else a reminder of another episode would count as shown."""
        theirs.clock.at += minutes(1)
        for each, sign in ((ours, "itch"), (theirs, "tingling")):
            each.companion.checks.tick(f"sign:{sign}", "yes")
            each.companion.checks.tick("sign:low-blood-pressure", "yes")
            each.companion.checks.save()
            each.companion.reminders.evaluate()
            each.companion.help.close(Ending.FALSE_ALARM, sign, "Ana")
            each.companion.reminders.evaluate()
        keys = {row["key"] for row in ours.rows["occurrence"]} & {row["key"] for row in theirs.rows["occurrence"]}
        assert any(key.startswith("episode:1:") for key in keys)

        ours.take_in(theirs.export())

        rows = ours.rows
        what = {row["id"]: row["ended_what"] for row in rows["episode"]}
        assert sorted(what.values()) == ["itch", "tingling"]
        for number in what:
            assert any(row["key"].startswith(f"episode:{number}:") for row in rows["occurrence"])
            assert any(row["cause"] == f"episode:{number}" for row in rows["alert"])
        assert len({row["key"] for row in rows["occurrence"]}) == len(rows["occurrence"])

    def test_an_occurrence_that_is_known_here_stays_as_it_is(self, ours, theirs):
        for each, minute in ((ours, 0), (theirs, 5)):
            each.clock.at = NOON + days(60) + minutes(minute)
            each.companion.reminders.evaluate()
        before = ours.rows["occurrence"]
        assert {row["key"] for row in before} & {row["key"] for row in theirs.rows["occurrence"]}

        ours.take_in(theirs.export())

        kept = {row["key"]: row["raised_at"] for row in ours.rows["occurrence"]}
        assert all(kept[row["key"]] == row["raised_at"] for row in before)

    def test_one_alert_speaks_for_a_cause(self, ours, theirs):
        for each, minute in ((ours, 0), (theirs, 5)):
            with each.companion.desk.act():
                ledger.insert(make_alert(Severity.URGENT, NOON + minutes(minute), key=f"book:x:{minute}"))

        ours.take_in(theirs.export())

        assert ours.companion
        [is_open] = ledger.open_alerts()
        assert is_open.item.key == "book:x:0"
        assert len(ours.rows["alert"]) == 2
        assert added(ours.take_in(theirs.export())) == {}

    def test_an_alert_that_is_open_here_is_not_settled_by_a_file(self, ours, theirs):
        with ours.companion.desk.act():
            alert = ledger.insert(make_alert(Severity.URGENT))
        theirs.take_in(ours.export())
        with theirs.companion.desk.act():
            ledger.update(replace(alert, settled_at=theirs.clock.at, settled_why="seen"))

        ours.take_in(theirs.export())

        assert ours.companion
        assert [each.item.key for each in ledger.open_alerts()] == [alert.item.key]


class TestEpisodes:
    """One is open at a time."""

    def test_a_second_open_one_is_refused_and_nothing_changes(self, ours, theirs):
        for each, minute in ((ours, 1), (theirs, 2)):
            each.clock.at += minutes(minute)
            each.companion.help.ask()
        before = ours.export()

        with pytest.raises(NotTakenError) as told:
            ours.take_in(theirs.export())

        assert told.value.why is Why.TWO_OPEN
        assert ours.export() == before

    def test_one_that_is_open_there_is_open_here(self, ours, theirs):
        theirs.companion.help.tried("Clinic", "112", None, Outcome.NO_ANSWER)

        ours.take_in(theirs.export())

        assert [call.who for call in ours.companion.help.current().attempts] == ["Clinic"]

    def test_an_old_export_does_not_close_one_that_was_opened_again(self, ours):
        ours.companion.help.ask()
        ours.companion.help.close(Ending.FALSE_ALARM, "the cat", "Ana")
        old = ours.export()
        ours.clock.at += minutes(30)
        with ours.companion.desk.act():
            episodes.reopen(1, None, ours.clock.at, "Ana")
        before = ours.export()

        ours.take_in(old)

        assert ours.companion.help.current() is not None
        assert ours.export() == before

    def test_one_that_was_opened_again_there_is_open_here_too(self, ours, theirs):
        ours.companion.help.ask()
        ours.companion.help.close(Ending.FALSE_ALARM, "the cat", "Ana")
        theirs.take_in(ours.export())
        theirs.clock.at += minutes(30)
        with theirs.companion.desk.act():
            episodes.reopen(1, None, theirs.clock.at, "Ben")

        ours.take_in(theirs.export())

        episode = ours.companion.help.current()
        assert [earlier.closing.what for earlier in episode.earlier] == ["the cat"]


@pytest.mark.parametrize("seed", range(4))
def test_two_computers_that_went_their_own_ways_come_together(tmp_path, seed):
    """Nothing of either is lost, what counts once counts once, and what comes out is an export in order."""
    here, there = Life(tmp_path / "here", seed), Life(tmp_path / "there", 100 + seed)
    here.begin().live(10)
    before = whole.read(here.store)
    with there.store.transaction():
        whole_import.take_in(there.store, before, NOON)
    there.companion.desk.forget()
    there.program.clock.at = here.program.clock.at + timedelta(seconds=seed)
    there.live(12)
    here.live(12)
    if here.companion.help.current() is not None:  # a second open episode is refused, as another test shows
        here.companion.help.close(Ending.FALSE_ALARM, "the cat", "Ana")
    mine, theirs = whole.read(here.store), whole.read(there.store)
    here.close()
    there.close()

    merged = merge(mine, theirs, NOON)

    data = whole.export_bytes(merged.rows, NOON)
    assert checked(data).rows == merged.rows
    for table in mine:
        assert len(merged.rows[table]) == len(mine[table]) + merged.added[table]
        assert merged.added[table] + merged.known[table] == len(theirs[table])
    for table in ("person", "pump", "fill", "contact", "setting"):
        said = [{k: v for k, v in row.items() if k not in ("id", "replaced_by")} for row in merged.rows[table]]
        for side in (mine, theirs):
            assert all({k: v for k, v in row.items() if k not in ("id", "replaced_by")} in said for row in side[table])
    for table in ("person", "pump"):
        assert len(current(merged.rows, table)) == 1
    names = [row["name"] for row in current(merged.rows, "setting")]
    assert len(names) == len(set(names))
    for again in (mine, theirs):
        assert not any(merge(merged.rows, again, NOON).added.values())
