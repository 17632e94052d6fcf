"""The care plan as a file: looked at before it is taken in, taken in as one act, and put back."""

import os
import stat
from dataclasses import replace
from datetime import date, timedelta

import pytest

from itb_companion.care.occurrence import Kind
from itb_companion.care.plan import Plan, Question, Range
from itb_companion.care.problems import NotAcceptedError
from itb_companion.companion.plans import described, status
from itb_companion.documents.plan_reader import PlanFileError
from itb_companion.record.errors import RecordError
from itb_companion.record.tables import TABLES
from itb_companion.words.language import Words
from tests.factories import BERLIN, NOON, make_person

WORDS = Words(BERLIN)
TEXT = """
clinic = " Pump clinic "
clinic_wait_min = 20
usual_pulse = [60, 90]
special_risks = ["t6-or-above"]
[stricter]
one-early-sign = "urgent"
"""


def rows():
    return sum(table.select().count() for table in TABLES)


@pytest.fixture
def plans(begun):
    return begun.companion.plans


@pytest.fixture
def file(tmp_path):
    def written(text=TEXT):
        path = tmp_path / "plan.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def risks(program):
    return program.companion.household().person.special_risks


def take_in(plans, path):
    preview = plans.read(path, WORDS)
    plans.take_in(preview)
    return preview


# Looking


def test_looking_at_a_file_tells_what_would_change_and_writes_nothing(begun, plans, file):
    before = rows()

    preview = plans.read(file(), WORDS)

    assert [tuple(change) for change in preview.changes] == [
        ("Usual pulse", "not set", "60 to 90 a minute"),
        ("Call the clinic: becomes urgent after", "60 minutes", "20 minutes"),
        ("One early sign", "Call the clinic", "Urgent"),
        ("Special risks", "not set", "Spinal cord injury at T6 or above"),
    ]
    assert (preview.clinic, preview.file, preview.is_for_somebody_else) == ("Pump clinic", "plan.toml", False)
    assert rows() == before
    assert begun.companion.household().plan == Plan()


@pytest.mark.parametrize(
    ("person", "differs"), [("", False), ("mia  BERG", False), ("Mia", True), ("Nora Sample", True)]
)
def test_a_file_for_somebody_else_is_noticed(plans, file, person, differs):
    preview = plans.read(file(f'person = "{person}"\n{TEXT}'), WORDS)

    assert preview.is_for_somebody_else is differs


def test_a_file_that_cannot_be_taken_is_refused_whole(begun, plans, file):
    before = rows()
    with pytest.raises(PlanFileError) as caught:
        plans.read(file(TEXT + 'severe-sign = "urgent"'), WORDS)

    assert len(caught.value.sentences) == 1
    assert rows() == before
    assert begun.companion.household().plan == Plan()


def test_special_risks_need_somebody_who_has_them(program, file):
    with pytest.raises(PlanFileError, match="enter the person first"):
        program.companion.plans.read(file(), WORDS)

    assert program.companion.plans.read(file("clinic_wait_min = 20"), WORDS).changes


def test_what_is_no_file_that_can_be_read_is_told(plans, tmp_path, file):
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    secret = file()
    missing, folder = tmp_path / "none.toml", tmp_path

    for path, said in ((missing, "No such file"), (folder, "is not a file"), (fifo, "is not a file")):
        with pytest.raises(PlanFileError, match=said):
            plans.read(path, WORDS)
    secret.write_bytes(b"\xff\xfe")
    with pytest.raises(PlanFileError, match="UTF-8"):
        plans.read(secret, WORDS)


# Taking in, and putting back


def test_taking_in_keeps_plan_and_risks_in_one_act_with_where_it_came_from(begun, plans, file):
    take_in(plans, file())
    begun.restart()
    household = begun.companion.household()
    newest = begun.companion.plans.entries()[0]

    assert household.plan == Plan(
        clinic_wait_min=20, usual_pulse_per_min=Range(60, 90), stricter={"one-early-sign": "urgent"}
    )
    assert risks(begun) == {"t6-or-above"}
    assert (newest.by, newest.at, newest.source.clinic, newest.source.file) == ("Ana", NOON, "Pump clinic", "plan.toml")
    card = (begun.folder / "emergency-card.json").read_text(encoding="utf-8")
    assert '"clinic_wait_min": 20' in card
    assert "t6-or-above" in card


def test_if_half_of_it_fails_nothing_is_kept(begun, plans, file):
    """The plan is written first, and then the person cannot be."""
    preview, before = plans.read(file(), WORDS), rows()
    refuse = "BEGIN SELECT RAISE(ABORT, 'no more people'); END"
    begun.companion.desk.store.database.execute_sql(f"CREATE TRIGGER full BEFORE INSERT ON person {refuse}")

    with pytest.raises(RecordError):
        plans.take_in(preview)

    assert rows() == before
    assert (begun.companion.household().plan, risks(begun)) == (Plan(), frozenset())


def test_the_plan_before_is_put_back_by_one_act_and_so_is_the_one_after_it(begun, plans, file):
    begun.companion.people.save_plan(Plan(clinic_wait_min=45, instructions="First."))
    take_in(plans, file())
    taken = begun.companion.household().plan
    begun.clock.move(days=1)

    plans.put_back(plans.entries()[1].id)
    assert begun.companion.household().plan == Plan(clinic_wait_min=45, instructions="First.")
    assert risks(begun) == frozenset()

    plans.put_back(plans.entries()[1].id)
    assert begun.companion.household().plan == taken
    assert risks(begun) == {"t6-or-above"}
    assert plans.entries()[0].at == NOON + timedelta(days=1)


def test_the_plan_before_a_file_can_be_put_back_after_later_changes_too(begun, plans, file):
    """And a risk that a person ticked since stays: it only takes back what came with the file."""
    people = begun.companion.people
    people.save_plan(Plan(clinic_wait_min=45))
    take_in(plans, file())
    people.save_plan(replace(begun.companion.household().plan, urgent_wait_min=10))
    people.save_person(make_person(special_risks=risks(begun) | {"cannot-communicate"}))

    plans.put_back(plans.entries()[2].id)

    assert begun.companion.household().plan == Plan(clinic_wait_min=45)
    assert risks(begun) == {"cannot-communicate"}


def test_the_defaults_can_be_put_back_and_an_unknown_entry_changes_nothing(begun, plans, file):
    take_in(plans, file())
    before = rows()
    for entry_id in (4711, plans.entries()[0].id):
        plans.put_back(entry_id)
    assert rows() == before

    plans.put_back(None)
    assert begun.companion.household().plan == Plan()


def test_a_preview_is_current_until_plan_or_risks_change(begun, plans, file):
    preview = plans.read(file(), WORDS)
    assert plans.is_current(preview)

    begun.companion.people.save_person(make_person(special_risks=frozenset({"cannot-communicate"})))
    assert not plans.is_current(preview)


def test_a_plan_that_a_person_types_is_held_to_the_same_rules(begun):
    before = rows()
    with pytest.raises(NotAcceptedError) as caught:
        begun.companion.people.save_plan(Plan(stricter={"severe-sign": "urgent"}))

    assert [(p.field, p.code) for p in caught.value.problems] == [("stricter.severe-sign", "level-looser")]
    assert rows() == before


def test_saving_what_stands_already_is_no_new_entry(begun, plans, file):
    take_in(plans, file())
    begun.clock.move(days=1)
    begun.companion.people.save_plan(begun.companion.household().plan)

    assert plans.entries()[0].source is not None
    assert len(plans.entries()) == 2


# Saving as a file


def test_a_saved_plan_is_taken_in_elsewhere_as_it_is(begun, plans, file, tmp_path):
    plan = Plan(instructions='Say "now".\n', questions=(Question("Fly?"),), usual_spasticity=0)
    begun.companion.people.save_plan(plan)
    path = tmp_path / "mia.toml"
    plans.save_as(path, WORDS)
    begun.companion.people.save_plan(Plan(clinic_wait_min=5, usual_pulse_per_min=Range(1, 2)))

    take_in(plans, path)

    assert begun.companion.household().plan == plan
    assert 'person = "Mia Berg"' in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_saved_plan_names_the_clinic_that_it_came_from(plans, file, tmp_path):
    take_in(plans, file())
    plans.save_as(tmp_path / "out.toml", WORDS)

    assert 'clinic = "Pump clinic"' in (tmp_path / "out.toml").read_text(encoding="utf-8")


def test_where_it_cannot_be_written_the_old_file_stays(plans, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        plans.save_as(tmp_path / "nowhere" / "plan.toml", WORDS)


# Who, when, from where, in words


def test_the_plan_says_who_entered_it_when_and_from_which_file(begun, plans, file):
    now = NOON + timedelta(days=1)
    assert status(WORDS, plans.entries(), now).startswith("Nobody has entered a care plan yet.")

    begun.companion.people.save_plan(Plan(clinic_wait_min=45))
    assert status(WORDS, plans.entries(), now) == "Entered by Ana, yesterday at 12:00."

    take_in(plans, file())
    told = "Entered by Ana, yesterday at 12:00. From Pump clinic, taken in from the file plan.toml."
    assert status(WORDS, plans.entries(), now) == told

    begun.clock.at = now
    begun.companion.people.save_plan(Plan(clinic_wait_min=44))
    assert status(WORDS, plans.entries(), now) == (
        "Entered by Ana, today at 12:00. The plan from Pump clinic was taken in yesterday at 12:00 and changed since."
    )

    plans.put_back(plans.entries()[1].id)
    assert status(WORDS, plans.entries(), now) == (
        "Entered by Ana, today at 12:00. From Pump clinic, taken in from the file plan.toml. An earlier plan, put back."
    )
    assert described(WORDS, plans.entries()[-1], now) == WORDS.text("plan.defaults")


def test_a_file_without_a_clinic_and_an_entry_without_a_name_are_told_as_such(program, file):
    plans = program.companion.plans
    take_in(plans, file("clinic_wait_min = 20"))

    assert status(WORDS, plans.entries(), NOON) == (
        "Entered today at 12:00; by whom is not recorded. Taken in from the file plan.toml."
    )


# Oral baclofen


def test_a_new_date_settles_the_reminder_of_the_oral_baclofen(begun):
    people, reminders = begun.companion.people, begun.companion.reminders
    people.save_plan(Plan(oral_baclofen_expires_on=NOON.date() + timedelta(days=5)))

    def showing():
        return [alert for alert in reminders.evaluate("plan-changed").showing if alert.kind is Kind.ORAL_EXPIRY]

    [alert] = showing()
    reminders.seen(alert.id)
    begun.clock.move(days=1)
    [again] = showing()
    assert again.id == alert.id

    people.save_plan(Plan(oral_baclofen_expires_on=date(2028, 1, 31)))
    evaluation = reminders.evaluate("plan-changed")
    assert [(one.id, one.settled_why) for one in evaluation.settled if one.kind is Kind.ORAL_EXPIRY] == [
        (alert.id, "plan-changed")
    ]
    assert showing() == []
