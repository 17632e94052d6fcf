"""Nothing of an export is kept before all of it was checked, and every problem is named with its place."""

import copy
import json
import random
import re
import time
from pathlib import Path

import pytest

from itb_companion.care.episode import Outcome
from itb_companion.care.people import Role
from itb_companion.care.value import replace
from itb_companion.record import migrations, whole
from itb_companion.record.whole_check import MOST_NAMED, NotTakenError, Why, checked
from itb_companion.record.whole_facts import ENUMS, shown
from itb_companion.record.whole_schema import Kind, columns
from itb_companion.words import Words
from itb_companion.words.problems import sentence
from tests.factories import BERLIN, NOON, Program, make_contact, minutes
from tests.record.whole_mutations import mutated_bytes


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """A household of which every table has something, as its export says it."""
    program = Program(tmp_path_factory.mktemp("whole") / "data").begin()
    companion, clock = program.companion, program.clock
    companion.people.save_contact(make_contact("Ali", Role.FAMILY))
    companion.people.verify_number(companion.household().contacts[1].id)
    companion.people.save_plan(replace(companion.household().plan, clinic_wait_min=45))
    companion.people.save_preferences(companion.household().preferences)
    companion.people.set_option("theme", "dark")
    companion.reminders.note_alarm_test(saw_notification=True, heard_sound=False)
    companion.refills.set_appointment(companion.desk.today.replace(month=4), NOON.time().replace(tzinfo=None))
    companion.checks.tick("sign:itch", "yes")
    companion.checks.tick("systolic_mmhg", 151)
    companion.checks.save()
    companion.help.ask()
    companion.help.tried("Ali", "112", None, Outcome.REACHED)
    clock.at += minutes(90)
    companion.reminders.evaluate()
    for alert in companion.reminders.evaluate().alerts:
        companion.reminders.seen(alert.id)
    rows = whole.read(companion.desk.store)
    companion.close()
    episode = {"id": 1, "episode_id": 1, "at": rows["episode"][0]["opened_at"], "recorded_by": "Ana"}
    rows["note"] = [episode | {"text": "on the way"}]
    rows["delivery"] = [
        {
            "id": 1,
            "key": "episode:1:urgent",
            "channel": "dbus",
            "outcome": "confirmed",
            "detail": "",
            "at": "2026-03-10T11:00:00Z",
        }
    ]
    return json.loads(whole.export_bytes(rows, NOON))


@pytest.fixture
def given(document):
    return copy.deepcopy(document)


def data_of(document):
    return json.dumps(document).encode()


def faults(document):
    """Return place and code of each problem."""
    with pytest.raises(NotTakenError) as told:
        checked(data_of(document))
    assert told.value.why is Why.PROBLEMS
    return [(fault.place, fault.problem.code) for fault in told.value.faults]


def why(data):
    with pytest.raises(NotTakenError) as told:
        checked(data)
    return told.value.why


def test_an_export_of_ours_is_in_order(document):
    found = checked(data_of(document))

    empty = {table for table, rows in found.rows.items() if not rows}
    assert empty <= {"closing", "absence"}
    assert found.made_at == "2026-03-10T11:00:00.000000+00:00"


def test_it_takes_a_few_milliseconds(document):
    data = data_of(document)
    times = []
    for _ in range(20):
        began = time.process_time()
        checked(data)
        times.append(time.process_time() - began)

    assert min(times) < 0.01


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Why.NOT_READABLE),
        (b"{", Why.NOT_READABLE),
        (b"\xff\xfe{\x00}\x00", Why.NOT_READABLE),
        (b'{"a": 1, "a": 2}', Why.NOT_READABLE),
        (b'{"a": NaN}', Why.NOT_READABLE),
        (b'{"a": -Infinity}', Why.NOT_READABLE),
        (b"[" * 200_000, Why.NOT_READABLE),
        (b'{"a":' * 100_000, Why.NOT_READABLE),
        (b'{"a": ' + b"9" * 5000 + b"}", Why.NOT_READABLE),
        (b"[]", Why.NOT_AN_EXPORT),
        (b"5", Why.NOT_AN_EXPORT),
        (b"null", Why.NOT_AN_EXPORT),
        (b"{}", Why.NOT_AN_EXPORT),
        (b'{"format": "another"}', Why.NOT_AN_EXPORT),
        (b'{"format": ["itb-companion-export"]}', Why.NOT_AN_EXPORT),
        (b" " * (64 * 2**20 + 1), Why.TOO_LARGE),
    ],
    ids=lambda part: repr(part[:20]) if isinstance(part, bytes) else part,
)
def test_what_is_no_export_is_told_as_such(data, expected):
    began = time.perf_counter()

    assert why(data) is expected
    assert time.perf_counter() - began < 2


def test_a_byte_order_mark_of_an_editor_does_no_harm(document):
    checked(b"\xef\xbb\xbf" + data_of(document))


@pytest.mark.parametrize(("field", "value"), [("version", 2), ("record_format", migrations.FORMAT + 1)])
def test_an_export_of_a_newer_program_is_told_before_anything_in_it_is_looked_at(given, field, value):
    given["tables"] = "something new"

    assert why(data_of(given | {field: value})) is Why.NEWER


@pytest.mark.parametrize("field", ["program", "made_at", "tables", "version", "record_format"])
def test_a_header_with_something_missing_is_told(given, field):
    del given[field]

    assert (field, "whole-missing") in faults(given)


@pytest.mark.parametrize(
    ("table", "field", "value", "code"),
    [
        ("contact", "day_number", 112, "whole-not-text"),
        ("contact", "day_number", "+49 30 zero", "number-has-letters"),
        ("contact", "day_number", None, "whole-empty"),
        ("contact", "name", "\ud800", "whole-text-unkeepable"),
        ("contact", "name", "a\0b", "whole-text-unkeepable"),
        ("contact", "name", "x" * 100_001, "whole-text-too-long"),
        ("contact", "name", "x" * 81, "name-too-long"),
        ("contact", "name", " ", "name-empty"),
        ("contact", "name", "Ali\nBerg", "name-on-two-lines"),
        ("person", "name", "Mia\r\nBerg", "name-on-two-lines"),
        ("contact", "role", "nurse", "whole-unknown-value"),
        ("contact", "position", 1.5, "whole-not-a-whole-number"),
        ("contact", "position", True, "whole-not-a-whole-number"),
        ("contact", "position", 2**40, "whole-not-a-whole-number"),
        ("contact", "removed", 0, "whole-not-yes-or-no"),
        ("contact", "verified_on", "2026-02-30", "whole-not-a-day"),
        ("contact", "verified_on", "0001-01-01", "whole-not-a-day"),
        ("contact", "recorded_at", "2026-03-10T11:00:00", "whole-not-an-instant"),
        ("contact", "recorded_at", "9999-12-31T23:59:59-14:00", "whole-not-an-instant"),
        ("contact", "recorded_at", "yesterday", "whole-not-an-instant"),
        ("contact", "replaced_by", 99, "whole-no-such-entry"),
        ("contact", "replaced_by", 0, "whole-not-an-id"),
        ("contact", "replaced_by", "2", "whole-not-an-id"),
        ("contact", "id", 10**12, "whole-not-an-id"),
        ("contact", "id", None, "whole-empty"),
        ("person", "name", "", "name-empty"),
        ("person", "special_risks", ["flies"], "whole-unknown-value"),
        ("person", "special_risks", "t6-or-above", "whole-not-a-list"),
        ("person", "special_risks", [[]], "whole-not-a-list"),
        ("pump", "reservoir_ml", 0, "reservoir-impossible"),
        ("pump", "reservoir_ml", "20", "whole-not-a-number"),
        ("pump", "reservoir_ml", 1e300, "whole-not-a-number"),
        ("fill", "volume_ml", -1, "volume_ml-not-positive"),
        ("fill", "alarm_on", "2026-01-01", "alarm-date-before-fill"),
        ("fill", "dose_mcg_per_day", 99999, "dose_mcg_per_day-impossible"),
        ("appointment", "at_time", "25:00", "whole-not-a-time"),
        ("appointment", "at_time", "09:00+01:00", "whole-not-a-time"),
        ("sign_check", "level", "quite-bad", "whole-unknown-value"),
        ("sign_check", "level", None, "whole-half"),
        ("sign_check", "rules", {"a": 1}, "whole-not-a-list"),
        ("sign_check", "episode_id", 9, "whole-no-such-entry"),
        ("tick", "what", "sign:wings", "whole-unknown-value"),
        ("tick", "value", "perhaps", "whole-not-such-an-answer"),
        ("tick", "value", {"a": []}, "whole-not-such-an-answer"),
        ("tick", "check_id", 9, "whole-no-such-entry"),
        ("tick", "check_id", None, "whole-empty"),
        ("episode", "ending", "forgotten", "whole-unknown-value"),
        ("episode", "ended_at", "2026-03-10T12:00:00Z", "whole-half"),
        ("cause", "level", "quite-bad", "whole-unknown-value"),
        ("cause", "signs", ["wings"], "whole-unknown-value"),
        ("cause", "reading", 7, "whole-unknown-value"),
        ("attempt", "outcome", "engaged", "whole-unknown-value"),
        ("alert", "kind", "party", "whole-unknown-value"),
        ("alert", "severity", 9, "whole-unknown-value"),
        ("alert", "cause", "episode:7", "whole-no-such-entry"),
        ("delivery", "key", "recheck:7:urgent", "whole-no-such-entry"),
        ("delivery", "outcome", "perhaps", "whole-unknown-value"),
    ],
)
def test_every_wrong_value_is_named_at_its_place(given, table, field, value, code):
    given["tables"][table][0][field] = value

    assert (f"{table}[0].{field}", code) in faults(given)


def test_a_line_break_in_a_name_that_counts_no_longer_stands_in_no_way(given):
    """It was pasted before it was refused, and nobody can change what was replaced."""
    [person, *_] = given["tables"]["person"]
    given["tables"]["person"] = [person | {"name": "Mia\nBerg", "replaced_by": 2}, person | {"id": 2}]
    checked(data_of(given))
    given["tables"]["person"][1]["name"] = "Mia\nBerg"

    assert faults(given) == [("person[1].name", "name-on-two-lines")]
    assert "line break in this name" in Words(BERLIN).text("problem.name-on-two-lines")


@pytest.mark.parametrize("key", ENUMS, ids=".".join)
def test_every_field_with_known_values_takes_no_other(given, key):
    """The fields are those of the tables; one that was renamed would no longer be looked at."""
    table, field = key

    assert field in {column.name for column in columns()[table]}
    if given["tables"][table]:
        given["tables"][table][0][field] = 77 if isinstance(given["tables"][table][0][field], int) else "unheard-of"
        assert f"{table}[0].{field}" in [place for place, _ in faults(given)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan", None),
        ("plan", 5),
        ("plan", {"clinic_wait_min": "60"}),
        ("plan", {"clinic_wait_min": 0}),
        ("plan", {"instructions": 5}),
        ("plan", {"stricter": ["urgent"]}),
        ("plan", {"stricter": {"single-alarm": "very"}}),
        ("plan", {"usual_pulse_per_min": [90, 50]}),
        ("plan", {"usual_pulse_per_min": ["a", "b"]}),
        ("plan", {"usual_pulse_per_min": 5}),
        ("plan", {"opens": "08:00+01:00"}),
        ("plan", {"opens": "18:00", "closes": "08:00"}),
        ("plan", {"source": {"file": 5}}),
        ("preferences", {"book_steps": ["x"]}),
        ("preferences", {"book_steps": [1.5]}),
        ("preferences", {"book_steps": []}),
        ("preferences", {"morning": "23:00"}),
        ("preferences", {"morning": None}),
        ("preferences", {"sign_check_times": ["09:00+01:00"]}),
        ("preferences", {"sign_checks_since": "2026-03-10T09:00:00"}),
        ("preferences", {"quiet_from": "22:00", "quiet_until": None}),
        ("emergency_number", 112),
        ("emergency_number", "one one two"),
        ("caregiver", ""),
        ("caregiver", ["Ana"]),
        ("caregiver", "Ana\u2028Ben"),
        ("options", {"theme": 5}),
        ("options", "dark"),
        ("alarm_test", {"at": "2026-03-10T09:00:00", "by": "Ana", "saw_notification": True, "heard_sound": True}),
        ("alarm_test", {"at": "2026-03-10T09:00:00Z"}),
    ],
)
def test_a_setting_that_no_page_could_read_is_refused(given, name, value):
    given["tables"]["setting"][0] |= {"name": name, "value": value}

    assert [place for place, _ in faults(given)] == ["setting[0].value"]


def test_a_setting_of_which_nothing_is_known_is_kept(given):
    given["tables"]["setting"][0] |= {"name": "of a later version", "value": {"a": [1, None, "x"]}}

    checked(data_of(given))


def nested(depth):
    return [nested(depth - 1)] if depth else 1


@pytest.mark.parametrize("value", [nested(25), "x" * 100_001, [1] * 100_001, 1e300, 10**30, {"\ud800": 1}])
def test_a_document_has_its_bounds(given, value):
    given["tables"]["setting"][0] |= {"name": "another", "value": value}

    assert [place for place, _ in faults(given)] == ["setting[0].value"]


def test_missing_and_unknown_fields_and_tables_are_told(given):
    del given["tables"]["contact"][0]["role"]
    del given["tables"]["answer"]
    given["tables"]["contact"][0]["fax"] = "1"
    given["tables"]["\x1b[31mfax" + "x" * 90] = []
    given["extra"] = 1

    found = faults(given)

    assert ("contact[0].role", "whole-missing") in found
    assert ("contact[0].fax", "whole-unknown-field") in found
    assert ("answer", "whole-missing") in found
    assert ("extra", "whole-unknown-field") in found
    assert ("?[31mfax" + "x" * 31 + "…", "whole-unknown-table") in found


@pytest.mark.parametrize("wrong", [None, 5, "x", {}])
def test_what_should_be_a_list_of_entries_and_is_none(given, wrong):
    given["tables"]["contact"] = wrong
    given["tables"]["person"] = [wrong, []]

    found = faults(given)

    assert ("contact", "whole-not-a-list") in found
    assert {place for place, _ in found} >= {"contact", "person[1]"}


def test_ids_and_keys_stand_in_it_once(given):
    given["tables"]["contact"][1]["id"] = given["tables"]["contact"][0]["id"]
    twice = given["tables"]["occurrence"][0]
    given["tables"]["occurrence"].append({**twice, "id": 900})

    found = faults(given)

    assert ("contact[1].id", "whole-twice") in found
    assert (f"occurrence[{len(given['tables']['occurrence']) - 1}].key", "whole-twice") in found


def test_entries_that_replace_each_other_in_a_circle_are_refused(given):
    first, second = given["tables"]["contact"][:2]
    first["replaced_by"], second["replaced_by"] = second["id"], first["id"]

    assert ("contact[0].replaced_by", "whole-replaced-in-a-circle") in faults(given)


def test_an_entry_cannot_replace_itself(given):
    given["tables"]["person"][0]["replaced_by"] = given["tables"]["person"][0]["id"]

    assert faults(given) == [("person[0].replaced_by", "whole-replaced-in-a-circle")]


def test_an_episode_needs_a_cause_and_only_one_is_open(given):
    open_one = given["tables"]["episode"][0]
    given["tables"]["episode"].append({**open_one, "id": 2})

    assert set(faults(given)) == {("episode[1]", "whole-without-cause"), ("episode[1].ended_at", "whole-second-open")}


def test_twenty_problems_are_named_and_the_others_counted(given):
    given["tables"]["tick"] = [{} for _ in range(100)]

    with pytest.raises(NotTakenError) as told:
        checked(data_of(given))

    assert len(told.value.faults) == MOST_NAMED == 20
    assert told.value.more == 100 * len(columns()["tick"]) - 20


def test_an_older_record_may_lack_what_came_later_and_a_newest_may_not(given):
    """Format 3 brought `advised_by` and `opening`, and the table of notes."""
    del given["tables"]["note"]
    for table, field in (("episode", "advised_by"), ("cause", "opening")):
        for row in given["tables"][table]:
            del row[field]
    assert {("note", "whole-missing"), ("cause[0].opening", "whole-missing")} <= set(faults(given))

    found = checked(data_of(given | {"record_format": 2}))

    assert found.rows["note"] == []
    assert found.rows["cause"][0]["opening"] == 0
    assert found.rows["episode"][0]["advised_by"] is None


def test_what_an_older_record_must_have_had_is_missed_there_too(given):
    del given["tables"]["person"][0]["name"]

    assert faults(given | {"record_format": 2}) == [("person[0].name", "whole-missing")]


def test_every_problem_has_a_sentence():
    """The codes stand in the sources; those of the domain's own checks have theirs."""
    words = Words(BERLIN)
    sources = "".join(path.read_text() for path in Path(whole.__file__).parent.glob("whole_*.py"))
    codes = set(re.findall(r'"(whole-[a-z-]+)"', sources))

    assert len(codes) > 20
    assert not [code for code in codes if not words.has(f"problem.{code}") and code != Kind.WHOLE]
    assert not [reason for reason in Why if not words.has(f"whole.{reason}")]


def test_what_came_out_of_a_file_is_told_without_what_a_terminal_acts_upon():
    assert shown("\x1b[2J\x07" + "x" * 60) == "?[2J?" + "x" * 34 + "…"


@pytest.mark.no_cover
def test_thousands_of_mutated_exports_are_told_in_words_and_soon(document):
    """Types swapped, bytes flipped, cut, doubled, nested, huge: nothing but an answer, within two seconds each.

    With those of protected files and of the whole act they are ten thousand and more.
    """
    words, chance = Words(BERLIN), random.Random(11)
    slowest, taken, nameless, told = 0.0, 0, 0, set()
    for _ in range(5_700):
        data = mutated_bytes(chance, document)
        began = time.perf_counter()
        try:
            checked(data)
            taken += 1
        except NotTakenError as error:
            nameless += error.why is Why.PROBLEMS and not error.faults
            told |= {sentence(words, fault.problem) for fault in error.faults}
        slowest = max(slowest, time.perf_counter() - began)

    assert slowest < 2
    assert 0 < taken < 3000
    assert nameless == 0
    assert len(told) > 40
    assert all(each.endswith(".") for each in told)
